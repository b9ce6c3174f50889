//! What things cost.

use super::{Compiled, Compiler};
use crate::scenario::{Inquiry, LeverCost, Name};
use crate::simulation::plan::CompileError;
use crate::simulation::plan::prices::{
    ChannelPrice, Lever, LeverPrice, Orders, Penalty, Prices, ProactivePrice,
};
use crate::units::Money;

impl Compiler<'_> {
    pub(super) fn prices(&self, problems: &mut Vec<CompileError>) -> Prices {
        let s = self.scenario;
        let mut levers: Vec<Lever> = Vec::new();
        for name in &s.pulled {
            match levers.iter_mut().find(|lever| lever.name == *name) {
                Some(again) => again.times += 1,
                None => levers.extend(super::noted(self.lever(name), problems)),
            }
        }
        let channel = |channel: &crate::scenario::Channel| ChannelPrice {
            per_message: channel.cost.per_message,
            per_conversation: channel.cost.per_conversation,
        };
        let penalty = |target: &crate::scenario::Target| Penalty {
            per_night: target.penalty.per_night,
            per_missed: target.penalty.per_missed,
            per_period: target.penalty.per_period,
        };
        Prices {
            channels: priced(s.channels.values().map(channel).collect()),
            penalties: priced(s.targets.values().map(penalty).collect()),
            proactive: s.inquiries.values().filter_map(|inquiry| self.proactive_price(inquiry)).collect(),
            levers,
        }
    }

    fn proactive_price(&self, inquiry: &Inquiry) -> Option<ProactivePrice> {
        let each = inquiry.proactive.as_ref().map(|it| it.cost).filter(|each| *each > Money::ZERO)?;
        Some(ProactivePrice { each, orders: self.orders(inquiry.product.as_ref()) })
    }

    fn lever(&self, name: &str) -> Compiled<Lever> {
        let place = || format!("lever.{name}");
        let unknown = || CompileError::Unknown { place: place(), kind: "lever", name: name.to_owned() };
        let lever = self.scenario.levers.get(name).ok_or_else(unknown)?;
        let cost = match &lever.cost {
            None => None,
            Some(LeverCost::PerNight(money)) => Some(LeverPrice::PerNight(*money)),
            Some(LeverCost::PerOrder(money, product)) => {
                Some(LeverPrice::PerOrder(*money, self.orders(Some(product))))
            }
            Some(LeverCost::PerCase(money, inquiry)) => {
                Some(LeverPrice::PerCase(*money, self.names.inquiries.index("inquiry", inquiry, place)?))
            }
            Some(LeverCost::PerHour(money, team)) => {
                Some(LeverPrice::PerHour(*money, self.names.teams.index("team", team, place)?))
            }
        };
        Ok(Lever { name: name.to_owned(), times: 1, cost })
    }

    /// Of every stream that sells the product (none: any); streams are numbered by name, as in the demand.
    fn orders(&self, product: Option<&Name>) -> Vec<Orders> {
        let streams = self.scenario.streams.values().zip(0..);
        let of = |(stream, number): (&crate::scenario::Stream, u16)| {
            let sold = stream.orders.iter().filter(|(name, _)| product.is_none_or(|of| of == *name));
            let forecast: f64 = sold.map(|(_, orders)| orders).sum();
            Orders { stream: number, forecast }
        };
        streams.map(of).filter(|orders| orders.forecast > 0.0).collect()
    }
}

/// Nothing at all where nothing costs anything, so that a night need not add it up.
fn priced<T: Default + PartialEq>(prices: Vec<T>) -> Vec<T> {
    if prices.iter().all(|price| *price == T::default()) { Vec::new() } else { prices }
}

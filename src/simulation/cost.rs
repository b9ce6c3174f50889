//! What a night costs, by kind and by lever.
//!
//! Every amount is that of this very night: its own orders, cases, messages, conversations, paid hours and
//! misses. Amounts are whole millionths, each product rounded once, so sums do not depend on their order.

use super::plan::prices::{LeverPrice, Orders};
use super::plan::{Plan, ScoreOf};
use super::tally::{Counts, MetCounted, meets};
use crate::random::Key;
use crate::units::Money;

/// What money is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostKind {
    /// Paid hours, night pay and overtime included.
    Wages,
    /// What the outcomes of conversations cost: payouts, gifts.
    Outcomes,
    /// What the channels' providers charge.
    Messages,
    /// What bots cost.
    Bot,
    /// Proactive messages and progress notices.
    Proactive,
    /// What missed targets cost.
    Penalties,
    /// What the levers pulled cost.
    Levers,
}

impl CostKind {
    /// All of them, in the order in which they are reported.
    pub const ALL: [CostKind; 7] = [
        CostKind::Wages,
        CostKind::Outcomes,
        CostKind::Messages,
        CostKind::Bot,
        CostKind::Proactive,
        CostKind::Penalties,
        CostKind::Levers,
    ];

    /// As reports name it.
    pub const fn name(self) -> &'static str {
        match self {
            CostKind::Wages => "wages",
            CostKind::Outcomes => "outcomes",
            CostKind::Messages => "messages",
            CostKind::Bot => "bot",
            CostKind::Proactive => "proactive",
            CostKind::Penalties => "penalties",
            CostKind::Levers => "levers",
        }
    }
}

/// What one night cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NightCost {
    /// By [`CostKind`], in the order of [`CostKind::ALL`].
    kinds: [Money; CostKind::ALL.len()],
    /// By lever pulled; their sum is the kind [`CostKind::Levers`].
    pub levers: Box<[Money]>,
}

impl NightCost {
    /// The cost of the night with key `night`, on which `counts` was counted.
    pub fn of(plan: &Plan, counts: &Counts, night: Key) -> NightCost {
        let prices = &plan.prices;
        let levers: Box<[Money]> = (prices.levers.iter())
            .map(|lever| {
                let cost =
                    lever.cost.as_ref().map_or(Money::ZERO, |cost| lever_cost(cost, plan, counts, night));
                cost.times(u64::from(lever.times))
            })
            .collect();
        let mut cost = NightCost { kinds: [Money::ZERO; CostKind::ALL.len()], levers };
        cost.add(CostKind::Wages, counts.teams.iter().map(|team| team.wages));
        cost.add(CostKind::Outcomes, [counts.outcome_cost]);
        let charged = prices.channels.iter().zip(&counts.channels);
        cost.add(
            CostKind::Messages,
            charged.map(|(price, channel)| {
                price.per_message.times(channel.sent)
                    + price.per_conversation.times(channel.conversations + channel.settled_by_bot)
            }),
        );
        cost.add(CostKind::Bot, [counts.practices.bot_cost]);
        let sent = prices.proactive.iter().map(|it| per_order(it.each, plan, &it.orders, night));
        cost.add(CostKind::Proactive, sent.chain([counts.practices.notice_cost]));
        for (target, penalty) in prices.penalties.iter().enumerate() {
            let night = counts.target(target);
            let below = night.counted > 0 && !meets(night, plan.targets[target].at_least);
            let once = if below { penalty.per_night } else { Money::ZERO };
            cost.add(CostKind::Penalties, [once, penalty.per_missed.times(missed(night))]);
        }
        if let Some(score) = plan.store_score.as_ref().filter(|score| score.over.is_none()) {
            let pooled = |share: ScoreOf| match share {
                ScoreOf::Opinion(opinion) => counts.opinions().of(opinion),
                ScoreOf::Target(target) => {
                    let it = counts.target(target);
                    (it.met.into(), it.counted.into())
                }
            };
            let value = score.of(pooled).unwrap_or(f64::INFINITY);
            let below = score.thresholds.iter().filter(|threshold| value < threshold.score);
            cost.add(CostKind::Penalties, below.map(|threshold| threshold.cost));
        }
        let levers: Money = cost.levers.iter().copied().sum();
        cost.add(CostKind::Levers, [levers]);
        cost
    }

    /// By hand: so much of each kind, and for each lever.
    pub fn with(mut self, kind: CostKind, amount: Money) -> NightCost {
        self.add(kind, [amount]);
        self
    }

    fn add(&mut self, kind: CostKind, amounts: impl IntoIterator<Item = Money>) {
        amounts.into_iter().for_each(|amount| self.kinds[kind as usize] += amount);
    }

    /// What was spent on one kind of thing.
    pub fn kind(&self, kind: CostKind) -> Money {
        self.kinds[kind as usize]
    }

    /// All kinds together.
    pub fn total(&self) -> Money {
        self.kinds.iter().copied().sum()
    }
}

fn missed(night: MetCounted) -> u64 {
    u64::from(night.counted - night.met)
}

fn lever_cost(cost: &LeverPrice, plan: &Plan, counts: &Counts, night: Key) -> Money {
    match cost {
        LeverPrice::PerNight(money) => *money,
        LeverPrice::PerOrder(money, orders) => per_order(*money, plan, orders, night),
        LeverPrice::PerCase(money, inquiry) => money.times(counts.inquiries[usize::from(*inquiry)].cases),
        LeverPrice::PerHour(money, team) => money.hourly(counts.teams[usize::from(*team)].paid),
    }
}

/// So much for each of tonight's orders.
fn per_order(each: Money, plan: &Plan, orders: &[Orders], night: Key) -> Money {
    Money::from_units(each.units() * orders_tonight(plan, orders, night))
}

/// The forecast times how far off it is tonight.
fn orders_tonight(plan: &Plan, orders: &[Orders], night: Key) -> f64 {
    orders.iter().map(|of| of.forecast * plan.demand.stream_factor(of.stream, night)).sum()
}

//! What things cost: what is charged by channel, what missed targets cost, and the levers pulled.

use crate::units::Money;

/// The prices of a plan; the wages stand with the teams, what outcomes cost with the inquiries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prices {
    /// By channel index; none: nothing costs anything.
    pub channels: Vec<ChannelPrice>,
    /// By target index; none: nothing costs anything.
    pub penalties: Vec<Penalty>,
    /// Proactive messages that cost something.
    pub proactive: Vec<ProactivePrice>,
    /// Levers pulled, in the order of their first pull.
    pub levers: Vec<Lever>,
}

impl Prices {
    /// What a stretch of nights costs that misses a target.
    pub fn per_period(&self, target: usize) -> Money {
        self.penalties.get(target).map_or(Money::ZERO, |penalty| penalty.per_period)
    }
}

/// What a proactive message costs.
#[derive(Clone, Debug, PartialEq)]
pub struct ProactivePrice {
    /// For every order.
    pub each: Money,
    /// Of these.
    pub orders: Vec<Orders>,
}

/// What a channel's provider charges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChannelPrice {
    /// For every message that the desk sends.
    pub per_message: Money,
    /// For every conversation that a customer opens.
    pub per_conversation: Money,
}

/// What it costs to miss a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Penalty {
    /// For every night below what is asked for.
    pub per_night: Money,
    /// For everything that counted and was missed.
    pub per_missed: Money,
    /// For every stretch of nights, judged together, below what is asked for.
    pub per_period: Money,
}

/// A lever that is pulled.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// As in the file.
    pub name: String,
    /// How often it is pulled: what it costs counts so often.
    pub times: u32,
    /// What it costs each time; none: nothing.
    pub cost: Option<LeverPrice>,
}

/// What a lever costs.
#[derive(Clone, Debug, PartialEq)]
pub enum LeverPrice {
    /// Once a night.
    PerNight(Money),
    /// For every order of the night.
    PerOrder(Money, Vec<Orders>),
    /// For every case of an inquiry, by its index.
    PerCase(Money, u16),
    /// For every paid hour of a team, by its index.
    PerHour(Money, u16),
}

/// Orders of a product on one stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Orders {
    /// Index in [`crate::demand::Demand::streams`].
    pub stream: u16,
    /// On an average night.
    pub forecast: f64,
}

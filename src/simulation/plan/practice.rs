//! After-sales practices of a plan: the bot, after-care, the survey, messages that are overlooked.

use crate::random::Sampler;
use crate::scenario;
use crate::units::Money;

/// Messages that are noticed only when the customer nudges.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlooked {
    /// Of the customers' messages.
    pub share: f64,
    /// From such a message until the customer writes again.
    pub nudge: Sampler,
}

/// A further message of the desk once a case is concluded.
#[derive(Clone, Debug, PartialEq)]
pub struct AfterCare {
    /// Of the cases with the outcome.
    pub share: f64,
    /// From the conclusion until it falls due.
    pub delay: Sampler,
    /// What an agent needs for it.
    pub reply: Sampler,
}

/// What an agent of a team may pay out.
#[derive(Clone, Debug, PartialEq)]
pub struct Authority {
    /// So much.
    pub up_to: Money,
    /// Index of the team that approves of more.
    pub then: u16,
    /// What that takes one of its agents.
    pub takes: Sampler,
}

/// What customers meet before any agent.
#[derive(Clone, Debug, PartialEq)]
pub struct Bot {
    /// Share of conversations that it settles, at once.
    pub share: f64,
    /// From the first message until the others go on to an agent.
    pub hand_over: Sampler,
    /// By channel index: whether customers meet it there; never on a phone.
    pub channels: Vec<bool>,
    /// The clock of what it hands over runs from the customer's message, not from the handing over.
    pub clock_from_message: bool,
}

impl Overlooked {
    pub(super) fn of(overlooked: &scenario::Overlooked) -> Overlooked {
        Overlooked { share: overlooked.share, nudge: Sampler::of(&overlooked.nudge) }
    }
}

impl AfterCare {
    pub(super) fn of(care: &scenario::AfterCare) -> AfterCare {
        AfterCare { share: care.share, delay: Sampler::of(&care.delay), reply: Sampler::of(&care.reply) }
    }
}

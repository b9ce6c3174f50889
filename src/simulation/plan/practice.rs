//! After-sales practices of a plan: the bot, after-care, the survey, messages that are overlooked.

use crate::random::Sampler;
use crate::scenario;
use crate::units::Span;

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

/// The survey, and complaints; see `scenario::Satisfaction`.
#[derive(Clone, Debug, PartialEq)]
pub struct Satisfaction {
    /// Share of customers who answer the survey.
    pub share: f64,
    /// Score of a case that had nothing of what follows.
    pub at_best: f64,
    /// Points off for the wait for the first reply.
    pub first_wait: Tolerance,
    /// Points off for the longest wait for a later reply.
    pub later_wait: Tolerance,
    /// Up to so many replies nothing is taken off.
    pub free_turns: u32,
    /// Points off for each reply more.
    pub each_turn: f64,
    /// Points off for each handover and each escalation.
    pub transfer: f64,
    /// Points off if the customer gave up in the end.
    pub abandoned: f64,
    /// Points off if the case is not over at the end of the run-out.
    pub open: f64,
    /// Standard deviation among like cases.
    pub scatter: f64,
    /// Who scores less is unsatisfied.
    pub unsatisfied_below: f64,
    /// Share of the unsatisfied who complain.
    pub complaints_unsatisfied: f64,
    /// Share of all others who complain.
    pub complaints_others: f64,
}

/// Points off for waiting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// So long nothing is taken off.
    pub free: Span,
    /// Points off for each minute more.
    pub per_minute: f64,
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

impl Satisfaction {
    pub(super) fn of(it: &scenario::Satisfaction) -> Satisfaction {
        let tolerance = |of: scenario::Tolerance| Tolerance { free: of.free, per_minute: of.per_minute };
        Satisfaction {
            share: it.share,
            at_best: it.at_best,
            first_wait: tolerance(it.first_wait),
            later_wait: tolerance(it.later_wait),
            free_turns: it.free_turns,
            each_turn: it.each_turn,
            transfer: it.transfer,
            abandoned: it.abandoned,
            open: it.open,
            scatter: it.scatter,
            unsatisfied_below: it.unsatisfied_below,
            complaints_unsatisfied: it.complaints_unsatisfied,
            complaints_others: it.complaints_others,
        }
    }
}

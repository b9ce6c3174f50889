//! After-sales practices: the bot, after-care, the survey.

use super::{Distribution, Name};
use crate::units::Span;

/// `bot = { share, hand_over, channels, clock }`: customers meet it before any agent.
#[derive(Clone, Debug)]
pub struct Bot {
    /// Share of conversations that it settles, at once.
    pub share: f64,
    /// From the first message until the others go on to an agent.
    pub hand_over: Distribution,
    /// Where customers meet it; none: on every chat and message channel.
    pub channels: Option<Vec<Name>>,
    /// From when on targets on replies count what it hands over.
    pub clock: BotClock,
}

/// From when on `first_reply` and `each_reply` count what a bot hands over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BotClock {
    /// The handing over.
    #[default]
    HandOver,
    /// The customer's first message.
    Message,
}

/// `after_care = { share, delay, reply }`: a further message of the desk once a case is concluded.
#[derive(Clone, Debug, PartialEq)]
pub struct AfterCare {
    /// Of the cases with the outcome.
    pub share: f64,
    /// From the conclusion until it falls due.
    pub delay: Distribution,
    /// What an agent needs for it.
    pub reply: Distribution,
}

/// `[satisfaction]`: the survey, and complaints. Scores run from 1 to 5.
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

impl Default for Tolerance {
    fn default() -> Tolerance {
        Tolerance { free: Span::from_whole_seconds(180), per_minute: 0.25 }
    }
}

//! After-sales practices: the bot, after-care, payouts and who may make them, the survey.

use super::{Distribution, Moment, Name};
use crate::units::{Money, Span};

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
    /// What each conversation that begins with it costs.
    pub cost: Money,
}

/// `writes_again = { share, after, most, reading }`: customers write again while they wait for a reply.
#[derive(Clone, Debug, PartialEq)]
pub struct WritesAgain {
    /// Of those who still wait.
    pub share: f64,
    /// From a message to the next.
    pub after: Distribution,
    /// Further messages before a reply, at most.
    pub most: u32,
    /// What each adds to the reply that answers them all.
    pub reading: Distribution,
}

/// `asks_again = { share, after, most, reply }`: customers whose case waits for a party ask where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct AsksAgain {
    /// Of them.
    pub share: f64,
    /// From the desk's reply, or from asking, to asking again.
    pub after: Distribution,
    /// How often at most.
    pub most: u32,
    /// What an agent needs to answer it.
    pub reply: Distribution,
}

/// `notice = { after, takes, reach, cost }`: the desk says how a case stands that waits for a party.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// From the reply to the notice.
    pub after: Distribution,
    /// What an agent needs for it; none: it goes out by itself.
    pub takes: Option<Distribution>,
    /// Share of customers who see it, and ask no more.
    pub reach: f64,
    /// What each costs.
    pub cost: Money,
}

/// `proactive = { at, reach, still_ask, cost }`: a message to everybody concerned before they ask.
#[derive(Clone, Debug, PartialEq)]
pub struct Proactive {
    /// When it goes out.
    pub at: Moment,
    /// Share of customers whom it reaches.
    pub reach: f64,
    /// Of these, who ask all the same.
    pub still_ask: f64,
    /// What it costs for every order of the product.
    pub cost: Money,
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

/// An amount of money, or a distribution of them (in whose laws millionths stand for microseconds).
#[derive(Clone, Debug, PartialEq)]
pub enum Amount {
    /// Always the same.
    Fixed(Money),
    /// Drawn each time.
    Drawn(Distribution),
}

/// `authority = { up_to, then, takes }`: what an agent of a team may pay out.
#[derive(Clone, Debug, PartialEq)]
pub struct Authority {
    /// So much.
    pub up_to: Money,
    /// The team that approves of more.
    pub then: Name,
    /// What that takes one of its agents.
    pub takes: Distribution,
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

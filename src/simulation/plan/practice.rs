//! After-sales practices of a plan: the bot, after-care, the survey, messages that are overlooked.

use crate::random::Sampler;
use crate::scenario;
use crate::units::Money;

/// What customers do who wait for a reply.
#[derive(Clone, Debug, PartialEq)]
pub struct WritesAgain {
    /// Of those who still wait when the time comes.
    pub share: f64,
    /// From a message to the next.
    pub after: Sampler,
    /// Further messages before a reply, at most.
    pub most: u32,
    /// What each adds to the reply.
    pub reading: Sampler,
}

/// What happens while a case waits for a party.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meanwhile {
    /// Customers ask where it stands.
    pub asks: Option<AsksAgain>,
    /// The desk says so before.
    pub notice: Option<Notice>,
}

/// Customers whose case waits ask again.
#[derive(Clone, Debug, PartialEq)]
pub struct AsksAgain {
    /// Of them, each time.
    pub share: f64,
    /// From the desk's reply, or from asking, to asking again.
    pub after: Sampler,
    /// How often at most.
    pub most: u32,
    /// What an agent needs to answer it.
    pub reply: Sampler,
}

/// The desk says how a case stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// From the reply until it is due.
    pub after: Sampler,
    /// What an agent needs for it; none: it goes out by itself.
    pub takes: Option<Sampler>,
    /// Share of customers who see it.
    pub reach: f64,
    /// What each costs.
    pub cost: Money,
}

/// Messages that are noticed only when the customer nudges.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlooked {
    /// Of the customers' messages.
    pub share: f64,
    /// From such a message until the customer writes again.
    pub nudge: Sampler,
}

/// What the helpdesk's own slowness adds, which no agent's speed divides.
#[derive(Clone, Debug, PartialEq)]
pub struct HelpdeskTimes {
    /// From when a customer opens a conversation until an agent can begin on it.
    pub first: Sampler,
    /// From when a customer writes again until an agent can begin on that.
    pub later: Sampler,
    /// What a message takes its agent besides.
    pub reply: Sampler,
    /// What closing a conversation takes its agent.
    pub resolve: Sampler,
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
    /// What each conversation that begins with it costs.
    pub cost: Money,
}

impl WritesAgain {
    pub(super) fn of(again: &scenario::WritesAgain) -> WritesAgain {
        WritesAgain {
            share: again.share,
            after: Sampler::of(&again.after),
            most: again.most,
            reading: Sampler::of(&again.reading),
        }
    }
}

impl Meanwhile {
    /// Of a wait; none if nothing ever happens in it.
    pub(super) fn of(
        asks: Option<&scenario::AsksAgain>,
        notice: Option<&scenario::Notice>,
    ) -> Option<Box<Meanwhile>> {
        let asks = asks.filter(|asks| asks.share > 0.0).map(|asks| AsksAgain {
            share: asks.share,
            after: Sampler::of(&asks.after),
            most: asks.most,
            reply: Sampler::of(&asks.reply),
        });
        let notice = notice.map(|notice| Notice {
            after: Sampler::of(&notice.after),
            takes: notice.takes.as_ref().map(Sampler::of),
            reach: notice.reach,
            cost: notice.cost,
        });
        (asks.is_some() || notice.is_some()).then(|| Box::new(Meanwhile { asks, notice }))
    }
}

impl Overlooked {
    pub(super) fn of(overlooked: &scenario::Overlooked) -> Overlooked {
        Overlooked { share: overlooked.share, nudge: Sampler::of(&overlooked.nudge) }
    }
}

impl HelpdeskTimes {
    pub(super) fn of(times: &scenario::HelpdeskTimes) -> HelpdeskTimes {
        HelpdeskTimes {
            first: Sampler::of(&times.first),
            later: Sampler::of(&times.later),
            reply: Sampler::of(&times.reply),
            resolve: Sampler::of(&times.resolve),
        }
    }
}

impl AfterCare {
    pub(super) fn of(care: &scenario::AfterCare) -> AfterCare {
        AfterCare { share: care.share, delay: Sampler::of(&care.delay), reply: Sampler::of(&care.reply) }
    }
}

//! Who of a team may be given what, best first.

use super::agent::{Agent, Presence};
use super::line::Line;
use super::plan::Plan;
use super::tournament::{NONE, Tournament};
use crate::scenario::ChannelKind;
use crate::units::Time;

/// A team's agents as somebody sees them who seeks one.
#[derive(Debug)]
pub(super) struct Standing {
    /// Roster index of the team's first agent.
    first: u32,
    /// One for each channel with slots that the team serves, by name; message-channel and desk messages
    /// share one more, if the team may ever be asked for them.
    pub offers: Vec<Offer>,
    /// By channel, and behind them for desk messages: the place in `offers`.
    places: Vec<Option<u8>>,
}

/// What agents may be free for.
#[derive(Debug)]
pub(super) struct Offer {
    pub kind: OfferKind,
    /// Of a call or a chat.
    pub channel: u8,
    /// Conversations of the channel that one agent holds.
    pub slots: u32,
    agents: Free,
}

/// Those who are free for it.
#[derive(Debug)]
enum Free {
    /// Agents who hold chats are reordered all the time.
    Tournament(Tournament),
    /// Agents without chats come one after another.
    Line(Line),
}

impl Free {
    /// The order of the best; [`NONE`] if there is nobody.
    #[inline]
    fn least(&self) -> u64 {
        match self {
            Free::Tournament(agents) => agents.least(),
            Free::Line(line) => line.least(),
        }
    }

    #[inline]
    fn best(&self) -> Option<usize> {
        match self {
            Free::Tournament(agents) => (agents.least() != NONE).then(|| agents.winner()),
            Free::Line(line) => line.first(),
        }
    }

    #[inline]
    fn set(&mut self, agent: usize, order: u64) {
        match self {
            Free::Tournament(agents) => agents.set(agent, order),
            Free::Line(line) => line.set(agent, order),
        }
    }

    fn clear(&mut self) {
        match self {
            Free::Tournament(agents) => agents.clear(),
            Free::Line(line) => line.clear(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OfferKind {
    Call,
    Chat,
    Message,
}

impl Offer {
    /// Somebody of the team may be given something of it.
    pub fn anybody(&self) -> bool {
        self.agents.least() != NONE
    }
}

impl Standing {
    pub fn new(plan: &Plan, team: usize, agents: std::ops::Range<usize>, desk_messages: bool) -> Standing {
        let slots = &plan.teams[team].slots;
        let mut offers = Vec::new();
        let mut places = vec![None; slots.len() + 1];
        let chats =
            |(channel, slots): (usize, &u32)| *slots > 0 && plan.channels[channel].kind == ChannelKind::Chat;
        let any_chat = slots.iter().enumerate().any(chats);
        let free = || match any_chat {
            true => Free::Tournament(Tournament::new(agents.len())),
            false => Free::Line(Line::new(agents.len())),
        };
        let offer = |kind, channel, slots| Offer { kind, channel, slots, agents: free() };
        let mut messages = desk_messages;
        for (channel, &slots) in slots.iter().enumerate().filter(|(_, slots)| **slots > 0) {
            let kind = match plan.channels[channel].kind {
                ChannelKind::Phone => OfferKind::Call,
                ChannelKind::Chat => OfferKind::Chat,
                ChannelKind::Message => {
                    messages = true;
                    continue;
                }
            };
            places[channel] = Some(offers.len() as u8);
            offers.push(offer(kind, channel as u8, slots));
        }
        if messages {
            let place = Some(offers.len() as u8);
            for (channel, &slots) in slots.iter().enumerate() {
                if slots > 0 && plan.channels[channel].kind == ChannelKind::Message {
                    places[channel] = place;
                }
            }
            places[slots.len()] = place;
            offers.push(offer(OfferKind::Message, 0, 0));
        }
        Standing { first: agents.start as u32, offers, places }
    }

    pub fn clear(&mut self) {
        self.offers.iter_mut().for_each(|offer| offer.agents.clear());
    }

    /// How good the best agent for a channel (or, behind the channels, for desk messages) is.
    #[inline]
    pub fn best(&self, channel: usize) -> u64 {
        self.places[channel].map_or(NONE, |place| self.offers[place as usize].agents.least())
    }

    /// That agent.
    #[inline]
    pub fn best_agent(&self, channel: usize) -> Option<u32> {
        let agents = &self.offers[self.places[channel]? as usize].agents;
        agents.best().map(|place| self.first + place as u32)
    }

    /// An agent's standing has changed.
    #[inline]
    pub fn refresh(&mut self, agent: u32, a: &Agent) {
        let place = (agent - self.first) as usize;
        let there = a.takes && a.presence == Presence::OnDuty;
        let idle = a.idle();
        let order = order(a.open, idle, a.last_end);
        for offer in &mut self.offers {
            let may_be_given = there
                && match offer.kind {
                    OfferKind::Call => idle && a.held[offer.channel as usize] == 0,
                    OfferKind::Chat => !a.in_call && a.held[offer.channel as usize] < offer.slots,
                    OfferKind::Message => idle,
                };
            offer.agents.set(place, if may_be_given { order } else { NONE });
        }
    }
}

/// How soon an agent is found who may be given something: fewest open conversations, then nothing in hand,
/// then the earliest end of work; the tournament adds the roster.
#[inline]
pub(super) fn order(open: u32, idle: bool, last_end: Time) -> u64 {
    u64::from(open.min(0x7ffe)) << 48
        | u64::from(!idle) << 47
        | ((last_end.0 + (1 << 46)) as u64 & ((1 << 47) - 1))
}

//! Watches the engine and writes a night down.
//!
//! # What is recorded
//!
//! Cases, conversations, turns and agents are numbered from 1 in a trace. The first event of every
//! conversation carries what its customer has drawn, so that a replay can play the customer without
//! simulating anything. Reply times are those of an agent of speed 1.
//!
//! # Order
//!
//! Events stand in the order of their time, those of one instant as the engine met them. Some things
//! it notices late (that a customer gave up is found when somebody looks): what is observed behind the
//! time of an earlier event comes last at its own instant, by the order of docs/model.md, 3.1. A later
//! message of a customer is not observed at all but follows from the reply before it; it stands right
//! before somebody is given it or begins to work on it, if that is at once.

use super::line::{Draws, Line};
use crate::random::Key;
use crate::simulation::customer::{Customer, is_ask};
use crate::simulation::observer::{Event, Observer, Who};
use crate::simulation::plan::Plan;
use crate::units::{Span, Time};
use std::collections::{HashMap, HashSet};

/// Something that happened.
#[derive(Clone, Copy, Debug)]
struct Entry {
    at: Time,
    known: Known,
    what: What,
}

/// How an event came to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// Observed when it happened.
    InTime,
    /// Observed behind the time of an earlier event.
    Late,
    /// It follows from the reply before it.
    Derived,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Conversation { event: Event, who: Who, channel: u8, agent: Option<u32> },
    Duty { agent: u32, on: bool },
}

/// Watches a night and writes it down.
#[derive(Debug)]
pub struct Recorder<'p> {
    plan: &'p Plan,
    night: Key,
    entries: Vec<Entry>,
    /// Of everything observed so far.
    latest: Time,
}

impl<'p> Recorder<'p> {
    /// Watches the night with key `night`.
    pub fn new(plan: &'p Plan, night: Key) -> Recorder<'p> {
        Recorder { plan, night, entries: Vec::new(), latest: Time(i64::MIN) }
    }

    /// Everything that happened, in order.
    pub fn lines(mut self) -> Vec<Line> {
        self.drop_vain_nudges();
        self.put_in_order();
        let mut begun = HashSet::new();
        self.entries.iter().map(|entry| self.line(entry, &mut begun)).collect()
    }

    fn put_in_order(&mut self) {
        // The first stands: what the desk adds after a conversation goes by its last message's name.
        let entries = self.entries.iter().enumerate().rev();
        let taken_up: HashMap<(Who, Time), usize> =
            entries.filter_map(|(place, entry)| entry.taken_up(place)).collect();
        let place = |(place, entry): (usize, &Entry)| {
            let work = entry.what.who().and_then(|who| taken_up.get(&(who, entry.at)));
            match (entry.known, work) {
                (Known::InTime, _) => (entry.at, 2 * place + 1, None),
                (Known::Derived, Some(place)) => (entry.at, 2 * place, None),
                _ => (entry.at, usize::MAX, Some(entry.what.rank())),
            }
        };
        let mut placed: Vec<_> = self.entries.iter().enumerate().map(|it| (place(it), *it.1)).collect();
        placed.sort_by_key(|(place, _)| *place);
        self.entries = placed.into_iter().map(|(_, entry)| entry).collect();
    }

    fn record(&mut self, at: Time, what: What) {
        let known = if at < self.latest { Known::Late } else { Known::InTime };
        self.entries.push(Entry { at, known, what });
        self.latest = self.latest.max(at);
    }

    /// The customer's next message, which nobody observes before an agent looks into the inbox.
    fn next_message(&mut self, replied: Time, who: Who, channel: u8) {
        let customer = Customer::new(self.plan, self.night, who.source, who.case);
        let Some(handling) = &customer.inquiry.handling[channel as usize] else { return };
        if is_ask(who.conversation) || who.turn + 1 >= customer.turns(handling, who.conversation) {
            return;
        }
        let at = replied + customer.think(handling, who.conversation, who.turn);
        if at < self.plan.end {
            let who = Who { turn: who.turn + 1, ..who };
            self.follows(at, Event::Arrives, who, channel);
            self.nudge(at, who, channel);
        }
    }

    /// The customer's nudge, if the message of `sent` is overlooked.
    fn nudge(&mut self, sent: Time, who: Who, channel: u8) {
        let customer = Customer::new(self.plan, self.night, who.source, who.case);
        let channel_of = &self.plan.channels[channel as usize];
        let there = sent + customer.way(channel_of, who.conversation, who.turn);
        let overlooked = customer.overlooked(channel_of, who.conversation, who.turn);
        if let Some(at) = overlooked.map(|nudge| there + nudge).filter(|at| *at < self.plan.end) {
            self.follows(at, Event::Nudges, who, channel);
        }
    }

    /// Something that nobody observes and that follows from what was.
    fn follows(&mut self, at: Time, event: Event, who: Who, channel: u8) {
        let what = What::Conversation { event, who, channel, agent: None };
        self.entries.push(Entry { at, known: Known::Derived, what });
    }

    /// Who has given up does not nudge any more.
    fn drop_vain_nudges(&mut self) {
        let gave_up: HashMap<Who, Time> = (self.entries.iter())
            .filter_map(|entry| match entry.what {
                What::Conversation { event: Event::GaveUp, who, .. } => Some((who, entry.at)),
                _ => None,
            })
            .collect();
        self.entries.retain(|entry| match entry.what {
            What::Conversation { event: Event::Nudges, who, .. } => {
                gave_up.get(&who).is_none_or(|gave_up| *gave_up >= entry.at)
            }
            _ => true,
        });
    }

    fn line(&self, entry: &Entry, begun: &mut HashSet<(u16, u32, u32)>) -> Line {
        match entry.what {
            What::Duty { agent, on } => {
                let event = if on { "on_duty" } else { "off_duty" };
                Line { at_us: entry.at.0, ..self.blank(event, Some(agent)) }
            }
            What::Conversation { event, who, channel, agent } => {
                let with_bot = matches!(event, Event::Bot { .. });
                let first = !with_bot && begun.insert((who.source, who.case, who.conversation));
                self.conversation_line(entry.at, event, who, channel, agent, first)
            }
        }
    }

    fn blank(&self, event: &'static str, agent: Option<u32>) -> Line {
        let of_team = |index: u32| self.plan.agents[index as usize].team as usize;
        let team = agent.map(|index| self.plan.teams[of_team(index)].name.clone());
        let name = agent.map(|index| agent_name(self.plan, index));
        Line {
            at_us: 0,
            event: event.into(),
            case: None,
            conversation: None,
            turn: None,
            channel: None,
            inquiry: None,
            tier: None,
            team,
            agent: name,
            credit: None,
            settles: None,
            party: None,
            until_us: None,
            draws: None,
        }
    }

    fn conversation_line(
        &self,
        at: Time,
        event: Event,
        who: Who,
        channel: u8,
        agent: Option<u32>,
        first: bool,
    ) -> Line {
        let plan = self.plan;
        let customer = Customer::new(plan, self.night, who.source, who.case);
        let mut line = Line {
            at_us: at.0,
            case: Some(format!("{} {}", plan.demand.sources[who.source as usize].name, who.case + 1)),
            conversation: Some(who.conversation + 1),
            turn: Some(who.turn + 1),
            channel: Some(plan.channels[channel as usize].name.clone()),
            inquiry: Some(customer.inquiry.name.clone()),
            tier: Some(plan.tiers[customer.tier() as usize].name.clone()),
            draws: if first { draws(&customer, who.conversation, channel, event) } else { None },
            ..self.blank(name(event), agent)
        };
        match event {
            Event::Replied { credit } => line.credit = Some(credit),
            Event::Bot { settles } => line.settles = Some(settles),
            Event::WaitsFor { party, until } => {
                line.party = Some(plan.parties[party as usize].name.clone());
                line.until_us = Some(until.0);
            }
            _ => {}
        }
        line
    }
}

impl Observer for Recorder<'_> {
    fn conversation(&mut self, at: Time, event: Event, who: Who, channel: u8, agent: Option<u32>) {
        // Later messages are those that `next_message` makes of the replies.
        if event == Event::Arrives && who.turn > 0 {
            return;
        }
        self.record(at, What::Conversation { event, who, channel, agent });
        if event == Event::Arrives {
            self.nudge(at, who, channel);
        }
        if event == (Event::Replied { credit: true }) {
            self.next_message(at, who, channel);
        }
    }

    fn duty(&mut self, at: Time, agent: u32, on: bool) {
        self.record(at, What::Duty { agent, on });
    }
}

impl Entry {
    /// Whose message an agent is given or begins to work on, when, at which place.
    fn taken_up(&self, place: usize) -> Option<((Who, Time), usize)> {
        match self.what {
            What::Conversation { event: Event::Assigned | Event::Begun, who, .. } => {
                Some(((who, self.at), place))
            }
            _ => None,
        }
    }
}

impl What {
    fn who(&self) -> Option<Who> {
        match self {
            What::Conversation { who, .. } => Some(*who),
            What::Duty { .. } => None,
        }
    }

    /// The order of docs/model.md, 3.1: by kind, then who.
    fn rank(&self) -> (u8, Option<Who>) {
        match self {
            What::Duty { on: true, .. } => (1, None),
            What::Duty { on: false, .. } => (3, None),
            What::Conversation { event, who, .. } => (kind(*event), Some(*who)),
        }
    }
}

/// `team/shift/number`, or `team/number` of a level; numbers from 1.
pub fn agent_name(plan: &Plan, index: u32) -> String {
    let agent = &plan.agents[index as usize];
    let team = &plan.teams[agent.team as usize].name;
    match agent.shift.as_str() {
        "" => format!("{team}/{}", agent.number + 1),
        shift => format!("{team}/{shift}/{}", agent.number + 1),
    }
}

const fn kind(event: Event) -> u8 {
    match event {
        Event::Replied { .. } | Event::Concluded | Event::WaitsFor { .. } => 2,
        Event::HandedOver => 3,
        Event::FollowedUp | Event::AfterCare | Event::Notice => 4,
        Event::Arrives | Event::Bot { .. } | Event::Nudges | Event::WritesAgain => 5,
        Event::GaveUp => 6,
        // What these instants lead to.
        Event::Assigned | Event::Begun => 7,
    }
}

const fn name(event: Event) -> &'static str {
    match event {
        Event::Arrives => "arrives",
        Event::Assigned => "assigned",
        Event::Begun => "begun",
        Event::Replied { .. } => "replied",
        Event::GaveUp => "gave_up",
        Event::HandedOver => "handed_over",
        Event::WaitsFor { .. } => "waits_for",
        Event::FollowedUp => "followed_up",
        Event::AfterCare => "after_care",
        Event::Bot { .. } => "bot",
        Event::Nudges => "nudges",
        Event::WritesAgain => "writes_again",
        Event::Notice => "notice",
        Event::Concluded => "concluded",
    }
}

/// What is drawn for a conversation; patience for the first reply only if the customer opened it.
fn draws(customer: &Customer<'_>, conversation: u32, channel: u8, first: Event) -> Option<Draws> {
    let handling = customer.inquiry.handling[channel as usize].as_ref()?;
    let ask = is_ask(conversation);
    let turns = if ask { 1 } else { customer.turns(handling, conversation) };
    let patience = customer.patience(handling, conversation);
    let reply = |turn| match ask {
        true => customer.ask_reply(conversation),
        false => customer.reply(handling, conversation, turn),
    };
    Some(Draws {
        patience_us: (first == Event::Arrives).then_some(patience).and_then(finite),
        patience_later_us: (1..turns)
            .map(|turn| finite(customer.patience_later(handling, conversation, turn)))
            .collect(),
        turns,
        reply_us: (0..turns).map(|turn| reply(turn).0).collect(),
        think_us: (1..turns).map(|turn| customer.think(handling, conversation, turn - 1).0).collect(),
        wrap_up_us: customer.wrap_up(handling, conversation).0,
    })
}

fn finite(span: Span) -> Option<i64> {
    (!span.is_forever()).then_some(span.0)
}

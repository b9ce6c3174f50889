//! Who takes what: conversations find agents, agents choose their work.

use super::agent::{InHand, NO_MESSAGE, Presence, Slot};
use super::calendar::{EventKey, Id, Kind, What};
use super::conversation::{ANY_TEAM, Opener, State};
use super::engine::Engine;
use super::layout::{CALLS, CHATS, ITEMS};
use super::observer::{Event, Observer};
use super::plan::Routing;
use super::queue::Order;
use crate::scenario::{ChannelKind, GivenUp, InboxOrder};
use crate::units::{Span, Time};

impl<'p> Engine<'p> {
    /// A conversation needs an agent: it is given to the best one that may take it now, or it waits.
    pub(super) fn seek_agent<O: Observer>(&mut self, conversation: u32, observer: &mut O) {
        match self.best_agent(conversation) {
            Some(agent) => {
                self.give(agent, conversation, observer);
                if self.agents[agent as usize].idle() {
                    self.begin(agent, conversation, observer);
                }
            }
            None => self.wait_in_queue(conversation),
        }
    }

    fn wait_in_queue(&mut self, conversation: u32) {
        self.queue.push(&self.layout, &mut self.conversations, conversation);
        let plan = self.plan;
        let record = &self.conversations[conversation];
        if record.only_team != ANY_TEAM {
            return;
        }
        if let Routing::InOrder(teams) = &plan.inquiries[record.inquiry as usize].routing {
            for &(_, after) in teams {
                let from = record.sent + after;
                if after.0 > 0 && !passed(self.now, self.kind, from) {
                    let key = EventKey::new(from, Kind::FallDue, record.id, What::After, conversation);
                    self.calendar.push(key);
                }
            }
        }
    }

    /// `after` has passed for a team: it takes the conversation now if somebody there is free.
    pub(super) fn other_team_may_take<O: Observer>(&mut self, conversation: u32, observer: &mut O) {
        if let Some(agent) = self.best_agent(conversation) {
            self.queue.left(&self.layout, &self.conversations, conversation);
            self.give(agent, conversation, observer);
            if self.agents[agent as usize].idle() {
                self.begin(agent, conversation, observer);
            }
        }
    }

    /// The best agent that may take a conversation now: among all teams of a pool, or of the first team
    /// in order that has one.
    fn best_agent(&self, conversation: u32) -> Option<u32> {
        let record = &self.conversations[conversation];
        let is_item = record.opener == Opener::DeskMessage;
        let least = if record.only_team != ANY_TEAM {
            self.best_of_team(record.only_team, record.channel, is_item)
        } else {
            match &self.plan.inquiries[record.inquiry as usize].routing {
                Routing::Pool(teams) => (teams.iter())
                    .map(|&team| self.best_of_team(team, record.channel, is_item))
                    .min()
                    .unwrap_or(u128::MAX),
                Routing::InOrder(teams) => (teams.iter())
                    .filter(|&&(_, after)| {
                        passed(self.now, self.kind, record.sent + after) || after == Span::ZERO
                    })
                    .map(|&(team, _)| self.best_of_team(team, record.channel, is_item))
                    .find(|&key| key != u128::MAX)
                    .unwrap_or(u128::MAX),
            }
        };
        (least != u128::MAX).then_some(least as u32)
    }

    #[inline]
    fn best_of_team(&self, team: u16, channel: u8, is_item: bool) -> u128 {
        let plan = &self.plan.teams[team as usize];
        if !is_item && plan.slots[channel as usize] == 0 {
            return u128::MAX;
        }
        if !is_item && self.plan.channels[channel as usize].kind == ChannelKind::Chat {
            let place = self.layout.chats[team as usize].iter().position(|&c| c == channel);
            return place.map_or(u128::MAX, |n| self.free_for_chat[team as usize][n].least());
        }
        self.idle[team as usize].least()
    }

    /// An agent's standing has changed: where it is found when somebody seeks an agent.
    #[inline]
    pub(super) fn refresh(&mut self, agent: u32) {
        let a = &self.agents[agent as usize];
        let team = a.team as usize;
        let place = agent as usize - self.layout.agents[team].start;
        let there = a.takes && a.presence == Presence::OnDuty;
        let free = there && !a.in_call;
        // Fewest open conversations, then nothing in hand, then the earliest end of work, then the roster.
        let order = u128::from(a.open) << 112
            | u128::from(!a.idle()) << 111
            | u128::from((a.last_end.0 as u64) ^ (1 << 63)) << 32
            | u128::from(agent);
        if self.layout.needs_idle[team] {
            self.idle[team].set(place, if there && a.idle() { order } else { u128::MAX });
        }
        for (n, &channel) in self.layout.chats[team].iter().enumerate() {
            let has_slot = a.held[channel as usize] < self.plan.teams[team].slots[channel as usize];
            self.free_for_chat[team][n].set(place, if free && has_slot { order } else { u128::MAX });
        }
    }

    /// Gives a conversation to an agent; what it works on is chosen apart.
    pub(super) fn give<O: Observer>(&mut self, agent: u32, conversation: u32, observer: &mut O) {
        let record = &mut self.conversations[conversation];
        record.agent = agent;
        record.handed_over = false;
        record.state = State::WithAgent;
        let (channel, sent) = (record.channel, record.sent);
        if record.opener == Opener::DeskMessage
            || self.plan.channels[channel as usize].kind == ChannelKind::Message
        {
            return;
        }
        let a = &mut self.agents[agent as usize];
        a.slots.push(Slot { sent, conversation, here: true });
        a.held[channel as usize] += 1;
        a.open += 1;
        observer.conversation(
            self.now,
            Event::Assigned,
            self.conversations[conversation].who(),
            channel,
            Some(agent),
        );
        if !self.agents[agent as usize].idle() {
            self.refresh(agent);
        }
    }

    /// The conversation a team takes next from a group of the queue, taken out of it.
    #[inline]
    fn take(&mut self, team: u16, group: usize, observer: &mut impl Observer) -> Option<u32> {
        let (_, conversation) = self.next_waiting(team, group, observer)?;
        self.queue.left(&self.layout, &self.conversations, conversation);
        Some(conversation)
    }

    /// The conversation a team would take next from a group of the queue.
    fn next_waiting(
        &mut self,
        team: u16,
        group: usize,
        observer: &mut impl Observer,
    ) -> Option<(Order, u32)> {
        while self.queue.any(team, group) {
            let (now, kind) = (self.now, self.kind);
            let cells = &self.layout.groups[team as usize][group];
            let first = self.queue.first(cells, &self.conversations, |at| passed(now, kind, at))?;
            let conversation = first.1;
            let record = &self.conversations[conversation];
            // A caller's patience has no timer where nothing depends on the instant it ends.
            let leaves = self.plan.channels[record.channel as usize].given_up == GivenUp::Leaves;
            if leaves && record.deadline < now && !record.gave_up && record.from_customer() {
                let deadline = record.deadline;
                self.gives_up(conversation, deadline, observer);
                self.queue.left(&self.layout, &self.conversations, conversation);
                self.conversations.remove(conversation);
                continue;
            }
            return Some(first);
        }
        None
    }

    /// Fills an agent's free chat slots from the queue.
    pub(super) fn fill<O: Observer>(&mut self, agent: u32, observer: &mut O) {
        let a = &self.agents[agent as usize];
        if !a.takes || a.in_call || a.presence != Presence::OnDuty {
            return;
        }
        let team = a.team;
        for n in 0..self.layout.chats[team as usize].len() {
            let channel = self.layout.chats[team as usize][n] as usize;
            while self.agents[agent as usize].held[channel] < self.plan.teams[team as usize].slots[channel] {
                let Some(conversation) = self.take(team, CHATS + channel, observer) else { break };
                self.give(agent, conversation, observer);
            }
        }
    }

    /// An agent with nothing in hand takes: a waiting call, else (its slots filled) the next message of
    /// its inbox, else a message-channel or desk message; else it rests.
    pub(super) fn choose<O: Observer>(&mut self, agent: u32, observer: &mut O) {
        let a = &self.agents[agent as usize];
        let (team, takes) = (a.team, a.takes && a.presence == Presence::OnDuty);
        if takes {
            if self.layout.takes_calls[team as usize]
                && let Some(call) = self.take(team, CALLS, observer)
            {
                self.give(agent, call, observer);
                return self.begin(agent, call, observer);
            }
            self.fill(agent, observer);
        }
        if let Some(conversation) = self.next_of_inbox(agent) {
            return self.begin(agent, conversation, observer);
        }
        if takes && let Some(item) = self.take(team, ITEMS, observer) {
            self.give(agent, item, observer);
            return self.begin(agent, item, observer);
        }
        self.rest(agent);
    }

    /// An agent has nothing to do until a message comes.
    pub(super) fn rest(&mut self, agent: u32) {
        let a = &self.agents[agent as usize];
        let key = if a.presence == Presence::OnDuty { self.next_message_key(agent) } else { EventKey::NEVER };
        self.calendar.agents.set(agent as usize, key);
        self.refresh(agent);
    }

    fn next_message_key(&self, agent: u32) -> EventKey {
        let mut earliest = (NO_MESSAGE, Id::NOBODY);
        for slot in &self.agents[agent as usize].slots {
            if slot.sent <= earliest.0 && slot.sent != NO_MESSAGE {
                let order = (slot.sent, self.conversations[slot.conversation].id);
                earliest = earliest.min(order);
            }
        }
        match earliest {
            (NO_MESSAGE, _) => EventKey::NEVER,
            (sent, id) => EventKey::new(sent.max(self.now), Kind::MessageArrives, id, What::Agent, agent),
        }
    }

    /// The message of the inbox that comes first: of those that are there.
    fn next_of_inbox(&self, agent: u32) -> Option<u32> {
        let a = &self.agents[agent as usize];
        let new_first = self.plan.teams[a.team as usize].inbox == InboxOrder::NewFirst;
        let mut best: Option<((bool, Time, Id), u32)> = None;
        for slot in &a.slots {
            if slot.sent > self.now || (slot.sent == self.now && !slot.here) || slot.sent == NO_MESSAGE {
                continue;
            }
            if let Some(((_, sent, _), _)) = best
                && !new_first
                && sent < slot.sent
            {
                continue;
            }
            let record = &self.conversations[slot.conversation];
            let order = (new_first && record.turn > 0, slot.sent, record.id);
            if best.is_none_or(|(least, _)| order < least) {
                best = Some((order, slot.conversation));
            }
        }
        best.map(|(_, conversation)| conversation)
    }

    /// A message comes to an agent who has nothing in hand.
    pub(super) fn message_comes<O: Observer>(&mut self, agent: u32, observer: &mut O) {
        let a = &self.agents[agent as usize];
        let mut first: Option<(Id, u32)> = None;
        for slot in &a.slots {
            if slot.sent == self.now {
                let candidate = (self.conversations[slot.conversation].id, slot.conversation);
                first = Some(first.map_or(candidate, |least| least.min(candidate)));
            }
        }
        debug_assert!(a.idle() && first.is_some());
        match first {
            Some((_, conversation)) => self.begin(agent, conversation, observer),
            None => self.rest(agent),
        }
    }

    /// A slot of a conversation that is over (or gone) is free again.
    pub(super) fn slot_is_free<O: Observer>(&mut self, conversation: u32, observer: &mut O) {
        let agent = self.conversations[conversation].agent;
        self.drop_slot(agent, conversation);
        self.conversations.remove(conversation);
        if !self.agents[agent as usize].idle() {
            self.fill(agent, observer);
            self.refresh(agent);
        } else if self.agents[agent as usize].presence == Presence::OnDuty {
            self.free_for_work(agent, observer);
        }
    }

    /// Takes a conversation out of its agent's slots.
    pub(super) fn drop_slot(&mut self, agent: u32, conversation: u32) {
        let channel = self.conversations[conversation].channel as usize;
        let a = &mut self.agents[agent as usize];
        if let Some(slot) = a.slot_of(conversation) {
            a.slots.swap_remove(slot);
            a.held[channel] -= 1;
            a.open -= 1;
        }
    }

    /// Those who came at this instant: first each waiting conversation goes to one of them in turn, calls
    /// before chats, then each chooses its work.
    pub(super) fn settle<O: Observer>(&mut self, observer: &mut O) {
        let mut came = std::mem::take(&mut self.came);
        came.sort_unstable();
        came.dedup();
        for &agent in &came {
            self.rest(agent);
        }
        for calls in [true, false] {
            let mut before = None;
            for &agent in &came {
                let team = self.agents[agent as usize].team;
                if before.replace(team) != Some(team) {
                    self.deal(team, calls, observer);
                }
            }
        }
        let mut given = std::mem::take(&mut self.given);
        came.append(&mut given);
        came.sort_unstable();
        came.dedup();
        for &agent in &came {
            if self.agents[agent as usize].idle() {
                self.choose(agent, observer);
            }
        }
        came.clear();
        self.came = came;
        self.given = given;
    }

    /// Deals what waits for a team among those who may take it.
    fn deal<O: Observer>(&mut self, team: u16, calls: bool, observer: &mut O) {
        while let Some(conversation) = self.next_to_deal(team, calls, observer) {
            let Some(agent) = self.best_agent(conversation) else { return };
            self.queue.left(&self.layout, &self.conversations, conversation);
            self.give(agent, conversation, observer);
            if calls {
                self.begin(agent, conversation, observer);
            } else {
                self.refresh(agent);
                self.given.push(agent);
            }
        }
    }

    /// The first call (or chat, of all channels) that waits and that somebody of the team may take.
    fn next_to_deal<O: Observer>(&mut self, team: u16, calls: bool, observer: &mut O) -> Option<u32> {
        if calls {
            let somebody =
                self.layout.takes_calls[team as usize] && self.idle[team as usize].least() != u128::MAX;
            return if somebody {
                self.next_waiting(team, CALLS, observer).map(|first| first.1)
            } else {
                None
            };
        }
        let mut first: Option<(Order, u32)> = None;
        for n in 0..self.layout.chats[team as usize].len() {
            let channel = self.layout.chats[team as usize][n];
            if self.best_of_team(team, channel, false) != u128::MAX
                && let Some(next) = self.next_waiting(team, CHATS + channel as usize, observer)
                && first.is_none_or(|least| next < least)
            {
                first = Some(next);
            }
        }
        first.map(|first| first.1)
    }

    /// Puts something in an agent's hand.
    #[inline]
    pub(super) fn put_in_hand(&mut self, agent: u32, in_hand: InHand, until: Time, id: Id) {
        let a = &mut self.agents[agent as usize];
        a.in_hand = in_hand;
        a.began = self.now;
        let key = EventKey::new(until, Kind::WorkEnds, id, What::Agent, agent);
        self.calendar.agents.set(agent as usize, key);
        self.refresh(agent);
    }
}

/// Whether `at` has come, for what falls due (`after`) at it.
#[inline]
pub(super) fn passed(now: Time, kind: Kind, at: Time) -> bool {
    at < now || (at == now && kind >= Kind::FallDue)
}

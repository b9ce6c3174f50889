//! Who takes what: conversations find agents, agents choose their work.

use super::agent::{InHand, NO_MESSAGE, Presence, Slot};
use super::calendar::{EventKey, Id, Kind, What};
use super::conversation::{ANY_TEAM, Opener, State};
use super::engine::Engine;
use super::layout::{ITEMS, SLOTS};
use super::observer::{Event, Observer};
use super::plan::Routing;
use super::queue::Order;
use super::standing::{Offer, OfferKind};
use crate::scenario::{ChannelKind, GivenUp, InboxOrder};
use crate::units::{Span, Time};

impl<'p> Engine<'p> {
    /// A conversation needs an agent: it is given to the best one that may take it now, or it waits.
    pub(super) fn seek_agent<O: Observer>(&mut self, conversation: u32, observer: &mut O) {
        match self.best_agent(conversation) {
            Some(agent) => self.give_to_work_on(agent, conversation, observer),
            None => self.wait_in_queue(conversation),
        }
    }

    /// Gives a conversation to an agent, who begins with it at once if nothing is in hand.
    fn give_to_work_on<O: Observer>(&mut self, agent: u32, conversation: u32, observer: &mut O) {
        let noticed = self.give(agent, conversation, observer);
        if self.agents[agent as usize].idle() {
            if noticed {
                self.begin(agent, conversation, observer);
            } else {
                self.rest(agent);
            }
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
        if self.drop_if_gone(conversation, observer) {
            return;
        }
        if let Some(agent) = self.best_agent(conversation) {
            self.queue.left(&self.layout, &self.conversations, conversation);
            self.give_to_work_on(agent, conversation, observer);
        }
    }

    /// The best agent that may take a conversation now: among all teams of a pool, or of the first team
    /// in order that has one.
    fn best_agent(&self, conversation: u32) -> Option<u32> {
        let record = &self.conversations[conversation];
        let channel = match record.opener {
            Opener::DeskMessage | Opener::AfterCare => self.plan.channels.len(),
            _ => record.channel as usize,
        };
        if record.only_team != ANY_TEAM {
            return self.standings[record.only_team as usize].best_agent(channel);
        }
        match &self.plan.inquiries[record.inquiry as usize].routing {
            Routing::Pool(teams) if teams.len() == 1 => self.standings[teams[0] as usize].best_agent(channel),
            Routing::Pool(teams) => {
                let best = |&team: &u16| (self.standings[team as usize].best(channel), team);
                let (_, team) = teams.iter().map(best).min()?;
                self.standings[team as usize].best_agent(channel)
            }
            Routing::InOrder(teams) => (teams.iter())
                .filter(|&&(_, after)| {
                    after == Span::ZERO || passed(self.now, self.kind, record.sent + after)
                })
                .find_map(|&(team, _)| self.standings[team as usize].best_agent(channel)),
        }
    }

    /// An agent's standing has changed: where it is found when somebody seeks an agent.
    #[inline]
    pub(super) fn refresh(&mut self, agent: u32) {
        let a = &self.agents[agent as usize];
        self.standings[a.team as usize].refresh(agent, a);
    }

    /// Gives a conversation to an agent; what it works on is chosen apart. False: its message is there
    /// and the agent overlooks it.
    pub(super) fn give<O: Observer>(&mut self, agent: u32, conversation: u32, observer: &mut O) -> bool {
        let record = &mut self.conversations[conversation];
        let anew = !std::mem::take(&mut record.handed_over);
        record.agent = agent;
        record.state = State::WithAgent;
        let channel = record.channel;
        let is_desk_message = record.opener.is_desk_message();
        let plan = &self.plan.channels[channel as usize];
        if is_desk_message || plan.kind == ChannelKind::Message {
            return true;
        }
        let overlooked = anew && plan.overlooked.is_some() && self.overlook_first_message(conversation);
        let sent = self.conversations[conversation].sent;
        // What is nudged at this instant is noticed at its kind 5.
        let noticed = sent < self.now || (sent == self.now && self.kind >= Kind::MessageArrives);
        let here = !overlooked || noticed;
        let a = &mut self.agents[agent as usize];
        if plan.has_inbox() {
            a.slots.push(Slot { sent, conversation, here });
        }
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
        here
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
            if !self.drop_if_gone(conversation, observer) {
                return Some(first);
            }
        }
        None
    }

    /// A caller's patience has no timer where nothing depends on the instant it ends: whether a waiting
    /// caller has gone meanwhile is found out when somebody would take the call.
    fn drop_if_gone(&mut self, conversation: u32, observer: &mut impl Observer) -> bool {
        let record = &self.conversations[conversation];
        let leaves = self.plan.channels[record.channel as usize].given_up == GivenUp::Leaves;
        let gone = leaves && record.deadline < self.now && !record.gave_up && record.is_from_customer();
        if gone {
            let deadline = record.deadline;
            self.gives_up(conversation, deadline, observer);
            self.queue.left(&self.layout, &self.conversations, conversation);
            self.conversations.remove(conversation);
        }
        gone
    }

    /// Fills an agent's free chat slots from the queue.
    pub(super) fn fill<O: Observer>(&mut self, agent: u32, observer: &mut O) {
        let a = &self.agents[agent as usize];
        if !a.takes || a.in_call || a.presence != Presence::OnDuty {
            return;
        }
        let team = a.team;
        for n in 0..self.standings[team as usize].offers.len() {
            let offer = &self.standings[team as usize].offers[n];
            if offer.kind != OfferKind::Chat {
                continue;
            }
            let (channel, slots) = (offer.channel as usize, offer.slots);
            while self.agents[agent as usize].held[channel] < slots {
                let Some(conversation) = self.take(team, SLOTS + channel, observer) else { break };
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
            if let Some(call) = self.next_call(agent, observer) {
                self.queue.left(&self.layout, &self.conversations, call);
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
        let mut earliest = (NO_MESSAGE, Id::NOBODY);
        if a.presence == Presence::OnDuty {
            for slot in &a.slots {
                if slot.sent <= earliest.0 && slot.sent != NO_MESSAGE {
                    earliest = earliest.min((slot.sent, self.conversations[slot.conversation].id));
                }
            }
        }
        match earliest {
            (NO_MESSAGE, _) => self.calendar.clear_agent(agent),
            (sent, id) => self.calendar.set_agent(agent, sent.max(self.now), Kind::MessageArrives, id),
        }
        self.refresh(agent);
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
        let record = &self.conversations[conversation];
        let channel = record.channel as usize;
        let plan = &self.plan.channels[channel];
        if plan.kind == ChannelKind::Message || record.opener.is_desk_message() {
            return;
        }
        let a = &mut self.agents[agent as usize];
        if plan.has_inbox() {
            let Some(slot) = a.slot_of(conversation) else { return };
            a.slots.swap_remove(slot);
        }
        a.held[channel] -= 1;
        a.open -= 1;
    }

    /// Those who came at this instant: first each waiting conversation goes to one of them in turn, calls
    /// before chats, then each chooses its work.
    pub(super) fn settle<O: Observer>(&mut self, observer: &mut O) {
        let mut came = std::mem::take(&mut self.came);
        came.sort_unstable();
        came.dedup();
        for &agent in &came {
            if self.agents[agent as usize].idle() {
                self.rest(agent);
            } else {
                self.refresh(agent);
            }
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

    /// The first call that waits and that an agent with nothing in hand may take.
    fn next_call<O: Observer>(&mut self, agent: u32, observer: &mut O) -> Option<u32> {
        let team = self.agents[agent as usize].team;
        let line_is_free =
            |desk: &Self, offer: &Offer| desk.agents[agent as usize].held[offer.channel as usize] == 0;
        self.first_waiting(team, OfferKind::Call, line_is_free, observer)
    }

    /// The first call (or chat, of all channels) that waits and that somebody of the team may take.
    fn next_to_deal<O: Observer>(&mut self, team: u16, calls: bool, observer: &mut O) -> Option<u32> {
        let kind = if calls { OfferKind::Call } else { OfferKind::Chat };
        self.first_waiting(team, kind, |_, offer| offer.anybody(), observer)
    }

    /// The first conversation that waits for a team, over the channels of a kind that may be `taken`.
    #[inline]
    fn first_waiting<O: Observer>(
        &mut self,
        team: u16,
        kind: OfferKind,
        taken: impl Fn(&Self, &Offer) -> bool,
        observer: &mut O,
    ) -> Option<u32> {
        let mut first: Option<(Order, u32)> = None;
        for n in 0..self.standings[team as usize].offers.len() {
            let offer = &self.standings[team as usize].offers[n];
            let channel = offer.channel as usize;
            if offer.kind == kind
                && taken(self, offer)
                && let Some(next) = self.next_waiting(team, SLOTS + channel, observer)
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
        self.calendar.set_agent(agent, until, Kind::WorkEnds, id);
        self.refresh(agent);
    }
}

/// Whether `at` has come, for what falls due (`after`) at it.
#[inline]
pub(super) fn passed(now: Time, kind: Kind, at: Time) -> bool {
    at < now || (at == now && kind >= Kind::FallDue)
}

//! From the general way to the shorter one, and back.

use super::super::agent::{self, InHand, Presence};
use super::super::calendar::{Id, time_and_kind};
use super::super::conversation::{Conversation, Life, State};
use super::super::customer::Customer;
use super::super::engine::Engine;
use super::super::layout::Layout;
use super::super::plain::only_plain_chats;
use super::super::plan::Plan;
use super::super::tournament::NONE;
use super::facts::{self, Team, line_of};
use super::free::Free;
use super::inbox::earliest;
use super::wheel::Wheel;
use super::{AtWork, CHANNEL, Chat, NO_MESSAGE, PlainChats, Slot};
use crate::demand::Arrival;
use crate::units::{Span, Time};
use std::collections::VecDeque;
use std::mem::take;

/// Slots of an agent at most; those of all agents are kept in one table.
const SLOTS: u32 = 64;

impl<'p> PlainChats<'p> {
    /// For a plan with plain chats only; none for others. `room` for so many chats.
    pub fn new(plan: &'p Plan, layout: &Layout, room: usize) -> Option<Box<PlainChats<'p>>> {
        if !only_plain_chats(plan) {
            return None;
        }
        let most = plan.teams.iter().map(|team| team.slots[CHANNEL as usize]).max().unwrap_or(0);
        if most > SLOTS {
            return None;
        }
        let agents = plan.agents.iter().enumerate();
        let slots = |team: &super::super::plan::Team| team.slots[CHANNEL as usize];
        let free_slots = layout.agents.iter().zip(&plan.teams);
        let free_slots = free_slots.map(|(agents, team)| Free::new(agents.clone(), slots(team)));
        let room = room.min(1 << 16);
        let classes = facts::classes(plan, layout)?;
        let each = (2 * room / classes.len().max(1)).clamp(64, 1 << 14);
        Some(Box::new(PlainChats {
            sources: facts::sources(plan),
            recorded: facts::any_recorded(plan),
            tiers: plan.tiers.len(),
            teams: (0..plan.teams.len()).map(|team| Team::new(plan, layout, team)).collect(),
            agents: agents.map(|(number, agent)| AtWork::new(agent.team, number as u32 * most)).collect(),
            slots: vec![Slot { message: NO_MESSAGE, chat: 0 }; plan.agents.len() * most as usize],
            wheel: Wheel::new(plan.agents.len(), facts::ahead(plan)),
            free_slots: free_slots.collect(),
            chats: Vec::with_capacity(room),
            free: Vec::with_capacity(room),
            lines: (0..2 * classes.len()).map(|_| VecDeque::with_capacity(each)).collect(),
            waiting: 0,
            classes,
        }))
    }
}

impl AtWork {
    fn new(team: u16, slots: u32) -> AtWork {
        AtWork {
            began: Time::OPENING,
            last_end: Time::OPENING,
            booked_until: Time::NEVER,
            last_worked: Id::NOBODY,
            slots,
            open: 0,
            slot: 0,
            team,
            busy_now: false,
            wraps_up: false,
            busy: Span::ZERO,
            replies: 0,
            quick: 0,
            without_credit: 0,
            ended: 0,
        }
    }
}

impl<'p> Engine<'p> {
    /// Takes over what is under way: of agents on duty, and in the queue. What an agent on a break holds,
    /// and what comes back to the queue later, is not touched before something else happens.
    pub(super) fn enter_chats(&mut self, chats: &mut PlainChats<'p>) {
        for (source, tonight) in chats.sources.iter_mut().zip(&self.sources) {
            source.tonight = *tonight;
        }
        chats.chats.clear();
        chats.free.clear();
        chats.wheel.clear();
        chats.free_slots.iter_mut().for_each(Free::clear);
        for agent in 0..self.agents.len() as u32 {
            if self.agents[agent as usize].presence == Presence::OnDuty {
                self.take_chatting_agent_over(agent, chats);
            }
        }
        for conversation in 0..self.conversations.len() as u32 {
            let record = &self.conversations[conversation];
            if record.state == State::Queued {
                let handed_over = record.handed_over;
                let chat = self.take_chat_over(conversation, chats);
                let line = line_of(chats.chats[chat as usize].class, handed_over);
                chats.lines[line].push_back(chat);
                chats.waiting += 1;
            }
        }
        let order = |chat: &Chat| (chat.sent, chat.id());
        for line in &mut chats.lines {
            line.make_contiguous().sort_unstable_by_key(|chat| order(&chats.chats[*chat as usize]));
        }
        self.queue.clear();
    }

    fn take_chatting_agent_over(&mut self, number: u32, chats: &mut PlainChats<'p>) {
        let agent = &self.agents[number as usize];
        let in_hand = match agent.in_hand {
            InHand::Nothing => None,
            InHand::Message(conversation) | InHand::WrapUp(conversation) => Some(conversation),
        };
        let a = &mut chats.agents[number as usize];
        a.began = agent.began;
        a.last_end = agent.last_end;
        a.last_worked = agent.last_worked;
        a.booked_until = match agent.counted {
            true if self.plan.teams[agent.team as usize].level.is_some() => self.plan.closes,
            true => Time::NEVER,
            false => Time(i64::MIN / 4),
        };
        a.busy_now = in_hand.is_some();
        a.wraps_up = matches!(agent.in_hand, InHand::WrapUp(_));
        a.open = 0;
        let slots = a.slots;
        let mut held = take(&mut self.agents[number as usize].slots);
        let mut slot_in_hand = None;
        for (slot, held) in (0..).zip(held.drain(..)) {
            if in_hand == Some(held.conversation) {
                slot_in_hand = Some(slot);
            }
            let message = match held.sent {
                agent::NO_MESSAGE => NO_MESSAGE,
                sent => sent.0 * 2 + i64::from(!held.here),
            };
            let chat = self.take_chat_over(held.conversation, chats);
            chats.slots[(slots + slot) as usize] = Slot { message, chat };
            chats.agents[number as usize].open += 1;
        }
        self.agents[number as usize].slots = held;
        let slot = slot_in_hand.unwrap_or_else(|| earliest(chats.slots_of(number), &chats.chats, self.now).0);
        chats.agents[number as usize].slot = slot;
        let (instant, id) = self.calendar.entry(number);
        chats.wheel.set(number, instant, id);
        chats.stands(number);
    }

    fn take_chat_over(&mut self, conversation: u32, chats: &mut PlainChats<'p>) -> u32 {
        let record = &self.conversations[conversation];
        let life = record.life.as_ref();
        let class = chats.class_of(record.inquiry, record.tier);
        let chat = Chat {
            key: record.customer.key,
            first: life.map_or(record.sent, |life| life.first),
            sent: record.sent,
            deadline: record.deadline,
            solved: record.solved.unwrap_or(Time::NEVER),
            last_reply: life.and_then(|life| life.last_reply).unwrap_or(Time::NEVER),
            case: record.case,
            turn: record.turn,
            turns: record.turns,
            solving: chats.classes[class as usize].solution_turn.min(record.turns),
            source: record.source,
            class,
            gave_up: record.gave_up,
        };
        self.conversations.remove(conversation);
        chats.add(chat)
    }

    /// Puts everything back.
    pub(super) fn leave_chats(&mut self, chats: &mut PlainChats<'p>) {
        self.put_chat_counts_back(chats);
        for agent in 0..self.agents.len() as u32 {
            if self.agents[agent as usize].presence == Presence::OnDuty {
                self.put_chatting_agent_back(agent, chats);
            }
        }
        for line in 0..chats.lines.len() {
            while let Some(chat) = chats.lines[line].pop_front() {
                let mut record = self.conversation_of_chat(&chats.chats[chat as usize], chats);
                record.handed_over = line % 2 == 1;
                let conversation = self.conversations.add(record);
                self.queue.push(&self.layout, &mut self.conversations, conversation);
            }
        }
        chats.waiting = 0;
    }

    fn put_chat_counts_back(&mut self, chats: &mut PlainChats<'p>) {
        let channel = &mut self.counts.channels[CHANNEL as usize];
        for class in &mut chats.classes {
            let (opened, answered) = (take(&mut class.opened), take(&mut class.answered));
            let (abandoned, concluded) = (take(&mut class.abandoned), take(&mut class.concluded));
            let inquiry = &mut self.counts.inquiries[class.inquiry as usize];
            inquiry.cases += opened;
            inquiry.answered += answered;
            inquiry.unanswered += abandoned;
            if class.plain_end {
                inquiry.outcomes[0] += concluded;
            }
            channel.conversations += opened;
            channel.answered += answered;
            channel.waited += take(&mut class.waited);
            channel.abandoned += abandoned;
        }
        for (card, agent) in self.counts.agents.iter_mut().zip(&mut chats.agents) {
            let (busy, replies) = (take(&mut agent.busy), take(&mut agent.replies));
            card.busy += busy;
            card.replies += replies;
            card.written += replies;
            card.quick += take(&mut agent.quick);
            card.conversations += take(&mut agent.ended);
            channel.replies += replies;
            channel.sent += replies + take(&mut agent.without_credit);
            self.counts.teams[agent.team as usize].busy += busy;
        }
    }

    fn put_chatting_agent_back(&mut self, number: u32, chats: &PlainChats<'p>) {
        let a = chats.agents[number as usize];
        for slot in 0..a.open {
            let held = chats.slots[(a.slots + slot) as usize];
            let in_hand = a.busy_now && slot == a.slot;
            let state = match (in_hand, a.wraps_up) {
                (false, _) => State::WithAgent,
                (true, false) => State::InHand,
                (true, true) => State::WrapUp,
            };
            let mut record = self.conversation_of_chat(&chats.chats[held.chat as usize], chats);
            record.agent = number;
            record.state = state;
            if state == State::WrapUp {
                (record.life, record.solved) = (None, None);
            }
            let conversation = self.conversations.add(record);
            let agent = &mut self.agents[number as usize];
            let sent = if held.message == NO_MESSAGE { agent::NO_MESSAGE } else { Time(held.message >> 1) };
            agent.slots.push(agent::Slot { sent, conversation, here: held.message & 1 == 0 });
            match state {
                State::InHand => agent.in_hand = InHand::Message(conversation),
                State::WrapUp => agent.in_hand = InHand::WrapUp(conversation),
                _ => {}
            }
        }
        let agent = &mut self.agents[number as usize];
        if !a.busy_now {
            agent.in_hand = InHand::Nothing;
        }
        agent.began = a.began;
        agent.last_end = a.last_end;
        agent.last_worked = a.last_worked;
        agent.open = a.open;
        agent.held[CHANNEL as usize] = a.open;
        match chats.wheel.entry(number) {
            (NONE, _) => self.calendar.clear_agent(number),
            (instant, id) => {
                let (at, kind) = time_and_kind(instant);
                self.calendar.set_agent(number, at, kind, id);
            }
        }
        self.refresh(number);
    }

    fn conversation_of_chat(&self, chat: &Chat, chats: &PlainChats<'p>) -> Conversation<'p> {
        let class = &chats.classes[chat.class as usize];
        let customer = Customer::again(self.plan, chat.source, chat.key, chat.case);
        let arrival = Arrival { at: chat.first, source: chat.source, case: chat.case };
        let life = Life {
            first: chat.first,
            channel: CHANNEL,
            rounds: 0,
            last_reply: (chat.turn > 0).then_some(chat.last_reply),
            unsolved: true,
        };
        let solved = (chat.solved != Time::NEVER).then_some(chat.solved);
        Conversation {
            tier: class.tier,
            gave_up: chat.gave_up,
            turn: chat.turn,
            turns: chat.turns,
            sent: chat.sent,
            deadline: chat.deadline,
            solved: if chat.gave_up { None } else { solved },
            life: if chat.gave_up { None } else { Some(life) },
            ..Conversation::opened(&arrival, class.inquiry, customer, class.handling, CHANNEL)
        }
    }
}

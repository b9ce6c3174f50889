//! Work begins and ends.

use super::agent::{Ending, InHand, NO_MESSAGE, Presence};
use super::calendar::{EventKey, Kind, What};
use super::conversation::{Opener, State};
use super::customer::at_speed;
use super::engine::Engine;
use super::observer::{Event, Observer};
use crate::scenario::{ChannelKind, GivenUp, Measure};
use crate::units::{Span, Time};

impl<'p> Engine<'p> {
    /// An agent begins to work on a conversation's message (a call, a desk message).
    pub(super) fn begin<O: Observer>(&mut self, agent: u32, conversation: u32, observer: &mut O) {
        let now = self.now;
        let record = &self.conversations[conversation];
        let (channel, from_customer) = (record.channel, record.is_from_customer());
        if from_customer && !record.gave_up {
            if record.deadline < now {
                let deadline = record.deadline;
                self.gives_up(conversation, deadline, observer);
            } else {
                let writes_again = record.handling.writes_again.is_some();
                self.waited(record.clock(), now);
                if writes_again {
                    self.customer_wrote_again(conversation, now, observer);
                }
            }
        }
        let is_call = self.plan.channels[channel as usize].kind == ChannelKind::Phone
            && !self.conversations[conversation].opener.is_desk_message();
        if is_call && self.conversations[conversation].opener.is_customer() {
            self.call_is_answered(conversation, observer);
        }
        let work = self.work_time(agent, conversation);
        let record = &mut self.conversations[conversation];
        record.state = State::InHand;
        record.agent = agent;
        let (id, who) = (record.id, record.who());
        let a = &mut self.agents[agent as usize];
        if let Some(slot) = a.slot_of(conversation) {
            a.slots[slot].sent = NO_MESSAGE;
        }
        a.in_call = is_call;
        observer.conversation(now, Event::Begun, who, channel, Some(agent));
        self.put_in_hand(agent, InHand::Message(conversation), now + work, id);
    }

    /// What the message in question takes this agent now.
    fn work_time(&self, agent: u32, conversation: u32) -> Span {
        let record = &self.conversations[conversation];
        let a = &self.agents[agent as usize];
        let team = &self.plan.teams[a.team as usize];
        let reply = match record.opener {
            Opener::DeskMessage => record.customer.follow_up(record.number),
            Opener::AfterCare => record.customer.after_care_reply(record.number),
            Opener::Approval => self.approval_time(conversation),
            Opener::Notice => self.notice_time(conversation),
            Opener::Ask => record.customer.ask_reply(record.number) + self.reading(conversation),
            _ if record.handling.writes_again.is_some() => {
                record.customer.reply(record.handling, record.number, record.turn)
                    + self.reading(conversation)
            }
            _ => record.customer.reply(record.handling, record.number, record.turn),
        };
        let level = (a.open.max(1) as usize - 1).min(team.speed_at.len() - 1);
        let speed = team.speed[record.inquiry as usize] * team.speed_at[level] * a.trained;
        let switched =
            team.switch.0 > 0 && a.last_worked != super::calendar::Id::NOBODY && a.last_worked != record.id;
        let channel = &self.plan.channels[record.channel as usize];
        let turn = if record.opener.is_desk_message() { 0 } else { record.turn };
        let waiting = record.customer.helpdesk_reply(channel, record.number, turn);
        at_speed(reply, speed) + waiting + if switched { team.switch } else { Span::ZERO }
    }

    /// The work in an agent's hand ends.
    pub(super) fn work_ends<O: Observer>(&mut self, agent: u32, observer: &mut O) {
        self.book_work(agent, self.now);
        let a = &mut self.agents[agent as usize];
        let (InHand::Message(conversation) | InHand::WrapUp(conversation)) = a.in_hand else { return };
        a.last_worked = self.conversations[conversation].id;
        match a.in_hand {
            InHand::WrapUp(_) => self.conversation_is_over(agent, conversation, observer),
            _ => self.reply_is_sent(agent, conversation, observer),
        }
    }

    fn reply_is_sent<O: Observer>(&mut self, agent: u32, conversation: u32, observer: &mut O) {
        let now = self.now;
        let record = &self.conversations[conversation];
        let credit = !record.gave_up;
        let what = match record.opener {
            Opener::DeskMessage | Opener::Approval => Event::FollowedUp,
            Opener::AfterCare => Event::AfterCare,
            Opener::Notice => Event::Notice,
            _ => Event::Replied { credit },
        };
        observer.conversation(now, what, record.who(), record.channel, Some(agent));
        self.counts.channels[record.channel as usize].sent += 1;
        if record.opener.is_desk_message() {
            self.desk_message_is_sent(agent, conversation, observer);
            return self.work_is_done(agent, observer);
        }
        if credit {
            self.reply_counts(agent, conversation, observer);
        }
        let record = &self.conversations[conversation];
        if credit && record.turn + 1 < record.turns {
            self.customer_thinks(agent, conversation);
            return self.work_is_done(agent, observer);
        }
        self.counts.agents[agent as usize].conversations += 1;
        if credit && self.conversations[conversation].opener != Opener::Ask {
            self.outcome(agent, conversation, observer);
        }
        let record = &mut self.conversations[conversation];
        let channel = &self.plan.channels[record.channel as usize];
        record.sent = now + channel.idle_close;
        let wrap_up = record.customer.wrap_up(record.handling, record.number)
            + record.customer.helpdesk_resolve(channel, record.number);
        if wrap_up.0 > 0 {
            record.state = State::WrapUp;
            let id = record.id;
            return self.put_in_hand(agent, InHand::WrapUp(conversation), now + wrap_up, id);
        }
        self.conversation_is_over(agent, conversation, observer);
    }

    /// A call's talk starts: it is answered.
    fn call_is_answered<O: Observer>(&mut self, conversation: u32, observer: &mut O) {
        let record = &self.conversations[conversation];
        if record.gave_up {
            return;
        }
        let (channel, wait) = (record.channel, self.now - record.clock());
        let counts = &mut self.counts.channels[channel as usize];
        counts.answered += 1;
        counts.waited += wait;
        observer.answered(channel, wait);
        if let Some(life) = &record.life {
            self.notebook.answer(conversation, wait, self.now - life.first);
        }
        self.judge(Measure::Answer, conversation, self.now, false);
    }

    /// A reply with credit counts.
    fn reply_counts<O: Observer>(&mut self, agent: u32, conversation: u32, observer: &mut O) {
        let now = self.now;
        let card = &mut self.counts.agents[agent as usize];
        card.replies += 1;
        self.notebook.reply(conversation, agent, 1);
        let record = &mut self.conversations[conversation];
        let (channel, wait) = (record.channel, now - record.clock());
        let number = record.turn + 1;
        let solving =
            record.customer.inquiry.solution_turn.map_or(record.turns, |turn| turn.min(record.turns));
        if number == solving {
            record.solved = Some(now);
        }
        if let Some(life) = &mut record.life
            && life.last_reply.replace(now).is_none()
        {
            self.counts.inquiries[record.inquiry as usize].answered += 1;
        }
        let since_first = record.life.as_ref().map_or(wait, |life| now - life.first);
        let (first, opener, from_customer) = (record.turn == 0, record.opener, record.is_from_customer());
        if !from_customer {
            return;
        }
        let counts = &mut self.counts.channels[channel as usize];
        counts.replies += u64::from(opener.is_customer());
        if self.plan.channels[channel as usize].kind == ChannelKind::Phone {
            return;
        }
        card.written += 1;
        card.quick += u64::from(wait <= self.plan.quick_reply);
        self.notebook.answer(conversation, wait, since_first);
        if first {
            counts.answered += 1;
            counts.waited += wait;
            observer.answered(channel, wait);
            self.judge(Measure::FirstReply, conversation, now, false);
        }
        self.judge(Measure::EachReply, conversation, now, false);
    }

    /// The customer reads and will write again: into the same agent's inbox, or (on a message channel)
    /// into the queue.
    fn customer_thinks(&mut self, agent: u32, conversation: u32) {
        let record = &mut self.conversations[conversation];
        let think = record.customer.think(record.handling, record.number, record.turn);
        record.turn += 1;
        let channel = &self.plan.channels[record.channel as usize];
        record.unseen = record.customer.way(channel, record.number, record.turn);
        record.sent = self.now + think + record.unseen;
        let patience = record.customer.patience_later(record.handling, record.number, record.turn);
        record.deadline = (record.sent - record.unseen + patience).max(record.sent);
        if self.plan.channels[record.channel as usize].overlooked.is_some() {
            self.overlook_later_message(conversation);
        }
        let record = &mut self.conversations[conversation];
        let (sent, id) = (record.sent, record.id);
        if self.plan.channels[record.channel as usize].kind == ChannelKind::Message {
            record.state = State::Alone;
            let key = EventKey::new(sent, Kind::MessageArrives, id, What::Conversation, conversation);
            self.calendar.push(key);
        } else {
            record.state = State::WithAgent;
            let a = &mut self.agents[agent as usize];
            if let Some(slot) = a.slot_of(conversation) {
                a.slots[slot].sent = sent;
                a.slots[slot].here = false;
            }
        }
        self.time_patience(conversation);
    }

    /// Sets a timer to the end of the customer's patience, where anything happens at that instant.
    pub(super) fn time_patience(&mut self, conversation: u32) {
        let record = &self.conversations[conversation];
        if record.deadline >= self.plan.end || record.state == State::InHand {
            return;
        }
        let channel = &self.plan.channels[record.channel as usize];
        let frees_slot = channel.given_up == GivenUp::Leaves && channel.kind != ChannelKind::Phone;
        let retries = || {
            record.opener != Opener::Ask
                && record.customer.retry(record.handling, record.number, record.channel).is_some()
        };
        if frees_slot || retries() {
            let key =
                EventKey::new(record.deadline, Kind::GiveUp, record.id, What::Conversation, conversation);
            self.calendar.push(key);
        }
    }

    /// A conversation and its wrap-up are over; its slot is free, perhaps only later.
    fn conversation_is_over<O: Observer>(&mut self, agent: u32, conversation: u32, observer: &mut O) {
        let record = &mut self.conversations[conversation];
        let kind = self.plan.channels[record.channel as usize].kind;
        if kind != ChannelKind::Message && record.sent > self.now {
            record.state = State::Closing;
            let key = EventKey::new(record.sent, Kind::WorkEnds, record.id, What::Conversation, conversation);
            self.calendar.push(key);
        } else {
            self.drop_slot(agent, conversation);
            self.conversations.remove(conversation);
        }
        self.work_is_done(agent, observer);
    }

    fn work_is_done<O: Observer>(&mut self, agent: u32, observer: &mut O) {
        let a = &mut self.agents[agent as usize];
        a.in_hand = InHand::Nothing;
        a.in_call = false;
        a.last_end = self.now;
        self.free_for_work(agent, observer);
    }

    /// An agent on duty has nothing in hand: it leaves or goes to a break if that is due, else chooses.
    pub(super) fn free_for_work<O: Observer>(&mut self, agent: u32, observer: &mut O) {
        let a = &self.agents[agent as usize];
        debug_assert!(a.presence == Presence::OnDuty && a.idle());
        let (ending, breaks_due) = (a.ending, a.breaks_due);
        let leaves = match ending {
            Ending::No => false,
            Ending::AfterWork => true,
            Ending::AfterConversations => a.open == 0,
        };
        if leaves || self.owes_leave(agent) {
            self.leave(agent, observer);
        } else if breaks_due > 0 && ending == Ending::No {
            self.go_on_break(agent, observer);
        } else {
            self.choose(agent, observer);
        }
    }

    /// Books an agent's work in hand up to `until`.
    pub(super) fn book_work(&mut self, agent: u32, until: Time) {
        let a = &self.agents[agent as usize];
        if a.idle() || !a.counted {
            return;
        }
        let team = a.team as usize;
        let limit = if self.plan.teams[team].level.is_some() { self.plan.closes } else { Time::NEVER };
        let worked = until.min(limit) - a.began;
        if worked.0 > 0 {
            self.counts.teams[team].busy += worked;
            self.counts.agents[agent as usize].busy += worked;
        }
    }
}

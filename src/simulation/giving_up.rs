//! Customers give up, and try again.

use super::calendar::{EventKey, Kind, What};
use super::conversation::{Conversation, Opener, State};
use super::engine::Engine;
use super::observer::{Event, Observer};
use crate::scenario::{ChannelKind, GivenUp, Measure};
use crate::units::Time;

impl<'p> Engine<'p> {
    /// A timer on patience rings, of a conversation whose message nobody has begun to work on.
    pub(super) fn patience_ends<O: Observer>(&mut self, conversation: u32, observer: &mut O) {
        let record = &self.conversations[conversation];
        if record.gave_up || record.deadline != self.now {
            return;
        }
        let (state, channel) = (record.state, record.channel);
        self.gives_up(conversation, self.now, observer);
        if self.plan.channels[channel as usize].given_up == GivenUp::Stays {
            return;
        }
        match state {
            State::Queued => {
                self.queue.left(&self.layout, &self.conversations, conversation);
                self.conversations.remove(conversation);
            }
            State::WithAgent => self.slot_is_free(conversation, observer),
            _ => self.conversations.remove(conversation),
        }
    }

    /// The customer gave up at `at` on the message that waits; what becomes of the conversation is the
    /// caller's.
    pub(super) fn gives_up<O: Observer>(&mut self, conversation: u32, at: Time, observer: &mut O) {
        let record = &mut self.conversations[conversation];
        record.gave_up = true;
        let (channel, turn, clock, who) = (record.channel, record.turn, record.clock(), record.who());
        observer.conversation(at, Event::GaveUp, who, channel, None);
        self.waited(clock, at);
        if self.conversations[conversation].handling.writes_again.is_some() {
            self.customer_wrote_again(conversation, at, observer);
        }
        if turn == 0 {
            self.counts.channels[channel as usize].abandoned += 1;
            observer.abandoned(channel, at - clock);
        }
        if self.plan.channels[channel as usize].kind == ChannelKind::Phone {
            self.judge(Measure::Answer, conversation, at, true);
        } else {
            if turn == 0 {
                self.judge(Measure::FirstReply, conversation, at, true);
            }
            self.judge(Measure::EachReply, conversation, at, true);
        }
        let record = &self.conversations[conversation];
        if record.opener == Opener::Ask {
            return;
        }
        match record.customer.retry(record.handling, record.number, channel) {
            Some((delay, channel)) => self.plan_retry(conversation, at + delay, channel),
            None => self.case_ends_by_giving_up(conversation, at),
        }
    }

    fn plan_retry(&mut self, conversation: u32, at: Time, channel: u8) {
        let record = &mut self.conversations[conversation];
        // What the conversation solved before its customer gave up is decided here: it was not escalated.
        let solved = record.solved.take();
        let mut life = record.life.take();
        if let (Some(solved), Some(life)) = (solved, &mut life)
            && life.unsolved
        {
            life.unsolved = false;
            let first = life.first;
            self.judge_case(Measure::Solution, conversation, life.channel, first, solved, false);
        }
        let record = &self.conversations[conversation];
        let number = record.number + 1;
        let Some(handling) = record.customer.inquiry.handling[channel as usize].as_ref() else { return };
        let retry = Conversation {
            handling,
            channel,
            state: State::Retry,
            turn: 0,
            life,
            ..record.behind(number, Opener::Customer, at)
        };
        let id = retry.id;
        let retry = self.conversations.add(retry);
        self.notebook.pass(conversation, retry);
        self.calendar.push(EventKey::new(at, Kind::MessageArrives, id, What::Conversation, retry));
    }
}

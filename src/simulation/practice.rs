//! What happens besides the desk's answering: a bot that takes conversations first, messages that are
//! overlooked, after-care.

use super::calendar::{EventKey, Id, Kind, What};
use super::conversation::{Conversation, NO_AGENT, Opener, State};
use super::customer::BotTurn;
use super::engine::Engine;
use super::notes::OwedCare;
use super::observer::{Event, Observer};
use crate::scenario::{ChannelKind, Measure};
use crate::units::{Span, Time};

impl<'p> Engine<'p> {
    /// A customer opens a conversation, of a new case or trying again: with the bot, if there is one (who
    /// waits already at the opening has that behind them), else with the desk.
    pub(super) fn customer_comes<O: Observer>(&mut self, conversation: u32, observer: &mut O) {
        let record = &self.conversations[conversation];
        if record.customer.inquiry.bot.is_none() || record.sent < Time::OPENING {
            return self.customer_opens(conversation, observer);
        }
        let Some(bot) = record.customer.bot(record.number, record.channel) else {
            return self.customer_opens(conversation, observer);
        };
        self.counts.practices.bot_conversations += 1;
        let settles = bot == BotTurn::Settles;
        observer.conversation(self.now, Event::Bot { settles }, record.who(), record.channel, None);
        let channel = &mut self.counts.channels[record.channel as usize];
        channel.sent += 1;
        channel.settled_by_bot += u64::from(settles);
        match bot {
            BotTurn::Settles => self.bot_settles(conversation),
            BotTurn::HandsOver { after, unseen } => {
                let record = &mut self.conversations[conversation];
                record.state = State::WithBot;
                record.sent = self.now + after;
                record.unseen = unseen;
                self.remind(conversation, Kind::MessageArrives);
            }
        }
    }

    /// The case is over, with no agent having seen it.
    fn bot_settles(&mut self, conversation: u32) {
        self.counts.practices.bot_settled += 1;
        let record = &mut self.conversations[conversation];
        if let Some(life) = record.life.take() {
            let inquiry = record.inquiry as usize;
            self.counts.inquiries[inquiry].settled_by_bot += u64::from(life.last_reply.is_none());
            if life.unsolved {
                self.judge_case(Measure::Solution, conversation, life.channel, life.first, self.now, false);
            }
            self.judge_case(Measure::Conclusion, conversation, life.channel, life.first, self.now, false);
        }
        self.conversations.remove(conversation);
    }

    /// Sets a timer to a record's instant.
    fn remind(&mut self, conversation: u32, kind: Kind) {
        let record = &self.conversations[conversation];
        self.calendar.push(EventKey::new(record.sent, kind, record.id, What::Conversation, conversation));
    }

    /// A customer's first message has come to the desk. On a message channel it may be overlooked: then it
    /// comes to the queue only when the customer nudges, and this is true if that is still to come.
    pub(super) fn is_overlooked(&mut self, conversation: u32) -> bool {
        let record = &mut self.conversations[conversation];
        let channel = &self.plan.channels[record.channel as usize];
        let Some(nudge) = record.customer.overlooked(channel, record.number, 0) else { return false };
        self.counts.practices.overlooked += 1;
        if channel.kind != ChannelKind::Message {
            // It waits for a slot first.
            return false;
        }
        record.sent += nudge;
        record.unseen += nudge;
        if record.sent < self.now {
            return false;
        }
        record.state = State::Alone;
        self.remind(conversation, Kind::MessageArrives);
        true
    }

    /// A chat has an agent for the first time: if its first message is overlooked, its place in the inbox is that of
    /// the nudge.
    pub(super) fn overlook_first_message(&mut self, conversation: u32) -> bool {
        let record = &mut self.conversations[conversation];
        if record.opener != Opener::Customer || record.turn > 0 {
            return false;
        }
        let channel = &self.plan.channels[record.channel as usize];
        let Some(nudge) = record.customer.overlooked(channel, record.number, 0) else { return false };
        record.sent += nudge;
        record.unseen += nudge;
        true
    }

    /// A later message will be sent at the record's instant; if it is overlooked, it is noticed when the
    /// customer nudges.
    pub(super) fn overlook_later_message(&mut self, conversation: u32) {
        let record = &mut self.conversations[conversation];
        let channel = &self.plan.channels[record.channel as usize];
        if let Some(nudge) = record.customer.overlooked(channel, record.number, record.turn) {
            self.counts.practices.overlooked += u64::from(record.sent < self.plan.end);
            record.sent += nudge;
            record.unseen = nudge;
        }
    }

    /// The outcome of a conversation that `team` had may decide on after-care.
    pub(super) fn decide_on_after_care(&mut self, conversation: u32, team: u16) {
        let record = &self.conversations[conversation];
        let (customer, number) = (record.customer, record.number);
        if customer.after_care(customer.outcome(number), number).is_some() {
            let channel = record.channel;
            self.notebook.owe_after_care(conversation, OwedCare { number, channel, team });
        }
    }

    /// A case is concluded: its after-care, if it is owed one, will fall due.
    pub(super) fn schedule_after_care(&mut self, conversation: u32) {
        let Some((OwedCare { number, channel, team }, delay)) = self.after_care_owed(conversation) else {
            return;
        };
        let record = &self.conversations[conversation];
        let care = Conversation {
            id: Id::of(record.source, record.case, number),
            number,
            channel,
            opener: Opener::AfterCare,
            only_team: team,
            state: State::Party,
            agent: NO_AGENT,
            gave_up: false,
            handed_over: false,
            sent: self.now + delay,
            unseen: Span::ZERO,
            deadline: Time::NEVER,
            solved: None,
            life: None,
            ..record.clone()
        };
        let care = self.conversations.add(care);
        self.remind(care, Kind::FallDue);
    }
}

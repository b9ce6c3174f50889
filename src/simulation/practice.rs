//! What happens besides the desk's answering: a bot that takes conversations first, messages that are
//! overlooked, after-care.

use super::calendar::{EventKey, Id, Kind, What};
use super::conversation::{Conversation, Life, Opener, State};
use super::customer::{BotTurn, ask_number, asked_about, asked_time};
use super::engine::Engine;
use super::notes::OwedCare;
use super::observer::{Event, Observer};
use super::plan::{Notice, WritesAgain};
use crate::scenario::{ChannelKind, Measure};
use crate::units::{Money, Span, Time};

impl<'p> Engine<'p> {
    /// A customer opens a conversation, of a new case or trying again: with the bot, if there is one (who
    /// waits already at the opening has that behind them), else with the desk.
    pub(super) fn customer_comes<O: Observer>(&mut self, conversation: u32, observer: &mut O) {
        let record = &self.conversations[conversation];
        let has_bot = record.customer.inquiry.bot.is_some() && record.sent >= Time::OPENING;
        let way = self.way_of_first(conversation);
        let Some(bot) = has_bot.then(|| record.customer.bot(record.number, record.channel)).flatten() else {
            return match way {
                Span::ZERO => self.customer_opens(conversation, observer),
                way => self.send_on_its_way(conversation, way, way),
            };
        };
        self.counts.practices.bot_conversations += 1;
        self.counts.practices.bot_cost +=
            record.customer.inquiry.bot.as_ref().map_or(Money::ZERO, |bot| bot.cost);
        let settles = bot == BotTurn::Settles;
        observer.conversation(self.now, Event::Bot { settles }, record.who(), record.channel, None);
        let channel = &mut self.counts.channels[record.channel as usize];
        channel.sent += 1;
        channel.settled_by_bot += u64::from(settles);
        match bot {
            BotTurn::Settles => self.bot_settles(conversation),
            BotTurn::HandsOver { after, unseen } => {
                self.send_on_its_way(conversation, after + way, unseen + way);
            }
        }
    }

    /// A conversation comes to the desk only so much later; `unseen` of it counts to its waits.
    fn send_on_its_way(&mut self, conversation: u32, later: Span, unseen: Span) {
        let record = &mut self.conversations[conversation];
        record.state = State::OnTheWay;
        record.sent = self.now + later;
        record.unseen = unseen;
        self.remind(conversation, Kind::MessageArrives);
    }

    /// How long the helpdesk keeps a conversation from the agents that a customer opens: not one that has waited
    /// since before the opening, nor one in which somebody asks where a case stands.
    #[inline]
    pub(super) fn way_of_first(&self, conversation: u32) -> Span {
        let record = &self.conversations[conversation];
        let channel = &self.plan.channels[record.channel as usize];
        if channel.helpdesk.is_none() || record.opener == Opener::Ask || record.sent < Time::OPENING {
            return Span::ZERO;
        }
        record.customer.way(channel, record.number, 0)
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
        if !record.opener.is_customer() || record.turn > 0 {
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
            record.unseen += nudge;
        }
    }

    /// Whether an agent of a team may not pay out so much.
    #[inline]
    pub(super) fn is_above_authority(&self, team: u16, cost: Money) -> bool {
        self.plan.teams[team as usize].authority.as_ref().is_some_and(|authority| cost > authority.up_to)
    }

    /// A payout waits for the team that may approve of it, as a message that an agent of it sends; then the
    /// case is concluded.
    pub(super) fn seek_approval<O: Observer>(
        &mut self,
        conversation: u32,
        team: u16,
        life: Life,
        observer: &mut O,
    ) {
        let Some(authority) = &self.plan.teams[team as usize].authority else { return };
        self.notebook.transfer(conversation);
        let approval = self.follow(conversation, Opener::Approval, authority.then, life);
        self.conversations[approval].turns = u32::from(team);
        self.seek_agent(approval, observer);
    }

    /// What the approval takes that a record stands for, at speed 1.
    pub(super) fn approval_time(&self, conversation: u32) -> Span {
        let record = &self.conversations[conversation];
        let authority = &self.plan.teams[record.turns as usize].authority;
        authority.as_ref().map_or(Span::ZERO, |it| record.customer.approval(it, record.number))
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
            channel,
            only_team: team,
            ..record.behind(number, Opener::AfterCare, self.now + delay)
        };
        let care = self.conversations.add(care);
        self.remind(care, Kind::FallDue);
    }
}

/// What happens while customers wait.
impl<'p> Engine<'p> {
    /// What the customer of a conversation does whose message waits: of an overlooked one the nudge stands
    /// instead.
    fn writes_again(&self, conversation: u32) -> Option<&'p WritesAgain> {
        let record = &self.conversations[conversation];
        let again = record.handling.writes_again.as_deref()?;
        let channel = &self.plan.channels[record.channel as usize];
        let overlooked = record.customer.overlooked(channel, record.number, record.turn).is_some();
        (record.is_from_customer() && !overlooked).then_some(again)
    }

    /// A customer's message has waited until `until`, when an agent begins or the customer gives up.
    pub(super) fn customer_wrote_again<O: Observer>(
        &mut self,
        conversation: u32,
        until: Time,
        observer: &mut O,
    ) {
        let Some(again) = self.writes_again(conversation) else { return };
        let record = &self.conversations[conversation];
        let (sent, who, channel) = (record.sent, record.who(), record.channel);
        let mut written = 0;
        record.customer.writes_again(again, record.number, record.turn, until - sent, |after| {
            written += 1;
            observer.conversation(sent + after, Event::WritesAgain, who, channel, None);
        });
        self.counts.practices.written_again += written;
    }

    /// What the further messages add to the reply that begins now.
    pub(super) fn reading(&self, conversation: u32) -> Span {
        let Some(again) = self.writes_again(conversation) else { return Span::ZERO };
        let record = &self.conversations[conversation];
        let waited = self.now.min(record.deadline) - record.sent;
        record.customer.writes_again(again, record.number, record.turn, waited, |_| {})
    }

    /// The case of a conversation waits for a party until `until`: its customer may ask meanwhile, and the desk
    /// may say how it stands.
    pub(super) fn meanwhile(&mut self, conversation: u32, team: u16, until: Time) {
        let record = &self.conversations[conversation];
        let Some(meanwhile) = record.customer.meanwhile(record.number) else { return };
        if let Some(notice) = &meanwhile.notice {
            let due = self.now + record.customer.notice_after(notice, record.number);
            if due < until {
                self.plan_notice(conversation, team, due);
            }
        }
        let about = self.conversations[conversation].number;
        self.plan_to_ask(conversation, about, 0, until);
    }

    fn plan_notice(&mut self, conversation: u32, team: u16, due: Time) {
        let record = &self.conversations[conversation];
        let notice = Conversation { only_team: team, ..record.behind(record.number, Opener::Notice, due) };
        let notice = self.conversations.add(notice);
        self.remind(notice, Kind::FallDue);
    }

    /// The customer will ask about conversation number `about` for the time `time` (from 0), if it comes to that before `until`.
    fn plan_to_ask(&mut self, conversation: u32, about: u32, time: u32, until: Time) {
        let record = &self.conversations[conversation];
        let Some(asks) = record.customer.meanwhile(about).and_then(|it| it.asks.as_ref()) else { return };
        let Some(number) = ask_number(about, time).filter(|_| time < asks.most) else { return };
        let Some(after) = record.customer.asks_again(asks, number) else { return };
        let at = self.now + after;
        if at >= until {
            return;
        }
        let ask = Conversation {
            state: State::Asking,
            turn: 0,
            turns: 1,
            deadline: until,
            ..record.behind(number, Opener::Ask, at)
        };
        let ask = self.conversations.add(ask);
        self.remind(ask, Kind::MessageArrives);
    }

    /// The customer asks where the case stands, unless the desk has said so.
    pub(super) fn customer_asks<O: Observer>(&mut self, conversation: u32, observer: &mut O) {
        let record = &self.conversations[conversation];
        let about = asked_about(record.number);
        if self.told.contains(&Id::of(record.source, record.case, about)) {
            return self.conversations.remove(conversation);
        }
        let (time, until) = (asked_time(record.number), record.deadline);
        self.plan_to_ask(conversation, about, time + 1, until);
        self.counts.practices.asked_again += 1;
        self.customer_opens(conversation, observer);
    }

    fn notice_of(&self, conversation: u32) -> Option<&'p Notice> {
        let record = &self.conversations[conversation];
        record.customer.meanwhile(record.number)?.notice.as_ref()
    }

    /// Whether no agent has anything to do with a notice.
    pub(super) fn notice_goes_by_itself(&self, conversation: u32) -> bool {
        self.notice_of(conversation).is_some_and(|notice| notice.takes.is_none())
    }

    /// What a notice takes, at speed 1.
    pub(super) fn notice_time(&self, conversation: u32) -> Span {
        let record = &self.conversations[conversation];
        let notice = self.notice_of(conversation);
        notice.map_or(Span::ZERO, |notice| record.customer.notice_takes(notice, record.number))
    }

    /// A notice goes out by itself.
    pub(super) fn notice_is_sent<O: Observer>(&mut self, conversation: u32, observer: &mut O) {
        let record = &self.conversations[conversation];
        observer.conversation(self.now, Event::Notice, record.who(), record.channel, None);
        self.counts.channels[record.channel as usize].sent += 1;
        self.customer_is_told(conversation);
        self.conversations.remove(conversation);
    }

    /// A notice has been sent: who sees it asks no more.
    pub(super) fn customer_is_told(&mut self, conversation: u32) {
        let Some(notice) = self.notice_of(conversation) else { return };
        self.counts.practices.notices += 1;
        self.counts.practices.notice_cost += notice.cost;
        let record = &self.conversations[conversation];
        if record.customer.notice_reaches(notice, record.number) {
            self.told.insert(Id::of(record.source, record.case, record.number));
        }
    }
}

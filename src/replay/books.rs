//! The books: what a ledger amounts to.
//!
//! The same entries make the same books, whether they come as they happen or from the file of a replay
//! that was killed. Every planned message is in exactly one class, so the classes always sum to `planned`.

use super::ledger::{Call, Entry, Outcome, Start};
use super::profile::Operation;
use crate::scenario::threshold::FINDINGS;
use std::collections::{BTreeMap, HashMap};

/// Where a planned message ended; in the order of [`crate::scenario::threshold::CLASSES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// It has a reply.
    Answered,
    /// It is there and has none.
    Unanswered,
    /// It was accepted and is not there.
    Lost,
    /// The helpdesk said no.
    Refused,
    /// The helpdesk broke, or did not answer.
    Failed,
    /// The helpdesk put it off until we gave up.
    Throttled,
    /// It fell due and was not sent.
    Unsent,
    /// It never fell due: what it follows had no answer, its customer gave up, or the window closed.
    NeverDue,
}

/// What is known of a customer's message.
#[derive(Clone, Copy, Debug, Default)]
pub struct Message {
    /// When it was due.
    pub due: Option<i64>,
    /// It was on its way.
    pub sent: bool,
    /// How the helpdesk answered, and when.
    pub accepted: Option<(Outcome, i64)>,
    /// When an agent could read it.
    pub seen: Option<i64>,
    /// When an agent began to work on it.
    pub begun: Option<i64>,
    /// When the helpdesk accepted the reply, and what of the time until then went into calls.
    pub replied: Option<(i64, i64)>,
    /// When the customer could read it.
    pub reply_seen: Option<i64>,
    /// When the customer gave up.
    pub gave_up: Option<i64>,
    /// When it was read back: whether it was there, and its reply.
    pub read_back: Option<(bool, bool)>,
}

/// What is known of a conversation.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Index in the scenario.
    pub channel: u8,
    /// Index in the scenario.
    pub inquiry: u16,
    /// Index in the scenario.
    pub tier: u8,
    /// The first planned message.
    pub first: u32,
    /// By turn.
    pub messages: Vec<Message>,
}

/// Everything a ledger says.
#[derive(Clone, Debug, Default)]
pub struct Books {
    /// What was replayed.
    pub start: Option<Box<Start>>,
    /// By number.
    pub conversations: Vec<Conversation>,
    /// In the order in which they ended.
    pub calls: Vec<Call>,
    /// What was found, by name.
    pub found: BTreeMap<String, u64>,
    /// Conversations that were read back.
    pub read_back: u64,
    /// Users of our runner at work at once, at most.
    pub busiest: u64,
    /// From when on no message fell due.
    pub closed: Option<i64>,
    /// When the last thing happened.
    pub last: i64,
    /// How it ended; none: nobody wrote it down.
    pub end: Option<(bool, Option<String>)>,
}

impl Message {
    /// Its class, if no message fell due after `closed`.
    pub fn class(&self, closed: i64) -> Class {
        match self.accepted.map(|(outcome, _)| outcome) {
            Some(Outcome::Refused) => Class::Refused,
            Some(Outcome::Failed) => Class::Failed,
            Some(Outcome::Throttled) => Class::Throttled,
            Some(Outcome::Accepted) => match self.read_back {
                Some((false, _)) => Class::Lost,
                Some((true, true)) => Class::Answered,
                Some((true, false)) => Class::Unanswered,
                None if self.replied.is_some() => Class::Answered,
                None => Class::Unanswered,
            },
            // It was on its way when everything ended; nobody knows what became of it.
            None if self.sent => Class::Failed,
            None if self.due.is_some_and(|due| due <= closed) => Class::Unsent,
            None => Class::NeverDue,
        }
    }
}

impl Books {
    /// Of a ledger.
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Books {
        let mut books = Books::default();
        entries.into_iter().for_each(|entry| books.enter(entry));
        books
    }

    /// Enters one line.
    pub fn enter(&mut self, entry: Entry) {
        match entry {
            Entry::Start(start) => self.start = Some(start),
            Entry::Plan { c, channel, inquiry, tier, first, turns } => {
                let messages = vec![Message::default(); turns as usize];
                let conversation = Conversation { channel, inquiry, tier, first, messages };
                // They come in the order of their numbers.
                debug_assert_eq!(c as usize, self.conversations.len());
                self.conversations.push(conversation);
            }
            Entry::Due { c, t, at } => self.at(c, t, at, |message| message.due = message.due.or(Some(at))),
            Entry::Sent { c, t, at } => self.at(c, t, at, |message| message.sent = true),
            Entry::Seen { c, t, reply: false, at } => {
                self.at(c, t, at, |message| message.seen = message.seen.or(Some(at)));
            }
            Entry::Seen { c, t, reply: true, at } => {
                self.at(c, t, at, |message| message.reply_seen = message.reply_seen.or(Some(at)));
            }
            Entry::Begun { c, t, at, .. } => {
                self.at(c, t, at, |message| message.begun = message.begun.or(Some(at)));
            }
            Entry::Replied { c, t, at, api, .. } => {
                self.at(c, t, at, |message| message.replied = message.replied.or(Some((at, api))));
            }
            Entry::GaveUp { c, t, at } => self.at(c, t, at, |message| message.gave_up = Some(at)),
            Entry::Call(call) => self.call(call),
            Entry::Found { what, n, .. } => {
                if FINDINGS.contains(&what.as_str()) {
                    *self.found.entry(what).or_default() += n;
                }
            }
            Entry::ReadBack { c, there, replied } => self.read_back(c, &there, &replied),
            Entry::Busiest { users } => self.busiest = self.busiest.max(users),
            Entry::Closed { at } => {
                self.closed = Some(at);
                self.last = self.last.max(at);
            }
            Entry::End { at, interrupted, aborted } => {
                self.end = Some((interrupted, aborted));
                self.last = self.last.max(at);
            }
        }
    }

    fn at(&mut self, c: u32, t: u32, at: i64, change: impl FnOnce(&mut Message)) {
        self.last = self.last.max(at);
        let conversation = self.conversations.get_mut(c as usize);
        if let Some(message) = conversation.and_then(|it| it.messages.get_mut(t as usize)) {
            change(message);
        }
    }

    fn call(&mut self, call: Call) {
        if let (Operation::OpenConversation | Operation::PostMessage, Some(c), Some(t)) =
            (call.op, call.c, call.t)
        {
            let ended = (call.out, call.done);
            self.at(c, t, call.done, |message| message.accepted = Some(ended));
        }
        self.last = self.last.max(call.done);
        self.calls.push(call);
    }

    fn read_back(&mut self, c: u32, there: &[u32], replied: &[u32]) {
        self.read_back += 1;
        let Some(conversation) = self.conversations.get_mut(c as usize) else { return };
        for (turn, message) in conversation.messages.iter_mut().enumerate() {
            let turn = turn as u32;
            message.read_back = Some((there.contains(&turn), replied.contains(&turn)));
        }
    }

    /// From when on no message falls due: when the window closed, or when everything ended.
    pub fn closed(&self) -> i64 {
        self.closed.unwrap_or(self.last)
    }

    /// Planned messages: conversation, turn, message.
    pub fn planned(&self) -> impl Iterator<Item = (&Conversation, u32, &Message)> {
        self.conversations.iter().flat_map(|conversation| {
            let planned = conversation.messages.iter().enumerate().skip(conversation.first as usize);
            planned.map(move |(turn, message)| (conversation, turn as u32, message))
        })
    }

    /// How many planned messages ended in each class, in the order of [`Class`].
    pub fn classes(&self) -> [u64; 8] {
        let (mut counts, closed) = ([0; 8], self.closed());
        self.planned().for_each(|(_, _, message)| counts[message.class(closed) as usize] += 1);
        counts
    }

    /// How often each thing was found, of all that are looked for.
    pub fn findings(&self) -> Vec<(&'static str, u64)> {
        FINDINGS.iter().map(|name| (*name, self.found.get(*name).copied().unwrap_or(0))).collect()
    }

    /// Why calls failed, were refused or throttled: operation and reason, with how often.
    pub fn errors(&self) -> BTreeMap<(Operation, String), u64> {
        let mut errors: HashMap<(Operation, String), u64> = HashMap::new();
        for call in self.calls.iter().filter(|call| call.out != Outcome::Accepted && !call.aside) {
            let why = call.why.clone().unwrap_or_else(|| match call.status {
                Some(status) => format!("HTTP {status}"),
                None => "no answer".to_owned(),
            });
            *errors.entry((call.op, why)).or_default() += 1;
        }
        errors.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(c: u32, first: u32, turns: u32) -> Entry {
        Entry::Plan { c, channel: 0, inquiry: 0, tier: 0, first, turns }
    }

    fn posted(c: u32, t: u32, out: Outcome) -> Entry {
        let op = if t == 0 { Operation::OpenConversation } else { Operation::PostMessage };
        let (due, sent, done) = (0, 1, 2);
        let (status, why, wait, backlog) = (Some(200), None, None, None);
        let (c, t, a) = (Some(c), Some(t), None);
        Entry::Call(Call {
            op,
            c,
            t,
            a,
            due,
            sent,
            done,
            out,
            status,
            why,
            wait,
            backlog,
            late: None,
            aside: false,
        })
    }

    #[test]
    fn every_message_is_in_one_class_and_the_classes_sum_to_what_was_planned() {
        let due = |c, at| Entry::Due { c, t: 0, at };
        let books = Books::of(vec![
            plan(0, 0, 3),
            plan(1, 0, 1),
            plan(2, 0, 1),
            plan(3, 0, 1),
            plan(4, 0, 2),
            plan(5, 0, 1),
            plan(6, 0, 1),
            plan(7, 2, 4),
            posted(0, 0, Outcome::Accepted),
            Entry::Replied { c: 0, t: 0, a: 0, at: 9, api: 1 },
            Entry::ReadBack { c: 0, there: vec![0], replied: vec![0] },
            posted(1, 0, Outcome::Accepted),
            Entry::ReadBack { c: 1, there: vec![], replied: vec![] },
            posted(2, 0, Outcome::Refused),
            posted(3, 0, Outcome::Throttled),
            Entry::Sent { c: 4, t: 0, at: 3 },
            due(5, 10),
            due(6, 200),
            posted(7, 2, Outcome::Accepted),
            Entry::Closed { at: 100 },
        ]);
        // answered 0.0; unanswered 7.2; lost 1.0; refused 2.0; failed 4.0; throttled 3.0; unsent 5.0;
        // never due 0.1, 0.2, 4.1, 6.0 and 7.3.
        assert_eq!(books.classes(), [1, 1, 1, 1, 1, 1, 1, 5]);
        assert_eq!(books.classes().iter().sum::<u64>(), books.planned().count() as u64);
    }

    #[test]
    fn a_message_that_was_throttled_and_then_accepted_was_accepted() {
        let books =
            Books::of(vec![plan(0, 0, 1), posted(0, 0, Outcome::Throttled), posted(0, 0, Outcome::Accepted)]);
        assert_eq!(books.classes()[Class::Unanswered as usize], 1);
    }
}

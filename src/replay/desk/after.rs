//! What is read back when all is over: what is there, what is there twice, in the wrong order, in the wrong
//! place; and what roles could do that they must not. Then, if asked for, everything is removed.

use super::{Desk, again_after};
use crate::replay::client::{Ask, Done};
use crate::replay::ledger::{Entry, Outcome};
use crate::replay::profile::Operation;
use crate::replay::roles::{self, Tried};
use crate::replay::text::{self, Author, Marker};
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

impl Desk {
    /// Conversations that there should be.
    pub fn opened(&self) -> Vec<u32> {
        let state = self.state();
        let all = 0..state.conversations.len() as u32;
        all.filter(|c| state.conversations[*c as usize].kept.is_some()).collect()
    }

    async fn aside(&self, op: Operation, c: u32, ask: &Ask<'_>) -> Done {
        let mut tries = 0;
        loop {
            let done = self.client.perform(op, ask).await;
            let mut booked = super::call(op, (Some(c), None, None), super::When::now(done.sent), &done);
            booked.aside = true;
            self.ledger.append(Entry::Call(booked));
            let wait = match again_after(&done, tries) {
                Some(wait) => wait,
                // Nothing is said of a message because a single read broke.
                None if done.out == Outcome::Failed && tries < 3 => 200_000,
                None => return done,
            };
            tries += 1;
            tokio::time::sleep(Duration::from_micros(wait as u64)).await;
        }
    }

    /// Reads a conversation back.
    pub async fn read_back(&self, c: u32) {
        let (kept, owner, resolved) = {
            let state = self.state();
            let conversation = &state.conversations[c as usize];
            (conversation.kept.clone().unwrap_or_default(), conversation.owner, conversation.resolved)
        };
        let done = self.aside(Operation::ReadMessages, c, &self.ask(c, &kept, owner.unwrap_or(0))).await;
        let markers = match (done.out, &done.answer) {
            (Outcome::Accepted, Some(answer)) => {
                let part = self.client.messages(Operation::ReadMessages, answer);
                let mut markers = text::markers(&self.setup.run, &part);
                let request = self.client.profile.requests(Operation::ReadMessages).last();
                if request.is_some_and(|request| request.newest_first) {
                    markers.reverse();
                }
                if resolved {
                    self.check_resolved(c, &done);
                }
                markers
            }
            // It says that there is no such conversation: then none of its messages is there.
            (Outcome::Refused, Some(answer)) if matches!(answer.status, 404 | 410) => Vec::new(),
            _ => return,
        };
        self.judge(c, &markers);
    }

    fn check_resolved(&self, c: u32, done: &Done) {
        let request = self.client.profile.requests(Operation::ReadMessages).last();
        let Some((pointer, resolved)) = request.and_then(|request| request.resolved.as_ref()) else { return };
        let state = done.answer.as_ref().and_then(|answer| answer.at(pointer));
        if !state.is_some_and(|state| resolved.contains(state)) {
            self.found("resolves_ignored", c, 1);
        }
    }

    fn found(&self, what: &str, c: u32, n: u64) {
        if n > 0 {
            self.ledger.append(Entry::Found { what: what.to_owned(), c, n });
        }
    }

    fn judge(&self, c: u32, markers: &[Marker]) {
        let (own, foreign): (Vec<&Marker>, Vec<&Marker>) =
            markers.iter().partition(|marker| marker.conversation == c);
        self.found("leaked", c, foreign.len() as u64);
        let mut copies: HashMap<Author, u64> = HashMap::new();
        own.iter().for_each(|marker| *copies.entry(marker.author).or_default() += 1);
        self.found("duplicated", c, copies.values().map(|count| count - 1).sum());
        let mut replies: BTreeMap<u32, u64> = BTreeMap::new();
        let mut there = Vec::new();
        for author in copies.keys() {
            match author {
                Author::Customer { turn } => there.push(*turn),
                Author::Agent { turn, .. } => *replies.entry(*turn).or_default() += 1,
            }
        }
        self.found("answered_twice", c, replies.values().filter(|count| **count > 1).count() as u64);
        self.found("out_of_order", c, out_of_order(&own));
        there.sort_unstable();
        let accepted = self.state().conversations[c as usize].messages.clone();
        let lost = accepted
            .iter()
            .enumerate()
            .filter(|(turn, message)| message.replied.is_some() && !replies.contains_key(&(*turn as u32)));
        self.found("replies_lost", c, lost.count() as u64);
        self.ledger.append(Entry::ReadBack { c, there, replied: replies.into_keys().collect() });
    }

    /// Tries what roles must not be able to do, on a conversation that is opened for it and removed again.
    pub async fn probe_roles(&self) {
        let profile = &self.client.profile;
        if profile.must_not.is_empty() {
            return;
        }
        let c = self.setup.conversations.len() as u32;
        let (text, marker) = self.text(c, Author::Customer { turn: 0 });
        let subject = text::subject(&self.setup.run, "roles", c);
        let nothing = BTreeMap::new();
        let ask = Ask {
            subject: Some(&subject),
            text: Some(&text),
            marker: Some(&marker),
            ..self.ask(c, &nothing, 0)
        };
        let opened = self.aside(Operation::OpenConversation, c, &ask).await;
        if opened.out != Outcome::Accepted {
            return;
        }
        let ask = self.ask(c, &opened.kept, 0);
        for (number, rule) in profile.must_not.iter().enumerate() {
            if rule.foreign && self.client.accounts(&rule.role) < 2 {
                continue;
            }
            let text = roles::forbidden_text(&self.setup.run, number);
            let before = self.aside(Operation::ReadMessages, c, &ask).await.answer;
            let forbidden = roles::asks(rule, c as usize, &text, ask.clone());
            let done = self.aside(rule.operation, c, &forbidden).await;
            let after = self.aside(Operation::ReadMessages, c, &ask).await.answer;
            let tried = roles::tried(profile, rule.operation, &text, &done, before.as_ref(), after.as_ref());
            self.found("role_violations", c, u64::from(tried == Tried::Could));
        }
        let op = if profile.can(Operation::Remove) { Operation::Remove } else { Operation::Resolve };
        self.aside(op, c, &ask).await;
    }

    /// Removes a conversation, or closes it where nothing can be removed; true: done.
    pub async fn clean_up(&self, c: u32) -> bool {
        let (kept, resolved) = {
            let conversation = &self.state().conversations[c as usize];
            (conversation.kept.clone().unwrap_or_default(), conversation.resolved)
        };
        let removes = self.client.profile.can(Operation::Remove);
        if !removes && resolved {
            // It is closed, which some do not let anybody do twice.
            return true;
        }
        let op = if removes { Operation::Remove } else { Operation::Resolve };
        self.aside(op, c, &self.ask(c, &kept, 0)).await.out == Outcome::Accepted
    }
}

/// Pairs of messages that stand in the wrong order; copies stand where their first one does.
fn out_of_order(markers: &[&Marker]) -> u64 {
    let mut seen: Vec<Author> = Vec::new();
    for marker in markers {
        if !seen.contains(&marker.author) {
            seen.push(marker.author);
        }
    }
    let rank = |author: &Author| match author {
        Author::Customer { turn } => 2 * turn,
        Author::Agent { turn, .. } => 2 * turn + 1,
    };
    let later = |(place, author): (usize, &Author)| {
        seen[place + 1..].iter().filter(|other| rank(other) < rank(author)).count() as u64
    };
    seen.iter().enumerate().map(later).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_in_the_wrong_order_counts_once() {
        let customer = |turn| Marker { conversation: 0, author: Author::Customer { turn } };
        let agent = |turn| Marker { conversation: 0, author: Author::Agent { turn, agent: 0, attempt: 1 } };
        let count = |markers: &[Marker]| out_of_order(&markers.iter().collect::<Vec<_>>());
        assert_eq!(count(&[customer(0), agent(0), customer(1), agent(1)]), 0);
        assert_eq!(count(&[agent(0), customer(0), customer(1)]), 1);
        assert_eq!(count(&[customer(0), customer(1), agent(1), agent(0)]), 2, "two were put before another");
        assert_eq!(count(&[customer(0), customer(0), agent(0)]), 0, "a copy is no disorder");
        assert_eq!(count(&[customer(0), agent(0), agent(1), customer(1)]), 1);
    }
}

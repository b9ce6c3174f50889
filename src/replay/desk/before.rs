//! What is open when the window begins: put in first, with the messages that are already due, unmeasured.

use super::scripted::Step;
use super::{Desk, Task, again_after};
use crate::replay::client::{Ask, identifier};
use crate::replay::ledger::{Entry, Outcome};
use crate::replay::profile::Operation;
use crate::replay::text::{self, Author};
use std::time::Duration;

impl Desk {
    /// Conversations that are to be put in.
    pub fn open_before(&self) -> Vec<u32> {
        let all = 0..self.setup.conversations.len() as u32;
        all.filter(|c| self.setup.conversations[*c as usize].first > 0).collect()
    }

    /// Puts one in; false: the helpdesk would not have it.
    pub async fn put_in(&self, c: u32) -> bool {
        let start = self.setup.window.start;
        let conversation = self.setup.conversation(c);
        let steps = conversation.steps();
        for (place, (at, step)) in steps.iter().enumerate() {
            if *at >= start {
                break;
            }
            if !self.put_step(c, *step).await {
                self.state().conversations[c as usize].over = true;
                return false;
            }
            self.state().conversations[c as usize].step = place + 1;
        }
        true
    }

    async fn put_step(&self, c: u32, step: Step) -> bool {
        let kept = self.state().conversations[c as usize].kept.clone().unwrap_or_default();
        let inquiry = &self.setup.plan.inquiries[self.setup.conversation(c).inquiry as usize].name;
        let (subject, text, marker);
        let (op, agent, ask) = match step {
            Step::Read(..) => return true,
            Step::Take(a) => (Operation::Take, Some(a), self.ask(c, &kept, a)),
            Step::Write(t) => {
                let op = if t == 0 { Operation::OpenConversation } else { Operation::PostMessage };
                subject = text::subject(&self.setup.run, inquiry, c);
                (text, marker) = self.text(c, Author::Customer { turn: t });
                let ask = self.ask(c, &kept, 0);
                (op, None, Ask { subject: Some(&subject), text: Some(&text), marker: Some(&marker), ..ask })
            }
            Step::Reply(t, a) => {
                (text, marker) = self.text(c, Author::Agent { turn: t, agent: a, attempt: 1 });
                let ask = Ask { text: Some(&text), marker: Some(&marker), ..self.ask(c, &kept, a) };
                (Operation::PostReply, Some(a), ask)
            }
        };
        if !self.client.profile.can(op) {
            self.put(c, step, None, None);
            return true;
        }
        let mut tries = 0;
        let done = loop {
            let done = self.client.perform(op, &ask).await;
            let turn = match step {
                Step::Write(t) | Step::Reply(t, _) => Some(t),
                _ => None,
            };
            let mut booked = super::call(op, (Some(c), turn, agent), super::When::now(done.sent), &done);
            booked.aside = true;
            self.ledger.append(Entry::Call(booked));
            let Some(wait) = again_after(&done, tries) else { break done };
            tries += 1;
            tokio::time::sleep(Duration::from_micros(wait as u64)).await;
        };
        if done.out == Outcome::Accepted {
            self.put(c, step, identifier(&done.kept), Some(done.kept));
        }
        done.out == Outcome::Accepted
    }

    fn put(
        &self,
        c: u32,
        step: Step,
        id: Option<String>,
        kept: Option<std::collections::BTreeMap<String, serde_json::Value>>,
    ) {
        let has_slot = self.has_slot(c);
        let conversation = self.setup.conversation(c);
        let mut state = self.state();
        match step {
            Step::Write(t) => {
                let due = self.setup.real(conversation.messages[t as usize].sent);
                let message = state.message(c, t);
                message.due = Some(due);
                message.accepted = Some(due);
                if t == 0 {
                    state.conversations[c as usize].kept = kept;
                    if let Some(id) = id {
                        state.by_id.insert(id, c);
                    }
                }
            }
            Step::Reply(t, _) => state.message(c, t).replied = Some(0),
            Step::Take(a) => {
                let conversation = &mut state.conversations[c as usize];
                conversation.taken = Some(0);
                conversation.taken_by = Some(a);
                let before = if has_slot { conversation.owner.replace(a) } else { None };
                if let Some(before) = before {
                    state.agents[before as usize].held.retain(|held| *held != c);
                }
                if has_slot {
                    state.agents[a as usize].held.push(c);
                }
            }
            Step::Read(..) => {}
        }
    }

    /// What goes on in the window of what was put in before it.
    pub(super) fn carry_on(&self, c: u32) {
        let conversation = self.setup.conversation(c);
        let first = self.setup.conversations[c as usize].first;
        let (over, waiting) = {
            let state = self.state();
            (state.conversations[c as usize].over, state.waiting(c, i64::MAX))
        };
        if over {
            return;
        }
        match waiting {
            // Its patience runs on; later messages follow from the reply to it.
            Some(t) => {
                let due = self.setup.real(conversation.messages[t as usize].sent);
                self.patience(c, t, due);
                let has_owner = self.state().conversations[c as usize].owner.is_some();
                let taken = self.state().conversations[c as usize].taken.is_some();
                if !has_owner && (taken || t > 0) {
                    self.state().pool.insert((due, c));
                }
            }
            // Its customer is thinking.
            None => {
                let last = &conversation.messages[first as usize - 1];
                if let (Some((replied, _)), true) = (last.replied, first < conversation.draws.turns) {
                    let think = crate::units::Span(conversation.draws.think_us[first as usize - 1]);
                    self.falls_due(c, first, self.setup.real(replied + think).max(0));
                }
            }
        }
    }

    /// Likewise of calls: those that ring when the window begins.
    pub(super) fn ringing(&self) {
        let start = self.setup.window.start;
        for (index, call) in self.setup.night.calls.iter().enumerate() {
            let rings = call.at < start && call.patience.is_some_and(|patience| call.at + patience > start);
            if rings {
                self.add(0, Task::Call { call: index as u32 });
            }
        }
    }
}

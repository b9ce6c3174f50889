//! Agents who do what the trace says, when it says so: a test of latency alone.
//!
//! The steps of a conversation follow one another: what is due while the one before is still under way is
//! done right after it, and counts from when it was due.

use super::{Desk, Task, When, again_after};
use crate::replay::client::Ask;
use crate::replay::ledger::{Entry, Outcome};
use crate::replay::night::Conversation;
use crate::replay::profile::Operation;
use crate::replay::text::Author;
use crate::units::Time;

/// Something that happens in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Take(u32),
    Write(u32),
    Read(u32, u32),
    Reply(u32, u32),
}

impl Conversation {
    /// Its steps in their order.
    pub(super) fn steps(&self) -> Vec<(Time, Step)> {
        let mut steps: Vec<(Time, Step)> = Vec::new();
        for (turn, message) in self.messages.iter().enumerate() {
            let turn = turn as u32;
            steps.push((message.sent, Step::Write(turn)));
            if let Some((at, agent)) = message.begun {
                steps.push((at, Step::Read(turn, agent)));
            }
            if let Some((at, agent)) = message.replied {
                steps.push((at, Step::Reply(turn, agent)));
            }
        }
        let opens = self.opens();
        steps.extend(self.assigned.iter().map(|(at, agent)| ((*at).max(opens), Step::Take(*agent))));
        // At one instant: what is written comes before who takes it, and that before it is read.
        steps.sort_by_key(|(at, step)| (*at, !matches!(step, Step::Write(_)), *step));
        steps
    }
}

impl Desk {
    /// Plans the next step of a conversation, if there is one.
    pub(super) fn next_step(&self, c: u32) {
        let steps = self.setup.conversation(c).steps();
        let Some((at, step)) = steps.get(self.state().conversations[c as usize].step).copied() else {
            return;
        };
        let at = self.setup.real(at);
        if let Step::Write(t) = step {
            if at >= self.setup.closes() {
                return;
            }
            {
                let mut state = self.state();
                let message = state.message(c, t);
                message.due = Some(at);
                message.sending = true;
            }
            self.ledger.append(Entry::Due { c, t, at });
        }
        self.add(at, Task::Step { c });
    }

    pub(super) async fn step(&self, c: u32, when: When) {
        let steps = self.setup.conversation(c).steps();
        let (place, over) = {
            let state = self.state();
            (state.conversations[c as usize].step, state.conversations[c as usize].over)
        };
        let Some((_, step)) = steps.get(place).copied() else { return };
        if over {
            if let Step::Write(t) = step {
                self.state().message(c, t).sending = false;
            }
            return;
        }
        let now = self.now();
        let goes_on = match step {
            Step::Write(t) => self.scripted_write(c, t, when).await,
            Step::Take(a) => self.scripted_take(c, a, when).await,
            Step::Read(t, a) => self.scripted_read(c, t, a, now, when).await,
            Step::Reply(t, a) => self.scripted_reply(c, t, a, when).await,
        };
        let mut state = self.state();
        if goes_on {
            state.conversations[c as usize].step += 1;
            drop(state);
            self.next_step(c);
        } else {
            state.conversations[c as usize].over = true;
        }
    }

    async fn scripted_write(&self, c: u32, t: u32, when: When) -> bool {
        let mut tries = 0;
        loop {
            match self.send(c, t, tries, when).await {
                Some(out) => return out == Outcome::Accepted,
                // `send` has waited as long as it was asked to.
                None => tries += 1,
            }
        }
    }

    async fn scripted_take(&self, c: u32, a: u32, when: When) -> bool {
        if self.client.profile.can(Operation::Take) {
            let kept = self.state().conversations[c as usize].kept.clone().unwrap_or_default();
            let done = self.client.perform(Operation::Take, &self.ask(c, &kept, a)).await;
            self.book(Operation::Take, (Some(c), None, Some(a)), when, &done);
        }
        self.state().conversations[c as usize].taken = Some(self.now());
        true
    }

    async fn scripted_read(&self, c: u32, t: u32, a: u32, begun: i64, when: When) -> bool {
        let kept = self.state().conversations[c as usize].kept.clone().unwrap_or_default();
        let done = self.client.perform(Operation::ReadMessages, &self.ask(c, &kept, a)).await;
        self.book(Operation::ReadMessages, (Some(c), Some(t), Some(a)), when, &done);
        if self.is_there(c, Author::Customer { turn: t }, &done) {
            self.ledger.append(Entry::Seen { c, t, reply: false, at: done.done });
        }
        self.state().message(c, t).begun = Some(begun);
        self.ledger.append(Entry::Begun { c, t, a, at: begun });
        true
    }

    async fn scripted_reply(&self, c: u32, t: u32, a: u32, when: When) -> bool {
        let kept = self.state().conversations[c as usize].kept.clone().unwrap_or_default();
        let (text, marker) = self.text(c, Author::Agent { turn: t, agent: a, attempt: 1 });
        let ask = Ask { text: Some(&text), marker: Some(&marker), ..self.ask(c, &kept, a) };
        let mut tries = 0;
        let done = loop {
            let done = self.client.perform(Operation::PostReply, &ask).await;
            self.book(Operation::PostReply, (Some(c), Some(t), Some(a)), when, &done);
            let Some(wait) = again_after(&done, tries) else { break done };
            tries += 1;
            tokio::time::sleep(std::time::Duration::from_micros(wait as u64)).await;
        };
        let api = {
            let mut state = self.state();
            let message = state.message(c, t);
            message.api += done.done - done.sent;
            message.dead = done.out != Outcome::Accepted;
            message.replied = (!message.dead).then_some(done.done);
            message.api
        };
        if done.out != Outcome::Accepted {
            return true;
        }
        self.ledger.append(Entry::Replied { c, t, a, at: done.done, api });
        self.reply_accepted(c, t, done.done);
        if t + 1 >= self.setup.conversation(c).draws.turns {
            self.close(c, a).await;
        }
        true
    }
}

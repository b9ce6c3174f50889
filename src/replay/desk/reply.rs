//! Agents read, work as long as the trace says, reply, and close.

use super::choose::Chosen;
use super::state::State;
use super::{Desk, MOST_TRIES, Task, When, again_after};
use crate::replay::client::{Ask, Done};
use crate::replay::ledger::{Entry, Outcome};
use crate::replay::profile::Operation;
use crate::replay::text::{self, Author};
use crate::simulation::customer::at_speed;
use crate::units::Span;

/// After a message was looked for in vain, and after a reply failed, in real time.
const LOOK_AGAIN: i64 = 250_000;
/// An agent looks for a message so often.
const MOST_LOOKS: u32 = 60;

impl Desk {
    /// Chooses the next thing to work on and begins.
    pub(super) async fn work(&self, a: u32, when: When) {
        if self.setup.scripted {
            return;
        }
        let Some(chosen) = self.choose(a) else { return };
        let (c, t) = match chosen {
            Chosen::Call(talk) | Chosen::DeskWork(talk) => {
                self.add(self.now() + talk, Task::HandFree { a });
                return;
            }
            Chosen::Message(c, t) => (c, t),
        };
        let begun = self.now();
        let (kept, api) = {
            let mut state = self.state();
            let conversation = &mut state.conversations[c as usize];
            (conversation.kept.clone().unwrap_or_default(), conversation.take_api)
        };
        let done = self.client.perform(Operation::ReadMessages, &self.ask(c, &kept, a)).await;
        let when = When { due: when.due.max(begun), ..when };
        self.book(Operation::ReadMessages, (Some(c), Some(t), Some(a)), when, &done);
        if !self.is_there(c, Author::Customer { turn: t }, &done) {
            self.not_there(a, c, t, done.done);
            return;
        }
        self.check_taker(c, &done);
        let mut state = self.state();
        let message = state.message(c, t);
        message.api += done.done - done.sent + if t == 0 { api } else { 0 };
        let first = !std::mem::replace(&mut message.seen, true);
        let work = self.work_time(&state, a, c, t);
        state.agents[a as usize].last = Some(c);
        drop(state);
        if first {
            self.ledger.append(Entry::Seen { c, t, reply: false, at: done.done });
        }
        self.ledger.append(Entry::Begun { c, t, a, at: begun });
        self.add(done.done + self.setup.real_span(work), Task::Reply { a, c, t, attempt: 1 });
    }

    /// How long the reply takes this agent now, by the rule of the model (3.4).
    fn work_time(&self, state: &State, a: u32, c: u32, t: u32) -> Span {
        let conversation = self.setup.conversation(c);
        let agent = &state.agents[a as usize];
        let team = &self.setup.plan.teams[self.setup.plan.agents[a as usize].team as usize];
        let open = agent.held.len().clamp(1, team.speed_at.len());
        let speed = team.speed[conversation.inquiry as usize] * team.speed_at[open - 1];
        let reply = at_speed(Span(conversation.draws.reply_us[t as usize]), speed);
        let switched = agent.last.is_some_and(|last| last != c);
        if switched { reply + team.switch } else { reply }
    }

    /// True if a message stands in an answer.
    pub(super) fn is_there(&self, c: u32, author: Author, done: &Done) -> bool {
        let answer = done.answer.as_ref().filter(|_| done.out == Outcome::Accepted);
        answer.is_some_and(|answer| {
            let part = self.client.messages(Operation::ReadMessages, answer);
            let found = text::markers(&self.setup.run, &part);
            found.iter().any(|marker| marker.conversation == c && marker.author == author)
        })
    }

    /// The message cannot be read (yet): something else first.
    fn not_there(&self, a: u32, c: u32, t: u32, now: i64) {
        let mut state = self.state();
        let message = state.message(c, t);
        message.begun = None;
        message.looks += 1;
        message.look_after = now + LOOK_AGAIN * i64::from(message.looks.min(8));
        message.dead = message.looks >= MOST_LOOKS;
        let (again, due) = (message.look_after, message.due.unwrap_or(now));
        state.agents[a as usize].busy = false;
        if state.conversations[c as usize].owner.is_none() {
            state.pool.insert((due, c));
        }
        drop(state);
        self.add(now, Task::Work { a });
        self.add(again, Task::Work { a });
    }

    /// A helpdesk that said yes to a take must show who took it.
    fn check_taker(&self, c: u32, done: &Done) {
        let request = self.client.profile.requests(Operation::ReadMessages).last();
        let Some(pointer) = request.and_then(|request| request.taker.as_ref()) else { return };
        let taker = done.answer.as_ref().and_then(|answer| answer.at(pointer));
        let nobody = taker.is_none_or(|value| {
            value.is_null() || value.as_str().is_some_and(|text| text.is_empty() || text == "Nobody")
        });
        let mut state = self.state();
        let conversation = &mut state.conversations[c as usize];
        let expected = conversation.taken.is_some() && self.client.profile.can(Operation::Take);
        if expected && nobody && !std::mem::replace(&mut conversation.take_ignored, true) {
            self.ledger.append(Entry::Found { what: "takes_ignored".to_owned(), c, n: 1 });
        }
    }

    pub(super) async fn reply(&self, a: u32, c: u32, t: u32, attempt: u32, when: When) {
        let kept = self.state().conversations[c as usize].kept.clone().unwrap_or_default();
        let (text, marker) = self.text(c, Author::Agent { turn: t, agent: a, attempt });
        let ask = Ask { text: Some(&text), marker: Some(&marker), ..self.ask(c, &kept, a) };
        let done = self.client.perform(Operation::PostReply, &ask).await;
        self.book(Operation::PostReply, (Some(c), Some(t), Some(a)), when, &done);
        self.state().message(c, t).api += done.done - done.sent;
        if done.out == Outcome::Accepted {
            self.replied(a, c, t, done.done).await;
            return;
        }
        if let Some(wait) = again_after(&done, attempt) {
            self.add(done.done + wait, Task::Reply { a, c, t, attempt: attempt + 1 });
            return;
        }
        if done.out == Outcome::Failed && attempt < MOST_TRIES {
            // Who does not know whether it was sent looks before writing again.
            let looked = self.client.perform(Operation::ReadMessages, &self.ask(c, &kept, a)).await;
            self.book(Operation::ReadMessages, (Some(c), Some(t), Some(a)), When::now(looked.sent), &looked);
            if self.is_there(c, Author::Agent { turn: t, agent: a, attempt }, &looked) {
                self.replied(a, c, t, looked.done).await;
            } else {
                self.add(looked.done + LOOK_AGAIN, Task::Reply { a, c, t, attempt: attempt + 1 });
            }
            return;
        }
        self.state().message(c, t).dead = true;
        self.hand_free(a);
    }

    /// The reply is sent: the customer looks for it; after the last one the conversation is closed.
    async fn replied(&self, a: u32, c: u32, t: u32, at: i64) {
        let draws = &self.setup.conversation(c).draws;
        let (api, last) = {
            let mut state = self.state();
            let message = state.message(c, t);
            message.replied = Some(at);
            let last = t + 1 >= draws.turns || message.gave_up.is_some();
            (message.api, last)
        };
        self.ledger.append(Entry::Replied { c, t, a, at, api });
        self.reply_accepted(c, t, at);
        if !last {
            self.hand_free(a);
            return;
        }
        self.close(c, a).await;
        let channel = &self.setup.plan.channels[self.setup.conversation(c).channel as usize];
        let wrap_up = Span(draws.wrap_up_us);
        let now = self.now();
        self.add(now + self.setup.real_span(wrap_up.max(channel.idle_close)), Task::SlotFree { a, c });
        if wrap_up > Span::ZERO {
            self.add(now + self.setup.real_span(wrap_up), Task::HandFree { a });
        } else {
            self.hand_free(a);
        }
    }

    /// Closes a conversation.
    pub(super) async fn close(&self, c: u32, a: u32) {
        self.state().conversations[c as usize].done = true;
        if self.client.profile.can(Operation::Resolve) {
            self.resolve(c, a, 1).await;
        }
    }

    /// Says so to the helpdesk, again if that asks for it.
    pub(super) async fn resolve(&self, c: u32, a: u32, attempt: u32) {
        let kept = self.state().conversations[c as usize].kept.clone().unwrap_or_default();
        let done = self.client.perform(Operation::Resolve, &self.ask(c, &kept, a)).await;
        self.book(Operation::Resolve, (Some(c), None, Some(a)), When::now(done.sent), &done);
        self.state().conversations[c as usize].resolved = done.out == Outcome::Accepted;
        if let Some(wait) = again_after(&done, attempt) {
            self.add(done.done + wait, Task::Resolve { c, a, attempt: attempt + 1 });
        }
    }

    pub(super) fn hand_free(&self, a: u32) {
        let now = self.now();
        let mut state = self.state();
        let agent = &mut state.agents[a as usize];
        agent.busy = false;
        agent.free_since = now;
        drop(state);
        self.add(now, Task::Work { a });
    }
}

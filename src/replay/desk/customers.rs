//! Customers: writing, looking for the reply, giving up, rating.

use super::{Desk, LONGEST_LOOK, Task, When, again_after};
use crate::random::{Key, NameKey, Purpose};
use crate::replay::client::{Ask, identifier};
use crate::replay::ledger::{Entry, Outcome};
use crate::replay::profile::Operation;
use crate::replay::text::{self, Author};
use crate::scenario::GivenUp;
use crate::units::Span;

/// Of the conversations whose last reply was seen, how many are rated.
const RATED: f64 = 0.3;
/// Between two looks for a reply: first, and at most.
const FIRST_LOOK: i64 = 50_000;
const SLOWEST_LOOK: i64 = 2_000_000;

impl Desk {
    /// First messages that are due whatever happens.
    pub(super) fn plan_customers(&self) {
        for c in 0..self.setup.conversations.len() as u32 {
            let conversation = self.setup.conversation(c);
            if self.setup.scripted {
                self.next_step(c);
            } else if self.setup.conversations[c as usize].first > 0 {
                self.carry_on(c);
            } else if self.retried(c).is_none() {
                self.falls_due(c, 0, self.setup.real(conversation.opens()));
            }
        }
        if !self.setup.scripted {
            self.ringing();
        }
    }

    /// The conversation after whose giving up this one is the second try, if that one is replayed too.
    fn retried(&self, c: u32) -> Option<u32> {
        let (before, _) = self.setup.conversation(c).retry_of?;
        let place = self.setup.conversations.binary_search_by_key(&before, |planned| planned.night).ok()?;
        // One that was over before the window began is not waited for.
        Some(place as u32)
    }

    /// A message is due at `at`, unless the window has closed by then.
    pub(super) fn falls_due(&self, c: u32, t: u32, at: i64) {
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
        self.add(at, Task::Write { c, t, tries: 0 });
    }

    pub(super) async fn write(&self, c: u32, t: u32, tries: u32, when: When) {
        let due = {
            let mut state = self.state();
            let over = state.conversations[c as usize].over;
            let message = state.message(c, t);
            if over {
                message.sending = false;
                return;
            }
            message.due.unwrap_or(when.due)
        };
        let when = When { due, ..when };
        let out = self.send(c, t, tries, when).await;
        if out == Some(Outcome::Accepted) {
            self.wake_for(c, t);
        } else if out.is_some() {
            self.customer_leaves(c);
        }
    }

    /// Sends a customer's message; none: it is tried again later.
    pub(super) async fn send(&self, c: u32, t: u32, tries: u32, when: When) -> Option<Outcome> {
        let kept = self.state().conversations[c as usize].kept.clone().unwrap_or_default();
        let op = if t == 0 { Operation::OpenConversation } else { Operation::PostMessage };
        let (text, marker) = self.text(c, Author::Customer { turn: t });
        let inquiry = &self.setup.plan.inquiries[self.setup.conversation(c).inquiry as usize].name;
        let subject = text::subject(&self.setup.run, inquiry, c);
        let ask = Ask {
            subject: Some(&subject),
            text: Some(&text),
            marker: Some(&marker),
            photo: self.photo(c, t),
            ..self.ask(c, &kept, 0)
        };
        self.ledger.append(Entry::Sent { c, t, at: self.now() });
        let done = self.client.perform(op, &ask).await;
        self.book(op, (Some(c), Some(t), None), when, &done);
        if let Some(wait) = again_after(&done, tries) {
            if self.setup.scripted {
                tokio::time::sleep(std::time::Duration::from_micros(wait as u64)).await;
            } else {
                self.add(done.done + wait, Task::Write { c, t, tries: tries + 1 });
            }
            return None;
        }
        let mut state = self.state();
        let message = state.message(c, t);
        message.sending = false;
        if done.out == Outcome::Accepted {
            message.accepted = Some(done.done);
            message.api += done.done - done.sent;
            if t == 0 {
                let id = identifier(&done.kept);
                state.conversations[c as usize].kept = Some(done.kept);
                if let Some(id) = id {
                    state.by_id.insert(id, c);
                }
            }
        }
        drop(state);
        if done.out == Outcome::Accepted && !self.setup.scripted {
            self.patience(c, t, when.due);
        }
        Some(done.out)
    }

    /// When this message's customer gives up.
    pub(super) fn patience(&self, c: u32, t: u32, due: i64) {
        let draws = &self.setup.conversation(c).draws;
        let patience = match t {
            0 => draws.patience_us,
            later => draws.patience_later_us.get(later as usize - 1).copied().flatten(),
        };
        if let Some(patience) = patience {
            self.add(due + self.setup.real_span(Span(patience)), Task::GiveUp { c, t });
        }
    }

    fn photo(&self, c: u32, t: u32) -> Option<&str> {
        let (share, photo) = self.setup.photo.as_ref()?;
        let key = Key::night(u64::from(c), u64::from(t)).named(NameKey::of(&["photo"]));
        (key.draw(Purpose::Tier).uniform() < *share).then_some(photo.as_str())
    }

    /// The helpdesk accepted a reply: its customer looks for it.
    pub(super) fn reply_accepted(&self, c: u32, t: u32, at: i64) {
        let mut state = self.state();
        let message = state.message(c, t);
        if message.gave_up.is_some() {
            state.conversations[c as usize].over = true;
            return;
        }
        message.looking = true;
        drop(state);
        self.add(at, Task::Look { c, t, since: at });
    }

    pub(super) async fn look(&self, c: u32, t: u32, since: i64, when: When) {
        if !self.client.profile.can(Operation::FetchMessages) {
            // Nobody can look: what is accepted counts as seen, until it is read back.
            self.reply_seen(c, t, when.due);
            return;
        }
        let kept = self.state().conversations[c as usize].kept.clone().unwrap_or_default();
        let done = self.client.perform(Operation::FetchMessages, &self.ask(c, &kept, 0)).await;
        self.book(Operation::FetchMessages, (Some(c), Some(t), None), when, &done);
        let answer = done.answer.as_ref().filter(|_| done.out == Outcome::Accepted);
        let there = answer.is_some_and(|answer| {
            let part = self.client.messages(Operation::FetchMessages, answer);
            let found = text::markers(&self.setup.run, &part);
            found.iter().any(|marker| {
                marker.conversation == c && matches!(marker.author, Author::Agent { turn, .. } if turn == t)
            })
        });
        if there {
            self.ledger.append(Entry::Seen { c, t, reply: true, at: done.done });
            self.reply_seen(c, t, done.done);
        } else if done.done - since > LONGEST_LOOK {
            self.state().message(c, t).looking = false;
            self.customer_leaves(c);
        } else {
            let pause = (done.done - since).clamp(FIRST_LOOK, SLOWEST_LOOK);
            let pause = done.wait.map_or(pause, |wait| pause.max(wait.as_micros() as i64));
            self.add(done.done + pause, Task::Look { c, t, since });
        }
    }

    /// The customer has read the reply: thinks and writes again, or is content.
    fn reply_seen(&self, c: u32, t: u32, at: i64) {
        self.state().message(c, t).looking = false;
        if self.setup.scripted {
            return;
        }
        let draws = &self.setup.conversation(c).draws;
        if t + 1 < draws.turns {
            let think = Span(draws.think_us[t as usize]);
            self.falls_due(c, t + 1, at + self.setup.real_span(think));
            return;
        }
        self.state().conversations[c as usize].over = true;
        let key = Key::night(u64::from(c), 0).named(NameKey::of(&["rating"]));
        if self.client.profile.can(Operation::Rate) && key.draw(Purpose::Outcome).uniform() < RATED {
            self.add(at, Task::Rate { c, attempt: 1 });
        }
    }

    pub(super) async fn rate(&self, c: u32, attempt: u32, when: When) {
        let kept = self.state().conversations[c as usize].kept.clone().unwrap_or_default();
        let ask = Ask { score: Some(1 + c * 7 % 5), ..self.ask(c, &kept, 0) };
        let done = self.client.perform(Operation::Rate, &ask).await;
        self.book(Operation::Rate, (Some(c), None, None), when, &done);
        if let Some(wait) = again_after(&done, attempt) {
            self.add(done.done + wait, Task::Rate { c, attempt: attempt + 1 });
        }
    }

    pub(super) fn give_up(&self, c: u32, t: u32) {
        let now = self.now();
        {
            let mut state = self.state();
            let message = state.message(c, t);
            if message.begun.is_some() || message.replied.is_some() || message.gave_up.is_some() {
                return;
            }
            message.gave_up = Some(now);
            state.conversations[c as usize].over = true;
        }
        self.ledger.append(Entry::GaveUp { c, t, at: now });
        let channel = self.setup.conversation(c).channel as usize;
        if self.setup.plan.channels[channel].given_up == GivenUp::Leaves {
            self.customer_leaves(c);
        }
        self.try_again_later(c, now);
    }

    /// The second try that the trace has after this conversation.
    fn try_again_later(&self, c: u32, now: i64) {
        let night = self.setup.conversations[c as usize].night;
        for later in c + 1..self.setup.conversations.len() as u32 {
            let Some((before, delay)) = self.setup.conversation(later).retry_of else { continue };
            if before == night {
                self.falls_due(later, 0, now + self.setup.real_span(delay));
            }
        }
    }

    /// The customer is gone: agents have nothing more to do with the conversation.
    fn customer_leaves(&self, c: u32) {
        let owner = {
            let mut state = self.state();
            let conversation = &mut state.conversations[c as usize];
            conversation.over = true;
            conversation.messages.iter_mut().filter(|it| it.begun.is_none()).for_each(|it| it.dead = true);
            conversation.owner
        };
        if let Some(agent) = owner {
            self.slot_free(agent, c);
        }
    }
}

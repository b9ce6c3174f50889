//! Robots: agents who come and go by the roster, look at the queue, take what is really there, read it,
//! work as long as the trace says, and reply.

use super::state::{Agent, State};
use super::{Desk, MOST_TRIES, Task, When, again_after, call};
use crate::replay::client::identifier;
use crate::replay::ledger::{Entry, Outcome};
use crate::replay::profile::Operation;
use crate::replay::text::{self, Author};
use crate::simulation::customer::at_speed;
use crate::units::Span;

/// Shorter absences leave conversations where they are.
const HANDS_OVER: Span = Span(15 * 60 * 1_000_000);
/// After a message was looked for in vain, and after a reply failed, in real time.
const LOOK_AGAIN: i64 = 250_000;
/// An agent looks for a message so often.
const MOST_LOOKS: u32 = 60;

impl Desk {
    pub(super) fn plan_agents(&self) {
        let window = &self.setup.window;
        for (a, duties) in self.setup.night.duties.iter().enumerate() {
            let a = a as u32;
            for duty in duties.iter().filter(|duty| duty.end > window.start) {
                let comes = self.setup.real(duty.start.max(window.start));
                // Those who are there already look at the queue one after another, not all at once.
                let comes = if duty.start <= window.start { self.spread(a) } else { comes };
                self.add(comes, Task::Duty { a, on: true });
                self.add(self.setup.real(duty.end), Task::Duty { a, on: false });
            }
        }
        if !self.setup.scripted {
            for (index, call) in self.setup.night.calls.iter().enumerate() {
                if window.contains(&call.at) {
                    self.add(self.setup.real(call.at), Task::Call { call: index as u32 });
                }
            }
            for (index, work) in self.setup.night.desk_work.iter().enumerate() {
                if window.contains(&work.at) {
                    self.add(self.setup.real(work.at), Task::DeskWork { work: index as u32 });
                }
            }
        }
    }

    fn spread(&self, a: u32) -> i64 {
        let agents = self.setup.plan.agents.len() as i64;
        self.setup.real_span(self.setup.poll) * i64::from(a) / agents.max(1)
    }

    pub(super) fn duty(&self, a: u32, on: bool) {
        let now = self.now();
        let mut state = self.state();
        state.agents[a as usize].on = on;
        if on {
            let polls = !std::mem::replace(&mut state.agents[a as usize].polling, true);
            drop(state);
            if polls {
                self.add(now, Task::Poll { a, again: true });
            }
            self.add(now, Task::Work { a });
        } else if !self.setup.scripted {
            if let Some(c) = state.agents[a as usize].item.take() {
                state.put_back(c, now);
            }
            if !self.stays(a, now) {
                self.hand_over(&mut state, a);
            }
        }
    }

    /// True if an agent who goes is soon back, or stays until its conversations are over.
    fn stays(&self, a: u32, now: i64) -> bool {
        let real = |duty: &std::ops::Range<_>| self.setup.real(duty.start);
        let back = self.setup.night.duties[a as usize].iter().map(real).find(|start| *start > now);
        let finishes = self.setup.plan.agents[a as usize].duties.iter().any(|duty| duty.finish);
        finishes || back.is_some_and(|back| back - now < self.setup.real_span(HANDS_OVER))
    }

    /// Conversations go to whoever may have them; what is in hand is finished first.
    fn hand_over(&self, state: &mut State, a: u32) {
        let held = std::mem::take(&mut state.agents[a as usize].held);
        for c in held {
            state.conversations[c as usize].owner = None;
            state.put_back(c, self.now());
        }
    }

    /// A customer's message was accepted: whoever has the conversation sees it, or it waits for somebody.
    pub(super) fn wake_for(&self, c: u32, t: u32) {
        let now = self.now();
        let mut state = self.state();
        match state.conversations[c as usize].owner {
            Some(a) => {
                let idle = !state.agents[a as usize].busy;
                drop(state);
                if idle {
                    self.add(now, Task::Work { a });
                }
            }
            None if t > 0 => {
                let since = state.message(c, t).due.unwrap_or(now);
                state.pool.insert((since, c));
            }
            None => {}
        }
    }

    /// Looks at the queue, takes what there is a free slot for, and looks again after a while.
    pub(super) async fn poll(&self, a: u32, again: bool, when: When) {
        {
            let mut state = self.state();
            let agent = &mut state.agents[a as usize];
            if !agent.on {
                agent.polling &= !again;
                return;
            }
        }
        let ask = crate::replay::client::Ask { agent: a as usize, ..Default::default() };
        let done = self.client.perform(Operation::ListQueue, &ask).await;
        let answer = done.answer.as_ref().filter(|_| done.out == Outcome::Accepted);
        let (listed, total) = answer.map_or((Vec::new(), 0), |answer| self.client.listed(answer));
        let mut booked = call(Operation::ListQueue, (None, None, Some(a)), when, &done);
        booked.backlog = answer.map(|_| total);
        self.ledger.append(Entry::Call(booked));
        if again {
            let pause = self.setup.real_span(self.setup.poll);
            let wait = done.wait.map_or(0, |wait| wait.as_micros() as i64);
            self.add(done.sent + pause.max(wait).max(1_000), Task::Poll { a, again: true });
        }
        if self.setup.scripted {
            return;
        }
        let known: Vec<u32> = {
            let state = self.state();
            let mut known: Vec<u32> = listed
                .iter()
                .filter_map(|item| state.by_id.get(&identifier(item)?).copied())
                .filter(|c| state.conversations[*c as usize].taken.is_none())
                .collect();
            known.sort_by_key(|c| self.rank(&state, *c));
            known
        };
        let api = done.done - done.sent;
        for c in known {
            if let Some(a) = self.claim(c, a) {
                self.add(self.now(), Task::Take { a, c, api });
            }
        }
        self.add(self.now(), Task::Work { a });
    }

    /// Who is to take a conversation that `looks` has found; none: nobody now, or somebody does already.
    fn claim(&self, c: u32, looks: u32) -> Option<u32> {
        let now = self.now();
        let mut state = self.state();
        let a =
            if self.setup.first_takes || !self.has_slot(c) { looks } else { self.best_for(&state, c, now)? };
        let conversation = &state.conversations[c as usize];
        let agent = &state.agents[a as usize];
        let since = conversation.messages[0].due.unwrap_or(now);
        let free = if self.has_slot(c) {
            self.slot_for(&state, a, c)
        } else {
            // Nothing in hand, nothing in the inbox.
            let has_one = agent.busy || agent.item.is_some() || !agent.taking.is_empty();
            let inbox = agent.held.iter().any(|held| state.waiting(*held, now).is_some());
            !has_one && !inbox && state.calls.is_empty()
        };
        let others = |agent: &Agent| agent.taking.contains(&c);
        let claimed = if self.setup.first_takes { others(agent) } else { state.agents.iter().any(others) };
        let over = conversation.taken.is_some() || conversation.done || claimed;
        if over || !agent.on || !free || !self.may_have(a, c, since, now) {
            return None;
        }
        state.agents[a as usize].taking.push(c);
        Some(a)
    }

    /// Takes a conversation that was found in a list, which took `api`.
    pub(super) async fn take(&self, a: u32, c: u32, api: i64, when: When) {
        let mut api = api;
        if self.client.profile.can(Operation::Take) {
            let kept = self.state().conversations[c as usize].kept.clone().unwrap_or_default();
            let done = self.client.perform(Operation::Take, &self.ask(c, &kept, a)).await;
            self.book(Operation::Take, (Some(c), None, Some(a)), when, &done);
            if done.out != Outcome::Accepted {
                self.state().agents[a as usize].taking.retain(|taking| *taking != c);
                return;
            }
            api += done.done - done.sent;
        }
        self.taken(a, c, api);
        self.add(self.now(), Task::Work { a });
    }

    fn taken(&self, a: u32, c: u32, api: i64) {
        let now = self.now();
        let has_slot = self.has_slot(c);
        let mut state = self.state();
        state.agents[a as usize].taking.retain(|taking| *taking != c);
        let conversation = &mut state.conversations[c as usize];
        if conversation.taken_by.replace(a).is_some_and(|other| other != a) {
            // The helpdesk gave it to two: both believe it is theirs.
            self.ledger.append(Entry::Found { what: "taken_twice".to_owned(), c, n: 1 });
        }
        conversation.taken = Some(now);
        conversation.take_api = api;
        let gone = !state.agents[a as usize].on && (!has_slot || !self.stays(a, now));
        if gone || (!has_slot && state.agents[a as usize].item.is_some()) {
            // It came while the agent went, or two looks at once brought two: anybody may have it.
            state.put_back(c, now);
            return;
        }
        state.conversations[c as usize].owner = has_slot.then_some(a);
        let agent = &mut state.agents[a as usize];
        if !has_slot {
            agent.item = Some(c);
        } else if !agent.held.contains(&c) {
            agent.held.push(c);
        }
    }

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

    fn choose(&self, a: u32) -> Option<Chosen> {
        let now = self.now();
        let mut state = self.state();
        let agent = &state.agents[a as usize];
        if agent.busy || (!agent.on && agent.held.is_empty()) {
            return None;
        }
        if agent.on
            && let Some(talk) = self.answer_a_call(&mut state, a, now)
        {
            state.agents[a as usize].busy = true;
            return Some(Chosen::Call(talk));
        }
        let agent = &state.agents[a as usize];
        let inbox = agent.held.iter().filter_map(|c| {
            let turn = state.waiting(*c, now)?;
            let due = state.conversations[*c as usize].messages[turn as usize].due;
            Some((due, *c, turn))
        });
        let oldest = inbox.min();
        let (c, t) = match oldest {
            Some((_, c, turn)) => (c, turn),
            None => match self.next_in_queue(&mut state, a, now) {
                Some(next) => next,
                None => {
                    let work = self.desk_work(&mut state, a)?;
                    state.agents[a as usize].busy = true;
                    return Some(Chosen::DeskWork(work));
                }
            },
        };
        state.agents[a as usize].busy = true;
        state.message(c, t).begun = Some(now);
        Some(Chosen::Message(c, t))
    }

    /// What was just taken of a message channel, or what anybody may answer.
    fn next_in_queue(&self, state: &mut State, a: u32, now: i64) -> Option<(u32, u32)> {
        if let Some(c) = state.agents[a as usize].item.take()
            && let Some(turn) = state.waiting(c, now)
        {
            return Some((c, turn));
        }
        if !state.agents[a as usize].on {
            return None;
        }
        let found = state.pool.iter().copied().find(|(since, c)| {
            self.may_have(a, *c, *since, now)
                && state.waiting(*c, now).is_some()
                && (!self.has_slot(*c) || self.slot_for(state, a, *c))
        })?;
        state.pool.remove(&found);
        let c = found.1;
        if self.has_slot(c) {
            state.conversations[c as usize].owner = Some(a);
            state.agents[a as usize].held.push(c);
        }
        state.waiting(c, now).map(|turn| (c, turn))
    }

    /// The first call that the agent may take and whose customer has not hung up: how long it takes.
    fn answer_a_call(&self, state: &mut State, a: u32, now: i64) -> Option<i64> {
        let calls = &self.setup.night.calls;
        let real = |call: &u32| self.setup.real(calls[*call as usize].at);
        state.calls.retain(|call| {
            let patience = calls[*call as usize].patience;
            patience.is_none_or(|patience| real(call) + self.setup.real_span(patience) >= now)
        });
        let mine = |call: &u32| {
            let it = &calls[*call as usize];
            self.may_serve(a, it.inquiry, it.channel, real(call), now)
        };
        let place = state.calls.iter().position(mine)?;
        let call = &calls[state.calls.remove(place)? as usize];
        let team = &self.setup.plan.teams[self.setup.plan.agents[a as usize].team as usize];
        Some(self.setup.real_span(at_speed(call.work, team.speed[call.inquiry as usize])))
    }

    /// What waits of the desk's own for the agent's team: how long it takes.
    fn desk_work(&self, state: &mut State, a: u32) -> Option<i64> {
        let (team, on) = (self.setup.plan.agents[a as usize].team, state.agents[a as usize].on);
        let works = &self.setup.night.desk_work;
        let place = state.desk_work.iter().position(|work| on && works[*work as usize].team == team)?;
        let work = state.desk_work.remove(place)?;
        Some(self.setup.real_span(works[work as usize].work))
    }

    /// True if a message stands in an answer.
    pub(super) fn is_there(&self, c: u32, author: Author, done: &crate::replay::client::Done) -> bool {
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
    fn check_taker(&self, c: u32, done: &crate::replay::client::Done) {
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
        let ask =
            crate::replay::client::Ask { text: Some(&text), marker: Some(&marker), ..self.ask(c, &kept, a) };
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

    /// A slot is free: what waits may have it.
    pub(super) fn slot_free(&self, a: u32, c: u32) {
        let mut state = self.state();
        let agent = &mut state.agents[a as usize];
        let before = agent.held.len();
        agent.held.retain(|held| *held != c);
        let freed = agent.held.len() < before && agent.on;
        drop(state);
        if freed {
            self.add(self.now(), Task::Poll { a, again: false });
        }
    }

    pub(super) fn call_comes(&self, call: u32) {
        self.state().calls.push_back(call);
        self.wake_the_idle();
    }

    pub(super) fn desk_work_comes(&self, work: u32) {
        self.state().desk_work.push_back(work);
        self.wake_the_idle();
    }

    fn wake_the_idle(&self) {
        let now = self.now();
        let state = self.state();
        let idle: Vec<u32> = (0..state.agents.len() as u32)
            .filter(|a| state.agents[*a as usize].on && !state.agents[*a as usize].busy)
            .collect();
        drop(state);
        idle.into_iter().for_each(|a| self.add(now, Task::Work { a }));
    }
}

enum Chosen {
    Call(i64),
    DeskWork(i64),
    Message(u32, u32),
}

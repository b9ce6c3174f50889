//! Agents look at the queue and take what is really there; what waits elsewhere is found by whoever is free.

use super::state::Agent;
use super::{Desk, Task, When, call};
use crate::replay::client::{Ask, identifier};
use crate::replay::ledger::{Entry, Outcome};
use crate::replay::profile::Operation;

impl Desk {
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
        let ask = Ask { agent: a as usize, ..Default::default() };
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
}

//! What an agent with nothing in hand does next.

use super::state::State;
use super::{Desk, Task};
use crate::simulation::customer::at_speed;

/// What an agent works on next.
pub(super) enum Chosen {
    /// A call; how long it takes.
    Call(i64),
    /// Work of the desk's own; how long it takes.
    DeskWork(i64),
    /// A conversation and its turn.
    Message(u32, u32),
}

impl Desk {
    pub(super) fn choose(&self, a: u32) -> Option<Chosen> {
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

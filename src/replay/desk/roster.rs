//! Agents come and go by the roster; who goes hands over.

use super::state::State;
use super::{Desk, Task};
use crate::units::Span;

/// Shorter absences leave conversations where they are.
const HANDS_OVER: Span = Span(15 * 60 * 1_000_000);

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
    pub(super) fn stays(&self, a: u32, now: i64) -> bool {
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
}

//! Who may take what.

use super::Desk;
use super::state::State;
use crate::scenario::ChannelKind;
use crate::simulation::plan::Routing;

impl Desk {
    /// True if an agent's team may have a customer's conversation that waits since `since`.
    pub(super) fn may_have(&self, a: u32, c: u32, since: i64, now: i64) -> bool {
        let conversation = self.setup.conversation(c);
        self.may_serve(a, conversation.inquiry, conversation.channel, since, now)
    }

    pub(super) fn may_serve(&self, a: u32, inquiry: u16, channel: u8, since: i64, now: i64) -> bool {
        let plan = &self.setup.plan;
        let team = plan.agents[a as usize].team;
        if plan.teams[team as usize].slots[channel as usize] == 0 {
            return false;
        }
        match &plan.inquiries[inquiry as usize].routing {
            Routing::Pool(teams) => teams.contains(&team),
            Routing::InOrder(teams) => {
                teams.iter().any(|(of, after)| *of == team && now - since >= self.setup.real_span(*after))
            }
        }
    }

    /// True if the conversation has a slot of an agent; those of message channels never do.
    pub(super) fn has_slot(&self, c: u32) -> bool {
        let channel = self.setup.conversation(c).channel as usize;
        self.setup.plan.channels[channel].kind == ChannelKind::Chat
    }

    /// True if the agent has a free slot for it.
    pub(super) fn slot_for(&self, state: &State, a: u32, c: u32) -> bool {
        let channel = self.setup.conversation(c).channel;
        let team = self.setup.plan.agents[a as usize].team as usize;
        let slots = self.setup.plan.teams[team].slots[channel as usize] as usize;
        let agent = &state.agents[a as usize];
        let held = agent.held.iter().chain(&agent.taking);
        held.filter(|held| self.setup.conversation(**held).channel == channel).count() < slots
    }

    /// Who is to take a conversation: by the rule of the model (3.3) the agent with the fewest open
    /// conversations, then one with nothing in hand, then the one whose last work ended earliest.
    pub(super) fn best_for(&self, state: &State, c: u32, now: i64) -> Option<u32> {
        let since = state.conversations[c as usize].messages[0].due.unwrap_or(now);
        let candidates = (0..state.agents.len() as u32).filter(|a| {
            state.agents[*a as usize].on && self.slot_for(state, *a, c) && self.may_have(*a, c, since, now)
        });
        candidates.min_by_key(|a| {
            let agent = &state.agents[*a as usize];
            (agent.held.len() + agent.taking.len(), agent.busy, agent.free_since, *a)
        })
    }

    /// What comes first: tiers that are first, then who has waited longest, head starts included.
    pub(super) fn rank(&self, state: &State, c: u32) -> (bool, i64) {
        let tier = &self.setup.plan.tiers[self.setup.conversation(c).tier as usize];
        let since = state.conversations[c as usize].messages[0].due.unwrap_or(i64::MAX);
        (!tier.first, since - self.setup.real_span(tier.head_start))
    }
}

//! Plans at random made plain, so that the engine may go its shorter ways.

use super::random_plan::RandomNight;
use nightdesk::random::{CountSampler, Sampler};
use nightdesk::scenario::{ChannelKind, GivenUp, Measure};
use nightdesk::simulation::plan::{Next, Routing};
use nightdesk::units::Span;

/// All channels become phones, and nothing follows a call.
pub fn only_plain_calls(mut night: RandomNight) -> RandomNight {
    let plan = &mut night.plan;
    plan.satisfaction = None;
    for channel in &mut plan.channels {
        (channel.kind, channel.given_up, channel.idle_close) =
            (ChannelKind::Phone, GivenUp::Leaves, Span::ZERO);
        channel.overlooked = None;
    }
    for slots in plan.teams.iter_mut().flat_map(|team| &mut team.slots) {
        *slots = (*slots).min(1);
    }
    for duty in plan.agents.iter_mut().flat_map(|agent| &mut agent.duties) {
        duty.breaks.iter_mut().for_each(|rest| rest.trains = 1.0);
    }
    for inquiry in &mut plan.inquiries {
        inquiry.bot = None;
        for handling in inquiry.handling.iter_mut().flatten() {
            handling.turns = CountSampler::Constant(1);
            handling.wrap_up = Sampler::Constant(Span::ZERO);
            handling.retry = None;
            handling.writes_again = None;
        }
        for (_, outcome) in &mut inquiry.outcomes {
            outcome.next = Next::Concluded;
            outcome.after_care = None;
        }
        if let Routing::InOrder(teams) = &mut inquiry.routing {
            teams.iter_mut().for_each(|(_, after)| *after = Span::ZERO);
        }
    }
    for target in &mut plan.targets {
        if matches!(target.measure, Measure::FirstReply | Measure::EachReply) {
            target.measure = Measure::Answer;
        }
    }
    night
}

//! Plans at random made plain, so that the engine may go its shorter ways.

use super::random_plan::RandomNight;
use nightdesk::demand::SourceKind;
use nightdesk::random::{CountSampler, Sampler};
use nightdesk::scenario::{ChannelKind, GivenUp, Measure};
use nightdesk::simulation::plan::{Next, Plan, Routing};
use nightdesk::units::Span;

/// All channels become phones, and nothing follows a call.
pub fn only_plain_calls(mut night: RandomNight) -> RandomNight {
    let plan = &mut night.plan;
    plan.satisfaction = None;
    for channel in &mut plan.channels {
        (channel.kind, channel.given_up, channel.idle_close) =
            (ChannelKind::Phone, GivenUp::Leaves, Span::ZERO);
        channel.overlooked = None;
        channel.helpdesk = None;
    }
    for slots in plan.teams.iter_mut().flat_map(|team| &mut team.slots) {
        *slots = (*slots).min(1);
    }
    for handling in plan.inquiries.iter_mut().flat_map(|inquiry| &mut inquiry.handling).flatten() {
        handling.turns = CountSampler::Constant(1);
        handling.wrap_up = Sampler::Constant(Span::ZERO);
    }
    nothing_follows(plan);
    for target in &mut plan.targets {
        if matches!(target.measure, Measure::FirstReply | Measure::EachReply) {
            target.measure = Measure::Answer;
        }
    }
    night
}

/// Of all channels one is left, for chats whose customers stay, and nothing follows a chat but a wrap-up.
pub fn only_plain_chats(mut night: RandomNight) -> RandomNight {
    let plan = &mut night.plan;
    plan.satisfaction = None;
    let chat = plan.channels.iter().position(|channel| channel.kind == ChannelKind::Chat).unwrap_or(0);
    plan.channels = vec![plan.channels.swap_remove(chat)];
    let channel = &mut plan.channels[0];
    (channel.kind, channel.given_up, channel.idle_close) = (ChannelKind::Chat, GivenUp::Stays, Span::ZERO);
    channel.overlooked = None;
    channel.helpdesk = None;
    for team in &mut plan.teams {
        team.slots = vec![team.slots[chat]];
        team.authority = None;
    }
    for inquiry in &mut plan.inquiries {
        inquiry.channels = vec![(1.0, 0)];
        inquiry.handling = vec![inquiry.handling.swap_remove(chat)];
        inquiry.outcomes.iter_mut().for_each(|(_, outcome)| outcome.drawn_cost = None);
    }
    nothing_follows(plan);
    for target in &mut plan.targets {
        target.channels = vec![target.channels[chat]];
        if target.measure == Measure::Answer {
            target.measure = Measure::EachReply;
        }
    }
    for source in &mut plan.demand.sources {
        if let SourceKind::Recorded { cases, .. } = &mut source.kind {
            cases.iter_mut().for_each(|case| case.channel = case.channel.map(|_| 0));
        }
    }
    night
}

/// No training, no second tries, no other team's turn, no bot, nothing once a conversation is over.
fn nothing_follows(plan: &mut Plan) {
    for duty in plan.agents.iter_mut().flat_map(|agent| &mut agent.duties) {
        duty.breaks.iter_mut().for_each(|rest| rest.trains = 1.0);
    }
    for inquiry in &mut plan.inquiries {
        inquiry.bot = None;
        for handling in inquiry.handling.iter_mut().flatten() {
            (handling.retry, handling.writes_again) = (None, None);
        }
        for (_, outcome) in &mut inquiry.outcomes {
            outcome.next = Next::Concluded;
            outcome.after_care = None;
        }
        if let Routing::InOrder(teams) = &mut inquiry.routing {
            teams.iter_mut().for_each(|(_, after)| *after = Span::ZERO);
        }
    }
}

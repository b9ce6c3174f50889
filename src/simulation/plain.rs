//! Which plans are plain, so that most of their night may go a shorter way (`plain_calls`).
//!
//! Everything that a plan can say about conversations is named here once, without `..`: who adds
//! something to a plan has to decide here whether a plan that uses it is still plain.

use super::plan::{Agent, Channel, Handling, Inquiry, Next, Outcome, Plan, Routing, Team};
use crate::demand::SourceKind;
use crate::random::CountSampler;
use crate::scenario::{ChannelKind, GivenUp};

/// All conversations are calls of one turn with nothing after it: no second tries, no wrap-up, no desk
/// work, nobody waits for another team.
pub(super) fn only_plain_calls(plan: &Plan) -> bool {
    plan.satisfaction.is_none()
        && !plan.channels.is_empty()
        && plan.channels.iter().all(plain_phone)
        && plan.inquiries.iter().all(plain_inquiry)
        && plan.teams.iter().all(plain_team)
        && plan.agents.iter().all(untrained)
        && plan.demand.sources.iter().all(|source| {
            let handling = &plan.inquiries[source.inquiry as usize].handling;
            known_channels(&source.kind, handling)
        })
}

fn plain_phone(channel: &Channel) -> bool {
    let Channel { name: _, kind, given_up, idle_close, overlooked } = channel;
    overlooked.is_none() && *kind == ChannelKind::Phone && *given_up == GivenUp::Leaves && idle_close.0 == 0
}

fn plain_inquiry(inquiry: &Inquiry) -> bool {
    let Inquiry {
        name: _,
        channels,
        tiers: _,
        handling,
        // Of desk messages and later conversations, of which there are none.
        reply: _,
        // The one reply solves.
        solution_turn: _,
        max_rounds: _,
        routing,
        outcomes,
        bot,
    } = inquiry;
    let at_once = match routing {
        Routing::Pool(_) => true,
        Routing::InOrder(teams) => teams.iter().all(|(_, after)| after.0 == 0),
    };
    at_once
        && bot.is_none()
        && outcomes.iter().all(|(_, outcome)| plain_outcome(outcome))
        && channels
            .iter()
            .all(|(_, channel)| handling[*channel as usize].as_ref().is_some_and(plain_handling))
}

fn plain_outcome(outcome: &Outcome) -> bool {
    // Of cases that wait.
    let Outcome { name: _, cost: _, drawn_cost, next, after_care, meanwhile: _ } = outcome;
    *next == Next::Concluded && after_care.is_none() && drawn_cost.is_none()
}

fn plain_handling(handling: &Handling) -> bool {
    let Handling { patience: _, patience_later: _, turns, reply: _, think: _, wrap_up, retry, writes_again } =
        handling;
    *turns == CountSampler::Constant(1) && wrap_up.is_zero() && retry.is_none() && writes_again.is_none()
}

fn plain_team(team: &Team) -> bool {
    let Team {
        name: _,
        skills: _,
        slots: _,
        pick: _,
        inbox: _,
        speed: _,
        speed_at: _,
        switch: _,
        pay: _,
        overtime_factor: _,
        absence: _,
        authority,
        level: _,
    } = team;
    authority.is_none()
}

/// Its agents are as fast in the end as at first.
fn untrained(agent: &Agent) -> bool {
    agent.duties.iter().flat_map(|duty| &duty.breaks).all(|rest| rest.trains == 1.0)
}

/// Recorded channels are of those that the inquiry is ever on.
fn known_channels(source: &SourceKind, handling: &[Option<Handling>]) -> bool {
    match source {
        SourceKind::Recorded { cases, .. } => {
            let known = |channel: u8| handling[channel as usize].as_ref().is_some_and(plain_handling);
            cases.iter().all(|case| case.channel.is_none_or(known))
        }
        SourceKind::Intensity(_) | SourceKind::Orders(_) | SourceKind::Backlog { .. } => true,
    }
}

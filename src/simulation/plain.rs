//! Which plans are plain, so that most of their night may go a shorter way (`plain_calls`, `plain_chats`), and
//! what both know of a source of cases.
//!
//! Everything that a plan can say about conversations is named here once, without `..`: who adds
//! something to a plan has to decide here whether a plan that uses it is still plain.

use super::plan::{Agent, Channel, Handling, Inquiry, Next, Outcome, Plan, Routing, Team};
use crate::demand::SourceKind;
use crate::random::{CountSampler, Key};
use crate::scenario::{ChannelKind, GivenUp};

/// A source of plain conversations.
#[derive(Debug)]
pub(super) struct Source {
    /// Tonight's key of its cases.
    pub tonight: Key,
    pub inquiry: u16,
    /// The class of all its conversations; [`MANY`] if there are several.
    pub class: u16,
}

/// No one class, no one team.
pub(super) const MANY: u16 = u16::MAX;

/// Sources of a plan, by number; `class` knows that of all conversations of an inquiry, if they have one.
pub(super) fn sources(plan: &Plan, class: impl Fn(u16) -> Option<u16>) -> Vec<Source> {
    let source =
        |inquiry| Source { tonight: Key::night(0, 0), inquiry, class: class(inquiry).unwrap_or(MANY) };
    plan.demand.sources.iter().map(|it| source(it.inquiry)).collect()
}

/// How conversations of an inquiry on a channel go, or not.
type IsPlain = fn(&Handling) -> bool;

/// All conversations are calls of one turn with nothing after it: no second tries, no wrap-up, no desk
/// work, nobody waits for another team.
pub(super) fn only_plain_calls(plan: &Plan) -> bool {
    plan.satisfaction.is_none()
        && !plan.channels.is_empty()
        && plan.channels.iter().all(plain_phone)
        && plan.inquiries.iter().all(|inquiry| plain_inquiry(inquiry, plain_talk))
        && plan.teams.iter().all(plain_team)
        && plan.agents.iter().all(untrained)
        && plan.demand.sources.iter().all(|source| {
            let handling = &plan.inquiries[source.inquiry as usize].handling;
            known_channels(&source.kind, handling, plain_talk)
        })
}

/// All conversations are chats on one channel whose customers wait till they are answered, with nothing
/// after their last reply but a wrap-up: no second tries, no desk work, nobody waits for another team, and
/// no message is overlooked.
pub(super) fn only_plain_chats(plan: &Plan) -> bool {
    plan.satisfaction.is_none()
        && matches!(&plan.channels[..], [only] if plain_chat_channel(only))
        && plan.inquiries.iter().all(|inquiry| plain_inquiry(inquiry, plain_chat))
        && plan.teams.iter().all(plain_team)
        && plan.agents.iter().all(untrained)
        && plan.demand.sources.iter().all(|source| {
            let handling = &plan.inquiries[source.inquiry as usize].handling;
            known_channels(&source.kind, handling, plain_chat)
        })
}

fn plain_phone(channel: &Channel) -> bool {
    let Channel { name: _, kind, given_up, idle_close, overlooked, helpdesk } = channel;
    overlooked.is_none()
        && helpdesk.is_none()
        && *kind == ChannelKind::Phone
        && *given_up == GivenUp::Leaves
        && idle_close.0 == 0
}

fn plain_chat_channel(channel: &Channel) -> bool {
    let Channel { name: _, kind, given_up, idle_close, overlooked, helpdesk } = channel;
    overlooked.is_none()
        && helpdesk.is_none()
        && *kind == ChannelKind::Chat
        && *given_up == GivenUp::Stays
        && idle_close.0 == 0
}

fn plain_inquiry(inquiry: &Inquiry, plain: IsPlain) -> bool {
    let Inquiry {
        name: _,
        channels,
        tiers: _,
        handling,
        // Of desk messages and later conversations, of which there are none.
        reply: _,
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
        && channels.iter().all(|(_, channel)| handling[*channel as usize].as_ref().is_some_and(plain))
}

fn plain_outcome(outcome: &Outcome) -> bool {
    // Of cases that wait.
    let Outcome { name: _, cost: _, drawn_cost, next, after_care, meanwhile: _ } = outcome;
    *next == Next::Concluded && after_care.is_none() && drawn_cost.is_none()
}

fn plain_talk(handling: &Handling) -> bool {
    let Handling { patience: _, patience_later: _, turns, reply: _, think: _, wrap_up, retry, writes_again } =
        handling;
    *turns == CountSampler::Constant(1) && wrap_up.is_zero() && retry.is_none() && writes_again.is_none()
}

fn plain_chat(handling: &Handling) -> bool {
    let Handling {
        patience: _,
        patience_later: _,
        turns: _,
        reply: _,
        think: _,
        wrap_up: _,
        retry,
        writes_again,
    } = handling;
    retry.is_none() && writes_again.is_none()
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
fn known_channels(source: &SourceKind, handling: &[Option<Handling>], plain: IsPlain) -> bool {
    match source {
        SourceKind::Recorded { cases, .. } => {
            let known = |channel: u8| handling[channel as usize].as_ref().is_some_and(plain);
            cases.iter().all(|case| case.channel.is_none_or(known))
        }
        SourceKind::Intensity(_) | SourceKind::Orders(_) | SourceKind::Backlog { .. } => true,
    }
}

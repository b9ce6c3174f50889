//! What a plan expects of tonight before any night is simulated: cases by source and inquiry, work
//! against staff by hour, and the hours in which nobody may take a conversation.
//!
//! Work is that of cases which nobody gives up, at speed 1, in the hour in which the case arrives; so it
//! says where the pressure comes from, not what will happen.

mod targets;
mod work;

#[cfg(test)]
mod tests;

pub use work::numbers as cases_to_draw;

use super::plan::{Plan, Routing, Team, Windows};
use crate::demand::Expected;
use crate::units::{Span, Time};

/// The slots of the outlook.
const HOUR: Span = Span::from_whole_seconds(3600);
/// From this share on it is odd that a source's cases fall outside the night.
const ODD_SHARE: f64 = 0.2;

/// What a plan expects of tonight.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// By source, in the plan's order.
    pub sources: Vec<SourceOutlook>,
    /// By inquiry, in the plan's order.
    pub inquiries: Vec<InquiryOutlook>,
    /// By hour from the opening to the close.
    pub hours: Vec<HourOutlook>,
    /// By inquiry, channel and time.
    pub uncovered: Vec<Uncovered>,
    /// Indices of the targets whose channels, inquiries and tiers match no case that is expected.
    pub never_counted: Vec<usize>,
}

/// What a source brings.
#[derive(Clone, Debug)]
pub struct SourceOutlook {
    /// What people call it.
    pub name: String,
    /// Index of its inquiry.
    pub inquiry: u16,
    /// Expected cases over all time.
    pub cases: f64,
    /// Expected cases tonight.
    pub tonight: f64,
    /// The share of its cases that falls outside the night.
    pub outside: f64,
    /// That is over 20 %: worth a warning.
    pub mostly_elsewhere: bool,
}

/// What an inquiry brings.
#[derive(Clone, Debug)]
pub struct InquiryOutlook {
    /// As in the file.
    pub name: String,
    /// Expected cases tonight.
    pub tonight: f64,
    /// Mean work of one of them: replies, wrap-ups, follow-ups; at speed 1.
    pub work: Span,
}

/// What an hour brings, and who is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HourOutlook {
    /// Its start; a whole number of hours from the opening.
    pub from: Time,
    /// Its end; the close cuts off the last.
    pub to: Time,
    /// Expected cases; the first has the backlog too.
    pub cases: f64,
    /// Their work, in agent-hours.
    pub work_h: f64,
    /// Agent-hours on duty, less breaks and the absences to be expected.
    pub staff_h: f64,
}

/// A time in which nobody on duty may take a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uncovered {
    /// Index of its inquiry.
    pub inquiry: u16,
    /// Index of its channel.
    pub channel: u8,
    /// From the opening on.
    pub from: Time,
    /// Up to the close.
    pub to: Time,
}

impl Outlook {
    /// The outlook of `plan`.
    pub fn of(plan: &Plan) -> Outlook {
        let expected = plan.demand.expected(HOUR);
        let work = work::by_source(plan);
        Outlook {
            never_counted: targets::never_counted(plan, &expected),
            sources: sources(plan, &expected),
            inquiries: inquiries(plan, &expected, &work),
            hours: hours(plan, &expected, &work),
            uncovered: uncovered(plan),
        }
    }
}

fn sources(plan: &Plan, expected: &[Expected]) -> Vec<SourceOutlook> {
    let outlook = |(source, expected): (&crate::demand::Source, &Expected)| SourceOutlook {
        name: source.name.clone(),
        inquiry: source.inquiry,
        cases: expected.cases,
        tonight: expected.tonight,
        outside: expected.outside(),
        mostly_elsewhere: expected.outside() > ODD_SHARE,
    };
    plan.demand.sources.iter().zip(expected).map(outlook).collect()
}

/// Of each inquiry, its sources together; `work` is the mean of each source in µs.
fn inquiries(plan: &Plan, expected: &[Expected], work: &[f64]) -> Vec<InquiryOutlook> {
    let outlook = |(index, inquiry): (usize, &super::plan::Inquiry)| {
        let (mut tonight, mut worked) = (0.0, 0.0);
        for (source, (expected, work)) in plan.demand.sources.iter().zip(expected.iter().zip(work)) {
            if usize::from(source.inquiry) == index {
                tonight += expected.tonight;
                worked += expected.tonight * work;
            }
        }
        let mean = if tonight > 0.0 { worked / tonight } else { 0.0 };
        InquiryOutlook { name: inquiry.name.clone(), tonight, work: Span::from_micros(mean) }
    };
    plan.inquiries.iter().enumerate().map(outlook).collect()
}

fn hours(plan: &Plan, expected: &[Expected], work: &[f64]) -> Vec<HourOutlook> {
    let slots = (plan.closes.0 + HOUR.0 - 1) / HOUR.0;
    let hour = |i: i64| {
        let (from, to) = (Time(i * HOUR.0), Time((i + 1) * HOUR.0).min(plan.closes));
        let cases = |expected: &Expected| expected.by_slot[i as usize];
        let worked = expected.iter().zip(work).map(|(expected, work)| cases(expected) * work);
        HourOutlook {
            from,
            to,
            cases: expected.iter().map(cases).sum(),
            work_h: worked.sum::<f64>() / HOUR.0 as f64,
            staff_h: staff(plan, from, to) / HOUR.0 as f64,
        }
    };
    (0..slots).map(hour).collect()
}

/// µs of agents on duty between two instants.
fn staff(plan: &Plan, from: Time, to: Time) -> f64 {
    let overlap = |start: Time, end: Time| (end.min(to) - start.max(from)).0.max(0);
    let mut sum = 0.0;
    for agent in &plan.agents {
        let there = 1.0 - plan.teams[usize::from(agent.team)].absence;
        for duty in &agent.duties {
            let away =
                duty.breaks.iter().map(|rest| overlap(rest.due, (rest.due + rest.length).min(duty.end)));
            sum += there * (overlap(duty.start, duty.end) - away.sum::<i64>()) as f64;
        }
    }
    for (start, end, count) in plan.teams.iter().flat_map(|team| levels(team, plan.end)) {
        sum += f64::from(count) * overlap(start, end) as f64;
    }
    sum
}

/// From, to and agents of each step of a team's level; none of a team by shifts.
fn levels(team: &Team, end: Time) -> impl Iterator<Item = (Time, Time, u32)> {
    let steps = team.level.as_deref().unwrap_or_default();
    steps
        .iter()
        .enumerate()
        .map(move |(i, step)| (step.0, steps.get(i + 1).map_or(end, |next| next.0), step.1))
}

/// By inquiry and channel that its cases come on: when no team that may take them has anybody on duty.
fn uncovered(plan: &Plan) -> Vec<Uncovered> {
    let mut uncovered = Vec::new();
    for (inquiry, it) in plan.inquiries.iter().enumerate() {
        for &(_, channel) in &it.channels {
            let teams = match &it.routing {
                Routing::Pool(teams) => teams.clone(),
                Routing::InOrder(teams) => teams.iter().map(|(team, _)| *team).collect(),
            };
            let serving = |team: &u16| plan.teams[usize::from(*team)].slots[usize::from(channel)] > 0;
            let teams: Vec<u16> = teams.into_iter().filter(serving).collect();
            let gaps = gaps(&covered(plan, &teams), plan.closes);
            uncovered.extend(gaps.into_iter().map(|(from, to)| Uncovered {
                inquiry: inquiry as u16,
                channel,
                from,
                to,
            }));
        }
    }
    uncovered
}

/// When any of `teams` has somebody on duty.
fn covered(plan: &Plan, teams: &[u16]) -> Windows {
    let agents = plan.agents.iter().filter(|agent| teams.contains(&agent.team));
    let duties = agents.flat_map(|agent| &agent.duties).map(|duty| (duty.start, duty.end));
    let levels = teams.iter().flat_map(|team| levels(&plan.teams[usize::from(*team)], plan.end));
    let manned = levels.filter(|level| level.2 > 0).map(|(from, to, _)| (from, to));
    Windows::of(duties.chain(manned).collect())
}

/// What `windows` leave out between the opening and `closes`.
fn gaps(windows: &Windows, closes: Time) -> Vec<(Time, Time)> {
    // Before the first start and after the last end time reaches on without end.
    let ends = [Time(-Time::NEVER.0)].into_iter().chain(windows.edges());
    let edges: Vec<Time> = ends.chain([Time::NEVER]).collect();
    let inside = |gap: &[Time]| (gap[0].max(Time::OPENING), gap[1].min(closes));
    edges.chunks(2).map(inside).filter(|gap| gap.0 < gap.1).collect()
}

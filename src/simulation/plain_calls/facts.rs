//! Calls by source, by kind of call and by team: what the plan says of them, what waits, what is counted.

use super::super::judging::Judged;
use super::super::layout::{Layout, Rank as Standing, SLOTS};
use super::super::plain::{self, MANY, Source};
use super::super::plan::{Handling, Plan, Routing};
use super::super::tally::MetCounted;
use super::PlainCalls;
use super::idle::Idle;
use super::waiting::Waiting;
use crate::demand::SourceKind;
use crate::scenario::{Abandoned, Measure};
use crate::units::Span;

/// Calls that nobody can tell apart but by when they came.
#[derive(Debug)]
pub(super) struct Class<'p> {
    pub inquiry: u16,
    pub channel: u8,
    pub tier: u8,
    /// Its teams are asked in their order; else they are one pool.
    pub in_order: bool,
    /// No target is about its cases, and they have one outcome that costs nothing.
    pub plain_end: bool,
    /// Its callers may be recorded with draws of their own.
    pub recorded: bool,
    /// Some team's speed with it is not 1.
    pub speeds: bool,
    /// Some target on its calls does not count at all hours, or not by the clock.
    pub by_hours: bool,
    /// How its calls go; of an inquiry that never is on the channel, that of another one.
    pub handling: &'p Handling,
    /// Targets about its calls, and about its cases.
    pub answer: Box<[Promise]>,
    pub cases: Box<[Judged]>,
    /// The team that it may go to; [`MANY`] if there are several, or none.
    pub team: u16,
    /// All of them.
    pub teams: Box<[u16]>,
    /// Who waits, first in first out. Who has given up meanwhile stays until somebody would take the call.
    pub queue: Waiting,
    /// Counted since the interval, or the shorter way, began: answered at once, and put into the queue.
    pub at_once: u32,
    pub queued: u64,
    /// Counted since the shorter way began; who was answered at once, as of the last interval.
    pub opened: u64,
    pub answered: u64,
    pub waited: Span,
    pub abandoned: u64,
    /// Talks in hand when the shorter way began less those when it ended.
    pub in_hand: i64,
}

/// A target about calls of a class.
#[derive(Debug)]
pub(super) struct Promise {
    pub judged: Judged,
    pub abandoned: Abandoned,
    /// Of those who were sent in this interval and have waited.
    pub booked: MetCounted,
}

#[derive(Debug)]
pub(super) struct Team {
    /// By inquiry.
    pub speed: Box<[f64]>,
    /// What it takes from, the first before others.
    pub ranks: Box<[Rank]>,
    /// Who has nothing in hand.
    pub idle: Idle,
}

/// Classes of equal standing with a team.
#[derive(Debug)]
pub(super) struct Rank {
    pub class: u16,
    /// All of them, if there are several, each with the head start of its tier.
    pub equals: Box<[(u16, Span)]>,
}

impl<'p> PlainCalls<'p> {
    /// The number of a class.
    #[inline]
    pub fn class_of(&self, inquiry: u16, channel: u8, tier: u8) -> u16 {
        let class = (usize::from(inquiry) * self.channels + usize::from(channel)) * self.tiers;
        class as u16 + u16::from(tier)
    }
}

/// Sources of a plan, by number.
pub(super) fn sources(plan: &Plan) -> Vec<Source> {
    let (channels, tiers) = (plan.channels.len(), plan.tiers.len());
    plain::sources(plan, |number| {
        let inquiry = &plan.inquiries[number as usize];
        match (&inquiry.channels[..], &inquiry.tiers[..]) {
            ([(_, channel)], [(_, tier)]) => {
                Some(((number as usize * channels + *channel as usize) * tiers) as u16 + u16::from(*tier))
            }
            _ => None,
        }
    })
}

/// Whether callers of an inquiry may be recorded with draws of their own.
fn recorded(plan: &Plan, inquiry: u16) -> bool {
    let mut sources = plan.demand.sources.iter().filter(|source| source.inquiry == inquiry);
    sources.any(|source| matches!(source.kind, SourceKind::Recorded { .. }))
}

/// Speed of a team with an inquiry: one conversation is open while it is talked.
fn speed(plan: &Plan, team: usize, inquiry: usize) -> f64 {
    plan.teams[team].speed[inquiry] * plan.teams[team].speed_at[0]
}

/// Classes by number, if there are no more than are told apart.
pub(super) fn classes<'p>(plan: &'p Plan, layout: &Layout, room: usize) -> Option<Vec<Class<'p>>> {
    let count = plan.inquiries.len() * plan.channels.len() * plan.tiers.len();
    if count >= MANY as usize {
        return None;
    }
    let room = (2 * room / count.max(1)).clamp(64, 1 << 14);
    (0..count).map(|class| Class::new(plan, layout, class, room)).collect()
}

impl<'p> Class<'p> {
    fn new(plan: &'p Plan, layout: &Layout, class: usize, room: usize) -> Option<Class<'p>> {
        let (channels, tiers) = (plan.channels.len(), plan.tiers.len());
        let tier = (class % tiers) as u8;
        let channel = (class / tiers % channels) as u8;
        let number = (class / tiers / channels) as u16;
        let inquiry = &plan.inquiries[number as usize];
        let handling = inquiry.handling[channel as usize].as_ref();
        let serves = |team: &u16| plan.teams[*team as usize].slots[channel as usize] > 0;
        let (teams, in_order): (Box<[u16]>, bool) = match &inquiry.routing {
            Routing::Pool(teams) => (teams.iter().copied().filter(serves).collect(), false),
            Routing::InOrder(teams) => (teams.iter().map(|team| team.0).filter(serves).collect(), true),
        };
        let targets = |measure| layout.judged[layout.targets(measure, number, channel, tier)].iter().copied();
        let cases: Box<[Judged]> = targets(Measure::Solution).chain(targets(Measure::Conclusion)).collect();
        let promise = |judged: Judged| Promise {
            judged,
            abandoned: plan.targets[judged.target as usize].abandoned,
            booked: MetCounted::default(),
        };
        let free = matches!(&inquiry.outcomes[..], [(_, only)] if only.cost.0 == 0);
        Some(Class {
            inquiry: number,
            channel,
            tier,
            in_order,
            plain_end: free && cases.is_empty(),
            recorded: recorded(plan, number),
            speeds: (0..plan.teams.len()).any(|team| speed(plan, team, number.into()) != 1.0),
            by_hours: targets(Measure::Answer).any(|judged| !judged.always),
            handling: handling.or_else(|| inquiry.handling.iter().flatten().next())?,
            answer: targets(Measure::Answer).map(promise).collect(),
            cases,
            team: if let [only] = teams[..] { only } else { MANY },
            teams,
            queue: Waiting::with_room(room),
            at_once: 0,
            queued: 0,
            opened: 0,
            answered: 0,
            waited: Span::ZERO,
            abandoned: 0,
            in_hand: 0,
        })
    }
}

impl Team {
    pub fn new(plan: &Plan, layout: &Layout, number: usize) -> Team {
        let mut ranked: Vec<(Standing, (u16, Span))> = Vec::new();
        for group in layout.groups[number].iter().skip(SLOTS) {
            for (rank, sources) in &group.ranks {
                ranked.extend(sources.iter().filter_map(|source| {
                    let class = layout.customers_class(source.cell)?;
                    Some((*rank, (class, source.head_start)))
                }));
            }
        }
        ranked.sort_by_key(|(rank, (class, _))| (*rank, *class));
        let rank = |equals: &[(Standing, (u16, Span))]| match equals {
            [(_, (class, _))] => Rank { class: *class, equals: Box::default() },
            several => Rank { class: MANY, equals: several.iter().map(|it| it.1).collect() },
        };
        Team {
            speed: (0..plan.inquiries.len()).map(|inquiry| speed(plan, number, inquiry)).collect(),
            ranks: ranked.chunk_by(|a, b| a.0 == b.0).map(rank).collect(),
            idle: Idle::NOBODY,
        }
    }
}

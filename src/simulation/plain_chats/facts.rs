//! Chats by source, by kind of chat and by team: what the plan says of them, what is counted.

use super::super::judging::Judged;
use super::super::layout::{Layout, SLOTS};
use super::super::plain::{self, MANY, Source};
use super::super::plan::{Handling, Plan, Routing};
use super::{CHANNEL, PlainChats};
use crate::demand::SourceKind;
use crate::scenario::{InboxOrder, Measure};
use crate::units::Span;

/// Chats that nobody can tell apart but by when they came.
#[derive(Debug)]
pub(super) struct Class<'p> {
    pub inquiry: u16,
    pub tier: u8,
    /// Its teams are asked in their order; else they are one pool.
    pub in_order: bool,
    /// No target is about its cases, and they have one outcome that costs nothing.
    pub plain_end: bool,
    /// There may be work after the last reply.
    pub wraps_up: bool,
    /// Number of the reply that solves; the greatest there is: the last.
    pub solution_turn: u32,
    pub handling: &'p Handling,
    /// Targets about its messages, and about its cases.
    pub first_reply: Box<[Judged]>,
    pub each_reply: Box<[Judged]>,
    pub solution: Box<[Judged]>,
    pub conclusion: Box<[Judged]>,
    /// Teams that it may go to.
    pub teams: Box<[u16]>,
    /// Counted since the shorter way began: cases, first replies and the waits for them, those who gave up
    /// on them, outcomes.
    pub opened: u64,
    pub answered: u64,
    pub waited: Span,
    pub abandoned: u64,
    pub concluded: u64,
}

#[derive(Debug)]
pub(super) struct Team {
    /// By inquiry, and by number of open conversations less 1, the last holding on.
    speed: Box<[f64]>,
    levels: u32,
    pub switch: Span,
    /// How many chats an agent holds at once.
    pub slots: u32,
    /// First messages are taken first.
    pub new_first: bool,
    /// Lines that it takes from, with the head start of their tier: those of equal standing, before others.
    pub ranks: Box<[Rank]>,
}

/// Lines of equal standing, each with its head start.
type Rank = Box<[(usize, Span)]>;

/// Where those of a class wait.
#[inline]
pub(super) fn line_of(class: u16, handed_over: bool) -> usize {
    2 * class as usize + usize::from(handed_over)
}

impl PlainChats<'_> {
    /// The number of a class.
    #[inline]
    pub(super) fn class_of(&self, inquiry: u16, tier: u8) -> u16 {
        (usize::from(inquiry) * self.tiers) as u16 + u16::from(tier)
    }
}

/// Sources of a plan, by number.
pub(super) fn sources(plan: &Plan) -> Vec<Source> {
    plain::sources(plan, |inquiry| match plan.inquiries[inquiry as usize].tiers[..] {
        [(_, tier)] => Some((usize::from(inquiry) * plan.tiers.len()) as u16 + u16::from(tier)),
        _ => None,
    })
}

/// Whether customers may be recorded with draws of their own.
pub(super) fn any_recorded(plan: &Plan) -> bool {
    plan.demand.sources.iter().any(|source| matches!(source.kind, SourceKind::Recorded { .. }))
}

/// How far ahead agents' entries mostly are: four times what a reply takes on average, or a customer thinks.
pub(super) fn ahead(plan: &Plan) -> Span {
    let handlings = || plan.inquiries.iter().flat_map(|inquiry| &inquiry.handling).flatten();
    let means = handlings().flat_map(|handling| [handling.reply.mean(), handling.think.mean()]).flatten();
    let longest = means.fold(0.0, f64::max).clamp(1e6, 3.6e9);
    Span::from_micros(4.0 * longest)
}

/// Classes by number, if there are no more than are told apart.
pub(super) fn classes<'p>(plan: &'p Plan, layout: &Layout) -> Option<Vec<Class<'p>>> {
    let count = plan.inquiries.len() * plan.tiers.len();
    if count >= MANY as usize {
        return None;
    }
    (0..count).map(|class| Class::new(plan, layout, class)).collect()
}

impl<'p> Class<'p> {
    fn new(plan: &'p Plan, layout: &Layout, class: usize) -> Option<Class<'p>> {
        let tier = (class % plan.tiers.len()) as u8;
        let number = (class / plan.tiers.len()) as u16;
        let inquiry = &plan.inquiries[number as usize];
        let handling = inquiry.handling[CHANNEL as usize].as_ref()?;
        let (teams, in_order) = match &inquiry.routing {
            Routing::Pool(teams) => (teams.clone(), false),
            Routing::InOrder(teams) => (teams.iter().map(|team| team.0).collect(), true),
        };
        let targets =
            |measure| layout.judged[layout.targets(measure, number, CHANNEL, tier)].iter().copied().collect();
        let (solution, conclusion): (Box<[Judged]>, Box<[Judged]>) =
            (targets(Measure::Solution), targets(Measure::Conclusion));
        let free = matches!(&inquiry.outcomes[..], [(_, only)] if only.cost.0 == 0);
        Some(Class {
            inquiry: number,
            tier,
            in_order,
            plain_end: free && solution.is_empty() && conclusion.is_empty(),
            wraps_up: !handling.wrap_up.is_zero(),
            solution_turn: inquiry.solution_turn.unwrap_or(u32::MAX),
            handling,
            first_reply: targets(Measure::FirstReply),
            each_reply: targets(Measure::EachReply),
            solution,
            conclusion,
            teams: teams.into(),
            opened: 0,
            answered: 0,
            waited: Span::ZERO,
            abandoned: 0,
            concluded: 0,
        })
    }
}

impl Team {
    pub fn new(plan: &Plan, layout: &Layout, number: usize) -> Team {
        let team = &plan.teams[number];
        let speed = team.speed.iter().flat_map(|speed| team.speed_at.iter().map(move |at| speed * at));
        let rank = |sources: &Vec<super::super::layout::Source>| {
            let line = |source: &super::super::layout::Source| {
                // The cell of those handed over comes behind the other of their class.
                let class = layout.customers_class(source.cell & !1)?;
                Some((line_of(class, source.cell & 1 == 1), source.head_start))
            };
            sources.iter().filter_map(line).collect()
        };
        let ranks = &layout.groups[number][SLOTS + CHANNEL as usize].ranks;
        Team {
            speed: speed.collect(),
            levels: team.speed_at.len() as u32,
            switch: team.switch,
            slots: team.slots[CHANNEL as usize],
            new_first: team.inbox == InboxOrder::NewFirst,
            ranks: ranks.iter().map(|(_, sources)| rank(sources)).collect(),
        }
    }

    /// What reply times about an inquiry are divided by with so many conversations open.
    #[inline]
    pub fn speed(&self, inquiry: u16, open: u32) -> f64 {
        let level = open.max(1).min(self.levels) - 1;
        self.speed[(u32::from(inquiry) * self.levels + level) as usize]
    }
}

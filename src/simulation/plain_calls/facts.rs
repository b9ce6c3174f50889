//! What a plan says about calls, laid out for the shorter way.

use super::super::customer::Customer;
use super::super::layout::{Layout, Rank, SLOTS};
use super::super::plan::{Handling, Plan, Routing};
use crate::demand::SourceKind;
use crate::scenario::Measure;
use crate::units::Span;
use std::ops::Range;

/// Everything the shorter way looks up.
#[derive(Debug)]
pub(super) struct Facts<'p> {
    /// By inquiry, channel and tier.
    pub classes: Vec<Class<'p>>,
    pub teams: Vec<Team>,
    /// By source: the class of all its calls; [`MANY`] if there are several.
    only_class: Vec<u16>,
    /// By inquiry and channel.
    channels: usize,
    tiers: usize,
    inquiries: Vec<u16>,
}

const MANY: u16 = u16::MAX;

/// Calls that nobody can tell apart but by when they came.
#[derive(Debug)]
pub(super) struct Class<'p> {
    pub inquiry: u16,
    pub channel: u8,
    pub tier: u8,
    /// How its calls go; of an inquiry that never is on the channel, that of another one.
    pub handling: &'p Handling,
    /// Where its targets stand in [`Layout::judged`].
    pub answer: Range<usize>,
    pub solution: Range<usize>,
    pub conclusion: Range<usize>,
    /// No target is about its cases, and they have one outcome that costs nothing.
    pub plain_end: bool,
    /// Teams that it may go to, in this order or as one pool.
    pub teams: Vec<u16>,
    pub in_order: bool,
}

#[derive(Debug)]
pub(super) struct Team {
    /// By inquiry.
    pub speed: Vec<f64>,
    pub switch: Span,
    /// Classes that it takes from, those of equal standing together, each with the head start of its tier.
    pub ranks: Vec<Vec<(u16, Span)>>,
}

impl<'p> Facts<'p> {
    /// Of a plan with plain calls only; none if it has more classes than are told apart.
    pub fn new(plan: &'p Plan, layout: &Layout) -> Option<Facts<'p>> {
        let (channels, tiers) = (plan.channels.len(), plan.tiers.len());
        let count = plan.inquiries.len() * channels * tiers;
        if count >= MANY as usize {
            return None;
        }
        let classes: Option<Vec<Class<'p>>> =
            (0..count).map(|class| Class::new(plan, layout, class)).collect();
        let mut facts = Facts {
            classes: classes?,
            teams: (0..plan.teams.len()).map(|team| Team::new(plan, layout, team)).collect(),
            only_class: Vec::new(),
            channels,
            tiers,
            inquiries: plan.demand.sources.iter().map(|source| source.inquiry).collect(),
        };
        facts.only_class = (plan.demand.sources.iter())
            .map(|source| {
                let inquiry = &plan.inquiries[source.inquiry as usize];
                let recorded = matches!(source.kind, SourceKind::Recorded { .. });
                match (&inquiry.channels[..], &inquiry.tiers[..]) {
                    ([(_, channel)], [(_, tier)]) if !recorded => {
                        facts.class(source.inquiry, *channel, *tier)
                    }
                    _ => MANY,
                }
            })
            .collect();
        Some(facts)
    }

    pub fn class(&self, inquiry: u16, channel: u8, tier: u8) -> u16 {
        let class = (inquiry as usize * self.channels + channel as usize) * self.tiers + tier as usize;
        class as u16
    }

    /// The class of a call of a source.
    #[inline]
    pub fn class_of(&self, source: u16, customer: &Customer<'_>) -> u16 {
        match self.only_class[source as usize] {
            MANY => self.class(self.inquiries[source as usize], customer.channel(), customer.tier()),
            only => only,
        }
    }
}

impl<'p> Class<'p> {
    fn new(plan: &'p Plan, layout: &Layout, class: usize) -> Option<Class<'p>> {
        let (channels, tiers) = (plan.channels.len(), plan.tiers.len());
        let tier = (class % tiers) as u8;
        let channel = (class / tiers % channels) as u8;
        let number = (class / tiers / channels) as u16;
        let inquiry = &plan.inquiries[number as usize];
        let handling = inquiry.handling[channel as usize].as_ref();
        let serves = |team: &u16| plan.teams[*team as usize].slots[channel as usize] > 0;
        let (teams, in_order) = match &inquiry.routing {
            Routing::Pool(teams) => (teams.iter().copied().filter(serves).collect(), false),
            Routing::InOrder(teams) => (teams.iter().map(|team| team.0).filter(serves).collect(), true),
        };
        let targets = |measure| layout.targets(measure, number, channel, tier);
        let (solution, conclusion) = (targets(Measure::Solution), targets(Measure::Conclusion));
        let free = matches!(&inquiry.outcomes[..], [(_, only)] if only.cost.0 == 0);
        Some(Class {
            inquiry: number,
            channel,
            tier,
            handling: handling.or_else(|| inquiry.handling.iter().flatten().next())?,
            answer: targets(Measure::Answer),
            plain_end: free && solution.is_empty() && conclusion.is_empty(),
            solution,
            conclusion,
            teams,
            in_order,
        })
    }
}

impl Team {
    fn new(plan: &Plan, layout: &Layout, number: usize) -> Team {
        let team = &plan.teams[number];
        // One conversation is open while it is talked.
        let speed = team.speed.iter().map(|speed| speed * team.speed_at[0]).collect();
        let mut ranked: Vec<(Rank, (u16, Span))> = Vec::new();
        for group in layout.groups[number].iter().skip(SLOTS) {
            for (rank, sources) in &group.ranks {
                ranked.extend(sources.iter().filter_map(|source| {
                    let class = layout.customers_class(source.cell)?;
                    Some((*rank, (class, source.head_start)))
                }));
            }
        }
        ranked.sort_by_key(|(rank, (class, _))| (*rank, *class));
        let ranks = ranked.chunk_by(|a, b| a.0 == b.0);
        Team {
            speed,
            switch: team.switch,
            ranks: ranks.map(|rank| rank.iter().map(|it| it.1).collect()).collect(),
        }
    }
}

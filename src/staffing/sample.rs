//! Rosters measured on the same nights, each only once.

use super::Fault;
use super::choice::{Desk, Roster};
use super::hold::{Asked, Judged, Promise, Seen};
use super::watch::Watch;
use crate::simulation::nights::SharedNights;
use crate::simulation::plan::Plan;
use crate::units::Money;
use std::collections::{BTreeMap, BTreeSet};

/// The nights that a search looks at begin here, far from those that anybody simulates by hand; the fresh
/// nights of the check are the first ones, as `nightdesk simulate` numbers them.
const SEARCHED_FROM: u64 = 1 << 32;
/// Nights on which a roster has to be seen to be fallen back on.
const FEWEST_KNOWN: u64 = 200;

/// Nights on which a roster is seen whoever wants to stop: below, a chance says nothing.
const FEWEST_SEEN: u64 = 50;

/// Nights of a search, and what rosters gave on them.
pub struct Sample<'d> {
    /// What can be chosen.
    pub desk: &'d Desk,
    /// What is asked.
    pub asked: Asked,
    /// Nights of the last check.
    pub fresh: u64,
    /// Who watches, and may stop it.
    pub watch: &'d mut dyn Watch,
    nights: SharedNights,
    seen: BTreeMap<Roster, Judged>,
    /// Nights simulated so far.
    pub simulated: u64,
    /// What an overtime hour costs, by team.
    overtime: Vec<f64>,
    /// By how much a promise has to be kept beyond what is required, in log odds.
    pub margin: f64,
    /// What rosters seen on few nights are held against.
    reference: Option<Reference>,
}

/// A roster seen on all nights, that others are held against on the first of them.
#[derive(Debug)]
struct Reference {
    /// How far each of its promises is from holding, by all nights.
    slack: Vec<(Promise, f64)>,
    roster: Roster,
    /// Its first nights, as many as were asked for.
    nights: Vec<Seen>,
    /// Its promises on the first so many of them.
    seen: BTreeMap<u64, Vec<Promise>>,
}

/// Nights up to which rosters are held against the reference; on more they speak for themselves.
const PAIRED: u64 = 1_000;

/// What a roster gave.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Nights it was seen on.
    pub nights: u64,
    /// Everything that has to hold.
    pub promises: Vec<Promise>,
    /// By promise: how far it is from holding; above 0 it holds.
    pub slack: Vec<f64>,
    /// Planned cost and overtime.
    pub cost: f64,
}

impl Measured {
    /// The promise that is farthest from holding, and how far it is; none of nothing promised.
    pub fn worst(&self) -> f64 {
        self.slack.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// True if everything holds.
    pub fn holds(&self) -> bool {
        self.worst() >= 0.0
    }

    /// How much is missing, all promises together.
    pub fn missing(&self) -> f64 {
        self.slack.iter().map(|slack| (-slack).max(0.0)).sum()
    }
}

impl<'d> Sample<'d> {
    /// `nights` nights of `seed`.
    ///
    /// # Errors
    /// If the scenario cannot be compiled.
    pub fn new(
        desk: &'d Desk,
        asked: Asked,
        (seed, nights, fresh): (u64, u64, u64),
        threads: usize,
        watch: &'d mut dyn Watch,
    ) -> Result<Sample<'d>, Fault> {
        let plan = desk.plan(&desk.least())?;
        let shared = SharedNights::new(&plan, seed, SEARCHED_FROM..SEARCHED_FROM + nights, threads);
        let overtime = (desk.scenario.teams.values())
            .map(|team| if desk.paid { overtime_rate(team.pay, team.overtime_factor) } else { 1.0 })
            .collect();
        Ok(Sample {
            desk,
            asked,
            fresh,
            watch,
            nights: shared,
            seen: BTreeMap::new(),
            simulated: 0,
            overtime,
            margin: 0.0,
            reference: None,
        })
    }

    /// Rosters measured.
    pub fn rosters(&self) -> usize {
        self.seen.len()
    }

    /// Of all rosters measured the cheapest that holds, with something to spare where few nights say so: what
    /// there is to fall back on when there is no time to search on.
    pub fn safest_known(&self) -> Option<Roster> {
        let spare = |measured: &Measured| if measured.nights < self.most_nights() { 0.7 } else { 0.1 };
        let known = self.measured(FEWEST_KNOWN).filter(|(_, measured)| measured.worst() >= spare(measured));
        let cheapest = known.min_by(|a, b| a.1.cost.total_cmp(&b.1.cost))?;
        Some(cheapest.0.clone())
    }

    /// Of all rosters seen on more than a few nights the cheapest that holds there, and how many those were.
    pub fn cheapest_known(&self) -> Option<(Roster, u64)> {
        let holds = self.measured(FEWEST_KNOWN).filter(|(_, measured)| measured.holds());
        let (roster, measured) = holds.min_by(|a, b| a.1.cost.total_cmp(&b.1.cost))?;
        Some((roster.clone(), measured.nights))
    }

    /// How far what was seen elsewhere is from holding.
    pub fn worst_of(&self, judged: &Judged) -> f64 {
        let slack = |promise: &Promise| promise.slack(judged.nights(), self.fresh);
        judged.promises().iter().map(slack).fold(f64::INFINITY, f64::min)
    }

    /// How many nights there are.
    pub fn most_nights(&self) -> u64 {
        self.nights.len() as u64
    }

    /// What `roster` gives on the first `nights` nights, or on as many more as it was seen on before; on fewer
    /// if who watches wants to stop.
    ///
    /// # Errors
    /// If it cannot be compiled.
    pub fn measure(&mut self, roster: &[u32], nights: u64) -> Result<Measured, Fault> {
        let nights = nights.min(self.most_nights());
        let known = self.seen.get(roster).map_or(0, Judged::nights);
        if known < nights || known == 0 {
            let plan = self.desk.plan(roster)?;
            let new = self.simulate(&plan, known, nights);
            let judged = self.seen.entry(roster.to_vec()).or_insert_with(|| Judged::new(&plan, self.asked));
            new.iter().for_each(|night| judged.add(night));
        }
        self.see_reference(self.seen[roster].nights())?;
        Ok(self.read(roster))
    }

    /// The nights numbered from `from` up to `to`, or fewer if who watches wants to stop.
    fn simulate(&mut self, plan: &Plan, from: u64, to: u64) -> Vec<Seen> {
        let (hold, watch) = (self.asked.hold, &mut *self.watch);
        let see = |counts: &_| Seen::of(counts, hold);
        let always = to.min(FEWEST_SEEN.max(from)) as usize;
        let mut seen = self.nights.meet(plan, from as usize..always, &mut || true, see);
        seen.extend(self.nights.meet(plan, always..to as usize, &mut || !watch.stop(), see));
        self.simulated += seen.len() as u64;
        seen
    }

    /// What `plan` gives on the first `nights` nights, or on fewer if who watches wants to stop; not remembered.
    pub fn judge(&mut self, plan: &Plan, nights: u64) -> Judged {
        let mut judged = Judged::new(plan, self.asked);
        self.simulate(plan, 0, nights.min(self.most_nights())).iter().for_each(|night| judged.add(night));
        judged
    }

    fn read(&self, roster: &[u32]) -> Measured {
        let judged = &self.seen[roster];
        let nights = judged.nights();
        let promises = judged.promises();
        let slack = (promises.iter()).map(|promise| self.slack(promise, nights) - self.margin).collect();
        let overtime: f64 = judged.overtime_h().iter().zip(&self.overtime).map(|(h, rate)| h * rate).sum();
        Measured { nights, slack, promises, cost: self.desk.planned_cost(roster) + overtime }
    }

    /// How far a promise is from holding, seen on the first `nights` nights.
    ///
    /// On few nights it is held against the reference: what both gave there says how much better or worse it
    /// is, and all nights say how good the reference is. The same customers come to both, so a difference
    /// takes far fewer nights than a chance (common random numbers as a control variate).
    fn slack(&self, promise: &Promise, nights: u64) -> f64 {
        let same = |it: &Promise| (it.target, it.interval) == (promise.target, promise.interval);
        let against = self.reference.as_ref().and_then(|reference| {
            let there = reference.seen.get(&nights)?.iter().find(|it| same(it))?;
            let (_, slack) = reference.slack.iter().find(|(it, _)| same(it))?;
            Some(slack + promise.smooth_odds() - there.smooth_odds())
        });
        against.unwrap_or_else(|| promise.slack(nights, self.fresh))
    }

    /// Makes `roster` what others are held against.
    ///
    /// # Errors
    /// If it cannot be compiled.
    pub fn refer_to(&mut self, roster: &[u32]) -> Result<(), Fault> {
        self.measure(roster, self.most_nights())?;
        let judged = &self.seen[roster];
        let slack = |it: Promise| (it, it.slack(judged.nights(), self.fresh));
        let slack = judged.promises().into_iter().map(slack).collect();
        let (nights, seen) = (Vec::new(), BTreeMap::new());
        self.reference = Some(Reference { slack, roster: roster.to_vec(), nights, seen });
        let seen_on: BTreeSet<u64> = self.seen.values().map(Judged::nights).collect();
        seen_on.into_iter().try_for_each(|nights| self.see_reference(nights))
    }

    /// Sees to it that what is seen on so many nights can be held against the reference.
    fn see_reference(&mut self, nights: u64) -> Result<(), Fault> {
        let Some(mut reference) = self.reference.take() else { return Ok(()) };
        if nights <= PAIRED && !reference.seen.contains_key(&nights) {
            let plan = self.desk.plan(&reference.roster)?;
            let known = reference.nights.len() as u64;
            if known < nights {
                reference.nights.extend(self.simulate(&plan, known, nights));
            }
            // Fewer if it was stopped.
            if let Some(seen) = reference.nights.get(..nights as usize) {
                let mut judged = Judged::new(&plan, self.asked);
                seen.iter().for_each(|night| judged.add(night));
                reference.seen.insert(nights, judged.promises());
            }
        }
        self.reference = Some(reference);
        Ok(())
    }

    /// What a roster seen before gave by itself, held against no other: its cost, on how many nights, and the
    /// promise that is farthest from holding.
    pub fn alone(&self, roster: &[u32]) -> Option<(f64, u64, Promise)> {
        let judged = self.seen.get(roster)?;
        Some((self.read(roster).cost, judged.nights(), judged.worst()?))
    }

    /// Every roster measured so far on at least `nights` nights.
    pub fn measured(&self, nights: u64) -> impl Iterator<Item = (&Roster, Measured)> {
        self.seen
            .iter()
            .filter(move |(_, judged)| judged.nights() >= nights)
            .map(|(roster, _)| (roster, self.read(roster)))
    }
}

/// An hour past the end of a shift, by the plain pay: what night pay adds is left to the last check.
fn overtime_rate(pay: Money, factor: f64) -> f64 {
    pay.units() * factor
}

//! The search for the cheapest roster that holds.
//!
//! 1. A start: the requirement over time, covered by an integer programme, with the least spare staff that
//!    holds.
//! 2. Then, in rounds on ever more nights: slopes around the roster (one agent more, one fewer on every
//!    shift, on the same nights), an integer programme that asks for the best that a little less money
//!    buys, a measurement of what it says, a correction by what was measured, and again, until nothing
//!    cheaper is found.

use super::Fault;
use super::choice::Roster;
use super::programme::{Means, Point, Slopes, best_within, cover};
use super::requirement::Requirement;
use super::sample::{Measured, Sample};
use super::slopes;

/// What a search says as it goes, to whoever watches; it stops when told so.
pub trait Watch {
    /// A cheaper roster that holds, or a better one.
    fn found(&mut self, cost: f64);
    /// No roster that holds costs less.
    fn bound(&mut self, cost: f64);
    /// What is being done now.
    fn doing(&mut self, what: Doing);
    /// True to stop.
    fn stop(&mut self) -> bool;
}

/// What a search is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Looking for rosters.
    Searching,
    /// Checking the best on fresh nights: so many of so many.
    Checking(u64, u64),
    /// Raising the lower bound.
    Bounding,
    /// What one agent more or fewer does.
    Varying,
    /// What the formulas ask for.
    Comparing,
}

/// A round of the search.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    /// Nights of a measurement.
    pub nights: u64,
    /// Nights that slopes are measured on.
    pub slope_nights: u64,
    /// The first step down in cost, as a share of it; each next is a tenth.
    pub step: f64,
    /// The smallest.
    pub smallest: f64,
    /// Failures in a row after which a step is given up.
    pub tries: usize,
}

/// A search under way.
pub struct Search<'s, 'd> {
    /// Where rosters are measured.
    pub sample: &'s mut Sample<'d>,
    /// What may be spent.
    pub means: Means,
    /// Who watches.
    pub watch: &'s mut dyn Watch,
    known: Option<Known>,
}

/// Changes from a roster up to which its slopes are believed.
const REACH: f64 = 8.0;
/// Slack below which the programme's own expectation is not worth a measurement.
const HOPELESS: f64 = -1.0;

impl<'s, 'd> Search<'s, 'd> {
    /// A search among what `sample` measures.
    pub fn new(sample: &'s mut Sample<'d>, means: Means, watch: &'s mut dyn Watch) -> Search<'s, 'd> {
        Search { sample, means, watch, known: None }
    }

    /// A roster to begin with: the least spare staff, in tenths of the square root rule, that holds; if none
    /// does, the most.
    ///
    /// # Errors
    /// If a roster cannot be compiled.
    pub fn start(&mut self, seed: u64, nights: u64) -> Result<Roster, Fault> {
        let desk = self.sample.desk;
        let requirement = Requirement::of(desk, seed)?;
        let (mut short, mut enough) = (-15, 65);
        let mut best = None;
        let roster_of = |spare: i32| {
            cover(desk, &requirement.needs(desk, f64::from(spare) / 10.0), self.means).unwrap_or_default()
        };
        let contradictory = || Fault::Contradictory;
        let most = roster_of(enough);
        if most.is_empty() {
            return Err(contradictory());
        }
        if !self.sample.measure(&most, nights)?.holds() {
            // More than the rule asks for may still do.
            return Ok(most);
        }
        while enough - short > 2 && !self.watch.stop() {
            let middle = (short + enough) / 2;
            let roster = roster_of(middle);
            if !roster.is_empty() && self.sample.measure(&roster, nights)?.holds() {
                (enough, best) = (middle, Some(roster));
            } else {
                short = middle;
            }
        }
        Ok(best.unwrap_or(most))
    }

    /// From `from` to the cheapest roster found that holds on `round.nights` nights; none if none was found.
    ///
    /// # Errors
    /// If a roster cannot be compiled.
    pub fn cheapest(&mut self, from: Roster, round: Round) -> Result<Option<Roster>, Fault> {
        let here = self.sample.measure(&from, round.nights)?;
        let mut best = match here.holds() {
            true => from,
            false => match self.until_it_holds(from, round)? {
                Some(roster) => roster,
                None => return Ok(None),
            },
        };
        self.watch.found(self.sample.measure(&best, round.nights)?.cost);
        let here = self.sample.measure(&best, round.nights)?;
        let mut known = match self.known.take() {
            Some(mut known) => {
                known.recentre(&best, &here);
                known
            }
            None => match self.look_around(&best, round)? {
                Some(known) => known,
                None => return Ok(Some(best)),
            },
        };
        let (mut step, mut failures) = (round.step, 0);
        while !self.watch.stop() {
            let now = self.sample.measure(&best, round.nights)?.cost;
            let below = self.sample.desk.planned_cost(&best).min(now) * (1.0 - step);
            match self.propose(&known, self.means.at_cost(below), round)? {
                Some((roster, measured)) if measured.holds() && measured.cost < now - 1e-9 => {
                    self.watch.found(measured.cost);
                    known.add(roster.clone(), &measured);
                    known.recentre(&roster, &measured);
                    (best, failures) = (roster, 0);
                }
                Some((roster, measured)) => {
                    known.add(roster, &measured);
                    failures += 1;
                }
                None => failures = round.tries,
            }
            if failures < round.tries {
                continue;
            }
            failures = 0;
            if known.stale {
                // What was learned on the way may have led astray: measure again before giving up.
                match self.look_around(&best, round)? {
                    Some(new) => known = new,
                    None => break,
                }
            } else if step <= round.smallest {
                break;
            } else {
                step = (step / 10.0).max(round.smallest);
            }
        }
        self.known = Some(known);
        Ok(Some(best))
    }

    /// The best roster within the means, found from `from`: that with the most slack.
    ///
    /// # Errors
    /// If a roster cannot be compiled.
    pub fn best(&mut self, from: Roster, round: Round) -> Result<Roster, Fault> {
        let mut best = from;
        let Some(mut known) = self.look_around(&best, round)? else { return Ok(best) };
        let mut failures = 0;
        while failures < 2 * round.tries && !self.watch.stop() {
            let now = self.sample.measure(&best, round.nights)?.worst();
            let Some((roster, expected)) =
                best_within(self.sample.desk, &known.slopes, &known.points, self.means, REACH)
            else {
                break;
            };
            if expected <= now + 1e-3 || roster == best {
                if !known.stale {
                    break;
                }
                let Some(new) = self.look_around(&best, round)? else { break };
                known = new;
                continue;
            }
            let measured = self.sample.measure(&roster, round.nights)?;
            known.add(roster.clone(), &measured);
            if measured.worst() > now {
                self.watch.found(measured.cost);
                known.recentre(&roster, &measured);
                (best, failures) = (roster, 0);
            } else {
                failures += 1;
            }
            if failures == round.tries && known.stale {
                let Some(new) = self.look_around(&best, round)? else { break };
                known = new;
            }
        }
        Ok(best)
    }

    /// Spends more and more until something holds.
    fn until_it_holds(&mut self, from: Roster, round: Round) -> Result<Option<Roster>, Fault> {
        let mut centre = from;
        let mut more = 0.01;
        for _ in 0..24 {
            if self.watch.stop() {
                return Ok(None);
            }
            let Some(mut known) = self.look_around(&centre, round)? else { return Ok(None) };
            let cost = self.sample.desk.planned_cost(&centre).max(1.0);
            let mut best = (centre.clone(), self.sample.measure(&centre, round.nights)?);
            for _ in 0..3 {
                let means = self.means.at_cost(cost * (1.0 + more));
                let Some((roster, _)) =
                    best_within(self.sample.desk, &known.slopes, &known.points, means, 2.0 * REACH)
                else {
                    break;
                };
                let measured = self.sample.measure(&roster, round.nights)?;
                if measured.holds() {
                    return Ok(Some(roster));
                }
                known.add(roster.clone(), &measured);
                if measured.missing() < best.1.missing() {
                    best = (roster, measured);
                }
            }
            if best.0 == centre && more > 0.5 {
                return Ok(None);
            }
            more = (more * 1.6).min(1.0);
            centre = best.0;
        }
        Ok(None)
    }

    /// What the programme proposes within `means`, measured; none if it expects nothing that holds.
    fn propose(
        &mut self,
        known: &Known,
        means: Means,
        round: Round,
    ) -> Result<Option<(Roster, Measured)>, Fault> {
        let found = best_within(self.sample.desk, &known.slopes, &known.points, means, REACH);
        let Some((roster, expected)) = found else { return Ok(None) };
        if expected < HOPELESS {
            return Ok(None);
        }
        // What is clearly short is seen on few nights.
        let mut nights = (round.nights / 8).max(100);
        loop {
            let measured = self.sample.measure(&roster, nights)?;
            let clearly = measured.promises.iter().any(super::hold::Promise::fails);
            if measured.nights >= round.nights || clearly {
                return Ok(Some((roster, measured)));
            }
            nights = (nights * 2).min(round.nights);
        }
    }

    fn look_around(&mut self, centre: &[u32], round: Round) -> Result<Option<Known>, Fault> {
        let watch = &mut *self.watch;
        let Some(slopes) = slopes::around(self.sample, centre, round.slope_nights, &mut || watch.stop())?
        else {
            return Ok(None);
        };
        let here = self.sample.measure(centre, round.nights)?;
        let mut known = Known { slopes, keys: Vec::new(), points: Vec::new(), stale: false };
        known.keys = here.promises.iter().map(|promise| (promise.target, promise.interval)).collect();
        known.add(centre.to_vec(), &here);
        Ok(Some(known))
    }
}

/// Slopes, and what was measured near them; first the centre.
#[derive(Debug)]
struct Known {
    slopes: Slopes,
    /// Which promises the slopes are of.
    keys: Vec<(Option<usize>, Option<usize>)>,
    points: Vec<Point>,
    /// The centre is no more where the slopes were measured.
    stale: bool,
}

impl Known {
    /// Takes the slopes for those of another roster near by.
    fn recentre(&mut self, centre: &[u32], measured: &Measured) {
        self.stale |= self.slopes.centre != centre;
        self.slopes.centre = centre.to_vec();
        self.points.clear();
        self.add(centre.to_vec(), measured);
    }

    fn add(&mut self, roster: Roster, measured: &Measured) {
        let of = |key: &(Option<usize>, Option<usize>)| {
            let same = measured.promises.iter().position(|it| (it.target, it.interval) == *key);
            // A promise that counts too little to be judged here is kept.
            same.map_or(10.0, |place| measured.slack[place])
        };
        let point = Point { roster, slack: self.keys.iter().map(of).collect() };
        if let Some(here) = self.points.first() {
            self.slopes.learn(here, &point);
        }
        self.points.push(point);
    }
}

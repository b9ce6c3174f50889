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
use super::known::Known;
use super::programme::{Means, best_within, cover};
use super::requirement::Requirement;
use super::sample::{Measured, Sample};
use super::slopes;

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
    /// Slopes measured, or as much work, after which it ends.
    pub effort: u64,
}

/// A search under way.
pub struct Search<'s, 'd> {
    /// Where rosters are measured.
    pub sample: &'s mut Sample<'d>,
    /// What may be spent.
    pub means: Means,
    known: Option<Known>,
}

/// Changes from a roster up to which its slopes are believed.
const REACH: f64 = 8.0;
/// Slack below which the programme's own expectation is not worth a measurement.
const HOPELESS: f64 = -1.0;
/// Slack below which a roster is not worth more nights.
const CLEARLY_SHORT: f64 = -0.25;
/// Slack so little that nothing cheaper is looked for.
const LITTLE: f64 = 0.005;
/// Nights of the slopes in a last turn, when those of fewer lead nowhere; and nights of a search that is too long
/// for one.
const SHARP: u64 = 120;
const LONG: u64 = 20_000;
/// Turns after which the best so far has to do.
const MOST_TURNS: usize = 8;

impl<'s, 'd> Search<'s, 'd> {
    /// A search among what `sample` measures.
    pub fn new(sample: &'s mut Sample<'d>, means: Means) -> Search<'s, 'd> {
        Search { sample, means, known: None }
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
        while enough - short > 2 && !self.sample.watch.stop() {
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
            false => match self.one_that_holds(from, round)? {
                Some(roster) => roster,
                None => return Ok(None),
            },
        };
        let cost = self.sample.measure(&best, round.nights)?.cost;
        self.sample.watch.found(cost);
        let of_another_round = self.known.is_some();
        let Some(mut known) = self.known_around(&best, round)? else { return Ok(Some(best)) };
        // What was measured in another round, on other nights, is to be measured again before giving up.
        known.stale |= of_another_round;
        let (mut step, mut failures) = (round.step, 0);
        let enough = self.sample.simulated + round.effort * self.sample.desk.changes() * round.slope_nights;
        while !self.sample.watch.stop() && self.sample.simulated < enough {
            let now = self.sample.measure(&best, round.nights)?.cost;
            let below = self.sample.desk.planned_cost(&best).min(now) * (1.0 - step);
            match self.propose(&known, self.means.at_cost(below), round)? {
                Some((roster, measured)) if measured.holds() && measured.cost < now - 1e-9 => {
                    self.sample.watch.found(measured.cost);
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
            if known.stale && step <= round.smallest {
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

    /// The cheapest found from `from` that holds on `nights` nights, many more than those of `round`; none if
    /// none was found.
    ///
    /// Each turn looks from where the last one ended, which by then was seen on all these nights.
    ///
    /// # Errors
    /// If a roster cannot be compiled.
    pub fn settle(&mut self, from: Roster, round: Round, nights: u64) -> Result<Option<Roster>, Fault> {
        let (mut roster, mut settled, mut round) = (from, None::<Roster>, round);
        for _ in 0..MOST_TURNS {
            if self.sample.watch.stop() {
                break;
            }
            self.sample.refer_to(&roster)?;
            let Some(cheapest) = self.cheapest(roster, round)? else { break };
            let seen = self.sample.measure(&cheapest, nights)?;
            roster = cheapest;
            if seen.holds() && seen.nights >= nights {
                let cost = |it: &[u32]| self.sample.desk.planned_cost(it);
                if settled.as_ref().is_some_and(|settled| cost(settled) <= cost(&roster)) {
                    if round.slope_nights >= SHARP || self.sample.simulated > LONG {
                        break;
                    }
                    round.slope_nights = SHARP;
                    continue;
                }
                settled = Some(roster.clone());
                if seen.worst() < LITTLE {
                    break;
                }
            }
        }
        Ok(settled)
    }

    /// A roster that holds on the nights of `round`: one seen before, or one for more money than `from`.
    fn one_that_holds(&mut self, from: Roster, round: Round) -> Result<Option<Roster>, Fault> {
        match self.known_to_hold(round)? {
            None => self.until_it_holds(from, round),
            known => Ok(known),
        }
    }

    /// Of all rosters seen so far the cheapest that holds on the nights of `round`.
    fn known_to_hold(&mut self, round: Round) -> Result<Option<Roster>, Fault> {
        while let Some((roster, seen_on)) = self.sample.cheapest_known() {
            if seen_on >= round.nights || self.sample.watch.stop() {
                return Ok(Some(roster));
            }
            self.sample.measure(&roster, (2 * seen_on).min(round.nights))?;
        }
        Ok(None)
    }

    /// The best roster within the means, found from `from`: that with the most slack.
    ///
    /// # Errors
    /// If a roster cannot be compiled.
    pub fn best(&mut self, from: Roster, round: Round) -> Result<Roster, Fault> {
        let mut best = from;
        let Some(mut known) = self.look_around(&best, round)? else { return Ok(best) };
        let mut failures = 0;
        while failures < 2 * round.tries && !self.sample.watch.stop() {
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
                self.sample.watch.found(measured.cost);
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
        let cost = self.sample.desk.planned_cost(&from).max(1.0);
        let here = self.sample.measure(&from, round.nights)?;
        let Some(mut known) = self.known_around(&from, round)? else { return Ok(None) };
        let (mut more, mut best) = (0.01, (from, here.missing()));
        loop {
            for _ in 0..round.tries {
                if self.sample.watch.stop() {
                    return Ok(None);
                }
                let means = self.means.at_cost(cost * (1.0 + more));
                let found = best_within(self.sample.desk, &known.slopes, &known.points, means, 2.0 * REACH);
                let Some((roster, _)) = found else { break };
                let measured = self.unless_clearly_short(&roster, round.nights)?;
                known.add(roster.clone(), &measured);
                if measured.holds() {
                    self.known = Some(known);
                    return Ok(Some(roster));
                }
                if measured.missing() < best.1 {
                    best = (roster, measured.missing());
                }
            }
            if more >= 1.0 {
                return Ok(None);
            }
            more = (more * 1.6_f64).min(1.0);
            if known.slopes.centre != best.0 {
                let measured = self.sample.measure(&best.0, round.nights)?;
                known.recentre(&best.0, &measured);
            } else if known.stale {
                // Nothing better by slopes that were measured elsewhere: measure them here.
                match self.look_around(&best.0, round)? {
                    Some(new) => known = new,
                    None => return Ok(None),
                }
            }
        }
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
        let measured = self.unless_clearly_short(&roster, round.nights)?;
        Ok(Some((roster, measured)))
    }

    /// What `roster` gives on so many nights; on fewer if it is clearly short there.
    fn unless_clearly_short(&mut self, roster: &[u32], most: u64) -> Result<Measured, Fault> {
        let mut nights = (most / 8).max(100);
        loop {
            let measured = self.sample.measure(roster, nights)?;
            let clearly = measured.worst() < CLEARLY_SHORT;
            let stopped = measured.nights < nights;
            if measured.nights >= most || clearly || stopped {
                return Ok(measured);
            }
            nights = (nights * 2).min(most);
        }
    }

    /// What is known so far, taken for what is known around `centre`; if that is nothing, looks around. None if
    /// told to stop.
    fn known_around(&mut self, centre: &[u32], round: Round) -> Result<Option<Known>, Fault> {
        let Some(mut known) = self.known.take() else { return self.look_around(centre, round) };
        let here = self.sample.measure(centre, round.nights)?;
        known.recentre(centre, &here);
        Ok(Some(known))
    }

    fn look_around(&mut self, centre: &[u32], round: Round) -> Result<Option<Known>, Fault> {
        let Some(slopes) = slopes::around(self.sample, centre, round.slope_nights)? else { return Ok(None) };
        let here = self.sample.measure(centre, round.nights)?;
        Ok(Some(Known::new(slopes, centre, &here)))
    }
}

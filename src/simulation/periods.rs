//! Stretches of nights that are judged together, as platforms judge a month: `over = "30 nights"`.
//!
//! A *period* of n nights is n nights drawn from the simulated ones, each as likely as any other, with
//! replacement: nights are independent of each other (their busyness and forecasts too), so a period's pooled
//! counts are distributed as the sum of n nights, and the simulated nights stand for their distribution. The
//! chance is the share of 10,000 such draws; its interval is by bootstrap over nights (Efron & Tibshirani,
//! "An Introduction to the Bootstrap", 1993, chapter 13: the percentile interval): as many nights as were
//! simulated are drawn again, 2,500 periods drawn from these, 200 times over.

use super::plan::{Opinion, Plan, ScoreOf, StoreScore};
use super::tally::{MetCounted, NightRecord};
use crate::random::{Draw, Key, NameKey, Purpose};
use crate::statistics::{Interval, Spread, quantile, sort, spread};

/// Periods drawn for a chance.
const PERIODS: usize = 10_000;
/// Times that nights are drawn again for an interval, and periods drawn from each: what these few add to
/// the interval's width is below a tenth of it up to some 10,000 nights.
const RESAMPLES: usize = 200;
const PERIODS_OF_A_RESAMPLE: usize = 2_500;
/// Of an interval.
const CONFIDENCE: f64 = 0.95;

mod by_night;

pub use by_night::PeriodCosts;

/// Met and counted of every target, then of every opinion, summed over nights.
type Pooled = [(u64, u64)];

/// Met and counted by night and target (and opinion), one night after another: drawn from millions of times.
#[derive(Clone, Debug)]
struct Rows {
    width: usize,
    nights: usize,
    cells: Vec<MetCounted>,
}

impl Rows {
    fn of(plan: &Plan, nights: &[NightRecord]) -> Rows {
        let mut rows =
            Rows { width: width(plan), nights: 0, cells: Vec::with_capacity(nights.len() * width(plan)) };
        nights.iter().for_each(|night| rows.push(night));
        rows
    }

    fn push(&mut self, night: &NightRecord) {
        let opinion = |(_, of): (_, Opinion)| {
            let (met, counted) = night.opinions.of(of);
            MetCounted { met: met as u32, counted: counted as u32 }
        };
        self.cells.extend(night.targets.iter().copied().chain(Opinion::ALL.map(opinion)));
        self.nights += 1;
    }

    #[inline]
    fn add(&self, sums: &mut Pooled, night: usize) {
        let row = &self.cells[night * self.width..(night + 1) * self.width];
        for (sum, it) in sums.iter_mut().zip(row) {
            sum.0 += u64::from(it.met);
            sum.1 += u64::from(it.counted);
        }
    }
}

/// Shares that are pooled: targets and opinions.
fn width(plan: &Plan) -> usize {
    plan.targets.len() + Opinion::ALL.len()
}

/// All that is judged over periods of the same length.
#[derive(Clone, Debug)]
pub struct Periods {
    /// Their length.
    pub nights: u32,
    /// Share of them that keep every target judged over so many nights and fall below no threshold of the
    /// store score, if it is; what counted nothing is kept.
    pub chance_all_met: Interval,
    /// By target judged so: its index, and how it is kept.
    pub targets: Vec<(usize, OverPeriods)>,
    /// The store score, if it is judged so.
    pub store_score: Option<ScoreOverPeriods>,
}

/// How a target is kept over periods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OverPeriods {
    /// Share of periods that meet it, of those that count something; none if none does.
    pub chance_met: Option<Interval>,
    /// The periods' compliance.
    pub compliance: Option<Spread>,
}

/// How the store score lies over periods.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreOverPeriods {
    /// The periods' scores.
    pub score: Option<Spread>,
    /// By threshold: share of periods that fall below it; none if no period has a score.
    pub chance_below: Vec<Option<Interval>>,
}

/// Everything of `plan` that is judged over several nights, by the length of the periods. Nothing of no
/// nights. Draws are keyed by `seed`.
pub fn over_periods(plan: &Plan, nights: &[NightRecord], seed: u64) -> Vec<Periods> {
    if nights.is_empty() {
        return Vec::new();
    }
    let rows = Rows::of(plan, nights);
    lengths(plan).into_iter().map(|length| Judge::of(plan, length).judge(&rows, seed)).collect()
}

/// Of everything judged over several nights: over how many, each number once.
fn lengths(plan: &Plan) -> Vec<u32> {
    let score = plan.store_score.as_ref().and_then(|score| score.over);
    let mut lengths: Vec<u32> = plan.targets.iter().filter_map(|target| target.over).chain(score).collect();
    lengths.sort_unstable();
    lengths.dedup();
    lengths
}

/// The scores of single nights, in their order; nights without one are left out.
pub fn night_scores(plan: &Plan, nights: &[NightRecord]) -> Vec<f64> {
    let Some(score) = &plan.store_score else { return Vec::new() };
    nights.iter().filter_map(|night| score.of(|share| counts(night, share))).collect()
}

/// The score of all nights together, with its interval by bootstrap over nights.
pub fn long_run_score(plan: &Plan, nights: &[NightRecord], seed: u64) -> Option<Interval> {
    let score = plan.store_score.as_ref()?;
    let of = |sums: &Pooled| score.of(|share| sums[share.place(plan.targets.len())]);
    let mut sums = vec![(0, 0); width(plan)];
    let rows = Rows::of(plan, nights);
    (0..nights.len()).for_each(|night| rows.add(&mut sums, night));
    let value = of(&sums)?;
    let mut draws = draws(seed, "score");
    let resampled = (0..RESAMPLES).filter_map(|_| {
        sums.fill((0, 0));
        (0..nights.len()).for_each(|_| rows.add(&mut sums, pick(&mut draws, nights.len())));
        of(&sums)
    });
    let resampled: Vec<f64> = resampled.collect();
    Some(percentile(value, resampled, nights.len() >= 2))
}

fn counts(night: &NightRecord, share: ScoreOf) -> (u64, u64) {
    match share {
        ScoreOf::Opinion(opinion) => night.opinions.of(opinion),
        ScoreOf::Target(target) => {
            let it = night.targets[target];
            (it.met.into(), it.counted.into())
        }
    }
}

/// The draws of one purpose, apart from those of any night.
fn draws(seed: u64, name: &str) -> Draw {
    Key::night(seed, u64::MAX).named(NameKey::of(&["over", name])).draw(Purpose::NightFactor)
}

/// One of `count`, each as likely as any other (to one part in 2^64 / count).
#[inline]
fn pick(draws: &mut Draw, count: usize) -> usize {
    ((u128::from(draws.bits()) * count as u128) >> 64) as usize
}

/// The estimate with the middle 95 % of what the resamples gave; where too few nights were simulated
/// (`enough` is false), nothing is known but what is possible.
fn percentile(value: f64, mut resampled: Vec<f64>, enough: bool) -> Interval {
    sort(&mut resampled);
    let at = |level: f64| quantile(&resampled, level).filter(|_| enough);
    let outside = (1.0 - CONFIDENCE) / 2.0;
    Interval {
        value,
        low: at(outside).unwrap_or(f64::NEG_INFINITY).min(value),
        high: at(1.0 - outside).unwrap_or(f64::INFINITY).max(value),
    }
}

/// What is judged over periods of one length.
struct Judge<'p> {
    plan: &'p Plan,
    length: u32,
    /// Indices of its targets.
    targets: Vec<usize>,
    /// Whether the store score is.
    scored: bool,
}

/// What a sample of periods gave: by verdict (targets, thresholds, all together) how many were good of how
/// many that say anything.
#[derive(Clone, Debug)]
struct Verdicts {
    good: Vec<u32>,
    of: Vec<u32>,
}

impl<'p> Judge<'p> {
    fn of(plan: &'p Plan, length: u32) -> Judge<'p> {
        let judged = |target: &usize| plan.targets[*target].over == Some(length);
        let scored = plan.store_score.as_ref().is_some_and(|score| score.over == Some(length));
        Judge { plan, length, targets: (0..plan.targets.len()).filter(judged).collect(), scored }
    }

    fn verdicts(&self) -> usize {
        let thresholds = self.plan.store_score.as_ref().filter(|_| self.scored);
        self.targets.len() + thresholds.map_or(0, |score| score.thresholds.len()) + 1
    }

    fn judge(&self, rows: &Rows, seed: u64) -> Periods {
        let everyone: Vec<u32> = (0..rows.nights as u32).collect();
        let mut draws = draws(seed, &format!("{} nights", self.length));
        let mut shares = vec![Vec::with_capacity(PERIODS); self.targets.len() + 1];
        let estimate = self.sample(rows, &everyone, PERIODS, &mut draws, Some(&mut shares));
        let mut resampled = vec![Vec::with_capacity(RESAMPLES); self.verdicts()];
        for _ in 0..RESAMPLES {
            let chosen: Vec<u32> = everyone.iter().map(|_| pick(&mut draws, rows.nights) as u32).collect();
            let again = self.sample(rows, &chosen, PERIODS_OF_A_RESAMPLE, &mut draws, None);
            for (verdict, values) in resampled.iter_mut().enumerate() {
                values.extend(again.share(verdict));
            }
        }
        // Fewer nights than one period has say nothing of how periods differ.
        let enough = rows.nights >= self.length as usize;
        let chance = |(verdict, values): (usize, Vec<f64>)| {
            let it = percentile(estimate.share(verdict)?, values, enough);
            Some(Interval { low: it.low.max(0.0), high: it.high.min(1.0), ..it })
        };
        let mut chances = resampled.into_iter().enumerate().map(chance);
        let mut spreads = shares.into_iter().map(|mut values| {
            sort(&mut values);
            spread(&values)
        });
        let targets = (self.targets.iter())
            .map(|target| {
                let (chance_met, compliance) = (chances.next().flatten(), spreads.next().flatten());
                (*target, OverPeriods { chance_met, compliance })
            })
            .collect();
        let mut not_below: Vec<Option<Interval>> = chances.collect();
        // Every period says whether all is kept.
        let all = not_below.pop().flatten().unwrap_or(Interval { value: 1.0, low: 0.0, high: 1.0 });
        let chance_below = not_below.into_iter().map(|chance| chance.map(complement)).collect();
        let score = spreads.next().flatten();
        Periods {
            nights: self.length,
            chance_all_met: all,
            targets,
            store_score: self.scored.then_some(ScoreOverPeriods { score, chance_below }),
        }
    }

    /// Judges `count` periods drawn from the `chosen` nights; writes their compliance, and last their score.
    fn sample(
        &self,
        rows: &Rows,
        chosen: &[u32],
        count: usize,
        draws: &mut Draw,
        mut shares: Option<&mut Vec<Vec<f64>>>,
    ) -> Verdicts {
        let mut verdicts = Verdicts { good: vec![0; self.verdicts()], of: vec![0; self.verdicts()] };
        let mut sums = vec![(0, 0); width(self.plan)];
        for _ in 0..count {
            sums.fill((0, 0));
            for _ in 0..self.length {
                rows.add(&mut sums, chosen[pick(draws, chosen.len())] as usize);
            }
            self.judge_one(&sums, &mut verdicts, shares.as_deref_mut());
        }
        verdicts
    }

    fn judge_one(&self, sums: &Pooled, verdicts: &mut Verdicts, mut shares: Option<&mut Vec<Vec<f64>>>) {
        let mut all = true;
        for (place, &target) in self.targets.iter().enumerate() {
            let Some(share) = Judge::share(sums, target) else { continue };
            let good = share >= self.plan.targets[target].at_least;
            all &= good;
            verdicts.add(place, good);
            if let Some(shares) = shares.as_deref_mut() {
                shares[place].push(share);
            }
        }
        if let Some((score, value)) = self.score(sums) {
            for (place, threshold) in score.thresholds.iter().enumerate() {
                let good = value >= threshold.score;
                all &= good;
                verdicts.add(self.targets.len() + place, good);
            }
            if let Some(shares) = shares {
                shares[self.targets.len()].push(value);
            }
        }
        verdicts.add(self.verdicts() - 1, all);
    }

    /// A target's compliance; none if it counted nothing.
    fn share(sums: &Pooled, target: usize) -> Option<f64> {
        let (met, counted) = sums[target];
        (counted > 0).then(|| met as f64 / counted as f64)
    }

    /// The store score and its value, if it is judged over these nights.
    fn score(&self, sums: &Pooled) -> Option<(&'p StoreScore, f64)> {
        let score = self.plan.store_score.as_ref().filter(|_| self.scored)?;
        Some((score, score.of(|share| sums[share.place(self.plan.targets.len())])?))
    }
}

impl Verdicts {
    fn add(&mut self, place: usize, good: bool) {
        self.good[place] += u32::from(good);
        self.of[place] += 1;
    }

    fn share(&self, place: usize) -> Option<f64> {
        (self.of[place] > 0).then(|| f64::from(self.good[place]) / f64::from(self.of[place]))
    }
}

/// The chance of the opposite.
fn complement(chance: Interval) -> Interval {
    Interval { value: 1.0 - chance.value, low: 1.0 - chance.high, high: 1.0 - chance.low }
}

#[cfg(test)]
mod tests;

//! What it means that targets hold, and how a sample of nights is judged by it.

use crate::random::normal_quantile;
use crate::simulation::plan::Plan;
use crate::simulation::tally::{Counts, MetCounted, meets};
use crate::statistics::{Interval, RatioSums, student_t, wilson};
use serde::Serialize;

/// What holding means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// All targets together, on one night, with the certainty asked for.
    #[default]
    Night,
    /// Each target by itself, on one night, with that certainty.
    Each,
    /// The compliance of each target over all nights together: the textbook's promise.
    Average,
    /// The same in every report interval that counts [`FEWEST_COUNTED`] or more a night.
    Interval,
}

/// What a report interval has to count a night, on average, to be held to a target.
pub const FEWEST_COUNTED: f64 = 10.0;
/// Of the intervals that chances are known within.
const CONFIDENCE: f64 = 0.95;

/// Smoothed shares are kept so far from 0 and 1.
const SMOOTH_EDGE: f64 = 1e-5;

/// What is asked of a roster.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// What holding means.
    pub hold: Hold,
    /// Of `Night` and `Each`: the share of nights on which targets hold. Of `Average` and `Interval`: the
    /// confidence of the interval whose lower end has to reach a target.
    pub certainty: f64,
}

/// One thing that has to hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Promise {
    /// Index of the target; none: all together.
    pub target: Option<usize>,
    /// Index of the report interval; none: the whole night.
    pub interval: Option<usize>,
    /// What was seen: a chance or a compliance.
    pub seen: Interval,
    /// What its lower end has to reach.
    pub required: f64,
    /// The same share, smoothed over nights that are met or missed narrowly: what a small change moves.
    pub smooth: f64,
}

/// What is kept of a night.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// By target, then (if intervals are judged) interval.
    pub targets: Box<[MetCounted]>,
    /// Hours past the end of shifts, by team.
    pub overtime_h: Box<[f32]>,
}

/// What a number of nights gave.
#[derive(Clone, Debug)]
pub struct Judged {
    asked: Asked,
    /// By target.
    at_least: Vec<f64>,
    /// By target: nights that are judged together.
    over: Vec<Option<u32>>,
    slots: usize,
    nights: u64,
    /// By target, then slot.
    pooled: Vec<RatioSums>,
    /// By target: nights met, and nights that counted.
    met: Vec<(u64, u64)>,
    all_met: u64,
    /// By target: by how much nights beat it.
    beaten: Vec<Beaten>,
    /// By how much nights beat the target that they beat by the least.
    all_beaten: Beaten,
    overtime_h: Vec<f64>,
}

impl Seen {
    /// What is to be kept of `counts`.
    pub fn of(counts: &Counts, hold: Hold) -> Seen {
        let targets = counts.targets.len() / counts.intervals.len();
        Seen {
            targets: match hold {
                Hold::Interval => counts.targets.clone().into(),
                _ => (0..targets).map(|target| counts.target(target)).collect(),
            },
            overtime_h: counts.teams.iter().map(|team| team.overtime.hours() as f32).collect(),
        }
    }
}

impl Judged {
    /// Of no night yet.
    pub fn new(plan: &Plan, asked: Asked) -> Judged {
        let targets = plan.targets.len();
        let slots = if asked.hold == Hold::Interval { plan.intervals + 1 } else { 1 };
        Judged {
            asked,
            at_least: plan.targets.iter().map(|target| target.at_least).collect(),
            over: plan.targets.iter().map(|target| target.over).collect(),
            slots,
            nights: 0,
            pooled: vec![RatioSums::default(); targets * slots],
            met: vec![(0, 0); targets],
            all_met: 0,
            beaten: vec![Beaten::default(); targets],
            all_beaten: Beaten::default(),
            overtime_h: vec![0.0; plan.teams.len()],
        }
    }

    /// Nights judged.
    pub fn nights(&self) -> u64 {
        self.nights
    }

    /// Overtime hours a night, by team.
    pub fn overtime_h(&self) -> Vec<f64> {
        self.overtime_h.iter().map(|sum| sum / self.nights.max(1) as f64).collect()
    }

    /// Adds a night.
    pub fn add(&mut self, night: &Seen) {
        self.nights += 1;
        let (mut all, mut least) = (true, 1.0_f64);
        for (target, slots) in night.targets.chunks(self.slots).enumerate() {
            for (slot, seen) in slots.iter().enumerate().filter(|(_, seen)| seen.counted > 0) {
                self.pooled[target * self.slots + slot].add(seen.met.into(), seen.counted.into());
            }
            let whole = slots.iter().fold(MetCounted::default(), |sum, slot| MetCounted {
                met: sum.met + slot.met,
                counted: sum.counted + slot.counted,
            });
            if whole.counted == 0 {
                continue;
            }
            let met = meets(whole, self.at_least[target]);
            let by = f64::from(whole.met) / f64::from(whole.counted) - self.at_least[target];
            self.met[target].0 += u64::from(met);
            self.met[target].1 += 1;
            self.beaten[target].add(by);
            if self.over[target].is_none() {
                all &= met;
                least = least.min(by);
            }
        }
        self.all_met += u64::from(all);
        self.all_beaten.add(least);
        for (sum, hours) in self.overtime_h.iter_mut().zip(&night.overtime_h) {
            *sum += f64::from(*hours);
        }
    }

    /// Everything that has to hold, as far as these nights count something of it.
    pub fn promises(&self) -> Vec<Promise> {
        match self.asked.hold {
            Hold::Night => {
                let by_night = self.over.iter().any(Option::is_none);
                let all = by_night.then(|| self.chance(None, self.all_met, self.nights, &self.all_beaten));
                all.into_iter()
                    .chain((0..self.at_least.len()).filter_map(|it| self.over_nights(it)))
                    .collect()
            }
            Hold::Each => (0..self.at_least.len())
                .filter(|&target| self.met[target].1 > 0)
                .filter_map(|target| {
                    let (met, counted) = self.met[target];
                    match self.over[target] {
                        Some(_) => self.over_nights(target),
                        None => Some(self.chance(Some(target), met, counted, &self.beaten[target])),
                    }
                })
                .collect(),
            Hold::Average => {
                (0..self.at_least.len()).filter_map(|target| self.compliance(target, None)).collect()
            }
            Hold::Interval => {
                // What comes after the close is no report interval of the night.
                let slots = self.slots - 1;
                let each = (0..self.at_least.len()).flat_map(|target| (0..slots).map(move |s| (target, s)));
                each.filter_map(|(target, slot)| self.compliance(target, Some(slot))).collect()
            }
        }
    }

    /// The promise that is farthest from holding.
    pub fn worst(&self) -> Option<Promise> {
        let slack = |promise: &Promise| promise.slack(self.nights, self.nights);
        self.promises().into_iter().min_by(|a, b| slack(a).total_cmp(&slack(b)))
    }

    fn chance(&self, target: Option<usize>, met: u64, nights: u64, beaten: &Beaten) -> Promise {
        Promise {
            target,
            interval: None,
            seen: wilson(met, nights, CONFIDENCE),
            required: self.asked.certainty,
            smooth: beaten.chance(),
        }
    }

    /// The chance that a target holds over as many nights as are judged together: nights are independent,
    /// so their pooled compliance is nearly normal about that of all nights, with the standard error of so
    /// many.
    fn over_nights(&self, target: usize) -> Option<Promise> {
        let over = f64::from(self.over[target]?);
        let sums = self.pooled(target);
        let seen = sums.estimate(CONFIDENCE)?;
        let error = (seen.half_width() / student_t(sums.nights.max(2) - 1, CONFIDENCE)).max(1e-9)
            * (sums.nights as f64 / over).sqrt();
        let chance = |share: f64| normal_below((share - self.at_least[target]) / error);
        let seen = Interval { value: chance(seen.value), low: chance(seen.low), high: chance(seen.high) };
        let required = self.asked.certainty;
        Some(Promise { target: Some(target), interval: None, seen, required, smooth: seen.value })
    }

    fn compliance(&self, target: usize, interval: Option<usize>) -> Option<Promise> {
        let sums = &self.pooled[target * self.slots + interval.unwrap_or(0)];
        if interval.is_some() && (sums.counted as f64) < FEWEST_COUNTED * self.nights as f64 {
            return None;
        }
        let seen = sums.estimate(self.asked.certainty)?;
        Some(Promise {
            target: Some(target),
            interval,
            seen,
            required: self.at_least[target],
            smooth: seen.value,
        })
    }

    /// A target's compliance over all nights.
    pub fn pooled(&self, target: usize) -> RatioSums {
        let mut sums = RatioSums::default();
        self.pooled[target * self.slots..(target + 1) * self.slots].iter().for_each(|slot| sums.merge(slot));
        sums
    }
}

/// By how much nights beat a target: sums over nights of the points above what it asks for.
#[derive(Clone, Copy, Debug, Default)]
struct Beaten {
    nights: u64,
    sum: f64,
    squares: f64,
}

/// Points by which nights differ at least: fewer would make a chance of one night's luck.
const LEAST_SWING: f64 = 0.002;

impl Beaten {
    fn add(&mut self, by: f64) {
        self.nights += 1;
        self.sum += by;
        self.squares += by * by;
    }

    /// The chance that a night beats it, nights being taken for normal. Nearer or farther by a little moves it
    /// on every night, not only on those that are met or missed narrowly.
    fn chance(&self) -> f64 {
        let nights = self.nights.max(1) as f64;
        let mean = self.sum / nights;
        let swing = (self.squares / nights - mean * mean).max(0.0).sqrt().max(LEAST_SWING);
        normal_below(mean / swing)
    }
}

/// The standard normal law's share below `x`.
fn normal_below(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

impl Promise {
    /// Of a scenario without targets.
    pub fn nothing() -> Promise {
        let seen = Interval { value: 1.0, low: 1.0, high: 1.0 };
        Promise { target: None, interval: None, seen, required: 0.0, smooth: 1.0 }
    }

    /// True if its lower end reaches what is required.
    pub fn holds(&self) -> bool {
        self.seen.low >= self.required
    }

    /// True if it is all but certain that it does not hold: even its upper end does not reach it.
    pub fn fails(&self) -> bool {
        self.seen.high < self.required
    }

    /// The same with an interval wider by six tenths, so that chance alone says it of one in a thousand.
    pub fn surely_fails(&self) -> bool {
        self.seen.value + 1.6 * (self.seen.high - self.seen.value) < self.required
    }

    /// How far it is from holding on so many fresh nights if they give what these `nights` gave: above 0 it
    /// holds. Log odds, in which what staff adds is nearly linear.
    pub fn slack(&self, nights: u64, fresh: u64) -> f64 {
        let shrink = (nights as f64 / fresh as f64).sqrt();
        let low = self.seen.value - (self.seen.value - self.seen.low) * shrink;
        log_odds(low, nights) - log_odds(self.required, u64::MAX)
    }

    /// The smoothed share in log odds, taken for linear in the normal quantile with the slope that they have at
    /// what is required: what staff adds to it depends little on how far from there it is.
    pub fn smooth_odds(&self) -> f64 {
        let quantile = |share: f64| normal_quantile(share.clamp(SMOOTH_EDGE, 1.0 - SMOOTH_EDGE));
        let at = self.required.clamp(SMOOTH_EDGE, 1.0 - SMOOTH_EDGE);
        let there = quantile(at);
        let density = libm::exp(-0.5 * there * there) / (2.0 * std::f64::consts::PI).sqrt();
        (quantile(self.smooth) - there) * density / (at * (1.0 - at))
    }
}

/// ln(p / (1 − p)), p kept as far from 0 and 1 as so many nights can tell.
pub fn log_odds(share: f64, nights: u64) -> f64 {
    let edge = (0.25 / nights as f64).max(1e-9);
    let share = share.clamp(edge, 1.0 - edge);
    libm::log(share / (1.0 - share))
}

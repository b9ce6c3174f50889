//! Patience from waits of which most were cut short: who was answered would have waited longer.

use crate::calibration::log::{Case, Fate, SECOND};
use crate::statistics::Interval;
use crate::statistics::fitting::{Fit, FittedLaw, fit_all, weigh};
use crate::statistics::survival::{Spell, Survival, SurvivalSums};
use serde::Serialize;

/// 95 %.
const Z: f64 = 1.959_963_984_540_054;
/// A law further than this from the curve, at its worst place, is not taken: the curve is.
const FAR: f64 = 0.05;
/// Who gave up, and who was seen waiting, before a kind of inquiry has a curve of its own.
const ENOUGH: (u64, u64) = (30, 100);
/// A place of the curve counts while so many are at risk.
const AT_RISK: u64 = 30;
/// Values that stand for the curve.
const VALUES: usize = 50;

/// Waits of one kind of inquiry, added up.
#[derive(Clone, Debug, Default)]
pub struct PatienceSums(SurvivalSums);

/// What is known of patience.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Patience {
    /// Who waited.
    pub waited: u64,
    /// Of them, who gave up.
    pub gave_up: u64,
    /// By the curve, with its 95 % interval; none: under half had given up when the log ends, and the law says.
    pub median_s: Option<Interval>,
    /// By the law that is nearest.
    pub median_by_law_s: Option<f64>,
    /// Share still waiting after so many seconds, with its 95 % interval.
    pub curve: Vec<CurvePoint>,
    /// Rate of giving up while waiting.
    pub hazard: Vec<HazardPoint>,
    /// Laws, the best by Schwarz's criterion first.
    pub laws: Vec<PatienceLaw>,
    /// What a scenario is given: a law's name, `empirical` (the curve), or `never`.
    pub chosen: String,
    /// The curve as evenly spaced quantiles, s, its end at a constant rate.
    #[serde(skip)]
    pub values: Vec<f64>,
}

/// A place of the curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CurvePoint {
    /// s
    pub after_s: f64,
    /// Still waiting, with its 95 % interval.
    pub still_waiting: Interval,
    /// Seen waiting so long.
    pub at_risk: u64,
}

/// The rate of giving up in a stretch of waiting.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct HazardPoint {
    /// s
    pub from_s: f64,
    /// s
    pub to_s: f64,
    /// Giving up, of those waiting, each minute.
    pub a_minute: f64,
    /// Who gave up in it.
    pub gave_up: u64,
}

/// A law of patience.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PatienceLaw {
    /// As a scenario calls it.
    pub name: String,
    /// s
    pub mean_s: f64,
    /// Standard deviation over mean.
    pub cv: f64,
    /// Schwarz's criterion; less is better.
    pub bic: f64,
    /// The largest difference from the curve while enough are at risk.
    pub distance: f64,
    /// With its parameters.
    #[serde(skip)]
    pub law: FittedLaw,
}

impl PatienceSums {
    /// Adds a case that had to wait and whose end is known.
    pub fn add(&mut self, case: &Case) {
        if let Some(wait) = case.waited().filter(|wait| *wait > 0)
            && case.fate != Fate::Unknown
        {
            // To a tenth of a second: so a long log stays small.
            let to = (wait + SECOND / 20) / (SECOND / 10) * (SECOND / 10);
            self.0.add(Spell { from: 0, to: to.max(SECOND / 10), event: case.fate == Fate::GaveUp });
        }
    }

    /// True if it has a curve of its own.
    pub fn is_enough(&self) -> bool {
        let curve = self.0.curve();
        curve.events >= ENOUGH.0 && curve.spells >= ENOUGH.1
    }

    /// What is known; none if nobody waited.
    pub fn estimate(&self) -> Option<Patience> {
        let curve = self.0.curve();
        if curve.spells == 0 {
            return None;
        }
        let seconds = |time: i64| time as f64 / SECOND as f64;
        let data =
            weigh(self.0.outcomes().map(|(time, events, cut)| (seconds(time), events as f64, cut as f64)));
        let fits = fit_all(&data);
        let laws: Vec<PatienceLaw> = fits.iter().map(|fit| judged(fit, &curve)).collect();
        let values = values(&curve);
        let chosen = match laws.first() {
            None => "never".to_owned(),
            Some(best) if best.distance <= FAR || values.is_empty() => best.name.clone(),
            Some(_) => "empirical".to_owned(),
        };
        let scaled = |interval: Interval| Interval {
            value: interval.value / SECOND as f64,
            low: interval.low / SECOND as f64,
            high: interval.high / SECOND as f64,
        };
        Some(Patience {
            waited: curve.spells,
            gave_up: curve.events,
            median_s: curve.quantile_interval(0.5, Z).map(scaled),
            median_by_law_s: fits.first().map(median),
            curve: points(&curve),
            hazard: hazard(&self.0),
            laws,
            chosen,
            values,
        })
    }
}

fn median(fit: &Fit) -> f64 {
    let (mut low, mut high) = (1e-3, 1e9_f64);
    for _ in 0..100 {
        let middle = (low * high).sqrt();
        if fit.law.beyond(middle) > 0.5 { low = middle } else { high = middle }
    }
    low
}

fn judged(fit: &Fit, curve: &Survival) -> PatienceLaw {
    let places = curve.steps.iter().filter(|step| step.at_risk >= AT_RISK);
    let off = |(time, beyond): (i64, f64)| (fit.law.beyond(time as f64 / SECOND as f64) - beyond).abs();
    let distance = places.map(|step| off((step.time, step.beyond))).fold(0.0, f64::max);
    PatienceLaw {
        name: fit.law.name().to_owned(),
        mean_s: fit.law.mean(),
        cv: fit.law.cv(),
        bic: fit.bic,
        distance,
        law: fit.law,
    }
}

fn points(curve: &Survival) -> Vec<CurvePoint> {
    let at = |after: i64| {
        let place = curve.steps.partition_point(|step| step.time <= after).checked_sub(1)?;
        let step = curve.steps[place];
        let half = Z * step.beyond * step.greenwood.sqrt();
        Some(CurvePoint {
            after_s: after as f64 / SECOND as f64,
            still_waiting: Interval::around(step.beyond, half).clamped(0.0, 1.0),
            at_risk: step.at_risk,
        })
    };
    let times = [5, 10, 20, 30, 60, 90, 120, 180, 240, 300, 450, 600, 900, 1800, 3600];
    let mut list: Vec<CurvePoint> = times.iter().filter_map(|time| at(time * SECOND)).collect();
    // Beyond the last that gave up the curve says nothing new.
    list.dedup_by(|later, earlier| later.still_waiting == earlier.still_waiting);
    list
}

fn hazard(sums: &SurvivalSums) -> Vec<HazardPoint> {
    let edges = [0, 10, 20, 30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 420, 600, 900, 1800];
    let outcomes: Vec<(i64, u64, u64)> = sums.outcomes().collect();
    let in_stretch = |pair: &[i64]| {
        let (from, to) = (pair[0] * SECOND, pair[1] * SECOND);
        let (mut events, mut exposure) = (0, 0.0);
        for (time, gave_up, cut) in outcomes.iter().filter(|(time, _, _)| *time > from) {
            exposure += (gave_up + cut) as f64 * ((*time).min(to) - from) as f64;
            events += if *time <= to { *gave_up } else { 0 };
        }
        (exposure > 0.0 && events > 0).then(|| HazardPoint {
            from_s: pair[0] as f64,
            to_s: pair[1] as f64,
            a_minute: events as f64 / (exposure / (60.0 * SECOND as f64)),
            gave_up: events,
        })
    };
    edges.windows(2).filter_map(in_stretch).collect()
}

/// Evenly spaced quantiles in seconds. Where fewer than [`AT_RISK`] wait the rate of giving up is held at that
/// of all waiting beyond half of that time.
fn values(curve: &Survival) -> Vec<f64> {
    let Some(last) = curve.steps.iter().rev().find(|step| step.at_risk >= AT_RISK) else { return Vec::new() };
    let half = curve.beyond(last.time / 2);
    if last.beyond >= half || last.beyond <= 0.0 {
        return Vec::new();
    }
    let rate = libm::log(half / last.beyond) / (last.time - last.time / 2) as f64;
    let quantile = |i: usize| {
        let share = (i as f64 + 0.5) / VALUES as f64;
        let time = match curve.quantile(share).filter(|time| *time <= last.time) {
            Some(time) => time as f64,
            None => last.time as f64 + libm::log(last.beyond / (1.0 - share)) / rate,
        };
        time / SECOND as f64
    };
    (0..VALUES).map(quantile).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::log::UNKNOWN;

    #[test]
    fn patience_is_not_the_mean_wait_of_those_who_gave_up() {
        // Exponential patience of mean 300 s by its quantiles; everybody is answered after 60 s.
        let mut sums = PatienceSums::default();
        for i in 0..5000 {
            let patience = -300.0 * libm::log(1.0 - (i as f64 + 0.5) / 5000.0);
            let (wait, fate) =
                if patience < 60.0 { (patience, Fate::GaveUp) } else { (60.0, Fate::Answered) };
            let wait = (wait * SECOND as f64) as i64;
            sums.add(&Case { wait, fate, begun: UNKNOWN, ..Case::default() });
        }
        let known = sums.estimate().unwrap();
        assert_eq!(known.median_s, None);
        assert_eq!(known.chosen, "exponential");
        assert!((known.laws[0].mean_s / 300.0 - 1.0).abs() < 0.02, "{:?}", known.laws[0]);
        assert!((known.median_by_law_s.unwrap() / 207.9 - 1.0).abs() < 0.02);
        assert!(known.hazard.iter().all(|one| (one.a_minute / 0.2 - 1.0).abs() < 0.05));
    }
}

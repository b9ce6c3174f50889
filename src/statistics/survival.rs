//! Times until something happens, of which some were cut short: Kaplan and Meier's curve.
//!
//! E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", Journal of the
//! American Statistical Association 53 (1958); variance by Greenwood's formula; the interval of a quantile by
//! R. Brookmeyer and J. Crowley, "A confidence interval for the median survival time", Biometrics 38 (1982),
//! on the complementary log-log scale.

use super::intervals::Interval;
use std::collections::BTreeMap;

/// One observation: it could be seen from `from` to `to`, and ended at `to` with the event or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spell {
    /// Not at risk before it (0 in the usual case).
    pub from: i64,
    /// Up to and including it.
    pub to: i64,
    /// The event happened at `to`; otherwise the observation was cut short there.
    pub event: bool,
}

/// A step of the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// From here on,
    pub time: i64,
    /// this share is still without the event.
    pub beyond: f64,
    /// Greenwood's sum up to here: Σ d / (n (n − d)).
    pub greenwood: f64,
    /// At risk just before.
    pub at_risk: u64,
    /// Events here.
    pub events: u64,
}

/// A survival curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survival {
    /// By time; only times with events.
    pub steps: Vec<Step>,
    /// Observations.
    pub spells: u64,
    /// Of them with the event.
    pub events: u64,
    /// Time at risk of all together.
    pub exposure: i128,
}

/// Adds up spells; memory grows with the number of different times, not of spells.
#[derive(Clone, Debug, Default)]
pub struct SurvivalSums {
    /// By time: entering, leaving, events.
    by_time: BTreeMap<i64, (u64, u64, u64)>,
    spells: u64,
    exposure: i128,
}

impl SurvivalSums {
    /// Adds an observation; one without length is none.
    pub fn add(&mut self, spell: Spell) {
        if spell.to < spell.from {
            return;
        }
        self.by_time.entry(spell.from).or_default().0 += 1;
        let leaving = self.by_time.entry(spell.to).or_default();
        leaving.1 += 1;
        leaving.2 += u64::from(spell.event);
        self.spells += 1;
        self.exposure += i128::from(spell.to - spell.from);
    }

    /// The curve. Who enters at a time is at risk after it, who leaves at a time is still at risk at it.
    pub fn curve(&self) -> Survival {
        let (mut at_risk, mut beyond, mut greenwood, mut steps) = (0_u64, 1.0, 0.0, Vec::new());
        // Who enters at 0 and has the event at 0 was at risk there.
        for (time, (enters, leaves, events)) in &self.by_time {
            let same_time = if *time == 0 { *enters } else { 0 };
            let risk = at_risk + same_time;
            if *events > 0 && risk > 0 {
                let (d, n) = (*events as f64, risk as f64);
                beyond *= 1.0 - d / n;
                greenwood += if n > d { d / (n * (n - d)) } else { 0.0 };
                steps.push(Step { time: *time, beyond, greenwood, at_risk: risk, events: *events });
            }
            at_risk = (at_risk + enters).saturating_sub(*leaves);
        }
        let events = self.by_time.values().map(|(_, _, events)| events).sum();
        Survival { steps, spells: self.spells, events, exposure: self.exposure }
    }

    /// Times with how many events and how many observations cut short, for fitting laws.
    pub fn outcomes(&self) -> impl Iterator<Item = (i64, u64, u64)> + '_ {
        self.by_time
            .iter()
            .filter(|(_, (_, leaves, _))| *leaves > 0)
            .map(|(time, (_, leaves, events))| (*time, *events, leaves - events))
    }
}

impl Survival {
    /// The share still without the event after `time`.
    pub fn beyond(&self, time: i64) -> f64 {
        let after = self.steps.partition_point(|step| step.time <= time);
        after.checked_sub(1).map_or(1.0, |place| self.steps[place].beyond)
    }

    /// The first time by which at least `share` had the event; none: the curve ends before.
    pub fn quantile(&self, share: f64) -> Option<i64> {
        self.steps.iter().find(|step| 1.0 - step.beyond >= share).map(|step| step.time)
    }

    /// The quantile with its interval: all times at which the share differs from `share` by no more than
    /// chance would. An end that the curve does not reach is infinite.
    pub fn quantile_interval(&self, share: f64, z: f64) -> Option<Interval> {
        let value = self.quantile(share)? as f64;
        let wanted = libm::log(-libm::log(1.0 - share));
        let compatible = |step: &&Step| {
            if step.beyond <= 0.0 || step.beyond >= 1.0 {
                return false;
            }
            let log = libm::log(step.beyond);
            let spread = step.greenwood.sqrt() / log.abs();
            (libm::log(-log) - wanted).abs() <= z * spread
        };
        let mut times = self.steps.iter().filter(compatible).map(|step| step.time as f64);
        let low = times.next().unwrap_or(value);
        let last = times.next_back().unwrap_or(low);
        // The upper end is where the next step leaves the region; if none does, nothing is known.
        let after = self.steps.iter().find(|step| step.time as f64 > last);
        let high = after.map_or(f64::INFINITY, |step| step.time as f64);
        Some(Interval { value, low: low.min(value), high: high.max(value) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The 6-MP arm of Freireich et al. (1963), weeks in remission, as in Cox and Oakes 1984, table 1.1.
    fn freireich() -> Survival {
        let events = [6, 6, 6, 7, 10, 13, 16, 22, 23];
        let cut = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
        let mut sums = SurvivalSums::default();
        events.iter().for_each(|to| sums.add(Spell { from: 0, to: *to, event: true }));
        cut.iter().for_each(|to| sums.add(Spell { from: 0, to: *to, event: false }));
        sums.curve()
    }

    #[test]
    fn the_curve_of_the_leukaemia_patients_is_that_of_the_textbooks() {
        // Collett, "Modelling Survival Data in Medical Research", and R's survfit print these.
        let curve = freireich();
        let expected = [
            (6, 0.857, 0.0764),
            (7, 0.807, 0.0869),
            (10, 0.753, 0.0963),
            (13, 0.690, 0.1068),
            (16, 0.627, 0.1141),
            (22, 0.538, 0.1282),
            (23, 0.448, 0.1346),
        ];
        for (time, beyond, error) in expected {
            let step = curve.steps.iter().find(|step| step.time == time).unwrap();
            assert!((step.beyond - beyond).abs() < 5e-4, "{time}: {}", step.beyond);
            let greenwood = step.beyond * step.greenwood.sqrt();
            assert!((greenwood - error).abs() < 5e-5, "{time}: {greenwood}");
        }
        assert_eq!(curve.quantile(0.5), Some(23));
        assert_eq!((curve.spells, curve.events, curve.exposure), (21, 9, 359));
    }

    #[test]
    fn the_median_has_an_interval_and_one_without_an_end_says_so() {
        // R: survfit(..., conf.type = "log-log") prints 23 (13, NA).
        let interval = freireich().quantile_interval(0.5, 1.959_964).unwrap();
        assert_eq!((interval.value, interval.low), (23.0, 13.0));
        assert!(interval.high.is_infinite());
    }

    #[test]
    fn who_enters_late_is_not_at_risk_before() {
        let mut sums = SurvivalSums::default();
        for (from, to, event) in [(0, 10, true), (5, 20, true), (15, 20, false)] {
            sums.add(Spell { from, to, event });
        }
        // At 10 two are at risk; at 20 two are, of whom one has the event.
        let curve = sums.curve();
        assert_eq!(curve.steps.iter().map(|step| step.at_risk).collect::<Vec<_>>(), [2, 2]);
        assert!((curve.beyond(20) - 0.25).abs() < 1e-12);
    }
}

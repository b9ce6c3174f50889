//! What the days before teach: everything of a prediction but the predicted day's own inputs.

use crate::calibration::estimate::clean::{Clean, OpenDay};
use crate::calibration::estimate::durations::DurationSums;
use crate::calibration::estimate::patience::{Patience, PatienceSums};
use crate::calibration::estimate::presence::PresenceRules;
use crate::calibration::estimate::skills::Skills;
use crate::calibration::estimate::wrap_up;
use crate::calibration::log::{Case, Fate, SECOND};
use crate::random::{Distribution, Law};
use crate::units::Span;
use std::collections::BTreeMap;
use std::io;

/// Hours' own mean of an inquiry is held to the inquiry's by so many cases.
const HOUR_PRIOR: f64 = 40.0;
/// Values that stand for the wrap-up's curve.
const WRAP_UP_VALUES: usize = 50;

/// What the days before teach.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who takes what.
    pub skills: Skills,
    /// How presence is inferred.
    pub rules: PresenceRules,
    /// By inquiry: handle times as equal slices, s.
    pub handle: BTreeMap<u16, Vec<f64>>,
    /// By inquiry: mean handle time, s.
    pub mean: BTreeMap<u16, f64>,
    /// By inquiry and hour of the day: over the inquiry's mean.
    pub by_hour: BTreeMap<(u16, usize), f64>,
    /// By inquiry.
    pub patience: BTreeMap<u16, Distribution>,
    /// Of all inquiries.
    pub patience_of_all: Distribution,
    /// Giving up a second of waiting, of all: what Erlang A takes.
    pub giving_up: f64,
    /// Work after a case.
    pub wrap_up: Distribution,
    /// Its mean, s.
    pub wrap_up_mean: f64,
}

impl Known {
    /// From the days of `clean`.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    pub fn of(clean: &Clean<'_>, rules: PresenceRules) -> io::Result<Known> {
        let skills = Skills::of(clean)?;
        let mut handle: BTreeMap<u16, DurationSums> = BTreeMap::new();
        let mut hours: BTreeMap<(u16, usize), (f64, f64)> = BTreeMap::new();
        let mut patience: BTreeMap<u16, PatienceSums> = BTreeMap::new();
        let (mut all, mut gave_up, mut waited) = (PatienceSums::default(), 0.0, 0.0);
        for day in clean.each() {
            let day = day?;
            for case in day.counted() {
                if let Some(time) = handled(case) {
                    handle.entry(case.inquiry).or_default().add(day.day, time);
                    let cell = hours.entry((case.inquiry, hour(case))).or_default();
                    cell.0 += time as f64 / SECOND as f64;
                    cell.1 += 1.0;
                }
                patience.entry(case.inquiry).or_default().add(case);
                all.add(case);
                if let Some(wait) = case.waited() {
                    waited += wait as f64 / SECOND as f64;
                    gave_up += f64::from(u8::from(case.fate == Fate::GaveUp));
                }
            }
        }
        let mean: BTreeMap<u16, f64> =
            handle.iter().map(|(inquiry, sums)| (*inquiry, sums.total_s() / sums.count() as f64)).collect();
        let by_hour = hours
            .iter()
            .map(|((inquiry, hour), (sum, count))| {
                let usual = mean[inquiry];
                ((*inquiry, *hour), (sum + HOUR_PRIOR * usual) / (usual * (count + HOUR_PRIOR)))
            })
            .collect();
        let curve = wrap_up::wrap_up(clean, &skills)?;
        let values = wrap_up::values(&curve, WRAP_UP_VALUES);
        let wrap_up_mean = values.iter().sum::<i64>() as f64 / values.len().max(1) as f64 / SECOND as f64;
        Ok(Known {
            skills,
            rules,
            handle: handle.iter().map(|(inquiry, sums)| (*inquiry, sums.slices())).collect(),
            mean,
            by_hour,
            patience: patience
                .iter()
                .filter(|(_, sums)| sums.is_enough())
                .filter_map(|(inquiry, sums)| Some((*inquiry, law(&sums.estimate()?))))
                .collect(),
            patience_of_all: all.estimate().map_or(Distribution::NEVER, |patience| law(&patience)),
            giving_up: if waited > 0.0 { gave_up / waited } else { 0.0 },
            wrap_up: empirical(values.into_iter().map(Span).collect()),
            wrap_up_mean,
        })
    }

    /// Mean handle time expected of an inquiry at an hour, s.
    pub fn expected(&self, inquiry: u16, hour: usize) -> f64 {
        let usual = self.mean.get(&inquiry).copied().unwrap_or(0.0);
        usual * self.by_hour.get(&(inquiry, hour)).copied().unwrap_or(1.0)
    }

    /// Actual over expected handle time of some days, of the agents who did the work.
    pub fn level<'d>(&self, days: impl Iterator<Item = &'d OpenDay>) -> f64 {
        let (mut took, mut expected) = (0.0, 0.0);
        for case in days.flat_map(OpenDay::counted) {
            if let Some(time) = handled(case) {
                took += time as f64 / SECOND as f64;
                expected += self.expected(case.inquiry, hour(case)) / self.skills.speed(case.agent);
            }
        }
        if expected > 0.0 { took / expected } else { 1.0 }
    }
}

/// The work on a case that was answered.
pub fn handled(case: &Case) -> Option<i64> {
    case.handled().filter(|_| case.fate == Fate::Answered)
}

/// The hour of the day in which a case began.
pub fn hour(case: &Case) -> usize {
    (case.clock() / (3600 * SECOND)) as usize
}

/// Each value as likely as any other; none: no time at all.
pub fn empirical(mut values: Vec<Span>) -> Distribution {
    values.sort_unstable();
    if values.is_empty() {
        return Distribution::constant(Span::ZERO);
    }
    Distribution { law: Law::Empirical { values }, most: None }
}

/// As the scenario would have it.
fn law(patience: &Patience) -> Distribution {
    let seconds = |values: &[f64]| empirical(values.iter().map(|value| Span::from_seconds(*value)).collect());
    let best = patience.laws.iter().find(|law| law.name == patience.chosen);
    match best {
        // The curve where it is known; a law only where there is no curve to speak of.
        _ if !patience.values.is_empty() => seconds(&patience.values),
        Some(law) => Distribution { law: Law::Exponential { mean: law.mean_s * 1e6 }, most: None },
        None => Distribution::NEVER,
    }
}

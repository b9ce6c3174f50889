//! The whole back-test, and its table.

use super::days::{Predicted, Simulation, predict};
use super::erlang::{self, Formula};
use super::known::Known;
use super::leaks::leaks;
use super::learnt::Learnt;
use super::plan::{Cases, Given};
use super::rates::{DayForecast, day_forecasts};
use super::score::{self, FIGURES};
use super::table::{BackTest, DayRow, Row, Scores};
use super::volumes;
use crate::calibration::estimate::arrivals::{DayCounts, day_counts};
use crate::calibration::estimate::clean::Clean;
use crate::calibration::estimate::presence::PresenceRules;
use crate::calibration::estimate::surge::{Prior, Streams};
use crate::calibration::log::times::date_of;
use crate::calibration::log::{LogKind, SECOND};
use std::collections::BTreeMap;
use std::io;

/// Training days are left out in so many blocks.
const BLOCKS: usize = 4;
/// No back-test of fewer training days.
pub const FEWEST_DAYS: usize = 6;

/// Taught by the days before `split`, held against those from it on.
///
/// # Errors
/// If the temporary file cannot be read.
pub fn run(
    clean: &Clean<'_>,
    split: i32,
    end: i32,
    simulation: &Simulation,
    prior: &Prior,
) -> io::Result<BackTest> {
    let (taught, tested) = (clean.between(i32::MIN, split), clean.between(split, end));
    let mut rows = Vec::new();
    let (mut days, mut half_hours) = (Vec::new(), 0);
    if clean.log.kind == LogKind::Cases {
        let test = Test::new(clean, &taught, &tested, simulation, prior)?;
        test.rows(&mut rows, &mut days, &mut half_hours)?;
    }
    rows.extend(volumes::rows(&taught, &tested, prior)?);
    if half_hours == 0 {
        let counts = day_counts(&tested.clone().with_streams(Streams::default()))?;
        half_hours = counts.iter().map(|day| day.seen.iter().filter(|seen| **seen).count()).sum();
    }
    let date = |day: Option<&i32>| day.map_or(String::new(), |day| date_of(*day).to_string());
    Ok(BackTest {
        taught_from: date(taught.days.first()),
        taught_to: date(taught.days.last()),
        days_taught: taught.days.len(),
        tested_from: date(tested.days.first()),
        tested_to: date(tested.days.last()),
        days_tested: tested.days.len(),
        half_hours_tested: half_hours,
        fewest_cases: score::FEWEST,
        within_s: simulation.within as f64 / SECOND as f64,
        replications: simulation.nights,
        refused: leaks(&taught)?,
        rows,
        days,
    })
}

/// What all rows are made of.
struct Test<'c, 'l> {
    clean: &'c Clean<'l>,
    taught: &'c Clean<'l>,
    tested: &'c Clean<'l>,
    known: Known,
    /// Training days in blocks, each with what the other blocks teach.
    blocks: Vec<(Vec<i32>, Known)>,
    /// By day: of training days from the other blocks, of test days from all.
    forecasts: BTreeMap<i32, DayForecast>,
    simulation: &'c Simulation,
}

impl<'c, 'l> Test<'c, 'l> {
    fn new(
        clean: &'c Clean<'l>,
        taught: &'c Clean<'l>,
        tested: &'c Clean<'l>,
        simulation: &'c Simulation,
        prior: &Prior,
    ) -> io::Result<Test<'c, 'l>> {
        let rules = PresenceRules::default();
        let known_counts = day_counts(taught)?;
        let (mut blocks, mut forecasts) = (Vec::new(), BTreeMap::new());
        for block in taught.days.chunks(taught.days.len().div_ceil(BLOCKS).max(1)) {
            let others: Vec<i32> = taught.days.iter().copied().filter(|day| !block.contains(day)).collect();
            let known = Known::of(&Clean { days: others.clone(), ..taught.clone() }, rules)?;
            let own: Vec<DayCounts> =
                known_counts.iter().filter(|day| others.contains(&day.day)).cloned().collect();
            forecasts.extend(day_forecasts(clean, &own, block, prior)?);
            blocks.push((block.to_vec(), known));
        }
        forecasts.extend(day_forecasts(clean, &known_counts, &tested.days, prior)?);
        let known = Known::of(taught, rules)?;
        Ok(Test { clean, taught, tested, known, blocks, forecasts, simulation })
    }

    fn cases(&self, day: i32, forecast: bool) -> Cases<'_> {
        match self.forecasts.get(&day).filter(|_| forecast) {
            Some(forecast) => Cases::Forecast(forecast),
            None => Cases::Given,
        }
    }

    fn predict(
        &self,
        days: &[i32],
        known: &Known,
        given: Given,
        forecast: bool,
    ) -> io::Result<Vec<Predicted>> {
        predict(self.clean, days, known, given, &|day| self.cases(day, forecast), self.simulation)
    }

    fn rows(&self, rows: &mut Vec<Row>, days: &mut Vec<DayRow>, half_hours: &mut usize) -> io::Result<()> {
        let givens = [
            ("presence", Given::Breaks, false),
            ("handle times", Given::HandleTimes, false),
            ("forecast", Given::Breaks, true),
        ];
        // Itself taught by the days that it predicts: what the model could reach at best.
        let own = Known::of(self.tested, PresenceRules::default())?;
        for (name, given, forecast) in givens {
            let mut training = Vec::new();
            for (block, known) in &self.blocks {
                training.push(self.predict(block, known, given, forecast)?);
            }
            let test = self.predict(&self.tested.days, &self.known, given, forecast)?;
            if score::days(&test, 0).is_empty() {
                // The log does not say who worked, or how long cases waited.
                continue;
            }
            let floor = self.predict(&self.tested.days, &own, given, forecast)?;
            for (figure, title) in FIGURES.iter().enumerate() {
                let learnt = Learnt::of(&training, figure);
                let row = |method: &str, half_hours, days| Row {
                    given: name.to_owned(),
                    method: method.to_owned(),
                    figure: (*title).to_owned(),
                    half_hours,
                    days,
                };
                let (half, day) = (score::half_hours(&test, figure), score::days(&test, figure));
                rows.push(row("corrected", learnt.half_hours(&half), learnt.days(&day)));
                rows.push(row("simulated", Scores::without_bands(&half), Scores::without_bands(&day)));
                let at_best = Learnt::of(std::slice::from_ref(&floor), figure);
                let (half, day) = (score::half_hours(&floor, figure), score::days(&floor, figure));
                let best = |points| Scores::without_bands(&at_best.corrected(points));
                rows.push(row("floor", best(&half), best(&day)));
                if figure == 0 && given == Given::Breaks && !forecast {
                    *half_hours = half.len();
                    *days = learnt.day_rows(&test);
                }
            }
            if !forecast && given == Given::Breaks {
                self.formulas(name, &test, rows)?;
            }
        }
        Ok(())
    }

    fn formulas(&self, name: &str, test: &[Predicted], rows: &mut Vec<Row>) -> io::Result<()> {
        for (method, formula) in [("Erlang C", Formula::C), ("Erlang A", Formula::A)] {
            let mut said = Vec::with_capacity(test.len());
            for predicted in test {
                let day = self.tested.day(predicted.day)?;
                said.push(erlang::predict(&day, predicted, &self.known, formula, self.simulation.within));
            }
            for (figure, title) in FIGURES.iter().enumerate() {
                rows.push(Row {
                    given: name.to_owned(),
                    method: method.to_owned(),
                    figure: (*title).to_owned(),
                    half_hours: Scores::without_bands(&score::half_hours(&said, figure)),
                    days: Scores::without_bands(&score::days(&said, figure)),
                });
            }
        }
        debug_assert!(self.taught.days.len() >= FEWEST_DAYS);
        Ok(())
    }
}

//! The whole back-test, and its table.

use super::bands::Bands;
use super::correction::Correction;
use super::days::{Predicted, Simulation, predict};
use super::erlang::{self, Formula};
use super::forecast::forecast;
use super::known::Known;
use super::leaks::leaks;
use super::plan::{Cases, Given};
use super::score::{self, FIGURES, Point};
use super::volumes;
use crate::calibration::estimate::arrivals::{DayCounts, Profile, day_counts};
use crate::calibration::estimate::clean::Clean;
use crate::calibration::estimate::presence::PresenceRules;
use crate::calibration::log::times::date_of;
use crate::calibration::log::{LogKind, SECOND};
use crate::statistics::Interval;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;

/// Training days are left out in so many blocks.
const BLOCKS: usize = 4;
/// No back-test of fewer training days.
pub const FEWEST_DAYS: usize = 6;

/// How well days that were not seen were predicted.
#[derive(Clone, Debug, Serialize)]
pub struct BackTest {
    /// First and last day it was taught on.
    pub taught_from: String,
    /// The same.
    pub taught_to: String,
    /// Days it was taught on.
    pub days_taught: usize,
    /// First and last day predicted.
    pub tested_from: String,
    /// The same.
    pub tested_to: String,
    /// Days predicted.
    pub days_tested: usize,
    /// Half hours with enough cases and no bad data.
    pub half_hours_tested: usize,
    /// Half hours with fewer cases are not judged.
    pub fewest_cases: f64,
    /// What counts as answered in time, s.
    pub within_s: f64,
    /// Nights simulated a day.
    pub replications: u64,
    /// Columns that were not used, and why.
    pub refused: Vec<String>,
    /// By what was given, method and figure.
    pub rows: Vec<Row>,
    /// Each day's share answered in time, with presence and breaks given.
    pub days: Vec<DayRow>,
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Of the predicted day.
    pub given: String,
    /// How it was predicted.
    pub method: String,
    /// What was.
    pub figure: String,
    /// Half hours.
    pub half_hours: Scores,
    /// Whole days.
    pub days: Scores,
}

/// How well.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Mean absolute error.
    pub error: f64,
    /// Mean error: predicted less was.
    pub bias: f64,
    /// What the error would be if the model were exactly right: chance alone; none of a formula.
    pub chance: Option<f64>,
    /// Share that lay in the 80 % band; none: it has no bands.
    pub coverage_80: Option<f64>,
    /// In the 95 % band.
    pub coverage_95: Option<f64>,
}

/// A day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayRow {
    /// Which.
    pub date: String,
    /// Its cases.
    pub cases: f64,
    /// Share answered in time.
    pub was: f64,
    /// What was predicted of it, with its 80 % band.
    pub predicted: Interval,
    /// The band held it.
    pub held: bool,
}

impl Scores {
    /// Of points as predicted; chance as simulated.
    pub fn of(points: &[Point], simulated: &[Point], bands: &Bands, most: f64) -> Scores {
        // The mean distance of a normal value from its mean is √(2/π) of its deviation.
        let spread = simulated.iter().map(|point| point.spread).sum::<f64>() / simulated.len().max(1) as f64;
        Scores {
            error: score::mean_absolute(points),
            bias: score::bias(points),
            chance: Some(spread * (2.0 / std::f64::consts::PI).sqrt()),
            coverage_80: Some(bands.coverage(points, 0.8, most)),
            coverage_95: Some(bands.coverage(points, 0.95, most)),
        }
    }

    fn without_bands(points: &[Point]) -> Scores {
        Scores {
            error: score::mean_absolute(points),
            bias: score::bias(points),
            chance: None,
            coverage_80: None,
            coverage_95: None,
        }
    }
}

/// Taught by the days before `split`, held against those from it on.
///
/// # Errors
/// If the temporary file cannot be read.
pub fn run(clean: &Clean<'_>, split: i32, end: i32, simulation: &Simulation) -> io::Result<BackTest> {
    let (taught, tested) = (clean.between(i32::MIN, split), clean.between(split, end));
    let known_counts = day_counts(&taught)?;
    let counts = day_counts(&tested)?;
    let mut rows = Vec::new();
    let (mut days, mut half_hours) = (Vec::new(), 0);
    if clean.log.kind == LogKind::Cases {
        let test = Test::new(clean, &taught, &tested, &known_counts, &counts, simulation)?;
        test.rows(&mut rows, &mut days, &mut half_hours)?;
    }
    rows.extend(volumes::rows(&known_counts, &counts));
    if half_hours == 0 {
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
    /// Rates by day: of training days from the other blocks, of test days from all.
    rates: BTreeMap<i32, Vec<Vec<f64>>>,
    day_cv: f64,
    simulation: &'c Simulation,
}

impl<'c, 'l> Test<'c, 'l> {
    fn new(
        clean: &'c Clean<'l>,
        taught: &'c Clean<'l>,
        tested: &'c Clean<'l>,
        known_counts: &[DayCounts],
        counts: &[DayCounts],
        simulation: &'c Simulation,
    ) -> io::Result<Test<'c, 'l>> {
        let rules = PresenceRules::default();
        let (mut blocks, mut rates) = (Vec::new(), BTreeMap::new());
        for block in taught.days.chunks(taught.days.len().div_ceil(BLOCKS).max(1)) {
            let others: Vec<i32> = taught.days.iter().copied().filter(|day| !block.contains(day)).collect();
            let known = Known::of(&Clean { days: others.clone(), ..taught.clone() }, rules)?;
            let own: Vec<DayCounts> =
                known_counts.iter().filter(|day| others.contains(&day.day)).cloned().collect();
            rates.extend(rates_of(&own, block));
            blocks.push((block.to_vec(), known));
        }
        let days: Vec<i32> = counts.iter().map(|day| day.day).collect();
        rates.extend(rates_of(known_counts, &days));
        let swing = Profile::of(known_counts).swing(known_counts);
        let known = Known::of(taught, rules)?;
        let day_cv = swing.map_or(0.0, |swing| swing.day_cv.value);
        Ok(Test { clean, taught, tested, known, blocks, rates, day_cv, simulation })
    }

    fn cases(&self, day: i32, forecast: bool) -> Cases<'_> {
        match self.rates.get(&day).filter(|_| forecast) {
            Some(rates) => Cases::Forecast(rates, self.day_cv),
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
                training.extend(self.predict(block, known, given, forecast)?);
            }
            let test = self.predict(&self.tested.days, &self.known, given, forecast)?;
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
                let at_best = Learnt::of(&floor, figure);
                let (half, day) = (score::half_hours(&floor, figure), score::days(&floor, figure));
                let corrected =
                    |points: &[Point]| Scores::without_bands(&at_best.correction.apply(points, at_best.most));
                rows.push(row("floor", corrected(&half), corrected(&day)));
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

/// Rates of days by inquiry: the forecast of all together, by each inquiry's usual part of the half hour.
fn rates_of(known: &[DayCounts], days: &[i32]) -> BTreeMap<i32, Vec<Vec<f64>>> {
    let Some(first) = known.first() else { return BTreeMap::new() };
    let (inquiries, places) = (first.counts.len(), first.seen.len());
    let sum = |inquiry: usize, place: usize| known.iter().map(|day| day.counts[inquiry][place]).sum::<f64>();
    let parts: Vec<Vec<f64>> =
        (0..inquiries).map(|inquiry| (0..places).map(|place| sum(inquiry, place)).collect()).collect();
    let part = |inquiry: usize, place: usize| {
        let all: f64 = parts.iter().map(|row| row[place]).sum();
        if all > 0.0 { parts[inquiry][place] / all } else { 0.0 }
    };
    let one = |(day, totals): (&i32, Vec<f64>)| {
        let own = |inquiry: usize| (0..places).map(|place| totals[place] * part(inquiry, place)).collect();
        (*day, (0..inquiries).map(own).collect())
    };
    days.iter().zip(forecast(known, days)).map(one).collect()
}

/// What training days teach of the errors of one figure.
struct Learnt {
    correction: Correction,
    half_hours: Bands,
    days: Bands,
    most: f64,
}

impl Learnt {
    fn of(training: &[Predicted], figure: usize) -> Learnt {
        let most = if figure == 2 { f64::INFINITY } else { 1.0 };
        let (half_hours, days) = (score::half_hours(training, figure), score::days(training, figure));
        let correction = Correction::learn(&half_hours);
        Learnt {
            correction,
            half_hours: Bands::learn(&correction.apply(&half_hours, most)),
            days: Bands::learn(&correction.apply(&days, most)),
            most,
        }
    }

    fn half_hours(&self, points: &[Point]) -> Scores {
        Scores::of(&self.correction.apply(points, self.most), points, &self.half_hours, self.most)
    }

    fn days(&self, points: &[Point]) -> Scores {
        Scores::of(&self.correction.apply(points, self.most), points, &self.days, self.most)
    }

    fn day_rows(&self, test: &[Predicted]) -> Vec<DayRow> {
        let points = self.correction.apply(&score::days(test, 0), self.most);
        let row = |(day, point): (&Predicted, Point)| {
            let (low, high) = self.days.of(&point, 0.8, self.most);
            DayRow {
                date: date_of(day.day).to_string(),
                cases: point.cases,
                was: point.was,
                predicted: Interval { value: point.predicted, low, high },
                held: low <= point.was && point.was <= high,
            }
        };
        test.iter().zip(points).map(row).collect()
    }
}

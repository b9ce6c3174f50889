//! A day's plan: what is known before, and what is given of the day itself.

use super::known::{Known, empirical, handled, hour};
use super::rates::DayForecast;
use super::surges::Coming;
use crate::calibration::estimate::clean::OpenDay;
use crate::calibration::estimate::presence::{Presence, PresenceRules, levels, presence};
use crate::calibration::log::times::to_civil;
use crate::calibration::log::{Civil, DAY, SECOND};
use crate::random::Distribution;
use crate::scenario::{
    After, Arrivals, ArrivalsAs, ClockTime, Headcount, Inquiry, Moment, Row, Scenario, Staffing, Steps,
    Stream, load_text,
};
use crate::simulation::plan::Plan;
use crate::units::Span;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What a prediction is given of the day itself, besides how many cases came when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Given {
    /// Who was present from when to when.
    Presence,
    /// The same, with breaks inferred from services.
    Breaks,
    /// The same, and the mean handle time of each half hour.
    HandleTimes,
}

/// What cases the day has.
#[derive(Clone, Copy, Debug)]
pub enum Cases<'a> {
    /// Its own.
    Given,
    /// As forecast.
    Forecast(&'a DayForecast),
}

/// Half an hour, µs.
const HALF_HOUR: i64 = 1800 * SECOND;
/// A half hour's own mean handle time is held to the expected one by so many cases.
const HALF_HOUR_PRIOR: f64 = 3.0;

/// The scenario that all days' scenarios are made from: one inquiry, one team.
const TEMPLATE: &str = r#"
time_zone = "UTC"
opens = 2000-01-01T00:00:00
closes = 2000-01-01T01:00:00
interval = "30min"
run_out = "4h"
[channel.phone]
kind = "phone"
[target.answer]
measure = "answer"
within = "20s"
at_least = 0.8
abandoned = "missed"
[inquiry.x]
channels = { phone = 1.0 }
reply = "1s"
baseline = { steps = { "00:00" = 1 } }
[team.x]
skills = "*"
slots = { phone = 1 }
on_duty = { steps = { "00:00" = 1 } }
"#;

/// The plan of a day; `level`: actual over expected handle times of the days just before.
pub fn plan(day: &OpenDay, known: &Known, given: Given, cases: Cases<'_>, level: f64) -> Option<Plan> {
    let template = load_text(TEMPLATE).ok()?.scenario;
    let mut scenario = template.clone();
    scenario.opens = to_civil(day.opens);
    scenario.closes = to_civil(day.closes);
    scenario.inquiries.clear();
    scenario.teams.clear();
    let factors = match given {
        Given::HandleTimes => half_hour_factors(day, known, level),
        _ => BTreeMap::new(),
    };
    let demand = Demand { template: &template, day, known, level, factors: &factors };
    inquiries(&demand, cases, &mut scenario);
    let rules = PresenceRules { breaks: given != Given::Presence, ..known.rules };
    let present = presence(day, &known.skills, &rules);
    teams(&template, day, known, &present, given, &mut scenario);
    if scenario.teams.is_empty() || scenario.inquiries.is_empty() {
        return None;
    }
    Plan::compile(&scenario).ok()
}

/// Actual over expected handle time by half hour, held to the level of the days before.
fn half_hour_factors(day: &OpenDay, known: &Known, level: f64) -> BTreeMap<usize, f64> {
    let mut sums: BTreeMap<usize, (f64, f64, f64)> = BTreeMap::new();
    for case in day.counted() {
        if let Some(time) = handled(case) {
            let cell = sums.entry(((case.at - day.opens) / HALF_HOUR) as usize).or_default();
            cell.0 += time as f64 / SECOND as f64;
            cell.1 += known.expected(case.inquiry, hour(case));
            cell.2 += 1.0;
        }
    }
    let factor = |(took, expected, count): (f64, f64, f64)| {
        let prior = HALF_HOUR_PRIOR * expected / count;
        (took + prior * level) / (expected + prior)
    };
    sums.into_iter().map(|(place, cell)| (place, factor(cell))).collect()
}

/// What inquiries are made of.
struct Demand<'a> {
    template: &'a Scenario,
    day: &'a OpenDay,
    known: &'a Known,
    level: f64,
    factors: &'a BTreeMap<usize, f64>,
}

/// One inquiry for each kind and half hour (or hour), so that each has its own handle times.
fn inquiries(demand: &Demand<'_>, cases: Cases<'_>, scenario: &mut Scenario) {
    let (r#as, rows) = match cases {
        Cases::Given => (ArrivalsAs::Recorded, demand.given()),
        Cases::Forecast(forecast) => {
            scenario.busyness_cv = forecast.day_cv;
            for (number, coming) in forecast.streams.iter().enumerate() {
                stream(demand, coming, &format!("stream-{number}"), scenario);
            }
            (ArrivalsAs::Forecast, demand.forecast(&forecast.rates))
        }
    };
    for ((number, place), rows) in rows {
        let Some(mut inquiry) = demand.inquiry(number, place) else { return };
        inquiry.arrivals = Some(Arrivals { file: PathBuf::new(), date: None, r#as, times: 1.0, rows });
        scenario.inquiries.insert(format!("{number:05}@{place:03}"), inquiry);
    }
}

/// A stream that is to come, with an inquiry for each kind of question after it.
fn stream(demand: &Demand<'_>, coming: &Coming, name: &str, scenario: &mut Scenario) {
    let shown = &coming.stream;
    let moment = |at: Civil| Moment::DateTime(to_civil(at));
    let stream = Stream {
        title: None,
        from: moment(shown.from),
        to: moment(shown.to),
        orders: BTreeMap::from([(name.to_owned(), shown.orders)]),
        orders_over: None,
        delivery: None,
        forecast_cv: coming.forecast_cv,
        delay_cv: coming.delay_cv,
    };
    scenario.streams.insert(name.to_owned(), stream);
    let place = ((shown.to - demand.day.opens) / HALF_HOUR) as usize;
    for (number, share) in (1_u16..).zip(&coming.shares).filter(|(_, share)| **share > 0.0) {
        let Some(mut inquiry) = demand.inquiry(number, place) else { return };
        inquiry.product = Some(name.to_owned());
        inquiry.share = Some(*share);
        inquiry.after = After::Stream;
        inquiry.delay = coming.delay.clone();
        scenario.inquiries.insert(format!("{number:05}@{name}"), inquiry);
    }
}

impl Demand<'_> {
    /// The day's own cases by inquiry and half hour.
    fn given(&self) -> BTreeMap<(u16, usize), Vec<Row>> {
        let mut rows: BTreeMap<(u16, usize), Vec<Row>> = BTreeMap::new();
        for case in self.day.counted() {
            let place = ((case.at - self.day.opens) / HALF_HOUR) as usize;
            rows.entry((case.inquiry, place)).or_default().push(row(case.at, Span::ZERO, 1.0));
        }
        rows
    }

    /// Rates by inquiry number less 1 and half hour.
    fn forecast(&self, rates: &[Vec<f64>]) -> BTreeMap<(u16, usize), Vec<Row>> {
        let cells = (1_u16..).zip(rates).flat_map(|(number, own)| {
            own.iter().enumerate().filter(|(_, rate)| **rate > 0.0).map(move |(place, rate)| {
                let at = self.day.opens + place as i64 * HALF_HOUR;
                ((number, place), vec![row(at, Span(HALF_HOUR), *rate)])
            })
        });
        cells.collect()
    }

    /// An inquiry of a half hour that nobody has yet.
    fn inquiry(&self, number: u16, place: usize) -> Option<Inquiry> {
        let known = self.known;
        let hour = ((self.day.opens + place as i64 * HALF_HOUR).rem_euclid(DAY) / (3600 * SECOND)) as usize;
        let level = self.factors.get(&place).copied().unwrap_or(self.level);
        let factor = level * known.by_hour.get(&(number, hour)).copied().unwrap_or(1.0);
        let slices = known.handle.get(&number).cloned().unwrap_or_default();
        let reply = empirical(slices.iter().map(|slice| Span::from_seconds(slice * factor)).collect());
        let mut inquiry = self.template.inquiries.get("x")?.clone();
        inquiry.baseline = None;
        inquiry.reply = reply.clone();
        for handling in inquiry.handling.values_mut() {
            handling.reply = reply.clone();
            handling.wrap_up = known.wrap_up.clone();
            handling.patience = patience(known, number);
        }
        Some(inquiry)
    }
}

/// So many cases from a time on.
fn row(at: Civil, interval: Span, count: f64) -> Row {
    Row { at: to_civil(at), interval, count, channel: None, tier: None, reply: None, patience: None }
}

fn patience(known: &Known, inquiry: u16) -> Distribution {
    known.patience.get(&inquiry).unwrap_or(&known.patience_of_all).clone()
}

/// A team for each group of skills, with the level of those who were there.
fn teams(
    template: &Scenario,
    day: &OpenDay,
    known: &Known,
    present: &Presence,
    given: Given,
    scenario: &mut Scenario,
) {
    let Some(pattern) = template.teams.get("x") else { return };
    let mut spells: BTreeMap<usize, Vec<(Civil, Civil)>> = BTreeMap::new();
    let mut work: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for (agent, own) in present {
        let group = known.skills.group(*agent);
        let time: i64 = own.iter().map(|(from, to)| to - from).sum();
        let cell = work.entry(group).or_default();
        cell.0 += time as f64 * known.skills.speed(*agent);
        cell.1 += time as f64;
        spells.entry(group).or_default().extend(own);
    }
    for (group, own) in spells {
        let steps = day_steps(day, &levels(own.into_iter()));
        let mut team = pattern.clone();
        if let Some(group) = known.skills.groups.get(group) {
            let takes = |name: &&String| {
                name.split('@').next().and_then(|number| number.parse().ok()).is_some_and(|number: u16| {
                    group.skills.contains(&number) || !known.handle.contains_key(&number)
                })
            };
            team.skills = scenario.inquiries.keys().filter(takes).cloned().collect();
        }
        if team.skills.is_empty() {
            continue;
        }
        // What a half hour's cases took already shows who worked on them.
        team.speed = match given {
            Given::HandleTimes => 1.0,
            _ => work.get(&group).map_or(1.0, |(fast, time)| if *time > 0.0 { fast / time } else { 1.0 }),
        };
        team.staffing = Staffing::Level(Steps { steps });
        scenario.teams.insert(format!("{group:03}"), team);
    }
}

/// Levels as clock times of the day of the opening; what is after the next midnight comes round to its morning,
/// before the desk opens.
fn day_steps(day: &OpenDay, levels: &[(Civil, u32)]) -> Vec<(ClockTime, Headcount)> {
    let midnight = day.opens.div_euclid(DAY) * DAY;
    let headcount = |agents: u32| Headcount { plan: Some(agents), min: agents, max: agents };
    let mut steps: BTreeMap<ClockTime, Headcount> = BTreeMap::new();
    steps.insert(ClockTime(Span((day.opens - midnight).rem_euclid(DAY))), headcount(0));
    for (at, agents) in levels {
        steps.insert(ClockTime(Span((at - midnight).rem_euclid(DAY))), headcount(*agents));
    }
    steps.into_iter().collect()
}

//! What a formula says of each half hour, given the same cases, handle times and agents.

use super::days::Predicted;
use super::known::Known;
use super::nights::Cell;
use crate::calibration::estimate::clean::OpenDay;
use crate::calibration::estimate::opening::HALF_HOUR;
use crate::calibration::estimate::presence::{levels, presence};
use crate::calibration::log::SECOND;
use crate::theory::erlang_a::ErlangA;
use crate::theory::erlang_c::erlang_c;

/// A half hour in seconds.
const LENGTH: f64 = 1800.0;

/// Which formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// Everybody waits, however long.
    C,
    /// Customers give up (exponential patience).
    A,
}

/// The formula's day, as one night of a prediction; wait of an overload of C: the whole half hour.
pub fn predict(
    day: &OpenDay,
    predicted: &Predicted,
    known: &Known,
    formula: Formula,
    within: i64,
) -> Predicted {
    let (agents, speed) = agents(day, known, predicted.was.len());
    let within = within as f64 / SECOND as f64;
    let cells = predicted.was.iter().enumerate().map(|(place, was)| {
        let handle = handle(day, known, place, predicted.level / speed);
        let (in_time, gave_up, wait) = match formula {
            Formula::C => c(was.cases, handle, agents[place], within),
            Formula::A => a(was.cases, handle, agents[place], within, known.giving_up),
        };
        Cell {
            cases: was.cases,
            in_time: in_time * was.cases,
            gave_up: gave_up * was.cases,
            waited: wait * was.cases,
        }
    });
    Predicted { nights: vec![cells.collect()], ..predicted.clone() }
}

fn c(cases: f64, handle: f64, agents: u64, within: f64) -> (f64, f64, f64) {
    if cases == 0.0 || agents == 0 {
        return (0.0, 0.0, LENGTH);
    }
    match erlang_c(cases / LENGTH, handle, agents).steady() {
        Some(steady) => (steady.answered_within(within), 0.0, steady.mean_wait().min(LENGTH)),
        None => (0.0, 0.0, LENGTH),
    }
}

fn a(cases: f64, handle: f64, agents: u64, within: f64, giving_up: f64) -> (f64, f64, f64) {
    if cases == 0.0 || agents == 0 || giving_up <= 0.0 {
        return c(cases, handle, agents, within);
    }
    let queue = ErlangA::new(cases / LENGTH, handle, 1.0 / giving_up, agents);
    (queue.answered_within(within), queue.abandoned, queue.mean_wait())
}

/// Mean work on a case of the half hour, wrap-up included.
fn handle(day: &OpenDay, known: &Known, place: usize, level: f64) -> f64 {
    let from = day.opens + place as i64 * HALF_HOUR;
    let (mut sum, mut count) = (0.0, 0.0);
    for case in day.counted().filter(|case| case.at >= from && case.at < from + HALF_HOUR) {
        sum += known.expected(case.inquiry, super::known::hour(case));
        count += 1.0;
    }
    level * sum / f64::max(count, 1.0) + known.wrap_up_mean
}

/// Mean number present, whole, by half hour; and how fast they are.
fn agents(day: &OpenDay, known: &Known, places: usize) -> (Vec<u64>, f64) {
    let present = presence(day, &known.skills, &known.rules);
    let (mut time, mut fast) = (0.0, 0.0);
    for (agent, own) in &present {
        let there = own.iter().map(|(from, to)| (to - from) as f64).sum::<f64>();
        time += there;
        fast += there * known.skills.speed(*agent);
    }
    let speed = if time > 0.0 { fast / time } else { 1.0 };
    let steps = levels(present.into_values().flatten());
    let mut there = vec![0.0; places];
    for pair in steps.windows(2) {
        for (place, cell) in there.iter_mut().enumerate() {
            let from = day.opens + place as i64 * HALF_HOUR;
            let inside = (pair[1].0.min(from + HALF_HOUR) - pair[0].0.max(from)).max(0);
            *cell += f64::from(pair[0].1) * inside as f64 / HALF_HOUR as f64;
        }
    }
    (there.into_iter().map(|agents| (agents + 0.5) as u64).collect(), speed)
}

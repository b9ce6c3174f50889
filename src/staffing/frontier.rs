//! What more or less money buys: of all rosters that the search has measured, those of which none is both
//! cheaper and better.

use super::Fault;
use super::choice::Roster;
use super::hold::Promise;
use super::sample::Sample;
use crate::statistics::{Place, frontier};

/// Rosters shown at most.
const MOST: usize = 10;

/// One roster of the frontier.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Agents by choice.
    pub roster: Roster,
    /// Planned cost and overtime.
    pub cost: f64,
    /// Nights it was seen on.
    pub nights: u64,
    /// The promise that is farthest from holding.
    pub worst: Promise,
}

/// Nights that each is seen on at least: what the search saw of most is less.
const NIGHTS: u64 = 500;

/// The frontier among rosters seen on at least `nights` nights, thinned out evenly in cost, with `answer` in it.
///
/// # Errors
/// If a roster cannot be compiled.
pub fn of(sample: &mut Sample<'_>, answer: &[u32], nights: u64) -> Result<Vec<Point>, Fault> {
    let seen: Vec<(Place, Roster)> = (sample.measured(nights))
        .map(|(roster, it)| (Place { cost: it.cost, buys: it.worst() }, roster.clone()))
        .collect();
    let mut rosters = thinned(unbeaten(seen));
    if !rosters.iter().any(|it| it == answer) {
        rosters.push(answer.to_vec());
    }
    let mut points = Vec::new();
    for roster in rosters {
        if !sample.watch.stop() {
            sample.measure(&roster, NIGHTS)?;
        }
        let Some((cost, nights, worst)) = sample.alone(&roster) else { continue };
        let place = Place { cost, buys: worst.slack(nights, nights) };
        points.push((place, Point { roster, cost, nights, worst }));
    }
    // Seen on more nights not everything is what it seemed.
    let points = unbeaten(points).into_iter().map(|(_, point)| point);
    Ok(points.filter(|point| point.worst.seen.value > 0.0).collect())
}

/// Those that no other beats, by cost.
fn unbeaten<T: Clone>(of: Vec<(Place, T)>) -> Vec<(Place, T)> {
    let places: Vec<Place> = of.iter().map(|(place, _)| *place).collect();
    frontier(&places).into_iter().map(|at| of[at].clone()).collect()
}

/// The first, the last, and what lies nearest to even steps of cost between them.
fn thinned(points: Vec<(Place, Roster)>) -> Vec<Roster> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    if points.len() <= MOST {
        return points.into_iter().map(|(_, roster)| roster).collect();
    }
    let (from, step) = (first.0.cost, (last.0.cost - first.0.cost) / (MOST - 1) as f64);
    let mut kept: Vec<usize> = (0..MOST)
        .filter_map(|at| {
            let aim = from + step * at as f64;
            (0..points.len())
                .min_by(|&a, &b| (points[a].0.cost - aim).abs().total_cmp(&(points[b].0.cost - aim).abs()))
        })
        .collect();
    kept.dedup();
    kept.into_iter().map(|at| points[at].1.clone()).collect()
}

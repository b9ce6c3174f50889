//! What more or less money buys: of all rosters that the search has measured, those of which none is both
//! cheaper and better.

use super::choice::Roster;
use super::hold::Promise;
use super::sample::Sample;

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

/// The frontier among rosters seen on at least `nights` nights, thinned out evenly in cost.
pub fn of(sample: &Sample<'_>, nights: u64) -> Vec<Point> {
    let mut points: Vec<(f64, Point)> = sample
        .measured(nights)
        .filter_map(|(roster, measured)| {
            let (slack, worst) = (measured.worst(), measured.worst_promise()?);
            let (cost, nights) = (measured.cost, measured.nights);
            Some((slack, Point { roster: roster.clone(), cost, nights, worst }))
        })
        .collect();
    points.sort_by(|a, b| a.1.cost.total_cmp(&b.1.cost).then(b.0.total_cmp(&a.0)));
    let mut best = f64::NEG_INFINITY;
    points.retain(|(slack, point)| {
        let better = *slack > best && point.worst.seen.value > 0.0;
        best = best.max(*slack);
        better
    });
    thinned(points.into_iter().map(|(_, point)| point).collect())
}

/// The first, the last, and what lies nearest to even steps of cost between them.
fn thinned(points: Vec<Point>) -> Vec<Point> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return points };
    if points.len() <= MOST {
        return points;
    }
    let (from, step) = (first.cost, (last.cost - first.cost) / (MOST - 1) as f64);
    let mut kept: Vec<usize> = (0..MOST)
        .filter_map(|at| {
            let aim = from + step * at as f64;
            (0..points.len())
                .min_by(|&a, &b| (points[a].cost - aim).abs().total_cmp(&(points[b].cost - aim).abs()))
        })
        .collect();
    kept.dedup();
    kept.into_iter().map(|at| points[at].clone()).collect()
}

//! What more or less money buys: of all rosters that the search has measured, those of which none is both
//! cheaper and better.

use super::Fault;
use super::choice::Roster;
use super::hold::Promise;
use super::sample::Sample;
use super::search::Watch;

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
pub fn of(
    sample: &mut Sample<'_>,
    answer: &[u32],
    nights: u64,
    watch: &mut dyn Watch,
) -> Result<Vec<Point>, Fault> {
    let mut seen: Vec<(f64, f64, Roster)> = (sample.measured(nights))
        .map(|(roster, measured)| (measured.cost, measured.worst(), roster.clone()))
        .collect();
    seen.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)));
    let mut best = f64::NEG_INFINITY;
    seen.retain(|(_, slack, _)| {
        let better = *slack > best;
        best = best.max(*slack);
        better
    });
    let mut rosters: Vec<Roster> = thinned(seen).into_iter().map(|(_, _, roster)| roster).collect();
    if !rosters.iter().any(|it| it == answer) {
        rosters.push(answer.to_vec());
    }
    let mut points: Vec<Point> = Vec::new();
    for roster in rosters {
        if !watch.stop() {
            sample.measure(&roster, NIGHTS)?;
        }
        points.extend(sample.alone(&roster).map(|(cost, nights, worst)| Point {
            roster,
            cost,
            nights,
            worst,
        }));
    }
    points.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    // Seen on more nights not everything is what it seemed.
    let mut best = f64::NEG_INFINITY;
    points.retain(|point| {
        let slack = point.worst.slack(point.nights, point.nights);
        let better = slack > best && point.worst.seen.value > 0.0;
        best = best.max(slack);
        better
    });
    Ok(points)
}

/// The first, the last, and what lies nearest to even steps of cost between them.
fn thinned(points: Vec<(f64, f64, Roster)>) -> Vec<(f64, f64, Roster)> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return points };
    if points.len() <= MOST {
        return points;
    }
    let (from, step) = (first.0, (last.0 - first.0) / (MOST - 1) as f64);
    let mut kept: Vec<usize> = (0..MOST)
        .filter_map(|at| {
            let aim = from + step * at as f64;
            (0..points.len()).min_by(|&a, &b| (points[a].0 - aim).abs().total_cmp(&(points[b].0 - aim).abs()))
        })
        .collect();
    kept.dedup();
    kept.into_iter().map(|at| points[at].clone()).collect()
}

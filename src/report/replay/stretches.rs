//! Response times over the window, stretch by stretch.

use super::model::{StretchReport, TimesReport};
use crate::replay::latency::{figure, histogram, record};
use crate::replay::ledger::{Call, Outcome, Start};
use crate::replay::profile::Operation;
use crate::scenario::threshold::Statistic;
use hdrhistogram::Histogram;

/// Stretches of the window.
const STRETCHES: i64 = 40;
/// With those after it in which what it began is answered.
const MOST: usize = 100;

/// What is known of a stretch.
struct Times {
    customers: Histogram<u64>,
    agents: Histogram<u64>,
}

/// All stretches from the start of the window to the last call; none of no calls.
pub fn of(start: &Start, calls: &[Call]) -> Vec<StretchReport> {
    let length = (((start.to_us - start.from_us) as f64 / start.speed) as i64 / STRETCHES).max(1);
    let measured = || calls.iter().filter(|call| !call.aside && call.out != Outcome::Throttled);
    let Some(last) = measured().map(|call| call.due.max(0) / length).max() else { return Vec::new() };
    let count = (last as usize + 1).min(MOST);
    let mut times: Vec<Times> =
        (0..count).map(|_| Times { customers: histogram(), agents: histogram() }).collect();
    for call in measured() {
        let place = (call.due.max(0) / length) as usize;
        let Some(times) = times.get_mut(place) else { continue };
        let took = call.done - call.due;
        match call.op {
            Operation::OpenConversation | Operation::PostMessage => record(&mut times.customers, took),
            Operation::FetchMessages | Operation::Rate => {}
            _ => record(&mut times.agents, took),
        }
    }
    let surge = surge(&times.iter().map(|it| it.customers.len()).collect::<Vec<_>>());
    let at = |place: usize| (start.from_us as f64 + (place as i64 * length) as f64 * start.speed) / 1e6;
    let report = |(place, it): (usize, &Times)| StretchReport {
        name: (place + 1).to_string(),
        start_s: at(place),
        end_s: at(place + 1),
        customers: summary(&it.customers),
        agents: summary(&it.agents),
        surge: surge.contains(&place),
    };
    times.iter().enumerate().map(report).collect()
}

fn summary(times: &Histogram<u64>) -> TimesReport {
    let at = |mille| figure(times, Statistic::PerMille(mille));
    TimesReport { calls: times.len(), p50_s: at(500), p90_s: at(900), p99_s: at(990) }
}

/// The places around the busiest with at least half as much.
fn surge(counts: &[u64]) -> std::ops::Range<usize> {
    let Some(peak) = (0..counts.len()).max_by_key(|&place| (counts[place], counts.len() - place)) else {
        return 0..0;
    };
    let busy = |place: &usize| counts[*place] > 0 && 2 * counts[*place] >= counts[peak];
    let from = (0..=peak).rev().take_while(busy).last().unwrap_or(peak);
    let to = (peak..counts.len()).take_while(busy).last().map_or(peak, |place| place + 1);
    from..to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surge_is_what_lies_around_the_busiest_stretch() {
        assert_eq!(surge(&[1, 2, 6, 10, 5, 4, 9, 0]), 2..5);
        assert_eq!(surge(&[3, 3]), 0..2);
        assert!(surge(&[0, 0]).is_empty() && surge(&[]).is_empty());
    }
}

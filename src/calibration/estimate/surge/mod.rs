//! The surge after a stream's end: how many ask and how soon, learnt from few streams.
//!
//! Few streams say little, so what is known beforehand counts: a [`Prior`], which the streams that were seen
//! change by Bayes' rule. What stays unknown is stated, and goes into the scenario as what swings from night to
//! night.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`streams`] | the list of streams, read |
//! | [`observed`] | what came after each of them, beside what is usual then |
//! | [`prior`] | what is held beforehand |
//! | `shape` | laws of the delay |
//! | `likelihood` | how well one stream goes with a volume and a pace |
//! | [`posterior`] | what is known afterwards |

mod likelihood;
pub mod observed;
pub mod posterior;
pub mod prior;
mod shape;
pub mod streams;

pub use observed::{Surge, hide};
pub use posterior::Posterior;
pub use prior::Prior;
pub use streams::{StreamTimes, Streams};

use super::arrivals::{DayCounts, Profile, day_counts};
use super::clean::Clean;
use super::whole::slug;
use crate::calibration::log::times::to_civil;
use crate::calibration::log::{Civil, DAY};
use serde::Serialize;
use std::io;

/// What is known of surges after streams.
#[derive(Clone, Debug, Serialize)]
pub struct SurgeEstimate {
    /// Streams seen, in order of time.
    pub streams: Vec<Surge>,
    /// What they and the prior say together.
    pub known: Posterior,
    /// Of those who ask after a stream, by inquiry as the scenario calls it.
    pub inquiries: Vec<(String, f64)>,
    /// Half hours that no day without a stream shows: the usual cases there are those of the half hours around.
    pub never_without: u32,
    /// The list says how many orders each had.
    pub orders_known: bool,
    /// The stream that the scenario is for.
    pub next: NextStream,
}

/// The stream of the scenario's night.
#[derive(Clone, Debug, Serialize)]
pub struct NextStream {
    /// As the scenario calls it.
    pub name: String,
    /// Civil time, as 2026-11-20T19:30:00.
    pub from: String,
    /// The same.
    pub to: String,
    /// Forecast.
    pub orders: f64,
    /// It is not in the list: the last one seen again.
    pub assumed: bool,
}

/// What is known of surges, for the opening on `day` (days since 1970); `inquiries` are numbers in the log, less
/// 1, and names in the scenario.
///
/// # Errors
/// If the temporary file cannot be read.
pub fn estimate(
    clean: &Clean<'_>,
    profile: &Profile,
    inquiries: &[(usize, String)],
    prior: &Prior,
    day: i32,
) -> io::Result<Option<SurgeEstimate>> {
    if clean.streams.all.is_empty() {
        return Ok(None);
    }
    let counts = day_counts(clean)?;
    let surges = observed::observe(&clean.streams, clean, profile, &counts)?;
    let halves = clean.opening.half_hours();
    let never = |place: &usize| !counts.iter().any(|day| day.seen[*place]);
    Ok(Some(SurgeEstimate {
        known: Posterior::of(&surges, prior),
        inquiries: who_asks(&surges, &counts, inquiries),
        never_without: (0..halves).filter(never).count() as u32,
        orders_known: clean.streams.orders_known,
        next: next_stream(clean, &surges, day),
        streams: surges,
    }))
}

/// Shares by inquiry of what streams brought; if that is nothing, of all cases.
fn who_asks(surges: &[Surge], counts: &[DayCounts], inquiries: &[(usize, String)]) -> Vec<(String, f64)> {
    let beyond = |number: usize| surges.iter().map(|surge| surge.by_inquiry[number]).sum::<f64>().max(0.0);
    let usual = |number: usize| counts.iter().flat_map(|day| &day.counts[number]).sum::<f64>();
    let sum = |of: &dyn Fn(usize) -> f64| inquiries.iter().map(|(number, _)| of(*number)).sum::<f64>();
    let (of, total): (&dyn Fn(usize) -> f64, f64) =
        if sum(&beyond) > 0.0 { (&beyond, sum(&beyond)) } else { (&usual, sum(&usual).max(1.0)) };
    inquiries.iter().map(|(number, name)| (name.clone(), of(*number) / total)).collect()
}

/// The first that ends while the desk is open on `day` or later that night; or the last one seen, again.
fn next_stream(clean: &Clean<'_>, surges: &[Surge], day: i32) -> NextStream {
    let midnight = i64::from(day) * DAY;
    let (opens, closes) = (midnight + clean.opening.from, midnight + clean.opening.to);
    let all = &clean.streams.all;
    let tonight = all.iter().find(|stream| stream.to >= opens && stream.from < closes);
    let last = all.iter().rfind(|stream| stream.to < opens).or_else(|| all.last());
    let text = |at: Civil| to_civil(at).strftime("%Y-%m-%dT%H:%M:%S").to_string();
    let (stream, shift) = match (tonight, last) {
        (Some(stream), _) => (stream, 0),
        (None, Some(last)) => (last, midnight - (last.from - clean.opening.from).div_euclid(DAY) * DAY),
        (None, None) => unreachable!("a list names at least one stream"),
    };
    let mean = surges.iter().map(|surge| surge.orders).sum::<f64>() / surges.len().max(1) as f64;
    let assumed = tonight.is_none();
    NextStream {
        name: slug(&stream.name, "stream"),
        from: text(stream.from + shift),
        to: text(stream.to + shift),
        orders: if assumed && mean > 0.0 { mean } else { stream.orders },
        assumed,
    }
}

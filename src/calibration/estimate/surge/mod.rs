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
//! | `shape`, `delay` | laws of the delay |
//! | `likelihood` | how well one stream goes with a volume and a pace |
//! | [`posterior`] | what is known afterwards |

mod delay;
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

use super::clean::Clean;
use super::whole::{Estimates, InquiryEstimate, slug};
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

/// What is known of surges, for the opening on `day` (days since 1970); none: no list of streams is given.
///
/// # Errors
/// If the temporary file cannot be read.
pub fn estimate(
    clean: &Clean<'_>,
    estimates: &Estimates,
    prior: &Prior,
    day: i32,
) -> io::Result<Option<SurgeEstimate>> {
    if clean.streams.all.is_empty() {
        return Ok(None);
    }
    let counts = &estimates.counts;
    let surges = observed::observe(&clean.streams, clean, &estimates.profile, counts)?;
    let never = |place: &usize| !counts.iter().any(|day| day.seen[*place]);
    Ok(Some(SurgeEstimate {
        known: Posterior::of(&surges, prior),
        inquiries: who_asks(&surges, estimates),
        never_without: (0..clean.opening.half_hours()).filter(never).count() as u32,
        orders_known: clean.streams.orders_known,
        next: next_stream(clean, &surges, day),
        streams: surges,
    }))
}

/// Shares by inquiry of what streams brought; if that is nothing, of all cases.
fn who_asks(surges: &[Surge], estimates: &Estimates) -> Vec<(String, f64)> {
    let place = |inquiry: &InquiryEstimate| usize::from(inquiry.number) - 1;
    let beyond = |inquiry: &InquiryEstimate| {
        surges.iter().map(|surge| surge.by_inquiry[place(inquiry)]).sum::<f64>().max(0.0)
    };
    let all = |inquiry: &InquiryEstimate| {
        estimates.counts.iter().flat_map(|day| &day.counts[place(inquiry)]).sum::<f64>()
    };
    let shares = |of: &dyn Fn(&InquiryEstimate) -> f64| {
        let total: f64 = estimates.inquiries.iter().map(of).sum();
        let share = |inquiry: &InquiryEstimate| (inquiry.name.clone(), of(inquiry) / total);
        (total > 0.0).then(|| estimates.inquiries.iter().map(share).collect())
    };
    shares(&beyond).or_else(|| shares(&all)).unwrap_or_default()
}

/// The first that ends while the desk is open on `day` or later that night; or the last one seen, again.
fn next_stream(clean: &Clean<'_>, surges: &[Surge], day: i32) -> NextStream {
    let (opens, closes) = clean.opening.on(day);
    let all = &clean.streams.all;
    let tonight = all.iter().find(|stream| stream.to >= opens && stream.from < closes);
    let last = all.iter().rfind(|stream| stream.to < opens).or_else(|| all.last());
    let text = |at: Civil| to_civil(at).strftime("%Y-%m-%dT%H:%M:%S").to_string();
    let (stream, shift) = match (tonight, last) {
        (Some(stream), _) => (stream, 0),
        (None, Some(last)) => {
            let shown_on = (last.from - clean.opening.from).div_euclid(DAY);
            (last, (i64::from(day) - shown_on) * DAY)
        }
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

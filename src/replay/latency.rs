//! How long calls took: by operation, over the whole window and second by second.
//!
//! Response time runs from when a call was due, service time from when it was sent. Every figure comes from
//! an HDR histogram of microseconds with three digits, from 1 µs to an hour.

use super::ledger::{Call, Outcome};
use super::profile::Operation;
use crate::scenario::threshold::Statistic;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hdrhistogram::Histogram;
use hdrhistogram::serialization::interval_log::{IntervalLogWriterBuilder, Tag};
use hdrhistogram::serialization::{Deserializer, V2DeflateSerializer};
use std::collections::BTreeMap;
use std::io;
use std::time::{Duration, SystemTime};

/// The longest that is told apart: an hour, in µs.
const LONGEST: u64 = 3_600_000_000;
/// Digits that are kept.
const DIGITS: u8 = 3;
/// µs in a second.
const SECOND: i64 = 1_000_000;

/// An empty histogram of microseconds.
pub fn histogram() -> Histogram<u64> {
    match Histogram::new_with_bounds(1, LONGEST, DIGITS) {
        Ok(histogram) => histogram,
        // The bounds are constants that are allowed.
        Err(error) => unreachable!("{error}"),
    }
}

/// Adds a span of µs.
pub fn record(histogram: &mut Histogram<u64>, micros: i64) {
    histogram.saturating_record(micros.max(1) as u64);
}

/// A figure of a histogram in seconds; none of an empty one.
pub fn figure(histogram: &Histogram<u64>, statistic: Statistic) -> Option<f64> {
    if histogram.is_empty() {
        return None;
    }
    let micros = match statistic {
        Statistic::Mean => histogram.mean(),
        Statistic::PerMille(mille) => histogram.value_at_quantile(f64::from(mille) / 1000.0) as f64,
        Statistic::Max => histogram.max() as f64,
    };
    Some(micros / 1e6)
}

/// What is known of the calls of one operation.
#[derive(Clone, Debug)]
pub struct Calls {
    /// From when they were due.
    pub response: Histogram<u64>,
    /// From when they were sent.
    pub service: Histogram<u64>,
    /// By [`Outcome`]: accepted, refused, failed, throttled.
    pub outcomes: [u64; 4],
    /// Time that 429s asked to wait, in µs.
    pub asked_to_wait: i64,
}

impl Default for Calls {
    fn default() -> Calls {
        Calls { response: histogram(), service: histogram(), outcomes: [0; 4], asked_to_wait: 0 }
    }
}

impl Calls {
    /// Adds a call. A throttled one took no time of interest: its waiting is counted apart, and is in the
    /// response time of the try that ends it.
    pub fn add(&mut self, call: &Call) {
        self.outcomes[call.out as usize] += 1;
        self.asked_to_wait += call.wait.unwrap_or(0);
        if call.out != Outcome::Throttled {
            record(&mut self.response, call.done - call.due);
            record(&mut self.service, call.done - call.sent);
        }
    }

    /// All.
    pub fn count(&self) -> u64 {
        self.outcomes.iter().sum()
    }
}

/// All calls that are measured, by operation.
pub fn by_operation(calls: &[Call]) -> BTreeMap<Operation, Calls> {
    let mut found: BTreeMap<Operation, Calls> = BTreeMap::new();
    for call in calls.iter().filter(|call| !call.aside) {
        found.entry(call.op).or_default().add(call);
    }
    found
}

/// How late we were ourselves: not where all users were waiting for the helpdesk, and not by what a call had
/// to wait for the one before it.
pub fn lag(calls: &[Call]) -> Histogram<u64> {
    let mut lag = histogram();
    for call in calls.iter().filter(|call| !call.aside) {
        if let Some(late) = call.late {
            record(&mut lag, late);
        }
    }
    lag
}

/// Writes an interval log, version 2 (HdrHistogram's own format): for every second and operation the response
/// and the service times, tagged `response.post_message` and so on.
///
/// # Errors
/// Those of `out`.
pub fn write_log(calls: &[Call], out: &mut dyn io::Write) -> io::Result<()> {
    let mut seconds: BTreeMap<(i64, Operation), Calls> = BTreeMap::new();
    for call in calls.iter().filter(|call| !call.aside) {
        seconds.entry((call.done.div_euclid(SECOND).max(0), call.op)).or_default().add(call);
    }
    let mut out = out;
    let mut serializer = V2DeflateSerializer::new();
    // Times count from the start of the window.
    let mut builder = IntervalLogWriterBuilder::new();
    builder.add_comment("nightdesk: microseconds, by second since the window began");
    builder.with_start_time(SystemTime::UNIX_EPOCH);
    builder.with_base_time(SystemTime::UNIX_EPOCH);
    let mut writer = builder.begin_log_with(&mut out, &mut serializer)?;
    for ((second, op), calls) in &seconds {
        for (kind, histogram) in [("response", &calls.response), ("service", &calls.service)] {
            let name = format!("{kind}.{}", op.name());
            let Some(tag) = Tag::new(&name) else { continue };
            let start = Duration::from_secs(*second as u64);
            let written = writer.write_histogram(histogram, start, Duration::from_secs(1), Some(tag));
            written.map_err(|error| io::Error::other(format!("{error:?}")))?;
        }
    }
    Ok(())
}

/// Second by second: response times in µs and how many calls took them.
pub type Seconds = Vec<Vec<(u64, u64)>>;

/// An interval log second by second, by tag.
///
/// # Errors
/// If it is none.
pub fn read_seconds(text: &str) -> Result<BTreeMap<String, Seconds>, String> {
    let mut found: BTreeMap<String, Seconds> = BTreeMap::new();
    read_intervals(text, |tag, histogram| {
        let times = histogram.iter_recorded().map(|it| (it.value_iterated_to(), it.count_at_value()));
        found.entry(tag).or_default().push(times.collect());
        Ok(())
    })?;
    Ok(found)
}

/// All histograms of an interval log with a tag, summed.
///
/// # Errors
/// If it is none.
pub fn read_log(text: &str) -> Result<BTreeMap<String, Histogram<u64>>, String> {
    let mut found: BTreeMap<String, Histogram<u64>> = BTreeMap::new();
    read_intervals(text, |tag, read| {
        found.entry(tag).or_insert_with(histogram).add(read).map_err(|error| error.to_string())
    })?;
    Ok(found)
}

fn read_intervals(
    text: &str,
    mut take: impl FnMut(String, &Histogram<u64>) -> Result<(), String>,
) -> Result<(), String> {
    use hdrhistogram::serialization::interval_log::{IntervalLogIterator, LogEntry};
    let mut deserializer = Deserializer::new();
    for entry in IntervalLogIterator::new(text.as_bytes()) {
        let LogEntry::Interval(interval) = entry.map_err(|_| "it is no interval log".to_owned())? else {
            continue;
        };
        let tag = interval.tag().map_or("", |tag| tag.as_str()).to_owned();
        let bytes = STANDARD.decode(interval.encoded_histogram()).map_err(|error| error.to_string())?;
        let read: Histogram<u64> =
            deserializer.deserialize(&mut bytes.as_slice()).map_err(|error| error.to_string())?;
        take(tag, &read)?;
    }
    Ok(())
}

//! What came after each stream's end, beside what is usual at that time.

use super::streams::{StreamTimes, Streams};
use crate::calibration::estimate::arrivals::{DayCounts, Profile};
use crate::calibration::estimate::clean::{Clean, OpenDay};
use crate::calibration::estimate::opening::{HALF_HOUR, weekday};
use crate::calibration::log::times::to_civil;
use crate::calibration::log::{Civil, LogKind, SECOND};
use serde::Serialize;
use std::io;

/// What comes later after the end is not looked at.
pub const LONGEST: i64 = 4 * 3600 * SECOND;
/// Ends of bins after the end, minutes: narrow where most comes.
const EDGES: [i64; 20] = [2, 4, 6, 8, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 105, 120, 150, 180, 210, 240];
/// Cases by which a day's level is held to the usual one.
const HELD: f64 = 25.0;

/// A stretch after a stream's end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// Since the end, s.
    pub from_s: f64,
    /// The same.
    pub to_s: f64,
    /// That came.
    pub cases: f64,
    /// That would have come on such a day without the stream.
    pub usual: f64,
}

/// A stream that was seen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Surge {
    /// As the list calls it.
    pub name: String,
    /// Civil time.
    pub ended: String,
    /// How many; a thousand, if the list does not say.
    pub orders: f64,
    /// All that was seen.
    pub cases: f64,
    /// Of them, usual ones.
    pub usual: f64,
    /// From the end on, as far as the log and the opening go.
    pub bins: Vec<Bin>,
    /// Cases beyond the usual by number of the inquiry, from 0.
    #[serde(skip)]
    pub by_inquiry: Vec<f64>,
}

impl Surge {
    /// Cases that the stream brought, as far as they were seen.
    pub fn beyond_usual(&self) -> f64 {
        self.cases - self.usual
    }
}

/// Half hours that a stream makes unusual do not count for what is usual.
pub fn hide(streams: &Streams, clean: &Clean<'_>, counts: &mut [DayCounts]) {
    for day in counts {
        let (opens, _) = clean.opening.on(day.day);
        for (place, seen) in day.seen.iter_mut().enumerate() {
            let from = opens + place as i64 * HALF_HOUR;
            *seen &= !(0..streams.all.len()).any(|number| {
                let (begin, end) = streams.watched(number, LONGEST);
                from < end && from + HALF_HOUR > begin
            });
        }
    }
}

/// The streams that ended while the desk was open on a day learnt from.
///
/// # Errors
/// If the temporary file cannot be read.
pub fn observe(
    streams: &Streams,
    clean: &Clean<'_>,
    profile: &Profile,
    counts: &[DayCounts],
) -> io::Result<Vec<Surge>> {
    let mut surges = Vec::new();
    for (number, stream) in streams.all.iter().enumerate() {
        let watched = streams.watched(number, LONGEST);
        let holds = |day: &&DayCounts| {
            let (opens, closes) = clean.opening.on(day.day);
            (opens..closes).contains(&watched.0)
        };
        let Some(day) = counts.iter().find(holds) else { continue };
        let usual = Usual::of(clean, profile, day);
        if let Some(surge) = surge(stream, watched, clean, &usual)? {
            surges.push(surge);
        }
    }
    Ok(surges)
}

/// What would have come on a day without its stream.
struct Usual<'a> {
    profile: &'a Profile,
    day: i32,
    opens: Civil,
    closes: Civil,
    /// Of this day beside its weekday's mean, from the half hours without a stream.
    level: f64,
}

impl<'a> Usual<'a> {
    fn of(clean: &Clean<'_>, profile: &'a Profile, day: &DayCounts) -> Usual<'a> {
        let (opens, closes) = clean.opening.on(day.day);
        let sum = |cell: &dyn Fn(usize) -> f64| -> f64 {
            (0..day.seen.len()).filter(|place| day.seen[*place]).map(cell).sum()
        };
        let seen = sum(&|place| day.total(place));
        let expected = sum(&|place| profile.total(weekday(day.day), place));
        Usual { profile, day: day.day, opens, closes, level: (seen + HELD) / (expected + HELD) }
    }

    /// Cases of one inquiry from one time to another.
    fn cases(&self, inquiry: usize, from: Civil, to: Civil) -> f64 {
        let rates = &self.profile.rates[inquiry][weekday(self.day)];
        let part = |(place, rate): (usize, &f64)| {
            let begin = self.opens + place as i64 * HALF_HOUR;
            let inside = (to.min(begin + HALF_HOUR) - from.max(begin)).max(0);
            rate * inside as f64 / HALF_HOUR as f64
        };
        self.level * rates.iter().enumerate().map(part).sum::<f64>()
    }
}

/// None: nothing of it was seen.
fn surge(
    stream: &StreamTimes,
    watched: (Civil, Civil),
    clean: &Clean<'_>,
    usual: &Usual<'_>,
) -> io::Result<Option<Surge>> {
    let until = watched.1.min(usual.closes);
    let spans = match clean.log.kind {
        LogKind::Counts => counted_spans(clean, watched.0, until),
        _ => EDGES
            .iter()
            .scan(watched.0, |from, minutes| {
                let to = (watched.0 + minutes * 60 * SECOND).min(until);
                Some((std::mem::replace(from, to), to))
            })
            .filter(|(from, to)| to > from)
            .collect(),
    };
    let open = if clean.log.kind == LogKind::Counts { None } else { Some(clean.day(usual.day)?) };
    // Where cases are missing or false nothing can be learnt.
    let blind = |span: &(Civil, Civil)| open.as_ref().is_some_and(|day| day.is_blind(span.0, span.1));
    let spans: Vec<(Civil, Civil)> = spans.into_iter().filter(|span| !blind(span)).collect();
    if spans.is_empty() {
        return Ok(None);
    }
    let inquiries = usual.profile.rates.len();
    let (mut bins, mut by_inquiry) = (Vec::new(), vec![0.0; inquiries]);
    for (from, to) in spans {
        let seen = counts_between(clean, open.as_ref(), from, to, inquiries);
        let normal: Vec<f64> = (0..inquiries).map(|inquiry| usual.cases(inquiry, from, to)).collect();
        for (sum, (seen, normal)) in by_inquiry.iter_mut().zip(seen.iter().zip(&normal)) {
            *sum += seen - normal;
        }
        let since = |at: Civil| (at - watched.0).max(0) as f64 / SECOND as f64;
        let (cases, usual) = (seen.iter().sum(), normal.iter().sum());
        bins.push(Bin { from_s: since(from), to_s: since(to), cases, usual });
    }
    let sum = |of: fn(&Bin) -> f64| bins.iter().map(of).sum();
    Ok(Some(Surge {
        name: stream.name.clone(),
        ended: to_civil(stream.to).strftime("%Y-%m-%d %H:%M").to_string(),
        orders: stream.orders,
        cases: sum(|bin| bin.cases),
        usual: sum(|bin| bin.usual),
        bins,
        by_inquiry,
    }))
}

/// The whole intervals of a log of counts: the first may begin before the end.
fn counted_spans(clean: &Clean<'_>, from: Civil, to: Civil) -> Vec<(Civil, Civil)> {
    let counts = &clean.log.counts;
    let length = counts.interval.max(1);
    let mut starts: Vec<Civil> =
        counts.by_start.range((from - length + 1, 0)..(to, 0)).map(|((start, _), _)| *start).collect();
    starts.dedup();
    starts.into_iter().map(|start| (start, start + length)).collect()
}

fn counts_between(
    clean: &Clean<'_>,
    open: Option<&OpenDay>,
    from: Civil,
    to: Civil,
    inquiries: usize,
) -> Vec<f64> {
    let mut seen = vec![0.0; inquiries];
    match open {
        Some(day) => {
            for case in day.counted().filter(|case| case.at >= from && case.at < to) {
                seen[usize::from(case.inquiry) - 1] += 1.0;
            }
        }
        None => {
            for ((_, inquiry), count) in clean.log.counts.by_start.range((from, 0)..(to, 0)) {
                seen[usize::from(*inquiry) - 1] += count;
            }
        }
    }
    seen
}

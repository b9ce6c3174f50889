//! An intensity of arrivals: piecewise linear in time, with its inverse.

use crate::units::Time;

#[cfg(test)]
mod tests;

/// Microseconds in an hour: rates are told in cases an hour and kept in cases a µs.
const HOUR: f64 = 3.6e9;

/// Expected cases by time: a rate that is linear on each segment, zero elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Intensity {
    /// By time, apart from each other, each with something to expect.
    segments: Vec<Segment>,
    /// Of the whole: expected cases.
    expected: f64,
    /// Expected cases that were cut off because they fall outside the night; never drawn.
    elsewhere: f64,
    /// The segments as points are drawn from them.
    steps: Vec<Step>,
    /// Entry `i`: the segment in which the share `i / guide.len()` of all cases is reached, so that an
    /// inverse needs no search (Chen and Asau 1974, "On generating random variates from an empirical
    /// distribution").
    guide: Vec<u32>,
}

/// A segment on the axis of shares of all cases, in units of 1 / [`WHOLE`].
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    /// Shares before `from`, and before its end.
    before: u64,
    until: u64,
    from: Time,
    /// Where the rate does not change: µs for 2^64 units, rounded down. Zero where it does, or where there
    /// is more than a µs to a unit.
    pace: u64,
}

/// All cases: a share has 63 binary digits.
pub(super) const WHOLE: u64 = 1 << 63;

/// A stretch of linear rate.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Segment {
    from: Time,
    to: Time,
    /// Cases a µs.
    at_from: f64,
    /// Change of the rate in a µs.
    slope: f64,
    /// Expected cases before `from`.
    before: f64,
    /// Expected cases before `to`.
    until: f64,
}

impl Segment {
    /// Expected cases from its start to `x` µs later.
    #[inline]
    fn area(&self, x: f64) -> f64 {
        x * (self.at_from + 0.5 * self.slope * x)
    }
}

impl Intensity {
    /// From stretches of time with the rate, in cases an hour, at their two ends: `(from, to, rate at
    /// from, rate at to)`. They may come in any order but must not overlap; empty ones are left out.
    pub fn from_segments(mut stretches: Vec<(Time, Time, f64, f64)>) -> Intensity {
        stretches.sort_by_key(|stretch| stretch.0);
        let mut expected = 0.0;
        let mut segments = Vec::with_capacity(stretches.len());
        for (from, to, at_from, at_to) in stretches {
            if from >= to || (at_from <= 0.0 && at_to <= 0.0) {
                continue;
            }
            let length = (to - from).0 as f64;
            let (at_from, at_to) = (at_from.max(0.0) / HOUR, at_to.max(0.0) / HOUR);
            let before = expected;
            expected += 0.5 * (at_from + at_to) * length;
            let slope = (at_to - at_from) / length;
            segments.push(Segment { from, to, at_from, slope, before, until: expected });
        }
        let steps = steps(&segments, expected);
        let guide = guide(&steps);
        Intensity { segments, expected, elsewhere: 0.0, steps, guide }
    }

    /// The same, knowing that `elsewhere` more cases are expected outside the night.
    pub fn with_elsewhere(self, elsewhere: f64) -> Intensity {
        Intensity { elsewhere, ..self }
    }

    /// Expected cases of the whole.
    pub fn expected(&self) -> f64 {
        self.expected
    }

    /// Expected cases that were cut off because they fall outside the night.
    pub fn elsewhere(&self) -> f64 {
        self.elsewhere
    }

    /// Expected cases before `at`.
    pub fn expected_before(&self, at: Time) -> f64 {
        let begun = self.segments.partition_point(|segment| segment.from < at);
        let Some(segment) = begun.checked_sub(1).map(|last| &self.segments[last]) else { return 0.0 };
        if at >= segment.to {
            return segment.until;
        }
        segment.before + segment.area((at - segment.from).0 as f64)
    }

    /// Expected cases at or after `from` and before `to`.
    pub fn expected_between(&self, from: Time, to: Time) -> f64 {
        (self.expected_before(to) - self.expected_before(from)).max(0.0)
    }

    /// The rate at `at`, in cases an hour.
    pub fn rate_at(&self, at: Time) -> f64 {
        let begun = self.segments.partition_point(|segment| segment.from <= at);
        match begun.checked_sub(1).map(|last| &self.segments[last]) {
            Some(segment) if at < segment.to => {
                HOUR * (segment.at_from + segment.slope * (at - segment.from).0 as f64)
            }
            _ => 0.0,
        }
    }

    /// The instant before which the share `u` (at least 0, below 1) of all cases is expected: the inverse
    /// of the normalised cumulative intensity, rounded down to the microsecond, so always inside a
    /// segment and before its end. Never, if nothing is expected at all.
    pub fn quantile(&self, u: f64) -> Time {
        // `as` saturates.
        self.reached_at(((u * WHOLE as f64) as u64).min(WHOLE - 1))
    }

    /// The same of a share in units of 1 / [`WHOLE`], below it.
    #[inline]
    pub(super) fn reached_at(&self, share: u64) -> Time {
        let place = (u128::from(share) * self.guide.len() as u128 / u128::from(WHOLE)) as usize;
        let Some(&first) = self.guide.get(place) else { return self.beyond() };
        let mut index = first as usize;
        loop {
            let Some(step) = self.steps.get(index) else { return self.beyond() };
            if share < step.until {
                return match step.pace {
                    0 => self.reached_within(index, share),
                    pace => Time(step.from.0 + high(share - step.before, pace) as i64),
                };
            }
            index += 1;
        }
    }

    /// Where the rate changes.
    fn reached_within(&self, index: usize, share: u64) -> Time {
        let segment = &self.segments[index];
        // Solve slope/2 x² + at_from x = c by the root that does not cancel.
        let c = (share - self.steps[index].before) as f64 / WHOLE as f64 * self.expected;
        let root = (segment.at_from * segment.at_from + 2.0 * segment.slope * c).max(0.0).sqrt();
        // At a rate of zero with nothing to go the quotient is 0/0; `as` makes that zero.
        let x = (2.0 * c / (segment.at_from + root)) as i64;
        Time((segment.from.0 + x).min(segment.to.0 - 1))
    }

    /// No point lies outside these times.
    pub(super) fn lies_within(&self, from: Time, to: Time) -> bool {
        self.segments.iter().all(|segment| segment.from >= from && segment.to <= to)
    }

    /// What a share of 1 or more, or an intensity of nothing, is answered.
    #[cold]
    fn beyond(&self) -> Time {
        self.segments.last().map_or(Time::NEVER, |segment| Time(segment.to.0 - 1))
    }
}

/// The upper half of the product.
#[inline]
fn high(a: u64, b: u64) -> u64 {
    ((u128::from(a) * u128::from(b)) >> 64) as u64
}

fn steps(segments: &[Segment], expected: f64) -> Vec<Step> {
    let share = |cases: f64| ((cases / expected * WHOLE as f64) as u64).min(WHOLE);
    let mut before = 0;
    let step = |(place, segment): (usize, &Segment)| {
        let until = if place + 1 == segments.len() { WHOLE } else { share(segment.until) };
        let length = (segment.to - segment.from).0 as u128;
        let even = segment.slope == 0.0 && until > before;
        let pace = if even { (length << 64) / u128::from(until - before) } else { 0 };
        let step = Step { before, until, from: segment.from, pace: u64::try_from(pace).unwrap_or(0) };
        before = until;
        step
    };
    segments.iter().enumerate().map(step).collect()
}

/// As many entries as segments: the first segment that ends after each share.
fn guide(steps: &[Step]) -> Vec<u32> {
    let mut step = 0;
    let entry = |place: usize| {
        let share = (place as u128 * u128::from(WHOLE) / steps.len() as u128) as u64;
        while steps[step].until <= share {
            step += 1;
        }
        step as u32
    };
    (0..steps.len()).map(entry).collect()
}

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
    /// Entry `i`: the segment in which the share `i / guide.len()` of all cases is reached, so that an
    /// inverse needs no search (Chen and Asau 1974, "On generating random variates from an empirical
    /// distribution").
    guide: Vec<u32>,
    /// Entries of the guide.
    places: f64,
}

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
        let guide = guide(&segments, expected);
        Intensity { places: guide.len() as f64, segments, expected, elsewhere: 0.0, guide }
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
    #[inline]
    pub fn quantile(&self, u: f64) -> Time {
        let place = (u * self.places) as i32 as usize;
        let Some(&start) = self.guide.get(place) else { return self.beyond() };
        let target = u * self.expected;
        let mut index = start as usize;
        while self.segments[index].until <= target && index + 1 < self.segments.len() {
            index += 1;
        }
        let segment = &self.segments[index];
        // Solve slope/2 x² + at_from x = c by the root that does not cancel.
        let c = (target - segment.before).max(0.0);
        let root = (segment.at_from * segment.at_from + 2.0 * segment.slope * c).max(0.0).sqrt();
        // At a rate of zero with nothing to go the quotient is 0/0; `as` makes that zero.
        let x = (2.0 * c / (segment.at_from + root)) as i64;
        Time((segment.from.0 + x).min(segment.to.0 - 1))
    }

    /// What a share of 1 or more, or an intensity of nothing, is answered.
    #[cold]
    fn beyond(&self) -> Time {
        self.segments.last().map_or(Time::NEVER, |segment| Time(segment.to.0 - 1))
    }
}

/// As many entries as segments: the first segment that ends after each share.
fn guide(segments: &[Segment], expected: f64) -> Vec<u32> {
    let mut segment = 0;
    let entry = |place: usize| {
        let target = place as f64 / segments.len() as f64 * expected;
        while segment + 1 < segments.len() && segments[segment].until <= target {
            segment += 1;
        }
        segment as u32
    };
    (0..segments.len()).map(entry).collect()
}

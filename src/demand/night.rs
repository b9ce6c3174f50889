//! The cases of one night, in the order they arrive.

mod sort;
#[cfg(test)]
mod tests;

use super::{Demand, Intensity, OrderFlow, RecordedCase, Source, SourceKind};
use crate::random::{Key, NameKey, Purpose, Sampler, gamma};
use crate::units::Time;
use sort::Sorter;

/// A case's first message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrival {
    /// When it is sent; before the opening for a backlog.
    pub at: Time,
    /// Index of its source.
    pub source: u16,
    /// Its number within the source, from 0: what its draws are keyed by.
    pub case: u32,
}

/// The cases of one night; kept between nights so that drawing the next allocates nothing.
#[derive(Debug, Default)]
pub struct Night {
    arrivals: Vec<Arrival>,
    sorter: Sorter,
}

/// Points of a Poisson process whose gaps are drawn as one sum.
const BLOCK: u32 = 64;

impl Night {
    /// Draws the cases of `demand` on the night with key `night`.
    pub fn draw(&mut self, demand: &Demand, night: Key) {
        self.arrivals.clear();
        self.arrivals.reserve(demand.sources.iter().map(|source| demand.room(source)).sum());
        let busyness = night_factor(demand.busyness_cv, night.named(NameKey::of(&["busyness"])));
        for (index, source) in demand.sources.iter().enumerate() {
            let mut pen = Pen {
                arrivals: &mut self.arrivals,
                source: index as u16,
                key: night.named(source.key),
                closes: demand.closes,
            };
            match &source.kind {
                SourceKind::Intensity(intensity) => pen.intensity(intensity, busyness),
                SourceKind::Orders(flow) => {
                    pen.orders(flow, busyness * demand.stream_factor(flow.stream, night));
                }
                SourceKind::Recorded { cases, times } => pen.recorded(cases, *times),
                SourceKind::Backlog { cases, since } => pen.backlog(*cases, since),
            }
        }
        self.sorter.sort(&mut self.arrivals, demand.closes);
    }

    /// The cases, by time, then source, then number.
    pub fn arrivals(&self) -> &[Arrival] {
        &self.arrivals
    }
}

impl Demand {
    /// What the orders of a stream are multiplied by on the night with key `night`.
    pub fn stream_factor(&self, stream: u16, night: Key) -> f64 {
        let (key, cv) = self.streams[usize::from(stream)];
        night_factor(cv, night.named(key))
    }

    /// More cases of `source` than all but the rarest nights have: six deviations of the factors and eight
    /// of the count. What is rarer still allocates once more.
    pub fn room(&self, source: &Source) -> usize {
        let swing = |cv: f64| 1.0 + 6.0 * cv;
        let busyness = swing(self.busyness_cv);
        let expected = match &source.kind {
            SourceKind::Intensity(intensity) => intensity.expected() * busyness,
            SourceKind::Orders(flow) => {
                flow.expected * busyness * swing(self.streams[flow.stream as usize].1)
            }
            // Saturates: there may be any number of times.
            SourceKind::Recorded { cases, times } => {
                return (cases.len() as f64 * times.ceil().max(1.0)) as usize;
            }
            SourceKind::Backlog { cases, .. } => return *cases as usize,
        };
        ((expected + 8.0 * expected.sqrt()) as usize).saturating_add(BLOCK as usize)
    }
}

/// A gamma variate of mean 1 and coefficient of variation `cv`: what a night's numbers are multiplied by.
fn night_factor(cv: f64, key: Key) -> f64 {
    if cv <= 0.0 {
        return 1.0;
    }
    let shape = 1.0 / (cv * cv);
    gamma(shape, &mut key.draw(Purpose::NightFactor)) / shape
}

/// Writes down the cases of one source.
struct Pen<'n> {
    arrivals: &'n mut Vec<Arrival>,
    source: u16,
    key: Key,
    closes: Time,
}

impl Pen<'_> {
    #[inline]
    fn write(&mut self, at: Time, case: u32) {
        self.arrivals.push(Arrival { at, source: self.source, case });
    }

    /// Writes it down unless it falls outside the night.
    #[inline]
    fn write_inside(&mut self, at: Time, case: u32) {
        if at >= Time::OPENING && at < self.closes {
            self.write(at, case);
        }
    }

    fn intensity(&mut self, intensity: &Intensity, factor: f64) {
        let places = self.key.series(Purpose::Place);
        let points = 0..points_below(intensity.expected() * factor, self.key);
        let at = |k: u32| intensity.reached_at(places.bits(u64::from(k)) >> 1);
        if intensity.lies_within(Time::OPENING, self.closes) {
            let source = self.source;
            self.arrivals.extend(points.map(|case| Arrival { at: at(case), source, case }));
        } else {
            points.for_each(|k| self.write_inside(at(k), k));
        }
    }

    fn orders(&mut self, flow: &OrderFlow, factor: f64) {
        for k in 0..points_below(flow.expected * factor, self.key) {
            let case = self.key.number(u64::from(k));
            let order = || flow.placed.quantile(case.draw(Purpose::OrderTime).uniform());
            if let Some(at) = flow.first_message(order, case) {
                self.write_inside(at, k);
            }
        }
    }

    /// Every night the same: copies of a row are numbered one after another.
    fn recorded(&mut self, rows: &[RecordedCase], times: f64) {
        let sure = times.floor() as u32;
        let chance = times - times.floor();
        let copies = (times.ceil() as u32).max(1);
        for (row, first) in rows.iter().zip((0..).step_by(copies as usize)) {
            if row.at >= self.closes || row.at + row.within < Time::OPENING {
                continue;
            }
            for copy in 0..copies {
                let case = self.key.number(u64::from(first + copy));
                if copy < sure || case.draw(Purpose::Thinning).uniform() < chance {
                    self.write_inside(recorded_at(row, case), first + copy);
                }
            }
        }
    }

    fn backlog(&mut self, cases: u32, since: &Sampler) {
        for k in 0..cases {
            let waited = since.sample(self.key.number(u64::from(k)).draw(Purpose::Since));
            self.write(Time::OPENING - waited, k);
        }
    }
}

/// When a case of `row` comes: at its time stamp, or evenly within its interval.
fn recorded_at(row: &RecordedCase, case: Key) -> Time {
    if row.within.0 <= 0 {
        return row.at;
    }
    Time(row.at.0 + (case.draw(Purpose::Place).uniform() * row.within.0 as f64) as i64)
}

/// How many points of the unit-rate Poisson process of a source stand below `expected`.
///
/// The last point of each block stands at the sum of the blocks' lengths, each a gamma variate. Given
/// that, the others of the block are uniform in it, so that those below `expected` can be counted one by
/// one. Where a point stands never depends on `expected`: a smaller one keeps a part of the same points.
fn points_below(expected: f64, source: Key) -> u32 {
    let mut first = 0;
    let mut start = 0.0;
    loop {
        let last = source.number(u64::from(first + BLOCK - 1));
        let length = gamma(f64::from(BLOCK), &mut last.draw(Purpose::Gap));
        if start + length >= expected {
            let share = (expected - start) / length;
            let below = |k: &u32| source.number(u64::from(*k)).draw(Purpose::Gap).uniform() < share;
            return first + (first..first + BLOCK - 1).filter(below).count() as u32;
        }
        start += length;
        first += BLOCK;
    }
}

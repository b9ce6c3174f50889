//! What the sources bring on an average night, by time, without drawing nights.

use super::{Demand, Intensity, OrderFlow, Proactive, RecordedCase, Source, SourceKind};
use crate::random::Key;
use crate::units::{Span, Time};

#[cfg(test)]
mod tests;

/// Orders whose first messages are worked out per source: stratified in the order, drawn from a fixed seed
/// in the delays. A share of them has a standard error of at most 0.36 points.
const ORDERS: u32 = 20_000;
/// The seed of their delays.
const SEED: u64 = 0x6578_7065_6374;

/// What a source brings on an average night.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Cases over all time.
    pub cases: f64,
    /// Of them, between the opening and the close (a backlog: all).
    pub tonight: f64,
    /// Of these, by slot of time from the opening on; a backlog is in the first.
    pub by_slot: Vec<f64>,
}

impl Expected {
    /// The share of cases that falls outside the night.
    pub fn outside(&self) -> f64 {
        if self.cases > 0.0 { 1.0 - self.tonight / self.cases } else { 0.0 }
    }
}

impl Demand {
    /// By source, with slots of length `slot` up to the close.
    pub fn expected(&self, slot: Span) -> Vec<Expected> {
        self.sources.iter().map(|source| self.expected_of(source, slot)).collect()
    }

    fn expected_of(&self, source: &Source, slot: Span) -> Expected {
        let mut count = Count::new(self.closes, slot, source.proactive);
        match &source.kind {
            SourceKind::Intensity(intensity) => count.intensity(intensity),
            SourceKind::Orders(flow) => count.orders(flow, Key::night(SEED, 0).named(source.key)),
            SourceKind::Recorded { cases, times } => {
                cases.iter().for_each(|row| count.spread(row, *times));
            }
            SourceKind::Backlog { cases, .. } => count.at(Time::OPENING, f64::from(*cases)),
        }
        // Summed in another order, a whole may come out a little below its parts.
        let tonight = count.by_slot.iter().sum::<f64>().min(count.cases);
        Expected { tonight, cases: count.cases, by_slot: count.by_slot }
    }
}

/// Counts expected cases by slot.
struct Count {
    proactive: Option<Proactive>,
    closes: Time,
    slot: Span,
    cases: f64,
    by_slot: Vec<f64>,
}

impl Count {
    fn new(closes: Time, slot: Span, proactive: Option<Proactive>) -> Count {
        let slots = (closes.0 + slot.0 - 1) / slot.0;
        Count { proactive, closes, slot, cases: 0.0, by_slot: vec![0.0; slots.max(0) as usize] }
    }

    /// From and to of each slot.
    fn slots(&self) -> impl Iterator<Item = (usize, Time, Time)> + use<> {
        let (closes, slot) = (self.closes, self.slot.0);
        (0..self.by_slot.len()).map(move |i| {
            let from = i as i64 * slot;
            (i, Time(from), Time(from + slot).min(closes))
        })
    }

    fn intensity(&mut self, intensity: &Intensity) {
        self.cases += intensity.expected() + intensity.elsewhere();
        for (i, from, to) in self.slots() {
            let mut cases = intensity.expected_between(from, to);
            if let Some(proactive) = self.proactive.filter(|it| it.from < to) {
                let spared = proactive.spares * intensity.expected_between(from.max(proactive.from), to);
                self.cases -= spared;
                cases -= spared;
            }
            self.by_slot[i] += cases;
        }
    }

    fn at(&mut self, at: Time, cases: f64) {
        self.cases += cases;
        if at >= Time::OPENING && at < self.closes {
            self.by_slot[(at.0 / self.slot.0) as usize] += cases;
        }
    }

    fn orders(&mut self, flow: &OrderFlow, key: Key) {
        let each = flow.expected / f64::from(ORDERS);
        for k in 0..ORDERS {
            let order = || flow.placed.quantile((f64::from(k) + 0.5) / f64::from(ORDERS));
            // An order too late for its moment brings no case, neither tonight nor outside.
            if let Some(at) = flow.first_message(order, key.number(u64::from(k))) {
                let spared = self.proactive.filter(|it| at >= it.from).map_or(0.0, |it| it.spares);
                self.at(at, each * (1.0 - spared));
            }
        }
    }

    /// A row that comes `times` times, evenly within its interval.
    fn spread(&mut self, row: &RecordedCase, times: f64) {
        if row.within.0 <= 0 {
            return self.at(row.at, times);
        }
        self.cases += times;
        let end = row.at + row.within;
        for (i, from, to) in self.slots().skip((row.at.0 / self.slot.0).max(0) as usize) {
            if from >= end {
                break;
            }
            let inside = (to.min(end) - from.max(row.at)).0.max(0);
            self.by_slot[i] += times * inside as f64 / row.within.0 as f64;
        }
    }
}

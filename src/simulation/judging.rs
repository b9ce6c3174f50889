//! Targets: what counts, and whether it met them.

use super::engine::Engine;
use super::plan::Target;
use crate::scenario::{Abandoned, Measure};
use crate::units::{Span, Time};

impl<'p> Engine<'p> {
    /// Books the conversation's message for every target of `measure`: it waited until `until`, for its
    /// reply or until its customer gave up.
    #[inline]
    pub(super) fn judge(&mut self, measure: Measure, conversation: u32, until: Time, gave_up: bool) {
        let record = &self.conversations[conversation];
        let range = self.layout.targets(measure, record.inquiry, record.channel, record.tier);
        if range.is_empty() {
            return;
        }
        let clock = record.clock();
        self.book(range, clock, until, gave_up);
    }

    /// Likewise for a case, from its first message on.
    pub(super) fn judge_case(
        &mut self,
        measure: Measure,
        conversation: u32,
        channel: u8,
        first: Time,
        until: Time,
        gave_up: bool,
    ) {
        let record = &self.conversations[conversation];
        let range = self.layout.targets(measure, record.inquiry, channel, record.tier);
        self.book(range, first, until, gave_up);
    }

    fn book(&mut self, range: std::ops::Range<usize>, from: Time, until: Time, gave_up: bool) {
        let interval = self.interval_of(from);
        for place in range {
            let target = self.layout.target_at(place);
            let Some(met) = verdict(&self.plan.targets[target], from, until, gave_up) else { continue };
            self.book_verdict(target, interval, met);
        }
    }

    #[inline]
    fn book_verdict(&mut self, target: usize, interval: usize, met: bool) {
        let booked = &mut self.counts.targets[target * (self.plan.intervals + 1) + interval];
        booked.counted += 1;
        booked.met += u32::from(met);
    }

    /// Books a message (or a case, by the channel of its first conversation) as missed: the night ended
    /// before it had its answer.
    pub(super) fn miss(&mut self, measure: Measure, conversation: u32, channel: u8, from: Time) {
        let record = &self.conversations[conversation];
        let interval = self.plan.interval_of(from);
        for place in self.layout.targets(measure, record.inquiry, channel, record.tier) {
            let target = self.layout.target_at(place);
            if counts(&self.plan.targets[target], from) {
                self.book_verdict(target, interval, false);
            }
        }
    }
}

/// Whether what starts at `from` counts for the target at all.
#[inline]
fn counts(target: &Target, from: Time) -> bool {
    target.clock_in_hours || target.hours.contain(from)
}

/// Whether a wait met the target; none if it does not count.
#[inline]
pub fn verdict(target: &Target, from: Time, until: Time, gave_up: bool) -> Option<bool> {
    if !counts(target, from) {
        return None;
    }
    let wait: Span = if target.clock_in_hours { target.hours.elapsed(from, until) } else { until - from };
    let quick = wait <= target.within;
    match (gave_up, target.abandoned) {
        (false, _) => Some(quick),
        (true, Abandoned::LateOnly) => (!quick).then_some(false),
        (true, Abandoned::Missed) => Some(false),
        (true, Abandoned::Ignored) => None,
        (true, Abandoned::MetIfQuick) => Some(quick),
    }
}

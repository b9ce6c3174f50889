//! Targets: what counts, and whether it met them.

use super::engine::Engine;
use super::plan::{Plan, Target, Windows};
use crate::scenario::{Abandoned, Measure};
use crate::units::{Span, Time};

/// A target as messages are held against it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judged {
    /// Its index.
    pub target: u16,
    /// It counts at all hours, by a clock that never rests.
    pub always: bool,
    /// Where its counts begin in [`super::tally::Counts::targets`].
    pub counts: u32,
    pub within: Span,
}

impl Judged {
    pub fn new(plan: &Plan, index: usize) -> Judged {
        let target = &plan.targets[index];
        Judged {
            target: index as u16,
            always: target.hours == Windows::Always,
            counts: (index * (plan.intervals + 1)) as u32,
            within: target.within,
        }
    }
}

impl<'p> Engine<'p> {
    /// Books the conversation's message for every target of `measure`: it waited until `until`, for its
    /// reply or until its customer gave up.
    #[inline]
    pub(super) fn judge(&mut self, measure: Measure, conversation: u32, until: Time, gave_up: bool) {
        let record = &self.conversations[conversation];
        let range = self.layout.targets(measure, record.inquiry, record.channel, record.tier);
        if !range.is_empty() {
            self.book(range, record.clock(), until, gave_up);
        }
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
        if !range.is_empty() {
            self.book(range, first, until, gave_up);
        }
    }

    fn book(&mut self, range: std::ops::Range<usize>, from: Time, until: Time, gave_up: bool) {
        for place in range {
            let judged = self.layout.judged[place];
            self.book_one(&judged, from, until, gave_up);
        }
    }

    /// Books what waited from `from` to `until` for one target.
    #[inline]
    pub(super) fn book_one(&mut self, judged: &Judged, from: Time, until: Time, gave_up: bool) {
        // Nearly all that is judged.
        let met = if judged.always && !gave_up {
            Some(until - from <= judged.within)
        } else {
            verdict(&self.plan.targets[judged.target as usize], from, until, gave_up)
        };
        if let Some(met) = met {
            let interval = self.interval_of(from);
            self.counts.targets[judged.counts as usize + interval].book(met);
        }
    }

    /// Books a message (or a case, by the channel of its first conversation) as missed: the night ended
    /// before it had its answer.
    pub(super) fn miss(&mut self, measure: Measure, conversation: u32, channel: u8, from: Time) {
        let record = &self.conversations[conversation];
        let interval = self.plan.interval_of(from);
        for judged in &self.layout.judged[self.layout.targets(measure, record.inquiry, channel, record.tier)]
        {
            if counts(&self.plan.targets[judged.target as usize], from) {
                self.counts.targets[judged.counts as usize + interval].book(false);
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
    if gave_up { of_abandoned(target.abandoned, quick) } else { Some(quick) }
}

/// Likewise, of somebody who gave up, perhaps within the time that was promised.
#[inline]
pub(super) fn of_abandoned(abandoned: Abandoned, quick: bool) -> Option<bool> {
    match abandoned {
        Abandoned::LateOnly => (!quick).then_some(false),
        Abandoned::Missed => Some(false),
        Abandoned::Ignored => None,
        Abandoned::MetIfQuick => Some(quick),
    }
}

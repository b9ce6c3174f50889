//! What is booked once an interval, and once when the shorter way ends.

use super::super::engine::Engine;
use super::super::observer::Observer;
use super::facts::Class;
use super::{PlainCalls, Waiter};
use std::mem::take;

impl<'p> Engine<'p> {
    /// Books what was counted of calls that were sent in this interval, and who was answered at once.
    pub(super) fn book_interval<O: Observer>(&mut self, calls: &mut PlainCalls<'p>, observer: &mut O) {
        for class in &mut calls.classes {
            let at_once = take(&mut class.at_once);
            class.opened += u64::from(at_once) + take(&mut class.queued);
            class.answered += u64::from(at_once);
            observer.answered_at_once(class.channel, u64::from(at_once));
            for promise in &mut class.answer {
                let mut booked = take(&mut promise.booked);
                if promise.judged.always {
                    booked.met += at_once;
                    booked.counted += at_once;
                }
                let counts = &mut self.counts.targets[promise.judged.counts as usize + self.interval];
                counts.met += booked.met;
                counts.counted += booked.counted;
            }
        }
    }

    /// The interval ends: who waits then, waits from this interval into the next.
    pub(super) fn next_interval(&mut self, calls: &PlainCalls<'p>) {
        let end = self.interval_ends;
        let waits = |class: &Class<'p>| class.queue.iter().filter(|waiter| waiter.deadline >= end).count();
        let waiting = calls.classes.iter().map(waits).sum::<usize>() as i64;
        self.counts.intervals[self.interval].waiting_change += waiting;
        self.look_at_interval_of(end);
        self.counts.intervals[self.interval].waiting_change -= waiting;
    }

    /// Who waited over the end of an interval before this one, and waits on the shorter way from now on:
    /// that is booked now. The general way books a wait when it is over; so, back on it, this and what
    /// [`Engine::next_interval`] booked is taken back.
    pub(super) fn book_earlier_intervals(&mut self, waiter: &Waiter, back: bool) {
        let sent = waiter.call.sent;
        if sent < self.interval_begins {
            let until = waiter.deadline.min(self.interval_begins);
            match back {
                false => self.waited(sent, until),
                true => self.waited(until, sent),
            }
        }
    }

    /// What was counted since the shorter way began.
    pub(super) fn put_counts_back(&mut self, calls: &mut PlainCalls<'p>) {
        for class in &mut calls.classes {
            let (opened, abandoned) = (take(&mut class.opened), take(&mut class.abandoned));
            let answered = take(&mut class.answered);
            let replied = answered.wrapping_add_signed(take(&mut class.in_hand));
            let inquiry = &mut self.counts.inquiries[class.inquiry as usize];
            inquiry.cases += opened;
            inquiry.answered += replied;
            inquiry.unanswered += abandoned;
            if class.plain_end {
                inquiry.outcomes[0] += replied;
            }
            let channel = &mut self.counts.channels[class.channel as usize];
            channel.conversations += opened;
            channel.answered += answered;
            channel.waited += take(&mut class.waited);
            channel.abandoned += abandoned;
            channel.replies += replied;
            channel.sent += replied;
        }
        for (card, talk) in self.counts.agents.iter_mut().zip(&mut calls.agents) {
            let (busy, talks) = (take(&mut talk.busy), u64::from(take(&mut talk.talks)));
            card.busy += busy;
            card.conversations += talks;
            card.replies += talks;
            self.counts.teams[talk.team as usize].busy += busy;
        }
    }
}

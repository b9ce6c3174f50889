//! Compliance within the window: of the trace, of other simulated nights, and as measured; all three by the
//! model's own rule of what a target counts.

use super::books::{Books, Class, Message};
use super::ledger::{Outcome, Predicted, Start};
use super::night::Night;
use crate::demand::Night as Customers;
use crate::random::Key;
use crate::scenario::{ChannelKind, Measure};
use crate::simulation::customer::Customer;
use crate::simulation::observer::{Event, Observer, Who};
use crate::simulation::plan::{Plan, Target};
use crate::simulation::{Engine, verdict};
use crate::units::{Span, Time};
use std::collections::HashMap;
use std::ops::Range;

/// Met and counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tallied {
    /// Met.
    pub met: u64,
    /// Met or missed.
    pub counted: u64,
}

impl Tallied {
    fn add(&mut self, met: bool) {
        self.counted += 1;
        self.met += u64::from(met);
    }

    /// The share; none if nothing counted.
    pub fn share(self) -> Option<f64> {
        (self.counted > 0).then(|| self.met as f64 / self.counted as f64)
    }
}

/// True if a replay can measure the target: replies on chat and message channels.
pub fn is_measured(plan: &Plan, target: &Target) -> bool {
    let digital = plan.channels.iter().zip(&target.channels);
    matches!(target.measure, Measure::FirstReply | Measure::EachReply)
        && digital.into_iter().any(|(channel, counts)| *counts && channel.kind != ChannelKind::Phone)
}

/// True if the target counts such a message at all.
fn concerns(target: &Target, channel: u8, inquiry: u16, tier: u8, turn: u32) -> bool {
    let measured = match target.measure {
        Measure::FirstReply => turn == 0,
        Measure::EachReply => true,
        Measure::Answer | Measure::Solution | Measure::Conclusion => false,
    };
    measured
        && target.channels[channel as usize]
        && target.inquiries[inquiry as usize]
        && target.tiers[tier as usize]
}

/// By target: compliance of the messages of a night that are sent within the window.
pub fn of_night(plan: &Plan, night: &Night, window: &Range<Time>) -> Vec<Tallied> {
    let mut tallies = vec![Tallied::default(); plan.targets.len()];
    for conversation in &night.conversations {
        for (turn, message) in conversation.messages.iter().enumerate() {
            if !window.contains(&message.sent) {
                continue;
            }
            let until = message.gave_up.map(|at| (at, true));
            let until = until.or(message.replied.map(|(at, _)| (at, false)));
            let (until, gave_up) = until.unwrap_or((Time::NEVER, false));
            for (target, tally) in plan.targets.iter().zip(&mut tallies) {
                let (channel, inquiry) = (conversation.channel, conversation.inquiry);
                if concerns(target, channel, inquiry, conversation.tier, turn as u32)
                    && let Some(met) = verdict(target, message.sent, until, gave_up)
                {
                    tally.add(met);
                }
            }
        }
    }
    tallies
}

/// By target: what the simulation says of the window; the band is that of the nights of the seed that come
/// first, this one left out.
pub fn predict(
    plan: &Plan,
    night: &Night,
    window: &Range<Time>,
    seed: u64,
    this: u64,
    nights: u64,
) -> Vec<Predicted> {
    let same = of_night(plan, night, window);
    let mut others: Vec<Vec<f64>> = vec![Vec::new(); plan.targets.len()];
    let (mut engine, mut customers) = (Engine::new(plan), Customers::default());
    for replication in (0..).filter(|number| *number != this).take(nights as usize) {
        let key = Key::night(seed, replication);
        customers.draw(&plan.demand, key);
        let mut watcher = Watcher::new(plan, key, window.clone());
        engine.run(key, customers.arrivals(), &mut watcher);
        for (target, share) in others.iter_mut().zip(watcher.shares()) {
            target.extend(share);
        }
    }
    let described = plan.targets.iter().zip(same).zip(&mut others);
    let measured = described.filter(|((target, _), _)| is_measured(plan, target));
    measured
        .map(|((target, same), others)| {
            others.sort_by(f64::total_cmp);
            let quantile = |share: f64| {
                let place = (share * (others.len().max(1) - 1) as f64).round() as usize;
                others.get(place).copied()
            };
            Predicted {
                name: target.name.clone(),
                same_night: same.share(),
                low: quantile(0.05),
                high: quantile(0.95),
                nights: others.len() as u64,
            }
        })
        .collect()
}

/// Counts compliance within the window while a night is simulated.
struct Watcher<'p> {
    plan: &'p Plan,
    night: Key,
    window: Range<Time>,
    tallies: Vec<Tallied>,
    /// Messages that wait, by conversation: when they were sent.
    sent: HashMap<(u16, u32, u32), Time>,
}

impl<'p> Watcher<'p> {
    fn new(plan: &'p Plan, night: Key, window: Range<Time>) -> Watcher<'p> {
        let tallies = vec![Tallied::default(); plan.targets.len()];
        Watcher { plan, night, window, tallies, sent: HashMap::new() }
    }

    fn shares(self) -> Vec<Option<f64>> {
        // What is still open at the end of the run-out is missed.
        self.tallies.into_iter().map(Tallied::share).collect()
    }

    fn ends(&mut self, who: Who, channel: u8, until: Time, gave_up: bool) {
        let Some(sent) = self.sent.remove(&(who.source, who.case, who.conversation)) else { return };
        if !self.window.contains(&sent) {
            return;
        }
        let customer = Customer::new(self.plan, self.night, who.source, who.case);
        let inquiry = self.plan.demand.sources[who.source as usize].inquiry;
        let tier = customer.tier();
        for (target, tally) in self.plan.targets.iter().zip(&mut self.tallies) {
            if concerns(target, channel, inquiry, tier, who.turn)
                && let Some(met) = verdict(target, sent, until, gave_up)
            {
                tally.add(met);
            }
        }
    }
}

impl Observer for Watcher<'_> {
    fn conversation(&mut self, at: Time, event: Event, who: Who, channel: u8, _agent: Option<u32>) {
        let key = (who.source, who.case, who.conversation);
        match event {
            Event::Arrives if who.turn == 0 => drop(self.sent.insert(key, at)),
            Event::GaveUp => self.ends(who, channel, at, true),
            Event::Replied { credit: true } => {
                // Only conversations that customers opened are known here.
                if !self.sent.contains_key(&key) {
                    return;
                }
                self.ends(who, channel, at, false);
                let customer = Customer::new(self.plan, self.night, who.source, who.case);
                let Some(handling) = &customer.inquiry.handling[channel as usize] else { return };
                if who.turn + 1 < customer.turns(handling, who.conversation) {
                    self.sent.insert(key, at + customer.think(handling, who.conversation, who.turn));
                }
            }
            _ => {}
        }
    }
}

/// By target: what was measured.
///
/// A measured span, in the scenario's time, is (real time less the time of calls on its path) × speed plus
/// that time: waits and work were divided by the speed, the helpdesk's own time was not.
pub fn measured(plan: &Plan, books: &Books) -> Vec<Tallied> {
    let mut tallies = vec![Tallied::default(); plan.targets.len()];
    let Some(start) = &books.start else { return tallies };
    let closed = books.closed();
    for (conversation, turn, message) in books.planned() {
        let Some((from, until, gave_up)) = stretch(start, message, closed) else { continue };
        for (target, tally) in plan.targets.iter().zip(&mut tallies) {
            if concerns(target, conversation.channel, conversation.inquiry, conversation.tier, turn)
                && let Some(met) = verdict(target, from, until, gave_up)
            {
                tally.add(met);
            }
        }
    }
    tallies
}

/// From when to when a message waited, and whether its customer gave up; none: it does not count.
fn stretch(start: &Start, message: &Message, closed: i64) -> Option<(Time, Time, bool)> {
    let due = message.due?;
    let from = Time(start.from_us + (due as f64 * start.speed) as i64);
    match message.class(closed) {
        // Ours, or nobody's.
        Class::Unsent | Class::NeverDue => return None,
        _ => {}
    }
    if let Some(at) = message.gave_up {
        return Some((from, from + Span(((at - due) as f64 * start.speed) as i64), true));
    }
    // A reply that is not there, or to a message that is not there, is none.
    let read = message.read_back.is_none_or(|(there, replied)| there && replied);
    let replied =
        message.replied.filter(|_| read && message.accepted.map(|it| it.0) == Some(Outcome::Accepted));
    let until = replied.map_or(Time::NEVER, |(at, api)| {
        let real = (at - due).max(api);
        from + Span((((real - api) as f64) * start.speed) as i64 + api)
    });
    Some((from, until, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(speed: f64) -> Start {
        Start {
            nightdesk_ledger: 1,
            run: String::new(),
            scenario: String::new(),
            seed: 1,
            replication: 0,
            helpdesk: String::new(),
            agents: "live".to_owned(),
            speed,
            from_us: 1_000,
            to_us: 9_000,
            max_lag_us: 0,
            fail_if: Vec::new(),
            predicted: Vec::new(),
        }
    }

    /// Due at 2 s of real time, answered 3 s later, 200 ms of them in calls, at speed 30: 2.8 s × 30 and
    /// the 200 ms as they are.
    #[test]
    fn the_helpdesks_own_time_is_not_multiplied_by_the_speed() {
        let message = Message {
            due: Some(2_000_000),
            accepted: Some((Outcome::Accepted, 2_100_000)),
            replied: Some((5_000_000, 200_000)),
            ..Message::default()
        };
        let (from, until, gave_up) = stretch(&start(30.0), &message, 10_000_000).unwrap();
        assert_eq!(from, Time(1_000 + 60_000_000));
        assert_eq!((until - from, gave_up), (Span(84_200_000), false));
    }

    #[test]
    fn a_reply_that_is_not_there_when_read_back_is_none() {
        let message = Message {
            due: Some(0),
            accepted: Some((Outcome::Accepted, 1)),
            replied: Some((2, 1)),
            read_back: Some((true, false)),
            ..Message::default()
        };
        assert_eq!(stretch(&start(1.0), &message, 10).unwrap().1, Time::NEVER);
        let unsent = Message { due: Some(0), ..Message::default() };
        assert_eq!(stretch(&start(1.0), &unsent, 10), None);
    }
}

//! Waits of customers who come once a desk has settled, seen by an observer.

use super::measure::controlled;
use nightdesk::simulation::observer::{Event, Observer, Who};
use nightdesk::simulation::plan::Plan;
use nightdesk::statistics::Interval;
use nightdesk::units::Time;

/// Of the first messages of a source: those that were worked on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    /// How many.
    pub calls: f64,
    /// Seconds until work began, all together.
    pub waited: f64,
    /// Seconds of work.
    pub worked: f64,
    /// Σ wait × work.
    pub waited_worked: f64,
}

/// Watches first messages that come from some instant on.
pub struct FirstWaits {
    from: Time,
    /// By source and case: when it came, and when work began.
    seen: Vec<Vec<(Time, Time)>>,
    /// By source.
    pub sums: Vec<Sums>,
}

impl FirstWaits {
    /// Of `plan`'s sources.
    pub fn new(plan: &Plan, from: Time) -> FirstWaits {
        let sources = plan.demand.sources.len();
        FirstWaits { from, seen: vec![Vec::new(); sources], sums: vec![Sums::default(); sources] }
    }
}

impl Observer for FirstWaits {
    fn conversation(&mut self, at: Time, event: Event, who: Who, _channel: u8, _agent: Option<u32>) {
        if who.turn > 0 || who.conversation > 0 {
            return;
        }
        let (seen, case) = (&mut self.seen[who.source as usize], who.case as usize);
        match event {
            Event::Arrives => {
                if seen.len() <= case {
                    seen.resize(case + 1, (Time::NEVER, Time::NEVER));
                }
                seen[case].0 = at;
            }
            Event::Begun => seen[case].1 = at,
            Event::Replied { .. } if seen[case].0 >= self.from => {
                let (arrived, begun) = seen[case];
                let (waited, worked) = ((begun - arrived).seconds(), (at - begun).seconds());
                let sums = &mut self.sums[who.source as usize];
                sums.calls += 1.0;
                sums.waited += waited;
                sums.worked += worked;
                sums.waited_worked += waited * worked;
            }
            _ => {}
        }
    }
}

/// The mean time from first message to the end of the work, of calls of a mean work of `handle`.
pub fn mean_time_in_system(nights: &[Sums], calls: f64, handle: f64) -> Interval {
    let wait = mean_wait(nights, calls, handle);
    Interval { value: wait.value + handle, low: wait.low + handle, high: wait.high + handle }
}

/// The mean wait over nights. It is controlled by three numbers that are nothing on average: calls beyond
/// the `calls` expected, their work beyond a mean of `handle` each, and the product of wait and surplus work,
/// since nobody's wait depends on the work it will be.
pub fn mean_wait(nights: &[Sums], calls: f64, handle: f64) -> Interval {
    let controls = |night: &Sums| {
        let surplus = night.waited_worked - handle * night.waited;
        [night.calls - calls, night.worked - handle * night.calls, surplus]
    };
    let nights: Vec<_> = nights.iter().map(|night| (night.waited, night.calls, controls(night))).collect();
    controlled(&nights)
}

/// Waits of all calls of one source, whether answered or given up, as far as they lie before some instant.
pub struct Crossing {
    until: Time,
    came: Vec<Time>,
    /// How many came.
    pub calls: f64,
    /// Who were not taken at once.
    pub delayed: f64,
    /// Seconds they waited, until work began or they gave up, all together.
    pub waited: f64,
}

impl Crossing {
    /// Of the time before `until`.
    pub fn new(until: Time) -> Crossing {
        Crossing { until, came: Vec::new(), calls: 0.0, delayed: 0.0, waited: 0.0 }
    }
}

impl Observer for Crossing {
    fn conversation(&mut self, at: Time, event: Event, who: Who, _channel: u8, _agent: Option<u32>) {
        let case = who.case as usize;
        match event {
            Event::Arrives => {
                if self.came.len() <= case {
                    self.came.resize(case + 1, Time::NEVER);
                }
                self.came[case] = at;
                self.calls += 1.0;
            }
            Event::Begun | Event::GaveUp if at > self.came[case] => {
                self.delayed += 1.0;
                self.waited += (at.min(self.until) - self.came[case]).seconds();
            }
            _ => {}
        }
    }
}

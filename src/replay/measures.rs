//! What thresholds look at: every measure of a replay, from its books.

use super::books::Books;
use super::latency::{self, Calls, figure, histogram, record};
use super::ledger::Call;
use super::predict::{self, Tallied};
use super::profile::Operation;
use crate::scenario::threshold::{CLASSES, Comparison, Measure, Statistic, Threshold};
use crate::simulation::plan::Plan;
use hdrhistogram::Histogram;
use std::collections::BTreeMap;

/// Everything that can be measured.
#[derive(Clone, Debug)]
pub struct Measures {
    /// By operation.
    pub operations: BTreeMap<Operation, Calls>,
    /// How late we were ourselves.
    pub lag: Histogram<u64>,
    /// From the answer until an agent could read a customer's message.
    pub visible_to_agent: Histogram<u64>,
    /// From the answer until a customer could read a reply.
    pub visible_to_customer: Histogram<u64>,
    /// By target.
    pub compliance: Vec<(String, Tallied)>,
    /// By class and finding.
    pub counts: Vec<(&'static str, u64)>,
    /// Planned messages.
    pub planned: u64,
    /// From the end of the peak until replies are quick again, in seconds; none: they never were slow, or
    /// nothing was measured.
    pub recovery_s: Option<f64>,
    /// Time to list the queue, by how many conversations waited: up to so many, calls, median in seconds.
    pub queue: Vec<(u64, u64, f64)>,
}

/// A threshold and what became of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// What must not be.
    pub threshold: Threshold,
    /// What was measured; none: nothing.
    pub value: Option<f64>,
    /// It is so.
    pub crossed: bool,
}

impl Measures {
    /// Of a replay.
    pub fn of(plan: &Plan, books: &Books) -> Measures {
        let classes = CLASSES.into_iter().zip(books.classes());
        let targets = plan.targets.iter().zip(predict::measured(plan, books));
        let measured = targets.filter(|(target, _)| predict::is_measured(plan, target));
        let (visible_to_agent, visible_to_customer) = visible(books);
        Measures {
            operations: latency::by_operation(&books.calls),
            lag: latency::lag(&books.calls),
            visible_to_agent,
            visible_to_customer,
            compliance: measured.map(|(target, tally)| (target.name.clone(), tally)).collect(),
            counts: classes.chain(books.findings()).collect(),
            planned: books.planned().count() as u64,
            recovery_s: recovery(&books.calls),
            queue: queue(&books.calls),
        }
    }

    /// The value of one measure; none: nothing was measured.
    pub fn value(&self, measure: &Measure) -> Option<f64> {
        let of = |operation: &str| self.operations.get(&Operation::named(operation)?);
        match measure {
            Measure::Response(operation, statistic) => figure(&of(operation)?.response, *statistic),
            Measure::Service(operation, statistic) => figure(&of(operation)?.service, *statistic),
            Measure::Visible(statistic) => {
                let mut both = self.visible_to_agent.clone();
                // Of the same bounds.
                let _ = both.add(&self.visible_to_customer);
                figure(&both, *statistic)
            }
            Measure::Lag(statistic) => figure(&self.lag, *statistic),
            Measure::Recovery => self.recovery_s,
            Measure::ErrorRate => self.rate(2),
            Measure::ThrottleRate => self.rate(3),
            Measure::Compliance(name) => {
                self.compliance.iter().find(|(target, _)| target == name).and_then(|(_, tally)| tally.share())
            }
            Measure::Count(name) => {
                self.counts.iter().find(|(known, _)| known == name).map(|(_, count)| *count as f64)
            }
        }
    }

    /// Calls with an outcome, of all.
    fn rate(&self, outcome: usize) -> Option<f64> {
        let all: u64 = self.operations.values().map(Calls::count).sum();
        let such: u64 = self.operations.values().map(|calls| calls.outcomes[outcome]).sum();
        (all > 0).then(|| such as f64 / all as f64)
    }

    /// Holds it against a threshold. What was not measured has not crossed one, but a compliance that
    /// counts nothing cannot be vouched for: asked to be at least something, it is missed.
    pub fn judge(&self, threshold: &Threshold) -> Judged {
        let value = self.value(&threshold.measure);
        let crossed = match value {
            Some(value) => threshold.is_crossed_by(value),
            None => {
                matches!(threshold.measure, Measure::Compliance(_))
                    && matches!(threshold.comparison, Comparison::Below | Comparison::AtMost)
            }
        };
        Judged { threshold: threshold.clone(), value, crossed }
    }

    /// The 99th percentile of our own lag in µs.
    pub fn lag_p99_us(&self) -> i64 {
        figure(&self.lag, Statistic::PerMille(990)).map_or(0, |seconds| (seconds * 1e6) as i64)
    }
}

/// How long messages took to be readable: to agents who looked at once, and to customers.
fn visible(books: &Books) -> (Histogram<u64>, Histogram<u64>) {
    let (mut agent, mut customer) = (histogram(), histogram());
    for (_, _, message) in books.planned() {
        if let (Some((_, accepted)), Some(seen), Some(begun)) =
            (message.accepted, message.seen, message.begun)
        {
            // From when it was accepted, or from when somebody first looked.
            record(&mut agent, seen - accepted.max(begun));
        }
        if let (Some((replied, _)), Some(seen)) = (message.replied, message.reply_seen) {
            record(&mut customer, seen - replied);
        }
    }
    (agent, customer)
}

/// Stretches that the calls of customers are looked at in, for the peak and what follows it.
const STRETCHES: usize = 40;

/// From the end of the busiest stretch until customers' calls take, in the median, at most twice what they
/// took before it.
fn recovery(calls: &[Call]) -> Option<f64> {
    let theirs: Vec<&Call> = calls
        .iter()
        .filter(|call| !call.aside && matches!(call.op, Operation::OpenConversation | Operation::PostMessage))
        .collect();
    let end = theirs.iter().map(|call| call.due).max()?.max(1);
    let length = (end / STRETCHES as i64).max(1);
    let mut stretches: Vec<Vec<i64>> = vec![Vec::new(); STRETCHES + 1];
    for call in theirs {
        let place = (call.due.max(0) / length) as usize;
        stretches[place.min(STRETCHES)].push(call.done - call.due);
    }
    let peak = (0..stretches.len()).max_by_key(|place| (stretches[*place].len(), usize::MAX - place))?;
    let mut before: Vec<i64> = stretches[..peak].iter().flatten().copied().collect();
    let usual = 2 * median(&mut before)?;
    let quick = |stretch: &mut Vec<i64>| median(stretch).is_none_or(|middle| middle <= usual);
    if quick(&mut stretches[peak].clone()) {
        return Some(0.0);
    }
    let after = stretches[peak + 1..].iter_mut().position(quick).unwrap_or(STRETCHES - peak.min(STRETCHES));
    Some(after as f64 * length as f64 / 1e6)
}

fn median(values: &mut [i64]) -> Option<i64> {
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}

/// Time to list the queue by backlog: 0, up to 10, 100, 1,000 and so on.
fn queue(calls: &[Call]) -> Vec<(u64, u64, f64)> {
    let mut by_backlog: BTreeMap<u64, Histogram<u64>> = BTreeMap::new();
    for call in calls.iter().filter(|call| call.op == Operation::ListQueue && !call.aside) {
        let Some(backlog) = call.backlog else { continue };
        let mut up_to = if backlog == 0 { 0 } else { 10 };
        while up_to < backlog {
            up_to *= 10;
        }
        record(by_backlog.entry(up_to).or_insert_with(histogram), call.done - call.sent);
    }
    let row = |(up_to, times): (u64, Histogram<u64>)| {
        (up_to, times.len(), figure(&times, Statistic::PerMille(500)).unwrap_or(0.0))
    };
    by_backlog.into_iter().map(row).collect()
}

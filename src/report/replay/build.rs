//! From books to the model.

use super::super::Warning;
use super::model::{
    BaselineReport, CountReport, ErrorReport, Figures, LedgerReport, OperationReport, QueueReport,
    ReplayReport, ReplayTarget, ThresholdReport, Verdict,
};
use super::stretches;
use crate::replay::baseline::Change;
use crate::replay::books::Books;
use crate::replay::latency::{Calls, figure};
use crate::replay::ledger::Start;
use crate::replay::measures::{Judged, Measures};
use crate::replay::profile::Operation;
use crate::scenario::threshold::{FINDINGS, Measure, Statistic};
use crate::simulation::plan::Plan;
use hdrhistogram::Histogram;

/// A replay and everything its report is made of.
#[derive(Debug)]
pub struct Replayed<'r> {
    /// The night's opening, local time.
    pub opens: &'r str,
    /// The scenario.
    pub plan: &'r Plan,
    /// What was replayed.
    pub start: &'r Start,
    /// What the ledger amounts to.
    pub books: &'r Books,
    /// What was measured.
    pub measures: &'r Measures,
    /// Thresholds.
    pub judged: &'r [Judged],
    /// Beside an earlier replay.
    pub changes: &'r [Change],
    /// What to mind, beside what the books say.
    pub warnings: &'r [Warning],
}

/// How it went: stopped before invalid before failed.
pub fn verdict(
    start: &Start,
    books: &Books,
    measures: &Measures,
    judged: &[Judged],
    changes: &[Change],
) -> Verdict {
    let aborted = books.end.as_ref().is_some_and(|(_, aborted)| aborted.is_some());
    match &books.end {
        None | Some((true, _)) => Verdict::Interrupted,
        _ if measures.lag_p99_us() > start.max_lag_us => Verdict::Invalid,
        _ if aborted || judged.iter().any(|judged| judged.crossed) => Verdict::Failed,
        _ if changes.iter().any(|change| change.slower) => Verdict::Failed,
        _ => Verdict::Passed,
    }
}

impl Replayed<'_> {
    /// The report.
    pub fn report(&self) -> ReplayReport {
        let (start, measures, books) = (self.start, self.measures, self.books);
        let waits = measures.operations.values().map(|calls| calls.asked_to_wait).sum::<i64>();
        ReplayReport {
            scenario: start.scenario.clone(),
            version: env!("CARGO_PKG_VERSION"),
            seed: start.seed,
            replication: start.replication,
            helpdesk: start.helpdesk.clone(),
            run: start.run.clone(),
            agents: start.agents.clone(),
            speed: start.speed,
            opens: self.opens.to_owned(),
            window_from_s: seconds(start.from_us),
            window_to_s: seconds(start.to_us),
            verdict: verdict(start, books, measures, self.judged, self.changes),
            ledger: self.ledger(),
            found: FINDINGS
                .iter()
                .zip(books.findings())
                .map(|(name, (_, count))| CountReport { name, count })
                .collect(),
            operations: measures.operations.iter().map(|(op, calls)| operation(*op, calls)).collect(),
            stretches: stretches::of(start, &books.calls),
            lag: figures(&measures.lag),
            lag_limit_s: seconds(start.max_lag_us),
            visible_to_agent: figures(&measures.visible_to_agent),
            visible_to_customer: figures(&measures.visible_to_customer),
            recovery_s: measures.recovery_s,
            error_rate: measures.value(&Measure::ErrorRate),
            throttle_rate: measures.value(&Measure::ThrottleRate),
            asked_to_wait_s: seconds(waits),
            queue: measures
                .queue
                .iter()
                .map(|(backlog_up_to, calls, p50_s)| QueueReport {
                    name: backlog_up_to.to_string(),
                    backlog_up_to: *backlog_up_to,
                    calls: *calls,
                    p50_s: *p50_s,
                })
                .collect(),
            errors: books
                .errors()
                .into_iter()
                .map(|((op, why), count)| ErrorReport { name: op.name(), why, count })
                .collect(),
            busiest_users: books.busiest,
            targets: self.targets(),
            thresholds: self.thresholds(),
            baseline: self.changes.iter().map(changed).collect(),
            warnings: [self.warnings, &self.own_warnings()].concat(),
        }
    }

    fn ledger(&self) -> LedgerReport {
        let [answered, unanswered, lost, refused, failed, throttled, unsent, never_due] =
            self.books.classes();
        LedgerReport {
            planned: self.measures.planned,
            answered,
            unanswered,
            lost,
            refused,
            failed,
            throttled,
            unsent,
            never_due,
            conversations: self.books.conversations.len() as u64,
            read_back: self.books.read_back,
        }
    }

    fn targets(&self) -> Vec<ReplayTarget> {
        let measured = |name: &str| {
            let found = self.measures.compliance.iter().find(|(target, _)| target == name);
            found.map(|(_, tally)| *tally).unwrap_or_default()
        };
        let row = |predicted: &crate::replay::ledger::Predicted| {
            let tally = measured(&predicted.name);
            let target = self.plan.targets.iter().find(|target| target.name == predicted.name);
            ReplayTarget {
                name: predicted.name.clone(),
                at_least: target.map_or(0.0, |target| target.at_least),
                counted: tally.counted,
                measured: tally.share(),
                predicted: predicted.same_night,
                predicted_low: predicted.low,
                predicted_high: predicted.high,
                predicted_nights: predicted.nights,
                approximate: self.start.speed > 1.0,
            }
        };
        self.start.predicted.iter().map(row).collect()
    }

    fn thresholds(&self) -> Vec<ThresholdReport> {
        let row = |judged: &Judged| ThresholdReport {
            name: judged.threshold.text.clone(),
            measured: judged.value,
            crossed: judged.crossed,
        };
        self.judged.iter().map(row).collect()
    }

    fn own_warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut warn = |name: &str, message: String| {
            warnings.push(Warning { name: name.to_owned(), message });
        };
        let (start, books) = (self.start, self.books);
        if self.measures.lag_p99_us() > start.max_lag_us {
            let late = self.measures.lag_p99_us() as f64 / 1e3;
            warn(
                "lag",
                format!(
                    "the measurement is invalid: one call in a hundred was sent {late:.1} ms late or more, \
                     allowed are {:.1} ms (--max-lag); use a faster or idle machine, or a lower --speed",
                    start.max_lag_us as f64 / 1e3
                ),
            );
        }
        match &books.end {
            None => warn("end", "the replay was killed: this is what its ledger holds".to_owned()),
            Some((true, _)) => warn("end", "the replay was interrupted".to_owned()),
            Some((_, Some(threshold))) => warn("end", format!("aborted: {threshold}")),
            _ => {}
        }
        let opened = books
            .conversations
            .iter()
            .filter(|conversation| conversation.messages.iter().any(|message| message.accepted.is_some()));
        let (opened, read_back) = (opened.count() as u64, books.read_back);
        if read_back < opened {
            warn(
                "read_back",
                format!(
                    "{read_back} of {opened} conversations were read back: of the others nobody knows what \
                     was lost"
                ),
            );
        }
        warnings
    }
}

fn seconds(micros: i64) -> f64 {
    micros as f64 / 1e6
}

fn operation(op: Operation, calls: &Calls) -> OperationReport {
    let [accepted, refused, failed, throttled] = calls.outcomes;
    OperationReport {
        name: op.name(),
        calls: calls.count(),
        accepted,
        refused,
        failed,
        throttled,
        response: figures(&calls.response),
        service: figures(&calls.service),
    }
}

fn figures(histogram: &Histogram<u64>) -> Figures {
    let at = |mille| figure(histogram, Statistic::PerMille(mille));
    Figures {
        count: histogram.len(),
        mean_s: figure(histogram, Statistic::Mean),
        p50_s: at(500),
        p90_s: at(900),
        p95_s: at(950),
        p99_s: at(990),
        max_s: figure(histogram, Statistic::Max),
    }
}

fn changed(change: &Change) -> BaselineReport {
    BaselineReport {
        name: change.operation.clone(),
        quantile: change.quantile,
        before_s: change.before.value_s,
        before_low_s: change.before.low_s,
        before_high_s: change.before.high_s,
        now_s: change.now.value_s,
        now_low_s: change.now.low_s,
        now_high_s: change.now.high_s,
        slower: change.slower,
        faster: change.faster,
    }
}

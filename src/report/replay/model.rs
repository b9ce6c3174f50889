//! What `summary.json` of a replay holds. Units stand in names.

use serde::Serialize;

/// A replay, whole.
#[derive(Clone, Debug, Serialize)]
pub struct ReplayReport {
    /// Its title.
    pub scenario: String,
    /// Of this program.
    pub version: &'static str,
    /// What all draws are keyed by.
    pub seed: u64,
    /// Which night of the seed.
    pub replication: u64,
    /// The helpdesk's profile.
    pub helpdesk: String,
    /// What the run's messages are marked with.
    pub run: String,
    /// `live` or `scripted`.
    pub agents: String,
    /// How many times as fast time ran.
    pub speed: f64,
    /// The night's opening, local time.
    pub opens: String,
    /// Of the window, from the opening.
    pub window_from_s: f64,
    /// Likewise.
    pub window_to_s: f64,
    /// How it went, in a word.
    pub verdict: Verdict,
    /// Where every planned message ended.
    pub ledger: LedgerReport,
    /// What reading back found.
    pub found: Vec<CountReport>,
    /// By operation.
    pub operations: Vec<OperationReport>,
    /// The same over time, by when calls were due.
    pub stretches: Vec<StretchReport>,
    /// How late we were ourselves.
    pub lag: Figures,
    /// Above which (99th percentile) the measurement is invalid.
    pub lag_limit_s: f64,
    /// From the answer until an agent could read a customer's message.
    pub visible_to_agent: Figures,
    /// From the answer until a customer could read a reply.
    pub visible_to_customer: Figures,
    /// From the end of the peak until customers' calls were quick again; none: unknown.
    pub recovery_s: Option<f64>,
    /// Failed calls of all.
    pub error_rate: Option<f64>,
    /// Throttled calls of all.
    pub throttle_rate: Option<f64>,
    /// Time that 429s asked to wait, in all.
    pub asked_to_wait_s: f64,
    /// Time to list the queue, by how many conversations waited.
    pub queue: Vec<QueueReport>,
    /// Why calls did not succeed.
    pub errors: Vec<ErrorReport>,
    /// Users of the runner at work at once, at most.
    pub busiest_users: u64,
    /// Predicted and measured.
    pub targets: Vec<ReplayTarget>,
    /// When it has failed.
    pub thresholds: Vec<ThresholdReport>,
    /// Beside the replay of `--baseline`, if there is one.
    pub baseline: Vec<BaselineReport>,
    /// What to mind.
    pub warnings: Vec<super::super::Warning>,
}

/// How a replay went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No threshold was crossed.
    Passed,
    /// One was.
    Failed,
    /// We were too late ourselves: nothing can be said.
    Invalid,
    /// Somebody stopped it, or it was killed.
    Interrupted,
}

/// The ledger: `planned` is the sum of the eight that follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LedgerReport {
    /// Customers' messages that the window was to bring.
    pub planned: u64,
    /// They have a reply.
    pub answered: u64,
    /// They are there and have none.
    pub unanswered: u64,
    /// They were accepted and are not there.
    pub lost: u64,
    /// The helpdesk said no.
    pub refused: u64,
    /// The helpdesk broke, or did not answer.
    pub failed: u64,
    /// The helpdesk put them off for good.
    pub throttled: u64,
    /// They fell due and were not sent.
    pub unsent: u64,
    /// They never fell due.
    pub never_due: u64,
    /// Conversations that were replayed.
    pub conversations: u64,
    /// Of these, read back.
    pub read_back: u64,
}

/// How often something was found.
#[derive(Clone, Debug, Serialize)]
pub struct CountReport {
    /// What.
    pub name: &'static str,
    /// How often.
    pub count: u64,
}

/// A distribution; none where nothing was measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// How many.
    pub count: u64,
    /// Mean.
    pub mean_s: Option<f64>,
    /// Median.
    pub p50_s: Option<f64>,
    /// 90 % do not exceed it.
    pub p90_s: Option<f64>,
    /// 95 % do not exceed it.
    pub p95_s: Option<f64>,
    /// 99 % do not exceed it.
    pub p99_s: Option<f64>,
    /// The largest.
    pub max_s: Option<f64>,
}

/// An operation.
#[derive(Clone, Debug, Serialize)]
pub struct OperationReport {
    /// Which.
    pub name: &'static str,
    /// Calls.
    pub calls: u64,
    /// Of these.
    pub accepted: u64,
    /// Of these.
    pub refused: u64,
    /// Of these.
    pub failed: u64,
    /// Of these.
    pub throttled: u64,
    /// From when they were due.
    pub response: Figures,
    /// From when they were sent.
    pub service: Figures,
}

/// A stretch of the window.
#[derive(Clone, Debug, Serialize)]
pub struct StretchReport {
    /// Its number, from 1.
    pub name: String,
    /// From the opening, in the scenario's time.
    pub start_s: f64,
    /// Likewise.
    pub end_s: f64,
    /// Calls in which customers write.
    pub customers: TimesReport,
    /// Calls of agents.
    pub agents: TimesReport,
    /// Of the surge: the stretches around the busiest in which customers write at least half as often.
    pub surge: bool,
}

/// Response times, from when calls were due.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct TimesReport {
    /// Calls.
    pub calls: u64,
    /// Median.
    pub p50_s: Option<f64>,
    /// 90 % do not exceed it.
    pub p90_s: Option<f64>,
    /// 99 % do not exceed it.
    pub p99_s: Option<f64>,
}

/// Time to list the queue.
#[derive(Clone, Debug, Serialize)]
pub struct QueueReport {
    /// The size.
    pub name: String,
    /// While so many conversations waited at most.
    pub backlog_up_to: u64,
    /// Calls.
    pub calls: u64,
    /// Their median.
    pub p50_s: f64,
}

/// Why calls did not succeed.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorReport {
    /// The operation.
    pub name: &'static str,
    /// Why.
    pub why: String,
    /// How often.
    pub count: u64,
}

/// A target: predicted beside measured.
#[derive(Clone, Debug, Serialize)]
pub struct ReplayTarget {
    /// Its name.
    pub name: String,
    /// What it asks for.
    pub at_least: f64,
    /// Messages that count.
    pub counted: u64,
    /// As measured; above speed 1 approximate.
    pub measured: Option<f64>,
    /// What the simulation says of the same night.
    pub predicted: Option<f64>,
    /// 5 % of simulated nights are below.
    pub predicted_low: Option<f64>,
    /// 5 % of simulated nights are above.
    pub predicted_high: Option<f64>,
    /// How many nights that band is of.
    pub predicted_nights: u64,
    /// The speed was above 1.
    pub approximate: bool,
}

/// A quantile of an operation's response times, in an earlier replay and in this one.
#[derive(Clone, Debug, Serialize)]
pub struct BaselineReport {
    /// The operation.
    pub name: String,
    /// `p50` or `p99`.
    pub quantile: &'static str,
    /// Of the earlier replay.
    pub before_s: f64,
    /// Between what it lies.
    pub before_low_s: f64,
    /// Likewise; none: too few calls to say.
    pub before_high_s: Option<f64>,
    /// Of this one.
    pub now_s: f64,
    /// Between what it lies.
    pub now_low_s: f64,
    /// Likewise.
    pub now_high_s: Option<f64>,
    /// By more than the noise of both, and a tenth.
    pub slower: bool,
    /// Likewise.
    pub faster: bool,
}

/// A threshold.
#[derive(Clone, Debug, Serialize)]
pub struct ThresholdReport {
    /// As it was written.
    pub name: String,
    /// What was measured: seconds, a share or a count; none: nothing.
    pub measured: Option<f64>,
    /// It was crossed.
    pub crossed: bool,
}

//! The fields of a simulation's result, as JSON names them.
//!
//! Units stand in names (`_s`: seconds, `_h`: hours); amounts of money are in [`Cost::currency`];
//! shares run from 0 to 1; counts are means per night. What could not be estimated is none (`null`).
//! There are no wall times and no paths in it: one seed gives the same bytes on every machine.

use super::expectation::ExpectedHour;
use super::explanation::Explanation;
use super::helpdesk::HelpdeskReport;
use super::text::format::trimmed;
use crate::language::say;
use crate::scenario::Problem;
use crate::statistics::{Interval, Spread};
use serde::Serialize;

/// What tonight will be like, with its risk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SimulationReport {
    /// The scenario's title.
    pub scenario: String,
    /// Nightdesk's version.
    pub version: String,
    /// What all draws were keyed by.
    pub seed: u64,
    /// Nights simulated.
    pub replications: u64,
    /// Share of nights that meet every target that is judged night by night (Wilson, 95 %); a target that
    /// counted nothing is met.
    pub chance_all_met: Option<Interval>,
    /// By name.
    pub targets: Vec<TargetReport>,
    /// By name.
    pub channels: Vec<ChannelReport>,
    /// By name.
    pub inquiries: Vec<InquiryReport>,
    /// By name.
    pub teams: Vec<TeamReport>,
    /// In time order; the last is what comes after closing.
    pub intervals: Vec<IntervalReport>,
    /// Work against staff from the opening to closing, as `check` expects it.
    pub hours: Vec<ExpectedHour>,
    /// Who is on shift; absence is not drawn here.
    pub roster: Vec<RosterShift>,
    /// What is judged over several nights together, by their number.
    pub periods: Vec<PeriodReport>,
    /// How a platform scores the shop, if the scenario says.
    pub store_score: Option<StoreScoreReport>,
    /// What a night costs, by kind and by lever.
    pub cost: Cost,
    /// What customers thought of their cases; none if nobody is asked.
    pub satisfaction: Option<Satisfaction>,
    /// What the desk's practices did.
    pub practices: Practices,
    /// By roster order; not in the summary, but in files of their own.
    #[serde(skip)]
    pub agents: Vec<AgentReport>,
    /// Cases a night that were not over at the end of the run-out.
    pub open_at_end: f64,
    /// What to mind when reading this.
    pub warnings: Vec<Warning>,
    /// What the helpdesk's slowness costs, if the scenario knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helpdesk: Option<HelpdeskReport>,
    /// What went wrong, if that was asked for and something did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// How a promise is kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TargetReport {
    /// As in the file.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// `first_reply`, `each_reply`, `answer`, `solution` or `conclusion`.
    pub measure: &'static str,
    /// Within what time.
    pub within_s: f64,
    /// What share must be.
    pub at_least: f64,
    /// Met over counted, all nights together.
    pub compliance: Option<Compliance>,
    /// The nights' own compliance.
    pub nights: Option<Spread>,
    /// Share of nights that meet it, of those that count something (Wilson, 95 %).
    pub chance_met: Option<Interval>,
    /// How many count.
    pub counted_per_night: f64,
    /// Nights that counted nothing.
    pub nights_empty: u64,
    /// How it is kept over `over` nights together; none if it is judged night by night.
    pub over: Option<TargetOver>,
}

/// How a target is kept over several nights together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TargetOver {
    /// So many.
    pub nights: u32,
    /// Share of such stretches of nights that meet it (bootstrap over nights, 95 %).
    pub chance_met: Option<Interval>,
    /// The stretches' own compliance.
    pub compliance: Option<Spread>,
}

/// What is judged over the same number of nights.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeriodReport {
    /// As in the file, e.g. `30 nights`.
    pub name: String,
    /// So many.
    pub nights: u32,
    /// Share of such stretches that keep all that is judged over them (bootstrap over nights, 95 %).
    pub chance_all_met: Interval,
}

/// How a platform scores the shop.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoreScoreReport {
    /// How it is shown.
    pub title: String,
    /// Nights that are scored together.
    pub nights: u32,
    /// Of all nights together (bootstrap over nights, 95 %).
    pub score: Option<Interval>,
    /// Of such stretches of nights.
    pub spread: Option<Spread>,
    /// What it is made of, by name.
    pub parts: Vec<ScorePartReport>,
    /// Its thresholds, by name.
    pub below: Vec<BelowReport>,
}

/// A part of the store score, all nights together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScorePartReport {
    /// As in the file.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// Whose compliance it is.
    pub target: Option<String>,
    /// Of no target: `unsatisfied` or `complaints`.
    pub measure: Option<&'static str>,
    /// Among the parts, from 0 to 1.
    pub weight: f64,
    /// That share.
    pub share: Option<f64>,
    /// What it is worth.
    pub points: Option<f64>,
}

/// A threshold of the store score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BelowReport {
    /// As in the file.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// The least score that does not fall below it.
    pub score: f64,
    /// Share of the stretches of nights that fall below it (95 %: Wilson for single nights, else bootstrap
    /// over nights).
    pub chance: Option<Interval>,
    /// What falling below it costs, each time.
    pub cost: f64,
}

/// A pooled share, with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Compliance {
    /// Met over counted.
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What happens on a channel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChannelReport {
    /// As in the file.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// Opened by customers a night, retries included.
    pub conversations: f64,
    /// Share of them whose customer gave up before the first reply was begun.
    pub abandoned: Option<f64>,
    /// Messages answered a night, later turns included.
    pub replies: f64,
    /// Waits for the first reply, of those who got one; on the phone to the start of the talk.
    pub first_reply_s: Option<Waits>,
    /// The distribution of these waits; empty of none.
    pub answered_within: Vec<AnsweredWithin>,
    /// Mean wait for the first reply of all who wanted one: of who gave up, until then.
    pub mean_wait_s: Option<f64>,
    /// How far the nights lie apart.
    pub nights: ChannelNights,
}

/// The nights' own figures of a channel; none where no night has any.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ChannelNights {
    /// The share that gave up.
    pub abandoned: Option<Spread>,
    /// The mean wait of those who got a first reply.
    pub mean_first_reply_s: Option<Spread>,
    /// The mean wait of all who wanted one.
    pub mean_wait_s: Option<Spread>,
}

/// Waits, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Waits {
    /// Mean.
    pub mean: f64,
    /// Half wait no longer.
    pub p50: f64,
    /// 90 % wait no longer.
    pub p90: f64,
    /// 95 % wait no longer.
    pub p95: f64,
    /// 99 % wait no longer.
    pub p99: f64,
}

/// A point of the distribution of waits.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AnsweredWithin {
    /// The limit as a duration, e.g. `3min`.
    pub name: String,
    /// So long or less,
    pub within_s: f64,
    /// so many of those who got a first reply waited.
    pub share: f64,
}

/// What becomes of an inquiry's cases.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InquiryReport {
    /// As in the file.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// A night.
    pub cases: f64,
    /// Share of them that got a reply.
    pub answered: Option<f64>,
    /// Share of them that nobody answered and that were given up.
    pub unanswered: Option<f64>,
    /// Share of them that a bot settled before anybody had replied.
    pub settled_by_bot: Option<f64>,
    /// How their conversations ended.
    pub outcomes: Vec<OutcomeReport>,
    /// What their customers thought; none if nobody is asked.
    pub satisfaction: Option<Opinions>,
}

/// What customers thought of their cases.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Satisfaction {
    /// Surveys answered a night.
    pub surveys: f64,
    /// Mean score, from 1 to 5, of all nights' surveys together.
    pub score: Option<Amount>,
    /// Share of the surveys below `unsatisfied_below`.
    pub unsatisfied: Option<Compliance>,
    /// Share of the cases whose customer complains.
    pub complaints: Option<Compliance>,
}

/// The same of a part of the cases.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Opinions {
    /// Surveys answered a night.
    pub surveys: f64,
    /// Mean score, from 1 to 5.
    pub score: Option<f64>,
    /// Share of the surveys below `unsatisfied_below`.
    pub unsatisfied: Option<f64>,
    /// Share of the cases whose customer complains.
    pub complaints: Option<f64>,
}

/// What the desk's practices did, a night.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Practices {
    /// Conversations that began with a bot.
    pub bot_conversations: f64,
    /// Of them, settled by it.
    pub bot_settled: f64,
    /// Messages that were overlooked until the customer nudged.
    pub overlooked: f64,
    /// After-care messages sent: call-backs.
    pub call_backs: f64,
    /// Outcomes that cost something.
    pub payouts: f64,
    /// Payouts that had to be approved of, and were.
    pub approvals: f64,
    /// Messages that customers wrote again while they waited for a reply.
    pub written_again: f64,
    /// Times that customers asked where their case stands.
    pub asked_again: f64,
    /// Progress notices sent.
    pub notices: f64,
}

/// An agent's (or a team's) score card.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Card {
    /// Conversations a night whose last reply was sent.
    pub conversations: f64,
    /// Replies a night, talks among them.
    pub replies: f64,
    /// Of the replies to written messages, the share sent within the scenario's `quick_reply`.
    pub quick_replies: Option<f64>,
    /// What the customers thought whose case had its last reply from here; none if nobody is asked.
    pub satisfaction: Option<Opinions>,
}

/// One agent's nights.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgentReport {
    /// `team/shift/number`, or `team/number` of a level.
    pub name: String,
    /// As in the file.
    pub team: String,
    /// As in the file; empty of a level.
    pub shift: String,
    /// Hours on duty a night.
    pub on_duty_h: f64,
    /// Share of the time on duty with work in hand.
    pub occupancy: Option<f64>,
    /// What it did.
    pub card: Card,
}

/// How conversations ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutcomeReport {
    /// As in the file.
    pub name: String,
    /// A night.
    pub conversations: f64,
}

/// A team's load and pay, of the shifts that begin before closing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TeamReport {
    /// As in the file.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// Share of the time on duty with work in hand.
    pub occupancy: Option<f64>,
    /// A night.
    pub paid_h: f64,
    /// Of it, past the end of the shift.
    pub overtime_h: f64,
    /// A night.
    pub wages: f64,
    /// Conversations a night.
    pub handed_over: f64,
    /// What its agents did.
    pub card: Card,
}

/// What happens in an interval.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IntervalReport {
    /// Clock time, with month and day if the night is longer than a day; `run-out` after closing.
    pub name: String,
    /// Local time with its offset from UTC.
    pub starts: String,
    /// From the opening.
    pub start_s: f64,
    /// Conversations that customers opened.
    pub arrivals: f64,
    /// How far the nights' arrivals lie apart.
    pub arrivals_nights: Option<Band>,
    /// Customer messages that wait at its end.
    pub waiting: f64,
    /// How far the nights' waiting messages lie apart.
    pub waiting_nights: Option<Band>,
    /// Agents on duty at its end.
    pub on_duty: f64,
    /// What started its clock here.
    pub targets: Vec<IntervalTarget>,
}

/// A target within an interval.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IntervalTarget {
    /// As in the file.
    pub name: String,
    /// A night.
    pub counted: f64,
    /// Met over counted, all nights together.
    pub compliance: Option<f64>,
    /// Lower end of its 95 % interval (Student's t), from two nights on.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// What nine nights of ten lie between, and the middle one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Band {
    /// One night in twenty is below.
    pub p05: u64,
    /// Half of the nights are below.
    pub p50: u64,
    /// One night in twenty is above.
    pub p95: u64,
}

/// A shift (or a level, from one step to the next) and its agents.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RosterShift {
    /// Team and shift.
    pub name: String,
    /// As in the file.
    pub team: String,
    /// As in the file; empty for a level.
    pub shift: String,
    /// Local time with its offset from UTC.
    pub starts: String,
    /// From the opening.
    pub start_s: f64,
    /// Local time with its offset from UTC.
    pub ends: String,
    /// From the opening.
    pub end_s: f64,
    /// How many.
    pub agents: u64,
    /// Of each of its agents, in their order.
    pub breaks: Vec<RosterBreak>,
}

/// When an agent is due for a break.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RosterBreak {
    /// The number of the agent, from 1, and of its break: `2.1`.
    pub name: String,
    /// From 0.
    pub agent: u32,
    /// From the opening.
    pub start_s: f64,
    /// How long.
    pub length_s: f64,
}

/// What a night costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// What amounts are counted in.
    pub currency: String,
    /// A night.
    pub mean: f64,
    /// Lower end of its 95 % interval (Student's t), from two nights on.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// One night in twenty costs less.
    pub p05: f64,
    /// Half of the nights cost less.
    pub p50: f64,
    /// One night in twenty costs more.
    pub p95: f64,
    /// Of the mean: wages.
    pub wages: f64,
    /// Of the mean: what the outcomes cost.
    pub outcomes: f64,
    /// All nights' cost over all their cases; of fewer than two nights, or without cases, none.
    pub per_case: Option<Amount>,
    /// By kind: wages, outcomes, messages, penalties, levers; they add up to the mean.
    pub kinds: Vec<CostPart>,
    /// By lever pulled, in the order in which they were; they add up to the kind `levers`.
    pub levers: Vec<CostPart>,
    /// What falling below over several nights costs, spread evenly over them: by target, then by threshold
    /// of the store score. Not in the mean, which is of what single nights cost.
    pub periods: Vec<PeriodCost>,
    /// The mean and all of these.
    pub mean_with_periods: f64,
}

/// What falling below over several nights costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeriodCost {
    /// `target.NAME` or `store_score.below.NAME`.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// Nights judged together.
    pub nights: u32,
    /// What falling below costs, each time.
    pub each: f64,
    /// A night's part: `each` times the chance of falling below over the nights.
    pub mean: f64,
    /// The same of the lower end of the chance's interval.
    pub low: f64,
    /// And of the upper end.
    pub high: f64,
}

/// An amount with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Amount {
    /// The estimate.
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A part of a night's cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostPart {
    /// The kind, or the lever as in the file.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// A night.
    pub mean: f64,
    /// Lower end of its 95 % interval (Student's t), from two nights on.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// All nights' amounts over all their cases; none without cases.
    pub per_case: Option<f64>,
}

/// Something to mind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// What it is about: a path of the scenario, or a word of this report.
    pub name: String,
    /// One sentence.
    pub message: String,
}

impl Warning {
    /// Of times that were measured at `speed` times the night's pace.
    pub fn faster_replay(helpdesk: &str, speed: f64) -> Warning {
        let message = say!(
            "the replay of {} went {} times as fast as the night, so that much more was asked of it at once; at speed 1 it may be quicker",
            helpdesk,
            trimmed(speed)
        );
        Warning { name: "helpdesk".to_owned(), message }
    }
}

impl From<&Problem> for Warning {
    fn from(problem: &Problem) -> Warning {
        Warning { name: problem.path.to_string(), message: problem.message.clone() }
    }
}

impl SimulationReport {
    /// True if no target's pooled compliance is below what it asks for: what `--enforce` demands. A
    /// target that counted nothing is not missed.
    pub fn all_targets_hold(&self) -> bool {
        self.targets.iter().all(TargetReport::holds)
    }
}

impl TargetReport {
    /// The chance that it is met, over as many nights as it is judged by.
    pub fn chance(&self) -> Option<Interval> {
        self.over.as_ref().map_or(self.chance_met, |over| over.chance_met)
    }

    /// True unless the pooled compliance is below what is asked for.
    pub fn holds(&self) -> bool {
        self.compliance.is_none_or(|compliance| compliance.mean >= self.at_least)
    }
}

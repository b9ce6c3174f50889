//! What a log says: the figures, each with how well it is known.

use super::arrivals::{DayCounts, Profile, Swing};
use super::durations::Durations;
use super::faults::Fault;
use super::opening::Opening;
use super::patience::Patience;
use super::priority::HeadStart;
use super::retries::Retries;
use super::surge::SurgeEstimate;
use super::turns::Turns;
use crate::calibration::log::{LeftOut, LogFile};
use serde::Serialize;

/// What a log says.
#[derive(Clone, Debug, Serialize)]
pub struct Estimates {
    /// What was read.
    pub logs: Vec<LogFile>,
    /// Rows that were used for nothing, by reason.
    pub left_out: Vec<LeftOut>,
    /// Stretches that are odd.
    pub faults: Vec<Fault>,
    /// First and last day learnt from.
    pub from: String,
    /// The same.
    pub to: String,
    /// Days learnt from.
    pub days: usize,
    /// `mon` to `sun`, those on which the desk is open.
    pub open_days: Vec<String>,
    /// `07:00-24:00`
    pub open_hours: String,
    /// Days and hours were found out from the log.
    pub opening_inferred: bool,
    /// Cases learnt from.
    pub cases: u64,
    /// Expected cases by weekday and half hour.
    pub arrivals: Vec<ProfileRow>,
    /// How days swing.
    pub swing: Option<Swing>,
    /// By kind of question, most cases first.
    pub inquiries: Vec<InquiryEstimate>,
    /// All kinds together.
    pub patience_of_all: Option<Patience>,
    /// The agent's work after a case.
    pub wrap_up: Option<WrapUp>,
    /// Those with a name.
    pub tiers: Vec<TierEstimate>,
    /// Who comes again.
    pub retries: Option<Retries>,
    /// After streams, where their times are given.
    pub surge: Option<SurgeEstimate>,
    /// Groups of agents who take the same.
    pub teams: Vec<TeamEstimate>,
    /// By name; none named: one, of the kind the log is of.
    pub channels: Vec<ChannelEstimate>,
    /// What is not known, and what stands in its place.
    pub assumptions: Vec<String>,
    /// The profile as numbers.
    #[serde(skip)]
    pub profile: Profile,
    /// What the profile is made of.
    #[serde(skip)]
    pub counts: Vec<DayCounts>,
    /// When the desk is open, as numbers.
    #[serde(skip)]
    pub opening: Option<Opening>,
    /// The name of the zone of all times.
    pub time_zone: String,
}

/// A half hour's expected cases by weekday.
#[derive(Clone, Debug, Serialize)]
pub struct ProfileRow {
    /// Clock time of its start.
    pub from: String,
    /// By weekday, from Monday; none: closed.
    pub cases: [Option<f64>; 7],
}

/// One kind of question.
#[derive(Clone, Debug, Serialize)]
pub struct InquiryEstimate {
    /// As the scenario calls it.
    pub name: String,
    /// As the log calls it.
    pub title: String,
    /// Its number in the log.
    #[serde(skip)]
    pub number: u16,
    /// Learnt from.
    pub cases: u64,
    /// An open day.
    pub cases_a_day: f64,
    /// The agent's work on a case, or on a reply of a log of messages.
    pub handle: Option<Durations>,
    /// Share of cases by channel.
    pub channels: Vec<(String, f64)>,
    /// Of a log of messages: from a reply to the next message.
    pub think: Option<Durations>,
    /// Customer messages of a conversation.
    pub turns: Option<Turns>,
    /// Until giving up.
    pub patience: Option<Patience>,
    /// Share by tier, of those whose tier is known and who had to wait.
    pub tiers: Vec<(String, f64)>,
}

/// The agent's work after a case.
#[derive(Clone, Debug, Serialize)]
pub struct WrapUp {
    /// Stretches of a gap in which a customer waited.
    pub observed: u64,
    /// Of them, ended by a service.
    pub ended: u64,
    /// Gaps are followed up to this long.
    pub longest_s: f64,
    /// s
    pub mean_s: f64,
    /// s
    pub median_s: f64,
    /// Evenly spaced quantiles, s.
    #[serde(skip)]
    pub values: Vec<f64>,
}

/// A tier.
#[derive(Clone, Debug, Serialize)]
pub struct TierEstimate {
    /// As the scenario calls it.
    pub name: String,
    /// As the log calls it.
    pub title: String,
    /// Cases with it.
    pub cases: u64,
    /// True: all others are measured against it.
    pub regular: bool,
    /// Its place in the queue before the regular tier; none: too few pairs to tell.
    pub head_start: Option<HeadStart>,
}

/// Agents who take the same.
#[derive(Clone, Debug, Serialize)]
pub struct TeamEstimate {
    /// As the scenario calls it.
    pub name: String,
    /// Inquiries, as the scenario calls them.
    pub skills: Vec<String>,
    /// Seen.
    pub agents: usize,
    /// Services seen.
    pub services: u64,
    /// Beside the mean for the same inquiries.
    pub speed: f64,
    /// Mean number on duty by weekday (from Monday) and half hour of the opening.
    pub on_duty: Vec<Vec<f64>>,
}

/// A channel.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelEstimate {
    /// As the scenario calls it.
    pub name: String,
    /// As the log calls it.
    pub title: String,
    /// `phone`, `chat` or `message`.
    pub kind: String,
    /// Conversations an agent had at once, nearly always no more.
    pub slots: u32,
}

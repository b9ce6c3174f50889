//! What is counted.
//!
//! [`Counts`] are one night's; [`Tally`] is the sum of many. Both hold integers only, so that nights
//! may be summed in any order, on any number of threads, to the same digits.

use super::plan::Plan;
use crate::statistics::RatioSums;
use crate::units::{Money, Span};
use hdrhistogram::Histogram;

/// One night's counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By target, then interval (of the instant from which the clock runs), [`Plan::intervals`] + 1 each.
    pub targets: Vec<MetCounted>,
    /// By channel.
    pub channels: Vec<ChannelCounts>,
    /// By inquiry.
    pub inquiries: Vec<InquiryCounts>,
    /// By team.
    pub teams: Vec<TeamCounts>,
    /// By interval, one more for the run-out.
    pub intervals: Vec<IntervalCounts>,
    /// Cases not over at the end of the run-out.
    pub open_at_end: u64,
    /// What the outcomes cost.
    pub outcome_cost: Money,
}

/// How many met a target, of how many that count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MetCounted {
    /// Met.
    pub met: u32,
    /// Met or missed.
    pub counted: u32,
}

/// Conversations that customers opened on a channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChannelCounts {
    /// Opened, retries included.
    pub conversations: u64,
    /// Whose customer gave up before the first reply was begun.
    pub abandoned: u64,
    /// Answered: a first reply was sent (on the phone: the talk started).
    pub answered: u64,
    /// Sum of the waits of those, to the reply (on the phone: to the start of the talk).
    pub waited: Span,
    /// Messages answered, later turns included.
    pub replies: u64,
}

/// Cases of an inquiry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InquiryCounts {
    /// Cases that arrived.
    pub cases: u64,
    /// That got at least one reply with credit.
    pub answered: u64,
    /// That were over by the end of the run-out with nobody having answered.
    pub unanswered: u64,
    /// Conversations that ended in each outcome.
    pub outcomes: Vec<u64>,
}

/// A team's work, of duties that begin before `closes` (levels: up to `closes`), from the opening on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TeamCounts {
    /// Work in hand: replies, talks, wrap-up, desk messages.
    pub busy: Span,
    /// Present: from start to leaving, less breaks.
    pub on_duty: Span,
    /// Paid: present, and paid breaks.
    pub paid: Span,
    /// Of it, past the end of the shift (levels: past the step that sends the agent home).
    pub overtime: Span,
    /// What it costs.
    pub wages: Money,
    /// Conversations handed over by agents of the team at the end of a shift or before a break.
    pub handed_over: u64,
}

/// What happened in an interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IntervalCounts {
    /// Conversations that customers opened.
    pub arrivals: u64,
    /// Change of the number of customer messages that wait (neither begun nor given up), from the end
    /// of the interval before to the end of this one.
    pub waiting_change: i64,
    /// Change of the number of agents on duty, likewise.
    pub on_duty_change: i64,
}

impl Counts {
    /// Zeros for `plan`.
    pub fn new(plan: &Plan) -> Counts {
        let intervals = plan.intervals + 1;
        Counts {
            targets: vec![MetCounted::default(); plan.targets.len() * intervals],
            channels: vec![ChannelCounts::default(); plan.channels.len()],
            inquiries: (plan.inquiries.iter())
                .map(|inquiry| InquiryCounts {
                    outcomes: vec![0; inquiry.outcomes.len()],
                    ..Default::default()
                })
                .collect(),
            teams: vec![TeamCounts::default(); plan.teams.len()],
            intervals: vec![IntervalCounts::default(); intervals],
            open_at_end: 0,
            outcome_cost: Money::ZERO,
        }
    }

    /// Back to zeros, without allocating.
    pub fn clear(&mut self) {
        self.targets.fill(MetCounted::default());
        self.channels.fill(ChannelCounts::default());
        for inquiry in &mut self.inquiries {
            inquiry.outcomes.fill(0);
            (inquiry.cases, inquiry.answered, inquiry.unanswered) = (0, 0, 0);
        }
        self.teams.fill(TeamCounts::default());
        self.intervals.fill(IntervalCounts::default());
        self.open_at_end = 0;
        self.outcome_cost = Money::ZERO;
    }

    /// A target's counts over the whole night.
    pub fn target(&self, target: usize) -> MetCounted {
        let intervals = self.intervals.len();
        let mut sum = MetCounted::default();
        for interval in &self.targets[target * intervals..(target + 1) * intervals] {
            sum.met += interval.met;
            sum.counted += interval.counted;
        }
        sum
    }

    /// Wages and outcomes.
    pub fn cost(&self) -> Money {
        self.teams.iter().fold(self.outcome_cost, |sum, team| sum + team.wages)
    }
}

/// The sum of many nights.
#[derive(Clone, Debug)]
pub struct Tally {
    /// Nights.
    pub nights: u64,
    /// By target, then interval.
    pub targets: Vec<(u64, u64)>,
    /// By target: its nights' compliance, pooled.
    pub pooled: Vec<RatioSums>,
    /// By channel.
    pub channels: Vec<ChannelCounts>,
    /// By channel: waits of the answered, in milliseconds.
    pub waits: Vec<Histogram<u64>>,
    /// By inquiry.
    pub inquiries: Vec<InquiryCounts>,
    /// By team.
    pub teams: Vec<TeamTally>,
    /// By interval: conversations opened, messages waiting at its end, agents on duty at its end.
    pub intervals: Vec<IntervalTally>,
    /// Cases not over at the end of the run-out.
    pub open_at_end: u64,
    /// What the outcomes cost.
    pub outcome_cost: i128,
}

/// A team's work, summed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TeamTally {
    /// µs
    pub busy: i128,
    /// µs
    pub on_duty: i128,
    /// µs
    pub paid: i128,
    /// µs
    pub overtime: i128,
    /// Millionths.
    pub wages: i128,
    /// Conversations.
    pub handed_over: u64,
}

/// An interval, summed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IntervalTally {
    /// Conversations that customers opened.
    pub arrivals: u64,
    /// Messages waiting at its end.
    pub waiting: i64,
    /// Agents on duty at its end.
    pub on_duty: i64,
}

/// What is kept of each night, in replication order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NightRecord {
    /// By target.
    pub targets: Box<[MetCounted]>,
    /// Wages and outcomes.
    pub cost: Money,
}

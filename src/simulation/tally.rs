//! What is counted.
//!
//! [`Counts`] are one night's; [`Tally`] is the sum of many. Both hold integers only, so that nights
//! may be summed in any order, on any number of threads, to the same digits.

mod cards;
mod practice;

use super::bands::Bands;
use super::cost::NightCost;
use super::observer::Observer;
use super::plan::Plan;
use crate::random::Key;
use crate::statistics::{MeanSums, RatioSums};
use crate::units::{Money, Span};
pub use cards::{AgentCounts, AgentTally};
use hdrhistogram::Histogram;
pub use practice::{OpinionCounts, PracticeCounts};

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
    /// By agent, in roster order.
    pub agents: Vec<AgentCounts>,
    /// What the desk's practices did.
    pub practices: PracticeCounts,
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
    /// Settled by a bot, and not among those.
    pub settled_by_bot: u64,
    /// Whose customer gave up before the first reply was begun.
    pub abandoned: u64,
    /// Answered: a first reply was sent (on the phone: the talk started).
    pub answered: u64,
    /// Sum of the waits of those, to the reply (on the phone: to the start of the talk).
    pub waited: Span,
    /// Messages answered, later turns included.
    pub replies: u64,
    /// Messages that the desk sent: every reply, with credit or not, in whatever conversation (on the
    /// phone: every talk), and its own messages after a conversation of the channel; and a bot's.
    pub sent: u64,
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
    /// That a bot settled.
    pub settled_by_bot: u64,
    /// Conversations that ended in each outcome.
    pub outcomes: Vec<u64>,
    /// What customers thought of their cases.
    pub opinions: OpinionCounts,
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
            agents: vec![AgentCounts::default(); plan.agents.len()],
            practices: PracticeCounts::default(),
        }
    }

    /// Back to zeros, without allocating.
    pub fn clear(&mut self) {
        self.targets.fill(MetCounted::default());
        self.channels.fill(ChannelCounts::default());
        for inquiry in &mut self.inquiries {
            let mut outcomes = std::mem::take(&mut inquiry.outcomes);
            outcomes.fill(0);
            *inquiry = InquiryCounts { outcomes, ..InquiryCounts::default() };
        }
        self.teams.fill(TeamCounts::default());
        self.intervals.fill(IntervalCounts::default());
        self.open_at_end = 0;
        self.outcome_cost = Money::ZERO;
        self.agents.fill(AgentCounts::default());
        self.practices = PracticeCounts::default();
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

    /// What customers thought of their cases, of all inquiries.
    pub fn opinions(&self) -> OpinionCounts {
        let mut sum = OpinionCounts::default();
        self.inquiries.iter().for_each(|inquiry| sum.add(&inquiry.opinions));
        sum
    }
}

/// The sum of many nights.
#[derive(Clone, Debug)]
pub struct Tally {
    /// Nights.
    pub nights: u64,
    /// By target, then interval: met and counted.
    pub targets: Vec<(u64, u64)>,
    /// By target: its nights' compliance, pooled; nights that counted nothing left out.
    pub pooled: Vec<RatioSums>,
    /// By target: nights that met it, of those that counted something.
    pub nights_met: Vec<u64>,
    /// Nights on which every target of a night was met or counted nothing.
    pub nights_all_met: u64,
    /// By channel.
    pub channels: Vec<ChannelCounts>,
    /// By channel: waits of the answered, in milliseconds.
    pub waits: Vec<Histogram<u64>>,
    /// By channel: sum of the waits of those who gave up, in µs.
    pub waited_in_vain: Vec<i128>,
    /// By inquiry.
    pub inquiries: Vec<InquiryCounts>,
    /// By team.
    pub teams: Vec<TeamTally>,
    /// By interval, one more for the run-out.
    pub intervals: Vec<IntervalTally>,
    /// How far the nights of an interval lie apart.
    pub bands: Bands,
    /// Cases not over at the end of the run-out.
    pub open_at_end: u64,
    /// Nights' costs, in millionths.
    pub cost: MeanSums,
    /// By agent, in roster order.
    pub agents: Vec<AgentTally>,
    /// What the desk's practices did.
    pub practices: PracticeCounts,
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
    /// Customer messages waiting at its end.
    pub waiting: i64,
    /// Agents on duty at its end.
    pub on_duty: i64,
}

/// What is kept of each night, in replication order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NightRecord {
    /// By target.
    pub targets: Box<[MetCounted]>,
    /// By channel.
    pub channels: Box<[NightChannel]>,
    /// Cases that arrived.
    pub cases: u32,
    /// What it cost, all kinds together.
    pub cost: Money,
    /// What customers thought of their cases, of all inquiries.
    pub opinions: OpinionCounts,
    /// What the desk's practices did.
    pub practices: PracticeCounts,
    /// The same by kind and by lever.
    pub costs: NightCost,
}

/// What is kept of a channel's night.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NightChannel {
    /// As in [`ChannelCounts`].
    pub conversations: u32,
    /// As in [`ChannelCounts`].
    pub abandoned: u32,
    /// As in [`ChannelCounts`].
    pub answered: u32,
    /// As in [`ChannelCounts`].
    pub waited: Span,
    /// Sum of the waits of the abandoned, to their giving up.
    pub waited_in_vain: Span,
}

/// Waits by channel; to be filled while a night runs.
#[derive(Clone, Debug)]
pub struct Waits {
    /// Of the answered, in milliseconds, over all nights.
    answered: Vec<Histogram<u64>>,
    /// Of those who gave up, summed over this night.
    in_vain: Vec<Span>,
}

/// Longest wait told apart: 30 days, in milliseconds.
const LONGEST_WAIT_MS: u64 = 30 * 24 * 3600 * 1000;

impl Waits {
    /// Nothing so far, for `channels` channels.
    pub fn new(channels: usize) -> Waits {
        // Three digits: quantiles are right to 0.1 %.
        let empty = Histogram::new_with_bounds(1, LONGEST_WAIT_MS, 3).ok();
        let answered = vec![empty; channels].into_iter().flatten().collect();
        Waits { answered, in_vain: vec![Span::ZERO; channels] }
    }

    /// Another night begins.
    pub fn next_night(&mut self) {
        self.in_vain.fill(Span::ZERO);
    }
}

impl Observer for Waits {
    #[inline]
    fn answered(&mut self, channel: u8, wait: Span) {
        // The first millisecond stands for "at once": a histogram of this kind begins at 1.
        self.answered[channel as usize].saturating_record((wait.0 / 1000).max(0) as u64);
    }

    #[inline]
    fn abandoned(&mut self, channel: u8, wait: Span) {
        self.in_vain[channel as usize] += wait;
    }
}

/// Whether so many met of so many that count meet a target: the share itself, not rounded.
pub fn meets(night: MetCounted, at_least: f64) -> bool {
    f64::from(night.met) / f64::from(night.counted) >= at_least
}

impl Tally {
    /// Of no night.
    pub fn new(plan: &Plan) -> Tally {
        let counts = Counts::new(plan);
        Tally {
            nights: 0,
            targets: vec![(0, 0); counts.targets.len()],
            pooled: vec![RatioSums::default(); plan.targets.len()],
            nights_met: vec![0; plan.targets.len()],
            nights_all_met: 0,
            channels: counts.channels,
            waits: Vec::new(),
            waited_in_vain: vec![0; plan.channels.len()],
            inquiries: counts.inquiries,
            teams: vec![TeamTally::default(); plan.teams.len()],
            intervals: vec![IntervalTally::default(); counts.intervals.len()],
            bands: Bands::new(counts.intervals.len(), plan.targets.len()),
            open_at_end: 0,
            cost: MeanSums::default(),
            agents: vec![AgentTally::default(); plan.agents.len()],
            practices: PracticeCounts::default(),
        }
    }

    /// Adds the night with key `night`; `waits` is what was observed of it.
    pub fn add(&mut self, plan: &Plan, night: Key, counts: &Counts, waits: &Waits) -> NightRecord {
        let costs = NightCost::of(plan, counts, night);
        self.nights += 1;
        for (sum, night) in self.targets.iter_mut().zip(&counts.targets) {
            sum.0 += u64::from(night.met);
            sum.1 += u64::from(night.counted);
        }
        let targets: Box<[MetCounted]> = (0..plan.targets.len()).map(|i| counts.target(i)).collect();
        let mut all_met = true;
        for (i, &night) in targets.iter().enumerate() {
            if night.counted == 0 {
                continue;
            }
            self.pooled[i].add(u64::from(night.met), u64::from(night.counted));
            let target = &plan.targets[i];
            let met = meets(night, target.at_least);
            self.nights_met[i] += u64::from(met);
            // What is judged over many nights no single one can miss.
            all_met &= met || target.over.is_some();
        }
        self.nights_all_met += u64::from(all_met);
        for (sum, night) in self.channels.iter_mut().zip(&counts.channels) {
            sum.add(night);
        }
        for (sum, night) in self.inquiries.iter_mut().zip(&counts.inquiries) {
            sum.add(night);
        }
        for (sum, night) in self.teams.iter_mut().zip(&counts.teams) {
            sum.add(night);
        }
        let (mut waiting, mut on_duty) = (0, 0);
        for (sum, night) in self.intervals.iter_mut().zip(&counts.intervals) {
            waiting += night.waiting_change;
            on_duty += night.on_duty_change;
            sum.arrivals += night.arrivals;
            sum.waiting += waiting;
            sum.on_duty += on_duty;
        }
        self.bands.add(counts);
        self.open_at_end += counts.open_at_end;
        self.cost.add(costs.total().0);
        for (sum, night) in self.waited_in_vain.iter_mut().zip(&waits.in_vain) {
            *sum += i128::from(night.0);
        }
        let channels = counts.channels.iter().zip(&waits.in_vain).map(NightChannel::of).collect();
        self.agents.iter_mut().zip(&counts.agents).for_each(|(sum, night)| sum.add(night));
        self.practices.add(&counts.practices);
        let cases = counts.inquiries.iter().map(|inquiry| inquiry.cases).sum();
        NightRecord {
            targets,
            channels,
            cases: count(cases),
            cost: costs.total(),
            opinions: counts.opinions(),
            practices: counts.practices,
            costs,
        }
    }

    /// Adds the waits that were observed.
    pub fn add_waits(&mut self, waits: &Waits) {
        if self.waits.is_empty() {
            self.waits = waits.answered.clone();
            return;
        }
        for (sum, more) in self.waits.iter_mut().zip(&waits.answered) {
            // Equal bounds: it cannot fail.
            let _ = sum.add(more);
        }
    }

    /// Adds the nights of another.
    pub fn merge(&mut self, other: &Tally) {
        self.nights += other.nights;
        for (sum, more) in self.targets.iter_mut().zip(&other.targets) {
            sum.0 += more.0;
            sum.1 += more.1;
        }
        self.pooled.iter_mut().zip(&other.pooled).for_each(|(sum, more)| sum.merge(more));
        self.nights_met.iter_mut().zip(&other.nights_met).for_each(|(sum, more)| *sum += more);
        self.nights_all_met += other.nights_all_met;
        self.channels.iter_mut().zip(&other.channels).for_each(|(sum, more)| sum.add(more));
        self.waited_in_vain.iter_mut().zip(&other.waited_in_vain).for_each(|(sum, more)| *sum += more);
        self.inquiries.iter_mut().zip(&other.inquiries).for_each(|(sum, more)| sum.add(more));
        self.teams.iter_mut().zip(&other.teams).for_each(|(sum, more)| sum.merge(more));
        for (sum, more) in self.intervals.iter_mut().zip(&other.intervals) {
            sum.arrivals += more.arrivals;
            sum.waiting += more.waiting;
            sum.on_duty += more.on_duty;
        }
        self.bands.merge(&other.bands);
        self.open_at_end += other.open_at_end;
        self.cost.merge(&other.cost);
        self.agents.iter_mut().zip(&other.agents).for_each(|(sum, more)| sum.merge(more));
        self.practices.add(&other.practices);
    }

    /// The nights that counted something of a target.
    pub fn nights_counted(&self, target: usize) -> u64 {
        self.pooled[target].nights
    }
}

/// A night's count.
fn count(of: u64) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

impl NightChannel {
    fn of((counts, waited_in_vain): (&ChannelCounts, &Span)) -> NightChannel {
        NightChannel {
            conversations: count(counts.conversations),
            abandoned: count(counts.abandoned),
            answered: count(counts.answered),
            waited: counts.waited,
            waited_in_vain: *waited_in_vain,
        }
    }

    /// Mean wait for the first reply of all who wanted one, those who gave up included; none of nobody.
    pub fn mean_wait_s(&self) -> Option<f64> {
        let sought = f64::from(self.answered) + f64::from(self.abandoned);
        (sought > 0.0).then(|| (self.waited + self.waited_in_vain).seconds() / sought)
    }
}

impl ChannelCounts {
    fn add(&mut self, other: &ChannelCounts) {
        self.conversations += other.conversations;
        self.abandoned += other.abandoned;
        self.answered += other.answered;
        self.waited += other.waited;
        self.replies += other.replies;
        self.sent += other.sent;
        self.settled_by_bot += other.settled_by_bot;
    }
}

impl InquiryCounts {
    fn add(&mut self, other: &InquiryCounts) {
        self.cases += other.cases;
        self.answered += other.answered;
        self.unanswered += other.unanswered;
        self.settled_by_bot += other.settled_by_bot;
        self.outcomes.iter_mut().zip(&other.outcomes).for_each(|(sum, more)| *sum += more);
        self.opinions.add(&other.opinions);
    }
}

impl TeamTally {
    fn add(&mut self, night: &TeamCounts) {
        self.busy += i128::from(night.busy.0);
        self.on_duty += i128::from(night.on_duty.0);
        self.paid += i128::from(night.paid.0);
        self.overtime += i128::from(night.overtime.0);
        self.wages += i128::from(night.wages.0);
        self.handed_over += night.handed_over;
    }

    fn merge(&mut self, other: &TeamTally) {
        self.busy += other.busy;
        self.on_duty += other.on_duty;
        self.paid += other.paid;
        self.overtime += other.overtime;
        self.wages += other.wages;
        self.handed_over += other.handed_over;
    }
}

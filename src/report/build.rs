//! The report's model from what was simulated.

use super::cards;
use super::cost::cost;
use super::expectation::expected_hours;
use super::model::{
    AnsweredWithin, Band, ChannelNights, ChannelReport, Compliance, InquiryReport, IntervalReport,
    IntervalTarget, OutcomeReport, SimulationReport, TargetReport, TeamReport, Waits, Warning,
};
use super::odd::Clock;
use super::periods::Judged;
use super::roster::roster;
use crate::scenario::{Measure, Scenario, format_duration};
use crate::simulation::bands::Nights;
use crate::simulation::outlook::Outlook;
use crate::simulation::plan::Plan;
use crate::simulation::replications::Simulated;
use crate::simulation::tally::{ChannelCounts, NightChannel};
use crate::statistics::{Interval, Spread, sort, spread, wilson};
use crate::units::{Span, Time};
use hdrhistogram::Histogram;
use jiff::Zoned;

/// Of every interval in a report.
pub(super) const CONFIDENCE: f64 = 0.95;

/// A finished (or interrupted) simulation and what it was of.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// What was asked.
    pub scenario: &'a Scenario,
    /// The same, compiled.
    pub plan: &'a Plan,
    /// What all draws were keyed by.
    pub seed: u64,
    /// What came out.
    pub simulated: &'a Simulated,
    /// What the scenario's reader warned of.
    pub warnings: &'a [Warning],
}

impl Run<'_> {
    /// The report.
    pub fn report(&self) -> SimulationReport {
        let judged = Judged::of(self);
        let targets: Vec<TargetReport> =
            (0..self.plan.targets.len()).map(|t| self.target(t, &judged)).collect();
        let store_score = judged.store_score(self);
        SimulationReport {
            scenario: self.scenario.title.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: self.seed,
            replications: self.simulated.tally.nights,
            chance_all_met: self.chance_all_met(),
            channels: (0..self.plan.channels.len()).map(|c| self.channel(c)).collect(),
            inquiries: (0..self.plan.inquiries.len()).map(|i| self.inquiry(i)).collect(),
            teams: (0..self.plan.teams.len()).map(|t| self.team(t)).collect(),
            intervals: self.intervals(),
            hours: expected_hours(self.scenario, self.plan, &Outlook::of(self.plan), true),
            roster: roster(self.scenario, self.plan),
            periods: judged.report(),
            cost: cost(self, judged.costs(self, store_score.as_ref())),
            store_score,
            satisfaction: cards::satisfaction(self),
            practices: cards::practices(self),
            agents: cards::agents(self),
            open_at_end: self.per_night(self.simulated.tally.open_at_end as f64),
            warnings: self.warnings(&targets),
            helpdesk: None,
            explanation: None,
            targets,
        }
    }

    pub(super) fn per_night(&self, total: f64) -> f64 {
        total / self.simulated.tally.nights.max(1) as f64
    }

    fn hours_per_night(&self, micros: i128) -> f64 {
        self.per_night(micros as f64 / 3.6e9)
    }

    fn chance_all_met(&self) -> Option<Interval> {
        let tally = &self.simulated.tally;
        let asked = tally.nights > 0 && self.plan.targets.iter().any(|target| target.over.is_none());
        asked.then(|| wilson(tally.nights_all_met, tally.nights, CONFIDENCE))
    }

    fn target(&self, index: usize, judged: &Judged) -> TargetReport {
        let target = &self.plan.targets[index];
        let tally = &self.simulated.tally;
        let nights = self.simulated.nights.iter().map(|night| night.targets[index]);
        let shares = nights.filter_map(|night| share(night.met.into(), night.counted.into()));
        let title = self.scenario.targets.get(&target.name).and_then(|target| target.title.clone());
        let pooled = &tally.pooled[index];
        let estimate = pooled.estimate(CONFIDENCE);
        TargetReport {
            name: target.name.clone(),
            title: title.unwrap_or_else(|| target.name.clone()),
            measure: measure_name(target.measure),
            within_s: target.within.seconds(),
            at_least: target.at_least,
            compliance: estimate.map(|it| Compliance { mean: it.value, low: it.low, high: it.high }),
            nights: spread_of(shares),
            chance_met: estimate.map(|_| wilson(tally.nights_met[index], pooled.nights, CONFIDENCE)),
            counted_per_night: self.per_night(pooled.counted as f64),
            nights_empty: tally.nights - pooled.nights,
            over: judged.target(index),
        }
    }

    fn channel(&self, index: usize) -> ChannelReport {
        let name = &self.plan.channels[index].name;
        let title = self.scenario.channels.get(name).and_then(|channel| channel.title.clone());
        let counts = &self.simulated.tally.channels[index];
        ChannelReport {
            name: name.clone(),
            title: title.unwrap_or_else(|| name.clone()),
            conversations: self.per_night(counts.conversations as f64),
            abandoned: share(counts.abandoned, counts.conversations),
            replies: self.per_night(counts.replies as f64),
            first_reply_s: waits(counts, &self.simulated.tally.waits[index]),
            answered_within: answered_within(counts, &self.simulated.tally.waits[index]),
            mean_wait_s: self.mean_wait(index),
            nights: self.channel_nights(index),
        }
    }

    fn mean_wait(&self, index: usize) -> Option<f64> {
        let counts = &self.simulated.tally.channels[index];
        let sought = counts.answered + counts.abandoned;
        let in_vain = self.simulated.tally.waited_in_vain[index] as f64 / 1e6;
        (sought > 0).then(|| (counts.waited.seconds() + in_vain) / sought as f64)
    }

    fn channel_nights(&self, index: usize) -> ChannelNights {
        let nights = || self.simulated.nights.iter().map(|night| &night.channels[index]);
        let mean = |night: &NightChannel| {
            (night.answered > 0).then(|| night.waited.seconds() / f64::from(night.answered))
        };
        let given_up = |night: &NightChannel| share(night.abandoned.into(), night.conversations.into());
        ChannelNights {
            abandoned: spread_of(nights().filter_map(given_up)),
            mean_first_reply_s: spread_of(nights().filter_map(mean)),
            mean_wait_s: spread_of(nights().filter_map(NightChannel::mean_wait_s)),
        }
    }

    fn inquiry(&self, index: usize) -> InquiryReport {
        let inquiry = &self.plan.inquiries[index];
        let title = self.scenario.inquiries.get(&inquiry.name).and_then(|inquiry| inquiry.title.clone());
        let counts = &self.simulated.tally.inquiries[index];
        let outcomes = inquiry.outcomes.iter().zip(&counts.outcomes);
        InquiryReport {
            name: inquiry.name.clone(),
            title: title.unwrap_or_else(|| inquiry.name.clone()),
            cases: self.per_night(counts.cases as f64),
            answered: share(counts.answered, counts.cases),
            unanswered: share(counts.unanswered, counts.cases),
            settled_by_bot: share(counts.settled_by_bot, counts.cases),
            satisfaction: cards::opinions(self, &counts.opinions),
            outcomes: outcomes
                .map(|((_, outcome), count)| OutcomeReport {
                    name: outcome.name.clone(),
                    conversations: self.per_night(*count as f64),
                })
                .collect(),
        }
    }

    fn team(&self, index: usize) -> TeamReport {
        let name = &self.plan.teams[index].name;
        let title = self.scenario.teams.get(name).and_then(|team| team.title.clone());
        let counts = &self.simulated.tally.teams[index];
        TeamReport {
            name: name.clone(),
            title: title.unwrap_or_else(|| name.clone()),
            occupancy: (counts.on_duty > 0).then(|| counts.busy as f64 / counts.on_duty as f64),
            paid_h: self.hours_per_night(counts.paid),
            overtime_h: self.hours_per_night(counts.overtime),
            wages: self.per_night(counts.wages as f64 / 1e6),
            handed_over: self.per_night(counts.handed_over as f64),
            card: cards::of_team(self, index),
        }
    }

    fn intervals(&self) -> Vec<IntervalReport> {
        let clock = Clock::of(self.scenario, self.plan);
        let last = self.plan.intervals;
        (0..=last)
            .map(|index| {
                let start = if index == last {
                    Span(self.plan.closes.0)
                } else {
                    Span(self.plan.interval.0 * index as i64)
                };
                let name =
                    if index == last { "run-out".to_owned() } else { clock.show(Time::OPENING + start) };
                self.interval(index, name, &clock.after(start), start)
            })
            .collect()
    }

    fn interval(&self, index: usize, name: String, starts: &Zoned, start: Span) -> IntervalReport {
        let tally = &self.simulated.tally;
        let counts = &tally.intervals[index];
        let of_target = |target: usize| {
            let place = target * (self.plan.intervals + 1) + index;
            let (met, counted) = tally.targets[place];
            let estimate = tally.bands.targets.get(place).and_then(|sums| sums.estimate(CONFIDENCE));
            let estimate = estimate.filter(|_| tally.nights > 1);
            IntervalTarget {
                name: self.plan.targets[target].name.clone(),
                counted: self.per_night(counted as f64),
                compliance: share(met, counted),
                low: estimate.map(|it| it.low),
                high: estimate.map(|it| it.high),
            }
        };
        IntervalReport {
            name,
            starts: starts.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            start_s: start.seconds(),
            arrivals: self.per_night(counts.arrivals as f64),
            arrivals_nights: tally.bands.arrivals.get(index).and_then(band),
            waiting: self.per_night(counts.waiting as f64),
            waiting_nights: tally.bands.waiting.get(index).and_then(band),
            on_duty: self.per_night(counts.on_duty as f64),
            targets: (0..self.plan.targets.len()).map(of_target).collect(),
        }
    }

    fn warnings(&self, targets: &[TargetReport]) -> Vec<Warning> {
        let mut warnings = self.warnings.to_vec();
        let nights = self.simulated.tally.nights;
        let mut warn =
            |name: &str, message: String| warnings.push(Warning { name: name.to_owned(), message });
        if self.simulated.interrupted {
            warn("interrupted", format!("interrupted after {nights} nights: this is what they gave"));
        } else if !self.simulated.precise {
            warn("precision", format!("{nights} nights were not enough for the precision asked for"));
        }
        for target in targets.iter().filter(|target| target.compliance.is_none() && nights > 0) {
            let name = format!("target.{}", target.name);
            // Where it is known already why, that says more.
            if !self.warnings.iter().any(|known| known.name.starts_with(&name)) {
                warn(&name, "counted nothing on any night".to_owned());
            }
        }
        warnings
    }
}

/// How far values of the nights lie apart; none of no nights.
pub(super) fn spread_of(values: impl Iterator<Item = f64>) -> Option<Spread> {
    let mut values: Vec<f64> = values.collect();
    sort(&mut values);
    spread(&values)
}

/// `part` of `whole`; none of nothing.
pub(super) fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn waits(counts: &ChannelCounts, milliseconds: &Histogram<u64>) -> Option<Waits> {
    if counts.answered == 0 {
        return None;
    }
    let at = |level: f64| milliseconds.value_at_quantile(level) as f64 / 1e3;
    Some(Waits {
        mean: counts.waited.seconds() / counts.answered as f64,
        p50: at(0.5),
        p90: at(0.9),
        p95: at(0.95),
        p99: at(0.99),
    })
}

/// Waits at which the distribution is told, in seconds.
const TOLD_AT_S: [u64; 28] = [
    1, 2, 5, 10, 15, 20, 30, 40, 50, 60, 75, 90, 105, 120, 150, 180, 210, 240, 300, 360, 480, 600, 900, 1200,
    1800, 3600, 7200, 14_400,
];

/// The distribution of waits, up to where it ends.
fn answered_within(counts: &ChannelCounts, milliseconds: &Histogram<u64>) -> Vec<AnsweredWithin> {
    if counts.answered == 0 {
        return Vec::new();
    }
    let at = |&within: &u64| AnsweredWithin {
        name: format_duration(Span::from_whole_seconds(within as i64)),
        within_s: within as f64,
        share: milliseconds.count_between(0, within * 1000) as f64 / milliseconds.len().max(1) as f64,
    };
    let longest = TOLD_AT_S.iter().position(|&within| within * 1000 >= milliseconds.max());
    TOLD_AT_S[..longest.map_or(TOLD_AT_S.len(), |last| last + 1)].iter().map(at).collect()
}

fn band(nights: &Nights) -> Option<Band> {
    let at = |level| nights.quantile(level);
    Some(Band { p05: at(0.05)?, p50: at(0.5)?, p95: at(0.95)? })
}

/// As in the file.
const fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::FirstReply => "first_reply",
        Measure::EachReply => "each_reply",
        Measure::Answer => "answer",
        Measure::Solution => "solution",
        Measure::Conclusion => "conclusion",
    }
}

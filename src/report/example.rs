//! A hand-made night for the tests of the report: two channels, two inquiries, one team, two targets.

use super::{Run, SimulationReport, Warning};
use crate::demand::Demand;
use crate::random::Sampler;
use crate::scenario::{
    Abandoned, Channel, ChannelCost, ChannelKind, GivenUp, Hours, InboxOrder, Measure, Penalty, Pick,
    Scenario, Target, TargetClock,
};
use crate::simulation::bands::Bands;
use crate::simulation::cost::{CostKind, NightCost};
use crate::simulation::plan::{self, Plan, Routing, Windows};
use crate::simulation::replications::Simulated;
use crate::simulation::tally::{
    ChannelCounts, InquiryCounts, IntervalTally, MetCounted, NightChannel, NightRecord, PracticeCounts,
    Tally, TeamTally, meets,
};
use crate::statistics::{MeanSums, RatioSums};
use crate::units::{Money, Share, Span, Time};
use hdrhistogram::Histogram;
use jiff::civil::date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// A scenario, its plan, and what came out.
pub struct Example {
    pub scenario: Scenario,
    pub plan: Plan,
    pub simulated: Simulated,
}

impl Example {
    /// Two hours in two intervals. Each night: what the targets `each` (90 %) and `phone` (80 %) met
    /// and counted, and what it cost.
    pub fn of(nights: &[([(u32, u32); 2], f64)]) -> Example {
        let records = nights.iter().map(|(targets, cost)| NightRecord {
            targets: targets.map(|(met, counted)| MetCounted { met, counted }).into(),
            channels: channels(50),
            cases: 800,
            cost: Money::from_units(*cost),
            costs: costs(Money::from_units(*cost)),
            ..NightRecord::default()
        });
        Example::with(records.collect(), 2, 3600)
    }

    /// An evening of 12 hours in quarters of an hour, with a surge, over 100 nights.
    pub fn evening() -> Example {
        let night = |k: u32| {
            let cost = Money(4_100_000_000 + i64::from(k * 7919 % 100) * 3_456_789);
            NightRecord {
                targets: [(1950 + 4 * (k * 37 % 100), 2310), (95 + k * 13 % 20, 120)]
                    .map(|(met, counted)| MetCounted { met, counted: counted.max(met) })
                    .into(),
                channels: channels(30 + k * 7 % 40),
                cases: 800,
                cost,
                costs: costs(cost),
                ..NightRecord::default()
            }
        };
        Example::with((0..100).map(night).collect(), 48, 900)
    }

    fn with(nights: Vec<NightRecord>, intervals: usize, interval_s: i64) -> Example {
        let closes = Time(intervals as i64 * interval_s * 1_000_000);
        let interval = Span::from_whole_seconds(interval_s);
        let plan = plan(closes, interval, intervals);
        let tally = tally(&plan, &nights);
        let scenario = scenario(&plan);
        Example { scenario, plan, simulated: Simulated { tally, nights, precise: true, interrupted: false } }
    }

    /// Its report, with the reader's `warnings`.
    pub fn report(&self, warnings: &[Warning]) -> SimulationReport {
        let Example { scenario, plan, simulated } = self;
        Run { scenario, plan, seed: 1, simulated, warnings }.report()
    }
}

/// Three quarters are wages.
fn costs(all: Money) -> NightCost {
    let wages = Money(all.0 * 3 / 4);
    NightCost::default().with(CostKind::Wages, wages).with(CostKind::Outcomes, all - wages)
}

fn plan(closes: Time, interval: Span, intervals: usize) -> Plan {
    let channel = |name: &str, kind| plan::Channel {
        name: name.to_owned(),
        kind,
        given_up: GivenUp::Leaves,
        idle_close: Span::ZERO,
        overlooked: None,
        helpdesk: None,
    };
    let inquiry = |name: &str| plan::Inquiry {
        name: name.to_owned(),
        channels: vec![(1.0, 0)],
        tiers: vec![(1.0, 0)],
        handling: vec![None, None],
        reply: Sampler::Constant(Span::ZERO),
        solution_turn: None,
        max_rounds: None,
        routing: Routing::Pool(vec![0]),
        bot: None,
        outcomes: ["concluded", "payout"]
            .map(|name| {
                let (name, next) = (name.to_owned(), plan::Next::Concluded);
                (
                    1.0,
                    plan::Outcome {
                        name,
                        cost: Money::ZERO,
                        drawn_cost: None,
                        next,
                        after_care: None,
                        meanwhile: None,
                    },
                )
            })
            .into(),
    };
    Plan {
        closes,
        end: closes + Span::from_whole_seconds(86_400),
        interval,
        intervals,
        demand: Demand { closes, busyness_cv: 0.0, streams: Vec::new(), sources: Vec::new() },
        inquiries: vec![inquiry("taste"), inquiry("version")],
        channels: vec![channel("chat", ChannelKind::Chat), channel("phone", ChannelKind::Phone)],
        tiers: vec![plan::Tier { name: "regular".to_owned(), first: false, head_start: Span::ZERO }],
        parties: Vec::new(),
        teams: vec![team()],
        agents: Vec::new(),
        targets: vec![
            target("each", Measure::EachReply, 180, 0.9),
            target("phone", Measure::Answer, 15, 0.8),
        ],
        satisfaction: None,
        quick_reply: Span::from_whole_seconds(180),
        prices: plan::prices::Prices::default(),
        store_score: None,
    }
}

fn team() -> plan::Team {
    plan::Team {
        name: "night".to_owned(),
        skills: vec![0, 1],
        slots: vec![5, 1],
        pick: Pick::LongestWait,
        inbox: InboxOrder::OldestFirst,
        speed: vec![1.0, 1.0],
        speed_at: vec![1.0],
        switch: Span::ZERO,
        pay: vec![(Time(-1), Money::from_units(32.0))],
        overtime_factor: 1.0,
        absence: 0.0,
        authority: None,
        level: None,
    }
}

fn target(name: &str, measure: Measure, within_s: i64, at_least: f64) -> plan::Target {
    plan::Target {
        name: name.to_owned(),
        measure,
        within: Span::from_whole_seconds(within_s),
        at_least,
        channels: vec![true, true],
        inquiries: vec![true, true],
        tiers: vec![true],
        hours: Windows::Always,
        clock_in_hours: false,
        abandoned: Abandoned::LateOnly,
        over: None,
    }
}

fn scenario(plan: &Plan) -> Scenario {
    let target = |target: &plan::Target| Target {
        title: (target.name == "each").then(|| "三分钟人工回复 (3-minute human reply)".to_owned()),
        measure: target.measure,
        within: target.within,
        at_least: Share::new(target.at_least).unwrap(),
        channels: None,
        kinds: None,
        inquiries: None,
        tiers: None,
        hours: Hours::default(),
        clock: TargetClock::Always,
        abandoned: target.abandoned,
        over: None,
        penalty: Penalty::default(),
    };
    let channel = Channel {
        title: None,
        kind: ChannelKind::Chat,
        ring: None,
        given_up: GivenUp::Stays,
        idle_close: Span::ZERO,
        overlooked: None,
        helpdesk: None,
        cost: ChannelCost::default(),
    };
    let opens = date(2026, 11, 11).at(18, 0, 0, 0);
    Scenario {
        title: "Oranges that taste sour".to_owned(),
        time_zone: TimeZone::get("Asia/Shanghai").unwrap(),
        opens,
        closes: opens.saturating_add(jiff::SignedDuration::from_micros(plan.closes.0)),
        run_out: Span::from_whole_seconds(86_400),
        interval: plan.interval,
        currency: "CNY".to_owned(),
        busyness_cv: 0.0,
        streams: BTreeMap::new(),
        inquiries: BTreeMap::new(),
        channels: BTreeMap::from([("chat".to_owned(), channel)]),
        tiers: BTreeMap::new(),
        parties: BTreeMap::new(),
        teams: BTreeMap::new(),
        targets: plan.targets.iter().map(|it| (it.name.clone(), target(it))).collect(),
        satisfaction: None,
        quick_reply: plan.quick_reply,
        store_score: None,
        levers: BTreeMap::new(),
        replay: Default::default(),
        pulled: Vec::new(),
    }
}

/// Sums that go with `nights`: everything that happens is the same every night.
fn tally(plan: &Plan, nights: &[NightRecord]) -> Tally {
    let count = nights.len() as u64;
    let pooled = |target: usize| {
        let mut sums = RatioSums::default();
        for night in nights.iter().map(|night| night.targets[target]).filter(|night| night.counted > 0) {
            sums.add(night.met.into(), night.counted.into());
        }
        sums
    };
    let met = |night: &NightRecord, target: usize| {
        let counts = night.targets[target];
        (counts.counted > 0).then(|| meets(counts, plan.targets[target].at_least))
    };
    let mut cost = MeanSums::default();
    nights.iter().for_each(|night| cost.add(night.cost.0));
    let wages = cost.sum * 3 / 4;
    let intervals = plan.intervals + 1;
    let hours = |hours: i128| hours * 3_600_000_000 * i128::from(count);
    Tally {
        nights: count,
        targets: (0..2 * intervals).map(|index| of_interval(index % intervals, intervals, count)).collect(),
        pooled: vec![pooled(0), pooled(1)],
        channels: vec![chat(count), ChannelCounts::default()],
        waits: vec![waits(), Histogram::new(3).unwrap()],
        waited_in_vain: vec![20_000_000_000 * i128::from(count), 0],
        inquiries: vec![inquiry(800, count), inquiry(0, count)],
        teams: vec![TeamTally {
            busy: hours(81),
            on_duty: hours(90),
            paid: hours(92),
            overtime: hours(2),
            wages,
            handed_over: 7 * count,
        }],
        intervals: (0..intervals).map(|index| interval(index, intervals, count)).collect(),
        bands: Bands::default(),
        open_at_end: count / 2,
        cost,
        agents: Vec::new(),
        practices: PracticeCounts::default(),
        nights_met: (0..2)
            .map(|target| nights.iter().filter(|night| met(night, target) == Some(true)).count() as u64)
            .collect(),
        nights_all_met: nights
            .iter()
            .filter(|night| (0..2).all(|target| met(night, target) != Some(false)))
            .count() as u64,
    }
}

/// A hill with its top in the middle, from 0 to 1.
fn hill(index: usize, intervals: usize) -> f64 {
    let from_middle = (index as f64 - intervals as f64 / 3.0) / (intervals as f64 / 5.0);
    1.0 / (1.0 + from_middle * from_middle * from_middle * from_middle)
}

fn of_interval(index: usize, intervals: usize, nights: u64) -> (u64, u64) {
    let high = hill(index, intervals);
    let counted = (100.0 * high) as u64 * nights;
    ((counted as f64 * (1.0 - 0.35 * high)) as u64, counted)
}

fn interval(index: usize, intervals: usize, nights: u64) -> IntervalTally {
    let high = hill(index, intervals);
    IntervalTally {
        arrivals: (120.0 * high) as u64 * nights,
        waiting: (30.0 * high * high) as i64 * nights as i64,
        on_duty: if index < intervals / 2 { 14 } else { 8 } * nights as i64,
    }
}

/// A night's chats, of which so many in a thousand gave up, after 400 s each; nobody calls.
fn channels(abandoned: u32) -> Box<[NightChannel]> {
    let chat = NightChannel {
        conversations: 1000,
        abandoned,
        answered: 1000 - abandoned,
        waited: Span::from_whole_seconds(100 * i64::from(1000 - abandoned)),
        waited_in_vain: Span::from_whole_seconds(400 * i64::from(abandoned)),
    };
    [chat, NightChannel::default()].into()
}

fn chat(nights: u64) -> ChannelCounts {
    ChannelCounts {
        conversations: 1000 * nights,
        abandoned: 50 * nights,
        answered: 950 * nights,
        waited: Span::from_whole_seconds(95_000 * nights as i64),
        replies: 3900 * nights,
        sent: 4000 * nights,
        ..ChannelCounts::default()
    }
}

/// 1 s, 2 s, … 100 s.
fn waits() -> Histogram<u64> {
    let mut waits = Histogram::new(3).unwrap();
    (1..=100).for_each(|second| waits.record(1000 * second).unwrap());
    waits
}

fn inquiry(cases: u64, nights: u64) -> InquiryCounts {
    InquiryCounts {
        cases: cases * nights,
        answered: cases * nights * 19 / 20,
        unanswered: cases * nights / 20,
        outcomes: vec![cases * nights / 2, cases * nights / 4],
        ..InquiryCounts::default()
    }
}

/// What of the JSON in `text` is not as `schema` says.
pub fn schema_errors(schema: &str, text: &[u8]) -> Vec<String> {
    let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
    let value: serde_json::Value = serde_json::from_slice(text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

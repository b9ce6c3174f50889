//! Scenarios made by hand, for tests: small, with nothing in them that a test does not ask for.

use crate::random::{CountDistribution, Distribution, Law};
use crate::scenario::*;
use crate::units::{Money, Span};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The clock time `text`, e.g. `22:30` or `24:00`.
pub fn clock(text: &str) -> ClockTime {
    let (hours, minutes) = text.split_once(':').expect("HH:MM");
    let minutes = hours.parse::<i64>().expect("hours") * 60 + minutes.parse::<i64>().expect("minutes");
    ClockTime(Span::from_whole_seconds(minutes * 60))
}

/// Steps by clock time.
pub fn steps<T: Clone>(values: &[(&str, T)]) -> Steps<T> {
    Steps { steps: values.iter().map(|(at, value)| (clock(at), value.clone())).collect() }
}

/// An exponential of so many minutes.
pub fn exponential(minutes: f64) -> Distribution {
    Distribution { law: Law::Exponential { mean: minutes * 6e7 }, most: None }
}

/// So many minutes.
pub fn minutes(minutes: i64) -> Span {
    Span::from_whole_seconds(60 * minutes)
}

/// So many agents, fixed.
pub fn planned(agents: u32) -> Headcount {
    Headcount { plan: Some(agents), min: 0, max: agents }
}

/// Between two clock times, every day.
pub fn hours(from: &str, to: &str) -> Hours {
    Hours { windows: vec![(clock(from), clock(to))], days: Days::Every }
}

/// A scenario with a chat channel and nothing else; 15-minute intervals, a day of run-out.
pub fn scenario(zone: &str, opens: &str, closes: &str) -> Scenario {
    let civil = |text: &str| text.parse::<DateTime>().expect("a civil date-time");
    Scenario {
        title: "an example".to_owned(),
        time_zone: TimeZone::get(zone).expect("a known zone"),
        opens: civil(opens),
        closes: civil(closes),
        run_out: Span::from_whole_seconds(86_400),
        interval: minutes(15),
        currency: "CNY".to_owned(),
        busyness_cv: 0.0,
        streams: BTreeMap::new(),
        inquiries: BTreeMap::new(),
        channels: BTreeMap::from([("chat".to_owned(), channel(ChannelKind::Chat))]),
        tiers: BTreeMap::new(),
        parties: BTreeMap::new(),
        teams: BTreeMap::new(),
        targets: BTreeMap::new(),
        satisfaction: None,
        quick_reply: minutes(3),
        store_score: None,
        levers: BTreeMap::new(),
        replay: Default::default(),
        pulled: Vec::new(),
    }
}

/// A channel as it is by default.
pub fn channel(kind: ChannelKind) -> Channel {
    let given_up = if kind == ChannelKind::Phone { GivenUp::Leaves } else { GivenUp::Stays };
    let cost = ChannelCost::default();
    Channel {
        title: None,
        kind,
        ring: None,
        given_up,
        idle_close: Span::ZERO,
        overlooked: None,
        helpdesk: None,
        cost,
    }
}

/// One turn of a minute, endless patience.
pub fn handling() -> Handling {
    Handling {
        patience: Distribution::NEVER,
        patience_later: Distribution::NEVER,
        turns: CountDistribution::Constant(1),
        reply: Distribution::constant(minutes(1)),
        think: Distribution::constant(Span::ZERO),
        wrap_up: Distribution::constant(Span::ZERO),
        retry: None,
        writes_again: None,
    }
}

/// An inquiry on chat that nobody has: no baseline, no share, no recording.
pub fn inquiry() -> Inquiry {
    Inquiry {
        title: None,
        product: None,
        share: None,
        after: After::Order,
        delay: Distribution::constant(Span::ZERO),
        baseline: None,
        arrivals: None,
        waiting_at_open: None,
        channels: BTreeMap::from([("chat".to_owned(), 1.0)]),
        tiers: BTreeMap::from([("regular".to_owned(), 1.0)]),
        handling: BTreeMap::from([("chat".to_owned(), handling())]),
        reply: Distribution::constant(minutes(1)),
        solution_turn: None,
        max_rounds: None,
        teams: None,
        bot: None,
        proactive: None,
        outcomes: BTreeMap::from([(
            "concluded".to_owned(),
            Outcome { share: 1.0, cost: Amount::Fixed(Money::ZERO), next: Next::Concluded, after_care: None },
        )]),
    }
}

/// An inquiry with a constant baseline of so many cases an hour.
pub fn baseline(an_hour: f64) -> Inquiry {
    let steps = Baseline::Steps(steps(&[("00:00", an_hour)]));
    Inquiry { baseline: Some((steps, Days::Every)), ..inquiry() }
}

/// A team with all skills, one slot of chat, pay of 30 and these shifts.
pub fn team(shifts: &[(&str, Shift)]) -> Team {
    let shifts = shifts.iter().map(|(name, shift)| ((*name).to_owned(), shift.clone())).collect();
    Team {
        title: None,
        skills: vec!["*".to_owned()],
        slots: BTreeMap::from([("chat".to_owned(), Slots::Limited(1))]),
        pick: Pick::LongestWait,
        inbox: InboxOrder::OldestFirst,
        speed: 1.0,
        speed_by: BTreeMap::new(),
        speed_at: Vec::new(),
        switch: Span::ZERO,
        pay: Money::from_units(30.0),
        night_pay: Vec::new(),
        overtime_factor: 1.0,
        absence: 0.0,
        authority: None,
        staffing: Staffing::Shifts(shifts),
        families: BTreeMap::new(),
        at_least_on_duty: None,
        at_most_on_duty: None,
    }
}

/// The same staffed by a level.
pub fn team_by_level(level: &[(&str, u32)]) -> Team {
    let level: Vec<(&str, Headcount)> = level.iter().map(|(at, count)| (*at, planned(*count))).collect();
    Team { staffing: Staffing::Level(steps(&level)), ..team(&[]) }
}

/// A daily shift without breaks.
pub fn shift(from: &str, to: &str, agents: u32) -> Shift {
    Shift {
        title: None,
        from: clock(from),
        to: clock(to),
        days: Days::Every,
        agents: planned(agents),
        breaks: Vec::new(),
        last_call: Span::ZERO,
        at_end: AtEnd::HandOver,
    }
}

/// A stream of orders for one product, placed evenly.
pub fn stream(from: &str, to: &str, product: &str, orders: f64) -> Stream {
    Stream {
        title: None,
        from: Moment::Clock(clock(from)),
        to: Moment::Clock(clock(to)),
        orders: BTreeMap::from([(product.to_owned(), orders)]),
        orders_over: None,
        delivery: None,
        forecast_cv: 0.0,
        delay_cv: 0.0,
    }
}

/// A target of 95 % within three minutes.
pub fn target(measure: Measure) -> Target {
    Target {
        title: None,
        measure,
        within: minutes(3),
        at_least: crate::units::Share::new(0.95).expect("a share"),
        channels: None,
        kinds: None,
        inquiries: None,
        tiers: None,
        hours: Hours::default(),
        clock: TargetClock::Always,
        abandoned: Abandoned::LateOnly,
        over: None,
        penalty: Penalty::default(),
    }
}

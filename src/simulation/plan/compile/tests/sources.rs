//! Where cases come from.

use super::{HOUR, night, plan, table};
use crate::demand::{Demand, SourceKind, Trigger};
use crate::random::{NameKey, Sampler};
use crate::scenario::{
    After, Arrivals, ArrivalsAs, Backlog, Baseline, Days, Distribution, Inquiry, Moment, Row, Scenario,
    Weekday,
};
use crate::simulation::example::{baseline, clock, exponential, inquiry, minutes, scenario, steps, stream};
use crate::units::{Span, Time};
use jiff::civil::DateTime;

/// The sources of a night with one inquiry, `taste`.
fn sources_of(mut scenario: Scenario, taste: Inquiry) -> Demand {
    scenario.inquiries = table([("taste", taste)]);
    plan(&scenario).demand
}

/// The intensity of the only source.
fn intensity(demand: &Demand) -> &crate::demand::Intensity {
    match &demand.sources[0].kind {
        SourceKind::Intensity(intensity) => intensity,
        other => panic!("not an intensity: {other:?}"),
    }
}

fn civil(text: &str) -> DateTime {
    text.parse().expect("a date-time")
}

fn assert_close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{a} is not {b}");
}

#[test]
fn a_baseline_in_steps_holds_up_to_the_next_clock_time_round_midnight() {
    let mut taste = inquiry();
    taste.baseline = Some((Baseline::Steps(steps(&[("01:00", 6.0), ("21:00", 20.0)])), Days::Every));
    let demand = sources_of(night(), taste);
    let rates =
        [0.0, 0.5, 1.0, 4.9, 5.0, 9.9].map(|hour| intensity(&demand).rate_at(Time((hour * 3.6e9) as i64)));
    assert_eq!(rates.map(f64::round), [6.0, 6.0, 20.0, 20.0, 6.0, 6.0]);
    assert_close(intensity(&demand).expected(), 6.0 + 4.0 * 20.0 + 5.0 * 6.0);
    assert_eq!(intensity(&demand).rate_at(Time(10 * HOUR)), 0.0);
}

#[test]
fn a_linear_baseline_runs_straight_between_knots_round_midnight() {
    let mut taste = inquiry();
    let knots = [("18:00", 25.0), ("22:30", 45.0), ("01:00", 8.0), ("06:00", 5.0)];
    let mut knots: Vec<_> = knots.iter().map(|(at, rate)| (clock(at), *rate)).collect();
    knots.sort_by_key(|knot| knot.0);
    taste.baseline = Some((Baseline::Linear(knots), Days::Every));
    let demand = sources_of(night(), taste);
    // 20:00 is 2 of 4.5 hours up from 25 to 45; 00:00 is 1.5 of 2.5 hours down from 45 to 8.
    assert_close(intensity(&demand).rate_at(Time(0)), 25.0 + 20.0 * 2.0 / 4.5);
    assert_close(intensity(&demand).rate_at(Time(4 * HOUR)), 45.0 - 37.0 * 1.5 / 2.5);
    let at_opening = 25.0 + 20.0 * 2.0 / 4.5;
    let area = (at_opening + 45.0) / 2.0 * 2.5 + (45.0 + 8.0) / 2.0 * 2.5 + (8.0 + 5.0) / 2.0 * 5.0;
    assert_close(intensity(&demand).expected(), area);
}

#[test]
fn a_baseline_of_a_weekday_holds_from_midnight_to_midnight() {
    // The night opens on a Wednesday at 20:00.
    let mut taste = inquiry();
    let thursday = Days::Weekdays(vec![Weekday::Thursday]);
    taste.baseline = Some((Baseline::Linear(vec![(clock("00:00"), 10.0), (clock("12:00"), 30.0)]), thursday));
    let demand = sources_of(night(), taste);
    assert_eq!(intensity(&demand).rate_at(Time(4 * HOUR - 1)), 0.0);
    assert_close(intensity(&demand).rate_at(Time(4 * HOUR)), 10.0);
    assert_close(intensity(&demand).expected(), 6.0 * (10.0 + 20.0) / 2.0);
}

#[test]
fn a_baseline_lasts_an_hour_more_or_less_when_the_clocks_change() {
    let autumn = scenario("Europe/Berlin", "2026-10-24T20:00:00", "2026-10-25T06:00:00");
    assert_close(intensity(&sources_of(autumn, baseline(12.0))).expected(), 11.0 * 12.0);
    let spring = scenario("America/New_York", "2026-03-07T20:00:00", "2026-03-08T06:00:00");
    let mut by_clock = inquiry();
    by_clock.baseline =
        Some((Baseline::Steps(steps(&[("00:00", 0.0), ("01:00", 10.0), ("04:00", 0.0)])), Days::Every));
    // From one to four o'clock are two hours.
    assert_close(intensity(&sources_of(spring, by_clock)).expected(), 20.0);
}

/// `taste` asked by 5 % of those who order fruit in a stream from 21:00 to 23:00.
fn asked_after(after: After) -> (Scenario, Inquiry) {
    let mut scenario = night();
    scenario.streams = table([("fruit-night", stream("21:00", "23:00", "fruit", 1000.0))]);
    let delay = exponential(30.0);
    (scenario, Inquiry { share: Some(0.05), after, delay, product: Some("fruit".to_owned()), ..inquiry() })
}

#[test]
fn each_kind_of_trigger_is_found() {
    let trigger = |after| {
        let (mut scenario, taste) = asked_after(after);
        let stream = scenario.streams.get_mut("fruit-night").expect("the stream");
        stream.delivery = Some(Distribution::constant(minutes(60)));
        let demand = sources_of(scenario, taste);
        let SourceKind::Orders(flow) = &demand.sources[0].kind else { panic!("orders") };
        assert_close(flow.expected, 50.0);
        assert_eq!(flow.placed.quantile(0.5), Time(2 * HOUR));
        flow.trigger.clone()
    };
    assert_eq!(trigger(After::Order), Trigger::Order);
    assert_eq!(trigger(After::Stream), Trigger::StreamEnd(Time(3 * HOUR)));
    assert_eq!(trigger(After::Delivery), Trigger::Delivery(Sampler::Constant(minutes(60))));
    assert_eq!(trigger(After::At(Moment::Clock(clock("21:10")))), Trigger::At(Time(HOUR + HOUR / 6)));
    let full = Moment::DateTime(civil("2026-11-11T19:00:00"));
    assert_eq!(trigger(After::At(full)), Trigger::At(Time(-HOUR)));
}

#[test]
fn a_stream_happens_once_the_first_time_from_the_opening_on_or_on_its_own_date() {
    let window = |from, to| {
        let (mut scenario, taste) = asked_after(After::Order);
        let stream = scenario.streams.get_mut("fruit-night").expect("the stream");
        (stream.from, stream.to) = (from, to);
        let demand = sources_of(scenario, taste);
        let SourceKind::Orders(flow) = &demand.sources[0].kind else { panic!("orders") };
        (flow.placed.quantile(0.0), flow.placed.quantile(0.999_999_999_999))
    };
    let hours = |(from, to): (Time, Time)| (from.seconds() / 3600.0, (to.seconds() / 3600.0).round());
    let clocks = |from, to| hours(window(Moment::Clock(clock(from)), Moment::Clock(clock(to))));
    assert_eq!(clocks("20:00", "22:00"), (0.0, 2.0));
    // Gone by when the desk opens: tomorrow's.
    assert_eq!(clocks("19:30", "22:00"), (23.5, 26.0));
    assert_eq!(clocks("23:00", "01:00"), (3.0, 5.0));
    let dated = |from, to| hours(window(Moment::DateTime(civil(from)), to));
    let before = dated("2026-11-11T18:00:00", Moment::DateTime(civil("2026-11-11T19:00:00")));
    assert_eq!(before, (-2.0, -1.0));
    assert_eq!(dated("2026-11-11T18:00:00", Moment::Clock(clock("22:00"))), (-2.0, 2.0));
}

#[test]
fn orders_are_placed_by_their_weights() {
    let (mut scenario, taste) = asked_after(After::Order);
    let stream = scenario.streams.get_mut("fruit-night").expect("the stream");
    stream.orders_over = Some(steps(&[("21:00", 1.0), ("22:00", 3.0)]));
    let demand = sources_of(scenario, taste);
    let SourceKind::Orders(flow) = &demand.sources[0].kind else { panic!("orders") };
    assert_close(flow.placed.expected_between(Time(HOUR), Time(2 * HOUR)) / flow.placed.expected(), 0.25);
}

#[test]
fn sources_are_keyed_by_their_words_and_ordered_by_them() {
    let mut scenario = night();
    scenario.streams = table([
        ("b-night", stream("21:00", "23:00", "fruit", 100.0)),
        ("a-night", stream("21:00", "23:00", "fruit", 100.0)),
    ]);
    scenario.streams.get_mut("a-night").expect("it").orders.insert("cream".to_owned(), 10.0);
    let any_product = Inquiry { share: Some(0.1), ..baseline(3.0) };
    let backlog = Backlog { cases: 7, since: exponential(10.0) };
    let waiting = Inquiry { waiting_at_open: Some(backlog), ..inquiry() };
    scenario.inquiries = table([("where", any_product), ("again", waiting)]);
    let plan = plan(&scenario);
    let names: Vec<_> = plan.demand.sources.iter().map(|source| source.name.as_str()).collect();
    let streams = ["where/a-night/cream", "where/a-night/fruit", "where/b-night/fruit"];
    assert_eq!(names, [&["again/waiting_at_open", "where/baseline"][..], &streams[..]].concat());
    assert_eq!(plan.demand.sources[0].key, NameKey::of(&["again", "waiting_at_open"]));
    assert_eq!(plan.demand.sources[2].key, NameKey::of(&["where", "stream", "a-night", "cream"]));
    assert_eq!(plan.demand.sources[2].inquiry, 1);
}

fn row(at: &str, interval: Span, count: f64) -> Row {
    Row { at: civil(at), interval, count, channel: None, tier: None, reply: None, patience: None }
}

fn recording(r#as: ArrivalsAs, times: f64, rows: Vec<Row>) -> Inquiry {
    let arrivals = Arrivals { file: "calls.csv".into(), date: None, r#as, times, rows };
    Inquiry { arrivals: Some(arrivals), ..inquiry() }
}

#[test]
fn a_recorded_row_of_several_cases_becomes_one_case_each() {
    let mut stamp = row("2026-11-11T20:30:00", Span::ZERO, 1.0);
    stamp.channel = Some("chat".to_owned());
    stamp.reply = Some(minutes(4));
    let rows = vec![row("2026-11-11T20:00:00", minutes(5), 3.0), stamp];
    let demand = sources_of(night(), recording(ArrivalsAs::Recorded, 1.0, rows));
    let SourceKind::Recorded { cases, .. } = &demand.sources[0].kind else { panic!("recorded") };
    let at: Vec<_> = cases.iter().map(|case| (case.at, case.within)).collect();
    let first = (Time(0), minutes(5));
    assert_eq!(at, [first, first, first, (Time(HOUR / 2), Span::ZERO)]);
    assert_eq!((cases[3].channel, cases[3].reply), (Some(0), Some(minutes(4))));
    assert_eq!(demand.sources[0].name, "taste/recording");
    assert_eq!(demand.sources[0].key, NameKey::of(&["taste", "arrivals"]));
}

#[test]
fn a_forecast_of_counts_spreads_them_over_their_intervals() {
    let rows = vec![
        row("2026-11-11T19:30:00", minutes(60), 8.0),
        row("2026-11-11T20:30:00", minutes(30), 6.0),
        row("2026-11-12T06:00:00", minutes(30), 6.0),
    ];
    let demand = sources_of(night(), recording(ArrivalsAs::Forecast, 1.5, rows));
    assert_close(intensity(&demand).rate_at(Time(0)), 12.0);
    assert_close(intensity(&demand).rate_at(Time(HOUR / 2)), 18.0);
    assert_close(intensity(&demand).expected(), 1.5 * (4.0 + 6.0));
    assert_close(intensity(&demand).elsewhere(), 1.5 * (4.0 + 6.0));
}

#[test]
fn a_forecast_of_time_stamps_counts_them_by_report_interval_the_last_one_cut_off() {
    let mut scenario = night();
    scenario.interval = minutes(60 * 4);
    let stamp = |at| row(at, Span::ZERO, 1.0);
    let rows = ["2026-11-11T20:00:01", "2026-11-11T21:00:00", "2026-11-12T05:59:00"].map(stamp).to_vec();
    let demand = sources_of(scenario, recording(ArrivalsAs::Forecast, 1.0, rows));
    assert_close(intensity(&demand).rate_at(Time(3 * HOUR)), 0.5);
    assert_eq!(intensity(&demand).rate_at(Time(5 * HOUR)), 0.0);
    assert_close(intensity(&demand).rate_at(Time(9 * HOUR)), 0.5);
    assert_close(intensity(&demand).expected(), 3.0);
}

#[test]
fn dated_rates_hold_once_each_up_to_the_next() {
    let mut taste = inquiry();
    let at = |text: &str| text.parse().unwrap();
    let rates =
        vec![(at("2026-11-11T19:00"), 6.0), (at("2026-11-11T21:00"), 20.0), (at("2026-11-12T01:00"), 3.0)];
    taste.baseline = Some((Baseline::Dated { rates, end: at("2026-11-12T05:00") }, Days::Every));
    let found = sources_of(night(), taste);
    // 20:00 to 21:00 at 6, to 01:00 at 20, to 05:00 at 3, then nothing.
    assert_close(intensity(&found).expected(), 6.0 + 80.0 + 12.0);
}

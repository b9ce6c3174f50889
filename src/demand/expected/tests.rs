use super::*;
use crate::demand::{Night, Trigger};
use crate::random::{NameKey, Sampler};

const HOUR: i64 = 3_600_000_000;

fn demand(kind: SourceKind) -> Demand {
    let key = NameKey::of(&["taste"]);
    let streams = vec![(NameKey::of(&["stream", "fruit-night"]), 0.0)];
    let sources = vec![Source { name: "taste".to_owned(), key, inquiry: 0, kind, proactive: None }];
    Demand { closes: Time(4 * HOUR), busyness_cv: 0.0, streams, sources }
}

fn expected(kind: SourceKind) -> Expected {
    demand(kind).expected(Span(HOUR)).remove(0)
}

fn orders(trigger: Trigger, delay: Sampler) -> SourceKind {
    let placed = Intensity::from_segments(vec![(Time(HOUR), Time(3 * HOUR), 1.0, 1.0)]);
    SourceKind::Orders(OrderFlow { stream: 0, expected: 1000.0, placed, trigger, delay })
}

fn row(at: i64, within: i64) -> RecordedCase {
    let (at, within) = (Time(at), Span(within));
    RecordedCase { at, within, channel: None, tier: None, reply: None, patience: None }
}

fn assert_close(seen: &[f64], expected: &[f64], slack: f64) {
    assert_eq!(seen.len(), expected.len());
    assert!(seen.iter().zip(expected).all(|(a, b)| (a - b).abs() <= slack), "{seen:?} for {expected:?}");
}

#[test]
fn an_intensity_is_expected_where_it_is_and_elsewhere() {
    let ramp = Intensity::from_segments(vec![(Time(0), Time(2 * HOUR), 0.0, 20.0)]).with_elsewhere(5.0);
    let ramp = expected(SourceKind::Intensity(ramp));
    assert_close(&ramp.by_slot, &[5.0, 15.0, 0.0, 0.0], 1e-9);
    assert!((ramp.cases - 25.0).abs() < 1e-9 && (ramp.outside() - 0.2).abs() < 1e-9);
}

#[test]
fn orders_are_expected_where_their_delays_take_them() {
    // Exponential of an hour after the stream's end at 3: 1 - 1/e of them come before the close at 4.
    let delay = || Sampler::exponential(HOUR as f64);
    let end = expected(orders(Trigger::StreamEnd(Time(3 * HOUR)), delay()));
    let before_close = 1000.0 * -libm::expm1(-1.0);
    // Three and a half standard errors of 0.34 points.
    assert_close(&end.by_slot, &[0.0, 0.0, 0.0, before_close], 12.0);
    assert!((end.outside() - libm::exp(-1.0)).abs() < 0.012);
    // Of the orders' second hour, the first half is before the moment.
    let moment = expected(orders(Trigger::At(Time(5 * HOUR / 2)), Sampler::Constant(Span(HOUR))));
    assert_close(&moment.by_slot, &[0.0, 0.0, 0.0, 750.0], 1e-6);
    assert!(moment.outside().abs() < 1e-9, "an order after the moment brings no case anywhere");
    let order = expected(orders(Trigger::Order, Sampler::Constant(Span(HOUR / 2))));
    assert_close(&order.by_slot, &[0.0, 250.0, 500.0, 250.0], 1e-6);
}

#[test]
fn what_is_expected_is_what_nights_bring() {
    let demand = demand(orders(Trigger::Order, Sampler::lognormal(libm::log(HOUR as f64), 0.8)));
    let expected = demand.expected(Span(HOUR)).remove(0);
    let mut night = Night::default();
    let mut by_slot = [0.0; 4];
    for replication in 0..400 {
        night.draw(&demand, Key::night(1, replication));
        night.arrivals().iter().for_each(|case| by_slot[(case.at.0 / HOUR) as usize] += 1.0 / 400.0);
    }
    // Standard errors of at most 1.1 cases here and 2.4 there: four of them together.
    assert_close(&expected.by_slot, &by_slot, 11.0);
}

#[test]
fn recorded_rows_are_spread_over_their_intervals() {
    let cases = vec![row(-HOUR / 2, HOUR), row(HOUR, 2 * HOUR), row(3 * HOUR, 0), row(9 * HOUR, 0)];
    let recorded = expected(SourceKind::Recorded { cases, times: 1.5 });
    assert_close(&recorded.by_slot, &[0.75, 0.75, 0.75, 1.5], 1e-12);
    assert!((recorded.cases - 6.0).abs() < 1e-12);
}

#[test]
fn a_backlog_is_there_at_the_opening() {
    let backlog = expected(SourceKind::Backlog { cases: 7, since: Sampler::Constant(Span(HOUR)) });
    assert_close(&backlog.by_slot, &[7.0, 0.0, 0.0, 0.0], 0.0);
    assert_eq!(backlog.outside(), 0.0);
}

/// Half of those from the end of the first hour and a half on need not ask any more.
#[test]
fn a_proactive_message_spares_those_who_come_later() {
    let spared = |kind| {
        let mut demand = demand(kind);
        demand.sources[0].proactive = Some(Proactive { from: Time(HOUR * 3 / 2), spares: 0.5 });
        demand.expected(Span(HOUR)).remove(0)
    };
    let even = Intensity::from_segments(vec![(Time(0), Time(4 * HOUR), 60.0, 60.0)]);
    let even = spared(SourceKind::Intensity(even));
    assert_close(&even.by_slot, &[60.0, 45.0, 30.0, 30.0], 1e-9);
    assert!((even.cases - 165.0).abs() < 1e-9);
    let at_once = spared(orders(Trigger::Order, Sampler::Constant(Span(0))));
    assert_close(&at_once.by_slot, &[0.0, 375.0, 250.0, 0.0], 0.1);
}

/// The nights have what is expected, and the same customers but for those who are spared.
#[test]
fn whom_a_message_spares_are_some_of_the_same_customers() {
    let even =
        || SourceKind::Intensity(Intensity::from_segments(vec![(Time(0), Time(4 * HOUR), 900.0, 900.0)]));
    let night = |spares| {
        let mut demand = demand(even());
        demand.sources[0].proactive = Some(Proactive { from: Time(2 * HOUR), spares });
        let mut night = Night::default();
        night.draw(&demand, Key::night(4, 0));
        night.arrivals().to_vec()
    };
    let (all, half, none) = (night(0.0), night(0.5), night(1.0));
    assert!(half.iter().all(|it| all.contains(it)) && none.iter().all(|it| half.contains(it)));
    assert!(none.iter().all(|it| it.at < Time(2 * HOUR)));
    let later = |of: &[crate::demand::Arrival]| of.iter().filter(|it| it.at >= Time(2 * HOUR)).count() as f64;
    // A binomial of about 1,800: four standard deviations (false alarm 6e-5).
    assert!((later(&half) - 0.5 * later(&all)).abs() < 4.0 * (0.25 * later(&all)).sqrt());
}

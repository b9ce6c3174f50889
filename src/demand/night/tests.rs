use super::*;
use crate::demand::{OrderFlow, Trigger};
use crate::units::Span;
use std::collections::BTreeSet;

const HOUR: i64 = 3_600_000_000;
const CLOSES: Time = Time(12 * HOUR);

fn source(word: &str, kind: SourceKind) -> Source {
    Source { name: word.to_owned(), key: NameKey::of(&[word]), inquiry: 0, kind }
}

fn demand(sources: Vec<Source>) -> Demand {
    let streams = vec![(NameKey::of(&["stream", "fruit-night"]), 0.0)];
    Demand { closes: CLOSES, busyness_cv: 0.0, streams, sources }
}

/// So many expected cases between two hours, evenly.
fn even(from: i64, to: i64, expected: f64) -> Intensity {
    let rate = expected / (to - from) as f64;
    Intensity::from_segments(vec![(Time(from * HOUR), Time(to * HOUR), rate, rate)])
}

/// 300 cases: a calm start, a steep rise, a long fall to nothing.
fn surge() -> Intensity {
    let at = |hour: i64| Time(hour * HOUR);
    Intensity::from_segments(vec![
        (at(0), at(3), 10.0, 10.0),
        (at(3), at(4), 10.0, 100.0),
        (at(4), at(8), 100.0, 7.5),
        (at(9), at(12), 0.0, 0.0),
    ])
}

/// Orders placed from hour 1 to hour 3.
fn orders(expected: f64, trigger: Trigger, delay: Sampler) -> SourceKind {
    SourceKind::Orders(OrderFlow { stream: 0, expected, placed: even(1, 3, 1.0), trigger, delay })
}

fn an_hour_late() -> Sampler {
    Sampler::Constant(Span(HOUR))
}

/// The cases of one night, seed 7.
fn drawn(demand: &Demand, replication: u64) -> Vec<Arrival> {
    let mut night = Night::default();
    night.draw(demand, Key::night(7, replication));
    night.arrivals().to_vec()
}

/// How many cases each of `nights` nights has.
fn counts(demand: &Demand, nights: u64) -> Vec<f64> {
    let mut night = Night::default();
    let count = |replication| {
        night.draw(demand, Key::night(7, replication));
        night.arrivals().len() as f64
    };
    (0..nights).map(count).collect()
}

fn mean_and_variance(sample: &[f64]) -> (f64, f64) {
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n;
    (mean, sample.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0))
}

/// Whether `seen` lies within 3.89 standard errors of `expected`: false alarm 1e-4 if it is about normal.
fn assert_near(seen: f64, expected: f64, standard_error: f64) {
    let off = (seen - expected) / standard_error;
    assert!(off.abs() < 3.89, "{seen} is {off} standard errors from {expected}");
}

/// Kolmogorov-Smirnov, false alarm 1e-4; the sample is large.
#[test]
fn arrival_times_follow_the_cumulative_intensity() {
    let surge = surge();
    let demand = demand(vec![source("taste", SourceKind::Intensity(surge.clone()))]);
    let mut times: Vec<Time> = (0..300).flat_map(|night| drawn(&demand, night)).map(|case| case.at).collect();
    times.sort_unstable();
    let n = times.len() as f64;
    let distance = times.iter().enumerate().map(|(i, at)| {
        let share = surge.expected_before(*at) / surge.expected();
        (share - i as f64 / n).abs().max((share - (i + 1) as f64 / n).abs())
    });
    let distance = distance.fold(0.0, f64::max);
    assert!(n > 80_000.0 && distance * n.sqrt() < 2.225, "{distance} at {n}");
}

#[test]
fn a_nights_count_is_poisson_in_mean_and_variance() {
    for expected in [0.7, 15.9, 250.0] {
        let demand = demand(vec![source("taste", SourceKind::Intensity(even(0, 12, expected)))]);
        let nights = 20_000.0;
        let (mean, variance) = mean_and_variance(&counts(&demand, nights as u64));
        assert_near(mean, expected, (expected / nights).sqrt());
        // A Poisson's fourth central moment is m + 3 m², so its sample variance varies by (m + 2 m²) / n.
        assert_near(variance, expected, ((expected + 2.0 * expected * expected) / nights).sqrt());
    }
}

#[test]
fn counts_of_an_hour_apart_are_independent() {
    let demand = demand(vec![source("taste", SourceKind::Intensity(even(0, 12, 48.0)))]);
    let nights = 20_000;
    let mut product = 0.0;
    for replication in 0..nights {
        let night = drawn(&demand, replication);
        let first = night.iter().filter(|case| case.at < Time(HOUR)).count() as f64;
        let later = night.iter().filter(|case| case.at >= Time(2 * HOUR)).count() as f64;
        product += (first - 4.0) * (later - 40.0);
    }
    let n = nights as f64;
    assert_near(product / n, 0.0, (4.0 * 40.0 / n).sqrt());
}

#[test]
fn the_factor_of_a_night_has_mean_one_and_its_coefficient_of_variation() {
    for cv in [0.05, 0.4, 1.0, 1.5] {
        let nights = 100_000;
        let sample: Vec<f64> = (0..nights).map(|night| night_factor(cv, Key::night(3, night))).collect();
        let (mean, variance) = mean_and_variance(&sample);
        let n = nights as f64;
        assert_near(mean, 1.0, cv / n.sqrt());
        // A gamma's excess kurtosis is 6 / shape.
        assert_near(variance, cv * cv, cv * cv * ((2.0 + 6.0 * cv * cv) / n).sqrt());
    }
    assert_eq!(night_factor(0.0, Key::night(3, 0)), 1.0);
}

#[test]
fn the_sources_of_a_stream_share_its_factor_and_all_share_the_busyness() {
    let both = |stream_cv: f64, busyness_cv: f64| {
        let flow = || orders(4000.0, Trigger::Order, an_hour_late());
        let baseline = SourceKind::Intensity(even(0, 12, 4000.0));
        let sources = vec![source("a", flow()), source("b", flow()), source("c", baseline)];
        let streams = vec![(NameKey::of(&["stream", "fruit-night"]), stream_cv)];
        let demand = Demand { streams, busyness_cv, ..demand(sources) };
        let share =
            |night: &[Arrival], source| night.iter().filter(|c| c.source == source).count() as f64 / 4000.0;
        let night = |replication| {
            let night = drawn(&demand, replication);
            [share(&night, 0), share(&night, 1), share(&night, 2)]
        };
        (0..40).map(night).collect::<Vec<_>>()
    };
    // Counts of 4,000 vary by 1.6 % of themselves: 10 % is six deviations of their difference, at a factor
    // of three still more than five.
    let close = |a: f64, b: f64| (a - b).abs() < 0.1 * a.max(b).max(1.0);
    let swings =
        |nights: &[[f64; 3]], source: usize| nights.iter().any(|night| (night[source] - 1.0).abs() > 0.2);
    let forecast = both(0.3, 0.0);
    assert!(forecast.iter().all(|[a, b, c]| close(*a, *b) && close(*c, 1.0)));
    assert!(swings(&forecast, 0));
    let busy = both(0.0, 0.3);
    assert!(busy.iter().all(|[a, b, c]| close(*a, *b) && close(*a, *c)));
    assert!(swings(&busy, 2));
}

/// Where the points of a source stand on the axis of expected cases, in the order of their numbers: a block
/// of 64 is as long as as many gaps, and those but its last are spread evenly over it.
fn points(source: Key, up_to: f64) -> Vec<f64> {
    let mut points = Vec::new();
    while points.last().is_none_or(|last| *last < up_to) {
        let (start, first) = (points.last().copied().unwrap_or(0.0), points.len() as u64);
        let gap = |k: u64| source.number(first + k).draw(Purpose::Gap);
        let length = gamma(64.0, &mut gap(63));
        let mut inside: Vec<f64> = (0..63).map(|k| start + gap(k).uniform() * length).collect();
        inside.sort_by(f64::total_cmp);
        points.append(&mut inside);
        points.push(start + length);
    }
    points
}

/// The cases as the model describes them, point by point.
fn plainly(demand: &Demand, night: Key) -> Vec<Arrival> {
    let mut arrivals = Vec::new();
    for (index, source) in demand.sources.iter().enumerate() {
        let SourceKind::Intensity(intensity) = &source.kind else { panic!("an intensity") };
        let key = night.named(source.key);
        let kept = points(key, intensity.expected()).iter().filter(|at| **at < intensity.expected()).count();
        for case in 0..kept as u32 {
            let at = intensity.reached_at(key.series(Purpose::Place).bits(u64::from(case)) / 2);
            arrivals.push(Arrival { at, source: index as u16, case });
        }
    }
    arrivals.sort();
    arrivals
}

/// Gaps of a Poisson process of rate 1 are exponential; Kolmogorov-Smirnov, false alarm 1e-4.
#[test]
fn the_gaps_between_points_are_exponential_within_blocks_and_across_them() {
    let points = points(Key::night(7, 0), 100_000.0);
    let mut gaps: Vec<f64> = points.windows(2).map(|pair| pair[1] - pair[0]).collect();
    gaps.sort_by(f64::total_cmp);
    let n = gaps.len() as f64;
    let distance = gaps.iter().enumerate().map(|(i, gap)| {
        let share = -libm::expm1(-gap);
        (share - i as f64 / n).abs().max((share - (i + 1) as f64 / n).abs())
    });
    let distance = distance.fold(0.0, f64::max);
    assert!(distance * n.sqrt() < 2.225, "{distance} at {n}");
}

#[test]
fn the_fast_way_gives_the_cases_of_the_plain_way_in_order() {
    let sources = [("a", 2.0), ("b", 31.0), ("c", 2000.0), ("d", 0.0)];
    let kind = |expected| SourceKind::Intensity(even(0, 12, expected));
    let demand = demand(sources.map(|(word, expected)| source(word, kind(expected))).to_vec());
    for replication in 0..200 {
        assert_eq!(drawn(&demand, replication), plainly(&demand, Key::night(7, replication)));
    }
}

#[test]
fn cases_crowded_into_a_few_instants_are_sorted_too() {
    let at = |micros| Time(HOUR + micros);
    let crowd = Intensity::from_segments(vec![(at(0), at(40), 1e12, 2e12), (Time(0), CLOSES, 100.0, 100.0)]);
    let demand = demand(vec![
        source("a", SourceKind::Intensity(crowd.clone())),
        source("b", SourceKind::Intensity(crowd)),
    ]);
    for replication in 0..20 {
        assert_eq!(drawn(&demand, replication), plainly(&demand, Key::night(7, replication)));
    }
}

#[test]
fn a_night_drawn_after_others_is_the_same_as_one_drawn_alone() {
    let demand = demand(vec![source("a", SourceKind::Intensity(even(0, 12, 100.0)))]);
    let mut night = Night::default();
    for replication in [3, 1, 4, 1, 5] {
        night.draw(&demand, Key::night(7, replication));
        assert_eq!(night.arrivals(), drawn(&demand, replication));
    }
}

#[test]
fn a_smaller_share_keeps_a_part_of_the_same_customers_at_the_same_times() {
    let delay = || Sampler::exponential(HOUR as f64);
    for trigger in [Trigger::Order, Trigger::StreamEnd(Time(3 * HOUR)), Trigger::Delivery(delay())] {
        let with =
            |share: f64| demand(vec![source("taste", orders(1000.0 * share, trigger.clone(), delay()))]);
        let (less, more) = (with(0.3), with(0.5));
        for replication in 0..20 {
            let (less, more) = (drawn(&less, replication), drawn(&more, replication));
            let last = less.iter().map(|case| case.case).max().expect("some");
            let kept: Vec<_> = more.iter().filter(|case| case.case <= last).copied().collect();
            assert_eq!(less, kept);
            assert!(more.len() > less.len() + 100);
        }
    }
}

#[test]
fn a_busier_baseline_keeps_the_customers_and_adds_new_ones() {
    let with = |expected| demand(vec![source("parcel", SourceKind::Intensity(even(2, 9, expected)))]);
    let (less, more) = (drawn(&with(200.0), 0), drawn(&with(300.0), 0));
    assert!(less.iter().all(|case| more.binary_search(case).is_ok()));
    assert!(more.len() > less.len() + 40);
}

#[test]
fn a_source_does_not_notice_whether_others_are_there() {
    let a = || source("a", SourceKind::Intensity(even(0, 12, 90.0)));
    let b = || source("b", orders(400.0, Trigger::Order, Sampler::exponential(HOUR as f64)));
    let swinging = |sources| Demand { busyness_cv: 0.2, ..demand(sources) };
    let pair = drawn(&swinging(vec![a(), b()]), 5);
    let of = |source: u16, all: &[Arrival]| -> Vec<(Time, u32)> {
        all.iter().filter(|case| case.source == source).map(|case| (case.at, case.case)).collect()
    };
    assert_eq!(of(0, &pair), of(0, &drawn(&swinging(vec![a()]), 5)));
    assert_eq!(of(1, &pair), of(0, &drawn(&swinging(vec![b()]), 5)));
}

#[test]
fn every_trigger_counts_the_delay_from_its_own_instant() {
    let range = |trigger| {
        let night = drawn(&demand(vec![source("taste", orders(3000.0, trigger, an_hour_late()))]), 0);
        let hour = |case: Option<&Arrival>| case.expect("some").at.seconds() / 3600.0;
        (night.len(), hour(night.first()), hour(night.last()))
    };
    let (all, first, last) = range(Trigger::Order);
    assert!(first > 2.0 && first < 2.01 && last > 3.99 && last < 4.0);
    let delivery = Sampler::Constant(Span(HOUR / 2));
    let (_, first, last) = range(Trigger::Delivery(delivery));
    assert!(first > 2.5 && first < 2.51 && last > 4.49 && last < 4.5);
    assert_eq!(range(Trigger::StreamEnd(Time(3 * HOUR))), (all, 4.0, 4.0));
    // At a moment: only the orders before it, here three quarters.
    let (some, first, last) = range(Trigger::At(Time(5 * HOUR / 2)));
    assert_eq!((first, last), (3.5, 3.5));
    let expected = 0.75 * all as f64;
    assert_near(some as f64, expected, (expected * 0.25).sqrt());
    assert!(
        drawn(&demand(vec![source("t", orders(9.0, Trigger::At(Time(HOUR)), an_hour_late()))]), 0).is_empty()
    );
}

#[test]
fn what_falls_outside_the_night_is_dropped_and_its_number_stays_used() {
    // Ten hours after orders of the hours 1 to 3: half come before the close at 12.
    let ten_hours = Sampler::Constant(Span(10 * HOUR));
    let night = drawn(&demand(vec![source("taste", orders(2000.0, Trigger::Order, ten_hours))]), 0);
    assert!(night.iter().all(|case| case.at < CLOSES));
    assert_near(night.len() as f64, 1000.0, 1000.0_f64.sqrt());
    let last = night.iter().map(|case| case.case).max().expect("some");
    assert!(last > 1800, "{last}");
    let late = Trigger::StreamEnd(CLOSES);
    let at_the_close =
        drawn(&demand(vec![source("taste", orders(9.0, late, Sampler::Constant(Span(0))))]), 0);
    assert!(at_the_close.is_empty());
    let just_before = Trigger::StreamEnd(Time(-1));
    let too_soon =
        drawn(&demand(vec![source("taste", orders(9.0, just_before, Sampler::Constant(Span(0))))]), 0);
    assert!(too_soon.is_empty());
}

/// A recorded case without anything of its own.
fn row(at: i64, within: i64) -> RecordedCase {
    RecordedCase {
        at: Time(at),
        within: Span(within),
        channel: None,
        tier: None,
        reply: None,
        patience: None,
    }
}

#[test]
fn a_recorded_day_gives_exactly_its_rows_every_night() {
    let cases = vec![row(5, 0), row(70, 0), row(HOUR, 0), row(HOUR, 0), row(CLOSES.0, 0)];
    let recorded = SourceKind::Recorded { cases, times: 1.0 };
    let busy = Demand { busyness_cv: 0.5, ..demand(vec![source("taste", recorded)]) };
    for replication in 0..5 {
        let night: Vec<_> = drawn(&busy, replication).iter().map(|case| (case.at.0, case.case)).collect();
        assert_eq!(night, [(5, 0), (70, 1), (HOUR, 2), (HOUR, 3)]);
    }
}

#[test]
fn recorded_counts_come_evenly_within_their_interval() {
    let recorded = SourceKind::Recorded { cases: vec![row(HOUR, HOUR); 20_000], times: 1.0 };
    let night = drawn(&demand(vec![source("taste", recorded)]), 0);
    assert_eq!(night.len(), 20_000);
    assert!(night.iter().all(|case| case.at >= Time(HOUR) && case.at < Time(2 * HOUR)));
    let mean = night.iter().map(|case| case.at.seconds() / 3600.0).sum::<f64>() / 20_000.0;
    assert_near(mean, 1.5, (1.0_f64 / 12.0 / 20_000.0).sqrt());
}

#[test]
fn a_recording_times_two_and_a_half_brings_each_row_twice_and_half_of_them_once_more() {
    let cases: Vec<_> = (0..4000).map(|i| row(i * 1_000_000, 0)).collect();
    let times = |times| demand(vec![source("taste", SourceKind::Recorded { cases: cases.clone(), times })]);
    let night = drawn(&times(2.5), 0);
    let copies = |copy| night.iter().filter(|case| case.case % 3 == copy).count();
    assert_eq!((copies(0), copies(1)), (4000, 4000));
    assert_near(copies(2) as f64, 2000.0, 1000.0_f64.sqrt());
    assert!(night.iter().all(|case| case.at.0 == i64::from(case.case / 3) * 1_000_000));
    assert_near(drawn(&times(0.25), 0).len() as f64, 1000.0, 750.0_f64.sqrt());
    assert!(drawn(&times(0.0), 0).is_empty());
}

#[test]
fn a_backlog_waits_since_before_the_opening_and_comes_first() {
    let backlog = SourceKind::Backlog { cases: 120, since: Sampler::Uniform(0.0, 2.0 * HOUR as f64) };
    let baseline = SourceKind::Intensity(even(0, 12, 50.0));
    let night = drawn(&demand(vec![source("a", baseline), source("b", backlog)]), 0);
    assert!(night.is_sorted());
    assert!(
        night[..120].iter().all(|case| case.source == 1 && case.at <= Time(0) && case.at >= Time(-2 * HOUR))
    );
    assert!(night[120..].iter().all(|case| case.source == 0 && case.at >= Time(0)));
    let mut numbers: Vec<u32> = night[..120].iter().map(|case| case.case).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..120).collect::<Vec<_>>());
}

#[test]
fn nights_after_the_first_ask_for_no_more_memory() {
    let delay = Sampler::exponential(HOUR as f64);
    let sources = vec![
        source("a", SourceKind::Intensity(even(0, 12, 500.0))),
        source("b", orders(500.0, Trigger::Order, delay)),
    ];
    let streams = vec![(NameKey::of(&["stream", "fruit-night"]), 0.2)];
    let demand = Demand { busyness_cv: 0.1, streams, ..demand(sources) };
    let mut night = Night::default();
    // The cases stand in one of two places that take turns.
    let place = |replication| {
        night.draw(&demand, Key::night(7, replication));
        night.arrivals().as_ptr()
    };
    assert_eq!((0..2000).map(place).collect::<BTreeSet<_>>().len(), 2);
}

/// The same seed gives the same bytes on any machine: a digest (64-bit FNV-1a) of nights of all kinds.
#[test]
fn nights_are_the_same_on_every_machine() {
    let sources = vec![
        source("a", SourceKind::Intensity(surge())),
        source("b", orders(200.0, Trigger::Order, Sampler::lognormal(23.0, 0.8))),
        source("c", orders(200.0, Trigger::Delivery(an_hour_late()), Sampler::Gamma(0.7, HOUR as f64))),
        source("d", SourceKind::Recorded { cases: vec![row(HOUR, HOUR); 20], times: 1.5 }),
        source("e", SourceKind::Backlog { cases: 20, since: Sampler::weibull(1.25, HOUR as f64) }),
    ];
    let streams = vec![(NameKey::of(&["stream", "fruit-night"]), 0.2)];
    let demand = Demand { busyness_cv: 0.1, streams, ..demand(sources) };
    let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
    for case in (0..50).flat_map(|replication| drawn(&demand, replication)) {
        for part in [case.at.0 as u64, u64::from(case.source), u64::from(case.case)] {
            for byte in part.to_le_bytes() {
                digest = (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
    }
    assert_eq!(digest, 0x9de3_2024_5809_ba9b);
}

use super::*;
use crate::random::{Key, Purpose};

const AN_HOUR: i64 = 3_600_000_000;

fn hours(hours: f64) -> Time {
    Time((hours * AN_HOUR as f64) as i64)
}

/// 10 an hour for two hours, a gap of one, then from 0 up to 30 and back down to 0 in an hour each.
fn hill() -> Intensity {
    Intensity::from_segments(vec![
        (hours(4.0), hours(5.0), 30.0, 0.0),
        (hours(0.0), hours(2.0), 10.0, 10.0),
        (hours(3.0), hours(4.0), 0.0, 30.0),
        (hours(5.0), hours(6.0), 0.0, 0.0),
    ])
}

/// Curves of up to forty pieces whose rates lie far apart, from a fixed seed.
fn curves() -> impl Iterator<Item = Intensity> {
    (0..200).map(|number| {
        let mut draw = Key::night(11, number).draw(Purpose::Place);
        let mut from = (draw.uniform() * 1e10) as i64 - 5_000_000_000;
        let mut stretches = Vec::new();
        for _ in 0..=(draw.uniform() * 40.0) as usize {
            let to = from + 1 + (libm::exp(20.0 * draw.uniform())) as i64;
            let mut rate =
                || if draw.uniform() < 0.2 { 0.0 } else { libm::exp(24.0 * draw.uniform() - 12.0) };
            stretches.push((Time(from), Time(to), rate(), rate()));
            from = to + if draw.uniform() < 0.3 { 7_000_000 } else { 0 };
        }
        Intensity::from_segments(stretches)
    })
}

#[test]
fn an_intensity_adds_up_as_calculus_says() {
    let hill = hill();
    assert!((hill.expected() - (20.0 + 15.0 + 15.0)).abs() < 1e-12);
    assert!((hill.expected_between(hours(1.0), hours(3.5)) - (10.0 + 30.0 * 0.5 * 0.5 / 2.0)).abs() < 1e-12);
    assert!((hill.expected_between(hours(-5.0), hours(50.0)) - 50.0).abs() < 1e-12);
    assert_eq!(hill.expected_between(hours(2.0), hours(3.0)), 0.0);
    assert_eq!(hill.expected_between(hours(5.0), hours(2.0)), 0.0);
}

#[test]
fn a_rate_is_told_in_cases_an_hour_and_is_zero_elsewhere() {
    let hill = hill();
    let rates = [-0.5, 0.0, 1.5, 2.0, 3.0, 3.5, 4.75, 5.5].map(|at| hill.rate_at(hours(at)));
    for (rate, expected) in rates.iter().zip([0.0, 10.0, 10.0, 0.0, 0.0, 15.0, 7.5, 0.0]) {
        assert!((rate - expected).abs() < 1e-9, "{rates:?}");
    }
}

#[test]
fn a_quantile_is_where_calculus_says() {
    let hill = hill();
    // 10 of 50 cases after one hour, 20 after two; the ramp's 15 go with the square of the time.
    let near = |a: Time, b: f64| (a.0 - hours(b).0).abs() <= 1;
    assert!(near(hill.quantile(0.2), 1.0) && near(hill.quantile(0.1), 0.5));
    assert!(near(hill.quantile((20.0 + 15.0 * 0.25) / 50.0), 3.5));
    assert!(near(hill.quantile((35.0 + 15.0 * 0.75) / 50.0), 4.5));
    assert_eq!(hill.quantile(0.0), hours(0.0));
}

#[test]
fn a_quantile_is_the_inverse_of_the_cumulative_intensity() {
    for intensity in curves().filter(|intensity| intensity.expected() > 0.0) {
        let whole = intensity.expected();
        for i in 0..1000 {
            let u = (f64::from(i) + 0.5) / 1000.0;
            let at = intensity.quantile(u);
            // Rounded down to a microsecond: the share lies between this microsecond and the next, but for
            // rounding, which may also take it to the other side of a microsecond.
            let slack = 1e-12;
            assert!(intensity.expected_before(Time(at.0 - 1)) / whole <= u + slack);
            assert!(intensity.expected_before(Time(at.0 + 2)) / whole >= u - slack);
        }
    }
}

#[test]
fn a_quantile_never_falls_with_its_share_and_stays_inside_the_segments() {
    for intensity in curves().filter(|intensity| intensity.expected() > 0.0) {
        let mut last = Time(i64::MIN);
        for i in 0..=4000 {
            let at = intensity.quantile(f64::from(i) / 4000.0 * (1.0 - f64::EPSILON / 2.0));
            assert!(at >= last);
            assert!(intensity.segments.iter().any(|segment| segment.from <= at && at < segment.to));
            last = at;
        }
    }
}

#[test]
fn no_share_reaches_the_end_of_the_last_segment() {
    for intensity in curves().filter(|intensity| intensity.expected() > 0.0) {
        let end = intensity.segments.last().map_or(Time(0), |segment| segment.to);
        for u in [1.0 - f64::EPSILON / 2.0, 1.0, 1.5] {
            assert!(intensity.quantile(u) < end);
        }
    }
}

#[test]
fn nothing_expected_never_comes() {
    let nothing = Intensity::from_segments(vec![(hours(1.0), hours(1.0), 5.0, 5.0)]);
    assert_eq!((nothing.expected(), nothing.quantile(0.5)), (0.0, Time::NEVER));
    assert_eq!((nothing.expected_before(hours(2.0)), nothing.rate_at(hours(1.0))), (0.0, 0.0));
}

//! From values to places in a drawing.

use crate::report::text::format::grouped;

/// A straight line from values to places.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    values: (f64, f64),
    places: (f64, f64),
    logarithmic: bool,
}

impl Scale {
    /// Values from and to, and where they are.
    pub fn new(values: (f64, f64), places: (f64, f64)) -> Scale {
        Scale { values, places, logarithmic: false }
    }

    /// The same by powers; both ends are above nothing.
    pub fn logarithmic(self) -> Scale {
        Scale { logarithmic: true, ..self }
    }

    /// Where a value is; what lies outside, at the end.
    pub fn at(&self, value: f64) -> f64 {
        let on = |value: f64| if self.logarithmic { libm::log(value.max(1e-9)) } else { value };
        let (low, length) = (on(self.values.0), on(self.values.1) - on(self.values.0));
        let share = if length == 0.0 { 0.0 } else { ((on(value) - low) / length).clamp(0.0, 1.0) };
        self.places.0 + share * (self.places.1 - self.places.0)
    }
}

/// About `count` round steps from 0 to `most` or a little more.
pub fn steps(most: f64, count: usize) -> Vec<f64> {
    if !(most.is_finite() && most > 0.0) {
        return vec![0.0, 1.0];
    }
    let step = round_step(most / count as f64);
    let last = (most / step - 1e-9).ceil() as usize;
    (0..=last).map(|index| index as f64 * step).collect()
}

/// About `count` round steps from `low` or a little less to `high` or a little more.
pub fn steps_between(low: f64, high: f64, count: usize) -> Vec<f64> {
    if !(low.is_finite() && high.is_finite() && high > low) {
        return vec![low - 1.0, low + 1.0];
    }
    let step = round_step((high - low) / count as f64);
    let (first, last) = ((low / step + 1e-9).floor() as i64, (high / step - 1e-9).ceil() as i64);
    (first..=last).map(|index| index as f64 * step).collect()
}

/// 1, 2, 5, 10, …: the first that is no less than `rough`.
fn round_step(rough: f64) -> f64 {
    let mut step = 1e-6;
    let mut factors = [2.0, 2.5, 2.0].iter().cycle();
    while step < rough * 0.999 {
        step *= factors.next().copied().unwrap_or(2.0);
    }
    step
}

/// Powers of ten around `least` and `most`: two at least.
pub fn decades(least: f64, most: f64) -> Vec<f64> {
    let exponent = |value: f64| libm::log10(value.max(1e-6));
    let first = (exponent(least) + 1e-9).floor() as i32;
    let last = ((exponent(most) - 1e-9).ceil() as i32).max(first + 1);
    (first..=last).map(|power| libm::pow(10.0, f64::from(power))).collect()
}

/// A step as it is written beside its line.
pub fn label(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    if rounded >= 10_000.0 && rounded % 1000.0 == 0.0 {
        format!("{}k", rounded / 1000.0)
    } else if rounded >= 1000.0 {
        grouped(rounded, 0)
    } else {
        format!("{rounded}")
    }
}

/// The step between ticks of a clock, in seconds: at most `count` of them.
pub fn clock_step(length_s: f64, count: usize) -> f64 {
    const HOURS: [f64; 10] = [0.25, 0.5, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0, 168.0];
    let fits = |hours: &&f64| length_s / (**hours * 3600.0) <= count as f64;
    HOURS.iter().find(fits).map_or(length_s / count as f64, |hours| hours * 3600.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_reach_the_most() {
        assert_eq!(steps(366.0, 4), [0.0, 100.0, 200.0, 300.0, 400.0]);
        assert_eq!(steps(1.0, 4), [0.0, 0.5, 1.0]);
        assert_eq!(steps(0.0, 4), [0.0, 1.0]);
        let steps = steps(19.3, 4);
        assert!(steps.last().unwrap() >= &19.3 && steps.len() <= 6, "{steps:?}");
    }

    #[test]
    fn steps_between_two_values_hold_both() {
        assert_eq!(steps_between(-3.2, 4.1, 4), [-4.0, -2.0, 0.0, 2.0, 4.0, 6.0]);
        assert_eq!(steps_between(5500.0, 7900.0, 4), [5000.0, 6000.0, 7000.0, 8000.0]);
        assert_eq!(steps_between(3.0, 3.0, 4), [2.0, 4.0]);
    }

    #[test]
    fn powers_of_ten_lie_equally_far_apart() {
        let decades = decades(0.004, 2.0);
        assert_eq!(decades.len(), 5);
        let scale = Scale::new((decades[0], decades[4]), (0.0, 100.0)).logarithmic();
        for (index, value) in decades.iter().enumerate() {
            assert!((scale.at(*value) - 25.0 * index as f64).abs() < 1e-6, "{value}");
        }
    }

    #[test]
    fn ticks_of_a_clock_are_whole_hours_or_halves() {
        assert_eq!(clock_step(12.0 * 3600.0, 6), 7200.0);
        assert_eq!(clock_step(7200.0, 6), 1800.0);
        assert_eq!(clock_step(7.0 * 86_400.0, 7), 86_400.0);
    }
}

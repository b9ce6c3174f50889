//! From values to places in a drawing.

/// A straight line from values to places.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    values: (f64, f64),
    places: (f64, f64),
}

impl Scale {
    /// Values from and to, and where they are.
    pub fn new(values: (f64, f64), places: (f64, f64)) -> Scale {
        Scale { values, places }
    }

    /// Where a value is; what lies outside, at the end.
    pub fn at(&self, value: f64) -> f64 {
        let length = self.values.1 - self.values.0;
        let share = if length == 0.0 { 0.0 } else { ((value - self.values.0) / length).clamp(0.0, 1.0) };
        self.places.0 + share * (self.places.1 - self.places.0)
    }
}

/// About `count` round steps from 0 to `most` or a little more.
pub fn steps(most: f64, count: usize) -> Vec<f64> {
    if !(most.is_finite() && most > 0.0) {
        return vec![0.0, 1.0];
    }
    let rough = most / count as f64;
    let mut step = 1e-6;
    let mut factors = [2.0, 2.5, 2.0].iter().cycle();
    // 1, 2, 5, 10, …
    while step < rough * 0.999 {
        step *= factors.next().copied().unwrap_or(2.0);
    }
    let last = (most / step - 1e-9).ceil() as usize;
    (0..=last).map(|index| index as f64 * step).collect()
}

/// A step as it is written beside its line.
pub fn label(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    if rounded >= 10_000.0 && rounded % 1000.0 == 0.0 {
        format!("{}k", rounded / 1000.0)
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
    fn ticks_of_a_clock_are_whole_hours_or_halves() {
        assert_eq!(clock_step(12.0 * 3600.0, 6), 7200.0);
        assert_eq!(clock_step(7200.0, 6), 1800.0);
        assert_eq!(clock_step(7.0 * 86_400.0, 7), 86_400.0);
    }
}

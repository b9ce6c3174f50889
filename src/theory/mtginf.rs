//! M(t)/G/∞: how many agents would be at work if there were endlessly many. The offered load of a night
//! whose rate changes, and a Poisson number at every moment.
//!
//! Source: Eick, Massey & Whitt, "M_t/G/∞ queues with sinusoidal arrival rates", Management Science 39
//! (1993), doi 10.1287/mnsc.39.2.241.

use super::assert_positive;
use super::quadrature::integral;

const PANELS: u32 = 256;

/// A rate that swings round its mean: mean + swing · sin(speed · t), t in the caller's unit of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// Customers in a unit of time on average.
    pub mean: f64,
    /// By how much the rate rises above it, at most `mean`.
    pub swing: f64,
    /// In radians a unit of time.
    pub speed: f64,
}

impl Swing {
    /// The rate at `time`.
    pub fn rate(&self, time: f64) -> f64 {
        self.mean + self.swing * libm::sin(self.speed * time)
    }

    /// The mean number at work at `time`, long after the beginning, if handle times are exponential of
    /// mean `handle`: it lags behind the rate, and swings less.
    ///
    /// # Panics
    /// If `handle` is not positive and finite.
    pub fn at_work(&self, handle: f64, time: f64) -> f64 {
        assert_positive("the handle time", handle);
        let lag = self.speed * handle;
        let angle = self.speed * time;
        let wave = (libm::sin(angle) - lag * libm::cos(angle)) / (1.0 + lag * lag);
        handle * (self.mean + self.swing * wave)
    }
}

/// The mean number at work at `time` for any `rate` of arrivals and any handle time, given by the chance
/// `longer_than(u)` that it is longer than u: the integral of rate(time − u) · longer_than(u) over u from 0
/// to `longest`, beyond which no handle time matters. Right to some ten digits if both are smooth; a jump
/// costs an error of at most its height × `longest` / 1,000.
///
/// # Panics
/// If `longest` is not positive and finite.
pub fn at_work(rate: impl Fn(f64) -> f64, longer_than: impl Fn(f64) -> f64, time: f64, longest: f64) -> f64 {
    assert_positive("the longest handle time", longest);
    integral(0.0, longest, PANELS, |u| rate(time - u) * longer_than(u))
}

#[cfg(test)]
mod tests {
    use super::super::close;
    use super::*;

    const EXAMPLE: Swing = Swing { mean: 100.0, swing: 20.0, speed: 1.0 };

    #[test]
    fn the_sinusoid_of_eick_massey_and_whitt_is_met() {
        // 100 + 20 sin t, mu 1: m(t) = 100 + 14.1421356 sin(t - .7853982), computed independently.
        for time in [0.0, 1.0, 2.5, 7.0] {
            let expected = 100.0 + 14.142_135_6 * libm::sin(time - std::f64::consts::FRAC_PI_4);
            close(EXAMPLE.at_work(1.0, time), expected, 1e-6);
        }
    }

    #[test]
    fn the_integral_agrees_with_the_closed_form() {
        let longer_than = |u: f64| libm::exp(-u / 0.7);
        for time in [0.3, 4.0] {
            let expected = EXAMPLE.at_work(0.7, time);
            close(at_work(|t| EXAMPLE.rate(t), longer_than, time, 40.0), expected, 1e-9);
        }
    }

    #[test]
    fn with_a_constant_handle_time_those_at_work_are_those_who_came_during_it() {
        // The integral of 100 + 20 sin over [t - 2, t] is 200 + 20 (cos(t - 2) - cos t), by hand.
        let expected = 200.0 + 20.0 * (libm::cos(3.0) - libm::cos(5.0));
        close(at_work(|t| EXAMPLE.rate(t), |_| 1.0, 5.0, 2.0), expected, 1e-10);
    }
}

//! Erlang B, M/G/c/c: who finds every agent busy is gone. The phone with a patience of nothing.
//!
//! Source: A. K. Erlang 1917; e.g. Cooper, "Introduction to Queueing Theory", 2nd ed. 1981, section 3.3.
//! Depends on the handle time through its mean only.

use super::assert_positive;

/// The share of arrivals that find all of `agents` busy, at an offered load of `load` erlang
/// (arrivals in a unit of time × mean handle time).
///
/// # Panics
/// If `load` is not positive and finite.
pub fn blocking(load: f64, agents: u64) -> f64 {
    1.0 / inverse_blocking(load, agents)
}

/// 1 / B, which is the sum of c (c − 1) … (c − j + 1) / loadʲ over j from 0 to c: only positive terms,
/// so nothing cancels, and they die out after some √c of them unless B is too small to be told from 0.
/// Infinite where B is below 1e-308.
pub(super) fn inverse_blocking(load: f64, agents: u64) -> f64 {
    assert_positive("the offered load", load);
    let (mut sum, mut term) = (1.0, 1.0);
    for fewer in 0..agents {
        term *= (agents - fewer) as f64 / load;
        sum += term;
        let shrinking = ((agents - fewer) as f64) < load;
        if sum.is_infinite() || shrinking && term < sum * f64::EPSILON / 8.0 {
            break;
        }
    }
    sum
}

/// The mean share of their time that agents are busy.
pub fn occupancy(load: f64, agents: u64) -> f64 {
    if agents == 0 { 0.0 } else { load * (1.0 - blocking(load, agents)) / agents as f64 }
}

#[cfg(test)]
mod tests {
    use super::super::close;
    use super::*;

    /// The textbook recursion B(n) = a B(n - 1) / (n + a B(n - 1)): a second, independent computation.
    fn by_recursion(load: f64, agents: u64) -> f64 {
        (1..=agents).fold(1.0, |b, n| load * b / (n as f64 + load * b))
    }

    #[test]
    fn published_values_that_were_confirmed_are_met() {
        // Computed independently to all digits.
        close(blocking(20.0, 10), 0.537_963_168_632_072_9, 1e-15);
        close(blocking(200.0, 190), 0.088_696_843_869_235_61, 1e-14);
        close(blocking(5.0, 1), 0.833_333_3, 5e-8);
        close(blocking(123.0, 132), 0.0312, 5e-5);
        close(blocking(180.0, 200), 0.010_324_995_2, 5e-11);
    }

    #[test]
    fn the_public_value_012_of_200_agents_at_180_erlang_is_wrong() {
        // PRODYNA/exciting-algorithms says 0.012; computed independently to all digits.
        assert!((blocking(180.0, 200) - 0.012).abs() > 0.001);
    }

    #[test]
    fn the_sum_agrees_with_the_recursion_up_to_100_000_agents() {
        for (load, agents) in [(0.3, 4), (99_000.0, 100_000), (100_000.0, 100_000), (150_000.0, 100_000)] {
            let expected = by_recursion(load, agents);
            close(blocking(load, agents) / expected, 1.0, 1e-10);
        }
    }

    #[test]
    fn nobody_is_blocked_by_far_too_many_agents_and_all_are_by_none() {
        assert_eq!(blocking(1.0, 100_000), 0.0);
        assert_eq!(blocking(1.0, 0), 1.0);
        assert_eq!(occupancy(1.0, 0), 0.0);
    }

    #[test]
    fn one_agent_is_busy_for_the_share_load_over_one_plus_load() {
        // M/M/1/1 by hand: busy a / (1 + a).
        close(occupancy(5.0, 1), 5.0 / 6.0, 1e-15);
    }
}

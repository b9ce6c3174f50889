//! M/M/c with classes of priority: who is free takes the first of the highest class that waits; work in
//! hand is not broken off. All classes have the same exponential handle time.
//!
//! Source: Cobham, "Priority assignment in waiting line problems", Operations Research 2 (1954); for c
//! agents Kella & Yechiali, Naval Research Logistics 32 (1985). Class i waits
//! W₀ / ((1 − σᵢ₋₁) (1 − σᵢ)), where σᵢ is the occupancy due to classes 1 to i and W₀ the mean time until
//! an agent is free: Erlang's chance to wait × handle / c.

use super::{Outlook, assert_positive, erlang_c};

/// The mean waits of the classes, `arrivals[0]` having the highest priority; of a class that does not
/// settle, how fast its queue grows. High classes settle even if the low ones do not.
///
/// # Panics
/// If a rate or time is not positive and finite.
pub fn mean_waits(arrivals: &[f64], handle: f64, agents: u64) -> Vec<Outlook<f64>> {
    arrivals.iter().for_each(|&rate| assert_positive("an arrival rate", rate));
    assert_positive("the handle time", handle);
    let answers = agents as f64 / handle;
    let chance_to_wait = match erlang_c::erlang_c(arrivals.iter().sum(), handle, agents) {
        Outlook::Steady(queue) => queue.chance_to_wait,
        // The low classes keep every agent busy for ever.
        Outlook::Overload { .. } => 1.0,
    };
    let mut before = 0.0;
    let wait = |&rate: &f64| {
        let (higher, so_far) = (before, before + rate);
        before = so_far;
        if so_far >= answers {
            // What the higher classes leave of the answers, if anything, is this class's.
            return Outlook::Overload { grows: rate - (answers - higher).max(0.0) };
        }
        let idle_for_class = (1.0 - higher / answers) * (1.0 - so_far / answers);
        Outlook::Steady(chance_to_wait / answers / idle_for_class)
    };
    arrivals.iter().map(wait).collect()
}

#[cfg(test)]
mod tests {
    use super::super::close;
    use super::*;

    fn steady(waits: &[Outlook<f64>]) -> Vec<f64> {
        waits.iter().map(|wait| wait.steady().expect("the class settles")).collect()
    }

    #[test]
    fn two_classes_wait_as_cobham_says() {
        // Computed independently to all digits.
        let one = steady(&mean_waits(&[0.3, 0.5], 1.0, 1));
        close(one[0], 1.142_857, 5e-7);
        close(one[1], 5.714_286, 5e-7);
        let ten = steady(&mean_waits(&[4.0, 4.5], 1.0, 10));
        close(ten[0], 0.088_310_2, 5e-8);
        close(ten[1], 0.588_734_8, 5e-8);
    }

    #[test]
    fn priority_shifts_waits_between_classes_but_not_in_all() {
        // The conservation law: with one handle time the mean over all customers is Erlang C's.
        let arrivals = [2.0, 1.5, 3.0];
        let waits = steady(&mean_waits(&arrivals, 1.0, 8));
        let mean = arrivals.iter().zip(&waits).map(|(rate, wait)| rate * wait).sum::<f64>() / 6.5;
        let all = erlang_c::erlang_c(6.5, 1.0, 8).steady().unwrap();
        close(mean, all.mean_wait(), 1e-14);
    }

    #[test]
    fn a_high_class_settles_while_the_low_ones_grow() {
        // One agent of 1 an hour: the high class takes 0.5; the next gets the other 0.5 of its 0.8; the last
        // gets nothing. The high class waits for the work in hand (1) and its own: 1 / (1 - 0.5) = 2.
        let waits = mean_waits(&[0.5, 0.8, 0.3], 1.0, 1);
        close(waits[0].steady().unwrap(), 2.0, 1e-14);
        close(waits[1].grows().unwrap(), 0.3, 1e-14);
        close(waits[2].grows().unwrap(), 0.3, 1e-14);
    }
}

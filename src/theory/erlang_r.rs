//! Erlang R: customers who come back within their case, each time for an agent of the same team.
//!
//! In the steady state the agents see Erlang C at the rate of all visits, λ / (1 − p), whatever passes
//! between visits (Yom-Tov & Mandelbaum, "Erlang-R: a time-varying queue with reentrant customers",
//! Manufacturing & Service Operations Management 16, 2014).

use super::erlang_c::{ErlangC, erlang_c};
use super::{Outlook, assert_positive};

/// The queue of all visits of `arrivals` new customers in a unit of time, each visit an exponential work
/// of mean `handle` followed by another with probability `returns`.
///
/// # Panics
/// If a rate or time is not positive and finite, or `returns` is not from 0 to below 1.
pub fn erlang_r(arrivals: f64, handle: f64, returns: f64, agents: u64) -> Outlook<ErlangC> {
    assert_positive("the arrival rate", arrivals);
    assert!((0.0..1.0).contains(&returns), "the chance to return must lie from 0 to below 1");
    erlang_c(arrivals / (1.0 - returns), handle, agents)
}

#[cfg(test)]
mod tests {
    use super::super::close;
    use super::*;

    #[test]
    fn the_example_of_the_simulation_anchors_is_met() {
        // 30 an hour, 15 min, p = 2/3, 25 agents: computed independently.
        let visits = erlang_r(30.0, 0.25, 2.0 / 3.0, 25).steady().unwrap();
        close(visits.load, 22.5, 1e-12);
        close(visits.chance_to_wait, 0.507_923_03, 5e-9);
        close(visits.mean_wait(), 0.050_792_3, 5e-8);
    }

    #[test]
    fn returns_can_overload_a_team_that_first_visits_would_not() {
        // 30 visits an hour each of 3 visits: 90 against 20 x 4 = 80.
        close(erlang_r(30.0, 0.25, 2.0 / 3.0, 20).grows().unwrap(), 10.0, 1e-12);
        assert_eq!(erlang_r(30.0, 0.25, 0.0, 20).grows(), None);
    }
}

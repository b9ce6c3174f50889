//! Erlang C, M/M/c: everyone waits until answered, first come first served, handle times exponential.
//!
//! Source: A. K. Erlang 1917; e.g. Cooper 1981, section 3.4. Those who wait do so for an exponential time
//! of rate c / handle − arrivals.

use super::{Outlook, assert_positive, erlang_b};

/// An M/M/c queue that settles. Rates and times in one unit of the caller's choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangC {
    /// Customers in a unit of time.
    pub arrivals: f64,
    /// Arrivals × mean handle time, in erlang; below `agents`.
    pub load: f64,
    /// Agents on duty.
    pub agents: u64,
    /// The share of customers who find every agent busy.
    pub chance_to_wait: f64,
    /// The rate at which a waiting time ends: spare answers in a unit of time.
    pub spare: f64,
}

/// The queue of `arrivals` in a unit of time, each a mean of `handle` units of work, before `agents`.
///
/// # Panics
/// If `arrivals` or `handle` is not positive and finite.
pub fn erlang_c(arrivals: f64, handle: f64, agents: u64) -> Outlook<ErlangC> {
    assert_positive("the arrival rate", arrivals);
    assert_positive("the handle time", handle);
    let load = arrivals * handle;
    let spare = agents as f64 / handle - arrivals;
    if load >= agents as f64 {
        return Outlook::Overload { grows: (-spare).max(0.0) };
    }
    let inverse = erlang_b::inverse_blocking(load, agents);
    let utilisation = load / agents as f64;
    // B / (1 - utilisation (1 - B)), with numerator and denominator over B so that a B of 0 does no harm.
    let chance_to_wait = 1.0 / (inverse * (1.0 - utilisation) + utilisation);
    Outlook::Steady(ErlangC { arrivals, load, agents, chance_to_wait, spare })
}

impl ErlangC {
    /// The mean share of their time that agents are busy.
    pub fn occupancy(&self) -> f64 {
        self.load / self.agents as f64
    }

    /// The mean wait of all customers.
    pub fn mean_wait(&self) -> f64 {
        self.chance_to_wait / self.spare
    }

    /// The mean number who wait.
    pub fn queue_length(&self) -> f64 {
        self.arrivals * self.mean_wait()
    }

    /// The share of customers who are answered within `time`.
    pub fn answered_within(&self, time: f64) -> f64 {
        1.0 - self.waits_longer_than(time)
    }

    /// The share of customers who wait longer than `time`; exact where it is tiny.
    pub fn waits_longer_than(&self, time: f64) -> f64 {
        self.chance_to_wait * libm::exp(-self.spare * time)
    }
}

#[cfg(test)]
mod tests {
    use super::super::close;
    use super::*;

    fn steady(arrivals: f64, handle: f64, agents: u64) -> ErlangC {
        erlang_c(arrivals, handle, agents).steady().expect("the queue settles")
    }

    #[test]
    fn the_figures_of_pyworkforces_readme_are_met() {
        // 100 calls in 30 min, 3 min each, 14 agents, 20 s: computed independently.
        let queue = steady(100.0 / 30.0, 3.0, 14);
        close(queue.chance_to_wait, 0.174_131_933_595_049_8, 1e-15);
        close(queue.answered_within(20.0 / 60.0), 0.888_350_019_179_466_9, 1e-15);
        close(queue.occupancy(), 0.714_285_714_285_714_3, 1e-15);
    }

    #[test]
    fn published_waiting_chances_that_were_confirmed_are_met() {
        // C(132, 123), C(12421, 12345) and C(25, 20): computed independently.
        close(steady(123.0, 1.0, 132).chance_to_wait, 0.3211, 5e-5);
        close(steady(12_345.0, 1.0, 12_421).chance_to_wait, 0.3812, 5e-5);
        close(steady(20.0, 1.0, 25).chance_to_wait, 0.209_102_826_6, 5e-11);
    }

    #[test]
    fn the_public_value_261_of_25_agents_at_20_erlang_is_wrong() {
        // PRODYNA/exciting-algorithms says 0.261; computed independently to all digits.
        assert!((steady(20.0, 1.0, 25).chance_to_wait - 0.261).abs() > 0.05);
    }

    #[test]
    fn the_stationary_figures_of_contact_centers_mmc_are_met() {
        // 4.2 a minute, 2 min each, 12 agents, 20 s: computed independently, stationary.
        let queue = steady(4.2, 2.0, 12);
        close(queue.chance_to_wait, 0.183_888_6, 5e-8);
        close(queue.mean_wait(), 0.102_160_4, 5e-8);
        close(queue.answered_within(1.0 / 3.0), 0.899_079_8, 5e-8);
    }

    #[test]
    fn one_agent_is_m_m_1() {
        // M/M/1 at 1 against 2 by hand: waits 1/2 on average, half of all wait, 1/2 wait on average.
        let queue = steady(1.0, 0.5, 1);
        close(queue.mean_wait(), 0.5, 1e-15);
        close(queue.chance_to_wait, 0.5, 1e-15);
        close(queue.queue_length(), 0.5, 1e-15);
    }

    #[test]
    fn overload_is_an_answer_that_says_how_fast_the_queue_grows() {
        // 100 an hour against 8 agents of 10 an hour each: 20 an hour are left over.
        assert_eq!(erlang_c(100.0, 0.1, 8), Outlook::Overload { grows: 20.0 });
        assert_eq!(erlang_c(100.0, 0.1, 10), Outlook::Overload { grows: 0.0 });
        assert_eq!(erlang_c(100.0, 0.1, 0), Outlook::Overload { grows: 100.0 });
    }

    #[test]
    fn a_hundred_thousand_agents_follow_halfin_and_whitt() {
        // Halfin & Whitt 1981: with c = a + beta sqrt(a) the chance tends to 1 / (1 + beta Phi / phi),
        // 0.22336 at beta 1 (Phi 0.8413447, phi 0.2419707); corrections are of the order 1 / sqrt(a).
        let load = 99_684.272_4;
        close(steady(load, 1.0, 100_000).chance_to_wait, 0.223_36, 1e-3);
    }

    #[test]
    fn far_too_many_agents_let_nobody_wait() {
        let queue = steady(1.0, 1.0, 100_000);
        assert_eq!((queue.chance_to_wait, queue.mean_wait()), (0.0, 0.0));
    }
}

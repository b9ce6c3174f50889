//! Erlang X: Erlang A whose customers call again.
//!
//! # The model
//!
//! New customers come at rate λ₀. A share `redials.abandoned` of those who give up and a share
//! `redials.answered` of those who were answered (their question was not settled) come again, so late that
//! the second call falls into a state of the queue that has nothing to do with the first. All calls
//! together are then taken as Poisson of rate λ, every call alike, and λ is the root of
//!
//! λ = λ₀ + λ (abandoned · P(λ) + answered · (1 − P(λ))), P(λ) being Erlang A's share who give up.
//!
//! Source: Koole, "Call Center Optimization", MG Books 2013, on redials and reconnects. Close redials
//! would find the queue still busy, so where people redial at once the model is too kind.
//!
//! # One root
//!
//! λ minus the right side is λ₀ less than λ (1 − abandoned) + (abandoned − answered) · T(λ), where T is
//! the rate of answered calls, which rises with λ, by less than λ does: the whole rises, so there is one root at most.
//! There is none if everybody who gives up redials and the agents cannot answer all: then the calls
//! grow without bound.

use super::erlang_a::ErlangA;
use super::{Outlook, assert_positive, assert_share};

/// Which shares of the customers call again.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Redials {
    /// Of those who give up, 0 to 1.
    pub abandoned: f64,
    /// Of those who are answered, 0 to below 1.
    pub answered: f64,
}

/// An Erlang A queue in balance with its redials.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangX {
    /// New customers in a unit of time.
    pub new_customers: f64,
    /// The queue of all calls; its shares are of calls, not of customers.
    pub calls: ErlangA,
    redials: Redials,
}

/// The queue of `arrivals` new customers in a unit of time and their redials; see [`ErlangA::new`].
///
/// # Panics
/// If a rate or time is not positive and finite, a share is none, or everybody answered redials.
pub fn erlang_x(
    arrivals: f64,
    handle: f64,
    patience: f64,
    agents: u64,
    redials: Redials,
) -> Outlook<ErlangX> {
    assert_positive("the arrival rate", arrivals);
    assert_share("the share who redial after giving up", redials.abandoned);
    assert_share("the share who redial after an answer", redials.answered);
    assert!(redials.answered < 1.0, "if everybody answered redials, calls never end");
    let answerable = agents as f64 / handle * (1.0 - redials.answered);
    if redials.abandoned == 1.0 && arrivals >= answerable {
        return Outlook::Overload { grows: arrivals - answerable };
    }
    let queue = |rate: f64| ErlangA::new(rate, handle, patience, agents);
    let rate = root(arrivals, |rate| rate * (1.0 - redials.share(queue(rate).abandoned)));
    Outlook::Steady(ErlangX { new_customers: arrivals, calls: queue(rate), redials })
}

impl Redials {
    /// The share of calls that are followed by another, if a share `abandoned` of all gives up.
    fn share(&self, abandoned: f64) -> f64 {
        self.abandoned * abandoned + self.answered * (1.0 - abandoned)
    }
}

impl ErlangX {
    /// Calls for one new customer, 1 or more.
    pub fn calls_per_customer(&self) -> f64 {
        self.calls.arrivals / self.new_customers
    }

    /// The share of new customers whose last call was given up.
    pub fn lost_for_good(&self) -> f64 {
        self.calls_per_customer() * self.calls.abandoned * (1.0 - self.redials.abandoned)
    }
}

/// Where the rising `new_customers` reaches `target`, which it does from `target` on: rates of calls are
/// never below those of new customers.
fn root(target: f64, new_customers: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (target, target);
    while new_customers(high) < target {
        low = high;
        high *= 2.0;
    }
    // Sixty halvings leave one unit in the last place.
    for _ in 0..60 {
        let middle = low + (high - low) / 2.0;
        if new_customers(middle) < target { low = middle } else { high = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::super::close;
    use super::*;

    fn steady(arrivals: f64, agents: u64, redials: Redials) -> ErlangX {
        erlang_x(arrivals, 1.0, 2.0, agents, redials).steady().expect("the calls settle")
    }

    #[test]
    fn without_redials_it_is_erlang_a() {
        let queue = steady(48.0, 50, Redials::default());
        // A table computed independently.
        close(queue.calls.abandoned, 0.030_912_25, 6e-9);
        close(queue.calls_per_customer(), 1.0, 1e-14);
        close(queue.lost_for_good(), 0.030_912_25, 6e-9);
    }

    #[test]
    fn the_balance_is_that_found_by_plain_iteration() {
        // An independent computation: start from the new customers and add redials until nothing changes.
        let redials = Redials { abandoned: 0.6, answered: 0.1 };
        let mut rate = 45.0;
        for _ in 0..2000 {
            let abandoned = ErlangA::new(rate, 1.0, 2.0, 50).abandoned;
            rate = 45.0 + rate * (0.6 * abandoned + 0.1 * (1.0 - abandoned));
        }
        close(steady(45.0, 50, redials).calls.arrivals, rate, 1e-9);
    }

    #[test]
    fn when_only_the_answered_redial_the_calls_are_those_that_undo_erlang_a() {
        // Worked backwards: 100 calls an hour of Erlang A's table give up .03303015, so with half of the
        // answered redialling new customers are 100 - 50 (1 - .03303015) = 51.6515075.
        let queue = steady(51.651_507_5, 100, Redials { abandoned: 0.0, answered: 0.5 });
        close(queue.calls.arrivals, 100.0, 1e-5);
    }

    #[test]
    fn every_customer_ends_by_giving_up_or_with_an_answer() {
        let queue = steady(60.0, 50, Redials { abandoned: 0.7, answered: 0.05 });
        let settled = queue.calls_per_customer() * (1.0 - queue.calls.abandoned) * 0.95;
        close(settled + queue.lost_for_good(), 1.0, 1e-12);
    }

    #[test]
    fn if_all_who_give_up_redial_overload_is_an_answer() {
        // 60 new customers an hour, 50 agents with an hour each: 10 an hour too many.
        let stubborn = Redials { abandoned: 1.0, answered: 0.0 };
        assert_eq!(erlang_x(60.0, 1.0, 2.0, 50, stubborn), Outlook::Overload { grows: 10.0 });
        close(steady(49.0, 50, stubborn).lost_for_good(), 0.0, 1e-15);
    }

    #[test]
    fn it_settles_for_a_hundred_thousand_agents() {
        let queue = steady(99_000.0, 100_000, Redials { abandoned: 0.8, answered: 0.1 });
        let abandoned = queue.calls.abandoned;
        let again = queue.calls.arrivals * (0.8 * abandoned + 0.1 * (1.0 - abandoned));
        close(queue.calls.arrivals - again, 99_000.0, 1e-5);
    }
}

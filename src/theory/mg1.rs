//! M/G/1: one agent, any handle time, first come first served. A chat agent with one slot is this, with
//! a whole conversation as the handle time.
//!
//! Source: Pollaczek 1930, Khinchine 1932; e.g. Cooper 1981, section 5.8.

use super::{Outlook, assert_positive};

/// An M/G/1 queue that settles. Rates and times in one unit of the caller's choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MG1 {
    /// Customers in a unit of time.
    pub arrivals: f64,
    /// The share of its time that the agent is busy, which is also the share who wait; below 1.
    pub occupancy: f64,
    /// The mean wait of all customers.
    pub mean_wait: f64,
}

/// The queue of `arrivals` in a unit of time whose handle times have the mean `handle` and the squared
/// coefficient of variation `cv_squared` (0 constant, 1 exponential).
///
/// # Panics
/// If `arrivals` or `handle` is not positive and finite, or `cv_squared` is negative.
pub fn mg1(arrivals: f64, handle: f64, cv_squared: f64) -> Outlook<MG1> {
    assert_positive("the arrival rate", arrivals);
    assert_positive("the handle time", handle);
    assert!(cv_squared >= 0.0, "a squared coefficient of variation is not negative");
    let occupancy = arrivals * handle;
    if occupancy >= 1.0 {
        return Outlook::Overload { grows: (arrivals - 1.0 / handle).max(0.0) };
    }
    let mean_wait = handle * occupancy * (1.0 + cv_squared) / (2.0 * (1.0 - occupancy));
    Outlook::Steady(MG1 { arrivals, occupancy, mean_wait })
}

impl MG1 {
    /// The mean number who wait.
    pub fn queue_length(&self) -> f64 {
        self.arrivals * self.mean_wait
    }
}

#[cfg(test)]
mod tests {
    use super::super::close;
    use super::*;

    #[test]
    fn waits_are_those_of_the_pollaczek_khinchine_table() {
        // Mean waits in handle times for cv^2 of 0, .25, 1 and 4: computed independently.
        let table = [
            (0.5, [0.5, 0.625, 1.0, 2.5]),
            (0.8, [2.0, 2.5, 4.0, 10.0]),
            (0.9, [4.5, 5.625, 9.0, 22.5]),
            (0.95, [9.5, 11.875, 19.0, 47.5]),
        ];
        for (occupancy, waits) in table {
            for (cv_squared, wait) in [0.0, 0.25, 1.0, 4.0].into_iter().zip(waits) {
                let queue = mg1(occupancy / 3.0, 3.0, cv_squared).steady().unwrap();
                close(queue.mean_wait, 3.0 * wait, 1e-12);
                close(queue.queue_length(), occupancy * wait, 1e-12);
            }
        }
    }

    #[test]
    fn overload_is_an_answer() {
        // Three come while two can be answered.
        assert_eq!(mg1(3.0, 0.5, 1.0), Outlook::Overload { grows: 1.0 });
    }
}

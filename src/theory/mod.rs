//! Erlang and friends: closed forms and small exact computations, to check the engine against and for
//! quick answers.
//!
//! # Units
//!
//! Rates and times share one unit of the caller's choice: with arrivals per minute, handle times and
//! patience are minutes. Only [`quick`] has units of its own (seconds, per hour), because people use it.
//!
//! # Overload is an answer
//!
//! A queue that grows without bound has no long-run wait, but it does have a rate at which it grows:
//! [`Outlook`] says which of the two it is. With impatient customers there is always a steady state.
//!
//! # Wrong arguments
//!
//! The models panic on arguments that have no meaning (a negative rate); [`quick`] checks before it
//! calls them and reports every fault at once.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`quick`] | one question, one answer: what `nightdesk erlang` prints |
//! | [`erlang_b`], [`erlang_c`], [`erlang_a`], [`erlang_x`] | no waiting, endless patience, impatience, redials |
//! | [`service_level`] | how those who gave up count |
//! | [`staffing`] | the least agents that meet something |
//! | [`mg1`], [`priority`] | any handle time, one agent; classes of priority |
//! | [`jackson`], [`finite_source`], [`chat`] | limits of the chat model |
//! | [`erlang_r`] | customers who return within their case |
//! | [`markov`], [`transient`], [`mtginf`] | stationary chains, nights that change, endless agents |

pub mod chat;
pub mod erlang_a;
pub mod erlang_b;
pub mod erlang_c;
pub mod erlang_r;
pub mod erlang_x;
pub mod finite_source;
pub mod jackson;
pub mod markov;
pub mod mg1;
pub mod mtginf;
pub mod priority;
mod quadrature;
pub mod quick;
#[cfg(test)]
mod quick_tests;
pub mod service_level;
pub mod staffing;
pub mod transient;

/// What becomes of a queue in the long run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outlook<T> {
    /// It settles, and these are its figures.
    Steady(T),
    /// More comes in than can be done: it grows without bound, and in the long run nobody is answered
    /// within any time.
    Overload {
        /// By how many customers it grows in a unit of time; 0 exactly at the limit, where it grows ever
        /// more slowly but does not settle either.
        grows: f64,
    },
}

impl<T> Outlook<T> {
    /// The figures of a queue that settles.
    pub fn steady(self) -> Option<T> {
        match self {
            Outlook::Steady(figures) => Some(figures),
            Outlook::Overload { .. } => None,
        }
    }

    /// How fast an overloaded queue grows, in customers in a unit of time.
    pub fn grows(&self) -> Option<f64> {
        match self {
            Outlook::Steady(_) => None,
            Outlook::Overload { grows } => Some(*grows),
        }
    }
}

/// Panics unless `value` is a positive, finite number: the models have no meaning otherwise.
fn assert_positive(what: &str, value: f64) {
    assert!(value > 0.0 && value.is_finite(), "{what} must be positive and finite, not {value}");
}

/// Panics unless `value` lies from 0 to 1.
fn assert_share(what: &str, value: f64) {
    assert!((0.0..=1.0).contains(&value), "{what} must lie from 0 to 1, not {value}");
}

#[cfg(test)]
pub(crate) fn close(seen: f64, expected: f64, within: f64) {
    assert!((seen - expected).abs() <= within, "{seen} is not {expected} within {within}");
}

//! The discrete-event simulation of a night: no input, no output, no file formats.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `plan` | a scenario compiled flat: indices for names, microseconds for clock times |
//! | `customer` | what a case draws: channel, tier, patience, turns, reply and think times, outcome |
//! | `satisfaction` | what customers think of their cases: scores, surveys, complaints |
//! | `outlook` | what a plan expects before any night is simulated: cases, work against staff, gaps |
//! | `nights` | the same nights under several rosters |
//! | `cost` | what a night costs, by kind and by lever |
//! | `periods` | stretches of nights that are judged together, as platforms judge a month |
//! | `side_by_side` | several plans on the same nights |
//! | `tally` | what is counted, in integers, so that sums do not depend on their order |

mod agent;
pub mod bands;
mod calendar;
mod cases;
mod conversation;
pub mod cost;
pub mod customer;
mod desk;
mod duty;
mod engine;
#[cfg(test)]
pub(crate) mod example;
mod giving_up;
mod judging;
mod layout;
mod line;
pub mod nights;
mod notes;
pub mod observer;
pub mod outlook;
pub mod periods;
mod plain;
mod plain_calls;
mod plain_chats;
pub mod plan;
mod practice;
mod queue;
pub mod replications;
pub mod satisfaction;
pub mod side_by_side;
mod standing;
pub mod tally;
mod threads;
mod tournament;
mod waits;
mod work;

pub use engine::Engine;
pub use judging::verdict;

use crate::demand::Arrival;
use crate::random::Key;

/// Simulates one night of `plan` with its customers, sorted as [`crate::demand::Night`] gives them.
pub fn run_night(plan: &plan::Plan, night: Key, arrivals: &[Arrival]) -> tally::Counts {
    run_night_observed(plan, night, arrivals, &mut ())
}

/// Likewise, watched.
pub fn run_night_observed(
    plan: &plan::Plan,
    night: Key,
    arrivals: &[Arrival],
    observer: &mut impl observer::Observer,
) -> tally::Counts {
    Engine::new(plan).run(night, arrivals, observer).clone()
}

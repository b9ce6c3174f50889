//! The discrete-event simulation of a night: no input, no output, no file formats.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `plan` | a scenario compiled flat: indices for names, microseconds for clock times |
//! | `customer` | what a case draws: channel, tier, patience, turns, reply and think times, outcome |
//! | `outlook` | what a plan expects before any night is simulated: cases, work against staff, gaps |
//! | `tally` | what is counted, in integers, so that sums do not depend on their order |

pub mod customer;
#[cfg(test)]
pub(crate) mod example;
pub mod observer;
pub mod outlook;
pub mod plan;
pub mod tally;

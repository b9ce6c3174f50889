//! A night against a helpdesk: docs/replay.md.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `trace` | one simulated night, message by message, written and read back |
//! | `night` | the same by conversation and agent; `window`: the part that is replayed |
//! | `desk` | the night as it is played: customers, robots, what is put in before and read back after |
//! | `schedule` | what is due when, open loop |
//! | `goose` | the runner, and the only file that knows it |
//! | `run` | the phases of a run, one after another |
//! | `profile` | helpdesks as data; `client` does their operations, `sign` what no template can sign |
//! | `target` | where load may go |
//! | `text` | what is written, and the markers by which it is known again |
//! | `ledger`, `books` | what happens, as it happens; what it amounts to |
//! | `latency`, `measures`, `predict` | times; everything a threshold can look at; compliance, predicted and measured |
//! | `baseline` | beside an earlier replay |
//! | `feedback` | what it measured of the helpdesk, as keys of a scenario |
//! | `check` | a profile tried operation by operation; `roles`: what a role must not be able to do |
//! | `demo` | a small helpdesk of our own |

pub mod baseline;
pub mod books;
pub mod check;
pub mod client;
pub mod demo;
pub mod desk;
pub mod feedback;
mod goose;
pub mod latency;
pub mod ledger;
pub mod measures;
pub mod night;
pub mod predict;
pub mod profile;
mod roles;
pub mod run;
pub mod schedule;
mod sign;
pub mod target;
pub mod text;
pub mod trace;
pub mod window;

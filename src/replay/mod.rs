//! x
pub mod demo;
pub mod profile;
pub mod trace;
pub mod night;
pub mod text;
pub mod ledger;
pub mod books;
pub mod schedule;
pub mod client;
pub mod sign;
pub mod target;
pub mod desk;
mod goose;
pub mod run;
pub mod latency;
pub mod measures;
pub mod predict;

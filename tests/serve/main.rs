//! `nightdesk serve`, asked as a browser asks, and as nobody should.

#[path = "../command/mod.rs"]
mod command;

mod limits;
mod nonsense;
mod planner;
mod server;

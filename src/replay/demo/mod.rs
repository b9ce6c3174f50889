//! A small helpdesk of our own, on loopback: what a replay runs against unless told otherwise, and
//! `nightdesk demo-helpdesk`.
//!
//! It keeps its conversations in memory and can be told to misbehave ([`faults`]), so that what a replay
//! finds can be held against what really went wrong.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `store` | conversations, and who may do what with them |
//! | `faults` | what it does wrong, how often, and how often it did |
//! | `server` | the HTTP interface |

pub mod faults;
mod server;
mod store;

pub use server::{Server, serve};

/// Its profile, as any other helpdesk has one.
pub const PROFILE: &str = include_str!("../../../scenarios/helpdesks/demo.toml");
/// What messages about that profile call it.
pub const PROFILE_NAME: &str = "scenarios/helpdesks/demo.toml";

/// Accounts of each role: as many as anybody asks for.
pub fn account(role: &str, number: usize) -> (String, String) {
    (format!("DEMO_{}_TOKEN_{number}", role.to_uppercase()), format!("{role}-{number}"))
}

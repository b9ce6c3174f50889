//! The header and the lines of a trace.

use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io;

/// The first line of a trace.
#[derive(Clone, Debug, Serialize)]
pub struct Header<'a> {
    /// The version of this format: 1.
    pub nightdesk_trace: u32,
    /// The scenario's title.
    pub scenario: &'a str,
    /// What all draws are keyed by.
    pub seed: u64,
    /// Which night of the seed, from 0.
    pub replication: u64,
    /// Civil time of the opening, from which `at_us` counts.
    pub opens: String,
    /// Of all clock times.
    pub time_zone: String,
    /// The whole scenario after levers and `--set`.
    pub resolved: &'a serde_json::Value,
}

impl<'a> Header<'a> {
    /// The header of a night of `scenario`.
    pub fn new(
        scenario: &'a Scenario,
        resolved: &'a serde_json::Value,
        seed: u64,
        replication: u64,
    ) -> Header<'a> {
        Header {
            nightdesk_trace: 1,
            scenario: &scenario.title,
            seed,
            replication,
            opens: scenario.opens.to_string(),
            time_zone: scenario.time_zone.iana_name().unwrap_or("UTC").to_owned(),
            resolved,
        }
    }
}

/// A line of a trace; what does not apply to an event is none (`null`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Microseconds from the opening.
    pub at_us: i64,
    /// What happens.
    pub event: Cow<'static, str>,
    /// The source and the case's number in it.
    pub case: Option<String>,
    /// Number within the case.
    pub conversation: Option<u32>,
    /// Number within the conversation.
    pub turn: Option<u32>,
    /// Its name.
    pub channel: Option<String>,
    /// Its name.
    pub inquiry: Option<String>,
    /// Its name.
    pub tier: Option<String>,
    /// The agent's.
    pub team: Option<String>,
    /// `team/shift/number`, or `team/number` of a level.
    pub agent: Option<String>,
    /// Of `replied`: false if the customer had given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<bool>,
    /// Of `bot`: true if that is the end of the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settles: Option<bool>,
    /// Of `waits_for`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// Of `waits_for`: when the party answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_us: Option<i64>,
    /// Of the first event of a conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draws: Option<Draws>,
}

/// What a customer has drawn for a conversation; none of a time that never comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draws {
    /// For the first reply.
    pub patience_us: Option<i64>,
    /// For the replies to the later messages.
    pub patience_later_us: Vec<Option<i64>>,
    /// Messages.
    pub turns: u32,
    /// For each message, at speed 1.
    pub reply_us: Vec<i64>,
    /// From each reply but the last to the next message.
    pub think_us: Vec<i64>,
    /// After the last reply.
    pub wrap_up_us: i64,
}

/// Writes a trace as JSON Lines.
///
/// # Errors
/// Those of `out`.
pub fn write(header: &Header<'_>, lines: &[Line], out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, header)?;
    writeln!(out)?;
    for line in lines {
        serde_json::to_writer(&mut *out, line)?;
        writeln!(out)?;
    }
    Ok(())
}

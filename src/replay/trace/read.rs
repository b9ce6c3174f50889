//! Reads a trace back: its header, the scenario in it, and its events.

use super::Line;
use crate::scenario::{Loaded, Problems, Request, load_text_with};
use serde::Deserialize;

/// The first line of a trace, read back.
#[derive(Clone, Debug, Deserialize)]
pub struct ReadHeader {
    /// The version of the format.
    pub nightdesk_trace: u32,
    /// The scenario's title.
    pub scenario: String,
    /// What all draws are keyed by.
    pub seed: u64,
    /// Which night of the seed.
    pub replication: u64,
    /// The whole scenario.
    pub resolved: serde_json::Value,
}

/// Why a trace cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    /// A line is none of a trace.
    #[error("line {0}: {1}")]
    Line(usize, String),
    /// The scenario in it has problems.
    #[error("the scenario in the trace has problems")]
    Scenario(Box<Problems>),
}

/// True if a text is a trace rather than a scenario.
pub fn is_trace(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Reads a trace.
///
/// # Errors
/// The first line that is none, or what is wrong with the scenario.
pub fn read(
    name: &str,
    text: &str,
    data: Option<&std::path::Path>,
) -> Result<(ReadHeader, Loaded, Vec<Line>), TraceError> {
    let mut lines = text.lines().enumerate();
    let (_, first) = lines.next().ok_or_else(|| TraceError::Line(1, "the file is empty".to_owned()))?;
    let header: ReadHeader =
        serde_json::from_str(first).map_err(|error| TraceError::Line(1, format!("no header: {error}")))?;
    if header.nightdesk_trace != 1 {
        let message = format!("a trace of version {}; this program reads version 1", header.nightdesk_trace);
        return Err(TraceError::Line(1, message));
    }
    let scenario = toml::to_string(&header.resolved)
        .map_err(|error| TraceError::Line(1, format!("`resolved` is no scenario: {error}")))?;
    let request = Request { path: name, data, ..Request::default() };
    let loaded = load_text_with(&scenario, &request).map_err(|it| TraceError::Scenario(Box::new(it)))?;
    let events = lines.filter(|(_, line)| !line.trim().is_empty()).map(|(number, line)| {
        serde_json::from_str(line).map_err(|error| TraceError::Line(number + 1, error.to_string()))
    });
    let events: Vec<Line> = events.collect::<Result<_, _>>()?;
    Ok((header, loaded, events))
}

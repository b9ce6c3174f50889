//! Reads a trace back: its header, the scenario in it, and its events.

use super::line::{Draws, Line};
use crate::scenario::{Loaded, Problems, Request, load_text_with};
use serde::Deserialize;

/// No time of a trace is farther from the opening, in µs.
const LONGEST_US: i64 = 400 * 86_400 * 1_000_000;

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
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
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
    // Editors of some systems begin a file with a mark.
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
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
    let mut events: Vec<Line> = Vec::new();
    for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let event = event_of(line, events.last()).map_err(|error| TraceError::Line(number + 1, error))?;
        events.push(event);
    }
    Ok((header, loaded, events))
}

/// The event of a line, if it can stand after `before`.
fn event_of(text: &str, before: Option<&Line>) -> Result<Line, String> {
    let line: Line = serde_json::from_str(text).map_err(|error| error.to_string())?;
    for (name, number) in [("conversation", line.conversation), ("turn", line.turn)] {
        if number == Some(0) {
            return Err(format!("`{name}` is 0; the first is 1"));
        }
    }
    if !(-LONGEST_US..=LONGEST_US).contains(&line.at_us) {
        return Err(format!("`at_us` is {}; expected µs from the opening, at most 400 days", line.at_us));
    }
    if before.is_some_and(|before| before.at_us > line.at_us) {
        return Err(format!("`at_us` is {}, before that of the line before it: sort the events", line.at_us));
    }
    match &line.draws {
        Some(draws) => check_draws(draws).map(|()| line),
        None => Ok(line),
    }
}

fn check_draws(draws: &Draws) -> Result<(), String> {
    let patience = draws.patience_us.iter().chain(draws.patience_later_us.iter().flatten());
    for (name, spans) in [
        ("patience_us", patience.copied().collect()),
        ("reply_us", draws.reply_us.clone()),
        ("think_us", draws.think_us.clone()),
        ("wrap_up_us", vec![draws.wrap_up_us]),
    ] {
        let spans: Vec<i64> = spans;
        if let Some(wrong) = spans.iter().find(|span| !(0..=LONGEST_US).contains(*span)) {
            return Err(format!("`{name}` of `draws` is {wrong}; expected 0 µs to 400 days"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str, before: Option<&Line>) -> String {
        event_of(text, before).unwrap_err()
    }

    #[test]
    fn a_line_that_cannot_be_is_refused_by_its_key() {
        let line = |of: &str| format!(r#"{{"at_us":5,"event":"arrives","conversation":1,"turn":1{of}}}"#);
        assert!(event_of(&line(""), None).is_ok());
        assert!(event_of(&line(""), event_of(&line(""), None).ok().as_ref()).is_ok());
        let draws = |reply: i64| {
            line(&format!(
                r#","draws":{{"patience_us":null,"patience_later_us":[null],"turns":1,"reply_us":[{reply}],"think_us":[],"wrap_up_us":0}}"#
            ))
        };
        assert!(event_of(&draws(1), None).is_ok());
        assert!(refused(&draws(-1), None).contains("`reply_us` of `draws` is -1"));
        assert!(refused(&line("").replace("\"turn\":1", "\"turn\":0"), None).contains("`turn` is 0"));
        let never = line("").replace("\"at_us\":5", "\"at_us\":99999999999999999");
        assert!(refused(&never, None).contains("`at_us` is 99999999999999999"));
        let later = event_of(&line("").replace("\"at_us\":5", "\"at_us\":6"), None).unwrap();
        assert!(refused(&line(""), Some(&later)).contains("sort the events"));
    }
}

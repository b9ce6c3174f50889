//! Durations on the command line, written as in a scenario: `20s`, `3min`, `1h 30min`.

use crate::scenario::parse_duration;
use crate::units::Span;

/// A duration above 0.
///
/// # Errors
/// If `text` is none.
pub fn parse(text: &str) -> Result<Span, String> {
    let span = parse_duration(text)?;
    if span > Span::ZERO { Ok(span) } else { Err("expected a time above 0".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_needs_a_unit_and_is_above_nothing() {
        assert_eq!(parse("90s"), Ok(Span::from_whole_seconds(90)));
        assert_eq!(parse("1h 30min"), Ok(Span::from_whole_seconds(5400)));
        for wrong in ["90", "0s", "-3s", "soon"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}

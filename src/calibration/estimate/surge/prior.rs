//! What is held of surges before any was seen.
//!
//! No log of the evening of a shop's livestream is public, so the middle is an assumption, said to be one, and the
//! spread is wide: what was seen of four or five streams overrules it. Whoever knows better says so
//! (`--prior`).

use crate::scenario::parse_duration;
use serde::Serialize;

/// A positive number known to within a factor.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Guess {
    /// Half of the belief is below.
    pub value: f64,
    /// Two thirds of the belief lie between `value / factor` and `value * factor`: a lognormal law.
    pub factor: f64,
}

/// What is held beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Prior {
    /// Cases for each order.
    pub share: Guess,
    /// Mean time from the stream's end to the first message, s.
    pub delay_s: Guess,
    /// Scale of how much volumes differ from stream to stream (half-normal law of the coefficient of variation).
    pub forecast_cv: f64,
    /// The same of the pace.
    pub delay_cv: f64,
}

impl Default for Prior {
    fn default() -> Prior {
        Prior {
            share: Guess { value: 0.05, factor: 3.0 },
            delay_s: Guess { value: 35.0 * 60.0, factor: 2.0 },
            forecast_cv: 0.3,
            delay_cv: 0.2,
        }
    }
}

/// What `--prior` may say.
const EXPECTED: &str = "expected share=0.05*3, delay=35min*2 (a value and the factor it is known to), forecast_cv=0.3 or delay_cv=0.2";

impl Prior {
    /// Changes one thing: `share=0.08*1.5`.
    ///
    /// # Errors
    /// If it is none of the four, or its value is impossible; the text says what was expected.
    pub fn set(&mut self, argument: &str) -> Result<(), String> {
        let wrong = || format!("`{argument}` is no prior; {EXPECTED}");
        let (key, value) = argument.split_once('=').ok_or_else(wrong)?;
        let positive = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite() && *n > 0.0);
        let guess = |read: &dyn Fn(&str) -> Option<f64>| {
            let (value, factor) = value.split_once('*')?;
            let factor = positive(factor).filter(|factor| (1.01..=20.0).contains(factor))?;
            Some(Guess { value: read(value.trim())?, factor })
        };
        match key.trim() {
            "share" => self.share = guess(&positive).ok_or_else(wrong)?,
            "delay" => {
                let seconds =
                    |text: &str| parse_duration(text).ok().map(|span| span.seconds()).filter(|s| *s > 0.0);
                self.delay_s = guess(&seconds).ok_or_else(wrong)?;
            }
            "forecast_cv" => self.forecast_cv = positive(value).filter(|cv| *cv <= 1.0).ok_or_else(wrong)?,
            "delay_cv" => self.delay_cv = positive(value).filter(|cv| *cv <= 1.0).ok_or_else(wrong)?,
            _ => return Err(wrong()),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prior_is_a_value_and_the_factor_it_is_known_to() {
        let mut prior = Prior::default();
        prior.set("share=0.08*1.5").unwrap();
        prior.set("delay = 50min * 1.2").unwrap();
        prior.set("forecast_cv=0.1").unwrap();
        assert_eq!(prior.share, Guess { value: 0.08, factor: 1.5 });
        assert_eq!(prior.delay_s, Guess { value: 3000.0, factor: 1.2 });
        assert_eq!((prior.forecast_cv, prior.delay_cv), (0.1, 0.2));
        for wrong in
            ["share", "share=0.08", "share=-1*2", "share=0.1*0.5", "delay=3*2x", "pace=1", "delay_cv=0"]
        {
            let text = prior.set(wrong).unwrap_err();
            assert!(text.contains(wrong) && text.contains("expected share=0.05*3"), "{text}");
        }
    }
}

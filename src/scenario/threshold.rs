//! What fails a replay: `[replay] fail_if` and `--fail-if`, one grammar.
//!
//! ```text
//! threshold  = measure, comparison, limit          such as  post_message.p99 > 800ms
//! comparison = ">" | ">=" | "<" | "<="
//! measure    = operation "." statistic             from when the call was due to the end of its answer
//!            | operation ".service." statistic     from when it was sent
//!            | "visible." statistic                from the answer until the other side could read it
//!            | "lag." statistic                    how late we were ourselves
//!            | "recovery"                          from the end of the peak until replies are quick again
//!            | "error_rate" | "throttle_rate"      share of all calls
//!            | "compliance." target                as measured
//!            | one of the ledger's counts          lost, answered_twice, …
//! statistic  = "mean" | "p50" | "p90" | "p95" | "p99" | "p99.9" | "max"
//! limit      = a duration, a share such as 1% or 0.01, or a number
//! ```

use super::diagnostics::did_you_mean;
use super::parse_duration;

/// What is done to a helpdesk, by whom it is done: first the customer's, then the agent's.
pub const OPERATIONS: [&str; 10] = [
    "open_conversation",
    "post_message",
    "fetch_messages",
    "rate",
    "list_queue",
    "take",
    "read_messages",
    "post_reply",
    "resolve",
    "remove",
];

/// The classes of the ledger: every planned message ends in exactly one.
pub const CLASSES: [&str; 8] =
    ["answered", "unanswered", "lost", "refused", "failed", "throttled", "unsent", "never_due"];

/// What reading back finds, beside the classes.
pub const FINDINGS: [&str; 9] = [
    "duplicated",
    "answered_twice",
    "taken_twice",
    "out_of_order",
    "leaked",
    "replies_lost",
    "takes_ignored",
    "resolves_ignored",
    "role_violations",
];

/// A condition under which a replay has failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// As it was written.
    pub text: String,
    /// What is looked at.
    pub measure: Measure,
    /// How.
    pub comparison: Comparison,
    /// Seconds, a share or a count, as the measure is.
    pub limit: f64,
}

/// What a threshold looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// From when a call of an operation was due until its answer.
    Response(&'static str, Statistic),
    /// From when it was sent.
    Service(&'static str, Statistic),
    /// From the answer until the other side could read the message.
    Visible(Statistic),
    /// How late we were ourselves.
    Lag(Statistic),
    /// From the end of the peak until replies are quick again.
    Recovery,
    /// Failed calls of all calls.
    ErrorRate,
    /// Throttled calls of all calls.
    ThrottleRate,
    /// Of a target, as measured.
    Compliance(String),
    /// A class of the ledger, or what reading back found.
    Count(&'static str),
}

/// Which figure of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// The mean.
    Mean,
    /// The value that so many of a thousand do not exceed.
    PerMille(u16),
    /// The largest.
    Max,
}

/// How a measure is held against a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Greater than.
    Above,
    /// At least.
    AtLeast,
    /// Less than.
    Below,
    /// At most.
    AtMost,
}

/// What a measure is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Limits are durations.
    Seconds,
    /// Limits are shares.
    Share,
    /// Limits are numbers.
    Count,
}

const COMPARISONS: [(&str, Comparison); 4] = [
    (">", Comparison::Above),
    (">=", Comparison::AtLeast),
    ("<", Comparison::Below),
    ("<=", Comparison::AtMost),
];

const STATISTICS: [(&str, Statistic); 7] = [
    ("mean", Statistic::Mean),
    ("p50", Statistic::PerMille(500)),
    ("p90", Statistic::PerMille(900)),
    ("p95", Statistic::PerMille(950)),
    ("p99", Statistic::PerMille(990)),
    ("p99.9", Statistic::PerMille(999)),
    ("max", Statistic::Max),
];

impl Threshold {
    /// Reads `"post_message.p99 > 800ms"`.
    ///
    /// # Errors
    /// What is wrong, and what was meant.
    pub fn parse(text: &str) -> Result<Threshold, String> {
        let form = "expected measure, comparison, limit";
        let words: Vec<&str> = text.split_whitespace().collect();
        let [measure, comparison, limit] = words[..] else { return Err(form.to_owned()) };
        let Some((_, comparison)) = COMPARISONS.iter().find(|(sign, _)| *sign == comparison) else {
            return Err(format!("`{comparison}` is no comparison: expected >, >=, < or <="));
        };
        let measure = Measure::parse(measure)?;
        let limit = measure.unit().limit(limit)?;
        Ok(Threshold { text: words.join(" "), measure, comparison: *comparison, limit })
    }

    /// True if the measured value is what must not be.
    pub fn is_crossed_by(&self, value: f64) -> bool {
        match self.comparison {
            Comparison::Above => value > self.limit,
            Comparison::AtLeast => value >= self.limit,
            Comparison::Below => value < self.limit,
            Comparison::AtMost => value <= self.limit,
        }
    }
}

impl Measure {
    fn parse(text: &str) -> Result<Measure, String> {
        if let Some((_, simple)) = simple_measures().into_iter().find(|(name, _)| *name == text) {
            return Ok(simple);
        }
        let Some((head, rest)) = text.split_once('.') else { return Err(unknown(text)) };
        match head {
            "compliance" => Ok(Measure::Compliance(rest.to_owned())),
            "visible" => Ok(Measure::Visible(Statistic::parse(rest)?)),
            "lag" => Ok(Measure::Lag(Statistic::parse(rest)?)),
            _ => {
                let known = OPERATIONS.iter().find(|operation| **operation == head);
                let operation = known.ok_or_else(|| unknown(head))?;
                match rest.strip_prefix("service.") {
                    Some(rest) => Ok(Measure::Service(operation, Statistic::parse(rest)?)),
                    None => Ok(Measure::Response(operation, Statistic::parse(rest)?)),
                }
            }
        }
    }

    /// What it is counted in.
    pub fn unit(&self) -> Unit {
        match self {
            Measure::Response(..) | Measure::Service(..) | Measure::Visible(_) | Measure::Lag(_) => {
                Unit::Seconds
            }
            Measure::Recovery => Unit::Seconds,
            Measure::ErrorRate | Measure::ThrottleRate | Measure::Compliance(_) => Unit::Share,
            Measure::Count(_) => Unit::Count,
        }
    }
}

fn simple_measures() -> Vec<(&'static str, Measure)> {
    let counts = CLASSES.into_iter().chain(FINDINGS).map(|name| (name, Measure::Count(name)));
    let others = [
        ("recovery", Measure::Recovery),
        ("error_rate", Measure::ErrorRate),
        ("throttle_rate", Measure::ThrottleRate),
    ];
    counts.chain(others).collect()
}

fn unknown(word: &str) -> String {
    let simple = simple_measures();
    let known =
        simple.iter().map(|(name, _)| *name).chain(OPERATIONS).chain(["visible", "lag", "compliance"]);
    let help = did_you_mean(word, known).unwrap_or_else(|| "e.g. post_message.p99, lost, error_rate".into());
    format!("`{word}` is nothing that is measured: {help}")
}

impl Statistic {
    fn parse(text: &str) -> Result<Statistic, String> {
        let found = STATISTICS.iter().find(|(name, _)| *name == text).map(|(_, statistic)| *statistic);
        found.ok_or_else(|| {
            format!("`{text}` is no statistic: expected mean, p50, p90, p95, p99, p99.9 or max")
        })
    }
}

impl Unit {
    fn limit(self, text: &str) -> Result<f64, String> {
        match self {
            Unit::Seconds => match parse_duration(text) {
                Ok(span) => Ok(span.seconds()),
                Err(_) => Err(format!("`{text}` is no duration: expected a limit such as 800ms or 2s")),
            },
            Unit::Share => {
                let (number, scale) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
                let share = number.parse::<f64>().ok().map(|number| number / scale);
                share
                    .filter(|share| (0.0..=1.0).contains(share))
                    .ok_or_else(|| format!("`{text}` is no share: expected a limit such as 1% or 0.01"))
            }
            Unit::Count => text
                .parse::<f64>()
                .ok()
                .filter(|count| count.is_finite() && *count >= 0.0)
                .ok_or_else(|| format!("`{text}` is no number: expected a limit such as 0")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_grammar_is_read() {
        let read = |text| Threshold::parse(text).unwrap();
        let p99 = read("post_message.p99 > 800ms");
        assert_eq!(p99.measure, Measure::Response("post_message", Statistic::PerMille(990)));
        assert_eq!((p99.comparison, p99.limit), (Comparison::Above, 0.8));
        assert_eq!(
            read("take.service.p99.9 >= 2s").measure,
            Measure::Service("take", Statistic::PerMille(999))
        );
        assert_eq!(read("lost  >  0").text, "lost > 0");
        assert_eq!(read("error_rate > 1%").limit, 0.01);
        assert_eq!(read("compliance.platform < 0.95").measure, Measure::Compliance("platform".to_owned()));
        assert_eq!(read("recovery > 2min").limit, 120.0);
        assert_eq!(read("lag.max > 50ms").measure, Measure::Lag(Statistic::Max));
    }

    #[test]
    fn what_is_wrong_is_said_with_what_was_meant() {
        let wrong = |text| Threshold::parse(text).unwrap_err();
        assert!(wrong("lots > 0").contains("did you mean `lost`?"), "{}", wrong("lots > 0"));
        assert!(wrong("post_mesage.p99 > 1s").contains("did you mean `post_message`?"));
        assert!(wrong("take.p42 > 1s").contains("p99.9"));
        assert!(wrong("take.p99 > 5").contains("no duration"));
        assert!(wrong("error_rate > 3").contains("no share"));
        assert!(wrong("lost > 1s").contains("no number"));
        assert!(wrong("lost = 0").contains("no comparison"));
        assert!(wrong("lost>0").contains("expected measure"));
    }

    #[test]
    fn a_limit_itself_is_crossed_only_if_it_says_so() {
        let crossed = |text: &str, value| Threshold::parse(text).unwrap().is_crossed_by(value);
        assert!(!crossed("lost > 3", 3.0) && crossed("lost >= 3", 3.0));
        assert!(!crossed("answered < 3", 3.0) && crossed("answered <= 3", 3.0));
    }
}

//! Scenario texts of the classical desks.

/// The first hours of a day, in which a desk that opens empty settles: hundreds of handle times.
pub const SETTLED: &str = "02:00-24:00";
/// The same, in seconds from the opening.
pub const SETTLED_FROM: f64 = 7200.0;
/// The hours that are left.
pub const SETTLED_HOURS: f64 = 22.0;

/// A day of a desk with one kind of call and one team staffed by level.
pub struct Phone<'a> {
    /// Calls an hour.
    pub rate: f64,
    /// A distribution.
    pub reply: &'a str,
    /// A distribution.
    pub patience: &'a str,
    /// On duty all day.
    pub agents: u32,
}

impl Phone<'_> {
    /// The scenario, `more` tables at its end.
    pub fn text(&self, more: &str) -> String {
        let Phone { rate, reply, patience, agents } = self;
        format!(
            r#"{DAY}
            [inquiry.call]
            baseline = {{ steps = {{ "00:00" = {rate} }} }}
            channels = {{ phone = 1.0 }}
            reply = {reply}
            patience = {patience}
            [channel.phone]
            kind = "phone"
            [team.desk]
            skills = "*"
            on_duty = {{ steps = {{ "00:00" = {agents} }} }}
            {more}"#
        )
    }
}

/// Midnight to midnight.
pub const DAY: &str = r#"
            time_zone = "UTC"
            opens = 2026-01-05T00:00:00
            closes = 2026-01-06T00:00:00
            interval = "1h"
"#;

/// A target on calls that come once the desk has settled.
pub fn answer(name: &str, within: &str, abandoned: &str) -> String {
    target(name, "answer", within, abandoned)
}

/// A target on what comes once the desk has settled.
pub fn target(name: &str, measure: &str, within: &str, abandoned: &str) -> String {
    format!(
        r#"
            [target.{name}]
            measure = "{measure}"
            within = "{within}"
            at_least = 0.8
            abandoned = "{abandoned}"
            hours = "{SETTLED}"
"#
    )
}

/// An exponential of a mean of so many seconds.
pub fn exponential(seconds: f64) -> String {
    format!("{{ exponential = {{ mean = \"{seconds}s\" }} }}")
}

/// A gamma of a mean of so many seconds.
pub fn gamma(seconds: f64, cv: f64) -> String {
    format!("{{ gamma = {{ mean = \"{seconds}s\", cv = {cv} }} }}")
}

//! The scenario that a log gives: complete, and each figure with where it comes from.

mod inquiry;
mod laws;
mod surge;
mod team;

use super::estimate::opening::{Opening, weekday};
use super::estimate::whole::{ChannelEstimate, Estimates};
use super::log::times::{date_of, midnight, to_civil};
use inquiry::write_inquiry;
use std::fmt::Write as _;
use surge::write_stream;
use team::{teams, write_team};

/// Weekdays as a reader has them.
const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Writes the scenario for the opening on `day` (days since 1970).
pub fn scenario(estimates: &Estimates, opening: &Opening, day: i32) -> String {
    let mut out = String::new();
    head(estimates, opening, day, &mut out);
    if let Some(surge) = &estimates.surge {
        write_stream(surge, &mut out);
    }
    for channel in &estimates.channels {
        let _ = writeln!(out, "\n[channel.{}]", channel.name);
        title(&channel.title, &mut out);
        let _ = writeln!(out, "kind = \"{}\"", channel.kind);
    }
    tiers(estimates, &mut out);
    targets(&estimates.channels, &mut out);
    for inquiry in estimates.inquiries.iter().filter(|inquiry| inquiry.cases > 0) {
        write_inquiry(estimates, inquiry, opening, day, &mut out);
    }
    for team in teams(estimates) {
        write_team(estimates, &team, opening, day, &mut out);
    }
    out
}

fn head(estimates: &Estimates, opening: &Opening, day: i32, out: &mut String) {
    let name = NAMES[weekday(day)];
    let at = |clock: i64| to_civil(midnight(date_of(day)) + clock).strftime("%Y-%m-%dT%H:%M:%S").to_string();
    let logs: Vec<&str> = estimates.logs.iter().map(|log| log.name.as_str()).collect();
    let _ = writeln!(
        out,
        "# Calibrated by nightdesk {} from {}:\n# {} cases on {} days, {} to {}. How well each figure is known \
         stands in the fit report.\n# It is a usual {name}: change `opens` and `closes` and the baselines for \
         another, or run calibrate --date.\n",
        env!("CARGO_PKG_VERSION"),
        logs.join(", "),
        estimates.cases,
        estimates.days,
        estimates.from,
        estimates.to
    );
    let _ = writeln!(out, "title     = \"A usual {name}\"");
    let _ = writeln!(out, "time_zone = \"{}\"", estimates.time_zone);
    let found = if estimates.opening_inferred { "found in the log" } else { "as said" };
    let _ = writeln!(
        out,
        "opens     = {}      # opening hours {}, {found}",
        at(opening.from),
        estimates.open_hours
    );
    let _ = writeln!(out, "closes    = {}", at(opening.to));
    let _ = writeln!(out, "interval  = \"30min\"");
    if let Some(swing) = &estimates.swing {
        let correlation = swing
            .correlation_within_day
            .map_or("unknown".to_owned(), |correlation| format!("{correlation:.2}"));
        let _ = writeln!(
            out,
            "# Days differ by this much beyond chance ({} days; 95 %: {:.3} to {:.3}). A day that begins busy goes on \
             so:\n# correlation of its halves {correlation}; the factor below takes it as 1.",
            swing.days, swing.day_cv.low, swing.day_cv.high
        );
        let _ = writeln!(out, "busyness_cv = {:.3}", swing.day_cv.value);
    }
}

fn title(text: &str, out: &mut String) {
    if !text.is_empty() {
        let _ = writeln!(out, "title = {}", quoted(text));
    }
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn tiers(estimates: &Estimates, out: &mut String) {
    for tier in estimates.tiers.iter().filter(|tier| !tier.regular) {
        let _ = writeln!(out, "\n[tier.{}]", tier.name);
        title(&tier.title, out);
        match &tier.head_start {
            Some(found) if found.first => {
                let _ = writeln!(out, "# Served first in {} pairs of waiting customers.", found.pairs);
                let _ = writeln!(out, "first = true");
            }
            Some(found) if found.head_start_s > 0.0 => {
                let _ = writeln!(
                    out,
                    "# From the order in which {} pairs of waiting customers were served; nearly as good: {} to {} s.",
                    found.pairs, found.from_s, found.to_s
                );
                let _ = writeln!(out, "head_start = \"{}s\"", found.head_start_s);
            }
            _ => {
                let _ = writeln!(out, "# No place before others is seen in the order of service.");
            }
        }
    }
}

fn targets(channels: &[ChannelEstimate], out: &mut String) {
    for kind in ["phone", "chat", "message"] {
        let of: Vec<String> =
            channels.iter().filter(|one| one.kind == kind).map(|one| quoted(&one.name)).collect();
        if of.is_empty() {
            continue;
        }
        let (measure, within) = match kind {
            "phone" => ("answer", "20s"),
            "chat" => ("first_reply", "3min"),
            _ => ("first_reply", "2h"),
        };
        let _ = writeln!(out, "\n# ASSUMPTION: a usual promise; put yours here.\n[target.{kind}]");
        let _ = writeln!(out, "measure   = \"{measure}\"\nwithin    = \"{within}\"\nat_least  = 0.8");
        let _ = writeln!(out, "abandoned = \"missed\"\nchannels  = [{}]", of.join(", "));
    }
}

/// The first open day after the last one learnt from.
pub fn next_open_day(opening: &Opening, last: i32) -> i32 {
    (last + 1..last + 8).find(|day| opening.holds(*day)).unwrap_or(last + 1)
}

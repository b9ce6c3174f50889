//! The scenario that a log gives: complete, and each figure with where it comes from.

use super::estimate::durations::Durations;
use super::estimate::opening::{Opening, weekday};
use super::estimate::patience::Patience;
use super::estimate::surge::SurgeEstimate;
use super::estimate::whole::{ChannelEstimate, Estimates, InquiryEstimate, TeamEstimate, clock_text};
use super::log::times::{date_of, midnight, to_civil};
use std::fmt::Write as _;

/// A handle time where the log has none: marked as an assumption.
const ASSUMED_REPLY: &str = "\"3min\"";

/// Times that differ by less are all the same.
const NO_SPREAD: f64 = 0.005;
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

fn write_inquiry(
    estimates: &Estimates,
    inquiry: &InquiryEstimate,
    opening: &Opening,
    day: i32,
    out: &mut String,
) {
    let _ = writeln!(out, "\n[inquiry.{}]", inquiry.name);
    title(&inquiry.title, out);
    let _ = writeln!(out, "# {} cases, {:.1} an open day.", inquiry.cases, inquiry.cases_a_day);
    let _ = writeln!(out, "channels = {{ {} }}", shares(&channels_of(estimates, inquiry)));
    write_tiers(estimates, inquiry, out);
    match &inquiry.handle {
        Some(handle) if handle.mean_s.value > 0.0 => {
            let _ = writeln!(
                out,
                "# {} times: mean {:.1} s (95 %: {:.1} to {}), half under {:.1} s. {}",
                handle.observations,
                handle.mean_s.value,
                handle.mean_s.low,
                bound(handle.mean_s.high),
                handle.median_s,
                why(handle)
            );
            let _ = writeln!(out, "reply = {}", durations(handle));
        }
        _ => {
            let _ = writeln!(out, "# ASSUMPTION: the log does not say how long agents work on a case.");
            let _ = writeln!(out, "reply = {ASSUMED_REPLY}");
        }
    }
    if let Some(turns) = &inquiry.turns {
        let _ = writeln!(
            out,
            "# {} conversations: mean {:.2} (95 %: {:.2} to {:.2}).",
            turns.observations, turns.mean.value, turns.mean.low, turns.mean.high
        );
        if turns.mean.value > 1.0 && is_written(estimates) {
            let _ = writeln!(out, "turns = {}", turns_text(turns));
        }
    }
    if let Some(think) = inquiry.think.as_ref().filter(|_| is_written(estimates)) {
        let _ =
            writeln!(out, "# {} times from a reply to the next message. {}", think.observations, why(think));
        let _ = writeln!(out, "think = {}", durations(think));
    }
    let own = inquiry.patience.as_ref();
    if let Some(patience) = own.or(estimates.patience_of_all.as_ref()) {
        write_patience(patience, own.is_some(), out);
    }
    if let Some(wrap_up) = &estimates.wrap_up {
        let _ = writeln!(
            out,
            "# {} gaps between an agent's cases while a customer waited, up to {:.0} s (Kaplan-Meier): mean {:.1} s.",
            wrap_up.observed, wrap_up.longest_s, wrap_up.mean_s
        );
        let _ = writeln!(out, "wrap_up = {}", empirical(&wrap_up.values));
    }
    write_retry(estimates, out);
    if let Some(surge) = &estimates.surge {
        write_surge(surge, &inquiry.name, out);
    }
    baseline(estimates, inquiry, opening, day, out);
}

fn is_written(estimates: &Estimates) -> bool {
    estimates.channels.iter().all(|channel| channel.kind != "phone")
}

fn channels_of(estimates: &Estimates, inquiry: &InquiryEstimate) -> Vec<(String, f64)> {
    if inquiry.channels.is_empty() {
        let name = estimates.channels.first().map_or("phone".to_owned(), |channel| channel.name.clone());
        return vec![(name, 1.0)];
    }
    inquiry.channels.clone()
}

/// Shares that sum to 1 as written: the largest takes what rounding leaves.
fn shares(list: &[(String, f64)]) -> String {
    let mut rounded: Vec<(String, i64)> =
        list.iter().map(|(name, share)| (name.clone(), (share * 1000.0).round() as i64)).collect();
    let rest = 1000 - rounded.iter().map(|(_, share)| share).sum::<i64>();
    if let Some(largest) = rounded.iter_mut().max_by_key(|(_, share)| *share) {
        largest.1 += rest;
    }
    let each = rounded.iter().filter(|(_, share)| *share > 0);
    each.map(|(name, share)| format!("{name} = {}", *share as f64 / 1000.0)).collect::<Vec<_>>().join(", ")
}

fn write_tiers(estimates: &Estimates, inquiry: &InquiryEstimate, out: &mut String) {
    let regular = estimates.tiers.iter().find(|tier| tier.regular).map(|tier| tier.name.as_str());
    let others: Vec<String> = inquiry
        .tiers
        .iter()
        .filter(|(name, share)| Some(name.as_str()) != regular && *share >= 0.0005)
        .map(|(name, share)| format!("{name} = {share:.3}"))
        .collect();
    if !others.is_empty() {
        let _ = writeln!(out, "# Of those who had to wait and whose tier is known; the rest are regular.");
        let _ = writeln!(out, "tiers = {{ {} }}", others.join(", "));
    }
}

fn bound(high: f64) -> String {
    if high.is_finite() { format!("{high:.1}") } else { "unknown".to_owned() }
}

/// Why this law.
fn why(known: &Durations) -> String {
    match (known.chosen.as_str(), known.laws.first()) {
        ("empirical", Some(best)) => format!(
            "No law is near: {} is {:.3} off; these are the means of equal slices of the times themselves.",
            best.name, best.distance
        ),
        (_, Some(best)) => format!("Least BIC: {}, at most {:.3} off.", best.name, best.distance),
        _ => "Too few for a law.".to_owned(),
    }
}

/// A distribution of a scenario.
pub fn durations(known: &Durations) -> String {
    let law = known.laws.iter().find(|law| law.name == known.chosen);
    match law {
        Some(law) if law.cv < NO_SPREAD => span(law.mean_s),
        Some(law) => law_text(&law.name, law.mean_s, law.cv),
        None if known.slices.is_empty() => span(known.mean_s.value),
        None => empirical(&known.slices),
    }
}

fn law_text(name: &str, mean_s: f64, cv: f64) -> String {
    match name {
        "exponential" => format!("{{ exponential = {{ mean = {} }} }}", span(mean_s)),
        _ => format!("{{ {name} = {{ mean = {}, cv = {cv:.3} }} }}", span(mean_s)),
    }
}

fn span(seconds: f64) -> String {
    format!("\"{}s\"", (seconds.max(0.1) * 10.0).round() / 10.0)
}

/// `{ empirical = { values = […] } }`, ten in a line.
pub fn empirical(values: &[f64]) -> String {
    let texts: Vec<String> = values.iter().map(|value| span(*value)).collect();
    let lines: Vec<String> = texts.chunks(10).map(|line| format!("  {}", line.join(", "))).collect();
    format!("{{ empirical = {{ values = [\n{},\n] }} }}", lines.join(",\n"))
}

fn turns_text(turns: &super::estimate::turns::Turns) -> String {
    if turns.chosen == "geometric" {
        return format!("{{ geometric = {{ mean = {:.3} }} }}", turns.mean.value);
    }
    let list: Vec<(String, f64)> =
        turns.shares.iter().map(|(turns, share)| (turns.to_string(), *share)).collect();
    format!("{{ discrete = {{ {} }} }}", shares(&list))
}

fn write_patience(patience: &Patience, own: bool, out: &mut String) {
    let median = match (&patience.median_s, patience.median_by_law_s) {
        (Some(median), _) => {
            format!("median {:.0} s (95 %: {:.0} to {})", median.value, median.low, bound(median.high))
        }
        (None, Some(law)) => {
            format!("the log ends before half gave up; median by the nearest law {law:.0} s")
        }
        (None, None) => "median unknown".to_owned(),
    };
    let whose = if own { "" } else { ", of all inquiries: this one's are too few" };
    let _ = writeln!(
        out,
        "# Kaplan-Meier, {} waited, {} gave up{whose}: {median}.",
        patience.waited, patience.gave_up
    );
    let text = match patience.chosen.as_str() {
        "never" => return,
        "empirical" => empirical(&patience.values),
        name => match patience.laws.iter().find(|law| law.name == name) {
            Some(law) => law_text(name, law.mean_s, law.cv),
            None => return,
        },
    };
    let _ = writeln!(out, "patience = {text}");
}

fn write_retry(estimates: &Estimates, out: &mut String) {
    let Some(retries) = estimates.retries.as_ref().filter(|retries| retries.share.low > 0.0) else { return };
    let delay = retries.delay.as_ref().map_or("\"10min\"".to_owned(), durations);
    let _ = writeln!(
        out,
        "# {} of {} known customers who gave up came again within the hour (of the answered {:.1} %).",
        retries.came_again,
        retries.gave_up,
        100.0 * retries.of_answered
    );
    // Cases that came again are in the baseline already: the scenario would count them twice.
    let _ = writeln!(
        out,
        "# They are in the baseline already. To let retries follow from waits, use instead, and lower the baseline:\n\
         # retry = {{ share = {:.3}, delay = {} }}",
        retries.share.value,
        delay.replace('\n', " ")
    );
}

fn baseline(estimates: &Estimates, inquiry: &InquiryEstimate, opening: &Opening, day: i32, out: &mut String) {
    let place = weekday(day);
    let days = estimates.profile.days[place];
    let _ = writeln!(
        out,
        "# Cases an hour: {days} {}s, held by the weight of two days to the shape of all weekdays.",
        NAMES[place]
    );
    let _ = writeln!(out, "[inquiry.{}.baseline.steps]", inquiry.name);
    let rates = &estimates.profile.rates[usize::from(inquiry.number) - 1][place];
    for (half_hour, rate) in rates.iter().enumerate() {
        let _ = writeln!(out, "\"{}\" = {:.2}", clock_text(opening, half_hour), rate * 2.0);
    }
}

/// The stream of the night, and what swings with it.
fn write_stream(surge: &SurgeEstimate, out: &mut String) {
    let (next, known) = (&surge.next, &surge.known);
    let _ = writeln!(out);
    if next.assumed {
        let _ =
            writeln!(out, "# ASSUMPTION: no stream of this night is in the list; the last one seen, again.");
    }
    if !surge.orders_known {
        let _ = writeln!(out, "# ASSUMPTION: the list has no orders; shares are of a thousand a stream.");
    }
    let _ = writeln!(out, "[stream.{}]", next.name);
    let _ = writeln!(out, "from        = {}\nto          = {}", next.from, next.to);
    let _ = writeln!(out, "orders      = {{ all = {} }}", next.orders.round());
    let _ = writeln!(
        out,
        "# From {} streams and the prior: streams differ by {:.2} (95 %: {:.2} to {:.2}), the rest is what is not\n\
         # known of their level. How far off your forecast of orders usually is comes on top: root of the squares' sum.",
        surge.streams.len(),
        known.volumes_differ.value,
        known.volumes_differ.low,
        known.volumes_differ.high
    );
    let _ = writeln!(out, "forecast_cv = {:.3}", known.forecast_cv);
    let _ = writeln!(
        out,
        "# The same of how soon people ask: streams differ by {:.2} (95 %: {:.2} to {:.2}).",
        known.paces_differ.value, known.paces_differ.low, known.paces_differ.high
    );
    let _ = writeln!(out, "delay_cv    = {:.3}", known.delay_cv);
}

/// An inquiry's part in the surge.
fn write_surge(surge: &SurgeEstimate, inquiry: &str, out: &mut String) {
    let Some((_, part)) = surge.inquiries.iter().find(|(name, part)| name == inquiry && *part > 0.0005)
    else {
        return;
    };
    let known = &surge.known;
    let percent = |share: f64| 100.0 * share;
    let _ = writeln!(
        out,
        "# {} streams: {:.2} % of orders ask (95 %: {:.2} to {:.2}), {:.0} % of them this; on average {:.0} min after\n\
         # the end (95 %: {:.0} to {:.0}), {}: {:.0} % sure.",
        surge.streams.len(),
        percent(known.share.value),
        percent(known.share.low),
        percent(known.share.high),
        percent(*part),
        known.delay_s.value / 60.0,
        known.delay_s.low / 60.0,
        known.delay_s.high / 60.0,
        known.law,
        percent(known.law_probability)
    );
    let _ = writeln!(out, "share = {}", rounded(known.share.value * part));
    let _ = writeln!(out, "after = \"stream\"");
    let _ = writeln!(out, "delay = {}", law_text(known.law, known.delay_s.value, known.delay_spread.value));
}

/// Four significant digits.
fn rounded(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

/// The teams found, or one that stands for what is not known.
fn teams(estimates: &Estimates) -> Vec<TeamEstimate> {
    let found: Vec<TeamEstimate> =
        estimates.teams.iter().filter(|team| team.services > 0 && !team.skills.is_empty()).cloned().collect();
    if !found.is_empty() {
        return found;
    }
    vec![TeamEstimate {
        name: "desk".to_owned(),
        skills: estimates.inquiries.iter().map(|inquiry| inquiry.name.clone()).collect(),
        agents: 0,
        services: 0,
        speed: 1.0,
        on_duty: Vec::new(),
    }]
}

fn write_team(estimates: &Estimates, team: &TeamEstimate, opening: &Opening, day: i32, out: &mut String) {
    let _ = writeln!(out, "\n[team.{}]", team.name);
    let skills: Vec<String> = team.skills.iter().map(|skill| quoted(skill)).collect();
    if team.services > 0 {
        let _ = writeln!(
            out,
            "# {} agents, {} services: who took hardly any of an inquiry does not take it.",
            team.agents, team.services
        );
    }
    let _ = writeln!(out, "skills = [{}]", skills.join(", "));
    let slots: Vec<String> = estimates
        .channels
        .iter()
        .map(|channel| match channel.kind.as_str() {
            "message" => format!("{} = \"unlimited\"", channel.name),
            "phone" => format!("{} = 1", channel.name),
            _ => format!("{} = {}", channel.name, channel.slots),
        })
        .collect();
    if estimates.channels.iter().any(|channel| channel.kind == "chat") {
        let _ = writeln!(out, "# As many as an agent had open 95 % of the times one began.");
    }
    let _ = writeln!(out, "slots = {{ {} }}", slots.join(", "));
    if (team.speed - 1.0).abs() >= 0.005 && team.speed > 0.0 {
        let _ = writeln!(out, "speed = {:.2}", team.speed);
    }
    match team.on_duty.get(weekday(day)).filter(|levels| levels.iter().any(|level| *level > 0.0)) {
        Some(levels) => {
            let _ =
                writeln!(out, "# On duty, inferred from services: the mean of this weekday, whole agents.");
            let _ = writeln!(out, "[team.{}.on_duty.steps]", team.name);
            steps(&whole(levels), opening, out);
        }
        None => assumed_staff(estimates, team, opening, day, out),
    }
}

/// Whole numbers; what rounding leaves is carried over.
fn whole(levels: &[f64]) -> Vec<u32> {
    let mut carry = 0.0;
    let mut round = |level: &f64| {
        let agents = (level + carry + 0.5).floor().max(0.0);
        carry = (carry + level - agents).clamp(-0.5, 0.5);
        agents as u32
    };
    levels.iter().map(&mut round).collect()
}

fn steps(agents: &[u32], opening: &Opening, out: &mut String) {
    let mut last = None;
    for (half_hour, agents) in agents.iter().enumerate() {
        if last != Some(agents) {
            let _ = writeln!(out, "\"{}\" = {agents}", clock_text(opening, half_hour));
            last = Some(agents);
        }
    }
}

/// As many as the work needs with a fifth to spare.
fn assumed_staff(estimates: &Estimates, team: &TeamEstimate, opening: &Opening, day: i32, out: &mut String) {
    let _ = writeln!(
        out,
        "# ASSUMPTION: the log does not show who was there; the work and a quarter more, at least two."
    );
    let _ = writeln!(out, "[team.{}.on_duty.steps]", team.name);
    let place = weekday(day);
    let work = |half_hour: usize| {
        let one = |inquiry: &InquiryEstimate| {
            let cases = estimates.profile.rates[usize::from(inquiry.number) - 1][place][half_hour];
            let handle = inquiry.handle.as_ref().map_or(180.0, |handle| handle.mean_s.value);
            let turns = inquiry.turns.as_ref().map_or(1.0, |turns| turns.mean.value);
            cases * handle * turns / 1800.0
        };
        (1.25 * estimates.inquiries.iter().map(one).sum::<f64>()).ceil().max(2.0) as u32
    };
    let agents: Vec<u32> = (0..opening.half_hours()).map(work).collect();
    steps(&agents, opening, out);
}

/// The first open day after the last one learnt from.
pub fn next_open_day(opening: &Opening, last: i32) -> i32 {
    (last + 1..last + 8).find(|day| opening.holds(*day)).unwrap_or(last + 1)
}

//! An inquiry's table.

use super::laws::{bound, durations, empirical, shares, turns_text, why, write_patience};
use super::surge::write_surge;
use super::{NAMES, title};
use crate::calibration::estimate::opening::{Opening, weekday};
use crate::calibration::estimate::whole::{Estimates, InquiryEstimate, clock_text};
use std::fmt::Write as _;

/// A handle time where the log has none: marked as an assumption.
const ASSUMED_REPLY: &str = "\"3min\"";

/// Writes it.
pub fn write_inquiry(
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
    match own.or(estimates.patience_of_all.as_ref()).filter(|patience| patience.gave_up > 0) {
        Some(patience) => write_patience(patience, own.is_some(), out),
        None => {
            let _ = writeln!(out, "# ASSUMPTION: the log does not show who gave up: nobody does.");
        }
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

//! The stream of the night, and each inquiry's part in the surge after it.

use super::laws::law_text;
use crate::calibration::estimate::surge::SurgeEstimate;
use std::fmt::Write as _;

/// The stream of the night, and what swings with it.
pub fn write_stream(surge: &SurgeEstimate, out: &mut String) {
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
pub fn write_surge(surge: &SurgeEstimate, inquiry: &str, out: &mut String) {
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

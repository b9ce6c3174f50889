//! What is known of surges after streams, for a terminal.

use super::fit::heading;
use crate::calibration::estimate::surge::SurgeEstimate;
use crate::report::text::format::{grouped, percent};
use crate::report::text::layout::{PLAIN, Table, cell, push_paragraph};
use crate::statistics::Interval;

/// Streams seen, what they say with the prior, and what it means for the next one.
pub(super) fn surges(surge: &SurgeEstimate, width: usize, out: &mut String) {
    heading("SURGES AFTER STREAMS", out);
    streams(surge, width, out);
    known(surge, width, out);
    let known = &surge.known;
    let text = format!(
        "For the next stream, how streams differ and what is not known of them come together: `forecast_cv` {:.2}, \
         `delay_cv` {:.2}. The delay is {}, {} sure against the other law.",
        known.forecast_cv,
        known.delay_cv,
        known.law,
        percent(Some(known.law_probability))
    );
    push_paragraph(&text, PLAIN, "", width, out);
    if surge.never_without > 0 {
        let text = format!(
            "In {} half hours no day is without a stream: usual cases there are those of the half hours around.",
            surge.never_without
        );
        push_paragraph(&text, PLAIN, "", width, out);
    }
}

fn streams(surge: &SurgeEstimate, width: usize, out: &mut String) {
    if surge.streams.is_empty() {
        let text = "No stream of the list ended while the desk was open on a day of the log: what follows is the prior.";
        return push_paragraph(text, PLAIN, "", width, out);
    }
    let mut table = Table::new(&["stream", "ended", "orders", "cases", "usual", "of orders"]);
    for one in &surge.streams {
        table.row([
            cell(one.name.as_str()),
            cell(one.ended.as_str()),
            cell(if surge.orders_known { grouped(one.orders, 0) } else { "?".to_owned() }),
            cell(grouped(one.cases, 0)),
            cell(grouped(one.usual, 0)),
            cell(percent(Some(one.beyond_usual().max(0.0) / one.orders))),
        ]);
    }
    table.render(width, out);
}

fn known(surge: &SurgeEstimate, width: usize, out: &mut String) {
    let known = &surge.known;
    let mut table = Table::new(&["", "held before", "known now", "95 %"]);
    let mut row = |name: String, before: String, now: &Interval, show: &dyn Fn(f64) -> String| {
        let range = format!("{}–{}", show(now.low), show(now.high));
        table.row([cell(name), cell(before), cell(show(now.value)), cell(range)]);
    };
    let share = |value: f64| percent(Some(value));
    let minutes = |seconds: f64| format!("{:.0} min", seconds / 60.0);
    let plain = |value: f64| format!("{value:.2}");
    let prior = &known.prior;
    let held = format!("{} ×÷{}", share(prior.share.value), prior.share.factor);
    row("of orders ask".to_owned(), held, &known.share, &share);
    let held = format!("{} ×÷{}", minutes(prior.delay_s.value), prior.delay_s.factor);
    row("after, on average".to_owned(), held, &known.delay_s, &minutes);
    row("spread of that (cv)".to_owned(), String::new(), &known.delay_spread, &plain);
    let held = format!("up to about {}", prior.forecast_cv);
    row("volumes differ (cv)".to_owned(), held, &known.volumes_differ, &plain);
    let held = format!("up to about {}", prior.delay_cv);
    row("paces differ (cv)".to_owned(), held, &known.paces_differ, &plain);
    for part in &known.come_by {
        row(format!("have asked by {} min", part.minutes), String::new(), &part.share, &share);
    }
    table.render(width, out);
}

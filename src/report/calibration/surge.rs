//! What is known of surges after streams, for a terminal.

use super::fit::heading;
use crate::calibration::estimate::surge::SurgeEstimate;
use crate::language::{say, text};
use crate::report::text::format::{grouped, percent};
use crate::report::text::layout::{PLAIN, Table, cell, push_paragraph};
use crate::statistics::Interval;

/// Streams seen, what they say with the prior, and what it means for the next one.
pub(super) fn surges(surge: &SurgeEstimate, width: usize, out: &mut String) {
    heading("SURGES AFTER STREAMS", out);
    streams(surge, width, out);
    known(surge, width, out);
    push_paragraph(&for_the_next(surge), PLAIN, "", width, out);
    if surge.never_without > 0 {
        let said = say!(
            "In {} half hours no day is without a stream: usual cases there are those of the half hours around.",
            surge.never_without
        );
        push_paragraph(&said, PLAIN, "", width, out);
    }
}

/// What it means for the next stream.
pub fn for_the_next(surge: &SurgeEstimate) -> String {
    let known = &surge.known;
    say!(
        "For the next stream, how streams differ and what is not known of them come together: `forecast_cv` {}, \
         `delay_cv` {}. The delay is {}, {} sure against the other law.",
        format!("{:.2}", known.forecast_cv),
        format!("{:.2}", known.delay_cv),
        text(known.law),
        percent(Some(known.law_probability))
    )
}

/// Said where no stream could be looked at.
pub fn none_seen() -> String {
    say!(
        "No stream of the list ended while the desk was open on a day of the log: what follows is the prior."
    )
}

fn streams(surge: &SurgeEstimate, width: usize, out: &mut String) {
    if surge.streams.is_empty() {
        return push_paragraph(&none_seen(), PLAIN, "", width, out);
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
    let minutes = |seconds: f64| say!("{} min", format!("{:.0}", seconds / 60.0));
    let plain = |value: f64| format!("{value:.2}");
    let prior = &known.prior;
    let held = format!("{} ×÷{}", share(prior.share.value), prior.share.factor);
    row(say!("of orders ask"), held, &known.share, &share);
    let held = format!("{} ×÷{}", minutes(prior.delay_s.value), prior.delay_s.factor);
    row(say!("after, on average"), held, &known.delay_s, &minutes);
    row(say!("spread of that (cv)"), String::new(), &known.delay_spread, &plain);
    let held = say!("up to about {}", prior.forecast_cv);
    row(say!("volumes differ (cv)"), held, &known.volumes_differ, &plain);
    let held = say!("up to about {}", prior.delay_cv);
    row(say!("paces differ (cv)"), held, &known.paces_differ, &plain);
    for part in &known.come_by {
        row(say!("have asked by {} min", part.minutes), String::new(), &part.share, &share);
    }
    table.render(width, out);
}

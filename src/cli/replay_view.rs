//! What a replay shows while it runs: on standard error, on terminals only.

use crate::replay::latency::{figure, histogram, record};
use crate::replay::ledger::Outcome;
use crate::replay::run::{Phase, View};
use crate::report::text::format::grouped;
use crate::scenario::threshold::{CLASSES, Statistic};
use hdrhistogram::Histogram;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

/// Between two pictures.
const EVERY: Duration = Duration::from_millis(500);

/// A picture of a replay that goes away when it is dropped.
#[derive(Debug)]
pub struct LiveView {
    bar: ProgressBar,
    hidden: bool,
    next: Instant,
    /// Calls that have been looked at.
    seen: usize,
    /// By operation: response times and how many were not accepted.
    operations: BTreeMap<&'static str, (Histogram<u64>, u64)>,
    lag: Histogram<u64>,
    /// Calls and real time at the last picture.
    last: (usize, Instant),
}

impl LiveView {
    /// A picture; none is seen if `quiet` or where standard error is no terminal.
    pub fn new(quiet: bool) -> LiveView {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        let hidden = bar.is_hidden();
        let style = ProgressStyle::with_template("{msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
        LiveView {
            bar: bar.with_style(style),
            hidden,
            next: Instant::now(),
            seen: 0,
            operations: BTreeMap::new(),
            lag: histogram(),
            last: (0, Instant::now()),
        }
    }

    /// Shows where a run is.
    pub fn show(&mut self, view: &View<'_>) {
        if self.hidden || Instant::now() < self.next {
            return;
        }
        self.next = Instant::now() + EVERY;
        let text = match view.phase {
            Phase::Before => {
                format!("Putting in what is open: {} of {} conversations", view.done.0, view.done.1)
            }
            Phase::After => format!("Reading back: {} of {} conversations", view.done.0, view.done.1),
            Phase::Window => self.window(view),
        };
        self.bar.set_message(text);
        self.bar.tick();
    }

    fn window(&mut self, view: &View<'_>) -> String {
        let books = view.books.lock().unwrap_or_else(PoisonError::into_inner);
        for call in books.calls[self.seen..].iter().filter(|call| !call.aside) {
            let (times, bad) = self.operations.entry(call.op.name()).or_insert_with(|| (histogram(), 0));
            record(times, call.done - call.due);
            *bad += u64::from(call.out != Outcome::Accepted);
            if let Some(late) = call.late {
                record(&mut self.lag, late);
            }
        }
        self.seen = books.calls.len();
        let (planned, classes) = (books.planned().count(), books.classes());
        let due =
            books.planned().filter(|(_, _, message)| message.due.is_some_and(|at| at <= view.now)).count();
        let sent = books.planned().filter(|(_, _, message)| message.sent).count();
        drop(books);
        let since = self.last.1.elapsed().as_secs_f64().max(1e-3);
        let rate = (self.seen - self.last.0) as f64 / since;
        self.last = (self.seen, Instant::now());
        let left = (view.closes - view.now).max(0) as f64 / 1e6;
        let mut text = String::new();
        // Writing to a text cannot fail.
        let _ = writeln!(
            text,
            "{left:.0} s left, {due} of {planned} messages due, {sent} sent, {} calls a second",
            grouped(rate, 0)
        );
        let _ = writeln!(
            text,
            "{} wait for a reply, {} of {} users at work, our own lag p99 {}",
            view.backlog,
            view.busy.0,
            view.busy.1,
            millis(&self.lag, 990)
        );
        for (name, (times, bad)) in &self.operations {
            let (p50, p99) = (millis(times, 500), millis(times, 990));
            let _ = writeln!(text, "  {name:18} {:>7}  p50 {p50:>10}  p99 {p99:>10}  bad {bad}", times.len());
        }
        let held: Vec<String> = CLASSES
            .iter()
            .zip(classes)
            .filter(|(_, count)| *count > 0)
            .map(|(name, count)| format!("{} {count}", name.replace('_', " ")))
            .collect();
        let _ = write!(text, "  ledger: {}", held.join(", "));
        text
    }
}

fn millis(times: &Histogram<u64>, mille: u16) -> String {
    let value = figure(times, Statistic::PerMille(mille));
    value.map_or_else(|| "–".to_owned(), |seconds| format!("{:.1} ms", seconds * 1e3))
}

impl Drop for LiveView {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

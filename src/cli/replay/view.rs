//! What a replay shows while it runs: on standard error, on terminals only.

use crate::language::{say, text};
use crate::replay::books::Books;
use crate::replay::latency::{figure, histogram, record};
use crate::replay::ledger::Outcome;
use crate::replay::run::{Phase, View};
use crate::report::text::format::grouped;
use crate::scenario::threshold::{CLASSES, Statistic};
use hdrhistogram::Histogram;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
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
    /// Calls that have been looked at, and messages that were due, at the last picture.
    calls: usize,
    due: usize,
    /// By operation: response times and how many were not accepted.
    operations: BTreeMap<&'static str, (Histogram<u64>, u64)>,
    lag: Histogram<u64>,
    /// When that was.
    last: Instant,
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
            calls: 0,
            due: 0,
            operations: BTreeMap::new(),
            lag: histogram(),
            last: Instant::now(),
        }
    }

    /// Shows where a run is.
    pub fn show(&mut self, view: &View<'_>) {
        if self.hidden || Instant::now() < self.next {
            return;
        }
        self.next = Instant::now() + EVERY;
        let said = match view.phase {
            Phase::Before => {
                say!("Putting in what is open: {} of {} conversations", view.done.0, view.done.1)
            }
            Phase::After => say!("Reading back: {} of {} conversations", view.done.0, view.done.1),
            Phase::Window => self.window(view),
        };
        self.bar.set_message(said);
        self.bar.tick();
    }

    fn window(&mut self, view: &View<'_>) -> String {
        let books = view.books.lock().unwrap_or_else(PoisonError::into_inner);
        for call in books.calls[self.calls..].iter().filter(|call| !call.aside) {
            let (times, bad) = self.operations.entry(call.op.name()).or_insert_with(|| (histogram(), 0));
            record(times, call.done - call.due);
            *bad += u64::from(call.out != Outcome::Accepted);
            if let Some(late) = call.late {
                record(&mut self.lag, late);
            }
        }
        let Standing { planned, due, sent, under_way, classes } = Standing::of(&books, view.now);
        let calls = books.calls.len();
        drop(books);
        let since = self.last.elapsed().as_secs_f64().max(1e-3);
        let rate = |now: usize, before: usize| grouped(now.saturating_sub(before) as f64 / since, 0);
        let left = (view.closes - view.now).max(0) as f64 / 1e6;
        let lines = [
            say!(
                "{} s left; {} of {} messages due, {} a second; {} sent, {} calls a second",
                grouped(left, 0),
                grouped(due as f64, 0),
                grouped(planned as f64, 0),
                rate(due, self.due),
                grouped(sent as f64, 0),
                rate(calls, self.calls)
            ),
            say!(
                "{} wait for a reply; {} of {} users at work; our own lag p50 {}, p99 {}",
                view.backlog(),
                view.busy.0,
                view.busy.1,
                millis(&self.lag, 500),
                millis(&self.lag, 990)
            ),
        ];
        (self.due, self.calls, self.last) = (due, calls, Instant::now());
        let held = CLASSES.iter().zip(classes).filter(|(_, count)| *count > 0);
        let called = |name: &str| match name {
            "throttled" => text("throttled for good").into_owned(),
            name => text(&name.replace('_', " ")).into_owned(),
        };
        let held: Vec<String> = held.map(|(name, count)| format!("{} {count}", called(name))).collect();
        let ledger = say!(
            "In the ledger: {}; under way {}, to come {}",
            held.join(&text(", ")),
            grouped(under_way as f64, 0),
            grouped((planned - due) as f64, 0)
        );
        let operations = self.operations.iter().map(|(name, (times, bad))| {
            let (p50, p99) = (millis(times, 500), millis(times, 990));
            say!(
                "  {} {}  p50 {}  p99 {}  not accepted {}",
                format!("{name:17}"),
                format!("{:>7}", grouped(times.len() as f64, 0)),
                format!("{p50:>9}"),
                format!("{p99:>9}"),
                bad
            )
        });
        lines.into_iter().chain(operations).chain([ledger]).collect::<Vec<_>>().join("\n")
    }
}

/// What has become of the planned messages.
#[derive(Default)]
struct Standing {
    planned: usize,
    due: usize,
    sent: usize,
    /// Due, and nothing is known yet.
    under_way: u64,
    /// Of the others that were due, by class.
    classes: [u64; CLASSES.len()],
}

impl Standing {
    fn of(books: &Books, now: i64) -> Standing {
        let mut standing = Standing::default();
        for (_, _, message) in books.planned() {
            standing.planned += 1;
            if message.due.is_none_or(|due| due > now) {
                continue;
            }
            standing.due += 1;
            standing.sent += usize::from(message.sent);
            match message.accepted {
                None => standing.under_way += 1,
                Some(_) => standing.classes[message.class(now) as usize] += 1,
            }
        }
        standing
    }
}

fn millis(times: &Histogram<u64>, mille: u16) -> String {
    let value = figure(times, Statistic::PerMille(mille));
    value.map_or_else(|| "–".to_owned(), |seconds| say!("{} ms", format!("{:.1}", seconds * 1e3)))
}

impl Drop for LiveView {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

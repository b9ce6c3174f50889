//! How far a simulation is and how much time is left: on standard error, on terminals only.

use crate::report::text::format::grouped;
use crate::simulation::replications::Progress;
use crate::staffing::Doing;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that goes away when it is dropped.
#[derive(Debug)]
pub struct NightsBar(ProgressBar);

impl NightsBar {
    /// A bar; none is seen if `quiet` or where standard error is no terminal.
    pub fn new(quiet: bool) -> NightsBar {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let style = ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} nights, {eta} left");
        let bar = ProgressBar::with_draw_target(None, target);
        NightsBar(bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())))
    }

    /// Shows where we are.
    pub fn show(&self, progress: Progress) {
        self.0.set_length(progress.expected.max(progress.nights));
        self.0.set_position(progress.nights);
    }
}

/// How far the reading of logs is; it goes away when it is dropped.
#[derive(Debug)]
pub struct BytesBar(ProgressBar);

impl BytesBar {
    /// A bar; none is seen if `quiet` or where standard error is no terminal.
    pub fn new(quiet: bool) -> BytesBar {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let template = "{bar:30} {bytes} of {total_bytes}, {msg} rows, {eta} left";
        let style = ProgressStyle::with_template(template);
        let bar = ProgressBar::with_draw_target(None, target);
        BytesBar(bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())))
    }

    /// Shows where we are.
    pub fn show(&self, rows: u64, bytes: u64, of: u64) {
        self.0.set_length(of.max(bytes));
        self.0.set_position(bytes);
        self.0.set_message(rows.to_string());
    }
}

impl Drop for BytesBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

impl Drop for NightsBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// A line that says how far a search for staff is; it goes away when it is dropped.
#[derive(Debug)]
pub struct StaffBar {
    line: ProgressBar,
    best: Option<f64>,
    bound: Option<f64>,
    doing: &'static str,
}

impl StaffBar {
    /// A line; none is seen if `quiet` or where standard error is no terminal.
    pub fn new(quiet: bool) -> StaffBar {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let style = ProgressStyle::with_template("{spinner} {elapsed} {msg}");
        let line = ProgressBar::with_draw_target(None, target);
        let line = line.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        StaffBar { line, best: None, bound: None, doing: "searching" }
    }

    /// A cheaper roster was found.
    pub fn best(&mut self, cost: f64) {
        self.best = Some(cost);
        self.show();
    }

    /// The lower bound was raised.
    pub fn bound(&mut self, cost: f64) {
        self.bound = Some(cost);
        self.show();
    }

    /// Something else is being done now.
    pub fn doing(&mut self, what: Doing) {
        self.doing = match what {
            Doing::Searching => "searching",
            Doing::Checking(..) => "checking on fresh nights",
            Doing::Bounding => "raising the lower bound",
            Doing::Varying => "trying one agent more and one fewer",
            Doing::Comparing => "comparing with formulas",
        };
        self.show();
    }

    /// Time goes on.
    pub fn tick(&self) {
        self.line.tick();
    }

    fn show(&self) {
        let figure = |name: &str, cost: Option<f64>| {
            cost.map_or_else(String::new, |cost| format!(", {name} {}", grouped(cost, 0)))
        };
        let (best, bound) = (figure("best", self.best), figure("bound", self.bound));
        self.line.set_message(format!("{}{best}{bound}", self.doing));
    }
}

impl Drop for StaffBar {
    fn drop(&mut self) {
        self.line.finish_and_clear();
    }
}

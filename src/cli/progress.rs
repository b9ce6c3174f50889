//! How far a simulation is and how much time is left: on standard error, on terminals only.

use crate::simulation::replications::Progress;
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

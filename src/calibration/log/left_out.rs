//! What was left out of a log, counted by reason.

use serde::Serialize;

/// Rows left out for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Why.
    pub reason: String,
    /// How many rows.
    pub rows: u64,
    /// Where the first of them stands: file and line.
    pub first: String,
}

/// Counts what is left out.
#[derive(Clone, Debug, Default)]
pub struct LeftOuts(Vec<LeftOut>);

impl LeftOuts {
    /// One row more; `place` is only asked for the first of a reason.
    pub fn add(&mut self, reason: &str, place: impl FnOnce() -> String) {
        self.add_many(reason, 1, place);
    }

    /// Several rows more.
    pub fn add_many(&mut self, reason: &str, rows: u64, place: impl FnOnce() -> String) {
        if rows == 0 {
            return;
        }
        match self.0.iter_mut().find(|left_out| left_out.reason == reason) {
            Some(left_out) => left_out.rows += rows,
            None => self.0.push(LeftOut { reason: reason.to_owned(), rows, first: place() }),
        }
    }

    /// By reason, most rows first.
    pub fn list(mut self) -> Vec<LeftOut> {
        self.0.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.reason.cmp(&b.reason)));
        self.0
    }
}

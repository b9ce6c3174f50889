//! What a search says as it goes.

/// What a search says as it goes, to whoever watches; it stops when told so.
pub trait Watch {
    /// A cheaper roster that holds, or a better one.
    fn found(&mut self, cost: f64);
    /// No roster that holds costs less.
    fn bound(&mut self, cost: f64);
    /// What is being done now.
    fn doing(&mut self, what: Doing);
    /// True to stop.
    fn stop(&mut self) -> bool;
}

/// What a search is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Looking for rosters.
    Searching,
    /// Checking the best on fresh nights: so many of so many.
    Checking(u64, u64),
    /// Raising the lower bound.
    Bounding,
    /// What one agent more or fewer does.
    Varying,
    /// What the formulas ask for.
    Comparing,
}

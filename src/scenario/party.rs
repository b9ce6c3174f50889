//! `[party.x]`: somebody outside the desk whose answer a case waits for.

use super::{Distribution, Hours};

/// One party.
#[derive(Clone, Debug)]
pub struct Party {
    /// How it is shown.
    pub title: Option<String>,
    /// Working time until it answers.
    pub delay: Distribution,
    /// When it works; empty: always.
    pub hours: Hours,
}

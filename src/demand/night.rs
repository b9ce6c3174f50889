//! The cases of one night, in the order they arrive.

use crate::units::Time;

/// A case's first message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrival {
    /// When it is sent; before the opening for a backlog.
    pub at: Time,
    /// Index of its source.
    pub source: u16,
    /// Its number within the source, from 0: what its draws are keyed by.
    pub case: u32,
}

/// The cases of one night; kept between nights so that drawing the next allocates nothing.
#[derive(Debug, Default)]
pub struct Night {
    arrivals: Vec<Arrival>,
}

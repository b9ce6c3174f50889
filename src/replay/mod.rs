//! A night against a real helpdesk; so far only the [`trace`] that such a replay follows.

pub mod trace;

//! `[target.x]`: a promise.

use super::{ChannelKind, Hours, Name};
use crate::units::{Money, Share, Span};

/// One promise.
#[derive(Clone, Debug)]
pub struct Target {
    /// How it is shown.
    pub title: Option<String>,
    /// What is measured.
    pub measure: Measure,
    /// Within what time.
    pub within: Span,
    /// What share must be.
    pub at_least: Share,
    /// Only these; none: all that the measure can be of.
    pub channels: Option<Vec<Name>>,
    /// Only channels of these kinds; none: all that the measure can be of.
    pub kinds: Option<Vec<ChannelKind>>,
    /// Only these.
    pub inquiries: Option<Vec<Name>>,
    /// Only these.
    pub tiers: Option<Vec<Name>>,
    /// Only what starts within them counts, or (with the clock `hours`) time runs only inside them.
    pub hours: Hours,
    /// When time runs.
    pub clock: TargetClock,
    /// How those count who gave up.
    pub abandoned: Abandoned,
    /// Nights that are judged together; none: each night.
    pub over: Option<u32>,
    /// What missing it costs.
    pub penalty: Penalty,
}

/// `penalty = …`: what missing a target costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Penalty {
    /// For every night whose compliance is below `at_least`.
    pub per_night: Money,
    /// For everything that counts and is missed.
    pub per_missed: Money,
    /// For every stretch of `over` nights whose compliance is below `at_least`.
    pub per_period: Money,
}

/// What a target measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// From a conversation's first message to its reply; never of the phone.
    FirstReply,
    /// From each customer message to its reply; never of the phone.
    EachReply,
    /// From a call's arrival to the start of the talk; phone only.
    Answer,
    /// From a case's first message to the reply that solves it.
    Solution,
    /// From a case's first message to its last reply.
    Conclusion,
}

/// `clock = …`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TargetClock {
    /// Time always runs.
    #[default]
    Always,
    /// Everything counts, and time runs only inside `hours`.
    Hours,
}

/// `abandoned = …`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Abandoned {
    /// Missed if they waited longer than `within`, else not counted.
    #[default]
    LateOnly,
    /// Always missed.
    Missed,
    /// Not counted.
    Ignored,
    /// Met if they waited no longer than `within`, else missed.
    MetIfQuick,
}

//! Agents' score cards.

use super::OpinionCounts;
use crate::units::Span;

/// One agent's night.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgentCounts {
    /// Conversations whose last reply the agent sent.
    pub conversations: u64,
    /// Replies with credit; talks are among them, messages of the desk's own are not.
    pub replies: u64,
    /// Of them, to messages that customers wrote.
    pub written: u64,
    /// Of those, sent within [`crate::simulation::plan::Plan::quick_reply`].
    pub quick: u64,
    /// As in [`super::TeamCounts`].
    pub busy: Span,
    /// As in [`super::TeamCounts`].
    pub on_duty: Span,
    /// Of the cases whose last reply with credit (or follow-up message) the agent sent.
    pub opinions: OpinionCounts,
}

/// An agent's nights, summed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgentTally {
    /// As in [`AgentCounts`].
    pub conversations: u64,
    /// As in [`AgentCounts`].
    pub replies: u64,
    /// As in [`AgentCounts`].
    pub written: u64,
    /// As in [`AgentCounts`].
    pub quick: u64,
    /// µs
    pub busy: i128,
    /// µs
    pub on_duty: i128,
    /// As in [`AgentCounts`].
    pub opinions: OpinionCounts,
}

impl AgentTally {
    pub(super) fn add(&mut self, night: &AgentCounts) {
        self.conversations += night.conversations;
        self.replies += night.replies;
        self.written += night.written;
        self.quick += night.quick;
        self.busy += i128::from(night.busy.0);
        self.on_duty += i128::from(night.on_duty.0);
        self.opinions.add(&night.opinions);
    }

    /// Adds other nights, or another agent's.
    pub fn merge(&mut self, other: &AgentTally) {
        self.conversations += other.conversations;
        self.replies += other.replies;
        self.written += other.written;
        self.quick += other.quick;
        self.busy += other.busy;
        self.on_duty += other.on_duty;
        self.opinions.add(&other.opinions);
    }
}

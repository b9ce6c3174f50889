//! `[channel.x]`: a way to reach the desk.

use super::Distribution;
use crate::units::{Money, Span};

/// One channel.
#[derive(Clone, Debug)]
pub struct Channel {
    /// How it is shown.
    pub title: Option<String>,
    /// What kind it is.
    pub kind: ChannelKind,
    /// One ring of the phone; `within = "3 rings"` counts in it.
    pub ring: Option<Span>,
    /// What becomes of a conversation whose customer gave up.
    pub given_up: GivenUp,
    /// How long a slot stays taken after the last reply.
    pub idle_close: Span,
    /// Messages that are noticed only when the customer nudges.
    pub overlooked: Option<Overlooked>,
    /// What the helpdesk's own slowness adds.
    pub helpdesk: Option<HelpdeskTimes>,
    /// What its provider charges.
    pub cost: ChannelCost,
}

/// `helpdesk = { … }`: what the helpdesk's own slowness adds.
#[derive(Clone, Debug, PartialEq)]
pub struct HelpdeskTimes {
    /// From when a customer opens a conversation until an agent can begin on it.
    pub first: Distribution,
    /// From when a customer writes again until an agent can begin on that.
    pub later: Distribution,
    /// What a message takes its agent besides the reply time.
    pub reply: Distribution,
    /// What closing a conversation takes its agent.
    pub resolve: Distribution,
}

/// `overlooked` and `nudge`
#[derive(Clone, Debug, PartialEq)]
pub struct Overlooked {
    /// Of the customers' messages.
    pub share: f64,
    /// From such a message until the customer writes again.
    pub nudge: Distribution,
}

/// `cost = …`: what a channel's provider charges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChannelCost {
    /// For every message that the desk sends (on the phone: for every talk).
    pub per_message: Money,
    /// For every conversation that a customer opens.
    pub per_conversation: Money,
}

/// The kinds of channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelKind {
    /// Conversations with slots.
    Chat,
    /// Calls.
    Phone,
    /// Asynchronous: messages wait in the queue, one by one.
    Message,
}

/// `given_up = …`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenUp {
    /// Gone with the customer (the phone's default).
    Leaves,
    /// Stays in the console and is answered once, without credit (default of chat and message).
    Stays,
}

//! `[inquiry.x]`: a kind of question, where its cases come from and how they go.

use super::{
    AfterCare, Amount, AsksAgain, Bot, ClockTime, CountDistribution, Days, Distribution, Moment, Name,
    Notice, Proactive, Steps, WritesAgain,
};
use crate::units::Span;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// One kind of question.
#[derive(Clone, Debug)]
pub struct Inquiry {
    /// How it is shown.
    pub title: Option<String>,
    /// The product whose orders bring cases; none with a `share`: every product.
    pub product: Option<Name>,
    /// Share of orders that bring a case; none: no case comes from streams.
    pub share: Option<f64>,
    /// What the delay is counted from.
    pub after: After,
    /// From the trigger to the first message.
    pub delay: Distribution,
    /// Cases an hour that come whatever is streamed.
    pub baseline: Option<(Baseline, Days)>,
    /// A recording.
    pub arrivals: Option<Arrivals>,
    /// Cases that wait already when the desk opens.
    pub waiting_at_open: Option<Backlog>,
    /// Share by channel; sums to 1.
    pub channels: BTreeMap<Name, f64>,
    /// Share by tier, `regular` included; sums to 1.
    pub tiers: BTreeMap<Name, f64>,
    /// How a conversation goes on each channel of `channels` and of `retry` (overrides of `on.x` applied).
    pub handling: BTreeMap<Name, Handling>,
    /// The inquiry's own reply time, not its phone's: what a follow-up message takes.
    pub reply: Distribution,
    /// The number of the reply that solves the case; none: the last.
    pub solution_turn: Option<u32>,
    /// How many follow-up conversations at most; none: unlimited.
    pub max_rounds: Option<u32>,
    /// Teams in order; none: all that have the skill, as one pool.
    pub teams: Option<Vec<TeamChoice>>,
    /// Customers meet it first.
    pub bot: Option<Bot>,
    /// A message that reaches customers before they ask.
    pub proactive: Option<Proactive>,
    /// How a conversation that was answered goes on; never empty, shares sum to 1; in the order of their names.
    pub outcomes: BTreeMap<Name, Outcome>,
}

/// How a conversation goes on one channel.
#[derive(Clone, Debug)]
pub struct Handling {
    /// How long a customer waits for the first reply.
    pub patience: Distribution,
    /// How long for a later one.
    pub patience_later: Distribution,
    /// Customer messages with their replies.
    pub turns: CountDistribution,
    /// Reading and writing, or talking.
    pub reply: Distribution,
    /// From a reply to the customer's next message.
    pub think: Distribution,
    /// The agent's work after the last reply.
    pub wrap_up: Distribution,
    /// What those who gave up do.
    pub retry: Option<Retry>,
    /// What those do who wait.
    pub writes_again: Option<WritesAgain>,
}

/// `after = …`
#[derive(Clone, Debug, PartialEq)]
pub enum After {
    /// The order.
    Order,
    /// The end of the stream.
    Stream,
    /// The delivery.
    Delivery,
    /// A moment; orders placed before it count.
    At(Moment),
}

/// `baseline = …`: cases an hour by clock time.
#[derive(Clone, Debug, PartialEq)]
pub enum Baseline {
    /// Each rate holds up to the next clock time.
    Steps(Steps<f64>),
    /// Straight lines between knots, round midnight from the last to the first.
    Linear(Vec<(ClockTime, f64)>),
    /// Once: each rate from its instant up to the next, the last up to `end`.
    Dated {
        /// In order.
        rates: Vec<(jiff::civil::DateTime, f64)>,
        /// Where they end.
        end: jiff::civil::DateTime,
    },
}

/// `arrivals = { file, … }`: recorded cases, read from the file already.
#[derive(Clone, Debug)]
pub struct Arrivals {
    /// The file as the scenario names it.
    pub file: PathBuf,
    /// The date whose rows were taken; their clock times hold on the day of the opening. None: as dated.
    pub date: Option<Date>,
    /// Whether these cases come every night, or an intensity made of them.
    pub r#as: ArrivalsAs,
    /// Scale of the counts.
    pub times: f64,
    /// What was read, by time; times are already shifted to the scenario's days.
    pub rows: Vec<Row>,
}

/// What a recording stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrivalsAs {
    /// Exactly these cases every night.
    Recorded,
    /// An intensity like any other.
    Forecast,
}

/// One row of a recording.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// When, or where its interval starts.
    pub at: jiff::civil::DateTime,
    /// How long the row's interval is; zero for a time stamp.
    pub interval: Span,
    /// How many cases; 1 for a time stamp.
    pub count: f64,
    /// The row's own channel.
    pub channel: Option<Name>,
    /// The row's own tier.
    pub tier: Option<Name>,
    /// The row's own reply time.
    pub reply: Option<Span>,
    /// The row's own patience.
    pub patience: Option<Span>,
}

/// `waiting_at_open = { cases, since }`
#[derive(Clone, Debug)]
pub struct Backlog {
    /// How many, every night.
    pub cases: u32,
    /// For how long each has waited when the desk opens.
    pub since: Distribution,
}

/// One of `teams`.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamChoice {
    /// Which team.
    pub team: Name,
    /// Only when the conversation has waited so long.
    pub after: Span,
}

/// `retry = { share, delay, channel }`
#[derive(Clone, Debug)]
pub struct Retry {
    /// Share of those who gave up.
    pub share: f64,
    /// From giving up to the new conversation.
    pub delay: Distribution,
    /// None: the same channel.
    pub channel: Option<Name>,
}

/// `[inquiry.x.outcome] y = { … }`
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Of conversations that were answered and ended.
    pub share: f64,
    /// What it costs, once.
    pub cost: Amount,
    /// What happens to the case.
    pub next: Next,
    /// A further message once the case is concluded.
    pub after_care: Option<AfterCare>,
}

/// What an outcome does with a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// Nothing more to do.
    Concluded,
    /// Waits for a party, then the desk follows up.
    WaitFor {
        /// Which party.
        party: Name,
        /// How the desk follows up.
        follow_up: FollowUp,
        /// What customers do meanwhile.
        asks_again: Option<Box<AsksAgain>>,
        /// What the desk tells them meanwhile.
        notice: Option<Box<Notice>>,
    },
    /// Another team takes over.
    EscalateTo {
        /// Which team.
        team: Name,
    },
}

/// How the desk follows up when a party has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUp {
    /// One message, then concluded.
    Message,
    /// A conversation opened by the desk.
    Conversation,
}

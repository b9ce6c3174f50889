//! The sources of a scenario, compiled: times are counted from the opening.

use super::Intensity;
use crate::random::{Key, NameKey, Purpose, Sampler};
use crate::units::{Span, Time};

/// All sources of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Nobody new arrives at or after it.
    pub closes: Time,
    /// Coefficient of variation of the factor that all sources with night factors share.
    pub busyness_cv: f64,
    /// Streams, by name: the key of the factor that a stream's sources share, and its coefficient of variation.
    pub streams: Vec<(NameKey, f64)>,
    /// By name.
    pub sources: Vec<Source>,
}

/// Where cases come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// What people call it: the inquiry, then the stream and product, or `recording`, or `waiting_at_open`.
    pub name: String,
    /// Its draws' key, made of the same words.
    pub key: NameKey,
    /// Index of the inquiry whose cases they are.
    pub inquiry: u16,
    /// How its cases come.
    pub kind: SourceKind,
    /// A message that keeps customers from asking; of recorded cases and of a backlog it keeps none.
    pub proactive: Option<Proactive>,
}

/// A message to everybody concerned, before they ask.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proactive {
    /// When it goes out: earlier cases come all the same.
    pub from: Time,
    /// Share of the later ones that it spares the desk.
    pub spares: f64,
}

impl Proactive {
    /// Whether the case with key `case`, which would come at `at`, does not.
    #[inline]
    pub fn spares(&self, at: Time, case: Key) -> bool {
        at >= self.from && case.draw(Purpose::Proactive).uniform() < self.spares
    }
}

/// How the cases of a source come.
#[derive(Clone, Debug, PartialEq)]
pub enum SourceKind {
    /// A baseline or a forecast: a Poisson process of this intensity.
    Intensity(Intensity),
    /// Orders of a stream.
    Orders(OrderFlow),
    /// The same cases every night, without night factors; in the order of the recording.
    Recorded {
        /// The rows.
        cases: Vec<RecordedCase>,
        /// Each row comes so many times on average: the whole part always, the rest by chance.
        times: f64,
    },
    /// Cases that wait already: how many, and for how long.
    Backlog {
        /// Every night.
        cases: u32,
        /// Before the opening.
        since: Sampler,
    },
}

/// Orders × share × the density of the delay since the trigger.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderFlow {
    /// Index in [`Demand::streams`].
    pub stream: u16,
    /// Orders × share on an average night, over all time.
    pub expected: f64,
    /// When orders are placed: only its shape counts.
    pub placed: Intensity,
    /// What the delay is counted from.
    pub trigger: Trigger,
    /// From the trigger to the first message.
    pub delay: Sampler,
}

/// What a delay is counted from.
#[derive(Clone, Debug, PartialEq)]
pub enum Trigger {
    /// The order.
    Order,
    /// The end of the stream.
    StreamEnd(Time),
    /// The delivery: the order and this much later.
    Delivery(Sampler),
    /// A moment; orders placed before it count, later ones bring no case.
    At(Time),
}

/// One recorded case, or several that share a row.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedCase {
    /// When, or where its interval starts.
    pub at: Time,
    /// It comes at random within so much; zero for a time stamp.
    pub within: Span,
    /// Index of its own channel.
    pub channel: Option<u8>,
    /// Index of its own tier.
    pub tier: Option<u8>,
    /// Its own reply time, for every turn.
    pub reply: Option<Span>,
    /// Its own patience.
    pub patience: Option<Span>,
}

impl OrderFlow {
    /// When the case with key `case`, whose order is placed at `order()`, writes first; never, if its order
    /// is too late for the moment it is asked about.
    #[inline]
    pub fn first_message(&self, order: impl FnOnce() -> Time, case: Key) -> Option<Time> {
        let trigger = match &self.trigger {
            Trigger::Order => order(),
            Trigger::StreamEnd(end) => *end,
            Trigger::Delivery(delivery) => order() + delivery.sample(case.draw(Purpose::Delivery)),
            Trigger::At(moment) if order() < *moment => *moment,
            Trigger::At(_) => return None,
        };
        Some(trigger + self.delay.sample(case.draw(Purpose::Delay)))
    }
}

impl Demand {
    /// Cases on an average night, those that fall outside it included.
    pub fn cases_on_average(&self) -> f64 {
        let cases = |source: &Source| match &source.kind {
            SourceKind::Intensity(intensity) => intensity.expected(),
            SourceKind::Orders(orders) => orders.expected,
            SourceKind::Recorded { cases, times } => cases.len() as f64 * times,
            SourceKind::Backlog { cases, .. } => f64::from(*cases),
        };
        self.sources.iter().map(cases).sum()
    }
}

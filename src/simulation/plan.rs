//! A scenario compiled flat: names are indices, clock times microseconds from the opening.
//!
//! Everything a night needs and nothing that changes during one. Lists are in the order of their
//! names, so that an index is also the rank among equals.
//!
//! [`Plan::compile`] makes one; this file holds only what a night reads.

mod calendar;
mod compile;
mod error;
mod limits;
mod practice;
pub mod prices;
mod store_score;

pub use crate::scenario::{Satisfaction, Tolerance};
pub use error::CompileError;
pub use practice::{
    AfterCare, AsksAgain, Authority, Bot, HelpdeskTimes, Meanwhile, Notice, Overlooked, WritesAgain,
};
pub use store_score::{Opinion, ScoreOf, ScorePart, StoreScore, Threshold};

use crate::demand::Demand;
use crate::random::{CountSampler, NameKey, Sampler};
use crate::scenario::{Abandoned, ChannelKind, GivenUp, InboxOrder, Measure, Pick};
use crate::units::{Money, Span, Time};

/// A scenario, ready to be simulated.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Nobody new arrives at or after it.
    pub closes: Time,
    /// The end of the run-out; what is open then is counted as missed.
    pub end: Time,
    /// Length of a report interval; interval `i` covers `[i × interval, (i + 1) × interval)`.
    pub interval: Span,
    /// Report intervals that begin before `closes`; what happens later is counted in one more.
    pub intervals: usize,
    /// Who comes.
    pub demand: Demand,
    /// By name.
    pub inquiries: Vec<Inquiry>,
    /// By name.
    pub channels: Vec<Channel>,
    /// By name, `regular` among them.
    pub tiers: Vec<Tier>,
    /// By name.
    pub parties: Vec<Party>,
    /// By name.
    pub teams: Vec<Team>,
    /// In roster order: team, first start, shift name, number.
    pub agents: Vec<Agent>,
    /// By name.
    pub targets: Vec<Target>,
    /// The survey, and complaints; none: nobody is asked.
    pub satisfaction: Option<Satisfaction>,
    /// Within what time a reply is quick.
    pub quick_reply: Span,
    /// What things cost.
    pub prices: prices::Prices,
    /// How a platform scores the shop.
    pub store_score: Option<StoreScore>,
}

/// A kind of question.
#[derive(Clone, Debug)]
pub struct Inquiry {
    /// As in the file.
    pub name: String,
    /// Cumulative share and channel index; the last is 1.
    pub channels: Vec<(f64, u8)>,
    /// Cumulative share and tier index; the last is 1.
    pub tiers: Vec<(f64, u8)>,
    /// By channel index; none where the inquiry never is.
    pub handling: Vec<Option<Handling>>,
    /// What a follow-up message takes.
    pub reply: Sampler,
    /// Number (from 1) of the reply that solves; none: the last.
    pub solution_turn: Option<u32>,
    /// Follow-up conversations at most; none: unlimited.
    pub max_rounds: Option<u32>,
    /// Teams that a customer's conversation may go to.
    pub routing: Routing,
    /// Customers meet it first.
    pub bot: Option<Bot>,
    /// Cumulative share and outcome; the last is 1.
    pub outcomes: Vec<(f64, Outcome)>,
}

/// Teams that a customer's conversation may go to. Whether a team serves its channel is said by
/// [`Team::slots`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Routing {
    /// All of them alike.
    Pool(Vec<u16>),
    /// The first with a free agent; each only after the conversation has waited so long.
    InOrder(Vec<(u16, Span)>),
}

/// How a conversation goes on one channel.
#[derive(Clone, Debug)]
pub struct Handling {
    /// For the first reply.
    pub patience: Sampler,
    /// For later ones.
    pub patience_later: Sampler,
    /// Customer messages; 1 on the phone.
    pub turns: CountSampler,
    /// Reading and writing, or talking.
    pub reply: Sampler,
    /// From a reply to the next message.
    pub think: Sampler,
    /// Work after the last reply.
    pub wrap_up: Sampler,
    /// What those who gave up do.
    pub retry: Option<Retry>,
    /// What those do who wait for a reply.
    pub writes_again: Option<Box<WritesAgain>>,
}

/// What those who gave up do.
#[derive(Clone, Debug)]
pub struct Retry {
    /// Of them.
    pub share: f64,
    /// From giving up.
    pub delay: Sampler,
    /// Channel index of the new conversation; none: the same.
    pub channel: Option<u8>,
}

/// How an answered conversation goes on.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// As in the file.
    pub name: String,
    /// Each time.
    pub cost: Money,
    /// Instead of that, drawn each time (millionths for microseconds).
    pub drawn_cost: Option<Sampler>,
    /// What happens.
    pub next: Next,
    /// A further message once the case is concluded.
    pub after_care: Option<AfterCare>,
    /// What happens while the case waits for a party.
    pub meanwhile: Option<Box<Meanwhile>>,
}

/// What an outcome does with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing more.
    Concluded,
    /// A party's answer, then one message of the desk, then concluded.
    MessageAfter {
        /// Index of the party.
        party: u16,
    },
    /// A party's answer, then a conversation opened by the desk.
    ConversationAfter {
        /// Index of the party.
        party: u16,
    },
    /// A conversation opened by the desk in that team's queue, at the last reply.
    EscalateTo {
        /// Index of the team.
        team: u16,
    },
}

/// A way to reach the desk.
#[derive(Clone, Debug)]
pub struct Channel {
    /// As in the file.
    pub name: String,
    /// What kind.
    pub kind: ChannelKind,
    /// What becomes of a conversation whose customer gave up.
    pub given_up: GivenUp,
    /// How long a slot stays taken after the last reply; zero: not at all.
    pub idle_close: Span,
    /// Messages that are noticed only when the customer nudges.
    pub overlooked: Option<Overlooked>,
    /// What the helpdesk's own slowness adds; never on a phone.
    pub helpdesk: Option<Box<HelpdeskTimes>>,
}

/// A customer tier.
#[derive(Clone, Debug)]
pub struct Tier {
    /// As in the file.
    pub name: String,
    /// Served before all without it.
    pub first: bool,
    /// Counts as having waited so much longer.
    pub head_start: Span,
}

/// Somebody a case waits for.
#[derive(Clone, Debug)]
pub struct Party {
    /// As in the file.
    pub name: String,
    /// Working time until it answers.
    pub delay: Sampler,
    /// When it works.
    pub hours: Windows,
}

/// Stretches of time, sorted, apart from each other, from before the opening to after the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Windows {
    /// The whole time.
    Always,
    /// From (included) and to (excluded).
    Some(Vec<(Time, Time)>),
}

/// Agents with the same skills, channels and pay.
#[derive(Clone, Debug)]
pub struct Team {
    /// As in the file.
    pub name: String,
    /// Inquiry indices in the order written.
    pub skills: Vec<u16>,
    /// By channel index: conversations one agent holds at once (chat, phone: 1, message: 1 stands for
    /// "serves it"); 0: the channel is not served.
    pub slots: Vec<u32>,
    /// What a slot that comes free takes.
    pub pick: Pick,
    /// What an agent takes from its inbox.
    pub inbox: InboxOrder,
    /// By inquiry index: reply times are divided by it.
    pub speed: Vec<f64>,
    /// By number of open conversations less 1, the last holding on; reply times are divided by it too; never empty.
    pub speed_at: Vec<f64>,
    /// When the last thing worked on in this shift was another conversation.
    pub switch: Span,
    /// By time: `(from, an hour's pay)`, night pay included; the first from before the opening.
    pub pay: Vec<(Time, Money)>,
    /// On pay past the end of a shift.
    pub overtime_factor: f64,
    /// Chance that an agent is away for the whole horizon.
    pub absence: f64,
    /// What an agent may pay out; none: any amount.
    pub authority: Option<Authority>,
    /// `(from, agents on duty)` of a team staffed by level; the first at or before the opening. None: shifts.
    /// Agents of such a team have no duties; there are as many as the highest level.
    pub level: Option<Vec<(Time, u32)>>,
}

/// One rostered person.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Index of the team.
    pub team: u16,
    /// Name of the shift; empty for a level.
    pub shift: String,
    /// Within the shift (or level), from 0.
    pub number: u32,
    /// Key of (team, shift): the draw of absence is that of this key and the number.
    pub key: NameKey,
    /// Sorted, apart from each other.
    pub duties: Vec<Duty>,
}

/// One occurrence of a shift.
#[derive(Clone, Debug)]
pub struct Duty {
    /// May be before the opening.
    pub start: Time,
    /// After `start`.
    pub end: Time,
    /// From here on nothing is taken from the queue; `end` if there is no last call.
    pub last_call: Time,
    /// Stays until its open conversations are over, instead of handing over.
    pub finish: bool,
    /// Sorted by `due`.
    pub breaks: Vec<Break>,
    /// Begins before `closes`: its pay, hours and load are this night's.
    pub counted: bool,
}

/// One agent's break.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Break {
    /// When the agent goes, or as soon after as the work in hand ends.
    pub due: Time,
    /// How long it stays away.
    pub length: Span,
    /// Whether it is paid.
    pub paid: bool,
    /// 15 minutes or more: conversations are handed over.
    pub hands_over: bool,
    /// Training: from its end on the agent's reply times are divided by it; 1 of a break.
    pub trains: f64,
}

/// A promise.
#[derive(Clone, Debug)]
pub struct Target {
    /// As in the file.
    pub name: String,
    /// What is measured.
    pub measure: Measure,
    /// Within what time.
    pub within: Span,
    /// What share must be.
    pub at_least: f64,
    /// By channel index: whether it counts. For cases the channel of the first conversation decides.
    pub channels: Vec<bool>,
    /// By inquiry index.
    pub inquiries: Vec<bool>,
    /// By tier index.
    pub tiers: Vec<bool>,
    /// Hours; `Always` if not limited.
    pub hours: Windows,
    /// True: everything counts and time runs only inside `hours`. False: only what starts inside counts.
    pub clock_in_hours: bool,
    /// How those count who gave up.
    pub abandoned: Abandoned,
    /// Nights that are judged together; none: each night.
    pub over: Option<u32>,
}

impl Channel {
    /// Its conversations stay open longer than one work lasts, so that an agent keeps a list of them.
    #[inline]
    pub(super) fn has_inbox(&self) -> bool {
        self.kind == ChannelKind::Chat || (self.kind == ChannelKind::Phone && self.idle_close.0 > 0)
    }
}

impl Windows {
    /// The same time as `stretches`, which may come in any order and overlap.
    pub fn of(mut stretches: Vec<(Time, Time)>) -> Windows {
        stretches.sort_unstable();
        let mut merged: Vec<(Time, Time)> = Vec::with_capacity(stretches.len());
        for (from, to) in stretches {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Windows::Some(merged)
    }

    /// True if `at` lies inside.
    #[inline]
    pub fn contain(&self, at: Time) -> bool {
        match self {
            Windows::Always => true,
            Windows::Some(windows) => {
                let after = windows.partition_point(|window| window.0 <= at);
                after > 0 && at < windows[after - 1].1
            }
        }
    }

    /// The instants at which they begin and end; none if they are the whole time.
    pub fn edges(&self) -> impl Iterator<Item = Time> {
        let windows = match self {
            Windows::Always => &[][..],
            Windows::Some(windows) => windows,
        };
        windows.iter().flat_map(|window| [window.0, window.1])
    }

    /// Time inside between `from` and `to`.
    pub fn elapsed(&self, from: Time, to: Time) -> Span {
        match self {
            Windows::Always => to - from,
            Windows::Some(windows) => {
                let first = windows.partition_point(|window| window.1 <= from);
                let overlaps = windows[first..].iter().take_while(|window| window.0 < to);
                overlaps.map(|window| window.1.min(to) - window.0.max(from)).sum()
            }
        }
    }

    /// The instant when `span` of time inside has passed since `from`; never, if the windows end before.
    pub fn after(&self, from: Time, span: Span) -> Time {
        let Windows::Some(windows) = self else { return from + span };
        let mut left = span;
        let first = windows.partition_point(|window| window.1 <= from);
        for &(start, end) in &windows[first..] {
            let start = start.max(from);
            if left <= end - start {
                return start + left;
            }
            left -= end - start;
        }
        Time::NEVER
    }
}

impl Plan {
    /// The report interval that `at` falls in; what is before the opening falls in the first, what is
    /// after `closes` in one past the last.
    #[inline]
    pub fn interval_of(&self, at: Time) -> usize {
        ((at.0.max(0) / self.interval.0) as usize).min(self.intervals)
    }
}

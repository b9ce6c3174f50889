//! `[team.x]`: agents with the same skills, channels and pay, and when they are on duty.

use super::{Authority, ClockTime, Days, Hours, Name, Steps};
use crate::units::{Money, Span};
use std::collections::BTreeMap;

/// One team.
#[derive(Clone, Debug)]
pub struct Team {
    /// How it is shown.
    pub title: Option<String>,
    /// Inquiries in the order written; `"*"`: all, by name.
    pub skills: Vec<Name>,
    /// Channels served, and how many conversations of each one agent holds.
    pub slots: BTreeMap<Name, Slots>,
    /// What a slot that comes free takes.
    pub pick: Pick,
    /// What an agent takes from its inbox.
    pub inbox: InboxOrder,
    /// Reply times are divided by it.
    pub speed: f64,
    /// Replaces `speed` for an inquiry.
    pub speed_by: BTreeMap<Name, f64>,
    /// By number of open conversations; each holds up to the next; sorted; empty: 1.
    pub speed_at: Vec<(u32, f64)>,
    /// Added when the last thing worked on in this shift was another conversation.
    pub switch: Span,
    /// An hour.
    pub pay: Money,
    /// Factors on pay by hours.
    pub night_pay: Vec<NightPay>,
    /// On pay for time worked past the end of a shift.
    pub overtime_factor: f64,
    /// Chance that an agent is not there, for the whole horizon.
    pub absence: f64,
    /// What an agent may pay out; none: any amount.
    pub authority: Option<Authority>,
    /// Shifts, or a level.
    pub staffing: Staffing,
    /// Families of shifts, for `staff`.
    pub families: BTreeMap<Name, ShiftFamily>,
    /// Least on duty by clock time, for `staff`.
    pub at_least_on_duty: Option<Steps<u32>>,
    /// Most on duty by clock time, for `staff`.
    pub at_most_on_duty: Option<Steps<u32>>,
}

/// How many conversations of a channel one agent holds at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slots {
    /// So many; a phone has one.
    Limited(u32),
    /// `"unlimited"`, for message channels: the team serves it.
    Unlimited,
}

/// `pick = …`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pick {
    /// The longest wait.
    #[default]
    LongestWait,
    /// The order of the team's `skills`, then the longest wait.
    SkillOrder,
}

/// `inbox = …`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InboxOrder {
    /// Strictly oldest first, by the instant the customer sent it.
    #[default]
    OldestFirst,
    /// First messages of new conversations before others.
    NewFirst,
}

/// `night_pay = { hours, factor }`
#[derive(Clone, Debug)]
pub struct NightPay {
    /// When.
    pub hours: Hours,
    /// Times the pay.
    pub factor: f64,
}

/// Shifts, or a level.
#[derive(Clone, Debug)]
pub enum Staffing {
    /// `[team.x.shift.y]`
    Shifts(BTreeMap<Name, Shift>),
    /// `on_duty = { steps = … }`
    Level(Steps<Headcount>),
}

/// How many agents: planned, and between what `staff` searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headcount {
    /// None: no plan yet; run `staff` first.
    pub plan: Option<u32>,
    /// Least.
    pub min: u32,
    /// Most.
    pub max: u32,
}

/// `[team.x.shift.y]`
#[derive(Clone, Debug)]
pub struct Shift {
    /// How it is shown.
    pub title: Option<String>,
    /// Start.
    pub from: ClockTime,
    /// End; not after the start: on the next day.
    pub to: ClockTime,
    /// On which days it begins.
    pub days: Days,
    /// How many.
    pub agents: Headcount,
    /// In the order written.
    pub breaks: Vec<Break>,
    /// So long before the end nothing is taken from the queue.
    pub last_call: Span,
    /// What happens to open conversations at the end.
    pub at_end: AtEnd,
}

/// `{ for = "30min", between = "20:00-22:30" }`
#[derive(Clone, Debug)]
pub struct Break {
    /// How long.
    pub length: Span,
    /// Between when and when.
    pub between: (ClockTime, ClockTime),
    /// On which days.
    pub days: Days,
    /// Whether it is paid.
    pub paid: bool,
    /// Training: from its end on the agent's reply times are divided by it; 1 of a break.
    pub trains: f64,
}

/// `at_end = …`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AtEnd {
    /// Open conversations go back to the queue.
    #[default]
    HandOver,
    /// The agent stays until they are over.
    Finish,
}

/// `[team.x.shifts.y]`: a family of shifts, for `staff`.
#[derive(Clone, Debug)]
pub struct ShiftFamily {
    /// First start.
    pub first: ClockTime,
    /// Last start.
    pub last: ClockTime,
    /// Between starts.
    pub every: Span,
    /// Lengths.
    pub lengths: Vec<Span>,
    /// Least and most agents of each shift.
    pub agents: Headcount,
    /// As of a shift.
    pub breaks: Vec<Break>,
}

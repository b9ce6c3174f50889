//! The scenario file: its tables as types, read with positions, checked, changed by levers and `--set`.
//!
//! Everything is keyed by name in a `BTreeMap`, so the order in which the file lists things never
//! matters. Cross-references stay names here; `simulation::plan` compiles them to indices.

mod channel;
mod check;
mod clock;
mod diagnostics;
mod extends;
mod filled;
mod filled_changes;
mod filled_families;
mod filled_files;
mod inquiry;
mod keys;
mod lever;
mod levers;
mod load;
mod party;
mod path;
mod practice;
mod read;
mod scale;
mod schema;
mod set;
mod shape;
mod source;
mod standards;
pub mod store_score;
mod stream;
mod target;
mod team;
pub mod threshold;
mod tree;

pub use channel::{Channel, ChannelCost, ChannelKind, GivenUp, HelpdeskTimes, Overlooked};
pub use clock::{ClockTime, Days, Hours, Moment, Steps, Weekday};
pub use diagnostics::{Problem, ProblemRecord, Problems, Severity, did_you_mean};
pub use filled::{FilledPlace, FilledPlan, empty_levers, filled};
pub use filled_changes::filled_changes;
pub use filled_files::{reached_from, texts};
pub use inquiry::{
    After, Arrivals, ArrivalsAs, Backlog, Baseline, FollowUp, Handling, Inquiry, Next, Outcome, Retry, Row,
    TeamChoice,
};
pub use lever::{Lever, LeverCost};
pub use levers::read_plan;
pub use load::{Loaded, Request, load, load_text, load_text_with};
pub use party::Party;
pub use path::Path;
pub use practice::{
    AfterCare, Amount, AsksAgain, Authority, Bot, BotClock, Notice, Proactive, Satisfaction, Tolerance,
    WritesAgain,
};
pub use read::{format_duration, gamma_of, lognormal_of, parse_duration};
pub use schema::{key_table, schema};
pub use source::{Origin, Source, SourceId, Sources};
pub use standards::Standard;
pub use stream::Stream;
pub use target::{Abandoned, Measure, Penalty, Target, TargetClock};
pub use team::{
    AtEnd, Break, Headcount, InboxOrder, NightPay, Pick, Shift, ShiftFamily, Slots, Staffing, Team,
};

pub use crate::random::{CountDistribution, Distribution, Law};
pub use tree::{Entries, Entry, Node, Value};

use crate::units::Span;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// A commented scenario that runs, for `nightdesk init`.
pub const INIT: &str = include_str!("init.toml");

/// A name in a scenario: the key of its table.
pub type Name = String;

/// A whole scenario, read and checked: past this border nothing is missing and no share is over 1.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// How the night is shown.
    pub title: String,
    /// The zone of all clock times.
    pub time_zone: TimeZone,
    /// When customers begin to arrive, in the zone's civil time.
    pub opens: DateTime,
    /// After this nobody new arrives.
    pub closes: DateTime,
    /// How long what arrived goes on after `closes`.
    pub run_out: Span,
    /// The interval of the report.
    pub interval: Span,
    /// What amounts of money are counted in, e.g. `CNY`.
    pub currency: String,
    /// Coefficient of variation of the factor that everything of a night shares.
    pub busyness_cv: f64,
    /// Broadcasts.
    pub streams: BTreeMap<Name, Stream>,
    /// Kinds of question.
    pub inquiries: BTreeMap<Name, Inquiry>,
    /// Ways to reach the desk.
    pub channels: BTreeMap<Name, Channel>,
    /// Customer tiers besides `regular`, which always exists.
    pub tiers: BTreeMap<Name, Tier>,
    /// Outsiders whose answers cases wait for.
    pub parties: BTreeMap<Name, Party>,
    /// Groups of agents.
    pub teams: BTreeMap<Name, Team>,
    /// Promises.
    pub targets: BTreeMap<Name, Target>,
    /// The survey, and complaints; none: nobody is asked.
    pub satisfaction: Option<Satisfaction>,
    /// Within what time a reply is quick.
    pub quick_reply: Span,
    /// How a platform scores the shop.
    pub store_score: Option<store_score::StoreScore>,
    /// Named changes.
    pub levers: BTreeMap<Name, Lever>,
    /// The levers pulled tonight, in the order in which they were applied; one may be pulled twice.
    pub pulled: Vec<Name>,
    /// What only a replay reads.
    pub replay: Replay,
}

/// `[replay]`: what only a replay reads.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    /// When it has failed.
    pub fail_if: Vec<threshold::Threshold>,
    /// Photos that customers send.
    pub photo: Option<Photo>,
}

/// `[replay.photo]`: photos that customers send.
#[derive(Clone, Copy, Debug)]
pub struct Photo {
    /// Of customers' messages, how many have one.
    pub share: f64,
    /// How large each is.
    pub bytes: u64,
}

impl Scenario {
    /// The same with the fewest agents allowed wherever no number is planned yet.
    pub fn with_fewest_agents(mut self) -> Scenario {
        for team in self.teams.values_mut() {
            let unplanned: Vec<&mut Headcount> = match &mut team.staffing {
                Staffing::Shifts(shifts) => shifts.values_mut().map(|shift| &mut shift.agents).collect(),
                Staffing::Level(steps) => steps.steps.iter_mut().map(|(_, agents)| agents).collect(),
            };
            for agents in unplanned {
                agents.plan = agents.plan.or(Some(agents.min));
            }
            team.families.clear();
        }
        self
    }
}

/// `[tier.x]`: how customers of a tier are queued.
#[derive(Clone, Debug, Default)]
pub struct Tier {
    /// How it is shown.
    pub title: Option<String>,
    /// Served before all tiers without it.
    pub first: bool,
    /// Counts as having waited so much longer.
    pub head_start: Span,
}

//! The oracle: the model of docs/model.md, section 3, as a plain textbook simulation.
//!
//! Written for obviousness. Everything that happens is an event in one binary heap, every patience is
//! a timer, agents and queue are searched from end to end, and every stretch of an agent's time is
//! kept as a pair of instants until the night is over. The product's engine must give the same
//! [`Counts`] digit for digit. How the model was read where it leaves a choice: `READINGS.md`.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `events` | what can happen, and in which order at one instant |
//! | `world` | the state of a night, and the loop |
//! | `people` | cases, conversations, agents and their stretches of duty: the state's parts |
//! | `cases` | arrivals, later messages, giving up, how a case goes on and ends |
//! | `queue` | what waits, who may take it, who gets it |
//! | `work` | what an agent takes, how long it takes, what follows |
//! | `agents` | shifts and breaks |
//! | `levels` | teams staffed by level |
//! | `handover` | how agents go, and what becomes of their conversations |
//! | `targets` | met, missed, not counted |
//! | `wages` | what the agents' stretches of time add up to |
#![allow(dead_code)] // each test binary uses its part

mod agents;
mod cases;
mod events;
mod handover;
mod levels;
mod people;
mod queue;
mod targets;
mod wages;
mod work;
mod world;

use nightdesk::demand::Arrival;
use nightdesk::random::Key;
use nightdesk::simulation::observer::{Event, Who};
use nightdesk::simulation::plan::Plan;
use nightdesk::simulation::tally::Counts;
use nightdesk::units::Time;
use std::fmt;

/// Simulates the night with key `night` and these cases (sorted).
pub fn simulate(plan: &Plan, night: Key, arrivals: &[Arrival]) -> Counts {
    simulate_with_log(plan, night, arrivals).0
}

/// Simulates the night and tells it.
pub fn simulate_with_log(plan: &Plan, night: Key, arrivals: &[Arrival]) -> (Counts, Vec<LogLine>) {
    let mut world = world::World::new(plan, night, arrivals);
    world.run();
    (world.counts, world.log)
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// When.
    pub at: Time,
    /// What.
    pub what: What,
    /// To which message.
    pub who: Option<Who>,
    /// With which agent (index in roster order).
    pub agent: Option<usize>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// To a conversation.
    Happened(Event),
    /// An agent comes on duty or back from a break.
    OnDuty,
    /// An agent leaves or goes to a break.
    OffDuty,
}

impl fmt::Display for LogLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>12.6} s  ", self.at.seconds())?;
        match self.what {
            What::Happened(event) => write!(f, "{event:?}")?,
            What::OnDuty => write!(f, "OnDuty")?,
            What::OffDuty => write!(f, "OffDuty")?,
        }
        if let Some(who) = self.who {
            write!(f, "  {}.{}.{}.{}", who.source, who.case, who.conversation, who.turn)?;
        }
        if let Some(agent) = self.agent {
            write!(f, "  agent {agent}")?;
        }
        Ok(())
    }
}

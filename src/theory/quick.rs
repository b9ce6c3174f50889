//! One question, one answer: what `nightdesk erlang b|c|a|x` prints.
//!
//! Here times are seconds and rates are per hour, and the names of fields say so. A [`Question`] is
//! checked as a whole, every fault reported at once; its [`Answer`] says the same things of every model
//! and `None` of what the model does not know.

use serde::Serialize;
use thiserror::Error;

use super::Outlook;
use super::erlang_a::ErlangA;
use super::erlang_b;
use super::erlang_c::{ErlangC, erlang_c};
use super::erlang_x::{Redials, erlang_x};
use super::service_level::Abandoned;
use super::staffing::least_agents;

/// The most agents that a question may name and that a search for the least agents tries.
pub const MOST_AGENTS: u64 = 1_000_000;

/// What customers do who find every agent busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// They are gone at once (Erlang B).
    B,
    /// They wait until answered (Erlang C).
    C,
    /// They wait for an exponential patience (Erlang A).
    A,
    /// As in A, and a share calls again (Erlang X).
    X,
}

/// How many agents are asked about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Agents {
    /// So many.
    Number(u64),
    /// The least with at least this service level, 0 to 1.
    ForTarget(f64),
}

/// A question about one team with a constant rate of calls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    /// What customers do who find every agent busy.
    pub model: Model,
    /// New customers an hour.
    pub per_hour: f64,
    /// Mean handle time in seconds.
    pub handle_s: f64,
    /// Mean patience in seconds: A and X need it, B and C do without.
    pub patience_s: Option<f64>,
    /// How many agents, or for which target.
    pub agents: Agents,
    /// The time of the service level in seconds; 0 for "at once".
    pub within_s: f64,
    /// How those who give up count in the service level.
    pub abandoned: Abandoned,
    /// X only: which shares call again.
    pub redials: Redials,
}

/// Something in a question that has no meaning.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum Fault {
    /// A number out of its range; `what` is the field of [`Question`].
    #[error("{what} must be {expected}, not {value}")]
    OutOfRange {
        /// The field.
        what: &'static str,
        /// What it may be.
        expected: &'static str,
        /// What it was.
        value: f64,
    },
    /// A model with impatient customers was asked without their patience.
    #[error("patience_s is needed: customers of Erlang A and X give up")]
    NoPatience,
}

/// The answer. Shares are from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The model asked.
    pub model: Model,
    /// New customers an hour.
    pub customers_per_hour: f64,
    /// Calls an hour, redials among them.
    pub calls_per_hour: f64,
    /// Calls in a handle time, in erlang.
    pub offered_load_erlang: f64,
    /// The agents asked about, or the least that meet the target; `None` if none do, and then all other
    /// figures are those of [`MOST_AGENTS`].
    pub agents: Option<u64>,
    /// The target asked for.
    pub target: Option<f64>,
    /// Whether the service level reaches the target, if there is one.
    pub target_met: Option<bool>,
    /// The mean share of their time that agents are busy.
    pub occupancy: f64,
    /// The share of calls that find every agent busy (in B these are blocked).
    pub chance_to_wait: f64,
    /// The share of calls answered within `within_s`, those who gave up counted as `abandoned_count`.
    pub service_level: f64,
    /// The time of the service level in seconds.
    pub within_s: f64,
    /// How those who gave up count in it.
    pub abandoned_count: Abandoned,
    /// The mean time in the queue of all calls in seconds; `None` if it grows without bound.
    pub mean_wait_s: Option<f64>,
    /// The same of the calls that are answered; `None` also if none are.
    pub mean_wait_answered_s: Option<f64>,
    /// The share of calls given up (in B: blocked); `None` in C, which knows no giving up.
    pub abandoned_share: Option<f64>,
    /// X only: the share of new customers whose last call was given up.
    pub lost_for_good_share: Option<f64>,
    /// The mean number who wait; `None` if it grows without bound.
    pub queue_length: Option<f64>,
    /// Overload: by how many customers an hour the queue (in X: the number who will redial) grows; `None`
    /// if it settles.
    pub grows_per_hour: Option<f64>,
}

impl Question {
    /// The answer.
    ///
    /// # Errors
    /// Every fault of the question. Overload and a target out of reach are answers, not errors.
    pub fn answer(&self) -> Result<Answer, Vec<Fault>> {
        let faults = self.faults();
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(match self.agents {
            Agents::Number(agents) => self.with(agents),
            Agents::ForTarget(target) => self.least_for(target),
        })
    }

    fn least_for(&self, target: f64) -> Answer {
        // Whatever the staff, someone may have to wait: only rounding would call it certain.
        let meets = |agents| target < 1.0 && self.with(agents).service_level >= target;
        let least = least_agents(MOST_AGENTS, meets);
        let answer = self.with(least.unwrap_or(MOST_AGENTS));
        Answer { agents: least, target: Some(target), target_met: Some(least.is_some()), ..answer }
    }

    fn with(&self, agents: u64) -> Answer {
        match self.model {
            Model::B => self.blocked(agents),
            Model::C => match erlang_c(self.per_hour / 3600.0, self.handle_s, agents) {
                Outlook::Steady(queue) => self.waiting(&queue),
                Outlook::Overload { grows } => self.overloaded(agents, grows),
            },
            Model::A => self.impatient(agents, &self.queue(agents, self.per_hour / 3600.0)),
            Model::X => self.redialling(agents),
        }
    }

    /// What does not depend on the model, and nothing of the rest.
    fn blank(&self, agents: u64) -> Answer {
        Answer {
            model: self.model,
            customers_per_hour: self.per_hour,
            calls_per_hour: self.per_hour,
            offered_load_erlang: self.per_hour / 3600.0 * self.handle_s,
            agents: Some(agents),
            target: None,
            target_met: None,
            occupancy: 0.0,
            chance_to_wait: 0.0,
            service_level: 0.0,
            within_s: self.within_s,
            abandoned_count: self.abandoned,
            mean_wait_s: None,
            mean_wait_answered_s: None,
            abandoned_share: None,
            lost_for_good_share: None,
            queue_length: None,
            grows_per_hour: None,
        }
    }

    /// Erlang B counts who is blocked as missed: nobody who gives up at once is ever answered late.
    fn blocked(&self, agents: u64) -> Answer {
        let blank = self.blank(agents);
        let blocking = erlang_b::blocking(blank.offered_load_erlang, agents);
        Answer {
            occupancy: erlang_b::occupancy(blank.offered_load_erlang, agents),
            chance_to_wait: blocking,
            service_level: 1.0 - blocking,
            abandoned_count: Abandoned::Missed,
            mean_wait_s: Some(0.0),
            mean_wait_answered_s: (agents > 0).then_some(0.0),
            abandoned_share: Some(blocking),
            queue_length: Some(0.0),
            ..blank
        }
    }

    fn waiting(&self, queue: &ErlangC) -> Answer {
        Answer {
            occupancy: queue.occupancy(),
            chance_to_wait: queue.chance_to_wait,
            service_level: queue.answered_within(self.within_s),
            mean_wait_s: Some(queue.mean_wait()),
            mean_wait_answered_s: Some(queue.mean_wait()),
            queue_length: Some(queue.queue_length()),
            ..self.blank(queue.agents)
        }
    }

    /// A queue that grows by `grows` customers a second: every agent busy, nobody answered in time.
    fn overloaded(&self, agents: u64, grows: f64) -> Answer {
        let occupancy = if agents > 0 { 1.0 } else { 0.0 };
        let grows_per_hour = Some(grows * 3600.0);
        Answer { occupancy, chance_to_wait: 1.0, grows_per_hour, ..self.blank(agents) }
    }

    fn queue(&self, agents: u64, per_second: f64) -> ErlangA {
        let patience = self.patience_s.expect("checked: A and X have a patience");
        ErlangA::new(per_second, self.handle_s, patience, agents)
    }

    fn impatient(&self, agents: u64, queue: &ErlangA) -> Answer {
        Answer {
            calls_per_hour: queue.arrivals * 3600.0,
            offered_load_erlang: queue.load(),
            occupancy: queue.occupancy(),
            chance_to_wait: queue.chance_to_wait,
            service_level: queue.fates(self.within_s).service_level(self.abandoned),
            mean_wait_s: Some(queue.mean_wait()),
            mean_wait_answered_s: queue.mean_wait_answered(),
            abandoned_share: Some(queue.abandoned),
            queue_length: Some(queue.queue_length()),
            ..self.blank(agents)
        }
    }

    fn redialling(&self, agents: u64) -> Answer {
        let patience = self.patience_s.expect("checked: A and X have a patience");
        match erlang_x(self.per_hour / 3600.0, self.handle_s, patience, agents, self.redials) {
            Outlook::Overload { grows } => self.overloaded(agents, grows),
            Outlook::Steady(balance) => Answer {
                lost_for_good_share: Some(balance.lost_for_good()),
                ..self.impatient(agents, &balance.calls)
            },
        }
    }

    /// Every fault, in the order of the fields.
    fn faults(&self) -> Vec<Fault> {
        let positive = |value: f64| value > 0.0 && value.is_finite();
        let share = |value: f64| (0.0..=1.0).contains(&value);
        let impatient = matches!(self.model, Model::A | Model::X);
        let patience = self.patience_s.filter(|_| impatient);
        let load = self.per_hour * self.handle_s / 3600.0;
        let (agents, target) = match self.agents {
            Agents::Number(agents) => (agents, 0.5),
            Agents::ForTarget(target) => (0, target),
        };
        let redials = if self.model == Model::X { self.redials } else { Redials::default() };
        let rules = [
            ("per_hour", "above 0", self.per_hour, positive(self.per_hour)),
            ("handle_s", "above 0", self.handle_s, positive(self.handle_s)),
            ("the load in erlang", "at most ten million", load, load.is_nan() || load <= 1e7),
            // Beyond, customers are patient for all that matters, and sums would lose their digits.
            (
                "patience_s",
                "above 0 and from a millionth to a million handle times",
                patience.unwrap_or(1.0),
                patience.is_none_or(|patience| {
                    positive(patience) && (1e-6..=1e6).contains(&(patience / self.handle_s))
                }),
            ),
            ("agents", "at most a million", agents as f64, agents <= MOST_AGENTS),
            ("target", "from 0 to 1", target, share(target)),
            ("within_s", "0 or more", self.within_s, self.within_s >= 0.0 && self.within_s.is_finite()),
            ("redials.abandoned", "from 0 to 1", redials.abandoned, share(redials.abandoned)),
            (
                "redials.answered",
                "from 0 to below 1",
                redials.answered,
                share(redials.answered) && redials.answered < 1.0,
            ),
        ];
        let broken = rules.into_iter().filter(|rule| !rule.3);
        let out_of_range =
            broken.map(|(what, expected, value, _)| Fault::OutOfRange { what, expected, value });
        let missing = (impatient && self.patience_s.is_none()).then_some(Fault::NoPatience);
        out_of_range.chain(missing).collect()
    }
}

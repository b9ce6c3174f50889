//! The night as it is played: customers who write and wait, agents who look, take, read and reply.
//!
//! Everything that happens at an instant is a [`Task`]; the schedule hands tasks over when they are due,
//! and whoever takes one calls [`Desk::run`], which does its requests, writes down what came of them and
//! adds the tasks that follow. A unit of work is a message, not a person: twenty thousand conversations may
//! be open with a few dozen requests in flight.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `customers` | writing, looking for the reply, giving up, rating |
//! | `roster`, `queue`, `choose`, `reply` | robots: coming and going; looking at the queue and taking; what next; reading, replying, closing |
//! | `eligible` | who may take what |
//! | `scripted` | agents who do what the trace says, when it says so |
//! | `before`, `after` | what is put in before the window, and what is read back after it |

mod after;
mod before;
mod choose;
mod customers;
mod eligible;
mod queue;
mod reply;
mod roster;
mod scripted;
mod state;

pub use state::{Agent, Message, State};

use super::client::{Ask, Client, Done};
use super::ledger::{Call, Entry, Ledger, Outcome};
use super::night::Night;
use super::profile::Operation;
use super::schedule::{Due, Schedule};
use super::text::{self, Author, Marker};
use crate::simulation::plan::Plan;
use crate::units::{Span, Time};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Times that a throttled request is tried again.
const MOST_TRIES: u32 = 5;
/// Waiting that is asked for beyond this is not waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How long a reply is looked for before it counts as lost, in real time.
const LONGEST_LOOK: i64 = 20_000_000;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// A customer writes.
    Write {
        /// Conversation.
        c: u32,
        /// Turn.
        t: u32,
        /// Tried so often before.
        tries: u32,
    },
    /// A customer looks for the reply.
    Look {
        /// Conversation.
        c: u32,
        /// Turn.
        t: u32,
        /// When the reply was accepted.
        since: i64,
    },
    /// A customer's patience ends.
    GiveUp {
        /// Conversation.
        c: u32,
        /// Turn.
        t: u32,
    },
    /// A customer rates the conversation.
    Rate {
        /// Conversation.
        c: u32,
        /// From 1.
        attempt: u32,
    },
    /// An agent closes a conversation again, which was put off.
    Resolve {
        /// Conversation.
        c: u32,
        /// Agent.
        a: u32,
        /// From 1.
        attempt: u32,
    },
    /// An agent comes or goes.
    Duty {
        /// Agent.
        a: u32,
        /// Comes.
        on: bool,
    },
    /// An agent looks at the queue.
    Poll {
        /// Agent.
        a: u32,
        /// And again after a while.
        again: bool,
    },
    /// An agent takes a conversation that was found in the queue.
    Take {
        /// Agent.
        a: u32,
        /// Conversation.
        c: u32,
        /// What listing the queue took, in µs.
        api: i64,
    },
    /// An agent with nothing in hand looks for work.
    Work {
        /// Agent.
        a: u32,
    },
    /// An agent has written a reply.
    Reply {
        /// Agent.
        a: u32,
        /// Conversation.
        c: u32,
        /// Turn.
        t: u32,
        /// From 1.
        attempt: u32,
    },
    /// An agent's wrap-up or call is over.
    HandFree {
        /// Agent.
        a: u32,
    },
    /// A slot is free.
    SlotFree {
        /// Agent.
        a: u32,
        /// Conversation.
        c: u32,
    },
    /// A call comes.
    Call {
        /// Index.
        call: u32,
    },
    /// Something of the desk's own is to be done.
    DeskWork {
        /// Index of the night's.
        work: u32,
    },
    /// The next step of a conversation whose agents follow the trace.
    Step {
        /// Conversation.
        c: u32,
    },
}

/// What is replayed, and how.
#[derive(Debug)]
pub struct Setup {
    /// The scenario.
    pub plan: Plan,
    /// The night.
    pub night: Night,
    /// The part of it that is measured.
    pub window: Range<Time>,
    /// How many times as fast time runs.
    pub speed: f64,
    /// Agents do what the trace says.
    pub scripted: bool,
    /// Between two looks of an agent at the queue, in the scenario's time.
    pub poll: Span,
    /// Whoever looks first takes a conversation, not the one who has most time for it.
    pub first_takes: bool,
    /// Share of messages with a photo, and the photo as base64.
    pub photo: Option<(f64, String)>,
    /// What its messages are marked with.
    pub run: String,
    /// By number in the ledger: which conversation of the night, and the first planned message.
    pub conversations: Vec<Planned>,
}

/// A conversation that is replayed.
#[derive(Clone, Copy, Debug)]
pub struct Planned {
    /// Index in the night.
    pub night: usize,
    /// The first planned message; those before are put in before the window.
    pub first: u32,
}

/// The night as it is played.
#[derive(Debug)]
pub struct Desk {
    /// What is replayed.
    pub setup: Setup,
    /// Sends requests.
    pub client: Client,
    /// Takes what happens.
    pub ledger: Ledger,
    schedule: Mutex<Option<Arc<Schedule<Task>>>>,
    state: Mutex<State>,
}

impl Setup {
    /// Which conversations the window concerns: those that open in it and those that are open when it
    /// begins.
    pub fn select(night: &Night, window: &Range<Time>) -> Vec<Planned> {
        let all = night.conversations.iter().enumerate();
        let chosen = all.filter_map(|(index, conversation)| {
            let first = conversation.sent_before(window.start) as u32;
            let opens_in_it = first == 0 && conversation.opens() < window.end;
            let open = opens_in_it || conversation.is_open_at(window.start);
            open.then_some(Planned { night: index, first })
        });
        chosen.collect()
    }

    /// The night's own conversation.
    pub fn conversation(&self, c: u32) -> &super::night::Conversation {
        &self.night.conversations[self.conversations[c as usize].night]
    }

    /// The instant in real time, in µs.
    pub fn real(&self, at: Time) -> i64 {
        ((at - self.window.start).micros() as f64 / self.speed) as i64
    }

    /// A span of the scenario in real time, in µs.
    pub fn real_span(&self, span: Span) -> i64 {
        (span.micros() as f64 / self.speed) as i64
    }

    /// When the window closes in real time.
    pub fn closes(&self) -> i64 {
        self.real(self.window.end)
    }
}

impl Desk {
    /// Nothing has happened yet.
    pub fn new(setup: Setup, client: Client, ledger: Ledger) -> Desk {
        let state = State::new(&setup);
        Desk { setup, client, ledger, schedule: Mutex::new(None), state: Mutex::new(state) }
    }

    /// Adds the first tasks: everything that is due whatever happens.
    pub fn begin(&self, schedule: Arc<Schedule<Task>>) {
        *self.schedule.lock().unwrap_or_else(PoisonError::into_inner) = Some(schedule);
        self.plan_customers();
        self.plan_agents();
    }

    /// Does a task.
    pub async fn run(&self, due: Due<Task>, queued: bool) {
        let when = When { due: due.at, ready: (!queued).then_some(due.ready) };
        match due.task {
            Task::Write { c, t, tries } => self.write(c, t, tries, when).await,
            Task::Look { c, t, since } => self.look(c, t, since, when).await,
            Task::GiveUp { c, t } => self.give_up(c, t),
            Task::Rate { c, attempt } => self.rate(c, attempt, when).await,
            Task::Resolve { c, a, attempt } => self.resolve(c, a, attempt).await,
            Task::Duty { a, on } => self.duty(a, on),
            Task::Poll { a, again } => self.poll(a, again, when).await,
            Task::Take { a, c, api } => self.take(a, c, api, when).await,
            Task::Work { a } => self.work(a, when).await,
            Task::Reply { a, c, t, attempt } => self.reply(a, c, t, attempt, when).await,
            Task::HandFree { a } => self.hand_free(a),
            Task::SlotFree { a, c } => self.slot_free(a, c),
            Task::Call { call } => self.call_comes(call),
            Task::DeskWork { work } => self.desk_work_comes(work),
            Task::Step { c } => self.step(c, when).await,
        }
    }

    /// True if nothing more will happen to messages that were sent.
    pub fn is_quiet(&self) -> bool {
        self.state().is_quiet()
    }

    /// Messages that wait for a reply.
    pub fn backlog(&self) -> usize {
        self.state().backlog()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> i64 {
        self.with_schedule(|schedule| schedule.clock().now()).unwrap_or(0)
    }

    fn add(&self, at: i64, task: Task) {
        self.with_schedule(|schedule| schedule.add(at, task));
    }

    fn with_schedule<T>(&self, act: impl FnOnce(&Schedule<Task>) -> T) -> Option<T> {
        let schedule = self.schedule.lock().unwrap_or_else(PoisonError::into_inner).clone();
        schedule.map(|schedule| act(&schedule))
    }

    /// What an operation on a conversation needs to know.
    fn ask<'a>(&self, c: u32, kept: &'a BTreeMap<String, Value>, agent: u32) -> Ask<'a> {
        Ask { customer: c as usize, agent: agent as usize, conversation: Some(kept), ..Ask::default() }
    }

    fn text(&self, c: u32, author: Author) -> (String, String) {
        let marker = Marker { conversation: c, author };
        (text::message(&self.setup.run, marker), text::marker(&self.setup.run, marker))
    }

    /// Writes a call down.
    fn book(&self, op: Operation, place: (Option<u32>, Option<u32>, Option<u32>), when: When, done: &Done) {
        let call = call(op, place, when, done);
        self.ledger.append(Entry::Call(call));
    }
}

/// When a task was due, and whether it had to wait for one of our runner's users.
#[derive(Clone, Copy, Debug)]
pub(crate) struct When {
    due: i64,
    /// When it could have been begun; none: not because of us.
    ready: Option<i64>,
}

impl When {
    /// What is done as soon as it is known.
    fn now(at: i64) -> When {
        When { due: at, ready: None }
    }
}

fn call(op: Operation, (c, t, a): (Option<u32>, Option<u32>, Option<u32>), when: When, done: &Done) -> Call {
    Call {
        op,
        c,
        t,
        a,
        due: when.due.min(done.sent),
        sent: done.sent,
        done: done.done,
        out: done.out,
        status: done.status,
        why: done.why.clone(),
        wait: done.wait.map(|wait| wait.as_micros() as i64),
        backlog: None,
        late: when.ready.map(|ready| (done.sent - ready).max(0)),
        aside: false,
    }
}

/// How long to wait before a throttled request is tried again; none: it is not.
fn again_after(done: &Done, tries: u32) -> Option<i64> {
    let wait = done.wait.filter(|wait| done.out == Outcome::Throttled && *wait <= LONGEST_WAIT)?;
    (tries < MOST_TRIES).then_some(wait.as_micros() as i64)
}

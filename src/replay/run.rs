//! From a setup to a ledger: put in what is open, play the night, read back what is there.
//!
//! The phases write into one ledger; whatever stops the run, the books made of it agree with the plan.

use super::books::Books;
use super::client::{Ask, Client};
use super::demo::Server;
use super::desk::{Desk, Setup, Task};
use super::goose::{self, Busy, Feed, Items, Workshop};
use super::ledger::{Entry, Ledger, Outcome, Start};
use super::profile::Operation;
use super::schedule::{Clock, Due, Schedule};
use futures_util::StreamExt;
use std::io;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How a run goes about it.
#[derive(Clone, Debug)]
pub struct Options {
    /// Users of our runner; none: as many as the rate asks for.
    pub users: Option<usize>,
    /// Requests a second at most.
    pub max_rate: Option<f64>,
    /// How long replies are waited for after the window, in real time.
    pub drain: Duration,
    /// Of the conversations, how many are read back.
    pub read_back: f64,
    /// What the run created is removed.
    pub clean_up: bool,
}

/// Where a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// What is open when the window begins is put in.
    Before,
    /// The window, and waiting for replies after it.
    Window,
    /// What is there is read back.
    After,
}

/// What can be seen of a run.
#[derive(Debug)]
pub struct View<'r> {
    /// Where it is.
    pub phase: Phase,
    /// Real time since the window began, in µs.
    pub now: i64,
    /// When the window closes.
    pub closes: i64,
    /// What the ledger amounts to so far.
    pub books: &'r Mutex<Books>,
    /// What is replayed.
    desk: &'r Desk,
    /// Users at work, and of how many.
    pub busy: (usize, usize),
    /// What was done of the phase, and of how much.
    pub done: (usize, usize),
}

impl View<'_> {
    /// Messages that wait for a reply.
    pub fn backlog(&self) -> usize {
        self.desk.backlog()
    }
}

/// What whoever watches wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Go on.
    GoOn,
    /// Somebody stopped it.
    Stop,
    /// This threshold was crossed.
    Abort(String),
}

/// Watches a run.
pub type Watcher<'w> = dyn FnMut(&View<'_>) -> Wish + 'w;

/// Why there was no run.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The helpdesk does not answer, or will not have us.
    #[error("{0}")]
    Unreachable(String),
    /// The ledger cannot be written.
    #[error("failed to write the ledger: {0}")]
    Ledger(#[source] io::Error),
    /// The system refused.
    #[error("failed to start: {0}")]
    Start(String),
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    /// What the ledger amounts to.
    pub books: Books,
    /// What was removed, and what could not be.
    pub cleaned_up: Option<(usize, usize)>,
}

/// Between two looks of whoever watches.
const LOOK: Duration = Duration::from_millis(50);
/// What is under way when all is over may take so long to end.
const FINISH: Duration = Duration::from_secs(5);
/// Requests at once before and after the window.
const AT_ONCE: usize = 16;
/// Users of our runner: at least, and at most.
const FEWEST: usize = 32;
const MOST: usize = 4000;

/// Users that a peak of so many requests a second asks for: enough for two seconds in which no answer comes.
pub fn users_for(peak_rate: f64) -> usize {
    ((peak_rate * 2.0) as usize).clamp(FEWEST, MOST)
}

struct Run<'w> {
    desk: Arc<Desk>,
    books: Arc<Mutex<Books>>,
    watcher: &'w mut Watcher<'w>,
    busy: Arc<Busy>,
    users: usize,
    wish: Wish,
}

/// Replays.
///
/// # Errors
/// If the helpdesk cannot be reached at all, or nothing can be written. Whatever goes wrong later stands in
/// the books.
pub fn replay<'w>(
    setup: Setup,
    client: Client,
    start: Start,
    options: &Options,
    ledger: &Path,
    peak_rate: f64,
    watcher: &'w mut Watcher<'w>,
) -> Result<Ended, RunError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| RunError::Start(error.to_string()))?;
    let host = start.helpdesk.clone();
    runtime.block_on(reachable(&client, &host))?;
    let books = Arc::new(Mutex::new(Books::default()));
    let keeper = Arc::clone(&books);
    let watch = move |entry: &Entry| lock(&keeper).enter(entry.clone());
    let (ledger, writer) = Ledger::create(ledger, watch).map_err(RunError::Ledger)?;
    ledger.append(Entry::Start(Box::new(start)));
    plan(&setup, &ledger);
    let desk = Arc::new(Desk::new(setup, client, ledger));
    let users = options.users.unwrap_or_else(|| users_for(peak_rate));
    let busy = Arc::new(Busy::default());
    let books_kept = Arc::clone(&books);
    let mut run = Run { desk, books, watcher, busy, users, wish: Wish::GoOn };
    let cleaned_up = runtime.block_on(run.all(options))?;
    drop(run);
    runtime.shutdown_timeout(Duration::from_secs(1));
    writer.finish().map_err(RunError::Ledger)?;
    let books = std::mem::take(&mut *lock(&books_kept));
    Ok(Ended { books, cleaned_up })
}

fn lock(books: &Mutex<Books>) -> MutexGuard<'_, Books> {
    books.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The first look at the helpdesk: an agent lists the queue.
async fn reachable(client: &Client, name: &str) -> Result<(), RunError> {
    let mut done = client.perform(Operation::ListQueue, &Ask::default()).await;
    for _ in 0..3 {
        if done.out != Outcome::Throttled {
            break;
        }
        tokio::time::sleep(done.wait.unwrap_or_default().min(Duration::from_secs(10))).await;
        done = client.perform(Operation::ListQueue, &Ask::default()).await;
    }
    let why = match (done.out, done.status, &done.why) {
        (Outcome::Accepted, ..) => return Ok(()),
        (_, Some(status @ (401 | 403)), _) => {
            format!("{name} refused us: HTTP {status} when an agent lists the queue; are the tokens right?")
        }
        (_, _, Some(why)) => format!("{name} could not be reached: {why}"),
        (_, Some(status), None) => {
            format!("{name} does not answer as its profile says: HTTP {status} when an agent lists the queue")
        }
        (_, None, None) => format!("{name} could not be reached"),
    };
    Err(RunError::Unreachable(why))
}

fn plan(setup: &Setup, ledger: &Ledger) {
    for (c, planned) in setup.conversations.iter().enumerate() {
        let conversation = &setup.night.conversations[planned.night];
        ledger.append(Entry::Plan {
            c: c as u32,
            channel: conversation.channel,
            inquiry: conversation.inquiry,
            tier: conversation.tier,
            first: planned.first.min(conversation.draws.turns),
            turns: conversation.draws.turns,
        });
    }
}

impl Run<'_> {
    async fn all(&mut self, options: &Options) -> Result<Option<(usize, usize)>, RunError> {
        self.put_in().await;
        let clock = self.window(options).await?;
        let cleaned_up = match self.wish {
            Wish::Stop => None,
            _ => self.read_back(options).await,
        };
        let (interrupted, aborted) = match std::mem::replace(&mut self.wish, Wish::GoOn) {
            Wish::GoOn => (false, None),
            Wish::Stop => (true, None),
            Wish::Abort(threshold) => (false, Some(threshold)),
        };
        self.desk.ledger.append(Entry::End { at: clock.now(), interrupted, aborted });
        Ok(cleaned_up)
    }

    /// Shows where we are; true: go on.
    fn look(&mut self, phase: Phase, now: i64, done: (usize, usize)) -> bool {
        if self.wish == Wish::GoOn {
            let view = View {
                phase,
                now,
                closes: self.desk.setup.closes(),
                books: &self.books,
                desk: &self.desk,
                busy: (self.busy.now.load(Ordering::Relaxed), self.users),
                done,
            };
            self.wish = (self.watcher)(&view);
        }
        self.wish == Wish::GoOn
    }

    async fn put_in(&mut self) {
        let open = self.desk.open_before();
        let total = open.len();
        let desk = Arc::clone(&self.desk);
        let mut all = futures_util::stream::iter(open)
            .map(|c| {
                let desk = Arc::clone(&desk);
                async move { desk.put_in(c).await }
            })
            .buffer_unordered(AT_ONCE);
        let (mut done, mut tick) = (0, tokio::time::interval(LOOK));
        loop {
            tokio::select! {
                next = all.next() => match next {
                    Some(_) => done += 1,
                    None => break,
                },
                _ = tick.tick() => if !self.look(Phase::Before, 0, (done, total)) { break },
            }
        }
    }

    /// Plays the window.
    async fn window(&mut self, options: &Options) -> Result<Clock, RunError> {
        // Goose needs some 0.3 ms to start a user.
        let clock = Clock::starting_in(Duration::from_millis(250 + self.users as u64 / 2));
        self.desk.client.set_clock(clock);
        if self.wish != Wish::GoOn {
            self.desk.ledger.append(Entry::Closed { at: 0 });
            return Ok(clock);
        }
        let (feed, items) = Items::new();
        let (schedule, dispatcher) = self.schedule(clock, options, feed)?;
        self.desk.begin(Arc::clone(&schedule));
        let (stop, stopping) = watch::channel(false);
        let workshop =
            Workshop { items, desk: Arc::clone(&self.desk), busy: Arc::clone(&self.busy), stop: stopping };
        let users = goose::run(self.users, "http://127.0.0.1", workshop);
        tokio::pin!(users);
        let mut tick = tokio::time::interval(LOOK);
        loop {
            tokio::select! {
                ended = &mut users => {
                    return Err(RunError::Start(ended.err().unwrap_or_else(|| "the users went".to_owned())));
                }
                _ = tick.tick() => if self.is_over(clock.now(), options) { break },
            }
        }
        let closed = self.desk.setup.closes().min(clock.now());
        self.desk.ledger.append(Entry::Closed { at: closed });
        schedule.close();
        goose::stop();
        // What is under way may end, unless somebody is in a hurry; nothing new begins.
        let grace = if self.wish == Wish::GoOn { FINISH } else { Duration::ZERO };
        let ended = tokio::time::timeout(grace, &mut users).await.is_ok();
        // Whoever watches knows by now; nobody is left to hear it only if all users are gone.
        let _ = stop.send(true);
        if !ended {
            let _ = tokio::time::timeout(Duration::from_secs(3), users).await;
        }
        let _ = dispatcher.join();
        self.desk.ledger.append(Entry::Busiest { users: self.busy.most.load(Ordering::Relaxed) as u64 });
        Ok(clock)
    }

    fn schedule(
        &self,
        clock: Clock,
        options: &Options,
        feed: Feed,
    ) -> Result<(Arc<Schedule<Task>>, JoinHandle<()>), RunError> {
        let (busy, users) = (Arc::clone(&self.busy), self.users);
        let take = move |due: Due<Task>| {
            let queued = busy.now.load(Ordering::Relaxed) + feed.waiting() >= users;
            feed.put((due, queued));
        };
        Schedule::start(clock, options.max_rate, take).map_err(|error| RunError::Start(error.to_string()))
    }

    fn is_over(&mut self, now: i64, options: &Options) -> bool {
        if !self.look(Phase::Window, now, (0, 0)) {
            return true;
        }
        let closes = self.desk.setup.closes();
        let drained = now >= closes && self.desk.is_quiet() && self.busy.now.load(Ordering::Relaxed) == 0;
        drained || now >= closes + options.drain.as_micros() as i64
    }

    /// Reads back what is there; then removes it, if asked to: how much was removed, and how much was not.
    async fn read_back(&mut self, options: &Options) -> Option<(usize, usize)> {
        let all = self.desk.opened();
        // Evenly over the night.
        let step = if options.read_back > 0.0 { 1.0 / options.read_back } else { f64::INFINITY };
        let count = (all.len() as f64 * options.read_back).ceil() as usize;
        let sample: Vec<u32> =
            (0..count).filter_map(|i| all.get((i as f64 * step) as usize).copied()).collect();
        let desk = Arc::clone(&self.desk);
        self.each(sample, |c| {
            let desk = Arc::clone(&desk);
            async move {
                desk.read_back(c).await;
                true
            }
        })
        .await;
        if !all.is_empty() && options.read_back > 0.0 {
            desk.probe_roles().await;
        }
        if !options.clean_up {
            return None;
        }
        let total = all.len();
        let removed = self.each(all, |c| {
            let desk = Arc::clone(&desk);
            async move { desk.clean_up(c).await }
        });
        let removed = removed.await;
        Some((removed, total - removed))
    }

    /// Does something for each conversation, a few at once; how often it was done.
    async fn each<F: Future<Output = bool>>(&mut self, list: Vec<u32>, act: impl Fn(u32) -> F) -> usize {
        let (total, mut seen, mut done) = (list.len(), 0, 0);
        let began = Instant::now();
        let mut all = futures_util::stream::iter(list).map(act).buffer_unordered(AT_ONCE);
        let mut tick = tokio::time::interval(LOOK);
        loop {
            tokio::select! {
                next = all.next() => match next {
                    Some(yes) => {
                        seen += 1;
                        done += usize::from(yes);
                    }
                    None => return done,
                },
                _ = tick.tick() => {
                    let now = self.desk.setup.closes() + began.elapsed().as_micros() as i64;
                    // Aborted: what was done until then is still read back.
                    let stopped = !self.look(Phase::After, now, (seen, total)) && self.wish == Wish::Stop;
                    if stopped { return done }
                }
            }
        }
    }
}

/// A demo helpdesk's way into a replay: its address, and accounts for everybody.
pub fn demo_secrets(secrets: &mut super::profile::accounts::Secrets, customers: usize, agents: usize) {
    for (role, count) in [("customer", customers), ("agent", agents)] {
        for number in 1..=count {
            let (name, token) = super::demo::account(role, number);
            secrets.set(&name, &token);
        }
    }
}

/// Starts the demo helpdesk of a replay that names no other.
///
/// # Errors
/// If no port can be had.
pub fn demo(faults: Vec<super::demo::faults::Fault>) -> io::Result<Server> {
    super::demo::serve(0, faults)
}

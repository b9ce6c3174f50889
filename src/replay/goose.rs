//! Goose as the runner: its users are workers that take what is due from our schedule.
//!
//! Goose starts and ends the users and nothing else. Its load is users and waiting times, and its
//! percentiles begin when a request is sent, so the schedule, the clients and the figures are ours; its
//! metrics are off. This is the only file that knows it.

use super::desk::{Desk, Task};
use super::schedule::Due;
use goose::config::GooseConfiguration;
use goose::goose::{GooseUser, Scenario, Transaction, TransactionResult};
use goose::{GooseAttack, GooseError};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{mpsc, watch};

/// Something that is due, and whether all users were at work when it fell due.
pub type Item = (Due<Task>, bool);

/// What is due and nobody has taken yet. Users queue up for the receiving end, where each wakes the next: a channel
/// that all of them wait at would look through them all for each item.
#[derive(Debug)]
pub struct Items {
    receiver: tokio::sync::Mutex<mpsc::UnboundedReceiver<Item>>,
    waiting: AtomicUsize,
}

/// Puts in what is due.
#[derive(Clone, Debug)]
pub struct Feed {
    sender: mpsc::UnboundedSender<Item>,
    items: Arc<Items>,
}

impl Items {
    /// None yet.
    pub fn new() -> (Feed, Arc<Items>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let receiver = tokio::sync::Mutex::new(receiver);
        let items = Arc::new(Items { receiver, waiting: AtomicUsize::new(0) });
        (Feed { sender, items: Arc::clone(&items) }, items)
    }

    /// The next; none: there will be no more.
    async fn next(&self) -> Option<Item> {
        let item = self.receiver.lock().await.recv().await;
        if item.is_some() {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
        }
        item
    }
}

impl Feed {
    /// How many nobody has taken yet.
    pub fn waiting(&self) -> usize {
        self.items.waiting.load(Ordering::Relaxed)
    }

    /// Adds one.
    pub fn put(&self, item: Item) {
        self.items.waiting.fetch_add(1, Ordering::Relaxed);
        // Nobody takes anything any more only when all is over.
        let _ = self.sender.send(item);
    }
}

/// How many users are at work.
#[derive(Debug, Default)]
pub struct Busy {
    /// Now.
    pub now: AtomicUsize,
    /// At most.
    pub most: AtomicUsize,
}

/// What every user needs.
#[derive(Clone, Debug)]
pub struct Workshop {
    /// Where what is due comes from.
    pub items: Arc<Items>,
    /// Who does it.
    pub desk: Arc<Desk>,
    /// Counts them.
    pub busy: Arc<Busy>,
    /// True: whatever is being done is broken off.
    pub stop: watch::Receiver<bool>,
}

/// Runs `users` users until [`stop`] is called.
///
/// # Errors
/// Goose's own.
pub async fn run(users: usize, host: &str, workshop: Workshop) -> Result<(), String> {
    goose::reset_killswitch();
    let mut configuration = GooseConfiguration::default();
    configuration.host = Some(host.to_owned());
    configuration.users = Some(users);
    configuration.increase_rate = Some("100000".to_owned());
    configuration.quiet = 3;
    configuration.no_metrics = true;
    configuration.no_print_metrics = true;
    configuration.no_error_summary = true;
    configuration.no_telnet = true;
    let plainly = |error: GooseError| error.to_string();
    let transaction = Transaction::new(Arc::new(move |user| works(user, workshop.clone())));
    let attack = GooseAttack::initialize_with_config(configuration).map_err(plainly)?;
    // One client for all: a client for each user costs seconds, and ours does the work anyway.
    let client = goose::client::GooseClientBuilder::new().without_cookies();
    let attack = attack.set_client_builder_without_cookies(client).map_err(plainly)?;
    let attack = attack.register_scenario(Scenario::new("replay").register_transaction(transaction));
    attack.execute().await.map(drop).map_err(plainly)
}

/// Tells Goose that its users may go; they do as soon as they have nothing in hand.
pub fn stop() {
    goose::trigger_killswitch("the replay is over");
}

type Working<'u> = Pin<Box<dyn Future<Output = TransactionResult> + Send + 'u>>;

fn works(_user: &mut GooseUser, workshop: Workshop) -> Working<'_> {
    Box::pin(async move {
        let mut stop = workshop.stop.clone();
        // Ends with the schedule, which drops the sender, or when it is to stop.
        loop {
            let item = tokio::select! {
                biased;
                () = stopped(&mut stop) => break,
                item = workshop.items.next() => item,
            };
            let Some((due, queued)) = item else { break };
            let at_work = workshop.busy.now.fetch_add(1, Ordering::Relaxed) + 1;
            workshop.busy.most.fetch_max(at_work, Ordering::Relaxed);
            tokio::select! {
                biased;
                () = stopped(&mut stop) => {}
                () = workshop.desk.run(due, queued) => {}
            }
            workshop.busy.now.fetch_sub(1, Ordering::Relaxed);
        }
        // Until Goose has noticed.
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        Ok(())
    })
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    // If whoever could say so is gone, all is over too.
    let _ = stop.wait_for(|stop| *stop).await;
}

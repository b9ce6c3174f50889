//! The ledger: what happens is appended as it happens, one JSON object a line, so that whatever stops the
//! replay (Ctrl-C, `kill -9`, a full disk) the books can be made from what is there.
//!
//! Times are microseconds of real time from the instant at which the window begins. Conversations, turns
//! and agents are numbered from 0 here.

use super::profile::Operation;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

/// What the file in a results folder is called.
pub const FILE: &str = "ledger.jsonl";

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "e")]
pub enum Entry {
    /// What is replayed, and how; the first line.
    Start(Box<Start>),
    /// A conversation and its planned messages.
    Plan {
        /// Its number.
        c: u32,
        /// Index of the channel in the scenario.
        channel: u8,
        /// Index of the inquiry.
        inquiry: u16,
        /// Index of the tier.
        tier: u8,
        /// The first planned message; those before were put in before the window.
        first: u32,
        /// One past the last.
        turns: u32,
    },
    /// A customer's message falls due.
    Due {
        /// Conversation.
        c: u32,
        /// Turn.
        t: u32,
        /// When.
        at: i64,
    },
    /// A customer's message is on its way.
    Sent {
        /// Conversation.
        c: u32,
        /// Turn.
        t: u32,
        /// When.
        at: i64,
    },
    /// An operation has ended.
    Call(Call),
    /// The other side can read a message.
    Seen {
        /// Conversation.
        c: u32,
        /// Turn.
        t: u32,
        /// The reply to it (true) or the message itself.
        reply: bool,
        /// When.
        at: i64,
    },
    /// An agent begins to work on a message.
    Begun {
        /// Conversation.
        c: u32,
        /// Turn.
        t: u32,
        /// Agent.
        a: u32,
        /// When.
        at: i64,
    },
    /// The helpdesk accepted a reply.
    Replied {
        /// Conversation.
        c: u32,
        /// Turn.
        t: u32,
        /// Agent.
        a: u32,
        /// When.
        at: i64,
        /// Of the time since the message was due, what went into calls on its path.
        api: i64,
    },
    /// A customer gives up.
    GaveUp {
        /// Conversation.
        c: u32,
        /// Turn.
        t: u32,
        /// When.
        at: i64,
    },
    /// Something is found that should not be.
    Found {
        /// One of [`crate::scenario::threshold::FINDINGS`].
        what: String,
        /// Where.
        c: u32,
        /// How often.
        n: u64,
    },
    /// A conversation was read back at the end: which messages are there.
    ReadBack {
        /// Conversation.
        c: u32,
        /// Turns whose customer's message is there.
        there: Vec<u32>,
        /// Turns that have a reply.
        replied: Vec<u32>,
    },
    /// How many of our runner's users were at work at most.
    Busiest {
        /// At once.
        users: u64,
    },
    /// No further messages fall due from here on.
    Closed {
        /// When.
        at: i64,
    },
    /// The replay is over; the last line.
    End {
        /// When.
        at: i64,
        /// Somebody stopped it.
        interrupted: bool,
        /// A threshold of `--abort-on` was crossed: which.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        aborted: Option<String>,
    },
}

/// What is replayed, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Start {
    /// Version of this format: 1.
    pub nightdesk_ledger: u32,
    /// What the run's messages are marked with.
    pub run: String,
    /// The scenario's title.
    pub scenario: String,
    /// What all draws are keyed by.
    pub seed: u64,
    /// Which night.
    pub replication: u64,
    /// The helpdesk's profile.
    pub helpdesk: String,
    /// `live` or `scripted`.
    pub agents: String,
    /// How many times as fast time runs.
    pub speed: f64,
    /// Of the window, from the opening.
    pub from_us: i64,
    /// Of the window, from the opening.
    pub to_us: i64,
    /// Our own lag (its 99th percentile) above which the measurement is invalid.
    pub max_lag_us: i64,
    /// When it has failed, as written.
    pub fail_if: Vec<String>,
    /// The predicted compliance, by target.
    pub predicted: Vec<Predicted>,
}

/// What the simulation says of a target within the window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Predicted {
    /// The target.
    pub name: String,
    /// Compliance of the same night; none: nothing counted.
    pub same_night: Option<f64>,
    /// Nights between the 5 % and the 95 % quantile.
    pub low: Option<f64>,
    /// Likewise.
    pub high: Option<f64>,
    /// How many other nights were simulated.
    pub nights: u64,
}

/// An operation that has ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Which.
    pub op: Operation,
    /// Conversation; none of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub c: Option<u32>,
    /// Turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub t: Option<u32>,
    /// Agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub a: Option<u32>,
    /// When it was to be sent.
    pub due: i64,
    /// When it was sent.
    pub sent: i64,
    /// When its answer was there.
    pub done: i64,
    /// How it ended.
    pub out: Outcome,
    /// HTTP status, if there was an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Why there was none, in a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What a 429 asked to wait, in µs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<i64>,
    /// Of a list: how many conversations waited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backlog: Option<u64>,
    /// How late we were ourselves, in µs; none where we could not be: it followed another call at once, or
    /// all users of our runner were waiting for the helpdesk when it fell due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<i64>,
    /// Put in before the window, read back after it, or a probe: not measured.
    #[serde(default, skip_serializing_if = "is_false")]
    pub aside: bool,
}

/// How an operation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The helpdesk says it is done.
    Accepted,
    /// It says no.
    Refused,
    /// It broke, or there was no answer.
    Failed,
    /// It asked to come back later.
    Throttled,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_false(yes: &bool) -> bool {
    !*yes
}

impl Serialize for Operation {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Operation {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Operation, D::Error> {
        let name = String::deserialize(deserializer)?;
        Operation::named(&name).ok_or_else(|| serde::de::Error::custom("no such operation"))
    }
}

/// What is written together came within so long.
const TOGETHER: Duration = Duration::from_millis(2);
/// Entries that are written together, at most.
const MOST_TOGETHER: usize = 65_536;

/// Takes entries from anywhere, keeps the books and appends them to a file.
#[derive(Clone, Debug)]
pub struct Ledger {
    sender: mpsc::Sender<Entry>,
    failed: Arc<Mutex<Option<io::Error>>>,
}

/// Writes what a [`Ledger`] takes, until that is dropped.
#[derive(Debug)]
pub struct Writer {
    thread: JoinHandle<()>,
    failed: Arc<Mutex<Option<io::Error>>>,
}

impl Ledger {
    /// A new file; each entry also goes to `watch` as it is written.
    ///
    /// # Errors
    /// If the file is there already or cannot be made.
    pub fn create(
        path: &Path,
        mut watch: impl FnMut(&Entry) + Send + 'static,
    ) -> io::Result<(Ledger, Writer)> {
        let mut file = File::create_new(path)?;
        let (sender, receiver) = mpsc::channel::<Entry>();
        let failed = Arc::new(Mutex::new(None));
        let report = Arc::clone(&failed);
        let thread = std::thread::Builder::new().name("ledger".to_owned()).spawn(move || {
            let mut lines = Vec::new();
            while let Ok(first) = receiver.recv() {
                // What comes in the same moment is written together.
                std::thread::sleep(TOGETHER);
                lines.clear();
                for entry in std::iter::once(first).chain(receiver.try_iter().take(MOST_TOGETHER)) {
                    watch(&entry);
                    // An entry of plain fields always serialises.
                    let _ = serde_json::to_writer(&mut lines, &entry);
                    lines.push(b'\n');
                }
                // At once: what is written outlives the process.
                if let Err(error) = file.write_all(&lines) {
                    report.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                }
            }
            // If this fails, so did nothing that was written before.
            let _ = file.sync_all();
        })?;
        Ok((Ledger { sender, failed: Arc::clone(&failed) }, Writer { thread, failed }))
    }

    /// Takes an entry.
    pub fn append(&self, entry: Entry) {
        // The writer only ends when all ledgers are gone.
        let _ = self.sender.send(entry);
    }

    /// True once something could not be written.
    pub fn is_broken(&self) -> bool {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}

impl Writer {
    /// Waits until everything is written; every [`Ledger`] must be gone.
    ///
    /// # Errors
    /// The first that happened in between.
    pub fn finish(self) -> io::Result<()> {
        // A panic in there has said its line already.
        let _ = self.thread.join();
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).take().map_or(Ok(()), Err)
    }
}

/// Reads a ledger; a last line that was not written to its end is left out.
///
/// # Errors
/// If the file cannot be read, or a line that is whole is none of ours.
pub fn read(path: &Path) -> io::Result<Vec<Entry>> {
    let mut reader = BufReader::new(File::open(path)?);
    let (mut entries, mut line) = (Vec::new(), String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 || !line.ends_with('\n') {
            return Ok(entries);
        }
        let entry = serde_json::from_str(&line).map_err(|error| {
            io::Error::new(io::ErrorKind::InvalidData, format!("line {}: {error}", entries.len() + 1))
        })?;
        entries.push(entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_appended_is_read_and_a_torn_line_is_left_out() {
        let path = std::env::temp_dir().join(format!("nightdesk-ledger-{}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let (ledger, writer) = Ledger::create(&path, |_| ()).unwrap();
        let due = Entry::Due { c: 1, t: 0, at: 5 };
        let found = Entry::Found { what: "leaked".to_owned(), c: 1, n: 2 };
        ledger.append(due.clone());
        ledger.append(found.clone());
        drop(ledger);
        writer.finish().unwrap();
        let mut file = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(br#"{"e":"due","c":1,"#).unwrap();
        assert_eq!(read(&path).unwrap(), [due, found]);
        assert!(Ledger::create(&path, |_| ()).is_err(), "a ledger is never overwritten");
        std::fs::remove_file(path).unwrap();
    }
}

//! What the demo helpdesk does wrong, how often, and how often it did.
//!
//! Whether a request goes wrong is drawn from the fault's share and the request's number, so that a run
//! with the same requests has the same faults.

use crate::random::{Key, NameKey, Purpose};
use crate::scenario::parse_duration;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A way to misbehave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Answers late.
    Stall,
    /// Answers 429, to come back later.
    Throttle,
    /// Accepts a customer's message and forgets it.
    Lose,
    /// Keeps a message twice.
    Duplicate,
    /// Puts a message before the one before it.
    Reorder,
    /// Answers an agent 200 and does nothing.
    Ignore,
    /// Breaks the connection off and does nothing.
    Cut,
    /// Puts a message into another conversation.
    Leak,
    /// Lets a second agent take what is taken.
    Steal,
    /// Answers 500 and does nothing.
    Fail,
    /// Lets customers do what only agents may.
    Open,
}

/// All, with the names that the command line gives them.
pub const KINDS: [(&str, Kind, &str); 11] = [
    ("stall", Kind::Stall, "answers late"),
    ("throttle", Kind::Throttle, "answers 429 with Retry-After"),
    ("lose", Kind::Lose, "accepts a customer's message and forgets it"),
    ("duplicate", Kind::Duplicate, "keeps a message twice"),
    ("reorder", Kind::Reorder, "puts a message before the one before it"),
    ("ignore", Kind::Ignore, "answers an agent 200 and does nothing"),
    ("cut", Kind::Cut, "breaks the connection off"),
    ("leak", Kind::Leak, "puts a message into another conversation"),
    ("steal", Kind::Steal, "lets a second agent take what is taken"),
    ("fail", Kind::Fail, "answers 500"),
    ("open", Kind::Open, "lets customers do what only agents may"),
];

/// One fault asked for: `lose=0.05`, `stall=0.01,2s`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fault {
    /// What goes wrong.
    pub kind: Kind,
    /// For which share of what it can happen to.
    pub share: f64,
    /// For how long: of a stall, and of what a 429 asks for.
    pub length: Duration,
}

/// All faults asked for, and how often each happened.
#[derive(Debug, Default)]
pub struct Faults {
    list: Vec<Fault>,
    draws: AtomicU64,
    happened: [AtomicU64; KINDS.len()],
}

impl Fault {
    /// Reads `lose=0.05` or `stall=0.01,2s`.
    ///
    /// # Errors
    /// What was expected.
    pub fn parse(text: &str) -> Result<Fault, String> {
        let form = "expected KIND=SHARE or KIND=SHARE,TIME, e.g. lose=0.05 or stall=0.01,2s";
        let (kind, rest) = text.split_once('=').ok_or(form)?;
        let names = KINDS.map(|(name, _, _)| name);
        let Some((_, kind, _)) = KINDS.iter().find(|(name, _, _)| *name == kind) else {
            let help = crate::scenario::did_you_mean(kind, names).unwrap_or_default();
            return Err(format!("`{kind}` is no fault: {help}"));
        };
        let (share, length) = rest.split_once(',').map_or((rest, "1s"), |(share, length)| (share, length));
        let share = share.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or(form)?;
        let length = parse_duration(length).map_err(|_| form)?;
        Ok(Fault { kind: *kind, share, length: Duration::from_micros(length.micros().max(0) as u64) })
    }
}

impl Faults {
    /// These, none of which has happened yet.
    pub fn new(list: Vec<Fault>) -> Faults {
        Faults { list, ..Faults::default() }
    }

    /// If a fault of this kind is to happen now: for how long. What could not have had an effect must not
    /// ask.
    pub fn strikes(&self, kind: Kind) -> Option<Duration> {
        let fault = self.list.iter().find(|fault| fault.kind == kind)?;
        let number = self.draws.fetch_add(1, Ordering::Relaxed);
        let drawn = Key::night(number, 0).named(NameKey::of(&["fault"])).draw(Purpose::Thinning).uniform();
        if drawn >= fault.share {
            return None;
        }
        self.happened[kind as usize].fetch_add(1, Ordering::Relaxed);
        Some(fault.length)
    }

    /// How often each kind happened.
    pub fn counts(&self) -> BTreeMap<&'static str, u64> {
        KINDS.iter().map(|(name, kind, _)| (*name, self.count(*kind))).collect()
    }

    /// How often one kind happened.
    pub fn count(&self, kind: Kind) -> u64 {
        self.happened[kind as usize].load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_read() {
        let stall = Fault::parse("stall=0.01,2s").unwrap();
        assert_eq!((stall.kind, stall.share, stall.length), (Kind::Stall, 0.01, Duration::from_secs(2)));
        assert!(Fault::parse("loose=0.1").unwrap_err().contains("did you mean `lose`?"));
        assert!(Fault::parse("lose=2").is_err());
        assert!(Fault::parse("lose").is_err());
    }

    #[test]
    fn a_fault_strikes_about_as_often_as_asked_and_counts_each_time() {
        let faults = Faults::new(vec![Fault::parse("lose=0.25").unwrap()]);
        let struck = (0..4000).filter(|_| faults.strikes(Kind::Lose).is_some()).count();
        // Binomial(4000, 0.25): six deviations are 164.
        assert!((836..=1164).contains(&struck), "{struck}");
        assert_eq!(faults.count(Kind::Lose), struck as u64);
        assert_eq!(faults.strikes(Kind::Cut), None);
    }
}

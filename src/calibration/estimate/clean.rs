//! A log without its bad stretches: what all estimates are made of.

use super::faults::Fault;
use super::opening::Opening;
use super::services::{Services, services};
use super::surge::Streams;
use crate::calibration::log::{Case, Civil, DAY, Log};
use std::io;

/// A log, when its desk is open, and what of it is to be left alone.
#[derive(Clone, Debug)]
pub struct Clean<'a> {
    /// The log.
    pub log: &'a Log,
    /// When the desk is open.
    pub opening: Opening,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// Days to learn from, in order, as days since 1970.
    pub days: Vec<i32>,
    /// Broadcasts whose surges are no usual cases; none known: empty.
    pub streams: Streams,
}

/// One opening of the desk.
#[derive(Clone, Debug)]
pub struct OpenDay {
    /// The day it begins on.
    pub day: i32,
    /// Civil time of the opening.
    pub opens: Civil,
    /// Civil time of the closing.
    pub closes: Civil,
    /// Cases that began while it was open, bad stretches left out, by time; those too that only kept an
    /// agent busy.
    pub cases: Vec<Case>,
    /// What agents did on this day.
    pub services: Services,
    /// Stretches in which cases are missing or false.
    pub blind: Vec<(Civil, Civil)>,
}

impl OpenDay {
    /// True if the stretch touches one in which cases are missing or false.
    pub fn is_blind(&self, from: Civil, to: Civil) -> bool {
        self.blind.iter().any(|(begin, end)| *begin < to && *end > from)
    }

    /// Cases that are to be predicted.
    pub fn counted(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(|case| case.counts)
    }
}

impl<'a> Clean<'a> {
    /// The days of `log` on which the desk is open, quiet days left out.
    pub fn new(log: &'a Log, opening: Opening, faults: Vec<Fault>) -> Clean<'a> {
        let quiet = |day: i32| {
            let whole = (i64::from(day) * DAY, i64::from(day + 1) * DAY);
            faults.iter().any(|fault| fault.leaves_out() && fault.stretch == whole)
        };
        let all: Vec<i32> =
            if log.cases.is_empty() { log.counts.days() } else { log.cases.groups().collect() };
        let days = all.into_iter().filter(|day| opening.holds(*day) && !quiet(*day)).collect();
        Clean { log, opening, faults, days, streams: Streams::default() }
    }

    /// The same, with its streams.
    pub fn with_streams(self, streams: Streams) -> Clean<'a> {
        Clean { streams, ..self }
    }

    /// The same, from and before the given days only.
    pub fn between(&self, from: i32, before: i32) -> Clean<'a> {
        let days = self.days.iter().copied().filter(|day| (from..before).contains(day)).collect();
        Clean { days, ..self.clone() }
    }

    /// One day.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    pub fn day(&self, day: i32) -> io::Result<OpenDay> {
        let (opens, closes) = self.opening.on(day);
        let stretches = self.faults.iter().filter(|fault| fault.leaves_out()).map(|fault| fault.stretch);
        let blind: Vec<_> = stretches.filter(|(from, to)| *from < closes && *to > opens).collect();
        let mut all = self.log.cases.of(day)?;
        let mut services = services(self.log, day, &all)?;
        if self.opening.to > DAY {
            let next = self.log.cases.of(day + 1)?;
            let more = super::services::services(self.log, day + 1, &next)?;
            for (agent, list) in more {
                services.entry(agent).or_default().extend(list);
            }
            for list in services.values_mut() {
                list.retain(|service| service.begun >= opens && service.begun < closes);
            }
            services.retain(|_, list| !list.is_empty());
            all.extend(next);
        }
        let seen = |case: &Case| blind.iter().all(|(from, to)| case.at < *from || case.at >= *to);
        all.retain(|case| case.at >= opens && case.at < closes && seen(case));
        Ok(OpenDay { day, opens, closes, cases: all, services, blind })
    }

    /// All days, one at a time.
    pub fn each(&self) -> impl Iterator<Item = io::Result<OpenDay>> + '_ {
        self.days.iter().map(|day| self.day(*day))
    }
}

//! Logs read: which mapping fits, file after file, and everything that came of it.

use super::case::Case;
use super::columns::Columns;
use super::conversations::Sample;
use super::counts::Counts;
use super::left_out::LeftOut;
use super::mapping::{LogKind, Mapping, SHIPPED};
use super::message::Reply;
use super::names::Names;
use super::reader::Reader;
use super::rows::{LogError, Rows};
use super::sorter::Groups;
use super::times::TimeRules;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What to read, and how.
#[derive(Clone, Debug)]
pub struct Intake<'a> {
    /// The logs, all of one kind.
    pub logs: &'a [PathBuf],
    /// What their columns mean; none: whichever shipped mapping fits each.
    pub mapping: Option<&'a Mapping>,
    /// `--map KEY=VALUE`, in order; over the mapping.
    pub overrides: &'a [String],
    /// The zone the scenario is to have; none: the mapping's.
    pub time_zone: Option<&'a str>,
}

/// How far the reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows read.
    pub rows: u64,
    /// Bytes read, of all logs.
    pub bytes: u64,
    /// Bytes in all logs.
    pub of: u64,
}

/// One file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogFile {
    /// Its name, without folders.
    pub name: String,
    /// Rows below the header.
    pub rows: u64,
    /// What it was read in.
    pub encoding: String,
    /// What its columns were taken for.
    pub mapping: String,
}

/// Everything that was read.
#[derive(Debug)]
pub struct Log {
    /// What its rows are.
    pub kind: LogKind,
    /// The zone of all times.
    pub zone: TimeZone,
    /// Its name.
    pub zone_name: String,
    /// The mapping of the first file, for when the desk is open.
    pub mapping: Mapping,
    /// Cases by day.
    pub cases: Groups<Case>,
    /// Replies by day, of a log of messages.
    pub replies: Groups<Reply>,
    /// Think times, a sample of a log of messages: inquiry and µs.
    pub thinks: Sample,
    /// Counts, of a log of counts.
    pub counts: Counts,
    /// Kinds of question.
    pub inquiries: Names,
    /// Channels.
    pub channels: Names,
    /// Tiers.
    pub tiers: Names,
    /// Agents.
    pub agents: Names,
    /// The files.
    pub files: Vec<LogFile>,
    /// What was left out.
    pub left_out: Vec<LeftOut>,
}

impl Log {
    /// How times are read that people wrote down beside the log: in the zone of the scenario.
    pub fn rules_beside(&self) -> TimeRules {
        let zone = self.zone.clone();
        TimeRules { day_first: self.mapping.day_first, offsets: true, log_zone: zone.clone(), zone }
    }
}

/// Reads logs; `progress` is called now and then and may return `false` to stop.
///
/// # Errors
/// If one cannot be read or does not fit its mapping.
pub fn read(intake: &Intake<'_>, progress: &mut dyn FnMut(Progress) -> bool) -> Result<Log, LogError> {
    let size = |path: &PathBuf| std::fs::metadata(path).map_or(0, |data| data.len());
    let of = intake.logs.iter().map(size).sum();
    let mut reader: Option<Reader> = None;
    let mut before = Progress { rows: 0, bytes: 0, of };
    for path in intake.logs {
        let mapping = mapping_of(path, intake)?;
        let mut rows = Rows::open(path, Some(&mapping))?;
        let columns = Columns::find(&rows, &mapping)?;
        let reader = match &mut reader {
            Some(reader) if reader.kind != mapping.log => {
                let text = "it is a log of another kind than the first; give one kind at a time".to_owned();
                return Err(LogError::Misfit(path.clone(), text));
            }
            Some(reader) => reader,
            none => none.insert(Reader::new(&mapping, intake)),
        };
        let took = reader.file(&mut rows, &columns, &mapping, intake, &mut |rows, bytes| {
            progress(Progress { rows: before.rows + rows, bytes: before.bytes + bytes, of })
        })?;
        before.rows += took;
        before.bytes += rows.bytes;
    }
    let Some(reader) = reader else {
        return Err(LogError::Misfit(PathBuf::new(), "no log is given".to_owned()));
    };
    reader.finish().map_err(LogError::Temporary)
}

/// The mapping given, or the shipped one that fits; with `--map` over it.
fn mapping_of(path: &Path, intake: &Intake<'_>) -> Result<Mapping, LogError> {
    let wrong = |text: String| LogError::Misfit(path.to_owned(), text);
    let mut checked = Mapping::default();
    for argument in intake.overrides {
        checked.set(argument).map_err(|error| wrong(error.to_string()))?;
    }
    let mut mapping = match intake.mapping {
        Some(mapping) => mapping.clone(),
        None => {
            let rows = Rows::open(path, None)?;
            let named = SHIPPED.iter().map(|(name, text)| Mapping::parse(name, text));
            let fitting = named
                .filter_map(Result::ok)
                .filter_map(|one| Some((Columns::fit(rows.header(), &one)?, one)))
                .max_by_key(|(columns, _)| *columns);
            match fitting {
                Some((_, mapping)) => mapping,
                None if intake.overrides.iter().any(|one| one.starts_with("time=")) => Mapping::default(),
                None => {
                    let header: Vec<&str> = rows.header().iter().take(30).collect();
                    let names: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
                    return Err(wrong(format!(
                        "no shipped mapping fits its columns ({}); give --mapping ({}, or a file), or say what \
                         they mean with --map time=COLUMN and so on",
                        header.join(", "),
                        names.join(", ")
                    )));
                }
            }
        }
    };
    for argument in intake.overrides {
        mapping.set(argument).map_err(|error| wrong(error.to_string()))?;
    }
    Ok(mapping)
}

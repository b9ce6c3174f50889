//! A row becomes a record, or is left out for a reason that is counted.

use super::case::{Case, Civil, DAY, Fate, SECOND, UNKNOWN, hash};
use super::columns::Columns;
use super::conversations::{self, Sample};
use super::counts::Counts;
use super::left_out::{LeftOut, LeftOuts};
use super::mapping::{LogKind, Mapping, SHIPPED};
use super::message::{Message, Reply};
use super::names::Names;
use super::rows::{LogError, Rows};
use super::sorter::{Groups, Sorter};
use super::times::{TimeRules, duration};
use csv::StringRecord;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// An agent's work on one case or message beyond this is not believed, nor a wait: 12 hours for work, 30 days
/// for a wait (tickets wait over weekends).
const LONGEST_WORK: i64 = 12 * 3600 * SECOND;
const LONGEST_WAIT: i64 = 30 * DAY;
/// A stated duration may differ from that between the stated times by so much: clocks are read one after another.
const TOLERANCE: i64 = 3 * SECOND;
/// Rows between two calls of the progress.
const STEP: u64 = 20_000;

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

struct Reader {
    kind: LogKind,
    mapping: Mapping,
    zone: TimeZone,
    zone_name: String,
    cases: Sorter<Case>,
    messages: Sorter<Message>,
    counts: Counts,
    inquiries: Names,
    channels: Names,
    tiers: Names,
    agents: Names,
    files: Vec<LogFile>,
    left_out: LeftOuts,
}

/// A row that is no case, and why.
type Refused = &'static str;

impl Reader {
    fn new(mapping: &Mapping, intake: &Intake<'_>) -> Reader {
        let name = intake.time_zone.or(mapping.time_zone.as_deref()).unwrap_or("UTC");
        // An offset or a name that is not known was refused before.
        let zone = TimeZone::get(name).unwrap_or(TimeZone::UTC);
        Reader {
            kind: mapping.log,
            mapping: mapping.clone(),
            zone,
            zone_name: name.to_owned(),
            cases: Sorter::default(),
            messages: Sorter::default(),
            counts: Counts::default(),
            inquiries: Names::default(),
            channels: Names::default(),
            tiers: Names::default(),
            agents: Names::default(),
            files: Vec::new(),
            left_out: LeftOuts::default(),
        }
    }

    /// Reads one file and returns its rows.
    fn file(
        &mut self,
        rows: &mut Rows,
        columns: &Columns,
        mapping: &Mapping,
        intake: &Intake<'_>,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<u64, LogError> {
        let own = mapping.time_zone.as_deref().or(intake.time_zone).unwrap_or("UTC");
        let rules = TimeRules {
            day_first: mapping.day_first,
            offsets: mapping.offsets.as_deref() != Some("ignore"),
            log_zone: TimeZone::get(own).unwrap_or(TimeZone::UTC),
            zone: self.zone.clone(),
        };
        let name =
            rows.path().file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let (width, mut row, mut seen) = (rows.header().len(), StringRecord::new(), 0);
        while rows.next(&mut row)? {
            seen += 1;
            if seen % STEP == 0 && !progress(seen, rows.read()) {
                break;
            }
            let place = || format!("{name}, line {}", rows.line());
            if row.len() != width {
                self.left_out.add("rows with more or fewer columns than the header", place);
                continue;
            }
            if let Some(matcher) = columns.leave_out.iter().find(|one| one.matches(&row)) {
                self.left_out.add(&matcher.reason, place);
                continue;
            }
            let taken = match self.kind {
                LogKind::Cases => self.case(&row, columns, mapping, &rules).map(|case| self.cases.push(case)),
                LogKind::Messages => {
                    self.message(&row, columns, mapping, &rules).map(|one| self.messages.push(one))
                }
                LogKind::Counts => self.count(&row, columns, &rules).map(Ok),
            };
            match taken {
                Ok(pushed) => pushed.map_err(LogError::Temporary)?,
                Err(reason) => self.left_out.add(reason, place),
            }
        }
        self.files.push(LogFile {
            name,
            rows: seen,
            encoding: rows.encoding.name().to_owned(),
            mapping: if mapping.title.is_empty() { "as said".to_owned() } else { mapping.title.clone() },
        });
        Ok(seen)
    }

    fn case(
        &mut self,
        row: &StringRecord,
        columns: &Columns,
        mapping: &Mapping,
        rules: &TimeRules,
    ) -> Result<Case, Refused> {
        let times = Times { row, columns, rules };
        let at = times.at(Some(columns.time))?.ok_or("no time")?;
        plausible(at)?;
        let unit = mapping.unit.unwrap_or(1.0);
        let span = |column: Option<usize>| match field(row, column) {
            "" => Ok(UNKNOWN),
            text => duration(text, unit).ok_or("a duration that cannot be read"),
        };
        let agent = field(row, columns.agent);
        let agent = if mapping.nobody.iter().any(|nobody| nobody == agent) { "" } else { agent };
        let (mut wait, mut handle) = (span(columns.wait)?, span(columns.handle)?);
        let outcome = outcome_of(row, columns, mapping)?;
        // What stands in the time columns of a case that nobody answered means nothing.
        let answered = outcome.unwrap_or(Fate::Answered) == Fate::Answered;
        let begun = if answered { times.after(columns.begun, at)? } else { None };
        let ended = if answered { times.after(columns.ended, begun.unwrap_or(at))? } else { None };
        if let (Some(begun), Some(ended)) = (begun, ended) {
            if handle == UNKNOWN {
                handle = ended - begun;
            } else if (ended - begun - handle).abs() > TOLERANCE {
                return Err("a work time that contradicts its own begin and end");
            }
        }
        if let (UNKNOWN, Some(begun)) = (wait, begun) {
            wait = begun - at;
        }
        if !answered {
            handle = UNKNOWN;
        }
        let fate = outcome.unwrap_or(if begun.is_some() || handle != UNKNOWN || wait != UNKNOWN {
            Fate::Answered
        } else {
            Fate::Unknown
        });
        let (wait, handle) = (believed(wait, LONGEST_WAIT)?, believed(handle, LONGEST_WORK)?);
        Ok(Case {
            at,
            wait,
            begun: begun.unwrap_or(if fate == Fate::Answered && wait != UNKNOWN {
                at + wait
            } else {
                UNKNOWN
            }),
            handle,
            solved: times.after(columns.solved, at)?.unwrap_or(UNKNOWN),
            customer: match field(row, columns.customer) {
                "" | "0" => 0,
                text => hash([text].into_iter()),
            },
            row: hash(row.iter()),
            agent: if answered { self.agents.number(agent) } else { 0 },
            turns: field(row, columns.turns).parse().unwrap_or(0),
            inquiry: self.inquiries.number(name_or(field(row, columns.inquiry), "case")) as u16,
            channel: self.channels.number(field(row, columns.channel)) as u16,
            tier: self.tiers.number(field(row, columns.tier)) as u16,
            fate,
            counts: !columns.busy_only.iter().any(|one| one.matches(row)),
        })
    }

    fn message(
        &mut self,
        row: &StringRecord,
        columns: &Columns,
        mapping: &Mapping,
        rules: &TimeRules,
    ) -> Result<Message, Refused> {
        let at = Times { row, columns, rules }.at(Some(columns.time))?.ok_or("no time")?;
        plausible(at)?;
        let conversation = field(row, columns.conversation);
        if conversation.is_empty() {
            return Err("messages of no conversation");
        }
        let sender = field(row, columns.sender);
        let is_one_of = |list: &[String]| list.iter().any(|other| other.eq_ignore_ascii_case(sender));
        let agent = if is_one_of(&mapping.customers) {
            0
        } else if is_one_of(&mapping.agents) {
            match field(row, columns.agent) {
                "" => u32::MAX,
                name => self.agents.number(name),
            }
        } else {
            return Err("messages of neither a customer nor an agent");
        };
        Ok(Message {
            conversation: hash([conversation].into_iter()),
            at,
            row: hash(row.iter()),
            agent,
            inquiry: self.inquiries.number(name_or(field(row, columns.inquiry), "case")) as u16,
            channel: self.channels.number(field(row, columns.channel)) as u16,
        })
    }

    fn count(&mut self, row: &StringRecord, columns: &Columns, rules: &TimeRules) -> Result<(), Refused> {
        let at = Times { row, columns, rules }.at(Some(columns.time))?.ok_or("no time")?;
        plausible(at)?;
        let count: f64 = field(row, columns.count).parse().map_err(|_| "a count that cannot be read")?;
        if !(count >= 0.0 && count.is_finite()) {
            return Err("a count below 0");
        }
        let inquiry = self.inquiries.number(name_or(field(row, columns.inquiry), "case")) as u16;
        match self.counts.by_start.insert((at, inquiry), count) {
            Some(_) => Err("an interval that was counted before"),
            None => Ok(()),
        }
    }

    fn finish(mut self) -> std::io::Result<Log> {
        let mut left_out = self.left_out;
        let doubled = "the same row again";
        let mut twice = 0;
        let (mut replies, mut thinks) = (Groups::default(), Sample::default());
        let cases = if self.kind == LogKind::Messages {
            let messages = self.messages.finish(|_| twice += 1)?;
            let read = conversations::cases(&messages, &mut left_out)?;
            (replies, thinks) = (read.replies, read.thinks);
            read.cases
        } else {
            self.cases.finish(|_| twice += 1)?
        };
        left_out.add_many(doubled, twice, || "found after sorting".to_owned());
        self.counts.measure();
        Ok(Log {
            kind: self.kind,
            zone: self.zone,
            zone_name: self.zone_name,
            mapping: self.mapping,
            cases,
            replies,
            thinks,
            counts: self.counts,
            inquiries: self.inquiries,
            channels: self.channels,
            tiers: self.tiers,
            agents: self.agents,
            files: self.files,
            left_out: left_out.list(),
        })
    }
}

/// The times of one row.
struct Times<'a> {
    row: &'a StringRecord,
    columns: &'a Columns,
    rules: &'a TimeRules,
}

impl Times<'_> {
    fn at(&self, column: Option<usize>) -> Result<Option<Civil>, Refused> {
        let text = field(self.row, column);
        if text.is_empty() || text == "-" || text.eq_ignore_ascii_case("not set") {
            return Ok(None);
        }
        let time = match self.columns.date {
            Some(date) => self.rules.clock_on(field(self.row, Some(date)), text),
            None => self.rules.time(text),
        };
        time.map(Some).ok_or("a time that cannot be read")
    }

    /// A time that cannot be before another; clock times on a date may be the next day's.
    fn after(&self, column: Option<usize>, at: Civil) -> Result<Option<Civil>, Refused> {
        let Some(mut time) = self.at(column)? else { return Ok(None) };
        if self.columns.date.is_some() && time < at - DAY / 2 {
            time += DAY;
        }
        if time < at - 60 * SECOND { Err("an end before its beginning") } else { Ok(Some(time)) }
    }
}

fn field(row: &StringRecord, column: Option<usize>) -> &str {
    column.and_then(|column| row.get(column)).map_or("", str::trim)
}

fn name_or<'a>(name: &'a str, other: &'a str) -> &'a str {
    if name.is_empty() { other } else { name }
}

fn outcome_of(row: &StringRecord, columns: &Columns, mapping: &Mapping) -> Result<Option<Fate>, Refused> {
    if columns.outcome.is_none() || mapping.answered.is_empty() && mapping.gave_up.is_empty() {
        return Ok(None);
    }
    let outcome = field(row, columns.outcome);
    let is_one_of = |list: &[String]| list.iter().any(|other| other.eq_ignore_ascii_case(outcome));
    if is_one_of(&mapping.answered) {
        Ok(Some(Fate::Answered))
    } else if is_one_of(&mapping.gave_up) {
        Ok(Some(Fate::GaveUp))
    } else {
        Err("an outcome that is neither answered nor given up")
    }
}

/// Clocks that lost their battery show 1970, and dates of 2099 stand for "never".
fn plausible(at: Civil) -> Result<(), Refused> {
    let year = super::times::to_civil(at).year();
    if (1980..2080).contains(&year) { Ok(()) } else { Err("a time far from any log's") }
}

fn believed(span: i64, longest: i64) -> Result<i64, Refused> {
    match span {
        UNKNOWN => Ok(UNKNOWN),
        below if below < -TOLERANCE => Err("a negative duration"),
        above if above > longest => Err("a duration beyond belief (work over 12 h, a wait over 30 days)"),
        // Clocks that are read one after another may differ by a little.
        span => Ok(span.max(0)),
    }
}

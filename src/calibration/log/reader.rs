//! A row becomes a record, or is left out for a reason that is counted.

use super::case::{Case, Fate, SECOND, UNKNOWN, hash};
use super::columns::Columns;
use super::conversations::{self, Sample};
use super::counts::Counts;
use super::fields::{Refused, Times, believed, field, name_or, outcome_of, plausible};
use super::intake::{Intake, Log, LogFile};
use super::left_out::LeftOuts;
use super::mapping::{LogKind, Mapping};
use super::message::{LEFT, Message};
use super::names::Names;
use super::rows::{LogError, Rows};
use super::sorter::{Groups, Sorter};
use super::times::{TimeRules, duration};
use csv::StringRecord;
use jiff::tz::TimeZone;

/// An agent's work on one case or message beyond this is not believed, nor a wait: 12 hours for work, 30 days
/// for a wait (tickets wait over weekends).
const LONGEST_WORK: i64 = 12 * 3600 * SECOND;
const LONGEST_WAIT: i64 = 30 * super::case::DAY;
/// Rows between two calls of the progress.
const STEP: u64 = 20_000;

/// Rows become records, as long as files last.
pub struct Reader {
    /// What all rows are.
    pub kind: LogKind,
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

impl Reader {
    /// With nothing read.
    pub fn new(mapping: &Mapping, intake: &Intake<'_>) -> Reader {
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
    pub fn file(
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
            } else if (ended - begun - handle).abs() > super::fields::TOLERANCE {
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
        } else if is_one_of(&mapping.left) {
            LEFT
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

    /// Everything sorted, messages made into cases.
    pub fn finish(mut self) -> std::io::Result<Log> {
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

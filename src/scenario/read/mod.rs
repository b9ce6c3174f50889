//! From the tree to the [`Scenario`], one file per table, collecting every problem on the way.
//!
//! A value that cannot be read is reported and stands in as something harmless, so that all the rest is
//! still read and checked; [`Reader::has_failed`] keeps the checks from complaining about stand-ins.

mod amount;
mod baseline;
mod channel;
mod clock;
mod distribution;
mod duration;
mod inquiry;
mod lever;
mod outcome;
mod parameters;
mod party;
mod practice;
mod recording;
mod records;
mod replay;
mod shift;
mod store_score;
mod stream;
mod target;
mod team;
mod values;

pub use clock::{CLOCK_PATTERN, WINDOW_PATTERN};
pub use duration::{PATTERN as DURATION_PATTERN, format_duration, parse_duration};
pub use parameters::{gamma_of, lognormal_of};

use super::diagnostics::{Problem, Severity, closest, did_you_mean, listed};
use super::keys;
use super::path::Path;
use super::shape::{Key, Need, Section, Table};
use super::source::{Origin, Sources};
use super::tree::{Entries, Node, Value};
use super::{Name, Scenario};
use crate::units::Span;
use jiff::tz::TimeZone;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// What reading needs to know besides the tree.
pub struct Reader<'a> {
    /// The whole tree, for names.
    pub root: &'a Node,
    /// The texts, for what was written and for folders.
    pub sources: &'a Sources,
    /// Where recordings are looked for after the scenario's own folder.
    pub data: Option<&'a std::path::Path>,
    /// What was found wrong so far.
    pub problems: Vec<Problem>,
    missing_files: Vec<String>,
    files: BTreeMap<String, std::rc::Rc<records::Records>>,
}

/// A value on its way to be read.
#[derive(Clone)]
pub struct At<'a> {
    /// The value.
    pub node: &'a Node,
    /// Where it is to be shown.
    pub shown: Origin,
    /// Its path.
    pub path: Path,
}

/// A table on its way to be read; knows its declared keys.
pub struct Fields<'a> {
    at: At<'a>,
    entries: &'a Entries,
    table: &'static Table,
    asked: RefCell<Vec<&'static str>>,
}

/// Reads a value; `None`: it could not, and said so.
pub type Read<'a, T> = fn(&mut Reader<'a>, &At<'a>) -> Option<T>;

impl<'a> Reader<'a> {
    /// Ready to read `root`.
    pub fn new(root: &'a Node, sources: &'a Sources, data: Option<&'a std::path::Path>) -> Reader<'a> {
        Reader {
            root,
            sources,
            // A variable that is there and empty names no folder.
            data: data.filter(|folder| !folder.as_os_str().is_empty()),
            problems: Vec::new(),
            missing_files: Vec::new(),
            files: BTreeMap::new(),
        }
    }

    /// The whole scenario. It is only good if there are no problems of severity error.
    pub fn scenario(&mut self, title: &str) -> Scenario {
        let at = At { node: self.root, shown: self.root.origin, path: Path::default() };
        let fields = Fields::open(self, &at, &keys::SCENARIO);
        let _ = fields.get("extends");
        if let Some(standard) = fields.get("standard") {
            standards(self, &standard);
        }
        let replay = fields.get("replay").and_then(|at| replay::replay(self, &at));
        Scenario {
            title: fields.or(self, "title", values::text, title.to_owned()),
            time_zone: fields.or(self, "time_zone", clock::zone, TimeZone::UTC),
            opens: fields.or(self, "opens", clock::date_time, jiff::civil::DateTime::MIN),
            closes: fields.or(self, "closes", clock::date_time, jiff::civil::DateTime::MIN),
            run_out: fields.or(self, "run_out", values::duration, Span::from_whole_seconds(24 * 3600)),
            interval: fields.or(
                self,
                "interval",
                values::positive_duration,
                Span::from_whole_seconds(15 * 60),
            ),
            currency: fields.or(self, "currency", values::text, "CNY".to_owned()),
            busyness_cv: fields.or(self, "busyness_cv", values::number, 0.0),
            streams: fields.map(self, "stream", stream::stream),
            inquiries: fields.map(self, "inquiry", inquiry::inquiry),
            channels: fields.map(self, "channel", channel::channel),
            tiers: fields.map(self, "tier", channel::tier),
            parties: fields.map(self, "party", party::party),
            teams: fields.map(self, "team", team::team),
            targets: fields.map(self, "target", target::target),
            satisfaction: fields.read(self, "satisfaction", practice::satisfaction),
            quick_reply: fields.or(
                self,
                "quick_reply",
                values::positive_duration,
                Span::from_whole_seconds(3 * 60),
            ),
            store_score: fields.read(self, "store_score", store_score::store_score),
            levers: fields.map(self, "lever", lever::lever),
            replay: replay.unwrap_or_default(),
            pulled: Vec::new(),
        }
    }

    /// Reports a problem; `None`, for readers to return.
    pub fn fail<T>(&mut self, problem: Problem) -> Option<T> {
        self.problems.push(problem);
        None
    }

    /// Reports that `at` is not what was expected.
    pub fn wrong<T>(&mut self, at: &At<'_>, expected: &str, help: Option<String>) -> Option<T> {
        let message = format!("`{}` must be {expected}, not {}", at.path, at.node.kind());
        self.fail(
            Problem::error(&at.path, at.shown, message)
                .expected(format!("expected {expected}"))
                .maybe_help(help),
        )
    }

    /// True if an error was reported for this value, something inside it or around it.
    pub fn has_failed(&self, path: &Path) -> bool {
        let touches = |problem: &Problem| !problem.path.is_root() && problem.path.touches(path);
        self.problems.iter().any(|problem| problem.severity == Severity::Error && touches(problem))
    }

    /// The name of a table of `section` that exists.
    pub fn name(&mut self, at: &At<'a>, section: Section) -> Option<Name> {
        let Some(name) = at.node.text() else {
            return self.wrong(at, &format!("the name of a {} in quotes", section.key()), None);
        };
        self.known(&at.path, at.shown, section, name)
    }

    /// True if some stream's orders are no table, so that its products are unknown.
    fn has_unread_orders(&self) -> bool {
        let streams = self.root.get("stream").and_then(Node::entries).into_iter().flatten();
        streams.into_iter().any(|(_, stream)| stream.node.get("orders").and_then(Node::entries).is_none())
    }

    /// `name`, if `section` has it.
    pub fn known(&mut self, path: &Path, shown: Origin, section: Section, name: &str) -> Option<Name> {
        let names = section.names(self.root);
        if names.contains(&name) || section == Section::Product && self.has_unread_orders() {
            return Some(name.to_owned());
        }
        let message = format!("there is no {} `{name}`", section.key());
        let add = match section {
            Section::Product => "no stream has orders of it".to_owned(),
            _ => format!("add [{}.{name}]", section.key()),
        };
        let help = did_you_mean(name, names).unwrap_or(add);
        self.fail(
            Problem::error(path, shown, message).expected(format!("no such {}", section.key())).help(help),
        )
    }
}

impl<'a> At<'a> {
    /// An item of a list.
    pub fn item(&self, index: usize, node: &'a Node) -> At<'a> {
        At { node, shown: node.origin, path: self.path.child(&index.to_string()) }
    }

    /// The items, if it is a list.
    pub fn items(&self) -> Option<Vec<At<'a>>> {
        match &self.node.value {
            Value::Array(nodes) => {
                Some(nodes.iter().enumerate().map(|(i, node)| self.item(i, node)).collect())
            }
            _ => None,
        }
    }

    /// Key, its place, and value of every entry, if it is a table.
    pub fn entries(&self) -> Option<Vec<(&'a str, Origin, At<'a>)>> {
        let entries = self.node.entries()?;
        let entry = |(key, entry): (&'a String, &'a super::tree::Entry)| {
            let at = At { node: &entry.node, shown: entry.shown(), path: self.path.child(key) };
            (key.as_str(), entry.key, at)
        };
        Some(entries.iter().map(entry).collect())
    }
}

/// One standard or several: they were laid under the scenario before, so only their names are left to check.
fn standards<'a>(reader: &mut Reader<'a>, at: &At<'a>) {
    fn name(reader: &mut Reader<'_>, at: &At<'_>) -> Option<()> {
        values::word(reader, at, &keys::STANDARDS.map(|name| (name, ())))
    }
    if at.items().is_some() {
        values::list(reader, at, name);
    } else {
        name(reader, at);
    }
}

static NO_ENTRIES: Entries = BTreeMap::new();

impl<'a> Fields<'a> {
    /// Opens a table: reports keys it cannot have and keys it must have. What is no table is reported and
    /// read as an empty one.
    pub fn open(reader: &mut Reader<'a>, at: &At<'a>, table: &'static Table) -> Fields<'a> {
        let fields = |entries| Fields { at: at.clone(), entries, table, asked: RefCell::default() };
        let Some(entries) = at.node.entries() else {
            let (name, keys) = (table.name, listed(&table.key_names().collect::<Vec<_>>()));
            reader.wrong::<()>(at, "a table", Some(format!("a `{name}` may have {keys}")));
            return fields(&NO_ENTRIES);
        };
        let fields = fields(entries);
        let meant = fields.report_unknown(reader);
        for key in table.keys {
            if key.need == Need::Required && !entries.contains_key(key.name) && !meant.contains(&key.name) {
                fields.report_missing(reader, key);
            }
        }
        if !table.one_of.is_empty() && !meant.iter().any(|name| table.one_of.contains(name)) {
            fields.report_one_of(reader);
        }
        fields
    }

    /// The path of the table.
    pub fn path(&self) -> &Path {
        &self.at.path
    }

    /// How the table is called in messages.
    fn called(&self) -> String {
        if self.at.path.is_root() { "the scenario".to_owned() } else { format!("`{}`", self.at.path) }
    }

    /// Returns the keys that were probably meant.
    fn report_unknown(&self, reader: &mut Reader<'a>) -> Vec<&'static str> {
        let known: Vec<&'static str> = self.table.key_names().collect();
        let mut meant = Vec::new();
        for (name, entry) in self.entries {
            if known.contains(&name.as_str()) {
                continue;
            }
            let path = self.at.path.child(name);
            if self.table.later.contains(&name.as_str()) {
                let message = format!("`{name}` is not simulated by this version");
                let help = "leave it out, or wait for a version that has it";
                reader.problems.push(Problem::error(&path, entry.key, message).help(help));
                continue;
            }
            let guess = closest(name, &known).or_else(|| self.meant_by(name));
            meant.extend(guess);
            let help = match guess {
                Some(guess) if self.entries.contains_key(guess) => {
                    format!("did you mean `{guess}`, which is there too?")
                }
                Some(guess) if closest(name, &[guess]).is_some() => format!("did you mean `{guess}`?"),
                _ => self.hint(name, &known),
            };
            let message = format!("unknown key `{name}` in {}", self.called());
            reader
                .problems
                .push(Problem::error(&path, entry.key, message).expected("no such key").help(help));
        }
        meant
    }

    /// What statisticians call otherwise.
    fn meant_by(&self, name: &str) -> Option<&'static str> {
        (name == "rate" && self.table.name == "exponential").then_some("mean")
    }

    /// What to say of a key that is like none of the known ones.
    fn hint(&self, name: &str, known: &[&str]) -> String {
        let by_parameter = matches!(name, "mu" | "sigma" | "location" | "scale" | "shape" | "sd" | "std");
        if self.meant_by(name).is_some() {
            "give its `mean`: one over the rate".to_owned()
        } else if self.table.name == "lognormal" && by_parameter {
            "give two of `mean`, `median`, `cv` and `p90`; of a lognormal median = exp(mu) and cv = sqrt(exp(sigma²) − 1)"
                .to_owned()
        } else {
            format!("it may have {}", listed(known))
        }
    }

    fn report_missing(&self, reader: &mut Reader<'a>, key: &'static Key) {
        let message = format!("`{}` is missing in {}", key.name, self.called());
        let example = match key.kind {
            super::shape::Kind::Map(super::shape::MapKey::New, super::shape::Kind::Table(table)) => {
                format!("[{}]", table.name)
            }
            ref kind => format!("`{} = {}`", key.name, kind.example()),
        };
        let doc = key.doc.trim_end_matches('.');
        let help = format!("add {example}: {}{}", doc[..1].to_lowercase(), &doc[1..]);
        let path = self.at.path.child(key.name);
        reader.problems.push(Problem::error(&path, self.at.shown, message).help(help));
    }

    fn report_one_of(&self, reader: &mut Reader<'a>) {
        let given: Vec<&str> =
            self.table.one_of.iter().copied().filter(|name| self.entries.contains_key(*name)).collect();
        if given.len() == 1 {
            return;
        }
        let all = listed(self.table.one_of);
        let message = match given.as_slice() {
            [] => format!("{} says none of {all}", self.called()),
            given => format!("{} says {} at once", self.called(), listed(given)),
        };
        let problem = Problem::error(&self.at.path, self.at.shown, message);
        reader
            .problems
            .push(problem.expected("expected exactly one").help(format!("give exactly one of {all}")));
    }

    /// The value of a declared key, if it is there.
    pub fn get(&self, name: &'static str) -> Option<At<'a>> {
        debug_assert!(self.table.key(name).is_some(), "`{name}` is not declared in {}", self.table.name);
        self.asked.borrow_mut().push(name);
        let entry = self.entries.get(name)?;
        Some(At { node: &entry.node, shown: entry.shown(), path: self.at.path.child(name) })
    }

    /// Reads the value of a key, if it is there and can be read.
    pub fn read<T>(&self, reader: &mut Reader<'a>, name: &'static str, read: Read<'a, T>) -> Option<T> {
        let at = self.get(name)?;
        read(reader, &at)
    }

    /// The same, with a value for where it is left out (or stands in for what cannot be read).
    pub fn or<T>(&self, reader: &mut Reader<'a>, name: &'static str, read: Read<'a, T>, default: T) -> T {
        self.read(reader, name, read).unwrap_or(default)
    }

    /// Reads a table that is keyed by name; empty if left out.
    pub fn map<T>(
        &self,
        reader: &mut Reader<'a>,
        name: &'static str,
        read: Read<'a, T>,
    ) -> BTreeMap<Name, T> {
        let Some(at) = self.get(name) else { return BTreeMap::new() };
        let Some(entries) = at.entries() else {
            reader.wrong::<()>(&at, &format!("a table of tables: [{}.x]", at.path), None);
            return BTreeMap::new();
        };
        entries.into_iter().filter_map(|(key, _, at)| Some((key.to_owned(), read(reader, &at)?))).collect()
    }
}

/// Every declared key is read by somebody: what is declared and read cannot drift apart.
#[cfg(debug_assertions)]
impl Drop for Fields<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() || std::ptr::eq(self.entries, &NO_ENTRIES) {
            return;
        }
        let asked = self.asked.borrow();
        let forgotten: Vec<&str> = self.table.key_names().filter(|name| !asked.contains(name)).collect();
        assert!(forgotten.is_empty(), "nobody reads {forgotten:?} of {}", self.table.name);
    }
}

//! The file as a tree of values, each with the place it comes from.
//!
//! Everything that changes a scenario before it is read (`extends`, levers, `--set`) works on this tree,
//! so that a problem found later still points at the line, lever or argument that is to blame.

use super::diagnostics::Problem;
use super::path::Path;
use super::source::{Origin, SourceId, Sources};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where.
    pub origin: Origin,
    /// What.
    pub value: Value,
}

/// A TOML value.
#[derive(Clone, Debug)]
pub enum Value {
    /// A string.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a point.
    Float(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A date, a time or both.
    When(Datetime),
    /// A list.
    Array(Vec<Node>),
    /// A table, inline or not.
    Table(Entries),
}

/// What a table holds, by key.
pub type Entries = BTreeMap<String, Entry>;

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where the key stands.
    pub key: Origin,
    /// The value.
    pub node: Node,
}

impl Node {
    /// The table inside, if it is one.
    pub fn entries(&self) -> Option<&Entries> {
        match &self.value {
            Value::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// The text inside, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number inside, whole or not.
    pub fn number(&self) -> Option<f64> {
        match self.value {
            Value::Integer(number) => Some(number as f64),
            Value::Float(number) => Some(number),
            _ => None,
        }
    }

    /// The value of a key, if this is a table that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries()?.get(key).map(|entry| &entry.node)
    }

    /// What kind of value it is, with its article.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a string",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::Bool(_) => "true or false",
            Value::When(_) => "a date or time",
            Value::Array(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The value at `path`, or as much of the way as there is: where a problem at `path` is to be shown.
    /// A table is shown by its key, everything else by its value.
    pub fn locate(&self, path: &Path) -> Origin {
        let mut node = self;
        let mut shown = self.origin;
        for key in path.keys() {
            match &node.value {
                Value::Table(entries) => match entries.get(key) {
                    Some(entry) => {
                        node = &entry.node;
                        shown = entry.shown();
                    }
                    None => break,
                },
                Value::Array(items) => match key.parse().ok().and_then(|i: usize| items.get(i)) {
                    Some(item) => {
                        node = item;
                        shown = item.origin;
                    }
                    None => break,
                },
                _ => break,
            }
        }
        shown
    }

    /// As plain data; dates and times become strings.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Text(text) => text.as_str().into(),
            Value::Integer(number) => (*number).into(),
            Value::Float(number) => (*number).into(),
            Value::Bool(yes) => (*yes).into(),
            Value::When(when) => when.to_string().into(),
            Value::Array(items) => items.iter().map(Node::to_json).collect(),
            Value::Table(entries) => {
                entries.iter().map(|(key, entry)| (key.clone(), entry.node.to_json())).collect()
            }
        }
    }
}

impl Entry {
    /// Where a problem with the whole entry is to be shown.
    pub fn shown(&self) -> Origin {
        match self.node.value {
            Value::Table(_) => self.key,
            _ => self.node.origin,
        }
    }
}

/// Reads a TOML text; all syntax errors at once.
pub fn parse(source: SourceId, sources: &Sources) -> Result<Node, Vec<Problem>> {
    let (root, errors) = DeTable::parse_recoverable(&sources.get(source).text);
    let mut parser = Parser { source, offset: 0, problems: Vec::new() };
    for error in errors {
        let origin = Origin::new(source, error.span().unwrap_or(0..0));
        let message = format!("this is no TOML: {}", error.message());
        let help = match error.message() {
            message if message.starts_with("duplicate key") => Some("leave one of the two out"),
            message if message.starts_with("string values must be quoted") => Some("write it in quotes"),
            message if message.starts_with("invalid basic string") => Some("close the quote"),
            _ => None,
        };
        let problem = Problem::error(&Path::default(), origin, message);
        parser.problems.push(problem.maybe_help(help.map(str::to_owned)));
    }
    let entries = parser.entries(root.get_ref(), &Path::default());
    match parser.problems.is_empty() {
        true => Ok(Node { origin: Origin::new(source, 0..0), value: Value::Table(entries) }),
        false => Err(parser.problems),
    }
}

/// Reads one TOML value that stands at `offset` of a source. `Err`: the parser's message.
pub fn parse_value(text: &str, source: SourceId, offset: usize) -> Result<Node, String> {
    let value = DeValue::parse(text).map_err(|error| error.message().to_owned())?;
    let mut parser = Parser { source, offset, problems: Vec::new() };
    let node = parser.node(&value, &Path::default());
    match parser.problems.pop() {
        None => Ok(node),
        Some(problem) => Err(problem.message),
    }
}

struct Parser {
    source: SourceId,
    offset: usize,
    problems: Vec<Problem>,
}

impl Parser {
    fn origin(&self, span: std::ops::Range<usize>) -> Origin {
        Origin::new(self.source, span.start + self.offset..span.end + self.offset)
    }

    fn entries(&mut self, table: &DeTable<'_>, path: &Path) -> Entries {
        let mut entries = Entries::new();
        for (key, value) in table {
            let name = key.get_ref().to_string();
            let node = self.node(value, &path.child(&name));
            entries.insert(name, Entry { key: self.origin(key.span()), node });
        }
        entries
    }

    fn node(&mut self, spanned: &Spanned<DeValue<'_>>, path: &Path) -> Node {
        let origin = self.origin(spanned.span());
        let value = match spanned.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Value::Integer(number),
                Err(_) => self.too_large(path, origin),
            },
            DeValue::Float(number) => match number.as_str().parse() {
                Ok(number) => Value::Float(number),
                Err(_) => self.too_large(path, origin),
            },
            DeValue::Boolean(yes) => Value::Bool(*yes),
            DeValue::Datetime(when) => Value::When(*when),
            DeValue::Array(items) => {
                let item =
                    |(i, item): (usize, &Spanned<DeValue<'_>>)| self.node(item, &path.child(&i.to_string()));
                Value::Array(items.iter().enumerate().map(item).collect())
            }
            DeValue::Table(table) => Value::Table(self.entries(table, path)),
        };
        Node { origin, value }
    }

    fn too_large(&mut self, path: &Path, origin: Origin) -> Value {
        self.problems.push(Problem::error(path, origin, "this number is too large to count".to_owned()));
        Value::Integer(0)
    }
}

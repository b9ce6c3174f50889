//! What a scenario file may hold, declared as data.
//!
//! One declaration ([`super::keys`]) drives the reader's unknown keys and missing keys, the paths of
//! `--set` and levers, what `extends` merges and what it replaces, the JSON Schema for editors and the key
//! table of the documentation; so none of them can say something else than the others.

use super::keys;
use super::tree::{Node, Value};

/// A table of the file: its keys, and how it merges.
#[derive(Debug)]
pub struct Table {
    /// How it is called in messages and documentation, e.g. `inquiry.x`.
    pub name: &'static str,
    /// One line.
    pub doc: &'static str,
    /// What it may hold.
    pub keys: &'static [Key],
    /// Of these keys exactly one is to be there.
    pub one_of: &'static [&'static str],
    /// True: the table is one value, and a new one replaces it; false: it merges key by key.
    pub whole: bool,
    /// Keys of the contract that this version does not simulate yet.
    pub later: &'static [&'static str],
}

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    /// As written.
    pub name: &'static str,
    /// What its value may be.
    pub kind: Kind,
    /// Whether it may be left out.
    pub need: Need,
    /// One line.
    pub doc: &'static str,
}

/// Whether a key may be left out.
#[derive(Debug, PartialEq, Eq)]
pub enum Need {
    /// It may not.
    Required,
    /// It may; its doc says what that means.
    Optional,
    /// It may, and then this TOML value stands; `"* 2"` acts on it.
    Default(&'static str),
}

/// What a value may be.
#[derive(Debug)]
pub enum Kind {
    /// Any text.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number, not less than this.
    Whole(u32),
    /// A number.
    Number(Range),
    /// A number from 0 to 1.
    Share,
    /// `"90s"`
    Duration,
    /// `"3 rings"`
    Rings,
    /// `"30 nights"`
    Nights,
    /// `"21:30"`
    Clock,
    /// `"09:00-22:00"`
    Window,
    /// `2026-11-11T18:00:00`
    DateTime,
    /// `2026-11-11`
    Date,
    /// `"Asia/Shanghai"`
    Zone,
    /// A file, relative to the file that names it.
    File,
    /// One of these words.
    Word(&'static [&'static str]),
    /// The name of a table.
    Name(Section),
    /// A list.
    List(&'static Kind),
    /// A table keyed by something.
    Map(MapKey, &'static Kind),
    /// Shares of a whole by name; they sum to 1, so a new table replaces the old one.
    Shares(Section),
    /// A table with keys of its own.
    Table(&'static Table),
    /// One of several forms.
    Either(&'static [Kind]),
    /// A distribution of times.
    Distribution,
    /// A distribution of counts.
    Count,
    /// A headcount: a number, or plan, min and max.
    Agents,
    /// Anything (the values of a lever).
    Any,
}

/// What numbers are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// 0 and up.
    NotNegative,
    /// Above 0.
    Positive,
    /// 1 and up.
    FromOne,
}

/// What the keys of a map are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapKey {
    /// Names that this map defines.
    New,
    /// Names that another table defines.
    Of(Section),
    /// Clock times.
    Clock,
    /// Whole numbers from 1.
    Whole,
    /// Shares from 0 to 1.
    Share,
    /// Paths of the scenario.
    Path,
    /// Columns of a recording.
    Column,
}

/// The tables that are keyed by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// `[inquiry.x]`
    Inquiry,
    /// `[channel.x]`
    Channel,
    /// `[tier.x]`, and `regular`
    Tier,
    /// `[party.x]`
    Party,
    /// `[team.x]`
    Team,
    /// `[target.x]`
    Target,
    /// What the streams' `orders` name.
    Product,
}

impl Section {
    /// Its key in the file, and what one of it is called in messages.
    pub const fn key(self) -> &'static str {
        match self {
            Section::Inquiry => "inquiry",
            Section::Channel => "channel",
            Section::Tier => "tier",
            Section::Party => "party",
            Section::Team => "team",
            Section::Target => "target",
            Section::Product => "product",
        }
    }

    /// The names that a scenario defines in it.
    pub fn names(self, root: &Node) -> Vec<&str> {
        fn of(node: &Node) -> Vec<&str> {
            node.entries().map(|entries| entries.keys().map(String::as_str).collect()).unwrap_or_default()
        }
        match self {
            Section::Product => {
                let streams = root.get("stream").and_then(Node::entries);
                let orders =
                    streams.into_iter().flat_map(|s| s.values()).filter_map(|e| e.node.get("orders"));
                orders.flat_map(of).collect()
            }
            Section::Tier => {
                let mut names = root.get("tier").map(of).unwrap_or_default();
                names.push("regular");
                names
            }
            section => root.get(section.key()).map(of).unwrap_or_default(),
        }
    }
}

impl Table {
    /// The key with that name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The names of all keys.
    pub fn key_names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|key| key.name)
    }
}

impl Kind {
    /// The forms a value may have; of most kinds the kind itself.
    pub fn forms(&'static self) -> &'static [Kind] {
        match self {
            Kind::Either(forms) => forms,
            Kind::Distribution => &keys::DISTRIBUTION_FORMS,
            Kind::Count => &keys::COUNT_FORMS,
            Kind::Agents => &keys::AGENTS_FORMS,
            kind => std::slice::from_ref(kind),
        }
    }

    /// The form of a table or list that `node` has; with no node (or a plain value) the only such form.
    pub fn container(&'static self, node: Option<&Node>) -> Option<&'static Kind> {
        let list = node.is_some_and(|node| matches!(node.value, Value::Array(_)));
        self.forms().iter().find(|form| match form {
            Kind::List(_) => list,
            Kind::Table(_) | Kind::Map(..) | Kind::Shares(_) => !list,
            _ => false,
        })
    }

    /// What the value of `key` may be, inside a table of this form.
    pub fn inside(&'static self, key: &str) -> Option<&'static Kind> {
        match self {
            Kind::Table(table) => table.key(key).map(|key| &key.kind),
            Kind::Map(_, kind) | Kind::List(kind) => Some(kind),
            Kind::Shares(_) => Some(&Kind::Share),
            _ => None,
        }
    }

    /// True if a new table replaces the old one instead of merging with it.
    pub fn is_whole(&self) -> bool {
        match self {
            Kind::Table(table) => table.whole,
            Kind::Map(MapKey::Clock | MapKey::Whole | MapKey::Share, _) => true,
            Kind::Map(..) => false,
            _ => true,
        }
    }

    /// What was expected, for messages.
    pub fn expected(&'static self) -> String {
        match self {
            Kind::Text => "a text in quotes".to_owned(),
            Kind::Bool => "`true` or `false`".to_owned(),
            Kind::Whole(0) => "a whole number".to_owned(),
            Kind::Whole(least) => format!("a whole number, {least} or more"),
            Kind::Number(Range::NotNegative) => "a number, 0 or more".to_owned(),
            Kind::Number(Range::Positive) => "a number above 0".to_owned(),
            Kind::Number(Range::FromOne) => "a number, 1 or more".to_owned(),
            Kind::Share => "a share from 0 to 1".to_owned(),
            Kind::Duration => "a duration such as \"90s\"".to_owned(),
            Kind::Rings => "a number of rings such as \"3 rings\"".to_owned(),
            Kind::Nights => "a number of nights such as \"30 nights\"".to_owned(),
            Kind::Clock => "a clock time such as \"21:30\"".to_owned(),
            Kind::Window => "hours such as \"09:00-22:00\"".to_owned(),
            Kind::DateTime => "a date and time such as 2026-11-11T18:00:00".to_owned(),
            Kind::Date => "a date such as 2026-11-11".to_owned(),
            Kind::Zone => "a time zone such as \"Asia/Shanghai\"".to_owned(),
            Kind::File => "a file name in quotes".to_owned(),
            Kind::Word([word]) => format!("\"{word}\""),
            Kind::Word(words) => format!("one of {}", quoted(words)),
            Kind::Name(section) => format!("the name of a {}", section.key()),
            Kind::List(_) => "a list".to_owned(),
            Kind::Map(MapKey::Clock, _) => "a table of clock times and values".to_owned(),
            Kind::Map(MapKey::Share, _) => "a table of shares and values".to_owned(),
            Kind::Map(..) | Kind::Table(_) => "a table".to_owned(),
            Kind::Shares(section) => format!("a table of shares by {}", section.key()),
            Kind::Distribution => "a duration or a distribution".to_owned(),
            Kind::Count => "a whole number or a distribution of counts".to_owned(),
            Kind::Agents => "a number of agents, or { plan, min, max }".to_owned(),
            Kind::Any => "a value".to_owned(),
            Kind::Either(forms) => {
                let forms: Vec<String> = forms.iter().map(Kind::expected).collect();
                forms.join(" or ")
            }
        }
    }

    /// A value of this kind as TOML, for "add `key = …`" and the schema's examples.
    pub fn example(&'static self) -> String {
        match self {
            Kind::Text => "\"…\"".to_owned(),
            Kind::Bool => "true".to_owned(),
            Kind::Whole(least) => (*least).max(1).to_string(),
            Kind::Number(_) => "1.0".to_owned(),
            Kind::Share => "0.5".to_owned(),
            Kind::Duration | Kind::Distribution => "\"90s\"".to_owned(),
            Kind::Rings => "\"3 rings\"".to_owned(),
            Kind::Nights => "\"30 nights\"".to_owned(),
            Kind::Clock => "\"21:30\"".to_owned(),
            Kind::Window => "\"09:00-22:00\"".to_owned(),
            Kind::DateTime => "2026-11-11T18:00:00".to_owned(),
            Kind::Date => "2026-11-11".to_owned(),
            Kind::Zone => "\"Asia/Shanghai\"".to_owned(),
            Kind::File => "\"calls.csv\"".to_owned(),
            Kind::Word(words) => format!("\"{}\"", words[0]),
            Kind::Name(section) => format!("\"{}\"", section.key()),
            Kind::List(kind) => format!("[{}]", kind.example()),
            Kind::Map(MapKey::Clock, kind) => format!("{{ \"18:00\" = {} }}", kind.example()),
            Kind::Map(MapKey::Share, kind) => format!("{{ \"0.9\" = {} }}", kind.example()),
            Kind::Map(MapKey::Whole, kind) => format!("{{ 1 = {} }}", kind.example()),
            Kind::Map(MapKey::Of(section), kind) => format!("{{ {} = {} }}", section.key(), kind.example()),
            Kind::Map(_, kind) => format!("{{ name = {} }}", kind.example()),
            Kind::Shares(section) => format!("{{ {} = 1.0 }}", section.key()),
            Kind::Table(_) => "{ … }".to_owned(),
            Kind::Count => "3".to_owned(),
            Kind::Agents => "12".to_owned(),
            Kind::Any => "…".to_owned(),
            Kind::Either(forms) => forms[0].example(),
        }
    }
}

/// `"a", "b" or "c"`
pub fn quoted(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

//! A scenario file with plans filled in: what the file says stays as it is written, comments and all.
//!
//! What levers, `--set` and `extends` have made of the scenario is written into the file too, so that it
//! means by itself what was staffed. Families of shifts become the shifts that were chosen of them.

use super::clock::ClockTime;
use super::filled_families::{adopt, stand};
use super::filled_files::move_files;
use super::tree::{Entries, Node, Value};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, value};

/// A number of agents, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledPlan<'a> {
    /// Of which team.
    pub team: &'a str,
    /// Where.
    pub place: FilledPlace<'a>,
    /// How many.
    pub agents: u32,
    /// Between what it was chosen.
    pub range: (u32, u32),
}

/// Where a number of agents goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilledPlace<'a> {
    /// A shift of the file.
    Shift(&'a str),
    /// A step of a level.
    Step(ClockTime),
    /// A shift of a family, with those of the family's breaks that it has.
    OfFamily {
        /// The family.
        family: &'a str,
        /// The shift's own name.
        name: &'a str,
        /// Its start and end.
        hours: (ClockTime, ClockTime),
        /// Places of its breaks among the family's.
        breaks: &'a [usize],
    },
}

/// The file's text with what `tree` (the same after `extends`, levers and `--set`) says, and `plans`.
/// What the levers `pulled` set is in the tree, so it does not stand under them any more; what they cost does.
/// `moved` says where a file that it names is to be looked for now.
///
/// # Errors
/// If the text is no TOML.
pub fn filled(
    texts: &[String],
    tree: &Node,
    plans: &[FilledPlan<'_>],
    pulled: &[String],
    moved: &dyn Fn(&str) -> String,
) -> Result<String, toml_edit::TomlError> {
    let mut document = DocumentMut::new();
    for (place, text) in texts.iter().enumerate() {
        let over: DocumentMut = text.parse()?;
        if place == 0 {
            document = over;
        } else {
            overlay(document.as_table_mut(), over.as_table());
        }
    }
    adopt(document.as_table_mut(), tree);
    if let Some(entries) = tree.entries() {
        agree(document.as_table_mut(), entries);
    }
    plans.iter().for_each(|plan| fill(document.as_table_mut(), plan));
    drop_families(document.as_table_mut());
    empty_levers(document.as_table_mut(), pulled);
    move_files(document.as_table_mut(), moved);
    Ok(document.to_string())
}

/// Levers whose changes are written into the file change nothing any more: pulled again, they only cost.
pub fn empty_levers(document: &mut dyn TableLike, pulled: &[String]) {
    for name in pulled {
        let levers = document.get_mut("lever").and_then(Item::as_table_like_mut);
        let Some(item) = levers.and_then(|levers| levers.get_mut(name)) else { continue };
        let has_lines = item.is_table();
        let Some(lever) = item.as_table_like_mut() else { continue };
        let mut nothing = toml_edit::Value::from(InlineTable::new());
        let why = " # written into this file; --with still adds what it costs";
        if has_lines && lever.get("cost").is_some() {
            nothing.decor_mut().set_suffix(why);
        }
        lever.insert("set", Item::Value(nothing));
    }
}

/// What one table says over what another does.
fn overlay(table: &mut dyn TableLike, over: &dyn TableLike) {
    for (key, item) in over.iter() {
        match (table.get_mut(key).and_then(Item::as_table_like_mut), item.as_table_like()) {
            (Some(inner), Some(over)) => overlay(inner, over),
            _ => drop(table.insert(key, item.clone())),
        }
    }
}

/// Makes a table say what `entries` say, touching only what says something else.
fn agree(table: &mut dyn TableLike, entries: &Entries) {
    let gone: Vec<String> =
        table.iter().map(|(key, _)| key.to_owned()).filter(|key| !entries.contains_key(key)).collect();
    gone.iter().for_each(|key| drop(table.remove(key)));
    for (key, entry) in entries {
        match (table.get_mut(key), &entry.node.value) {
            (Some(item), Value::Table(inner)) if item.is_table_like() => {
                if let Some(inner_table) = item.as_table_like_mut() {
                    agree(inner_table, inner);
                }
            }
            (Some(item), _) if says(item, &entry.node) => {}
            (Some(item), _) => replace(item, item_of(&entry.node)),
            (None, _) => drop(table.insert(key, item_of(&entry.node))),
        }
    }
}

/// Puts a new value where one stands, keeping the comment behind it.
pub(super) fn replace(item: &mut Item, new: Item) {
    let decor = item.as_value().map(|value| value.decor().clone());
    *item = new;
    if let (Some(value), Some(decor)) = (item.as_value_mut(), decor) {
        *value.decor_mut() = decor;
    }
}

/// Whether an item says what a node says.
fn says(item: &Item, node: &Node) -> bool {
    match (item, &node.value) {
        (Item::Value(value), _) => value_says(value, node),
        (Item::ArrayOfTables(tables), Value::Array(nodes)) => {
            tables.len() == nodes.len()
                && tables
                    .iter()
                    .zip(nodes)
                    .all(|(table, node)| node.entries().is_some_and(|entries| table_says(table, entries)))
        }
        _ => false,
    }
}

fn value_says(value: &toml_edit::Value, node: &Node) -> bool {
    match &node.value {
        Value::Text(text) => value.as_str() == Some(text.as_str()),
        Value::Integer(number) => value.as_integer() == Some(*number),
        Value::Float(number) => value.as_float() == Some(*number),
        Value::Bool(yes) => value.as_bool() == Some(*yes),
        Value::When(when) => value.as_datetime().is_some_and(|it| it.to_string() == when.to_string()),
        Value::Array(nodes) => value.as_array().is_some_and(|array| {
            array.len() == nodes.len() && array.iter().zip(nodes).all(|(it, node)| value_says(it, node))
        }),
        Value::Table(entries) => value.as_inline_table().is_some_and(|table| table_says(table, entries)),
    }
}

fn table_says(table: &dyn TableLike, entries: &Entries) -> bool {
    table.len() == entries.len()
        && entries.iter().all(|(key, entry)| match (table.get(key), &entry.node.value) {
            (Some(item), Value::Table(inner)) => {
                item.as_table_like().is_some_and(|table| table_says(table, inner))
            }
            (Some(item), _) => says(item, &entry.node),
            (None, _) => false,
        })
}

/// A node as TOML: a table that has tables in it gets a heading of its own.
fn item_of(node: &Node) -> Item {
    match &node.value {
        Value::Table(entries) if entries.values().any(|entry| entry.node.entries().is_some()) => {
            let mut table = Table::new();
            table.set_implicit(true);
            for (key, entry) in entries {
                table.insert(key, item_of(&entry.node));
            }
            Item::Table(table)
        }
        _ => Item::Value(value_of(node)),
    }
}

pub(super) fn value_of(node: &Node) -> toml_edit::Value {
    match &node.value {
        Value::Text(text) => text.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Bool(yes) => (*yes).into(),
        // What the reader took for a date and time reads as one again.
        Value::When(when) => when
            .to_string()
            .parse::<toml_edit::Datetime>()
            .map_or_else(|_| when.to_string().into(), toml_edit::Value::from),
        Value::Array(nodes) => nodes.iter().map(value_of).collect::<Array>().into(),
        Value::Table(entries) => {
            let mut table = InlineTable::new();
            for (key, entry) in entries {
                table.insert(key, value_of(&entry.node));
            }
            table.into()
        }
    }
}

fn fill(document: &mut Table, plan: &FilledPlan<'_>) {
    let Some(team) = table_of(document, "team").and_then(|teams| table_of(teams, plan.team)) else { return };
    match plan.place {
        FilledPlace::Shift(name) => {
            let shift = table_of(team, "shift").and_then(|shifts| table_of(shifts, name));
            if let Some(agents) = shift.and_then(|shift| shift.get_mut("agents")) {
                fill_agents(agents, plan);
            }
        }
        FilledPlace::Step(from) => {
            let steps = table_of(team, "on_duty").and_then(|level| table_of(level, "steps"));
            if let Some(agents) = steps.and_then(|steps| steps.get_mut(&clock(from))) {
                fill_agents(agents, plan);
            }
        }
        FilledPlace::OfFamily { family, name, hours, breaks } => {
            fill_family(team, plan, (family, name), hours, breaks);
        }
    }
}

/// A number stays a number; a range gets its plan.
fn fill_agents(agents: &mut Item, plan: &FilledPlan<'_>) {
    if agents.is_table_like() {
        replace(agents, value(range(plan)));
    } else {
        replace(agents, value(i64::from(plan.agents)));
    }
}

/// `{ plan = 12, min = 4, max = 30 }`
pub(super) fn range(plan: &FilledPlan<'_>) -> InlineTable {
    let mut table = InlineTable::new();
    let numbers = [("plan", plan.agents), ("min", plan.range.0), ("max", plan.range.1)];
    for (key, number) in numbers {
        table.insert(key, i64::from(number).into());
    }
    table
}

/// A shift that was chosen of a family.
fn fill_family(
    team: &mut dyn TableLike,
    plan: &FilledPlan<'_>,
    (family, name): (&str, &str),
    (from, to): (ClockTime, ClockTime),
    breaks: &[usize],
) {
    let Some(of) = table_of(team, "shifts").and_then(|families| families.get(family)) else { return };
    let rests = of.get("breaks").and_then(Item::as_array).cloned().unwrap_or_default();
    let mut shift = Table::new();
    shift.insert("from", value(clock(from)));
    shift.insert("to", value(clock(to)));
    shift.insert("agents", value(range(plan)));
    let kept: Array = breaks.iter().filter_map(|&place| rests.get(place).cloned()).collect();
    if !kept.is_empty() {
        shift.insert("breaks", value(kept));
    }
    stand(team, family, name, shift);
}

/// Families that were chosen from are gone.
fn drop_families(document: &mut Table) {
    let Some(teams) = table_of(document, "team") else { return };
    let names: Vec<String> = teams.iter().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        if let Some(team) = table_of(teams, &name) {
            team.remove("shifts");
        }
    }
}

pub(super) fn table_of<'t>(table: &'t mut dyn TableLike, key: &str) -> Option<&'t mut dyn TableLike> {
    table.get_mut(key)?.as_table_like_mut()
}

/// `"21:30"`
pub(super) fn clock(clock: ClockTime) -> String {
    let minutes = clock.0.micros() / 60_000_000;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

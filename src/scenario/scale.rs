//! Relative values: `"* 0.55"`, `"/ 2"`, `"+ 2"`, `"- 30s"`.

use super::read::{format_duration, parse_duration};
use super::shape::{Kind, MapKey};
use super::source::Origin;
use super::tree::{Entries, Entry, Node, Value};
use crate::units::Span;

/// What to do with what stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// `"* 0.55"`, and `"/ 2"` as its inverse
    Times(f64),
    /// `"+ 2"`, and `"- 2"` as its negative
    Add(f64),
    /// `"+ 30s"` and `"- 30s"`, in microseconds
    AddTime(i64),
}

/// Why a change cannot act on a number of agents that is still to be chosen.
pub const NO_PLAN: &str = "it has no plan yet";

/// Why a change cannot act.
#[derive(Debug)]
pub struct Cannot {
    /// What is in the way.
    pub message: String,
    /// The likely fix.
    pub help: Option<String>,
}

fn cannot(message: &str) -> Cannot {
    Cannot { message: message.to_owned(), help: None }
}

impl Change {
    /// The change that a text says, if it says one and its place does not take plain text.
    pub fn parse(value: &Node, kind: &Kind) -> Option<Change> {
        let text = value.text().filter(|_| !matches!(kind, Kind::Text | Kind::File))?.trim();
        let operator = text.chars().next()?;
        let operand = text.get(operator.len_utf8()..)?.trim();
        let number = operand.parse::<f64>().ok().filter(|number| number.is_finite());
        let time = parse_duration(operand).ok().map(Span::micros);
        match (operator, number, time) {
            ('*', Some(number), _) => Some(Change::Times(number)),
            ('/', Some(number), _) if number != 0.0 => Some(Change::Times(1.0 / number)),
            ('+', Some(number), _) => Some(Change::Add(number)),
            ('-', Some(number), _) => Some(Change::Add(-number)),
            ('+', None, Some(time)) => Some(Change::AddTime(time)),
            ('-', None, Some(time)) => Some(Change::AddTime(-time)),
            _ => None,
        }
    }
}

/// `node` after the change; `origin`: where the change is written.
pub fn scaled(node: &Node, kind: &'static Kind, change: &Change, origin: Origin) -> Result<Node, Cannot> {
    let value = match kind {
        Kind::Duration | Kind::Either([Kind::Duration, ..]) => duration(node, change)?,
        Kind::Either([Kind::Number(_), Kind::Table(_)]) if node.entries().is_some() => {
            amounts(node, change, origin)?
        }
        Kind::Number(_) | Kind::Share | Kind::Either([Kind::Number(_), ..]) => number(node, change)?,
        Kind::Whole(_) | Kind::Either([Kind::Whole(_), ..]) => number(node, change)?,
        Kind::Agents => return agents(node, change, origin),
        Kind::Distribution => distribution(node, change, origin)?,
        Kind::Count => count(node, change, origin)?,
        Kind::Shares(_) => return entries(node, |_| Some(&Kind::Share), change, origin),
        Kind::Map(MapKey::New | MapKey::Clock | MapKey::Whole | MapKey::Of(_), inner) if scales(inner) => {
            return entries(node, |_| Some(inner), change, origin);
        }
        Kind::Table(_) if node.get("file").is_some() && node.get("rate").is_some() => {
            of_a_file(node.entries().cloned().unwrap_or_default(), change, origin)?
        }
        Kind::Table(table)
            if table.keys.iter().any(|key| matches!(&key.kind, Kind::Map(MapKey::Clock, _))) =>
        {
            let of = |name: &str| {
                table.key(name).map(|key| &key.kind).filter(|kind| matches!(kind, Kind::Map(..)))
            };
            return entries(node, of, change, origin);
        }
        _ => return Err(cannot("this has no one value to change")),
    };
    Ok(Node { origin, value })
}

fn scales(kind: &Kind) -> bool {
    matches!(kind, Kind::Number(_) | Kind::Share | Kind::Whole(_) | Kind::Agents)
}

/// Changes the entries whose kind `of` gives, keeps the others.
fn entries(
    node: &Node,
    of: impl Fn(&str) -> Option<&'static Kind>,
    change: &Change,
    origin: Origin,
) -> Result<Node, Cannot> {
    let entries = node.entries().ok_or_else(|| cannot("this is no table"))?;
    let mut changed = Entries::new();
    for (name, entry) in entries {
        let node = match of(name) {
            Some(kind) => scaled(&entry.node, kind, change, origin)?,
            None => entry.node.clone(),
        };
        changed.insert(name.clone(), Entry { key: entry.key, node });
    }
    Ok(Node { origin, value: Value::Table(changed) })
}

fn number(node: &Node, change: &Change) -> Result<Value, Cannot> {
    let Some(number) = node.number() else { return Err(cannot("this is no number")) };
    let new = match change {
        Change::Times(factor) => number * factor,
        Change::Add(more) => number + more,
        Change::AddTime(_) => return Err(cannot("a number does not take a time")),
    };
    let whole = matches!(node.value, Value::Integer(_)) && new.fract() == 0.0 && new.abs() < 9e15;
    Ok(if whole { Value::Integer(new as i64) } else { Value::Float(new) })
}

fn duration(node: &Node, change: &Change) -> Result<Value, Cannot> {
    let text = node.text().ok_or_else(|| cannot("this is no duration"))?;
    if let Some(number) = rings(text) {
        return rings_changed(number, change);
    }
    let span = parse_duration(text).map_err(|_| cannot(&format!("\"{text}\" is no duration")))?;
    let new = match change {
        Change::Times(factor) => Span::from_micros(span.micros() as f64 * factor),
        Change::AddTime(more) => span + Span(*more),
        Change::Add(more) => {
            let sign = if *more < 0.0 { '-' } else { '+' };
            let more = more.abs();
            let help = format!("write the unit: \"{sign} {more}s\" or \"{sign} {more}min\"");
            return Err(Cannot { message: "a time does not take a number".to_owned(), help: Some(help) });
        }
    };
    if new < Span::ZERO {
        return Err(cannot(&format!("less than no time is left of \"{text}\"")));
    }
    Ok(Value::Text(format_duration(new)))
}

/// The number of `"3 rings"`.
fn rings(text: &str) -> Option<f64> {
    let number = text.trim().strip_suffix("rings").or(text.trim().strip_suffix("ring"))?;
    number.trim().parse().ok()
}

fn rings_changed(number: f64, change: &Change) -> Result<Value, Cannot> {
    let new = match change {
        Change::Times(factor) => number * factor,
        Change::Add(more) => number + more,
        Change::AddTime(_) => return Err(cannot("rings do not take a time")),
    };
    if new < 1.0 || new.fract() != 0.0 {
        return Err(cannot(&format!("{new} is no whole number of rings")));
    }
    Ok(Value::Text(format!("{new} rings")))
}

/// Headcounts are changed in their plan and rounded to whole agents, halves up.
fn agents(node: &Node, change: &Change, origin: Origin) -> Result<Node, Cannot> {
    let rounded = |node: &Node| -> Result<Node, Cannot> {
        let plan = match number(node, change)? {
            Value::Float(plan) => libm::floor(plan + 0.5) as i64,
            Value::Integer(plan) => plan,
            _ => 0,
        };
        if plan < 0 {
            return Err(cannot("fewer than no agents are left"));
        }
        Ok(Node { origin, value: Value::Integer(plan) })
    };
    let Some(entries) = node.entries() else { return rounded(node) };
    let plan = entries.get("plan").ok_or_else(|| Cannot {
        message: NO_PLAN.to_owned(),
        help: Some("give a number of agents, or run `nightdesk staff` first".to_owned()),
    })?;
    let mut entries = entries.clone();
    entries.insert("plan".to_owned(), Entry { key: plan.key, node: rounded(&plan.node)? });
    Ok(Node { origin, value: Value::Table(entries) })
}

/// Every time in a distribution: a plain one, and all of the table's own, `most` too.
fn distribution(node: &Node, change: &Change, origin: Origin) -> Result<Value, Cannot> {
    match &node.value {
        Value::Text(text) if text == "never" => Err(Cannot {
            message: "it is \"never\"".to_owned(),
            help: Some("give a duration or a distribution instead".to_owned()),
        }),
        Value::Table(entries) => {
            let mut changed = Entries::new();
            for (law, entry) in entries {
                let value = law_scaled(law, &entry.node, change, origin)?;
                changed.insert(law.clone(), Entry { key: entry.key, node: Node { origin, value } });
            }
            Ok(Value::Table(changed))
        }
        _ => duration(node, change),
    }
}

/// Every amount of money in a distribution, `most` too.
fn amounts(node: &Node, change: &Change, origin: Origin) -> Result<Value, Cannot> {
    let mut laws = node.entries().cloned().unwrap_or_default();
    for (law, entry) in &mut laws {
        let mut of = entry.node.entries().cloned().ok_or_else(|| cannot(&format!("`{law}` is no table")))?;
        for (name, entry) in of.iter_mut().filter(|(name, _)| *name != "cv") {
            let value = match &entry.node.value {
                Value::Array(values) if name == "values" => {
                    let one = |value| Ok(Node { origin, value: number(value, change)? });
                    Value::Array(values.iter().map(one).collect::<Result<_, Cannot>>()?)
                }
                _ => number(&entry.node, change)?,
            };
            entry.node = Node { origin, value };
        }
        entry.node = Node { origin, value: Value::Table(of) };
    }
    Ok(Value::Table(laws))
}

fn law_scaled(law: &str, node: &Node, change: &Change, origin: Origin) -> Result<Value, Cannot> {
    let node_of = |value| Node { origin, value };
    if let (Value::Array(parts), "mixture") = (&node.value, law) {
        let mut changed = Vec::new();
        for part in parts {
            let mut entries = part.entries().cloned().unwrap_or_default();
            // What never comes never comes, however much later.
            let never = |of: &&mut Entry| of.node.text() != Some("never");
            if let Some(of) = entries.get_mut("of").filter(never) {
                of.node = node_of(distribution(&of.node, change, origin)?);
            }
            changed.push(node_of(Value::Table(entries)));
        }
        return Ok(Value::Array(changed));
    }
    let mut entries = node.entries().cloned().ok_or_else(|| cannot(&format!("`{law}` is no table")))?;
    if law == "empirical" && entries.contains_key("file") {
        return of_a_file(entries, change, origin);
    }
    for (name, entry) in &mut entries {
        entry.node = match (&entry.node.value, name.as_str()) {
            (Value::Array(values), "values") => {
                let values: Result<Vec<Node>, Cannot> =
                    values.iter().map(|value| Ok(node_of(duration(value, change)?))).collect();
                node_of(Value::Array(values?))
            }
            (_, "cv") => entry.node.clone(),
            _ => node_of(duration(&entry.node, change)?),
        };
    }
    Ok(Value::Table(entries))
}

/// The values stand in a file: its `times` is changed instead, and `most`.
fn of_a_file(mut entries: Entries, change: &Change, origin: Origin) -> Result<Value, Cannot> {
    let Change::Times(_) = change else {
        return Err(cannot("its values stand in a file, and can only be multiplied"));
    };
    let one = Node { origin, value: Value::Float(1.0) };
    let times = number(entries.get("times").map_or(&one, |entry| &entry.node), change)?;
    entries.insert("times".to_owned(), Entry { key: origin, node: Node { origin, value: times } });
    if let Some(most) = entries.get_mut("most") {
        most.node = Node { origin, value: duration(&most.node, change)? };
    }
    Ok(Value::Table(entries))
}

/// A number of turns, the mean of a geometric one, or every number of a discrete one.
fn count(node: &Node, change: &Change, origin: Origin) -> Result<Value, Cannot> {
    let Some(entries) = node.entries() else { return number(node, change) };
    if let Some(discrete) = entries.get("discrete") {
        let node = discrete_changed(&discrete.node, change, origin)?;
        return Ok(Value::Table(Entries::from([("discrete".to_owned(), Entry { key: discrete.key, node })])));
    }
    let geometric = entries.get("geometric").ok_or_else(|| cannot("this is no distribution of counts"))?;
    let mut inner = geometric.node.entries().cloned().ok_or_else(|| cannot("`geometric` is no table"))?;
    if let Some(mean) = inner.get_mut("mean") {
        mean.node = Node { origin, value: number(&mean.node, change)? };
    }
    let node = Node { origin, value: Value::Table(inner) };
    Ok(Value::Table(Entries::from([("geometric".to_owned(), Entry { key: geometric.key, node })])))
}

fn discrete_changed(node: &Node, change: &Change, origin: Origin) -> Result<Node, Cannot> {
    let entries = node.entries().ok_or_else(|| cannot("`discrete` is no table"))?;
    let mut changed = Entries::new();
    for (count, entry) in entries {
        let count: f64 = count.parse().map_err(|_| cannot(&format!("`{count}` is no number of turns")))?;
        let new = match change {
            Change::Times(factor) => count * factor,
            Change::Add(more) => count + more,
            Change::AddTime(_) => return Err(cannot("a number does not take a time")),
        };
        if new < 1.0 || new.fract() != 0.0 {
            return Err(Cannot {
                message: format!("{new} is no whole number of turns"),
                help: Some("give a new one, or use { geometric = { mean = … } }".to_owned()),
            });
        }
        changed.insert(new.to_string(), entry.clone());
    }
    Ok(Node { origin, value: Value::Table(changed) })
}

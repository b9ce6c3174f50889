//! `--with LEVER`: applies what a lever sets to the tree; `--plan 'LEVER + LEVER'`: which levers a plan has.

use super::diagnostics::{Problem, Problems, did_you_mean};
use super::path::Path;
use super::source::{Origin, Sources};
use super::tree::{Node, Value};
use super::{Lever, Name, set};
use std::collections::BTreeMap;

/// Applies one lever by name.
pub fn apply_named(root: &mut Node, name: &str, sources: &mut Sources) -> Result<(), Vec<Problem>> {
    let source = sources.add_argument("--with", name);
    let offset = "--with ".len();
    let levers = root.get("lever").and_then(Node::entries);
    if !levers.is_some_and(|levers| levers.contains_key(name)) {
        let names = levers.into_iter().flatten().map(|(name, _)| name.as_str());
        let help = did_you_mean(name, names).unwrap_or_else(|| "the scenario has no levers".to_owned());
        let shown = Origin::new(source, offset..offset + name.len());
        let problem = Problem::error(&Path::of(&["lever"]), shown, format!("there is no lever `{name}`"));
        return Err(vec![problem.expected("no such lever").help(help)]);
    }
    let problems = apply(root, name);
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Applies a lever that exists, in the order in which its lines are written.
pub fn apply(root: &mut Node, name: &str) -> Vec<Problem> {
    let set = root.get("lever").and_then(|levers| levers.get(name)).and_then(|lever| lever.get("set"));
    // A lever that is no table or sets nothing is reported where it is read.
    let Some(entries) = set.and_then(Node::entries) else { return Vec::new() };
    let mut lines: Vec<(String, Origin, Node)> =
        entries.iter().map(|(path, entry)| (path.clone(), entry.key, entry.node.clone())).collect();
    lines.sort_by_key(|(_, key, _)| *key);
    let mut problems = Vec::new();
    for (text, shown, value) in lines {
        let result = set::read_path(&text, shown).and_then(|path| {
            if let (Value::Table(_), [_]) = (&value.value, path.keys()) {
                let message = format!("`{text}` is a table, not a path to one value");
                let help = "write the whole path in quotes: \"inquiry.taste.share\" = \"* 0.55\"";
                return Err(Problem::error(&path, shown, message).help(help).into());
            }
            set::assign(root, &path, shown, value)
        });
        problems.extend(result.err().map(|problem| *problem));
    }
    problems
}

/// The levers of a plan, `sour-text + refund`, in the order in which it names them.
///
/// # Errors
/// If it names none, one that is not among `known`, or one twice (those `already` applied included).
pub fn read_plan(
    text: &str,
    known: &BTreeMap<Name, Lever>,
    already: &[String],
) -> Result<Vec<Name>, Problems> {
    let mut sources = Sources::default();
    let source = sources.add_argument("--plan", text);
    let mut problems = Vec::new();
    let mut names: Vec<Name> = Vec::new();
    let mut start = "--plan ".len();
    for part in text.split('+') {
        let name = part.trim();
        let from = start + (part.len() - part.trim_start().len());
        let shown = Origin::new(source, from..from + name.len().max(1));
        start += part.len() + 1;
        let problem = |message: String| Problem::error(&Path::of(&["lever"]), shown, message);
        if name.is_empty() {
            let help = "name levers with + between: --plan 'sour-text + refund'";
            problems.push(problem("a lever is missing here".to_owned()).help(help));
        } else if !known.contains_key(name) {
            let help = did_you_mean(name, known.keys().map(String::as_str));
            let help = help.unwrap_or_else(|| "the scenario has no levers".to_owned());
            problems
                .push(problem(format!("there is no lever `{name}`")).expected("no such lever").help(help));
        } else if names.iter().chain(already).any(|other| other == name) {
            problems.push(problem(format!("lever `{name}` is applied twice")).help("name it once"));
        } else {
            names.push(name.to_owned());
        }
    }
    if problems.is_empty() { Ok(names) } else { Err(Problems::new(problems, sources)) }
}

//! `--with LEVER`: applies what a lever sets to the tree.

use super::diagnostics::{Problem, did_you_mean};
use super::path::Path;
use super::set;
use super::source::{Origin, Sources};
use super::tree::{Node, Value};

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

//! `extends = "base.toml"`: the standing desk in one file, tonight in another.
//!
//! Tables merge key by key, and everything else overrides. A table that is *one value* overrides as a
//! whole, because a mixture of old and new would mean nothing anybody wrote: distributions, baselines,
//! steps, `on_duty`, `arrivals`, hours, breaks, the cost of a lever, and the shares of a whole (`channels`,
//! `tiers`). Streams, inquiries, channels, teams, shifts, `agents`, outcomes, `on.x`, `orders`, `slots`,
//! `speed_by` and `retry` merge. A plain number for `agents` over `{ plan, min, max }` is a new plan.

use super::diagnostics::Problem;
use super::path::Path;
use super::set::ROOT;
use super::shape::Kind;
use super::source::{Origin, Sources};
use super::tree::{self, Entries, Entry, Node, Value};
use std::path::PathBuf;

/// Reads a file and everything it extends. Problems are added; `None`: it could not be read.
pub fn read_file(
    path: &std::path::Path,
    from: Option<Origin>,
    sources: &mut Sources,
    chain: &mut Vec<PathBuf>,
    problems: &mut Vec<Problem>,
) -> Option<Node> {
    let name = path.display().to_string();
    let text = match std::fs::read(path).map(String::from_utf8) {
        Ok(Ok(text)) => text,
        Ok(Err(_)) => {
            problems.push(missing(from, format!("`{name}` is not in UTF-8"), "save it as UTF-8"));
            return None;
        }
        Err(error) => {
            let why = match error.kind() {
                std::io::ErrorKind::NotFound => format!("there is no file `{name}`"),
                _ => format!("cannot read `{name}`: {error}"),
            };
            problems.push(missing(from, why, "give the path of a scenario file, relative to what names it"));
            return None;
        }
    };
    chain.push(path.canonicalize().unwrap_or_else(|_| path.to_owned()));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| std::path::Path::new("."));
    read_text(&name, text, folder, sources, chain, problems)
}

/// The same of a text that stands in a folder.
pub fn read_text(
    name: &str,
    text: String,
    folder: &std::path::Path,
    sources: &mut Sources,
    chain: &mut Vec<PathBuf>,
    problems: &mut Vec<Problem>,
) -> Option<Node> {
    let is_trace = text.trim_start_matches('\u{feff}').trim_start().starts_with("{\"nightdesk_trace\"");
    let source = sources.add(name, text, Some(folder));
    if is_trace {
        let message = format!("`{name}` is a trace, one night as it was, and no scenario");
        let help = "play it with nightdesk replay; for other nights give the scenario that it was made of";
        problems.push(Problem::error_at(&Path::default(), message).help(help));
        return None;
    }
    let mut root = match tree::parse(source, sources) {
        Ok(root) => root,
        Err(more) => {
            problems.extend(more);
            return None;
        }
    };
    let Value::Table(entries) = &mut root.value else { return Some(root) };
    let Some(base) = entries.remove("extends") else { return Some(root) };
    let path = Path::of(&["extends"]);
    let Some(base_name) = base.node.text() else {
        let message = format!("`extends` must be a file name in quotes, not {}", base.node.kind());
        problems.push(Problem::error(&path, base.node.origin, message).help("write one file name"));
        return None;
    };
    let here = folder == std::path::Path::new(".");
    let base_path = if here { PathBuf::from(base_name) } else { folder.join(base_name) };
    let seen = base_path.canonicalize().is_ok_and(|real| chain.contains(&real));
    if seen {
        let message = format!("`{base_name}` extends this file in turn");
        let problem = Problem::error(&path, base.node.origin, message).expected("goes round in a circle");
        problems.push(problem.help("leave one of the two `extends` out"));
        return None;
    }
    let base = read_file(&base_path, Some(base.node.origin), sources, chain, problems)?;
    Some(merge(base, root, &ROOT))
}

fn missing(from: Option<Origin>, message: String, help: &str) -> Problem {
    let path = if from.is_some() { Path::of(&["extends"]) } else { Path::default() };
    Problem { origin: from, ..Problem::error_at(&path, message).help(help) }
}

/// `over` over `base`.
pub fn merge(base: Node, over: Node, kind: &'static Kind) -> Node {
    if let (Value::Table(plan), Value::Integer(_), Kind::Agents) = (&base.value, &over.value, kind) {
        let mut entries = plan.clone();
        let origin = over.origin;
        entries.insert("plan".to_owned(), Entry { key: origin, node: over });
        return Node { origin, value: Value::Table(entries) };
    }
    if let (Value::Table(old), Value::Table(new), Kind::Agents) = (&base.value, &over.value, kind) {
        let mut entries = old.clone();
        entries.extend(new.clone());
        return Node { origin: over.origin, value: Value::Table(entries) };
    }
    let form = kind.container(Some(&over));
    match (base.value, over.value, form) {
        (Value::Table(base), Value::Table(entries), Some(form)) if !form.is_whole() => {
            Node { origin: over.origin, value: Value::Table(merge_entries(base, entries, form)) }
        }
        (_, value, _) => Node { origin: over.origin, value },
    }
}

fn merge_entries(mut base: Entries, over: Entries, form: &'static Kind) -> Entries {
    for (name, entry) in over {
        let kind = form.inside(&name);
        let merged = match (base.remove(&name), kind) {
            (Some(old), Some(kind)) => Entry { key: entry.key, node: merge(old.node, entry.node, kind) },
            (_, _) => entry,
        };
        base.insert(name, merged);
    }
    base
}

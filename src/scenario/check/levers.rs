//! Levers that are not pulled tonight: each is tried alone, so that a slip in one shows before it is needed.

use crate::scenario::diagnostics::{Problem, Severity};
use crate::scenario::read::Reader;
use crate::scenario::scale::NO_PLAN;
use crate::scenario::source::{Origin, Sources};
use crate::scenario::tree::{Node, Value};
use crate::scenario::{keys, levers, set};

/// What is wrong in the lines of levers: their paths, and the values that they lead to.
pub fn check_levers(
    root: &Node,
    sources: &Sources,
    data: Option<&std::path::Path>,
    title: &str,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let names = root.get("lever").and_then(Node::entries).into_iter().flatten().map(|(name, _)| name);
    for name in names {
        let mut tried = root.clone();
        // What nothing stands for here another lever may give.
        let alone = levers::apply(&mut tried, name).into_iter();
        // Likewise a number of agents that is still to be chosen: the lever waits for it.
        problems.extend(alone.filter(|problem| {
            problem.expected.as_deref() != Some(set::NOTHING_STANDS) && !problem.message.ends_with(NO_PLAN)
        }));
        let Some(lines) = lines_of(root, name) else { continue };
        // Recordings were read already, and no other line can change them.
        let sets_arrivals = lines.iter().any(|(path, _)| path.contains(keys::ARRIVALS.name));
        if !sets_arrivals {
            drop_recordings(&mut tried);
        }
        let mut reader = Reader::new(&tried, sources, data);
        let scenario = reader.scenario(title);
        let mut found = super::check(&scenario, &tried, &reader.problems);
        found.append(&mut reader.problems);
        let located = found.into_iter().map(|problem| problem.locate(&tried));
        let of_this = |problem: &Problem| {
            problem.severity == Severity::Error
                && problem.origin.is_some_and(|at| lines.iter().any(|(_, line)| contains(*line, at)))
        };
        problems.extend(located.filter(of_this));
    }
    problems
}

/// Path and value's place of every line of a lever.
fn lines_of(root: &Node, name: &str) -> Option<Vec<(String, Origin)>> {
    let entries = root.get("lever")?.get(name)?.get("set")?.entries()?;
    Some(entries.iter().map(|(path, entry)| (path.clone(), entry.node.origin)).collect())
}

fn contains(line: Origin, at: Origin) -> bool {
    line.source == at.source && line.start <= at.start && at.end <= line.end
}

fn drop_recordings(root: &mut Node) {
    let Value::Table(entries) = &mut root.value else { return };
    let Some(Value::Table(inquiries)) = entries.get_mut("inquiry").map(|entry| &mut entry.node.value) else {
        return;
    };
    for inquiry in inquiries.values_mut() {
        if let Value::Table(keys) = &mut inquiry.node.value {
            keys.remove("arrivals");
        }
    }
}

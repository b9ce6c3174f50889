//! `standard = "douyin-3min"`: targets and thresholds that somebody published, each a file of this program.
//!
//! A standard lies under the scenario like a file that it extends: key by key, what the scenario says itself
//! holds. Of several, a later one lies over an earlier. Levers and `--set` come after.
//!
//! A target of a standard counts channels by their kind, because nobody knows how a scenario calls them. If
//! the scenario has no channel of such a kind, and says nothing of that target itself, the target is left
//! out, with the parts of the store score that need it.

use super::Name;
use super::extends::merge;
use super::keys::STANDARDS;
use super::set::ROOT;
use super::source::{SourceId, Sources};
use super::tree::{self, Node, Value};

/// A standard that a scenario takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standard {
    /// As in the file.
    pub name: Name,
    /// How it is shown.
    pub title: String,
    /// Who published it.
    pub source: String,
    /// When, as `2025-12-01`.
    pub dated: String,
    /// What to mind.
    pub note: String,
    /// The targets that it brought, with those of their keys that the scenario has otherwise.
    pub targets: Vec<(Name, Vec<String>)>,
    /// Targets left out, because the scenario has no channel that they count.
    pub left_out: Vec<Name>,
}

/// The texts, in the order of [`STANDARDS`].
const TEXTS: [&str; STANDARDS.len()] = [
    include_str!("../../scenarios/standards/2h-24h.toml"),
    include_str!("../../scenarios/standards/3-5-10.toml"),
    include_str!("../../scenarios/standards/5min-3rings.toml"),
    include_str!("../../scenarios/standards/douyin-3min.toml"),
    include_str!("../../scenarios/standards/kuaishou-3min.toml"),
    include_str!("../../scenarios/standards/tiktok-shop-12h.toml"),
    include_str!("../../scenarios/standards/xiaohongshu-3min.toml"),
];

/// Lays the standards that `root` names under it. Names that are none are reported where the key is read.
pub fn lay_under(root: Node, sources: &mut Sources) -> (Node, Vec<Standard>) {
    let mut taken = Vec::new();
    let mut under: Option<Node> = None;
    for place in named(&root) {
        let source = sources.add(&format!("standard {}", STANDARDS[place]), TEXTS[place].to_owned(), None);
        // They are held to be sound by a test.
        let Ok(mut standard) = tree::parse(source, sources) else { continue };
        taken.push((source, about(STANDARDS[place], &mut standard)));
        under = Some(match under {
            None => standard,
            Some(earlier) => merge(earlier, standard, &ROOT),
        });
    }
    let Some(mut under) = under else { return (root, Vec::new()) };
    let left_out = drop_uncounted(&mut under, &root);
    let root = merge(under, root, &ROOT);
    let standards = taken.into_iter().map(|(source, standard)| {
        let (left, targets): (Vec<Name>, Vec<Name>) =
            standard.targets.into_iter().map(|(name, _)| name).partition(|name| left_out.contains(name));
        let targets = targets.into_iter().map(|name| (overridden(&root, source, &name), name));
        Standard { targets: targets.map(|(keys, name)| (name, keys)).collect(), left_out: left, ..standard }
    });
    let standards = standards.collect();
    (root, standards)
}

/// The standards that a scenario names, each once, by their places.
fn named(root: &Node) -> Vec<usize> {
    let names: Vec<&str> = match root.get("standard").map(|node| &node.value) {
        Some(Value::Text(name)) => vec![name],
        Some(Value::Array(items)) => items.iter().filter_map(Node::text).collect(),
        _ => Vec::new(),
    };
    let mut places: Vec<usize> = Vec::new();
    for place in names.iter().filter_map(|name| STANDARDS.iter().position(|known| known == name)) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// Takes what a standard says of itself out of its tree.
fn about(name: &str, standard: &mut Node) -> Standard {
    let table = match &mut standard.value {
        Value::Table(entries) => entries.remove("standard").map(|entry| entry.node),
        _ => None,
    };
    let said = |key: &str| {
        let value = table.as_ref().and_then(|table| table.get(key)).map(Node::to_json);
        value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    };
    let targets = standard.get("target").and_then(Node::entries).into_iter().flatten();
    Standard {
        name: name.to_owned(),
        title: said("title"),
        source: said("source"),
        dated: said("dated"),
        note: said("note"),
        targets: targets.map(|(target, _)| (target.clone(), Vec::new())).collect(),
        left_out: Vec::new(),
    }
}

/// Drops targets that would count no channel of the scenario, and what of the store score needs them.
fn drop_uncounted(under: &mut Node, root: &Node) -> Vec<Name> {
    let channels = root.get("channel").and_then(Node::entries);
    let kinds: Vec<&str> = (channels.into_iter().flatten())
        .filter_map(|(_, channel)| channel.node.get("kind").and_then(Node::text))
        .collect();
    let own = root.get("target").and_then(Node::entries);
    let counts = |name: &str, target: &Node| {
        let Some(Value::Array(of)) = target.get("kinds").map(|node| &node.value) else { return true };
        of.iter().filter_map(Node::text).any(|kind| kinds.contains(&kind))
            || own.is_some_and(|own| own.contains_key(name))
    };
    let targets = under.get("target").and_then(Node::entries).into_iter().flatten();
    let dropped: Vec<Name> =
        targets.filter(|(name, target)| !counts(name, &target.node)).map(|(name, _)| name.clone()).collect();
    let Value::Table(entries) = &mut under.value else { return dropped };
    if let Some(Value::Table(targets)) = entries.get_mut("target").map(|entry| &mut entry.node.value) {
        targets.retain(|name, _| !dropped.contains(name));
    }
    let needs = |part: &Node| {
        part.get("target").and_then(Node::text).is_some_and(|target| dropped.iter().any(|it| it == target))
    };
    let parts = entries.get("store_score").and_then(|score| score.node.get("part")).and_then(Node::entries);
    // The standards' scores have one part: without it nothing is left to score.
    if parts.into_iter().flatten().any(|(_, part)| needs(&part.node)) {
        entries.remove("store_score");
    }
    dropped
}

/// The keys of a target that are not the standard's.
fn overridden(root: &Node, source: SourceId, target: &str) -> Vec<String> {
    let keys = root.get("target").and_then(|targets| targets.get(target)).and_then(Node::entries);
    let others = keys.into_iter().flatten().filter(|(_, entry)| entry.node.origin.source != source);
    others.map(|(key, _)| key.clone()).collect()
}

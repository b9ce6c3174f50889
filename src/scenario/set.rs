//! New values for paths of the tree: `--set PATH=VALUE`, and what a lever sets.
//!
//! A new value replaces what stands. `"* 0.55"`, `"/ 2"`, `"+ 2"` and `"- 30s"` act on it: on a number, a
//! duration, a plan, on every time of a distribution (its cv and shares stay), on every value of a table of
//! steps or of orders, and on the default of a key that is left out.

use super::diagnostics::{Problem, did_you_mean, listed};
use super::keys;
use super::path::{NoPath, Path};
use super::scale::{Change, scaled};
use super::shape::{Key, Kind, MapKey, Need, Section, Table};
use super::source::{Origin, SourceId, Sources};
use super::tree::{self, Entries, Entry, Node, Value};

/// The kind of the whole file.
pub static ROOT: Kind = Kind::Table(&keys::SCENARIO);

/// Said of a relative value for something that is left out.
pub const NOTHING_STANDS: &str = "nothing stands there";

/// Applies one `PATH=VALUE`.
pub fn apply_argument(root: &mut Node, argument: &str, sources: &mut Sources) -> Result<(), Box<Problem>> {
    let source = sources.add_argument("--set", argument);
    let offset = "--set ".len();
    let whole = Origin::new(source, offset..offset + argument.len());
    let Some(equals) = equals_sign(argument) else {
        let message = format!("`{argument}` is no PATH=VALUE");
        let help = "e.g. --set team.night.shift.late.agents=9";
        return Err(Problem::error(&Path::default(), whole, message).help(help).into());
    };
    let key = Origin::new(source, offset..offset + equals);
    let path = read_path(&argument[..equals], key)?;
    let value = argument_value(&argument[equals + 1..], source, offset + equals + 1, &path)?;
    assign(root, &path, key, value)
}

/// The first `=` outside quotes.
fn equals_sign(argument: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in argument.char_indices() {
        match (quote, c) {
            (None, '=') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    None
}

/// A path, or what is wrong with it.
pub fn read_path(text: &str, origin: Origin) -> Result<Path, Box<Problem>> {
    Path::parse(text).map_err(|NoPath(why)| {
        let message = format!("`{}` is no path: {why}", text.trim());
        let help = "write the keys with dots between, e.g. team.night.shift.late.agents";
        Problem::error(&Path::default(), origin, message).help(help).into()
    })
}

/// A TOML value; what is none is taken as a text, so that `12min` needs no quotes inside the shell's.
fn argument_value(text: &str, source: SourceId, offset: usize, path: &Path) -> Result<Node, Box<Problem>> {
    let offset = offset + (text.len() - text.trim_start().len());
    let text = text.trim();
    let origin = Origin::new(source, offset..offset + text.len());
    match tree::parse_value(text, source, offset) {
        // No number of a scenario is negative or written with a plus: `agents=+2` means two more.
        Ok(Node { value: Value::Integer(_) | Value::Float(_), .. }) if text.starts_with(['+', '-']) => {
            Ok(Node { origin, value: Value::Text(text.to_owned()) })
        }
        Ok(node) => Ok(node),
        Err(_) if text.is_empty() => {
            let message = format!("`{path}` gets no value");
            Err(Problem::error(path, origin, message).help("write it behind the =").into())
        }
        Err(why) if text.starts_with(['[', '{', '"', '\'']) => {
            Err(Problem::error(path, origin, format!("this is no TOML value: {why}")).into())
        }
        Err(_) => Ok(Node { origin, value: Value::Text(text.to_owned()) }),
    }
}

/// What stands at a path.
struct Standing {
    /// What may stand there.
    kind: &'static Kind,
    /// What does; of a key that is left out its default, or what it takes its value from.
    node: Option<Node>,
}

/// Gives `path` a new value. `shown`: where the path is written.
pub fn assign(root: &mut Node, path: &Path, shown: Origin, value: Node) -> Result<(), Box<Problem>> {
    if let [first @ ("extends" | "standard"), ..] =
        path.keys().iter().map(String::as_str).collect::<Vec<_>>()[..]
    {
        let message = format!("`{first}` is read before levers and --set, so it cannot be set");
        return Err(Problem::error(path, shown, message).help("write it in the file").into());
    }
    let standing = find(root, path, shown)?;
    let node = match Change::parse(&value, standing.kind) {
        Some(change) => {
            let Some(node) = standing.node else {
                let message =
                    format!("there is no `{path}` for \"{}\" to act on", value.text().unwrap_or(""));
                let problem = Problem::error(path, value.origin, message).expected(NOTHING_STANDS);
                return Err(problem.help("give a value instead").into());
            };
            scaled(&node, standing.kind, &change, value.origin).map_err(|why| {
                let message =
                    format!("\"{}\" cannot act on `{path}`: {}", value.text().unwrap_or(""), why.message);
                Box::new(Problem::error(path, value.origin, message).maybe_help(why.help))
            })?
        }
        None => new_plan(standing, value),
    };
    insert(root, path.keys(), node, shown);
    Ok(())
}

/// A number for `{ plan, min, max }` is a new plan.
fn new_plan(standing: Standing, value: Node) -> Node {
    match (standing.kind, standing.node, &value.value) {
        (Kind::Agents, Some(Node { value: Value::Table(mut entries), .. }), Value::Integer(_)) => {
            let origin = value.origin;
            entries.insert("plan".to_owned(), Entry { key: origin, node: value });
            Node { origin, value: Value::Table(entries) }
        }
        (_, _, _) => value,
    }
}

/// Follows a path through the tree and what is declared of it.
fn find(root: &Node, path: &Path, shown: Origin) -> Result<Standing, Box<Problem>> {
    let mut standing = Standing { kind: &ROOT, node: Some(root.clone()) };
    let mut on = Path::default();
    for key in path.keys() {
        standing = step(root, &standing, &on, key).map_err(|unfound| {
            let whole = on.child(key);
            let message = match on.is_root() {
                true => format!("there is no `{key}` in the scenario"),
                false => format!("there is no `{key}` in `{on}`"),
            };
            let message = unfound.message.unwrap_or(message);
            Box::new(Problem::error(&whole, shown, message).maybe_help(unfound.help))
        })?;
        on = on.child(key);
    }
    Ok(standing)
}

/// Why a path leads nowhere.
struct Unfound {
    message: Option<String>,
    help: Option<String>,
}

fn no_such(help: Option<String>) -> Unfound {
    Unfound { message: None, help }
}

fn step(root: &Node, standing: &Standing, on: &Path, key: &str) -> Result<Standing, Unfound> {
    let plan = as_table(standing);
    let node = plan.as_ref().or(standing.node.as_ref());
    let Some(form) = container_of(standing.kind, node) else {
        let message = match node {
            Some(node) if !matches!(standing.kind.forms(), [_]) => {
                format!("`{on}` is {} here and has no `{key}`", node.kind())
            }
            _ => format!("`{on}` has nothing inside, so no `{key}`"),
        };
        return Err(Unfound { message: Some(message), help: Some(format!("set `{on}` as a whole")) });
    };
    match form {
        Kind::Table(table) => in_table(root, node, table, on, key),
        Kind::List(kind) => {
            let items = node.and_then(|node| match &node.value {
                Value::Array(items) => Some(items),
                _ => None,
            });
            let item = items.and_then(|items| items.get(key.parse::<usize>().ok()?));
            let count = items.map_or(0, Vec::len);
            let help = (count > 0).then(|| format!("its items are 0 to {}", count - 1));
            item.map(|item| Standing { kind, node: Some(item.clone()) }).ok_or_else(|| no_such(help))
        }
        Kind::Shares(section) => in_map(root, node, MapKey::Of(*section), &Kind::Share, key),
        Kind::Map(map_key, kind) => in_map(root, node, *map_key, kind, key),
        _ => Err(no_such(None)),
    }
}

/// The form of a table or list that stands there; where a plain value stands, none but a headcount has one.
fn container_of(kind: &'static Kind, node: Option<&Node>) -> Option<&'static Kind> {
    match node.map(|node| &node.value) {
        None | Some(Value::Table(_) | Value::Array(_)) => kind.container(node),
        Some(_) => None,
    }
}

/// A number of agents as the table it stands for, so that its `max` can be set.
fn as_table(standing: &Standing) -> Option<Node> {
    let (Kind::Agents, Some(node)) = (standing.kind, &standing.node) else { return None };
    node.number()?;
    let key = node.origin;
    let names = ["plan", "min", "max"];
    let entries = names.map(|name| (name.to_owned(), Entry { key, node: node.clone() }));
    Some(Node { origin: key, value: Value::Table(Entries::from(entries)) })
}

fn in_table(
    root: &Node,
    node: Option<&Node>,
    table: &'static Table,
    on: &Path,
    key: &str,
) -> Result<Standing, Unfound> {
    if table.later.contains(&key) {
        let message = format!("`{key}` is not simulated by this version");
        return Err(Unfound { message: Some(message), help: None });
    }
    let Some(declared) = table.key(key) else { return Err(no_such(did_you_mean(key, table.key_names()))) };
    // Of a distribution and its like another form cannot be set beside the one that stands.
    if let (Some(given), true) = (node.and_then(Node::entries), table.one_of.contains(&key)) {
        let other = given.keys().find(|name| table.one_of.contains(&name.as_str()) && *name != key);
        if let Some(other) = other {
            let message = format!("`{on}` is given by `{other}`, so there is no `{key}` in it");
            return Err(Unfound { message: Some(message), help: Some(format!("set `{on}` as a whole")) });
        }
    }
    let node = node.and_then(|node| node.get(key)).cloned();
    let node = node.or_else(|| inherited(root, on, key)).or_else(|| default_of(declared));
    Ok(Standing { kind: &declared.kind, node })
}

/// `on.x` without a key takes the inquiry's own.
fn inherited(root: &Node, on: &Path, key: &str) -> Option<Node> {
    match on.keys() {
        [inquiry, name, on, _] if inquiry == "inquiry" && on == "on" => {
            root.get("inquiry")?.get(name)?.get(key).cloned().or_else(|| default_of(keys::INQUIRY.key(key)?))
        }
        _ => None,
    }
}

fn default_of(key: &Key) -> Option<Node> {
    let Need::Default(default) = key.need else { return None };
    tree::parse_value(default, SourceId::default(), 0).ok()
}

fn in_map(
    root: &Node,
    node: Option<&Node>,
    map_key: MapKey,
    kind: &'static Kind,
    key: &str,
) -> Result<Standing, Unfound> {
    let entries = node.and_then(Node::entries);
    if let Some(entry) = entries.and_then(|entries| entries.get(key)) {
        return Ok(Standing { kind, node: Some(entry.node.clone()) });
    }
    let mut names: Vec<&str> = entries.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    if let MapKey::Of(section) = map_key {
        let defined = section.names(root);
        if defined.contains(&key) {
            return Ok(Standing { kind, node: None });
        }
        names.extend(defined);
        names.dedup();
        if section == Section::Tier && names.is_empty() {
            names.push("regular");
        }
    }
    let help = did_you_mean(key, names.iter().copied());
    Err(no_such(help.or_else(|| (!names.is_empty()).then(|| format!("there is {}", listed(&names))))))
}

/// Puts a value where [`find`] found the way to; tables on the way are made.
fn insert(node: &mut Node, keys: &[String], value: Node, key: Origin) {
    let Some((first, rest)) = keys.split_first() else {
        *node = value;
        return;
    };
    if let Value::Array(items) = &mut node.value {
        if let Some(item) = first.parse().ok().and_then(|index: usize| items.get_mut(index)) {
            insert(item, rest, value, key);
        }
        return;
    }
    if let Value::Integer(_) = node.value {
        let plan = Standing { kind: &Kind::Agents, node: Some(node.clone()) };
        if let Some(table) = as_table(&plan) {
            *node = table;
        }
    }
    if let Value::Table(entries) = &mut node.value {
        let empty =
            || Entry { key, node: Node { origin: value.origin, value: Value::Table(Entries::new()) } };
        let entry = entries.entry(first.clone()).or_insert_with(empty);
        insert(&mut entry.node, rest, value, key);
    }
}

//! Changes written into a copy of the file, its comments kept.

use super::answer::{Asked, Refused};
use super::folder::Folder;
use crate::report::write_whole;
use crate::scenario::{Path, empty_levers, filled, reached_from, texts};
use serde_json::Value;
use toml_edit::{DocumentMut, Item, Table};

/// Writes the scenario with the changes to the new file `name`; levers that are pulled become values.
///
/// # Errors
/// All problems of the scenario, or why the file cannot be written.
pub fn save(
    asked: &Asked,
    name: &str,
    folder: &Folder,
    data: Option<&std::path::Path>,
) -> Result<(), Refused> {
    let loaded = asked.load(folder, data)?;
    let from = folder.scenario(&asked.scenario).ok_or_else(|| Refused::of("there is no such file"))?;
    let to =
        folder.new_scenario(name).ok_or_else(|| Refused::of("expected a file name that ends in .toml"))?;
    // Shifts that were put in the place of others, and another folder, concern what the file extends too.
    let whole = asked.set.values().any(|value| value.starts_with('{')) || from.parent() != to.parent();
    let text = if whole {
        let moved = |file: &str| reached_from(file, from.parent(), to.parent());
        filled(&texts(&from), &loaded.tree, &[], &asked.with, &moved)
            .map_err(|_| Refused::of("this is no TOML"))?
    } else {
        let text = std::fs::read_to_string(from).map_err(|error| Refused::of(&error.to_string()))?;
        changed_text(&text, asked, &loaded.resolved)?
    };
    write_whole(&to, |out| out.write_all(text.as_bytes())).map_err(|error| Refused::of(&error.to_string()))
}

/// The file's text with the changes.
fn changed_text(text: &str, asked: &Asked, resolved: &Value) -> Result<String, Refused> {
    let mut document: DocumentMut = text.parse().map_err(|_| Refused::of("this is no TOML"))?;
    for path in changed(asked, resolved) {
        let parts: Vec<&str> = path.keys().iter().map(String::as_str).collect();
        if let Some(value) = at(resolved, &parts) {
            put(document.as_table_mut(), &parts, value);
        }
    }
    empty_levers(document.as_table_mut(), &asked.with);
    Ok(document.to_string())
}

/// The paths that changes and levers touch.
fn changed(asked: &Asked, resolved: &Value) -> Vec<Path> {
    let sets =
        asked.with.iter().filter_map(|lever| resolved.get("lever")?.get(lever)?.get("set")?.as_object());
    let levers = sets.flat_map(|set| set.keys());
    levers.chain(asked.set.keys()).filter_map(|path| Path::parse(path).ok()).collect()
}

fn at<'a>(value: &'a Value, parts: &[&str]) -> Option<&'a Value> {
    parts.iter().try_fold(value, |value, part| value.get(part))
}

/// Puts `value` where `parts` lead, and makes the tables on the way.
fn put(table: &mut Table, parts: &[&str], value: &Value) {
    let (Some((last, way)), Some(new)) = (parts.split_last(), of_json(value)) else { return };
    let mut place: &mut dyn toml_edit::TableLike = table;
    for part in way {
        let next = place.entry(part).or_insert_with(|| Item::Table(Table::new()));
        let Some(next) = next.as_table_like_mut() else { return };
        place = next;
    }
    match place.get_mut(last) {
        // What stands behind it, and its blanks, stay.
        Some(Item::Value(old)) => {
            let decor = old.decor().clone();
            *old = new;
            *old.decor_mut() = decor;
        }
        _ => {
            place.insert(last, Item::Value(new));
        }
    }
}

fn of_json(value: &Value) -> Option<toml_edit::Value> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => whole.into(),
            None => number.as_f64()?.into(),
        },
        Value::String(text) => text.as_str().into(),
        Value::Array(items) => toml_edit::Value::Array(items.iter().filter_map(of_json).collect()),
        Value::Object(entries) => {
            let entries = entries.iter().filter_map(|(key, value)| Some((key.as_str(), of_json(value)?)));
            toml_edit::Value::InlineTable(entries.collect())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn comments_and_blanks_stay() {
        let text = "# tonight\n[team.night]\npay = 32.0 # an hour\n[team.night.shift.late]\nagents = { plan = 6, min = 2 } # few\n";
        let mut document: DocumentMut = text.parse().unwrap();
        put(document.as_table_mut(), &["team", "night", "shift", "late", "agents", "plan"], &json!(9));
        put(document.as_table_mut(), &["team", "night", "pay"], &json!(40.5));
        put(document.as_table_mut(), &["team", "night", "absence"], &json!(0.1));
        let expected = "# tonight\n[team.night]\npay = 40.5 # an hour\nabsence = 0.1\n[team.night.shift.late]\nagents = { plan = 9, min = 2 } # few\n";
        assert_eq!(document.to_string(), expected);
    }
}

//! The scenario file for others: a JSON Schema for editors, and a key table for the documentation.
//!
//! Both are made of the declaration that the reader itself goes by ([`super::keys`]). The schema is draft
//! 2020-12 without anything younger than draft 7 but the place of its definitions, so that taplo and Even
//! Better TOML take it; TOML's dates and times appear in it as strings, as those tools show them.

use super::keys;
use super::read::{CLOCK_PATTERN, DURATION_PATTERN, WINDOW_PATTERN};
use super::shape::{Key, Kind, MapKey, Need, Range, Table};
use super::source::SourceId;
use super::tree;
use serde_json::{Map, Value, json};

/// The JSON Schema of a scenario file.
pub fn schema() -> Value {
    let mut definitions = Map::new();
    for table in all_tables().into_iter().skip(1) {
        definitions.insert(definition_name(table), table_schema(table));
    }
    definitions.insert("time_distribution".to_owned(), any_of(&keys::DISTRIBUTION_FORMS));
    definitions.insert("count_distribution".to_owned(), any_of(&keys::COUNT_FORMS));
    definitions.insert("headcount".to_owned(), any_of(&keys::AGENTS_FORMS));
    let mut root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Nightdesk scenario",
    });
    if let (Value::Object(root), Value::Object(table)) = (&mut root, table_schema(&keys::SCENARIO)) {
        root.extend(table);
        root.insert("$defs".to_owned(), Value::Object(definitions));
    }
    root
}

/// Every table of a scenario, the file itself first, each once.
fn all_tables() -> Vec<&'static Table> {
    fn visit(kind: &'static Kind, tables: &mut Vec<&'static Table>) {
        match kind {
            Kind::Table(table) if !tables.iter().any(|known| std::ptr::eq(*known, *table)) => {
                tables.push(table);
                table.keys.iter().for_each(|key| visit(&key.kind, tables));
            }
            Kind::List(inner) | Kind::Map(_, inner) => visit(inner, tables),
            Kind::Either(_) | Kind::Distribution | Kind::Count | Kind::Agents => {
                kind.forms().iter().for_each(|form| visit(form, tables));
            }
            _ => {}
        }
    }
    let mut tables = Vec::new();
    visit(&super::set::ROOT, &mut tables);
    tables
}

/// `inquiry.x.outcome.y` is defined as `inquiry.outcome`.
fn definition_name(table: &Table) -> String {
    table.name.replace(".x", "").replace(".y", "")
}

fn table_schema(table: &'static Table) -> Value {
    let mut properties = Map::new();
    for key in table.keys {
        properties.insert(key.name.to_owned(), key_schema(key));
    }
    let required: Vec<&str> =
        table.keys.iter().filter(|key| key.need == Need::Required).map(|key| key.name).collect();
    let mut schema = json!({
        "type": "object",
        "description": table.doc,
        "properties": properties,
        "additionalProperties": false,
    });
    // A file that extends another may leave to it what is required here.
    if !required.is_empty() && table.whole {
        schema["required"] = json!(required);
    }
    if !table.one_of.is_empty() {
        schema["oneOf"] = table.one_of.iter().map(|name| json!({ "required": [name] })).collect();
    }
    schema
}

fn key_schema(key: &'static Key) -> Value {
    let mut schema = kind_schema(&key.kind);
    schema["description"] = key.doc.into();
    if let Need::Default(default) = key.need
        && let Ok(node) = tree::parse_value(default, SourceId::default(), 0)
    {
        schema["default"] = node.to_json();
    }
    schema
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn any_of(forms: &'static [Kind]) -> Value {
    let forms: Vec<Value> = forms.iter().map(kind_schema).collect();
    json!({ "anyOf": forms })
}

/// Dates with times, as TOML or in quotes.
const DATE_TIME_PATTERN: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?$";

fn kind_schema(kind: &'static Kind) -> Value {
    match kind {
        Kind::Text | Kind::Zone | Kind::File | Kind::Name(_) => json!({ "type": "string" }),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Whole(least) => json!({ "type": "integer", "minimum": least }),
        Kind::Number(Range::NotNegative) => json!({ "type": "number", "minimum": 0 }),
        Kind::Number(Range::Positive) => json!({ "type": "number", "exclusiveMinimum": 0 }),
        Kind::Number(Range::FromOne) => json!({ "type": "number", "minimum": 1 }),
        Kind::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Kind::Duration => {
            json!({ "type": "string", "pattern": DURATION_PATTERN, "examples": ["90s", "12min", "2h"] })
        }
        Kind::Rings => {
            json!({ "type": "string", "pattern": "^\\s*[1-9][0-9]* *rings?\\s*$", "examples": ["3 rings"] })
        }
        Kind::Nights => {
            json!({ "type": "string", "pattern": "^\\s*[1-9][0-9]* *nights?\\s*$", "examples": ["30 nights"] })
        }
        Kind::Clock => json!({ "type": "string", "pattern": CLOCK_PATTERN, "examples": ["21:30"] }),
        Kind::Window => json!({ "type": "string", "pattern": WINDOW_PATTERN, "examples": ["09:00-22:00"] }),
        Kind::DateTime => json!({ "type": "string", "pattern": DATE_TIME_PATTERN }),
        Kind::Date => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::List(inner) => json!({ "type": "array", "items": kind_schema(inner), "minItems": 1 }),
        Kind::Map(key, inner) => map_schema(*key, inner),
        Kind::Shares(_) => map_schema(MapKey::New, &Kind::Share),
        Kind::Table(table) => reference(&definition_name(table)),
        Kind::Either(forms) => any_of(forms),
        Kind::Distribution => reference("time_distribution"),
        Kind::Count => reference("count_distribution"),
        Kind::Agents => reference("headcount"),
        Kind::Any => json!({}),
    }
}

fn map_schema(key: MapKey, inner: &'static Kind) -> Value {
    let mut schema = json!({ "type": "object", "additionalProperties": kind_schema(inner) });
    match key {
        MapKey::Clock => schema["propertyNames"] = json!({ "pattern": CLOCK_PATTERN }),
        MapKey::Whole => schema["propertyNames"] = json!({ "pattern": "^[1-9][0-9]*$" }),
        MapKey::Share => {
            schema["propertyNames"] = json!({ "pattern": "^(0|1|0?\\.[0-9]+|0\\.|1\\.0*)$" });
        }
        MapKey::New | MapKey::Of(_) | MapKey::Path | MapKey::Column => {}
    }
    schema
}

/// Every key in Markdown: a heading and a table for each table of the file.
pub fn key_table() -> String {
    let mut text = String::new();
    for table in all_tables() {
        let heading = if std::ptr::eq(table, &keys::SCENARIO) { "top level" } else { table.name };
        text.push_str(&format!(
            "### `{heading}`\n\n{}\n\n| key | value | left out | meaning |\n| --- | --- | --- | --- |\n",
            table.doc
        ));
        for key in table.keys {
            let left_out = match key.need {
                Need::Required => "required".to_owned(),
                Need::Optional => String::new(),
                Need::Default(default) => format!("`{default}`"),
            };
            let value = key.kind.expected().replace('|', "\\|");
            text.push_str(&format!("| `{}` | {value} | {left_out} | {} |\n", key.name, key.doc));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_schema_has_every_key_that_the_reader_goes_by_and_no_other() {
        let schema = schema();
        let properties = |of: &Value| -> BTreeSet<String> {
            of["properties"].as_object().map(|all| all.keys().cloned().collect()).unwrap_or_default()
        };
        let keys = |table: &Table| table.key_names().map(str::to_owned).collect::<BTreeSet<_>>();
        assert_eq!(properties(&schema), keys(&keys::SCENARIO));
        let definitions = schema["$defs"].as_object().unwrap();
        for table in all_tables().into_iter().skip(1) {
            assert_eq!(properties(&definitions[&definition_name(table)]), keys(table), "{}", table.name);
        }
    }

    #[test]
    fn no_two_tables_share_a_definition() {
        let names: Vec<String> = all_tables().into_iter().map(definition_name).collect();
        let distinct: BTreeSet<&String> = names.iter().collect();
        assert_eq!(distinct.len(), names.len(), "{names:?}");
    }

    #[test]
    fn every_default_and_every_doc_is_well_written() {
        for table in all_tables() {
            for key in table.keys {
                if let Need::Default(default) = key.need {
                    assert!(tree::parse_value(default, SourceId::default(), 0).is_ok(), "{}", key.name);
                }
                assert!(key.doc.ends_with('.'), "{}.{}", table.name, key.name);
            }
        }
    }
}

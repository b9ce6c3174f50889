//! Every bundled scenario loads, and is what the schema says.

use nightdesk::scenario::{INIT, Request, load, load_text, schema};
use nightdesk::simulation::plan::Plan;
use std::path::Path;

/// The bundled scenario files.
fn bundled() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let toml = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    toml.map(|path| path.to_str().unwrap().to_owned()).collect()
}

#[test]
fn the_orange_night_loads_without_problems_and_warnings() {
    let request = Request { path: "scenarios/orange-night.toml", ..Request::default() };
    let loaded = load(&request).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(loaded.scenario.inquiries.len(), 3);
    assert_eq!(loaded.render(&loaded.warnings, false).trim(), "");
}

#[test]
fn what_init_writes_loads_without_problems_and_warnings() {
    let loaded = load_text(INIT).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(loaded.render(&loaded.warnings, false).trim(), "");
    assert!(Plan::compile(&loaded.scenario).is_ok());
}

#[test]
fn every_bundled_scenario_is_what_the_schema_says() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut files = bundled();
    assert!(!files.is_empty());
    files.push("tests/whole.toml".to_owned());
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        // Straight from the file: what the reader makes of it is not what an editor sees.
        let table: toml::Table = text.parse().unwrap();
        let plain = plain(&toml::Value::Table(table));
        let errors: Vec<String> = validator
            .iter_errors(&plain)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{path}: {errors:#?}");
    }
}

/// As editors see it: dates and times as strings.
fn plain(value: &toml::Value) -> serde_json::Value {
    match value {
        toml::Value::Datetime(when) => when.to_string().into(),
        toml::Value::Array(items) => items.iter().map(plain).collect(),
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), plain(value))).collect(),
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(yes) => (*yes).into(),
    }
}

#[test]
fn a_scenario_with_every_table_and_key_loads() {
    let request = Request { path: "tests/whole.toml", ..Request::default() };
    let loaded = load(&request).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(loaded.render(&loaded.warnings, false).trim(), "");
}

/// Whatever stands where something else should, the reader says so: it never panics, and (in builds with
/// debug assertions) it asks for every key that is declared.
#[test]
fn no_wrong_value_makes_the_reader_panic() {
    let text = std::fs::read_to_string("tests/whole.toml").unwrap();
    let wrong = [
        "-1",
        "nan",
        "\"x\"",
        "\"* 2\"",
        "\"never\"",
        "[]",
        "[1, \"a\", {}]",
        "{ x = 1 }",
        "2026-11-11T18:00:00",
        "{ steps = {} }",
    ];
    let (desk, levers) = text.split_at(text.find("[lever.").unwrap());
    for (text, before) in [(desk, ""), (levers, desk)] {
        let lines: Vec<&str> = text.lines().collect();
        let load = |lines: &[&str]| load_text(&format!("{before}{}", lines.join("\n")));
        for (i, line) in lines.iter().enumerate() {
            let mut changed = lines.clone();
            changed.remove(i);
            let _ = load(&changed);
            let Some((key, _)) = line.split_once('=') else { continue };
            for value in wrong {
                let other = format!("{key}= {value}");
                let mut changed = lines.clone();
                changed[i] = &other;
                if let Err(problems) = load(&changed) {
                    assert!(!problems.render(false).is_empty());
                }
            }
        }
    }
}

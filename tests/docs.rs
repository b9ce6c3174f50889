//! What the documents show is what the program has: the example, the key table, the readings, the schema,
//! the picture. `NIGHTDESK_BLESS=1 cargo test --test docs` renews what is generated.

use nightdesk::scenario::{INIT, Request, key_table, load_text_with, schema};
use snapbox::cmd::cargo_bin;
use std::path::{Path, PathBuf};
use std::process::Command;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Holds a file to what it should be, or makes it so.
fn hold(name: &str, expected: &str) {
    if std::env::var_os("NIGHTDESK_BLESS").is_some() {
        std::fs::write(path(name), expected).unwrap();
    }
    let found = std::fs::read_to_string(path(name)).unwrap_or_default();
    if let Some((number, (is, should))) =
        found.lines().zip(expected.lines()).enumerate().find(|(_, (is, should))| is != should)
    {
        let line = number + 1;
        panic!("{name}:{line} is out of date, run NIGHTDESK_BLESS=1 cargo test --test docs\n{is}\n{should}");
    }
    assert!(found == expected, "{name} is out of date, run NIGHTDESK_BLESS=1 cargo test --test docs");
}

/// `text` with `content` between the markers of `section`.
fn with_section(text: &str, section: &str, content: &str) -> String {
    let (begin, end) = (format!("<!-- {section}: begin"), format!("<!-- {section}: end -->"));
    let (before, rest) = text.split_once(&begin).unwrap_or_else(|| panic!("no marker {begin}"));
    let (marker, rest) = rest.split_once('\n').unwrap();
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("no marker {end}"));
    format!("{before}{begin}{marker}\n\n{}\n\n{end}{after}", content.trim())
}

#[test]
fn the_model_has_the_example_the_readings_and_every_key() {
    let readings = read("tests/oracle/READINGS.md");
    let (_heading, readings) = readings.split_once('\n').unwrap();
    let example = format!("```toml\n{}```", read("scenarios/orange-night.toml"));
    let mut model = read("docs/model.md");
    for (section, content) in
        [("orange-night", example.as_str()), ("readings", readings), ("keys", &key_table())]
    {
        model = with_section(&model, section, content);
    }
    hold("docs/model.md", &model);
}

#[test]
fn the_schema_beside_the_scenarios_is_the_programs_own() {
    let schema = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    hold("scenarios/scenario.schema.json", &schema);
}

/// What the README shows of a mistake: the file of `init` with a shift that ends when it begins.
fn mistake() -> String {
    let spoiled = INIT.replace("to     = \"02:00\"", "to     = \"18:00\"");
    let request = Request { path: "tonight.toml", ..Request::default() };
    let problems = load_text_with(&spoiled, &request).expect_err("a shift of no length is a mistake");
    format!("```text\n{}\n```", problems.render(false).trim())
}

/// Every key of the results is named in the contract.
#[test]
fn the_contract_names_every_key_of_the_results() {
    let model = read("docs/model.md");
    let (_, contract) = model.split_once("### 4.3 JSON results").unwrap();
    let (contract, _) = contract.split_once("### 4.4").unwrap();
    let named: Vec<&str> = contract.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let schema: serde_json::Value = serde_json::from_str(nightdesk::report::SIMULATE_SCHEMA).unwrap();
    let mut keys = Vec::new();
    collect_properties(&schema, &mut keys);
    assert!(keys.len() > 40, "{keys:?}");
    let missing: Vec<&String> = keys.iter().filter(|key| !named.contains(&key.as_str())).collect();
    assert!(missing.is_empty(), "docs/model.md, 4.3, does not name {missing:?}");
}

/// The names of all properties that a schema declares, however deep.
fn collect_properties(schema: &serde_json::Value, keys: &mut Vec<String>) {
    let Some(of) = schema.as_object() else {
        schema.as_array().into_iter().flatten().for_each(|item| collect_properties(item, keys));
        return;
    };
    for (name, value) in of {
        if name == "properties" {
            keys.extend(value.as_object().into_iter().flat_map(|properties| properties.keys().cloned()));
        }
        collect_properties(value, keys);
    }
}

/// The README shows what its first command prints and how a mistake is shown, and docs/night.py draws the
/// same run.
#[test]
fn the_readmes_report_picture_and_mistake_are_the_programs_own() {
    let out = std::env::temp_dir().join(format!("nightdesk-docs-{}", std::process::id()));
    let run = Command::new(cargo_bin!("nightdesk"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["simulate", "scenarios/orange-night.toml", "--quiet", "--out"])
        .arg(&out)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let report = std::fs::read_to_string(out.join("report.txt")).unwrap();
    let readme = with_section(&read("README.md"), "report", &format!("```text\n{report}```"));
    hold("README.md", &with_section(&readme, "mistake", &mistake()));
    let drawn =
        Command::new("python3").arg(path("docs/night.py")).arg(out.join("intervals.csv")).output().unwrap();
    assert!(drawn.status.success(), "{}", String::from_utf8_lossy(&drawn.stderr));
    hold("docs/night.svg", &String::from_utf8(drawn.stdout).unwrap());
    std::fs::remove_dir_all(out).unwrap();
}

/// The decisions and readings that the documents and comments point to are there.
#[test]
fn every_decision_and_reading_pointed_to_exists() {
    let model = read("docs/model.md");
    for (letter, most) in [('D', 44), ('O', 33)] {
        for number in 1..=most {
            assert!(model.contains(&format!("\n- {letter}{number}. ")), "no {letter}{number}");
        }
        for pointed in model.split(|c: char| !c.is_ascii_alphanumeric()) {
            let Some(number) = pointed.strip_prefix(letter).and_then(|it| it.parse::<u32>().ok()) else {
                continue;
            };
            assert!((1..=most).contains(&number), "{pointed} is pointed to and does not exist");
        }
    }
}

/// Relative links of the documents lead somewhere.
#[test]
fn no_link_of_a_document_is_broken() {
    let documents = [
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "docs/model.md",
        "docs/engine.md",
        "scenarios/README.md",
        "results/README.md",
        "results/bank-day/README.md",
    ];
    for document in documents {
        let folder = path(document).parent().unwrap().to_owned();
        for link in read(document).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap();
            if file.is_empty() || link.contains("://") {
                continue;
            }
            assert!(folder.join(file).exists(), "{document}: {link} leads nowhere");
        }
    }
}

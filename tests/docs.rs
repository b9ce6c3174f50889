//! What the documents show is what the program has: the example, the key table, the readings, the schema,
//! the picture. `NIGHTDESK_BLESS=1 cargo test --test docs` renews what is generated.

use nightdesk::report::text::format::grouped;
use nightdesk::scenario::{INIT, Request, key_table, load_text_with, schema};
use serde_json::Value;
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

/// Every key of the results is named in the contract.
#[test]
fn the_contract_names_every_key_of_the_results() {
    let model = read("docs/model.md");
    let (_, contract) = model.split_once("### 4.3 JSON results").unwrap();
    let (contract, _) = contract.split_once("### 4.4").unwrap();
    let named: Vec<&str> = contract.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let mut keys = Vec::new();
    for schema in [nightdesk::report::SIMULATE_SCHEMA, nightdesk::report::comparison::SCHEMA] {
        collect_properties(&serde_json::from_str(schema).unwrap(), &mut keys);
    }
    assert!(keys.len() > 40, "{keys:?}");
    let missing: Vec<&String> = keys.iter().filter(|key| !named.contains(&key.as_str())).collect();
    assert!(missing.is_empty(), "docs/model.md, 4.3, does not name {missing:?}");
}

/// The names of all properties that a schema declares, however deep.
fn collect_properties(schema: &Value, keys: &mut Vec<String>) {
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

/// A run of `nightdesk`, from the project's folder; its standard output.
fn nightdesk(arguments: &[&str]) -> String {
    let run = Command::new(cargo_bin!("nightdesk"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["--lang", "en"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

/// Simulates into a folder of its own; the summary, and the folder.
fn simulate(name: &str, arguments: &[&str]) -> (Value, PathBuf) {
    let out = std::env::temp_dir().join(format!("nightdesk-docs-{name}-{}", std::process::id()));
    let folder = out.to_str().unwrap().to_owned();
    let always = ["--quiet", "--format", "json", "--out", &folder];
    let summary = nightdesk(&[&["simulate"], arguments, &always[..]].concat());
    (serde_json::from_str(&summary).unwrap(), out)
}

/// Whole percent, as reports have it.
fn points(share: &Value) -> String {
    format!("{:.0}", share.as_f64().unwrap() * 100.0)
}

/// The README shows what its first command prints, what its levers do and how a mistake is shown, and
/// docs/night.py draws the same run.
#[test]
fn the_readmes_figures_and_picture_are_those_of_its_commands() {
    let (_, out) = simulate("report", &["scenarios/orange-night.toml"]);
    let report = std::fs::read_to_string(out.join("report.txt")).unwrap();
    let drawn =
        Command::new("python3").arg(path("docs/night.py")).arg(out.join("intervals.csv")).output().unwrap();
    std::fs::remove_dir_all(out).unwrap();
    assert!(drawn.status.success(), "{}", String::from_utf8_lossy(&drawn.stderr));
    hold("docs/night.svg", &String::from_utf8(drawn.stdout).unwrap());

    let mut readme = with_section(&read("README.md"), "report", &format!("```text\n{report}```"));
    readme = with_section(&readme, "levers", &levers());
    readme = with_section(&readme, "compare", &compared());
    readme = with_section(&readme, "mistake", &mistake());
    if path("scenarios/night-spike.toml").exists() {
        readme = with_section(&readme, "night-spike", &night_spike());
    }
    hold("README.md", &readme);
}

/// What the levers of the orange night do.
fn levers() -> String {
    let mut table = "| lever | of 100 nights | wages | payouts | lever | together, CNY a night |\n\
                     | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for (words, levers) in [
        ("none", &[][..]),
        ("`evening-two`: two more agents in the evening", &["evening-two"]),
        ("`clear-page`: say on the page which version an order gets", &["clear-page"]),
        ("`refund`: refund at once, without return", &["refund"]),
        ("`third-senior`: one more who answers the phone", &["third-senior"]),
        ("`sour-text`: text every buyer before they ask", &["sour-text"]),
        ("`sour-text` and `third-senior`", &["sour-text", "third-senior"]),
    ] {
        let with: Vec<&str> = levers.iter().flat_map(|lever| ["--with", lever]).collect();
        let arguments = [&["scenarios/orange-night.toml"], &with[..]].concat();
        let (summary, out) = simulate(&format!("levers-{}", levers.join("-")), &arguments);
        std::fs::remove_dir_all(out).unwrap();
        let all = &summary["chance_all_met"];
        let (value, low, high) = (points(&all["value"]), points(&all["low"]), points(&all["high"]));
        let kinds = summary["cost"]["kinds"].as_array().unwrap();
        let amount = |value: &Value| grouped(value.as_f64().unwrap(), 0);
        let kind = |name: &str| amount(&kinds.iter().find(|kind| kind["name"] == name).unwrap()["mean"]);
        let [wages, outcomes, own] = ["wages", "outcomes", "levers"].map(kind);
        let all = amount(&summary["cost"]["mean"]);
        table += &format!("| {words} | {value} ({low}–{high}) | {wages} | {outcomes} | {own} | {all} |\n");
    }
    table
}

/// What comparing its levers prints, up to the levers' titles.
fn compared() -> String {
    let out = std::env::temp_dir().join(format!("nightdesk-docs-compare-{}", std::process::id()));
    let plans = ["--plan", "sour-text", "--plan", "refund", "--plan", "sour-text + refund"];
    let always = ["--quiet", "--out", out.to_str().unwrap()];
    let text = nightdesk(&[&["compare", "scenarios/orange-night.toml"], &plans[..], &always[..]].concat());
    std::fs::remove_dir_all(out).unwrap();
    let (shown, _) = text.split_once("\nLEVERS").unwrap();
    format!("```text\n{}\n```", shown.trim_end())
}

/// What Erlang C promises for each half hour of NightSpike-1, and what happens.
fn night_spike() -> String {
    let calls = [60, 60, 70, 80, 90, 330, 210, 120, 70, 45, 30, 20];
    let (summary, out) = simulate("spike", &["scenarios/night-spike.toml"]);
    std::fs::remove_dir_all(out).unwrap();
    let mut table = "| half hour | calls | agents | promised | answered within 3 min |\n\
                     | --- | --- | --- | --- | --- |\n"
        .to_owned();
    let (mut promised, mut all, mut hours) = (0.0, 0.0, 0.0);
    for (calls, interval) in calls.into_iter().zip(summary["intervals"].as_array().unwrap()) {
        let agents = interval["on_duty"].as_f64().unwrap();
        let (calls_text, agents_text) = (calls.to_string(), agents.to_string());
        let erlang = nightdesk(
            &[
                &["erlang", "c", "--per", "30min", "--handle-time", "6min", "--within", "3min"][..],
                &["--calls", &calls_text, "--agents", &agents_text, "--format", "json"],
            ]
            .concat(),
        );
        let erlang: Value = serde_json::from_str(&erlang).unwrap();
        let name = interval["name"].as_str().unwrap();
        let (promise, truth) = (&erlang["service_level"], &interval["targets"][0]["compliance"]);
        let row = format!("| {name} | {calls} | {agents} | {} % | {} % |\n", points(promise), points(truth));
        table += &row;
        promised += promise.as_f64().unwrap() * f64::from(calls);
        all += f64::from(calls);
        hours += agents / 2.0;
    }
    let target = &summary["targets"][0];
    let truth = target["compliance"]["mean"].as_f64().unwrap() * 100.0;
    table += &format!(
        "| **evening** | {} | {hours} h | **{:.1} %** | **{truth:.1} %** |\n\n\
         The evening keeps its promise in {} of 100 nights.",
        grouped(all, 0),
        promised / all * 100.0,
        points(&target["chance_met"]["value"])
    );
    table
}

/// The file of `init` with a shift that ends when it begins.
fn mistake() -> String {
    let spoiled = INIT.replace("to     = \"02:00\"", "to     = \"18:00\"");
    let request = Request { path: "tonight.toml", ..Request::default() };
    let problems = load_text_with(&spoiled, &request).expect_err("a shift of no length is a mistake");
    format!("```text\n{}\n```", problems.render(false).trim())
}

/// The decisions and readings that the documents and comments point to are there.
#[test]
fn every_decision_and_reading_pointed_to_exists() {
    let model = read("docs/model.md");
    for (letter, least) in [('D', 49), ('O', 33)] {
        let is_one = |line: &&str| {
            line.strip_prefix("- ").is_some_and(|line| {
                line.strip_prefix(letter).is_some_and(|line| line.starts_with(|c: char| c.is_ascii_digit()))
            })
        };
        let most = model.lines().filter(is_one).count() as u32;
        assert!(most >= least, "only {most} of {letter}");
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
        "docs/practices.md",
        "docs/engine.md",
        "docs/staffing.md",
        "results/staff/README.md",
        "docs/comparison.md",
        "scenarios/README.md",
        "results/README.md",
        "results/bank-day/README.md",
        "results/night-spike/README.md",
        "results/speed/README.md",
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

//! `nightdesk compare` as people and scripts meet it.

mod command;

use command::{Folder, TINY, json, nightdesk, stderr, stdout, unnamed, wide};
use serde_json::Value;
use std::fs;

/// Three levers, one of which does nothing.
const MORE: &str = r#"
[lever.kind]
title = "Nobody gives up"
set = { "inquiry.taste.patience" = "never" }
[lever.idle]
set = { "team.night.pay" = 30.0 }
"#;

fn folder(test: &str) -> Folder {
    let folder = Folder::new(test);
    fs::write(folder.path().join("tiny.toml"), format!("{TINY}{MORE}")).unwrap();
    folder
}

#[test]
fn plans_are_reported_in_80_columns_and_their_folder_holds_the_same() {
    let folder = folder("compare");
    let run = ["compare", "tiny.toml", "--plan", "second", "--plan", "second + kind", "--replications", "60"];
    let output = folder.run(&run).success();
    let text = stdout(&output);
    assert!(text.starts_with("Ten calls an hour\n3 plans on the same nights"), "{text}");
    assert_eq!(wide(&text), Vec::<&str>::new());
    assert!(text.contains("AGAINST tiny, on the same nights"), "{text}");
    assert!(stderr(&output).contains("results/tiny-compare-1"));
    assert_eq!(text, folder.file("results/tiny-compare-1/report.txt"));
    assert_eq!(folder.file("results/tiny-compare-1/alternatives.csv").lines().count(), 1 + 3 * 4);
    let resolved: Value =
        serde_json::from_str(&folder.file("results/tiny-compare-1/scenarios.resolved.json")).unwrap();
    assert_eq!(resolved[1]["resolved"]["team"]["night"]["shift"]["evening"]["agents"], 2);
}

#[test]
fn with_json_standard_output_is_the_summary_and_nothing_else() {
    let folder = folder("compare-json");
    let run = ["compare", "tiny.toml", "--plan", "second", "--replications", "30", "--format", "json"];
    let output = folder.run(&[&run[..], &["--out", "here"]].concat()).success();
    let report = json(&output);
    assert_eq!(stdout(&output), folder.file("here/summary.json"));
    let schema = json(&nightdesk().args(["schema", "--of", "compare"]).assert().success());
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&report).map(|it| it.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(unnamed(&report), Vec::<String>::new());
    let differences = report["alternatives"][1]["differences"].as_array().unwrap();
    assert!(differences.iter().any(|it| it["variance_ratio"].is_number()), "{differences:?}");
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let folder = folder("compare-threads");
    let run = |threads: &str, seed: &str| {
        let options = ["--format", "json", "--threads", threads, "--seed", seed, "--precision", "3"];
        let plans = ["compare", "tiny.toml", "--plan", "second", "--plan", "kind"];
        stdout(&folder.run(&[&plans[..], &options[..]].concat()).success())
    };
    assert_eq!(run("1", "1"), run("3", "1"));
    assert_ne!(run("1", "1"), run("1", "2"));
}

#[test]
fn an_unknown_lever_is_underlined_with_a_suggestion() {
    let folder = folder("compare-unknown");
    let output = folder.run(&["compare", "tiny.toml", "--plan", "kind + secnd"]).code(2);
    let text = stderr(&output);
    assert!(text.contains("--plan kind + secnd") && text.contains("did you mean `second`?"), "{text}");
    for (plan, words) in [("kind +", "a lever is missing"), ("kind + kind", "applied twice")] {
        let output = folder.run(&["compare", "tiny.toml", "--plan", plan]).code(2);
        assert!(stderr(&output).contains(words), "{}", stderr(&output));
    }
    let output = folder.run(&["compare", "tiny.toml", "--with", "kind", "--plan", "kind"]).code(2);
    assert!(stderr(&output).contains("applied twice"), "{}", stderr(&output));
    let output = folder.run(&["compare", "tiny.toml", "--plan", "secnd", "--format", "json"]).code(2);
    assert_eq!(json(&output)["problems"][0]["severity"], "error");
    assert!(!folder.path().join("results").exists());
}

#[test]
fn bad_questions_are_refused_with_what_to_ask_instead() {
    let folder = folder("compare-bad");
    let refused = |arguments: &[&str], words: &str| {
        let output = folder.run(&[&["compare", "tiny.toml"], arguments].concat()).code(2);
        assert!(stderr(&output).contains(words), "{}", stderr(&output));
    };
    refused(&[], "nothing to compare with: name another scenario, a --plan, or --all-levers");
    refused(&["--plan", "second", "--plan", "second"], "is there twice");
    refused(&["--plan", "second", "--by", "frist"], "did you mean `first`?");
    refused(&["--plan", "second", "--certainty", "95"], "expected a share between 0 and 1");
    refused(&["--plan", "second", "--all-levers"], "cannot be used with");
    refused(&["nowhere.toml"], "nowhere.toml");
    let text = TINY.replace("currency  = \"CNY\"", "currency = \"EUR\"");
    fs::write(folder.path().join("euro.toml"), text).unwrap();
    refused(&["euro.toml"], "counts money in EUR, the base in CNY");
    let text = TINY.split("[target.first]").next().unwrap();
    fs::write(folder.path().join("free.toml"), text).unwrap();
    let output = folder.run(&["compare", "free.toml", "tiny.toml"]).code(2);
    assert!(stderr(&output).contains("--by cost"), "{}", stderr(&output));
    folder.run(&["compare", "free.toml", "free.toml", "--by", "cost", "--replications", "9"]).success();
}

#[test]
fn other_scenarios_are_alternatives_and_what_they_lack_is_said() {
    let folder = folder("compare-others");
    let text = TINY.replace("[target.hard]", "[target.other]").replace("agents = 1", "agents = 3");
    fs::write(folder.path().join("three.toml"), text).unwrap();
    let run = ["compare", "tiny.toml", "three.toml", "tiny.toml", "--replications", "50", "--format", "json"];
    let report = json(&folder.run(&run).success());
    let names: Vec<&str> =
        report["alternatives"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["tiny", "three", "tiny.toml"]);
    assert!(report["alternatives"][1]["targets"][1]["compliance"].is_null());
    assert!(report["warnings"].as_array().unwrap().iter().any(|it| it["name"] == "target.hard"));
    assert_eq!(report["alternatives"][2]["text"], "Every night goes as with tiny.");
    assert_ne!(report["verdict"]["kind"], "best");
}

#[test]
fn all_levers_are_tried_in_every_combination() {
    let folder = folder("compare-levers");
    let run = ["compare", "tiny.toml", "--all-levers", "--format", "json", "--by", "first"];
    let report = json(&folder.run(&run).success());
    assert_eq!(report["alternatives"].as_array().unwrap().len(), 8);
    assert_eq!(report["untried_levers"], 0);
    assert!(!report["frontier"].as_array().unwrap().is_empty());
    // A lever that is on already is part of the base.
    let report = json(&folder.run(&[&run[..], &["--with", "kind"]].concat()).success());
    assert_eq!(report["alternatives"].as_array().unwrap().len(), 4);
}

#[test]
fn of_many_levers_those_are_combined_that_matter() {
    let folder = folder("compare-many");
    let idle: String =
        (0..6).map(|k| format!("[lever.idle{k}]\nset = {{ \"team.night.pay\" = 30.0 }}\n")).collect();
    fs::write(folder.path().join("many.toml"), format!("{TINY}{MORE}{idle}")).unwrap();
    let run = ["compare", "many.toml", "--all-levers", "--by", "first", "--quiet", "--format", "json"];
    let report = json(&folder.run(&run).success());
    assert_eq!(report["alternatives"].as_array().unwrap().len(), 64);
    let left_out = report["left_out"].as_array().unwrap();
    assert_eq!(left_out.len(), 3);
    assert!(left_out.iter().all(|it| it["name"].as_str().unwrap().starts_with("idle")), "{left_out:?}");
    let text = stdout(&folder.run(&run[..run.len() - 2]).success());
    assert!(text.contains("Not combined: ") && text.contains("more combinations"), "{text}");
    assert_eq!(wide(&text), Vec::<&str>::new());
}

#[test]
fn enforce_exits_with_1_unless_a_plan_is_certain_enough() {
    let folder = folder("compare-enforce");
    let run = ["compare", "tiny.toml", "--plan", "second", "--quiet", "--precision", "5"];
    folder.run(&run).success();
    folder.run(&[&run[..], &["--enforce"]].concat()).code(1);
    let easy = ["--enforce", "--set", "target.hard.at_least=0.0001"];
    folder.run(&[&run[..], &easy[..]].concat()).success();
}

#[test]
fn explain_says_what_went_wrong_in_text_and_json() {
    let folder = folder("explain");
    let run = ["simulate", "tiny.toml", "--explain", "--replications", "60", "--quiet"];
    let text = stdout(&folder.run(&run).success());
    assert!(text.contains("WHAT WENT WRONG") && text.contains("WHAT WOULD MEND IT"), "{text}");
    assert_eq!(wide(&text), Vec::<&str>::new());
    let report = json(&folder.run(&[&run[..], &["--format", "json"]].concat()).success());
    let schema = json(&nightdesk().args(["schema", "--of", "simulate"]).assert().success());
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&report).map(|it| it.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    let explanation = &report["explanation"];
    assert!(explanation["remedies"].as_array().is_some_and(|remedies| !remedies.is_empty()), "{explanation}");
    // Without it there is none, and the rest is the same.
    let mut without = json(&folder.run(&[&run[..2], &run[3..], &["--format", "json"]].concat()).success());
    without["explanation"] = explanation.clone();
    assert_eq!(without, report);
}

#[test]
fn where_nothing_went_wrong_explain_says_so() {
    let folder = folder("explain-nothing");
    let easy = ["--set", "target.hard.at_least=0.0", "--set", "target.first.at_least=0.0"];
    let run = ["simulate", "tiny.toml", "--explain", "--replications", "5"];
    let output = folder.run(&[&run[..], &easy[..]].concat()).success();
    assert!(stderr(&output).contains("nothing to explain"), "{}", stderr(&output));
}

#[test]
fn satisfaction_is_compared_where_customers_are_asked() {
    let folder = folder("compare-satisfaction");
    let asked = format!(
        "{TINY}{MORE}[satisfaction]\nshare = 0.5\nfirst_wait = {{ free = \"10s\", per_minute = 0.5 }}\n"
    );
    fs::write(folder.path().join("asked.toml"), asked).unwrap();
    let run = ["compare", "asked.toml", "--plan", "second", "--by", "satisfaction", "--replications", "400"];
    let report = json(&folder.run(&[&run[..], &["--format", "json"]].concat()).success());
    // Who waits less scores more.
    assert_eq!(
        (&report["verdict"]["kind"], &report["verdict"]["names"][0]["name"]),
        (&"best".into(), &"second".into())
    );
    let differences = report["alternatives"][1]["differences"].as_array().unwrap();
    let gained = differences.iter().find(|it| it["name"] == "satisfaction").unwrap();
    assert!(gained["low"].as_f64().unwrap() > 0.0, "{gained}");
    let schema = json(&nightdesk().args(["schema", "--of", "compare"]).assert().success());
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&report));
    let text = stdout(&folder.run(&run).success());
    assert!(text.contains("raises satisfaction by") && text.contains("score"), "{text}");
    assert_eq!(wide(&text), Vec::<&str>::new());
    let output = folder.run(&["compare", "tiny.toml", "--plan", "second", "--by", "satisfaction"]).code(2);
    assert!(stderr(&output).contains("nobody is asked"), "{}", stderr(&output));
}

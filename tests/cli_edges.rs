//! The command line given what is no scenario, too much of something, or what is odd.

mod command;

use command::{Folder, TINY, json, nightdesk, stderr, stdout, wide};
use serde_json::Value;
use std::fs;
use std::path::Path;

#[test]
fn what_is_no_scenario_is_a_problem_and_never_a_fault() {
    let folder = Folder::new("nonsense");
    fs::write(folder.path().join("empty.toml"), "").unwrap();
    fs::write(folder.path().join("binary.toml"), [0xFF, 0x00, 0xC3, 0x28, 0x0A, 0x80]).unwrap();
    let tables: String = (0..20_000).map(|i| format!("[inquiry.a{i}]\nfoo = 1\n")).collect();
    fs::write(folder.path().join("long.toml"), tables).unwrap();
    for scenario in [".", "empty.toml", "binary.toml", "long.toml", "nowhere.toml"] {
        for command in ["check", "simulate", "trace"] {
            let output = folder.run(&[command, scenario]).code(2);
            assert!(stderr(&output).starts_with("error: "), "{command} {scenario}: {}", stderr(&output));
        }
    }
    let long = json(&folder.run(&["check", "long.toml", "--format", "json"]).code(2));
    let problems = long["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 501);
    assert!(problems[500]["message"].as_str().unwrap().ends_with("more problems like these"));
}

#[test]
fn what_a_night_cannot_hold_is_said_in_a_sentence() {
    let folder = Folder::new("limits");
    let says = [
        (
            "closes=2028-11-11T20:00:00",
            " days from `opens` to the end of the run-out are too long: at most 400",
        ),
        ("interval=\"1ms\"", "interval: 7,200,000 intervals of the report are too many: at most 100,000"),
        (
            "team.night.shift.evening.agents=2000000",
            "team.night.shift.evening: 2,000,000 agents of one shift are too many",
        ),
        ("inquiry.taste.baseline={steps={\"00:00\"=1e9}}", "taste/baseline may bring 2,000,"),
        ("inquiry.taste.waiting_at_open={cases=70000000, since=\"1h\"}", "too many: at most 67,108,864"),
    ];
    for (set, expected) in says {
        for command in ["check", "simulate"] {
            let output = folder.run(&[command, "tiny.toml", "--set", set]).code(2);
            assert!(stderr(&output).contains(expected), "{set}: {}", stderr(&output));
            let output = folder.run(&[command, "tiny.toml", "--set", set, "--format", "json"]).code(2);
            let problem = &json(&output)["problems"][0];
            assert!(problem["message"].to_string().contains(expected), "{set}: {problem}");
            assert!(problem["line"].is_number() && problem["column"].is_number(), "{set}: {problem}");
        }
    }
    assert!(!folder.path().join("results").exists());
}

#[test]
fn a_long_horizon_a_crowd_and_a_night_without_cases_are_simulated() {
    let folder = Folder::new("odd-nights");
    let nights = [
        &["opens=1815-06-18T18:00:00", "closes=1815-06-18T20:00:00"][..],
        &["closes=2027-01-10T18:00:00"],
        &["team.night.shift.evening.agents=65000"],
        &["inquiry.taste.baseline={steps={\"00:00\"=0}}"],
        &["team.night.shift.evening.agents=0"],
    ];
    for sets in nights {
        let mut run = vec!["simulate", "tiny.toml", "--replications", "2", "--quiet"];
        sets.iter().for_each(|set| run.extend(["--set", set]));
        let output = folder.run(&run).success();
        assert_eq!(wide(&stdout(&output)), Vec::<&str>::new(), "{sets:?}");
    }
    let text = TINY.split("[target.first]").next().unwrap();
    fs::write(folder.path().join("aimless.toml"), text).unwrap();
    let run = ["simulate", "aimless.toml", "--replications", "2", "--format", "json"];
    assert!(json(&folder.run(&run).success())["chance_all_met"].is_null());
}

#[test]
fn what_is_odd_is_warned_of_by_check_and_simulate_alike() {
    let folder = Folder::new("odd");
    let odd =
        ["--set", "team.night.shift.evening.to=\"19:00\"", "--set", "inquiry.taste.channels={chat=1.0}"];
    let run = |command: &str, more: &[&str]| {
        let output = folder.run(&[&[command, "tiny.toml", "--format", "json"], &odd[..], more].concat());
        let warnings = json(&output.success())["warnings"].clone();
        let shown =
            |it: &Value| format!("{}: {}", it["name"].as_str().unwrap(), it["message"].as_str().unwrap());
        warnings.as_array().unwrap().iter().map(shown).collect::<Vec<String>>()
    };
    let warnings = run("check", &[]);
    assert!(
        warnings.contains(&"channel.chat: nobody on duty takes taste from 19:00 to 20:00".to_owned()),
        "{warnings:?}"
    );
    let counted = warnings.iter().filter(|warning| warning.starts_with("target.hard")).count();
    assert_eq!(counted, 1, "{warnings:?}");
    assert_eq!(run("simulate", &["--replications", "3"]), warnings);
}

#[test]
fn check_expects_the_cases_of_the_night_before_anybody_is_planned() {
    let folder = Folder::new("expects");
    let expected = |scenario| json(&folder.run(&["check", scenario, "--format", "json"]).success());
    let tiny = expected("tiny.toml");
    let taste = &tiny["inquiries"][0];
    assert_eq!((&taste["name"], &taste["cases"]), (&"taste".into(), &20.0.into()));
    assert_eq!(taste["sources"][0]["name"], "taste/baseline");
    assert_eq!(tiny["hours"][1]["name"], "19:00");
    assert_eq!((&tiny["hours"][1]["cases"], &tiny["hours"][1]["staff_h"]), (&10.0.into(), &1.0.into()));
    let text = TINY.replace("agents = 1\n", "agents = { min = 1, max = 4 }\n");
    fs::write(folder.path().join("open.toml"), text).unwrap();
    let open = expected("open.toml");
    assert_eq!((&open["hours"][1]["cases"], &open["hours"][1]["staff_h"]), (&10.0.into(), &Value::Null));
}

#[test]
fn a_recorded_day_without_its_data_names_the_data_set_and_nothing_else() {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    for (scenario, set) in [("bank-day.toml", "anonymous_bank_1999"), ("bank-counts.toml", "bank_calls_5min")]
    {
        let output = nightdesk().current_dir(&scenarios).args(["simulate", scenario]).assert().code(2);
        let text = stderr(&output);
        assert!(text.starts_with(&format!("error: the data set `{set}` is missing")), "{text}");
        assert!(text.contains("--data") && text.matches("error:").count() == 1, "{text}");
    }
}

#[test]
fn what_is_not_there_or_no_scenario_is_said_at_once() {
    let folder = Folder::new("not-there");
    let said = stderr(&folder.run(&["serve", "nowhere", "--port", "0"]).code(2));
    assert!(said.contains("there is no nowhere"), "{said}");
    folder.run(&["trace", "tiny.toml", "--out", "night.jsonl"]).success();
    for command in ["check", "simulate"] {
        let said = stderr(&folder.run(&[command, "night.jsonl"]).code(2));
        assert!(said.contains("is a trace") && said.lines().count() < 8, "{said}");
    }
    let marked = format!("\u{feff}{}", folder.file("night.jsonl"));
    fs::write(folder.path().join("marked.jsonl"), marked).unwrap();
    folder.run(&["replay", "marked.jsonl", "--dry-run"]).success();
    let said = stderr(&folder.run(&["simulate", "tiny.toml", "--out", "tiny.toml"]).code(2));
    assert!(said.contains("tiny.toml is a file"), "{said}");
    assert_eq!(
        stdout(&folder.run(&["trace", "tiny.toml", "--out", "-"]).success()),
        folder.file("night.jsonl")
    );
    // A variable that is there and empty is as good as none.
    nightdesk()
        .current_dir(folder.path())
        .env("NIGHTDESK_DATA", "")
        .args(["check", "tiny.toml"])
        .assert()
        .success();
}

#[test]
fn a_replay_that_cannot_begin_leaves_nothing_behind() {
    let folder = Folder::new("no-replay");
    fs::write(folder.path().join("tokens.env"), "DEMO_AGENT_TOKEN_1=x\nDEMO_CUSTOMER_TOKEN_1=x\n").unwrap();
    let profile = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/helpdesks/demo.toml");
    let run_with = |helpdesk, more: &[&str]| {
        let to = ["replay", "tiny.toml", "--helpdesk", helpdesk, "--secrets", "tokens.env", "--nights", "2"];
        folder.run(&[&to[..], &["--out", "here"], more].concat())
    };
    let run = |more: &[&str]| run_with(profile, more);
    // Nobody listens on port 9 of this machine; the names of `.invalid` are never found (RFC 6761).
    let said = stderr(&run(&["--url", "http://127.0.0.1:9"]).code(3));
    assert!(said.contains("could not be reached"), "{said}");
    let nobody = "nobody.invalid";
    let said = stderr(&run(&["--url", "http://nobody.invalid", "--may-load", nobody]).code(3));
    assert!(said.contains("failed to find the host"), "{said}");
    let said = stderr(&run_with("nope", &["--url", "http://127.0.0.1:9"]).code(2));
    assert!(said.contains("rt5"), "{said}");
    let quiet = "inquiry.taste.baseline={steps={\"00:00\"=0}}";
    let said = stderr(&run(&["--url", "http://127.0.0.1:9", "--set", quiet]).code(2));
    assert!(said.contains("no customer writes in the window"), "{said}");
    assert!(!folder.path().join("here").exists());
}

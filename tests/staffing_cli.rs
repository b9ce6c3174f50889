//! `nightdesk staff` as people and scripts meet it.

mod command;

use command::{Folder, TINY, json, nightdesk, stderr, stdout, unnamed, wide};
use std::fs;

/// The tiny desk with a range to choose from, a comment to keep, and nothing hard to promise.
fn folder(test: &str) -> Folder {
    let folder = Folder::new(test);
    let desk = TINY
        .replace("agents = 1", "agents = { min = 0, max = 9 }   # who is there")
        .replace("within   = \"1s\"\nat_least = 0.99", "within   = \"2min\"\nat_least = 0.5")
        .replace("\"00:00\" = 10", "\"00:00\" = 30");
    fs::write(folder.path().join("tiny.toml"), desk).unwrap();
    folder
}

const QUICK: [&str; 6] = ["staff", "tiny.toml", "--replications", "400", "--certainty", "0.8"];

#[test]
fn a_roster_is_found_shown_and_saved() {
    let folder = folder("staff");
    let output = folder.run(&[&QUICK[..], &["--out", "here", "--lang", "en"]].concat()).success();
    let text = stdout(&output);
    assert_eq!(wide(&text), Vec::<&str>::new());
    assert_eq!(text, folder.file("here/report.txt"));
    for part in ["ROSTER", "night/evening", "BESIDE IT", "Erlang C", "Erlang A", "WHAT BINDS"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(stderr(&output).contains("here"));
    let scenario = folder.file("here/scenario.toml");
    assert!(scenario.contains("min = 0, max = 9 }   # who is there"), "{scenario}");
    let files = fs::read_dir(folder.path().join("here")).unwrap();
    let names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(names.iter().filter(|name| name.ends_with(".toml")).count(), 1, "{names:?}");
    assert!(folder.file("here/roster.csv").starts_with("team,shift,family,from,to,agents,"));
    // What was found is ready to be simulated, and meets the very nights that it was checked on.
    let again = ["simulate", "here/scenario.toml", "--replications", "400", "--format", "json"];
    let simulated = json(&folder.run(&again).success());
    let summary: serde_json::Value = serde_json::from_str(&folder.file("here/summary.json")).unwrap();
    assert_eq!(summary["ending"], "holds");
    if summary["checks"] == 1 {
        assert_eq!(summary["targets"], simulated["targets"]);
    }
}

#[test]
fn the_answer_as_json_is_as_its_schema_says() {
    let folder = folder("staff-json");
    let output = folder.run(&[&QUICK[..], &["--format", "json", "--hold", "each"]].concat()).success();
    let report = json(&output);
    let schema = json(&nightdesk().args(["schema", "--of", "staff"]).assert().success());
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(unnamed(&report), Vec::<String>::new());
    assert_eq!(report["hold"], "each");
    let bound = report["bound"].as_f64().unwrap();
    assert!(bound <= report["planned_cost"].as_f64().unwrap());
}

#[test]
fn what_cannot_be_had_is_answered_and_exits_with_1() {
    let folder = folder("staff-impossible");
    let one = [&QUICK[..], &["--at-most", "0", "--lang", "en"]].concat();
    let text = stdout(&folder.run(&one).code(1));
    assert!(text.contains("No roster was found") && text.contains("asked for"), "{text}");
    assert_eq!(wide(&text), Vec::<&str>::new());
    let scenario = folder.file("tiny.toml").replace("max = 9", "max = 1").replace("= 30 }", "= 300 }");
    fs::write(folder.path().join("tiny.toml"), scenario).unwrap();
    let text = stdout(&folder.run(&[&QUICK[..], &["--lang", "en"]].concat()).code(1));
    assert!(text.contains("Not even with as many agents as there may be"), "{text}");
    assert!(text.contains("Raise the most of night/evening"), "{text}");
}

#[test]
fn nothing_to_choose_is_a_bad_scenario() {
    let folder = Folder::new("staff-fixed");
    let output = folder.run(&["staff", "tiny.toml"]).code(2);
    assert!(stderr(&output).contains("nothing to choose"), "{}", stderr(&output));
    assert!(!folder.path().join("results").exists(), "a folder for nothing");
}

#[test]
fn a_family_becomes_the_shifts_that_were_chosen_and_levers_are_written_in() {
    let folder = folder("staff-family");
    let family = "[team.night.shift.evening]\nfrom   = \"17:00\"\nto     = \"21:00\"\nagents = { min = 0, max = 9 }   # who is there\n";
    let text = folder.file("tiny.toml").replace(
        family,
        "# any of these\n[team.night.shifts.any] # whoever comes\nfirst = \"17:00\"\nlast = \"18:00\"\n# as agreed\nevery = \"1h\"\nlengths = [\"2h\", \"3h\"]\nagents = { min = 0, max = 9 } # nine desks\n",
    );
    assert!(text.contains("shifts.any"));
    let text = text.replace("team.night.shift.evening.agents\" = 2", "team.night.pay\" = 40.0");
    fs::write(folder.path().join("tiny.toml"), text).unwrap();
    folder.run(&[&QUICK[..], &["--with", "second", "--out", "here"]].concat()).success();
    let scenario = folder.file("here/scenario.toml");
    assert!(scenario.contains("[team.night.shift.any-1"), "{scenario}");
    assert!(!scenario.contains("shifts.any"), "{scenario}");
    for comment in ["# any of these\n", "# whoever comes\n", "# as agreed\n", "# nine desks\n"] {
        assert_eq!(scenario.matches(comment).count(), 1, "{comment}: {scenario}");
    }
    assert!(scenario.contains("pay    = 40.0"), "{scenario}");
    folder.run(&["check", "here/scenario.toml"]).success();
}

/// A lever that acts on a number still to be chosen waits for it; pulled, it is a mistake.
#[test]
fn a_lever_on_what_is_to_be_chosen_does_not_stand_in_the_way() {
    let folder = folder("staff-lever");
    let text = folder.file("tiny.toml").replace("evening.agents\" = 2", "evening.agents\" = \"+ 2\"");
    assert!(text.contains("\"+ 2\""));
    fs::write(folder.path().join("tiny.toml"), text).unwrap();
    folder.run(&[&QUICK[..], &["--out", "here"]].concat()).success();
    let pulled = ["simulate", "here/scenario.toml", "--with", "second", "--replications", "10"];
    folder.run(&pulled).success();
    let output = folder.run(&["check", "tiny.toml", "--with", "second", "--lang", "en"]).code(2);
    assert!(stderr(&output).contains("no plan yet"), "{}", stderr(&output));
}

/// With hardly any time the answer is the best so far, checked, and said to be cut short.
#[test]
fn a_search_without_time_answers_with_what_it_has() {
    let folder = folder("staff-time");
    let run = [&QUICK[..], &["--time-limit", "50ms", "--format", "json"]].concat();
    let output = nightdesk().current_dir(folder.path()).args(run).assert();
    let report = json(&output);
    assert_eq!(report["complete"], false);
    assert!(report["replications"].as_u64().unwrap() >= 200);
    let code = output.get_output().status.code();
    assert_eq!(code, Some(if report["ending"] == "holds" { 0 } else { 1 }));
}

#[test]
fn a_lever_that_was_pulled_is_in_the_file_once_and_costs_again_when_it_is_pulled() {
    let folder = folder("staff-lever-costs");
    let lever =
        "\n[lever.text]\ncost = { per_night = 7.0 }\n[lever.text.set]\n\"inquiry.taste.reply\" = \"* 0.5\"\n";
    let desk = folder.file("tiny.toml") + lever;
    fs::write(folder.path().join("tiny.toml"), desk).unwrap();
    let output = folder.run(&[&QUICK[..], &["--with", "text", "--out", "here"]].concat()).success();
    assert!(stderr(&output).contains("--with text adds what they cost"), "{}", stderr(&output));
    let staffed: serde_json::Value = serde_json::from_str(&folder.file("here/summary.json")).unwrap();
    let simulate = ["simulate", "here/scenario.toml", "--replications", "400", "--format", "json"];
    let plain = json(&folder.run(&simulate).success());
    let pulled = json(&folder.run(&[&simulate[..], &["--with", "text"]].concat()).success());
    assert_eq!(plain["targets"], pulled["targets"], "the lever is pulled twice");
    let cost = |report: &serde_json::Value| report["cost"]["mean"].as_f64().unwrap();
    assert!((cost(&pulled) - cost(&plain) - 7.0).abs() < 1e-9);
    if staffed["checks"] == 1 {
        assert_eq!(staffed["targets"], pulled["targets"]);
    }
}

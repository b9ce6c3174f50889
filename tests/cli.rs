//! The command line as people and scripts meet it.

mod command;

use command::{Folder, TINY, json, nightdesk, stderr, stdout, unnamed, wide};
use serde_json::Value;
use snapbox::cmd::cargo_bin;
use std::fs;

#[test]
fn help_of_every_command_fits_80_columns() {
    let commands =
        ["simulate", "compare", "check", "trace", "erlang", "init", "schema", "completions", "man"];
    for command in commands {
        for help in ["-h", "--help"] {
            let text = stdout(&nightdesk().args([command, help]).assert().success());
            assert_eq!(wide(&text), Vec::<&str>::new(), "{command} {help}");
        }
    }
    let text = stdout(&nightdesk().arg("--help").assert().success());
    assert_eq!(wide(&text), Vec::<&str>::new());
    assert!(text.contains("70  a fault of ours"));
}

#[test]
fn a_bad_command_line_exits_with_2() {
    for arguments in [&["simulat"][..], &["simulate"], &["simulate", "tiny.toml", "--replications", "0"]] {
        nightdesk().args(arguments).assert().code(2);
    }
}

#[test]
fn replications_and_precision_exclude_each_other() {
    let output = nightdesk().args(["simulate", "x.toml", "--replications", "9", "--precision", "2"]).assert();
    assert!(stderr(&output.code(2)).contains("cannot be used with"));
}

#[test]
fn a_report_fits_80_columns_and_its_folder_holds_the_same() {
    let folder = Folder::new("report");
    let output = folder.run(&["simulate", "tiny.toml", "--replications", "50"]).success();
    let text = stdout(&output);
    assert!(text.starts_with("Ten calls an hour\n"), "{text}");
    assert_eq!(wide(&text), Vec::<&str>::new());
    assert_eq!(text, folder.file("results/tiny-run-1/report.txt"));
    assert!(stderr(&output).contains("results/tiny-run-1"));
    assert!(folder.file("results/tiny-run-1/intervals.csv").lines().count() == 1 + 8 + 1);
    let resolved: Value =
        serde_json::from_str(&folder.file("results/tiny-run-1/scenario.resolved.json")).unwrap();
    assert_eq!(resolved["title"], "Ten calls an hour");
}

#[test]
fn with_json_standard_output_is_the_summary_and_nothing_else() {
    let folder = Folder::new("json");
    let run = ["simulate", "tiny.toml", "--replications", "20", "--format", "json", "--out", "here"];
    let output = folder.run(&run).success();
    let report = json(&output);
    assert_eq!(report["replications"], 20);
    assert_eq!(stdout(&output), folder.file("here/summary.json"));
    let schema = json(&nightdesk().args(["schema", "--of", "simulate"]).assert().success());
    let errors: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(&report).map(|it| it.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(unnamed(&report), Vec::<String>::new());
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let folder = Folder::new("threads");
    let run = |threads: &str, seed: &str| {
        let options = ["--replications", "30", "--format", "json", "--threads", threads, "--seed", seed];
        stdout(&folder.run(&[&["simulate", "tiny.toml"], &options[..]].concat()).success())
    };
    assert_eq!(run("1", "1"), run("3", "1"));
    assert_ne!(run("1", "1"), run("1", "2"));
}

#[test]
fn quiet_leaves_standard_error_empty() {
    let folder = Folder::new("quiet");
    let output = folder.run(&["simulate", "tiny.toml", "--replications", "5", "--quiet"]).success();
    assert_eq!(stderr(&output), "");
}

#[test]
fn earlier_results_are_never_overwritten() {
    let folder = Folder::new("earlier");
    let run = ["simulate", "tiny.toml", "--replications", "5", "--out", "here"];
    folder.run(&run).success();
    let before = folder.file("here/summary.json");
    let output = folder.run(&run).code(2);
    assert!(stderr(&output).contains("here is not empty"));
    assert_eq!(before, folder.file("here/summary.json"));
    folder.run(&run[..4]).success();
    folder.run(&run[..4]).success();
    assert!(folder.path().join("results/tiny-run-2/report.txt").exists());
}

#[test]
fn enforce_exits_with_1_when_a_target_is_missed_and_only_then() {
    let folder = Folder::new("enforce");
    let run = ["simulate", "tiny.toml", "--replications", "50", "--quiet"];
    folder.run(&run).success();
    folder.run(&[&run[..], &["--enforce"]].concat()).code(1);
    let easy = ["--enforce", "--set", "target.hard.at_least=0.01"];
    folder.run(&[&run[..], &easy].concat()).success();
}

#[test]
fn a_shift_without_a_plan_says_run_staff_first() {
    let folder = Folder::new("plan");
    let text = TINY.replace("agents = 1\n", "agents = { min = 1, max = 4 }\n");
    fs::write(folder.path().join("open.toml"), text).unwrap();
    for command in ["simulate", "trace"] {
        let output = folder.run(&[command, "open.toml"]).code(2);
        assert!(stderr(&output).contains("no plan: run staff first"), "{}", stderr(&output));
    }
    assert!(!folder.path().join("results").exists());
    folder.run(&["check", "open.toml"]).success();
}

#[test]
fn an_unknown_lever_is_a_problem_with_a_suggestion() {
    let folder = Folder::new("lever");
    let output = folder.run(&["check", "tiny.toml", "--with", "secnd"]).code(2);
    assert!(stderr(&output).contains("did you mean `second`?"), "{}", stderr(&output));
    folder.run(&["check", "tiny.toml", "--with", "second"]).success();
}

#[test]
fn problems_are_one_json_document_too() {
    let folder = Folder::new("problems");
    fs::write(folder.path().join("bad.toml"), TINY.replace("patience", "patienc")).unwrap();
    for command in ["check", "simulate"] {
        let output = folder.run(&[command, "bad.toml", "--format", "json"]).code(2);
        let problem = &json(&output)["problems"][0];
        assert_eq!(problem["severity"], "error");
        assert_eq!((&problem["file"], &problem["line"]), (&"bad.toml".into(), &11.into()));
        assert_eq!(stderr(&output), "");
    }
    let output = folder.run(&["check", "bad.toml"]).code(2);
    assert!(stderr(&output).contains("bad.toml:11:"), "{}", stderr(&output));
    let output = folder.run(&["check", "nowhere.toml", "--format", "json"]).code(2);
    assert_eq!(json(&output)["problems"].as_array().unwrap().len(), 1);
}

#[test]
fn check_says_what_it_expects_and_fits_80_columns() {
    let folder = Folder::new("check");
    let text = stdout(&folder.run(&["check", "tiny.toml"]).success());
    assert!(text.contains("No problems"), "{text}");
    assert_eq!(wide(&text), Vec::<&str>::new());
    let expected = json(&folder.run(&["check", "tiny.toml", "--format", "json"]).success());
    assert_eq!(expected["problems"], Value::Array(Vec::new()));
}

#[test]
fn a_trace_begins_with_its_header_and_goes_on_in_time() {
    let folder = Folder::new("trace");
    let text = stdout(&folder.run(&["trace", "tiny.toml", "--replication", "3"]).success());
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let header = &lines[0];
    assert_eq!(header["nightdesk_trace"], 1);
    assert_eq!((&header["seed"], &header["replication"]), (&1.into(), &3.into()));
    assert_eq!(
        (&header["opens"], &header["time_zone"]),
        (&"2026-11-11T18:00:00".into(), &"Asia/Shanghai".into())
    );
    assert_eq!(header["resolved"]["team"]["night"]["pay"], 30.0);
    assert!(lines[1..].windows(2).all(|two| two[0]["at_us"].as_i64() <= two[1]["at_us"].as_i64()));
    assert_eq!(lines[1]["agent"], "night/evening/1");
    folder.run(&["trace", "tiny.toml", "--replication", "3", "--out", "night.jsonl"]).success();
    assert_eq!(text, folder.file("night.jsonl"));
    folder.run(&["trace", "tiny.toml", "--out", "night.jsonl"]).code(2);
}

/// Also of conversations that are handed over while their customers think.
#[test]
fn in_a_trace_nobody_is_given_a_message_before_it_arrives() {
    let folder = Folder::new("assigned");
    let night = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/orange-night.toml");
    let mut later = 0;
    for replication in ["0", "1"] {
        let text = stdout(&folder.run(&["trace", night, "--replication", replication]).success());
        let mut arrived = std::collections::BTreeSet::new();
        for line in text.lines().skip(1).map(|line| serde_json::from_str::<Value>(line).unwrap()) {
            let message = format!("{} {} {}", line["case"], line["conversation"], line["turn"]);
            match line["event"].as_str().unwrap() {
                "arrives" => drop(arrived.insert(message)),
                "assigned" if line["turn"] != 1 => {
                    later += 1;
                    assert!(arrived.contains(&message), "{message} at {}", line["at_us"]);
                }
                _ => {}
            }
        }
    }
    assert!(later > 0, "no conversation was handed over");
}

#[test]
fn in_a_trace_every_message_arrives_before_it_is_worked_on_and_is_replied_to_after() {
    let folder = Folder::new("messages");
    let text = stdout(&folder.run(&["trace", "tiny.toml"]).success());
    let mut seen: std::collections::BTreeMap<String, Vec<String>> = Default::default();
    for line in text.lines().skip(1).map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let event = line["event"].as_str().unwrap();
        if ["arrives", "begun", "replied"].contains(&event) {
            let message = format!("{} {} {}", line["case"], line["conversation"], line["turn"]);
            seen.entry(message).or_default().push(event.to_owned());
        }
        let draws = &line["draws"];
        if event == "arrives" && line["turn"] == 1 {
            let turns = draws["turns"].as_u64().unwrap() as usize;
            assert_eq!(draws["reply_us"].as_array().unwrap().len(), turns);
            assert_eq!(draws["think_us"].as_array().unwrap().len(), turns - 1);
        } else {
            assert!(draws.is_null());
        }
    }
    assert!(seen.keys().any(|message| message.ends_with(" 2")));
    for (message, events) in seen {
        let events: Vec<&str> = events.iter().map(String::as_str).collect();
        assert!(["arrives", "begun", "replied"].starts_with(&events), "{message}: {events:?}");
    }
}

#[test]
fn erlang_answers_in_text_and_json_and_overload_is_an_answer() {
    let question = ["erlang", "c", "--calls", "100", "--per", "30min", "--handle-time", "3min"];
    let ask = |more: &[&str]| nightdesk().args(question).args(more).assert().success();
    // Any Erlang C table: 10 erlang, 14 agents: 17.4 % wait.
    let answer = json(&ask(&["--agents", "14", "--format", "json"]));
    assert!((answer["chance_to_wait"].as_f64().unwrap() - 0.174).abs() < 5e-4, "{answer}");
    assert!(
        stdout(&ask(&["--agents", "9"]))
            .starts_with("Overload: with 9 agents the queue grows by 20.0 an hour")
    );
    assert!(stdout(&ask(&["--target", "0.8"])).starts_with("14 agents are needed"));
    for model in ["b", "a", "x"] {
        let more = ["--calls", "10", "--handle-time", "3min", "--patience", "1min", "--agents", "3"];
        let text = stdout(&nightdesk().args(["erlang", model]).args(more).assert().success());
        assert_eq!(wide(&text), Vec::<&str>::new());
    }
}

#[test]
fn erlang_without_a_patience_names_the_option() {
    let question = ["erlang", "a", "--calls", "100", "--handle-time", "3min", "--agents", "14"];
    let output = nightdesk().args(question).assert().code(2);
    assert!(stderr(&output).contains("--patience is needed"));
}

#[test]
fn init_writes_a_scenario_that_runs_and_never_over_another() {
    let folder = Folder::new("init");
    folder.run(&["init"]).success();
    folder.run(&["simulate", "tonight.toml", "--replications", "5"]).success();
    folder.run(&["init"]).code(2);
    assert_eq!(stdout(&folder.run(&["init", "-"]).success()), folder.file("tonight.toml"));
}

#[test]
fn schemas_are_json_schemas() {
    for of in ["scenario", "simulate"] {
        let schema = json(&nightdesk().args(["schema", "--of", of]).assert().success());
        assert!(schema["$schema"].is_string(), "{of}");
        jsonschema::meta::validate(&schema).unwrap();
    }
}

#[test]
fn completions_and_manual_pages_are_made_of_the_same_words() {
    let folder = Folder::new("man");
    let text = stdout(&nightdesk().args(["completions", "bash"]).assert().success());
    assert!(text.contains("--replications"));
    let text = stdout(&nightdesk().arg("man").assert().success());
    assert!(text.contains("surge"));
    fs::create_dir(folder.path().join("pages")).unwrap();
    folder.run(&["man", "--out", "pages"]).success();
    assert!(folder.file("pages/nightdesk-simulate.1").contains("Simulate exactly so many nights"));
}

/// What a shell does with `nightdesk completions bash | head -1`: the reader goes away.
#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut child = std::process::Command::new(cargo_bin!("nightdesk"));
    let status = child.args(["schema", "--of", "simulate"]).stdout(writer).status().unwrap();
    assert_eq!(status.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn an_interrupt_saves_what_was_measured_and_exits_with_4() {
    let folder = Folder::new("interrupt");
    let mut child = std::process::Command::new(cargo_bin!("nightdesk"))
        .current_dir(folder.path())
        .args(["simulate", "tiny.toml", "--replications", "100000000", "--threads", "1", "--out", "here"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while !folder.path().join("here/scenario.resolved.json").exists() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    std::thread::sleep(std::time::Duration::from_millis(300));
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    assert_eq!(child.wait().unwrap().code(), Some(4));
    let report: Value = serde_json::from_str(&folder.file("here/summary.json")).unwrap();
    assert!(report["replications"].as_u64().unwrap() > 0);
    assert_eq!(report["warnings"][0]["name"], "interrupted");
}

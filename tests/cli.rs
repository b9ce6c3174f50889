//! The command line as people and scripts meet it.

use serde_json::Value;
use snapbox::cmd::{Command, OutputAssert, cargo_bin};
use std::fs;
use std::path::{Path, PathBuf};

/// Ten calls an hour for two hours, one agent, and a promise that is easy or (`at_least = 1.0`) hard to keep.
const TINY: &str = r#"
title     = "Ten calls an hour"
time_zone = "Asia/Shanghai"
opens     = 2026-11-11T18:00:00
closes    = 2026-11-11T20:00:00
interval  = "15min"
currency  = "CNY"
[inquiry.taste]
baseline  = { steps = { "00:00" = 10 } }
channels  = { chat = 0.7, phone = 0.3 }
patience  = { exponential = { mean = "2min" } }
turns     = { geometric = { mean = 3 } }
reply     = { exponential = { mean = "1min" } }
think     = { exponential = { mean = "1min" } }
on.phone  = { reply = { exponential = { mean = "3min" } } }
[channel.chat]
kind = "chat"
[channel.phone]
kind = "phone"
[team.night]
skills = ["taste"]
slots  = { chat = 2, phone = 1 }
pay    = 30.0
[team.night.shift.evening]
from   = "17:00"
to     = "21:00"
agents = 1
[target.first]
measure  = "first_reply"
within   = "5min"
at_least = 0.1
[target.hard]
measure  = "answer"
within   = "1s"
at_least = 0.99
[lever.second]
set = { "team.night.shift.evening.agents" = 2 }
"#;

/// A folder of one test's own, with `tiny.toml` in it; removed when the test has passed.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("nightdesk-cli-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("tiny.toml"), TINY).unwrap();
        Folder(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn run(&self, arguments: &[&str]) -> OutputAssert {
        nightdesk().current_dir(self.path()).args(arguments).assert()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

fn nightdesk() -> Command {
    Command::new(cargo_bin!("nightdesk")).env_remove("NIGHTDESK_DATA")
}

fn stdout(output: &OutputAssert) -> String {
    String::from_utf8(output.get_output().stdout.clone()).unwrap()
}

fn stderr(output: &OutputAssert) -> String {
    String::from_utf8(output.get_output().stderr.clone()).unwrap()
}

/// Standard output as the one JSON document it must be.
fn json(output: &OutputAssert) -> Value {
    let text = stdout(output);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn wide(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.chars().count() > 80).collect()
}

#[test]
fn help_of_every_command_fits_80_columns() {
    let commands = ["simulate", "check", "trace", "erlang", "init", "schema", "completions", "man"];
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
            "days from `opens` to the end of the run-out are too long: at most 400",
        ),
        ("interval=\"1ms\"", "7,200,000 intervals of the report are too many: at most 100,000"),
        ("team.night.shift.evening.agents=2000000", "2,000,000 agents of one shift are too many"),
        ("inquiry.taste.baseline={steps={\"00:00\"=1e9}}", "taste/baseline may bring 2,000,"),
        ("inquiry.taste.waiting_at_open={cases=70000000, since=\"1h\"}", "too many: at most 67,108,864"),
    ];
    for (set, expected) in says {
        for command in ["check", "simulate"] {
            let output = folder.run(&[command, "tiny.toml", "--set", set]).code(2);
            assert!(stderr(&output).contains(expected), "{set}: {}", stderr(&output));
            let output = folder.run(&[command, "tiny.toml", "--set", set, "--format", "json"]).code(2);
            let message = json(&output)["problems"][0]["message"].to_string();
            assert!(message.contains(expected), "{set}: {message}");
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
        &["team.night.shift.evening.agents=100000"],
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

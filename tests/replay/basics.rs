//! What a replay sends, prints and writes.

use crate::command::{json, nightdesk, stderr, stdout, unnamed, wide};
use crate::{folder, lines, replay, server, sums_agree};
use serde_json::Value;
use std::fs;

pub fn the_example_of_the_documents_runs_as_it_stands() {
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/orange-night.toml");
    let folder = folder("orange");
    // A tenth of what the documents show, three times as fast.
    let options = ["--window", "22:45..22:51", "--speed", "90", "--max-lag", "2s", "--nights", "20"];
    let output = folder.run(&[&["replay", scenario], &options[..]].concat()).success();
    let text = stdout(&output);
    assert!(text.starts_with("Oranges that taste sour\n"), "{text}");
    assert_eq!(wide(&text), Vec::<&str>::new());
    assert!(stderr(&output).contains("a helpdesk of our own"));
    for file in ["summary.json", "latency.hlog", "ledger.jsonl", "junit.xml", "summary.md", "report.txt"] {
        assert!(!folder.file(&format!("results/orange-night-replay-1/{file}")).is_empty(), "{file}");
    }
    assert_eq!(text, folder.file("results/orange-night-replay-1/report.txt"));
}

pub fn with_json_standard_output_is_the_summary_and_what_the_schema_says() {
    let (folder, server) = (folder("json"), server(&[]));
    let report = replay(&folder, &server, &["--fail-if", "lost > 0", "--fail-if", "take.p99.9 > 9s"]);
    let written: Value = serde_json::from_str(&folder.file("out/summary.json")).unwrap();
    assert_eq!(report, written);
    let schema = json(&nightdesk().args(["schema", "--of", "replay"]).assert().success());
    let errors: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(&report).map(|it| it.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(unnamed(&report), Vec::<String>::new());
    let junit = folder.file("out/junit.xml");
    assert!(junit.contains(r#"tests="3""#) && junit.contains("not lost &gt; 0"), "{junit}");
    assert!(folder.file("out/summary.md").contains("| lost > 0 | 0 | fine |"));
}

pub fn the_interval_log_holds_every_call() {
    let (folder, server) = (folder("hlog"), server(&[]));
    let report = replay(&folder, &server, &[]);
    let log = nightdesk::replay::latency::read_log(&folder.file("out/latency.hlog")).unwrap();
    for operation in report["operations"].as_array().unwrap() {
        let histogram = &log[&format!("response.{}", operation["name"].as_str().unwrap())];
        assert_eq!(histogram.len(), operation["response"]["count"].as_u64().unwrap());
        let p99 = histogram.value_at_quantile(0.99) as f64 / 1e6;
        assert!((p99 - operation["response"]["p99_s"].as_f64().unwrap()).abs() < 1e-9);
    }
}

/// Every message is sent at its planned instant: the planned instants are the trace's.
pub fn first_messages_are_due_when_the_trace_says() {
    let (folder, server) = (folder("due"), server(&[]));
    let trace = folder.run(&["trace", "busy.toml"]).success();
    fs::write(folder.path().join("night.jsonl"), stdout(&trace)).unwrap();
    replay(&folder, &server, &[]);
    let arrives: Vec<i64> = stdout(&trace)
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|line| line["event"] == "arrives" && line["turn"] == 1 && line["conversation"] == 1)
        .map(|line| (line["at_us"].as_i64().unwrap() as f64 / 40.0) as i64)
        .filter(|at| *at < 6_000_000)
        .collect();
    let mut due: Vec<i64> = lines(&folder)
        .iter()
        .filter(|line| line["e"] == "due" && line["t"] == 0)
        .map(|line| line["at"].as_i64().unwrap())
        .collect();
    due.sort_unstable();
    assert!(arrives.len() > 100);
    assert_eq!(due, arrives);
}

pub fn a_trace_is_replayed_like_its_scenario() {
    let (folder, server) = (folder("trace"), server(&[]));
    folder.run(&["trace", "busy.toml", "--out", "night.jsonl"]).success();
    let from_scenario = replay(&folder, &server, &["--out", "first"]);
    let url = server.url();
    let output = folder.run(&[
        "replay",
        "night.jsonl",
        "--helpdesk",
        "demo",
        "--url",
        &url,
        "--speed",
        "40",
        "--format",
        "json",
        "--max-lag",
        "2s",
        "--nights",
        "5",
    ]);
    let from_trace = json(&output.success());
    assert_eq!(from_scenario["ledger"]["planned"], from_trace["ledger"]["planned"]);
    assert_eq!(from_scenario["targets"][0]["predicted"], from_trace["targets"][0]["predicted"]);
}

pub fn scripted_agents_do_what_the_trace_says() {
    let (folder, server) = (folder("scripted"), server(&[]));
    let report = replay(&folder, &server, &["--agents", "scripted"]);
    let ledger = &report["ledger"];
    assert_eq!(
        ledger["answered"].as_u64().unwrap() + ledger["never_due"].as_u64().unwrap(),
        ledger["planned"]
    );
    assert!(ledger["answered"].as_u64().unwrap() > 150, "{ledger:#}");
    // Agents reply when the trace says, so what is measured is what is predicted, but for what the
    // helpdesk takes.
    for target in report["targets"].as_array().unwrap() {
        let (measured, predicted) =
            (target["measured"].as_f64().unwrap(), target["predicted"].as_f64().unwrap());
        assert!((measured - predicted).abs() < 0.03, "{target:#}");
    }
}

/// In the middle of the night there are conversations that began before: they are put in first, and not
/// counted.
pub fn what_is_open_when_the_window_begins_is_put_in_first() {
    let (folder, server) = (folder("window"), server(&[]));
    let report = replay(&folder, &server, &["--window", "20:02..20:04"]);
    let lines = lines(&folder);
    let before =
        lines.iter().filter(|line| line["e"] == "plan" && line["first"].as_u64().unwrap() > 0).count();
    assert!(before > 5, "{before}");
    let opened_aside = lines
        .iter()
        .filter(|line| line["op"] == "open_conversation" && line["aside"] == true && line["t"] == 0);
    assert_eq!(opened_aside.count(), before);
    let measured = report["operations"].as_array().unwrap();
    let opened = measured.iter().find(|it| it["name"] == "open_conversation").unwrap();
    assert_eq!(
        opened["calls"].as_u64().unwrap() as usize + before,
        report["ledger"]["conversations"].as_u64().unwrap() as usize
    );
    sums_agree(&report);
}

pub fn a_dry_run_says_what_would_be_sent_and_sends_nothing() {
    let folder = folder("dry");
    let dry = ["replay", "busy.toml", "--dry-run", "--speed", "2"];
    let text = stdout(&folder.run(&dry).success());
    assert!(text.contains("nothing was sent"), "{text}");
    let report = json(&folder.run(&[&dry[..], &["--format", "json"]].concat()).success());
    assert_eq!(report["duration_s"], 120.0);
    assert_eq!(report["agent_accounts"], 14);
    assert!(!folder.path().join("results").exists());
}

pub fn a_profile_is_tried_operation_by_operation() {
    let (folder, fine) = (folder("check"), server(&[]));
    let url = fine.url();
    let check = ["replay", "busy.toml", "--check-profile", "--helpdesk", "demo", "--url"];
    let text = stdout(&folder.run(&[&check[..], &[url.as_str()]].concat()).success());
    assert!(text.contains("customer must not list_queue"), "{text}");
    assert_eq!(wide(&text), Vec::<&str>::new());
    assert_eq!(fine.conversations(), 0, "what was created is removed");
    let broken = server(&["ignore=1"]);
    let url = broken.url();
    let text = stdout(&folder.run(&[&check[..], &[url.as_str()]].concat()).code(3));
    assert!(text.contains("DOES NOT"), "{text}");
}

pub fn what_the_run_created_is_removed_if_asked() {
    let (folder, server) = (folder("clean"), server(&[]));
    replay(&folder, &server, &["--clean-up"]);
    assert_eq!(server.conversations(), 0);
}

pub fn photos_are_sent_with_the_share_of_messages_that_the_scenario_says() {
    let (folder, server) = (folder("photo"), server(&[]));
    let with = format!("{}\n[replay.photo]\nshare = 0.5\nsize = \"3kB\"\n", crate::BUSY);
    fs::write(folder.path().join("busy.toml"), with).unwrap();
    let report = replay(&folder, &server, &[]);
    let sent = report["ledger"]["answered"].as_u64().unwrap();
    let body = reqwest_get(&server.url(), "/api/conversations/1");
    let photos = body["messages"].as_array().unwrap().iter().filter(|it| it["photo"].as_u64() == Some(4000));
    assert!(sent > 100 && photos.count() <= 3);
    assert!(server.photos() > sent / 4, "{}", server.photos());
}

fn reqwest_get(url: &str, path: &str) -> Value {
    use std::io::{Read, Write};
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let head = format!("GET {path} HTTP/1.0\r\nHost: x\r\nAuthorization: Bearer agent-1\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    serde_json::from_str(text.split_once("\r\n\r\n").unwrap().1).unwrap()
}

/// Beside an earlier run: calls that take 300 ms longer are slower, and a replay fails for it; JUnit says which.
pub fn calls_that_became_slower_than_in_an_earlier_run_fail() {
    let (folder, quick) = (folder("baseline"), server(&[]));
    replay(&folder, &quick, &["--out", "before"]);
    let slow = server(&["stall=1,300ms"]);
    let report = replay(&folder, &slow, &["--baseline", "before", "--agents", "scripted"]);
    assert_eq!(report["verdict"], "failed");
    let slower = report["baseline"].as_array().unwrap().iter().filter(|it| it["slower"] == true);
    let slower: Vec<&Value> = slower.map(|it| &it["name"]).collect();
    assert!(slower.iter().any(|name| *name == "post_reply"), "{:#}", report["baseline"]);
    assert!(folder.file("out/junit.xml").contains("post_reply.p50 is not slower than before"));
    let missing = folder.run(&["replay", "busy.toml", "--baseline", "nowhere"]).code(2);
    assert!(stderr(&missing).contains("--baseline nowhere"), "{}", stderr(&missing));
}

/// A helpdesk that takes 300 ms a call: every message takes its agent so much more as reading and replying took on
/// average in the replay, every conversation what closing took; nobody gives up, so the same messages are answered.
pub fn what_was_measured_costs_the_night_compliance_and_agents_time() {
    let (folder, slow) = (folder("latency"), server(&["stall=1,300ms"]));
    let measured = replay(&folder, &slow, &["--agents", "scripted"]);
    let arguments = [
        "simulate",
        "busy.toml",
        "--replications",
        "50",
        "--latency",
        "out",
        "--out",
        "with",
        "--format",
        "json",
    ];
    let report = json(&folder.run(&arguments).code(0));
    let cost = &report["helpdesk"];
    assert_eq!(cost["measured"], "Demo helpdesk");
    let mean = |name: &str| {
        let operations = measured["operations"].as_array().unwrap();
        let operation = operations.iter().find(|it| it["name"] == name).unwrap();
        operation["service"]["mean_s"].as_f64().unwrap()
    };
    let sum = |key: &str| -> f64 {
        report["channels"].as_array().unwrap().iter().map(|it| it[key].as_f64().unwrap()).sum()
    };
    let seconds = sum("replies") * (mean("read_messages") + mean("post_reply"))
        + sum("conversations") * mean("resolve");
    let work = cost["work_h"]["value"].as_f64().unwrap();
    assert!((work / (seconds / 3600.0) - 1.0).abs() < 0.01, "{work} h for {seconds} s");
    let first = &cost["targets"][1];
    assert_eq!(first["name"], "first");
    let (with, without) = (first["with"].as_f64().unwrap(), first["without"].as_f64().unwrap());
    assert!((first["gained"]["value"].as_f64().unwrap() - (with - without)).abs() < 1e-9, "{first}");
    assert!(first["gained"]["high"].as_f64().unwrap() < 0.0, "{first}");
    assert!(cost["agents"]["low"].as_f64().unwrap() > 0.0, "{cost}");
    assert!(report["warnings"].to_string().contains("40 times as fast"), "{}", report["warnings"]);
    let missing = folder.run(&["simulate", "busy.toml", "--latency", "nowhere"]).code(2);
    assert!(stderr(&missing).contains("--latency nowhere"), "{}", stderr(&missing));
}

/// Letters belong to nobody: what an agent has just taken when it goes is there for the others.
pub fn letters_that_were_taken_by_agents_who_went_are_answered_by_others() {
    let (folder, server) = (folder("letters"), server(&["stall=0.5,200ms"]));
    let scenario = crate::BUSY
        .replace("{ chat = 0.9, letter = 0.1 }", "{ letter = 1.0 }")
        .replace("slots  = { chat = 4, letter = \"unlimited\" }", "slots  = { letter = \"unlimited\" }")
        .replace(
            "agents = 14\n",
            "agents = 7\nbreaks = [{ for = \"30s\", between = \"20:00-20:04\" }]\n[team.night.shift.early]\n\
             from   = \"19:00\"\nto     = \"20:02\"\nagents = 12\n",
        );
    fs::write(folder.path().join("busy.toml"), scenario).unwrap();
    // Each looks often, and a look takes longer than the time between two.
    let report = replay(&folder, &server, &["--poll", "2s"]);
    assert_eq!(report["ledger"]["unanswered"], 0, "{:#}", report["ledger"]);
    assert!(report["ledger"]["answered"].as_u64().unwrap() > 200, "{:#}", report["ledger"]);
}

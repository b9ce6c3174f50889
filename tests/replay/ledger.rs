//! The ledger outlives whatever stops the replay.

use crate::command::{json, nightdesk};
use crate::{folder, lines, server, sums_agree};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use snapbox::cmd::cargo_bin;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn begin(folder: &crate::command::Folder, url: &str) -> Child {
    Command::new(cargo_bin!("nightdesk"))
        .current_dir(folder.path())
        .args(["replay", "busy.toml", "--helpdesk", "demo", "--url", url, "--speed", "20", "--out", "out"])
        .args(["--format", "json", "--max-lag", "2s", "--nights", "5"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Until so many lines are written.
fn wait_for_lines(folder: &crate::command::Folder, count: usize) {
    let path = folder.path().join("out/ledger.jsonl");
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(30) {
        if std::fs::read_to_string(&path).is_ok_and(|text| text.lines().count() >= count) {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the ledger does not grow");
}

pub fn a_replay_that_was_killed_is_reported_from_its_ledger() {
    let (folder, server) = (folder("killed"), server(&[]));
    let mut child = begin(&folder, &server.url());
    wait_for_lines(&folder, 1500);
    kill(Pid::from_raw(child.id() as i32), Signal::SIGKILL).unwrap();
    child.wait().unwrap();
    let resume = ["replay", "--resume-report", "out", "--format", "json"];
    let report = json(&nightdesk().current_dir(folder.path()).args(resume).assert().code(4));
    sums_agree(&report);
    assert_eq!(report["verdict"], "interrupted");
    assert!(report["ledger"]["answered"].as_u64().unwrap() > 10);
    let accepted = lines(&folder).iter().filter(|line| line["out"] == "accepted").count() as u64;
    let calls: u64 =
        report["operations"].as_array().unwrap().iter().map(|it| it["accepted"].as_u64().unwrap()).sum();
    assert_eq!(calls, accepted);
    assert!(folder.path().join("out/summary.json").exists());
}

pub fn ctrl_c_ends_it_within_five_seconds_with_what_was_measured() {
    let (folder, server) = (folder("interrupted"), server(&["stall=0.2,60s"]));
    let child = begin(&folder, &server.url());
    wait_for_lines(&folder, 600);
    let began = Instant::now();
    kill(Pid::from_raw(child.id() as i32), Signal::SIGINT).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert_eq!(output.status.code(), Some(4));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    sums_agree(&report);
    // What was under way when it was broken off.
    assert!(report["ledger"]["failed"].as_u64().unwrap() > 0, "{:#}", report["ledger"]);
}

//! Real helpdesks, installed, started and stopped by the scripts under tests/helpdesks: the same replay
//! against each, and what each is known to do.
//!
//! They take a minute or more to install, so they run where `NIGHTDESK_HELPDESKS` is set, e.g. `NIGHTDESK_HELPDESKS=yes bash test.sh`;
//! elsewhere these tests say so and pass.

#[path = "command/mod.rs"]
mod command;

use command::{Folder, json, nightdesk, stderr, stdout};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// A quiet five minutes: some thirty conversations, three agents.
const QUIET: &str = r#"
title     = "A quiet five minutes"
time_zone = "Asia/Shanghai"
opens     = 2026-11-11T20:00:00
closes    = 2026-11-11T20:05:00
run_out   = "1h"
interval  = "1min"
[inquiry.taste]
baseline  = { steps = { "00:00" = 360 } }
channels  = { chat = 1.0 }
turns     = { discrete = { 1 = 0.4, 2 = 0.4, 3 = 0.2 } }
reply     = { exponential = { mean = "6s", most = "20s" } }
think     = { exponential = { mean = "10s", most = "30s" } }
[channel.chat]
kind = "chat"
[team.night]
skills = ["taste"]
slots  = { chat = 3 }
[team.night.shift.evening]
from   = "19:00"
to     = "23:00"
agents = 4
[target.first]
measure  = "first_reply"
within   = "1min"
at_least = 0.8
"#;

/// A helpdesk that runs until it is dropped.
struct Helpdesk {
    script: PathBuf,
    data: PathBuf,
    url: String,
}

impl Helpdesk {
    /// Starts it; none: real helpdesks are not asked for.
    fn up(name: &str, data: &str, port: u16, environment: &[(&str, &str)]) -> Option<Helpdesk> {
        if std::env::var_os("NIGHTDESK_HELPDESKS").is_none() {
            eprintln!("NIGHTDESK_HELPDESKS is not set: {name} is not tried");
            return None;
        }
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let script = root.join(format!("tests/helpdesks/{name}.sh"));
        let data = root.join("target/helpdesks").join(data);
        let status = Command::new("bash")
            .arg(&script)
            .args(["up".as_ref(), data.as_os_str(), port.to_string().as_ref()])
            .envs(environment.iter().copied())
            .status()
            .unwrap();
        assert!(status.success(), "{name} did not start");
        Some(Helpdesk { script, data, url: format!("http://127.0.0.1:{port}") })
    }

    fn run(&self, profile: &str, folder: &Folder, options: &[&str]) -> snapbox::cmd::OutputAssert {
        let secrets = self.data.join("secrets.env");
        nightdesk()
            .current_dir(folder.path())
            .args(["replay", "quiet.toml", "--helpdesk", profile, "--url", &self.url])
            .args(["--secrets".as_ref(), secrets.as_os_str()])
            .args(["--speed", "10", "--poll", "10s", "--max-lag", "5s", "--nights", "5", "--out", "out"])
            .args(options)
            .assert()
    }

    fn replay(&self, profile: &str, folder: &Folder, options: &[&str]) -> Value {
        let report = json(&self.run(profile, folder, &[options, &["--format", "json"]].concat()));
        let ledger = &report["ledger"];
        let classes =
            ["answered", "unanswered", "lost", "refused", "failed", "throttled", "unsent", "never_due"];
        let sum: u64 = classes.iter().map(|class| ledger[class].as_u64().unwrap()).sum();
        assert_eq!(ledger["planned"].as_u64().unwrap(), sum, "{ledger:#}");
        report
    }

    /// Every operation works, and what must be refused is.
    fn check(&self, profile: &str, folder: &Folder) {
        let output = self.run(profile, folder, &["--check-profile"]);
        let said = stdout(&output) + &stderr(&output);
        assert_eq!(output.get_output().status.code(), Some(0), "{said}");
    }
}

impl Drop for Helpdesk {
    fn drop(&mut self) {
        let _ = Command::new("bash").arg(&self.script).arg("down").arg(&self.data).status();
    }
}

fn folder(test: &str) -> Folder {
    let folder = Folder::new(&format!("helpdesk-{test}"));
    fs::write(folder.path().join("quiet.toml"), QUIET).unwrap();
    folder
}

fn found(report: &Value, name: &str) -> u64 {
    let found = report["found"].as_array().unwrap();
    found.iter().find(|found| found["name"] == name).unwrap()["count"].as_u64().unwrap()
}

/// Nothing is lost, doubled, out of order or elsewhere.
fn keeps_its_books(report: &Value) {
    for name in ["duplicated", "answered_twice", "out_of_order", "leaked", "replies_lost", "resolves_ignored"]
    {
        assert_eq!(found(report, name), 0, "{name}: {:#}", report["found"]);
    }
    let ledger = &report["ledger"];
    for class in ["lost", "refused", "failed", "throttled", "unsent"] {
        assert_eq!(ledger[class], 0, "{class}: {:#}", report["errors"]);
    }
    assert!(ledger["answered"].as_u64().unwrap() >= 30, "{ledger:#}");
    assert_eq!(found(report, "role_violations"), 0);
}

#[test]
fn django_helpdesk() {
    let Some(desk) = Helpdesk::up("django-helpdesk", "django", 18086, &[]) else { return };
    let folder = folder("django");
    desk.check("django-helpdesk", &folder);
    let report = desk.replay("django-helpdesk", &folder, &[]);
    keeps_its_books(&report);
    assert_eq!(found(&report, "takes_ignored"), 0);
}

/// Its own limiter, by user and minute: nothing is hammered, everything that came through is accounted for.
#[test]
fn django_helpdesk_that_throttles() {
    let throttled = [("HD_THROTTLE", "20/min")];
    let Some(desk) = Helpdesk::up("django-helpdesk", "django-throttled", 18096, &throttled) else { return };
    let folder = folder("django-throttled");
    let report = desk.replay("django-helpdesk", &folder, &["--read-back", "0", "--drain", "10s"]);
    assert!(report["throttle_rate"].as_f64().unwrap() > 0.0, "{:#}", report["ledger"]);
    assert!(report["asked_to_wait_s"].as_f64().unwrap() > 1.0);
    assert_eq!(report["ledger"]["failed"], 0, "a 429 is no failure");
}

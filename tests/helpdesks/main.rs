//! Real helpdesks, installed, started and stopped by the scripts beside this file: the night of the documents
//! against each, the same helpdesk broken by a proxy before it, and what each is known to do.
//!
//! Installing takes minutes, so only those run that `NIGHTDESK_HELPDESKS` names (`rt5 redmine`, or `all`), as it does in
//! `bash test.sh`; elsewhere these tests say so and pass.

#[path = "../command/mod.rs"]
mod command;
mod proxy;

use command::{Folder, json, nightdesk, stderr, stdout};
use proxy::Proxy;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Three minutes: some ten conversations of three messages at their beginning, four agents.
const QUIET: &str = r#"
title     = "A quiet three minutes"
time_zone = "Asia/Shanghai"
opens     = 2026-11-11T20:00:00
closes    = 2026-11-11T20:03:00
run_out   = "1h"
interval  = "1min"
[inquiry.taste]
baseline  = { steps = { "20:00" = 600, "20:01" = 0 } }
channels  = { chat = 1.0 }
turns     = { discrete = { 3 = 1.0 } }
reply     = { exponential = { mean = "4s", most = "10s" } }
think     = { exponential = { mean = "5s", most = "10s" } }
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
    /// Starts it; none: it is not asked for.
    fn up(name: &str, data: &str, port: u16, environment: &[(&str, &str)]) -> Option<Helpdesk> {
        let asked = std::env::var("NIGHTDESK_HELPDESKS").unwrap_or_default();
        if !asked.split_whitespace().any(|it| it == "all" || it == name) {
            eprintln!("NIGHTDESK_HELPDESKS does not name it: {name} is not tried");
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

    fn run(&self, profile: &str, url: &str, folder: &Folder, options: &[&str]) -> snapbox::cmd::OutputAssert {
        let secrets = self.data.join("secrets.env");
        nightdesk()
            .current_dir(folder.path())
            .args(["replay", "--helpdesk", profile, "--url", url, "--timeout", "60s", "--max-lag", "5s"])
            .args(["--secrets".as_ref(), secrets.as_os_str()])
            .args(["--nights", "5", "--out", "out"])
            .args(options)
            .assert()
    }

    fn replay(&self, profile: &str, url: &str, folder: &Folder, options: &[&str]) -> Value {
        let report = json(&self.run(profile, url, folder, &[options, &["--format", "json"]].concat()));
        let ledger = &report["ledger"];
        let classes =
            ["answered", "unanswered", "lost", "refused", "failed", "throttled", "unsent", "never_due"];
        let sum: u64 = classes.iter().map(|class| ledger[class].as_u64().unwrap()).sum();
        assert_eq!(ledger["planned"].as_u64().unwrap(), sum, "{ledger:#}");
        report
    }

    /// Every operation works, and what must be refused is; what it says.
    fn check(&self, profile: &str) -> String {
        let folder = folder("check");
        let output = self.run(profile, &self.url, &folder, &["quiet.toml", "--check-profile"]);
        let said = stdout(&output) + &stderr(&output);
        assert_eq!(output.get_output().status.code(), Some(0), "{said}");
        said
    }

    /// Some minutes of the night of the documents, with what was open before: it keeps its books.
    fn holds(&self, profile: &str) {
        let folder = folder(profile);
        let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/orange-night.toml");
        // Agents look at the queue seldom: with twenty of them that alone would be more than it can do.
        let part =
            ["--window", "22:45..22:50", "--speed", "30", "--poll", "2min", "--drain", "20min", "--clean-up"];
        let report = self.replay(profile, &self.url, &folder, &[&[scenario], &part[..]].concat());
        let nothing_found = report["found"].as_array().unwrap().iter().all(|found| found["count"] == 0);
        assert!(nothing_found, "{:#}", report["found"]);
        for class in ["lost", "refused", "failed", "throttled"] {
            assert_eq!(report["ledger"][class], 0, "{class}: {:#}", report["errors"]);
        }
        // How many is a question of how busy this machine is.
        assert!(report["ledger"]["answered"].as_u64().unwrap() > 0, "{:#}", report["ledger"]);
        assert_eq!(report["ledger"]["read_back"], report["ledger"]["conversations"]);
    }

    /// Behind a proxy that swallows, doubles and refuses messages, as many are lost, doubled and failed.
    fn is_found_out(&self, profile: &str, doubles: bool) {
        let (folder, proxy) = (folder(profile), Proxy::before(&self.url));
        let options = ["quiet.toml", "--speed", "4", "--poll", "10s", "--drain", "2min", "--clean-up"];
        let report = self.replay(profile, &proxy.url(), &folder, &options);
        let (swallowed, doubled, failed) = proxy.counts();
        assert!(swallowed > 0 && doubled > 0 && failed > 0, "{swallowed} {doubled} {failed}");
        assert_eq!(report["ledger"]["lost"], swallowed, "{:#}", report["ledger"]);
        assert_eq!(report["ledger"]["failed"], failed, "{:#}", report["errors"]);
        assert_eq!(found(&report, "duplicated"), if doubles { doubled } else { 0 });
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

#[test]
fn django_helpdesk() {
    let Some(desk) = Helpdesk::up("django-helpdesk", "django", 18086, &[]) else { return };
    desk.check("django-helpdesk");
    desk.holds("django-helpdesk");
    desk.is_found_out("django-helpdesk", true);
}

/// Its own limiter, by user and minute: nothing is hammered, everything that came through is accounted for.
#[test]
fn django_helpdesk_that_throttles() {
    let throttled = [("HD_THROTTLE", "20/min")];
    let Some(desk) = Helpdesk::up("django-helpdesk", "django-throttled", 18096, &throttled) else { return };
    let options = ["quiet.toml", "--speed", "6", "--poll", "10s", "--read-back", "0", "--drain", "10s"];
    is_put_off(&desk.replay("django-helpdesk", &desk.url, &folder("django-throttled"), &options));
}

/// Updates of customers that they may not make are answered 204 and left out.
#[test]
fn redmine() {
    let Some(desk) = Helpdesk::up("redmine", "redmine", 18087, &[]) else { return };
    let said = desk.check("redmine");
    assert_eq!(said.matches("it says yes and does nothing").count(), 2, "{said}");
    desk.holds("redmine");
    desk.is_found_out("redmine", true);
}

/// A message is created and then added to its issue: one that is created twice is added once.
#[test]
fn roundup() {
    let Some(desk) = Helpdesk::up("roundup", "roundup", 18088, &[]) else { return };
    desk.check("roundup");
    desk.holds("roundup");
    desk.is_found_out("roundup", false);
}

/// Its own limiter.
#[test]
fn roundup_that_throttles() {
    let throttled = [("ROUNDUP_CALLS", "30"), ("ROUNDUP_SECONDS", "60")];
    let Some(desk) = Helpdesk::up("roundup", "roundup-throttled", 18098, &throttled) else { return };
    let options = ["quiet.toml", "--speed", "6", "--poll", "10s", "--read-back", "0", "--drain", "10s"];
    is_put_off(&desk.replay("roundup", &desk.url, &folder("roundup-throttled"), &options));
}

/// Somebody else's ticket is answered 200 with nothing in it, and a state that a customer may not set 200 with
/// the refusal in the body.
#[test]
fn request_tracker() {
    let Some(desk) = Helpdesk::up("rt5", "rt5", 18085, &[]) else { return };
    let said = desk.check("rt5");
    assert_eq!(said.matches("it says yes and does nothing").count(), 1, "{said}");
    desk.holds("rt5");
    desk.is_found_out("rt5", true);
}

/// At the cost of hashing that it ships, every call, whatever it does, takes a good part of a second.
#[test]
fn request_tracker_that_hashes_at_every_call() {
    let Some(desk) = Helpdesk::up("rt5", "rt5-slow", 18095, &[("RT_BCRYPT", "12")]) else { return };
    let options =
        ["quiet.toml", "--speed", "6", "--poll", "1min", "--set", "team.night.shift.evening.agents=2"];
    let report = desk.replay("rt5", &desk.url, &folder("rt5-slow"), &options);
    let operations = report["operations"].as_array().unwrap();
    let medians = operations.iter().map(|it| it["service"]["p50_s"].as_f64().unwrap());
    let quickest = medians.fold(f64::INFINITY, f64::min);
    assert!(quickest > 0.1, "{quickest}");
}

/// What asks to come back later is obeyed and no failure.
fn is_put_off(report: &Value) {
    assert!(report["throttle_rate"].as_f64().unwrap() > 0.0, "{:#}", report["ledger"]);
    assert!(report["asked_to_wait_s"].as_f64().unwrap() > 1.0);
    assert_eq!(report["ledger"]["failed"], 0, "a 429 is no failure: {:#}", report["errors"]);
}

//! The night against a helpdesk: what is sent, what is found, and how it ends.
//!
//! Faults are injected into a demo helpdesk in this process, which counts what it did wrong; the program
//! runs beside it and must find exactly as much.

#[path = "../command/mod.rs"]
mod command;

mod basics;
mod care;
mod faults;
mod ledger;

use command::{Folder, json, nightdesk};
use nightdesk::replay::demo::{self, Server, faults::Fault};
use serde_json::Value;
use std::fs;

/// Four minutes with about 160 conversations of two messages, fourteen agents who take 12 s a reply.
pub const BUSY: &str = r#"
title     = "Four busy minutes"
time_zone = "Asia/Shanghai"
opens     = 2026-11-11T20:00:00
closes    = 2026-11-11T20:04:00
run_out   = "1h"
interval  = "1min"
[inquiry.taste]
baseline  = { steps = { "00:00" = 2400 } }
channels  = { chat = 0.9, letter = 0.1 }
turns     = { discrete = { 1 = 0.3, 2 = 0.4, 3 = 0.3 } }
reply     = { exponential = { mean = "12s", most = "40s" } }
think     = { exponential = { mean = "10s", most = "30s" } }
[channel.chat]
kind = "chat"
[channel.letter]
kind = "message"
[team.night]
skills = ["taste"]
slots  = { chat = 4, letter = "unlimited" }
[team.night.shift.evening]
from   = "19:00"
to     = "23:00"
agents = 14
[target.first]
measure  = "first_reply"
within   = "1min"
at_least = 0.8
[target.each]
measure  = "each_reply"
within   = "1min"
at_least = 0.8
"#;

/// A folder with the busy four minutes in it.
pub fn folder(test: &str) -> Folder {
    let folder = Folder::new(&format!("replay-{test}"));
    fs::write(folder.path().join("busy.toml"), BUSY).unwrap();
    folder
}

/// A replay of the busy four minutes against `server`, at speed 40 unless `options` say otherwise.
pub fn replay(folder: &Folder, server: &Server, options: &[&str]) -> Value {
    let url = server.url();
    let usual = [
        ("--helpdesk", "demo"),
        ("--url", &url),
        ("--speed", "40"),
        ("--out", "out"),
        ("--format", "json"),
        ("--max-lag", "2s"),
        ("--nights", "5"),
        ("--drain", "5min"),
    ];
    // What a test gives itself stands instead.
    let usual =
        usual.iter().filter(|(name, _)| !options.contains(name)).flat_map(|(name, value)| [*name, *value]);
    let command = nightdesk().current_dir(folder.path()).args(["replay", "busy.toml"]);
    let output = command.args(usual).args(options).assert();
    let report = json(&output);
    sums_agree(&report);
    report
}

/// An embedded helpdesk with these faults.
pub fn server(faults: &[&str]) -> Server {
    demo::serve(0, faults.iter().map(|text| Fault::parse(text).unwrap()).collect()).unwrap()
}

/// What may become of a planned message.
pub const CLASSES: [&str; 8] =
    ["answered", "unanswered", "lost", "refused", "failed", "throttled", "unsent", "never_due"];

/// Every planned message is in exactly one class.
pub fn sums_agree(report: &Value) {
    let ledger = &report["ledger"];
    let sum: u64 = CLASSES.iter().map(|class| ledger[class].as_u64().unwrap()).sum();
    assert_eq!(ledger["planned"].as_u64().unwrap(), sum, "{ledger:#}");
}

/// How many of `name` the run found.
pub fn found(report: &Value, name: &str) -> u64 {
    let found = report["found"].as_array().unwrap();
    found.iter().find(|found| found["name"] == name).unwrap()["count"].as_u64().unwrap()
}

/// The lines of a replay's ledger.
pub fn lines(folder: &Folder) -> Vec<Value> {
    folder.file("out/ledger.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

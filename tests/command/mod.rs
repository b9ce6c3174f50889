//! The built program in a folder of a test's own.

// Each test takes of this what it needs.
#![allow(dead_code)]

use serde_json::Value;
use snapbox::cmd::{Command, OutputAssert, cargo_bin};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Ten calls an hour for two hours, one agent, and a promise that is easy or (`at_least = 1.0`) hard to keep.
pub const TINY: &str = r#"
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
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(test: &str) -> Folder {
        // A number of its own, so that two tests of one name do not share a folder.
        static MADE: AtomicU64 = AtomicU64::new(0);
        let (process, made) = (std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(format!("nightdesk-cli-{test}-{process}-{made}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("tiny.toml"), TINY).unwrap();
        Folder(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn file(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn run(&self, arguments: &[&str]) -> OutputAssert {
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

/// The program, whatever the locale of the machine that tests it.
pub fn nightdesk() -> Command {
    let command = Command::new(cargo_bin!("nightdesk")).env_remove("NIGHTDESK_DATA");
    command.env_remove("LANGUAGE").env("LC_ALL", "C")
}

pub fn stdout(output: &OutputAssert) -> String {
    String::from_utf8(output.get_output().stdout.clone()).unwrap()
}

pub fn stderr(output: &OutputAssert) -> String {
    String::from_utf8(output.get_output().stderr.clone()).unwrap()
}

/// Standard output as the one JSON document it must be.
pub fn json(output: &OutputAssert) -> Value {
    let text = stdout(output);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

pub fn wide(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.chars().count() > 80).collect()
}

/// Where a collection has an item without a name: of a result there is none.
pub fn unnamed(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    match value {
        Value::Array(items) => {
            for item in items {
                if !item["name"].is_string() {
                    found.push(item.to_string());
                }
                found.extend(unnamed(item));
            }
        }
        Value::Object(entries) => {
            found.extend(
                entries.iter().flat_map(|(key, inner)| {
                    unnamed(inner).into_iter().map(move |it| format!("{key}: {it}"))
                }),
            );
        }
        _ => {}
    }
    found
}

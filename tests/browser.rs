//! The page in a real browser: tests/browser/session.py plays a planner's session in headless Chromium. What it
//! needs, test.sh installs: Chromium, and Playwright under target/browser.

mod command;

use command::Folder;
use snapbox::cmd::cargo_bin;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Python with Playwright; none: it is not here, and that is said.
fn python() -> Option<PathBuf> {
    let python = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/browser/bin/python");
    if python.exists() {
        return Some(python);
    }
    let left_out = std::env::var("NIGHTDESK_WITHOUT").is_ok_and(|list| list.contains("browser"));
    let says = || format!("no {}: run bash test.sh --install-only", python.display());
    assert!(left_out || std::env::var_os("CI").is_none(), "{}", says());
    eprintln!("skipped: no {}; bash test.sh --install-only brings it", python.display());
    None
}

#[test]
fn a_planner_plays_in_both_languages_at_phone_and_desktop_width() {
    let Some(python) = python() else { return };
    let root = env!("CARGO_MANIFEST_DIR");
    let folder = Folder::new("browser");
    let scenario = std::fs::read_to_string(format!("{root}/tests/browser/evening.toml")).unwrap();
    std::fs::write(folder.path().join("evening.toml"), scenario).unwrap();
    let mut server = Server(
        Command::new(cargo_bin!("nightdesk"))
            .current_dir(folder.path())
            .args(["serve", "evening.toml", "--port", "0", "--lang", "en"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut line = String::new();
    BufReader::new(server.0.stderr.as_mut().unwrap()).read_line(&mut line).unwrap();
    let address = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
    let session = Command::new(python)
        .arg(format!("{root}/tests/browser/session.py"))
        .arg(address)
        .arg(folder.path())
        .output()
        .unwrap();
    let said =
        String::from_utf8_lossy(&session.stdout).into_owned() + &String::from_utf8_lossy(&session.stderr);
    assert!(session.status.success(), "{said}");
    assert_eq!(said.matches("a session went well").count(), 4, "{said}");
}

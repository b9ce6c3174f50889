//! The page and the reports in a real browser: the scripts under tests/browser play in headless Chromium. What they
//! need, test.sh installs: Chromium, and Playwright with axe-core under target/browser.

mod command;

use command::Folder;
use snapbox::cmd::cargo_bin;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
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

/// A folder with the scenarios of these tests.
fn folder(test: &str) -> Folder {
    let folder = Folder::new(test);
    for name in [
        "tests/browser/evening.toml",
        "tests/browser/families.toml",
        "tests/browser/levels.toml",
        "scenarios/orange-night.toml",
        "scenarios/orange-night-shifts.toml",
    ] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        std::fs::copy(&from, folder.path().join(from.file_name().unwrap())).unwrap();
    }
    folder
}

/// Lets a script play with the page of a server in `folder`; so many sessions have to go well.
fn play(python: &Path, script: &str, folder: &Folder, sessions: usize) {
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
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser").join(script);
    let session = Command::new(python).arg(script).arg(address).arg(folder.path()).output().unwrap();
    let said =
        String::from_utf8_lossy(&session.stdout).into_owned() + &String::from_utf8_lossy(&session.stderr);
    assert!(session.status.success(), "{said}");
    assert_eq!(said.matches("a session went well").count(), sessions, "{said}");
}

#[test]
fn a_planner_plays_in_both_languages_at_phone_and_desktop_width() {
    let Some(python) = python() else { return };
    let folder = folder("browser");
    let simulate =
        ["simulate", "evening.toml", "--replications", "20", "--out", "results/earlier", "--quiet"];
    folder.run(&simulate).success();
    play(&python, "session.py", &folder, 4);
}

#[test]
fn rosters_of_families_and_levels_are_taken_into_the_page() {
    let Some(python) = python() else { return };
    play(&python, "rosters.py", &folder("rosters"), 4);
}

#[test]
fn a_planner_needs_no_mouse() {
    let Some(python) = python() else { return };
    play(&python, "keyboard.py", &folder("keyboard"), 1);
}

/// 13: the checker itself, the reports by language, scheme and width, and the page by language and scheme.
#[test]
fn the_page_and_all_reports_are_accessible() {
    let Some(python) = python() else { return };
    let folder = folder("accessible");
    write_reports(&folder);
    play(&python, "accessible.py", &folder, 13);
}

/// The report of every command, in both languages.
fn write_reports(folder: &Folder) {
    std::fs::write(folder.path().join("calls.csv"), calls()).unwrap();
    let simulate =
        ["simulate", "evening.toml", "--replications", "20", "--out", "results/earlier", "--quiet"];
    folder.run(&simulate).success();
    for lang in ["en", "zh-CN"] {
        for arguments in [
            &["simulate", "evening.toml", "--explain", "--replications", "100"][..],
            &["staff", "evening.toml", "--time-limit", "6s", "--replications", "400"],
            &["compare", "evening.toml", "--plan", "text", "--replications", "100"],
            &["replay", "evening.toml", "--window", "19:25..19:50", "--speed", "120", "--nights", "50"],
        ] {
            let out = format!("reports/{}-{lang}", arguments[0]);
            let run = folder.run(&[arguments, &["--quiet", "--lang", lang, "--out", &out]].concat());
            // A roster that does not hold in 6 s, or a machine too busy for a replay, is a report too.
            let code = run.get_output().status.code();
            assert!(matches!(code, Some(0 | 1 | 5)), "{arguments:?} {code:?}: {}", command::stderr(&run));
        }
        let out = format!("reports/calibrate-{lang}");
        std::fs::create_dir_all(folder.path().join(&out)).unwrap();
        let report = format!("{out}/report.html");
        folder.run(&["calibrate", "calls.csv", "--quiet", "--lang", lang, "--report", &report]).success();
    }
}

/// Two weeks of calls that nobody but chance has made: one each minute from 09:00 to 17:00, four agents.
fn calls() -> String {
    let mut seed = 7_u64;
    let mut dice = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((seed >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    };
    let mut log = String::from("arrived;wait;outcome;begun;handle;agent\n");
    for day in (1..=12).filter(|day| !matches!(day % 7, 0 | 6)) {
        let mut free = [9.0_f64 * 3600.0; 4];
        let mut at = 9.0_f64 * 3600.0;
        while at < 17.0 * 3600.0 {
            let clock = |at: f64| {
                let s = at as u64;
                format!("2026-06-{day:02} {:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
            };
            let (patience, talk) = (-200.0 * libm::log(dice()), -200.0 * libm::log(dice()));
            let first = (0..4).min_by(|a, b| free[*a].total_cmp(&free[*b])).unwrap();
            let begin = free[first].max(at);
            let wait = begin - at;
            let row = if wait > patience {
                format!("{};{patience:.0};abandoned;;;", clock(at))
            } else {
                free[first] = begin + talk;
                format!("{};{wait:.0};answered;{};{talk:.0};a{first}", clock(at), clock(begin))
            };
            writeln!(log, "{row}").unwrap();
            at -= 60.0 * libm::log(dice());
        }
    }
    log
}

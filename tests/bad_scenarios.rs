//! A corpus of bad scenarios, `tests/bad_scenarios/NAME.toml`, each with the message that it must give,
//! `NAME.txt`. Leading comments of a file (`# --set …`) are its command line. Files named `odd_…` load, and
//! give warnings. `NIGHTDESK_BLESS=1 cargo test --test bad_scenarios` writes the messages anew; read them.

use nightdesk::scenario::{Request, load};
use std::path::Path;

/// Everything that a file of the corpus gives.
fn messages(path: &str) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let arguments = |option: &str| -> Vec<String> {
        let lines = text.lines().map_while(|line| line.strip_prefix("# "));
        lines.filter_map(|line| line.strip_prefix(option)).map(|value| value.trim().to_owned()).collect()
    };
    let (with, set, data) = (arguments("--with "), arguments("--set "), arguments("--data "));
    let request = Request { path, with: &with, set: &set, data: data.first().map(Path::new) };
    match load(&request) {
        Err(problems) => {
            assert!(!path.contains("/odd_"), "{path} should load:\n{problems}");
            problems.render(false)
        }
        Ok(loaded) => {
            assert!(path.contains("/odd_"), "{path} should not load");
            loaded.render(&loaded.warnings, false)
        }
    }
}

#[test]
fn every_bad_scenario_gives_exactly_its_message() {
    let mut files: Vec<String> = std::fs::read_dir("tests/bad_scenarios")
        .unwrap()
        .map(|entry| entry.unwrap().path().to_str().unwrap().to_owned())
        .filter(|path| path.ends_with(".toml"))
        .collect();
    files.sort();
    assert!(files.len() >= 60, "only {} bad scenarios", files.len());
    let bless = std::env::var_os("NIGHTDESK_BLESS").is_some();
    let mut different = Vec::new();
    for path in files {
        let given = messages(&path);
        let expected = path.replace(".toml", ".txt");
        if bless {
            std::fs::write(&expected, &given).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != given {
            different.push(format!("{path} now gives\n{given}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

//! Imports point downward only: cli, web → report → staffing, comparison, calibration, replay → simulation →
//! demand, theory → scenario → random, statistics → units, language.

use std::path::{Path, PathBuf};

/// The modules, from the ground up; those of one layer know nothing of each other.
const LAYERS: [&[&str]; 8] = [
    &["units", "language"],
    &["random", "statistics"],
    &["scenario"],
    &["demand", "theory"],
    &["simulation"],
    &["staffing", "comparison", "calibration", "replay"],
    &["report"],
    &["cli", "web"],
];

fn layer(module: &str) -> usize {
    let found = LAYERS.iter().position(|layer| layer.contains(&module));
    found.unwrap_or_else(|| panic!("module `{module}` has no layer: give it one here and in the design"))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The modules named by `crate::x` and `crate::{x, y::z}` outside comments.
fn named(text: &str) -> Vec<String> {
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut names = Vec::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            None => names.push(first_word(after)),
            Some(group) => names.extend(top_level(group).iter().map(|part| first_word(part))),
        }
    }
    names
}

fn first_word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The parts of `a, b::{c, d}, e}…` up to the brace that closes it.
fn top_level(group: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' => {
                parts.push(&group[start..at]);
                break;
            }
            ',' if depth == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

#[test]
fn imports_point_downward_only() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    assert!(files.len() > 50, "only {} files in {}", files.len(), src.display());
    let mut upward = Vec::new();
    for file in files {
        let path = file.strip_prefix(&src).unwrap();
        let own = path.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs");
        if ["lib", "main"].contains(&own) {
            continue;
        }
        for name in named(&std::fs::read_to_string(&file).unwrap()) {
            if name != own && layer(&name) >= layer(own) {
                upward.push(format!("{} imports {name}", path.display()));
            }
        }
    }
    assert!(upward.is_empty(), "{upward:#?}");
}

#[test]
fn groups_and_plain_paths_are_read_and_comments_are_not() {
    let text = "use crate::units::Time;\n/// [`crate::cli`]\nuse crate::{demand::{Night, Source}, random};\n\
        fn f() -> crate::theory::X {}";
    assert_eq!(named(text), ["units", "demand", "random", "theory"]);
}

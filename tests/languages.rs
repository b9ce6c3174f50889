//! No text lacks its translation, and no translation lacks its text.

mod command;

use command::{Folder, json, stderr, stdout};
use nightdesk::language::{self, CHINESE, Language};
use nightdesk::scenario::{Problem, Request, load};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// English words that Chinese readers of a scenario file know from it.
const KNOWN: [&str; 13] = [
    "closes",
    "exp",
    "from",
    "max",
    "mean",
    "median",
    "min",
    "sigma",
    "nightdesk",
    "run",
    "sqrt",
    "staff",
    "to",
];

/// Files of the program that hold texts.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "html") {
            found.push(path);
        }
    }
}

/// The program's own code, without its tests and comments.
fn code() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code: Vec<&str> = lines.collect();
        (path, code.join("\n"))
    };
    files.into_iter().map(read).collect()
}

/// The string literal that `text` begins with.
fn literal(text: &str) -> Option<String> {
    let mut characters = text.trim_start().strip_prefix('"')?.chars().peekable();
    let mut literal = String::new();
    loop {
        match characters.next()? {
            '"' => return Some(literal),
            '\\' => match characters.next()? {
                'n' => literal.push('\n'),
                '\n' => while characters.next_if(|it| it.is_whitespace()).is_some() {},
                other => literal.push(other),
            },
            other => literal.push(other),
        }
    }
}

/// The literals that the code gives to `say!` and `text`.
fn named() -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (_, code) in code() {
        for opening in ["say!(", " text(", "&text(", "(text(", "{ t("] {
            named.extend(code.split(opening).skip(1).filter_map(literal));
        }
        named.extend(headings(&code));
    }
    named
}

/// The literals between the brackets of headings, and of what colours are.
fn headings(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for opening in ["Grid::new(&[", "Table::new(&[", "heads = [", "heads = vec!["] {
        for list in code.split(opening).skip(1).filter_map(|rest| rest.split(']').next()) {
            let mut rest = list;
            while let Some(start) = rest.find('"') {
                let Some(text) = literal(&rest[start..]) else { break };
                let length = rest[start + 1..].find('"').map_or(rest.len(), |end| start + end + 2);
                rest = &rest[length.min(rest.len())..];
                found.push(text);
            }
        }
    }
    for key in code.split("key(Colour::").skip(1) {
        found.extend(key.split(", ").nth(2).and_then(literal));
    }
    found.retain(|text| text.contains(char::is_alphabetic));
    found
}

#[test]
fn every_text_that_the_code_names_is_translated() {
    let named = named();
    assert!(named.len() > 30, "only {} texts", named.len());
    let missing = language::untranslated(Language::Chinese, || {
        named.iter().for_each(|text| drop(language::text(text)));
    });
    assert_eq!(missing, Vec::<String>::new(), "add them to src/language/zh-CN");
}

/// Notes, warnings and failures are written in English and translated when they are said.
#[test]
fn what_commands_say_on_the_side_is_translated() {
    let openings =
        ["note(", "Usage(", "warn(", "message:", "Refused::of(", "Err(", "let detail = ", "self.say("];
    let mut said = BTreeSet::new();
    for (path, code) in code() {
        let place = path.to_string_lossy().replace('\\', "/");
        if !["/src/cli/", "/src/replay/", "/src/report/replay/", "/src/web/"]
            .iter()
            .any(|it| place.contains(it))
        {
            continue;
        }
        for rest in openings.iter().flat_map(|opening| code.split(opening).skip(1)) {
            let rest = rest.trim_start().trim_start_matches('&').trim_start_matches("format!(");
            said.extend(literal(rest).filter(|text| text.contains(' ')));
        }
    }
    assert!(said.len() > 30, "only {said:?}");
    let missing = language::untranslated(Language::Chinese, || {
        said.iter().for_each(|text| drop(language::sentence(&filled(text))));
    });
    assert_eq!(missing, Vec::<String>::new(), "add them to src/language/zh-CN/commands.po");
}

/// A text of `format!` with something in its gaps.
fn filled(text: &str) -> String {
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + "7" + part.split_once('}').map_or("", |(_, after)| after))
}

#[test]
fn no_translation_is_left_over() {
    let all: Vec<String> = code().into_iter().map(|(_, code)| code.replace("\\\n", "\n")).collect();
    // Line breaks and blanks of a literal that goes over several lines do not count.
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let all: Vec<String> = all.iter().map(|code| squeezed(&code.replace("\\n", " "))).collect();
    let mut left_over = Vec::new();
    for file in CHINESE.iter().filter(|file| !file.finished) {
        for (english, _) in file.entries() {
            let text = squeezed(&english.replace('\\', "\\\\").replace('"', "\\\""));
            // A measure is a key of the scenario with its underscores turned into blanks.
            let key = english.replace(' ', "_");
            if !all.iter().any(|code| code.contains(&text) || code.contains(&format!("\"{key}\""))) {
                left_over.push(format!("{}: {english}", file.name));
            }
        }
    }
    assert_eq!(left_over, Vec::<String>::new());
}

#[test]
fn translations_have_the_gaps_of_their_texts() {
    let mut wrong = Vec::new();
    for file in CHINESE {
        for (english, chinese) in file.entries() {
            let gaps = |text: &str| {
                let numbered = ["{0}", "{1}", "{2}", "{3}"].iter().filter(|gap| text.contains(**gap)).count();
                text.matches("{}").count() + numbered
            };
            if gaps(&english) != gaps(&chinese) || chinese.is_empty() {
                wrong.push(format!("{}: {english}", file.name));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// The words of `chinese` that are neither names (in back-ticks, quotes, braces, brackets) nor known.
fn english_words(chinese: &str) -> Vec<String> {
    let (mut plain, mut until) = (String::new(), None);
    for character in chinese.chars() {
        match (until, character) {
            (Some(end), it) if it == end => until = None,
            (Some(_), _) => {}
            (None, '`') => until = Some('`'),
            (None, '"') => until = Some('"'),
            (None, '{') => until = Some('}'),
            (None, '[') => until = Some(']'),
            (None, it) => plain.push(it),
        }
    }
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric() && !"_./-=".contains(c));
    let is_word =
        |word: &&str| word.len() > 2 && word.chars().all(|c| c.is_ascii_lowercase()) && !KNOWN.contains(word);
    words.filter(is_word).map(str::to_owned).collect()
}

/// Every message of the corpus of bad scenarios is said in Chinese.
#[test]
fn every_problem_with_a_scenario_is_translated() {
    let mut english = BTreeSet::new();
    for entry in std::fs::read_dir("tests/bad_scenarios").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        for problem in problems(path.to_str().unwrap()) {
            for text in [Some(problem.message), problem.expected, problem.help].into_iter().flatten() {
                let missing = language::untranslated(Language::Chinese, || drop(language::sentence(&text)));
                english.extend(missing);
                let chinese = language::within(Language::Chinese, || language::sentence(&text).into_owned());
                if !english_words(&chinese).is_empty() {
                    english.insert(format!("{text} → {chinese}"));
                }
            }
        }
    }
    assert!(english.is_empty(), "add to src/language/zh-CN/problems.po:\n{english:#?}");
}

/// Everything that a file of the corpus gives; its leading comments are its command line.
fn problems(path: &str) -> Vec<Problem> {
    let text = std::fs::read_to_string(path).unwrap();
    let arguments = |option: &str| -> Vec<String> {
        let lines = text.lines().map_while(|line| line.strip_prefix("# "));
        lines.filter_map(|line| line.strip_prefix(option)).map(|value| value.trim().to_owned()).collect()
    };
    let (with, set, data) = (arguments("--with "), arguments("--set "), arguments("--data "));
    let request = Request { path, with: &with, set: &set, data: data.first().map(Path::new) };
    match load(&request) {
        Err(problems) => problems.list,
        Ok(loaded) => loaded.warnings,
    }
}

#[test]
fn reports_are_in_the_language_asked_for_or_that_of_the_locale() {
    let folder = Folder::new("languages");
    let simulate = ["simulate", "tiny.toml", "--replications", "20", "--quiet"];
    let chinese = folder.run(&[&simulate[..], &["--lang", "zh-CN", "--out", "zh"]].concat()).success();
    assert!(stdout(&chinese).contains("100 个夜晚中有"), "{}", stdout(&chinese));
    assert_eq!(stdout(&chinese), folder.file("zh/report.txt"));
    let located = command::nightdesk().current_dir(folder.path()).env("LC_ALL", "zh_CN.UTF-8");
    let located = located.args(simulate).assert().success();
    assert_eq!(stdout(&located), stdout(&chinese));
    let english = folder.run(&[&simulate[..], &["--lang", "en", "--out", "en"]].concat()).success();
    assert!(stdout(&english).contains("of 100 nights"));
    for data in ["summary.json", "intervals.csv"] {
        assert_eq!(folder.file(&format!("zh/{data}")), folder.file(&format!("en/{data}")));
    }
    let unknown = folder.run(&["check", "tiny.toml", "--lang", "fr"]).code(2);
    assert!(stderr(&unknown).contains("expected en or zh-CN"), "{}", stderr(&unknown));
}

/// A Chinese character takes two columns.
#[test]
fn chinese_reports_fit_80_columns() {
    use unicode_width::UnicodeWidthStr;
    let root = env!("CARGO_MANIFEST_DIR");
    let folder = Folder::new("columns");
    let orange = format!("{root}/scenarios/orange-night.toml");
    let always = ["--lang", "zh-CN", "--quiet"];
    for arguments in [
        &["simulate", &orange, "--replications", "10", "--out", "here"][..],
        &["simulate", &orange, "--explain", "--replications", "10", "--out", "explained"],
        &[
            "compare",
            &orange,
            "--plan",
            "sour-text",
            "--plan",
            "refund",
            "--replications",
            "20",
            "--out",
            "both",
        ],
        &["check", &orange],
        &["erlang", "a", "--calls", "330", "--handle-time", "6min", "--patience", "2min", "--agents", "40"],
    ] {
        let seen = stdout(&folder.run(&[arguments, &always[..]].concat()).success());
        let wide: Vec<&str> = seen.lines().filter(|line| line.width() > 80).collect();
        assert!(wide.is_empty(), "{wide:#?}");
    }
}

#[test]
fn problems_as_data_are_the_same_in_every_language() {
    let folder = Folder::new("problems");
    let check = ["check", "tiny.toml", "--set", "team.night.absence=1.5"];
    let of = |more: &[&str]| folder.run(&[&check[..], more].concat()).code(2);
    assert!(stderr(&of(&["--lang", "zh-CN"])).contains("错误: `team.night.absence`"));
    assert_eq!(
        json(&of(&["--format", "json", "--lang", "zh-CN"])),
        json(&of(&["--format", "json", "--lang", "en"])),
    );
}

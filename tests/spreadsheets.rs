//! The spreadsheets of all commands that write one, in both languages, read back by another library than the one
//! that wrote them, and held against the results as data. tests/libreoffice.sh holds what LibreOffice shows of them.

mod command;

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use command::Folder;
use serde_json::Value;
use std::fs::File;
use std::io::BufReader;

type Book = Xlsx<BufReader<File>>;

/// What a command writes: its spreadsheet, and its results as data.
fn written(folder: &Folder, arguments: &[&str], lang: &str) -> (Book, Value) {
    let out = format!("{}-{lang}", arguments[0]);
    let more = ["--xlsx", "--quiet", "--lang", lang, "--out", &out];
    let run = folder.run(&[arguments, &more].concat());
    let code = run.get_output().status.code();
    assert!(matches!(code, Some(0 | 1)), "{arguments:?} {code:?}: {}", command::stderr(&run));
    let book = open_workbook(folder.path().join(&out).join("report.xlsx")).unwrap();
    (book, serde_json::from_str(&folder.file(&format!("{out}/summary.json"))).unwrap())
}

fn sheet(book: &mut Book, place: usize) -> Range<Data> {
    let name = book.sheet_names()[place].clone();
    book.worksheet_range(&name).unwrap()
}

/// The numbers of a row are those at these paths.
fn holds(row: &[Data], expected: &[(usize, &Value)]) {
    for (column, value) in expected {
        let found = match &row[*column] {
            Data::Float(found) => Some(*found),
            Data::Int(found) => Some(*found as f64),
            _ => None,
        };
        let (found, value) = (found.unwrap_or(f64::NAN), value.as_f64().unwrap());
        assert!((found - value).abs() < 1e-9, "column {column}: {found}, not {value}: {row:?}");
    }
}

#[test]
fn a_simulations_sheets_hold_its_results() {
    let folder = Folder::new("xlsx-simulate");
    for lang in ["en", "zh-CN"] {
        let (mut book, data) = written(&folder, &["simulate", "tiny.toml", "--replications", "50"], lang);
        assert_eq!(book.sheet_names().len(), 9, "{:?}", book.sheet_names());
        let targets = sheet(&mut book, 1);
        for (row, it) in targets.rows().skip(1).zip(data["targets"].as_array().unwrap()) {
            let (seen, met) = (&it["compliance"], &it["chance_met"]);
            let numbers = [&it["at_least"], &seen["mean"], &seen["low"], &seen["high"], &met["value"]];
            holds(row, &(4..).zip(numbers).collect::<Vec<_>>());
        }
        let intervals = sheet(&mut book, 3);
        assert_eq!(intervals.height(), data["intervals"].as_array().unwrap().len() + 1);
        for (row, it) in intervals.rows().skip(1).zip(data["intervals"].as_array().unwrap()) {
            holds(row, &[(1, &it["arrivals"]), (4, &it["waiting"]), (7, &it["on_duty"])]);
        }
    }
}

#[test]
fn a_rosters_sheets_hold_it() {
    let folder = Folder::new("xlsx-staff");
    let free = command::TINY
        .replace("agents = 1", "agents = { min = 1, max = 5 }")
        .replace("at_least = 0.99", "at_least = 0.5");
    std::fs::write(folder.path().join("free.toml"), free).unwrap();
    for lang in ["en", "zh-CN"] {
        let staff = ["staff", "free.toml", "--time-limit", "5s", "--replications", "200"];
        let (mut book, data) = written(&folder, &staff, lang);
        let roster = sheet(&mut book, 1);
        assert_eq!(roster.height(), 2);
        let it = &data["roster"][0];
        holds(
            roster.rows().nth(1).unwrap(),
            &[(4, &it["agents"]), (5, &it["min"]), (7, &it["paid_h"]), (8, &it["wages"])],
        );
        let promises = sheet(&mut book, 2);
        let it = &data["promises"][0];
        let numbers = [(1, &it["share"]), (2, &it["low"]), (3, &it["high"]), (4, &it["required"])];
        holds(promises.rows().nth(1).unwrap(), &numbers);
    }
}

#[test]
fn a_comparisons_sheets_hold_its_differences() {
    let folder = Folder::new("xlsx-compare");
    for lang in ["en", "zh-CN"] {
        let compare = ["compare", "tiny.toml", "--plan", "second", "--replications", "50"];
        let (mut book, data) = written(&folder, &compare, lang);
        let plans = sheet(&mut book, 1);
        let alternatives = data["alternatives"].as_array().unwrap();
        for (row, it) in plans.rows().skip(1).zip(alternatives) {
            let (chance, cost) = (&it["chance_all_met"], &it["cost"]);
            holds(
                row,
                &[(4, &chance["value"]), (5, &chance["low"]), (7, &cost["value"]), (9, &cost["high"])],
            );
        }
        let differences = sheet(&mut book, 2);
        let all: Vec<&Value> =
            alternatives.iter().flat_map(|it| it["differences"].as_array().into_iter().flatten()).collect();
        assert_eq!(differences.height(), all.len() + 1);
        for (row, it) in differences.rows().skip(1).zip(all) {
            holds(row, &[(2, &it["value"]), (3, &it["low"]), (4, &it["high"])]);
        }
    }
}

use super::*;
use crate::report::example::Example;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

fn read(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn evening(language: Language) -> Vec<u8> {
    let mut example = Example::evening();
    example.scenario.title = "=1+1".to_owned();
    simulation(&example.report(&[]), language, "nightdesk simulate night.toml").unwrap()
}

/// By another library than the one that wrote it.
#[test]
fn what_was_written_is_read_back() {
    let report = Example::evening().report(&[]);
    let bytes = evening(Language::English);
    let mut book = read(&bytes);
    let names = book.sheet_names();
    for name in ["Answer", "Targets", "Roster", "Intervals", "Channels", "Cost", "How this was made"] {
        assert!(names.iter().any(|found| found == name), "{name} in {names:?}");
    }
    let targets = book.worksheet_range("Targets").unwrap();
    assert_eq!(targets.height(), report.targets.len() + 1);
    let asked = targets.get_value((1, 4)).unwrap();
    assert_eq!(asked, &Data::Float(report.targets[0].at_least));
    let seen = targets.get_value((1, 5)).unwrap();
    assert_eq!(seen, &Data::Float(report.targets[0].compliance.unwrap().mean));
    let intervals = book.worksheet_range("Intervals").unwrap();
    assert_eq!(intervals.height(), report.intervals.len() + 1);
    let from = intervals.get_value((1, 0)).unwrap();
    let Data::DateTime(from) = from else { panic!("{from:?} is no time") };
    let (year, month, day, hour, ..) = from.to_ymd_hms_milli();
    let told = format!("{year:04}-{month:02}-{day:02}T{hour:02}");
    assert_eq!(told, report.intervals[0].starts[..13]);
}

#[test]
fn what_a_scenario_holds_is_text_and_no_formula() {
    let bytes = evening(Language::English);
    let mut book = read(&bytes);
    let answer = book.worksheet_range("Answer").unwrap();
    assert_eq!(answer.get_value((0, 0)), Some(&Data::String("=1+1".to_owned())));
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        assert!(formulas.used_cells().next().is_none(), "{name}");
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert!(evening(Language::English) == evening(Language::English));
}

#[test]
fn a_spreadsheet_lacks_no_translation() {
    let missing = language::untranslated(Language::Chinese, || drop(evening(Language::Chinese)));
    assert_eq!(missing, Vec::<String>::new());
    let bytes = evening(Language::Chinese);
    assert!(read(&bytes).sheet_names().contains(&"考核指标".to_owned()));
}

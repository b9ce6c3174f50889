use super::*;
use crate::language::Language;
use crate::report::Warning;
use crate::report::example::Example;
use unicode_width::UnicodeWidthStr;

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

#[test]
fn no_line_is_wider_than_asked_for() {
    let warning = Warning { name: "inquiry.taste".into(), message: "is odd ".repeat(30) };
    let mut wide = Example::evening();
    wide.plan.channels[0].name = "a-channel-with-a-very-long-name-indeed".into();
    wide.plan.targets[0].name = "another-very-long-name-that-does-not-fit".into();
    wide.plan.teams[0].name = "夜班客服一组二组三组四组五组".into();
    for report in [Example::evening().report(&[warning]), wide.report(&[])] {
        for width in [80, 72] {
            for line in plain(&render(&report, width)).lines() {
                assert!(line.width() <= width, "{} columns: {line}", line.width());
            }
        }
    }
}

#[test]
fn the_answer_comes_first() {
    let text = plain(&render(&Example::evening().report(&[]), WIDTH));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "Oranges that taste sour");
    assert_eq!(lines[1], "2026-11-11 18:00 to 2026-11-12 06:00, 100 nights simulated, seed 1");
    assert!(lines[3].starts_with("Tonight's targets hold together in "), "{}", lines[3]);
    assert!(lines[6].starts_with("TARGETS") || lines[7].starts_with("TARGETS"), "{text}");
}

#[test]
fn an_evening_of_quarters_of_an_hour_is_drawn_in_half_hours() {
    let text = plain(&render(&Example::evening().report(&[]), WIDTH));
    assert_eq!(text.lines().filter(|line| line.contains(":00 ") || line.contains(":30 ")).count(), 24 + 1);
}

#[test]
fn the_file_has_no_colours() {
    let mut file = Vec::new();
    Text(Language::English).write(&Example::evening().report(&[]), &mut file).unwrap();
    assert!(!file.contains(&0x1b));
}

/// `SHOW=1 cargo test --lib look_at_the_report -- --nocapture` in a terminal.
#[test]
fn look_at_the_report() {
    if std::env::var_os("SHOW").is_some() {
        anstream::print!("{}", render(&Example::evening().report(&[]), WIDTH));
    }
}

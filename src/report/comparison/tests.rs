//! The model, its words and its formats against nights worked by hand.

use super::text::render;
use super::{Alternative, Comparison, ComparisonReport, Kind, SCHEMA, write_csv, write_json};
use crate::comparison::{Compared, Question, Rule, Stop, compare};
use crate::report::Warning;
use crate::report::example::schema_errors;
use crate::scenario::{Request, load_text_with};
use crate::simulation::plan::Plan;
use unicode_width::UnicodeWidthStr;

/// An evening that one agent cannot keep up with.
const DESK: &str = include_str!("../../../tests/comparison/desk.toml");

struct Example {
    scenario: crate::scenario::Scenario,
    list: Vec<Alternative>,
    plans: Vec<Plan>,
    question: Question,
    compared: Compared,
}

/// The base, and plans of `set`.
fn example(rule: Rule, stop: Stop, set: &[&str]) -> Example {
    let load = |set: &[String]| {
        let request = Request { path: "desk.toml", set, ..Request::default() };
        load_text_with(DESK, &request).unwrap().scenario
    };
    let alternative = |name: &str, kind| Alternative {
        name: name.to_owned(),
        title: "三分钟 text".repeat(9),
        kind,
        levers: if kind == Kind::Plan { vec![name.to_owned()] } else { Vec::new() },
    };
    let (mut list, mut plans) = (vec![alternative("desk", Kind::Base)], vec![]);
    plans.push(Plan::compile(&load(&[])).unwrap());
    for set in set {
        list.push(alternative(set, Kind::Plan));
        plans.push(Plan::compile(&load(&[(*set).to_owned()])).unwrap());
    }
    let question = Question { rule, indifference: 1.0, seed: 1, stop, threads: 1 };
    let compared = compare(&plans, &question, &mut |_| true);
    Example { scenario: load(&[]), list, plans, question, compared }
}

impl Example {
    fn report(&self) -> ComparisonReport {
        Comparison {
            scenario: &self.scenario,
            alternatives: &self.list,
            plans: &self.plans,
            question: &self.question,
            compared: &self.compared,
            left_out: &["training".to_owned()],
            warnings: &[Warning { name: "inquiry.taste".into(), message: "is odd ".repeat(20) }],
        }
        .report()
    }
}

const THREE: &str = "team.night.shift.evening.agents=3";
const NINE: &str = "team.night.shift.evening.agents=9";
const SURE: Rule = Rule::LeastCost { certainty: 0.95 };

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

#[test]
fn the_verdict_names_the_cheapest_that_suffices_and_the_words_say_what_it_does() {
    let report = example(SURE, Stop::AtPrecision(1.0), &[THREE, NINE]).report();
    assert_eq!((report.verdict.kind, &report.verdict.names[..]), ("best", &[THREE.to_owned()][..]));
    assert_eq!(report.verdict.certain_enough, Some(true));
    assert!(
        report.verdict.text.starts_with(&format!("Best: {THREE}. Of the 2 plans")),
        "{}",
        report.verdict.text
    );
    // Two agents more for five hours at 30.
    assert_eq!(report.verdict.runner_up.as_ref().unwrap().name, NINE);
    let words = &report.alternatives[1].text;
    assert!(words.starts_with("Raises answer by "), "{words}");
    assert!(words.contains("costs 3") && words.ends_with("a night more."), "{words}");
    assert_eq!(report.alternatives[2].out.as_ref().unwrap().by.as_deref(), Some(THREE));
    // What all plans cost: the more agents the more, and the ninth buys nothing that the nights can show.
    let frontier: Vec<&str> = report.frontier.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(frontier[..2], ["desk", THREE]);
}

#[test]
fn where_none_suffices_the_verdict_says_so() {
    let report = example(SURE, Stop::AtPrecision(2.0), &["team.night.speed=1.2"]).report();
    assert_eq!(report.verdict.certain_enough, Some(false));
    assert!(
        report.verdict.text.starts_with("No plan keeps all targets in 95 of 100 nights."),
        "{}",
        report.verdict.text
    );
}

#[test]
fn no_winner_is_named_where_there_is_no_difference() {
    let report = example(SURE, Stop::AtPrecision(2.0), &["team.night.speed=1.0"]).report();
    assert_ne!(report.verdict.kind, "best");
    assert!(report.verdict.text.contains("No winner"), "{}", report.verdict.text);
    assert_eq!(report.alternatives[1].text, "Every night goes as with desk.");
}

#[test]
fn too_few_nights_leave_it_open() {
    let report = example(SURE, Stop::After(20), &["team.night.speed=1.05", THREE]).report();
    assert_eq!(report.verdict.kind, "undecided");
    assert!(
        report.verdict.text.starts_with("No winner yet: 20 nights do not tell"),
        "{}",
        report.verdict.text
    );
}

#[test]
fn the_report_fits_80_columns() {
    for report in [
        example(SURE, Stop::AtPrecision(1.0), &[THREE, NINE]).report(),
        example(Rule::By(crate::comparison::Criterion::Compliance(0)), Stop::After(1), &[THREE]).report(),
    ] {
        let text = plain(&render(&report, 80));
        let wide: Vec<&str> = text.lines().filter(|line| line.width() > 80).collect();
        assert_eq!(wide, Vec::<&str>::new(), "{text}");
        assert!(text.contains("HOW SURE THIS IS"));
    }
}

#[test]
fn the_output_is_what_its_schema_says() {
    let by = Rule::By(crate::comparison::Criterion::Compliance(0));
    for example in [
        example(SURE, Stop::AtPrecision(1.0), &[THREE, NINE]),
        example(SURE, Stop::After(1), &[THREE]),
        example(by, Stop::After(50), &["team.night.speed=1.0"]),
    ] {
        let mut text = Vec::new();
        write_json(&example.report(), &mut text).unwrap();
        assert_eq!(schema_errors(SCHEMA, &text), Vec::<String>::new());
    }
}

#[test]
fn the_csv_has_a_row_for_each_plan_and_criterion() {
    let mut text = Vec::new();
    write_csv(&example(SURE, Stop::After(20), &[THREE]).report(), &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 1 + 2 * 3);
    assert!(lines[0].starts_with("name,kind,nights,criterion,value,low,high,difference,"));
    assert!(lines[1].starts_with("desk,base,20,chance_all_met,") && lines[1].ends_with(",,,,"));
    assert!(lines[6].starts_with(&format!("{THREE},plan,20,cost,")), "{}", lines[6]);
}

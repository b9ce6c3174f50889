//! What `check` expects of an ordinary night, before anything is simulated: the cases of each inquiry,
//! and their work beside the staff, hour by hour.

use super::Warning;
use super::odd::{Clock, odd};
use super::standards::{StandardReport, push_standards};
use super::text::format::{amount, duration, percent};
use super::text::layout::{BAD, BOLD, DOUBTFUL, PLAIN, Table, cell, push_paragraph, push_styled, styled};
use crate::language::{sentence, text};
use crate::scenario::{Scenario, Standard};
use crate::simulation::outlook::{HourOutlook, InquiryOutlook, Outlook, SourceOutlook};
use crate::simulation::plan::Plan;
use serde::Serialize;

/// A source of which more than this falls outside the night is pointed out.
const MUCH: f64 = 0.2;
/// Columns of the bar of an hour.
const BAR: usize = 30;

/// What is expected tonight.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Expectation {
    /// The scenario's title.
    pub scenario: String,
    /// Errors: none, or there would be no expectation.
    pub problems: Vec<Warning>,
    /// By name.
    pub inquiries: Vec<ExpectedInquiry>,
    /// From the opening to closing.
    pub hours: Vec<ExpectedHour>,
    /// The published standards that it takes, in their order.
    pub standards: Vec<StandardReport>,
    /// Legal, but odd.
    pub warnings: Vec<Warning>,
}

/// Cases of an inquiry.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExpectedInquiry {
    /// As in the file.
    pub name: String,
    /// Between the opening and closing.
    pub cases: f64,
    /// Mean work of one of them, at speed 1.
    pub work_s: f64,
    /// Where they come from.
    pub sources: Vec<ExpectedSource>,
}

/// Cases of a source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExpectedSource {
    /// The inquiry, then the stream and product, or `recording`, or `waiting_at_open`.
    pub name: String,
    /// Between the opening and closing.
    pub cases: f64,
    /// Share of all its cases that come before or after.
    pub outside: f64,
}

/// Work and staff of an hour.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExpectedHour {
    /// Clock time at which it starts.
    pub name: String,
    /// From the opening.
    pub start_s: f64,
    /// Cases that arrive in it.
    pub cases: f64,
    /// Work of the cases that arrive in it, in agents' hours.
    pub work_h: f64,
    /// Agents' hours on duty; none as long as not every shift has a plan.
    pub staff_h: Option<f64>,
}

impl Expectation {
    /// What `outlook` expects; `warnings` are those of the reader, to which the odd of the outlook are added.
    pub fn of(
        scenario: &Scenario,
        plan: &Plan,
        outlook: &Outlook,
        planned: bool,
        standards: &[Standard],
        warnings: &[Warning],
    ) -> Expectation {
        let source = |source: &SourceOutlook| ExpectedSource {
            name: source.name.clone(),
            cases: source.tonight,
            outside: source.outside,
        };
        let inquiry = |(index, inquiry): (usize, &InquiryOutlook)| ExpectedInquiry {
            name: inquiry.name.clone(),
            cases: inquiry.tonight,
            work_s: inquiry.work.seconds(),
            sources: outlook
                .sources
                .iter()
                .filter(|source| usize::from(source.inquiry) == index)
                .map(source)
                .collect(),
        };
        Expectation {
            scenario: scenario.title.clone(),
            problems: Vec::new(),
            inquiries: outlook.inquiries.iter().enumerate().map(inquiry).collect(),
            hours: expected_hours(scenario, plan, outlook, planned),
            standards: standards.iter().map(StandardReport::of).collect(),
            warnings: [warnings, &odd(scenario, plan, outlook, planned, warnings)].concat(),
        }
    }
}

/// Work against staff by hour; staff only where all agents are planned.
pub fn expected_hours(
    scenario: &Scenario,
    plan: &Plan,
    outlook: &Outlook,
    planned: bool,
) -> Vec<ExpectedHour> {
    let clock = Clock::of(scenario, plan);
    let hour = |hour: &HourOutlook| ExpectedHour {
        name: clock.show(hour.from),
        start_s: hour.from.seconds(),
        cases: hour.cases,
        work_h: hour.work_h,
        staff_h: planned.then_some(hour.staff_h),
    };
    outlook.hours.iter().map(hour).collect()
}

/// As people read it, with colours, in lines of at most `width` columns.
pub fn render(expected: &Expectation, width: usize) -> String {
    let mut out = String::new();
    push_paragraph(&expected.scenario, BOLD, "", width, &mut out);
    out.push_str(&text("No problems."));
    out.push('\n');
    if !expected.inquiries.is_empty() {
        out.push_str(&format!("\n{}\n\n", text("On an average night it expects:")));
        inquiries(expected).render(width, &mut out);
    }
    if !expected.hours.is_empty() {
        out.push('\n');
        hours(expected).render(width, &mut out);
    }
    push_standards(&expected.standards, width, &mut out);
    if !expected.warnings.is_empty() {
        out.push('\n');
        push_styled(&text("WARNINGS"), BOLD, &mut out);
        out.push('\n');
        for warning in &expected.warnings {
            let warning = format!("{}: {}", warning.name, sentence(&warning.message));
            push_paragraph(&warning, DOUBTFUL, "", width, &mut out);
        }
    }
    out
}

fn inquiries(expected: &Expectation) -> Table {
    let mut table = Table::new(&["INQUIRIES", "cases tonight", "work of one", "outside the night"]);
    for inquiry in &expected.inquiries {
        let work = duration(inquiry.work_s);
        table.row([styled(&inquiry.name, BOLD), styled(amount(inquiry.cases), BOLD), cell(work), cell("")]);
        for source in &inquiry.sources {
            let style = if source.outside > MUCH { DOUBTFUL } else { PLAIN };
            table.row([
                cell(format!("  {}", source.name)),
                cell(amount(source.cases)),
                cell(""),
                styled(percent(Some(source.outside)), style),
            ]);
        }
    }
    table
}

/// The bar is the staff, as far as it is filled the work; red where there is more work than staff.
fn hours(expected: &Expectation) -> Table {
    let most = expected.hours.iter().map(|hour| hour.staff().max(hour.work_h)).fold(0.0, f64::max);
    let heads = ["HOUR", "cases", "work\n(agents)", "staff\n(agents)", "\nload", "█ work  ░ free staff"];
    let mut table = Table::new(&heads);
    for hour in &expected.hours {
        let style = if hour.staff_h.is_some_and(|staff| hour.work_h > staff) { BAD } else { PLAIN };
        let load = (hour.staff() > 0.0).then(|| hour.work_h / hour.staff());
        table.row([
            cell(&hour.name),
            cell(amount(hour.cases)),
            cell(format!("{:.1}", hour.work_h)),
            cell(hour.staff_h.map_or_else(|| "–".to_owned(), |staff| format!("{staff:.1}"))),
            styled(percent(load), style),
            styled(bar(hour, most), style),
        ]);
    }
    table
}

impl ExpectedHour {
    /// None as far as is known.
    fn staff(&self) -> f64 {
        self.staff_h.unwrap_or(0.0)
    }
}

fn bar(hour: &ExpectedHour, most: f64) -> String {
    let blocks = |hours: f64| if most > 0.0 { (hours / most * BAR as f64).round() as usize } else { 0 };
    let (work, staff) = (blocks(hour.work_h), blocks(hour.staff()));
    let bar = "█".repeat(work) + &"░".repeat(staff.saturating_sub(work));
    let blanks = " ".repeat(BAR - work.max(staff));
    bar + &blanks
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    fn example() -> Expectation {
        let hour = |(index, (work_h, staff_h)): (usize, (f64, f64))| ExpectedHour {
            name: format!("{:02}:00", 18 + index),
            start_s: 3600.0 * index as f64,
            cases: 10.0 * work_h,
            work_h,
            staff_h: Some(staff_h),
        };
        let sources = vec![
            ExpectedSource { name: "taste fruit-night fruit".into(), cases: 432.1, outside: 0.34 },
            ExpectedSource { name: "taste baseline".into(), cases: 20.0, outside: 0.0 },
        ];
        Expectation {
            scenario: "Oranges that taste sour".into(),
            problems: Vec::new(),
            inquiries: vec![ExpectedInquiry { name: "taste".into(), cases: 452.1, work_s: 154.0, sources }],
            standards: Vec::new(),
            hours: [(3.0, 6.0), (12.0, 6.0), (0.0, 0.0)].into_iter().enumerate().map(hour).collect(),
            warnings: vec![Warning { name: "inquiry.taste".into(), message: "is odd ".repeat(20) }],
        }
    }

    #[test]
    fn work_is_drawn_beside_the_staff_and_fits_80_columns() {
        let text = anstream::adapter::strip_str(&render(&example(), 80)).to_string();
        assert!(text.lines().all(|line| line.width() <= 80), "{text}");
        let hour = |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
        assert!(hour("18:00").ends_with("50.0 %  ████████░░░░░░░"), "{text}");
        assert!(hour("19:00").contains("200.0 %") && hour("19:00").ends_with(&"█".repeat(30)));
        assert!(hour("20:00").ends_with('–'));
    }
}

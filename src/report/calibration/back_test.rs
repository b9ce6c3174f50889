//! The back-test for a terminal.

use crate::calibration::backtest::table::Scores;
use crate::calibration::backtest::{BackTest, Row};
use crate::language::{say, sentence, text};
use crate::report::text::format::{grouped, percent};
use crate::report::text::layout::{
    BOLD, DIM, DOUBTFUL, PLAIN, Table, cell, push_paragraph, push_styled, styled,
};

/// What the lines of the table are.
const LEGEND: &str = "Given of the predicted day, under presence: its cases, who was there, breaks inferred; under \
    handle times: the mean of each half hour too; under forecast: presence, but not its cases. corrected: simulated, \
    less what training days were off by; floor: taught by the predicted days themselves.";

/// Figures and how they are headed.
const FIGURES: [(&str, &str); 4] = [
    ("answered_in_time", "SHARE ANSWERED IN TIME"),
    ("gave_up", "SHARE GIVEN UP"),
    ("mean_wait_s", "MEAN WAIT, s"),
    ("cases", "CASES"),
];

/// The report in lines of at most `width` columns.
pub fn render(test: &BackTest, width: usize) -> String {
    let mut out = String::new();
    push_paragraph(&days_of(test), BOLD, "", width, &mut out);
    let said = say!(
        "Errors are mean absolute differences of half hours (with {} cases or more) and of days; in time: within {} s; \
         bands learnt from training days; {} nights a day.",
        test.fewest_cases,
        test.within_s,
        test.replications
    );
    push_paragraph(&said, DIM, "", width, &mut out);
    if test.rows.iter().any(|row| row.given == "presence") {
        push_paragraph(&text(LEGEND), DIM, "", width, &mut out);
    }
    for warning in &test.refused {
        push_paragraph(&say!("Refused: {}.", sentence(warning)), DOUBTFUL, "", width, &mut out);
    }
    for (figure, title) in FIGURES {
        let rows: Vec<&Row> = test.rows.iter().filter(|row| row.figure == figure).collect();
        if !rows.is_empty() {
            figure_table(&rows, figure, title, width, &mut out);
        }
    }
    days(test, width, &mut out);
    out
}

/// Which days taught, and which were predicted.
pub fn days_of(test: &BackTest) -> String {
    say!(
        "Taught by {} days, {} to {}; {} days predicted, {} to {}: {} half hours.",
        test.days_taught,
        test.taught_from,
        test.taught_to,
        test.days_tested,
        test.tested_from,
        test.tested_to,
        grouped(test.half_hours_tested as f64, 0)
    )
}

fn figure_table(rows: &[&Row], figure: &str, title: &str, width: usize, out: &mut String) {
    out.push('\n');
    push_styled(&text(title), BOLD, out);
    out.push('\n');
    let heads = [
        "",
        "half h.\nerror",
        "\nbias",
        "\n80 %",
        "\n95 %",
        "\nchance",
        "days\nerror",
        "\nbias",
        "\n80 %",
        "\n95 %",
    ];
    let mut table = Table::new(&heads);
    let number = |value: f64| match figure {
        "mean_wait_s" => format!("{value:.1}"),
        "cases" => grouped(value, usize::from(value.abs() < 100.0)),
        _ => format!("{value:.3}"),
    };
    let share = |share: Option<f64>| share.map_or(String::new(), |share| format!("{:.0}", 100.0 * share));
    let mut given = "";
    for row in rows {
        if row.given != given {
            given = &row.given;
            table.row(
                [styled(say!("{}:", text(given)), DIM)]
                    .into_iter()
                    .chain((0..9).map(|_| cell("")))
                    .collect::<Vec<_>>(),
            );
        }
        let cells = |scores: &Scores, chance: bool| {
            let mut cells = vec![cell(number(scores.error)), cell(number(scores.bias))];
            cells.extend([cell(share(scores.coverage_80)), cell(share(scores.coverage_95))]);
            if chance {
                cells.push(cell(scores.chance.map_or(String::new(), number)));
            }
            cells
        };
        let mut all = vec![cell(format!("  {}", text(&row.method)))];
        all.extend(cells(&row.half_hours, true));
        all.extend(cells(&row.days, false));
        table.row(all);
    }
    table.render(width, out);
}

fn days(test: &BackTest, width: usize, out: &mut String) {
    if test.days.is_empty() {
        return;
    }
    out.push('\n');
    push_styled(&text("DAYS, share answered in time, given presence and breaks"), BOLD, out);
    out.push('\n');
    let mut table = Table::new(&["", "cases", "was", "predicted", "80 % band", ""]);
    for day in &test.days {
        table.row([
            cell(day.date.as_str()),
            cell(grouped(day.cases, 0)),
            cell(percent(Some(day.was))),
            cell(percent(Some(day.predicted.value))),
            cell(format!("{}–{}", percent(Some(day.predicted.low)), percent(Some(day.predicted.high)))),
            styled(text(if day.held { "held" } else { "not held" }), if day.held { PLAIN } else { DOUBTFUL }),
        ]);
    }
    table.render(width, out);
}

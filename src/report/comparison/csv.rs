//! One row for each plan and criterion, for spreadsheets.

use super::model::{AlternativeReport, ComparisonReport};
use std::io;

/// Writes `alternatives.csv`: the plan's own value with its interval, then its difference to the base (empty
/// for the base itself and where nothing counted).
///
/// # Errors
/// Those of `out`.
pub fn write(report: &ComparisonReport, out: &mut dyn io::Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let head = ["name", "kind", "nights", "criterion", "value", "low", "high"];
    let differences = ["difference", "difference_low", "difference_high", "variance_ratio"];
    writer.write_record(head.iter().chain(&differences))?;
    for alternative in &report.alternatives {
        for row in rows(alternative) {
            writer.write_record(row)?;
        }
    }
    writer.flush()
}

fn rows(alternative: &AlternativeReport) -> Vec<Vec<String>> {
    let chance = alternative.chance_all_met.map(|it| [it.value, it.low, it.high]);
    let cost = alternative.cost.map(|it| [it.value, it.low, it.high]);
    let targets = alternative.targets.iter().map(|target| {
        let own = target.compliance.map(|it| [it.mean, it.low, it.high]);
        (format!("target.{}", target.name), own)
    });
    let all = [("chance_all_met".to_owned(), chance)].into_iter().chain(targets);
    let asked =
        alternative.satisfaction.map(|it| ("satisfaction".to_owned(), Some([it.value, it.low, it.high])));
    all.chain(asked)
        .chain([("cost".to_owned(), cost)])
        .map(|(name, own)| row(alternative, &name, own))
        .collect()
}

fn row(alternative: &AlternativeReport, criterion: &str, own: Option<[f64; 3]>) -> Vec<String> {
    let difference = alternative.differences.iter().find(|it| it.name == criterion);
    let figures = own.map_or([None; 3], |own| own.map(Some)).into_iter().chain([
        difference.map(|it| it.value),
        difference.map(|it| it.low),
        difference.map(|it| it.high),
        difference.and_then(|it| it.variance_ratio),
    ]);
    let nights = alternative.nights.to_string();
    let plan = [alternative.name.as_str(), alternative.kind, &nights, criterion].map(str::to_owned);
    plan.into_iter()
        .chain(figures.map(|figure| figure.map_or_else(String::new, |it| it.to_string())))
        .collect()
}

//! What differs, in words: only what the intervals carry.

use super::model::{AlternativeReport, ComparisonReport, Difference};
use crate::language::{say, text};
use crate::report::text::format::grouped;

/// Names and figures of one direction: `platform by 4.1 to 4.9`.
struct Changes(Vec<String>);

/// How an alternative differs from the base.
pub fn differences(report: &ComparisonReport, index: usize) -> String {
    let alternative = &report.alternatives[index];
    let base = &report.alternatives[0].name;
    if alternative.differences.is_empty() {
        return say!("Nothing could be compared with {}.", base);
    }
    if alternative.differences.iter().all(|it| it.value == 0.0 && it.variance_ratio.is_none()) {
        return say!("Every night goes as with {}.", base);
    }
    let parts: Vec<String> = [
        compliances(alternative),
        chance(alternative),
        satisfaction(alternative),
        cost(report, alternative),
        unseen(alternative),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut said = parts.join(&text("; "));
    if let Some(first) = said.get(..1).map(str::to_uppercase) {
        said.replace_range(..1, &first);
    }
    said + &text(".")
}

/// True if the whole interval lies on one side of nothing.
pub fn is_seen(difference: &Difference) -> bool {
    difference.low > 0.0 || difference.high < 0.0
}

/// What is said of it: the name of a target, or of what is not one.
fn spoken(difference: &Difference) -> String {
    match difference.name.as_str() {
        "chance_all_met" => say!("the chance of meeting all targets"),
        "cost" => say!("the cost"),
        "satisfaction" => say!("satisfaction"),
        name => name.strip_prefix("target.").unwrap_or(name).to_owned(),
    }
}

fn is_target(difference: &&Difference) -> bool {
    difference.name.starts_with("target.")
}

/// `raises platform by 4.1 to 4.9 points and promise by 3.2 to 3.9; lowers phone by 0.3 to 0.8 points`
fn compliances(alternative: &AlternativeReport) -> Option<String> {
    let mut raised = Changes(Vec::new());
    let mut lowered = Changes(Vec::new());
    for difference in alternative.differences.iter().filter(is_target).filter(|it| is_seen(it)) {
        let changes = if difference.low > 0.0 { &mut raised } else { &mut lowered };
        changes.add(difference);
    }
    let raised = raised.said().map(|it| say!("raises {}", it));
    let lowered = lowered.said().map(|it| say!("lowers {}", it));
    let said: Vec<String> = raised.into_iter().chain(lowered).collect();
    (!said.is_empty()).then(|| said.join(&text("; ")))
}

impl Changes {
    fn add(&mut self, difference: &Difference) {
        let by = range(100.0 * difference.low, 100.0 * difference.high, 1);
        self.0.push(match self.0.is_empty() {
            true => say!("{} by {} points", spoken(difference), by),
            false => say!("{} by {}", spoken(difference), by),
        });
    }

    fn said(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| and(&self.0))
    }
}

/// `all targets hold in 60 to 64 more nights of 100`
fn chance(alternative: &AlternativeReport) -> Option<String> {
    let difference = alternative.differences.iter().find(|it| it.name == "chance_all_met")?;
    let nights = range(100.0 * difference.low, 100.0 * difference.high, 0);
    is_seen(difference).then(|| match difference.low > 0.0 {
        true => say!("all targets hold in {} more nights of 100", nights),
        false => say!("all targets hold in {} fewer nights of 100", nights),
    })
}

/// `raises satisfaction by 0.10 to 0.14 (from 1 to 5)`
fn satisfaction(alternative: &AlternativeReport) -> Option<String> {
    let difference = alternative.differences.iter().find(|it| it.name == "satisfaction")?;
    let by = range(difference.low, difference.high, 2);
    is_seen(difference).then(|| match difference.low > 0.0 {
        true => say!("raises satisfaction by {} (of scores from 1 to 5)", by),
        false => say!("lowers satisfaction by {} (of scores from 1 to 5)", by),
    })
}

/// `saves 310 to 350 CNY a night`
pub fn cost(report: &ComparisonReport, alternative: &AlternativeReport) -> Option<String> {
    cost_against(report, alternative, None)
}

/// The same, of money that is seen to differ, with what it is compared to.
pub fn cost_against(
    report: &ComparisonReport,
    alternative: &AlternativeReport,
    base: Option<&str>,
) -> Option<String> {
    let difference = alternative.differences.iter().find(|it| it.name == "cost")?;
    let currency = &report.currency;
    if !is_seen(difference) {
        return (difference.value == 0.0 && difference.variance_ratio.is_none())
            .then(|| say!("costs the same"));
    }
    let by = money_range(difference.low, difference.high);
    Some(match (difference.low > 0.0, base) {
        (true, None) => say!("costs {} {} a night more", by, currency),
        (false, None) => say!("saves {} {} a night", by, currency),
        (true, Some(base)) => say!("costs {} {} a night more than {}", by, currency, base),
        (false, Some(base)) => say!("saves {} {} a night against {}", by, currency, base),
    })
}

/// `no difference is seen in phone (-0.2 to +0.4 points)`
fn unseen(alternative: &AlternativeReport) -> Option<String> {
    let is_exact = |it: &&Difference| it.name == "cost" && it.value == 0.0 && it.variance_ratio.is_none();
    let unseen = alternative.differences.iter().filter(|it| !is_seen(it) && !is_exact(it));
    let said: Vec<String> = unseen
        .map(|it| match it.name.as_str() {
            "cost" => say!("{} ({} to {})", spoken(it), signed(it.low, 0), signed(it.high, 0)),
            "satisfaction" => say!("{} ({} to {})", spoken(it), signed(it.low, 2), signed(it.high, 2)),
            _ => say!(
                "{} ({} to {} points)",
                spoken(it),
                signed(100.0 * it.low, 1),
                signed(100.0 * it.high, 1)
            ),
        })
        .collect();
    (!said.is_empty()).then(|| say!("no difference is seen in {}", and(&said)))
}

/// `a, b and c`
pub fn and(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => say!("{} and {}", rest.join(&text(", ")), last),
    }
}

/// `4.1 to 4.9`, whatever the sign; one number where both are the same.
pub fn range(low: f64, high: f64, decimals: usize) -> String {
    let (least, most) = (low.abs().min(high.abs()), low.abs().max(high.abs()));
    let (least, most) = (grouped(least, decimals), grouped(most, decimals));
    // What is seen to differ is not said to differ by nothing.
    match (least == most, least.chars().any(|digit| ('1'..='9').contains(&digit))) {
        (true, _) => most,
        (false, true) => say!("{} to {}", least, most),
        (false, false) => say!("up to {}", most),
    }
}

/// Small amounts of money with their cents.
fn money_range(low: f64, high: f64) -> String {
    let small = low.abs().max(high.abs()) < 10.0;
    range(low, high, if small { 2 } else { 0 })
}

/// `+3` or `−3`.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = grouped(value, decimals);
    if value > 0.0 && text.chars().any(|digit| ('1'..='9').contains(&digit)) {
        format!("+{text}")
    } else {
        text.replace('-', "−")
    }
}

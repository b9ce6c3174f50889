//! `junit.xml`: a case for each threshold, and one for the measurement itself.

use super::model::{ReplayReport, Verdict};
use super::text::measured;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// The report of a CI server.
///
/// # Errors
/// If it cannot be written as XML.
pub fn junit(report: &ReplayReport) -> Result<String, String> {
    let mut suite = TestSuite::new(report.scenario.as_str());
    let invalid = match report.verdict {
        Verdict::Invalid => Some("invalid: we were too late ourselves"),
        Verdict::Interrupted => Some("interrupted"),
        Verdict::Passed | Verdict::Failed => None,
    };
    suite.add_test_case(case("the measurement is valid", NonSuccessKind::Error, invalid.map(str::to_owned)));
    for threshold in &report.thresholds {
        let failed = threshold.crossed.then(|| format!("measured: {}", measured(threshold)));
        suite.add_test_case(case(&format!("not {}", threshold.name), NonSuccessKind::Failure, failed));
    }
    for change in &report.baseline {
        let failed = change.slower.then(|| format!("{:.4} s, was {:.4} s", change.now_s, change.before_s));
        let name = format!("{}.{} is not slower than before", change.name, change.quantile);
        suite.add_test_case(case(&name, NonSuccessKind::Failure, failed));
    }
    let mut all = Report::new("nightdesk replay");
    all.add_test_suite(suite);
    all.to_string().map_err(|error| error.to_string())
}

fn case(name: &str, kind: NonSuccessKind, problem: Option<String>) -> TestCase {
    let status = match problem {
        None => TestCaseStatus::success(),
        Some(problem) => {
            let mut status = TestCaseStatus::non_success(kind);
            status.set_message(problem);
            status
        }
    };
    let mut case = TestCase::new(name, status);
    case.set_classname("replay");
    case
}

//! Targets that nothing can count for.

use crate::demand::{Expected, Source, SourceKind};
use crate::simulation::plan::{Inquiry, Plan, Target};

/// The targets whose channels, inquiries and tiers match no case of `expected`, by source.
pub fn never_counted(plan: &Plan, expected: &[Expected]) -> Vec<usize> {
    let sources = || plan.demand.sources.iter().zip(expected).filter(|(_, expected)| expected.tonight > 0.0);
    let counts = |target: &Target| sources().any(|(source, _)| matches(plan, target, source));
    (0..plan.targets.len()).filter(|&target| !counts(&plan.targets[target])).collect()
}

fn matches(plan: &Plan, target: &Target, source: &Source) -> bool {
    let inquiry = &plan.inquiries[usize::from(source.inquiry)];
    target.inquiries[usize::from(source.inquiry)]
        && comes_by(target, inquiry)
        && (any(&inquiry.tiers, &target.tiers) || recorded_tier(target, source))
}

/// Retries and recordings may use more channels than the inquiry's shares do.
fn comes_by(target: &Target, inquiry: &Inquiry) -> bool {
    inquiry.handling.iter().zip(&target.channels).any(|(handling, counts)| *counts && handling.is_some())
}

fn recorded_tier(target: &Target, source: &Source) -> bool {
    let SourceKind::Recorded { cases, .. } = &source.kind else { return false };
    cases.iter().filter_map(|case| case.tier).any(|tier| target.tiers[usize::from(tier)])
}

/// True if something with a share of its own counts; shares are summed up.
fn any(shares: &[(f64, u8)], counts: &[bool]) -> bool {
    let before = [0.0].into_iter().chain(shares.iter().map(|(sum, _)| *sum));
    shares.iter().zip(before).any(|((sum, index), before)| *sum > before && counts[usize::from(*index)])
}

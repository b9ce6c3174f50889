//! Columns that tell what is to be predicted: logged only of customers who had to wait.

use crate::calibration::estimate::clean::Clean;
use std::collections::BTreeMap;
use std::io;

/// A column whose values differ by more than this share between who waited and who did not tells the wait.
const DIFFERS: f64 = 0.3;

/// Warnings: which columns of the predicted days are not used, and why.
///
/// # Errors
/// If the temporary file cannot be read.
pub fn leaks(clean: &Clean<'_>) -> io::Result<Vec<String>> {
    let mut tiers: BTreeMap<u16, [f64; 2]> = BTreeMap::new();
    let (mut known, mut seen) = ([0.0; 2], [0.0; 2]);
    for day in clean.each() {
        for case in day?.counted() {
            let Some(wait) = case.waited() else { continue };
            let waited = usize::from(wait > 0);
            seen[waited] += 1.0;
            known[waited] += f64::from(u8::from(case.customer != 0));
            tiers.entry(case.tier).or_default()[waited] += 1.0;
        }
    }
    if seen.iter().any(|count| *count < 100.0) {
        return Ok(Vec::new());
    }
    let share = |counts: [f64; 2]| [counts[0] / seen[0], counts[1] / seen[1]];
    let differs = |counts: [f64; 2]| {
        let [before, after] = share(counts);
        (before - after).abs() > DIFFERS
    };
    let mut warnings = Vec::new();
    if tiers.len() > 1 && tiers.values().any(|counts| differs(*counts)) {
        warnings.push(
            "the tier is logged only of customers who had to wait (or differently of them): that of the predicted days \
             would tell their waits, and is not used"
                .to_owned(),
        );
    }
    if differs(known) {
        let [before, after] = share(known).map(|share| 100.0 * share);
        warnings.push(format!(
            "the customer is logged of {after:.0} % of those who had to wait and of {before:.0} % of the others: that \
             of the predicted days would tell their waits, and is not used"
        ));
    }
    Ok(warnings)
}

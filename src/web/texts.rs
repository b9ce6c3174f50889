//! What the page says.

use crate::language::text;
use std::collections::BTreeMap;

/// Every text that the page's script names.
const TEXTS: [&str; 63] = [
    "Scenario",
    "Streams",
    "Inquiries",
    "Shifts",
    "Team settings",
    "Targets",
    "Levers",
    "Undo",
    "Reset",
    "Keep as plan A",
    "Forget plan A",
    "Save as",
    "Save",
    "Download report",
    "Link to this plan",
    "Copied",
    "Results",
    "nights",
    "refining",
    "known to",
    "agents",
    "from",
    "to",
    "share",
    "within",
    "at_least",
    "forecast_cv",
    "absence",
    "orders",
    "slots",
    "Plan A",
    "Now",
    "Difference",
    "All targets met",
    "Cost a night",
    "chance of being met",
    "Saved",
    "There are no scenario files here.",
    "The server does not answer.",
    "This link does not lead to a plan.",
    "Download spreadsheet",
    "Find the cheapest staff",
    "Nights on which all targets hold, in percent",
    "Time to look, in seconds",
    "Start",
    "Cancel",
    "Interrupted: this is the best roster so far.",
    "Canceling …",
    "Use this roster",
    "Download this scenario",
    "Close",
    "searching",
    "checking",
    "bounding",
    "changing",
    "best so far",
    "at least",
    "The numbers",
    "on the same nights; 95 % intervals of all differences together",
    "no difference seen",
    "Score from 1 to 5",
    "percentage points",
    "Language",
];

/// All of them with their translations, as JSON that may stand inside a page.
pub fn json() -> String {
    let texts: BTreeMap<&str, _> = TEXTS.iter().map(|english| (*english, text(english))).collect();
    serde_json::to_string(&texts).unwrap_or_default().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{self, Language};

    #[test]
    fn the_page_lacks_no_translation_and_its_script_no_text() {
        let missing = language::untranslated(Language::Chinese, || drop(json()));
        assert_eq!(missing, Vec::<String>::new());
        let script = concat!(
            include_str!("page/page.js"),
            include_str!("page/common.js"),
            include_str!("page/draw.js"),
            include_str!("page/search.js"),
            include_str!("page/page.html")
        );
        for opening in ["(t(\"", " t(\"", "[t(\"", "{t(\"", "data-t=\"", "data-label=\""] {
            for named in script.split(opening).skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(TEXTS.contains(&named), "{named}");
            }
        }
    }
}

//! Which targets of a scenario come from which published standard, as `check` says it.

use super::text::layout::{BOLD, DIM, PLAIN, push_paragraph, push_styled};
use crate::language::{say, text};
use crate::scenario::Standard;
use serde::Serialize;

/// A published standard that the scenario takes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StandardReport {
    /// As in the file.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// Who published it.
    pub source: String,
    /// When.
    pub dated: String,
    /// What to mind.
    pub note: String,
    /// The targets that it brings, by name.
    pub targets: Vec<StandardTarget>,
    /// Targets left out, because the scenario has no channel that they count.
    pub left_out: Vec<String>,
}

/// A target of a standard.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StandardTarget {
    /// As in the file.
    pub name: String,
    /// Those of its keys that the scenario has otherwise.
    pub overridden: Vec<String>,
}

impl StandardReport {
    /// Of a standard.
    pub fn of(standard: &Standard) -> StandardReport {
        let target = |(name, overridden): &(String, Vec<String>)| StandardTarget {
            name: name.clone(),
            overridden: overridden.clone(),
        };
        StandardReport {
            name: standard.name.clone(),
            title: standard.title.clone(),
            source: standard.source.clone(),
            dated: standard.dated.clone(),
            note: standard.note.clone(),
            targets: standard.targets.iter().map(target).collect(),
            left_out: standard.left_out.clone(),
        }
    }
}

/// A paragraph for each standard.
pub fn push_standards(standards: &[StandardReport], width: usize, out: &mut String) {
    if standards.is_empty() {
        return;
    }
    out.push('\n');
    push_styled(&text("STANDARDS"), BOLD, out);
    out.push('\n');
    for standard in standards {
        push_paragraph(&format!("{}: {}", standard.name, standard.title), PLAIN, "", width, out);
        for target in &standard.targets {
            let line = match target.overridden.join(", ") {
                none if none.is_empty() => say!("brings target.{}", target.name),
                keys => say!("brings target.{}, of which this scenario has its own: {}", target.name, keys),
            };
            push_paragraph(&line, PLAIN, "  ", width, out);
        }
        for target in &standard.left_out {
            let line = say!("left out: target.{}, as the scenario has no channel of its kinds", target);
            push_paragraph(&line, PLAIN, "  ", width, out);
        }
        push_paragraph(
            &say!("{}; source: {}. {}.", standard.dated, standard.source, standard.note),
            DIM,
            "  ",
            width,
            out,
        );
    }
}

//! Plans filled in as changes by path, as `--set` takes them: they mean what [`filled`](super::filled()) writes
//! into a file.

use super::filled::{FilledPlace, FilledPlan, clock, range, value_of};
use super::path::Path;
use super::tree::{Node, Value};
use std::collections::BTreeMap;
use toml_edit::{Array, InlineTable};

/// The changes. A team whose shifts were chosen of families gets all its shifts anew, since `--set` adds none.
pub fn filled_changes(tree: &Node, plans: &[FilledPlan<'_>]) -> BTreeMap<String, String> {
    let mut changes = BTreeMap::new();
    let teams = tree.get("team").and_then(Node::entries);
    for (name, team) in teams.into_iter().flatten() {
        let own = || plans.iter().filter(|plan| plan.team == name);
        if team.node.get("shifts").and_then(Node::entries).is_some_and(|families| !families.is_empty()) {
            put(&mut changes, &["team", name, "shifts"], "{}");
        }
        if own().any(|plan| matches!(plan.place, FilledPlace::OfFamily { .. })) {
            let shifts = shifts(&team.node, own());
            put(&mut changes, &["team", name, "shift"], shifts.to_string().trim());
            continue;
        }
        for plan in own() {
            let agents = plan.agents.to_string();
            match plan.place {
                FilledPlace::Shift(shift) => {
                    put(&mut changes, &["team", name, "shift", shift, "agents"], &agents);
                }
                FilledPlace::Step(from) => {
                    put(&mut changes, &["team", name, "on_duty", "steps", &clock(from)], &agents);
                }
                FilledPlace::OfFamily { .. } => {}
            }
        }
    }
    changes
}

fn put(changes: &mut BTreeMap<String, String>, path: &[&str], value: &str) {
    changes.insert(Path::of(path).to_string(), value.to_owned());
}

/// All shifts of a team: those of its file with their plans, and those that were chosen of families.
fn shifts<'p>(team: &Node, plans: impl Iterator<Item = &'p FilledPlan<'p>>) -> InlineTable {
    let mut shifts = match team.get("shift").map(value_of) {
        Some(toml_edit::Value::InlineTable(table)) => table,
        _ => InlineTable::new(),
    };
    for plan in plans {
        match plan.place {
            FilledPlace::Shift(name) => {
                if let Some(shift) = shifts.get_mut(name).and_then(toml_edit::Value::as_inline_table_mut) {
                    fill(shift, plan);
                }
            }
            FilledPlace::OfFamily { family, name, hours: (from, to), breaks } => {
                let mut shift = InlineTable::new();
                shift.insert("from", clock(from).into());
                shift.insert("to", clock(to).into());
                shift.insert("agents", toml_edit::Value::InlineTable(range(plan)));
                let kept = breaks_of(team, family, breaks);
                if !kept.is_empty() {
                    shift.insert("breaks", kept.into());
                }
                shifts.insert(name, shift.into());
            }
            FilledPlace::Step(_) => {}
        }
    }
    shifts
}

/// A number stays a number; a range gets its plan.
fn fill(shift: &mut InlineTable, plan: &FilledPlan<'_>) {
    let agents = match shift.get("agents") {
        Some(toml_edit::Value::InlineTable(_)) => toml_edit::Value::InlineTable(range(plan)),
        _ => i64::from(plan.agents).into(),
    };
    shift.insert("agents", agents);
}

/// Those of a family's breaks that a shift has.
fn breaks_of(team: &Node, family: &str, places: &[usize]) -> Array {
    let of_family = team.get("shifts").and_then(|families| families.get(family)?.get("breaks"));
    match of_family.map(|node| &node.value) {
        Some(Value::Array(breaks)) => places.iter().filter_map(|&it| breaks.get(it)).map(value_of).collect(),
        _ => Array::new(),
    }
}

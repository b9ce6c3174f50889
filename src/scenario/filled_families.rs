//! Shifts in the place of the families that they were chosen of.

use super::filled::{table_of, value_of};
use super::tree::Node;
use toml_edit::{Item, Table, TableLike};

/// What a shift says, in the order in which people write it.
const ORDER: [&str; 4] = ["from", "to", "agents", "breaks"];

/// A shift that was chosen of a family stands where the family stood; what is said above the family, behind its heading
/// and behind its keys stands above its first shift.
pub(super) fn stand(team: &mut dyn TableLike, family: &str, name: &str, mut shift: Table) {
    if let Some(of) = table_of(team, "shifts").and_then(|families| families.get_mut(family)) {
        shift.set_position(of.as_table().and_then(Table::position));
        if let Some(comments) = of.as_table_mut().and_then(comments) {
            shift.decor_mut().set_prefix(comments);
        }
    }
    if team.get("shift").is_none() {
        let mut shifts = Table::new();
        shifts.set_implicit(true);
        team.insert("shift", Item::Table(shifts));
    }
    if let Some(shifts) = table_of(team, "shift") {
        shifts.insert(name, Item::Table(shift));
    }
}

/// Takes what is said above a table, behind its heading and behind its keys away from it, line by line.
fn comments(table: &mut Table) -> Option<String> {
    let said = |raw: Option<&toml_edit::RawString>| raw.and_then(|raw| raw.as_str()).map(str::to_owned);
    let mut comments = said(table.decor().prefix()).unwrap_or_default();
    let mut behind = vec![said(table.decor().suffix())];
    table.decor_mut().clear();
    for (mut key, item) in table.iter_mut() {
        behind.push(said(key.leaf_decor().prefix()));
        key.leaf_decor_mut().set_prefix("");
        if let Some(value) = item.as_value_mut() {
            behind.push(said(value.decor().suffix()));
            value.decor_mut().set_suffix("");
        }
    }
    for comment in behind.into_iter().flatten().filter(|it| it.contains('#')) {
        comments.push_str(comment.trim());
        comments.push('\n');
    }
    comments.contains('#').then_some(comments)
}

/// Shifts that `tree` has and the document has only families for: by their names, `any-1800-4h` is of `any`.
pub(super) fn adopt(document: &mut Table, tree: &Node) {
    let Some(teams) = table_of(document, "team") else { return };
    for (name, entry) in tree.get("team").and_then(Node::entries).into_iter().flatten() {
        let Some(team) = table_of(teams, name) else { continue };
        let families: Vec<String> = names(team.get("shifts"));
        let there = names(team.get("shift"));
        let shifts = entry.node.get("shift").and_then(Node::entries).into_iter().flatten();
        for (shift, it) in shifts.filter(|(shift, _)| !there.contains(shift)) {
            let family = families
                .iter()
                .find(|family| shift.strip_prefix(family.as_str()).is_some_and(|rest| rest.starts_with('-')));
            if let Some(family) = family {
                stand(team, family, shift, table(&it.node));
            }
        }
    }
}

fn names(table: Option<&Item>) -> Vec<String> {
    let entries = table.and_then(Item::as_table_like);
    entries.map(|entries| entries.iter().map(|(key, _)| key.to_owned()).collect()).unwrap_or_default()
}

fn table(shift: &Node) -> Table {
    let mut table = Table::new();
    for key in ORDER {
        if let Some(node) = shift.get(key) {
            table.insert(key, toml_edit::value(value_of(node)));
        }
    }
    table
}

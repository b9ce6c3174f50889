//! `[lever.x]`: read for listing; what it sets is applied to the tree before, see `crate::scenario::levers`.

use super::{At, Fields, Reader, values};
use crate::scenario::diagnostics::Problem;
use crate::scenario::shape::Section;
use crate::scenario::{Lever, LeverCost, Name, keys};
use crate::units::Money;

/// One lever.
pub fn lever<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Lever> {
    let fields = Fields::open(reader, at, &keys::LEVER);
    Some(Lever {
        title: fields.read(reader, "title", values::text),
        cost: fields.read(reader, "cost", cost),
        set: fields.or(reader, "set", set, Vec::new()),
    })
}

fn set<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Vec<(String, String)>> {
    let Some(entries) = at.entries() else {
        return reader.wrong(
            at,
            "a table of paths and values",
            Some("e.g. { \"inquiry.taste.share\" = \"* 0.55\" }".to_owned()),
        );
    };
    let written = |node: &crate::scenario::tree::Node| match node.text() {
        Some(text) => text.to_owned(),
        None => reader.sources.text(node.origin).to_owned(),
    };
    Some(entries.into_iter().map(|(path, _, at)| (path.to_owned(), written(at.node))).collect())
}

fn cost<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<LeverCost> {
    let fields = Fields::open(reader, at, &keys::COST);
    let night = fields.read(reader, "per_night", values::money);
    let order = per(reader, &fields, "per_order", "product", Section::Product);
    let case = per(reader, &fields, "per_case", "inquiry", Section::Inquiry);
    let hour = per(reader, &fields, "per_hour", "team", Section::Team);
    night
        .map(LeverCost::PerNight)
        .or(order.map(|(money, name)| LeverCost::PerOrder(money, name)))
        .or(case.map(|(money, name)| LeverCost::PerCase(money, name)))
        .or(hour.map(|(money, name)| LeverCost::PerHour(money, name)))
}

/// An amount and what it is for; the two go together.
fn per<'a>(
    reader: &mut Reader<'a>,
    fields: &Fields<'a>,
    amount: &'static str,
    of: &'static str,
    section: Section,
) -> Option<(Money, Name)> {
    let (money, name) = (fields.get(amount), fields.get(of));
    let missing = match (&money, &name) {
        (Some(given), None) => Some((given, of, amount)),
        (None, Some(given)) => Some((given, amount, of)),
        _ => None,
    };
    if let Some((given, missing, with)) = missing {
        let message = format!("`{}` says `{with}` without `{missing}`", fields.path());
        let help = format!("add `{missing} = …`");
        reader.problems.push(Problem::error(&given.path, given.shown, message).help(help));
    }
    let money = money.and_then(|at| values::money(reader, &at));
    let name = name.and_then(|at| reader.name(&at, section));
    money.zip(name)
}

//! `[team.x.shift.y]`, `[team.x.shifts.y]`, breaks and headcounts.

use super::{At, Fields, Reader, clock, values};
use crate::scenario::diagnostics::Problem;
use crate::scenario::{AtEnd, Break, ClockTime, Headcount, Shift, ShiftFamily, keys};
use crate::units::Span;

const MIDNIGHT: ClockTime = ClockTime(Span::ZERO);
const NOBODY: Headcount = Headcount { plan: None, min: 0, max: 0 };

/// One shift.
pub fn shift<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Shift> {
    let fields = Fields::open(reader, at, &keys::SHIFT);
    Some(Shift {
        title: fields.read(reader, "title", values::text),
        from: fields.or(reader, "from", clock::clock, MIDNIGHT),
        to: fields.or(reader, "to", clock::clock, MIDNIGHT),
        days: clock::days(reader, &fields),
        agents: fields.or(reader, "agents", agents, NOBODY),
        breaks: fields.or(reader, "breaks", breaks, Vec::new()),
        last_call: fields.or(reader, "last_call", values::duration, Span::ZERO),
        at_end: fields.or(reader, "at_end", at_end, AtEnd::HandOver),
    })
}

/// One family of shifts.
pub fn family<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<ShiftFamily> {
    let fields = Fields::open(reader, at, &keys::FAMILY);
    Some(ShiftFamily {
        first: fields.or(reader, "first", clock::clock, MIDNIGHT),
        last: fields.or(reader, "last", clock::clock, MIDNIGHT),
        every: fields.or(reader, "every", values::positive_duration, Span::from_whole_seconds(3600)),
        lengths: fields.or(reader, "lengths", |r, at| values::list(r, at, shift_length), Vec::new()),
        agents: fields.or(reader, "agents", agents, NOBODY),
        breaks: fields.or(reader, "breaks", breaks, Vec::new()),
    })
}

fn shift_length(reader: &mut Reader<'_>, at: &At<'_>) -> Option<Span> {
    let span = values::positive_duration(reader, at)?;
    if span <= Span::from_whole_seconds(24 * 3600) {
        return Some(span);
    }
    let message = format!("`{}` is longer than 24 hours", at.path);
    reader.fail(Problem::error(&at.path, at.shown, message).expected("a shift is at most \"24h\" long"))
}

fn breaks<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Vec<Break>> {
    // None at all is how a lever or another file takes the breaks of a shift away.
    if at.items().is_some_and(|items| items.is_empty()) {
        return Some(Vec::new());
    }
    values::list(reader, at, one_break)
}

fn one_break<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Break> {
    let fields = Fields::open(reader, at, &keys::BREAK);
    let length = fields.read(reader, "for", values::positive_duration);
    let between = fields.read(reader, "between", clock::window);
    let days = clock::days(reader, &fields);
    let paid = fields.or(reader, "paid", values::boolean, true);
    let trains = fields.or(reader, "trains", values::positive, 1.0);
    Some(Break { length: length?, between: between?, days, paid, trains })
}

fn at_end(reader: &mut Reader<'_>, at: &At<'_>) -> Option<AtEnd> {
    values::word(reader, at, &[("hand_over", AtEnd::HandOver), ("finish", AtEnd::Finish)])
}

/// A number, or plan, min and max. A plan without min and max is all that `staff` may choose; min or max
/// alone is no range.
pub fn agents<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Headcount> {
    if at.node.number().is_some() {
        return values::whole(reader, at).map(|plan| Headcount { plan: Some(plan), min: plan, max: plan });
    }
    if at.node.entries().is_none() {
        return reader.wrong(at, "a number of agents, or { plan = 12, min = 4, max = 30 }", None);
    }
    let fields = Fields::open(reader, at, &keys::HEADCOUNT);
    let plan = fields.read(reader, "plan", values::whole);
    let min = fields.read(reader, "min", values::whole);
    let max = fields.read(reader, "max", values::whole);
    if reader.has_failed(&at.path) {
        return None;
    }
    match (plan, min, max) {
        (plan, min, Some(max)) if min.unwrap_or(0) <= max => {
            Some(Headcount { plan, min: min.unwrap_or(0), max })
        }
        (_, Some(min), Some(max)) => {
            let message = format!("`{}` has a least of {min} above its most of {max}", at.path);
            reader.fail(Problem::error(&at.path, at.shown, message).expected("expected min up to max"))
        }
        (Some(plan), None, None) => Some(Headcount { plan: Some(plan), min: plan, max: plan }),
        (_, Some(_), None) => {
            let message = format!("`max` is missing in `{}`", at.path);
            reader.fail(
                Problem::error(&at.path, at.shown, message)
                    .help("add `max = …`: the most that `staff` may plan"),
            )
        }
        _ => {
            let message = format!("`{}` says neither a plan nor a range", at.path);
            reader.fail(
                Problem::error(&at.path, at.shown, message)
                    .help("write a number, or { plan = 12, min = 4, max = 30 }"),
            )
        }
    }
}

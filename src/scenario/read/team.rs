//! `[team.x]`

use super::{At, Fields, Reader, clock, practice, shift, values};
use crate::scenario::diagnostics::Problem;
use crate::scenario::shape::Section;
use crate::scenario::{ChannelKind, InboxOrder, Name, NightPay, Pick, Slots, Staffing, Steps, Team, keys};
use crate::units::{Money, Span};
use std::collections::BTreeMap;

/// One team.
pub fn team<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Team> {
    let fields = Fields::open(reader, at, &keys::TEAM);
    let served = fields.get("slots").map(|at| slots(reader, &at).unwrap_or_default());
    let served = served.unwrap_or_else(|| one_of_each(reader));
    let night_pay = fields.get("night_pay").and_then(|at| match at.items() {
        Some(_) => values::list(reader, &at, night_pay),
        None => night_pay(reader, &at).map(|pay| vec![pay]),
    });
    Some(Team {
        title: fields.read(reader, "title", values::text),
        skills: fields.or(reader, "skills", skills, Vec::new()),
        slots: served,
        pick: fields.or(reader, "pick", pick, Pick::LongestWait),
        inbox: fields.or(reader, "inbox", inbox, InboxOrder::OldestFirst),
        speed: fields.or(reader, "speed", values::positive, 1.0),
        speed_by: fields.or(reader, "speed_by", speed_by, BTreeMap::new()),
        speed_at: fields.or(reader, "speed_at", speed_at, Vec::new()),
        switch: fields.or(reader, "switch", values::duration, Span::ZERO),
        pay: fields.or(reader, "pay", values::money, Money::ZERO),
        night_pay: night_pay.unwrap_or_default(),
        overtime_factor: fields.or(reader, "overtime_factor", values::number, 1.0),
        absence: fields.or(reader, "absence", values::share, 0.0),
        authority: fields.read(reader, "authority", practice::authority),
        staffing: staffing(reader, &fields),
        families: fields.map(reader, "shifts", shift::family),
        at_least_on_duty: fields.read(reader, "at_least_on_duty", limit),
        at_most_on_duty: fields.read(reader, "at_most_on_duty", limit),
    })
}

/// Shifts, or a level; not both.
fn staffing<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>) -> Staffing {
    let on_duty = fields.get("on_duty");
    if let (Some(on_duty), Some(shift)) = (&on_duty, fields.get("shift")) {
        let message = format!("`{}` has shifts and `on_duty` at once", fields.path());
        let problem =
            Problem::error(&on_duty.path, on_duty.shown, message).expected("a level instead of shifts");
        reader.problems.push(problem.help(format!("leave out one of `on_duty` and [{}]", shift.path)));
    }
    let shifts = fields.map(reader, "shift", shift::shift);
    let level = on_duty.and_then(|at| {
        let fields = Fields::open(reader, &at, &keys::ON_DUTY);
        clock::steps(reader, &fields, shift::agents)
    });
    level.map_or(Staffing::Shifts(shifts), Staffing::Level)
}

/// `"*"`, or inquiries in the order written.
fn skills<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Vec<Name>> {
    if at.node.text() == Some("*") {
        return Some(Section::Inquiry.names(reader.root).into_iter().map(str::to_owned).collect());
    }
    values::names(reader, at, Section::Inquiry)
}

/// The kind of a channel, straight from the tree.
fn kind_of(reader: &Reader<'_>, channel: &str) -> Option<ChannelKind> {
    match reader.root.get("channel")?.get(channel)?.get("kind")?.text()? {
        "chat" => Some(ChannelKind::Chat),
        "phone" => Some(ChannelKind::Phone),
        "message" => Some(ChannelKind::Message),
        _ => None,
    }
}

/// Left out: all channels, one each.
fn one_of_each(reader: &Reader<'_>) -> BTreeMap<Name, Slots> {
    let slots = |name: &str| match kind_of(reader, name) {
        Some(ChannelKind::Message) => Slots::Unlimited,
        _ => Slots::Limited(1),
    };
    let names = Section::Channel.names(reader.root);
    names.into_iter().map(|name| (name.to_owned(), slots(name))).collect()
}

fn slots<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<BTreeMap<Name, Slots>> {
    if at.node.entries().is_some_and(BTreeMap::is_empty) {
        let message = format!("`{}` is empty, so the team serves no channel", at.path);
        return reader
            .fail(Problem::error(&at.path, at.shown, message).help("leave it out to serve all, one each"));
    }
    values::by_name(reader, at, Section::Channel, channel_slots)
}

fn channel_slots(reader: &mut Reader<'_>, at: &At<'_>) -> Option<Slots> {
    let slots = match at.node.text() {
        Some("unlimited") => Slots::Unlimited,
        Some(_) => return reader.wrong(at, "a whole number, or \"unlimited\"", None),
        None => Slots::Limited(values::whole_from_one(reader, at)?),
    };
    let channel = at.path.last().to_owned();
    let (message, help) = match (kind_of(reader, &channel), slots) {
        (Some(ChannelKind::Phone), Slots::Limited(number)) if number != 1 => {
            (format!("`{channel}` is a phone: an agent has one call at a time, not {number}"), "write 1")
        }
        (Some(ChannelKind::Phone), Slots::Unlimited) => {
            (format!("`{channel}` is a phone: an agent has one call at a time"), "write 1")
        }
        (Some(ChannelKind::Message), Slots::Limited(_)) => (
            format!("`{channel}` is a message channel, which has no slots"),
            "write \"unlimited\": the team serves it",
        ),
        (Some(ChannelKind::Chat), Slots::Unlimited) => (
            format!("`{channel}` is a chat, whose slots are a number"),
            "write a number, a large one for no limit",
        ),
        _ => return Some(slots),
    };
    reader.fail(Problem::error(&at.path, at.shown, message).help(help))
}

fn pick(reader: &mut Reader<'_>, at: &At<'_>) -> Option<Pick> {
    values::word(reader, at, &[("longest_wait", Pick::LongestWait), ("skill_order", Pick::SkillOrder)])
}

fn inbox(reader: &mut Reader<'_>, at: &At<'_>) -> Option<InboxOrder> {
    values::word(
        reader,
        at,
        &[("oldest_first", InboxOrder::OldestFirst), ("new_first", InboxOrder::NewFirst)],
    )
}

fn speed_by<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<BTreeMap<Name, f64>> {
    values::by_name(reader, at, Section::Inquiry, values::positive)
}

/// Below the least number given the speed is 1, said outright.
fn speed_at<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Vec<(u32, f64)>> {
    let mut speeds = values::by_number(reader, at, values::positive)?;
    if speeds.first().is_some_and(|(number, _)| *number > 1) {
        speeds.insert(0, (1, 1.0));
    }
    Some(speeds)
}

fn night_pay<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<NightPay> {
    let fields = Fields::open(reader, at, &keys::NIGHT_PAY);
    let (hours, factor) =
        (fields.read(reader, "hours", clock::hours), fields.read(reader, "factor", values::number));
    Some(NightPay { hours: hours?, factor: factor? })
}

fn limit<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Steps<u32>> {
    let fields = Fields::open(reader, at, &keys::LIMIT);
    clock::steps(reader, &fields, values::whole)
}

//! `[target.x]`

use super::{At, Fields, Reader, channel, clock, duration, values};
use crate::scenario::diagnostics::Problem;
use crate::scenario::shape::Section;
use crate::scenario::tree::Node;
use crate::scenario::{Abandoned, Hours, Measure, Name, Penalty, Target, TargetClock, keys};
use crate::units::{Money, Share, Span};

/// One promise.
pub fn target<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Target> {
    let fields = Fields::open(reader, at, &keys::TARGET);
    let channels: Option<Vec<Name>> =
        fields.read(reader, "channels", |r, at| values::names(r, at, Section::Channel));
    let within = fields.get("within").and_then(|at| within(reader, &at, channels.as_deref()));
    let at_least = fields.or(reader, "at_least", values::share, 1.0);
    Some(Target {
        title: fields.read(reader, "title", values::text),
        measure: fields.or(reader, "measure", measure, Measure::Conclusion),
        within: within.unwrap_or(Span::ZERO),
        at_least: Share::new(at_least).unwrap_or_default(),
        channels,
        kinds: fields.read(reader, "kinds", |reader, at| values::list(reader, at, channel::kind)),
        inquiries: fields.read(reader, "inquiries", |r, at| values::names(r, at, Section::Inquiry)),
        tiers: fields.read(reader, "tiers", |r, at| values::names(r, at, Section::Tier)),
        hours: fields.or(reader, "hours", clock::hours, Hours::default()),
        clock: fields.or(reader, "clock", target_clock, TargetClock::Always),
        abandoned: fields.or(reader, "abandoned", abandoned, Abandoned::LateOnly),
        over: fields.read(reader, "over", values::nights),
        penalty: fields.or(reader, "penalty", penalty, Penalty::default()),
    })
}

fn penalty<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Penalty> {
    let fields = Fields::open(reader, at, &keys::PENALTY);
    Some(Penalty {
        per_night: fields.or(reader, "per_night", values::money, Money::ZERO),
        per_missed: fields.or(reader, "per_missed", values::money, Money::ZERO),
        per_period: fields.or(reader, "per_period", values::money, Money::ZERO),
    })
}

fn measure(reader: &mut Reader<'_>, at: &At<'_>) -> Option<Measure> {
    values::word(
        reader,
        at,
        &[
            ("first_reply", Measure::FirstReply),
            ("each_reply", Measure::EachReply),
            ("answer", Measure::Answer),
            ("solution", Measure::Solution),
            ("conclusion", Measure::Conclusion),
        ],
    )
}

fn target_clock(reader: &mut Reader<'_>, at: &At<'_>) -> Option<TargetClock> {
    values::word(reader, at, &[("always", TargetClock::Always), ("hours", TargetClock::Hours)])
}

fn abandoned(reader: &mut Reader<'_>, at: &At<'_>) -> Option<Abandoned> {
    values::word(
        reader,
        at,
        &[
            ("late_only", Abandoned::LateOnly),
            ("missed", Abandoned::Missed),
            ("ignored", Abandoned::Ignored),
            ("met_if_quick", Abandoned::MetIfQuick),
        ],
    )
}

/// A duration, or `"3 rings"`: so often the `ring` of the phones that the target counts.
fn within<'a>(reader: &mut Reader<'a>, at: &At<'a>, channels: Option<&[Name]>) -> Option<Span> {
    let rings = at
        .node
        .text()
        .and_then(|text| text.trim().strip_suffix("rings").or(text.trim().strip_suffix("ring")));
    let Some(number) = rings else { return values::duration(reader, at) };
    let Some(number) = number.trim().parse::<u32>().ok().filter(|number| *number > 0) else {
        let message = format!("`{}` is no number of rings: \"{}\"", at.path, at.node.text().unwrap_or(""));
        return reader
            .fail(Problem::error(&at.path, at.shown, message).expected("expected e.g. \"3 rings\""));
    };
    let ring = one_ring(reader, at, channels)?;
    Some(Span(ring.micros() * i64::from(number)))
}

/// How long a ring is, if all phones that count agree.
fn one_ring(reader: &mut Reader<'_>, at: &At<'_>, channels: Option<&[Name]>) -> Option<Span> {
    let all = reader.root.get("channel").and_then(Node::entries)?;
    let is_phone = |node: &Node| node.get("kind").and_then(Node::text) == Some("phone");
    let counted = |name: &str| channels.is_none_or(|channels| channels.iter().any(|channel| channel == name));
    let phones: Vec<_> = all.iter().filter(|(name, entry)| counted(name) && is_phone(&entry.node)).collect();
    let mut rings: Vec<Span> = Vec::new();
    for (name, entry) in &phones {
        match entry.node.get("ring").map(|ring| ring.text().map(duration::parse_duration)) {
            Some(Some(Ok(ring))) => rings.push(ring),
            Some(_) => return None,
            None => {
                let message =
                    format!("`{}` counts rings, and channel `{name}` does not say how long one is", at.path);
                let help = format!("add `ring = \"5s\"` to [channel.{name}]");
                return reader.fail(Problem::error(&at.path, at.shown, message).help(help));
            }
        }
    }
    rings.dedup();
    match rings.as_slice() {
        [ring] => Some(*ring),
        [] => {
            let message = format!("`{}` counts rings, and no phone is counted", at.path);
            reader.fail(Problem::error(&at.path, at.shown, message).help("write a duration such as \"15s\""))
        }
        _ => {
            let message = format!("`{}` counts rings, and the phones it counts ring differently", at.path);
            reader.fail(Problem::error(&at.path, at.shown, message).help("write a duration such as \"15s\""))
        }
    }
}

//! `bot = { … }`, `after_care = { … }`, `[satisfaction]`

use super::{At, Fields, Reader, clock as moments, distribution, values};
use crate::scenario::diagnostics::Problem;
use crate::scenario::shape::Section;
use crate::scenario::{
    AfterCare, AsksAgain, Authority, Bot, BotClock, Distribution, Notice, Proactive, Satisfaction, Tolerance,
    WritesAgain, keys,
};
use crate::units::{Money, Span};

const NOTHING: Distribution = Distribution::constant(Span::ZERO);

/// A bot.
pub fn bot<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Bot> {
    let fields = Fields::open(reader, at, &keys::BOT);
    let share = fields.read(reader, "share", values::share);
    let hand_over = fields.or(reader, "hand_over", distribution::distribution, NOTHING);
    let channels = fields.read(reader, "channels", |reader, at| {
        values::list(reader, at, |reader, at| reader.name(at, Section::Channel))
    });
    let clock = fields.or(reader, "clock", clock, BotClock::HandOver);
    let cost = fields.or(reader, "cost", values::money, Money::ZERO);
    Some(Bot { share: share?, hand_over, channels, clock, cost })
}

/// What customers do who wait for a reply.
pub fn writes_again<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<WritesAgain> {
    let fields = Fields::open(reader, at, &keys::WRITES_AGAIN);
    let share = fields.read(reader, "share", values::share);
    let after = fields.read(reader, "after", distribution::distribution);
    let most = fields.or(reader, "most", whole_up_to::<1000>, 3);
    let reading = fields.or(reader, "reading", distribution::distribution, NOTHING);
    Some(WritesAgain { share: share?, after: after?, most, reading })
}

/// What customers do whose case waits for a party.
pub fn asks_again<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<AsksAgain> {
    let fields = Fields::open(reader, at, &keys::ASKS_AGAIN);
    let share = fields.read(reader, "share", values::share);
    let after = fields.read(reader, "after", distribution::distribution);
    let most = fields.or(reader, "most", whole_up_to::<15>, 3);
    let reply = fields.read(reader, "reply", distribution::distribution);
    Some(AsksAgain { share: share?, after: after?, most, reply: reply? })
}

/// What the desk tells them.
pub fn notice<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Notice> {
    let fields = Fields::open(reader, at, &keys::NOTICE);
    let after = fields.or(reader, "after", distribution::distribution, NOTHING);
    let takes = fields.read(reader, "takes", distribution::distribution);
    let reach = fields.or(reader, "reach", values::share, 1.0);
    let cost = fields.or(reader, "cost", values::money, Money::ZERO);
    Some(Notice { after, takes, reach, cost })
}

/// A message before customers ask.
pub fn proactive<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Proactive> {
    let fields = Fields::open(reader, at, &keys::PROACTIVE);
    let moment = fields.read(reader, "at", moments::moment);
    let reach = fields.read(reader, "reach", values::share);
    let still_ask = fields.or(reader, "still_ask", values::share, 0.0);
    let cost = fields.or(reader, "cost", values::money, Money::ZERO);
    Some(Proactive { at: moment?, reach: reach?, still_ask, cost })
}

/// A number from 1 up to `MOST`.
fn whole_up_to<const MOST: u32>(reader: &mut Reader<'_>, at: &At<'_>) -> Option<u32> {
    let number = values::whole_from_one(reader, at)?;
    if number <= MOST {
        return Some(number);
    }
    let message = format!("`{}` must be a whole number from 1 to {MOST}, not {number}", at.path);
    reader.fail(Problem::error(&at.path, at.shown, message).expected("expected a smaller number"))
}

fn clock(reader: &mut Reader<'_>, at: &At<'_>) -> Option<BotClock> {
    values::word(reader, at, &[("hand_over", BotClock::HandOver), ("message", BotClock::Message)])
}

/// What follows a conclusion.
pub fn after_care<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<AfterCare> {
    let fields = Fields::open(reader, at, &keys::AFTER_CARE);
    let share = fields.read(reader, "share", values::share);
    let delay = fields.or(reader, "delay", distribution::distribution, NOTHING);
    let reply = fields.read(reader, "reply", distribution::distribution);
    Some(AfterCare { share: share?, delay, reply: reply? })
}

/// What an agent may pay out.
pub fn authority<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Authority> {
    let fields = Fields::open(reader, at, &keys::AUTHORITY);
    let up_to = fields.read(reader, "up_to", values::money);
    let then = fields.read(reader, "then", |reader, at| reader.name(at, Section::Team));
    let takes = fields.read(reader, "takes", distribution::distribution);
    Some(Authority { up_to: up_to?, then: then?, takes: takes? })
}

/// The survey, and complaints.
pub fn satisfaction<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Satisfaction> {
    let fields = Fields::open(reader, at, &keys::SATISFACTION);
    let share = fields.read(reader, "share", values::share);
    let (free_turns, each_turn) = fields.or(reader, "turns", turns, (6, 0.1));
    let complaints = fields.or(reader, "complaints", complaints, (0.05, 0.002));
    Some(Satisfaction {
        at_best: fields.or(reader, "at_best", score, 4.6),
        first_wait: fields.or(reader, "first_wait", tolerance, Tolerance::default()),
        later_wait: fields.or(reader, "later_wait", tolerance, Tolerance::default()),
        free_turns,
        each_turn,
        transfer: fields.or(reader, "transfer", values::number, 0.4),
        abandoned: fields.or(reader, "abandoned", values::number, 1.5),
        open: fields.or(reader, "open", values::number, 1.5),
        scatter: fields.or(reader, "scatter", values::number, 0.9),
        unsatisfied_below: fields.or(reader, "unsatisfied_below", score, 2.5),
        complaints_unsatisfied: complaints.0,
        complaints_others: complaints.1,
        share: share?,
    })
}

/// A score from 1 to 5.
fn score(reader: &mut Reader<'_>, at: &At<'_>) -> Option<f64> {
    let score = values::from_one(reader, at)?;
    if score <= 5.0 {
        return Some(score);
    }
    let message = format!("`{}` must be a score from 1 to 5, not {score}", at.path);
    reader.fail(Problem::error(&at.path, at.shown, message).expected("expected a score from 1 to 5"))
}

fn tolerance<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Tolerance> {
    let fields = Fields::open(reader, at, &keys::TOLERANCE);
    let left_out = Tolerance::default();
    Some(Tolerance {
        free: fields.or(reader, "free", values::duration, left_out.free),
        per_minute: fields.or(reader, "per_minute", values::number, left_out.per_minute),
    })
}

fn turns<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<(u32, f64)> {
    let fields = Fields::open(reader, at, &keys::TURNS);
    Some((fields.or(reader, "free", values::whole, 6), fields.or(reader, "each", values::number, 0.1)))
}

fn complaints<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<(f64, f64)> {
    let fields = Fields::open(reader, at, &keys::COMPLAINTS);
    let unsatisfied = fields.or(reader, "unsatisfied", values::share, 0.05);
    Some((unsatisfied, fields.or(reader, "others", values::share, 0.002)))
}

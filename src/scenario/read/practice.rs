//! `bot = { … }`, `after_care = { … }`, `[satisfaction]`

use super::{At, Fields, Reader, distribution, values};
use crate::scenario::diagnostics::Problem;
use crate::scenario::shape::Section;
use crate::scenario::{AfterCare, Bot, BotClock, Distribution, Satisfaction, Tolerance, keys};
use crate::units::Span;

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
    Some(Bot { share: share?, hand_over, channels, clock })
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

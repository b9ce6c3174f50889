//! `[store_score]`

use super::{At, Fields, Reader, values};
use crate::scenario::diagnostics::Problem;
use crate::scenario::keys;
use crate::scenario::shape::Section;
use crate::scenario::store_score::{Below, Opinion, Points, ScoreOf, ScorePart, StoreScore};
use crate::units::Money;

/// The store score.
pub fn store_score<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<StoreScore> {
    let fields = Fields::open(reader, at, &keys::STORE_SCORE);
    Some(StoreScore {
        title: fields.read(reader, "title", values::text),
        over: fields.read(reader, "over", values::nights),
        parts: fields.map(reader, "part", part),
        below: fields.map(reader, "below", below),
    })
}

fn part<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<ScorePart> {
    let fields = Fields::open(reader, at, &keys::SCORE_PART);
    let title = fields.read(reader, "title", values::text);
    let target = fields.read(reader, "target", |reader, at| reader.name(at, Section::Target));
    let opinion = fields.read(reader, "measure", |reader, at| values::word(reader, at, &Opinion::ALL));
    let of = target.map(ScoreOf::Target).or(opinion.map(ScoreOf::Opinion));
    let weight = fields.or(reader, "weight", values::positive, 1.0);
    let points = fields.read(reader, "points", points);
    Some(ScorePart { title, of: of?, weight, points: points? })
}

fn points<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Points> {
    let fields = Fields::open(reader, at, &keys::POINTS);
    let steps = fields.read(reader, "steps", by_share).map(Points::Steps);
    let linear = fields.read(reader, "linear", by_share).map(Points::Linear);
    steps.or(linear)
}

/// Points by share, ascending; not empty.
fn by_share<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Vec<(f64, f64)>> {
    let Some(entries) = at.entries().filter(|entries| !entries.is_empty()) else {
        let help = "write the shares in quotes: { \"0.7\" = 60, \"0.9\" = 100 }".to_owned();
        return reader.wrong(at, "a table of shares and points", Some(help));
    };
    let mut knots: Vec<(f64, f64)> = Vec::new();
    let table = at.path.clone();
    for (key, shown, at) in entries {
        let share = key.parse().ok().filter(|share: &f64| (0.0..=1.0).contains(share));
        let share = share.filter(|share| knots.iter().all(|(known, _)| known != share));
        let value = if at.node.entries().is_some() { None } else { values::number(reader, &at) };
        if share.is_none() || at.node.entries().is_some() {
            let message =
                format!("`{key}` in `{table}` is no share from 0 to 1, or there is another such share");
            let problem = Problem::error(&at.path, shown, message).expected("expected a share in quotes");
            reader.problems.push(problem.help("write the shares in quotes: { \"0.7\" = 60, \"0.9\" = 100 }"));
        }
        knots.extend(share.zip(value));
    }
    knots.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    (!knots.is_empty()).then_some(knots)
}

fn below<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Below> {
    let fields = Fields::open(reader, at, &keys::BELOW);
    Some(Below {
        title: fields.read(reader, "title", values::text),
        score: fields.or(reader, "score", values::number, 0.0),
        cost: fields.or(reader, "cost", values::money, Money::ZERO),
    })
}

//! Amounts of money that are drawn.

use super::parameters::Known;
use super::{At, Fields, Read, Reader, distribution, values};
use crate::scenario::diagnostics::Problem;
use crate::scenario::{Amount, Distribution, Law, keys};
use crate::units::{Money, Span};

/// What each unit of a currency is in a [`Distribution`]: its millionths stand where microseconds do.
const UNIT: f64 = 1e6;

/// An amount, or a distribution of them.
pub fn amount<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Amount> {
    if at.node.entries().is_none() {
        return values::money(reader, at).map(Amount::Fixed);
    }
    let fields = Fields::open(reader, at, &keys::AMOUNT);
    let readings: [Option<Option<Distribution>>; 5] = [
        fields.get("exponential").map(|at| exponential(reader, &at)),
        fields.get("lognormal").map(|at| two_of(reader, &at, distribution::lognormal_of)),
        fields.get("gamma").map(|at| two_of(reader, &at, distribution::gamma_of)),
        fields.get("uniform").map(|at| uniform(reader, &at)),
        fields.get("empirical").map(|at| empirical(reader, &at)),
    ];
    readings.into_iter().flatten().next().flatten().map(Amount::Drawn)
}

/// A positive amount in millionths.
fn units<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>, key: &'static str) -> Option<f64> {
    let read: Read<'a, f64> = |reader, at| values::positive(reader, at);
    fields.read(reader, key, read).map(|amount| amount * UNIT)
}

fn most<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>) -> Option<Span> {
    units(reader, fields, "most").map(Span::from_micros)
}

fn exponential<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Distribution> {
    let fields = Fields::open(reader, at, &keys::AMOUNT_EXPONENTIAL);
    let (mean, most) = (units(reader, &fields, "mean"), most(reader, &fields));
    Some(Distribution { law: Law::Exponential { mean: mean? }, most })
}

fn two_of<'a>(
    reader: &mut Reader<'a>,
    at: &At<'a>,
    law: fn(&mut Reader<'a>, &At<'a>, Known) -> Option<Law>,
) -> Option<Distribution> {
    let fields = Fields::open(reader, at, &keys::AMOUNT_TWO_OF);
    let known = Known {
        mean: units(reader, &fields, "mean"),
        median: units(reader, &fields, "median"),
        cv: fields.read(reader, "cv", values::positive),
        p90: units(reader, &fields, "p90"),
    };
    let most = most(reader, &fields);
    distribution::exactly_two(reader, at, "{ mean = 20.0, cv = 0.9 }")?;
    let law = law(reader, at, known)?;
    Some(Distribution { law, most })
}

fn uniform<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Distribution> {
    let fields = Fields::open(reader, at, &keys::AMOUNT_UNIFORM);
    let [from, to] = ["from", "to"].map(|key| fields.read(reader, key, values::number));
    let (from, to) = (from?, to?);
    if from > to {
        let message = format!("`{}` is no distribution: `from` is more than `to`", at.path);
        return reader.fail(Problem::error(&at.path, at.shown, message).help("exchange the two"));
    }
    let [from, to] = [from, to].map(|amount| Span::from_micros(amount * UNIT));
    Some(Distribution { law: Law::Uniform { from, to }, most: None })
}

fn empirical<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Distribution> {
    let fields = Fields::open(reader, at, &keys::AMOUNT_EMPIRICAL);
    let amounts = fields.read(reader, "values", |reader, at| values::list(reader, at, values::money))?;
    let mut values: Vec<Span> = amounts.into_iter().map(|Money(millionths)| Span(millionths)).collect();
    values.sort_unstable();
    (!values.is_empty()).then_some(Distribution { law: Law::Empirical { values }, most: None })
}

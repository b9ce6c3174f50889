//! `[stream.x]`

use super::{At, Fields, Reader, clock, distribution, values};
use crate::scenario::diagnostics::Problem;
use crate::scenario::{ClockTime, Moment, Name, Stream, keys};
use crate::units::Span;
use std::collections::BTreeMap;

const MIDNIGHT: Moment = Moment::Clock(ClockTime(Span::ZERO));

/// One broadcast.
pub fn stream<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Stream> {
    let fields = Fields::open(reader, at, &keys::STREAM);
    let orders_over = fields.get("orders_over").and_then(|at| {
        let fields = Fields::open(reader, &at, &keys::WEIGHTS);
        clock::steps(reader, &fields, values::number)
    });
    Some(Stream {
        title: fields.read(reader, "title", values::text),
        from: fields.or(reader, "from", clock::moment, MIDNIGHT),
        to: fields.or(reader, "to", clock::moment, MIDNIGHT),
        orders: fields.or(reader, "orders", orders, BTreeMap::new()),
        orders_over,
        delivery: fields.read(reader, "delivery", distribution::distribution),
        forecast_cv: fields.or(reader, "forecast_cv", values::number, 0.0),
        delay_cv: fields.or(reader, "delay_cv", values::number, 0.0),
    })
}

fn orders<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<BTreeMap<Name, f64>> {
    let Some(entries) = at.entries() else {
        return reader.wrong(at, "a table of orders by product", Some("e.g. { fruit = 9000 }".to_owned()));
    };
    if entries.is_empty() {
        let message = format!("`{}` is empty", at.path);
        return reader.fail(Problem::error(&at.path, at.shown, message).help("name at least one product"));
    }
    Some(
        entries
            .into_iter()
            .filter_map(|(name, _, at)| Some((name.to_owned(), values::number(reader, &at)?)))
            .collect(),
    )
}

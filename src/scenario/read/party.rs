//! `[party.x]`

use super::{At, Fields, Reader, clock, distribution, values};
use crate::scenario::{Distribution, Hours, Party, keys};
use crate::units::Span;

/// One party.
pub fn party<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Party> {
    let fields = Fields::open(reader, at, &keys::PARTY);
    Some(Party {
        title: fields.read(reader, "title", values::text),
        delay: fields.or(reader, "delay", distribution::distribution, Distribution::constant(Span::ZERO)),
        hours: fields.or(reader, "hours", clock::hours, Hours::default()),
    })
}

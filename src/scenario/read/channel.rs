//! `[channel.x]` and `[tier.x]`

use super::{At, Fields, Reader, values};
use crate::scenario::{Channel, ChannelCost, ChannelKind, GivenUp, Tier, keys};
use crate::units::{Money, Span};

/// One channel.
pub fn channel<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Channel> {
    let fields = Fields::open(reader, at, &keys::CHANNEL);
    let kind = fields.or(reader, "kind", kind, ChannelKind::Chat);
    let default = if kind == ChannelKind::Phone { GivenUp::Leaves } else { GivenUp::Stays };
    Some(Channel {
        title: fields.read(reader, "title", values::text),
        kind,
        ring: fields.read(reader, "ring", values::positive_duration),
        given_up: fields.or(reader, "given_up", given_up, default),
        idle_close: fields.or(reader, "idle_close", values::duration, Span::ZERO),
        cost: fields.or(reader, "cost", cost, ChannelCost::default()),
    })
}

fn cost<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<ChannelCost> {
    let fields = Fields::open(reader, at, &keys::CHANNEL_COST);
    Some(ChannelCost {
        per_message: fields.or(reader, "per_message", values::money, Money::ZERO),
        per_conversation: fields.or(reader, "per_conversation", values::money, Money::ZERO),
    })
}

fn kind(reader: &mut Reader<'_>, at: &At<'_>) -> Option<ChannelKind> {
    let kinds =
        [("chat", ChannelKind::Chat), ("phone", ChannelKind::Phone), ("message", ChannelKind::Message)];
    values::word(reader, at, &kinds)
}

fn given_up(reader: &mut Reader<'_>, at: &At<'_>) -> Option<GivenUp> {
    values::word(reader, at, &[("leaves", GivenUp::Leaves), ("stays", GivenUp::Stays)])
}

/// One tier.
pub fn tier<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Tier> {
    let fields = Fields::open(reader, at, &keys::TIER);
    Some(Tier {
        title: fields.read(reader, "title", values::text),
        first: fields.or(reader, "first", values::boolean, false),
        head_start: fields.or(reader, "head_start", values::duration, Span::ZERO),
    })
}

//! `[channel.x]` and `[tier.x]`

use super::{At, Fields, Reader, distribution, values};
use crate::scenario::diagnostics::Problem;
use crate::scenario::{
    Channel, ChannelCost, ChannelKind, Distribution, GivenUp, HelpdeskTimes, Overlooked, Tier, keys,
};
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
        overlooked: overlooked(reader, &fields, kind),
        helpdesk: helpdesk(reader, &fields, kind),
        cost: fields.or(reader, "cost", cost, ChannelCost::default()),
    })
}

/// `helpdesk`, which calls do not go through.
fn helpdesk<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>, kind: ChannelKind) -> Option<HelpdeskTimes> {
    let at = fields.get("helpdesk")?;
    if kind == ChannelKind::Phone {
        let message = format!("`{}` says nothing: calls do not go through a helpdesk", at.path);
        return reader.fail(Problem::error(&at.path, at.shown, message).help("leave it out"));
    }
    let fields = Fields::open(reader, &at, &keys::HELPDESK);
    let mut time =
        |name| fields.or(reader, name, distribution::distribution, Distribution::constant(Span::ZERO));
    Some(HelpdeskTimes {
        first: time("first"),
        later: time("later"),
        reply: time("reply"),
        resolve: time("resolve"),
    })
}

fn cost<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<ChannelCost> {
    let fields = Fields::open(reader, at, &keys::CHANNEL_COST);
    Some(ChannelCost {
        per_message: fields.or(reader, "per_message", values::money, Money::ZERO),
        per_conversation: fields.or(reader, "per_conversation", values::money, Money::ZERO),
    })
}

/// `overlooked` and `nudge`, which go together and are not of calls.
fn overlooked<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>, kind: ChannelKind) -> Option<Overlooked> {
    let (share_at, nudge_at) = (fields.get("overlooked"), fields.get("nudge"));
    let share = fields.read(reader, "overlooked", values::share);
    let nudge = fields.read(reader, "nudge", distribution::distribution);
    let at = share_at.clone().or(nudge_at.clone())?;
    if kind == ChannelKind::Phone {
        let message = format!("`{}` says nothing: a call that rings is not overlooked", at.path);
        return reader.fail(Problem::error(&at.path, at.shown, message).help("leave it out"));
    }
    match (&share_at, &nudge_at) {
        (Some(_), None) if share == Some(0.0) => {}
        (Some(at), None) => {
            let message = format!("`nudge` is missing beside `{}`", at.path);
            let help = "add `nudge = …`: from an overlooked message until the customer writes again";
            return reader.fail(Problem::error(&at.path, at.shown, message).help(help));
        }
        (None, Some(at)) => {
            let message = format!("`{}` says nothing: no message is overlooked", at.path);
            let help = "add `overlooked = …`, the share of messages that are, or leave it out";
            return reader.fail(Problem::error(&at.path, at.shown, message).help(help));
        }
        _ => {}
    }
    Some(Overlooked { share: share?, nudge: nudge? })
}

/// `kind = …`
pub fn kind(reader: &mut Reader<'_>, at: &At<'_>) -> Option<ChannelKind> {
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

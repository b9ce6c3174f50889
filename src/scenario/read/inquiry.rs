//! `[inquiry.x]`

use super::{At, Fields, Reader, baseline, clock, distribution, outcome, practice, recording, values};
use crate::scenario::diagnostics::Problem;
use crate::scenario::shape::Section;
use crate::scenario::tree::Node;
use crate::scenario::{
    After, Arrivals, Backlog, CountDistribution, Distribution, Handling, Inquiry, Name, Retry, TeamChoice,
    keys,
};
use crate::units::Span;
use std::collections::{BTreeMap, BTreeSet};

const NOTHING: Distribution = Distribution::constant(Span::ZERO);

/// One kind of question.
pub fn inquiry<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Inquiry> {
    let fields = Fields::open(reader, at, &keys::INQUIRY);
    let channels = fields.or(reader, "channels", channels, BTreeMap::new());
    let arrivals = fields.read(reader, "arrivals", recording::arrivals);
    let general = Handling {
        patience: fields.or(reader, "patience", distribution::patience, Distribution::NEVER),
        patience_later: fields.or(reader, "patience_later", distribution::patience, Distribution::NEVER),
        turns: fields.or(reader, "turns", distribution::count, CountDistribution::Constant(1)),
        reply: fields.or(reader, "reply", distribution::distribution, NOTHING),
        think: fields.or(reader, "think", distribution::distribution, NOTHING),
        wrap_up: fields.or(reader, "wrap_up", distribution::distribution, NOTHING),
        retry: fields.read(reader, "retry", retry),
        writes_again: fields.read(reader, "writes_again", practice::writes_again),
    };
    let special = fields.get("on").and_then(|at| on(reader, &at, &general)).unwrap_or_default();
    let reply = general.reply.clone();
    Some(Inquiry {
        title: fields.read(reader, "title", values::text),
        product: fields.read(reader, "product", |reader, at| reader.name(at, Section::Product)),
        share: fields.read(reader, "share", values::share),
        after: fields.or(reader, "after", after, After::Order),
        delay: fields.or(reader, "delay", distribution::distribution, NOTHING),
        baseline: fields.read(reader, "baseline", baseline::baseline),
        waiting_at_open: fields.read(reader, "waiting_at_open", backlog),
        tiers: fields
            .read(reader, "tiers", tiers)
            .unwrap_or_else(|| BTreeMap::from([("regular".to_owned(), 1.0)])),
        handling: handling(reader, &channels, arrivals.as_ref(), &general, special),
        reply,
        solution_turn: fields.read(reader, "solution_turn", values::whole_from_one),
        max_rounds: fields.read(reader, "max_rounds", values::whole),
        teams: fields.read(reader, "teams", teams),
        bot: fields.read(reader, "bot", practice::bot),
        proactive: fields.read(reader, "proactive", practice::proactive),
        outcomes: outcome::outcomes(reader, fields.get("outcome")),
        channels,
        arrivals,
    })
}

fn channels<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<BTreeMap<Name, f64>> {
    let shares = values::by_name(reader, at, Section::Channel, values::share)?;
    values::check_sum(reader, at, shares.values().sum(), "change one of the shares; a lone channel has 1.0");
    Some(shares)
}

/// Explicit shares; `regular` takes the rest unless it is given.
fn tiers<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<BTreeMap<Name, f64>> {
    let mut shares = values::by_name(reader, at, Section::Tier, values::share)?;
    let sum: f64 = shares.values().sum();
    if shares.contains_key("regular") {
        values::check_sum(
            reader,
            at,
            sum,
            "change one of the shares, or leave out `regular`: it takes the rest",
        );
    } else if sum > 1.0 + 1e-5 {
        values::check_sum(reader, at, sum, "the shares may sum to 1 at most; the rest are `regular`");
    } else {
        shares.insert("regular".to_owned(), (1.0 - sum).max(0.0));
    }
    Some(shares)
}

fn after<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<After> {
    if at.node.entries().is_some() {
        let fields = Fields::open(reader, at, &keys::AFTER);
        return fields.read(reader, "at", clock::moment).map(After::At);
    }
    #[derive(Clone, Copy)]
    enum Word {
        Order,
        Stream,
        Delivery,
    }
    let words = [("order", Word::Order), ("stream", Word::Stream), ("delivery", Word::Delivery)];
    values::word(reader, at, &words).map(|word| match word {
        Word::Order => After::Order,
        Word::Stream => After::Stream,
        Word::Delivery => After::Delivery,
    })
}

fn backlog<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Backlog> {
    let fields = Fields::open(reader, at, &keys::BACKLOG);
    let (cases, since) = (
        fields.read(reader, "cases", values::whole),
        fields.read(reader, "since", distribution::distribution),
    );
    Some(Backlog { cases: cases?, since: since? })
}

fn retry<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Retry> {
    let fields = Fields::open(reader, at, &keys::RETRY);
    let share = fields.read(reader, "share", values::share);
    let delay = fields.or(reader, "delay", distribution::distribution, NOTHING);
    let channel = fields.read(reader, "channel", |reader, at| reader.name(at, Section::Channel));
    Some(Retry { share: share?, delay, channel })
}

fn teams<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Vec<TeamChoice>> {
    values::list(reader, at, |reader, at| {
        if at.node.entries().is_none() {
            return reader.name(at, Section::Team).map(|team| TeamChoice { team, after: Span::ZERO });
        }
        let fields = Fields::open(reader, at, &keys::TEAM_CHOICE);
        let team = fields.read(reader, "team", |reader, at| reader.name(at, Section::Team));
        let after = fields.or(reader, "after", values::duration, Span::ZERO);
        Some(TeamChoice { team: team?, after })
    })
}

/// `on.x`: what is otherwise on one channel.
fn on<'a>(reader: &mut Reader<'a>, at: &At<'a>, general: &Handling) -> Option<BTreeMap<Name, Handling>> {
    let Some(entries) = at.entries() else {
        return reader.wrong(
            at,
            "a table by channel",
            Some("e.g. on.phone = { reply = \"3min\" }".to_owned()),
        );
    };
    let mut special = BTreeMap::new();
    for (name, shown, at) in entries {
        let name = reader.known(&at.path, shown, Section::Channel, name);
        let handling = on_channel(reader, &at, general);
        special.extend(name.map(|name| (name, handling)));
    }
    Some(special)
}

fn on_channel<'a>(reader: &mut Reader<'a>, at: &At<'a>, general: &Handling) -> Handling {
    let fields = Fields::open(reader, at, &keys::ON);
    if is_phone(reader, at.path.last()) {
        for key in ["turns", "think", "patience_later", "writes_again"] {
            if let Some(at) = fields.get(key) {
                let message = format!("`{}` says nothing: a call has one turn", at.path);
                reader.problems.push(Problem::error(&at.path, at.shown, message).help("leave it out"));
            }
        }
    }
    let of = general.clone();
    Handling {
        patience: fields.or(reader, "patience", distribution::patience, of.patience),
        patience_later: fields.or(reader, "patience_later", distribution::patience, of.patience_later),
        turns: fields.or(reader, "turns", distribution::count, of.turns),
        reply: fields.or(reader, "reply", distribution::distribution, of.reply),
        think: fields.or(reader, "think", distribution::distribution, of.think),
        wrap_up: fields.or(reader, "wrap_up", distribution::distribution, of.wrap_up),
        retry: fields.read(reader, "retry", retry).or(of.retry),
        writes_again: fields.read(reader, "writes_again", practice::writes_again).or(of.writes_again),
    }
}

fn is_phone(reader: &Reader<'_>, channel: &str) -> bool {
    let channel = reader.root.get("channel").and_then(|channels| channels.get(channel));
    channel.and_then(|channel| channel.get("kind")).and_then(Node::text) == Some("phone")
}

/// How it goes on every channel where a conversation may be: those of `channels`, of retries (and of their
/// retries), and of a recording's rows.
fn handling(
    reader: &Reader<'_>,
    channels: &BTreeMap<Name, f64>,
    arrivals: Option<&Arrivals>,
    general: &Handling,
    special: BTreeMap<Name, Handling>,
) -> BTreeMap<Name, Handling> {
    let rows = arrivals.iter().flat_map(|arrivals| &arrivals.rows).filter_map(|row| row.channel.clone());
    let mut names: BTreeSet<Name> = channels.keys().cloned().chain(rows).collect();
    let of = |name: &Name| special.get(name).unwrap_or(general).clone();
    loop {
        let retried = names.iter().filter_map(|name| of(name).retry?.channel);
        let more: BTreeSet<Name> = retried.filter(|name| !names.contains(name)).collect();
        if more.is_empty() {
            break;
        }
        names.extend(more);
    }
    let on_phone = |name: &Name, mut handling: Handling| {
        if is_phone(reader, name) {
            (handling.turns, handling.think) = (CountDistribution::Constant(1), NOTHING);
            handling.patience_later = Distribution::NEVER;
        }
        handling
    };
    names.iter().map(|name| (name.clone(), on_phone(name, of(name)))).collect()
}

//! `[inquiry.x.outcome] y = { … }`

use super::{At, Fields, Reader, amount, practice, values};
use crate::scenario::diagnostics::Problem;
use crate::scenario::shape::Section;
use crate::scenario::{Amount, FollowUp, Name, Next, Outcome, keys};
use crate::units::Money;
use std::collections::BTreeMap;

/// All outcomes of an inquiry; left out: every case is concluded.
pub fn outcomes<'a>(reader: &mut Reader<'a>, at: Option<At<'a>>) -> BTreeMap<Name, Outcome> {
    let nothing = Amount::Fixed(Money::ZERO);
    let concluded = Outcome { share: 1.0, cost: nothing, next: Next::Concluded, after_care: None };
    let concluded = BTreeMap::from([("concluded".to_owned(), concluded)]);
    let Some(at) = at else { return concluded };
    let Some(entries) = at.entries() else {
        reader.wrong::<()>(
            &at,
            "a table of outcomes",
            Some("e.g. merchant = { share = 0.15, … }".to_owned()),
        );
        return concluded;
    };
    let mut shares = Vec::new();
    let mut outcomes = BTreeMap::new();
    for (name, _, at) in entries {
        let (share, outcome) = outcome(reader, &at);
        shares.push((name, share));
        outcomes.insert(name.to_owned(), outcome);
    }
    fill_in_the_rest(reader, &at, &shares, &mut outcomes);
    if outcomes.is_empty() { concluded } else { outcomes }
}

/// Of the shares one may be left out and is the rest.
fn fill_in_the_rest(
    reader: &mut Reader<'_>,
    at: &At<'_>,
    shares: &[(&str, Option<f64>)],
    outcomes: &mut BTreeMap<Name, Outcome>,
) {
    let sum: f64 = shares.iter().filter_map(|(_, share)| *share).sum();
    let without: Vec<&str> =
        shares.iter().filter(|(_, share)| share.is_none()).map(|(name, _)| *name).collect();
    match without.as_slice() {
        _ if reader.has_failed(&at.path) => {}
        [] if shares.is_empty() => {}
        [] => values::check_sum(
            reader,
            at,
            sum,
            "add `concluded = {}`, which takes the rest, or change a share",
        ),
        [_] if sum > 1.0 + 1e-5 => {
            values::check_sum(
                reader,
                at,
                sum,
                "the given shares may sum to 1 at most; the one left out is the rest",
            );
        }
        [rest] => {
            if let Some(outcome) = outcomes.get_mut(*rest) {
                outcome.share = (1.0 - sum).max(0.0);
            }
        }
        [first, .., last] => {
            let path = at.path.child(last);
            let shown = at.node.locate(&crate::scenario::path::Path::of(&[last]));
            let message = format!("`{first}` and `{last}` of `{}` are both without a share", at.path);
            reader.problems.push(
                Problem::error(&path, shown, message).help("only one may leave it out: it is the rest"),
            );
        }
    }
}

fn outcome<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> (Option<f64>, Outcome) {
    let fields = Fields::open(reader, at, &keys::OUTCOME);
    let share = fields.read(reader, "share", values::share);
    let cost = fields.or(reader, "cost", amount::amount, Amount::Fixed(Money::ZERO));
    let (wait_for, escalate_to) = (fields.get("wait_for"), fields.get("escalate_to"));
    let follow_up_at = fields.get("follow_up");
    if let (Some(wait), Some(_)) = (&wait_for, &escalate_to) {
        let message = format!("`{}` waits and escalates at once", at.path);
        let help = "leave out one of `wait_for` and `escalate_to`; make two outcomes of it";
        reader.problems.push(Problem::error(&wait.path, wait.shown, message).help(help));
    }
    match (&wait_for, &follow_up_at) {
        (None, Some(at)) => {
            let message = format!("`{}` follows up on nothing", at.path);
            let help = "add `wait_for = …`: the party whose answer the case waits for, or leave it out";
            reader.problems.push(Problem::error(&at.path, at.shown, message).help(help));
        }
        (Some(wait), None) => {
            let message = format!("`follow_up` is missing in `{}`", at.path);
            let help =
                "add `follow_up = \"message\"` (one reply, then concluded) or `follow_up = \"conversation\"`";
            reader.problems.push(Problem::error(&wait.path, wait.shown, message).help(help));
        }
        _ => {}
    }
    if wait_for.is_none() {
        for key in ["asks_again", "notice"] {
            if let Some(at) = fields.get(key) {
                let message = format!("`{}` says nothing: the case waits for nobody", at.path);
                let help = "add `wait_for = …`: the party whose answer the case waits for, or leave it out";
                reader.problems.push(Problem::error(&at.path, at.shown, message).help(help));
            }
        }
    }
    let follow_up = follow_up_at.and_then(|at| follow_up(reader, &at));
    let asks_again = fields.read(reader, "asks_again", practice::asks_again).map(Box::new);
    let notice = fields.read(reader, "notice", practice::notice).map(Box::new);
    let party = wait_for.and_then(|at| reader.name(&at, Section::Party));
    let team = escalate_to.and_then(|at| reader.name(&at, Section::Team));
    let next = match (party.zip(follow_up), team) {
        (Some((party, follow_up)), _) => Next::WaitFor { party, follow_up, asks_again, notice },
        (None, Some(team)) => Next::EscalateTo { team },
        (None, None) => Next::Concluded,
    };
    let after_care = fields.read(reader, "after_care", practice::after_care);
    (share, Outcome { share: share.unwrap_or(0.0), cost, next, after_care })
}

fn follow_up(reader: &mut Reader<'_>, at: &At<'_>) -> Option<FollowUp> {
    values::word(reader, at, &[("message", FollowUp::Message), ("conversation", FollowUp::Conversation)])
}

//! `nightdesk erlang`: quick answers. Overload is an answer, not an error.

use super::args::{ErlangArgs, Format, Model};
use super::exit::{ExitCode, Failure};
use super::printer::Printer;
use crate::language::{say, text};
use crate::report::text::WIDTH;
use crate::report::text::format::{duration, grouped, limit, percent};
use crate::report::text::layout::{BAD, BOLD, PLAIN, Table, cell, push_paragraph};
use crate::theory::erlang_x::Redials;
use crate::theory::quick::{self, Agents, Answer, MOST_AGENTS, Question};
use crate::theory::service_level::Abandoned;

/// Answers.
pub fn run(args: &ErlangArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let answer = question(args)?.answer().map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(|fault| option_names(&fault.to_string())).collect();
        Failure::Usage(faults.join("\n"))
    })?;
    match printer.format() {
        Format::Text => printer.text(|| render(&answer))?,
        Format::Json => printer.json(&answer)?,
    }
    Ok(ExitCode::Done)
}

fn question(args: &ErlangArgs) -> Result<Question, Failure> {
    let agents = match (args.agents, args.target) {
        (Some(agents), _) => Agents::Number(agents),
        (None, Some(target)) => Agents::ForTarget(target),
        (None, None) => return Err(Failure::Usage("--agents or --target is needed".to_owned())),
    };
    Ok(Question {
        model: match args.model {
            Model::B => quick::Model::B,
            Model::C => quick::Model::C,
            Model::A => quick::Model::A,
            Model::X => quick::Model::X,
        },
        per_hour: args.calls / args.per.hours(),
        handle_s: args.handle_time.seconds(),
        patience_s: args.patience.map(|patience| patience.seconds()),
        agents,
        within_s: args.within.seconds(),
        abandoned: Abandoned::default(),
        redials: Redials { abandoned: args.redial.unwrap_or(0.0), answered: 0.0 },
    })
}

/// The formula's own words for its arguments, as the options that set them.
fn option_names(fault: &str) -> String {
    let names = [
        ("per_hour", "--calls"),
        ("handle_s", "--handle-time"),
        ("patience_s", "--patience"),
        ("within_s", "--within"),
        ("redials.abandoned", "--redial"),
    ];
    names.iter().fold(fault.to_owned(), |text, (field, option)| text.replace(field, option))
}

fn render(answer: &Answer) -> String {
    let mut out = String::new();
    let style = if answer.grows_per_hour.is_some() || answer.target_met == Some(false) { BAD } else { BOLD };
    push_paragraph(&sentence(answer), style, "", WIDTH, &mut out);
    out.push('\n');
    let mut table = Table::new(&["", ""]);
    for (what, figure) in figures(answer) {
        table.row([cell(text(what)), cell(figure)]);
    }
    table.render(WIDTH, &mut out);
    out.push('\n');
    push_paragraph(&text(assumption(answer.model)), PLAIN, "", WIDTH, &mut out);
    out
}

/// The answer in one sentence.
fn sentence(answer: &Answer) -> String {
    let Some(agents) = answer.agents else {
        return say!("Not even {} agents reach this target.", grouped(MOST_AGENTS as f64, 0));
    };
    let agents = if agents == 1 { say!("1 agent") } else { say!("{} agents", grouped(agents as f64, 0)) };
    if let Some(grows) = answer.grows_per_hour {
        return say!(
            "Overload: with {} the queue grows by {} an hour, without end.",
            agents,
            grouped(grows, 1)
        );
    }
    let level = percent(Some(answer.service_level));
    let met = match answer.model {
        quick::Model::B => say!("{} are not turned away", level),
        _ => say!("{} are answered within {}", level, limit(answer.within_s)),
    };
    match answer.target {
        Some(_) => say!("{} are needed: then {}.", agents, met),
        None => say!("With {} {}.", agents, met),
    }
}

/// What the model knows.
fn figures(answer: &Answer) -> Vec<(&'static str, String)> {
    let known = [
        ("offered load", Some(say!("{} erlang", grouped(answer.offered_load_erlang, 2)))),
        ("new callers an hour", Some(grouped(answer.customers_per_hour, 1))),
        (
            "calls an hour, redials too",
            (answer.model == quick::Model::X).then(|| grouped(answer.calls_per_hour, 1)),
        ),
        ("agents busy", Some(percent(Some(answer.occupancy)))),
        ("find all agents busy", Some(percent(Some(answer.chance_to_wait)))),
        ("mean wait", answer.mean_wait_s.map(duration)),
        ("mean wait of the answered", answer.mean_wait_answered_s.map(duration)),
        (
            if answer.model == quick::Model::B { "turned away" } else { "give up" },
            answer.abandoned_share.map(|share| percent(Some(share))),
        ),
        ("callers never answered", answer.lost_for_good_share.map(|share| percent(Some(share)))),
        ("waiting on average", answer.queue_length.map(|length| grouped(length, 2))),
    ];
    known.into_iter().filter_map(|(what, figure)| Some((what, figure?))).collect()
}

/// What to keep in mind.
const fn assumption(model: quick::Model) -> &'static str {
    match model {
        quick::Model::B => "Holds for a constant rate and no waiting; a surge needs `simulate`.",
        quick::Model::C => {
            "Holds for a constant rate, a steady state, and endless patience; a surge needs `simulate`."
        }
        quick::Model::A => "Holds for a constant rate in a steady state; a surge needs `simulate`.",
        quick::Model::X => {
            "Holds for a constant rate in a steady state, redials spread evenly; a surge needs `simulate`."
        }
    }
}

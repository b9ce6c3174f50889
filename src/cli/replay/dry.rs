//! `nightdesk replay --dry-run`: what would be sent.

use super::args::ReplayArgs;
use super::tonight::Tonight;
use crate::cli::args::Format;
use crate::cli::exit::{ExitCode, Failure};
use crate::cli::printer::Printer;
use crate::language::{say, text};
use crate::replay::desk::Setup;
use crate::replay::night::Night;
use crate::report::text::WIDTH;
use crate::report::text::format::{duration, grouped};
use crate::report::text::layout::{BOLD, Table, cell, push_paragraph};
use crate::simulation::plan::Plan;
use crate::units::{Span, Time};
use std::collections::BTreeMap;
use std::ops::Range;

/// Calls that come with a customer's message: itself, reading it, the reply, looking for it.
const CALLS_PER_MESSAGE: f64 = 4.0;

/// Says what would be sent.
pub fn dry_run(args: &ReplayArgs, tonight: &Tonight, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let (night, window, speed) = (&tonight.night, &tonight.window, args.speed);
    let chosen = Setup::select(night, window);
    let before = chosen.iter().filter(|planned| planned.first > 0).count();
    let turns = |planned: &crate::replay::desk::Planned| {
        let turns = night.conversations[planned.night].draws.turns;
        u64::from(turns.saturating_sub(planned.first))
    };
    let planned: u64 = chosen.iter().map(turns).sum();
    let agents = night.duties.iter().filter(|duties| on_duty_within(duties, window)).count();
    let peak = peak_messages(night, window, speed);
    let seconds = (window.end - window.start).seconds() / speed;
    let open = most_open(night, window);
    let polls = agents as f64 / args.poll.seconds() * speed;
    if printer.format() == Format::Json {
        printer.json(&serde_json::json!({
            "scenario": tonight.scenario.title,
            "conversations": chosen.len(),
            "open_before": before,
            "planned": planned,
            "peak_messages_per_s": peak,
            "peak_calls_per_s": peak_calls(night, &tonight.plan, window, speed, args.poll),
            "queue_polls_per_s": polls,
            "most_open": open,
            "agent_accounts": agents,
            "customer_accounts": chosen.len(),
            "duration_s": seconds,
        }))?;
        return Ok(ExitCode::Done);
    }
    let rows = [
        ("conversations", grouped(chosen.len() as f64, 0)),
        ("of these put in before the window, unmeasured", grouped(before as f64, 0)),
        ("customers' messages planned", grouped(planned as f64, 0)),
        ("messages in the busiest second", grouped(peak, 0)),
        ("looks at the queue a second", grouped(polls, 1)),
        ("conversations open at once", grouped(open as f64, 0)),
        ("accounts of agents", grouped(agents as f64, 0)),
        ("accounts of customers, if each is to have one", grouped(chosen.len() as f64, 0)),
    ];
    printer.text(|| rendered(&tonight.scenario.title, &rows, seconds))?;
    Ok(ExitCode::Done)
}

fn rendered(title: &str, rows: &[(&str, String)], seconds: f64) -> String {
    let mut out = String::new();
    push_paragraph(title, BOLD, "", WIDTH, &mut out);
    push_paragraph(&say!("What a replay would send; nothing was sent."), BOLD, "", WIDTH, &mut out);
    out.push('\n');
    let mut table = Table::new(&["", ""]);
    for (name, value) in rows {
        table.row([cell(text(name)), cell(value)]);
    }
    table.row([cell(say!("duration of the window")), cell(duration(seconds))]);
    table.render(WIDTH, &mut out);
    out
}

fn on_duty_within(duties: &[Range<Time>], window: &Range<Time>) -> bool {
    duties.iter().any(|duty| duty.start < window.end && duty.end > window.start)
}

/// Customers' messages in the busiest second of real time, by the trace.
fn peak_messages(night: &Night, window: &Range<Time>, speed: f64) -> f64 {
    let messages = night.conversations.iter().flat_map(|conversation| &conversation.messages);
    let mut seconds: BTreeMap<i64, u64> = BTreeMap::new();
    for message in messages.filter(|message| window.contains(&message.sent)) {
        *seconds.entry(((message.sent - window.start).seconds() / speed) as i64).or_default() += 1;
    }
    seconds.values().max().copied().unwrap_or(0) as f64
}

/// Calls in the busiest second, about.
pub fn peak_calls(night: &Night, plan: &Plan, window: &Range<Time>, speed: f64, poll: Span) -> f64 {
    let polls = plan.agents.len() as f64 / poll.seconds().max(1e-3) * speed;
    CALLS_PER_MESSAGE * peak_messages(night, window, speed) + polls
}

/// Conversations open at once at most, by the trace.
fn most_open(night: &Night, window: &Range<Time>) -> usize {
    let mut changes: Vec<(Time, i64)> = Vec::new();
    for conversation in &night.conversations {
        let Some(last) = conversation.messages.last() else { continue };
        let over = last.replied.map(|(at, _)| at).or(last.gave_up).unwrap_or(window.end);
        let (from, to) = (conversation.opens().max(window.start), over.min(window.end));
        if from < to {
            changes.extend([(from, 1), (to, -1)]);
        }
    }
    changes.sort_unstable();
    let (mut open, mut most) = (0, 0);
    for (_, change) in changes {
        open += change;
        most = most.max(open);
    }
    most as usize
}

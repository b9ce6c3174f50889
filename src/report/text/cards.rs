//! Score cards, what customers thought, and what practices did.

use super::format::{amount, grouped, percent, percent_within};
use super::layout::{self, Cell, Table, cell, push_paragraph};
use crate::language::{say, text};
use crate::report::{Opinions, SimulationReport};

/// What each team's agents did.
pub fn push_cards(report: &SimulationReport, width: usize, out: &mut String) {
    let mut table = Table::new(&["SCORE CARDS", "conver-\nsations", "replies", "quick\nreplies"]);
    for team in &report.teams {
        let card = &team.card;
        table.row([
            cell(&team.name),
            cell(amount(card.conversations)),
            cell(amount(card.replies)),
            cell(percent(card.quick_replies)),
        ]);
    }
    out.push('\n');
    table.render(width, out);
}

/// What customers thought: of all cases, by inquiry, by the team that replied last; nothing if nobody is asked.
pub fn push_satisfaction(report: &SimulationReport, width: usize, out: &mut String) {
    let Some(all) = &report.satisfaction else { return };
    let heads = ["SATISFACTION", "surveys\na night", "score", "unsatisfied", "complaints"];
    let mut table = Table::new(&heads);
    let score = all.score.map_or_else(
        || "–".to_owned(),
        |it| format!("{} ({}–{})", grouped(it.mean, 2), grouped(it.low, 2), grouped(it.high, 2)),
    );
    let within = |share: Option<crate::report::Compliance>| {
        share.map_or_else(|| "–".to_owned(), |it| percent_within(it.mean, it.low, it.high))
    };
    table.row([
        cell(text("all cases")),
        cell(amount(all.surveys)),
        cell(score),
        cell(within(all.unsatisfied)),
        cell(within(all.complaints)),
    ]);
    for inquiry in &report.inquiries {
        table.row(row(&inquiry.name, inquiry.satisfaction));
    }
    for team in &report.teams {
        table.row(row(&say!("team {}", team.name), team.card.satisfaction));
    }
    out.push('\n');
    table.render(width, out);
}

fn row(name: &str, opinions: Option<Opinions>) -> [Cell; 5] {
    let score = opinions.and_then(|it| it.score).map_or_else(|| "–".to_owned(), |score| grouped(score, 2));
    [
        cell(name),
        cell(amount(opinions.map_or(0.0, |it| it.surveys))),
        cell(score),
        cell(percent(opinions.and_then(|it| it.unsatisfied))),
        cell(percent(opinions.and_then(|it| it.complaints))),
    ]
}

/// One sentence for each practice that did something.
pub fn push_practices(report: &SimulationReport, width: usize, out: &mut String) {
    let did = &report.practices;
    let mut said = Vec::new();
    if did.bot_conversations > 0.0 {
        let (met, settled) = (amount(did.bot_conversations), amount(did.bot_settled));
        said.push(say!("A bot takes {} conversations a night and settles {} of them.", met, settled));
    }
    if did.overlooked > 0.0 {
        said.push(say!(
            "{} messages a night are overlooked until the customer nudges.",
            amount(did.overlooked)
        ));
    }
    if did.call_backs > 0.0 {
        said.push(say!("The desk calls back {} times a night.", amount(did.call_backs)));
    }
    if did.approvals > 0.0 {
        let (approvals, payouts) = (amount(did.approvals), amount(did.payouts));
        said.push(say!("Of {} payouts a night {} have to be approved of.", payouts, approvals));
    }
    if did.written_again > 0.0 {
        let times = amount(did.written_again);
        said.push(say!("Customers who wait for a reply write again {} times a night.", times));
    }
    if did.asked_again > 0.0 {
        let times = amount(did.asked_again);
        said.push(say!("Customers ask where their case stands {} times a night.", times));
    }
    if did.notices > 0.0 {
        said.push(say!("The desk sends {} progress notices a night.", amount(did.notices)));
    }
    if !said.is_empty() {
        out.push('\n');
        push_paragraph(&said.join(" "), layout::PLAIN, "", width, out);
    }
}

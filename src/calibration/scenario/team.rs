//! A team's table: skills, slots, who was on duty.

use super::quoted;
use crate::calibration::estimate::opening::{Opening, weekday};
use crate::calibration::estimate::whole::{Estimates, InquiryEstimate, TeamEstimate, clock_text};
use std::fmt::Write as _;

/// The teams found, or one that stands for what is not known.
pub fn teams(estimates: &Estimates) -> Vec<TeamEstimate> {
    let found: Vec<TeamEstimate> =
        estimates.teams.iter().filter(|team| team.services > 0 && !team.skills.is_empty()).cloned().collect();
    if !found.is_empty() {
        return found;
    }
    vec![TeamEstimate {
        name: "desk".to_owned(),
        skills: estimates.inquiries.iter().map(|inquiry| inquiry.name.clone()).collect(),
        agents: 0,
        services: 0,
        speed: 1.0,
        on_duty: Vec::new(),
    }]
}

/// Writes it.
pub fn write_team(estimates: &Estimates, team: &TeamEstimate, opening: &Opening, day: i32, out: &mut String) {
    let _ = writeln!(out, "\n[team.{}]", team.name);
    let skills: Vec<String> = team.skills.iter().map(|skill| quoted(skill)).collect();
    if team.services > 0 {
        let _ = writeln!(
            out,
            "# {} agents, {} services: who took hardly any of an inquiry does not take it.",
            team.agents, team.services
        );
    }
    let _ = writeln!(out, "skills = [{}]", skills.join(", "));
    let slots: Vec<String> = estimates
        .channels
        .iter()
        .map(|channel| match channel.kind.as_str() {
            "message" => format!("{} = \"unlimited\"", channel.name),
            "phone" => format!("{} = 1", channel.name),
            _ => format!("{} = {}", channel.name, channel.slots),
        })
        .collect();
    if estimates.channels.iter().any(|channel| channel.kind == "chat") {
        let _ = writeln!(out, "# As many as an agent had open 95 % of the times one began.");
    }
    let _ = writeln!(out, "slots = {{ {} }}", slots.join(", "));
    if (team.speed - 1.0).abs() >= 0.005 && team.speed > 0.0 {
        let _ = writeln!(out, "speed = {:.2}", team.speed);
    }
    match team.on_duty.get(weekday(day)).filter(|levels| levels.iter().any(|level| *level > 0.0)) {
        Some(levels) => {
            let _ =
                writeln!(out, "# On duty, inferred from services: the mean of this weekday, whole agents.");
            let _ = writeln!(out, "[team.{}.on_duty.steps]", team.name);
            steps(&whole(levels), opening, out);
        }
        None => assumed_staff(estimates, team, opening, day, out),
    }
}

/// Whole numbers; what rounding leaves is carried over.
fn whole(levels: &[f64]) -> Vec<u32> {
    let mut carry = 0.0;
    let mut round = |level: &f64| {
        let agents = (level + carry + 0.5).floor().max(0.0);
        carry = (carry + level - agents).clamp(-0.5, 0.5);
        agents as u32
    };
    levels.iter().map(&mut round).collect()
}

fn steps(agents: &[u32], opening: &Opening, out: &mut String) {
    let mut last = None;
    for (half_hour, agents) in agents.iter().enumerate() {
        if last != Some(agents) {
            let _ = writeln!(out, "\"{}\" = {agents}", clock_text(opening, half_hour));
            last = Some(agents);
        }
    }
}

/// As many as the work needs with a fifth to spare.
fn assumed_staff(estimates: &Estimates, team: &TeamEstimate, opening: &Opening, day: i32, out: &mut String) {
    let _ = writeln!(
        out,
        "# ASSUMPTION: the log does not show who was there; the work and a quarter more, at least two."
    );
    let _ = writeln!(out, "[team.{}.on_duty.steps]", team.name);
    let place = weekday(day);
    let work = |half_hour: usize| {
        let one = |inquiry: &InquiryEstimate| {
            let cases = estimates.profile.rates[usize::from(inquiry.number) - 1][place][half_hour];
            let handle = inquiry.handle.as_ref().map_or(180.0, |handle| handle.mean_s.value);
            let turns = inquiry.turns.as_ref().map_or(1.0, |turns| turns.mean.value);
            cases * handle * turns / 1800.0
        };
        (1.25 * estimates.inquiries.iter().map(one).sum::<f64>()).ceil().max(2.0) as u32
    };
    let agents: Vec<u32> = (0..opening.half_hours()).map(work).collect();
    steps(&agents, opening, out);
}

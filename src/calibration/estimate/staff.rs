//! Teams, and how many of each were on duty when.

use super::clean::Clean;
use super::figures::{InquiryEstimate, TeamEstimate};
use super::opening::{HALF_HOUR, weekday};
use super::presence::{PresenceRules, levels, presence};
use super::skills::Skills;
use std::io;

/// Who was there, on average, by weekday and half hour.
///
/// # Errors
/// If the temporary file cannot be read.
pub fn teams(
    clean: &Clean<'_>,
    skills: &Skills,
    rules: &PresenceRules,
    inquiries: &[InquiryEstimate],
) -> io::Result<Vec<TeamEstimate>> {
    let places = clean.opening.half_hours();
    let mut there = vec![vec![vec![0.0; places]; 7]; skills.groups.len()];
    let mut days = [0.0; 7];
    for day in clean.each() {
        let day = day?;
        let of = weekday(day.day);
        days[of] += 1.0;
        let mut by_group: Vec<Vec<(i64, i64)>> = vec![Vec::new(); skills.groups.len()];
        for (agent, spells) in presence(&day, skills, rules) {
            if let Some(group) = by_group.get_mut(skills.group(agent)) {
                group.extend(spells);
            }
        }
        for (group, spells) in by_group.into_iter().enumerate() {
            let steps = levels(spells.into_iter());
            for pair in steps.windows(2) {
                for (place, cell) in there[group][of].iter_mut().enumerate() {
                    let from = day.opens + place as i64 * HALF_HOUR;
                    let inside = (pair[1].0.min(from + HALF_HOUR) - pair[0].0.max(from)).max(0);
                    *cell += f64::from(pair[0].1) * inside as f64 / HALF_HOUR as f64;
                }
            }
        }
    }
    for rows in &mut there {
        for (row, days) in rows.iter_mut().zip(days) {
            row.iter_mut().for_each(|cell| *cell /= f64::max(days, 1.0));
        }
    }
    let team = |(place, group): (usize, &super::skills::Group)| {
        let skill =
            |number: &u16| inquiries.iter().find(|one| one.number == *number).map(|one| one.name.clone());
        let speeds: Vec<f64> = group.agents.iter().map(|agent| skills.speed(*agent)).collect();
        TeamEstimate {
            name: if skills.groups.len() == 1 { "desk".to_owned() } else { format!("desk-{}", place + 1) },
            skills: group.skills.iter().filter_map(skill).collect(),
            agents: group.agents.len(),
            services: group.services,
            speed: speeds.iter().sum::<f64>() / speeds.len().max(1) as f64,
            on_duty: there[place].clone(),
        }
    };
    Ok(skills.groups.iter().enumerate().map(team).collect())
}

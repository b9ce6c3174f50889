//! Everything that a log says about a desk, estimated in one pass over its days and a few small ones.

use super::arrivals::{DayCounts, Profile, day_counts};
use super::clean::Clean;
use super::opening::{HALF_HOUR, Opening, WEEKDAYS};
use super::presence::PresenceRules;
use super::skills::Skills;
use super::staff::teams;
use super::sums::Sums;
use super::wrap_up;
use crate::calibration::log::times::date_of;
use crate::calibration::log::{LogKind, SECOND};
use std::io;

pub use super::figures::{
    ChannelEstimate, Estimates, InquiryEstimate, ProfileRow, TeamEstimate, TierEstimate, WrapUp,
};
pub use super::naming::slug;

/// Values that stand for the wrap-up's curve.
const WRAP_UP_VALUES: usize = 50;
/// Estimates everything.
///
/// # Errors
/// If the temporary file cannot be read.
pub fn estimate(clean: &Clean<'_>, rules: &PresenceRules) -> io::Result<Estimates> {
    let log = clean.log;
    let skills = Skills::of(clean)?;
    let mut sums = Sums::default();
    for day in clean.each() {
        sums.add(&day?);
    }
    let counts = day_counts(clean)?;
    let profile = Profile::of(&counts);
    if log.kind == LogKind::Counts {
        sums.cases = counts.iter().flat_map(|day| day.counts.iter().flatten()).sum::<f64>() as u64;
        for (number, _) in (1_u16..).zip(0..log.inquiries.len()) {
            let own = counts.iter().flat_map(|day| &day.counts[usize::from(number) - 1]).sum::<f64>();
            sums.by_inquiry.entry(number).or_default().cases = own as u64;
        }
    }
    if log.kind == LogKind::Messages {
        for day in clean.each() {
            let day = day?;
            for service in day.services.values().flatten() {
                let own = sums.by_inquiry.entry(service.inquiry).or_default();
                own.handle.add(day.day, service.ended - service.begun);
            }
        }
    }
    let curve = wrap_up::wrap_up(clean, &skills)?;
    let wrap = (log.kind == LogKind::Cases && curve.events >= 30).then(|| {
        let values: Vec<f64> = wrap_up::values(&curve, WRAP_UP_VALUES)
            .iter()
            .map(|value| *value as f64 / SECOND as f64)
            .collect();
        WrapUp {
            observed: curve.spells,
            ended: curve.events,
            longest_s: wrap_up::LONGEST as f64 / SECOND as f64,
            mean_s: values.iter().sum::<f64>() / values.len().max(1) as f64,
            median_s: values.get(values.len() / 2).copied().unwrap_or(0.0),
            values,
        }
    });
    let date = |day: Option<&i32>| day.map_or(String::new(), |day| date_of(*day).to_string());
    let mut estimates = Estimates {
        logs: log.files.clone(),
        left_out: log.left_out.clone(),
        faults: clean.faults.clone(),
        from: date(clean.days.first()),
        to: date(clean.days.last()),
        days: clean.days.len(),
        open_days: (0..7).filter(|p| clean.opening.weekdays[*p]).map(|p| WEEKDAYS[p].to_owned()).collect(),
        open_hours: hours_text(&clean.opening),
        opening_inferred: clean.opening.inferred,
        cases: sums.cases,
        arrivals: rows(clean, &profile, &counts),
        swing: profile.swing(&counts),
        inquiries: Vec::new(),
        patience_of_all: sums.patience.estimate(),
        wrap_up: wrap,
        tiers: sums.tiers(log),
        retries: sums.retries.estimate(),
        surge: None,
        teams: Vec::new(),
        channels: sums.channels(log),
        assumptions: Vec::new(),
        profile,
        counts,
        opening: Some(clean.opening.clone()),
        time_zone: log.zone_name.clone(),
    };
    estimates.inquiries = sums.inquiries(clean, &estimates);
    estimates.teams = teams(clean, &skills, rules, &estimates.inquiries)?;
    Ok(estimates)
}

fn hours_text(opening: &Opening) -> String {
    let clock = |at: i64| {
        let minutes = at / (60 * SECOND);
        let hours = if minutes > 24 * 60 { minutes / 60 - 24 } else { minutes / 60 };
        format!("{hours:02}:{:02}", minutes % 60)
    };
    format!("{}-{}", clock(opening.from), clock(opening.to))
}

/// The clock time of a half hour of the opening.
pub fn clock_text(opening: &Opening, half_hour: usize) -> String {
    let minutes = (opening.from + half_hour as i64 * HALF_HOUR) / (60 * SECOND) % (24 * 60);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn rows(clean: &Clean<'_>, profile: &Profile, counts: &[DayCounts]) -> Vec<ProfileRow> {
    if counts.is_empty() {
        return Vec::new();
    }
    let row = |half_hour: usize| ProfileRow {
        from: clock_text(&clean.opening, half_hour),
        cases: std::array::from_fn(|p| clean.opening.weekdays[p].then(|| profile.total(p, half_hour))),
    };
    (0..clean.opening.half_hours()).map(row).collect()
}

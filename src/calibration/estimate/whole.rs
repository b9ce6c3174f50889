//! Everything that a log says about a desk, estimated in one pass over its days and a few small ones.

use super::arrivals::{DayCounts, Profile, Swing, day_counts};
use super::clean::Clean;
use super::durations::{DurationSums, Durations};
use super::faults::Fault;
use super::opening::{HALF_HOUR, Opening, WEEKDAYS, weekday};
use super::patience::{Patience, PatienceSums};
use super::presence::{PresenceRules, levels, presence};
use super::priority::{HeadStart, PrioritySums};
use super::retries::{Retries, RetrySums};
use super::skills::Skills;
use super::surge::SurgeEstimate;
use super::turns::{TurnSums, Turns};
use super::wrap_up;
use crate::calibration::log::times::date_of;
use crate::calibration::log::{Fate, LeftOut, LogFile, LogKind, SECOND};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;

/// Values that stand for the wrap-up's curve.
const WRAP_UP_VALUES: usize = 50;
/// Conversations an agent has at once: this share of the time it had no more.
const SLOTS_SHARE: f64 = 0.95;

/// What a log says.
#[derive(Clone, Debug, Serialize)]
pub struct Estimates {
    /// What was read.
    pub logs: Vec<LogFile>,
    /// Rows that were used for nothing, by reason.
    pub left_out: Vec<LeftOut>,
    /// Stretches that are odd.
    pub faults: Vec<Fault>,
    /// First and last day learnt from.
    pub from: String,
    /// The same.
    pub to: String,
    /// Days learnt from.
    pub days: usize,
    /// `mon` to `sun`, those on which the desk is open.
    pub open_days: Vec<String>,
    /// `07:00-24:00`
    pub open_hours: String,
    /// Days and hours were found out from the log.
    pub opening_inferred: bool,
    /// Cases learnt from.
    pub cases: u64,
    /// Expected cases by weekday and half hour.
    pub arrivals: Vec<ProfileRow>,
    /// How days swing.
    pub swing: Option<Swing>,
    /// By kind of question, most cases first.
    pub inquiries: Vec<InquiryEstimate>,
    /// All kinds together.
    pub patience_of_all: Option<Patience>,
    /// The agent's work after a case.
    pub wrap_up: Option<WrapUp>,
    /// Those with a name.
    pub tiers: Vec<TierEstimate>,
    /// Who comes again.
    pub retries: Option<Retries>,
    /// After streams, where their times are given.
    pub surge: Option<SurgeEstimate>,
    /// Groups of agents who take the same.
    pub teams: Vec<TeamEstimate>,
    /// By name; none named: one, of the kind the log is of.
    pub channels: Vec<ChannelEstimate>,
    /// What is not known, and what stands in its place.
    pub assumptions: Vec<String>,
    /// The profile as numbers.
    #[serde(skip)]
    pub profile: Profile,
    /// What the profile is made of.
    #[serde(skip)]
    pub counts: Vec<DayCounts>,
    /// When the desk is open, as numbers.
    #[serde(skip)]
    pub opening: Option<Opening>,
    /// The name of the zone of all times.
    pub time_zone: String,
}

/// A half hour's expected cases by weekday.
#[derive(Clone, Debug, Serialize)]
pub struct ProfileRow {
    /// Clock time of its start.
    pub from: String,
    /// By weekday, from Monday; none: closed.
    pub cases: [Option<f64>; 7],
}

/// One kind of question.
#[derive(Clone, Debug, Serialize)]
pub struct InquiryEstimate {
    /// As the scenario calls it.
    pub name: String,
    /// As the log calls it.
    pub title: String,
    /// Its number in the log.
    #[serde(skip)]
    pub number: u16,
    /// Learnt from.
    pub cases: u64,
    /// An open day.
    pub cases_a_day: f64,
    /// The agent's work on a case, or on a reply of a log of messages.
    pub handle: Option<Durations>,
    /// Share of cases by channel.
    pub channels: Vec<(String, f64)>,
    /// Of a log of messages: from a reply to the next message.
    pub think: Option<Durations>,
    /// Customer messages of a conversation.
    pub turns: Option<Turns>,
    /// Until giving up.
    pub patience: Option<Patience>,
    /// Share by tier, of those whose tier is known and who had to wait.
    pub tiers: Vec<(String, f64)>,
}

/// The agent's work after a case.
#[derive(Clone, Debug, Serialize)]
pub struct WrapUp {
    /// Stretches of a gap in which a customer waited.
    pub observed: u64,
    /// Of them, ended by a service.
    pub ended: u64,
    /// Gaps up to this long are wrap-up, longer ones breaks.
    pub longest_s: f64,
    /// s
    pub mean_s: f64,
    /// s
    pub median_s: f64,
    /// Evenly spaced quantiles, s.
    #[serde(skip)]
    pub values: Vec<f64>,
}

/// A tier.
#[derive(Clone, Debug, Serialize)]
pub struct TierEstimate {
    /// As the scenario calls it.
    pub name: String,
    /// As the log calls it.
    pub title: String,
    /// Cases with it.
    pub cases: u64,
    /// True: all others are measured against it.
    pub regular: bool,
    /// Its place in the queue before the regular tier; none: too few pairs to tell.
    pub head_start: Option<HeadStart>,
}

/// Agents who take the same.
#[derive(Clone, Debug, Serialize)]
pub struct TeamEstimate {
    /// As the scenario calls it.
    pub name: String,
    /// Inquiries, as the scenario calls them.
    pub skills: Vec<String>,
    /// Seen.
    pub agents: usize,
    /// Services seen.
    pub services: u64,
    /// Beside the mean for the same inquiries.
    pub speed: f64,
    /// Mean number on duty by weekday (from Monday) and half hour of the opening.
    pub on_duty: Vec<Vec<f64>>,
}

/// A channel.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelEstimate {
    /// As the scenario calls it.
    pub name: String,
    /// As the log calls it.
    pub title: String,
    /// `phone`, `chat` or `message`.
    pub kind: String,
    /// Conversations an agent had at once, nearly always no more.
    pub slots: u32,
}

/// A name that a scenario can have: lower case letters, digits and dashes.
pub fn slug(title: &str, otherwise: &str) -> String {
    let mut name = String::new();
    for c in title.trim().chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => name.push(c),
            _ if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    let name = name.trim_end_matches('-').to_owned();
    if name.is_empty() { otherwise.to_owned() } else { name }
}

/// Names that differ.
fn distinct(titles: &[String], what: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (place, title) in titles.iter().enumerate() {
        let otherwise = format!("{what}-{}", place + 1);
        let name = slug(title, &otherwise);
        names.push(if names.contains(&name) { format!("{name}-{}", place + 1) } else { name });
    }
    names
}

/// Sums over the days.
#[derive(Default)]
struct Sums {
    cases: u64,
    by_inquiry: BTreeMap<u16, InquirySums>,
    patience: PatienceSums,
    retries: RetrySums,
    priority: PrioritySums,
    tiers: BTreeMap<u16, u64>,
    /// By channel: conversations at once, and how often.
    at_once: BTreeMap<u16, BTreeMap<u32, u64>>,
    channels: BTreeMap<u16, u64>,
}

#[derive(Default)]
struct InquirySums {
    cases: u64,
    handle: DurationSums,
    turns: TurnSums,
    patience: PatienceSums,
    tiers: BTreeMap<u16, u64>,
    channels: BTreeMap<u16, u64>,
}

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
    let curve = wrap_up::wrap_up(clean, &skills, rules.longest_wrap_up)?;
    let wrap = (log.kind == LogKind::Cases && curve.events >= 30).then(|| {
        let values: Vec<f64> = wrap_up::values(&curve, WRAP_UP_VALUES)
            .iter()
            .map(|value| *value as f64 / SECOND as f64)
            .collect();
        WrapUp {
            observed: curve.spells,
            ended: curve.events,
            longest_s: rules.longest_wrap_up as f64 / SECOND as f64,
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

impl Sums {
    fn add(&mut self, day: &super::clean::OpenDay) {
        for case in day.counted() {
            self.cases += 1;
            let own = self.by_inquiry.entry(case.inquiry).or_default();
            own.cases += 1;
            if let Some(handle) = case.handled().filter(|_| case.fate == Fate::Answered) {
                own.handle.add(day.day, handle);
            }
            own.turns.add(case.turns);
            own.patience.add(case);
            self.patience.add(case);
            // A tier that is logged of waiting customers only says nothing of the others.
            if case.tier != 0 && case.wait > 0 {
                *own.tiers.entry(case.tier).or_default() += 1;
            }
            if case.tier != 0 {
                *self.tiers.entry(case.tier).or_default() += 1;
            }
            *own.channels.entry(case.channel).or_default() += 1;
            *self.channels.entry(case.channel).or_default() += 1;
        }
        self.retries.add(day);
        self.priority.add(day);
        self.count_at_once(day);
    }

    /// Conversations that an agent has at once, whenever one begins.
    fn count_at_once(&mut self, day: &super::clean::OpenDay) {
        let mut changes: BTreeMap<u32, Vec<(i64, i64, u16)>> = BTreeMap::new();
        for case in
            day.counted().filter(|case| case.agent != 0 && case.begun != crate::calibration::log::UNKNOWN)
        {
            let ended = case.ended().or_else(|| (case.solved > case.begun).then_some(case.solved));
            if let Some(ended) = ended {
                let list = changes.entry(case.agent).or_default();
                list.push((case.begun, 1, case.channel));
                list.push((ended, -1, case.channel));
            }
        }
        for list in changes.values_mut() {
            list.sort_unstable();
            let mut open = 0;
            for (_, change, channel) in list {
                open += *change;
                if *change > 0 {
                    *self.at_once.entry(*channel).or_default().entry(open.max(1) as u32).or_default() += 1;
                }
            }
        }
    }

    fn tiers(&self, log: &crate::calibration::log::Log) -> Vec<TierEstimate> {
        let numbers: Vec<u16> = self.tiers.keys().copied().collect();
        if numbers.len() < 2 {
            return Vec::new();
        }
        let titles: Vec<String> = numbers.iter().map(|n| log.tiers.name(u32::from(*n)).to_owned()).collect();
        let names = distinct(&titles.iter().map(|title| format!("tier {title}")).collect::<Vec<_>>(), "tier");
        // Regular is the tier that no other is served after.
        let before = |tier: u16, other: u16| {
            self.priority.estimate(other, tier).is_some_and(|found| found.head_start_s > 0.0)
        };
        let served_after = |tier: u16| numbers.iter().filter(|other| before(**other, tier)).count();
        let regular =
            numbers.iter().copied().max_by_key(|tier| (served_after(*tier), self.tiers[tier])).unwrap_or(0);
        let estimate = |place: usize| TierEstimate {
            name: names[place].clone(),
            title: titles[place].clone(),
            cases: self.tiers[&numbers[place]],
            regular: numbers[place] == regular,
            head_start: (numbers[place] != regular)
                .then(|| self.priority.estimate(regular, numbers[place]))
                .flatten(),
        };
        (0..numbers.len()).map(estimate).collect()
    }

    fn channels(&self, log: &crate::calibration::log::Log) -> Vec<ChannelEstimate> {
        let kind = match log.kind {
            LogKind::Messages => "chat",
            LogKind::Counts => "phone",
            LogKind::Cases if self.by_inquiry.values().any(|own| own.handle.count() > 0) => "phone",
            LogKind::Cases => "message",
        };
        let slots = |channel: u16| {
            let Some(seen) = self.at_once.get(&channel).filter(|_| kind == "chat") else { return 1 };
            let total: u64 = seen.values().sum();
            let mut up_to = 0;
            let enough = |(_, times): &(&u32, &u64)| {
                up_to += **times;
                up_to as f64 >= SLOTS_SHARE * total as f64
            };
            seen.iter().find(enough).map_or(1, |(at_once, _)| *at_once)
        };
        let numbers: Vec<u16> = self.channels.keys().copied().collect();
        let named = numbers.iter().any(|channel| *channel != 0);
        if !named {
            let slots = slots(0);
            return vec![ChannelEstimate {
                name: kind.to_owned(),
                title: String::new(),
                kind: kind.to_owned(),
                slots,
            }];
        }
        let titles: Vec<String> =
            numbers.iter().map(|n| log.channels.name(u32::from(*n)).to_owned()).collect();
        let names = distinct(&titles, "channel");
        let one = |place: usize| ChannelEstimate {
            name: names[place].clone(),
            title: titles[place].clone(),
            kind: kind.to_owned(),
            slots: slots(numbers[place]),
        };
        (0..numbers.len()).map(one).collect()
    }

    fn inquiries(&self, clean: &Clean<'_>, so_far: &Estimates) -> Vec<InquiryEstimate> {
        let log = clean.log;
        let mut numbers: Vec<u16> = self.by_inquiry.keys().copied().collect();
        numbers.sort_by_key(|number| std::cmp::Reverse(self.by_inquiry[number].cases));
        let titles: Vec<String> =
            numbers.iter().map(|n| log.inquiries.name(u32::from(*n)).to_owned()).collect();
        let names = distinct(&titles, "inquiry");
        let mut thinks: BTreeMap<u16, DurationSums> = BTreeMap::new();
        for (inquiry, span) in &log.thinks.values {
            thinks.entry(*inquiry).or_default().add(0, *span);
        }
        let channel_names: Vec<(u16, String)> =
            self.channels.keys().copied().zip(so_far.channels.iter().map(|one| one.name.clone())).collect();
        let tier_names: Vec<(u16, String)> =
            self.tiers.keys().copied().zip(so_far.tiers.iter().map(|tier| tier.name.clone())).collect();
        let share = |seen: &BTreeMap<u16, u64>, names: &[(u16, String)]| {
            let total: u64 = names.iter().filter_map(|(number, _)| seen.get(number)).sum();
            let one = |(number, name): &(u16, String)| {
                Some((name.clone(), *seen.get(number)? as f64 / total.max(1) as f64))
            };
            names.iter().filter_map(one).collect::<Vec<_>>()
        };
        let one = |(place, number): (usize, &u16)| {
            let own = &self.by_inquiry[number];
            InquiryEstimate {
                name: names[place].clone(),
                title: titles[place].clone(),
                number: *number,
                cases: own.cases,
                cases_a_day: own.cases as f64 / clean.days.len().max(1) as f64,
                handle: own.handle.estimate(),
                channels: share(&own.channels, &channel_names),
                think: thinks.get(number).and_then(DurationSums::estimate),
                turns: own.turns.estimate(),
                patience: own.patience.is_enough().then(|| own.patience.estimate()).flatten(),
                tiers: share(&own.tiers, &tier_names),
            }
        };
        numbers.iter().enumerate().map(one).collect()
    }
}

/// Who was there, on average, by weekday and half hour.
fn teams(
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_such_as_a_scenario_can_have() {
        let titles = ["Where is my parcel?", "物流", "where is my parcel", ""].map(str::to_owned);
        assert_eq!(
            distinct(&titles, "inquiry"),
            ["where-is-my-parcel", "inquiry-2", "where-is-my-parcel-3", "inquiry-4"]
        );
    }
}

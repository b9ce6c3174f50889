//! What all days add up to, and what it says of inquiries, tiers and channels.

use super::clean::{Clean, OpenDay};
use super::durations::DurationSums;
use super::figures::{ChannelEstimate, Estimates, InquiryEstimate, TierEstimate};
use super::naming::distinct;
use super::patience::PatienceSums;
use super::priority::PrioritySums;
use super::retries::RetrySums;
use super::turns::TurnSums;
use crate::calibration::log::{Fate, Log, LogKind, UNKNOWN};
use std::collections::BTreeMap;

/// Conversations an agent has at once: this share of the time it had no more.
const SLOTS_SHARE: f64 = 0.95;

/// Think times are kept in the order of conversations' hashes, so stretches of them are groups drawn at random, whose
/// means show how well the mean of all is known.
const THINK_GROUPS: usize = 40;

/// Sums over the days.
#[derive(Default)]
pub struct Sums {
    /// Cases.
    pub cases: u64,
    /// By inquiry number.
    pub by_inquiry: BTreeMap<u16, InquirySums>,
    /// Of all inquiries.
    pub patience: PatienceSums,
    /// Who comes again.
    pub retries: RetrySums,
    priority: PrioritySums,
    tiers: BTreeMap<u16, u64>,
    /// By channel: conversations at once, and how often.
    at_once: BTreeMap<u16, BTreeMap<u32, u64>>,
    channels: BTreeMap<u16, u64>,
}

/// The same of one inquiry.
#[derive(Default)]
pub struct InquirySums {
    /// Cases.
    pub cases: u64,
    /// Work on a case or a reply.
    pub handle: DurationSums,
    turns: TurnSums,
    patience: PatienceSums,
    tiers: BTreeMap<u16, u64>,
    channels: BTreeMap<u16, u64>,
}

impl Sums {
    /// Adds a day.
    pub fn add(&mut self, day: &OpenDay) {
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
    fn count_at_once(&mut self, day: &OpenDay) {
        let mut changes: BTreeMap<u32, Vec<(i64, i64, u16)>> = BTreeMap::new();
        for case in day.counted().filter(|case| case.agent != 0 && case.begun != UNKNOWN) {
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

    /// Those with a name.
    pub fn tiers(&self, log: &Log) -> Vec<TierEstimate> {
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

    /// By name; none named: one, of the kind the log is of.
    pub fn channels(&self, log: &Log) -> Vec<ChannelEstimate> {
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

    /// Most cases first; `so_far` has channels and tiers.
    pub fn inquiries(&self, clean: &Clean<'_>, so_far: &Estimates) -> Vec<InquiryEstimate> {
        let log = clean.log;
        let mut numbers: Vec<u16> = self.by_inquiry.keys().copied().collect();
        numbers.sort_by_key(|number| std::cmp::Reverse(self.by_inquiry[number].cases));
        let titles: Vec<String> =
            numbers.iter().map(|n| log.inquiries.name(u32::from(*n)).to_owned()).collect();
        let names = distinct(&titles, "inquiry");
        let mut thinks: BTreeMap<u16, DurationSums> = BTreeMap::new();
        let values = &log.thinks.values;
        for (place, (inquiry, span)) in values.iter().enumerate() {
            let part = place * THINK_GROUPS / values.len();
            thinks.entry(*inquiry).or_default().add(part as i32, *span);
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

//! The product's engine and the oracle give the same counts, digit for digit, on thousands of plans at
//! random. A single seed, told line by line: `NIGHTDESK_ORACLE_SEED=17 cargo test --test oracle_agrees`.

mod oracle;
mod support;

use nightdesk::simulation::Engine;
use nightdesk::simulation::observer::{Event, Observer};
use nightdesk::simulation::tally::{PracticeCounts, TeamCounts};
use nightdesk::units::Span;
use oracle::{LogLine, What};
use std::collections::BTreeMap;
use support::compare::first_difference;
use support::engine::{run_night, run_night_aloud};
use support::plain_plan::{only_plain_calls, only_plain_chats};
use support::random_plan::{RandomNight, random_night};

/// Cases at most, and seeds.
const SMALL: (usize, std::ops::Range<u64>) = (40, 0..10_000);
const MEDIUM: (usize, std::ops::Range<u64>) = (200, 100_000..101_000);
const PLAIN_CALLS: (usize, std::ops::Range<u64>) = (150, 200_000..204_000);
const PLAIN_CHATS: (usize, std::ops::Range<u64>) = (200, 300_000..304_000);

#[test]
fn the_engine_and_the_oracle_agree_on_small_plans() {
    agree_on_all(SMALL);
}

#[test]
fn the_engine_and_the_oracle_agree_on_medium_plans() {
    agree_on_all(MEDIUM);
}

/// Plans on which the engine goes its shorter way for calls, again and again.
#[test]
fn the_engine_and_the_oracle_agree_on_plain_calls() {
    let shorter_ways = agree_on_plain(PLAIN_CALLS, only_plain_calls);
    assert!(shorter_ways > 1000 || one_seed().is_some(), "only {shorter_ways} times");
}

/// Likewise for chats.
#[test]
fn the_engine_and_the_oracle_agree_on_plain_chats() {
    let shorter_ways = agree_on_plain(PLAIN_CHATS, only_plain_chats);
    assert!(shorter_ways > 1000 || one_seed().is_some(), "only {shorter_ways} times");
}

/// How often a shorter way was gone.
fn agree_on_plain(
    (cases, seeds): (usize, std::ops::Range<u64>),
    plain: fn(RandomNight) -> RandomNight,
) -> u64 {
    let mut shorter_ways = 0;
    for seed in seeds_of(seeds) {
        let night = plain(random_night(seed, cases));
        agree_on_night(seed, cases, &night);
        let mut engine = Engine::new(&night.plan);
        engine.run(night.night, &night.arrivals, &mut ());
        shorter_ways += engine.shorter_ways();
    }
    shorter_ways
}

/// Waits by channel, of those who were answered and of those who gave up, in order.
#[derive(Debug, Default, PartialEq)]
struct Seen<const EVENTS: bool>(BTreeMap<(u8, bool), Vec<Span>>);

impl<const EVENTS: bool> Observer for Seen<EVENTS> {
    const EVENTS: bool = EVENTS;

    fn answered(&mut self, channel: u8, wait: Span) {
        self.0.entry((channel, true)).or_default().push(wait);
    }

    fn abandoned(&mut self, channel: u8, wait: Span) {
        self.0.entry((channel, false)).or_default().push(wait);
    }
}

impl<const EVENTS: bool> Seen<EVENTS> {
    fn of(night: &RandomNight) -> (BTreeMap<(u8, bool), Vec<Span>>, u64) {
        let (mut engine, mut seen) = (Engine::new(&night.plan), Self::default());
        engine.run(night.night, &night.arrivals, &mut seen);
        seen.0.values_mut().for_each(|waits| waits.sort_unstable());
        (seen.0, engine.shorter_ways())
    }
}

/// Who watches single events is never led the shorter way; whoever does not, sees the same waits on it.
#[test]
fn the_shorter_way_shows_the_same_waits_as_the_general_one() {
    let mut shorter_ways = 0;
    for seed in PLAIN_CALLS.1.take(1000) {
        let night = only_plain_calls(random_night(seed, PLAIN_CALLS.0));
        let (general, none) = Seen::<true>::of(&night);
        let (shorter, some) = Seen::<false>::of(&night);
        assert_eq!((general, none), (shorter, 0), "seed {seed}");
        shorter_ways += some;
    }
    assert!(shorter_ways > 250, "only {shorter_ways} times");
}

fn one_seed() -> Option<u64> {
    let only = std::env::var("NIGHTDESK_ORACLE_SEED").ok()?;
    Some(only.parse().expect("NIGHTDESK_ORACLE_SEED is a number"))
}

/// All of them, or the only one that is asked for.
fn seeds_of(seeds: std::ops::Range<u64>) -> impl Iterator<Item = u64> {
    let only = one_seed();
    seeds.filter(move |seed| only.is_none_or(|only| only == *seed))
}

fn agree_on_all((cases, seeds): (usize, std::ops::Range<u64>)) {
    for seed in seeds_of(seeds) {
        agree_on_night(seed, cases, &random_night(seed, cases));
    }
}

fn agree_on_night(seed: u64, cases: usize, night: &RandomNight) {
    let RandomNight { plan, night, arrivals } = night;
    let (oracle, log) = oracle::simulate_with_log(plan, *night, arrivals);
    if one_seed().is_some() {
        println!("{plan:#?}");
        log.iter().for_each(|line| println!("{line}"));
        run_night_aloud(plan, *night, arrivals);
    }
    let engine = run_night(plan, *night, arrivals);
    if let Some(difference) = first_difference(&oracle, &engine) {
        panic!("seed {seed}, at most {cases} cases: they differ in {difference}");
    }
}

/// A comparison shows nothing about what never happens.
#[test]
fn the_plans_at_random_reach_every_part_of_the_model() {
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    for seed in 0..600 {
        let RandomNight { plan, night, arrivals } = random_night(seed, 60);
        let (counts, log) = oracle::simulate_with_log(&plan, night, &arrivals);
        for line in &log {
            *seen.entry(word(line)).or_default() += 1;
        }
        let mut also = |name, times: u64| *seen.entry(name).or_default() += times;
        also("overtime", counts.teams.iter().filter(|team| team.overtime.0 > 0).count() as u64);
        also("handed over", counts.teams.iter().map(|team| team.handed_over).sum());
        also("open at the end", counts.open_at_end);
        let PracticeCounts { bot_settled, bot_conversations, overlooked, .. } = counts.practices;
        also("bot settles", bot_settled);
        also("bot hands over", bot_conversations - bot_settled);
        also("overlooked", overlooked);
        also("approvals", counts.practices.approvals);
        let opinions = counts.opinions();
        also("surveys", opinions.surveys);
        also("unsatisfied", opinions.unsatisfied);
        also("complaints", opinions.complaints);
        also("quick replies", counts.agents.iter().map(|agent| agent.quick).sum());
        also("outcome costs", counts.outcome_cost.0.min(1) as u64);
        also("unanswered", counts.inquiries.iter().map(|inquiry| inquiry.unanswered).sum());
        also("met", (0..plan.targets.len()).map(|target| u64::from(counts.target(target).met)).sum());
        also(
            "missed",
            (0..plan.targets.len())
                .map(|target| counts.target(target))
                .map(|it| u64::from(it.counted - it.met))
                .sum(),
        );
    }
    println!("{seen:#?}");
    assert_eq!(seen.len(), 32, "{seen:#?}");
    for (what, times) in seen {
        assert!(times >= 50, "{what}: only {times} times");
    }
}

fn word(line: &LogLine) -> &'static str {
    let Some(who) = line.who else {
        return if line.what == What::OnDuty { "on duty" } else { "off duty" };
    };
    match line.what {
        What::Happened(Event::Arrives) if who.turn > 0 => "later message",
        What::Happened(Event::Arrives) if who.conversation > 0 => "retry",
        What::Happened(Event::Arrives) => "arrives",
        What::Happened(Event::Assigned) => "assigned",
        What::Happened(Event::Begun) => "begun",
        What::Happened(Event::Replied { credit: true }) => "replied",
        What::Happened(Event::Replied { credit: false }) => "replied without credit",
        What::Happened(Event::GaveUp) if who.turn > 0 => "gave up later",
        What::Happened(Event::GaveUp) => "gave up",
        What::Happened(Event::HandedOver) => "hands over",
        What::Happened(Event::WaitsFor { .. }) => "waits for",
        What::Happened(Event::FollowedUp) => "followed up",
        What::Happened(Event::Concluded) => "concluded",
        What::Happened(Event::AfterCare) => "after-care",
        What::Happened(Event::Bot { .. }) => "bot",
        What::Happened(Event::Nudges) => "nudges",
        What::OnDuty | What::OffDuty => "agents",
    }
}

/// What the counts must satisfy among themselves, whoever counts.
#[test]
fn the_oracles_books_balance() {
    for seed in 0..2000 {
        let RandomNight { plan, night, arrivals } = random_night(seed, 40);
        let counts = oracle::simulate(&plan, night, &arrivals);
        let cases: u64 = counts.inquiries.iter().map(|inquiry| inquiry.cases).sum();
        let over: u64 = counts.inquiries.iter().map(|inquiry| inquiry.unanswered).sum();
        let answered: u64 = counts.inquiries.iter().map(|inquiry| inquiry.answered).sum();
        assert_eq!(cases, arrivals.len() as u64, "seed {seed}: every case arrives");
        let by_bot: u64 = counts.inquiries.iter().map(|inquiry| inquiry.settled_by_bot).sum();
        let over = over + by_bot;
        assert!(
            over + answered <= cases && cases <= over + answered + counts.open_at_end,
            "seed {seed}: cases"
        );
        let opened: u64 = counts.channels.iter().map(|channel| channel.conversations).sum();
        let in_intervals: u64 = counts.intervals.iter().map(|interval| interval.arrivals).sum();
        assert_eq!(opened, in_intervals, "seed {seed}: conversations");
        for channel in &counts.channels {
            assert!(
                channel.answered + channel.abandoned <= channel.conversations,
                "seed {seed}: {channel:?}"
            );
        }
        for (number, team) in counts.teams.iter().enumerate() {
            let TeamCounts { busy, on_duty, paid, overtime, .. } = *team;
            assert!(
                busy <= on_duty && on_duty <= paid && overtime <= on_duty,
                "seed {seed}: {number} {team:?}"
            );
        }
        let (mut waiting, mut present) = (0, 0);
        for interval in &counts.intervals {
            waiting += interval.waiting_change;
            present += interval.on_duty_change;
            assert!(waiting >= 0, "seed {seed}: fewer than none waiting");
            assert!(0 <= present && present <= plan.agents.len() as i64, "seed {seed}: {present} on duty");
        }
    }
}

#[test]
fn a_difference_is_named_with_both_values() {
    let RandomNight { plan, night, arrivals } = random_night(1, 40);
    let oracle = oracle::simulate(&plan, night, &arrivals);
    assert_eq!(first_difference(&oracle, &oracle.clone()), None);
    let mut other = oracle.clone();
    other.open_at_end += 1;
    assert!(first_difference(&oracle, &other).is_some_and(|text| text.starts_with("open_at_end\n")));
}

//! Teams and rosters at random.

use super::random_plan::Dice;
use nightdesk::random::NameKey;
use nightdesk::scenario::{ChannelKind, InboxOrder, Pick};
use nightdesk::simulation::plan::{Agent, Break, Channel, Duty, Team};
use nightdesk::units::{Money, Span, Time};

/// Some teams, and their agents in roster order.
pub fn teams(
    dice: &mut Dice,
    closes: Time,
    end: Time,
    channels: &[Channel],
    inquiries: usize,
) -> (Vec<Team>, Vec<Agent>) {
    let (mut teams, mut agents) = (Vec::new(), Vec::new());
    for number in 0..dice.number(1, if dice.tight { 2 } else { 4 }) {
        let name = format!("team-{number}");
        let level = dice.chance(0.3).then(|| level(dice, end));
        match &level {
            Some(steps) => agents.extend(level_agents(number, &name, steps)),
            None => agents.extend(shift_agents(dice, number, &name, closes, end)),
        }
        teams.push(team(dice, name, level, channels, inquiries, end));
    }
    (teams, agents)
}

fn team(
    dice: &mut Dice,
    name: String,
    level: Option<Vec<(Time, u32)>>,
    channels: &[Channel],
    inquiries: usize,
    end: Time,
) -> Team {
    let mut skills: Vec<u16> = (0..inquiries as u16).collect();
    if dice.chance(0.5) {
        skills.reverse();
    }
    if skills.len() > 1 && dice.chance(0.3) {
        skills.pop();
    }
    let speeds = if dice.coarse { [0.5, 1.0, 2.0] } else { [0.7, 1.0, 1.3] };
    let serves_all = dice.chance(0.6);
    let tight = dice.tight;
    let slots = channels.iter().map(|channel| match channel.kind {
        _ if !serves_all && dice.chance(0.4) => 0,
        ChannelKind::Chat => dice.number(1, if tight { 3 } else { 4 }) as u32,
        ChannelKind::Phone | ChannelKind::Message => 1,
    });
    let slots = slots.collect();
    Team {
        name,
        skills,
        slots,
        pick: dice.one_of(&[Pick::LongestWait, Pick::SkillOrder]),
        inbox: dice.one_of(&[InboxOrder::OldestFirst, InboxOrder::NewFirst]),
        speed: (0..inquiries).map(|_| dice.one_of(&speeds)).collect(),
        speed_at: (0..dice.number(1, 3)).map(|_| dice.one_of(&speeds)).collect(),
        switch: if dice.chance(0.5) { dice.span(0.0, 60.0) } else { Span::ZERO },
        pay: pay(dice, end),
        overtime_factor: dice.one_of(&[1.0, 1.5, 1.333]),
        absence: if dice.chance(0.3) { 0.3 } else { 0.0 },
        authority: None,
        level,
    }
}

fn pay(dice: &mut Dice, end: Time) -> Vec<(Time, Money)> {
    let mut pay = vec![(Time(-1_000_000_000_000), Money::from_units(32.0))];
    let mut at = Time::OPENING;
    while at < end && dice.chance(0.5) {
        at += dice.span(600.0, 7200.0);
        pay.push((at, Money::from_units(dice.one_of(&[32.0, 41.6, 48.07]))));
    }
    pay
}

fn level(dice: &mut Dice, end: Time) -> Vec<(Time, u32)> {
    let mut at = Time::OPENING - if dice.chance(0.5) { Span::ZERO } else { dice.span(0.0, 3600.0) };
    let mut steps = Vec::new();
    while at < end {
        steps.push((at, dice.number(0, if dice.tight { 3 } else { 4 }) as u32));
        at += dice.span(60.0, if dice.tight { 900.0 } else { 4000.0 }) + Span::from_whole_seconds(30);
    }
    steps
}

fn level_agents(team: usize, name: &str, steps: &[(Time, u32)]) -> Vec<Agent> {
    let highest = steps.iter().map(|step| step.1).max().unwrap_or(0);
    let agent = |number| Agent {
        team: team as u16,
        shift: String::new(),
        number,
        key: NameKey::of(&[name, ""]),
        duties: Vec::new(),
    };
    (0..highest).map(agent).collect()
}

/// One to three shifts of one to three agents; each shift occurs up to three times.
fn shift_agents(dice: &mut Dice, team: usize, name: &str, closes: Time, end: Time) -> Vec<Agent> {
    let mut shifts: Vec<(Time, String, Vec<Agent>)> = Vec::new();
    for word in ["early", "late", "night"] {
        if word != "early" && dice.chance(0.5) {
            continue;
        }
        let (shortest, longest) = if dice.tight { (300.0, 3600.0) } else { (1800.0, 12_000.0) };
        let length = dice.span(shortest, longest) + Span::from_whole_seconds(60);
        let mut duties = vec![];
        let mut start = Time::OPENING + dice.span(-7200.0, closes.seconds());
        if dice.chance(0.6) {
            start = Time::OPENING;
        }
        let (finish, last_call) =
            (dice.chance(0.3), if dice.chance(0.4) { dice.span(0.0, 1200.0) } else { Span::ZERO });
        for _ in 0..3 {
            let ends = start + length;
            let last_call = (ends - last_call).max(start);
            duties.push(Duty {
                start,
                end: ends,
                last_call,
                finish,
                breaks: vec![],
                counted: start < closes,
            });
            // Touching the one before, soon after it so that overtime runs into it, or later.
            start = ends
                + match dice.number(0, 9) {
                    0 => Span::ZERO,
                    1..=4 => dice.span(30.0, 300.0) + Span(1),
                    _ if dice.tight => dice.span(300.0, 3600.0) + Span(1),
                    _ => dice.span(3600.0, 20_000.0) + Span(1),
                };
            if start >= end {
                break;
            }
        }
        let breaks: Vec<RandomBreak> = (0..dice.number(0, 2))
            .map(|_| {
                (
                    dice.span(60.0, 1500.0) + Span(30_000_000),
                    dice.uniform(),
                    dice.uniform(),
                    dice.chance(0.6),
                    dice.practices.trains(dice),
                )
            })
            .collect();
        let of = dice.number(1, if dice.tight { 2 } else { 3 }) as u32;
        let agents = (0..of).map(|number| Agent {
            team: team as u16,
            shift: word.into(),
            number,
            key: NameKey::of(&[name, word]),
            duties: duties.iter().map(|duty| with_breaks(duty, &breaks, number, of, dice.coarse)).collect(),
        });
        shifts.push((duties[0].start, word.into(), agents.collect()));
    }
    shifts.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    shifts.into_iter().flat_map(|shift| shift.2).collect()
}

/// How long, two places in the shift, whether it is paid, what it trains.
type RandomBreak = (Span, f64, f64, bool, f64);

/// Agent `number` of `of` is due at from + (to - for - from) × number / max(of - 1, 1).
fn with_breaks(duty: &Duty, breaks: &[RandomBreak], number: u32, of: u32, coarse: bool) -> Duty {
    let mut duty = duty.clone();
    for &(length, one, other, paid, trains) in breaks {
        let length = length.min(Span((duty.end - duty.start).0 / 3));
        let room = (duty.end - duty.start - length).0 as f64;
        let (from, to) = (one.min(other) * room, one.max(other) * room);
        let part = f64::from(number) / f64::from((of - 1).max(1));
        let due = duty.start + Span::from_micros(from + (to - from) * part);
        let due = if coarse { Time(due.0 / 30_000_000 * 30_000_000).max(duty.start) } else { due };
        let hands_over = length >= Span::from_whole_seconds(900);
        duty.breaks.push(Break { due, length, paid, hands_over, trains });
    }
    duty.breaks.sort_by_key(|it| it.due);
    duty
}

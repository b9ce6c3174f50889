//! What the common tool would say: Erlang C (or A) for each report interval by itself, shifts on top.
//!
//! Every channel is staffed alone, as spreadsheets do: its calls of the interval, a mean handle time, the
//! service level of its strictest target. A chat is a call of its whole length, and an agent so many of
//! these at once as it has slots; message channels get the work they bring. Then the cheapest shifts
//! that cover it all.

use super::choice::{Choice, Desk, Roster};
use super::programme::{Means, Need, cover};
use crate::demand::SourceKind;
use crate::random::{Key, Sampler};
use crate::scenario::{self, ChannelKind, Measure};
use crate::simulation::customer::Customer;
use crate::simulation::outlook::cases_to_draw;
use crate::simulation::plan::{Plan, Target};
use crate::theory::Outlook;
use crate::theory::erlang_a::ErlangA;
use crate::theory::erlang_c::erlang_c;
use crate::theory::service_level::Abandoned;
use crate::theory::staffing::least_agents;
use crate::units::{Span, Time};

/// Which formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// Everybody waits, however long.
    ErlangC,
    /// Customers give up.
    ErlangA,
}

/// What the formula asks for and promises.
#[derive(Clone, Debug, PartialEq)]
pub struct Promised {
    /// The agents by choice.
    pub roster: Roster,
    /// By target: the service level promised, over all intervals by what they bring; none of a target that
    /// the formula does not know (a solution, a conclusion).
    pub service_level: Vec<Option<f64>>,
}

/// Cases drawn of each source for its means.
const CASES: u32 = 10_000;
/// Their seed.
const SEED: u64 = 0x666f_726d;
/// Most agents that the formula is asked for.
const MOST_AGENTS: u64 = 100_000;
/// Channels up to which every set of them is covered by the teams that serve any of it.
const MOST_SETS: usize = 6;

/// What a channel brings.
#[derive(Clone, Debug, Default)]
struct Flow {
    /// Conversations by interval.
    conversations: Vec<f64>,
    /// Of a conversation, in seconds: work, and how long it holds an agent or a slot.
    work_s: f64,
    hold_s: f64,
    /// Mean patience; none: somebody never gives up.
    patience_s: Option<f64>,
}

/// The agents that `formula` asks for, and what it promises; none if it does not apply, or nothing can be
/// covered.
pub fn promised(desk: &Desk, plan: &Plan, formula: Formula) -> Option<Promised> {
    let flows = flows(plan);
    let length_s = plan.interval.seconds();
    let mut needed = vec![vec![0.0; plan.intervals]; flows.len()];
    let mut levels = vec![vec![0.0; plan.intervals]; flows.len()];
    for (channel, flow) in flows.iter().enumerate() {
        let strictest = strictest(plan, channel);
        for interval in 0..plan.intervals {
            let calls = flow.conversations[interval];
            let (agents, level) = match (plan.channels[channel].kind, strictest) {
                _ if calls <= 0.0 => (0.0, 1.0),
                (ChannelKind::Message, _) | (_, None) => (calls * flow.work_s / length_s, 1.0),
                (kind, Some(target)) => {
                    let slots = if kind == ChannelKind::Chat { slots(plan, channel) } else { 1.0 };
                    staffed(formula, flow, calls / length_s, slots, target)?
                }
            };
            (needed[channel][interval], levels[channel][interval]) = (agents, level);
        }
    }
    let needs = needs(desk, plan, &needed);
    let roster = cover(desk, &needs, Means::UNBOUNDED)?;
    let service_level = plan.targets.iter().map(|target| weighted(target, &flows, &levels)).collect();
    Some(Promised { roster, service_level })
}

/// Agents for one interval, and the service level they promise.
fn staffed(
    formula: Formula,
    flow: &Flow,
    per_second: f64,
    slots: f64,
    target: &Target,
) -> Option<(f64, f64)> {
    let within = target.within.seconds();
    let level = |servers: u64| match formula {
        Formula::ErlangC => match erlang_c(per_second, flow.hold_s, servers) {
            Outlook::Steady(queue) => Some(queue.answered_within(within)),
            Outlook::Overload { .. } => Some(0.0),
        },
        Formula::ErlangA => {
            let queue = ErlangA::new(per_second, flow.hold_s, flow.patience_s?, servers);
            Some(queue.fates(within).service_level(convention(target)))
        }
    };
    level(1)?;
    let meets = |servers| level(servers).is_some_and(|level| level >= target.at_least);
    let servers = least_agents(MOST_AGENTS, meets)?;
    let agents = (servers as f64 / slots).ceil();
    Some((agents, level((agents * slots) as u64)?))
}

/// Of the targets that a formula knows and that count a channel, the one that asks for most.
fn strictest(plan: &Plan, channel: usize) -> Option<&Target> {
    let known = plan.targets.iter().filter(|target| knows(target) && target.channels[channel]);
    known.max_by(|a, b| a.at_least.total_cmp(&b.at_least).then(b.within.cmp(&a.within)))
}

/// Formulas know the first answer only; of later ones they know nothing, and tools take them for the same.
fn knows(target: &Target) -> bool {
    matches!(target.measure, Measure::FirstReply | Measure::EachReply | Measure::Answer)
}

fn convention(target: &Target) -> Abandoned {
    match target.abandoned {
        scenario::Abandoned::LateOnly => Abandoned::LateOnly,
        scenario::Abandoned::Missed => Abandoned::Missed,
        scenario::Abandoned::Ignored => Abandoned::Ignored,
        scenario::Abandoned::MetIfQuick => Abandoned::MetIfQuick,
    }
}

/// The mean number of slots of the teams that serve a channel.
fn slots(plan: &Plan, channel: usize) -> f64 {
    let serving: Vec<f64> = plan.teams.iter().map(|team| f64::from(team.slots[channel])).collect();
    let serving: Vec<f64> = serving.into_iter().filter(|slots| *slots > 0.0).collect();
    (serving.iter().sum::<f64>() / serving.len().max(1) as f64).max(1.0)
}

/// A target's promise: that of its channels' intervals, by what they bring.
fn weighted(target: &Target, flows: &[Flow], levels: &[Vec<f64>]) -> Option<f64> {
    let (mut met, mut counted) = (0.0, 0.0);
    for (channel, flow) in flows.iter().enumerate().filter(|(channel, _)| target.channels[*channel]) {
        for (calls, level) in flow.conversations.iter().zip(&levels[channel]) {
            met += calls * level;
            counted += calls;
        }
    }
    (knows(target) && counted > 0.0).then(|| met / counted)
}

/// By interval: for every set of channels, the teams that serve any of it have to be as many as it needs.
fn needs(desk: &Desk, plan: &Plan, needed: &[Vec<f64>]) -> Vec<Need> {
    let channels: Vec<usize> = (0..needed.len()).filter(|&it| needed[it].iter().any(|n| *n > 0.0)).collect();
    let mut sets: Vec<Vec<usize>> = channels.iter().map(|&it| vec![it]).collect();
    if channels.len() <= MOST_SETS {
        sets = (1..1_usize << channels.len())
            .map(|set| {
                channels
                    .iter()
                    .enumerate()
                    .filter(|(bit, _)| set >> bit & 1 == 1)
                    .map(|(_, &it)| it)
                    .collect()
            })
            .collect();
    } else {
        sets.push(channels);
    }
    let mut needs = Vec::new();
    let starts = (0..plan.intervals).map(|interval| (interval, Time(interval as i64 * plan.interval.0)));
    for (interval, at) in starts {
        for set in &sets {
            let agents: f64 = set.iter().map(|&channel| needed[channel][interval]).sum();
            let serves = |choice: &Choice| {
                let team = plan.teams.iter().find(|team| team.name == choice.team);
                team.is_some_and(|team| set.iter().any(|&channel| team.slots[channel] > 0))
                    && choice.on_shift.iter().any(|shift| shift.0 <= at && at < shift.1)
            };
            let of = desk.choices.iter().enumerate().filter(|(_, choice)| serves(choice));
            let terms: Vec<(usize, f64)> = of.map(|(index, choice)| (index, choice.there)).collect();
            if agents > 0.0 && !terms.is_empty() {
                needs.push(Need { terms, agents });
            }
        }
    }
    needs
}

/// What every channel brings, by interval.
fn flows(plan: &Plan) -> Vec<Flow> {
    let mut flows =
        vec![Flow { conversations: vec![0.0; plan.intervals], ..Flow::default() }; plan.channels.len()];
    let mut totals = vec![(0.0, 0.0, 0.0, 0.0, false); flows.len()];
    for (source, expected) in plan.demand.expected(plan.interval).iter().enumerate() {
        let drawn = Drawn::of(plan, source as u16);
        for (channel, sums) in
            drawn.by_channel.iter().enumerate().filter(|(_, sums)| sums.conversations > 0.0)
        {
            let share = sums.conversations / drawn.cases;
            for (sum, cases) in flows[channel].conversations.iter_mut().zip(&expected.by_slot) {
                *sum += cases * share;
            }
            // Means over sources, by what each brings tonight.
            let weight = expected.tonight * share;
            let total = &mut totals[channel];
            total.0 += weight;
            total.1 += weight * sums.work_s / sums.conversations;
            total.2 += weight * sums.hold_s / sums.conversations;
            total.3 += weight * sums.patience_s / sums.conversations;
            total.4 |= sums.never;
        }
    }
    for (flow, (weight, work, hold, patience, never)) in flows.iter_mut().zip(totals) {
        if weight > 0.0 {
            (flow.work_s, flow.hold_s) = ((work / weight).max(1e-3), (hold / weight).max(1e-3));
            flow.patience_s = (!never && patience > 0.0).then_some(patience / weight);
        }
    }
    flows
}

/// Sums over the first conversations of cases drawn of a source.
struct Drawn {
    cases: f64,
    by_channel: Vec<Sums>,
}

#[derive(Clone, Copy, Default)]
struct Sums {
    conversations: f64,
    work_s: f64,
    hold_s: f64,
    patience_s: f64,
    never: bool,
}

impl Drawn {
    fn of(plan: &Plan, source: u16) -> Drawn {
        let cases: Vec<u32> = cases_to_draw(&plan.demand.sources[usize::from(source)], CASES).collect();
        let recorded = matches!(plan.demand.sources[usize::from(source)].kind, SourceKind::Recorded { .. });
        let mut by_channel = vec![Sums::default(); plan.channels.len()];
        for &case in &cases {
            let customer = Customer::new(plan, Key::night(SEED, 0), source, case);
            let channel = usize::from(customer.channel());
            let Some(handling) = &customer.inquiry.handling[channel] else { continue };
            let turns = customer.turns(handling, 0);
            let sums = &mut by_channel[channel];
            sums.conversations += 1.0;
            // Of a recording each case may have times of its own.
            let mean = |of: &Sampler| if recorded { None } else { of.mean().map(|mean| mean / 1e6) };
            let sum = |of: &Sampler, times: u32, drawn: &dyn Fn(u32) -> Span| match mean(of) {
                Some(mean) => mean * f64::from(times),
                None => (0..times).map(|turn| drawn(turn).seconds()).sum(),
            };
            let wrap_up = sum(&handling.wrap_up, 1, &|_| customer.wrap_up(handling, 0));
            let replies = sum(&handling.reply, turns, &|turn| customer.reply(handling, 0, turn));
            let thinks = sum(&handling.think, turns - 1, &|turn| customer.think(handling, 0, turn));
            sums.work_s += replies + wrap_up;
            sums.hold_s += replies + thinks + wrap_up;
            let patience = customer.patience(handling, 0);
            sums.never |= patience.is_forever();
            sums.patience_s += patience.seconds();
        }
        Drawn { cases: cases.len().max(1) as f64, by_channel }
    }
}

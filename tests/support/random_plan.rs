//! Plans at random: every feature of the model in any combination, some with coarse times so that
//! much happens at one instant.

use super::random_practices::Practices;
use super::random_staff;
use nightdesk::demand::{Arrival, Demand, RecordedCase, Source, SourceKind};
use nightdesk::random::{CountSampler, Key, NameKey, Purpose, Sampler};
use nightdesk::scenario::{Abandoned, ChannelKind, GivenUp, Measure};
use nightdesk::simulation::plan::prices::Prices;
use nightdesk::simulation::plan::{
    Channel, Handling, Inquiry, Next, Outcome, Party, Plan, Retry, Routing, Target, Tier, Windows,
};
use nightdesk::units::{Money, Span, Time};

/// Draws for building a plan; each call takes the next.
pub struct Dice {
    key: Key,
    thrown: u64,
    /// Times are whole minutes and half minutes.
    pub coarse: bool,
    /// Few agents, short shifts and much to do: queues, and handovers of what waits.
    pub tight: bool,
    pub practices: Practices,
}

impl Dice {
    pub fn new(seed: u64) -> Dice {
        let mut dice = Dice {
            key: Key::night(seed, 77),
            thrown: 0,
            coarse: false,
            tight: false,
            practices: Practices::default(),
        };
        dice.coarse = dice.chance(0.6);
        dice.tight = dice.chance(0.6);
        dice.practices = Practices::new(&mut dice);
        dice
    }

    pub fn uniform(&mut self) -> f64 {
        self.thrown += 1;
        self.key.number(self.thrown).draw(Purpose::Gap).uniform()
    }

    pub fn chance(&mut self, share: f64) -> bool {
        self.uniform() < share
    }

    /// From `least` to `most`, both included.
    pub fn number(&mut self, least: usize, most: usize) -> usize {
        least + (self.uniform() * (most - least + 1) as f64) as usize
    }

    pub fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.number(0, choices.len() - 1)]
    }

    /// A time between, in half minutes if coarse.
    pub fn span(&mut self, least: f64, most: f64) -> Span {
        let seconds = least + self.uniform() * (most - least);
        Span::from_seconds(if self.coarse { (seconds / 30.0).round() * 30.0 } else { seconds })
    }

    /// A law with about this mean in seconds.
    pub fn law(&mut self, mean: f64) -> Sampler {
        let micros = mean * 1e6;
        match self.number(0, 4) {
            0 if !self.coarse => Sampler::exponential(micros),
            1 if !self.coarse => Sampler::Uniform(0.0, 2.0 * micros),
            2 => Sampler::Empirical((0..3).map(|_| self.span(0.0, 2.0 * mean)).collect()),
            3 => Sampler::Mixture(
                [(0.2, Sampler::Constant(Span::ZERO)), (1.0, Sampler::Constant(self.span(0.0, 2.0 * mean)))]
                    .into(),
            ),
            _ => Sampler::Constant(self.span(0.5 * mean, 1.5 * mean)),
        }
    }

    fn patience(&mut self, mean: f64) -> Sampler {
        if self.chance(if self.tight { 0.5 } else { 0.3 }) {
            return Sampler::Constant(Span::FOREVER);
        }
        self.law(mean)
    }

    fn turns(&mut self) -> CountSampler {
        match self.number(0, 3) {
            0 => CountSampler::Constant(1),
            1 => CountSampler::Constant(2),
            2 => CountSampler::Discrete([(0.4, 1), (0.8, 2), (1.0, 4)].into()),
            _ => CountSampler::geometric(2.05),
        }
    }

    /// Always, or some hours around the horizon.
    pub fn windows(&mut self, end: Time) -> Windows {
        if self.chance(0.5) {
            return Windows::Always;
        }
        let mut windows = Vec::new();
        let mut at = Time::OPENING - self.span(0.0, 7200.0) - Span::from_whole_seconds(60);
        while at < end {
            let from = at + self.span(0.0, 3600.0);
            let to = from + self.span(60.0, 5400.0) + Span::from_whole_seconds(30);
            windows.push((from, to));
            at = to + Span::from_whole_seconds(30);
        }
        Windows::Some(windows)
    }
}

/// A plan, its night, and who comes.
pub struct RandomNight {
    pub plan: Plan,
    pub night: Key,
    pub arrivals: Vec<Arrival>,
}

/// The plan of `seed`, with about so many cases at most.
pub fn random_night(seed: u64, most_cases: usize) -> RandomNight {
    let mut dice = Dice::new(seed);
    let dice = &mut dice;
    let closes = Time::OPENING + Span::from_whole_seconds(1800 * dice.number(2, 8) as i64);
    let short = dice.chance(0.4);
    let run_out = if short { dice.span(0.0, 900.0) } else { dice.span(3600.0, 18_000.0) };
    let end = closes + run_out;

    let channels = channels(dice);
    let tiers = tiers(dice);
    let parties: Vec<Party> = (0..dice.number(0, 2))
        .map(|number| Party {
            name: format!("party-{number}"),
            delay: dice.law(1200.0),
            hours: dice.windows(end),
        })
        .collect();
    let inquiries = dice.number(1, 3);
    let (mut teams, agents) = random_staff::teams(dice, closes, end, &channels, inquiries);
    dice.practices.authorities(dice, &mut teams);
    let inquiries: Vec<Inquiry> = (0..inquiries)
        .map(|number| {
            let skilled = |team: &usize| teams[*team].skills.contains(&(number as u16));
            let skilled: Vec<u16> = (0..teams.len()).filter(skilled).map(|team| team as u16).collect();
            let everywhere = |team: &usize| teams[*team].slots.iter().all(|slots| *slots > 0);
            let everywhere: Vec<u16> = (0..teams.len()).filter(everywhere).map(|team| team as u16).collect();
            inquiry(dice, number, &channels, tiers.len(), parties.len(), &skilled, &everywhere)
        })
        .collect();
    let targets = targets(dice, end, channels.len(), inquiries.len(), tiers.len());
    let (sources, arrivals) = who_comes(dice, closes, most_cases, &channels, tiers.len(), inquiries.len());
    let demand = Demand { closes, busyness_cv: 0.0, streams: Vec::new(), sources };
    let intervals = ((closes.0 + 899_999_999) / 900_000_000) as usize;
    let interval = Span::from_whole_seconds(900);
    let plan = Plan {
        closes,
        end,
        interval,
        intervals,
        demand,
        inquiries,
        channels,
        tiers,
        parties,
        teams,
        agents,
        targets,
        satisfaction: dice.practices.satisfaction(dice),
        quick_reply: dice.span(60.0, 300.0),
        prices: Prices::default(),
        store_score: None,
    };
    RandomNight { plan, night: Key::night(seed, 0), arrivals }
}

fn channels(dice: &mut Dice) -> Vec<Channel> {
    let kinds = [
        ("chat", ChannelKind::Chat, 0.8),
        ("group", ChannelKind::Message, 0.4),
        ("letters", ChannelKind::Message, 0.2),
        ("phone", ChannelKind::Phone, 0.5),
        ("phone-2", ChannelKind::Phone, 0.1),
        ("site", ChannelKind::Chat, 0.3),
    ];
    let mut channels = Vec::new();
    for (name, kind, share) in kinds {
        let needed = name == "site" && channels.is_empty();
        if dice.chance(share) || needed {
            let given_up = dice.one_of(&[GivenUp::Leaves, GivenUp::Stays]);
            let most = if dice.coarse { 60.0 } else { 300.0 };
            let idle_close = if dice.chance(0.3) { dice.span(30.0, most) } else { Span::ZERO };
            let overlooked = dice.practices.overlooked(dice, kind);
            let helpdesk = dice.practices.helpdesk(dice, kind);
            channels.push(Channel { name: name.into(), kind, given_up, idle_close, overlooked, helpdesk });
        }
    }
    channels
}

fn tiers(dice: &mut Dice) -> Vec<Tier> {
    let mut tiers = vec![Tier { name: "regular".into(), first: false, head_start: Span::ZERO }];
    if dice.chance(0.4) {
        tiers.push(Tier { name: "silver".into(), first: false, head_start: dice.span(30.0, 900.0) });
    }
    if dice.chance(0.4) {
        let head_start = if dice.chance(0.3) { dice.span(30.0, 300.0) } else { Span::ZERO };
        tiers.push(Tier { name: "vip".into(), first: true, head_start });
    }
    tiers
}

/// Equal shares.
fn shares(of: usize) -> Vec<(f64, u8)> {
    (0..of).map(|place| ((place + 1) as f64 / of as f64, place as u8)).collect()
}

fn inquiry(
    dice: &mut Dice,
    number: usize,
    channels: &[Channel],
    tiers: usize,
    parties: usize,
    skilled: &[u16],
    everywhere: &[u16],
) -> Inquiry {
    let busy = dice.one_of(if dice.tight { &[60.0, 240.0, 600.0] } else { &[20.0, 90.0, 300.0] });
    let handling =
        channels.iter().map(|channel| Some(handling(dice, channel, channels.len(), busy))).collect();
    let mut routing: Vec<u16> = skilled.to_vec();
    let routing = if dice.chance(0.5) {
        Routing::Pool(routing)
    } else {
        if dice.chance(0.5) {
            routing.reverse();
        }
        let mut after =
            |place: usize| if place == 0 || dice.chance(0.3) { Span::ZERO } else { dice.span(30.0, 400.0) };
        Routing::InOrder(routing.into_iter().enumerate().map(|(place, team)| (team, after(place))).collect())
    };
    let mut nexts = vec![Next::Concluded];
    for party in 0..parties as u16 {
        nexts.push(if dice.chance(0.5) {
            Next::MessageAfter { party }
        } else {
            Next::ConversationAfter { party }
        });
    }
    if !everywhere.is_empty() && dice.chance(0.6) {
        nexts.push(Next::EscalateTo { team: dice.one_of(everywhere) });
    }
    let all = nexts.len() as f64;
    let outcomes = nexts.into_iter().enumerate().map(|(place, next)| {
        let cost = Money::from_units(place as f64 * 1.25);
        let after_care = dice.practices.after_care(dice);
        let drawn_cost = dice.practices.drawn_cost(dice);
        let waits = matches!(next, Next::MessageAfter { .. } | Next::ConversationAfter { .. });
        let meanwhile = if waits { dice.practices.meanwhile(dice) } else { None };
        (
            (place + 1) as f64 / all,
            Outcome { name: format!("outcome-{place}"), cost, drawn_cost, next, after_care, meanwhile },
        )
    });
    let outcomes = outcomes.collect();
    Inquiry {
        name: format!("inquiry-{number}"),
        channels: shares(channels.len()),
        tiers: shares(tiers),
        handling,
        bot: dice.practices.bot(dice, channels),
        outcomes,
        reply: dice.law(60.0),
        solution_turn: dice.chance(0.4).then(|| dice.number(1, 3) as u32),
        max_rounds: dice.chance(0.5).then(|| dice.number(0, 2) as u32),
        routing,
    }
}

fn handling(dice: &mut Dice, channel: &Channel, channels: usize, busy: f64) -> Handling {
    let retry = dice.chance(0.4).then(|| Retry {
        share: dice.one_of(&[0.5, 0.8]),
        delay: dice.law(600.0),
        channel: dice.chance(0.5).then(|| dice.number(0, channels - 1) as u8),
    });
    Handling {
        patience: dice.patience(240.0),
        patience_later: dice.patience(300.0),
        turns: if channel.kind == ChannelKind::Phone { CountSampler::Constant(1) } else { dice.turns() },
        reply: dice.law(busy),
        think: dice.law(if dice.tight { 400.0 } else { 60.0 }),
        wrap_up: if dice.chance(0.4) { dice.law(30.0) } else { Sampler::Constant(Span::ZERO) },
        retry,
        writes_again: dice.practices.writes_again(dice, channel.kind),
    }
}

fn targets(dice: &mut Dice, end: Time, channels: usize, inquiries: usize, tiers: usize) -> Vec<Target> {
    let measures =
        [Measure::FirstReply, Measure::EachReply, Measure::Answer, Measure::Solution, Measure::Conclusion];
    let abandoned = [Abandoned::LateOnly, Abandoned::Missed, Abandoned::Ignored, Abandoned::MetIfQuick];
    let some = |dice: &mut Dice, of: usize| (0..of).map(|_| dice.chance(0.8)).collect::<Vec<bool>>();
    (measures.iter().chain(&measures).enumerate())
        .map(|(number, &measure)| Target {
            name: format!("target-{number}"),
            measure,
            within: dice.span(30.0, 600.0),
            at_least: 0.9,
            channels: some(dice, channels),
            inquiries: some(dice, inquiries),
            tiers: some(dice, tiers),
            hours: dice.windows(end),
            clock_in_hours: dice.chance(0.5),
            abandoned: dice.one_of(&abandoned),
            over: None,
        })
        .collect()
}

/// A recording of each inquiry, sometimes a backlog, and another source whose cases draw everything.
fn who_comes(
    dice: &mut Dice,
    closes: Time,
    most_cases: usize,
    channels: &[Channel],
    tiers: usize,
    inquiries: usize,
) -> (Vec<Source>, Vec<Arrival>) {
    let (mut sources, mut arrivals) = (Vec::new(), Vec::new());
    let horizon = (closes.seconds() - 1.0) * dice.one_of(&[0.1, 0.4, 1.0]);
    for inquiry in 0..inquiries {
        for word in ["drawn", "recording", "waiting_at_open"] {
            let least = if word == "waiting_at_open" { -3600.0 } else { 0.0 };
            let latest = if word == "waiting_at_open" { -1.0 } else { horizon };
            let share = if word == "waiting_at_open" { 0.1 } else { 0.45 };
            let most = (most_cases as f64 * share / inquiries as f64) as usize;
            let cases: Vec<RecordedCase> = (0..dice.number(0, most))
                .map(|_| RecordedCase {
                    at: (Time::OPENING + dice.span(least, latest)).min(closes - Span(1)),
                    within: Span::ZERO,
                    channel: dice.chance(0.5).then(|| dice.number(0, channels.len() - 1) as u8),
                    tier: dice.chance(0.5).then(|| dice.number(0, tiers - 1) as u8),
                    reply: dice.chance(0.3).then(|| dice.span(0.0, 120.0)),
                    patience: dice.chance(0.3).then(|| dice.span(0.0, 300.0)),
                })
                .collect();
            let source = sources.len() as u16;
            let each = cases.iter().enumerate();
            arrivals.extend(each.map(|(case, row)| Arrival { at: row.at, source, case: case as u32 }));
            let kind = match word {
                "recording" => SourceKind::Recorded { cases, times: 1.0 },
                _ => SourceKind::Backlog { cases: cases.len() as u32, since: Sampler::Constant(Span::ZERO) },
            };
            let name = format!("inquiry-{inquiry} {word}");
            let key = NameKey::of(&[&format!("inquiry-{inquiry}"), word]);
            sources.push(Source { name, key, inquiry: inquiry as u16, kind, proactive: None });
        }
    }
    arrivals.sort();
    (sources, arrivals)
}

//! A tiny desk, built by hand: constants for laws, customers at given seconds, everything in seconds.
//!
//! Three channels ([`CHAT`], [`GROUP`], [`PHONE`]), three tiers ([`REGULAR`], [`SILVER`], [`VIP`]) and
//! two inquiries ([`TASTE`], [`VERSION`]) are always there: one turn, replies of 60 s, endless
//! patience, nothing after the reply. A test says only what differs.

use super::compare::first_difference;
use super::engine::run_night;
use crate::oracle::{self, LogLine, What};
use nightdesk::demand::{Arrival, Demand, RecordedCase, Source, SourceKind};
use nightdesk::random::{CountSampler, Key, NameKey, Purpose, Sampler};
use nightdesk::scenario::{Abandoned, ChannelKind, GivenUp, InboxOrder, Measure, Pick};
use nightdesk::simulation::observer::Event;
use nightdesk::simulation::plan::prices::Prices;
use nightdesk::simulation::plan::*;
use nightdesk::simulation::tally::Counts;
use nightdesk::units::{Money, Span, Time};

pub const CHAT: usize = 0;
pub const GROUP: usize = 1;
pub const PHONE: usize = 2;

pub const REGULAR: u8 = 0;
/// A head start of 90 s.
pub const SILVER: u8 = 1;
/// First.
pub const VIP: u8 = 2;

pub const TASTE: usize = 0;
pub const VERSION: usize = 1;

pub const HOUR: i64 = 3600;

/// Always so many seconds.
pub fn secs(seconds: i64) -> Sampler {
    Sampler::Constant(span(seconds))
}

pub fn span(seconds: i64) -> Span {
    Span::from_whole_seconds(seconds)
}

pub fn at(seconds: i64) -> Time {
    Time::OPENING + span(seconds)
}

/// A desk under construction.
pub struct Desk {
    pub plan: Plan,
    /// By inquiry.
    rows: [Vec<RecordedCase>; 2],
    /// By customer: inquiry, place in its rows.
    customers: Vec<(usize, usize)>,
    night: Key,
}

impl Desk {
    /// Open for an hour with a run-out of a day, and nobody there yet.
    pub fn new() -> Desk {
        let channel = |name: &str, kind, given_up| Channel {
            name: name.into(),
            kind,
            given_up,
            idle_close: Span::ZERO,
            overlooked: None,
            helpdesk: None,
        };
        let tier =
            |name: &str, first, head_start| Tier { name: name.into(), first, head_start: span(head_start) };
        let plan = Plan {
            closes: at(HOUR),
            end: at(25 * HOUR),
            interval: span(900),
            intervals: 4,
            demand: Demand { closes: at(HOUR), busyness_cv: 0.0, streams: Vec::new(), sources: Vec::new() },
            inquiries: vec![inquiry("taste"), inquiry("version")],
            channels: vec![
                channel("chat", ChannelKind::Chat, GivenUp::Stays),
                channel("group", ChannelKind::Message, GivenUp::Stays),
                channel("phone", ChannelKind::Phone, GivenUp::Leaves),
            ],
            tiers: vec![tier("regular", false, 0), tier("silver", false, 90), tier("vip", true, 0)],
            parties: Vec::new(),
            teams: Vec::new(),
            agents: Vec::new(),
            targets: Vec::new(),
            satisfaction: None,
            quick_reply: span(180),
            prices: Prices::default(),
            store_score: None,
        };
        Desk { plan, rows: [Vec::new(), Vec::new()], customers: Vec::new(), night: Key::night(1, 0) }
    }

    /// A team (add them by name): both skills, three chats, messages, one call, 36.0 an hour.
    pub fn team(&mut self, name: &str) -> &mut Team {
        self.plan.teams.push(Team {
            name: name.into(),
            skills: vec![TASTE as u16, VERSION as u16],
            slots: vec![3, 1, 1],
            pick: Pick::LongestWait,
            inbox: InboxOrder::OldestFirst,
            speed: vec![1.0, 1.0],
            speed_at: vec![1.0],
            switch: Span::ZERO,
            pay: vec![(at(-48 * HOUR), Money::from_units(36.0))],
            overtime_factor: 1.0,
            absence: 0.0,
            authority: None,
            level: None,
        });
        self.plan.teams.last_mut().expect("just added")
    }

    /// A team with so many agents on duty from the opening to the end.
    pub fn staffed(&mut self, name: &str, agents: u32) -> &mut Team {
        self.team(name);
        self.shift("always", 0, 26 * HOUR, agents);
        self.plan.teams.last_mut().expect("just added")
    }

    /// Agents of the team added last, on duty between these seconds; their duties, to be changed.
    pub fn shift(&mut self, name: &str, from: i64, to: i64, agents: u32) -> &mut [Agent] {
        let team = self.plan.teams.len() - 1;
        let key = NameKey::of(&[&self.plan.teams[team].name, name]);
        let duty = Duty {
            start: at(from),
            end: at(to),
            last_call: at(to),
            finish: false,
            breaks: Vec::new(),
            counted: at(from) < self.plan.closes,
        };
        let first = self.plan.agents.len();
        self.plan.agents.extend((0..agents).map(|number| Agent {
            team: team as u16,
            shift: name.into(),
            number,
            key,
            duties: vec![duty.clone()],
        }));
        &mut self.plan.agents[first..]
    }

    /// The team added last is staffed by level.
    pub fn level(&mut self, steps: &[(i64, u32)]) {
        let team = self.plan.teams.len() - 1;
        let highest = steps.iter().map(|step| step.1).max().unwrap_or(0);
        let key = NameKey::of(&[&self.plan.teams[team].name, ""]);
        self.plan.agents.extend((0..highest).map(|number| Agent {
            team: team as u16,
            shift: String::new(),
            number,
            key,
            duties: Vec::new(),
        }));
        self.plan.teams[team].level = Some(steps.iter().map(|step| (at(step.0), step.1)).collect());
    }

    /// A customer of the first inquiry writes in the chat.
    pub fn chat(&mut self, second: i64) -> Customer<'_> {
        self.customer(TASTE, CHAT, second)
    }

    /// A customer of the first inquiry calls.
    pub fn call(&mut self, second: i64) -> Customer<'_> {
        self.customer(TASTE, PHONE, second)
    }

    /// A customer of the first inquiry writes in the group.
    pub fn message(&mut self, second: i64) -> Customer<'_> {
        self.customer(TASTE, GROUP, second)
    }

    /// Customers are numbered from 0 in the order they are added.
    pub fn customer(&mut self, inquiry: usize, channel: usize, second: i64) -> Customer<'_> {
        self.customers.push((inquiry, self.rows[inquiry].len()));
        self.rows[inquiry].push(RecordedCase {
            at: at(second),
            within: Span::ZERO,
            channel: Some(channel as u8),
            tier: Some(REGULAR),
            reply: None,
            patience: None,
        });
        Customer(self.rows[inquiry].last_mut().expect("just added"))
    }

    /// How conversations of an inquiry go on a channel.
    pub fn goes(&mut self, inquiry: usize, channel: usize) -> &mut Handling {
        self.plan.inquiries[inquiry].handling[channel].as_mut().expect("it goes on every channel")
    }

    /// What becomes of answered conversations of an inquiry: the first with this share.
    pub fn then(&mut self, inquiry: usize, share: f64, next: Next) {
        let cost = Money::from_units(5.0);
        self.plan.inquiries[inquiry].outcomes.insert(
            0,
            (
                share,
                Outcome {
                    name: "first".into(),
                    cost,
                    drawn_cost: None,
                    next,
                    after_care: None,
                    meanwhile: None,
                },
            ),
        );
    }

    /// Half of the conversations are escalated; and it is a night on which of the first customer's
    /// conversations the first is and the second is not.
    pub fn first_customer_escalates_once(&mut self, inquiry: usize, team: u16) {
        self.then(inquiry, 0.5, Next::EscalateTo { team });
        let source = NameKey::of(&[&self.plan.inquiries[inquiry].name]);
        let escalated = |night: Key, conversation| {
            night.named(source).number(0).draw_at(conversation, 0, Purpose::Outcome).uniform() < 0.5
        };
        let nights = (0..).map(|replication| Key::night(1, replication));
        let wanted = nights.into_iter().find(|night| escalated(*night, 0) && !escalated(*night, 1));
        self.night = wanted.expect("one of four nights is such a night");
    }

    /// A party that answers after so much of its hours (none: always).
    pub fn party(&mut self, delay: i64, hours: &[(i64, i64)]) -> u16 {
        let name = format!("party-{}", self.plan.parties.len());
        self.plan.parties.push(Party { name, delay: secs(delay), hours: windows(hours) });
        self.plan.parties.len() as u16 - 1
    }

    /// A target on everything.
    pub fn target(&mut self, measure: Measure, within: i64) -> &mut Target {
        self.plan.targets.push(Target {
            name: format!("target-{}", self.plan.targets.len()),
            measure,
            within: span(within),
            at_least: 0.9,
            channels: vec![true; 3],
            inquiries: vec![true; 2],
            tiers: vec![true; 3],
            hours: Windows::Always,
            clock_in_hours: false,
            abandoned: Abandoned::LateOnly,
            over: None,
        });
        self.plan.targets.last_mut().expect("just added")
    }

    /// One night, by the oracle and by the engine, which must agree.
    pub fn run(mut self) -> Night {
        let agents = &mut self.plan.agents;
        agents.sort_by(|a, b| {
            let place = |it: &Agent| (it.team, it.duties.first().map(|duty| duty.start));
            place(a).cmp(&place(b)).then(a.shift.cmp(&b.shift)).then(a.number.cmp(&b.number))
        });
        for inquiry in 0..2 {
            if self.plan.inquiries[inquiry].routing == Routing::Pool(Vec::new()) {
                let skilled = |team: &usize| self.plan.teams[*team].skills.contains(&(inquiry as u16));
                let teams = (0..self.plan.teams.len()).filter(skilled).map(|team| team as u16).collect();
                self.plan.inquiries[inquiry].routing = Routing::Pool(teams);
            }
        }
        let mut arrivals = Vec::new();
        for (inquiry, cases) in self.rows.into_iter().enumerate() {
            let source = inquiry as u16;
            arrivals.extend(cases.iter().enumerate().map(|(k, row)| Arrival {
                at: row.at,
                source,
                case: k as u32,
            }));
            let name = self.plan.inquiries[inquiry].name.clone();
            let key = NameKey::of(&[&name]);
            self.plan.demand.sources.push(Source {
                name,
                key,
                inquiry: source,
                kind: SourceKind::Recorded { cases, times: 1.0 },
                proactive: None,
            });
        }
        arrivals.sort();
        let (counts, log) = oracle::simulate_with_log(&self.plan, self.night, &arrivals);
        let engine = run_night(&self.plan, self.night, &arrivals);
        if let Some(difference) = first_difference(&counts, &engine) {
            panic!("the engine and the oracle differ in {difference}");
        }
        Night { counts, log, customers: self.customers }
    }
}

/// A customer under construction.
pub struct Customer<'d>(&'d mut RecordedCase);

impl Customer<'_> {
    /// Every reply to it takes so long.
    pub fn reply(self, seconds: i64) -> Self {
        self.0.reply = Some(span(seconds));
        self
    }

    /// Waits so long for a first reply.
    pub fn patience(self, seconds: i64) -> Self {
        self.0.patience = Some(span(seconds));
        self
    }

    pub fn tier(self, tier: u8) -> Self {
        self.0.tier = Some(tier);
        self
    }
}

/// Stretches between these seconds; none: always.
pub fn windows(hours: &[(i64, i64)]) -> Windows {
    if hours.is_empty() {
        return Windows::Always;
    }
    Windows::Some(hours.iter().map(|&(from, to)| (at(from), at(to))).collect())
}

fn inquiry(name: &str) -> Inquiry {
    let concluded = Outcome {
        name: "concluded".into(),
        cost: Money::ZERO,
        drawn_cost: None,
        next: Next::Concluded,
        after_care: None,
        meanwhile: None,
    };
    Inquiry {
        name: name.into(),
        channels: vec![(1.0, CHAT as u8)],
        tiers: vec![(1.0, REGULAR)],
        handling: vec![Some(handling()), Some(handling()), Some(handling())],
        reply: secs(60),
        solution_turn: None,
        max_rounds: None,
        routing: Routing::Pool(Vec::new()),
        bot: None,
        outcomes: vec![(1.0, concluded)],
    }
}

fn handling() -> Handling {
    Handling {
        patience: Sampler::Constant(Span::FOREVER),
        patience_later: Sampler::Constant(Span::FOREVER),
        turns: CountSampler::Constant(1),
        reply: secs(60),
        think: secs(0),
        wrap_up: secs(0),
        retry: None,
        writes_again: None,
    }
}

/// What happened.
pub struct Night {
    pub counts: Counts,
    log: Vec<LogLine>,
    customers: Vec<(usize, usize)>,
}

impl Night {
    /// When work on a customer's messages (and on the desk's to it) began, and by whom.
    pub fn begun(&self, customer: usize) -> Vec<(i64, usize)> {
        let lines = self.of(customer, |event| event == Event::Begun);
        lines.map(|line| (second(line), line.agent.expect("somebody begins"))).collect()
    }

    /// When replies were sent, with credit or not.
    pub fn replied(&self, customer: usize) -> Vec<i64> {
        self.of(customer, |event| matches!(event, Event::Replied { .. })).map(second).collect()
    }

    pub fn assigned(&self, customer: usize) -> Vec<(i64, usize)> {
        let lines = self.of(customer, |event| event == Event::Assigned);
        lines.map(|line| (second(line), line.agent.expect("somebody is assigned"))).collect()
    }

    pub fn gave_up(&self, customer: usize) -> Vec<i64> {
        self.of(customer, |event| event == Event::GaveUp).map(second).collect()
    }

    pub fn handed_over(&self, customer: usize) -> Vec<i64> {
        self.of(customer, |event| event == Event::HandedOver).map(second).collect()
    }

    /// When the desk opened a conversation, or sent a message of its own.
    pub fn followed_up(&self, customer: usize) -> Vec<i64> {
        self.of(customer, |event| event == Event::FollowedUp).map(second).collect()
    }

    /// When the desk sent its after-care.
    pub fn after_care(&self, customer: usize) -> Vec<i64> {
        self.of(customer, |event| event == Event::AfterCare).map(second).collect()
    }

    pub fn concluded(&self, customer: usize) -> Vec<i64> {
        self.of(customer, |event| event == Event::Concluded).map(second).collect()
    }

    /// When an agent came (true) and went.
    pub fn presence(&self, agent: usize) -> Vec<(i64, bool)> {
        let lines = self.log.iter().filter(|line| line.agent == Some(agent) && line.who.is_none());
        lines.map(|line| (second(line), line.what == What::OnDuty)).collect()
    }

    /// Met and counted.
    pub fn met(&self, target: usize) -> (u32, u32) {
        let sum = self.counts.target(target);
        (sum.met, sum.counted)
    }

    fn of(&self, customer: usize, wanted: impl Fn(Event) -> bool) -> impl Iterator<Item = &LogLine> {
        let (source, case) = self.customers[customer];
        self.log.iter().filter(move |line| {
            let about =
                line.who.is_some_and(|who| (who.source as usize, who.case as usize) == (source, case));
            about && matches!(line.what, What::Happened(event) if wanted(event))
        })
    }
}

fn second(line: &LogLine) -> i64 {
    line.at.micros().div_euclid(1_000_000)
}

//! What a plan says about the queue, the targets and duty, laid out for the engine to look up.

use super::calendar::{EventKey, Id, Kind, What};
use super::conversation::{ANY_TEAM, Conversation};
use super::judging::Judged;
use super::plan::{Next, Outcome, Plan, Routing};
use crate::scenario::{ChannelKind, Measure, Pick};
use crate::units::{Span, Time};

/// Groups of cells, each of which one kind of free capacity of a team is filled from:
/// Message-channel and desk messages are one.
pub(super) const ITEMS: usize = 0;
/// Chats or calls of channel `c` are group `SLOTS + c`.
pub(super) const SLOTS: usize = 1;

/// Everything the engine looks up, made once per plan.
#[derive(Debug)]
pub(super) struct Layout {
    /// By cell of the queue.
    pub cells: Vec<CellPlan>,
    /// By team, then group.
    pub groups: Vec<Vec<Group>>,
    /// By team: its agents, as a range of roster indices.
    pub agents: Vec<std::ops::Range<usize>>,
    /// By measure, inquiry, channel, tier: where its targets stand in `judged`.
    judges: Vec<(u32, u32)>,
    pub judged: Vec<Judged>,
    /// Comings and goings, in order.
    pub duty: Vec<DutyEvent>,
    inquiries: usize,
    channels: usize,
    tiers: usize,
}

/// One first-in-first-out part of the queue.
#[derive(Debug)]
pub(super) struct CellPlan {
    /// The group it belongs to in every team.
    pub group: usize,
    /// It is for conversations that customers open and nobody has handed over.
    pub for_customers: bool,
    /// Teams that may take from it, each after a wait.
    pub takers: Vec<(u16, Span)>,
}

/// Cells of equal standing, before others.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub ranks: Vec<(Rank, Vec<Source>)>,
}

/// A cell as a team sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    pub cell: u32,
    pub after: Span,
    pub head_start: Span,
}

/// A coming or going that is known beforehand.
#[derive(Clone, Copy, Debug)]
pub(super) struct DutyEvent {
    pub key: EventKey,
    pub agent: u32,
    pub change: DutyChange,
    /// Which of the agent's duties it belongs to.
    pub duty: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum DutyChange {
    Starts,
    LastCall,
    BreakDue,
    Ends,
    Level { team: u16, on_duty: u32, since: Time },
}

impl Layout {
    pub fn new(plan: &Plan) -> Layout {
        let mut layout = Layout {
            cells: Vec::new(),
            groups: Vec::new(),
            agents: (0..plan.teams.len()).map(|team| team_agents(plan, team)).collect(),
            judges: Vec::new(),
            judged: Vec::new(),
            duty: duty_events(plan),
            inquiries: plan.inquiries.len(),
            channels: plan.channels.len(),
            tiers: plan.tiers.len(),
        };
        layout.lay_out_queue(plan);
        layout.lay_out_targets(plan);
        layout
    }

    /// The cell a conversation waits in. Desk messages wait as if they had a channel of their own.
    #[inline]
    pub fn cell_of(&self, conversation: &Conversation<'_>) -> usize {
        let channel = match conversation.opener {
            opener if opener.is_desk_message() => self.channels,
            _ => conversation.channel as usize,
        };
        let route = match conversation.only_team {
            ANY_TEAM => 0,
            team => team as usize + 1,
        };
        let place =
            self.cell_place(route, conversation.inquiry as usize, channel, conversation.tier as usize);
        place + usize::from(conversation.handed_over)
    }

    fn cell_place(&self, route: usize, inquiry: usize, channel: usize, tier: usize) -> usize {
        (((route * self.inquiries + inquiry) * (self.channels + 1) + channel) * self.tiers + tier) * 2
    }

    /// Inquiry, channel and tier, as one number, of a cell for conversations that customers open and nobody
    /// has handed over.
    pub fn customers_class(&self, cell: u32) -> Option<u16> {
        let channels = 0..self.channels;
        let mut classes = (0..self.inquiries).flat_map(|inquiry| {
            channels
                .clone()
                .flat_map(move |channel| (0..self.tiers).map(move |tier| (inquiry, channel, tier)))
        });
        classes
            .position(|(inquiry, channel, tier)| self.cell_place(0, inquiry, channel, tier) == cell as usize)
            .map(|class| class as u16)
    }

    fn lay_out_queue(&mut self, plan: &Plan) {
        let routes = plan.teams.len() + 1;
        let mut ranked: Vec<Vec<Vec<(Rank, Source)>>> =
            plan.teams.iter().map(|_| (0..SLOTS + self.channels).map(|_| Vec::new()).collect()).collect();
        for route in 0..routes {
            for (i, inquiry) in plan.inquiries.iter().enumerate() {
                for channel in 0..=self.channels {
                    let group = group_of(plan, channel);
                    for tier in &plan.tiers {
                        for handed_over in [false, true] {
                            let takers = match ever_waits(plan, i, route, channel, handed_over) {
                                true => takers(plan, &inquiry.routing, route, channel),
                                false => Vec::new(),
                            };
                            for &(team, after) in &takers {
                                let cell = self.cells.len() as u32;
                                let rank = Rank {
                                    not_first: !tier.first,
                                    not_handed_over: !handed_over,
                                    skill: skill_rank(plan, team, i, handed_over),
                                };
                                let head_start = if handed_over { Span::ZERO } else { tier.head_start };
                                let source = Source { cell, after, head_start };
                                ranked[team as usize][group].push((rank, source));
                            }
                            let for_customers = route == 0 && channel < self.channels && !handed_over;
                            self.cells.push(CellPlan { group, for_customers, takers });
                        }
                    }
                }
            }
        }
        self.groups = ranked.into_iter().map(|team| team.into_iter().map(Group::ranked).collect()).collect();
    }

    fn lay_out_targets(&mut self, plan: &Plan) {
        for measure in MEASURES {
            for inquiry in 0..self.inquiries {
                for channel in 0..self.channels {
                    for tier in 0..self.tiers {
                        let from = self.judged.len() as u32;
                        self.judged.extend(plan.targets.iter().enumerate().filter_map(|(i, target)| {
                            let counts = target.measure == measure
                                && target.inquiries[inquiry]
                                && target.channels[channel]
                                && target.tiers[tier];
                            counts.then(|| Judged::new(plan, i))
                        }));
                        self.judges.push((from, self.judged.len() as u32));
                    }
                }
            }
        }
    }

    /// Where in `judged` the targets stand that count a measure of this inquiry, channel and tier.
    #[inline]
    pub fn targets(&self, measure: Measure, inquiry: u16, channel: u8, tier: u8) -> std::ops::Range<usize> {
        let place = ((measure as usize * self.inquiries + inquiry as usize) * self.channels
            + channel as usize)
            * self.tiers
            + tier as usize;
        let (from, to) = self.judges[place];
        from as usize..to as usize
    }
}

/// In the order of their discriminants.
const MEASURES: [Measure; 5] =
    [Measure::FirstReply, Measure::EachReply, Measure::Answer, Measure::Solution, Measure::Conclusion];

/// The standing of a cell for a team: smaller is served first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    not_first: bool,
    not_handed_over: bool,
    skill: usize,
}

impl Group {
    fn ranked(mut cells: Vec<(Rank, Source)>) -> Group {
        cells.sort_by_key(|&(rank, source)| (rank, source.cell));
        let ranks = cells.chunk_by(|a, b| a.0 == b.0);
        Group {
            ranks: ranks.map(|rank| (rank[0].0, rank.iter().map(|&(_, source)| source).collect())).collect(),
        }
    }
}

/// Some outcome is followed up by a message of the desk.
pub(super) fn desk_messages(plan: &Plan) -> bool {
    let mut outcomes = plan.inquiries.iter().flat_map(|inquiry| &inquiry.outcomes);
    outcomes.any(|(_, outcome)| brings_desk_message(outcome)) || approvals(plan)
}

/// Some payouts have to be approved of.
fn approvals(plan: &Plan) -> bool {
    plan.teams.iter().any(|team| team.authority.is_some())
}

fn brings_desk_message(outcome: &Outcome) -> bool {
    let notice = outcome.meanwhile.as_ref().is_some_and(|it| it.notice.is_some());
    matches!(outcome.next, Next::MessageAfter { .. }) || outcome.after_care.is_some() || notice
}

/// Some outcome decides on after-care.
pub(super) fn after_care(plan: &Plan) -> bool {
    let mut outcomes = plan.inquiries.iter().flat_map(|inquiry| &inquiry.outcomes);
    outcomes.any(|(_, outcome)| outcome.after_care.is_some())
}

fn team_agents(plan: &Plan, team: usize) -> std::ops::Range<usize> {
    let from = plan.agents.partition_point(|agent| (agent.team as usize) < team);
    let to = plan.agents.partition_point(|agent| agent.team as usize <= team);
    from..to
}

fn group_of(plan: &Plan, channel: usize) -> usize {
    match plan.channels.get(channel).map(|channel| channel.kind) {
        Some(ChannelKind::Phone | ChannelKind::Chat) => SLOTS + channel,
        Some(ChannelKind::Message) | None => ITEMS,
    }
}

/// Whether anything ever waits in a cell, so that nobody looks into those that stay empty.
fn ever_waits(plan: &Plan, inquiry: usize, route: usize, channel: usize, handed_over: bool) -> bool {
    let mut outcomes = plan.inquiries[inquiry].outcomes.iter().map(|(_, outcome)| outcome);
    let kind = plan.channels.get(channel).map(|channel| channel.kind);
    // Calls are never handed over, nor are message-channel and desk messages.
    (!handed_over || kind == Some(ChannelKind::Chat))
        && match (route, kind) {
            (0, None) => false,
            (0, Some(_)) => true,
            // What a team has to itself comes from how conversations end.
            (_, None) => outcomes.any(brings_desk_message) || approvals(plan),
            (_, Some(_)) => {
                outcomes.any(|it| matches!(it.next, Next::ConversationAfter { .. } | Next::EscalateTo { .. }))
            }
        }
}

/// Teams that may take from a cell: by the inquiry's routing among those that serve the channel, or the
/// one team that a desk's conversation belongs to.
fn takers(plan: &Plan, routing: &Routing, route: usize, channel: usize) -> Vec<(u16, Span)> {
    let serves = |team: u16| channel == plan.channels.len() || plan.teams[team as usize].slots[channel] > 0;
    match (route, routing) {
        (0, Routing::Pool(teams)) => {
            teams.iter().filter(|&&team| serves(team)).map(|&team| (team, Span::ZERO)).collect()
        }
        (0, Routing::InOrder(teams)) => teams.iter().copied().filter(|&(team, _)| serves(team)).collect(),
        (route, _) => {
            let team = (route - 1) as u16;
            if serves(team) { vec![(team, Span::ZERO)] } else { Vec::new() }
        }
    }
}

fn skill_rank(plan: &Plan, team: u16, inquiry: usize, handed_over: bool) -> usize {
    let team = &plan.teams[team as usize];
    if team.pick == Pick::LongestWait || handed_over {
        return 0;
    }
    team.skills.iter().position(|&skill| skill as usize == inquiry).unwrap_or(usize::MAX)
}

/// Comings and goings of all agents, in the order they happen.
fn duty_events(plan: &Plan) -> Vec<DutyEvent> {
    let mut events = Vec::new();
    let mut add = |at: Time, kind, agent: u32, duty: usize, change| {
        if at < plan.end {
            let at = at.max(Time::OPENING);
            let key = EventKey::new(at, kind, Id::of_agent(agent), What::Duty, 0);
            events.push(DutyEvent { key, agent, change, duty: duty as u32 });
        }
    };
    for (i, agent) in plan.agents.iter().enumerate() {
        let i = i as u32;
        let duties = agent.duties.iter().enumerate();
        for (n, duty) in duties.filter(|(_, duty)| duty.end >= Time::OPENING) {
            add(duty.start, Kind::ComeOnDuty, i, n, DutyChange::Starts);
            // At one instant the end comes first: a break or a last call is then none any more.
            add(duty.end, Kind::Leave, i, n, DutyChange::Ends);
            for pause in duty.breaks.iter().filter(|pause| pause.due >= Time::OPENING) {
                add(pause.due, Kind::Leave, i, n, DutyChange::BreakDue);
            }
            if duty.last_call < duty.end {
                add(duty.last_call, Kind::Leave, i, n, DutyChange::LastCall);
            }
        }
    }
    for (t, team) in plan.teams.iter().enumerate() {
        let first_agent = team_agents(plan, t).start as u32;
        let steps = team.level.as_deref().unwrap_or_default();
        let opening = steps.partition_point(|step| step.0 < Time::OPENING);
        // Before the opening nobody works, so that a fall sends the last in the roster home and a rise
        // brings them back: who is there at the opening are the first, each since some step.
        let mut there: Vec<Time> = Vec::new();
        for &(at, on_duty) in &steps[..opening] {
            there.resize(on_duty as usize, at);
        }
        for (n, &since) in there.iter().enumerate() {
            let change = DutyChange::Level { team: t as u16, on_duty: n as u32 + 1, since };
            add(Time::OPENING, Kind::ComeOnDuty, first_agent, 0, change);
        }
        let mut before = there.len() as u32;
        for &(at, on_duty) in &steps[opening..] {
            let kind = if on_duty >= before { Kind::ComeOnDuty } else { Kind::Leave };
            before = on_duty;
            add(at, kind, first_agent, 0, DutyChange::Level { team: t as u16, on_duty, since: at });
        }
    }
    // Stable, so that what one agent does at one instant stays in the order above.
    events.sort_by_key(|event| event.key);
    for (i, event) in events.iter_mut().enumerate() {
        let key = event.key;
        event.key = EventKey::new(key.at(), key.kind(), key.id(), What::Duty, i as u32);
    }
    events
}

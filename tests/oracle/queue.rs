//! What waits, who may take it, and who gets it (3.3, D4 to D10).

use super::events::Happening;
use super::people::Stage;
use super::world::World;
use nightdesk::scenario::{ChannelKind, Pick};
use nightdesk::simulation::plan::Routing;
use nightdesk::units::{Span, Time};

/// A place in the queue.
pub struct Item {
    pub conversation: usize,
    pub sort: Sort,
    /// From when on it has waited (D7).
    pub since: Time,
    /// Teams that may take it by now, in the order they are tried.
    pub teams: Vec<u16>,
    /// All of them alike, instead of in order.
    pub pool: bool,
}

impl Item {
    /// A message of the desk, after the conversation.
    pub fn is_the_desks_own(&self) -> bool {
        matches!(self.sort, Sort::DeskMessage | Sort::AfterCare | Sort::Approval | Sort::Notice)
    }
}

/// What waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Call,
    Chat,
    /// A message of a message channel.
    Message,
    /// A follow-up message after a conversation.
    DeskMessage,
    /// After-care.
    AfterCare,
    /// The approval of a payout.
    Approval,
    /// A progress notice.
    Notice,
}

/// Where an item stands for a team: the least comes first (D6).
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    without_first: bool,
    not_handed_over: bool,
    skill: usize,
    since: Time,
    case: (u16, u32, u32),
}

impl World<'_> {
    /// A conversation's message wants an agent: at once if one is free, else it waits in the queue.
    pub fn place(&mut self, conversation: usize) {
        let it = &self.conversations[conversation];
        let (channel, since) = (it.channel, it.sent);
        let sort = match self.kind_of(channel) {
            ChannelKind::Chat => Sort::Chat,
            ChannelKind::Phone => Sort::Call,
            ChannelKind::Message => Sort::Message,
        };
        let (teams, pool) = self.teams_for(conversation);
        self.conversations[conversation].stage = Stage::Queued;
        self.give_or_queue(Item { conversation, sort, since, teams, pool });
    }

    /// A follow-up message falls due.
    pub fn place_desk_message(&mut self, conversation: usize) {
        let teams = vec![self.conversations[conversation].last_team];
        let item = Item { conversation, sort: Sort::DeskMessage, since: self.now, teams, pool: false };
        self.give_or_queue(item);
    }

    /// After-care falls due.
    pub fn place_after_care(&mut self, conversation: usize) {
        let teams = vec![self.conversations[conversation].last_team];
        let item = Item { conversation, sort: Sort::AfterCare, since: self.now, teams, pool: false };
        self.give_or_queue(item);
    }

    /// A notice falls due that an agent has to write.
    pub fn place_notice(&mut self, conversation: usize) {
        let teams = vec![self.conversations[conversation].last_team];
        let item = Item { conversation, sort: Sort::Notice, since: self.now, teams, pool: false };
        self.give_or_queue(item);
    }

    /// A payout is above what the team that had the conversation may pay out.
    pub fn place_approval(&mut self, conversation: usize) {
        let team = &self.plan.teams[usize::from(self.conversations[conversation].last_team)];
        let teams = team.authority.iter().map(|authority| authority.then).collect();
        let item = Item { conversation, sort: Sort::Approval, since: self.now, teams, pool: false };
        self.give_or_queue(item);
    }

    fn give_or_queue(&mut self, item: Item) {
        match self.best_agent(&item) {
            Some(agent) => {
                self.give(&item, agent);
                self.look_for_work(agent);
            }
            None => self.queue.push(item),
        }
    }

    /// The teams that may take a conversation by now; for the others a timer is set.
    fn teams_for(&mut self, conversation: usize) -> (Vec<u16>, bool) {
        let it = &self.conversations[conversation];
        let (who, sent, channel) = (it.who, it.sent, it.channel);
        let plan = self.plan;
        let serves = |team: u16| plan.teams[usize::from(team)].slots[channel] > 0;
        if let Some(team) = it.desk_team {
            return (vec![team], false);
        }
        match &plan.inquiries[self.cases[it.case].inquiry].routing {
            Routing::Pool(teams) => (teams.iter().copied().filter(|team| serves(*team)).collect(), true),
            Routing::InOrder(teams) => {
                let mut by_now = Vec::new();
                for (place, &(team, after)) in teams.iter().enumerate().filter(|(_, (team, _))| serves(*team))
                {
                    let from = sent + after;
                    // At that very instant it passes at kind 4.
                    if after == Span::ZERO || (from, 4) <= (self.now, self.kind) {
                        by_now.push(team);
                    } else {
                        let passes = Happening::AfterPasses { conversation, turn: who.turn, team, place };
                        self.schedule(passes.of(who, from));
                    }
                }
                (by_now, false)
            }
        }
    }

    /// A conversation has waited so long that `team` may take it.
    pub fn after_passes(&mut self, conversation: usize, turn: u32, team: u16) {
        if self.conversations[conversation].who.turn != turn {
            return;
        }
        let is_it = |item: &Item| item.conversation == conversation && !item.is_the_desks_own();
        let Some(place) = self.queue.iter().position(is_it) else { return };
        if self.queue[place].teams.contains(&team) {
            return;
        }
        let inquiry = self.cases[self.conversations[conversation].case].inquiry;
        let since = self.queue[place].since;
        if let Routing::InOrder(order) = &self.plan.inquiries[inquiry].routing
            && order.iter().any(|(other, after)| *other == team && since + *after > self.now)
        {
            // It was overlooked meanwhile, and its place in line is that of the nudge.
            return;
        }
        let mut item = self.queue.remove(place);
        if let Routing::InOrder(order) = &self.plan.inquiries[inquiry].routing {
            // Kept in the order of the inquiry's `teams`.
            let known = |wanted: &u16| *wanted == team || item.teams.contains(wanted);
            item.teams = order.iter().map(|(team, _)| *team).filter(known).collect();
        }
        match self.best_of_team(&item, team) {
            Some(agent) => {
                self.give(&item, agent);
                self.look_for_work(agent);
            }
            None => self.queue.push(item),
        }
    }

    /// The agent that gets an item: in a pool the best of all teams, else the best of the first team that has one.
    pub fn best_agent(&self, item: &Item) -> Option<usize> {
        if item.pool {
            let all = (0..self.agents.len())
                .filter(|agent| item.teams.contains(&(self.agents[*agent].team as u16)));
            self.best_among(item, all)
        } else {
            item.teams.iter().find_map(|team| self.best_of_team(item, *team))
        }
    }

    fn best_of_team(&self, item: &Item, team: u16) -> Option<usize> {
        let team = usize::from(team);
        self.best_among(item, (0..self.agents.len()).filter(|agent| self.agents[*agent].team == team))
    }

    /// Fewest open conversations, then nothing in hand, then the earliest end of the last work, then roster order.
    fn best_among(&self, item: &Item, agents: impl Iterator<Item = usize>) -> Option<usize> {
        agents.filter(|agent| self.can_take(*agent, item)).min_by_key(|number| {
            let agent = &self.agents[*number];
            (agent.open.len(), agent.work.is_some(), agent.last_work_ended, *number)
        })
    }

    /// The agent is free for this item now (D5).
    fn can_take(&self, agent: usize, item: &Item) -> bool {
        let nothing_in_hand = self.agents[agent].work.is_none();
        let channel = self.conversations[item.conversation].channel;
        self.is_offered_things(agent)
            && match item.sort {
                Sort::Call => nothing_in_hand && self.free_slots(agent, channel) > 0,
                Sort::Chat => !self.in_a_call(agent) && self.free_slots(agent, channel) > 0,
                Sort::Message | Sort::DeskMessage | Sort::AfterCare | Sort::Approval | Sort::Notice => {
                    nothing_in_hand && self.agents[agent].inbox.is_empty()
                }
            }
    }

    /// On duty, not on a break, before its last call; and the desk is open.
    pub fn is_offered_things(&self, number: usize) -> bool {
        let agent = &self.agents[number];
        let present = agent.stint.is_some() && agent.away.is_none();
        present && !agent.past_end && !agent.past_last_call && self.now >= Time::OPENING
    }

    pub fn in_a_call(&self, agent: usize) -> bool {
        self.agents[agent].work.is_some_and(|work| {
            self.kind_of(self.conversations[work.conversation].channel) == ChannelKind::Phone
                && !work.kind.is_the_desks_own()
        })
    }

    fn free_slots(&self, agent: usize, channel: usize) -> usize {
        let agent = &self.agents[agent];
        let slots = self.plan.teams[agent.team].slots[channel] as usize;
        let taken = agent.open.iter().filter(|open| self.conversations[**open].channel == channel).count();
        slots.saturating_sub(taken)
    }

    /// The first thing in the queue, as `team` orders it, that is `wanted`.
    pub fn first_in_queue(&self, team: usize, wanted: impl Fn(&Item) -> bool) -> Option<usize> {
        let those = (0..self.queue.len()).filter(|place| {
            let item = &self.queue[*place];
            item.teams.contains(&(team as u16)) && wanted(item)
        });
        those.min_by_key(|place| self.rank(team, &self.queue[*place]))
    }

    /// The first thing in the queue of this sort (and, for a chat, channel) that this agent may take now.
    pub fn first_for(&self, agent: usize, wanted: impl Fn(&Item) -> bool) -> Option<usize> {
        self.first_in_queue(self.agents[agent].team, |item| wanted(item) && self.can_take(agent, item))
    }

    fn rank(&self, team: usize, item: &Item) -> Rank {
        let conversation = &self.conversations[item.conversation];
        let case = &self.cases[conversation.case];
        let tier = &self.plan.tiers[case.tier];
        let team = &self.plan.teams[team];
        let who = conversation.who;
        let handed_over = conversation.handed_over && !item.is_the_desks_own();
        let place = team.skills.iter().position(|skill| usize::from(*skill) == case.inquiry);
        let by_skill = !handed_over && team.pick == Pick::SkillOrder;
        Rank {
            without_first: !tier.first,
            not_handed_over: !handed_over,
            skill: if by_skill { place.unwrap_or(team.skills.len()) } else { 0 },
            since: if handed_over { item.since } else { item.since - tier.head_start },
            case: (who.source, who.case, who.conversation),
        }
    }

    /// Nothing waits in the queue for which an agent is free.
    pub fn nobody_waits_in_vain(&self) -> bool {
        self.queue.iter().all(|item| self.best_agent(item).is_none())
    }

    /// Agents have come on: what waits goes to the best of them, calls first (D9).
    pub fn share_out_the_queue(&mut self, came: &[usize]) {
        let mut teams: Vec<usize> = came.iter().map(|agent| self.agents[*agent].team).collect();
        teams.dedup();
        let mut to_choose = came.to_vec();
        for sort in [Sort::Call, Sort::Chat] {
            for &team in &teams {
                while let Some(place) = self.first_in_queue(team, |item| self.team_can_take(team, sort, item))
                {
                    let Some(agent) = self.best_agent(&self.queue[place]) else { break };
                    let item = self.queue.remove(place);
                    self.give(&item, agent);
                    to_choose.push(agent);
                }
            }
        }
        to_choose.sort_unstable();
        to_choose.dedup();
        for agent in to_choose {
            self.look_for_work(agent);
        }
    }

    fn team_can_take(&self, team: usize, sort: Sort, item: &Item) -> bool {
        let mut colleagues = (0..self.agents.len()).filter(|agent| self.agents[*agent].team == team);
        item.sort == sort && colleagues.any(|agent| self.can_take(agent, item))
    }
}

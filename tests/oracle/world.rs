//! The state of a night, and the loop.

use super::events::{Event, Happening};
use super::people::{Agent, Case, Conversation, Stint};
use super::queue::Item;
use super::{LogLine, What};
use nightdesk::demand::Arrival;
use nightdesk::random::Key;
use nightdesk::scenario::ChannelKind;
use nightdesk::simulation::observer::{self, Who};
use nightdesk::simulation::plan::{Handling, Plan};
use nightdesk::simulation::tally::Counts;
use nightdesk::units::Time;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A night.
pub struct World<'p> {
    pub plan: &'p Plan,
    pub night: Key,
    pub now: Time,
    /// Kind of the event in progress (D1).
    pub kind: u8,
    pub events: BinaryHeap<Reverse<Event>>,
    pub cases: Vec<Case>,
    pub conversations: Vec<Conversation>,
    pub queue: Vec<Item>,
    /// In roster order.
    pub agents: Vec<Agent>,
    /// By team: the steps whose leaves are still owed, earliest first.
    pub leaves_owed: Vec<Vec<Time>>,
    pub stints: Vec<Stint>,
    pub counts: Counts,
    pub log: Vec<LogLine>,
}

impl<'p> World<'p> {
    /// Before anything has happened.
    pub fn new(plan: &'p Plan, night: Key, arrivals: &[Arrival]) -> World<'p> {
        let mut world = World {
            plan,
            night,
            now: Time(i64::MIN),
            kind: 0,
            events: BinaryHeap::new(),
            cases: Vec::new(),
            conversations: Vec::new(),
            queue: Vec::new(),
            agents: (plan.agents.iter())
                .map(|agent| Agent { team: usize::from(agent.team), ..Agent::default() })
                .collect(),
            leaves_owed: vec![Vec::new(); plan.teams.len()],
            stints: Vec::new(),
            counts: Counts::new(plan),
            log: Vec::new(),
        };
        for arrival in arrivals {
            let who = Who { source: arrival.source, case: arrival.case, conversation: 0, turn: 0 };
            let arrives = Happening::CaseArrives { source: arrival.source, case: arrival.case };
            world.schedule(arrives.of(who, arrival.at));
        }
        world.schedule(Happening::Opens.by(0, Time::OPENING));
        world.schedule_duties();
        world.schedule_levels();
        world
    }

    /// Everything that happens before the end of the run-out; then the accounts.
    pub fn run(&mut self) {
        while let Some(event) = self.next_before(self.plan.end) {
            self.now = event.moment.at;
            self.kind = event.moment.kind;
            if self.kind == 1 {
                // Agents who come at one instant all come on first.
                let mut coming = vec![event.what];
                while let Some(Reverse(next)) = self.events.peek() {
                    if (next.moment.at, next.moment.kind) != (self.now, 1) {
                        break;
                    }
                    coming.extend(self.events.pop().map(|next| next.0.what));
                }
                self.agents_come(&coming);
            } else {
                self.happen(event.what);
            }
            debug_assert!(self.nobody_waits_in_vain(), "at {:?}", self.now);
        }
        self.now = self.plan.end;
        self.book_what_is_open();
        self.close_the_books_of_work_in_hand();
        self.add_up_the_teams();
        self.count_cases();
    }

    fn next_before(&mut self, end: Time) -> Option<Event> {
        let next = self.events.pop()?.0;
        (next.moment.at < end).then_some(next)
    }

    fn happen(&mut self, what: Happening) {
        use Happening::*;
        match what {
            Opens | ComesOn { .. } | BreakEnds { .. } | LevelRises { .. } => unreachable!("kind 1"),
            IdleCloses { conversation } => self.idle_closes(conversation),
            WorkEnds { agent } => self.work_ends(agent),
            DutyEnds { agent, duty } => self.duty_ends(agent, duty),
            BreakDue { agent, duty, number } => self.break_due(agent, duty, number),
            NextBreakBegins { agent, duty } => self.next_break_begins(agent, duty),
            LastCall { agent, duty } => self.last_call(agent, duty),
            LevelFalls { team, to } => self.level_falls(team, to),
            PartyAnswers { conversation, with_message } => self.party_answers(conversation, with_message),
            AfterCareDue { conversation } => self.place_after_care(conversation),
            NoticeDue { conversation } => self.notice_is_due(conversation),
            AfterPasses { conversation, turn, team, .. } => self.after_passes(conversation, turn, team),
            CaseArrives { source, case } => self.case_arrives(source, case),
            Retries { case, channel } => self.retries(case, channel),
            BotHandsOver { case, channel, clock } => self.opens_at_desk(case, usize::from(channel), clock),
            Writes { conversation } => self.writes(conversation),
            Nudges { conversation, turn } => self.nudges(conversation, turn),
            WritesAgain { conversation, turn } => self.writes_again(conversation, turn),
            AsksAgain { about, time, until } => self.asks_again(about, time, until),
            GivesUp { conversation, turn } => self.gives_up(conversation, turn),
        }
    }

    pub fn schedule(&mut self, event: Event) {
        self.events.push(Reverse(event));
    }

    pub fn kind_of(&self, channel: usize) -> ChannelKind {
        self.plan.channels[channel].kind
    }

    /// How conversations of this inquiry go on this channel.
    pub fn handling(&self, inquiry: usize, channel: usize) -> &'p Handling {
        let handling = self.plan.inquiries[inquiry].handling[channel].as_ref();
        handling.expect("a plan says how an inquiry goes on every channel it can be on")
    }

    /// How this conversation goes.
    pub fn handling_of(&self, conversation: usize) -> &'p Handling {
        let conversation = &self.conversations[conversation];
        self.handling(self.cases[conversation.case].inquiry, conversation.channel)
    }

    /// One more, or one less, customer message that waits.
    pub fn waiting_changes(&mut self, by: i64) {
        self.counts.intervals[self.plan.interval_of(self.now)].waiting_change += by;
    }

    pub fn tell(&mut self, event: observer::Event, conversation: usize, agent: Option<usize>) {
        self.tell_at(self.now, event, conversation, agent);
    }

    /// The same of something that happened at `at`.
    pub fn tell_at(&mut self, at: Time, event: observer::Event, conversation: usize, agent: Option<usize>) {
        let who = self.conversations[conversation].who;
        self.log.push(LogLine { at, what: What::Happened(event), who: Some(who), agent });
    }
}

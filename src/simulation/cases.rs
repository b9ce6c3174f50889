//! How cases begin, go on after a conversation, and end.

use super::calendar::{EventKey, Id, Kind, What};
use super::conversation::{ANY_TEAM, Conversation, Life, NO_AGENT, Opener, State};
use super::customer::Customer;
use super::engine::Engine;
use super::observer::{Event, Observer, Who};
use super::plan::{Handling, Next};
use super::satisfaction::CaseEnd;
use crate::demand::Arrival;
use crate::scenario::{ChannelKind, Measure};
use crate::units::{Money, Span, Time};

impl<'p> Conversation<'p> {
    /// The first of a case, before its customer's draws.
    #[inline]
    pub(super) fn opened(
        arrival: &Arrival,
        inquiry: u16,
        customer: Customer<'p>,
        handling: &'p Handling,
        channel: u8,
    ) -> Conversation<'p> {
        Conversation {
            id: Id::of(arrival.source, arrival.case, 0),
            source: arrival.source,
            inquiry,
            case: arrival.case,
            number: 0,
            customer,
            handling,
            channel,
            tier: customer.tier(),
            state: State::Retry,
            opener: Opener::Customer,
            gave_up: false,
            handed_over: false,
            only_team: ANY_TEAM,
            agent: NO_AGENT,
            ticket: 0,
            turn: 0,
            turns: 1,
            sent: arrival.at,
            unseen: Span::ZERO,
            deadline: Time::NEVER,
            solved: None,
            life: Some(Life { first: arrival.at, channel, rounds: 0, last_reply: None, unsolved: true }),
        }
    }

    /// What comes behind this one in the same case, at `sent`: nobody has it, nothing has happened in it yet, and
    /// any team may take it. It waits for a party's answer, unless it is told otherwise.
    pub(super) fn behind(&self, number: u32, opener: Opener, sent: Time) -> Conversation<'p> {
        Conversation {
            id: Id::of(self.source, self.case, number),
            number,
            opener,
            sent,
            state: State::Party,
            only_team: ANY_TEAM,
            agent: NO_AGENT,
            gave_up: false,
            handed_over: false,
            unseen: Span::ZERO,
            deadline: Time::NEVER,
            solved: None,
            life: None,
            ..self.clone()
        }
    }

    /// As events name it.
    pub(super) fn who(&self) -> Who {
        Who { source: self.source, case: self.case, conversation: self.number, turn: self.turn }
    }
}

impl<'p> Engine<'p> {
    /// A case's first message arrives.
    pub(super) fn case_arrives<O: Observer>(&mut self, arrival: &Arrival, observer: &mut O) {
        let plan = self.plan;
        let inquiry = plan.demand.sources[arrival.source as usize].inquiry;
        self.counts.inquiries[inquiry as usize].cases += 1;
        let customer =
            Customer::of_source(plan, arrival.source, self.sources[arrival.source as usize], arrival.case);
        let channel = customer.channel();
        let Some(handling) = customer.inquiry.handling[channel as usize].as_ref() else { return };
        let opened = Conversation::opened(arrival, inquiry, customer, handling, channel);
        let conversation = self.conversations.add(opened);
        self.notebook.begin(conversation);
        self.customer_comes(conversation, observer);
    }

    /// A customer opens a conversation: of a new case, or trying again.
    pub(super) fn customer_opens<O: Observer>(&mut self, conversation: u32, observer: &mut O) {
        let way = self.way_of_first(conversation);
        let record = &mut self.conversations[conversation];
        let channel = record.channel;
        // Nobody gives up before the message is there to be answered.
        let patience = record.customer.patience(record.handling, record.number);
        record.deadline = (self.now - way + patience).max(self.now);
        if record.opener != Opener::Ask {
            record.turns = record.customer.turns(record.handling, record.number);
        }
        observer.conversation(self.now - way, Event::Arrives, record.who(), channel, None);
        self.counts.channels[channel as usize].conversations += 1;
        self.counts.intervals[self.interval].arrivals += 1;
        if self.plan.channels[channel as usize].overlooked.is_none() || !self.is_overlooked(conversation) {
            self.seek_agent(conversation, observer);
        }
        self.time_patience(conversation);
    }

    /// A customer whose conversation no agent holds writes again.
    pub(super) fn customer_writes<O: Observer>(&mut self, conversation: u32, observer: &mut O) {
        if self.conversations[conversation].sent == self.now {
            self.seek_agent(conversation, observer);
        }
    }

    /// A conversation that was answered is over: its outcome.
    pub(super) fn outcome<O: Observer>(&mut self, agent: u32, conversation: u32, observer: &mut O) {
        let now = self.now;
        let record = &mut self.conversations[conversation];
        let drawn = record.customer.outcome(record.number);
        let outcome = &record.customer.inquiry.outcomes[drawn].1;
        let (solved, inquiry) = (record.solved.take(), record.customer.inquiry);
        self.counts.inquiries[record.inquiry as usize].outcomes[drawn] += 1;
        let cost = record.customer.cost(drawn, record.number);
        self.counts.outcome_cost += cost;
        self.counts.practices.payouts += u64::from(cost > Money::ZERO);
        let Some(mut life) = record.life.take() else { return };
        if life.unsolved && !matches!(outcome.next, Next::EscalateTo { .. }) {
            life.unsolved = false;
            let solved = solved.unwrap_or(now);
            self.judge_case(Measure::Solution, conversation, life.channel, life.first, solved, false);
        }
        let team = self.agents[agent as usize].team;
        if outcome.after_care.is_some() {
            self.decide_on_after_care(conversation, team);
        }
        match outcome.next {
            Next::Concluded if self.is_above_authority(team, cost) => {
                self.seek_approval(conversation, team, life, observer);
            }
            Next::Concluded => self.conclude(conversation, life, now, observer),
            Next::MessageAfter { party } => {
                self.wait_for_party(conversation, Opener::DeskMessage, team, party, life, observer);
            }
            Next::ConversationAfter { party } => {
                if inquiry.max_rounds.is_some_and(|most| life.rounds >= most) {
                    return self.conclude(conversation, life, now, observer);
                }
                life.rounds += 1;
                self.wait_for_party(conversation, Opener::Desk, team, party, life, observer);
            }
            Next::EscalateTo { team } => {
                self.notebook.transfer(conversation);
                let escalated = self.follow(conversation, Opener::Desk, team, life);
                self.desk_opens(escalated, observer);
            }
        }
    }

    /// A record of the same case that comes after a conversation, held to a team.
    pub(super) fn follow(&mut self, conversation: u32, opener: Opener, team: u16, life: Life) -> u32 {
        let record = &self.conversations[conversation];
        let number = record.number + u32::from(opener == Opener::Desk);
        let next = Conversation {
            only_team: team,
            turn: if opener == Opener::Desk { 0 } else { record.turn },
            life: Some(life),
            ..record.behind(number, opener, self.now)
        };
        let next = self.conversations.add(next);
        self.notebook.pass(conversation, next);
        next
    }

    fn wait_for_party<O: Observer>(
        &mut self,
        conversation: u32,
        opener: Opener,
        team: u16,
        party: u16,
        life: Life,
        observer: &mut O,
    ) {
        let record = &self.conversations[conversation];
        let delay = record.customer.party(self.plan, record.number, party);
        let until = self.plan.parties[party as usize].hours.after(self.now, delay);
        observer.conversation(self.now, Event::WaitsFor { party, until }, record.who(), record.channel, None);
        self.meanwhile(conversation, team, until);
        let next = self.follow(conversation, opener, team, life);
        let id = self.conversations[next].id;
        self.calendar.push(EventKey::new(until, Kind::FallDue, id, What::Conversation, next));
    }

    /// A party has answered: the desk follows up.
    pub(super) fn party_answers<O: Observer>(&mut self, conversation: u32, observer: &mut O) {
        let by_itself = self.notice_goes_by_itself(conversation);
        let record = &mut self.conversations[conversation];
        // After-care goes by the name of the conversation that decided on it, and a timer of that one may
        // still be about.
        if matches!(record.opener, Opener::AfterCare | Opener::Notice) && record.sent != self.now {
            return;
        }
        record.sent = self.now;
        match record.opener {
            Opener::Notice if by_itself => self.notice_is_sent(conversation, observer),
            opener if opener.is_desk_message() => self.seek_agent(conversation, observer),
            _ => self.desk_opens(conversation, observer),
        }
    }

    /// The desk opens a conversation: it waits for an agent like others, and begins with the desk's work.
    fn desk_opens<O: Observer>(&mut self, conversation: u32, observer: &mut O) {
        let record = &mut self.conversations[conversation];
        record.turns = record.customer.turns(record.handling, record.number);
        observer.conversation(self.now, Event::FollowedUp, record.who(), record.channel, None);
        self.seek_agent(conversation, observer);
    }

    /// A message of the desk is sent: the case that it follows up is over; after-care changes nothing.
    pub(super) fn desk_message_is_sent<O: Observer>(
        &mut self,
        agent: u32,
        conversation: u32,
        observer: &mut O,
    ) {
        if self.conversations[conversation].opener == Opener::AfterCare {
            self.counts.practices.call_backs += 1;
        }
        if self.conversations[conversation].opener == Opener::Approval {
            self.counts.practices.approvals += 1;
        }
        if self.conversations[conversation].opener == Opener::Notice {
            self.customer_is_told(conversation);
        }
        if let Some(life) = self.conversations[conversation].life.take() {
            self.notebook.reply(conversation, agent, 0);
            self.conclude(conversation, life, self.now, observer);
        }
        self.conversations.remove(conversation);
    }

    fn conclude<O: Observer>(&mut self, conversation: u32, life: Life, at: Time, observer: &mut O) {
        self.judge_case(Measure::Conclusion, conversation, life.channel, life.first, at, false);
        let record = &self.conversations[conversation];
        observer.conversation(self.now, Event::Concluded, record.who(), record.channel, None);
        self.opinion(conversation, &life, at, CaseEnd::Concluded);
        self.schedule_after_care(conversation);
    }

    /// A case ends because its customer gave up and does not try again.
    pub(super) fn case_ends_by_giving_up(&mut self, conversation: u32, at: Time) {
        let record = &mut self.conversations[conversation];
        let solved = record.solved.take();
        let Some(life) = record.life.take() else { return };
        if life.unsolved {
            let (until, gave_up) = solved.map_or((at, true), |solved| (solved, false));
            self.judge_case(Measure::Solution, conversation, life.channel, life.first, until, gave_up);
        }
        let (until, gave_up) = match life.last_reply {
            Some(reply) => (reply, false),
            None => {
                let inquiry = self.conversations[conversation].inquiry;
                self.counts.inquiries[inquiry as usize].unanswered += 1;
                (at, true)
            }
        };
        self.judge_case(Measure::Conclusion, conversation, life.channel, life.first, until, gave_up);
        self.opinion(conversation, &life, at, CaseEnd::Abandoned);
    }

    /// The end of the run-out: who waits is missed, who still has patience is open.
    pub(super) fn close<O: Observer>(&mut self, observer: &mut O) {
        self.now = self.plan.end;
        for agent in 0..self.agents.len() as u32 {
            self.book_work(agent, self.plan.end);
            self.book_presence(agent, self.plan.end);
        }
        for conversation in 0..self.conversations.len() as u32 {
            self.close_conversation(conversation, observer);
        }
        self.book_wages();
    }

    fn close_conversation<O: Observer>(&mut self, conversation: u32, observer: &mut O) {
        let end = self.plan.end;
        let record = &self.conversations[conversation];
        let (channel, sent) = (record.channel, record.clock());
        let is_call = self.plan.channels[channel as usize].kind == ChannelKind::Phone;
        // A later message that the helpdesk has not shown yet is not there yet.
        let way = match record.turn {
            0 => Span::ZERO,
            turn => record.customer.way(&self.plan.channels[channel as usize], record.number, turn),
        };
        let waits =
            matches!(record.state, State::Queued | State::WithAgent | State::Alone) && sent + way < end;
        if record.is_from_customer() && !record.gave_up {
            if waits && record.deadline < end {
                let deadline = record.deadline;
                self.gives_up(conversation, deadline, observer);
            } else if waits {
                if self.conversations[conversation].handling.writes_again.is_some() {
                    self.customer_wrote_again(conversation, end, observer);
                }
                let interval = self.plan.interval_of(sent);
                self.counts.intervals[interval].waiting_change += 1;
                self.miss_message(conversation, is_call);
            } else if record.state == State::InHand && !is_call {
                self.miss_message(conversation, false);
            }
        }
        let record = &mut self.conversations[conversation];
        if record.state == State::Free {
            return;
        }
        let solved = record.solved;
        let Some(life) = record.life.take() else { return };
        self.counts.open_at_end += 1;
        if life.unsolved {
            match solved {
                Some(solved) => {
                    self.judge_case(Measure::Solution, conversation, life.channel, life.first, solved, false)
                }
                None => self.miss(Measure::Solution, conversation, life.channel, life.first),
            }
        }
        self.miss(Measure::Conclusion, conversation, life.channel, life.first);
        self.opinion(conversation, &life, end, CaseEnd::Open);
    }

    fn miss_message(&mut self, conversation: u32, is_call: bool) {
        let record = &self.conversations[conversation];
        let (channel, sent, first) = (record.channel, record.clock(), record.turn == 0);
        if is_call {
            return self.miss(Measure::Answer, conversation, channel, sent);
        }
        if first {
            self.miss(Measure::FirstReply, conversation, channel, sent);
        }
        self.miss(Measure::EachReply, conversation, channel, sent);
    }
}

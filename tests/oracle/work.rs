//! What an agent takes, how long it takes, and what follows (3.4).

use super::events::Happening;
use super::people::{Conversation, Stage, Work, WorkKind};
use super::queue::{Item, Sort};
use super::targets::Ending;
use super::world::World;
use nightdesk::scenario::{ChannelKind, InboxOrder};
use nightdesk::simulation::customer::at_speed;
use nightdesk::simulation::observer::Event;
use nightdesk::units::Span;

impl World<'_> {
    /// What an agent does with what is offered to it: a chat goes to the inbox, the rest is begun.
    pub fn give(&mut self, item: &Item, agent: usize) {
        let conversation = item.conversation;
        if item.sort == Sort::DeskMessage {
            return self.begin(agent, conversation, WorkKind::DeskMessage);
        }
        if item.sort == Sort::Approval {
            return self.begin(agent, conversation, WorkKind::Approval);
        }
        if item.sort == Sort::AfterCare {
            return self.begin(agent, conversation, WorkKind::AfterCare);
        }
        if item.sort == Sort::Notice {
            return self.begin(agent, conversation, WorkKind::Notice);
        }
        self.conversations[conversation].agent = Some(agent);
        if item.sort == Sort::Message {
            return self.begin(agent, conversation, WorkKind::Reply);
        }
        self.tell(Event::Assigned, conversation, Some(agent));
        self.agents[agent].open.push(conversation);
        if item.sort == Sort::Call {
            return self.begin(agent, conversation, WorkKind::Reply);
        }
        let it = &mut self.conversations[conversation];
        // What is nudged at this very instant is noticed at its kind 5.
        if it.nudged == Some(self.now) && self.kind < 5 {
            it.unnoticed = true;
            let nudges = Happening::Nudges { conversation, turn: it.who.turn }.of(it.who, self.now);
            self.schedule(nudges);
        }
        let it = &mut self.conversations[conversation];
        if it.unnoticed {
            it.stage = Stage::Overlooked;
            return;
        }
        it.sent = it.nudged.unwrap_or(it.sent);
        it.stage = Stage::Inbox;
        self.agents[agent].inbox.push(conversation);
    }

    /// A waiting call; free chat slots; the inbox; the messages and desk messages of the queue (D8).
    pub fn look_for_work(&mut self, agent: usize) {
        if self.agents[agent].stint.is_none() || self.agents[agent].away.is_some() {
            return;
        }
        if let Some(call) = self.first_for(agent, |item| item.sort == Sort::Call) {
            let call = self.queue.remove(call);
            return self.give(&call, agent);
        }
        for channel in 0..self.plan.channels.len() {
            let is_it = |world: &Self, item: &Item| {
                item.sort == Sort::Chat && world.conversations[item.conversation].channel == channel
            };
            while let Some(chat) = self.first_for(agent, |item| is_it(self, item)) {
                let chat = self.queue.remove(chat);
                self.give(&chat, agent);
            }
        }
        if self.agents[agent].work.is_some() {
            return;
        }
        if let Some(conversation) = self.next_of_inbox(agent) {
            self.agents[agent].inbox.retain(|waiting| *waiting != conversation);
            return self.begin(agent, conversation, WorkKind::Reply);
        }
        let is_message = |item: &Item| matches!(item.sort, Sort::Message) || item.is_the_desks_own();
        if let Some(message) = self.first_for(agent, is_message) {
            let message = self.queue.remove(message);
            self.give(&message, agent);
        }
    }

    /// Oldest first, or first messages of conversations before others (D14).
    fn next_of_inbox(&self, agent: usize) -> Option<usize> {
        let agent = &self.agents[agent];
        let new_first = self.plan.teams[agent.team].inbox == InboxOrder::NewFirst;
        agent.inbox.iter().copied().min_by_key(|conversation| {
            let it = &self.conversations[*conversation];
            (new_first && it.who.turn > 0, it.sent, it.who)
        })
    }

    /// An agent begins to work on a conversation's message, or on the desk's message after it.
    fn begin(&mut self, agent: usize, conversation: usize, kind: WorkKind) {
        let mut wrap_up = Span::ZERO;
        if kind == WorkKind::Reply {
            self.tell(Event::Begun, conversation, Some(agent));
            self.conversations[conversation].stage = Stage::InHand;
            let it = &self.conversations[conversation];
            let (credit, by_customer) = (!it.gave_up, it.desk_team.is_none());
            if credit && it.customer_wrote() {
                self.waiting_changes(-1);
                self.count_what_was_written(conversation);
            }
            let it = &self.conversations[conversation];
            if credit && by_customer && self.kind_of(it.channel) == ChannelKind::Phone {
                self.count_answer(conversation);
                self.customer_was_answered(conversation);
                self.book_call(conversation, Ending::Reached(self.now));
            }
            if !credit || self.is_last_turn(conversation) {
                wrap_up = self.wrap_up(conversation);
            }
        }
        let ends = self.now + self.time_of(agent, conversation, kind);
        self.agents[agent].work =
            Some(Work { kind, conversation, since: self.now, nothing_in_hand_at: ends + wrap_up });
        let who = self.conversations[conversation].who;
        self.schedule(Happening::WorkEnds { agent }.of(who, ends));
    }

    /// Reply time over speed, plus the switch from another conversation (D11).
    fn time_of(&self, agent: usize, conversation: usize, kind: WorkKind) -> Span {
        let it = &self.conversations[conversation];
        let customer = it.customer(self.plan, self.night);
        let time = match kind {
            WorkKind::DeskMessage => customer.follow_up(it.who.conversation),
            WorkKind::Approval => {
                let authority = &self.plan.teams[usize::from(it.last_team)].authority;
                authority.as_ref().map_or(Span::ZERO, |asked| customer.approval(asked, it.who.conversation))
            }
            WorkKind::AfterCare => self.after_care_of(conversation).map_or(Span::ZERO, |(_, reply)| reply),
            WorkKind::Notice => {
                let notice = self.notice_after(conversation).expect("it is being written");
                customer.notice_takes(notice, it.who.conversation)
            }
            _ if it.is_ask => customer.ask_reply(it.who.conversation) + self.reading(conversation),
            _ if it.customer_wrote() => {
                customer.reply(self.handling_of(conversation), it.who.conversation, it.who.turn)
                    + self.reading(conversation)
            }
            _ => customer.reply(self.handling_of(conversation), it.who.conversation, it.who.turn),
        };
        let agent = &self.agents[agent];
        let team = &self.plan.teams[agent.team];
        let level = agent.open.len().max(1).min(team.speed_at.len()) - 1;
        let speed =
            team.speed[self.cases[it.case].inquiry] * team.speed_at[level] * agent.trained.unwrap_or(1.0);
        let switches = agent.last_conversation.is_some_and(|last| last != conversation);
        let channel = &self.plan.channels[it.channel];
        let turn = if kind == WorkKind::Reply { it.who.turn } else { 0 };
        let waits = customer.helpdesk_reply(channel, it.who.conversation, turn);
        at_speed(time, speed) + waits + if switches { team.switch } else { Span::ZERO }
    }

    fn wrap_up(&self, conversation: usize) -> Span {
        let it = &self.conversations[conversation];
        let customer = it.customer(self.plan, self.night);
        customer.wrap_up(self.handling_of(conversation), it.who.conversation)
            + customer.helpdesk_resolve(&self.plan.channels[it.channel], it.who.conversation)
    }

    fn is_last_turn(&self, conversation: usize) -> bool {
        let it = &self.conversations[conversation];
        it.who.turn + 1 == it.turns
    }

    /// The work in hand ends.
    pub fn work_ends(&mut self, agent: usize) {
        let work = self.agents[agent].work.expect("work that ends was in hand");
        match work.kind {
            WorkKind::Reply => {
                self.reply_is_sent(agent, work.conversation);
                let wrap_up = self.wrap_up(work.conversation);
                if self.conversations[work.conversation].finished && wrap_up > Span::ZERO {
                    // It follows at once, as the same agent's work.
                    self.agents[agent].work = Some(Work { kind: WorkKind::WrapUp, ..work });
                    let who = self.conversations[work.conversation].who;
                    return self.schedule(Happening::WorkEnds { agent }.of(who, self.now + wrap_up));
                }
            }
            WorkKind::WrapUp => {}
            WorkKind::DeskMessage | WorkKind::Approval => {
                self.counts.practices.approvals += u64::from(work.kind == WorkKind::Approval);
                self.tell(Event::FollowedUp, work.conversation, Some(agent));
                self.counts.channels[self.conversations[work.conversation].channel].sent += 1;
                let case = self.conversations[work.conversation].case;
                self.cases[case].last_reply = Some(self.now);
                self.cases[case].last_agent = Some(agent);
                self.concludes(work.conversation);
            }
            WorkKind::Notice => self.notice_is_sent(work.conversation, Some(agent)),
            WorkKind::AfterCare => {
                self.tell(Event::AfterCare, work.conversation, Some(agent));
                self.counts.channels[self.conversations[work.conversation].channel].sent += 1;
                self.counts.practices.call_backs += 1;
            }
        }
        self.put_down(agent, work);
        self.work_is_over(agent);
    }

    /// The reply counts; then the customer thinks, or the conversation is over and has its outcome.
    fn reply_is_sent(&mut self, agent: usize, conversation: usize) {
        let it = &self.conversations[conversation];
        let (case, channel, who, credit) = (it.case, it.channel, it.who, !it.gave_up);
        let by_customer = it.desk_team.is_none();
        self.tell(Event::Replied { credit }, conversation, Some(agent));
        self.counts.channels[channel].sent += 1;
        self.conversations[conversation].last_team = self.agents[agent].team as u16;
        if credit {
            if by_customer {
                self.counts.channels[channel].replies += 1;
                if who.turn == 0 && self.kind_of(channel) != ChannelKind::Phone {
                    self.count_answer(conversation);
                }
            }
            self.book_message(conversation, Ending::Reached(self.now));
            self.count_on_card(agent, conversation);
        }
        // What a customer asks about a case that waits changes nothing of the case.
        if self.conversations[conversation].is_ask {
            self.conversations[conversation].finished = true;
            self.counts.agents[agent].conversations += 1;
            return self.begin_idle_close(conversation);
        }
        if credit {
            self.cases[case].last_reply = Some(self.now);
            self.cases[case].last_agent = Some(agent);
            self.cases[case].replies += 1;
            let inquiry = &self.plan.inquiries[self.cases[case].inquiry];
            let it = &mut self.conversations[conversation];
            if who.turn + 1 == inquiry.solution_turn.unwrap_or(it.turns).min(it.turns) {
                it.solved = Some(self.now);
            }
        }
        if credit && !self.is_last_turn(conversation) {
            return self.customer_thinks(conversation);
        }
        self.conversations[conversation].finished = true;
        self.counts.agents[agent].conversations += 1;
        if credit {
            self.outcome(conversation);
        }
        self.begin_idle_close(conversation);
    }

    fn begin_idle_close(&mut self, conversation: usize) {
        let Conversation { channel, who, .. } = self.conversations[conversation];
        let idle_close = self.plan.channels[channel].idle_close;
        if idle_close > Span::ZERO && self.kind_of(channel) != ChannelKind::Message {
            self.conversations[conversation].idle_close_runs = true;
            self.schedule(Happening::IdleCloses { conversation }.of(who, self.now + idle_close));
        }
    }

    fn customer_thinks(&mut self, conversation: usize) {
        let handling = self.handling_of(conversation);
        let it = &mut self.conversations[conversation];
        it.stage = Stage::Thinking;
        let mut next = it.who;
        next.turn += 1;
        let think = it.customer(self.plan, self.night).think(handling, next.conversation, it.who.turn);
        let way = it.customer(self.plan, self.night).way(
            &self.plan.channels[it.channel],
            next.conversation,
            next.turn,
        );
        self.schedule(Happening::Writes { conversation }.of(next, self.now + think + way));
    }

    /// A conversation of the customer's is answered: by its first reply, on the phone when the talk starts.
    fn count_answer(&mut self, conversation: usize) {
        let it = &self.conversations[conversation];
        let counts = &mut self.counts.channels[it.channel];
        counts.answered += 1;
        counts.waited += self.now - it.clock;
    }

    /// A reply with credit, on the score card of who sent it; a customer who wrote was answered by it.
    fn count_on_card(&mut self, agent: usize, conversation: usize) {
        let it = &self.conversations[conversation];
        let wait = self.now - it.clock;
        let written = it.customer_wrote() && self.kind_of(it.channel) != ChannelKind::Phone;
        let card = &mut self.counts.agents[agent];
        card.replies += 1;
        card.written += u64::from(written);
        card.quick += u64::from(written && wait <= self.plan.quick_reply);
        if written {
            self.customer_was_answered(conversation);
        }
    }

    /// A customer's message gets its reply, or the talk starts: the first of the case, or a later one.
    fn customer_was_answered(&mut self, conversation: usize) {
        let it = &self.conversations[conversation];
        if it.is_ask {
            return;
        }
        let case = &mut self.cases[it.case];
        match case.first_wait {
            None => case.first_wait = Some(self.now - case.began),
            Some(_) => case.later_wait = case.later_wait.max(self.now - it.clock),
        }
    }

    /// The agent has nothing in hand any more; the slot of a conversation that is over is free.
    fn put_down(&mut self, number: usize, work: Work) {
        let agent = &mut self.agents[number];
        agent.work = None;
        agent.last_work_ended = self.now;
        agent.last_conversation = Some(work.conversation);
        let stint = agent.stint.expect("who works is there");
        self.stints[stint].busy.push((work.since, self.now));
        if work.kind.is_the_desks_own() {
            return;
        }
        let no_slots = self.kind_of(self.conversations[work.conversation].channel) == ChannelKind::Message;
        let it = &mut self.conversations[work.conversation];
        if it.finished && it.idle_close_runs {
            it.stage = Stage::Closing;
        } else if it.finished {
            self.close(work.conversation);
        } else if no_slots {
            it.agent = None;
        }
    }

    /// `idle_close` has run out; the slot is free unless the wrap-up still runs (D12).
    pub fn idle_closes(&mut self, conversation: usize) {
        let it = &mut self.conversations[conversation];
        it.idle_close_runs = false;
        if it.stage != Stage::Closing {
            return;
        }
        let agent = it.agent.expect("what closes is somebody's");
        self.close(conversation);
        self.agent_goes_on(agent);
    }

    /// A conversation is over, and its slot free.
    pub fn close(&mut self, conversation: usize) {
        let it = &mut self.conversations[conversation];
        it.stage = Stage::Over;
        if let Some(agent) = it.agent.take() {
            self.agents[agent].open.retain(|open| *open != conversation);
            self.agents[agent].inbox.retain(|waiting| *waiting != conversation);
        }
    }

    /// Work in hand at the end of the night was work until then.
    pub fn close_the_books_of_work_in_hand(&mut self) {
        for agent in &self.agents {
            if let (Some(work), Some(stint)) = (agent.work, agent.stint) {
                self.stints[stint].busy.push((work.since, self.now));
            }
        }
    }
}

//! Arrivals, later messages, giving up, how a case goes on and ends (3.5, 3.6).

use super::events::Happening;
use super::people::{Case, Conversation, Stage};
use super::targets::Ending;
use super::world::World;
use super::{LogLine, What};
use nightdesk::random::{Draw, Purpose};
use nightdesk::scenario::{ChannelKind, GivenUp};
use nightdesk::simulation::customer::{BotTurn, Customer, ask_number, is_ask};
use nightdesk::simulation::observer::{Event, Who};
use nightdesk::simulation::plan::{Meanwhile, Next, Notice};
use nightdesk::simulation::satisfaction::{CaseEnd, Experience};
use nightdesk::units::{Money, Span, Time};

impl World<'_> {
    /// A case's first message.
    pub fn case_arrives(&mut self, source: u16, number: u32) {
        let customer = Customer::new(self.plan, self.night, source, number);
        let channel = usize::from(customer.channel());
        let inquiry = usize::from(self.plan.demand.sources[usize::from(source)].inquiry);
        self.counts.inquiries[inquiry].cases += 1;
        self.cases.push(Case {
            source,
            number,
            inquiry,
            tier: usize::from(customer.tier()),
            began: self.now,
            channel,
            conversations: 0,
            rounds: 0,
            last_reply: None,
            solution_booked: false,
            over: false,
            settled_by_bot: false,
            first_wait: None,
            later_wait: Span::ZERO,
            replies: 0,
            transfers: 0,
            last_agent: None,
            after_care: None,
        });
        self.customer_opens(self.cases.len() - 1, channel);
    }

    /// Who gave up tries again.
    pub fn retries(&mut self, case: usize, channel: u8) {
        self.customer_opens(case, usize::from(channel));
    }

    /// A customer opens a conversation: a bot takes it first, if there is one and the desk is open.
    fn customer_opens(&mut self, case: usize, channel: usize) {
        let Case { source, number, conversations, .. } = self.cases[case];
        let customer = Customer::new(self.plan, self.night, source, number);
        let bot = customer.bot(conversations, channel as u8).filter(|_| self.now >= Time::OPENING);
        if bot.is_some() {
            self.counts.practices.bot_conversations += 1;
            self.counts.practices.bot_cost +=
                customer.inquiry.bot.as_ref().map_or(Money::ZERO, |bot| bot.cost);
            self.counts.channels[channel].sent += 1;
        }
        let way = self.way(case, channel, conversations, 0);
        match bot {
            None if way == Span::ZERO => self.opens_at_desk(case, channel, self.now),
            None => {
                let who = Who { source, case: number, conversation: conversations, turn: 0 };
                let comes = Happening::BotHandsOver { case, channel: channel as u8, clock: self.now };
                self.schedule(comes.of(who, self.now + way));
            }
            Some(BotTurn::Settles) => {
                self.counts.practices.bot_settled += 1;
                self.counts.channels[channel].settled_by_bot += 1;
                self.cases[case].settled_by_bot = self.cases[case].last_reply.is_none();
                self.book_solution(case, Ending::Reached(self.now));
                self.cases[case].over = true;
                self.book_conclusion(case, Ending::Reached(self.now));
            }
            Some(BotTurn::HandsOver { after, unseen }) => {
                let who = Who { source, case: number, conversation: conversations, turn: 0 };
                let at = self.now + after + way;
                let unseen = unseen + way;
                let hands_over = Happening::BotHandsOver { case, channel: channel as u8, clock: at - unseen };
                self.schedule(hands_over.of(who, at));
            }
        }
    }

    /// How long the helpdesk keeps a customer's message from the agents; who came before the opening has that behind them.
    fn way(&self, case: usize, channel: usize, conversation: u32, turn: u32) -> Span {
        let Case { source, number, .. } = self.cases[case];
        let customer = Customer::new(self.plan, self.night, source, number);
        match self.now < Time::OPENING || is_ask(conversation) {
            true => Span::ZERO,
            false => customer.way(&self.plan.channels[channel], conversation, turn),
        }
    }

    /// A customer's conversation comes to the desk; its clock may run already.
    pub fn opens_at_desk(&mut self, case: usize, channel: usize, clock: Time) {
        let conversation = self.new_conversation(case, channel, None);
        self.conversations[conversation].clock = clock;
        self.comes_to_the_desk(conversation);
    }

    fn comes_to_the_desk(&mut self, conversation: usize) {
        let channel = self.conversations[conversation].channel;
        self.counts.channels[channel].conversations += 1;
        let interval = self.plan.interval_of(self.now);
        self.counts.intervals[interval].arrivals += 1;
        self.customer_waits(conversation);
        let unnoticed = self.conversations[conversation].unnoticed;
        if unnoticed && self.kind_of(channel) == ChannelKind::Message {
            self.conversations[conversation].stage = Stage::Overlooked;
        } else {
            self.place(conversation);
        }
    }

    /// The desk opens a conversation for `team`: its first message is the desk's, and no customer waits.
    fn desk_opens(&mut self, case: usize, channel: usize, team: u16) {
        let conversation = self.new_conversation(case, channel, Some(team));
        self.tell(Event::FollowedUp, conversation, None);
        self.place(conversation);
    }

    /// The next conversation of a case, with turns of its own.
    fn new_conversation(&mut self, case: usize, channel: usize, desk_team: Option<u16>) -> usize {
        let Case { source, number, inquiry, conversations, .. } = self.cases[case];
        self.cases[case].conversations += 1;
        let customer = Customer::new(self.plan, self.night, source, number);
        let turns = match self.kind_of(channel) {
            ChannelKind::Phone => 1,
            _ => customer.turns(self.handling(inquiry, channel), conversations),
        };
        self.conversations.push(Conversation {
            case,
            who: Who { source, case: number, conversation: conversations, turn: 0 },
            channel,
            desk_team,
            turns,
            clock: self.now,
            sent: self.now,
            is_ask: false,
            written_again: Vec::new(),
            told: false,
            unnoticed: false,
            nudged: None,
            gave_up: false,
            stage: Stage::Queued,
            agent: None,
            handed_over: false,
            finished: false,
            idle_close_runs: false,
            solved: None,
            last_team: 0,
        });
        self.conversations.len() - 1
    }

    /// The customer has thought and writes again.
    pub fn writes(&mut self, conversation: usize) {
        let it = &mut self.conversations[conversation];
        it.who.turn += 1;
        it.sent = self.now;
        let (case, channel, who) = (it.case, it.channel, it.who);
        let way = self.way(case, channel, who.conversation, who.turn);
        let it = &mut self.conversations[conversation];
        it.clock = self.now - way;
        it.written_again.clear();
        it.nudged = None;
        self.customer_waits(conversation);
        if self.conversations[conversation].unnoticed {
            self.conversations[conversation].stage = Stage::Overlooked;
        } else {
            self.message_is_noticed(conversation);
        }
    }

    /// The customer writes again because nobody has noticed the message (unless the customer has given
    /// up, and somebody comes across it then).
    pub fn nudges(&mut self, conversation: usize, turn: u32) {
        let it = &mut self.conversations[conversation];
        if it.who.turn != turn || !it.waits() {
            return;
        }
        it.unnoticed = false;
        if !it.gave_up {
            self.tell(Event::Nudges, conversation, None);
        }
        let it = &mut self.conversations[conversation];
        if it.stage == Stage::Queued {
            // Waiting for an agent: who takes it will find the nudge.
            it.nudged = Some(self.now);
        } else {
            it.sent = self.now;
            self.message_is_noticed(conversation);
        }
    }

    /// A message that waits is there for all to see.
    fn message_is_noticed(&mut self, conversation: usize) {
        match self.conversations[conversation].agent {
            Some(agent) => {
                self.conversations[conversation].stage = Stage::Inbox;
                self.agents[agent].inbox.push(conversation);
                self.look_for_work(agent);
            }
            // A message channel, or handed over while its customer was thinking.
            None => self.place(conversation),
        }
    }

    /// A customer's message has been sent, and may be overlooked: it waits, and patience runs (backlog: from the opening).
    fn customer_waits(&mut self, conversation: usize) {
        let it = &self.conversations[conversation];
        let way = self.way(it.case, it.channel, it.who.conversation, it.who.turn);
        self.tell_at(self.now - way, Event::Arrives, conversation, it.agent);
        let it = &self.conversations[conversation];
        let interval = self.plan.interval_of(it.clock);
        self.counts.intervals[interval].waiting_change += 1;
        let customer = it.customer(self.plan, self.night);
        let handling = self.handling_of(conversation);
        let Who { conversation: number, turn, .. } = it.who;
        let channel = &self.plan.channels[it.channel];
        if let Some(nudge) = customer.overlooked(channel, number, turn) {
            let nudges = Happening::Nudges { conversation, turn }.of(it.who, self.now + nudge);
            self.conversations[conversation].unnoticed = true;
            self.counts.practices.overlooked += 1;
            self.schedule(nudges);
        } else {
            self.may_write_again(conversation);
        }
        let it = &self.conversations[conversation];
        let patience = if turn == 0 {
            customer.patience(handling, number)
        } else {
            customer.patience_later(handling, number, turn)
        };
        if !patience.is_forever() {
            let gives_up = Happening::GivesUp { conversation, turn };
            let from = self.now.max(Time::OPENING);
            self.schedule(gives_up.of(it.who, from.max(from - way + patience)));
        }
    }

    /// Patience for the message of `turn` ends.
    pub fn gives_up(&mut self, conversation: usize, turn: u32) {
        let it = &mut self.conversations[conversation];
        if it.who.turn != turn || !it.waits() {
            return;
        }
        it.gave_up = true;
        let (case, channel, agent, by_customer) = (it.case, it.channel, it.agent, it.desk_team.is_none());
        self.tell(Event::GaveUp, conversation, agent);
        self.waiting_changes(-1);
        self.count_what_was_written(conversation);
        if turn == 0 && by_customer {
            self.counts.channels[channel].abandoned += 1;
        }
        self.book_message(conversation, Ending::GaveUp(self.now));
        self.book_call(conversation, Ending::GaveUp(self.now));
        if !self.conversations[conversation].is_ask {
            // It had a reply with credit, was not escalated, and the solving reply was sent.
            if let Some(at) = self.conversations[conversation].solved {
                self.book_solution(case, Ending::Reached(at));
            }
            self.case_was_given_up(conversation);
        }
        if self.plan.channels[channel].given_up == GivenUp::Leaves {
            self.conversation_goes(conversation);
        }
    }

    /// The customer tries again, or the case is over.
    fn case_was_given_up(&mut self, conversation: usize) {
        let it = &self.conversations[conversation];
        let case = it.case;
        let customer = it.customer(self.plan, self.night);
        let handling = self.handling_of(conversation);
        match customer.retry(handling, it.who.conversation, it.channel as u8) {
            Some((delay, channel)) => {
                let next = Who { conversation: self.cases[case].conversations, turn: 0, ..it.who };
                self.schedule(Happening::Retries { case, channel }.of(next, self.now + delay));
            }
            None => {
                self.book_solution(case, Ending::GaveUp(self.now));
                let ending = match self.cases[case].last_reply {
                    Some(at) => Ending::Reached(at),
                    None => Ending::GaveUp(self.now),
                };
                self.case_is_over(case, ending, CaseEnd::Abandoned);
            }
        }
    }

    /// What given_up = "leaves" means: the conversation is gone with the customer.
    fn conversation_goes(&mut self, conversation: usize) {
        self.queue.retain(|item| item.conversation != conversation);
        let agent = self.conversations[conversation].agent;
        self.conversations[conversation].finished = true;
        self.close(conversation);
        if let Some(agent) = agent {
            self.agent_goes_on(agent);
        }
    }

    fn case_is_over(&mut self, case: usize, ending: Ending, end: CaseEnd) {
        self.cases[case].over = true;
        self.book_conclusion(case, ending);
        self.opinion(case, end);
    }

    /// What the customer thinks of the case, now that it (or the night) is over.
    pub fn opinion(&mut self, number: usize, end: CaseEnd) {
        let Some(satisfaction) = &self.plan.satisfaction else { return };
        let case = &self.cases[number];
        let experience = Experience {
            first_wait: case.first_wait.unwrap_or(self.now - case.began),
            later_wait: case.later_wait,
            replies: case.replies,
            transfers: case.transfers,
            end,
        };
        let customer = Customer::new(self.plan, self.night, case.source, case.number);
        let opinion = customer.opinion(satisfaction, &experience);
        let of_agent = case.last_agent.map(|agent| &mut self.counts.agents[agent].opinions);
        let of_inquiry = &mut self.counts.inquiries[case.inquiry].opinions;
        for counts in of_agent.into_iter().chain([of_inquiry]) {
            counts.cases += 1;
            counts.complaints += u64::from(opinion.complains);
            if opinion.answers {
                counts.surveys += 1;
                counts.score += opinion.score;
                counts.unsatisfied += u64::from(opinion.unsatisfied);
            }
        }
    }

    /// The last reply of a conversation has been sent, with credit, by an agent of `team`.
    pub fn outcome(&mut self, conversation: usize) {
        let it = &self.conversations[conversation];
        let (case, channel, number) = (it.case, it.channel, it.who.conversation);
        let (who, solved) = (it.who, it.solved);
        let customer = it.customer(self.plan, self.night);
        let outcome = customer.outcome(number);
        let inquiry = self.cases[case].inquiry;
        let (_, drawn) = &self.plan.inquiries[inquiry].outcomes[outcome];
        self.counts.inquiries[inquiry].outcomes[outcome] += 1;
        let cost = customer.cost(outcome, number);
        self.counts.outcome_cost += cost;
        self.counts.practices.payouts += u64::from(cost > Money::ZERO);
        if let (Some(at), false) = (solved, matches!(drawn.next, Next::EscalateTo { .. })) {
            self.book_solution(case, Ending::Reached(at));
        }
        if customer.after_care(outcome, number).is_some() {
            self.cases[case].after_care = Some(conversation);
        }
        let authority = &self.plan.teams[usize::from(self.conversations[conversation].last_team)].authority;
        match drawn.next {
            Next::Concluded if authority.as_ref().is_some_and(|authority| cost > authority.up_to) => {
                self.cases[case].transfers += 1;
                self.place_approval(conversation);
            }
            Next::Concluded => self.concludes(conversation),
            Next::ConversationAfter { .. }
                if self.plan.inquiries[inquiry]
                    .max_rounds
                    .is_some_and(|most| self.cases[case].rounds >= most) =>
            {
                self.concludes(conversation);
            }
            Next::MessageAfter { party } | Next::ConversationAfter { party } => {
                let with_message = matches!(drawn.next, Next::MessageAfter { .. });
                let delay = customer.party(self.plan, number, party);
                let until = self.plan.parties[usize::from(party)].hours.after(self.now, delay);
                self.tell(Event::WaitsFor { party, until }, conversation, None);
                self.schedule(Happening::PartyAnswers { conversation, with_message }.of(who, until));
                self.case_waits(conversation, until);
            }
            Next::EscalateTo { team: to } => {
                self.cases[case].transfers += 1;
                self.desk_opens(case, channel, to);
            }
        }
    }

    /// The case concludes now, with a reply or desk message just sent.
    pub fn concludes(&mut self, conversation: usize) {
        self.tell(Event::Concluded, conversation, None);
        let case = self.conversations[conversation].case;
        self.case_is_over(case, Ending::Reached(self.now), CaseEnd::Concluded);
        if let Some(decided) = self.cases[case].after_care {
            let it = &self.conversations[decided];
            if let Some((delay, _)) = self.after_care_of(decided) {
                let due = Happening::AfterCareDue { conversation: decided };
                self.schedule(due.of(it.who, self.now + delay));
            }
        }
    }

    /// After which delay the after-care that a conversation's outcome decided on falls due, and what it takes.
    pub fn after_care_of(&self, conversation: usize) -> Option<(Span, Span)> {
        let it = &self.conversations[conversation];
        let customer = it.customer(self.plan, self.night);
        customer.after_care(customer.outcome(it.who.conversation), it.who.conversation)
    }

    /// What the case waited for has come; the team that had the conversation follows up.
    pub fn party_answers(&mut self, conversation: usize, with_message: bool) {
        let it = &self.conversations[conversation];
        let (case, channel, team) = (it.case, it.channel, it.last_team);
        if with_message {
            self.place_desk_message(conversation);
        } else {
            self.cases[case].rounds += 1;
            self.desk_opens(case, channel, team);
        }
    }

    /// What is known of the cases at the end of the night.
    pub fn count_cases(&mut self) {
        for case in &self.cases {
            let counts = &mut self.counts.inquiries[case.inquiry];
            if case.last_reply.is_some() {
                counts.answered += 1;
            } else if case.settled_by_bot {
                counts.settled_by_bot += 1;
            } else if case.over {
                counts.unanswered += 1;
            }
        }
    }
}

/// What happens while customers wait.
impl World<'_> {
    /// The customer of a message that waits may write again, once more than so far.
    fn may_write_again(&mut self, conversation: usize) {
        let Some(again) = &self.handling_of(conversation).writes_again else { return };
        let it = &self.conversations[conversation];
        let number = it.written_again.len() as u32;
        if number >= again.most || self.kind_of(it.channel) == ChannelKind::Phone {
            return;
        }
        if self.draw_of_further_message(conversation, number, Purpose::WritesAgain).uniform() < again.share {
            let after = self.draw_of_further_message(conversation, number, Purpose::WritesAgainAfter);
            let turn = it.who.turn;
            let at = self.now + again.after.sample(after);
            self.schedule(Happening::WritesAgain { conversation, turn }.of(it.who, at));
        }
    }

    fn draw_of_further_message(&self, conversation: usize, number: u32, purpose: Purpose) -> Draw {
        let it = &self.conversations[conversation];
        let key = it.customer(self.plan, self.night).key;
        key.draw_at(it.who.conversation, it.who.turn + number * (1 << 20), purpose)
    }

    /// The customer writes again, if still waiting.
    pub fn writes_again(&mut self, conversation: usize, turn: u32) {
        let it = &mut self.conversations[conversation];
        if it.who.turn == turn && it.waits() && !it.gave_up {
            it.written_again.push(self.now);
            self.may_write_again(conversation);
        }
    }

    /// The messages that were written before this very instant.
    pub fn written_before_now(&self, conversation: usize) -> usize {
        self.conversations[conversation].written_again.iter().filter(|at| **at < self.now).count()
    }

    /// Waiting is over for a message, by work on it or by giving up: what was written again is known.
    pub fn count_what_was_written(&mut self, conversation: usize) {
        let written = self.written_before_now(conversation);
        self.counts.practices.written_again += written as u64;
        self.conversations[conversation].written_again.truncate(written);
        let who = self.conversations[conversation].who;
        for at in self.conversations[conversation].written_again.clone() {
            let what = What::Happened(Event::WritesAgain);
            self.log.push(LogLine { at, what, who: Some(who), agent: None });
        }
    }

    /// What reading them takes.
    pub fn reading(&self, conversation: usize) -> Span {
        let Some(again) = &self.handling_of(conversation).writes_again else { return Span::ZERO };
        let numbers = 0..self.conversations[conversation].written_again.len() as u32;
        numbers
            .map(|number| {
                again.reading.sample(self.draw_of_further_message(conversation, number, Purpose::Reading))
            })
            .sum()
    }

    /// The case waits for a party after a conversation.
    fn case_waits(&mut self, conversation: usize, until: Time) {
        let who = self.conversations[conversation].who;
        if let Some(notice) = self.notice_after(conversation) {
            let customer = self.conversations[conversation].customer(self.plan, self.night);
            let due = self.now + customer.notice_after(notice, who.conversation);
            if due < until {
                self.schedule(Happening::NoticeDue { conversation }.of(who, due));
            }
        }
        self.may_ask_again(conversation, 0, until);
    }

    fn meanwhile_after(&self, conversation: usize) -> Option<&'_ Meanwhile> {
        let it = &self.conversations[conversation];
        let customer = it.customer(self.plan, self.night);
        let outcome = customer.outcome(it.who.conversation);
        self.plan.inquiries[self.cases[it.case].inquiry].outcomes[outcome].1.meanwhile.as_deref()
    }

    pub fn notice_after(&self, conversation: usize) -> Option<&'_ Notice> {
        self.meanwhile_after(conversation)?.notice.as_ref()
    }

    fn may_ask_again(&mut self, about: usize, time: u32, until: Time) {
        let Some(asks) = self.meanwhile_after(about).and_then(|it| it.asks.as_ref()) else { return };
        let it = &self.conversations[about];
        let Some(number) = ask_number(it.who.conversation, time).filter(|_| time < asks.most) else { return };
        let customer = it.customer(self.plan, self.night);
        if let Some(after) = customer.asks_again(asks, number) {
            let who = Who { conversation: number, turn: 0, ..it.who };
            if self.now + after < until {
                self.schedule(Happening::AsksAgain { about, time, until }.of(who, self.now + after));
            }
        }
    }

    /// The customer asks how the case stands, unless a notice was seen.
    pub fn asks_again(&mut self, about: usize, time: u32, until: Time) {
        if self.conversations[about].told {
            return;
        }
        self.may_ask_again(about, time + 1, until);
        self.counts.practices.asked_again += 1;
        let Conversation { case, channel, who, .. } = self.conversations[about];
        let number = ask_number(who.conversation, time).expect("it was asked for by this number");
        let before = self.cases[case].conversations;
        let ask = self.new_conversation(case, channel, None);
        self.cases[case].conversations = before;
        let it = &mut self.conversations[ask];
        it.who = Who { conversation: number, ..it.who };
        it.turns = 1;
        it.is_ask = true;
        self.comes_to_the_desk(ask);
    }

    /// A notice falls due: an agent writes it, or it goes out by itself.
    pub fn notice_is_due(&mut self, conversation: usize) {
        match self.notice_after(conversation) {
            Some(Notice { takes: None, .. }) => self.notice_is_sent(conversation, None),
            _ => self.place_notice(conversation),
        }
    }

    pub fn notice_is_sent(&mut self, conversation: usize, agent: Option<usize>) {
        self.tell(Event::Notice, conversation, agent);
        let it = &self.conversations[conversation];
        let (channel, number) = (it.channel, it.who.conversation);
        let customer = it.customer(self.plan, self.night);
        let notice = self.notice_after(conversation).expect("it is sent");
        let (told, cost) = (customer.notice_reaches(notice, number), notice.cost);
        self.counts.channels[channel].sent += 1;
        self.counts.practices.notices += 1;
        self.counts.practices.notice_cost += cost;
        self.conversations[conversation].told |= told;
    }
}

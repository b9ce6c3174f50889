//! Met, missed, not counted (3.8, D21 to D26).

use super::people::{Conversation, Stage};
use super::world::World;
use nightdesk::scenario::{Abandoned, ChannelKind, Measure};
use nightdesk::simulation::plan::Target;
use nightdesk::simulation::satisfaction::CaseEnd;
use nightdesk::units::{Span, Time};

/// How a wait came to its end.
#[derive(Clone, Copy)]
pub enum Ending {
    /// By what it waited for.
    Reached(Time),
    GaveUp(Time),
    /// It did not, before the end of the run-out.
    Open,
}

/// Who waited.
struct Waiter {
    channel: usize,
    inquiry: usize,
    tier: usize,
    since: Time,
}

impl World<'_> {
    /// The current message of a conversation: replied to, given up, or still waiting at the end.
    pub fn book_message(&mut self, conversation: usize, ending: Ending) {
        let conversation = &self.conversations[conversation];
        if !conversation.customer_wrote() || self.kind_of(conversation.channel) == ChannelKind::Phone {
            return;
        }
        let first = conversation.who.turn == 0;
        let waiter = self.waiter(conversation);
        if first {
            self.book(Measure::FirstReply, &waiter, ending);
        }
        self.book(Measure::EachReply, &waiter, ending);
    }

    /// A call that a customer made: the talk starts, or the customer gives up, or nobody answers.
    pub fn book_call(&mut self, conversation: usize, ending: Ending) {
        let conversation = &self.conversations[conversation];
        if conversation.desk_team.is_none() && self.kind_of(conversation.channel) == ChannelKind::Phone {
            let waiter = self.waiter(conversation);
            self.book(Measure::Answer, &waiter, ending);
        }
    }

    /// Books a case's solution, once.
    pub fn book_solution(&mut self, case: usize, ending: Ending) {
        if !self.cases[case].solution_booked {
            self.cases[case].solution_booked = true;
            self.book_case(Measure::Solution, case, ending);
        }
    }

    /// Books a case's conclusion.
    pub fn book_conclusion(&mut self, case: usize, ending: Ending) {
        self.book_case(Measure::Conclusion, case, ending);
    }

    /// What is still open at the end of the run-out is missed (D26).
    pub fn book_what_is_open(&mut self) {
        for conversation in 0..self.conversations.len() {
            let it = &self.conversations[conversation];
            let in_hand = it.stage == Stage::InHand && !it.finished;
            if it.gave_up || !(it.waits() || in_hand) {
                continue;
            }
            if !in_hand {
                self.count_what_was_written(conversation);
            }
            self.book_message(conversation, Ending::Open);
            // A call in hand was answered when the talk started.
            if !in_hand {
                self.book_call(conversation, Ending::Open);
            }
            // As if the conversation were not escalated.
        }
        for conversation in 0..self.conversations.len() {
            let it = &self.conversations[conversation];
            if let (Some(at), false) = (it.solved, it.finished) {
                self.book_solution(it.case, Ending::Reached(at));
            }
        }
        for case in 0..self.cases.len() {
            if !self.cases[case].over {
                self.counts.open_at_end += 1;
                self.book_solution(case, Ending::Open);
                self.book_conclusion(case, Ending::Open);
                self.opinion(case, CaseEnd::Open);
            }
        }
    }

    fn waiter(&self, conversation: &Conversation) -> Waiter {
        let case = &self.cases[conversation.case];
        Waiter {
            channel: conversation.channel,
            inquiry: case.inquiry,
            tier: case.tier,
            since: conversation.clock,
        }
    }

    fn book_case(&mut self, measure: Measure, case: usize, ending: Ending) {
        let case = &self.cases[case];
        let waiter =
            Waiter { channel: case.channel, inquiry: case.inquiry, tier: case.tier, since: case.began };
        self.book(measure, &waiter, ending);
    }

    fn book(&mut self, measure: Measure, waiter: &Waiter, ending: Ending) {
        let interval = self.plan.interval_of(waiter.since);
        for (number, target) in self.plan.targets.iter().enumerate() {
            let concerns = target.measure == measure
                && target.channels[waiter.channel]
                && target.inquiries[waiter.inquiry]
                && target.tiers[waiter.tier]
                && (target.clock_in_hours || target.hours.contain(waiter.since));
            if !concerns {
                continue;
            }
            if let Some(met) = verdict(target, waiter.since, ending) {
                let cell = &mut self.counts.targets[number * (self.plan.intervals + 1) + interval];
                cell.counted += 1;
                cell.met += u32::from(met);
            }
        }
    }
}

/// Met or missed; none: not counted.
fn verdict(target: &Target, since: Time, ending: Ending) -> Option<bool> {
    let in_time = |until| time_on_clock(target, since, until) <= target.within;
    match ending {
        Ending::Reached(at) => Some(in_time(at)),
        Ending::Open => Some(false),
        Ending::GaveUp(at) => match target.abandoned {
            Abandoned::LateOnly => (!in_time(at)).then_some(false),
            Abandoned::Missed => Some(false),
            Abandoned::Ignored => None,
            Abandoned::MetIfQuick => Some(in_time(at)),
        },
    }
}

fn time_on_clock(target: &Target, from: Time, to: Time) -> Span {
    if target.clock_in_hours { target.hours.elapsed(from, to) } else { to - from }
}

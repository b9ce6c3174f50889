//! A reply is sent, and what follows from it.

use super::super::calendar::{Kind, instant};
use super::super::customer::Customer;
use super::super::engine::Engine;
use super::super::judging::Judged;
use super::super::observer::Observer;
use super::facts::Class;
use super::{AtWork, CHANNEL, Chat, GoesOn, PlainChats};
use crate::random::Purpose;
use crate::units::{Money, Span, Time};

/// What comes after a reply.
enum After {
    /// The customer's next message.
    Thinks,
    WrapUp(Span),
    /// Nothing.
    Over,
}

impl<'p> Engine<'p> {
    /// The work in an agent's hand ends.
    #[inline(always)]
    pub(super) fn chat_work_ends<O: Observer>(
        &mut self,
        agent: u32,
        now: Time,
        chats: &mut PlainChats<'p>,
        observer: &mut O,
    ) -> GoesOn {
        let a = &mut chats.agents[agent as usize];
        a.busy += (now.min(a.booked_until) - a.began).max(Span::ZERO);
        let held = &mut chats.slots[(a.slots + a.slot) as usize];
        let number = held.chat;
        let chat = &mut chats.chats[number as usize];
        a.last_worked = chat.id();
        let after = match std::mem::take(&mut a.wraps_up) {
            false => self.chat_is_replied_to(chat, now, a, &mut chats.classes[chat.class as usize], observer),
            true => After::Over,
        };
        match after {
            After::Thinks => held.message = chat.sent.0 * 2 + 1,
            After::WrapUp(takes) => {
                a.wraps_up = true;
                a.began = now;
                return GoesOn::At(instant(now + takes, Kind::WorkEnds), a.last_worked);
            }
            After::Over => {
                a.open -= 1;
                let last = (a.slots + a.open) as usize;
                chats.slots[(a.slots + a.slot) as usize] = chats.slots[last];
                chats.free.push(number);
            }
        }
        a.busy_now = false;
        a.last_end = now;
        if chats.waiting > 0 {
            chats.fill(agent);
        }
        chats.next_message(agent, now)
    }

    #[inline]
    fn chat_is_replied_to<O: Observer>(
        &mut self,
        chat: &mut Chat,
        now: Time,
        a: &mut AtWork,
        class: &mut Class<'p>,
        observer: &mut O,
    ) -> After {
        if chat.gave_up {
            a.without_credit += 1;
        } else {
            a.replies += 1;
            self.reply_has_credit(chat, now, a, class, observer);
            if chat.turn + 1 < chat.turns {
                chat.last_reply = now;
                chat.thinks(class, now);
                return After::Thinks;
            }
            self.chat_has_outcome(chat, now, class);
        }
        a.ended += 1;
        chat.sent = now;
        if class.wraps_up {
            let takes = class.handling.wrap_up.sample(chat.key.draw(Purpose::WrapUp));
            if takes.0 > 0 {
                return After::WrapUp(takes);
            }
        }
        After::Over
    }

    #[inline]
    fn reply_has_credit<O: Observer>(
        &mut self,
        chat: &mut Chat,
        now: Time,
        a: &mut AtWork,
        class: &mut Class<'p>,
        observer: &mut O,
    ) {
        let wait = now - chat.sent;
        a.quick += u64::from(wait <= self.plan.quick_reply);
        if chat.turn == 0 {
            class.answered += 1;
            class.waited += wait;
            observer.answered(CHANNEL, wait);
            self.chat_is_judged(&class.first_reply, chat.sent, wait, now);
        }
        self.chat_is_judged(&class.each_reply, chat.sent, wait, now);
        if chat.turn + 1 == chat.solving {
            chat.solved = now;
        }
    }

    /// The targets that count how soon a message has its reply.
    #[inline]
    fn chat_is_judged(&mut self, targets: &[Judged], sent: Time, wait: Span, now: Time) {
        for judged in targets {
            if judged.always && sent >= self.interval_begins {
                let counts = &mut self.counts.targets[judged.counts as usize + self.interval];
                counts.book(wait <= judged.within);
            } else {
                self.book_one(judged, sent, now, false);
            }
        }
    }

    /// The last reply of a chat is sent, with credit: its case is concluded.
    #[inline]
    fn chat_has_outcome(&mut self, chat: &Chat, now: Time, class: &mut Class<'p>) {
        class.concluded += 1;
        if class.plain_end {
            return;
        }
        let customer = Customer::again(self.plan, chat.source, chat.key, chat.case);
        let drawn = customer.outcome(0);
        self.counts.inquiries[class.inquiry as usize].outcomes[drawn] += 1;
        let cost = customer.cost(drawn, 0);
        self.counts.outcome_cost += cost;
        self.counts.practices.payouts += u64::from(cost > Money::ZERO);
        let solved = if chat.solved == Time::NEVER { now } else { chat.solved };
        class.solution.iter().for_each(|judged| self.book_one(judged, chat.first, solved, false));
        class.conclusion.iter().for_each(|judged| self.book_one(judged, chat.first, now, false));
    }

    /// The customer's patience ended before anybody began to work on the message; nothing depended on that
    /// instant.
    #[cold]
    pub(super) fn chat_is_given_up<O: Observer>(
        &mut self,
        chat: &mut Chat,
        class: &mut Class<'p>,
        observer: &mut O,
    ) {
        let (sent, at) = (chat.sent, chat.deadline);
        chat.gave_up = true;
        self.waited(sent, at);
        if chat.turn == 0 {
            class.abandoned += 1;
            observer.abandoned(CHANNEL, at - sent);
            class.first_reply.iter().for_each(|judged| self.book_one(judged, sent, at, true));
        }
        class.each_reply.iter().for_each(|judged| self.book_one(judged, sent, at, true));
        let (solved, unsolved) = if chat.solved == Time::NEVER { (at, true) } else { (chat.solved, false) };
        class.solution.iter().for_each(|judged| self.book_one(judged, chat.first, solved, unsolved));
        let (last, unanswered) = if chat.turn == 0 { (at, true) } else { (chat.last_reply, false) };
        class.conclusion.iter().for_each(|judged| self.book_one(judged, chat.first, last, unanswered));
    }
}

impl Chat {
    /// The customer reads and will write again, to the same agent.
    #[inline(always)]
    fn thinks(&mut self, class: &Class<'_>, now: Time) {
        let think = class.handling.think.sample(self.key.draw_at(0, self.turn, Purpose::Think));
        self.turn += 1;
        self.sent = now + think;
        let draw = self.key.draw_at(0, self.turn, Purpose::PatienceLater);
        self.deadline = self.sent + class.handling.patience_later.sample(draw);
    }
}

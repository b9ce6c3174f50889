//! What happens on the shorter way: calls arrive, talks begin and end, callers give up.

use super::super::customer::{Customer, at_speed};
use super::super::engine::Engine;
use super::super::judging::of_abandoned;
use super::super::observer::Observer;
use super::super::plain::MANY;
use super::super::plan::Plan;
use super::facts::Class;
use super::{Call, PlainCalls, Waiter};
use crate::demand::Arrival;
use crate::random::{Key, Purpose};
use crate::units::{Money, Span, Time};

impl<'p> PlainCalls<'p> {
    /// What happens before `stop`, within one interval; `coming` arrive.
    pub(super) fn go_until<O: Observer>(
        &mut self,
        stop: Time,
        coming: &[Arrival],
        engine: &mut Engine<'p>,
        observer: &mut O,
    ) {
        let mut coming = coming.iter();
        loop {
            let arrival = coming.next();
            // At one instant talks end before calls arrive.
            let last = arrival.map_or(Time(stop.0 - 1), |arrival| arrival.at);
            while self.ends.next_at() <= last {
                self.talk_ends(engine, observer);
            }
            let Some(arrival) = arrival else { break };
            self.call_arrives(arrival, engine);
        }
    }

    /// A call goes to the best agent, who is no longer idle, or waits.
    #[inline(always)]
    fn call_arrives(&mut self, arrival: &Arrival, engine: &mut Engine<'p>) {
        let source = &self.sources[arrival.source as usize];
        let key = source.tonight.number(u64::from(arrival.case));
        let class = match source.class {
            MANY => self.drawn_class(arrival, key, engine.plan),
            only => only,
        };
        let call = Call { sent: arrival.at, case: arrival.case, source: arrival.source, class };
        let class = &self.classes[class as usize];
        let team = match class.team {
            MANY => self.best_team(class),
            only => only,
        };
        let idle = self.teams.get_mut(team as usize).and_then(|team| team.idle.take_first(&self.agents));
        let Some(agent) = idle else { return self.call_waits(call, key, engine.plan) };
        self.classes[call.class as usize].at_once += 1;
        if self.classes[call.class as usize].by_hours {
            self.answered_at_once_by_hours(call, engine);
        }
        self.talk_begins(agent, call, key, arrival.at, engine.plan);
        self.ends.add_and_look(agent, &mut self.agents);
    }

    #[cold]
    fn drawn_class(&self, arrival: &Arrival, key: Key, plan: &'p Plan) -> u16 {
        let customer = Customer::again(plan, arrival.source, key, arrival.case);
        let inquiry = self.sources[arrival.source as usize].inquiry;
        self.class_of(inquiry, customer.channel(), customer.tier())
    }

    /// The team whose agent may take a call of a class: of a pool that of the longest idle, else the first
    /// in order that has one. No team if nobody is idle.
    #[inline]
    fn best_team(&self, class: &Class<'p>) -> u16 {
        let idle = |team: &u16| self.teams[*team as usize].idle.first();
        if class.in_order {
            return class.teams.iter().copied().find(|team| idle(team).is_some()).unwrap_or(MANY);
        }
        let since = |team: &u16| idle(team).map(|agent| (self.agents[agent as usize].end, *team));
        class.teams.iter().filter_map(since).min().map_or(MANY, |best| best.1)
    }

    /// Only who waits has a patience: nobody else's is drawn.
    #[inline]
    fn call_waits(&mut self, call: Call, key: Key, plan: &'p Plan) {
        let class = &mut self.classes[call.class as usize];
        let patience = match class.recorded {
            false => class.handling.patience.sample(key.draw(Purpose::Patience)),
            true => Customer::again(plan, call.source, key, call.case).patience(class.handling, 0),
        };
        class.queued += 1;
        class.queue.add(Waiter { call, deadline: call.sent + patience, key });
        self.waiting += 1;
    }

    /// An agent begins to talk; which talk ends next is still to be seen.
    #[inline(always)]
    fn talk_begins(&mut self, agent: u16, call: Call, key: Key, now: Time, plan: &'p Plan) {
        let class = &self.classes[call.class as usize];
        let reply = match class.recorded {
            false => class.handling.reply.sample(key.draw(Purpose::Reply)),
            true => Customer::again(plan, call.source, key, call.case).reply(class.handling, 0, 0),
        };
        let talk = &mut self.agents[agent as usize];
        let reply = match class.speeds {
            false => reply,
            true => at_speed(reply, self.teams[talk.team as usize].speed[class.inquiry as usize]),
        };
        talk.call = call;
        talk.began = now;
        talk.end = now + reply + talk.switch;
    }

    /// The talk ends that is next; its agent takes the next call, if one waits.
    #[inline(always)]
    fn talk_ends<O: Observer>(&mut self, engine: &mut Engine<'p>, observer: &mut O) {
        let (now, agent) = (self.ends.next_at(), self.ends.next());
        self.ends.take_next(&self.agents);
        let talk = &mut self.agents[agent as usize];
        talk.switch = talk.switch_later;
        talk.talks += 1;
        talk.busy += (now.min(talk.booked_until) - talk.began).max(Span::ZERO);
        let (call, team) = (talk.call, talk.team);
        if !self.plain_ends {
            self.call_has_outcome(call, now, engine);
        }
        let next = match self.waiting {
            0 => None,
            _ => self.next_call(team, now, engine, observer),
        };
        match next {
            Some(next) => {
                self.talk_begins(agent, next.call, next.key, now, engine.plan);
                self.ends.add(agent, &mut self.agents);
            }
            None => self.teams[team as usize].idle.add(agent, now, &mut self.agents),
        }
        self.ends.look(now, &self.agents);
    }

    /// What only some plans have: several outcomes, or promises about cases.
    #[cold]
    fn call_has_outcome(&mut self, call: Call, now: Time, engine: &mut Engine<'p>) {
        let class = &self.classes[call.class as usize];
        if class.plain_end {
            return;
        }
        let key = self.sources[call.source as usize].tonight.number(u64::from(call.case));
        let customer = Customer::again(engine.plan, call.source, key, call.case);
        let drawn = customer.outcome(0);
        engine.counts.inquiries[class.inquiry as usize].outcomes[drawn] += 1;
        let cost = customer.inquiry.outcomes[drawn].1.cost;
        engine.counts.outcome_cost += cost;
        engine.counts.practices.payouts += u64::from(cost > Money::ZERO);
        class.cases.iter().for_each(|judged| engine.book_one(judged, call.sent, now, false));
    }

    /// The call that a team takes next, out of the queue.
    #[inline(always)]
    fn next_call<O: Observer>(
        &mut self,
        team: u16,
        now: Time,
        engine: &mut Engine<'p>,
        observer: &mut O,
    ) -> Option<Waiter> {
        for rank in 0..self.teams[team as usize].ranks.len() {
            let first = &self.teams[team as usize].ranks[rank];
            let class = match first.class {
                MANY => self.first_class(team, rank, now, engine, observer),
                only => only,
            };
            if let Some(class) = self.classes.get_mut(class as usize) {
                while let Some(waiter) = class.queue.take_first() {
                    self.waiting -= 1;
                    if waiter.deadline >= now {
                        class.is_answered(&waiter, now, engine, observer);
                        return Some(waiter);
                    }
                    class.gives_up(&waiter, engine, observer);
                }
            }
        }
        None
    }

    /// Of the classes of equal standing with a team, the one whose head has waited longest; [`MANY`] if
    /// nobody waits in any.
    fn first_class<O: Observer>(
        &mut self,
        team: u16,
        rank: usize,
        now: Time,
        engine: &mut Engine<'p>,
        observer: &mut O,
    ) -> u16 {
        let mut first = (Time(i64::MAX), 0, 0, MANY);
        for &(number, head_start) in &self.teams[team as usize].ranks[rank].equals {
            let class = &mut self.classes[number as usize];
            while let Some(&waiter) = class.queue.first() {
                if waiter.deadline >= now {
                    let Call { sent, source, case, .. } = waiter.call;
                    first = first.min((sent - head_start, source, case, number));
                    break;
                }
                class.queue.take_first();
                self.waiting -= 1;
                class.gives_up(&waiter, engine, observer);
            }
        }
        first.3
    }

    /// Targets that do not count at all hours, or not by the clock, for a call that never waited.
    #[cold]
    fn answered_at_once_by_hours(&mut self, call: Call, engine: &mut Engine<'p>) {
        for promise in self.classes[call.class as usize].answer.iter().filter(|it| !it.judged.always) {
            engine.book_one(&promise.judged, call.sent, call.sent, false);
        }
    }
}

impl<'p> Class<'p> {
    /// A caller who has waited is answered.
    #[inline(always)]
    fn is_answered<O: Observer>(
        &mut self,
        waiter: &Waiter,
        now: Time,
        engine: &mut Engine<'p>,
        observer: &mut O,
    ) {
        let sent = waiter.call.sent;
        let wait = now - sent;
        self.answered += 1;
        self.waited += wait;
        observer.answered(self.channel, wait);
        for promise in &mut self.answer {
            if promise.judged.always && sent >= engine.interval_begins {
                promise.booked.book(wait <= promise.judged.within);
            } else {
                engine.book_one(&promise.judged, sent, now, false);
            }
        }
    }

    /// A caller gave up when their patience ended; nothing depended on that instant.
    #[inline]
    fn gives_up<O: Observer>(&mut self, waiter: &Waiter, engine: &mut Engine<'p>, observer: &mut O) {
        let (sent, until) = (waiter.call.sent, waiter.deadline);
        self.abandoned += 1;
        observer.abandoned(self.channel, until - sent);
        for promise in &mut self.answer {
            if promise.judged.always && sent >= engine.interval_begins {
                let quick = until - sent <= promise.judged.within;
                if let Some(met) = of_abandoned(promise.abandoned, quick) {
                    promise.booked.book(met);
                }
            } else {
                engine.book_one(&promise.judged, sent, until, true);
            }
        }
        self.cases.iter().for_each(|judged| engine.book_one(judged, sent, until, true));
    }
}

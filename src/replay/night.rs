//! The night to be replayed: what its trace says, by conversation and agent.
//!
//! Only conversations that customers open on chat and message channels go through a helpdesk's interface.
//! Calls do not, but they keep agents busy: the robots take them as the model says. Nor does what the desk does
//! of its own (follow-ups, escalations, after-care): it keeps a robot of its team busy as it did in the trace.

use super::trace::{Draws, Line, agent_name};
use crate::scenario::ChannelKind;
use crate::simulation::plan::Plan;
use crate::units::{Span, Time};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A night by conversation and agent.
#[derive(Clone, Debug, Default)]
pub struct Night {
    /// Those of customers on chat and message channels, by when they open.
    pub conversations: Vec<Conversation>,
    /// Those of customers on the phone, by when they come.
    pub calls: Vec<Call>,
    /// What the desk does of its own, by when it was done.
    pub desk_work: Vec<DeskWork>,
    /// By index of the plan: when each agent comes and goes.
    pub duties: Vec<Vec<Range<Time>>>,
}

/// A customer's conversation as the trace has it.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Source and number.
    pub case: String,
    /// Within the case, from 1.
    pub number: u32,
    /// Index of the plan.
    pub channel: u8,
    /// Index of the plan.
    pub inquiry: u16,
    /// Index of the plan.
    pub tier: u8,
    /// What its customer drew.
    pub draws: Draws,
    /// What happened to its messages; those that were never sent are not there.
    pub messages: Vec<Message>,
    /// Who had it, from when.
    pub assigned: Vec<(Time, u32)>,
    /// It is a second try: after which conversation's giving up, and how long after.
    pub retry_of: Option<(usize, Span)>,
}

/// A customer's message as the trace has it.
#[derive(Clone, Copy, Debug)]
pub struct Message {
    /// When it is sent.
    pub sent: Time,
    /// When an agent begins to work on it, and who.
    pub begun: Option<(Time, u32)>,
    /// When it is answered.
    pub replied: Option<(Time, u32)>,
    /// When its customer gives up on it.
    pub gave_up: Option<Time>,
}

/// A call.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// When it comes.
    pub at: Time,
    /// Index of the plan.
    pub inquiry: u16,
    /// Index of the plan.
    pub channel: u8,
    /// How long the customer waits; none: for ever.
    pub patience: Option<Span>,
    /// Talk and wrap-up at speed 1.
    pub work: Span,
}

/// Work on a message of the desk's own, or in a conversation that it opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeskWork {
    /// When an agent began it in the trace.
    pub at: Time,
    /// Index of the plan.
    pub team: u16,
    /// What it took there.
    pub work: Span,
}

impl Night {
    /// What the events of a trace amount to.
    ///
    /// # Errors
    /// A line that names what the scenario does not have, by its number from 1 (the header is line 1).
    pub fn of_lines(plan: &Plan, lines: &[Line]) -> Result<Night, String> {
        let mut reader = Reader::new(plan);
        for (number, line) in lines.iter().enumerate() {
            reader.line(line).map_err(|problem| format!("line {}: {problem}", number + 2))?;
        }
        Ok(reader.finish())
    }
}

impl Conversation {
    /// When its first message is due.
    pub fn opens(&self) -> Time {
        self.messages.first().map_or(Time::NEVER, |message| message.sent)
    }

    /// Messages that were sent before `from`.
    pub fn sent_before(&self, from: Time) -> usize {
        self.messages.iter().take_while(|message| message.sent < from).count()
    }

    /// True if at `from` it has begun and is not over.
    pub fn is_open_at(&self, from: Time) -> bool {
        let sent = self.sent_before(from);
        let Some(last) = sent.checked_sub(1).map(|last| &self.messages[last]) else { return false };
        let waits = last.replied.is_none_or(|(at, _)| at >= from);
        let gone = last.gave_up.is_some_and(|at| at < from);
        let more = sent < self.messages.len();
        !gone && (waits || more)
    }
}

struct Reader<'p> {
    plan: &'p Plan,
    night: Night,
    agents: HashMap<String, u32>,
    /// By case and number: where it is among the conversations.
    places: HashMap<(String, u32), usize>,
    on_duty: Vec<Option<Time>>,
    /// Calls that nobody has answered yet, by case and number.
    ringing: HashSet<(String, u32)>,
    /// By agent: since when they are at work of the desk's own.
    desk_work: Vec<Option<Time>>,
}

impl<'p> Reader<'p> {
    fn new(plan: &'p Plan) -> Reader<'p> {
        let agents = (0..plan.agents.len() as u32).map(|index| (agent_name(plan, index), index));
        Reader {
            plan,
            night: Night { duties: vec![Vec::new(); plan.agents.len()], ..Night::default() },
            agents: agents.collect(),
            places: HashMap::new(),
            on_duty: vec![None; plan.agents.len()],
            ringing: HashSet::new(),
            desk_work: vec![None; plan.agents.len()],
        }
    }

    fn line(&mut self, line: &Line) -> Result<(), String> {
        let at = Time(line.at_us);
        let agent = line.agent.as_ref().map(|name| self.agent(name)).transpose()?;
        match line.event.as_ref() {
            "on_duty" => self.duty(at, agent, true),
            "off_duty" => self.duty(at, agent, false),
            _ => self.conversation(at, agent, line)?,
        }
        Ok(())
    }

    fn agent(&self, name: &str) -> Result<u32, String> {
        self.agents.get(name).copied().ok_or_else(|| format!("the scenario has no agent {name}"))
    }

    fn duty(&mut self, at: Time, agent: Option<u32>, on: bool) {
        let Some(agent) = agent else { return };
        let since = &mut self.on_duty[agent as usize];
        if on {
            *since = since.or(Some(at));
        } else if let Some(from) = since.take() {
            self.night.duties[agent as usize].push(from..at);
        }
    }

    fn conversation(&mut self, at: Time, agent: Option<u32>, line: &Line) -> Result<(), String> {
        let (Some(case), Some(number), Some(turn)) = (&line.case, line.conversation, line.turn) else {
            return Err(format!("`{}` has no case, conversation and turn", line.event));
        };
        let key = (case.clone(), number);
        if line.event == "arrives" && turn == 1 {
            return self.opens(at, key, line);
        }
        if let Some(agent) = agent {
            self.desk_work(at, agent, &key, line);
        }
        let Some(place) = self.places.get(&key) else { return Ok(()) };
        let conversation = &mut self.night.conversations[*place];
        if line.event == "arrives" {
            conversation.messages.push(Message { sent: at, begun: None, replied: None, gave_up: None });
            return Ok(());
        }
        if let (Some(agent), "assigned") = (agent, line.event.as_ref()) {
            conversation.assigned.push((at, agent));
        }
        let Some(message) = conversation.messages.get_mut(turn as usize - 1) else { return Ok(()) };
        match (line.event.as_ref(), agent) {
            ("begun", Some(agent)) => message.begun = message.begun.or(Some((at, agent))),
            ("replied", Some(agent)) => message.replied = message.replied.or(Some((at, agent))),
            ("gave_up", _) => message.gave_up = Some(at),
            _ => {}
        }
        Ok(())
    }

    /// What an agent does that is neither a call nor a reply in a customer's conversation.
    fn desk_work(&mut self, at: Time, agent: u32, key: &(String, u32), line: &Line) {
        let since = &mut self.desk_work[agent as usize];
        match line.event.as_ref() {
            "begun" => {
                let turn = line.turn.unwrap_or(1) as usize - 1;
                let place = self.places.get(key);
                let message = place.map(|place| self.night.conversations[*place].messages.get(turn));
                let customers = match message {
                    Some(message) => message.is_some_and(|message| message.replied.is_none()),
                    None => self.ringing.remove(key),
                };
                *since = (!customers).then_some(at);
            }
            "replied" | "followed_up" | "after_care" | "notice" => {
                if let Some(began) = since.take() {
                    let team = self.plan.agents[agent as usize].team;
                    self.night.desk_work.push(DeskWork { at: began, team, work: at - began });
                }
            }
            _ => {}
        }
    }

    fn opens(&mut self, at: Time, key: (String, u32), line: &Line) -> Result<(), String> {
        let place = |what: &str, name: &Option<String>, found: Option<usize>| {
            let name = name.as_deref().unwrap_or("null");
            found.ok_or_else(|| format!("the scenario has no {what} {name}"))
        };
        let by = |name: &Option<String>, list: Vec<&String>| {
            list.iter().position(|known| Some(known.as_str()) == name.as_deref())
        };
        let plan = self.plan;
        let channels = plan.channels.iter().map(|it| &it.name).collect();
        let inquiries = plan.inquiries.iter().map(|it| &it.name).collect();
        let tiers = plan.tiers.iter().map(|it| &it.name).collect();
        let channel = place("channel", &line.channel, by(&line.channel, channels))?;
        let inquiry = place("inquiry", &line.inquiry, by(&line.inquiry, inquiries))?;
        let tier = place("tier", &line.tier, by(&line.tier, tiers))?;
        let draws = line.draws.clone().ok_or("the first event of a conversation has no `draws`")?;
        let turns = draws.turns as usize;
        if turns == 0 || draws.reply_us.len() < turns || draws.think_us.len() + 1 < turns {
            return Err("`draws` has fewer reply and think times than turns".to_owned());
        }
        if plan.channels[channel].kind == ChannelKind::Phone {
            let work = Span(draws.reply_us[0] + draws.wrap_up_us);
            let patience = draws.patience_us.map(Span);
            let (inquiry, channel) = (inquiry as u16, channel as u8);
            self.ringing.insert(key);
            self.night.calls.push(Call { at, inquiry, channel, patience, work });
            return Ok(());
        }
        let before = (key.1 > 1).then(|| self.places.get(&(key.0.clone(), key.1 - 1)).copied()).flatten();
        let retry_of = before.and_then(|place| {
            let gave_up = self.night.conversations[place].messages.iter().rev().find_map(|it| it.gave_up)?;
            Some((place, at - gave_up))
        });
        self.places.insert(key.clone(), self.night.conversations.len());
        self.night.conversations.push(Conversation {
            case: key.0,
            number: key.1,
            channel: channel as u8,
            inquiry: inquiry as u16,
            tier: tier as u8,
            draws,
            messages: vec![Message { sent: at, begun: None, replied: None, gave_up: None }],
            assigned: Vec::new(),
            retry_of,
        });
        Ok(())
    }

    fn finish(mut self) -> Night {
        for (agent, since) in self.on_duty.into_iter().enumerate() {
            if let Some(from) = since {
                self.night.duties[agent].push(from..self.plan.end);
            }
        }
        self.night.desk_work.sort_by_key(|it| it.at);
        self.night
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demand;
    use crate::random::Key;
    use crate::replay::trace::Recorder;
    use crate::scenario::{Request, load_text_with};
    use crate::simulation::run_night_observed;
    use std::collections::HashSet;

    /// Of the orange night: every message of the desk's own that the trace says was sent, and every reply in a
    /// conversation that no customer opened, is work of the desk's own; nothing else is.
    #[test]
    fn what_the_desk_does_of_its_own_is_neither_a_call_nor_a_reply_to_a_customer() {
        let request = Request { path: "orange-night.toml", ..Request::default() };
        let loaded = load_text_with(include_str!("../../scenarios/orange-night.toml"), &request).unwrap();
        let plan = Plan::compile(&loaded.scenario).unwrap();
        let key = Key::night(1, 0);
        let mut customers = demand::Night::default();
        customers.draw(&plan.demand, key);
        let mut recorder = Recorder::new(&plan, key);
        run_night_observed(&plan, key, customers.arrivals(), &mut recorder);
        let lines = recorder.lines();
        let conversation = |line: &Line| (line.case.clone().unwrap(), line.conversation.unwrap());
        let opened: HashSet<_> = (lines.iter())
            .filter(|line| line.event == "arrives" && line.turn == Some(1))
            .map(conversation)
            .collect();
        let own = |line: &&Line| match line.event.as_ref() {
            "followed_up" | "after_care" | "notice" => line.agent.is_some(),
            "replied" => !opened.contains(&conversation(line)),
            _ => false,
        };
        let expected = lines.iter().filter(own).count();
        let night = Night::of_lines(&plan, &lines).unwrap();
        assert!(expected > 20, "{expected} say little");
        assert_eq!(night.desk_work.len(), expected);
        assert!(night.desk_work.iter().all(|it| it.work.0 > 0));
    }
}

//! The demo helpdesk's conversations, and who may do what with them.

use super::faults::{Faults, Kind};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A customer by number.
    Customer(usize),
    /// An agent by number.
    Agent(usize),
}

/// Why something is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum No {
    /// Not this caller.
    Forbidden,
    /// There is no such conversation.
    NotFound,
    /// Somebody else has it, or it is over.
    Conflict,
}

#[derive(Clone, Debug)]
struct Message {
    id: u64,
    from: Caller,
    text: String,
    photo: usize,
}

#[derive(Clone, Debug, Default)]
struct Conversation {
    customer: usize,
    subject: String,
    agent: Option<usize>,
    resolved: bool,
    rating: Option<u8>,
    removed: bool,
    messages: Vec<Message>,
}

/// Everything the demo helpdesk knows.
#[derive(Debug, Default)]
pub struct Store {
    conversations: Vec<Conversation>,
    /// Neither taken nor resolved, the oldest first.
    waiting: BTreeSet<usize>,
    messages: u64,
}

impl Caller {
    /// `customer-3`, `agent-1`.
    pub fn of_token(token: &str) -> Option<Caller> {
        let (role, number) = token.split_once('-')?;
        let number = number.parse().ok()?;
        match role {
            "customer" => Some(Caller::Customer(number)),
            "agent" => Some(Caller::Agent(number)),
            _ => None,
        }
    }

    fn name(self) -> String {
        match self {
            Caller::Customer(number) => format!("customer-{number}"),
            Caller::Agent(number) => format!("agent-{number}"),
        }
    }
}

impl Store {
    /// A customer opens a conversation; its number.
    pub fn open(
        &mut self,
        caller: Caller,
        subject: &str,
        text: &str,
        photo: usize,
        faults: &Faults,
    ) -> Result<usize, No> {
        let Caller::Customer(customer) = caller else { return Err(No::Forbidden) };
        let number = self.conversations.len();
        let subject = subject.to_owned();
        let conversation = Conversation { customer, subject, ..Conversation::default() };
        if faults.strikes(Kind::Lose).is_some() {
            self.conversations.push(Conversation { removed: true, ..conversation });
            return Ok(number);
        }
        self.conversations.push(conversation);
        self.waiting.insert(number);
        self.write(number, caller, text, photo, faults);
        Ok(number)
    }

    /// A customer or an agent writes; the message's number.
    pub fn post(
        &mut self,
        caller: Caller,
        number: usize,
        text: &str,
        photo: usize,
        faults: &Faults,
    ) -> Result<u64, No> {
        let conversation = self.of(caller, number)?;
        let lost = match caller {
            Caller::Customer(_) => Kind::Lose,
            Caller::Agent(_) => Kind::Ignore,
        };
        if faults.strikes(lost).is_some() {
            self.messages += 1;
            return Ok(self.messages);
        }
        // Who writes again wakes it up.
        if matches!(caller, Caller::Customer(_)) && conversation.resolved {
            conversation.resolved = false;
            if conversation.agent.is_none() {
                self.waiting.insert(number);
            }
        }
        self.write(number, caller, text, photo, faults);
        Ok(self.messages)
    }

    fn write(&mut self, number: usize, from: Caller, text: &str, photo: usize, faults: &Faults) {
        let mut place = number;
        if self.conversations.len() > 1 && faults.strikes(Kind::Leak).is_some() {
            place = if number == 0 { 1 } else { number - 1 };
        }
        self.messages += 1;
        let message = Message { id: self.messages, from, text: text.to_owned(), photo };
        let messages = &mut self.conversations[place].messages;
        let reordered = place == number && !messages.is_empty() && faults.strikes(Kind::Reorder).is_some();
        let at = if reordered { messages.len() - 1 } else { messages.len() };
        messages.insert(at, message.clone());
        if place == number && faults.strikes(Kind::Duplicate).is_some() {
            messages.insert(at, message);
        }
    }

    /// What waits, the oldest first, and how much in all.
    pub fn list(&self, caller: Caller, most: usize, faults: &Faults) -> Result<Value, No> {
        if matches!(caller, Caller::Customer(_)) && faults.strikes(Kind::Open).is_none() {
            return Err(No::Forbidden);
        }
        let listed = self.waiting.iter().take(most).map(|number| {
            let conversation = &self.conversations[*number];
            json!({ "id": number + 1, "subject": conversation.subject, "messages": conversation.messages.len() })
        });
        Ok(json!({ "total": self.waiting.len(), "conversations": listed.collect::<Vec<_>>() }))
    }

    /// One conversation with its messages.
    pub fn read(&self, caller: Caller, number: usize, faults: &Faults) -> Result<Value, No> {
        let conversation = self.conversations.get(number).filter(|it| !it.removed).ok_or(No::NotFound)?;
        if !conversation.is_for(caller) && faults.strikes(Kind::Open).is_none() {
            return Err(No::Forbidden);
        }
        let messages = conversation.messages.iter().map(|message| {
            json!({ "id": message.id, "from": message.from.name(), "text": message.text, "photo": message.photo })
        });
        let state = if conversation.resolved { "resolved" } else { "open" };
        Ok(json!({
            "id": number + 1,
            "subject": conversation.subject,
            "state": state,
            "agent": conversation.agent.map(|agent| Caller::Agent(agent).name()),
            "rating": conversation.rating,
            "messages": messages.collect::<Vec<_>>(),
        }))
    }

    /// An agent takes a conversation.
    pub fn take(&mut self, caller: Caller, number: usize, faults: &Faults) -> Result<(), No> {
        let agent = self.agent(caller, number, faults)?;
        if faults.strikes(Kind::Ignore).is_some() {
            return Ok(());
        }
        let conversation = &mut self.conversations[number];
        if conversation.agent.is_some_and(|other| other != agent) && faults.strikes(Kind::Steal).is_none() {
            return Err(No::Conflict);
        }
        conversation.agent = Some(agent);
        self.waiting.remove(&number);
        Ok(())
    }

    /// An agent closes a conversation.
    pub fn resolve(&mut self, caller: Caller, number: usize, faults: &Faults) -> Result<(), No> {
        self.agent(caller, number, faults)?;
        if faults.strikes(Kind::Ignore).is_none() {
            self.conversations[number].resolved = true;
            self.waiting.remove(&number);
        }
        Ok(())
    }

    /// A customer rates a conversation of their own.
    pub fn rate(&mut self, caller: Caller, number: usize, score: u8) -> Result<(), No> {
        if matches!(caller, Caller::Agent(_)) {
            return Err(No::Forbidden);
        }
        self.of(caller, number)?.rating = Some(score);
        Ok(())
    }

    /// An agent removes a conversation.
    pub fn remove(&mut self, caller: Caller, number: usize, faults: &Faults) -> Result<(), No> {
        self.agent(caller, number, faults)?;
        self.conversations[number] = Conversation { removed: true, ..Conversation::default() };
        self.waiting.remove(&number);
        Ok(())
    }

    /// How many messages with a photo there are.
    pub fn photos(&self) -> u64 {
        let messages = self.conversations.iter().flat_map(|conversation| &conversation.messages);
        messages.filter(|message| message.photo > 0).count() as u64
    }

    /// How many conversations there are.
    pub fn count(&self) -> usize {
        self.conversations.iter().filter(|conversation| !conversation.removed).count()
    }

    fn of(&mut self, caller: Caller, number: usize) -> Result<&mut Conversation, No> {
        let conversation = self.conversations.get_mut(number).ok_or(No::NotFound)?;
        match (conversation.removed, conversation.is_for(caller)) {
            // What it lost it does not know to be lost.
            (true, _) => Err(No::NotFound),
            (false, false) => Err(No::Forbidden),
            (false, true) => Ok(conversation),
        }
    }

    fn agent(&self, caller: Caller, number: usize, faults: &Faults) -> Result<usize, No> {
        let agent = match caller {
            Caller::Agent(agent) => agent,
            // Nobody's number among agents.
            Caller::Customer(customer) if faults.strikes(Kind::Open).is_some() => usize::MAX - customer,
            Caller::Customer(_) => return Err(No::Forbidden),
        };
        let there = self.conversations.get(number).is_some_and(|conversation| !conversation.removed);
        if there { Ok(agent) } else { Err(No::NotFound) }
    }
}

impl Conversation {
    fn is_for(&self, caller: Caller) -> bool {
        match caller {
            Caller::Agent(_) => true,
            Caller::Customer(customer) => customer == self.customer,
        }
    }
}

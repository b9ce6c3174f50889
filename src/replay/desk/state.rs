//! Who is where, and what waits.

use super::Setup;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// Everything that changes while the night is played.
#[derive(Debug)]
pub struct State {
    /// By number.
    pub conversations: Vec<Conversation>,
    /// By the helpdesk's identifier.
    pub by_id: HashMap<String, u32>,
    /// By index of the plan.
    pub agents: Vec<Agent>,
    /// Calls that ring, the first to come first.
    pub calls: VecDeque<u32>,
    /// What waits of the desk's own, the first to come first.
    pub desk_work: VecDeque<u32>,
    /// Conversations with a message that any agent may answer: handed over, or on a message channel; by
    /// when the message was due.
    pub pool: BTreeSet<(i64, u32)>,
}

/// A conversation as it goes on.
#[derive(Clone, Debug, Default)]
pub struct Conversation {
    /// What was kept when it was opened; none: it was not.
    pub kept: Option<BTreeMap<String, Value>>,
    /// By turn.
    pub messages: Vec<Message>,
    /// Who has it.
    pub owner: Option<u32>,
    /// When it was taken.
    pub taken: Option<i64>,
    /// By whom.
    pub taken_by: Option<u32>,
    /// Of the time until then, what went into the list and taking it.
    pub take_api: i64,
    /// Its customer writes no more.
    pub over: bool,
    /// No agent has anything more to do with it.
    pub done: bool,
    /// The helpdesk said that it is resolved.
    pub resolved: bool,
    /// That a take was ignored has been found.
    pub take_ignored: bool,
    /// Of agents that follow the trace: the next step.
    pub step: usize,
}

/// A customer's message as it goes on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Message {
    /// When it is due; none: not known yet.
    pub due: Option<i64>,
    /// It is to be sent, on its way, or waits to be sent again.
    pub sending: bool,
    /// When the helpdesk accepted it.
    pub accepted: Option<i64>,
    /// When an agent could read it first.
    pub seen: bool,
    /// An agent does not look again before.
    pub look_after: i64,
    /// How often an agent looked in vain.
    pub looks: u32,
    /// When an agent began to work on it.
    pub begun: Option<i64>,
    /// When the reply was accepted.
    pub replied: Option<i64>,
    /// The customer looks for the reply.
    pub looking: bool,
    /// When the customer gave up.
    pub gave_up: Option<i64>,
    /// Agents do not try to answer it any more.
    pub dead: bool,
    /// Time spent in calls on its path.
    pub api: i64,
}

/// An agent as the night goes on.
#[derive(Clone, Debug, Default)]
pub struct Agent {
    /// On duty.
    pub on: bool,
    /// Has a message, a call or wrap-up in hand.
    pub busy: bool,
    /// When its last work ended.
    pub free_since: i64,
    /// Open chats.
    pub held: Vec<u32>,
    /// Conversations that the helpdesk has been asked for.
    pub taking: Vec<u32>,
    /// A message-channel conversation that was just taken.
    pub item: Option<u32>,
    /// The conversation worked on last.
    pub last: Option<u32>,
    /// Looks at the queue already.
    pub polling: bool,
}

impl Message {
    /// True if it is there and nobody has replied or begun to.
    pub fn waits(&self) -> bool {
        self.accepted.is_some() && self.begun.is_none() && self.replied.is_none() && !self.dead
    }

    fn is_unsettled(&self) -> bool {
        let open = self.accepted.is_some() && self.replied.is_none() && !self.dead;
        self.sending || self.looking || (open && self.gave_up.is_none())
    }
}

impl State {
    pub(super) fn new(setup: &Setup) -> State {
        let conversation = |c: usize| {
            let turns = setup.conversation(c as u32).draws.turns as usize;
            Conversation { messages: vec![Message::default(); turns], ..Conversation::default() }
        };
        State {
            conversations: (0..setup.conversations.len()).map(conversation).collect(),
            by_id: HashMap::new(),
            agents: vec![Agent::default(); setup.plan.agents.len()],
            calls: VecDeque::new(),
            desk_work: VecDeque::new(),
            pool: BTreeSet::new(),
        }
    }

    pub(super) fn message(&mut self, c: u32, t: u32) -> &mut Message {
        &mut self.conversations[c as usize].messages[t as usize]
    }

    /// A conversation that nobody has any more: whoever may have it takes what waits in it.
    pub(super) fn put_back(&mut self, c: u32, now: i64) {
        let waiting = self.conversations[c as usize].messages.iter().find(|message| message.waits());
        if let Some(message) = waiting {
            self.pool.insert((message.due.unwrap_or(now), c));
        }
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.conversations.iter().all(|conversation| !conversation.messages.iter().any(Message::is_unsettled))
    }

    pub(super) fn backlog(&self) -> usize {
        let messages = self.conversations.iter().flat_map(|conversation| &conversation.messages);
        messages.filter(|message| message.waits() && message.gave_up.is_none()).count()
    }

    /// The first message of a conversation that waits for an agent who may look at `now`.
    pub(super) fn waiting(&self, c: u32, now: i64) -> Option<u32> {
        let messages = &self.conversations[c as usize].messages;
        let found = messages.iter().position(|message| message.waits() && message.look_after <= now);
        found.map(|turn| turn as u32)
    }
}

//! Tries a profile: one conversation through every operation, with every role that is to do it, and what
//! roles must not do.

use super::client::{Ask, Client, Done, identifier};
use super::ledger::Outcome;
use super::profile::accounts::Accounts;
use super::profile::{Operation, Profile};
use super::roles::{self, Tried};
use super::schedule::Clock;
use super::target::{Connection, Target};
use super::text::{self, Author, Marker};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// What became of one try.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What was tried.
    pub name: String,
    /// It did what it should.
    pub works: bool,
    /// Why not.
    pub detail: String,
    /// How long it took.
    pub took_ms: f64,
}

/// The run whose messages these are.
const RUN: &str = "check";
/// How often, and in what steps, what was written is looked for.
const LOOKS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(250);
/// Bytes of the photo that is tried.
const PHOTO: u64 = 2_000;

struct Checker {
    client: Client,
    conversation: BTreeMap<String, Value>,
    checked: Vec<Checked>,
}

/// Tries everything once; what it creates is removed or closed.
///
/// # Errors
/// If nothing can be sent at all.
pub fn check(
    profile: Profile,
    accounts: Accounts,
    target: &Target,
    connection: &Connection,
) -> Result<Vec<Checked>, String> {
    let clock = Clock::starting_in(Duration::ZERO);
    // A run of its own each time, so that it finds nothing of an earlier one.
    let client = Client::new(profile, accounts, target, connection, RUN, clock)
        .map_err(|error| error.without_url().to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let mut checker = Checker { client, conversation: BTreeMap::new(), checked: Vec::new() };
    runtime.block_on(checker.all());
    Ok(checker.checked)
}

impl Checker {
    async fn all(&mut self) {
        let first = Author::Customer { turn: 0 };
        let opened = self.write(Operation::OpenConversation, first, 0).await;
        self.conversation = opened.kept.clone();
        let id = identifier(&opened.kept);
        if opened.out != Outcome::Accepted {
            return;
        }
        if id.is_none() {
            self.say("open_conversation", false, "it keeps no `id`".to_owned(), 0.0);
            return;
        }
        self.listed(id).await;
        if self.client.profile.can(Operation::Take) {
            self.plain(Operation::Take).await;
        }
        self.read(Operation::ReadMessages, first, "read_messages: the first message is there").await;
        let reply = Author::Agent { turn: 0, agent: 0, attempt: 1 };
        self.write(Operation::PostReply, reply, 0).await;
        if self.client.profile.can(Operation::FetchMessages) {
            self.read(Operation::FetchMessages, reply, "fetch_messages: the reply is there").await;
        }
        let second = Author::Customer { turn: 1 };
        self.write(Operation::PostMessage, second, 0).await;
        self.read(Operation::ReadMessages, second, "read_messages: the second message is there").await;
        if self.client.profile.sends_photos() {
            let third = Author::Customer { turn: 2 };
            self.write_with(Operation::PostMessage, third, 0, Some(&text::photo_of(PHOTO))).await;
            self.read(Operation::ReadMessages, third, "read_messages: the message with a photo is there")
                .await;
        }
        self.must_not().await;
        for operation in [Operation::Resolve, Operation::Rate] {
            if self.client.profile.can(operation) {
                self.plain(operation).await;
            }
        }
        self.resolved().await;
        if self.client.profile.can(Operation::Remove) {
            self.plain(Operation::Remove).await;
        }
    }

    fn ask(&self) -> Ask<'_> {
        Ask { conversation: Some(&self.conversation), score: Some(5), ..Ask::default() }
    }

    fn say(&mut self, name: &str, works: bool, detail: String, took_ms: f64) {
        self.checked.push(Checked { name: name.to_owned(), works, detail, took_ms });
    }

    fn note(&mut self, name: &str, done: &Done) {
        let works = done.out == Outcome::Accepted;
        let detail = if works { String::new() } else { why(done) };
        self.say(name, works, detail, (done.done - done.sent) as f64 / 1e3);
    }

    async fn plain(&mut self, operation: Operation) {
        let done = self.client.perform(operation, &self.ask()).await;
        self.note(operation.name(), &done);
    }

    async fn write(&mut self, operation: Operation, author: Author, conversation: u32) -> Done {
        self.write_with(operation, author, conversation, None).await
    }

    async fn write_with(
        &mut self,
        operation: Operation,
        author: Author,
        conversation: u32,
        photo: Option<&str>,
    ) -> Done {
        let id = Marker { conversation, author };
        let (text, marker) = (text::message(RUN, id), text::marker(RUN, id));
        let subject = text::subject(RUN, "check", conversation);
        let (text, marker) = (Some(text.as_str()), Some(marker.as_str()));
        let ask = Ask { text, marker, subject: Some(&subject), photo, ..self.ask() };
        let done = self.client.perform(operation, &ask).await;
        match photo {
            Some(_) => self.note(&format!("{} with a photo", operation.name()), &done),
            None => self.note(operation.name(), &done),
        }
        done
    }

    async fn listed(&mut self, id: Option<String>) {
        let mut done = self.client.perform(Operation::ListQueue, &self.ask()).await;
        for _ in 0..LOOKS {
            let listed = done.answer.as_ref().map(|answer| self.client.listed(answer).0);
            let there = listed.is_some_and(|listed| listed.iter().any(|item| identifier(item) == id));
            if there {
                self.note("list_queue: the conversation is there", &done);
                return;
            }
            tokio::time::sleep(PAUSE).await;
            done = self.client.perform(Operation::ListQueue, &self.ask()).await;
        }
        let detail = match done.out {
            Outcome::Accepted => "the conversation is not in the list".to_owned(),
            _ => why(&done),
        };
        self.say(
            "list_queue: the conversation is there",
            false,
            detail,
            (done.done - done.sent) as f64 / 1e3,
        );
    }

    async fn read(&mut self, operation: Operation, author: Author, name: &str) {
        for look in 1..=LOOKS {
            let done = self.client.perform(operation, &self.ask()).await;
            let found = done.answer.as_ref().map(|answer| {
                let part = self.client.messages(operation, answer);
                text::markers(RUN, &part).iter().any(|marker| marker.author == author)
            });
            if done.out == Outcome::Accepted && found == Some(true) {
                self.note(name, &done);
                return;
            }
            if look == LOOKS {
                let detail = match done.out {
                    Outcome::Accepted => "the message is not in the answer".to_owned(),
                    _ => why(&done),
                };
                self.say(name, false, detail, (done.done - done.sent) as f64 / 1e3);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn resolved(&mut self) {
        let request = self.client.profile.requests(Operation::ReadMessages).last();
        let Some((pointer, resolved)) = request.and_then(|request| request.resolved.clone()) else { return };
        let done = self.client.perform(Operation::ReadMessages, &self.ask()).await;
        let state = done.answer.as_ref().and_then(|answer| answer.at(&pointer)).cloned();
        let works = state.as_ref().is_some_and(|state| resolved.contains(state));
        let detail = if works { String::new() } else { format!("the state is {state:?}") };
        self.say(
            "resolve: the conversation is resolved",
            works,
            detail,
            (done.done - done.sent) as f64 / 1e3,
        );
    }

    async fn must_not(&mut self) {
        for (number, rule) in self.client.profile.must_not.clone().iter().enumerate() {
            if rule.foreign && self.client.accounts(&rule.role) < 2 {
                continue;
            }
            let text = roles::forbidden_text(RUN, number);
            let before = self.client.perform(Operation::ReadMessages, &self.ask()).await.answer;
            let done = self.client.perform(rule.operation, &roles::asks(rule, 0, &text, self.ask())).await;
            let after = self.client.perform(Operation::ReadMessages, &self.ask()).await.answer;
            let profile = &self.client.profile;
            let tried = roles::tried(profile, rule.operation, &text, &done, before.as_ref(), after.as_ref());
            let whose = if rule.foreign { " of another's conversation" } else { "" };
            let name = format!("{} must not {}{whose}", rule.role, rule.operation.name());
            let detail = match tried {
                Tried::Refused => String::new(),
                Tried::Ignored => "it says yes and does nothing".to_owned(),
                Tried::Could => format!("it could: {}", why(&done)),
                Tried::Unknown => why(&done),
            };
            let works = matches!(tried, Tried::Refused | Tried::Ignored);
            self.say(&name, works, detail, (done.done - done.sent) as f64 / 1e3);
        }
    }
}

/// What an answer was, without anything that could be secret.
fn why(done: &Done) -> String {
    let said = done.answer.as_ref().map(|answer| {
        let text: String = answer.text.chars().filter(|c| !c.is_control()).take(160).collect();
        format!("HTTP {}: {text}", answer.status)
    });
    match (&done.why, said) {
        (Some(why), Some(said)) => format!("{why} ({said})"),
        (Some(why), None) => why.clone(),
        (None, Some(said)) => said,
        (None, None) => "no answer".to_owned(),
    }
}

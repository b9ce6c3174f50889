//! Helpdesk profiles: how one product's HTTP interface does our operations, as data.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `read` | from a file to a [`Profile`], or to everything that is wrong with it, with line and column |
//! | `template` | requests with places to fill in (Jinja, by minijinja) |
//! | `answer` | what an answer means: accepted, refused or throttled; and what is kept of it |
//! | `accounts` | who signs in: tokens from the environment or a file, never from the profile |

pub mod accounts;
pub mod answer;
mod bundled;
mod read;
pub(super) mod template;

pub use bundled::{PROFILES, bundled};
pub use read::{load, parse};
pub use template::Filled;

use answer::{Check, Keep};
use std::collections::BTreeMap;
use template::{Body, Photo, Text};

/// A number for an operation that cheaply indexes lists: its place in
/// [`crate::scenario::threshold::OPERATIONS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// The customer's first message.
    OpenConversation,
    /// A later message of the customer.
    PostMessage,
    /// The customer looks for the reply.
    FetchMessages,
    /// The customer rates the conversation.
    Rate,
    /// The agent looks for conversations that wait.
    ListQueue,
    /// The agent takes a conversation.
    Take,
    /// The agent reads a conversation.
    ReadMessages,
    /// The agent replies.
    PostReply,
    /// The agent closes the conversation.
    Resolve,
    /// What the run created is removed.
    Remove,
}

impl Operation {
    /// All, in the order of their names in thresholds and reports.
    pub const ALL: [Operation; 10] = [
        Operation::OpenConversation,
        Operation::PostMessage,
        Operation::FetchMessages,
        Operation::Rate,
        Operation::ListQueue,
        Operation::Take,
        Operation::ReadMessages,
        Operation::PostReply,
        Operation::Resolve,
        Operation::Remove,
    ];

    /// As in profiles, thresholds and reports.
    pub fn name(self) -> &'static str {
        crate::scenario::threshold::OPERATIONS[self as usize]
    }

    /// The operation with that name.
    pub fn named(name: &str) -> Option<Operation> {
        Operation::ALL.into_iter().find(|operation| operation.name() == name)
    }

    /// Without which there is no replay.
    pub(crate) const fn is_required(self) -> bool {
        !matches!(
            self,
            Operation::FetchMessages
                | Operation::Rate
                | Operation::Take
                | Operation::Resolve
                | Operation::Remove
        )
    }
}

/// How one helpdesk does our operations.
#[derive(Debug)]
pub struct Profile {
    /// How it is shown.
    pub title: String,
    /// What it was run against, or that it was not.
    pub tried: String,
    /// What follows the host and port of `--url` in every path.
    pub base: String,
    /// Where the helpdesk is unless `--url` says otherwise.
    pub url: Option<String>,
    /// Connections are used again; a helpdesk with few workers may be starved by connections that stay open.
    pub keep_alive: bool,
    /// Plain values of the installation, from the environment.
    pub variables: BTreeMap<String, Variable>,
    /// Who does operations.
    pub roles: BTreeMap<String, Role>,
    /// By operation: its requests, one after another; the last is the one that counts.
    pub operations: BTreeMap<Operation, Vec<Request>>,
    /// What a role must not be able to do.
    pub must_not: Vec<MustNot>,
    /// The templates of all requests.
    pub(crate) templates: template::Templates,
}

/// A plain value of the installation.
#[derive(Clone, Debug)]
pub struct Variable {
    /// The environment variable it comes from.
    pub env: String,
    /// Unless it is set.
    pub default: Option<String>,
}

/// Somebody who does operations.
#[derive(Clone, Debug)]
pub struct Role {
    /// Values of each account and the environment variable they come from; `{n}` in it is 1, 2, …
    pub account: BTreeMap<String, String>,
    /// Sent with every request of the role.
    pub headers: Vec<(String, Text)>,
}

/// One HTTP request of an operation.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who sends it.
    pub role: String,
    /// `GET`, `POST`, …
    pub method: String,
    /// After the base.
    pub path: Text,
    /// The query string.
    pub query: Vec<(String, Text)>,
    /// Beside those of the role.
    pub headers: Vec<(String, Text)>,
    /// What is sent.
    pub body: Body,
    /// What the photo of a message adds.
    pub photo: Option<Photo>,
    /// The body is the photo itself, of this media type; sent only if the message has one.
    pub upload: Option<String>,
    /// What an answer must be to count as accepted.
    pub accepted: Check,
    /// What makes it a refusal although it looks accepted.
    pub refused: Option<Check>,
    /// What makes it a request to come back later; a status of 429 always is.
    pub throttled: Option<Check>,
    /// What is kept of the answer.
    pub keep: Vec<(String, Keep)>,
    /// Of `list_queue`: where the list is.
    pub items: Option<String>,
    /// Of `list_queue`: how many wait in all.
    pub total: Option<String>,
    /// Of reading: the part of the answer with the messages; all of it if none.
    pub messages: Option<String>,
    /// Of reading: messages come in pages; the query parameter with the number of the page (from 1), and how
    /// many items a page has that is not the last.
    pub pages: Option<(String, usize)>,
    /// Of reading: items of the list of messages that are none, by what stands where in them.
    pub skip: Option<(String, Vec<serde_json::Value>)>,
    /// Of reading: the newest message comes first.
    pub newest_first: bool,
    /// Of reading: where the agent stands who took it.
    pub taker: Option<String>,
    /// Of reading: where the state is, and what it says of a resolved conversation.
    pub resolved: Option<(String, Vec<serde_json::Value>)>,
    /// Signs the request as one product wants it.
    pub sign: Option<Sign>,
}

/// Something that a role must not be able to do.
#[derive(Clone, Debug)]
pub struct MustNot {
    /// Who tries.
    pub role: String,
    /// What.
    pub operation: Operation,
    /// With a conversation of somebody else (true) or its own.
    pub foreign: bool,
}

/// How a request is signed where headers alone do not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// TikTok Shop: HMAC-SHA256 over path, sorted query and body.
    TiktokShop,
}

impl Profile {
    /// The requests of an operation; none if the helpdesk cannot do it.
    pub fn requests(&self, operation: Operation) -> &[Request] {
        self.operations.get(&operation).map_or(&[], Vec::as_slice)
    }

    /// True if a customer's message can have a photo.
    pub fn sends_photos(&self) -> bool {
        let requests = self.requests(Operation::PostMessage);
        requests.iter().any(|request| request.photo.is_some() || request.upload.is_some())
    }

    /// True if the helpdesk can do it.
    pub fn can(&self, operation: Operation) -> bool {
        self.operations.contains_key(&operation)
    }
}

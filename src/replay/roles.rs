//! What a role must not be able to do: tried, and believed to be possible only if reading shows that it was
//! done. Some helpdesks answer yes and leave out what the role may not change.

use super::client::{Ask, Done};
use super::ledger::Outcome;
use super::profile::answer::Answer;
use super::profile::{MustNot, Operation, Profile};

/// What became of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// The helpdesk said no.
    Refused,
    /// It said yes and did nothing.
    Ignored,
    /// It was done.
    Could,
    /// Neither yes nor no: it broke, or put us off.
    Unknown,
}

/// What is written by somebody who must not; known again by `number`.
pub fn forbidden_text(run: &str, number: usize) -> String {
    format!("Must be refused [nd:{run}:role-{}]", number + 1)
}

/// What somebody who must not asks for, of a conversation of customer `customer`.
pub fn asks<'a>(rule: &'a MustNot, customer: usize, text: &'a str, ask: Ask<'a>) -> Ask<'a> {
    // Somebody else's conversation, if it is to be; and taken for another agent, or nothing would change.
    let (customer, agent) = (customer + usize::from(rule.foreign), ask.agent + 1);
    let (role, text, subject) = (Some(rule.role.as_str()), Some(text), Some("Must be refused"));
    Ask { customer, agent, role, text, subject, marker: Some(""), score: Some(1), ..ask }
}

/// What became of it, from what an agent read before and after.
pub fn tried(
    profile: &Profile,
    operation: Operation,
    text: &str,
    done: &Done,
    before: Option<&Answer>,
    after: Option<&Answer>,
) -> Tried {
    let read = matches!(operation, Operation::FetchMessages | Operation::ReadMessages);
    match done.out {
        Outcome::Refused => Tried::Refused,
        Outcome::Failed | Outcome::Throttled => Tried::Unknown,
        // An answer without any message is none.
        Outcome::Accepted if read && !done.answer.as_ref().is_some_and(|it| it.text.contains("[nd:")) => {
            Tried::Ignored
        }
        Outcome::Accepted if was_done(profile, operation, text, before, after) => Tried::Could,
        Outcome::Accepted => Tried::Ignored,
    }
}

/// What cannot be told by reading counts as done.
fn was_done(
    profile: &Profile,
    operation: Operation,
    text: &str,
    before: Option<&Answer>,
    after: Option<&Answer>,
) -> bool {
    let reading = profile.requests(Operation::ReadMessages).last();
    let (Some(reading), Some(before), Some(after)) = (reading, before, after) else { return true };
    let pointer = match operation {
        Operation::Take => reading.taker.as_ref(),
        Operation::Resolve => reading.resolved.as_ref().map(|(pointer, _)| pointer),
        Operation::PostMessage | Operation::PostReply => return after.text.contains(text),
        _ => None,
    };
    pointer.is_none_or(|pointer| before.at(pointer) != after.at(pointer))
}

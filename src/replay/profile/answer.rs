//! What an answer means, and what is kept of it.
//!
//! A status of 200 is no proof of anything: some helpdesks say no in the body, so a profile says what an
//! accepted answer looks like and what a refusal looks like.

use super::Request;
use serde_json::Value;

/// What an answer is held against; all that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct Check {
    /// One of these statuses.
    pub status: Vec<u16>,
    /// One of these stands in the body.
    pub text: Vec<String>,
    /// At these places (JSON Pointer, RFC 6901) stand these values.
    pub json: Vec<(String, Value)>,
}

/// What is kept of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keep {
    /// At a place of the body (JSON Pointer).
    Json(String),
    /// A header.
    Header(String),
    /// What follows the last `/` of a header.
    HeaderTail(String),
}

/// An answer as it came.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Of HTTP.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// As text; what is no UTF-8 is replaced.
    pub text: String,
    /// The same as JSON, where it is.
    pub json: Option<Value>,
    /// Further pages, where the answer came in several.
    pub further: Vec<Value>,
}

/// What an answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Done, it says.
    Accepted,
    /// No.
    Refused,
    /// Come back later.
    Throttled,
    /// The helpdesk's own fault.
    Failed,
}

impl Check {
    /// True if the answer is what is asked for.
    pub fn holds(&self, answer: &Answer) -> bool {
        (self.status.is_empty() || self.status.contains(&answer.status))
            && (self.text.is_empty() || self.text.iter().any(|text| answer.text.contains(text)))
            && self.json.iter().all(|(pointer, value)| answer.at(pointer) == Some(value))
    }
}

impl Answer {
    /// What stands at a place of the body.
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        self.json.as_ref()?.pointer(pointer)
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// What the answer means to `request`.
    pub fn verdict(&self, request: &Request) -> Verdict {
        if self.status == 429 || request.throttled.as_ref().is_some_and(|check| check.holds(self)) {
            Verdict::Throttled
        } else if self.status >= 500 {
            Verdict::Failed
        } else if request.refused.as_ref().is_some_and(|check| check.holds(self)) {
            Verdict::Refused
        } else if request.accepted.holds(self) {
            Verdict::Accepted
        } else {
            Verdict::Refused
        }
    }

    /// Something that is kept, as a value; none if it is not there.
    pub fn kept(&self, keep: &Keep) -> Option<Value> {
        match keep {
            Keep::Json(pointer) => self.at(pointer).filter(|value| !value.is_null()).cloned(),
            Keep::Header(name) => self.header(name).map(Value::from),
            Keep::HeaderTail(name) => {
                let tail = self.header(name)?.trim_end_matches('/').rsplit('/').next()?;
                // `/tickets/12.json` is ticket 12.
                Some(tail.split(['?', '.']).next().unwrap_or(tail).into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, text: &str) -> Answer {
        let headers = vec![("location".to_owned(), "http://x/tickets/12.json".to_owned())];
        Answer {
            status,
            headers,
            text: text.to_owned(),
            json: serde_json::from_str(text).ok(),
            further: Vec::new(),
        }
    }

    #[test]
    fn a_check_holds_if_all_that_is_given_holds() {
        let check = Check {
            status: vec![200, 201],
            text: vec!["done".to_owned()],
            json: vec![("/code".to_owned(), 0.into())],
        };
        assert!(check.holds(&answer(201, r#"{"code":0,"say":"done"}"#)));
        assert!(!check.holds(&answer(204, r#"{"code":0,"say":"done"}"#)));
        assert!(!check.holds(&answer(200, r#"{"code":7,"say":"done"}"#)));
        assert!(!check.holds(&answer(200, r#"{"code":0}"#)));
        assert!(!check.holds(&answer(200, "done")), "no JSON has no code");
    }

    #[test]
    fn things_are_kept_from_the_body_and_from_headers() {
        let answer = answer(201, r#"{"ticket":{"id":7,"none":null}}"#);
        assert_eq!(answer.kept(&Keep::Json("/ticket/id".to_owned())), Some(7.into()));
        assert_eq!(answer.kept(&Keep::Json("/ticket/none".to_owned())), None);
        assert_eq!(answer.kept(&Keep::HeaderTail("Location".to_owned())), Some("12".into()));
    }
}

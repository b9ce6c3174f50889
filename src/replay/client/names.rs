//! What stands for the names in a request.

use super::{Ask, Client};
use crate::replay::profile::template::{Found, NAMES, Values};
use minijinja::Value as Filling;
use serde_json::Value;
use std::collections::BTreeMap;

/// What stands for the names in a request.
pub(super) struct Names<'n> {
    pub client: &'n Client,
    pub ask: &'n Ask<'n>,
    pub account: Option<&'n BTreeMap<String, String>>,
    pub kept: &'n BTreeMap<String, Value>,
}

impl Names<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        match name {
            "run" => Some(&self.client.run),
            "url" => Some(&self.client.url),
            "subject" => self.ask.subject,
            "text" => self.ask.text,
            "marker" => self.ask.marker,
            _ => None,
        }
    }

    fn table(&self, name: &str) -> Option<&BTreeMap<String, String>> {
        match name {
            "account" => self.account,
            "agent" => self.client.accounts.get("agent", self.ask.agent),
            "customer" => self.client.accounts.get("customer", self.ask.customer),
            "variable" => Some(&self.client.accounts.variables).filter(|variables| !variables.is_empty()),
            _ => None,
        }
    }

    fn answers(&self, name: &str) -> Option<&BTreeMap<String, Value>> {
        match name {
            "conversation" => self.ask.conversation,
            "kept" => Some(self.kept).filter(|kept| !kept.is_empty()),
            _ => None,
        }
    }
}

impl Values for Names<'_> {
    fn named(&self, name: &str, within: Option<&str>) -> Option<Found<'_>> {
        match (name, within) {
            ("score", None) => self.ask.score.map(Found::Number),
            ("photo", Some("base64")) => self.ask.photo.map(Found::Text),
            (_, None) => self.text(name).map(Found::Text),
            (_, Some(within)) => match self.answers(name) {
                Some(answers) => answers.get(within).map(Found::Json),
                None => self.table(name)?.get(within).map(|text| Found::Text(text)),
            },
        }
    }

    fn all(&self) -> Filling {
        let mut values: BTreeMap<&str, Filling> = BTreeMap::new();
        for name in NAMES.into_iter().chain(["variable"]) {
            if let Some(text) = self.text(name) {
                values.insert(name, Filling::from(text));
            } else if let Some(table) = self.table(name) {
                values.insert(name, Filling::from_pairs(table));
            } else if let Some(answers) = self.answers(name) {
                values.insert(name, table(answers));
            }
        }
        if let Some(photo) = self.ask.photo {
            values.insert("photo", Filling::from_pairs([("base64", photo)]));
        }
        if let Some(score) = self.ask.score {
            values.insert("score", Filling::from(score));
        }
        Filling::from_pairs(values)
    }
}

fn table(values: &BTreeMap<String, Value>) -> Filling {
    Filling::from_pairs(values.iter().map(|(name, value)| (name, filling(value))))
}

fn filling(value: &Value) -> Filling {
    match value {
        Value::String(text) => text.into(),
        Value::Bool(yes) => (*yes).into(),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => whole.into(),
            (None, Some(number)) => number.into(),
            (None, None) => number.to_string().into(),
        },
        other => other.to_string().into(),
    }
}

//! Which column means what: a small TOML file, a shipped one by its name, or `--map KEY=VALUE`.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The mappings that ship with the program, by name.
pub const SHIPPED: [(&str, &str); 6] = [
    ("anonymous-bank-1999", include_str!("../mappings/anonymous-bank-1999.toml")),
    ("bank-calls-5min", include_str!("../mappings/bank-calls-5min.toml")),
    ("chatwoot", include_str!("../mappings/chatwoot.toml")),
    ("nightdesk", include_str!("../mappings/nightdesk.toml")),
    ("request-tracker", include_str!("../mappings/request-tracker.toml")),
    ("zendesk", include_str!("../mappings/zendesk.toml")),
];

/// The columns that a mapping may name.
pub const COLUMNS: [(&str, &str); 17] = [
    ("time", "when the case began to look for an agent, the message was written, or the interval starts"),
    ("date", "the date, where `time` and the other times are clock times only"),
    ("begun", "when an agent began (cases)"),
    ("ended", "when the agent's work ended (cases)"),
    ("handle", "how long the agent worked (cases)"),
    ("wait", "how long the customer waited until answered or given up (cases)"),
    ("solved", "when the case was over (cases)"),
    ("outcome", "whether it was answered or given up (cases); see the lists answered and gave_up"),
    ("agent", "who answered"),
    ("customer", "who asked"),
    ("inquiry", "what kind of question"),
    ("channel", "on which channel"),
    ("tier", "which priority"),
    ("turns", "how many customer messages were answered (cases)"),
    ("conversation", "which conversation the message belongs to (messages)"),
    ("sender", "who wrote the message (messages); see the lists customers and agents"),
    ("count", "how many cases in the interval (counts)"),
];

/// What a row of the log is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogKind {
    /// A call or a ticket.
    #[default]
    Cases,
    /// A message of a conversation.
    Messages,
    /// A number of cases in an interval.
    Counts,
}

/// One name, or several of which the first that the log has is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneOf(pub Vec<String>);

impl<'de> Deserialize<'de> for OneOf {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<OneOf, D::Error> {
        match toml::Value::deserialize(deserializer)? {
            toml::Value::String(name) => Ok(OneOf(vec![name])),
            toml::Value::Array(names) if names.iter().all(toml::Value::is_str) => {
                Ok(OneOf(names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()))
            }
            _ => Err(serde::de::Error::custom("expected a name in quotes, or a list of them")),
        }
    }
}

/// Rows that match have every column of `where` equal to its value, or to one of its values.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Why, as the report says it.
    pub reason: String,
    /// Column and values.
    pub r#where: BTreeMap<String, OneOf>,
}

/// A mapping.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// Of what.
    pub title: String,
    /// What a row is.
    pub log: LogKind,
    /// Between columns: `,` `;` a tab or `whitespace`; none: by the file's ending and first line.
    pub separator: Option<String>,
    /// A label of the Encoding Standard, such as `gb18030`; none: found out.
    pub encoding: Option<String>,
    /// The zone of times without an offset.
    pub time_zone: Option<String>,
    /// `ignore`: offsets and Z behind times do not count.
    pub offsets: Option<String>,
    /// 03/04 is the third of April.
    pub day_first: bool,
    /// Seconds of a plain number in a column of durations, e.g. 60 for minutes.
    pub unit: Option<f64>,
    /// The zone, weekdays and clock times at which the desk is open, if the log's users say so.
    pub open: Option<Open>,
    /// What each column means.
    pub columns: BTreeMap<String, OneOf>,
    /// Outcomes of cases that an agent answered.
    pub answered: Vec<String>,
    /// Outcomes of cases whose customer gave up.
    pub gave_up: Vec<String>,
    /// Agents who are nobody.
    pub nobody: Vec<String>,
    /// Senders who are customers.
    pub customers: Vec<String>,
    /// Senders who are agents.
    pub agents: Vec<String>,
    /// Senders by which the console says that the customer left.
    pub left: Vec<String>,
    /// Rows that are no cases.
    pub leave_out: Vec<Condition>,
    /// Cases that only kept an agent busy and are not to be predicted.
    pub busy_only: Vec<Condition>,
}

/// When the desk is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Open {
    /// `mon` to `sun`; none: found out.
    #[serde(default)]
    pub days: Vec<String>,
    /// `07:00-24:00`; none: found out.
    pub hours: Option<String>,
}

/// A mapping that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct MappingError(pub String);

impl Mapping {
    /// A shipped mapping by its name, or the mapping file at that path.
    ///
    /// # Errors
    /// If there is neither, or the file is not one.
    pub fn named(name: &str) -> Result<Mapping, MappingError> {
        if let Some((_, text)) = SHIPPED.iter().find(|(shipped, _)| *shipped == name) {
            return Mapping::parse(name, text);
        }
        let known: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
        let text = std::fs::read_to_string(Path::new(name)).map_err(|error| {
            MappingError(format!(
                "cannot read the mapping `{name}`: {error}; shipped are {}",
                known.join(", ")
            ))
        })?;
        Mapping::parse(name, &text)
    }

    /// Reads the text of a mapping file.
    ///
    /// # Errors
    /// With line, column and what was expected.
    pub fn parse(name: &str, text: &str) -> Result<Mapping, MappingError> {
        let mapping: Mapping = toml::from_str(text)
            .map_err(|error| MappingError(format!("in the mapping `{name}`: {error}")))?;
        mapping.check(name)?;
        Ok(mapping)
    }

    /// `--map KEY=VALUE`: a column, or a setting of the file; lists are separated by commas.
    ///
    /// # Errors
    /// If there is no such key or the value cannot be its.
    pub fn set(&mut self, argument: &str) -> Result<(), MappingError> {
        let wrong = |expected: &str| MappingError(format!("`--map {argument}`: expected {expected}"));
        let (key, value) =
            argument.split_once('=').ok_or_else(|| wrong("KEY=VALUE, e.g. time=created_at"))?;
        let list = || value.split(',').map(|item| item.trim().to_owned()).collect::<Vec<_>>();
        match key.trim() {
            "log" => {
                self.log = match value {
                    "cases" => LogKind::Cases,
                    "messages" => LogKind::Messages,
                    "counts" => LogKind::Counts,
                    _ => return Err(wrong("cases, messages or counts")),
                };
            }
            "separator" => self.separator = Some(value.replace("\\t", "\t")),
            "encoding" => self.encoding = Some(value.to_owned()),
            "time_zone" => self.time_zone = Some(value.to_owned()),
            "offsets" => self.offsets = Some(value.to_owned()),
            "day_first" => self.day_first = value.parse().map_err(|_| wrong("true or false"))?,
            "unit" => self.unit = Some(value.parse().map_err(|_| wrong("a number of seconds"))?),
            "answered" => self.answered = list(),
            "gave_up" => self.gave_up = list(),
            "nobody" => self.nobody = list(),
            "customers" => self.customers = list(),
            "agents" => self.agents = list(),
            "left" => self.left = list(),
            "leave_out" | "busy_only" => {
                let (column, values) =
                    value.split_once('=').ok_or_else(|| wrong("COLUMN=VALUE behind it"))?;
                let values = OneOf(values.split(',').map(|item| item.trim().to_owned()).collect());
                let reason = format!("left out as asked: {value}");
                let r#where = BTreeMap::from([(column.trim().to_owned(), values)]);
                let list = if key == "leave_out" { &mut self.leave_out } else { &mut self.busy_only };
                list.push(Condition { reason, r#where });
            }
            column if is_column(column) => {
                self.columns.insert(column.to_owned(), OneOf(vec![value.to_owned()]));
            }
            other => return Err(unknown_key(other, "--map")),
        }
        self.check("--map")
    }

    fn check(&self, name: &str) -> Result<(), MappingError> {
        let wrong = |text: String| Err(MappingError(format!("in the mapping `{name}`: {text}")));
        if let Some(stray) = self.columns.keys().find(|key| !is_column(key)) {
            return Err(unknown_key(stray, name));
        }
        if let Some(zone) = &self.time_zone
            && jiff::tz::TimeZone::get(zone).is_err()
        {
            return wrong(format!("time_zone `{zone}` is not known; expected e.g. Asia/Shanghai"));
        }
        if let Some(label) = &self.encoding
            && encoding_rs::Encoding::for_label(label.as_bytes()).is_none()
        {
            return wrong(format!("encoding `{label}` is not known; expected e.g. utf-8 or gb18030"));
        }
        match self.offsets.as_deref() {
            None | Some("ignore" | "honour") => {}
            Some(other) => return wrong(format!("offsets is `{other}`; expected ignore or honour")),
        }
        match self.separator.as_deref() {
            None | Some("whitespace") => Ok(()),
            Some(text) if text.len() == 1 => Ok(()),
            Some(text) => wrong(format!("separator is `{text}`; expected one character or whitespace")),
        }
    }
}

fn is_column(key: &str) -> bool {
    COLUMNS.iter().any(|(name, _)| *name == key)
}

fn unknown_key(key: &str, place: &str) -> MappingError {
    let names = COLUMNS.iter().map(|(name, _)| *name);
    let near = names.clone().max_by(|a, b| strsim::jaro(a, key).total_cmp(&strsim::jaro(b, key)));
    let hint = near.filter(|near| strsim::jaro(near, key) > 0.7);
    let all: Vec<&str> = names.collect();
    let hint = hint
        .map_or_else(|| format!("there are {}", all.join(", ")), |near| format!("did you mean `{near}`?"));
    MappingError(format!("in the mapping `{place}`: there is no column `{key}`; {hint}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_mapping_is_one() {
        for (name, _) in SHIPPED {
            let mapping = Mapping::named(name).unwrap_or_else(|error| panic!("{error}"));
            assert!(mapping.columns.contains_key("time") && !mapping.title.is_empty(), "{name}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_the_likely_fix() {
        let said = |text: &str| Mapping::parse("m.toml", text).unwrap_err().to_string();
        assert!(said("[columns]\ntimee = \"x\"").contains("did you mean `time`?"));
        assert!(said("encoding = \"klingon\"").contains("expected e.g. utf-8 or gb18030"));
        assert!(said("time_zone = \"Mars/Olympus\"").contains("not known"));
        assert!(said("logg = \"cases\"").contains("line 1"));
        let mut mapping = Mapping::default();
        assert!(mapping.set("begun").unwrap_err().to_string().contains("KEY=VALUE"));
        assert!(mapping.set("beggun=x").unwrap_err().to_string().contains("did you mean `begun`?"));
        mapping.set("begun=started_at").unwrap();
        mapping.set("busy_only=type=IN,TT").unwrap();
        assert_eq!(mapping.columns["begun"], OneOf(vec!["started_at".to_owned()]));
        assert_eq!(mapping.busy_only[0].r#where["type"].0, ["IN", "TT"]);
    }
}

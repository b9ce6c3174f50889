//! From a profile file to a [`Profile`], or to everything that is wrong with it.

use super::answer::{Check, Keep};
use super::template::{Body, FilePart, Photo, Templates, Text, Tree};
use super::{MustNot, Operation, PROFILES, Profile, Request, Role, Sign, Variable};
use crate::scenario::threshold::OPERATIONS;
use crate::scenario::{Origin, Path, Problem, Problems, SourceId, Sources, did_you_mean};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    tried: String,
    #[serde(default)]
    base: String,
    url: Option<String>,
    keep_alive: Option<bool>,
    #[serde(default)]
    variable: BTreeMap<Spanned<String>, VariableSpec>,
    role: BTreeMap<String, RoleSpec>,
    operation: BTreeMap<Spanned<String>, Vec<RequestSpec>>,
    #[serde(default)]
    must_not: Vec<MustNotSpec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VariableSpec {
    env: String,
    default: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleSpec {
    account: BTreeMap<String, String>,
    #[serde(default)]
    headers: BTreeMap<String, Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestSpec {
    role: Spanned<String>,
    method: Spanned<String>,
    path: Spanned<String>,
    #[serde(default)]
    query: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    headers: BTreeMap<String, Spanned<String>>,
    json: Option<Spanned<toml::Value>>,
    form: Option<BTreeMap<String, Spanned<String>>>,
    photo: Option<Spanned<toml::Value>>,
    upload: Option<Spanned<String>>,
    accepted: CheckSpec,
    refused: Option<CheckSpec>,
    throttled: Option<CheckSpec>,
    #[serde(default)]
    keep: BTreeMap<String, Spanned<KeepSpec>>,
    items: Option<Spanned<String>>,
    total: Option<Spanned<String>>,
    messages: Option<Spanned<String>>,
    pages: Option<PagesSpec>,
    skip: Option<PlaceSpec>,
    #[serde(default)]
    newest_first: bool,
    taker: Option<Spanned<String>>,
    resolved: Option<PlaceSpec>,
    sign: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckSpec {
    #[serde(default)]
    status: Vec<Spanned<u16>>,
    #[serde(default)]
    text: Vec<String>,
    #[serde(default)]
    json: BTreeMap<Spanned<String>, toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeepSpec {
    json: Option<Spanned<String>>,
    header: Option<String>,
    header_tail: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PagesSpec {
    query: String,
    size: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceSpec {
    json: Spanned<String>,
    is: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MustNotSpec {
    role: Spanned<String>,
    operation: Spanned<String>,
    #[serde(default)]
    foreign: bool,
}

/// Reads a profile file.
///
/// # Errors
/// All that is wrong with it.
pub fn load(path: &str) -> Result<Profile, Problems> {
    match std::fs::read_to_string(path) {
        Ok(text) => parse(path, text),
        Err(error) => {
            let message = format!("failed to read {path}: {error}");
            let names = PROFILES.map(|(name, ..)| name).join(", ");
            let help = format!("give a profile's file, or one that comes with nightdesk: {names}");
            let problem = Problem::error_at(&Path::default(), message).help(help);
            Err(Problems::new(vec![problem], Sources::default()))
        }
    }
}

/// Reads a profile from a text; `name` is what messages call it.
///
/// # Errors
/// All that is wrong with it.
pub fn parse(name: &str, text: String) -> Result<Profile, Problems> {
    let parsed = toml::from_str::<File>(&text);
    let mut sources = Sources::default();
    let source = sources.add(name, text, None);
    let mut reader =
        Reader { source, problems: Vec::new(), templates: Templates::new(), variables: Vec::new() };
    let profile = match parsed {
        Ok(file) => reader.profile(file),
        Err(error) => {
            reader.syntax(&error);
            None
        }
    };
    match profile.filter(|_| reader.problems.is_empty()) {
        Some(profile) => Ok(Profile { templates: reader.templates, ..profile }),
        None => Err(Problems::new(reader.problems, sources)),
    }
}

struct Reader {
    source: SourceId,
    problems: Vec<Problem>,
    templates: Templates,
    variables: Vec<String>,
}

impl Reader {
    fn wrong(&mut self, span: Range<usize>, message: String, expected: &str, help: Option<String>) {
        let origin = Origin::new(self.source, span);
        let problem = Problem::error(&Path::default(), origin, message).expected(expected);
        self.problems.push(problem.maybe_help(help));
    }

    /// What the TOML reader says, with a suggestion where it names what it knows.
    fn syntax(&mut self, error: &toml::de::Error) {
        let message = error.message().trim().to_owned();
        let mut quoted = message.split('`').skip(1).step_by(2);
        let word = quoted.next().unwrap_or_default();
        let help = did_you_mean(word, quoted).filter(|help| help.starts_with("did"));
        let first = message.lines().next().unwrap_or_default().to_owned();
        self.wrong(error.span().unwrap_or_default(), first, "here", help);
    }

    fn profile(&mut self, file: File) -> Option<Profile> {
        self.variables = file.variable.keys().map(|name| name.get_ref().clone()).collect();
        self.variables.push("variable".to_owned());
        let variables = file.variable.into_iter().map(|(name, variable)| {
            (name.into_inner(), Variable { env: variable.env, default: variable.default })
        });
        let variables = variables.collect();
        let known: Vec<String> = file.role.keys().cloned().collect();
        let roles = file.role.into_iter().map(|(name, role)| (name, self.role(role))).collect();
        let mut operations = BTreeMap::new();
        for (name, requests) in file.operation {
            if let Some(operation) = self.operation(&name) {
                let read = requests.into_iter().map(|request| self.request(operation, request, &known));
                operations.insert(operation, read.collect());
            }
        }
        for operation in Operation::ALL.into_iter().filter(|operation| operation.is_required()) {
            if !operations.contains_key(&operation) {
                let message = format!("the profile does not say how to {}", operation.name());
                self.wrong(0..0, message, &format!("add [[operation.{}]]", operation.name()), None);
            }
        }
        let must_not = file.must_not.into_iter().filter_map(|entry| self.must_not(entry, &known)).collect();
        Some(Profile {
            title: file.title,
            tried: file.tried,
            base: file.base.trim_end_matches('/').to_owned(),
            url: file.url,
            keep_alive: file.keep_alive.unwrap_or(true),
            variables,
            roles,
            operations,
            must_not,
            templates: Templates::new(),
        })
    }

    fn operation(&mut self, name: &Spanned<String>) -> Option<Operation> {
        let found = Operation::named(name.get_ref());
        if found.is_none() {
            let help = did_you_mean(name.get_ref(), OPERATIONS);
            self.wrong(
                name.span(),
                format!("`{}` is no operation", name.get_ref()),
                "expected an operation",
                help,
            );
        }
        found
    }

    fn known_role(&mut self, name: &Spanned<String>, known: &[String]) {
        if !known.contains(name.get_ref()) {
            let help = did_you_mean(name.get_ref(), known.iter().map(String::as_str));
            self.wrong(
                name.span(),
                format!("there is no role `{}`", name.get_ref()),
                "expected a role",
                help,
            );
        }
    }

    fn must_not(&mut self, entry: MustNotSpec, known: &[String]) -> Option<MustNot> {
        self.known_role(&entry.role, known);
        let operation = self.operation(&entry.operation)?;
        Some(MustNot { role: entry.role.into_inner(), operation, foreign: entry.foreign })
    }

    fn role(&mut self, role: RoleSpec) -> Role {
        Role { account: role.account, headers: self.texts(role.headers) }
    }

    fn text(&mut self, text: &Spanned<String>) -> Text {
        self.text_at(text.get_ref(), text.span())
    }

    fn text_at(&mut self, text: &str, span: Range<usize>) -> Text {
        let extra: Vec<&str> = self.variables.iter().map(String::as_str).collect();
        match self.templates.add(text, &extra) {
            Ok(text) => text,
            Err(problem) => {
                self.wrong(span, problem, "in this text", None);
                Text::Plain(String::new())
            }
        }
    }

    fn texts(&mut self, texts: BTreeMap<String, Spanned<String>>) -> Vec<(String, Text)> {
        texts.into_iter().map(|(name, text)| (name, self.text(&text))).collect()
    }

    fn request(&mut self, operation: Operation, spec: RequestSpec, known: &[String]) -> Request {
        self.known_role(&spec.role, known);
        if !["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&spec.method.get_ref().as_str()) {
            let message = format!("`{}` is no method", spec.method.get_ref());
            self.wrong(spec.method.span(), message, "expected GET, POST, PUT, PATCH or DELETE", None);
        }
        if !spec.path.get_ref().starts_with('/') {
            self.wrong(spec.path.span(), "a path begins with /".to_owned(), "expected a path", None);
        }
        if spec.json.is_some() && spec.form.is_some() {
            let message = "a body is JSON or a form, not both".to_owned();
            self.wrong(spec.path.span(), message, "of this request", None);
        }
        if operation == Operation::ListQueue && spec.items.is_none() {
            let message = "list_queue needs `items`: where in the answer the list is".to_owned();
            self.wrong(spec.path.span(), message, "of this request", None);
        }
        if let Some(upload) = &spec.upload
            && (spec.json.is_some() || spec.form.is_some() || spec.photo.is_some())
        {
            let message = "an `upload` is the photo and nothing else".to_owned();
            self.wrong(upload.span(), message, "leave out json, form and photo", None);
        }
        if let Some(upload) = spec.upload.as_ref().filter(|upload| !is_media_type(upload.get_ref())) {
            let message = format!("`{}` is no media type", upload.get_ref());
            self.wrong(upload.span(), message, "expected e.g. \"image/jpeg\"", None);
        }
        let photo = spec.photo.and_then(|photo| self.photo(photo, spec.json.is_some(), spec.form.is_some()));
        let body = match (spec.json, spec.form) {
            (Some(json), _) => Body::Json(self.tree(json.get_ref(), &json.span())),
            (None, Some(form)) => Body::Form(self.texts(form)),
            (None, None) => Body::None,
        };
        Request {
            role: spec.role.into_inner(),
            method: spec.method.into_inner(),
            path: self.text(&spec.path),
            query: self.texts(spec.query),
            headers: self.texts(spec.headers),
            body,
            photo,
            upload: spec.upload.map(Spanned::into_inner),
            accepted: self.check(spec.accepted),
            refused: spec.refused.map(|check| self.check(check)),
            throttled: spec.throttled.map(|check| self.check(check)),
            keep: spec.keep.into_iter().filter_map(|(name, keep)| Some((name, self.keep(keep)?))).collect(),
            items: spec.items.map(|pointer| self.pointer(pointer)),
            total: spec.total.map(|pointer| self.pointer(pointer)),
            messages: spec.messages.map(|pointer| self.pointer(pointer)),
            pages: spec.pages.map(|pages| (pages.query, pages.size.max(1))),
            skip: spec.skip.map(|place| self.place(place)),
            newest_first: spec.newest_first,
            taker: spec.taker.map(|pointer| self.pointer(pointer)),
            resolved: spec.resolved.map(|place| self.place(place)),
            sign: spec.sign.and_then(|sign| self.sign(&sign)),
        }
    }

    /// Beside JSON something to merge, beside a form the field that is a file: `{ FIELD = { file, type } }`.
    fn photo(&mut self, photo: Spanned<toml::Value>, json: bool, form: bool) -> Option<Photo> {
        let span = photo.span();
        if json {
            return Some(Photo::Merged(self.tree(photo.get_ref(), &span)));
        }
        let file = photo.get_ref().as_table().filter(|table| table.len() == 1).and_then(|table| {
            let (field, file) = table.iter().next()?;
            let word = |key: &str| Some(file.get(key)?.as_str()?.to_owned());
            Some(FilePart { field: field.clone(), name: word("file")?, media: word("type")? })
        });
        match file.filter(|file| form && is_media_type(&file.media)) {
            Some(file) => Some(Photo::File(file)),
            None => {
                let message = "beside a form a photo is one field that is a file".to_owned();
                let expected =
                    "expected e.g. { attachment = { file = \"photo.jpg\", type = \"image/jpeg\" } }";
                self.wrong(span, message, expected, None);
                None
            }
        }
    }

    fn sign(&mut self, sign: &Spanned<String>) -> Option<Sign> {
        if sign.get_ref() == "tiktok-shop" {
            return Some(Sign::TiktokShop);
        }
        let message = format!("`{}` is no way to sign", sign.get_ref());
        self.wrong(sign.span(), message, "expected \"tiktok-shop\"", None);
        None
    }

    fn check(&mut self, check: CheckSpec) -> Check {
        for status in &check.status {
            if !(100..=599).contains(status.get_ref()) {
                let message = format!("{} is no HTTP status", status.get_ref());
                self.wrong(status.span(), message, "expected 100 to 599", None);
            }
        }
        Check {
            status: check.status.into_iter().map(Spanned::into_inner).collect(),
            text: check.text,
            json: check.json.into_iter().map(|(at, value)| (self.pointer(at), plain(&value))).collect(),
        }
    }

    fn keep(&mut self, keep: Spanned<KeepSpec>) -> Option<Keep> {
        let span = keep.span();
        let keep = keep.into_inner();
        match (keep.json, keep.header, keep.header_tail) {
            (Some(pointer), None, None) => Some(Keep::Json(self.pointer(pointer))),
            (None, Some(header), None) => Some(Keep::Header(header)),
            (None, None, Some(header)) => Some(Keep::HeaderTail(header)),
            _ => {
                let message = "say where it is: one of json, header and header_tail".to_owned();
                self.wrong(span, message, "expected e.g. { json = \"/id\" }", None);
                None
            }
        }
    }

    fn place(&mut self, place: PlaceSpec) -> (String, Vec<serde_json::Value>) {
        (self.pointer(place.json), place.is.iter().map(plain).collect())
    }

    /// A JSON Pointer: empty, or steps that begin with `/`.
    fn pointer(&mut self, pointer: Spanned<String>) -> String {
        let text = pointer.get_ref();
        if !text.is_empty() && !text.starts_with('/') {
            let help = Some(format!("\"/{}\"", text.replace('.', "/")));
            let message = format!("`{text}` is no JSON Pointer");
            self.wrong(pointer.span(), message, "expected a place such as \"/ticket/id\"", help);
        }
        pointer.into_inner()
    }

    fn tree(&mut self, value: &toml::Value, span: &Range<usize>) -> Tree {
        match value {
            toml::Value::String(text) => match self.text_at(text, span.clone()) {
                Text::Plain(text) => Tree::Plain(text.into()),
                text => Tree::Text(text),
            },
            toml::Value::Array(items) => Tree::List(items.iter().map(|item| self.tree(item, span)).collect()),
            toml::Value::Table(table) => {
                Tree::Table(table.iter().map(|(key, item)| (key.clone(), self.tree(item, span))).collect())
            }
            other => Tree::Plain(plain(other)),
        }
    }
}

/// `type/subtype` (RFC 6838).
fn is_media_type(text: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "!#$&-^_.+".contains(c))
    };
    text.split_once('/').is_some_and(|(kind, subtype)| part(kind) && part(subtype))
}

fn plain(value: &toml::Value) -> serde_json::Value {
    // A TOML value without dates always is a JSON value; a date becomes its text.
    match value {
        toml::Value::Datetime(when) => when.to_string().into(),
        other => serde_json::to_value(other).unwrap_or_default(),
    }
}

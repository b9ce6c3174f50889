//! Does operations: fills in a profile's requests, sends them, and says what came of it.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `names` | what stands for the names in a request |
//! | `headers` | what the headers of an answer say |

mod headers;
mod names;

use super::ledger::Outcome;
use super::profile::accounts::Accounts;
use super::profile::answer::{Answer, Keep, Verdict};
use super::profile::template::{FilePart, Filled};
use super::profile::{Operation, Profile, Request, Sign};
use super::schedule::Clock;
use super::sign;
use super::target::{Connection, Target};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use headers::{waiting_asked_for, wanted_headers};
use names::Names;
use reqwest::header::CONTENT_TYPE;
use reqwest::multipart::{Form, Part};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

/// Longer answers are not read to their end.
const LONGEST: usize = 16_000_000;
/// Further pages of an answer are not asked for.
const MOST_PAGES: u32 = 100;
/// Waiting that is asked for with no figure.
const NO_FIGURE: Duration = Duration::from_secs(1);

/// Sends requests.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    /// How the helpdesk does what.
    pub profile: Profile,
    accounts: Accounts,
    base: String,
    /// Scheme, host and port.
    url: String,
    run: String,
    clock: RwLock<Clock>,
}

/// What is done to which conversation, and by whom.
#[derive(Clone, Debug, Default)]
pub struct Ask<'a> {
    /// Whose conversation it is.
    pub customer: usize,
    /// Which agent.
    pub agent: usize,
    /// Somebody else does it than the profile says.
    pub role: Option<&'a str>,
    /// What was kept when the conversation was opened.
    pub conversation: Option<&'a BTreeMap<String, Value>>,
    /// Of a new conversation.
    pub subject: Option<&'a str>,
    /// Of a message.
    pub text: Option<&'a str>,
    /// Of a message.
    pub marker: Option<&'a str>,
    /// Of a message: a photo, as base64.
    pub photo: Option<&'a str>,
    /// Of a rating.
    pub score: Option<u32>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Done {
    /// How it ended.
    pub out: Outcome,
    /// HTTP status.
    pub status: Option<u16>,
    /// Why there was no answer.
    pub why: Option<String>,
    /// What a throttled request was asked to wait.
    pub wait: Option<Duration>,
    /// When it was sent.
    pub sent: i64,
    /// When the answer was there.
    pub done: i64,
    /// What was kept.
    pub kept: BTreeMap<String, Value>,
    /// The last answer.
    pub answer: Option<Answer>,
}

/// A conversation in an agent's list.
pub type Listed = BTreeMap<String, Value>;

impl Client {
    /// Ready to send.
    ///
    /// # Errors
    /// If a certificate is none.
    pub fn new(
        profile: Profile,
        accounts: Accounts,
        target: &Target,
        connection: &Connection,
        run: &str,
        clock: Clock,
    ) -> Result<Client, reqwest::Error> {
        let http = connection.client(target)?;
        let base = format!("{}{}", target.base, profile.base);
        let url = sign::origin(&base).to_owned();
        Ok(Client { http, profile, accounts, base, url, run: run.to_owned(), clock: RwLock::new(clock) })
    }

    /// From now on times are this clock's.
    pub fn set_clock(&self, clock: Clock) {
        *self.clock.write().unwrap_or_else(PoisonError::into_inner) = clock;
    }

    fn now(&self) -> i64 {
        self.clock.read().unwrap_or_else(PoisonError::into_inner).now()
    }

    /// Does an operation: all its requests one after another, as long as they are accepted.
    pub async fn perform(&self, operation: Operation, ask: &Ask<'_>) -> Done {
        let sent = self.now();
        let mut done = Done {
            out: Outcome::Accepted,
            status: None,
            why: None,
            wait: None,
            sent,
            done: sent,
            kept: BTreeMap::new(),
            answer: None,
        };
        let wanted = |request: &&Request| request.upload.is_none() || ask.photo.is_some();
        for request in self.profile.requests(operation).iter().filter(wanted) {
            self.send(request, ask, &mut done, None).await;
            self.further_pages(request, ask, &mut done).await;
            done.done = self.now();
            if done.out != Outcome::Accepted {
                break;
            }
        }
        done
    }

    /// The pages of an answer after the first, as long as the one before was full.
    async fn further_pages(&self, request: &Request, ask: &Ask<'_>, done: &mut Done) {
        let Some((_, size)) = &request.pages else { return };
        let pointer = request.messages.as_deref().unwrap_or("");
        let is_full = |page: Option<&Value>| {
            let items = page.and_then(|page| page.pointer(pointer)?.as_array());
            items.is_some_and(|items| items.len() >= *size)
        };
        let mut next = 2;
        while done.out == Outcome::Accepted && next <= MOST_PAGES {
            let Some(mut first) = done.answer.take() else { return };
            let full = is_full(first.further.last().or(first.json.as_ref()));
            if full {
                self.send(request, ask, done, Some(next)).await;
                first.further.extend(done.answer.take().and_then(|answer| answer.json));
            }
            done.answer = Some(first);
            if !full {
                return;
            }
            next += 1;
        }
    }

    async fn send(&self, request: &Request, ask: &Ask<'_>, done: &mut Done, page: Option<u32>) {
        let built = match self.build(request, ask, &done.kept, page) {
            Ok(built) => built,
            Err(problem) => {
                // What the profile wants is not there: the helpdesk did not give it.
                done.out = Outcome::Failed;
                done.why = Some(format!("profile: {problem}"));
                return;
            }
        };
        match self.receive(built, request).await {
            Ok((answer, wait)) => {
                done.status = Some(answer.status);
                done.out = match answer.verdict(request) {
                    Verdict::Accepted => Outcome::Accepted,
                    Verdict::Refused => Outcome::Refused,
                    Verdict::Throttled => Outcome::Throttled,
                    Verdict::Failed => Outcome::Failed,
                };
                if done.out == Outcome::Accepted {
                    let kept = request.keep.iter().filter(|_| request.items.is_none());
                    for (name, keep) in kept {
                        match answer.kept(keep) {
                            Some(value) => drop(done.kept.insert(name.clone(), value)),
                            None => {
                                done.out = Outcome::Failed;
                                done.why = Some(format!("the answer has no {name}"));
                            }
                        }
                    }
                }
                done.wait = wait.filter(|_| done.out == Outcome::Throttled);
                done.answer = Some(answer);
            }
            Err(error) => {
                done.out = Outcome::Failed;
                done.why = Some(reason(&error).to_owned());
            }
        }
    }

    fn build(
        &self,
        request: &Request,
        ask: &Ask<'_>,
        kept: &BTreeMap<String, Value>,
        page: Option<u32>,
    ) -> Result<reqwest::Request, String> {
        let role = ask.role.unwrap_or(&request.role);
        let number = if role == "agent" { ask.agent } else { ask.customer };
        let account = self.accounts.get(role, number);
        let values = Names { client: self, ask, account, kept };
        let templates = &self.profile.templates;
        let mut url = format!("{}{}", self.base, templates.text(&request.path, &values)?);
        let mut query = Vec::new();
        for (name, text) in &request.query {
            query.push((name.clone(), templates.text(text, &values)?));
        }
        if let (Some((name, _)), Some(page)) = (&request.pages, page) {
            query.push((name.clone(), page.to_string()));
        }
        let photo = request.photo.as_ref().filter(|_| ask.photo.is_some());
        let body = templates.body(&request.body, photo, &values)?;
        if request.sign == Some(Sign::TiktokShop) {
            sign::tiktok_shop(&mut query, &url, &self.base, &body, account)?;
        }
        if !query.is_empty() {
            let pairs = reqwest::Url::parse_with_params(&url, &query).map_err(|error| error.to_string())?;
            url = pairs.into();
        }
        let method = request.method.parse().map_err(|_| "bad method".to_owned())?;
        let mut builder = self.http.request(method, url);
        let role = self.profile.roles.get(role).ok_or("no such role")?;
        for (name, text) in role.headers.iter().chain(&request.headers) {
            builder = builder.header(name, templates.text(text, &values)?);
        }
        let photo = || STANDARD.decode(ask.photo.unwrap_or_default()).map_err(|error| error.to_string());
        builder = match (body, &request.upload) {
            (_, Some(media)) => builder.header(CONTENT_TYPE, media).body(photo()?),
            (Filled::None, None) => builder,
            (Filled::Json(json), None) => builder.json(&json),
            (Filled::Form(fields), None) => builder.form(&fields),
            (Filled::Parts(fields, file), None) => builder.multipart(in_parts(fields, file, photo()?)?),
        };
        // The address may carry what is secret.
        builder.build().map_err(|error| error.without_url().to_string())
    }

    async fn receive(
        &self,
        built: reqwest::Request,
        request: &Request,
    ) -> Result<(Answer, Option<Duration>), reqwest::Error> {
        let mut response = self.http.execute(built).await?;
        let status = response.status().as_u16();
        let wait = waiting_asked_for(response.headers());
        let headers = wanted_headers(request, response.headers());
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > LONGEST {
                break;
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = if wants_json(request) { serde_json::from_str(&text).ok() } else { None };
        Ok((Answer { status, headers, text, json, further: Vec::new() }, Some(wait.unwrap_or(NO_FIGURE))))
    }

    /// The conversations of an answer to `list_queue`, and how many wait in all.
    pub fn listed(&self, answer: &Answer) -> (Vec<Listed>, u64) {
        let requests = self.profile.requests(Operation::ListQueue);
        let Some(request) = requests.last() else { return (Vec::new(), 0) };
        let items = request.items.as_ref().and_then(|pointer| answer.at(pointer)?.as_array());
        let items = items.map_or(&[][..], Vec::as_slice);
        let listed: Vec<Listed> = items.iter().map(|item| kept_of_item(&request.keep, item)).collect();
        let total = request.total.as_ref().and_then(|pointer| answer.at(pointer)?.as_u64());
        let total = total.unwrap_or(listed.len() as u64);
        (listed, total)
    }

    /// The part of an answer with messages, as text.
    pub fn messages<'t>(&self, operation: Operation, answer: &'t Answer) -> std::borrow::Cow<'t, str> {
        let request = self.profile.requests(operation).last();
        let pointer = request.and_then(|request| request.messages.as_ref());
        let Some(pointer) = pointer else { return answer.text.as_str().into() };
        let skip = request.and_then(|request| request.skip.as_ref());
        let pages = answer.json.iter().chain(&answer.further);
        let parts =
            pages.filter_map(|page| page.pointer(pointer)).map(|part| match (skip, part.as_array()) {
                (Some((pointer, values)), Some(items)) => {
                    let is_one =
                        |item: &&Value| !item.pointer(pointer).is_some_and(|value| values.contains(value));
                    items.iter().filter(is_one).map(Value::to_string).collect()
                }
                _ => part.to_string(),
            });
        parts.collect::<String>().into()
    }

    /// Accounts of a role.
    pub fn accounts(&self, role: &str) -> usize {
        self.accounts.count(role)
    }
}

fn kept_of_item(keep: &[(String, Keep)], item: &Value) -> Listed {
    let found = keep.iter().filter_map(|(name, keep)| match keep {
        Keep::Json(pointer) => Some((name.clone(), item.pointer(pointer)?.clone())),
        _ => None,
    });
    found.collect()
}

fn in_parts(fields: Vec<(String, String)>, file: FilePart, photo: Vec<u8>) -> Result<Form, String> {
    let part = Part::bytes(photo).file_name(file.name).mime_str(&file.media);
    let part = part.map_err(|error| error.to_string())?;
    let form = fields.into_iter().fold(Form::new(), |form, (name, text)| form.text(name, text));
    Ok(form.part(file.field, part))
}

/// An identifier as text: some products give a number here and a text there.
pub fn identifier(values: &BTreeMap<String, Value>) -> Option<String> {
    match values.get("id")? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn wants_json(request: &Request) -> bool {
    let checks = [Some(&request.accepted), request.refused.as_ref(), request.throttled.as_ref()];
    checks.iter().flatten().any(|check| !check.json.is_empty())
        || request.keep.iter().any(|(_, keep)| matches!(keep, Keep::Json(_)))
        || request.items.is_some()
        || request.messages.is_some()
        || request.taker.is_some()
        || request.resolved.is_some()
}

/// Why there was no answer, in a word; never with the address.
fn reason(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "timeout"
    } else if error.is_connect() {
        "no connection"
    } else if error.is_body() || error.is_decode() {
        "answer broken off"
    } else {
        "connection broken off"
    }
}

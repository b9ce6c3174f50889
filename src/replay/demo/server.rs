//! The demo helpdesk's HTTP interface.
//!
//! | request | who | what |
//! | --- | --- | --- |
//! | `POST /api/conversations` `{subject, text, photo?}` | customer | opens a conversation: 201 `{id}` |
//! | `POST /api/conversations/ID/messages` `{text, photo?}` | customer, agent | writes: 201 `{id}` |
//! | `GET /api/conversations?limit=N` | agent | what waits, the oldest first |
//! | `GET /api/conversations/ID` | customer (their own), agent | the conversation with its messages |
//! | `POST /api/conversations/ID/take` | agent | takes it; 409 if somebody else has it |
//! | `POST /api/conversations/ID/resolve` | agent | closes it |
//! | `POST /api/conversations/ID/rating` `{score}` | customer | rates it |
//! | `DELETE /api/conversations/ID` | agent | removes it |
//! | `GET /api/faults` | anybody | how often it did what wrong |
//!
//! Callers say who they are: `Authorization: Bearer customer-3`, `Authorization: Bearer agent-1`.

use super::faults::{Fault, Faults, Kind};
use super::store::{Caller, No, Store};
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// Larger bodies are refused: photos are at most 50 MB, and grow by a third as base64.
const LARGEST_BODY: usize = 70_000_000;
/// Conversations in one list at most.
const LONGEST_LIST: usize = 200;

/// A demo helpdesk that runs until it is dropped.
#[derive(Debug)]
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    desk: Arc<Desk>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Desk {
    store: Mutex<Store>,
    faults: Faults,
}

impl Server {
    /// `http://127.0.0.1:PORT`
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How often it did what wrong.
    pub fn faults(&self) -> &Faults {
        &self.desk.faults
    }

    /// How many messages with a photo it has.
    pub fn photos(&self) -> u64 {
        self.desk.store().photos()
    }

    /// How many conversations it has.
    pub fn conversations(&self) -> usize {
        self.desk.store().count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The other end is gone if the server has stopped by itself.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Starts a demo helpdesk on loopback; port 0 takes any that is free.
///
/// # Errors
/// If the port cannot be had.
pub fn serve(port: u16, faults: Vec<Fault>) -> io::Result<Server> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let desk = Arc::new(Desk { faults: Faults::new(faults), ..Desk::default() });
    let (stop, stopped) = oneshot::channel::<()>();
    // A thread of its own: what it does must not make the replay late.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let router = router(Arc::clone(&desk));
    let thread = std::thread::Builder::new().name("demo helpdesk".to_owned()).spawn(move || {
        runtime.block_on(async {
            let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
            tokio::select! {
                _ = axum::serve(listener, router) => {}
                _ = stopped => {}
            }
        });
        runtime.shutdown_background();
    })?;
    Ok(Server { address, desk, stop: Some(stop), thread: Some(thread) })
}

fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/api/conversations", get(list).post(open))
        .route("/api/conversations/{id}", get(read).delete(remove))
        .route("/api/conversations/{id}/{what}", post(act))
        .route("/api/faults", get(faults))
        .layer(axum::extract::DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(desk)
}

async fn faults(State(desk): State<Arc<Desk>>) -> Response {
    Json(desk.faults.counts()).into_response()
}

async fn list(
    State(desk): State<Arc<Desk>>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let most = query.get("limit").and_then(|text| text.parse().ok()).unwrap_or(25).min(LONGEST_LIST);
    answer(StatusCode::OK, caller(&headers).and_then(|caller| desk.store().list(caller, most, &desk.faults)))
}

async fn read(State(desk): State<Arc<Desk>>, Path(id): Path<usize>, headers: HeaderMap) -> Response {
    let found =
        caller(&headers).and_then(|caller| desk.store().read(caller, id.wrapping_sub(1), &desk.faults));
    answer(StatusCode::OK, found)
}

async fn remove(State(desk): State<Arc<Desk>>, Path(id): Path<usize>, headers: HeaderMap) -> Response {
    let done =
        caller(&headers).and_then(|caller| desk.store().remove(caller, id.wrapping_sub(1), &desk.faults));
    answer(StatusCode::OK, done.map(|()| json!({ "removed": id })))
}

async fn open(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(response) = misbehaves(&desk).await {
        return response;
    }
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let (subject, text, photo) = (text(&body, "subject"), text(&body, "text"), text(&body, "photo").len());
    if text.is_empty() {
        return (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "error": "text is missing" })))
            .into_response();
    }
    let opened = caller(&headers)
        .and_then(|caller| desk.store().open(caller, subject, text, photo, &desk.faults))
        .map(|number| json!({ "id": number + 1 }));
    answer(StatusCode::CREATED, opened)
}

async fn act(
    State(desk): State<Arc<Desk>>,
    Path((id, what)): Path<(usize, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Some(response) = misbehaves(&desk).await {
        return response;
    }
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let number = id.wrapping_sub(1);
    let caller = match caller(&headers) {
        Ok(caller) => caller,
        Err(no) => return answer(StatusCode::OK, Err(no)),
    };
    let (mut store, faults) = (desk.store(), &desk.faults);
    let (status, done) = match what.as_str() {
        "messages" => {
            let posted = store.post(caller, number, text(&body, "text"), text(&body, "photo").len(), faults);
            (StatusCode::CREATED, posted.map(|id| json!({ "id": id })))
        }
        "take" => (StatusCode::OK, store.take(caller, number, faults).map(|()| json!({ "taken": id }))),
        "resolve" => {
            (StatusCode::OK, store.resolve(caller, number, faults).map(|()| json!({ "resolved": id })))
        }
        "rating" => {
            let score = body.get("score").and_then(Value::as_u64).unwrap_or_default().min(5) as u8;
            (StatusCode::OK, store.rate(caller, number, score).map(|()| json!({ "rated": id })))
        }
        _ => (StatusCode::NOT_FOUND, Err(No::NotFound)),
    };
    answer(status, done)
}

/// The response of a helpdesk that misbehaves, if it is to.
async fn misbehaves(desk: &Desk) -> Option<Response> {
    if let Some(length) = desk.faults.strikes(Kind::Stall) {
        tokio::time::sleep(length).await;
    }
    if let Some(length) = desk.faults.strikes(Kind::Throttle) {
        let seconds = length.as_secs_f64().ceil().to_string();
        let body = Json(json!({ "error": "too many requests" }));
        return Some((StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds)], body).into_response());
    }
    if desk.faults.strikes(Kind::Fail).is_some() {
        let body = Json(json!({ "error": "something went wrong" }));
        return Some((StatusCode::INTERNAL_SERVER_ERROR, body).into_response());
    }
    desk.faults.strikes(Kind::Cut).map(|_| {
        // A body that fails makes the server break the connection off.
        let failing = futures_util::stream::once(async { Err::<Bytes, _>(io::Error::other("cut")) });
        Body::from_stream(failing).into_response()
    })
}

impl Desk {
    fn store(&self) -> std::sync::MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn text<'b>(body: &'b Value, key: &str) -> &'b str {
    body.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn caller(headers: &HeaderMap) -> Result<Caller, No> {
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    token.and_then(|text| text.strip_prefix("Bearer ")).and_then(Caller::of_token).ok_or(No::Forbidden)
}

fn answer(status: StatusCode, result: Result<Value, No>) -> Response {
    match result {
        Ok(value) => (status, Json(value)).into_response(),
        Err(no) => {
            let (status, error) = match no {
                No::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
                No::NotFound => (StatusCode::NOT_FOUND, "no such conversation"),
                No::Conflict => (StatusCode::CONFLICT, "taken"),
            };
            (status, Json(json!({ "error": error }))).into_response()
        }
    }
}

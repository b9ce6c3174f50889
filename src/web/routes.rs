//! What each address does. Work is done off the event loop, one simulation after another: each uses all
//! cores, and the page asks again when somebody has moved on.

use super::answer::{Asked, Refused};
use super::beside::Beside;
use super::controls::{controls, levers};
use super::folder::Folder;
use super::search::{Going, Search, Step};
use super::{guard, save, texts};
use crate::language::{self, Language};
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::StreamExt as _;
use futures_util::stream::poll_fn;
use serde::Deserialize;
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::sync::mpsc::unbounded_channel;

/// What a spreadsheet is.
const SPREADSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// A simulation of one request takes no longer than this; what it has by then is the answer.
const LONGEST: Duration = Duration::from_secs(60);

/// What is served.
#[derive(Clone, Debug)]
pub struct Desk {
    /// All files are in it.
    pub folder: Folder,
    /// What the page opens.
    pub scenario: Option<String>,
    /// Where recordings are.
    pub data: Option<PathBuf>,
    /// What the page is in.
    pub language: Language,
}

#[derive(Clone)]
struct Shared {
    desk: Arc<Desk>,
    turns: Arc<Semaphore>,
    /// Searches for staff go on beside simulations, one after another too.
    searches: Arc<Semaphore>,
    going: Going,
}

/// All addresses, behind the guard.
pub fn router(desk: Desk, port: u16) -> Router {
    let one = || Arc::new(Semaphore::new(1));
    let shared = Shared { desk: Arc::new(desk), turns: one(), searches: one(), going: Going::default() };
    Router::new()
        .route("/", get(page))
        .route("/page.js", get(|| script(include_str!("page/page.js"))))
        .route("/common.js", get(|| script(include_str!("page/common.js"))))
        .route("/draw.js", get(|| script(include_str!("page/draw.js"))))
        .route("/search.js", get(|| script(include_str!("page/search.js"))))
        .route(
            "/page.css",
            get(|| {
                file(
                    "text/css; charset=utf-8",
                    concat!(include_str!("../report/html/style.css"), include_str!("page/page.css")),
                )
            }),
        )
        .route("/api/scenarios", get(scenarios))
        .route("/api/controls", post(fields))
        .route("/api/simulate", post(simulate))
        .route("/api/compare", post(compared))
        .route("/api/staff", post(staffed))
        .route("/api/staff/cancel", post(canceled))
        .route("/api/report", post(report))
        .route("/api/xlsx", post(spreadsheet))
        .route("/api/compare/xlsx", post(compared_spreadsheet))
        .route("/api/save", post(saved))
        .route("/api/results", get(results))
        .route("/results/{*path}", get(result))
        .layer(from_fn(guard::whole))
        .layer(from_fn_with_state(port, guard::guard))
        .with_state(shared)
}

async fn script(text: &'static str) -> Response {
    file("text/javascript; charset=utf-8", text).await
}

async fn file(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

#[derive(Deserialize)]
struct Reader {
    #[serde(default)]
    lang: String,
}

async fn page(State(shared): State<Shared>, Query(reader): Query<Reader>) -> Response {
    let language = reader.lang.parse().unwrap_or(shared.desk.language);
    let html = include_str!("page/page.html").replace("{{language}}", language.code());
    let html = html.replace("{{texts}}", &language::within(language, texts::json));
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

async fn scenarios(State(shared): State<Shared>) -> Response {
    let all = shared.desk.folder.scenarios();
    let opens = shared.desk.scenario.clone().or_else(|| all.first().cloned());
    Json(json!({ "scenarios": all, "opens": opens })).into_response()
}

async fn results(State(shared): State<Shared>) -> Response {
    Json(json!({ "results": shared.desk.folder.results() })).into_response()
}

async fn result(State(shared): State<Shared>, Path(path): Path<String>) -> Response {
    let found = shared.desk.folder.existing(&format!("results/{path}"));
    let Some(bytes) = found.and_then(|path| std::fs::read(path).ok()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("json") => "application/json",
        Some("xlsx") => SPREADSHEET,
        _ => "text/plain; charset=utf-8",
    };
    ([(header::CONTENT_TYPE, kind)], bytes).into_response()
}

/// The fields of a scenario as its file has it, whatever was changed of them; but with the shifts that were put
/// in its place as a whole.
async fn fields(State(shared): State<Shared>, Json(asked): Json<Asked>) -> Response {
    let set = asked.set.into_iter().filter(|(_, value)| value.trim_start().starts_with('{')).collect();
    let asked = Asked { with: Vec::new(), set, ..asked };
    answered(shared, asked, |desk, asked, _| {
        let loaded = asked.load(&desk.folder, desk.data.as_deref())?;
        let (controls, levers) = (controls(&loaded.resolved), levers(&loaded.resolved));
        Ok(Json(json!({ "title": loaded.scenario.title, "controls": controls, "levers": levers }))
            .into_response())
    })
    .await
}

async fn simulate(State(shared): State<Shared>, Json(asked): Json<Asked>) -> Response {
    answered(shared, asked, |desk, asked, go_on| {
        let answer = asked.answer(&desk.folder, desk.data.as_deref(), go_on)?;
        Ok(Json(answer).into_response())
    })
    .await
}

async fn report(State(shared): State<Shared>, Json(asked): Json<Asked>) -> Response {
    answered(shared, asked, |desk, asked, go_on| {
        let html = asked.html(&desk.folder, desk.data.as_deref(), go_on)?;
        Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response())
    })
    .await
}

async fn spreadsheet(State(shared): State<Shared>, Json(asked): Json<Asked>) -> Response {
    answered(shared, asked, |desk, asked, go_on| {
        let book = asked.xlsx(&desk.folder, desk.data.as_deref(), go_on)?;
        Ok(([(header::CONTENT_TYPE, SPREADSHEET)], book).into_response())
    })
    .await
}

async fn compared(State(shared): State<Shared>, Json(beside): Json<Beside>) -> Response {
    answered(shared, beside.asked.clone(), move |desk, _, go_on| {
        Ok(Json(beside.answer(&desk.folder, desk.data.as_deref(), go_on)?).into_response())
    })
    .await
}

async fn compared_spreadsheet(State(shared): State<Shared>, Json(beside): Json<Beside>) -> Response {
    answered(shared, beside.asked.clone(), move |desk, _, go_on| {
        let book = beside.xlsx(&desk.folder, desk.data.as_deref(), go_on)?;
        Ok(([(header::CONTENT_TYPE, SPREADSHEET)], book).into_response())
    })
    .await
}

/// Lines of JSON: how far the search is, and at last `found` or `problems`. When the browser has gone, nobody
/// listens any more and the search ends; when it is canceled, `found` is the best so far.
async fn staffed(State(shared): State<Shared>, Json(search): Json<Search>) -> Response {
    let Ok(turn) = shared.searches.clone().try_acquire_owned() else {
        let busy = Refused::of("another search is going on: wait for it, or cancel it");
        return (StatusCode::TOO_MANY_REQUESTS, Json(busy)).into_response();
    };
    let cancel = shared.going.begin(&search.name);
    let (tell, mut told) = unbounded_channel::<String>();
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let desk = &shared.desk;
        let mut step = |step: Step| tell.send(line(&json!({ "step": step }))).is_ok();
        let found = language::within(search.asked.language(desk.language), || {
            search.run(&desk.folder, desk.data.as_deref(), &cancel, &mut step)
        });
        let last = match found {
            Ok(found) => line(&json!({ "found": found })),
            Err(refused) => line(&json!(refused)),
        };
        // Whoever asked may have gone.
        let _ = tell.send(last);
    });
    let lines = poll_fn(move |waker| told.poll_recv(waker)).map(Ok::<_, std::convert::Infallible>);
    ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines)).into_response()
}

#[derive(Deserialize)]
struct Canceling {
    name: String,
}

/// The search may not have begun yet, or be over.
async fn canceled(State(shared): State<Shared>, Json(canceling): Json<Canceling>) -> Response {
    match shared.going.cancel(&canceling.name) {
        true => Json(json!({ "canceled": canceling.name })).into_response(),
        false => (StatusCode::CONFLICT, Json(Refused::of("no such search is going on"))).into_response(),
    }
}

fn line(value: &serde_json::Value) -> String {
    format!("{value}\n")
}

#[derive(Deserialize)]
struct Saving {
    name: String,
    asked: Asked,
}

async fn saved(State(shared): State<Shared>, Json(saving): Json<Saving>) -> Response {
    let name = saving.name;
    answered(shared, saving.asked, move |desk, asked, _| {
        save::save(asked, &name, &desk.folder, desk.data.as_deref())?;
        Ok(Json(json!({ "saved": name })).into_response())
    })
    .await
}

/// Set when the browser has gone, so that nobody works for nobody.
struct Gone(Arc<AtomicBool>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Does `work` in the reader's language, in its turn.
async fn answered(
    shared: Shared,
    asked: Asked,
    work: impl FnOnce(&Desk, &Asked, &dyn Fn() -> bool) -> Result<Response, Refused> + Send + 'static,
) -> Response {
    let Ok(turn) = shared.turns.clone().acquire_owned().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let gone = Arc::new(AtomicBool::new(false));
    let guard = Gone(gone.clone());
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let (desk, began) = (&shared.desk, Instant::now());
        let go_on = || !gone.load(Ordering::Relaxed) && began.elapsed() < LONGEST;
        language::within(asked.language(desk.language), || work(desk, &asked, &go_on))
    })
    .await;
    drop(guard);
    match done {
        Ok(Ok(response)) => response,
        Ok(Err(refused)) => (StatusCode::UNPROCESSABLE_ENTITY, Json(refused)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

//! A proxy that breaks a helpdesk behind it, and counts how often it did.
//!
//! Of customers' later messages it swallows one in four (answered as the one before was, and never passed
//! on), passes one on twice, and answers one with 500 without passing it on. All else goes through as it is.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tokio::runtime::Runtime;

/// Bodies that are passed on, in bytes.
const LARGEST: usize = 16_000_000;

/// A proxy that runs until it is dropped.
pub struct Proxy {
    address: SocketAddr,
    broken: Arc<Broken>,
    _runtime: Runtime,
}

#[derive(Default)]
struct Broken {
    target: String,
    http: reqwest::Client,
    /// Later messages so far.
    seen: AtomicU64,
    swallowed: AtomicU64,
    doubled: AtomicU64,
    failed: AtomicU64,
    /// What a later message was answered with.
    answer: Mutex<Option<Answer>>,
}

#[derive(Clone)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Proxy {
    /// In front of the helpdesk at `target`.
    pub fn before(target: &str) -> Proxy {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        // Nothing is kept open on the other side, so that the helpdesk's workers stay free.
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .pool_max_idle_per_host(0)
            .build()
            .unwrap();
        let broken = Arc::new(Broken { target: target.to_owned(), http, ..Broken::default() });
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().fallback(pass).with_state(Arc::clone(&broken));
        runtime.spawn(async move { axum::serve(listener, app).await.unwrap() });
        Proxy { address, broken, _runtime: runtime }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Messages that were swallowed, doubled and answered with 500.
    pub fn counts(&self) -> (u64, u64, u64) {
        let count = |number: &AtomicU64| number.load(Ordering::SeqCst);
        (count(&self.broken.swallowed), count(&self.broken.doubled), count(&self.broken.failed))
    }
}

async fn pass(State(broken): State<Arc<Broken>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, LARGEST).await.unwrap();
    let forward = || broken.forward(&head, body.clone());
    if !is_later_message(&body) {
        return forward().await.into_response();
    }
    let earlier = broken.answer.lock().unwrap().clone();
    match (broken.seen.fetch_add(1, Ordering::SeqCst) % 4, earlier) {
        (1, Some(answer)) => {
            broken.swallowed.fetch_add(1, Ordering::SeqCst);
            answer.into_response()
        }
        (2, _) => {
            broken.doubled.fetch_add(1, Ordering::SeqCst);
            forward().await;
            forward().await.into_response()
        }
        (3, _) => {
            broken.failed.fetch_add(1, Ordering::SeqCst);
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        _ => {
            let answer = forward().await;
            if answer.status.is_success() {
                *broken.answer.lock().unwrap() = Some(answer.clone());
            }
            answer.into_response()
        }
    }
}

/// A customer's message after the first: its marker ends in `:c2]` or higher.
fn is_later_message(body: &[u8]) -> bool {
    // In a form the marker is written in percent.
    let text = String::from_utf8_lossy(body).replace("%5B", "[").replace("%3A", ":").replace("%5D", "]");
    let Some((_, rest)) = text.split_once("[nd:") else { return false };
    let marker = rest.split(']').next().unwrap_or_default();
    let author = marker.rsplit(':').next().unwrap_or_default();
    author.strip_prefix('c').is_some_and(|turn| turn != "1")
}

impl Broken {
    async fn forward(&self, head: &axum::http::request::Parts, body: Bytes) -> Answer {
        let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
        let mut headers = head.headers.clone();
        for name in ["host", "content-length", "connection"] {
            headers.remove(name);
        }
        let sent = self
            .http
            .request(head.method.clone(), format!("{}{path}", self.target))
            .headers(headers)
            .body(body);
        let nothing =
            Answer { status: StatusCode::BAD_GATEWAY, headers: HeaderMap::new(), body: Bytes::new() };
        let Ok(answer) = sent.send().await else { return nothing };
        let (status, mut headers) = (answer.status(), answer.headers().clone());
        for name in ["transfer-encoding", "content-length", "connection"] {
            headers.remove(name);
        }
        match answer.bytes().await {
            Ok(body) => Answer { status, headers, body },
            Err(_) => nothing,
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        (self.status, self.headers, Body::from(self.body)).into_response()
    }
}

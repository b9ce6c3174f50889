//! Which requests are answered at all: those of our own pages, that are short and come to an end.
//!
//! A page of somebody else's in the same browser can send requests to loopback. It cannot give them our
//! `Host` (a name that it had pointed at loopback would be its own) nor our `Origin`, so both are checked.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use tokio::time::timeout;

/// A request is no longer than this.
const MOST_BYTES: usize = 64 * 1024;
/// Who has not sent a whole request by then is not waited for.
const BODY: Duration = Duration::from_secs(10);
/// Nothing but what this server sends; pages of results carry their own styles.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Lets through what is meant for us, and adds the headers of every answer.
pub async fn guard(State(port): State<u16>, request: Request, next: Next) -> Response {
    let mut response = if is_ours(request.headers(), port) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "this server answers only pages of its own\n").into_response()
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Lets through what has come as a whole in time: a body that trickles in would keep a place from others.
pub async fn whole(request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    match timeout(BODY, to_bytes(body, MOST_BYTES)).await {
        Ok(Ok(bytes)) => next.run(Request::from_parts(head, Body::from(bytes))).await,
        Ok(Err(_)) => (StatusCode::PAYLOAD_TOO_LARGE, "a request is at most 64 kB\n").into_response(),
        Err(_) => {
            let close = [(header::CONNECTION, "close")];
            (StatusCode::REQUEST_TIMEOUT, close, "the request did not come to an end\n").into_response()
        }
    }
}

fn is_ours(headers: &HeaderMap, port: u16) -> bool {
    let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let text = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or_default());
    let host = text(header::HOST).is_some_and(|host| hosts.iter().any(|ours| ours == host));
    let origin = text(header::ORIGIN).is_none_or(|origin| {
        origin.strip_prefix("http://").is_some_and(|host| hosts.iter().any(|ours| ours == host))
    });
    host && origin
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: Option<&'static str>, origin: Option<&'static str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        host.map(|host| headers.insert(header::HOST, HeaderValue::from_static(host)));
        origin.map(|origin| headers.insert(header::ORIGIN, HeaderValue::from_static(origin)));
        headers
    }

    #[test]
    fn only_our_own_pages_are_answered() {
        for (host, origin, answered) in [
            (Some("127.0.0.1:8787"), None, true),
            (Some("localhost:8787"), Some("http://localhost:8787"), true),
            (Some("127.0.0.1:8788"), None, false),
            (Some("evil.example:8787"), None, false),
            (None, None, false),
            (Some("127.0.0.1:8787"), Some("http://evil.example"), false),
            (Some("127.0.0.1:8787"), Some("null"), false),
            (Some("127.0.0.1:8787"), Some("https://127.0.0.1:8787"), false),
        ] {
            assert_eq!(is_ours(&headers(host, origin), 8787), answered, "{host:?} {origin:?}");
        }
    }
}

//! What the headers of an answer say.

use crate::replay::profile::Request;
use crate::replay::profile::answer::Keep;
use reqwest::header::HeaderMap;
use std::time::Duration;

/// Those that a request keeps something of.
pub(super) fn wanted_headers(request: &Request, headers: &HeaderMap) -> Vec<(String, String)> {
    let wanted = request.keep.iter().filter_map(|(_, keep)| match keep {
        Keep::Header(name) | Keep::HeaderTail(name) => Some(name),
        Keep::Json(_) => None,
    });
    let found = wanted.filter_map(|name| {
        let value = headers.get(name.as_str())?.to_str().ok()?;
        Some((name.to_lowercase(), value.to_owned()))
    });
    found.collect()
}

/// `Retry-After` in seconds or as a date, else `X-RateLimit-Reset` as seconds since 1970.
pub(super) fn waiting_asked_for(headers: &HeaderMap) -> Option<Duration> {
    let header = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(after) = header("retry-after") {
        if let Ok(seconds) = after.parse::<f64>() {
            return Duration::try_from_secs_f64(seconds).ok();
        }
        let when = jiff::fmt::rfc2822::parse(after).ok()?.timestamp();
        return Duration::try_from(when.duration_since(jiff::Timestamp::now())).ok();
    }
    let reset = header("x-ratelimit-reset")?.parse::<i64>().ok()?;
    let when = jiff::Timestamp::from_second(reset).ok()?;
    Duration::try_from(when.duration_since(jiff::Timestamp::now())).ok()
}

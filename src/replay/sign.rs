//! Signatures that no template can make.

use super::profile::Filled;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// TikTok Shop: `sign` is the HMAC-SHA256, in hexadecimal, keyed by the app's secret, of the secret, the
/// path, the sorted query without `sign` and `access_token` (names and values run together), the body and
/// the secret again. Adds `timestamp` (unless it is there) and `sign` to the query.
///
/// # Errors
/// If the account has no `secret`.
pub fn tiktok_shop(
    query: &mut Vec<(String, String)>,
    url: &str,
    base: &str,
    body: &Filled,
    account: Option<&BTreeMap<String, String>>,
) -> Result<(), String> {
    let secret = account.and_then(|account| account.get("secret")).ok_or("the account has no `secret`")?;
    if !query.iter().any(|(name, _)| name == "timestamp") {
        query.push(("timestamp".to_owned(), jiff::Timestamp::now().as_second().to_string()));
    }
    let path = url.strip_prefix(origin(base)).unwrap_or(url);
    let body = match body {
        Filled::Json(json) => json.to_string(),
        // Parts are not signed.
        Filled::None | Filled::Form(_) | Filled::Parts(..) => String::new(),
    };
    let sign = signature(secret, path, query, &body)?;
    query.push(("sign".to_owned(), sign));
    Ok(())
}

/// Scheme, host and port.
pub fn origin(url: &str) -> &str {
    let begin = url.find("://").map_or(0, |at| at + 3);
    let end = url[begin..].find('/').map_or(url.len(), |at| begin + at);
    &url[..end]
}

fn signature(secret: &str, path: &str, query: &[(String, String)], body: &str) -> Result<String, String> {
    let mut sorted: Vec<&(String, String)> =
        query.iter().filter(|(name, _)| !matches!(name.as_str(), "sign" | "access_token")).collect();
    sorted.sort();
    let mut signed = format!("{secret}{path}");
    for (name, value) in sorted {
        signed.push_str(name);
        signed.push_str(value);
    }
    signed.push_str(body);
    signed.push_str(secret);
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|error| error.to_string())?;
    mac.update(signed.as_bytes());
    let mut hex = String::new();
    for byte in mac.finalize().into_bytes() {
        // Writing to a text cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    Ok(hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `printf 'Ks/papp_keyAtimestamp1{"b":1}Ks' | openssl dgst -sha256 -hmac Ks` says.
    #[test]
    fn a_signature_is_what_openssl_makes_of_the_same_text() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let query = [pair("timestamp", "1"), pair("sign", "x"), pair("app_key", "A")];
        let sign = signature("Ks", "/p", &query, "{\"b\":1}").unwrap();
        assert_eq!(sign, "500be4c1e8f452fb7f975a1ba31de9fb73f549229c0786e22df62c2974c3d2b6");
    }

    #[test]
    fn the_path_is_what_follows_host_and_port() {
        assert_eq!(origin("http://127.0.0.1:80/a/b"), "http://127.0.0.1:80");
        assert_eq!(origin("http://127.0.0.1:80"), "http://127.0.0.1:80");
    }
}

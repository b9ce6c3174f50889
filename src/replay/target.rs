//! Where load may go: to this machine, or to a host that somebody spelled out.

use reqwest::Url;
use std::net::{SocketAddr, ToSocketAddrs};
use std::time::Duration;

/// A helpdesk that may be loaded.
#[derive(Clone, Debug)]
pub struct Target {
    /// `https://host:port`, and what stands before the profile's base.
    pub base: String,
    /// The host, and the only addresses at which it is reached: what was permitted stays what it was.
    pub host: String,
    /// Looked up once.
    pub addresses: Vec<SocketAddr>,
}

/// Why a helpdesk is not loaded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The address is none.
    #[error("`{url}` is no address of a helpdesk: {problem}, e.g. https://staging.example.com")]
    NoUrl {
        /// As it was given, without what may be secret.
        url: String,
        /// What is wrong.
        problem: String,
    },
    /// There is no such host.
    #[error("failed to find the host {0}")]
    NoHost(String),
    /// It is not this machine, and nobody said that it may be loaded.
    #[error(
        "{0} is not this machine: a replay is a load test, so say that you may load it, with --may-load {0}"
    )]
    NotPermitted(String),
}

/// Permits `url` if it is this machine or one of `may_load`.
///
/// # Errors
/// If it is neither, or not an address at all.
pub fn permit(url: &str, may_load: &[String]) -> Result<Target, Refusal> {
    let no_url = |problem: &str| Refusal::NoUrl { url: without_secrets(url), problem: problem.to_owned() };
    let parsed = Url::parse(url).map_err(|error| no_url(&error.to_string()))?;
    if !matches!(parsed.scheme(), "http" | "https") {
        return Err(no_url("it must begin with http:// or https://"));
    }
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(no_url("passwords belong into the environment or a file"));
    }
    if parsed.query().is_some() || parsed.fragment().is_some() {
        return Err(no_url("it must end with the path"));
    }
    let host = parsed.host_str().ok_or_else(|| no_url("it has no host"))?.to_owned();
    let port = parsed.port_or_known_default().unwrap_or(80);
    let bare = host.trim_matches(['[', ']']);
    let found = (bare, port).to_socket_addrs().map_err(|_| Refusal::NoHost(host.clone()))?;
    let addresses: Vec<SocketAddr> = found.collect();
    if addresses.is_empty() {
        return Err(Refusal::NoHost(host));
    }
    let here = addresses.iter().all(|address| address.ip().to_canonical().is_loopback());
    if !here && !may_load.iter().any(|permitted| permitted.eq_ignore_ascii_case(&host)) {
        return Err(Refusal::NotPermitted(host));
    }
    Ok(Target { base: url.trim_end_matches('/').to_owned(), host, addresses })
}

fn without_secrets(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, rest))) => format!("{scheme}://…@{rest}"),
        _ => url.to_owned(),
    }
}

/// How requests are sent.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Until the answer is there, or it counts as failed.
    pub timeout: Duration,
    /// Certificates (PEM) to trust beside those of the system.
    pub ca: Option<Vec<u8>>,
    /// Connections are used again.
    pub keep_alive: bool,
}

impl Connection {
    /// A client that reaches `target` and nothing else: no redirects, no proxies.
    ///
    /// # Errors
    /// If a certificate is none.
    pub fn client(&self, target: &Target) -> Result<reqwest::Client, reqwest::Error> {
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("nightdesk/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(self.timeout)
            .connect_timeout(self.timeout)
            .tcp_nodelay(true)
            .pool_max_idle_per_host(if self.keep_alive { usize::MAX } else { 0 });
        if target.host.parse::<std::net::IpAddr>().is_err() {
            builder = builder.resolve_to_addrs(&target.host, &target.addresses);
        }
        if let Some(pem) = &self.ca {
            builder = builder.tls_certs_merge(reqwest::Certificate::from_pem_bundle(pem)?);
        }
        builder.build()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_needs_no_permission_and_any_other_does() {
        assert!(permit("http://127.0.0.1:8085/REST", &[]).is_ok());
        assert!(permit("http://localhost:8085", &[]).is_ok());
        assert!(permit("http://[::1]:8085", &[]).is_ok());
        let other = permit("http://192.0.2.1", &[]).unwrap_err();
        assert_eq!(other, Refusal::NotPermitted("192.0.2.1".to_owned()));
        assert!(permit("http://192.0.2.1", &["192.0.2.1".to_owned()]).is_ok());
        assert!(permit("http://192.0.2.1", &["192.0.2.2".to_owned()]).is_err());
    }

    #[test]
    fn what_is_no_address_is_refused_without_showing_a_password() {
        for url in ["ftp://localhost", "localhost:80", "http://", "http://localhost?x=1"] {
            assert!(matches!(permit(url, &[]), Err(Refusal::NoUrl { .. })), "{url}");
        }
        let refused = permit("http://me:secret@localhost", &[]).unwrap_err().to_string();
        assert!(!refused.contains("secret"), "{refused}");
    }
}

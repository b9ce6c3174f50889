//! How much and how long anybody may ask.

use crate::command::Folder;
use crate::server::Server;
use serde_json::json;
use std::io::{Read, Write};
use std::time::{Duration, Instant};

/// How long until the server closes a connection to which a byte is sent every second.
fn closed_after(server: &Server, request: &str) -> (Duration, String) {
    let began = Instant::now();
    let mut stream = server.said(request.as_bytes());
    stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    let (mut answer, mut some) = (Vec::new(), [0; 512]);
    loop {
        match stream.read(&mut some) {
            Ok(0) => break,
            Ok(length) => answer.extend(&some[..length]),
            Err(error)
                if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) =>
            {
                // It may have gone meanwhile.
                let _ = stream.write_all(b"x");
            }
            Err(_) => break,
        }
        assert!(began.elapsed() < Duration::from_secs(50), "it is still open");
    }
    (began.elapsed(), String::from_utf8_lossy(&answer).into_owned())
}

/// Headers and bodies that trickle in, and connections that ask nothing: 10 s each, and others are served meanwhile.
#[test]
fn who_does_not_finish_what_it_asks_is_not_waited_for() {
    let folder = Folder::new("serve-slow");
    let server = Server::of(&folder);
    let host = format!("Host: 127.0.0.1:{}\r\n", server.port);
    let body = format!(
        "POST /api/simulate HTTP/1.1\r\n{host}Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{{"
    );
    let requests = ["GET / HTTP/1.1\r\nX-Slow: ".to_owned(), body, format!("GET / HTTP/1.1\r\n{host}\r\n")];
    std::thread::scope(|scope| {
        let slow: Vec<_> =
            requests.iter().map(|request| scope.spawn(|| closed_after(&server, request))).collect();
        server.serves();
        let closed: Vec<_> = slow.into_iter().map(|it| it.join().unwrap()).collect();
        for (after, said) in &closed {
            assert!((9..20).contains(&after.as_secs()), "{after:?} {said}");
        }
        assert!(closed[1].1.starts_with("HTTP/1.1 408"), "{}", closed[1].1);
        assert!(closed[2].1.starts_with("HTTP/1.1 200"), "{}", closed[2].1);
    });
    server.serves();
}

/// More connections than there are places: they wait for one, and get it when the idle ones are closed.
#[test]
fn idle_connections_keep_nobody_out_for_long() {
    let folder = Folder::new("serve-idle");
    let server = Server::of(&folder);
    let idle: Vec<_> = (0..100).map(|_| server.said(b"")).collect();
    let began = Instant::now();
    server.serves();
    assert!(began.elapsed() < Duration::from_secs(40), "{:?}", began.elapsed());
    drop(idle);
    server.serves();
}

#[test]
fn a_request_is_of_so_many_nights_and_no_more() {
    let folder = Folder::new("serve-nights");
    let server = Server::of(&folder);
    let asked = |nights: u64| json!({ "scenario": "tiny.toml", "nights": nights });
    for nights in [0, 40_001, u64::MAX] {
        for path in ["/api/simulate", "/api/report", "/api/xlsx"] {
            let (status, said) = server.json(path, &asked(nights));
            let message = said["problems"][0]["message"].as_str().unwrap_or_default();
            assert!(status == 422 && message.contains("1 to 40000"), "{path} {nights}: {status} {said}");
        }
    }
    for path in ["/api/compare", "/api/compare/xlsx"] {
        let (status, said) = server.json(path, &json!({ "base": asked(10), "asked": asked(4_001) }));
        assert!(status == 422 && said.to_string().contains("1 to 4000"), "{path}: {status} {said}");
    }
    server.serves();
}

#[test]
fn a_scenario_is_no_larger_than_anybody_would_write() {
    let folder = Folder::new("serve-large");
    let large = std::fs::File::create(folder.path().join("large.toml")).unwrap();
    large.set_len(5_000_000).unwrap();
    let server = Server::of(&folder);
    for path in ["/api/simulate", "/api/controls"] {
        let (status, said) = server.json(path, &json!({ "scenario": "large.toml" }));
        assert!(status == 422 && said.to_string().contains("larger than"), "{path}: {status} {said}");
    }
    server.serves();
}

/// One search at a time; simulations go on beside it; who closes the page ends its search.
#[test]
fn a_second_search_is_refused_until_the_first_has_gone() {
    let folder = Folder::new("serve-searches");
    let server = Server::of(&folder);
    std::fs::write(
        folder.path().join("free.toml"),
        crate::command::TINY.replace("agents = 1", "agents = { min = 1, max = 9 }"),
    )
    .unwrap();
    let body = json!({ "asked": { "scenario": "free.toml" }, "seconds": 100 }).to_string();
    let request = format!(
        "POST /api/staff HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        server.port,
        body.len()
    );
    let mut first = server.said(request.as_bytes());
    assert!(first.read(&mut [0; 64]).unwrap() > 0, "it has begun");
    let (status, said) =
        server.json("/api/staff", &json!({ "asked": { "scenario": "free.toml" }, "seconds": 1 }));
    assert!(status == 429 && said.to_string().contains("another search"), "{status} {said}");
    server.serves();
    drop(first);
    let began = Instant::now();
    let again = json!({ "asked": { "scenario": "free.toml" }, "seconds": 1 }).to_string();
    while server.post("/api/staff", again.as_bytes()).0 == 429 {
        assert!(began.elapsed() < Duration::from_secs(40), "the search of a page that has gone goes on");
        std::thread::sleep(Duration::from_millis(200));
    }
    server.serves();
}

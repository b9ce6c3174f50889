//! `nightdesk serve`, asked as a browser asks, and as nobody should.

mod command;

use command::Folder;
use serde_json::{Value, json};
use snapbox::cmd::cargo_bin;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A server of one test's own; ended with it.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn of(folder: &Folder) -> Server {
        let mut child = Command::new(cargo_bin!("nightdesk"))
            .current_dir(folder.path())
            .args(["serve", "tiny.toml", "--port", "0", "--lang", "en"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut line).unwrap();
        let port = line.split("127.0.0.1:").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
        Server { child, port: port.parse().unwrap() }
    }

    /// Status and body of a request, sent as it stands.
    fn raw(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        // What is no request at all may be waited on for its rest.
        stream
            .set_read_timeout(Some(Duration::from_secs(if request.contains("Host:") { 60 } else { 1 })))
            .unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        // A server that refuses may close before all is read.
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        let (_head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        (status, body.to_owned())
    }

    fn get(&self, path: &str) -> (u16, String) {
        let port = self.port;
        self.raw(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"))
    }

    fn post(&self, path: &str, body: &str) -> (u16, String) {
        let (port, length) = (self.port, body.len());
        self.raw(&format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        ))
    }

    fn json(&self, path: &str, body: &Value) -> (u16, Value) {
        let (status, text) = self.post(path, &body.to_string());
        (status, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a planner does: open, change, see the number change, save, and find it saved.
#[test]
fn a_change_changes_the_answer_and_is_saved_with_the_comments_of_its_file() {
    let folder = Folder::new("serve");
    let commented = command::TINY.replace("agents = 1", "agents = 1  # only Li tonight");
    std::fs::write(folder.path().join("tiny.toml"), commented).unwrap();
    let server = Server::of(&folder);
    let (status, page) = server.get("/?lang=zh-CN");
    assert!(status == 200 && page.contains("lang=\"zh-CN\"") && page.contains("保留为方案 A"));
    let (_, controls) = server.json("/api/controls", &json!({ "scenario": "tiny.toml" }));
    let agents = "team.night.shift.evening.agents";
    assert!(controls["controls"].as_array().unwrap().iter().any(|it| it["path"] == agents));
    let asked =
        |agents_now: &str| json!({ "scenario": "tiny.toml", "nights": 100, "set": { agents: agents_now } });
    let (_, one) = server.json("/api/simulate", &asked("1"));
    let (_, two) = server.json("/api/simulate", &asked("2"));
    let compliance = |it: &Value| it["report"]["targets"][1]["compliance"]["mean"].as_f64().unwrap();
    assert!(compliance(&two) > compliance(&one) + 0.05, "{} {}", compliance(&one), compliance(&two));
    assert!(two["page"]["answer"].as_str().unwrap().starts_with("Tonight's targets"));
    let save = json!({ "name": "more.toml", "asked": asked("2") });
    assert_eq!(server.json("/api/save", &save).1["saved"], "more.toml");
    assert!(folder.file("more.toml").contains("agents = 2  # only Li tonight"));
    let (again, refused) = server.json("/api/save", &save);
    assert!(again == 422 && refused["problems"][0]["message"].as_str().unwrap().contains("is there already"));
    let (_, saved) = server.json("/api/simulate", &json!({ "scenario": "more.toml", "nights": 100 }));
    assert_eq!(compliance(&saved), compliance(&two));
    let (status, report) = server.post("/api/report", &asked("2").to_string());
    assert!(status == 200 && report.contains("<svg"));
}

#[test]
fn a_problem_stands_at_its_field() {
    let folder = Folder::new("serve-problem");
    let server = Server::of(&folder);
    let asked = json!({ "scenario": "tiny.toml", "set": { "team.night.absence": "1.5" }, "lang": "zh-CN" });
    let (status, answer) = server.json("/api/simulate", &asked);
    assert_eq!(status, 422);
    assert_eq!(answer["problems"][0]["path"], "team.night.absence");
    assert!(answer["problems"][0]["message"].as_str().unwrap().contains("比例"), "{answer}");
}

#[test]
fn other_pages_and_paths_outside_the_folder_get_nothing() {
    let folder = Folder::new("serve-guard");
    let server = Server::of(&folder);
    let port = server.port;
    for headers in [
        "Host: evil.example".to_owned(),
        format!("Host: evil.example:{port}"),
        format!("Host: 127.0.0.1:{port}\r\nOrigin: http://evil.example"),
    ] {
        let (status, _) = server.raw(&format!("GET / HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\r\n"));
        assert_eq!(status, 403, "{headers}");
    }
    for path in [
        "/results/../tiny.toml",
        "/results/%2e%2e/tiny.toml",
        "/results//etc/passwd",
        "/nothing",
        "/tiny.toml",
    ] {
        assert_eq!(server.get(path).0, 404, "{path}");
    }
    for name in ["../tiny.toml", "/etc/passwd", "", "tiny.txt"] {
        let (status, _) = server.json("/api/simulate", &json!({ "scenario": name }));
        assert_eq!(status, 422, "{name}");
        let save = json!({ "name": name, "asked": { "scenario": "tiny.toml" } });
        assert_eq!(server.json("/api/save", &save).0, 422, "{name}");
    }
}

#[test]
fn nonsense_is_refused_and_the_server_goes_on() {
    let folder = Folder::new("serve-nonsense");
    let server = Server::of(&folder);
    let deep = "[".repeat(20_000);
    let long = format!("{{\"scenario\":\"{}\"}}", "x".repeat(100_000));
    for path in ["/api/simulate", "/api/controls", "/api/report", "/api/save"] {
        for body in [
            "",
            "{}",
            "null",
            "[]",
            "{\"scenario\":1}",
            "\u{0}",
            "{\"scenario\":\"tiny.toml\",\"nights\":-1}",
            &deep,
            &long,
        ] {
            let (status, _) = server.post(path, body);
            assert!((400..500).contains(&status), "{path} {status}: {}", &body[..body.len().min(40)]);
        }
        assert_eq!(server.get(path).0, 405, "{path}");
    }
    let odd = json!({ "scenario": "tiny.toml", "nights": 10, "set": { "a.\"]": "\u{7}", "": "" }, "with": ["", "\"" ] });
    assert_eq!(server.json("/api/simulate", &odd).0, 422);
    for request in ["\r\n\r\n", "GET\r\n\r\n", "\u{1}\u{2}\u{3}\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"] {
        server.raw(request);
    }
    assert_eq!(server.get("/").0, 200);
}

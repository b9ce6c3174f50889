//! The program serving a folder, and requests to it, sent as they stand.

use crate::command::Folder;
use serde_json::Value;
use snapbox::cmd::cargo_bin;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A server of one test's own; ended with it.
pub struct Server {
    child: Child,
    pub port: u16,
}

impl Server {
    pub fn of(folder: &Folder) -> Server {
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

    /// A connection on which this has been said.
    pub fn said(&self, request: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        // A server that refuses may close before all is written.
        let _ = stream.write_all(request);
        stream
    }

    /// Status and body of a request, sent as it stands; 0: no answer.
    pub fn raw(&self, request: &[u8]) -> (u16, String) {
        let mut answer = Vec::new();
        // A server that refuses may close before all is read.
        let _ = self.said(request).read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        let (_head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        (status, body.to_owned())
    }

    /// Any method, with these headers besides.
    pub fn request(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> (u16, String) {
        let (port, length) = (self.port, body.len());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n"
        );
        self.raw(&[head.as_bytes(), body].concat())
    }

    pub fn get(&self, path: &str) -> (u16, String) {
        self.request("GET", path, "", b"")
    }

    pub fn post(&self, path: &str, body: &[u8]) -> (u16, String) {
        let headers = format!("Origin: http://127.0.0.1:{}\r\nContent-Type: application/json\r\n", self.port);
        self.request("POST", path, &headers, body)
    }

    pub fn json(&self, path: &str, body: &Value) -> (u16, Value) {
        let (status, text) = self.post(path, body.to_string().as_bytes());
        (status, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")))
    }

    /// The page is there, and its numbers are.
    pub fn serves(&self) {
        assert_eq!(self.get("/").0, 200);
        let asked = serde_json::json!({ "scenario": "tiny.toml", "nights": 10 });
        assert_eq!(self.json("/api/simulate", &asked).0, 200);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

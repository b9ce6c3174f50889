//! What nobody should ask: every answer says so, and the next one is as before.

use crate::command::{Folder, TINY};
use crate::server::Server;
use serde_json::json;

const POSTS: [&str; 9] = [
    "/api/controls",
    "/api/simulate",
    "/api/compare",
    "/api/staff",
    "/api/staff/cancel",
    "/api/report",
    "/api/xlsx",
    "/api/compare/xlsx",
    "/api/save",
];
const GETS: [&str; 9] = [
    "/",
    "/page.js",
    "/common.js",
    "/draw.js",
    "/search.js",
    "/page.css",
    "/api/scenarios",
    "/api/results",
    "/results/a.html",
];

#[test]
fn other_pages_are_answered_nothing_on_any_route() {
    let folder = Folder::new("serve-guard");
    let server = Server::of(&folder);
    let port = server.port;
    for headers in [
        String::new(),
        "Host: evil.example\r\n".to_owned(),
        format!("Host: evil.example:{port}\r\n"),
        format!("Host: 127.0.0.1:{}\r\n", port.wrapping_add(1)),
        format!("Host: 127.0.0.1:{port}\r\nOrigin: http://evil.example\r\n"),
        format!("Host: 127.0.0.1:{port}\r\nOrigin: null\r\n"),
        format!("Host: 127.0.0.1:{port}\r\nOrigin: https://127.0.0.1:{port}\r\n"),
    ] {
        for (method, path) in
            GETS.map(|path| ("GET", path)).into_iter().chain(POSTS.map(|path| ("POST", path)))
        {
            let request = format!(
                "{method} {path} HTTP/1.1\r\n{headers}Connection: close\r\nContent-Length: 0\r\n\r\n"
            );
            let (status, body) = server.raw(request.as_bytes());
            // A request without a host is none.
            let refused = if headers.is_empty() { [400, 403].contains(&status) } else { status == 403 };
            assert!(refused && !body.contains("tiny"), "{method} {path} {headers}: {status} {body}");
        }
    }
    server.serves();
}

#[test]
fn every_route_refuses_what_it_cannot_read() {
    let folder = Folder::new("serve-nonsense");
    let server = Server::of(&folder);
    let deep = "[".repeat(20_000);
    let deep_inside = format!("{{\"scenario\":{}1{}}}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    let bodies: [&[u8]; 14] = [
        b"",
        b"{}",
        b"null",
        b"[]",
        b"\"tiny.toml\"",
        b"{\"scenario\":1}",
        b"{\"scenario\":\"tiny.toml\",\"nights\":-1}",
        b"{\"scenario\":\"tiny.toml\",\"nights\":1e30}",
        b"{\"scenario\":\"tiny.toml\",\"else\":1}",
        b"{\"asked\":{},\"base\":{},\"name\":7}",
        b"\0",
        b"{\"scenario\":\"\xff\xfe\",\"name\":\"\xff\"}",
        deep.as_bytes(),
        deep_inside.as_bytes(),
    ];
    for path in POSTS {
        for body in bodies {
            let (status, said) = server.post(path, body);
            let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
            assert!([400, 422].contains(&status) && !said.is_empty(), "{path} {status}: {shown}");
        }
        assert_eq!(server.get(path).0, 405, "{path}");
        let plain = "Content-Type: text/plain\r\n";
        assert_eq!(server.request("POST", path, plain, b"{\"scenario\":\"tiny.toml\"}").0, 415, "{path}");
        assert_eq!(server.post(path, &vec![b' '; 100_000]).0, 413, "{path}");
    }
    for path in GETS {
        for method in ["POST", "DELETE", "PUT"] {
            assert_eq!(server.request(method, path, "", b"").0, 405, "{method} {path}");
        }
    }
    server.serves();
}

/// Read as JSON, and nothing that could be done.
#[test]
fn what_makes_no_sense_is_refused_with_its_reason() {
    let folder = Folder::new("serve-senseless");
    let server = Server::of(&folder);
    let tiny = json!({ "scenario": "tiny.toml", "nights": 10 });
    let odd = json!({ "scenario": "tiny.toml", "nights": 10, "set": { "a.\"]": "\u{7}", "": "" }, "with": ["", "\""] });
    let many = json!({ "scenario": "tiny.toml", "nights": 10, "set": { "inquiry.taste.baseline.steps.\"00:00\"": "1e15" } });
    for (path, body) in [
        ("/api/simulate", odd.clone()),
        ("/api/report", odd.clone()),
        ("/api/xlsx", odd.clone()),
        ("/api/save", json!({ "name": "odd.toml", "asked": odd })),
        ("/api/simulate", many.clone()),
        ("/api/compare", json!({ "base": tiny, "asked": many })),
        ("/api/compare", json!({ "base": odd, "asked": tiny })),
        ("/api/compare/xlsx", json!({ "base": odd, "asked": tiny })),
        ("/api/compare", json!({ "base": { "scenario": "none.toml" }, "asked": tiny })),
    ] {
        let (status, said) = server.json(path, &body);
        let message = said["problems"][0]["message"].as_str().unwrap_or_default();
        assert!(status == 422 && !message.is_empty(), "{path} {body}: {status} {said}");
    }
    for change in [
        json!({ "certainty": 0 }),
        json!({ "certainty": 1.0 }),
        json!({ "certainty": -3 }),
        json!({ "seconds": 0 }),
        json!({ "seconds": -1 }),
        json!({ "asked": { "scenario": "none.toml" } }),
        json!({ "asked": odd }),
    ] {
        let mut body = json!({ "asked": tiny });
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let (status, text) = server.post("/api/staff", body.to_string().as_bytes());
        // The search answers line by line, and this is its only one.
        assert!(status == 422 || text.contains("\"problems\""), "{change}: {status} {text}");
        assert!(!text.contains("\"found\""), "{change}: {text}");
    }
    for request in ["\r\n\r\n", "GET\r\n\r\n", "\u{1}\u{2}\u{3}\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"] {
        let (status, _) = server.raw(request.as_bytes());
        assert!([0, 400, 505].contains(&status), "{request:?} {status}");
    }
    server.serves();
}

#[test]
fn nothing_outside_the_folder_is_read_or_written() {
    let outside = Folder::new("serve-outside");
    std::fs::write(outside.path().join("secret.html"), "secret").unwrap();
    let folder = Folder::new("serve-inside");
    let results = folder.path().join("results");
    std::fs::create_dir_all(&results).unwrap();
    std::fs::write(results.join("mine.html"), "mine").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(outside.path(), results.join("link")).unwrap();
        symlink(outside.path().join("secret.html"), results.join("file.html")).unwrap();
        symlink(outside.path(), folder.path().join("out")).unwrap();
        symlink(outside.path().join("new.toml"), folder.path().join("dangling.toml")).unwrap();
    }
    let server = Server::of(&folder);
    assert_eq!(server.get("/results/mine.html"), (200, "mine".to_owned()));
    for path in [
        "/results/../tiny.toml",
        "/results/%2e%2e/tiny.toml",
        "/results/%2e%2e%2ftiny.toml",
        "/results/..%5ctiny.toml",
        "/results//etc/passwd",
        "/results/%2fetc%2fpasswd",
        "/results/mine.html%00.txt",
        "/results/%ff",
        "/results/link/secret.html",
        "/results/file.html",
        "/results/",
        "/nothing",
        "/tiny.toml",
        "/api/",
    ] {
        let (status, said) = server.get(path);
        assert!([400, 404].contains(&status) && !said.contains("secret"), "{path} {status}");
    }
    let secret = outside.path().join("tiny.toml");
    for name in [
        "../tiny.toml",
        "/etc/passwd",
        "",
        ".",
        "tiny.txt",
        "out/tiny.toml",
        "\u{0}.toml",
        secret.to_str().unwrap(),
    ] {
        let (status, _) = server.json("/api/simulate", &json!({ "scenario": name }));
        assert_eq!(status, 422, "{name}");
    }
    for name in [
        "../new.toml",
        "/tmp/new.toml",
        "out/new.toml",
        "results/../../new.toml",
        "dangling.toml",
        "none/new.toml",
        "new.txt",
        "new.toml/",
        "a\u{0}b.toml",
        "tiny.toml",
        "",
    ] {
        let save = json!({ "name": name, "asked": { "scenario": "tiny.toml" } });
        assert_eq!(server.json("/api/save", &save).0, 422, "{name}");
    }
    assert_eq!(folder.file("tiny.toml"), TINY);
    assert!(!outside.path().join("new.toml").exists());
    server.serves();
}

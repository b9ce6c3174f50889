//! Where load may go, how it ends, and what never shows.

use crate::command::{Folder, nightdesk, stderr, stdout};
use crate::{folder, replay, server};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

/// A server on loopback that does `act` with every connection.
fn hostile(act: fn(TcpStream)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || act(stream));
        }
    });
    url
}

fn request(stream: &mut TcpStream) {
    let mut buffer = [0; 4096];
    let _ = stream.read(&mut buffer);
}

/// The exit code and what it said, within `limit`.
fn against(test: &str, url: &str, limit: Duration) -> (i32, String) {
    let folder = folder(test);
    let began = Instant::now();
    let output = nightdesk()
        .current_dir(folder.path())
        .args(["replay", "busy.toml", "--helpdesk", "demo", "--url", url, "--timeout", "1s", "--speed", "40"])
        .args(["--nights", "1", "--quiet"])
        .assert();
    assert!(began.elapsed() < limit, "{:?}", began.elapsed());
    let code = output.get_output().status.code().unwrap();
    (code, stderr(&output) + &stdout(&output))
}

const SOON: Duration = Duration::from_secs(20);

pub fn a_helpdesk_that_is_not_there_cannot_be_reached() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let (code, said) = against("dead", &url, SOON);
    assert_eq!(code, 3);
    assert!(said.contains("could not be reached: no connection"), "{said}");
}

pub fn a_helpdesk_that_never_answers_hangs_nobody() {
    let url = hostile(|mut stream| {
        request(&mut stream);
        std::thread::sleep(Duration::from_secs(60));
    });
    let (code, said) = against("silent", &url, SOON);
    assert_eq!(code, 3);
    assert!(said.contains("timeout"), "{said}");
}

pub fn a_helpdesk_that_sends_on_for_ever_hangs_nobody() {
    let url = hostile(|mut stream| {
        request(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n");
        while stream.write_all(&[b'x'; 512]).is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    assert_eq!(against("drip", &url, SOON).0, 3);
}

pub fn a_helpdesk_that_sends_garbage_hangs_nobody() {
    let url = hostile(|mut stream| {
        request(&mut stream);
        let _ = stream.write_all(b"\x00\xff\x13 garbage \r\n\r\n");
    });
    assert_eq!(against("garbage", &url, SOON).0, 3);
}

pub fn a_helpdesk_that_breaks_off_hangs_nobody() {
    let url = hostile(drop);
    assert_eq!(against("reset", &url, SOON).0, 3);
}

pub fn a_helpdesk_that_sends_us_in_a_circle_is_not_followed() {
    let url = hostile(|mut stream| {
        request(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 302 Found\r\nlocation: /again\r\ncontent-length: 0\r\n\r\n");
    });
    let (code, said) = against("circle", &url, SOON);
    assert_eq!(code, 3);
    assert!(said.contains("HTTP 302"), "{said}");
}

pub fn another_machine_is_loaded_only_if_somebody_spells_it_out() {
    let (code, said) = against("elsewhere", "http://192.0.2.1:9", SOON);
    assert_eq!(code, 2);
    assert!(said.contains("--may-load 192.0.2.1"), "{said}");
}

/// Tokens of the demo helpdesk, for profiles of ones own.
fn write_tokens(folder: &Folder) {
    let names = |role: &str, count: u32| -> String {
        let upper = role.to_uppercase();
        (1..=count).map(|n| format!("DEMO_{upper}_TOKEN_{n}={role}-{}\n", 7_700 + n)).collect()
    };
    let tokens = names("customer", 400) + &names("agent", 14);
    std::fs::write(folder.path().join("tokens.env"), tokens).unwrap();
}

pub fn tokens_appear_nowhere() {
    let (folder, server) = (folder("tokens"), server(&["cut=0.1"]));
    write_tokens(&folder);
    let profile = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/helpdesks/demo.toml");
    let url = server.url();
    let output = folder.run(&[
        "replay",
        "busy.toml",
        "--helpdesk",
        profile,
        "--url",
        &url,
        "--secrets",
        "tokens.env",
        "--speed",
        "60",
        "--max-lag",
        "2s",
        "--nights",
        "1",
        "--out",
        "out",
    ]);
    let mut all = stdout(&output) + &stderr(&output);
    for entry in std::fs::read_dir(folder.path().join("out")).unwrap() {
        all += &String::from_utf8_lossy(&std::fs::read(entry.unwrap().path()).unwrap());
    }
    assert!(all.contains("answered"), "{all}");
    for part in ["customer-77", "agent-77", "Bearer"] {
        assert!(!all.contains(part), "{part} shows");
    }
}

pub fn missing_tokens_are_named_and_wrong_ones_are_the_helpdesks_refusal() {
    let (folder, server) = (folder("missing"), server(&[]));
    let profile = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/helpdesks/demo.toml");
    let url = server.url();
    let run = ["replay", "busy.toml", "--helpdesk", profile, "--url", &url];
    let said = stderr(&folder.run(&run).code(2));
    assert!(said.contains("set DEMO_AGENT_TOKEN_1"), "{said}");
    std::fs::write(folder.path().join("wrong.env"), "DEMO_AGENT_TOKEN_1=x\nDEMO_CUSTOMER_TOKEN_1=x\n")
        .unwrap();
    let said = stderr(&folder.run(&[&run[..], &["--secrets", "wrong.env"]].concat()).code(3));
    assert!(said.contains("refused us: HTTP 403"), "{said}");
}

pub fn our_own_lag_makes_the_measurement_invalid_not_the_helpdesks_fault() {
    let (folder, server) = (folder("lag"), server(&[]));
    let report = replay(&folder, &server, &["--max-lag", "1us", "--fail-if", "lag.p99 > 1us"]);
    assert_eq!(report["verdict"], "invalid");
    let url = server.url();
    folder
        .run(&[
            "replay",
            "busy.toml",
            "--helpdesk",
            "demo",
            "--url",
            &url,
            "--speed",
            "60",
            "--max-lag",
            "1us",
            "--nights",
            "1",
        ])
        .code(5);
}

pub fn a_rate_that_must_not_be_exceeded_is_not_and_makes_us_late() {
    let (folder, server) = (folder("rate"), server(&[]));
    let report = replay(
        &folder,
        &server,
        &["--max-rate", "40", "--poll", "30s", "--max-lag", "50ms", "--drain", "10min"],
    );
    assert_eq!(report["verdict"], "invalid", "what is sent late is late, and that is not the helpdesk's");
}

pub fn a_threshold_that_is_crossed_at_once_ends_it_at_once() {
    let (folder, server) = (folder("abort"), server(&["fail=1"]));
    let began = Instant::now();
    let report = replay(&folder, &server, &["--abort-on", "failed > 3", "--speed", "2"]);
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    assert_eq!(report["verdict"], "failed");
}

pub fn compliance_at_another_speed_is_judged_only_if_accepted() {
    let (folder, server) = (folder("speed"), server(&[]));
    let url = server.url();
    let run =
        ["replay", "busy.toml", "--helpdesk", "demo", "--url", &url, "--fail-if", "compliance.each < 1%"];
    let said = stderr(&folder.run(&[&run[..], &["--speed", "60"]].concat()).code(2));
    assert!(said.contains("--accept-speed"), "{said}");
    let report = replay(&folder, &server, &["--fail-if", "compliance.each < 1%", "--accept-speed"]);
    assert_eq!(report["verdict"], "passed");
}

pub fn a_wrong_profile_is_shown_where_it_is_wrong() {
    let folder = folder("profile");
    let good = include_str!("../../scenarios/helpdesks/demo.toml");
    let bad = good
        .replace("method   = \"DELETE\"", "method   = \"DELET\"")
        .replace(
            "\"/conversations/{{ conversation.id }}/take\"",
            "\"/conversations/{{ conversatoin.id }}/take\"",
        )
        .replace("items    = \"/conversations\"", "items    = \"conversations\"");
    std::fs::write(folder.path().join("bad.toml"), bad).unwrap();
    let said = stderr(&folder.run(&["replay", "busy.toml", "--helpdesk", "bad.toml"]).code(2));
    for part in
        ["`DELET` is no method", "did you mean `conversation`?", "is no JSON Pointer", "--> bad.toml:"]
    {
        assert!(said.contains(part), "{part} in {said}");
    }
}

/// A server of two workers, each with one connection at a time until that has been idle for two seconds, as prefork
/// servers have; it passes everything on to `behind`.
fn of_two_workers(behind: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let behind = behind.strip_prefix("http://").unwrap().to_owned();
    for _ in 0..2 {
        let (listener, behind) = (listener.try_clone().unwrap(), behind.clone());
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = TcpStream::connect(&behind).unwrap();
                client.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
                let (mut from, mut to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
                let back = std::thread::spawn(move || {
                    let _ = std::io::copy(&mut from, &mut to);
                    let _ = to.shutdown(std::net::Shutdown::Both);
                });
                let _ = std::io::copy(&mut &client, &mut &server);
                let _ = server.shutdown(std::net::Shutdown::Both);
                let _ = back.join();
            }
        });
    }
    url
}

/// Connections that stay open keep others from such a server, which is seen in what calls take; a profile that says so
/// gives each call a connection of its own, and that is over.
pub fn connections_that_stay_open_starve_others_unless_the_profile_forbids_it() {
    let (folder, server) = (folder("starved"), server(&[]));
    let url = of_two_workers(&server.url());
    let profile = include_str!("../../scenarios/helpdesks/demo.toml");
    let closing = profile.replacen("\nurl ", "\nkeep_alive = false\nurl ", 1);
    std::fs::write(folder.path().join("open.toml"), profile).unwrap();
    std::fs::write(folder.path().join("closing.toml"), closing).unwrap();
    write_tokens(&folder);
    let seconds = |out: &str, profile: &str| {
        let mut options = vec!["--url", &url, "--helpdesk", profile, "--secrets", "tokens.env", "--out", out];
        options.extend(["--drain", "20min", "--read-back", "0"]);
        let report = replay(&folder, &server, &options);
        let operations = report["operations"].as_array().unwrap();
        let longest = operations.iter().map(|it| it["service"]["max_s"].as_f64().unwrap());
        longest.fold(0.0, f64::max)
    };
    let (starved, served) = (seconds("open", "open.toml"), seconds("closed", "closing.toml"));
    assert!(starved > 1.9, "{starved} s: a connection is idle for two seconds before the next has its turn");
    assert!(served < starved / 2.0, "{served} s and {starved} s");
}

//! Profiles of products that cannot be run here: every request that they make, by a walk through all operations
//! against a server that says yes to everything, is held against the product's published OpenAPI description.
//!
//! The descriptions are other people's and not part of this project: they are looked for in `$NIGHTDESK_OPENAPI`, and
//! where they are not there this says so and passes, or fails if `CI` is set. The validator is openapi-core
//! (validate.py).

#[path = "../command/mod.rs"]
mod command;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use command::{Folder, json, nightdesk};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};

/// Says yes to every request, and keeps what it was asked.
struct Yes {
    /// What it answers; every `"TEXTS"` in it becomes all bodies that it has been sent.
    answer: Value,
    /// What it answers a POST with.
    created: u16,
    asked: Mutex<Vec<Value>>,
}

async fn yes(State(yes): State<Arc<Yes>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = String::from_utf8(to_bytes(body, 1_000_000).await.unwrap().to_vec()).unwrap();
    let headers: serde_json::Map<String, Value> =
        head.headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().into())).collect();
    let mut asked = yes.asked.lock().unwrap();
    asked.push(json!({
        "method": head.method.as_str(), "path": head.uri.path(), "query": head.uri.query().unwrap_or(""),
        "headers": headers, "body": body,
    }));
    let texts: String = asked.iter().filter_map(|asked| asked["body"].as_str()).collect();
    let answer = yes.answer.to_string().replace("\"TEXTS\"", &Value::from(texts).to_string());
    let status = match head.method.as_str() {
        "POST" => yes.created,
        "DELETE" if yes.created == 201 => 204,
        _ => 200,
    };
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(header::CONTENT_TYPE, "application/json")], answer).into_response()
}

/// Walks one conversation through every operation; what was asked.
fn walk(profile: &str, answer: Value, created: u16, secrets: &str) -> Vec<Value> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = Arc::new(Yes { answer, created, asked: Mutex::new(Vec::new()) });
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let app = Router::new().fallback(yes).with_state(Arc::clone(&server));
    runtime.spawn(async move { axum::serve(listener, app).await.unwrap() });
    let folder = Folder::new(&format!("walk-{}", profile.rsplit('/').next().unwrap()));
    fs::write(folder.path().join("secrets.env"), secrets).unwrap();
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/orange-night.toml");
    let output = nightdesk()
        .current_dir(folder.path())
        .args(["replay", scenario, "--helpdesk", profile, "--url", &url, "--secrets", "secrets.env"])
        .args(["--check-profile", "--format", "json"])
        .assert();
    let report = json(&output);
    assert_eq!(report["works"], true, "{report:#}");
    let asked = server.asked.lock().unwrap().clone();
    // Opening, listing, taking or reading, replying, writing and reading again.
    assert!(asked.len() >= 6, "{asked:#?}");
    asked
}

/// Holds requests against the descriptions in `files`, whose paths follow `prefix`: whether all are valid, and what
/// the validator says; none: the descriptions are not there.
fn validate(profile: &str, asked: &[Value], prefix: &str, files: &[&str]) -> Option<(bool, String)> {
    if std::env::var("NIGHTDESK_WITHOUT").is_ok_and(|list| list.contains("openapi-core")) {
        eprintln!("skipped: openapi-core could not be installed, {profile} is not validated");
        return None;
    }
    let Some(folder) = std::env::var_os("NIGHTDESK_OPENAPI").map(PathBuf::from).filter(|it| it.is_dir())
    else {
        assert!(std::env::var_os("CI").is_none(), "NIGHTDESK_OPENAPI names no folder with descriptions");
        eprintln!("NIGHTDESK_OPENAPI names no folder with descriptions: {profile} is not validated");
        return None;
    };
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let requests = Folder::new(&format!("openapi-{profile}"));
    fs::write(requests.path().join("asked.json"), Value::from(asked.to_vec()).to_string()).unwrap();
    let output = Command::new("bash")
        .arg(root.join("tests/profiles/validate.sh"))
        .arg(root.join("target/profiles"))
        .arg(requests.path().join("asked.json"))
        .arg(prefix)
        .args(files.iter().map(|file| folder.join(file)))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    let all = said.contains(&format!("{} requests are valid", asked.len()));
    Some((output.status.success() && all, said.into_owned()))
}

fn all_valid(profile: &str, asked: &[Value], prefix: &str, files: &[&str]) {
    if let Some((valid, said)) = validate(profile, asked, prefix, files) {
        assert!(valid, "{said}");
    }
}

const CHATWOOT: [&str; 1] = ["chatwoot/chatwoot-application-api-openapi.yml"];
const CHATWOOT_SECRETS: &str = "CHATWOOT_INBOX=box\nCHATWOOT_CONTACT_1=a\nCHATWOOT_CONTACT_2=b\n\
                                CHATWOOT_AGENT_TOKEN_1=t\nCHATWOOT_AGENT_ID_1=3\n";

fn chatwoot_answers() -> Value {
    json!({
        "id": 7, "data": { "meta": { "unassigned_count": 1 }, "payload": [{ "id": 7 }] },
        "meta": { "assignee": { "id": 3 } }, "payload": [{ "content": "TEXTS" }],
    })
}

#[test]
fn chatwoot() {
    all_valid("chatwoot", &walk("chatwoot", chatwoot_answers(), 200, CHATWOOT_SECRETS), "", &CHATWOOT);
}

/// The validator finds a value, a field and an address that are not as they should be.
#[test]
fn a_request_that_is_wrong_is_found() {
    let good = include_str!("../../scenarios/helpdesks/chatwoot.toml");
    let bad = good
        .replace("status = \"resolved\"", "status = \"closed\"")
        .replace("assignee_id", "asignee_id")
        .replace("assignee_type = \"unassigned\"", "assignee_type = \"nobody\"");
    let folder = Folder::new("profile-wrong");
    fs::write(folder.path().join("wrong.toml"), bad).unwrap();
    let path = folder.path().join("wrong.toml");
    let asked = walk(path.to_str().unwrap(), chatwoot_answers(), 200, CHATWOOT_SECRETS);
    let Some((valid, said)) = validate("wrong", &asked, "", &CHATWOOT) else { return };
    assert!(!valid);
    assert!(said.contains("'closed' is not one of") && said.contains("field asignee_id"), "{said}");
    assert!(said.contains("'nobody' is not one of"), "{said}");
    assert!(said.contains(&format!("{} requests are valid", asked.len() - 3)), "{said}");
}

#[test]
fn freshdesk() {
    let answer = json!({
        "id": 7, "total": 1, "results": [{ "id": 7 }], "responder_id": 3, "status": 4, "description": "TEXTS",
    });
    let secrets = "FRESHDESK_CUSTOMER_MAIL_1=a@example.invalid\nFRESHDESK_GATEWAY_BASIC=a2V5Olg=\n\
                   FRESHDESK_AGENT_BASIC_1=a2V5Olg=\nFRESHDESK_AGENT_ID_1=3\n";
    let asked = walk("freshdesk", answer, 201, secrets);
    all_valid("freshdesk", &asked, "/api/v2", &["freshdesk/freshdesk-rest-api-openapi.yml"]);
}

#[test]
fn gorgias() {
    let answer = json!({ "id": 7, "data": [{ "id": 7, "body_text": "TEXTS" }] });
    let secrets = "GORGIAS_CUSTOMER_MAIL_1=a@example.invalid\nGORGIAS_GATEWAY_BASIC=a2V5Olg=\n\
                   GORGIAS_AGENT_BASIC_1=a2V5Olg=\nGORGIAS_AGENT_ID_1=3\n";
    let asked = walk("gorgias", answer, 201, secrets);
    all_valid("gorgias", &asked, "", &["gorgias/gorgias-openapi.yml"]);
}

#[test]
fn intercom() {
    let answer = json!({
        "conversation_id": "7", "conversations": [{ "id": "7" }], "total_count": 1, "admin_assignee_id": 3,
        "state": "closed", "parts": "TEXTS",
    });
    let secrets = "INTERCOM_TOKEN=t\nINTERCOM_CONTACT_1=536e564f316c83104c000020\nINTERCOM_ADMIN_1=3156780\n";
    let asked = walk("intercom", answer, 200, secrets);
    all_valid("intercom", &asked, "", &["intercom/api.intercom.io-2.15.yaml"]);
}

#[test]
fn zendesk() {
    let answer = json!({
        "request": { "id": 7 }, "tickets": [{ "id": 7 }], "count": 1, "comments": [{ "body": "TEXTS" }],
    });
    let secrets = "ZENDESK_VIEW=5\nZENDESK_CUSTOMER_BASIC_1=a2V5Olg=\nZENDESK_AGENT_BASIC_1=a2V5Olg=\n\
                   ZENDESK_AGENT_ID_1=3\n";
    let asked = walk("zendesk", answer, 201, secrets);
    let files = ["requests", "tickets", "views"].map(|name| format!("zendesk/{name}-openapi-original.yml"));
    all_valid("zendesk", &asked, "", &files.each_ref().map(String::as_str));
}

/// There is no description of it: what can be seen is that the walk goes through and each request is signed.
#[test]
fn tiktok_shop() {
    let answer = json!({
        "code": 0, "data": { "conversation_id": "7", "conversations": [{ "id": "7" }], "messages": ["TEXTS"] },
    });
    let secrets =
        "TIKTOK_BUYER_1=b\nTIKTOK_APP_KEY=k\nTIKTOK_APP_SECRET=s\nTIKTOK_TOKEN=t\nTIKTOK_SHOP_CIPHER=c\n";
    let asked = walk("tiktok-shop", answer, 200, secrets);
    for request in &asked {
        let query = request["query"].as_str().unwrap();
        assert!(query.contains("sign=") && query.contains("timestamp="), "{query}");
        assert!(!request.to_string().contains("\"s\""), "the secret is not sent");
    }
    let message = asked.iter().find(|asked| asked["path"].as_str().unwrap().ends_with("/messages")).unwrap();
    let body: Value = serde_json::from_str(message["body"].as_str().unwrap()).unwrap();
    let content: Value = serde_json::from_str(body["content"].as_str().unwrap()).unwrap();
    assert!(content["content"].as_str().unwrap().contains("[nd:"), "content is JSON in a text: {body}");
}

//! What a planner does.

use crate::command::{Folder, TINY};
use crate::server::Server;
use serde_json::{Value, json};

/// A family of shifts beside the one shift of the tiny desk, and targets that can be kept.
const FAMILY: &str = r#"
# whoever can come
[team.night.shifts.more]
first   = "18:00"
last    = "19:00"
every   = "1h"
lengths = ["1h", "2h"]
agents  = { min = 0, max = 4 }
"#;

/// What a planner does: open, change, see the number change, save, and find it saved.
#[test]
fn a_change_changes_the_answer_and_is_saved_with_the_comments_of_its_file() {
    let folder = Folder::new("serve");
    let commented = TINY.replace("agents = 1", "agents = 1  # only Li tonight");
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
    let (status, report) = server.post("/api/report", asked("2").to_string().as_bytes());
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

/// Status, and the lines of the answer, of a search.
fn search(server: &Server, body: &Value) -> (u16, Vec<Value>) {
    let (status, text) = server.post("/api/staff", body.to_string().as_bytes());
    // Chunks of the transfer stand between the lines.
    let lines = text.lines().filter(|line| line.starts_with('{'));
    (status, lines.map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn family(folder: &Folder) {
    let eased = TINY.replace("at_least = 0.99", "at_least = 0.9").replace("\"1s\"", "\"1min\"");
    // Fewer hours are enough than those of the one shift that there is.
    let free = eased.replace("agents = 1", "agents = { plan = 1, min = 0, max = 3 }");
    std::fs::write(folder.path().join("family.toml"), free + FAMILY).unwrap();
}

/// What the page takes of a search means what `staff` writes, and what is saved of it too.
#[test]
fn a_roster_of_families_is_changes_that_mean_the_file() {
    let folder = Folder::new("serve-family");
    family(&folder);
    let server = Server::of(&folder);
    let asked = json!({ "scenario": "family.toml" });
    let (status, lines) = search(&server, &json!({ "asked": asked, "seconds": 60 }));
    assert!(status == 200 && lines[0]["step"]["doing"] == "searching", "{lines:?}");
    let found = &lines.last().unwrap()["found"];
    assert_eq!(found["canceled"], false, "{found}");
    let file = found["scenario"].as_str().unwrap();
    assert!(file.contains("[team.night.shift.more-"), "{file}");
    std::fs::write(folder.path().join("staffed.toml"), file).unwrap();
    let changed = json!({ "scenario": "family.toml", "nights": 50, "set": found["set"] });
    let save = json!({ "name": "saved.toml", "asked": changed });
    assert_eq!(server.json("/api/save", &save).1["saved"], "saved.toml");
    assert!(folder.file("saved.toml").contains("# whoever can come"), "{}", folder.file("saved.toml"));
    let report = |asked: Value| server.json("/api/simulate", &asked).1["report"].clone();
    let taken = report(changed.clone());
    assert!(taken["roster"].as_array().unwrap().len() > 1, "{taken}");
    for name in ["staffed.toml", "saved.toml"] {
        assert_eq!(report(json!({ "scenario": name, "nights": 50 })), taken, "{name}");
    }
    // Its shifts have fields.
    let (_, fields) = server.json("/api/controls", &changed);
    let paths: Vec<&str> =
        fields["controls"].as_array().unwrap().iter().filter_map(|it| it["path"].as_str()).collect();
    assert!(paths.iter().any(|path| path.starts_with("team.night.shift.more-")), "{paths:?}");
}

#[test]
fn who_cancels_a_search_gets_the_best_so_far() {
    let folder = Folder::new("serve-cancel");
    family(&folder);
    let server = Server::of(&folder);
    let body = json!({ "asked": { "scenario": "family.toml" }, "seconds": 100, "name": "mine" });
    let cancel = |name: &str| server.json("/api/staff/cancel", &json!({ "name": name })).0;
    assert_eq!(cancel("mine"), 409, "it has not begun");
    let began = std::time::Instant::now();
    let lines = std::thread::scope(|scope| {
        let search = scope.spawn(|| search(&server, &body).1);
        while cancel("mine") == 409 {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert_eq!(cancel("another"), 409);
        assert_eq!(cancel(""), 409);
        search.join().unwrap()
    });
    assert!(began.elapsed().as_secs() < 40, "{:?}", began.elapsed());
    let found = &lines.last().unwrap()["found"];
    assert_eq!((&found["canceled"], &found["staff"]["complete"]), (&json!(true), &json!(false)), "{found}");
    assert!(found["staff"]["roster"].as_array().is_some_and(|rows| !rows.is_empty()), "{found}");
    let said = found["page"]["details"].to_string();
    assert!(said.contains("stopped before it was done"), "{said}");
    server.serves();
}

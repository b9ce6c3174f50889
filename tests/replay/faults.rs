//! Everything the demo helpdesk does wrong is found, as often as it did it.

use crate::{folder, found, lines, replay, replay_unprobed, server, sums_agree};
use nightdesk::replay::demo::faults::Kind;
use serde_json::Value;

/// Calls of a ledger with an outcome.
fn calls(lines: &[Value], out: &str) -> u64 {
    lines.iter().filter(|line| line["e"] == "call" && line["out"] == out).count() as u64
}

pub fn a_helpdesk_that_does_nothing_wrong_is_found_to() {
    let (folder, server) = (folder("none"), server(&[]));
    let report = replay(&folder, &server, &[]);
    for name in ["duplicated", "answered_twice", "taken_twice", "out_of_order", "leaked"] {
        assert_eq!(found(&report, name), 0, "{name}");
    }
    for name in ["replies_lost", "takes_ignored", "resolves_ignored", "role_violations"] {
        assert_eq!(found(&report, name), 0, "{name}");
    }
    let ledger = &report["ledger"];
    for class in ["unanswered", "lost", "refused", "failed", "throttled", "unsent"] {
        assert_eq!(ledger[class], 0, "{class}");
    }
    assert!(ledger["answered"].as_u64().unwrap() > 150, "{ledger:#}");
    assert_eq!(ledger["read_back"], server.conversations());
    assert_eq!(report["verdict"], "passed");
}

pub fn messages_that_are_forgotten_are_lost() {
    let (folder, server) = (folder("lose"), server(&["lose=0.1"]));
    // What is lost never gets an answer: that is not waited for long.
    let report = replay_unprobed(&folder, &server, &["--drain", "10min"]);
    let lost = server.faults().count(Kind::Lose);
    assert!(lost >= 5, "{lost}");
    assert_eq!(report["ledger"]["lost"], lost);
}

pub fn messages_that_are_kept_twice_are_duplicated() {
    let (folder, server) = (folder("duplicate"), server(&["duplicate=0.1"]));
    let report = replay_unprobed(&folder, &server, &[]);
    let duplicated = server.faults().count(Kind::Duplicate);
    assert!(duplicated >= 5, "{duplicated}");
    assert_eq!(found(&report, "duplicated"), duplicated);
}

pub fn messages_that_stand_before_others_are_out_of_order() {
    let (folder, server) = (folder("reorder"), server(&["reorder=0.2"]));
    let report = replay_unprobed(&folder, &server, &[]);
    let reordered = server.faults().count(Kind::Reorder);
    assert!(reordered >= 5, "{reordered}");
    assert_eq!(found(&report, "out_of_order"), reordered);
}

pub fn messages_in_another_conversation_have_leaked_and_are_lost_in_their_own() {
    let (folder, server) = (folder("leak"), server(&["leak=0.05"]));
    let report = replay_unprobed(&folder, &server, &["--drain", "20min"]);
    let leaked = server.faults().count(Kind::Leak);
    assert!(leaked >= 3, "{leaked}");
    assert_eq!(found(&report, "leaked"), leaked);
    let lost = report["ledger"]["lost"].as_u64().unwrap() + found(&report, "replies_lost");
    assert_eq!(lost, leaked);
}

pub fn a_yes_after_which_nothing_is_done_is_found() {
    let (folder, server) = (folder("ignore"), server(&["ignore=0.05"]));
    let report = replay_unprobed(&folder, &server, &[]);
    let ignored = server.faults().count(Kind::Ignore);
    assert!(ignored >= 5, "{ignored}");
    let seen = ["replies_lost", "takes_ignored", "resolves_ignored"].map(|name| found(&report, name));
    assert_eq!(seen.iter().sum::<u64>(), ignored, "{seen:?}");
    assert_eq!(report["ledger"]["unanswered"], seen[0], "a message whose reply is not there has none");
}

pub fn answers_that_say_to_come_back_later_are_obeyed_and_counted_apart() {
    let (folder, server) = (folder("throttle"), server(&["throttle=0.1,1s"]));
    let report = replay_unprobed(&folder, &server, &[]);
    let throttled = server.faults().count(Kind::Throttle);
    assert!(throttled >= 5, "{throttled}");
    let lines = lines(&folder);
    assert_eq!(calls(&lines, "throttled"), throttled);
    assert_eq!(calls(&lines, "failed"), 0);
    // One in ten, six times in a row, is one in a million messages.
    assert_eq!(report["ledger"]["throttled"], 0);
    for line in lines.iter().filter(|line| line["out"] == "throttled") {
        assert_eq!(line["wait"], 1_000_000);
    }
    let asked = lines.iter().filter(|line| line["out"] == "throttled" && line["aside"].is_null()).count();
    assert_eq!(report["asked_to_wait_s"], asked as f64);
}

pub fn who_is_put_off_for_ever_is_throttled_for_good() {
    let (folder, server) = (folder("throttle-ever"), server(&["throttle=1,120s"]));
    let report = replay_unprobed(&folder, &server, &[]);
    let ledger = &report["ledger"];
    assert!(ledger["throttled"].as_u64().unwrap() > 100, "{ledger:#}");
    assert_eq!(ledger["answered"], 0);
}

pub fn connections_that_are_broken_off_are_failures() {
    let (folder, server) = (folder("cut"), server(&["cut=0.05"]));
    let report = replay_unprobed(&folder, &server, &[]);
    let cut = server.faults().count(Kind::Cut);
    assert!(cut >= 5, "{cut}");
    assert_eq!(calls(&lines(&folder), "failed"), cut);
    assert_eq!(found(&report, "answered_twice"), 0, "who looks before writing again does not answer twice");
}

pub fn errors_of_the_helpdesk_are_failures() {
    let (folder, server) = (folder("fail"), server(&["fail=0.05"]));
    let report = replay_unprobed(&folder, &server, &["--fail-if", "error_rate > 1%"]);
    let failed = server.faults().count(Kind::Fail);
    assert!(failed >= 5, "{failed}");
    assert_eq!(calls(&lines(&folder), "failed"), failed);
    assert_eq!(report["verdict"], "failed");
    assert_eq!(report["thresholds"][0]["crossed"], true);
}

pub fn answers_that_come_late_are_measured_as_late_as_they_come() {
    let (folder, server) = (folder("stall"), server(&["stall=0.05,700ms"]));
    let report = replay_unprobed(&folder, &server, &[]);
    let stalled = server.faults().count(Kind::Stall);
    assert!(stalled >= 5, "{stalled}");
    let late = |line: &&Value| {
        line["e"] == "call" && line["done"].as_i64().unwrap() - line["sent"].as_i64().unwrap() >= 700_000
    };
    assert_eq!(lines(&folder).iter().filter(late).count() as u64, stalled);
    let longest = report["operations"].as_array().unwrap().iter().map(|it| it["response"]["max_s"].as_f64());
    assert!(longest.flatten().fold(0.0, f64::max) >= 0.7);
}

pub fn conversations_that_two_agents_can_take_are_found() {
    let (folder, server) = (folder("steal"), server(&["steal=1", "stall=0.5,150ms"]));
    let report = replay_unprobed(&folder, &server, &["--take", "first", "--poll", "2s"]);
    let stolen = server.faults().count(Kind::Steal);
    assert!(stolen >= 3, "{stolen}");
    assert_eq!(found(&report, "taken_twice"), stolen);
}

pub fn what_customers_must_not_be_able_to_do_is_tried() {
    let (folder, server) = (folder("open"), server(&["open=1"]));
    let report = replay(&folder, &server, &[]);
    // List the queue, take, resolve, read another's.
    assert_eq!(found(&report, "role_violations"), 4);
    sums_agree(&report);
}

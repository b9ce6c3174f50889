//! The night against a helpdesk: what is sent, what is found, and how it ends.
//!
//! Faults are injected into a demo helpdesk in this process, which counts what it did wrong; the program
//! runs beside it and must find exactly as much. What is compared are counts, and waiting is generous, so
//! that a busy machine makes these tests slower and not wrong.

#[path = "../command/mod.rs"]
mod command;

mod basics;
mod care;
mod faults;
mod ledger;
mod tls;

use command::{Folder, json, nightdesk};
use libtest_mimic::{Arguments, Trial};
use nightdesk::replay::demo::{self, Server, faults::Fault};
use serde_json::Value;
use std::fs;

/// The tests by file; one that is not named here is never called, which the compiler says.
macro_rules! tests {
    ($($file:ident { $($name:ident)* })*) => {
        vec![$($(test(concat!(stringify!($file), "::", stringify!($name)), $file::$name)),*),*]
    };
}

fn test(name: &str, run: fn()) -> Trial {
    Trial::test(name, move || {
        run();
        Ok(())
    })
}

fn main() {
    let mut arguments = Arguments::from_args();
    // They mostly wait, so there are more at once than a machine has cores.
    arguments.test_threads.get_or_insert(6);
    libtest_mimic::run(&arguments, all()).exit();
}

fn all() -> Vec<Trial> {
    tests! {
        basics {
            the_example_of_the_documents_runs_as_it_stands
            with_json_standard_output_is_the_summary_and_what_the_schema_says
            the_interval_log_holds_every_call
            first_messages_are_due_when_the_trace_says
            a_trace_is_replayed_like_its_scenario
            scripted_agents_do_what_the_trace_says
            what_is_open_when_the_window_begins_is_put_in_first
            a_dry_run_says_what_would_be_sent_and_sends_nothing
            a_profile_is_tried_operation_by_operation
            what_the_run_created_is_removed_if_asked
            calls_that_became_slower_than_in_an_earlier_run_fail
            what_was_measured_costs_the_night_compliance_and_agents_time
            letters_that_were_taken_by_agents_who_went_are_answered_by_others
            photos_are_sent_with_the_share_of_messages_that_the_scenario_says
        }
        care {
            a_helpdesk_that_is_not_there_cannot_be_reached
            a_helpdesk_that_never_answers_hangs_nobody
            a_helpdesk_that_sends_on_for_ever_hangs_nobody
            a_helpdesk_that_sends_garbage_hangs_nobody
            a_helpdesk_that_breaks_off_hangs_nobody
            a_helpdesk_that_sends_us_in_a_circle_is_not_followed
            another_machine_is_loaded_only_if_somebody_spells_it_out
            tokens_appear_nowhere
            missing_tokens_are_named_and_wrong_ones_are_the_helpdesks_refusal
            our_own_lag_makes_the_measurement_invalid_not_the_helpdesks_fault
            a_rate_that_must_not_be_exceeded_is_not_and_makes_us_late
            a_threshold_that_is_crossed_at_once_ends_it_at_once
            compliance_at_another_speed_is_judged_only_if_accepted
            a_wrong_profile_is_shown_where_it_is_wrong
            connections_that_stay_open_starve_others_unless_the_profile_forbids_it
        }
        faults {
            a_helpdesk_that_does_nothing_wrong_is_found_to
            messages_that_are_forgotten_are_lost
            messages_that_are_kept_twice_are_duplicated
            messages_that_stand_before_others_are_out_of_order
            messages_in_another_conversation_have_leaked_and_are_lost_in_their_own
            a_yes_after_which_nothing_is_done_is_found
            answers_that_say_to_come_back_later_are_obeyed_and_counted_apart
            who_is_put_off_for_ever_is_throttled_for_good
            connections_that_are_broken_off_are_failures
            errors_of_the_helpdesk_are_failures
            answers_that_come_late_are_measured_as_late_as_they_come
            conversations_that_two_agents_can_take_are_found
            what_customers_must_not_be_able_to_do_is_tried
        }
        tls {
            a_certificate_of_ones_own_is_trusted_if_it_is_named_and_only_then
            a_file_without_certificates_is_said_to_be_none
        }
        ledger {
            a_replay_that_was_killed_is_reported_from_its_ledger
            ctrl_c_ends_it_within_five_seconds_with_what_was_measured
        }
    }
}

/// Four minutes with about 160 conversations of two messages, fourteen agents who take 12 s a reply.
pub const BUSY: &str = r#"
title     = "Four busy minutes"
time_zone = "Asia/Shanghai"
opens     = 2026-11-11T20:00:00
closes    = 2026-11-11T20:04:00
run_out   = "1h"
interval  = "1min"
[inquiry.taste]
baseline  = { steps = { "00:00" = 2400 } }
channels  = { chat = 0.9, letter = 0.1 }
turns     = { discrete = { 1 = 0.3, 2 = 0.4, 3 = 0.3 } }
reply     = { exponential = { mean = "12s", most = "40s" } }
think     = { exponential = { mean = "10s", most = "30s" } }
[channel.chat]
kind = "chat"
[channel.letter]
kind = "message"
[team.night]
skills = ["taste"]
slots  = { chat = 4, letter = "unlimited" }
[team.night.shift.evening]
from   = "19:00"
to     = "23:00"
agents = 14
[target.first]
measure  = "first_reply"
within   = "1min"
at_least = 0.8
[target.each]
measure  = "each_reply"
within   = "1min"
at_least = 0.8
"#;

/// A folder with the busy four minutes in it.
pub fn folder(test: &str) -> Folder {
    let folder = Folder::new(&format!("replay-{test}"));
    fs::write(folder.path().join("busy.toml"), BUSY).unwrap();
    folder
}

/// A replay of the busy four minutes against `server`, at speed 40 unless `options` say otherwise.
pub fn replay(folder: &Folder, server: &Server, options: &[&str]) -> Value {
    let url = server.url();
    let usual = [
        ("--helpdesk", "demo"),
        ("--url", &url),
        ("--speed", "40"),
        ("--out", "out"),
        ("--format", "json"),
        ("--max-lag", "2s"),
        ("--nights", "5"),
        ("--poll", "20s"),
        // It ends as soon as everything has its answer.
        ("--drain", "1h"),
    ];
    // What a test gives itself stands instead.
    let usual =
        usual.iter().filter(|(name, _)| !options.contains(name)).flat_map(|(name, value)| [*name, *value]);
    let command = nightdesk().current_dir(folder.path()).args(["replay", "busy.toml"]);
    let output = command.args(usual).args(options).assert();
    let report = json(&output);
    sums_agree(&report);
    report
}

/// The same without trying in the end what roles must not be able to do: what goes wrong with the conversation that
/// is opened for it stands in no ledger, and would be missing where faults are counted.
pub fn replay_unprobed(folder: &Folder, server: &Server, options: &[&str]) -> Value {
    let (profile, _) = demo::PROFILE.split_once("# What must be refused.").unwrap();
    assert!(profile.contains("[[operation.read_messages]]"), "{profile}");
    fs::write(folder.path().join("unprobed.toml"), profile).unwrap();
    let accounts = [("customer", 1_000), ("agent", 50)];
    let tokens =
        accounts.iter().flat_map(|(role, count)| (1..=*count).map(|number| demo::account(role, number)));
    let tokens: String = tokens.map(|(name, token)| format!("{name}={token}\n")).collect();
    fs::write(folder.path().join("tokens.env"), tokens).unwrap();
    let desk = ["--helpdesk", "unprobed.toml", "--secrets", "tokens.env"];
    replay(folder, server, &[&desk[..], options].concat())
}

/// An embedded helpdesk with these faults.
pub fn server(faults: &[&str]) -> Server {
    demo::serve(0, faults.iter().map(|text| Fault::parse(text).unwrap()).collect()).unwrap()
}

/// What may become of a planned message.
pub const CLASSES: [&str; 8] =
    ["answered", "unanswered", "lost", "refused", "failed", "throttled", "unsent", "never_due"];

/// Every planned message is in exactly one class.
pub fn sums_agree(report: &Value) {
    let ledger = &report["ledger"];
    let sum: u64 = CLASSES.iter().map(|class| ledger[class].as_u64().unwrap()).sum();
    assert_eq!(ledger["planned"].as_u64().unwrap(), sum, "{ledger:#}");
}

/// How many of `name` the run found.
pub fn found(report: &Value, name: &str) -> u64 {
    let found = report["found"].as_array().unwrap();
    found.iter().find(|found| found["name"] == name).unwrap()["count"].as_u64().unwrap()
}

/// The lines of a replay's ledger.
pub fn lines(folder: &Folder) -> Vec<Value> {
    folder.file("out/ledger.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

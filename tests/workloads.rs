//! The work that speed is measured on is the work that was meant: each against its published or exact figures.
//!
//! Limits are 4.5 standard errors (of many such nights, seen once, rounded up): a false alarm in 1e-5 each. They are
//! for a fixed seed, so a test that passes goes on passing.

use nightdesk::simulation::replications::{Sampling, Simulated, Stop, simulate};
use nightdesk::theory::transient::Night;

#[path = "../benches/workloads/mod.rs"]
mod workloads;

fn nights(workload: &str, nights: u64) -> Simulated {
    let plan = workloads::named(workload).unwrap().plan();
    simulate(&plan, &Sampling { seed: 1, stop: Stop::After(nights), threads: 2 }, &mut |_| true)
}

/// Of those who opened a conversation: who gave up, and the mean wait of those who were answered, in seconds.
fn abandoned_and_wait(simulated: &Simulated) -> (f64, f64) {
    let channel = &simulated.tally.channels[0];
    let wait = channel.waited.seconds() / channel.answered as f64;
    (channel.abandoned as f64 / channel.conversations as f64, wait)
}

#[track_caller]
fn near(what: &str, seen: f64, known: f64, limit: f64) {
    println!("{what}: seen {seen:.6}, known {known:.6}, limit {limit}");
    assert!((seen - known).abs() < limit, "{what}: seen {seen}, known {known}");
}

#[test]
fn workload_a_waits_as_the_exact_transient_of_a_single_server_says() {
    let simulated = nights("a", 60);
    let mut exact = Night::new(3.888, 0.0, 1, 400);
    exact.pass(1.0 / 4.32, 86_400.0);
    exact.pass(0.0, 3_600.0);
    let totals = exact.totals();
    let (abandoned, wait) = abandoned_and_wait(&simulated);
    assert_eq!(abandoned, 0.0);
    near("customers a night", simulated.tally.channels[0].conversations as f64 / 60.0, totals.arrivals, 82.0);
    near("mean wait", wait, totals.queue_time / totals.arrivals, 1.2);
    // Pollaczek and Khinchine: 9 services; a night from empty stays a little below.
    near("mean wait in services", wait / 3.888, 9.0, 0.35);
}

#[test]
fn workload_b_is_the_erlang_a_desk_with_the_exact_share_of_givers_up() {
    let simulated = nights("b", 60);
    let mut exact = Night::new(1.0, 1.0, 50, 300);
    exact.pass(50.0, 400.0);
    exact.pass(0.0, 60.0);
    let totals = exact.totals();
    let (abandoned, _) = abandoned_and_wait(&simulated);
    near("customers a night", simulated.tally.channels[0].conversations as f64 / 60.0, 20_000.0, 82.0);
    near("gave up", abandoned, totals.abandoned / totals.arrivals, 0.0025);
    // The steady state's is .05632501; a night from empty stays a little below.
    near("gave up", abandoned, 0.056_325, 0.0027);
}

#[test]
fn workload_c_is_the_surge_that_three_other_simulators_agree_on() {
    let simulated = nights("c", 60);
    near("customers a night", simulated.tally.channels[0].conversations as f64 / 60.0, 20_000.244, 82.0);
    // Their mean waits, 2.685, 3.035 and 4.51 minutes, count those who gave up too, and so are these shares times
    // the mean patience: nothing more to hold on to.
    let known = [(0.336, 0.5), (0.3035, 0.3), (0.3005, 0.2)];
    for (inquiry, (gave_up, share)) in simulated.tally.inquiries.iter().zip(known) {
        near("share", inquiry.cases as f64 / simulated.tally.channels[0].conversations as f64, share, 0.002);
        near("gave up", inquiry.unanswered as f64 / inquiry.cases as f64, gave_up, 0.006);
    }
}

#[test]
fn workload_d_is_the_call_centre_of_ssjs_tutorial() {
    let simulated = nights("d", 4000);
    let channel = &simulated.tally.channels[0];
    near("customers a day", channel.conversations as f64 / 4000.0, 1659.951, 6.6);
    near("gave up", channel.abandoned as f64 / channel.conversations as f64, 0.019_85, 0.000_7);
    let (met, counted) = simulated.tally.targets.iter().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    assert_eq!(counted, channel.conversations);
    near("within 20 s", met as f64 / counted as f64, 0.924_66, 0.004);
}

#[test]
fn the_chat_night_has_20_000_conversations_of_4_turns_and_busy_agents() {
    let simulated = nights("chat", 10);
    let channel = &simulated.tally.channels[0];
    near("conversations a night", channel.conversations as f64 / 10.0, 20_000.0, 200.0);
    // Who gives up is answered once, without credit, and has no further turn.
    let answered = channel.answered as f64;
    near("turns of who was answered", channel.replies as f64 / answered, 4.0, 0.04);
    let team = &simulated.tally.teams[0];
    let busy = team.busy as f64 / (10.0 * 150.0 * 8.0 * 3600e6);
    println!("busy {busy:.3}, gave up {:.4}", 1.0 - answered / channel.conversations as f64);
    assert!((0.8..0.95).contains(&busy), "agents at work {busy}");
    assert!(answered / channel.conversations as f64 > 0.9, "most are answered");
}

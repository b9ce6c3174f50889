//! Erlang's formulas B, C and A.

use super::desk::{Phone, SETTLED_FROM, SETTLED_HOURS, answer, exponential};
use super::measure::{OF_ALL, OF_ITSELF, Width, agrees, compliance, controlled, plan, run, watched};
use super::waits::{FirstWaits, Sums, mean_time_in_system};
use nightdesk::theory::erlang_a::ErlangA;
use nightdesk::theory::service_level::Abandoned;
use nightdesk::theory::{erlang_b, erlang_c};
use nightdesk::units::Time;

/// Where nobody waits at all, the share lost is Erlang B's, to 0.1 points, whatever the distribution
/// of handle times: here lognormal of cv 1.5. False alarm: 0.1 %.
#[test]
fn callers_without_patience_are_lost_as_erlang_b_says() {
    let reply = r#"{ lognormal = { mean = "10s", cv = 1.5 } }"#;
    let desk = Phone { rate: 2880.0, reply, patience: "\"0s\"", agents: 10 };
    let plan = plan(&desk.text(&answer("answered", "0s", "missed")));
    let answered = compliance(&plan, &run(&plan, 1, 115), "answered");
    let lost = ratio_of_rest(answered);
    agrees("lost", lost, erlang_b::blocking(8.0, 10), Width::Absolute(0.001));
}

fn ratio_of_rest(share: nightdesk::statistics::Interval) -> nightdesk::statistics::Interval {
    nightdesk::statistics::Interval { value: 1.0 - share.value, low: 1.0 - share.high, high: 1.0 - share.low }
}

/// The whole distribution of waits of M/M/10 at an occupancy of 0.75: at 0, 2, 5, 10 and 20 s, handle time
/// 10 s, each to 0.3 points. False alarm: 0.5 %.
#[test]
fn waits_of_patient_callers_are_distributed_as_erlang_c_says() {
    let reply = exponential(10.0);
    let desk = Phone { rate: 2700.0, reply: &reply, patience: "\"never\"", agents: 10 };
    let times = [0, 2, 5, 10, 20];
    let targets: String =
        times.iter().map(|t| answer(&format!("in{t}"), &format!("{t}s"), "missed")).collect();
    let plan = plan(&desk.text(&targets));
    let simulated = run(&plan, 2, 135);
    let exact = erlang_c::erlang_c(0.75, 10.0, 10).steady().unwrap();
    for t in times {
        let seen = compliance(&plan, &simulated, &format!("in{t}"));
        let expected = exact.answered_within(f64::from(t));
        agrees(&format!("answered in {t} s"), seen, expected, OF_ALL);
    }
}

/// The mean time that a call takes in M/M/4 at an occupancy of 0.6, wait and handle time, to 0.3 % of
/// itself. False alarm: 0.1 %.
#[test]
fn the_mean_time_in_the_system_of_patient_callers_is_erlang_cs() {
    let reply = exponential(10.0);
    let desk = Phone { rate: 864.0, reply: &reply, patience: "\"never\"", agents: 4 };
    let plan = plan(&desk.text(""));
    let settled = Time::from_seconds(SETTLED_FROM);
    let nights = watched(&plan, 3, 200, |_| FirstWaits::new(&plan, settled), |waits, _| waits.sums[0]);
    let seen = mean_time_in_system(&nights, 864.0 * SETTLED_HOURS, 10.0);
    let exact = erlang_c::erlang_c(0.24, 10.0, 4).steady().unwrap();
    agrees("mean time in the system", seen, exact.mean_wait() + 10.0, OF_ITSELF);
}

/// M/M/15+M in overload (20 calls for 15 answers, patience half a handle time):
/// who gives up, to 0.2 points; the distribution of waits at 0, 2, 5 and 10 s by each of the four ways
/// to count those who gave up, to 0.3 points. False alarm: 1.7 %.
#[test]
fn waits_and_giving_up_of_impatient_callers_are_those_of_erlang_a() {
    let (reply, patience) = (exponential(10.0), exponential(5.0));
    let desk = Phone { rate: 7200.0, reply: &reply, patience: &patience, agents: 15 };
    let ways = [
        ("late_only", Abandoned::LateOnly),
        ("missed", Abandoned::Missed),
        ("ignored", Abandoned::Ignored),
        ("met_if_quick", Abandoned::MetIfQuick),
    ];
    let times = [0, 2, 5, 10];
    let each = times.iter().flat_map(|t| ways.iter().map(move |way| (t, way)));
    let mut targets: String =
        each.clone().map(|(t, (way, _))| answer(&format!("{way}{t}"), &format!("{t}s"), way)).collect();
    targets += &answer("at_all", "24h", "missed");
    let plan = plan(&desk.text(&targets));
    let simulated = run(&plan, 4, 48);
    let exact = ErlangA::new(2.0, 10.0, 5.0, 15);
    let given_up = ratio_of_rest(compliance(&plan, &simulated, "at_all"));
    agrees("given up", given_up, exact.abandoned, Width::Absolute(0.002));
    for (t, (way, convention)) in each {
        let seen = compliance(&plan, &simulated, &format!("{way}{t}"));
        let expected = exact.fates(f64::from(*t)).service_level(*convention);
        agrees(&format!("{way} in {t} s"), seen, expected, OF_ALL);
    }
}

/// The mean wait of those who are answered, M/M/15+M as above, to 0.3 % of itself. False alarm: 0.1 %.
#[test]
fn the_mean_wait_of_the_answered_is_that_of_erlang_a() {
    let (reply, patience) = (exponential(10.0), exponential(5.0));
    let desk = Phone { rate: 7200.0, reply: &reply, patience: &patience, agents: 15 };
    let plan = plan(&desk.text(""));
    let settled = Time::from_seconds(SETTLED_FROM);
    let nights = watched(&plan, 5, 120, |_| FirstWaits::new(&plan, settled), |waits, _| waits.sums[0]);
    let night = |sums: &Sums| (sums.waited, sums.calls, [sums.worked - 10.0 * sums.calls]);
    let seen = controlled(&nights.iter().map(night).collect::<Vec<_>>());
    let exact = ErlangA::new(2.0, 10.0, 5.0, 15).mean_wait_answered().unwrap();
    agrees("mean wait of the answered", seen, exact, OF_ITSELF);
}

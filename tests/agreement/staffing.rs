//! Staff that comes and goes while customers wait and agents are at work.

use super::desk::DAY;
use super::measure::{OF_ALL, OF_ITSELF, agrees, controlled, plan, ratio, watched};
use super::waits::Crossing;
use nightdesk::simulation::tally::Counts;
use nightdesk::theory::transient::Night;
use nightdesk::units::{Span, Time};

fn impatient(staff: &str) -> String {
    format!(
        r#"
        time_zone = "UTC"
        opens = 2026-01-05T00:00:00
        closes = 2026-01-05T04:00:00
        interval = "1h"
        [inquiry.call]
        baseline = {{ steps = {{ "00:00" = 48 }} }}
        channels = {{ phone = 1.0 }}
        reply = {{ exponential = {{ mean = "6min" }} }}
        patience = {{ exponential = {{ mean = "10min" }} }}
        [channel.phone]
        kind = "phone"
        [target.soon]
        measure = "answer"
        within = "1min"
        at_least = 0.8
        [team.desk]
        skills = "*"
        {staff}"#
    )
}

/// Six agents, after an hour two, after two nobody at all, for the last hour eight: agents finish the call
/// in hand and go, and nobody is taken from the queue meanwhile; with nobody there everybody gives up. Who
/// gives up in a night by the exact chain, to 0.3 % of itself, and who is not taken at once, to 0.3 points.
/// False alarm: 0.2 %.
#[test]
fn agents_who_leave_in_mid_call_and_an_hour_without_staff_are_as_the_chain_says() {
    let plan = plan(&impatient(
        r#"on_duty = { steps = { "00:00" = 6, "01:00" = 2, "02:00" = 0, "03:00" = 8, "04:00" = 8 } }"#,
    ));
    let nights = watched(
        &plan,
        51,
        14_000,
        |_| Crossing::new(Time::NEVER),
        |seen, counts| (counts.channels[0].abandoned as f64, seen.delayed, seen.calls),
    );
    let mut exact = Night::new(6.0, 0.1, 6, 120);
    for agents in [6, 2, 0, 8] {
        exact.set_agents(agents);
        exact.pass(0.8, 60.0);
    }
    let delayed = exact.totals().delayed / exact.totals().arrivals;
    exact.pass(0.0, 300.0);
    let given_up = |night: &(f64, f64, f64)| (night.0, 1.0, [night.2 - 192.0]);
    let given_up = controlled(&nights.iter().map(given_up).collect::<Vec<_>>());
    agrees("who give up", given_up, exact.totals().abandoned, OF_ITSELF);
    agrees("not taken at once", ratio(nights.iter().map(|night| (night.1, night.2))), delayed, OF_ALL);
}

/// A shift, an hour of nobody, a shift of others: to callers it is the same, to the microsecond, as a level
/// that falls to nothing and rises again. No chance in it.
#[test]
fn two_shifts_with_nobody_between_are_to_callers_a_level_that_falls_to_nothing() {
    let shifts = plan(&impatient(
        r#"[team.desk.shift.early]
        from = "00:00"
        to = "01:30"
        agents = 5
        [team.desk.shift.late]
        from = "02:30"
        to = "06:00"
        agents = 4"#,
    ));
    let level =
        plan(&impatient(r#"on_duty = { steps = { "00:00" = 5, "01:30" = 0, "02:30" = 4, "06:00" = 0 } }"#));
    let callers = |(): (), counts: &Counts| (counts.channels.clone(), counts.targets.clone());
    let by_shifts = watched(&shifts, 52, 300, |_| (), callers);
    let by_level = watched(&level, 52, 300, |_| (), callers);
    assert!(
        by_shifts.iter().any(|night| night.0[0].abandoned > 10),
        "somebody should mind the hour without staff"
    );
    assert_eq!(by_shifts, by_level);
}

/// Two callers wait at the opening, calls last 10 min. The one agent's shift ends after 5: it finishes the
/// first call, 5 min of overtime, and the second waits for the next shift, an hour after the opening.
/// No chance in it.
#[test]
fn an_agent_whose_shift_ends_in_mid_call_finishes_it_and_takes_no_other() {
    let plan = plan(&format!(
        r#"{DAY}
        [inquiry.call]
        waiting_at_open = {{ cases = 2, since = "0s" }}
        channels = {{ phone = 1.0 }}
        reply = "10min"
        patience = "never"
        [channel.phone]
        kind = "phone"
        [team.desk]
        skills = "*"
        [team.desk.shift.early]
        from = "00:00"
        to = "00:05"
        agents = 1
        [team.desk.shift.late]
        from = "01:00"
        to = "02:00"
        agents = 1"#
    ));
    let night = watched(&plan, 53, 1, |_| (), |(), counts| counts.clone()).remove(0);
    let minutes = |minutes: i64| Span::from_whole_seconds(60 * minutes);
    assert_eq!((night.channels[0].answered, night.channels[0].waited), (2, minutes(60)));
    let team = night.teams[0];
    assert_eq!((team.overtime, team.on_duty, team.busy), (minutes(5), minutes(70), minutes(20)));
}

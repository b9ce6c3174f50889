use super::*;
use crate::scenario::{
    Amount, Backlog, Break, CountDistribution, Days, Distribution, FollowUp, Handling, Inquiry, Name, Next,
    Outcome, Party, Scenario, Slots,
};
use crate::simulation::example::{
    baseline, channel, clock, exponential, handling, hours as between, minutes, scenario, shift, stream,
    team, team_by_level,
};
use crate::units::Money;
use std::collections::BTreeMap;

fn table<T>(entries: impl IntoIterator<Item = (&'static str, T)>) -> BTreeMap<Name, T> {
    entries.into_iter().map(|(name, it)| (name.to_owned(), it)).collect()
}

/// Four hours and a half from 20:00.
fn night() -> Scenario {
    scenario("Asia/Shanghai", "2026-11-11T20:00:00", "2026-11-12T00:30:00")
}

fn outlook(scenario: &Scenario) -> Outlook {
    Outlook::of(&Plan::compile(scenario).expect("no problems"))
}

/// An hourly rate of cases of so many turns of two minutes and half a minute of wrap-up.
fn asked(an_hour: f64, turns: u32) -> Inquiry {
    let handling = Handling {
        turns: CountDistribution::Constant(turns),
        reply: Distribution::constant(minutes(2)),
        wrap_up: Distribution::constant(minutes(1)),
        ..handling()
    };
    Inquiry { handling: table([("chat", handling)]), ..baseline(an_hour) }
}

#[test]
fn work_is_replies_and_wrap_up_of_the_cases_of_the_hour() {
    let mut scenario = night();
    let backlog = Backlog { cases: 6, since: exponential(10.0) };
    scenario.inquiries = table([("taste", Inquiry { waiting_at_open: Some(backlog), ..asked(12.0, 2) })]);
    let outlook = outlook(&scenario);
    assert_eq!(outlook.inquiries[0].work, minutes(5));
    assert!((outlook.inquiries[0].tonight - 60.0).abs() < 1e-9);
    let cases: Vec<_> = outlook.hours.iter().map(|hour| hour.cases.round()).collect();
    assert_eq!(cases, [18.0, 12.0, 12.0, 12.0, 6.0]);
    assert!((outlook.hours[0].work_h - 1.5).abs() < 1e-9 && (outlook.hours[4].work_h - 0.5).abs() < 1e-9);
    assert_eq!(outlook.hours[4].to, Time(16_200_000_000));
}

#[test]
fn work_goes_on_through_follow_ups_and_escalations() {
    let mut scenario = night();
    scenario.parties =
        table([("lab", Party { title: None, delay: exponential(5.0), hours: between("09:00", "22:00") })]);
    scenario.teams = table([("seniors", team(&[]))]);
    let with = |share, next| Outcome { share, cost: Amount::Fixed(Money::ZERO), next, after_care: None };
    let lab =
        |follow_up| Next::WaitFor { party: "lab".to_owned(), follow_up, asks_again: None, notice: None };
    let mut asked_with = |outcomes| {
        scenario.inquiries = table([("taste", Inquiry { outcomes, max_rounds: Some(2), ..asked(10.0, 1) })]);
        outlook(&scenario).inquiries[0].work.minutes()
    };
    // Three minutes each time; the follow-up message takes one.
    assert_eq!(asked_with(table([("all", with(1.0, lab(FollowUp::Message)))])), 4.0);
    assert_eq!(asked_with(table([("all", with(1.0, lab(FollowUp::Conversation)))])), 9.0);
    let escalated = with(0.5, Next::EscalateTo { team: "seniors".to_owned() });
    // Twice on average, with a standard error of 0.06.
    let mean = asked_with(table([("concluded", with(0.5, Next::Concluded)), ("seniors", escalated)]));
    assert!((mean - 6.0).abs() < 0.24, "{mean}");
}

#[test]
fn staff_is_who_is_on_duty_less_breaks_and_absences() {
    let mut scenario = night();
    let mut evening = shift("20:00", "23:00", 4);
    let between = (clock("21:00"), clock("21:30"));
    evening.breaks = vec![Break { length: minutes(30), between, days: Days::Every, paid: true, trains: 1.0 }];
    let mut night_team = team(&[("evening", evening)]);
    night_team.absence = 0.1;
    let level = team_by_level(&[("20:00", 2), ("22:30", 6)]);
    scenario.teams = table([("night", night_team), ("level", level)]);
    let staff: Vec<_> = outlook(&scenario).hours.iter().map(|hour| hour.staff_h).collect();
    let expected = [3.6 + 2.0, 1.8 + 2.0, 3.6 + 4.0, 6.0, 3.0];
    assert!(staff.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9), "{staff:?}");
}

#[test]
fn hours_that_nobody_covers_are_found_by_inquiry_and_channel() {
    let mut scenario = night();
    scenario.channels.insert("phone".to_owned(), channel(crate::scenario::ChannelKind::Phone));
    let mut taste = asked(10.0, 1);
    taste.channels = table([("chat", 0.5), ("phone", 0.5)]);
    taste.handling.insert("phone".to_owned(), handling());
    scenario.inquiries = table([("taste", taste)]);
    let early = team(&[("early", shift("19:00", "21:00", 1)), ("late", shift("22:00", "02:00", 1))]);
    let mut phones = team_by_level(&[("00:00", 0), ("20:30", 1)]);
    phones.slots = table([("phone", Slots::Limited(1))]);
    scenario.teams = table([("early", early), ("phones", phones)]);
    let half_hours = |halves: i64| Time(halves * 1_800_000_000);
    let gap =
        |channel, from, to| Uncovered { inquiry: 0, channel, from: half_hours(from), to: half_hours(to) };
    assert_eq!(outlook(&scenario).uncovered, [gap(0, 2, 4), gap(1, 0, 1), gap(1, 8, 9)]);
}

#[test]
fn an_inquiry_without_a_team_is_never_covered() {
    let mut scenario = night();
    scenario.inquiries = table([("taste", asked(10.0, 1))]);
    let all_night = Uncovered { inquiry: 0, channel: 0, from: Time(0), to: Time(16_200_000_000) };
    assert_eq!(outlook(&scenario).uncovered, [all_night]);
}

#[test]
fn a_source_mostly_outside_the_night_is_pointed_out() {
    let mut scenario = night();
    scenario.streams = table([("fruit-night", stream("20:00", "23:30", "fruit", 1000.0))]);
    let delay = |minutes| Inquiry { share: Some(0.1), delay: exponential(minutes), ..asked(0.0, 1) };
    scenario.inquiries = table([("soon", delay(5.0)), ("late", delay(300.0))]);
    let outlook = outlook(&scenario);
    let pointed: Vec<_> =
        outlook.sources.iter().filter(|s| s.mostly_elsewhere).map(|s| s.name.as_str()).collect();
    assert_eq!(pointed, ["late/fruit-night/fruit"]);
    assert!(outlook.sources.iter().all(|source| source.tonight <= source.cases));
}

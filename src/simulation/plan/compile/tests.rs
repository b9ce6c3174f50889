//! What a scenario compiles to, seen by eye.

mod roster;
mod sources;

use crate::scenario::{self, Channel, ChannelKind, Days, Hours, Measure, Name, Scenario, TeamChoice};
use crate::simulation::example::{
    baseline, channel, handling, hours, inquiry, minutes, planned, scenario, shift, target, team,
};
use crate::simulation::plan::{CompileError, Plan, Routing, Windows};
use crate::units::{Span, Time};
use std::collections::BTreeMap;

/// An hour of µs.
pub(super) const HOUR: i64 = 3_600_000_000;

/// A night of ten hours from 20:00 in a zone that never changes its clocks.
pub(super) fn night() -> Scenario {
    scenario("Asia/Shanghai", "2026-11-11T20:00:00", "2026-11-12T06:00:00")
}

/// A table from its entries.
pub(super) fn table<T>(entries: impl IntoIterator<Item = (&'static str, T)>) -> BTreeMap<Name, T> {
    entries.into_iter().map(|(name, it)| (name.to_owned(), it)).collect()
}

/// The plan of a scenario without problems.
pub(super) fn plan(scenario: &Scenario) -> Plan {
    Plan::compile(scenario).expect("no problems")
}

#[test]
fn the_opening_is_zero_and_the_last_interval_may_be_cut_off() {
    let mut scenario = night();
    scenario.interval = minutes(37);
    let plan = plan(&scenario);
    assert_eq!((plan.closes, plan.end), (Time(10 * HOUR), Time(34 * HOUR)));
    assert_eq!(plan.intervals, 17);
}

#[test]
fn regular_is_always_among_the_tiers_in_the_order_of_names() {
    let mut scenario = night();
    scenario.tiers = table([("vip", Default::default()), ("gold", Default::default())]);
    scenario.inquiries = table([("taste", baseline(1.0))]);
    let tiers = plan(&scenario).tiers;
    assert_eq!(tiers.iter().map(|tier| tier.name.as_str()).collect::<Vec<_>>(), ["gold", "regular", "vip"]);
}

#[test]
fn shares_add_up_and_what_has_none_is_never_drawn() {
    let mut scenario = night();
    scenario.channels = table([
        ("chat", channel(ChannelKind::Chat)),
        ("group", channel(ChannelKind::Message)),
        ("phone", channel(ChannelKind::Phone)),
    ]);
    let mut taste = inquiry();
    taste.channels = table([("chat", 0.3), ("group", 0.7), ("phone", 0.0)]);
    taste.handling = table([("chat", handling()), ("group", handling()), ("phone", handling())]);
    scenario.inquiries = table([("taste", taste)]);
    assert_eq!(plan(&scenario).inquiries[0].channels, [(0.3, 0), (1.0, 1)]);
}

#[test]
fn an_inquiry_goes_to_the_teams_with_its_skill_or_to_those_it_names() {
    let mut scenario = night();
    let mut version = inquiry();
    let after =
        |team: &str, minutes_after| TeamChoice { team: team.to_owned(), after: minutes(minutes_after) };
    version.teams = Some(vec![after("seniors", 0), after("night", 2)]);
    scenario.inquiries = table([("taste", inquiry()), ("version", version)]);
    let mut seniors = team(&[]);
    seniors.skills = vec!["version".to_owned()];
    scenario.teams = table([("night", team(&[])), ("seniors", seniors)]);
    let plan = plan(&scenario);
    assert_eq!(plan.inquiries[0].routing, Routing::Pool(vec![0]));
    assert_eq!(plan.inquiries[1].routing, Routing::InOrder(vec![(1, Span::ZERO), (0, minutes(2))]));
    assert_eq!((&plan.teams[0].skills[..], &plan.teams[1].skills[..]), (&[0, 1][..], &[1][..]));
}

#[test]
fn a_target_of_replies_is_never_of_the_phone_and_one_of_answers_only_of_it() {
    let mut scenario = night();
    scenario.channels = table([
        ("chat", Channel { ring: None, ..channel(ChannelKind::Chat) }),
        ("group", channel(ChannelKind::Message)),
        ("phone", channel(ChannelKind::Phone)),
    ]);
    scenario.targets = table([
        ("a", target(Measure::EachReply)),
        ("b", target(Measure::Answer)),
        ("c", target(Measure::Conclusion)),
    ]);
    let channels: Vec<_> = plan(&scenario).targets.into_iter().map(|target| target.channels).collect();
    assert_eq!(channels, [[true, true, false], [false, false, true], [true, true, true]]);
}

#[test]
fn hours_past_midnight_recur_daily_from_long_before_the_opening_to_after_the_end() {
    let mut scenario = night();
    let mut limited = target(Measure::FirstReply);
    limited.hours = hours("22:00", "02:00");
    scenario.targets = table([("limited", limited)]);
    let plan = plan(&scenario);
    let windows = &plan.targets[0].hours;
    for day in [-9, -1, 0, 1] {
        let at = |hour: i64| Time((24 * day + hour) * HOUR);
        assert!(windows.contain(at(2)) && windows.contain(at(5)), "day {day}");
        assert!(!windows.contain(at(6)) && !windows.contain(at(1)), "day {day}");
    }
}

#[test]
fn hours_that_touch_are_one_window_and_those_of_a_weekday_begin_on_it() {
    let mut scenario = night();
    let mut joined = target(Measure::FirstReply);
    joined.hours = Hours {
        windows: [hours("08:00", "12:00"), hours("12:00", "24:00")].map(|h| h.windows[0]).to_vec(),
        days: Days::Every,
    };
    // The night of the example opens on a Wednesday.
    let mut wednesday = target(Measure::FirstReply);
    wednesday.hours =
        Hours { days: Days::Weekdays(vec![crate::scenario::Weekday::Wednesday]), ..hours("22:00", "02:00") };
    scenario.targets = table([("joined", joined), ("wednesday", wednesday)]);
    let plan = plan(&scenario);
    let Windows::Some(joined) = &plan.targets[0].hours else { panic!("limited") };
    assert!(joined.contains(&(Time(-12 * HOUR), Time(4 * HOUR))));
    let Windows::Some(wednesday) = &plan.targets[1].hours else { panic!("limited") };
    let tonight: Vec<_> =
        wednesday.iter().filter(|window| window.1 > Time(0) && window.0 < plan.end).collect();
    assert_eq!(tonight, [&(Time(2 * HOUR), Time(6 * HOUR))]);
}

#[test]
fn a_channel_without_handling_is_a_problem_wherever_cases_come_to_it() {
    let problem = |change: fn(&mut scenario::Inquiry)| {
        let mut scenario = night();
        scenario.channels.insert("phone".to_owned(), channel(ChannelKind::Phone));
        let mut taste = baseline(1.0);
        change(&mut taste);
        scenario.inquiries = table([("taste", taste)]);
        Plan::compile(&scenario).expect_err("a problem")[0].to_string()
    };
    let by_share = problem(|taste| taste.channels = table([("chat", 0.5), ("phone", 0.5)]));
    assert_eq!(by_share, "inquiry.taste: nothing says how a conversation goes on one of its channels");
    let by_retry = problem(|taste| {
        let delay = scenario::Distribution::constant(minutes(5));
        let retry = scenario::Retry { share: 0.5, delay, channel: Some("phone".to_owned()) };
        taste.handling = table([("chat", scenario::Handling { retry: Some(retry), ..handling() })]);
    });
    assert_eq!(by_retry, "inquiry.taste: nothing says how a conversation goes on the channel of a retry");
}

#[test]
fn every_missing_plan_and_every_unknown_name_is_reported_at_once() {
    let mut scenario = night();
    let mut late = shift("22:00", "06:00", 0);
    late.agents.plan = None;
    let mut early = shift("20:00", "22:00", 0);
    early.agents.plan = None;
    let mut other = team(&[("ok", shift("20:00", "22:00", 1))]);
    other.skills = vec!["tsate".to_owned()];
    scenario.teams = table([("night", team(&[("early", early), ("late", late)])), ("other", other)]);
    let problems = Plan::compile(&scenario).expect_err("three problems");
    let messages: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "team.other: there is no inquiry `tsate`",
            "no plan: run staff first (team.night.shift.early)",
            "no plan: run staff first (team.night.shift.late)",
        ]
    );
    assert!(matches!(problems[1], CompileError::MissingPlan { .. }));
    assert_eq!(planned(3).plan, Some(3));
}

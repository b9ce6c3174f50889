//! What a scenario file means: `extends`, levers, `--set`, defaults, recordings.

use nightdesk::scenario::{
    ArrivalsAs, ClockTime, CountDistribution, Days, Distribution, GivenUp, Headcount, Law, Loaded, Measure,
    Next, Problem, Request, Scenario, Slots, Staffing, Steps, load, load_text, load_text_with,
};
use nightdesk::units::{Money, Span};
use std::path::Path;

/// A small desk; `more` is put behind it.
fn desk(more: &str) -> String {
    format!("{}\n{more}", std::fs::read_to_string("tests/bad_scenarios/base/desk.toml").unwrap())
}

fn with(text: &str, with: &[&str], set: &[&str]) -> Loaded {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>();
    let request = Request { path: "desk.toml", with: &owned(with), set: &owned(set), data: None };
    load_text_with(text, &request).unwrap_or_else(|problems| panic!("{problems}"))
}

fn set(arguments: &[&str]) -> Scenario {
    with(&desk(""), &[], arguments).scenario
}

fn plan(scenario: &Scenario, team: &str, shift: &str) -> Headcount {
    match &scenario.teams[team].staffing {
        Staffing::Shifts(shifts) => shifts[shift].agents,
        Staffing::Level(_) => panic!("a level"),
    }
}

fn seconds(seconds: i64) -> Span {
    Span::from_whole_seconds(seconds)
}

#[test]
fn what_is_left_out_means_what_the_contract_says() {
    let scenario = set(&[]);
    assert_eq!((scenario.run_out, scenario.interval), (seconds(86_400), seconds(900)));
    assert_eq!(scenario.currency, "CNY");
    assert_eq!(scenario.title, "desk");
    let taste = &scenario.inquiries["taste"];
    assert_eq!(taste.tiers["regular"], 1.0);
    assert_eq!(taste.outcomes["concluded"].next, Next::Concluded);
    assert_eq!(taste.outcomes["concluded"].share, 1.0);
    let chat = &taste.handling["chat"];
    assert_eq!(chat.patience_later, Distribution::NEVER);
    assert_eq!(chat.wrap_up, Distribution::constant(Span::ZERO));
    assert!(chat.retry.is_none());
    let phone = &taste.handling["phone"];
    assert_eq!(phone.turns, CountDistribution::Constant(1));
    assert_eq!(phone.reply, Distribution::constant(seconds(240)));
    assert_eq!(phone.patience, chat.patience);
    assert_eq!(scenario.channels["phone"].given_up, GivenUp::Leaves);
    assert_eq!(scenario.channels["group"].given_up, GivenUp::Stays);
    let night = &scenario.teams["night"];
    assert_eq!((night.speed, night.absence, night.pay), (1.0, 0.0, Money::ZERO));
    assert!(!taste.handling.contains_key("group"));
}

#[test]
fn slots_left_out_are_all_channels_one_each_and_message_channels_without_limit() {
    let more = "[team.all]\nskills = \"*\"\non_duty = { steps = { \"18:00\" = 1 } }";
    let scenario = load_text(&desk(more)).unwrap().scenario;
    let slots = &scenario.teams["all"].slots;
    assert_eq!(
        (slots["chat"], slots["phone"], slots["group"]),
        (Slots::Limited(1), Slots::Limited(1), Slots::Unlimited)
    );
    assert_eq!(scenario.teams["all"].skills, ["taste"]);
}

#[test]
fn one_share_left_out_is_the_rest() {
    let more = "[inquiry.taste.outcome]\na = { share = 0.3 }\nb = { share = 0.2, cost = 5.0 }\nc = {}";
    let text = desk(more).replace("share    = 0.04", "share = 0.04\ntiers = { vip = 0.1 }");
    let scenario = load_text(&text).unwrap().scenario;
    let taste = &scenario.inquiries["taste"];
    assert!((taste.outcomes["c"].share - 0.5).abs() < 1e-12);
    assert!((taste.tiers["regular"] - 0.9).abs() < 1e-12);
}

#[test]
fn a_new_number_of_agents_is_a_new_plan() {
    let scenario = set(&["team.night.shift.evening.agents=9"]);
    assert_eq!(plan(&scenario, "night", "evening"), Headcount { plan: Some(9), min: 4, max: 30 });
    let scenario = set(&["team.night.shift.evening.agents=+ 2"]);
    assert_eq!(plan(&scenario, "night", "evening").plan, Some(14));
    let scenario = set(&[
        "team.night.shift.evening.agents=+2",
        "team.night.shift.evening.agents=-2",
        "team.night.shift.evening.agents=* 1.2",
        "team.night.shift.evening.agents.max=40",
    ]);
    assert_eq!(plan(&scenario, "night", "evening"), Headcount { plan: Some(14), min: 4, max: 40 });
}

#[test]
fn a_level_is_changed_in_every_step_or_in_one() {
    let level = "[team.x]\nskills = \"*\"\n[team.x.on_duty.steps]\n\"18:00\" = 10\n\"22:30\" = { plan = 5, min = 1, max = 9 }";
    let plans = |scenario: &Scenario| match &scenario.teams["x"].staffing {
        Staffing::Level(steps) => steps.steps.iter().map(|(_, agents)| agents.plan).collect::<Vec<_>>(),
        Staffing::Shifts(_) => Vec::new(),
    };
    assert_eq!(plans(&with(&desk(level), &[], &["team.x.on_duty=+ 2"]).scenario), [Some(12), Some(7)]);
    let one =
        with(&desk(level), &[], &["team.x.on_duty.steps.\"22:30\"=8", "team.x.on_duty.steps.18:00=- 1"]);
    assert_eq!(plans(&one.scenario), [Some(9), Some(8)]);
}

#[test]
fn a_relative_value_acts_on_every_time_of_a_distribution_and_leaves_its_cv() {
    let scenario = set(&["inquiry.taste.reply=* 0.5"]);
    let expected = set(&["inquiry.taste.reply={ lognormal = { mean = \"17.5s\", cv = 0.9 } }"]);
    assert_eq!(scenario.inquiries["taste"].reply, expected.inquiries["taste"].reply);
    let most = "inquiry.taste.reply={ gamma = { mean = \"30s\", cv = 2, most = \"10min\" } }";
    let scenario = set(&[most, "inquiry.taste.reply=/ 2"]);
    assert_eq!(scenario.inquiries["taste"].reply.most, Some(seconds(300)));
    let mixed =
        "inquiry.taste.think={ mixture = [{ share = 0.1, of = \"0s\" }, { share = 0.9, of = \"50s\" }] }";
    let Law::Mixture { parts } =
        set(&[mixed, "inquiry.taste.think=* 2"]).inquiries["taste"].handling["chat"].think.law.clone()
    else {
        panic!("no mixture")
    };
    assert_eq!((parts[1].0, parts[1].1.clone()), (0.9, Distribution::constant(seconds(100))));
    let scenario = set(&["inquiry.taste.turns=* 0.6"]);
    assert_eq!(
        scenario.inquiries["taste"].handling["chat"].turns,
        CountDistribution::Geometric { mean: 2.4 }
    );
}

#[test]
fn a_relative_value_acts_on_whatever_is_counted() {
    let scenario = set(&["team.night.slots.chat=3", "team.night.slots.chat=+ 1"]);
    assert_eq!(scenario.teams["night"].slots["chat"], Slots::Limited(4));
    let turns = |change| {
        let discrete = "inquiry.taste.turns={ discrete = { 1 = 0.25, 3 = 0.75 } }";
        set(&[discrete, change]).inquiries["taste"].handling["chat"].turns.clone()
    };
    assert_eq!(
        turns("inquiry.taste.turns=* 2"),
        turns("inquiry.taste.turns={ discrete = { 2 = 0.25, 6 = 0.75 } }")
    );
    assert_eq!(
        turns("inquiry.taste.turns=+ 1"),
        turns("inquiry.taste.turns={ discrete = { 2 = 0.25, 4 = 0.75 } }")
    );
    let rings = ["channel.phone.ring=6s", "target.chat.channels=[\"phone\"]", "target.chat.measure=answer"];
    let within = |change| {
        let all: Vec<&str> = rings.iter().copied().chain(["target.chat.within=3 rings", change]).collect();
        set(&all).targets["chat"].within
    };
    assert_eq!(
        (within("target.chat.within=* 2"), within("target.chat.within=- 1")),
        (seconds(36), seconds(12))
    );
}

#[test]
fn what_never_comes_stays_so_when_the_rest_is_changed() {
    let mixed = "inquiry.taste.patience={ mixture = [{ share = 0.5, of = \"never\" }, { share = 0.5, of = \"1min\" }] }";
    let law = |sets: &[&str]| set(sets).inquiries["taste"].handling["chat"].patience.law.clone();
    assert_eq!(law(&[mixed, "inquiry.taste.patience=* 2"]), law(&[&mixed.replace("1min", "2min")]));
    assert_eq!(law(&[mixed, "inquiry.taste.patience=+ 30s"]), law(&[&mixed.replace("1min", "90s")]));
}

#[test]
fn no_breaks_takes_the_breaks_of_a_shift_away() {
    let breaks = |sets: &[&str]| match &set(sets).teams["night"].staffing {
        Staffing::Shifts(shifts) => shifts["evening"].breaks.len(),
        Staffing::Level(_) => panic!("a level"),
    };
    let one = "team.night.shift.evening.breaks=[{ for = \"15min\", between = \"20:00-21:00\" }]";
    assert_eq!((breaks(&[one]), breaks(&[one, "team.night.shift.evening.breaks=[]"])), (1, 0));
}

#[test]
fn a_relative_value_of_what_is_left_out_acts_on_its_default() {
    let scenario = set(&["team.night.speed=* 1.1", "team.night.absence=+ 0.05", "team.night.switch=+ 3s"]);
    let night = &scenario.teams["night"];
    assert_eq!((night.speed, night.absence, night.switch), (1.1, 0.05, seconds(3)));
}

#[test]
fn a_channels_own_time_left_out_is_the_inquirys_and_changes_alone() {
    let scenario = set(&["inquiry.taste.on.phone.patience=/ 2"]);
    let handling = &scenario.inquiries["taste"].handling;
    let minutes = |n: i64| Law::Exponential { mean: seconds(60).micros() as f64 * n as f64 };
    assert_eq!(handling["phone"].patience.law, Law::Exponential { mean: seconds(210).micros() as f64 });
    assert_eq!(handling["chat"].patience.law, minutes(7));
}

#[test]
fn words_and_durations_need_no_quotes_on_the_command_line() {
    let scenario = set(&["inquiry.taste.think=12min", "target.chat.measure = each_reply", "title=A night"]);
    assert_eq!(scenario.inquiries["taste"].handling["chat"].think, Distribution::constant(seconds(720)));
    assert_eq!(scenario.targets["chat"].measure, Measure::EachReply);
    assert_eq!(scenario.title, "A night");
    let scenario = set(&["team.night.shift.evening.from=19:00"]);
    let Staffing::Shifts(shifts) = &scenario.teams["night"].staffing else { panic!("a level") };
    assert_eq!(shifts["evening"].from, ClockTime(seconds(19 * 3600)));
}

#[test]
fn an_optional_key_may_be_set_and_a_channel_added() {
    let both = [
        "inquiry.taste.channels.chat=0.7",
        "inquiry.taste.channels.group=0.2",
        "team.night.slots.group=unlimited",
    ];
    let scenario = set(&both);
    assert_eq!(scenario.inquiries["taste"].channels["group"], 0.2);
    assert_eq!(scenario.teams["night"].slots["group"], Slots::Unlimited);
    assert_eq!(
        set(&["inquiry.taste.wrap_up=20s"]).inquiries["taste"].handling["chat"].wrap_up,
        Distribution::constant(seconds(20))
    );
    assert_eq!(set(&["stream.evening.orders=* 1.5"]).streams["evening"].orders["fruit"], 9000.0);
}

#[test]
fn levers_apply_in_order_and_set_comes_after_them() {
    let levers = "[lever.half]\nset = { \"inquiry.taste.share\" = \"* 0.5\" }\n[lever.fixed]\nset = { \"inquiry.taste.share\" = 0.1 }";
    let share = |levers_on: &[&str], arguments: &[&str]| {
        with(&desk(levers), levers_on, arguments).scenario.inquiries["taste"].share
    };
    assert_eq!(share(&["half"], &[]), Some(0.02));
    assert_eq!(share(&["fixed", "half"], &[]), Some(0.05));
    assert_eq!(share(&["half", "fixed"], &[]), Some(0.1));
    assert_eq!(share(&["fixed"], &["inquiry.taste.share=* 2"]), Some(0.2));
}

#[test]
fn an_unused_lever_is_not_spoilt_by_set() {
    let lever = "[lever.quick]\nset = { \"inquiry.taste.think\" = \"- 30s\" }";
    with(&desk(lever), &[], &["inquiry.taste.think=10s"]);
}

#[test]
fn the_resolved_scenario_has_levers_and_sets_applied() {
    let lever = "[lever.half]\nset = { \"inquiry.taste.share\" = \"* 0.5\" }";
    let resolved = with(&desk(lever), &["half"], &["team.night.pay=32"]).resolved;
    assert_eq!(resolved["inquiry"]["taste"]["share"], 0.02);
    assert_eq!(resolved["team"]["night"]["pay"], 32);
    assert_eq!(resolved["opens"], "2026-11-11T18:00:00");
}

/// Files in a folder of their own.
fn files(name: &str, contents: &[(&str, &str)]) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("nightdesk-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (file, text) in contents {
        std::fs::write(folder.join(file), text).unwrap();
    }
    folder
}

#[test]
fn extends_changes_of_a_range_of_agents_what_is_named() {
    let tonight = "extends = \"desk.toml\"\n[team.night.shift.evening]\nagents = { max = 40 }";
    let folder = files("extends-agents", &[("desk.toml", &desk("")), ("tonight.toml", tonight)]);
    let path = folder.join("tonight.toml").display().to_string();
    let request = Request { path: &path, with: &[], set: &[], data: None };
    let scenario = load(&request).unwrap().scenario;
    assert_eq!(plan(&scenario, "night", "evening"), Headcount { plan: Some(12), min: 4, max: 40 });
}

#[test]
fn extends_merges_tables_and_replaces_values() {
    let tonight = "extends = \"desk.toml\"\ntitle = \"Tonight\"\n\
        [stream.evening]\norders = { lamp = 10 }\n\
        [inquiry.taste]\npatience = { lognormal = { mean = \"5min\", cv = 1 } }\nchannels = { chat = 1.0 }\n\
        [team.night.shift.evening]\nagents = 14\n";
    let folder = files("extends", &[("desk.toml", &desk("")), ("tonight.toml", tonight)]);
    let path = folder.join("tonight.toml");
    let loaded = load(&Request { path: path.to_str().unwrap(), ..Request::default() });
    let scenario = loaded.unwrap_or_else(|problems| panic!("{problems}")).scenario;
    assert_eq!(scenario.streams["evening"].orders.len(), 2);
    assert!(matches!(scenario.inquiries["taste"].handling["chat"].patience.law, Law::Lognormal { .. }));
    assert_eq!(scenario.inquiries["taste"].channels.len(), 1);
    assert_eq!(plan(&scenario, "night", "evening"), Headcount { plan: Some(14), min: 4, max: 30 });
    assert_eq!(scenario.inquiries["taste"].share, Some(0.04));
}

#[test]
fn counts_have_the_interval_of_the_file_and_lie_on_the_nights_days() {
    let csv = "when,calls\n2003-03-02T23:55:00Z,9\n2003-03-03T18:00:00Z,5\n2003-03-03T18:05:00Z,0\n2003-03-04T01:55:00Z,7\n2003-03-04T02:00:00Z,8\n";
    let text = desk("").replace("share    = 0.04", "").replace("product  = \"fruit\"", "arrivals = { file = \"calls.csv\", time = \"when\", count = \"calls\", date = 2003-03-03, as = \"forecast\", times = 1.3 }");
    let folder = files("counts", &[("desk.toml", &text), ("calls.csv", csv)]);
    let path = folder.join("desk.toml");
    let loaded = load(&Request { path: path.to_str().unwrap(), ..Request::default() });
    let scenario = loaded.unwrap_or_else(|problems| panic!("{problems}")).scenario;
    let arrivals = scenario.inquiries["taste"].arrivals.as_ref().unwrap();
    assert_eq!((arrivals.r#as, arrivals.times), (ArrivalsAs::Forecast, 1.3));
    let rows: Vec<(String, f64, Span)> =
        arrivals.rows.iter().map(|row| (row.at.to_string(), row.count, row.interval)).collect();
    let five = seconds(300);
    assert_eq!(
        rows,
        [
            ("2026-11-11T18:00:00".to_owned(), 5.0, five),
            ("2026-11-11T18:05:00".to_owned(), 0.0, five),
            ("2026-11-12T01:55:00".to_owned(), 7.0, five),
        ]
    );
}

#[test]
fn a_log_of_white_space_with_a_date_column_is_read_row_by_row() {
    let log = "id type date exit wait outcome\r\n1 PS 990118 18:02:56 9 AGENT\r\n2 PS 990118 7:02:56 9 AGENT\r\n3 NE 990118 19:00:00 0 AGENT\r\n4 PS 990118 19:30:00 12.0 PHANTOM\r\n5 PS 990118 23:59:59 12.0 HANG\r\n6 PS 990118 24:10:00 3 HANG\r\n";
    let arrivals = "\n[inquiry.taste.arrivals]\nfile = \"log.txt\"\ntime = \"exit\"\ndate_column = \"date\"\ndate = 1999-01-18\nas = \"recorded\"\npatience = \"wait\"\nonly = [{ type = \"PS\", outcome = [\"AGENT\", \"HANG\"] }, { wait = 0 }]\nleave_out = [{ outcome = \"HANG\", wait = 12 }]\n";
    let folder = files("log", &[("log.txt", log)]);
    let text = desk("").replace("share    = 0.04", "").replace("product  = \"fruit\"", "") + arrivals;
    let request = Request { path: "desk.toml", data: Some(Path::new(&folder)), ..Request::default() };
    let scenario = load_text_with(&text, &request).unwrap_or_else(|problems| panic!("{problems}")).scenario;
    let rows = &scenario.inquiries["taste"].arrivals.as_ref().unwrap().rows;
    let at: Vec<String> = rows.iter().map(|row| row.at.to_string()).collect();
    assert_eq!(at, ["2026-11-11T18:02:56", "2026-11-11T19:00:00", "2026-11-12T00:10:00"]);
    assert_eq!(rows[0].patience, Some(seconds(9)));
    assert_eq!((rows[0].interval, rows[0].count), (Span::ZERO, 1.0));
}

#[test]
fn rows_of_a_recording_may_come_by_channels_of_their_own() {
    let scenario = load(&Request { path: "tests/whole.toml", ..Request::default() }).unwrap().scenario;
    let lamp = &scenario.inquiries["lamp"];
    let rows = &lamp.arrivals.as_ref().unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.count).collect::<Vec<_>>(), [1.0, 3.0, 4.0]);
    assert_eq!(rows[0].tier.as_deref(), Some("vip"));
    assert_eq!(rows[1].tier, None);
    assert_eq!(rows[1].patience, Some(seconds(90)));
    assert_eq!(rows[0].interval, seconds(900));
}

#[test]
fn days_and_dates_are_read() {
    let scenario = load(&Request { path: "tests/whole.toml", ..Request::default() }).unwrap().scenario;
    let Staffing::Shifts(shifts) = &scenario.teams["night"].staffing else { panic!("a level") };
    assert!(matches!(&shifts["evening"].days, Days::Weekdays(days) if days.len() == 2));
    assert!(matches!(shifts["late"].days, Days::On(_)));
    assert_eq!(shifts["evening"].to, ClockTime(seconds(86_400)));
    assert!(!shifts["evening"].breaks[0].paid && shifts["evening"].breaks[1].paid);
    assert_eq!(scenario.targets["phone"].within, seconds(15));
    assert_eq!(shifts["late"].agents.plan, None);
}

#[test]
fn others_may_add_warnings_by_path() {
    let loaded = load_text(&desk("")).unwrap();
    let path = nightdesk::scenario::Path::of(&["inquiry", "taste", "delay"]);
    let shown = loaded
        .render(&[Problem::warning(&path, "most of it comes after closing", "look at `closes`")], false);
    assert!(shown.contains("--> scenario.toml:10:10"), "{shown}");
}

#[test]
fn problems_are_data_too() {
    let problems = load_text(&desk("").replace("[\"taste\"]", "[\"tast\"]")).unwrap_err();
    let json = serde_json::to_value(problems.records()).unwrap();
    assert_eq!(json[0]["file"], "scenario.toml");
    assert_eq!((&json[0]["line"], &json[0]["column"]), (&34.into(), &11.into()));
    assert_eq!(json[0]["path"], "team.night.skills.0");
    assert_eq!(json[0]["help"], "did you mean `taste`?");
}

#[test]
fn seconds_may_be_left_out_of_a_date_and_time() {
    for opens in
        ["\"2026-11-11T17:30\"", "2026-11-11 17:30:00", "\"2026-11-11 17:30:00\"", "2026-11-11T17:30"]
    {
        let scenario = with(&desk(""), &[], &[&format!("opens={opens}")]).scenario;
        assert_eq!(scenario.opens.to_string(), "2026-11-11T17:30:00", "{opens}");
    }
}

#[test]
fn a_scenario_that_is_not_there_is_one_problem_without_a_place() {
    let problems = load(&Request { path: "tonight.toml", ..Request::default() }).unwrap_err();
    let text = problems.to_string();
    assert_eq!(text.lines().next(), Some("error: there is no file `tonight.toml`"));
    assert!(serde_json::to_value(problems.records()).unwrap()[0]["line"].is_null());
}

#[test]
fn colours_appear_only_when_asked_for() {
    let problems = load_text("title = 5").unwrap_err();
    assert!(problems.render(true).contains('\u{1b}') && !problems.render(false).contains('\u{1b}'));
}

#[test]
fn a_baseline_from_a_file_is_steps_by_clock_time_or_dated_rates() {
    use nightdesk::scenario::Baseline;
    let scenario = load(&Request { path: "tests/whole.toml", ..Request::default() }).unwrap().scenario;
    let (baseline, days) = scenario.inquiries["manual"].baseline.clone().unwrap();
    let clock = |minutes: i64| ClockTime(seconds(60 * minutes));
    let steps = vec![(clock(7 * 60), 20.0), (clock(18 * 60), 50.0), (clock(22 * 60 + 30), 90.0)];
    assert_eq!((baseline, days), (Baseline::Steps(Steps { steps }), Days::Every));
    let dated =
        "inquiry.taste.baseline={ file = \"tests/dated_rates.csv\", time = \"from\", rate = \"an_hour\" }";
    let scenario = set(&[dated, "inquiry.taste.baseline=\"* 2\""]);
    let (baseline, _) = scenario.inquiries["taste"].baseline.clone().unwrap();
    let at = |text: &str| text.parse::<jiff::civil::DateTime>().unwrap();
    let rates = vec![(at("2026-11-11T18:00"), 50.0), (at("2026-11-11T22:30"), 90.0)];
    assert_eq!(baseline, Baseline::Dated { rates, end: at("2026-11-12T03:00") });
}

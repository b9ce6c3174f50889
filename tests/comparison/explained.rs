//! What went wrong, where it is known by hand.

use nightdesk::comparison::explain::remedies::Post;
use nightdesk::comparison::explain::{Cause, Explained, explain};
use nightdesk::scenario::{Request, Scenario, load_text_with};
use nightdesk::simulation::plan::Plan;
use nightdesk::simulation::replications::{Sampling, Stop, simulate};

/// Six customers wait at 19:00 on a night from 18:00 to 22:00. One agent of a team answers one every two
/// minutes: two of six within 5 min. Nothing is random.
const SIX: &str = r#"
title     = "Six customers"
time_zone = "Asia/Shanghai"
opens     = 2026-11-11T18:00:00
closes    = 2026-11-11T22:00:00
currency  = "CNY"
[inquiry.taste]
arrivals  = { file = "tests/comparison/six.csv", time = "arrived", as = "recorded" }
channels = { chat = 1.0 }
patience = "never"
reply    = "2min"
[channel.chat]
kind = "chat"
[team.night]
skills = ["taste"]
slots  = { chat = 1 }
pay    = 30.0
[team.night.shift.evening]
from   = "18:00"
to     = "23:00"
agents = 1
[target.first]
measure  = "first_reply"
within   = "5min"
at_least = 0.9
"#;

fn scenario(text: &str) -> Scenario {
    let request = Request { path: "six.toml", ..Request::default() };
    load_text_with(text, &request).unwrap_or_else(|problems| panic!("{problems}")).scenario
}

fn explained(scenario: &Scenario) -> Option<Explained> {
    let plan = Plan::compile(scenario).unwrap();
    let sampling = Sampling { seed: 1, stop: Stop::After(3), threads: 2 };
    let nights = simulate(&plan, &sampling, &mut |_| true).nights;
    explain(scenario, &plan, &nights, 1, 2, &|| true).unwrap()
}

fn share(explained: &Explained, cause: Cause) -> (f64, f64) {
    let place = explained.causes.iter().position(|it| *it == cause).unwrap();
    let owed = explained.targets[0].causes[place];
    (owed.share.unwrap().value, owed.alone.unwrap().value)
}

fn close(seen: (f64, f64), expected: (f64, f64)) {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
    assert!(near(seen.0, expected.0) && near(seen.1, expected.1), "{seen:?} is not {expected:?}");
}

#[test]
fn too_few_agents_are_all_to_blame_at_the_hour_of_the_surge() {
    let found = explained(&scenario(SIX)).unwrap();
    assert_eq!((found.bad_nights, found.looked_at), (3, 3));
    let target = &found.targets[0];
    assert_eq!((target.nights, target.misses), (3, 4.0));
    // Nothing else is in this world but breaks and ends of shifts, of which there are none.
    assert_eq!(found.causes, [Cause::Agents, Cause::Breaks]);
    assert_eq!(share(&found, Cause::Agents), (1.0, 1.0));
    assert_eq!(share(&found, Cause::Breaks), (0.0, 0.0));
    assert_eq!(target.together.unwrap().value, 1.0);
    let hours: Vec<(i64, f64)> =
        target.hours.iter().map(|hour| (hour.from.0 / 3_600_000_000, hour.share.value)).collect();
    assert_eq!(hours, [(1, 1.0), (0, 0.0), (2, 0.0), (3, 0.0)]);
}

#[test]
fn a_break_in_the_surge_shares_the_blame_with_too_few_agents() {
    let text =
        SIX.replace("agents = 1", "agents = 2\nbreaks = [{ for = \"60min\", between = \"18:50-20:00\" }]");
    // Both would be at break: agent 0 from 18:50, agent 1 from 19:00; the first comes back at 19:50.
    let found = explained(&scenario(&text)).unwrap();
    // All six wait till 19:50 and miss. Without breaks two agents answer four in time; with enough agents all
    // are. So breaks add 4 of 6 if they go first and nothing if they go last: on average 2.
    assert_eq!(found.targets[0].misses, 6.0);
    close(share(&found, Cause::Agents), (4.0 / 6.0, 1.0));
    close(share(&found, Cause::Breaks), (2.0 / 6.0, 4.0 / 6.0));
}

#[test]
fn another_teams_skills_would_have_helped() {
    let text = SIX.to_owned()
        + r#"
[inquiry.other]
baseline = { steps = { "00:00" = 0 } }
channels = { chat = 1.0 }
patience = "never"
reply    = "2min"
[team.others]
skills = ["other"]
slots  = { chat = 1 }
switch = "3s"
[team.others.shift.evening]
from   = "18:00"
to     = "23:00"
agents = 5
[party.merchant]
delay = "1h"
"#;
    let found = explained(&scenario(&text)).unwrap();
    // Six agents answer six at once; either would do, so they share it.
    close(share(&found, Cause::Skills), (0.5, 1.0));
    assert_eq!(share(&found, Cause::Parties), (0.0, 0.0));
    assert_eq!(share(&found, Cause::Concurrency), (0.0, 0.0));
    let teams: Vec<f64> = found.targets[0].hours[0].teams.iter().map(|(_, share)| share.value).collect();
    assert_eq!(teams, [1.0, 0.0]);
}

#[test]
fn a_night_that_misses_nothing_needs_no_explanation() {
    assert_eq!(explained(&scenario(&SIX.replace("at_least = 0.9", "at_least = 0.3"))), None);
}

#[test]
fn a_level_is_relieved_and_raised_like_shifts() {
    let level = SIX.replace(
        "[team.night.shift.evening]\nfrom   = \"18:00\"\nto     = \"23:00\"\nagents = 1",
        "on_duty = { steps = { \"18:00\" = 1, \"19:30\" = 2 } }",
    );
    let mut scenario = scenario(&level);
    let found = explained(&scenario).unwrap();
    assert_eq!(share(&found, Cause::Agents), (1.0, 1.0));
    assert_eq!(found.targets[0].hours[0].from.0, 3_600_000_000);
    let posts = Post::all(&scenario);
    assert_eq!(posts.iter().map(Post::path).collect::<Vec<_>>(), ["team.night.on_duty"]);
    posts[0].add_one(&mut scenario);
    // Two agents from 18:00: four of six in time.
    assert_eq!(explained(&scenario).unwrap().targets[0].misses, 2.0);
}

#[test]
fn more_customers_than_forecast_are_owed_to_the_forecast() {
    let text = include_str!("desk.toml").replace("busyness_cv = 0.3", "busyness_cv = 0.8");
    let scenario = scenario(&text.replace("= 10 }", "= 6 }"));
    let plan = Plan::compile(&scenario).unwrap();
    let sampling = Sampling { seed: 1, stop: Stop::After(300), threads: 2 };
    let nights = simulate(&plan, &sampling, &mut |_| true).nights;
    let found = explain(&scenario, &plan, &nights, 1, 1, &|| true).unwrap().unwrap();
    let place = found.causes.iter().position(|it| *it == Cause::Forecast).unwrap();
    let owed = found.targets[0].causes[place];
    assert!(owed.share.unwrap().low > 0.1 && owed.alone.unwrap().low > 0.3, "{owed:?}");
    // Threads change nothing.
    assert_eq!(explain(&scenario, &plan, &nights, 1, 3, &|| true).unwrap(), Some(found));
    // Nothing half done where somebody asks to stop.
    assert_eq!(explain(&scenario, &plan, &nights, 1, 3, &|| false).unwrap(), None);
}

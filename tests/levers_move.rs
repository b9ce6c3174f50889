//! Each bundled lever of an after-sales practice moves what it is for, on the same customers.

use nightdesk::report::{Run, SimulationReport};
use nightdesk::scenario::{Request, load};
use nightdesk::simulation::plan::Plan;
use nightdesk::simulation::replications::{Sampling, Stop, simulate};

/// The report of 60 nights of a bundled scenario with these levers.
fn report(file: &str, with: &[&str]) -> SimulationReport {
    let with: Vec<String> = with.iter().map(|lever| (*lever).to_owned()).collect();
    let path = format!("scenarios/{file}.toml");
    let request = Request { path: &path, with: &with, ..Request::default() };
    let loaded = load(&request).unwrap_or_else(|problems| panic!("{problems}"));
    let plan = Plan::compile(&loaded.scenario).unwrap();
    let sampling = Sampling { seed: 5, stop: Stop::After(60), threads: 2 };
    let simulated = simulate(&plan, &sampling, &mut |_| true);
    Run { scenario: &loaded.scenario, plan: &plan, seed: 5, simulated: &simulated, warnings: &[] }.report()
}

fn compliance(report: &SimulationReport, target: &str) -> f64 {
    let target = report.targets.iter().find(|it| it.name == target).unwrap();
    target.compliance.unwrap().mean
}

fn score(report: &SimulationReport) -> f64 {
    report.satisfaction.unwrap().score.unwrap().mean
}

#[test]
fn a_console_overlooks_less_and_customers_are_happier() {
    let (login, console) = (report("single-login", &[]), report("single-login", &["console"]));
    assert!(login.practices.overlooked > 10.0 * console.practices.overlooked);
    assert!(compliance(&console, "platform") > compliance(&login, "platform") + 0.05);
    assert!(score(&console) > score(&login) + 0.05);
}

#[test]
fn a_bot_takes_work_off_the_desk() {
    let (without, with) = (report("after-sales", &[]), report("after-sales", &["bot"]));
    assert!(with.practices.bot_settled > 0.4 * with.practices.bot_conversations);
    assert!(with.teams[0].occupancy.unwrap() < without.teams[0].occupancy.unwrap() - 0.05);
    assert!(compliance(&with, "platform") > compliance(&without, "platform"));
    assert_eq!(with.inquiries[1].cases, without.inquiries[1].cases);
}

#[test]
fn call_backs_take_agents_time() {
    let (without, with) = (report("after-sales", &[]), report("after-sales", &["call-back"]));
    // Nearly half of the refunds, of which there are about 35 × 12 × 0.4.
    assert!((60.0..95.0).contains(&with.practices.call_backs), "{}", with.practices.call_backs);
    assert!(with.teams[0].occupancy.unwrap() > without.teams[0].occupancy.unwrap() + 0.01);
}

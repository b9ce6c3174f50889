//! Tiny worlds whose difference is known by hand.

use nightdesk::comparison::{Compared, Conclusion, Criterion, Question, Rule, Stop, compare};
use nightdesk::scenario::{Request, load_text_with};
use nightdesk::simulation::plan::Plan;

/// Two customers wait at 18:00; a reply takes two minutes; one agent, one slot; pay 30 an hour for five hours.
const TWO: &str = r#"
title     = "Two customers"
time_zone = "Asia/Shanghai"
opens     = 2026-11-11T18:00:00
closes    = 2026-11-11T20:00:00
currency  = "CNY"
[inquiry.taste]
waiting_at_open = { cases = 2, since = "0s" }
baseline = { steps = { "00:00" = 0 } }
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
within   = "3min"
at_least = 0.9
[lever.slower]
set = { "inquiry.taste.reply" = "4min" }
"#;

fn plan(text: &str, with: &[&str], set: &[&str]) -> Plan {
    let owned = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect::<Vec<String>>();
    let (with, set) = (owned(with), owned(set));
    let request = Request { path: "two.toml", with: &with, set: &set, data: None };
    let loaded = load_text_with(text, &request).unwrap_or_else(|problems| panic!("{problems}"));
    Plan::compile(&loaded.scenario).unwrap()
}

const QUESTION: Question = Question {
    rule: Rule::LeastCost { certainty: 0.95 },
    indifference: 1.0,
    seed: 1,
    stop: Stop::After(400),
    threads: 2,
};

fn compared(plans: &[Plan], question: &Question) -> Compared {
    compare(plans, question, &mut |_| true)
}

#[test]
fn a_second_agent_answers_the_second_customer_in_time_and_costs_150() {
    // Alone: replies after 2 and 4 min, one of two in time. With two agents both after 2 min. Slower: none.
    let second = ["team.night.shift.evening.agents=2"];
    let plans = [plan(TWO, &[], &[]), plan(TWO, &[], &second), plan(TWO, &["slower"], &[])];
    let compared = compared(&plans, &QUESTION);
    let exactly = |plan, criterion| {
        let interval = compared.difference(plan, criterion).unwrap();
        assert_eq!((interval.value, interval.value), (interval.low, interval.high));
        interval.value
    };
    assert_eq!(exactly(1, Criterion::Compliance(0)), 0.5);
    assert_eq!(exactly(2, Criterion::Compliance(0)), -0.5);
    assert_eq!(exactly(1, Criterion::Cost), 150.0);
    assert_eq!(exactly(2, Criterion::Cost), 0.0);
    assert_eq!(compared.difference(1, Criterion::AllMet).unwrap().value, 1.0);
    assert_eq!(compared.conclusion(), Conclusion::Best(1));
    assert_eq!(compared.is_certain_enough(), Some(true));
}

#[test]
fn by_cost_the_dearer_plan_loses_and_equals_share_the_place() {
    let second = ["team.night.shift.evening.agents=2"];
    let plans = [plan(TWO, &[], &[]), plan(TWO, &[], &second), plan(TWO, &["slower"], &[])];
    let question = Question { rule: Rule::By(Criterion::Cost), ..QUESTION };
    assert_eq!(compared(&plans, &question).conclusion(), Conclusion::Alike(vec![0, 2]));
    let question = Question { rule: Rule::By(Criterion::Compliance(0)), ..QUESTION };
    assert_eq!(compared(&plans, &question).conclusion(), Conclusion::Best(1));
}

const DESK: &str = include_str!("desk.toml");

#[test]
fn identical_plans_differ_by_exactly_nothing_and_neither_wins() {
    let plans = [plan(DESK, &[], &[]), plan(DESK, &[], &[])];
    for rule in [QUESTION.rule, Rule::By(Criterion::Cost), Rule::By(Criterion::AllMet)] {
        for stop in [Stop::After(300), Stop::AtPrecision(2.0), Stop::AtTheBest] {
            let compared = compared(&plans, &Question { rule, stop, ..QUESTION });
            for criterion in [Criterion::Compliance(0), Criterion::Cost] {
                let interval = compared.difference(1, criterion).unwrap();
                assert_eq!((interval.value, interval.low, interval.high), (0.0, 0.0, 0.0));
            }
            let chance = compared.difference(1, Criterion::AllMet).unwrap();
            assert!(chance.value == 0.0 && chance.low < 0.0 && chance.high > 0.0);
            let winner = matches!(compared.conclusion(), Conclusion::Best(_));
            assert!(!winner, "{rule:?} {stop:?}: {:?}", compared.conclusion());
        }
    }
}

#[test]
fn the_same_customers_make_the_difference_far_better_known() {
    let plans = [plan(DESK, &[], &[]), plan(DESK, &[], &["team.night.speed=1.05"])];
    let compared = compared(&plans, &QUESTION);
    let difference = compared.nights[1].less(&compared.nights[0], Criterion::Compliance(0)).unwrap();
    // Against other seeds for the second plan, which is what independent customers are.
    let other = super::known::compared(&plans, &Question { seed: 2, ..QUESTION });
    let independent = other.nights[1].less(&compared.nights[0], Criterion::Compliance(0)).unwrap();
    let ratio = difference.variance_ratio().unwrap();
    assert!(ratio > 5.0, "{ratio}");
    let seen = independent.variance / difference.variance;
    // Two estimates of a variance from 400 nights each: within a third of each other, 4 deviations.
    assert!((seen / ratio - 1.0).abs() < 0.34, "{seen} {ratio}");
}

#[test]
fn threads_change_nothing() {
    let plans = [plan(DESK, &[], &[]), plan(DESK, &[], &["inquiry.taste.baseline=\"* 0.8\""])];
    let shown = |threads| {
        let compared = compared(&plans, &Question { threads, stop: Stop::AtPrecision(1.5), ..QUESTION });
        format!("{:?}", compared.nights)
    };
    assert!(shown(1) == shown(3));
}

#[test]
fn a_plan_that_cannot_win_is_simulated_no_further() {
    let dear = ["team.night.shift.evening.agents=9"];
    let close = ["team.night.pay=30.2"];
    let plans = [plan(DESK, &[], &[]), plan(DESK, &[], &dear), plan(DESK, &[], &close)];
    let question = Question { rule: Rule::By(Criterion::Compliance(0)), stop: Stop::AtTheBest, ..QUESTION };
    let compared = compared(&plans, &question);
    assert_eq!(compared.conclusion(), Conclusion::Best(1));
    assert_eq!(compared.nights[1].len(), 200);
    let question = Question { rule: Rule::By(Criterion::Cost), ..question };
    let compared = super::known::compared(&plans, &question);
    assert_eq!(compared.nights[1].len(), 200);
}

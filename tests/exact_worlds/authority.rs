//! 3.6: payouts, and who may make them.

use crate::support::world::*;
use nightdesk::random::Sampler;
use nightdesk::scenario::Measure;
use nightdesk::simulation::plan::{Authority, Next};
use nightdesk::units::Money;

/// Team "a" answers, and may pay out 5; "b" approves of more, in 40 s. Every conversation pays out `cost`.
fn desk(cost: f64) -> Desk {
    let mut desk = Desk::new();
    let authority = Authority { up_to: Money::from_units(5.0), then: 1, takes: secs(40) };
    desk.staffed("a", 1).authority = Some(authority);
    desk.staffed("b", 1).skills = Vec::new();
    desk.then(TASTE, 1.0, Next::Concluded);
    desk.plan.inquiries[TASTE].outcomes[0].1.cost = Money::from_units(cost);
    desk
}

#[test]
fn what_an_agent_may_pay_out_concludes_at_once() {
    let mut desk = desk(5.0);
    desk.chat(0);
    let night = desk.run();
    assert_eq!(night.concluded(0), [60]);
    assert_eq!(night.counts.outcome_cost, Money::from_units(5.0));
    let practices = night.counts.practices;
    assert_eq!((practices.payouts, practices.approvals), (1, 0));
}

#[test]
fn more_waits_for_the_team_that_may_approve_of_it() {
    let mut desk = desk(5.01);
    desk.target(Measure::Solution, 60);
    desk.target(Measure::Conclusion, 99);
    desk.target(Measure::Conclusion, 100);
    desk.chat(0);
    let night = desk.run();
    // Replied at 60; the supervisor tells the customer from 60 to 100.
    assert_eq!(night.followed_up(0), [100]);
    assert_eq!(night.concluded(0), [100]);
    assert_eq!([night.met(0), night.met(1), night.met(2)], [(1, 1), (0, 1), (1, 1)]);
    assert_eq!(night.counts.teams[1].busy, span(40));
    let practices = night.counts.practices;
    assert_eq!((practices.payouts, practices.approvals), (1, 1));
}

#[test]
fn approvals_wait_for_a_supervisor_on_duty() {
    let mut desk = Desk::new();
    let authority = Authority { up_to: Money::ZERO, then: 1, takes: secs(40) };
    desk.staffed("a", 1).authority = Some(authority);
    desk.team("b").skills = Vec::new();
    desk.shift("late", 1000, 2 * HOUR, 1);
    desk.then(TASTE, 1.0, Next::Concluded);
    desk.chat(0);
    let night = desk.run();
    assert_eq!(night.concluded(0), [1040]);
}

#[test]
fn an_outcome_that_goes_on_asks_nobody() {
    let mut desk = desk(50.0);
    let merchant = desk.party(500, &[]);
    desk.plan.inquiries[TASTE].outcomes[0].1.next = Next::MessageAfter { party: merchant };
    desk.chat(0);
    let night = desk.run();
    assert_eq!(night.concluded(0), [620]);
    assert_eq!(night.counts.practices.approvals, 0);
}

#[test]
fn an_amount_may_be_drawn() {
    let mut desk = desk(0.0);
    let law = Sampler::Constant(nightdesk::units::Span(7_250_000));
    desk.plan.inquiries[TASTE].outcomes[0].1.drawn_cost = Some(law);
    desk.chat(0);
    let night = desk.run();
    assert_eq!(night.counts.outcome_cost, Money::from_units(7.25));
    assert_eq!(night.concluded(0), [100]);
}

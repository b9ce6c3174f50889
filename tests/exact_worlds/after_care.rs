//! 3.6: after-care.

use crate::support::world::*;
use nightdesk::scenario::Measure;
use nightdesk::simulation::plan::{AfterCare, Next};

/// What becomes of conversations about `inquiry`, with after-care 500 s after the conclusion, of 40 s.
fn then_with_care(desk: &mut Desk, inquiry: usize, share: f64, next: Next) {
    desk.then(inquiry, share, next);
    let care = AfterCare { share: 1.0, delay: secs(500), reply: secs(40) };
    desk.plan.inquiries[inquiry].outcomes[0].1.after_care = Some(care);
}

#[test]
fn after_care_is_a_message_of_the_desk_after_the_conclusion_and_takes_agent_time() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    then_with_care(&mut desk, TASTE, 1.0, Next::Concluded);
    desk.target(Measure::Conclusion, 60);
    desk.chat(0);
    let night = desk.run();
    // Replied and concluded at 60; due at 560.
    assert_eq!(night.after_care(0), [600]);
    assert_eq!(night.concluded(0), [60]);
    // The conclusion does not wait for it.
    assert_eq!(night.met(0), (1, 1));
    assert_eq!(night.counts.practices.call_backs, 1);
    assert_eq!(night.counts.teams[0].busy, span(100));
    assert_eq!(night.counts.open_at_end, 0);
}

#[test]
fn after_care_follows_the_follow_up_message_that_concludes_the_case() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    let merchant = desk.party(500, &[]);
    then_with_care(&mut desk, TASTE, 1.0, Next::MessageAfter { party: merchant });
    desk.chat(0);
    let night = desk.run();
    assert_eq!(night.concluded(0), [620]);
    assert_eq!(night.after_care(0), [1160]);
}

#[test]
fn after_care_that_an_escalated_conversation_decided_on_waits_for_the_conclusion() {
    let mut desk = Desk::new();
    desk.staffed("a", 1);
    desk.staffed("b", 1).skills = vec![VERSION as u16];
    desk.first_customer_escalates_once(TASTE, 1);
    let care = AfterCare { share: 1.0, delay: secs(500), reply: secs(40) };
    desk.plan.inquiries[TASTE].outcomes[0].1.after_care = Some(care);
    desk.chat(0);
    let night = desk.run();
    // Team "b" replies from 60 to 120 and concludes; team "a", which escalated, calls back from 620 on.
    assert_eq!(night.concluded(0), [120]);
    assert_eq!(night.after_care(0), [660]);
    assert_eq!(night.counts.teams[0].busy, span(100));
}

#[test]
fn only_a_share_gets_it_and_nobody_who_gave_up() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    then_with_care(&mut desk, TASTE, 1.0, Next::Concluded);
    desk.plan.inquiries[TASTE].outcomes[0].1.after_care.as_mut().expect("just set").share = 0.0;
    desk.chat(0);
    assert_eq!(desk.run().counts.practices.call_backs, 0);

    let mut desk = Desk::new();
    desk.team("night");
    desk.shift("late", 200, 2 * HOUR, 1);
    then_with_care(&mut desk, TASTE, 1.0, Next::Concluded);
    desk.chat(0).patience(100);
    assert_eq!(desk.run().counts.practices.call_backs, 0);
}

#[test]
fn after_care_waits_like_other_messages_of_the_desk() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    then_with_care(&mut desk, TASTE, 1.0, Next::Concluded);
    desk.chat(0);
    desk.customer(VERSION, CHAT, 550).reply(100);
    let night = desk.run();
    // The chat of 550 keeps the agent until 650.
    assert_eq!(night.after_care(0), [690]);
}

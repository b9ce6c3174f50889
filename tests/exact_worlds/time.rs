//! 3.1: the order of things at one instant, the backlog, closes and the run-out.

use crate::support::world::*;
use nightdesk::random::CountSampler;
use nightdesk::scenario::Measure;
use nightdesk::simulation::plan::{Next, Routing};
use nightdesk::units::Money;

#[test]
fn work_ends_before_messages_arrive_and_agents_come_before_work_ends() {
    let mut desk = Desk::new();
    desk.team("a").slots = vec![1, 0, 0];
    desk.shift("early", 0, HOUR, 1);
    desk.shift("late", 60, HOUR, 1);
    desk.chat(0);
    desk.chat(10); // waits
    desk.chat(60);
    let night = desk.run();
    // At 60 the second agent comes first and takes 1; then the first ends its work and is free for 2.
    assert_eq!(night.begun(1), [(60, 1)]);
    assert_eq!(night.begun(2), [(60, 0)]);
}

#[test]
fn agents_leave_before_messages_arrive() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 100, 1);
    desk.chat(100);
    let night = desk.run();
    assert!(night.begun(0).is_empty());
}

#[test]
fn work_that_ends_with_the_shift_is_followed_by_the_next_message() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 60, 1);
    desk.chat(0);
    desk.chat(1);
    let night = desk.run();
    // Work ends (and the next is chosen) before agents leave: it is in hand when the shift ends.
    assert_eq!(night.begun(1), [(60, 0)]);
    assert_eq!(night.counts.teams[0].overtime, span(60));
}

#[test]
fn desk_messages_fall_due_before_messages_arrive() {
    let mut desk = Desk::new();
    desk.staffed("a", 1);
    let merchant = desk.party(440, &[]);
    desk.then(TASTE, 1.0, Next::MessageAfter { party: merchant });
    desk.chat(0); // replied to at 60, answered by the party at 500
    desk.customer(VERSION, CHAT, 500);
    let night = desk.run();
    assert_eq!(night.followed_up(0), [560]);
    assert_eq!(night.begun(1), [(560, 0)]);
}

#[test]
fn messages_of_one_instant_arrive_by_source_and_case() {
    let mut desk = Desk::new();
    desk.staffed("a", 1);
    desk.customer(VERSION, CHAT, 10);
    desk.chat(10);
    desk.chat(10);
    let night = desk.run();
    assert_eq!([1, 2, 0].map(|customer| night.begun(customer)[0].0), [10, 70, 130]);
}

#[test]
fn after_passes_before_messages_arrive() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.staffed("b", 1).slots = vec![1, 0, 0];
    desk.plan.inquiries[TASTE].routing = Routing::InOrder(vec![(0, span(0)), (1, span(100))]);
    desk.plan.inquiries[VERSION].routing = Routing::Pool(vec![1]);
    desk.chat(0);
    desk.customer(VERSION, CHAT, 100);
    let night = desk.run();
    assert_eq!(night.begun(0), [(100, 0)]);
    assert_eq!(night.begun(1), [(160, 0)]);
}

#[test]
fn the_backlogs_clocks_run_from_when_it_came_and_its_patience_from_the_opening() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 100, HOUR, 1);
    desk.target(Measure::FirstReply, 1160);
    desk.target(Measure::FirstReply, 598);
    desk.chat(-1000).patience(100);
    desk.chat(-500).patience(99);
    let night = desk.run();
    // 1's patience ends at 99, after 599 s; 0's at 100, when work on it begins: replied to at 160,
    // after 1160 s.
    assert_eq!(night.gave_up(1), [99]);
    assert_eq!(night.replied(0)[0], 160);
    assert_eq!((night.met(0), night.met(1)), ((1, 1), (0, 2)));
    assert_eq!(night.counts.channels[CHAT].waited, span(1160));
    assert_eq!(night.counts.intervals[0].arrivals, 2);
}

#[test]
fn the_backlog_is_taken_at_the_opening_by_the_longest_wait() {
    let mut desk = Desk::new();
    desk.staffed("a", 1).slots = vec![1, 0, 0];
    desk.chat(-10);
    desk.chat(-20);
    let night = desk.run();
    assert_eq!(night.begun(1), [(0, 0)]);
    assert_eq!(night.begun(0), [(60, 0)]);
}

#[test]
fn after_closes_what_arrived_goes_on_with_shifts_that_are_not_this_nights_cost() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("next", 5000, 26 * HOUR, 1);
    desk.target(Measure::FirstReply, 2000);
    desk.chat(3500);
    let night = desk.run();
    assert_eq!(night.replied(0), [5060]);
    assert_eq!(night.met(0), (1, 1));
    let team = night.counts.teams[0];
    assert_eq!((team.busy, team.paid, team.wages), (span(0), span(0), Money::ZERO));
    assert_eq!(night.counts.intervals[4].on_duty_change, 0);
}

#[test]
fn a_shift_that_begins_before_closes_is_paid_to_its_end() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("late", 3000, 5000, 1);
    desk.chat(4000 - 401).reply(500);
    let night = desk.run();
    let team = night.counts.teams[0];
    assert_eq!((team.busy, team.paid), (span(500), span(2000)));
    // It leaves in the run-out.
    assert_eq!(night.counts.intervals[3].on_duty_change, 1);
    assert_eq!(night.counts.intervals[4].on_duty_change, -1);
}

#[test]
fn what_is_open_at_the_end_of_the_run_out_is_reported_and_missed() {
    let mut desk = Desk::new();
    desk.plan.end = at(4000);
    desk.staffed("a", 1);
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(10 * HOUR);
    for measure in [Measure::FirstReply, Measure::EachReply, Measure::Solution, Measure::Conclusion] {
        desk.target(measure, 10 * HOUR);
    }
    desk.chat(0); // replied to at 60; its customer thinks over the end
    desk.customer(VERSION, CHAT, 3590).reply(1000); // in hand at the end
    desk.customer(VERSION, CHAT, 3595); // waits at the end
    desk.customer(VERSION, CHAT, 3595).patience(100); // gives up at 3695, which is not late
    let night = desk.run();
    assert_eq!(night.counts.open_at_end, 3);
    assert_eq!([0, 1, 2, 3].map(|target| night.met(target)), [(1, 3), (1, 3), (0, 3), (0, 3)]);
    assert_eq!(night.counts.inquiries[VERSION].unanswered, 1);
    assert_eq!(night.counts.inquiries[TASTE].answered, 1);
    assert_eq!(night.counts.teams[0].busy, span(60 + 410));
}

#[test]
fn a_solving_reply_sent_before_the_end_solves_though_the_conversation_is_not_over() {
    let mut desk = Desk::new();
    desk.plan.end = at(4000);
    desk.staffed("a", 1);
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(10 * HOUR);
    desk.plan.inquiries[TASTE].solution_turn = Some(1);
    desk.target(Measure::Solution, 60);
    desk.target(Measure::Conclusion, 60);
    desk.chat(0);
    let night = desk.run();
    assert_eq!((night.met(0), night.met(1)), ((1, 1), (0, 1)));
}

#[test]
fn a_call_in_hand_at_the_end_was_answered_when_the_talk_started() {
    let mut desk = Desk::new();
    desk.plan.end = at(3700);
    desk.staffed("a", 1);
    desk.target(Measure::Answer, 20);
    desk.target(Measure::Conclusion, HOUR);
    desk.call(3500).reply(1000);
    desk.call(3500).reply(1000);
    let night = desk.run();
    assert_eq!((night.met(0), night.met(1)), ((1, 2), (0, 2)));
    assert_eq!(night.counts.channels[PHONE].answered, 1);
}

#[test]
fn the_end_is_exclusive_nothing_at_it_happens() {
    let mut desk = Desk::new();
    desk.plan.end = at(3700);
    desk.staffed("a", 1);
    desk.chat(0).reply(3700);
    let night = desk.run();
    assert!(night.replied(0).is_empty());
    assert_eq!(night.counts.open_at_end, 1);
}

//! 3.10: scores, complaints, and agents' score cards.

use crate::support::world::*;
use nightdesk::random::CountSampler;
use nightdesk::simulation::plan::{Next, Satisfaction, Tolerance};
use nightdesk::simulation::tally::OpinionCounts;

/// Everybody answers; no chance in it; the unsatisfied complain, and nobody else.
fn asked(desk: &mut Desk) {
    let tolerance = Tolerance { free: span(180), per_minute: 0.25 };
    desk.plan.satisfaction = Some(Satisfaction {
        share: 1.0,
        at_best: 4.6,
        first_wait: tolerance,
        later_wait: Tolerance { free: span(60), per_minute: 0.5 },
        free_turns: 1,
        each_turn: 0.1,
        transfer: 0.4,
        abandoned: 1.5,
        open: 1.0,
        scatter: 0.0,
        unsatisfied_below: 3.2,
        complaints_unsatisfied: 1.0,
        complaints_others: 0.0,
    });
}

/// One survey with this score, in millionths.
fn one(score: u64) -> OpinionCounts {
    let low = u64::from(score < 3_200_000);
    OpinionCounts { cases: 1, surveys: 1, score, unsatisfied: low, complaints: low }
}

#[test]
fn a_case_scores_by_its_first_wait_and_counts_for_the_agent_who_replied() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    asked(&mut desk);
    desk.chat(0).reply(300);
    let night = desk.run();
    // Two minutes over: 4.6 − 2 × 0.25.
    assert_eq!(night.counts.inquiries[TASTE].opinions, one(4_100_000));
    assert_eq!(night.counts.agents[0].opinions, one(4_100_000));
}

#[test]
fn the_longest_later_wait_and_further_replies_take_off_more() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    asked(&mut desk);
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(3);
    desk.goes(TASTE, CHAT).think = secs(10);
    desk.chat(0).reply(90);
    let night = desk.run();
    // Two later waits of 90 s: half a minute over, 0.25; two replies more than one: 0.2.
    assert_eq!(night.counts.inquiries[TASTE].opinions, one(4_150_000));
}

#[test]
fn who_gave_up_is_asked_too_and_belongs_to_no_agent() {
    let mut desk = Desk::new();
    desk.team("night");
    desk.shift("late", 600, 2 * HOUR, 1);
    asked(&mut desk);
    desk.chat(0).patience(240);
    let night = desk.run();
    // A minute over: 0.25; given up: 1.5. Less than 3.2: unsatisfied, and complains.
    assert_eq!(night.counts.inquiries[TASTE].opinions, one(2_850_000));
    assert_eq!(night.counts.agents[0].opinions, OpinionCounts::default());
}

#[test]
fn what_is_open_at_the_end_is_judged_then() {
    let mut desk = Desk::new();
    desk.team("night");
    asked(&mut desk);
    desk.plan.end = at(3600 + 180);
    desk.chat(3500);
    let night = desk.run();
    // 280 s until the end: 100 s over, 0.41667; open: 1.
    assert_eq!(night.counts.inquiries[TASTE].opinions, one(3_183_333));
}

#[test]
fn handovers_and_escalations_are_transfers() {
    let mut desk = Desk::new();
    asked(&mut desk);
    desk.team("a");
    desk.shift("early", 0, 30, 1);
    desk.shift("late", 60, 2 * HOUR, 1);
    desk.staffed("b", 1).skills = vec![VERSION as u16];
    desk.first_customer_escalates_once(TASTE, 1);
    desk.chat(0).reply(50);
    let night = desk.run();
    // One escalation, two replies: 4.6 − 0.4 − 0.1.
    assert_eq!(night.counts.inquiries[TASTE].opinions, one(4_100_000));
    assert_eq!(night.counts.agents[2].opinions, one(4_100_000));

    let mut desk = Desk::new();
    asked(&mut desk);
    desk.team("a");
    desk.shift("early", 0, 30, 1);
    desk.shift("late", 60, 2 * HOUR, 1);
    desk.customer(VERSION, CHAT, 0).reply(50);
    desk.chat(10);
    let night = desk.run();
    // The second waits in the inbox of who leaves at 50, and for the late agent from 60 on: replied at 120.
    assert_eq!(night.handed_over(1), [50]);
    assert_eq!(night.counts.inquiries[TASTE].opinions, one(4_200_000));
}

#[test]
fn a_call_waits_until_the_talk_starts() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    asked(&mut desk);
    desk.call(0).reply(600);
    let night = desk.run();
    assert_eq!(night.counts.inquiries[TASTE].opinions, one(4_600_000));
}

#[test]
fn the_follow_up_message_makes_its_sender_the_last() {
    let mut desk = Desk::new();
    asked(&mut desk);
    desk.team("a");
    desk.shift("early", 0, 100, 1);
    desk.shift("late", 100, 2 * HOUR, 1);
    let merchant = desk.party(500, &[]);
    desk.then(TASTE, 1.0, Next::MessageAfter { party: merchant });
    desk.chat(0);
    let night = desk.run();
    assert_eq!(night.counts.agents[0].opinions, OpinionCounts::default());
    assert_eq!(night.counts.agents[1].opinions, one(4_600_000));
}

#[test]
fn a_score_card_counts_conversations_replies_and_quick_ones() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.plan.quick_reply = span(100);
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(10);
    desk.chat(0).reply(80);
    desk.customer(VERSION, PHONE, 1000).reply(50);
    desk.customer(VERSION, CHAT, 2000).reply(101);
    let night = desk.run();
    let card = night.counts.agents[0];
    // Two replies after 80 s each, a talk, and one after 101 s.
    assert_eq!((card.conversations, card.replies, card.written, card.quick), (3, 4, 3, 2));
    assert_eq!(card.busy, span(80 + 80 + 50 + 101));
    assert_eq!(card.busy, night.counts.teams[0].busy);
    assert_eq!(card.on_duty, night.counts.teams[0].on_duty);
}

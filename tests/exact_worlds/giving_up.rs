//! 3.5: giving up.

use crate::support::world::*;
use nightdesk::random::CountSampler;
use nightdesk::scenario::{GivenUp, Measure};
use nightdesk::simulation::plan::Retry;

fn always_retry(delay: i64, channel: Option<usize>) -> Option<Retry> {
    Some(Retry { share: 1.0, delay: secs(delay), channel: channel.map(|channel| channel as u8) })
}

#[test]
fn a_customer_in_the_queue_gives_up_when_patience_ends() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.call(0).reply(100);
    desk.call(10).patience(50);
    let night = desk.run();
    assert_eq!(night.gave_up(1), [60]);
    assert!(night.begun(1).is_empty());
    assert_eq!(night.counts.channels[PHONE].abandoned, 1);
}

#[test]
fn so_does_one_in_an_inbox() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.chat(0).reply(100);
    desk.chat(10).patience(50);
    let night = desk.run();
    assert_eq!(night.assigned(1), [(10, 0)]);
    assert_eq!(night.gave_up(1), [60]);
}

#[test]
fn work_begun_at_the_very_instant_patience_ends_is_in_time() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.call(0).reply(60);
    desk.call(10).patience(50);
    let night = desk.run();
    assert!(night.gave_up(1).is_empty());
    assert_eq!(night.begun(1), [(60, 0)]);
}

#[test]
fn once_work_has_begun_nobody_gives_up() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.chat(0).reply(1000).patience(10);
    let night = desk.run();
    assert!(night.gave_up(0).is_empty());
    assert_eq!(night.replied(0), [1000]);
}

#[test]
fn where_given_up_leaves_the_slot_is_free_at_once_and_filled() {
    let mut desk = Desk::new();
    desk.plan.channels[CHAT].given_up = GivenUp::Leaves;
    desk.staffed("night", 1).slots = vec![2, 0, 0];
    desk.chat(0).reply(100);
    desk.chat(0).patience(50);
    desk.chat(10);
    let night = desk.run();
    assert_eq!(night.assigned(2), [(50, 0)]);
    assert_eq!(night.begun(2), [(100, 0)]);
}

#[test]
fn where_given_up_stays_it_holds_its_slot_and_is_answered_once_without_credit() {
    let mut desk = Desk::new();
    desk.staffed("night", 1).slots = vec![2, 0, 0];
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(3);
    desk.goes(TASTE, CHAT).wrap_up = secs(15);
    desk.goes(VERSION, CHAT).reply = secs(100);
    desk.customer(VERSION, CHAT, 0);
    desk.chat(1).patience(49);
    desk.customer(VERSION, CHAT, 10);
    let night = desk.run();
    // 100 to 160 a full reply, to 175 the wrap-up; nothing of its three turns follows. At 100 the
    // first slot is free for 2, whose work begins at 175.
    assert_eq!(night.begun(1), [(100, 0)]);
    assert_eq!(night.replied(1), [160]);
    assert_eq!(night.begun(2), [(175, 0)]);
    assert_eq!(night.counts.channels[CHAT].answered, 2);
    assert_eq!(night.counts.channels[CHAT].replies, 2);
    assert_eq!(night.counts.inquiries[TASTE].outcomes, [0]);
    assert_eq!((night.counts.inquiries[TASTE].answered, night.counts.inquiries[TASTE].unanswered), (0, 1));
}

#[test]
fn where_given_up_stays_in_the_queue_it_keeps_its_place() {
    let mut desk = Desk::new();
    desk.staffed("night", 1).slots = vec![1, 0, 0];
    desk.chat(0).reply(100);
    desk.chat(1).patience(50);
    desk.chat(2);
    let night = desk.run();
    assert_eq!(night.begun(1), [(100, 0)]);
    assert_eq!(night.begun(2), [(160, 0)]);
}

#[test]
fn who_gives_up_at_a_later_message_ends_the_conversation_and_is_not_abandoned() {
    let mut desk = Desk::new();
    desk.plan.channels[CHAT].given_up = GivenUp::Leaves;
    desk.staffed("night", 1);
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(3);
    desk.goes(TASTE, CHAT).think = secs(10);
    desk.goes(TASTE, CHAT).patience_later = secs(20);
    desk.chat(0);
    desk.customer(VERSION, CHAT, 5).reply(500); // in hand from 60 to 560
    let night = desk.run();
    // Replied to at 60, writes at 70, gives up at 90.
    assert_eq!(night.gave_up(0), [90]);
    assert_eq!(night.replied(0), [60]);
    assert_eq!(night.counts.channels[CHAT].abandoned, 0);
    assert_eq!(night.counts.channels[CHAT].answered, 2);
    assert_eq!(night.counts.inquiries[TASTE].outcomes, [0]);
    assert_eq!(night.counts.open_at_end, 0);
}

#[test]
fn with_stays_the_later_message_is_answered_once_without_credit_too() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(3);
    desk.goes(TASTE, CHAT).think = secs(10);
    desk.goes(TASTE, CHAT).patience_later = secs(20);
    desk.chat(0);
    desk.customer(VERSION, CHAT, 5).reply(500);
    let night = desk.run();
    assert_eq!(night.gave_up(0), [90]);
    assert_eq!(night.replied(0), [60, 620]);
    assert_eq!(night.counts.channels[CHAT].replies, 2);
    assert_eq!(night.counts.inquiries[TASTE].outcomes, [0]);
}

#[test]
fn a_retry_is_a_new_conversation_of_the_same_case_on_its_channel() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.goes(TASTE, PHONE).retry = always_retry(200, Some(CHAT));
    desk.target(Measure::FirstReply, 60);
    desk.target(Measure::Conclusion, 300);
    desk.customer(VERSION, PHONE, 0).reply(100);
    desk.call(1).patience(10);
    let night = desk.run();
    // Gives up at 11, writes at 211, is answered at 271.
    assert_eq!(night.replied(1), [271]);
    assert_eq!(night.counts.channels[PHONE].conversations, 2);
    assert_eq!(night.counts.channels[CHAT].conversations, 1);
    assert_eq!(night.counts.inquiries[TASTE].cases, 1);
    // The attempt by its own clock and channel, the case by its first message (of 1).
    assert_eq!(night.met(0), (1, 1));
    assert_eq!(night.met(1), (2, 2));
}

#[test]
fn the_same_share_tries_again_if_that_fails_too_also_after_closes() {
    let mut desk = Desk::new();
    desk.team("night");
    desk.shift("late", 5000, 6000, 1);
    desk.goes(TASTE, PHONE).retry = always_retry(1000, None);
    desk.call(0).patience(500);
    let night = desk.run();
    // Calls at 0, 1500, 3000 and (after closes at 3600) 4500, where the agent comes at 5000 just in time.
    assert_eq!(night.gave_up(0), [500, 2000, 3500]);
    assert_eq!(night.begun(0), [(5000, 0)]);
    let intervals: Vec<u64> = night.counts.intervals.iter().map(|interval| interval.arrivals).collect();
    assert_eq!(intervals, [1, 1, 0, 1, 1]);
}

#[test]
fn giving_up_at_a_later_message_may_be_followed_by_a_retry_too() {
    let mut desk = Desk::new();
    desk.plan.channels[CHAT].given_up = GivenUp::Leaves;
    desk.staffed("night", 1);
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(10);
    desk.goes(TASTE, CHAT).patience_later = secs(20);
    desk.goes(TASTE, CHAT).retry = always_retry(1000, Some(PHONE));
    desk.chat(0);
    desk.customer(VERSION, CHAT, 5).reply(500);
    let night = desk.run();
    assert_eq!(night.gave_up(0), [90]);
    assert_eq!(night.begun(0), [(0, 0), (1090, 0)]);
    assert_eq!(night.concluded(0), [1150]);
}

#[test]
fn a_retry_that_would_come_after_the_run_out_leaves_the_case_open() {
    let mut desk = Desk::new();
    desk.team("night");
    desk.goes(TASTE, PHONE).retry = always_retry(30 * HOUR, None);
    desk.call(0).patience(10);
    let night = desk.run();
    assert_eq!(night.counts.open_at_end, 1);
    assert_eq!(night.counts.inquiries[TASTE].unanswered, 0);
}

#[test]
fn a_message_waits_until_work_begins_or_its_customer_gives_up() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.chat(0).reply(1000);
    desk.chat(100);
    desk.chat(100).patience(900); // gives up at 1000, in the second interval
    let night = desk.run();
    // Two wait at the end of the first quarter of an hour; at 1000 one is begun and one gives up:
    // nobody (work is begun first: the other is the one whose patience ends).
    let waiting: Vec<i64> = night.counts.intervals.iter().map(|interval| interval.waiting_change).collect();
    assert_eq!(waiting, [2, -2, 0, 0, 0]);
    assert_eq!(night.begun(1), [(1000, 0)]);
}

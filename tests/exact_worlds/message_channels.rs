//! 3.3: a message channel has no slots.

use crate::support::world::*;
use nightdesk::random::CountSampler;
use nightdesk::simulation::plan::Routing;

#[test]
fn a_message_waits_until_an_agent_has_nothing_in_hand_and_an_empty_inbox() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.chat(0);
    desk.message(5);
    desk.chat(10);
    desk.chat(70); // comes while the message still waits for the inbox to be empty
    let night = desk.run();
    assert_eq!(night.begun(2), [(60, 0)]);
    assert_eq!(night.begun(3), [(120, 0)]);
    assert_eq!(night.begun(1), [(180, 0)]);
}

#[test]
fn its_conversations_are_never_assigned_and_never_count_as_open() {
    let mut desk = Desk::new();
    desk.staffed("night", 1).speed_at = vec![1.0, 2.0];
    desk.goes(TASTE, GROUP).turns = CountSampler::Constant(2);
    desk.goes(TASTE, GROUP).think = secs(1000);
    desk.message(0);
    desk.chat(100);
    let night = desk.run();
    assert!(night.assigned(0).is_empty());
    // The chat is the only open conversation: speed 1.
    assert_eq!(night.replied(1), [160]);
}

#[test]
fn work_on_a_message_goes_by_the_open_conversations_without_itself() {
    let mut desk = Desk::new();
    desk.staffed("night", 1).speed_at = vec![1.0, 2.0];
    desk.goes(VERSION, CHAT).turns = CountSampler::Constant(2);
    desk.goes(VERSION, CHAT).think = secs(HOUR);
    desk.customer(VERSION, CHAT, 0); // open from 0 on
    desk.message(100);
    let night = desk.run();
    assert_eq!(night.replied(1), [160]);
}

#[test]
fn each_later_message_waits_in_the_queue_for_any_agent() {
    let mut desk = Desk::new();
    desk.staffed("night", 2);
    desk.goes(TASTE, GROUP).turns = CountSampler::Constant(3);
    desk.goes(TASTE, GROUP).think = secs(10);
    desk.message(0);
    let night = desk.run();
    // 0 ended its last work at 60, 1 never: the second to 1, the third (ended at 130) to 0.
    assert_eq!(night.begun(0), [(0, 0), (70, 1), (140, 0)]);
}

#[test]
fn after_counts_for_each_message_from_when_it_was_sent() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.staffed("b", 1);
    desk.plan.inquiries[TASTE].routing = Routing::InOrder(vec![(0, span(0)), (1, span(30))]);
    desk.goes(TASTE, GROUP).turns = CountSampler::Constant(2);
    desk.goes(TASTE, GROUP).think = secs(10);
    desk.message(0);
    let night = desk.run();
    // 30 to 90; written at 100, begun at 130.
    assert_eq!(night.begun(0), [(30, 0), (130, 0)]);
}

#[test]
fn messages_too_go_by_tier_and_wait() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.message(0);
    desk.message(2);
    desk.message(1);
    desk.message(3).tier(VIP);
    let night = desk.run();
    assert_eq!([3, 2, 1].map(|customer| night.begun(customer)[0].0), [60, 120, 180]);
}

#[test]
fn a_given_up_message_stays_in_the_queue_and_is_answered_without_credit() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.message(0).reply(100);
    desk.message(1).patience(10);
    let night = desk.run();
    assert_eq!(night.gave_up(1), [11]);
    assert_eq!(night.replied(1), [160]);
    let group = night.counts.channels[GROUP];
    assert_eq!((group.conversations, group.abandoned, group.answered, group.replies), (2, 1, 1, 1));
}

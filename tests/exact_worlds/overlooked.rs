//! 3.4: messages that an agent overlooks until the customer nudges.

use crate::support::world::*;
use nightdesk::random::CountSampler;
use nightdesk::scenario::{GivenUp, Measure};
use nightdesk::simulation::plan::{Next, Overlooked};

/// One agent, and a chat on which every message is overlooked for 300 s.
fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    overlook(&mut desk, CHAT);
    desk
}

fn overlook(desk: &mut Desk, channel: usize) {
    desk.plan.channels[channel].overlooked = Some(Overlooked { share: 1.0, nudge: secs(300) });
}

#[test]
fn an_overlooked_message_is_begun_at_the_nudge_and_its_clock_runs_from_the_first_writing() {
    let mut desk = desk();
    desk.target(Measure::FirstReply, 359);
    desk.target(Measure::FirstReply, 360);
    desk.target(Measure::EachReply, 360);
    desk.chat(0);
    let night = desk.run();
    assert_eq!(night.begun(0), [(300, 0)]);
    assert_eq!(night.replied(0), [360]);
    // The nudge is not counted again.
    assert_eq!([night.met(0), night.met(1), night.met(2)], [(0, 1), (1, 1), (1, 1)]);
    assert_eq!(night.counts.practices.overlooked, 1);
}

#[test]
fn the_conversation_holds_its_slot_meanwhile() {
    let mut desk = desk();
    desk.plan.teams[0].slots[CHAT] = 1;
    desk.chat(0);
    desk.chat(10);
    let night = desk.run();
    // The second nudges at 310, while it still waits for a slot: who takes it at 360 finds that.
    assert_eq!(night.assigned(1), [(360, 0)]);
    assert_eq!(night.begun(1), [(360, 0)]);
}

#[test]
fn a_message_that_gets_a_slot_before_its_nudge_waits_for_it_there() {
    let mut desk = desk();
    desk.plan.teams[0].slots[CHAT] = 1;
    desk.chat(0);
    desk.chat(200);
    let night = desk.run();
    assert_eq!(night.assigned(1), [(360, 0)]);
    assert_eq!(night.begun(1), [(500, 0)]);
}

#[test]
fn a_nudged_message_stands_in_line_by_its_nudge() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    overlook(&mut desk, GROUP);
    let merchant = desk.party(200, &[]);
    desk.then(VERSION, 1.0, Next::MessageAfter { party: merchant });
    desk.message(0);
    desk.customer(VERSION, CHAT, 0);
    desk.call(250).reply(150);
    let night = desk.run();
    // The desk's message to the second falls due at 260, the first nudges at 300, the call ends at 400.
    assert_eq!(night.followed_up(1), [460]);
    assert_eq!(night.begun(0), [(460, 0)]);
}

#[test]
fn later_messages_are_overlooked_likewise() {
    let mut desk = desk();
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(100);
    desk.target(Measure::EachReply, 359);
    desk.target(Measure::EachReply, 360);
    desk.chat(0);
    let night = desk.run();
    // Begun 300, replied 360; written 460, begun 760.
    assert_eq!(night.begun(0), [(300, 0), (760, 0)]);
    assert_eq!([night.met(0), night.met(1)], [(0, 2), (2, 2)]);
}

#[test]
fn who_gives_up_before_nudging_is_found_when_the_nudge_would_have_come() {
    let mut desk = desk();
    desk.chat(0).patience(100);
    let night = desk.run();
    assert_eq!(night.gave_up(0), [100]);
    assert_eq!(night.begun(0), [(300, 0)]);
    assert_eq!(night.counts.channels[CHAT].answered, 0);
}

#[test]
fn who_leaves_before_nudging_frees_the_slot() {
    let mut desk = desk();
    desk.plan.channels[CHAT].given_up = GivenUp::Leaves;
    desk.plan.teams[0].slots[CHAT] = 1;
    desk.chat(0).patience(100);
    desk.chat(10);
    let night = desk.run();
    assert_eq!(night.begun(0), []);
    assert_eq!(night.assigned(1), [(100, 0)]);
    assert_eq!(night.begun(1), [(310, 0)]);
}

#[test]
fn what_nobody_has_noticed_at_the_end_of_a_shift_comes_to_the_queue_at_the_nudge() {
    let mut desk = Desk::new();
    overlook(&mut desk, CHAT);
    desk.team("night");
    desk.shift("early", 0, 200, 1);
    desk.shift("late", 150, 2 * HOUR, 1);
    desk.chat(0);
    let night = desk.run();
    assert_eq!(night.handed_over(0), [200]);
    assert_eq!(night.assigned(0), [(0, 0), (300, 1)]);
    assert_eq!(night.begun(0), [(300, 1)]);
}

#[test]
fn what_the_desk_itself_opens_is_not_overlooked() {
    let mut desk = desk();
    desk.staffed("seniors", 1).skills = vec![VERSION as u16];
    desk.first_customer_escalates_once(TASTE, 1);
    desk.chat(0);
    let night = desk.run();
    assert_eq!(night.begun(0), [(300, 0), (360, 1)]);
}

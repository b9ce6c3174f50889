//! 3.4: an agent works.

use crate::support::world::*;
use nightdesk::random::CountSampler;
use nightdesk::scenario::InboxOrder;

#[test]
fn an_agent_with_several_conversations_answers_one_message_at_a_time() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    for _ in 0..3 {
        desk.chat(0);
    }
    let night = desk.run();
    assert_eq!([0, 1, 2].map(|customer| night.assigned(customer)[0]), [(0, 0); 3]);
    assert_eq!([0, 1, 2].map(|customer| night.replied(customer)[0]), [60, 120, 180]);
}

/// 0 writes at 0 and, 10 s after its reply at 60, again at 70; 1 writes at 5, 2 at 80.
fn later_and_first_messages(inbox: InboxOrder) -> [Vec<i64>; 3] {
    let mut desk = Desk::new();
    desk.staffed("night", 1).inbox = inbox;
    desk.goes(VERSION, CHAT).turns = CountSampler::Constant(2);
    desk.goes(VERSION, CHAT).think = secs(10);
    desk.customer(VERSION, CHAT, 0);
    desk.chat(5);
    desk.chat(80);
    let night = desk.run();
    [0, 1, 2].map(|customer| night.replied(customer))
}

#[test]
fn the_inbox_is_strictly_oldest_first() {
    // 0 until 60, 1 until 120; then 0's second message of 70 before 2's of 80.
    assert_eq!(later_and_first_messages(InboxOrder::OldestFirst), [vec![60, 180], vec![120], vec![240]]);
}

#[test]
fn or_first_messages_of_new_conversations_first() {
    assert_eq!(later_and_first_messages(InboxOrder::NewFirst), [vec![60, 240], vec![120], vec![180]]);
}

#[test]
fn an_agent_takes_a_call_then_its_inbox_then_a_message_from_the_queue() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.chat(0);
    desk.message(1);
    desk.chat(2);
    desk.call(3);
    let night = desk.run();
    assert_eq!(night.begun(3), [(60, 0)]);
    assert_eq!(night.begun(2), [(120, 0)]);
    assert_eq!(night.begun(1), [(180, 0)]);
}

#[test]
fn a_reply_takes_its_time_divided_by_the_teams_speed_for_the_inquiry() {
    let mut desk = Desk::new();
    desk.staffed("night", 1).speed = vec![1.0, 1.5];
    desk.chat(0);
    desk.customer(VERSION, CHAT, 100);
    let night = desk.run();
    assert_eq!(night.replied(0), [60]);
    assert_eq!(night.replied(1), [140]);
}

#[test]
fn speed_at_goes_by_the_open_conversations_when_the_work_begins_this_one_included() {
    let mut desk = Desk::new();
    desk.staffed("night", 1).speed_at = vec![1.0, 0.5, 2.0];
    for second in [0, 10, 20] {
        desk.chat(second);
    }
    desk.customer(VERSION, CHAT, 30); // no slot until 60
    let night = desk.run();
    // One open at 0: 60 s, and the two that come meanwhile do not change it. At 60 the freed slot is
    // filled first: three open, 30 s, until 90. Then two: 120 s, until 210. Then one: until 270.
    assert_eq!(night.replied(0), [60]);
    assert_eq!(night.replied(1), [90]);
    assert_eq!(night.replied(2), [210]);
    assert_eq!(night.replied(3), [270]);
}

#[test]
fn the_last_speed_holds_for_more_conversations_and_a_call_counts_as_one() {
    let mut desk = Desk::new();
    desk.staffed("night", 1).speed_at = vec![1.0, 2.0];
    desk.goes(VERSION, CHAT).turns = CountSampler::Constant(2);
    desk.goes(VERSION, CHAT).think = secs(HOUR);
    desk.customer(VERSION, CHAT, 0); // open from 0 on
    desk.customer(VERSION, CHAT, 100); // two open: 30 s
    desk.call(200); // three open: 30 s
    let night = desk.run();
    assert_eq!(night.replied(1)[0], 130);
    assert_eq!(night.replied(2), [230]);
}

#[test]
fn the_switch_is_added_undivided_when_the_last_work_was_on_another_conversation() {
    let mut desk = Desk::new();
    let team = desk.staffed("night", 1);
    team.switch = span(7);
    team.speed = vec![2.0, 2.0];
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(10);
    desk.chat(0); // 0 to 30; second message at 40, same conversation: until 70
    desk.customer(VERSION, CHAT, 100); // another: 30 + 7
    let night = desk.run();
    assert_eq!(night.replied(0), [30, 70]);
    assert_eq!(night.replied(1), [137]);
}

#[test]
fn the_first_work_of_a_shift_has_no_switch() {
    let mut desk = Desk::new();
    desk.team("night").switch = span(7);
    let mut second = desk.shift("early", 0, 200, 1)[0].duties[0].clone();
    (second.start, second.end, second.last_call) = (at(300), at(HOUR), at(HOUR));
    desk.plan.agents[0].duties.push(second);
    desk.chat(0);
    desk.chat(100);
    desk.chat(400);
    let night = desk.run();
    assert_eq!(night.replied(1), [167]);
    assert_eq!(night.replied(2), [460]);
}

#[test]
fn a_freed_slot_is_filled_from_the_queue_before_the_next_message_is_chosen() {
    let mut desk = Desk::new();
    let team = desk.staffed("night", 1);
    team.slots = vec![2, 0, 0];
    team.inbox = InboxOrder::NewFirst;
    desk.goes(VERSION, CHAT).turns = CountSampler::Constant(2);
    desk.goes(VERSION, CHAT).think = secs(10);
    desk.customer(VERSION, CHAT, 0); // until 60; second message at 70
    desk.chat(1); // 60 to 120
    desk.chat(2); // waits in the queue until the slot of 1 is free
    let night = desk.run();
    // At 120 the inbox holds 0's second message of 70; 2 is assigned first and, being new, chosen first.
    assert_eq!(night.assigned(2), [(120, 0)]);
    assert_eq!(night.begun(2), [(120, 0)]);
    assert_eq!(night.begun(0), [(0, 0), (180, 0)]);
}

#[test]
fn wrap_up_follows_the_last_reply_as_the_same_agents_work_and_holds_the_slot() {
    let mut desk = Desk::new();
    desk.staffed("night", 1).slots = vec![1, 0, 0];
    desk.goes(TASTE, CHAT).wrap_up = secs(20);
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(10);
    desk.chat(0);
    desk.customer(VERSION, CHAT, 5);
    let night = desk.run();
    // Replies at 60 and 130, no wrap-up after the first; wrap-up until 150, then the next.
    assert_eq!(night.replied(0), [60, 130]);
    assert_eq!(night.assigned(1), [(150, 0)]);
    // 60 + 60 + 20 for one, 60 for the other.
    assert_eq!(night.counts.teams[0].busy, span(200));
}

#[test]
fn idle_close_holds_the_slot_while_the_agent_works_on() {
    let mut desk = Desk::new();
    desk.plan.channels[CHAT].idle_close = span(100);
    desk.goes(TASTE, CHAT).wrap_up = secs(20);
    desk.staffed("night", 1).slots = vec![2, 0, 0];
    for _ in 0..3 {
        desk.chat(0);
    }
    let night = desk.run();
    // 0: reply at 60, wrap-up to 80, its slot until 160. 1: begun at 80, reply at 140, its slot until 240.
    assert_eq!(night.begun(1), [(80, 0)]);
    assert_eq!(night.assigned(2), [(160, 0)]);
}

#[test]
fn a_wrap_up_longer_than_idle_close_holds_the_slot_to_its_own_end() {
    let mut desk = Desk::new();
    desk.plan.channels[CHAT].idle_close = span(10);
    desk.goes(TASTE, CHAT).wrap_up = secs(20);
    desk.staffed("night", 1).slots = vec![1, 0, 0];
    desk.chat(0);
    desk.chat(0);
    let night = desk.run();
    assert_eq!(night.assigned(1), [(80, 0)]);
}

#[test]
fn the_customer_thinks_from_the_reply_and_writes_into_the_same_agents_inbox() {
    let mut desk = Desk::new();
    desk.staffed("night", 2);
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(3);
    desk.goes(TASTE, CHAT).think = secs(30);
    desk.chat(0);
    let night = desk.run();
    // 1 is idle all night.
    assert_eq!(night.begun(0), [(0, 0), (90, 0), (180, 0)]);
}

#[test]
fn a_call_is_answered_when_the_talk_starts() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.call(0);
    desk.call(10);
    let night = desk.run();
    let phone = night.counts.channels[PHONE];
    // Waits of 0 and 50 s, to the starts at 0 and 60.
    assert_eq!((phone.answered, phone.waited), (2, span(50)));
}

#[test]
fn an_idle_close_that_ends_with_the_wrap_up_frees_the_slot_before_work_is_chosen() {
    let mut desk = Desk::new();
    desk.plan.channels[CHAT].idle_close = span(20);
    let team = desk.staffed("night", 1);
    team.slots = vec![2, 0, 0];
    team.inbox = InboxOrder::NewFirst;
    desk.goes(TASTE, CHAT).wrap_up = secs(20);
    desk.goes(VERSION, CHAT).turns = CountSampler::Constant(2);
    desk.goes(VERSION, CHAT).think = secs(10);
    desk.customer(VERSION, CHAT, 0); // until 60; second message at 70
    desk.chat(1); // 60 to 120; wrap-up and idle_close to 140
    desk.chat(2); // waits in the queue
    let night = desk.run();
    assert_eq!(night.begun(2), [(140, 0)]);
    assert_eq!(night.begun(0)[1], (220, 0));
}

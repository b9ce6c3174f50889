//! 3.3: a conversation finds an agent.

use crate::support::world::*;
use nightdesk::random::CountSampler;
use nightdesk::scenario::Pick;
use nightdesk::simulation::plan::Routing;

#[test]
fn a_chat_goes_to_the_agent_with_the_fewest_open_conversations() {
    let mut desk = Desk::new();
    desk.staffed("night", 2);
    for second in [0, 10, 20] {
        desk.chat(second);
    }
    let night = desk.run();
    // 0 has the first, so 1 gets the second; both hold one when the third comes, both work, and
    // neither has ended any work since its start at 0: roster order.
    assert_eq!(night.assigned(0), [(0, 0)]);
    assert_eq!(night.assigned(1), [(10, 1)]);
    assert_eq!(night.assigned(2), [(20, 0)]);
}

#[test]
fn open_conversations_of_all_channels_count_together() {
    let mut desk = Desk::new();
    desk.staffed("night", 2);
    // The version chats never end within the test: they think for an hour after their first reply.
    desk.goes(VERSION, CHAT).turns = CountSampler::Constant(2);
    desk.goes(VERSION, CHAT).think = secs(HOUR);
    desk.customer(VERSION, CHAT, 0); // to 0, replied to at 60, stays open
    desk.call(100);
    let night = desk.run();
    // At 100 both have nothing in hand; 0 holds a chat, 1 nothing.
    assert_eq!(night.begun(1), [(100, 1)]);
}

#[test]
fn among_equals_one_with_no_work_in_hand_comes_before_one_who_works() {
    let mut desk = Desk::new();
    desk.staffed("night", 2);
    desk.goes(VERSION, CHAT).turns = CountSampler::Constant(2);
    desk.goes(VERSION, CHAT).think = secs(HOUR);
    desk.chat(0).reply(600); // 0 works on it until 600
    desk.customer(VERSION, CHAT, 10); // 1 works on it until 70, then holds it open
    desk.chat(100);
    let night = desk.run();
    // Both hold one conversation; 1 has nothing in hand, though its last work ended at 70 and 0's never.
    assert_eq!(night.begun(2), [(100, 1)]);
}

#[test]
fn among_idle_equals_the_one_whose_last_work_ended_earliest() {
    let mut desk = Desk::new();
    desk.staffed("night", 2);
    desk.chat(0).reply(60); // 0, until 60
    desk.chat(10).reply(20); // 1, until 30
    desk.chat(100);
    let night = desk.run();
    assert_eq!(night.begun(2), [(100, 1)]);
}

#[test]
fn at_first_the_start_of_duty_stands_for_the_end_of_the_last_work() {
    let mut desk = Desk::new();
    desk.team("night");
    desk.shift("early", 0, 2 * HOUR, 1);
    desk.shift("late", 50, 2 * HOUR, 1);
    desk.chat(0).reply(40); // 0, until 40, before 1 came at 50
    desk.chat(100);
    let night = desk.run();
    assert_eq!(night.begun(1), [(100, 0)]);
}

#[test]
fn then_roster_order_decides() {
    let mut desk = Desk::new();
    desk.team("day");
    desk.shift("late", 0, 2 * HOUR, 1);
    desk.shift("early", 0, 2 * HOUR, 1);
    desk.chat(10);
    let night = desk.run();
    // Both shifts start at 0: by shift name "early" is first in the roster.
    assert_eq!(night.begun(0), [(10, 0)]);
}

#[test]
fn the_queue_is_taken_by_the_longest_wait() {
    let mut desk = Desk::new();
    desk.staffed("night", 1).slots = vec![1, 0, 0];
    for second in [0, 30, 20] {
        desk.chat(second);
    }
    let night = desk.run();
    assert_eq!(night.begun(2), [(60, 0)]);
    assert_eq!(night.begun(1), [(120, 0)]);
}

#[test]
fn a_tier_that_is_first_comes_before_all_others_however_long_they_wait() {
    let mut desk = Desk::new();
    desk.staffed("night", 1).slots = vec![1, 0, 0];
    desk.chat(0);
    desk.chat(1);
    desk.chat(59).tier(VIP);
    let night = desk.run();
    assert_eq!(night.begun(2), [(60, 0)]);
    assert_eq!(night.begun(1), [(120, 0)]);
}

#[test]
fn a_head_start_of_90_s_counts_as_having_waited_90_s_longer() {
    let mut desk = Desk::new();
    desk.staffed("night", 1).slots = vec![1, 0, 0];
    desk.chat(0).reply(200);
    desk.chat(10);
    desk.chat(99).tier(SILVER); // as if since 9
    desk.chat(101).tier(SILVER); // as if since 11
    let night = desk.run();
    assert_eq!(night.begun(2), [(200, 0)]);
    assert_eq!(night.begun(1), [(260, 0)]);
    assert_eq!(night.begun(3), [(320, 0)]);
}

#[test]
fn a_team_may_pick_by_the_order_of_its_skills() {
    let mut desk = Desk::new();
    let team = desk.staffed("night", 1);
    team.slots = vec![1, 0, 0];
    team.pick = Pick::SkillOrder;
    team.skills = vec![VERSION as u16, TASTE as u16];
    desk.chat(0);
    desk.chat(10);
    desk.customer(VERSION, CHAT, 30);
    desk.customer(VERSION, CHAT, 20);
    let night = desk.run();
    // The version first, the longer wait before the shorter; then taste.
    assert_eq!(night.begun(3), [(60, 0)]);
    assert_eq!(night.begun(2), [(120, 0)]);
    assert_eq!(night.begun(1), [(180, 0)]);
}

#[test]
fn only_teams_with_the_skill_that_serve_the_channel_take_it() {
    let mut desk = Desk::new();
    desk.staffed("a-no-skill", 1).skills = vec![VERSION as u16];
    desk.staffed("b-no-chat", 1).slots = vec![0, 1, 1];
    desk.staffed("c-both", 1);
    desk.chat(0);
    let night = desk.run();
    assert_eq!(night.begun(0), [(0, 2)]);
}

#[test]
fn teams_in_order_are_tried_in_that_order_though_the_second_is_emptier() {
    let mut desk = Desk::new();
    desk.staffed("a", 1);
    desk.staffed("b", 1);
    desk.plan.inquiries[TASTE].routing = Routing::InOrder(vec![(1, span(0)), (0, span(0))]);
    for second in [0, 1, 2, 3] {
        desk.chat(second);
    }
    let night = desk.run();
    // "b" is first and has three slots; the fourth goes to "a".
    assert_eq!(night.assigned(2), [(2, 1)]);
    assert_eq!(night.assigned(3), [(3, 0)]);
}

#[test]
fn a_team_with_after_takes_it_only_when_it_has_waited_so_long() {
    let mut desk = Desk::new();
    desk.staffed("a", 1).slots = vec![1, 0, 0];
    desk.staffed("b", 1).slots = vec![1, 0, 0];
    desk.plan.inquiries[TASTE].routing = Routing::InOrder(vec![(0, span(0)), (1, span(120))]);
    desk.chat(0).reply(300);
    desk.chat(10);
    desk.chat(20);
    let night = desk.run();
    // "b" is idle all along, but 1 goes to it at 10 + 120; 2 waits so long too, until 140, when "b"
    // is busy until 190.
    assert_eq!(night.begun(1), [(130, 1)]);
    assert_eq!(night.begun(2), [(190, 1)]);
}

#[test]
fn a_call_is_never_parked_with_a_working_agent_and_is_offered_before_any_chat() {
    let mut desk = Desk::new();
    desk.staffed("night", 1).slots = vec![1, 0, 1];
    desk.chat(0);
    desk.chat(10);
    desk.call(20);
    let night = desk.run();
    // At 60 the slot is free and nothing is in hand: the call first, though the chat waits longer.
    assert_eq!(night.begun(2), [(60, 0)]);
    assert_eq!(night.begun(1), [(120, 0)]);
}

#[test]
fn an_agent_in_a_call_is_offered_no_chats() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.call(0);
    desk.chat(10);
    let night = desk.run();
    assert_eq!(night.assigned(1), [(60, 0)]);
}

#[test]
fn agents_who_come_at_one_instant_all_come_on_before_the_waiting_are_shared_out() {
    let mut desk = Desk::new();
    desk.team("night");
    desk.shift("late", 100, 2 * HOUR, 2);
    for second in [0, 1, 2] {
        desk.chat(second);
    }
    let night = desk.run();
    // One each, in turn: not three to the first of them.
    assert_eq!(night.assigned(0), [(100, 0)]);
    assert_eq!(night.assigned(1), [(100, 1)]);
    assert_eq!(night.assigned(2), [(100, 0)]);
    // Then each chooses its work: 0 its older one first.
    assert_eq!(night.begun(0), [(100, 0)]);
    assert_eq!(night.begun(2), [(160, 0)]);
}

#[test]
fn agents_who_come_get_waiting_calls_before_chats() {
    let mut desk = Desk::new();
    desk.team("night");
    desk.shift("late", 100, 2 * HOUR, 2);
    desk.chat(0);
    desk.chat(1);
    desk.call(50);
    let night = desk.run();
    // The call to 0, who is then in a call; both chats to 1.
    assert_eq!(night.begun(2), [(100, 0)]);
    assert_eq!(night.assigned(0), [(100, 1)]);
    assert_eq!(night.assigned(1), [(100, 1)]);
}

#[test]
fn agents_who_come_choose_their_work_in_roster_order() {
    let mut desk = Desk::new();
    desk.team("night");
    desk.shift("late", 100, 2 * HOUR, 2);
    desk.message(10).reply(500);
    desk.message(20);
    desk.message(30);
    let night = desk.run();
    assert_eq!([0, 1, 2].map(|customer| night.begun(customer)[0]), [(100, 0), (100, 1), (160, 1)]);
}

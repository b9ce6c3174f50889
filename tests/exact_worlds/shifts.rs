//! 3.7: shifts and absence.

use crate::support::world::*;
use nightdesk::random::CountSampler;
use nightdesk::simulation::plan::Routing;
use nightdesk::units::{Money, Span};

#[test]
fn at_the_end_an_agent_finishes_what_is_in_hand_and_the_overtime_is_paid_and_reported() {
    let mut desk = Desk::new();
    desk.team("night").overtime_factor = 1.5;
    desk.shift("early", 0, 1000, 1);
    desk.chat(900).reply(300);
    let night = desk.run();
    assert_eq!(night.presence(0), [(0, true), (1200, false)]);
    let team = night.counts.teams[0];
    assert_eq!(
        (team.busy, team.on_duty, team.paid, team.overtime),
        (span(300), span(1200), span(1200), span(200))
    );
    // 36 an hour is 0.01 a second: 1000 s of it, and 200 s at 1.5 times.
    assert_eq!(team.wages, Money::from_units(10.0 + 3.0));
}

#[test]
fn from_last_call_on_an_agent_takes_nothing_from_the_queue_and_works_on_in_its_inbox() {
    let mut desk = Desk::new();
    desk.team("night");
    desk.shift("early", 0, 1000, 1)[0].duties[0].last_call = at(400);
    desk.shift("late", 600, 2 * HOUR, 1);
    desk.chat(300).reply(200);
    desk.chat(350); // in its inbox
    desk.chat(450); // not taken, though slots are free
    let night = desk.run();
    assert_eq!(night.begun(1), [(500, 0)]);
    assert_eq!(night.begun(2), [(600, 1)]);
}

#[test]
fn conversations_with_a_message_waiting_go_back_to_the_queue_ahead_of_their_tier() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 1000, 1);
    desk.staffed("b", 1).slots = vec![1, 0, 0];
    desk.plan.inquiries[TASTE].routing = Routing::InOrder(vec![(0, span(0)), (1, span(0))]);
    desk.plan.inquiries[VERSION].routing = Routing::Pool(vec![1]);
    desk.customer(VERSION, CHAT, 0).reply(2000); // "b" until 2000
    desk.customer(VERSION, CHAT, 100); // waits for "b" from 100 on
    desk.customer(VERSION, CHAT, 200).tier(VIP); // and a VIP from 200 on
    desk.chat(900).reply(150); // "a" until 1050
    desk.chat(920); // in the inbox of "a" at 1050
    desk.chat(910); // so is this
    let night = desk.run();
    assert_eq!(night.handed_over(4), [1050]);
    assert_eq!(night.counts.teams[0].handed_over, 2);
    // At 2000: the VIP (another tier), then those handed over by the time of their messages, then 1.
    assert_eq!([2, 5, 4, 1].map(|customer| night.begun(customer)[0].0), [2000, 2060, 2120, 2180]);
}

#[test]
fn a_handed_over_conversation_goes_at_once_to_somebody_who_is_free() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 100, 1);
    desk.shift("late", 50, 2 * HOUR, 1);
    desk.chat(10).reply(200); // 0 until 210
    desk.chat(20); // in its inbox
    let night = desk.run();
    assert_eq!(night.assigned(1), [(20, 0), (210, 1)]);
    assert_eq!(night.begun(1), [(210, 1)]);
}

#[test]
fn patience_and_clocks_run_on_over_a_handover() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 100, 1);
    desk.chat(10).reply(200);
    desk.chat(20).patience(500);
    let night = desk.run();
    assert_eq!(night.handed_over(1), [210]);
    assert_eq!(night.gave_up(1), [520]);
}

#[test]
fn those_whose_customer_thinks_hold_no_slot_and_come_to_the_queue_when_it_writes() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 100, 1);
    desk.shift("late", 50, 2 * HOUR, 1);
    desk.plan.teams[0].slots = vec![1, 0, 0];
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(3);
    desk.goes(TASTE, CHAT).think = secs(1000);
    desk.chat(0); // replied to at 60; its customer thinks until 1060
    desk.customer(VERSION, CHAT, 200); // to 1, whose only slot is free
    let night = desk.run();
    assert_eq!(night.handed_over(0), [100]);
    assert_eq!(night.begun(1), [(200, 1)]);
    // It keeps its turns left: the second at 1060, the third at 2120.
    assert_eq!(night.begun(0), [(0, 0), (1060, 1), (2120, 1)]);
    assert_eq!(night.concluded(0), [2180]);
}

#[test]
fn a_handed_over_message_that_comes_later_is_ahead_of_its_tier_in_the_queue() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 100, 1);
    desk.shift("late", 150, 2 * HOUR, 1);
    desk.plan.teams[0].slots = vec![1, 0, 0];
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(1000);
    desk.chat(0); // writes again at 1060
    desk.customer(VERSION, CHAT, 200).reply(1000); // 1 until 1200
    desk.customer(VERSION, CHAT, 300);
    let night = desk.run();
    assert_eq!(night.begun(0)[1], (1200, 1));
    assert_eq!(night.begun(2), [(1260, 1)]);
}

#[test]
fn with_finish_the_agent_stays_until_its_conversations_are_over() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 100, 1)[0].duties[0].finish = true;
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(1000);
    desk.chat(0);
    desk.customer(VERSION, CHAT, 90); // begun at 90, until 150
    desk.customer(VERSION, CHAT, 200); // nothing is taken any more
    let night = desk.run();
    assert_eq!(night.begun(0), [(0, 0), (1060, 0)]);
    assert!(night.begun(2).is_empty());
    assert_eq!(night.presence(0), [(0, true), (1120, false)]);
    assert_eq!(night.counts.teams[0].overtime, span(1020));
    assert_eq!(night.counts.teams[0].handed_over, 0);
}

#[test]
fn an_agent_who_is_still_finishing_when_its_next_duty_begins_carries_on() {
    let mut desk = Desk::new();
    desk.team("a");
    let agent = &mut desk.shift("early", 0, 100, 1)[0];
    let mut second = agent.duties[0].clone();
    (second.start, second.end, second.last_call) = (at(200), at(HOUR), at(HOUR));
    agent.duties.push(second);
    desk.chat(50).reply(300); // until 350
    desk.chat(60);
    let night = desk.run();
    // Overtime of the first duty from 100 to 200; nothing is handed over.
    assert_eq!((night.counts.teams[0].overtime, night.counts.teams[0].handed_over), (span(100), 0));
    assert_eq!(night.counts.teams[0].busy, span(300 + 60));
    assert_eq!(night.begun(1), [(350, 0)]);
    assert_eq!(night.counts.teams[0].on_duty, span(HOUR));
}

#[test]
fn a_shift_that_began_before_the_opening_is_on_duty_at_it_and_costs_from_then_on() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", -2 * HOUR, 1000, 1);
    desk.chat(0);
    let night = desk.run();
    assert_eq!(night.begun(0), [(0, 0)]);
    assert_eq!(night.counts.teams[0].paid, span(1000));
    assert_eq!(night.counts.teams[0].wages, Money::from_units(10.0));
    assert_eq!(night.counts.intervals[0].on_duty_change, 1);
    assert_eq!(night.counts.intervals[1].on_duty_change, -1);
}

#[test]
fn pay_goes_by_the_time_of_the_work() {
    let mut desk = Desk::new();
    let team = desk.team("a");
    team.pay.push((at(600), Money::from_units(72.0)));
    team.overtime_factor = 2.0;
    desk.shift("early", 0, 1000, 2);
    desk.chat(900).reply(200);
    let night = desk.run();
    // Each: 600 s at 0.01 and 400 s at 0.02. One: 100 s more at twice 0.02.
    assert_eq!(night.counts.teams[0].wages, Money::from_units(2.0 * (6.0 + 8.0) + 4.0));
}

#[test]
fn an_absent_agent_never_comes_and_costs_nothing() {
    let mut desk = Desk::new();
    desk.team("a").absence = 1.0;
    desk.shift("early", 0, 1000, 2);
    desk.chat(0);
    let night = desk.run();
    assert!(night.begun(0).is_empty());
    assert_eq!(night.counts.teams[0].paid, Span::ZERO);
    assert_eq!(night.counts.intervals[0].on_duty_change, 0);
}

#[test]
fn absence_takes_each_agent_out_by_a_draw_of_its_own() {
    let absent_of = |agents: u32| {
        let mut desk = Desk::new();
        desk.team("a").absence = 0.5;
        desk.shift("early", 0, 1000, agents);
        let night = desk.run();
        (0..9).map(|agent| night.presence(agent).is_empty()).collect::<Vec<bool>>()
    };
    // A tenth agent leaves the other nine's absences alone; and it is not all or none.
    assert_eq!(absent_of(9), absent_of(10));
    assert!(absent_of(9).contains(&true) && absent_of(9).contains(&false));
}

#[test]
fn no_absence_for_levels() {
    let mut desk = Desk::new();
    desk.team("a").absence = 1.0;
    desk.level(&[(0, 1)]);
    desk.chat(10);
    let night = desk.run();
    assert_eq!(night.begun(0), [(10, 0)]);
}

#[test]
fn between_the_end_and_the_finish_nothing_new_is_taken() {
    let mut desk = Desk::new();
    desk.team("night");
    desk.shift("early", 0, 1000, 1);
    desk.chat(900).reply(300);
    desk.chat(1100);
    let night = desk.run();
    assert!(night.assigned(1).is_empty());
}

#[test]
fn after_counts_for_a_handed_over_message_from_when_it_was_sent() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 100, 1);
    desk.staffed("b", 1);
    desk.plan.inquiries[TASTE].routing = Routing::InOrder(vec![(0, span(0)), (1, span(200))]);
    desk.chat(10).reply(200); // "a" until 210
    desk.chat(20); // in its inbox; "b" may have it from 220 on
    let night = desk.run();
    assert_eq!(night.handed_over(1), [210]);
    assert_eq!(night.begun(1), [(220, 1)]);
}

#[test]
fn who_stays_to_finish_stays_for_an_idle_close_too() {
    let mut desk = Desk::new();
    desk.plan.channels[CHAT].idle_close = span(100);
    desk.team("a");
    desk.shift("early", 0, 50, 1)[0].duties[0].finish = true;
    desk.chat(0);
    let night = desk.run();
    assert_eq!(night.presence(0), [(0, true), (160, false)]);
}

#[test]
fn at_a_handover_conversations_in_their_idle_close_are_simply_over() {
    let mut desk = Desk::new();
    desk.plan.channels[CHAT].idle_close = span(100);
    desk.team("a");
    desk.shift("early", 0, 100, 1);
    desk.chat(0);
    let night = desk.run();
    assert_eq!(night.presence(0), [(0, true), (100, false)]);
    assert_eq!(night.counts.teams[0].handed_over, 0);
}

#[test]
fn what_is_handed_over_is_given_out_in_the_order_of_its_messages() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 100, 1);
    desk.shift("late", 50, 2 * HOUR, 2);
    desk.chat(10).reply(200); // 0 until 210
    desk.chat(30);
    desk.chat(20);
    let night = desk.run();
    assert_eq!(night.begun(2), [(210, 1)]);
    assert_eq!(night.begun(1), [(210, 2)]);
}

#[test]
fn handovers_of_shifts_of_the_run_out_are_not_this_nights() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("next", 4000, 5000, 1);
    desk.chat(3500).reply(1100); // from 4000 until 5100
    desk.chat(3500);
    let night = desk.run();
    assert_eq!(night.handed_over(1), [5100]);
    assert_eq!(night.counts.teams[0].handed_over, 0);
}

#[test]
fn whose_last_call_has_passed_takes_from_the_queue_again_on_its_next_duty() {
    let mut desk = Desk::new();
    desk.team("a");
    let agent = &mut desk.shift("early", 0, 100, 1)[0];
    agent.duties[0].last_call = at(50);
    let mut second = agent.duties[0].clone();
    (second.start, second.end, second.last_call) = (at(200), at(HOUR), at(HOUR));
    agent.duties.push(second);
    desk.chat(60);
    let night = desk.run();
    assert_eq!(night.begun(0), [(200, 0)]);
}

#[test]
fn among_the_handed_over_only_the_instant_of_the_message_counts_and_no_head_start() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 1000, 1);
    desk.staffed("b", 1).slots = vec![1, 0, 0];
    desk.plan.inquiries[TASTE].routing = Routing::InOrder(vec![(0, span(0)), (1, span(0))]);
    desk.plan.inquiries[VERSION].routing = Routing::Pool(vec![1]);
    desk.customer(VERSION, CHAT, 0).reply(2000); // "b" until 2000
    desk.chat(900).reply(150); // "a" until 1050
    desk.chat(920).tier(SILVER);
    desk.chat(910);
    let night = desk.run();
    assert_eq!([3, 2].map(|customer| night.begun(customer)[0].0), [2000, 2060]);
}

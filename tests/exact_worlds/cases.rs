//! 3.6: a case.

use crate::support::world::*;
use nightdesk::random::CountSampler;
use nightdesk::scenario::Measure;
use nightdesk::simulation::plan::{Next, Routing};
use nightdesk::units::Money;

#[test]
fn an_answered_conversation_ends_in_an_outcome_that_may_cost_money() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.then(TASTE, 1.0, Next::Concluded);
    desk.chat(0);
    desk.chat(0);
    desk.customer(VERSION, CHAT, 0);
    let night = desk.run();
    assert_eq!(night.counts.inquiries[TASTE].outcomes, [2, 0]);
    assert_eq!(night.counts.inquiries[VERSION].outcomes, [1]);
    assert_eq!(night.counts.outcome_cost, Money::from_units(10.0));
}

#[test]
fn a_case_waits_for_a_party_then_the_desk_sends_a_message_and_it_concludes() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    let merchant = desk.party(500, &[]);
    desk.then(TASTE, 1.0, Next::MessageAfter { party: merchant });
    desk.target(Measure::Solution, 60);
    desk.target(Measure::Conclusion, 619);
    desk.chat(0);
    let night = desk.run();
    // Reply at 60, answer at 560, the desk's message until 620.
    assert_eq!(night.followed_up(0), [620]);
    assert_eq!(night.concluded(0), [620]);
    assert_eq!(night.met(0), (1, 1));
    assert_eq!(night.met(1), (0, 1));
    assert_eq!(night.counts.teams[0].busy, span(120));
}

#[test]
fn the_follow_up_message_takes_the_inquirys_reply_time_and_not_its_phones() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    let merchant = desk.party(500, &[]);
    desk.then(TASTE, 1.0, Next::MessageAfter { party: merchant });
    desk.goes(TASTE, PHONE).reply = secs(300);
    desk.plan.inquiries[TASTE].reply = secs(40);
    desk.call(0);
    let night = desk.run();
    // The talk until 300, the answer at 800.
    assert_eq!(night.followed_up(0), [840]);
}

#[test]
fn the_follow_up_message_goes_to_any_agent_of_the_team_that_had_the_conversation() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 200, 1);
    desk.shift("late", 700, 2 * HOUR, 1);
    desk.staffed("b", 1).skills = vec![VERSION as u16];
    let merchant = desk.party(500, &[]);
    desk.then(TASTE, 1.0, Next::MessageAfter { party: merchant });
    desk.chat(0);
    let night = desk.run();
    // The answer at 560 finds nobody of "a"; "b" is idle, and it is none of its business.
    assert_eq!(night.followed_up(0), [760]);
}

#[test]
fn a_partys_delay_is_working_time_within_its_hours() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    let merchant = desk.party(500, &[(0, 260), (1000, 1100), (2000, 9000)]);
    desk.then(TASTE, 1.0, Next::MessageAfter { party: merchant });
    desk.chat(0);
    let night = desk.run();
    // From 60: 200 until 260, 100 until 1100, 200 more from 2000.
    assert_eq!(night.concluded(0), [2260]);
}

#[test]
fn a_follow_up_conversation_is_opened_by_the_desk_with_fresh_turns_and_outcome() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    let merchant = desk.party(500, &[]);
    desk.then(TASTE, 1.0, Next::ConversationAfter { party: merchant });
    desk.plan.inquiries[TASTE].max_rounds = Some(2);
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(10);
    desk.goes(TASTE, CHAT).patience = secs(1);
    desk.target(Measure::FirstReply, 60);
    desk.target(Measure::EachReply, 60);
    desk.chat(0);
    desk.customer(VERSION, CHAT, 600).reply(200);
    let night = desk.run();
    // Replies at 60 and 130; the answer at 630, when the agent is busy until 800: the desk's opening
    // has no patience and is sent at 860, the customer's message of 870 answered at 930. The third
    // round: opened at 1430, replies at 1490 and 1560; then two rounds are used up and it concludes.
    assert_eq!(night.followed_up(0), [630, 1430]);
    assert_eq!(night.replied(0), [60, 130, 860, 930, 1490, 1560]);
    assert!(night.gave_up(0).is_empty());
    assert_eq!(night.concluded(0), [1560]);
    assert_eq!(night.counts.inquiries[TASTE].outcomes, [3, 0]);
    assert_eq!(night.counts.outcome_cost, Money::from_units(15.0));
    // No clock runs for the desk's openings; each_reply counts the customer's messages after them:
    // 2 + 1 + 1 and the version's one, which took 200 s.
    assert_eq!(night.met(0), (1, 2));
    assert_eq!(night.met(1), (4, 5));
    assert_eq!(night.counts.channels[CHAT].conversations, 2);
}

#[test]
fn a_follow_up_conversation_waits_for_the_team_that_had_the_conversation() {
    let mut desk = Desk::new();
    desk.staffed("a", 1).slots = vec![1, 0, 0];
    desk.staffed("b", 1).slots = vec![1, 0, 0];
    let merchant = desk.party(500, &[]);
    desk.then(TASTE, 1.0, Next::ConversationAfter { party: merchant });
    desk.plan.inquiries[TASTE].max_rounds = Some(1);
    desk.chat(0);
    desk.customer(VERSION, CHAT, 500).reply(300); // to 1, whose last work ended earlier (never)
    desk.customer(VERSION, CHAT, 510).reply(300); // to 0, until 810
    let night = desk.run();
    assert_eq!(night.begun(0), [(0, 0), (810, 0)]);
}

#[test]
fn an_escalation_is_opened_in_that_teams_queue_at_the_last_reply_whatever_its_skills() {
    let mut desk = Desk::new();
    desk.staffed("a", 1);
    desk.staffed("seniors", 1).skills = vec![];
    desk.first_customer_escalates_once(TASTE, 1);
    desk.target(Measure::Solution, 119);
    desk.target(Measure::Solution, 120);
    desk.target(Measure::FirstReply, 60);
    desk.chat(0);
    let night = desk.run();
    // "a" until 60, the seniors until 120: the solution is that of the conversation after.
    assert_eq!(night.followed_up(0), [60]);
    assert_eq!(night.begun(0), [(0, 0), (60, 1)]);
    assert_eq!(night.concluded(0), [120]);
    assert_eq!((night.met(0), night.met(1)), ((0, 1), (1, 1)));
    // The customer opened one conversation.
    assert_eq!(night.met(2), (1, 1));
    assert_eq!(night.counts.channels[CHAT].conversations, 1);
    assert_eq!(night.counts.inquiries[TASTE].outcomes, [1, 1]);
}

#[test]
fn an_escalated_conversation_waits_for_its_team_and_for_no_other() {
    let mut desk = Desk::new();
    desk.staffed("a", 1);
    desk.team("seniors");
    desk.shift("late", 1000, 2 * HOUR, 1);
    desk.first_customer_escalates_once(TASTE, 1);
    desk.goes(TASTE, CHAT).patience = secs(10);
    desk.chat(0);
    let night = desk.run();
    // "a" is idle from 60 on, and nobody's patience runs.
    assert_eq!(night.begun(0), [(0, 0), (1000, 1)]);
    assert!(night.gave_up(0).is_empty());
}

#[test]
fn an_escalated_call_is_a_call_of_that_team() {
    let mut desk = Desk::new();
    desk.staffed("a", 1);
    desk.staffed("seniors", 1).slots = vec![1, 0, 1];
    desk.first_customer_escalates_once(TASTE, 1);
    desk.call(0);
    desk.customer(VERSION, PHONE, 10).reply(200); // the seniors' until 210
    let night = desk.run();
    assert_eq!(night.begun(0), [(0, 0), (210, 1)]);
    assert_eq!(night.counts.channels[PHONE].answered, 2);
}

#[test]
fn in_a_conversation_that_the_desk_opened_the_customer_may_give_up_at_a_later_message() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    let merchant = desk.party(500, &[]);
    desk.then(TASTE, 1.0, Next::ConversationAfter { party: merchant });
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(10);
    desk.goes(TASTE, CHAT).patience_later = secs(20);
    desk.target(Measure::EachReply, 60).inquiries = vec![true, false];
    desk.target(Measure::Solution, 130).inquiries = vec![true, false];
    desk.target(Measure::Conclusion, 690).inquiries = vec![true, false];
    desk.chat(0); // replies at 60 and 130; the answer at 630, the desk's opening sent at 690
    desk.customer(VERSION, CHAT, 691).reply(500); // until 1191
    let night = desk.run();
    // It writes at 700 and gives up at 720, which is not late; the full reply without credit at 1251.
    assert_eq!(night.gave_up(0), [720]);
    assert_eq!(night.replied(0), [60, 130, 690, 1251]);
    assert_eq!(night.counts.channels[CHAT].abandoned, 0);
    assert_eq!(night.counts.open_at_end, 0);
    // Solved by the first conversation; concluded by the desk's opening.
    assert_eq!([0, 1, 2].map(|target| night.met(target)), [(2, 2), (1, 1), (1, 1)]);
    assert_eq!(night.counts.inquiries[TASTE].outcomes, [1, 0]);
    // Three replies in conversations that customers opened.
    assert_eq!(night.counts.channels[CHAT].replies, 3);
}

#[test]
fn the_team_that_had_the_conversation_is_the_one_that_sent_its_last_reply() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 50, 1);
    desk.shift("late", 500, HOUR, 1);
    desk.staffed("b", 1);
    let merchant = desk.party(500, &[]);
    desk.then(TASTE, 1.0, Next::MessageAfter { party: merchant });
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(10);
    desk.chat(0); // "a" until 60, then off; the second message of 70 to "b", until 130
    let night = desk.run();
    // At 630 both teams have somebody idle.
    assert_eq!(night.begun(0), [(0, 0), (70, 2)]);
    assert_eq!(night.followed_up(0), [690]);
    assert_eq!((night.counts.teams[0].busy, night.counts.teams[1].busy), (span(60), span(120)));
}

#[test]
fn a_follow_up_message_is_no_business_of_teams_whose_after_passes_later() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 100, 1);
    desk.staffed("b", 1);
    desk.plan.inquiries[TASTE].routing = Routing::InOrder(vec![(0, span(0)), (1, span(300))]);
    let merchant = desk.party(100, &[]);
    desk.then(TASTE, 1.0, Next::MessageAfter { party: merchant });
    desk.chat(0); // "a" until 60, the answer at 160, when "a" has gone
    let night = desk.run();
    assert!(night.followed_up(0).is_empty());
    assert_eq!(night.counts.open_at_end, 1);
}

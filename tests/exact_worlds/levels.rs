//! 3.7: teams staffed by level.

use crate::support::world::*;
use nightdesk::random::CountSampler;
use nightdesk::scenario::GivenUp;
use nightdesk::units::Money;

#[test]
fn the_same_persons_carry_on_over_a_step() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.level(&[(0, 1), (500, 2), (1000, 1)]);
    desk.chat(900).reply(300); // to 0
    let night = desk.run();
    // At 1000 the idle one goes, and 0 works on.
    assert_eq!(night.presence(0), [(0, true)]);
    assert_eq!(night.presence(1), [(500, true), (1000, false)]);
    assert_eq!(night.replied(0), [1200]);
}

#[test]
fn when_it_falls_those_with_no_open_conversation_go_first() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.level(&[(0, 3), (500, 2)]);
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(1000);
    desk.chat(0); // 0 holds it open until 1120
    desk.customer(VERSION, CHAT, 10).reply(20); // 1 until 30
    desk.chat(20); // 2 holds it open
    let night = desk.run();
    assert_eq!(night.presence(1), [(0, true), (500, false)]);
    assert_eq!((night.presence(0).len(), night.presence(2).len()), (1, 1));
}

#[test]
fn then_those_with_nothing_in_hand_who_hand_over_the_last_in_the_roster_first() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.level(&[(0, 3), (500, 2)]);
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(1000);
    desk.chat(0); // 0 until 60, open
    desk.chat(0); // 1 until 60, open
    desk.chat(450); // 2 until 510
    let night = desk.run();
    assert_eq!(night.presence(1), [(0, true), (500, false)]);
    assert_eq!(night.handed_over(1), [500]);
    // Its customer writes at 1060 and is answered by 0 or 2, who ended their last work at 60 and 510;
    // both hold one, and 0 works on its own customer's message of 1060: so by 2.
    assert_eq!(night.begun(1), [(0, 1), (1060, 2)]);
}

#[test]
fn then_whoever_finishes_first_and_that_is_overtime() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.level(&[(0, 2), (500, 1)]);
    desk.chat(400).reply(200); // 0 until 600
    desk.chat(400).reply(300); // 1 until 700
    desk.chat(590); // in the inbox of 0
    let night = desk.run();
    assert_eq!(night.presence(0), [(0, true), (600, false)]);
    assert_eq!(night.begun(2), [(700, 1)]);
    assert_eq!(night.counts.teams[0].overtime, span(100));
    assert_eq!(night.counts.teams[0].handed_over, 1);
}

#[test]
fn of_those_who_finish_at_one_instant_the_last_in_the_roster_goes() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.level(&[(0, 2), (500, 1)]);
    desk.chat(400).reply(200);
    desk.chat(400).reply(200);
    let night = desk.run();
    assert_eq!(night.presence(0), [(0, true)]);
    assert_eq!(night.presence(1), [(0, true), (600, false)]);
}

#[test]
fn when_it_rises_again_leaves_still_owed_are_cancelled() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.level(&[(0, 2), (500, 0), (550, 1)]);
    desk.chat(400).reply(200); // 0 until 600
    desk.chat(400).reply(300); // 1 until 700
    let night = desk.run();
    // Two leaves owed, one cancelled: 0, who ends first, goes; 1 stays on.
    assert_eq!(night.presence(0), [(0, true), (600, false)]);
    assert_eq!(night.presence(1), [(0, true)]);
    assert_eq!(night.counts.teams[0].overtime, span(100));
}

#[test]
fn a_rise_brings_on_the_lowest_numbers_that_are_off() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.level(&[(0, 3), (500, 1), (1000, 2)]);
    let night = desk.run();
    assert_eq!(night.presence(1), [(0, true), (500, false), (1000, true)]);
    assert_eq!(night.presence(2), [(0, true), (500, false)]);
}

#[test]
fn an_agent_who_is_owed_a_leave_but_not_the_first_goes_on_as_usual() {
    let mut desk = Desk::new();
    desk.plan.channels[CHAT].given_up = GivenUp::Leaves;
    desk.team("a").slots = vec![1, 0, 0];
    desk.level(&[(0, 2), (500, 1)]);
    desk.chat(400).reply(400); // 0 until 800
    desk.chat(400).reply(300); // 1 until 700, then leaves
    desk.chat(600);
    let night = desk.run();
    assert_eq!(night.begun(2), [(800, 0)]);
    assert_eq!(night.presence(1), [(0, true), (700, false)]);
}

#[test]
fn levels_cost_from_the_opening_to_closes() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.level(&[(-HOUR, 1), (1800, 2)]);
    desk.chat(3500).reply(300);
    let night = desk.run();
    let team = night.counts.teams[0];
    // One for 3600 s, one for 1800 s, 0.01 a second; work from 3500 to 3600.
    assert_eq!((team.paid, team.wages, team.busy), (span(5400), Money::from_units(54.0), span(100)));
}

#[test]
fn a_wrap_up_that_follows_is_work_in_hand_of_those_who_finish_at_one_instant() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.level(&[(0, 2), (500, 1)]);
    desk.goes(VERSION, CHAT).wrap_up = secs(10);
    desk.chat(400).reply(200); // 0 until 600
    desk.customer(VERSION, CHAT, 400).reply(200); // 1 until 600, and its wrap-up until 610
    let night = desk.run();
    assert_eq!(night.presence(0), [(0, true), (600, false)]);
    assert_eq!(night.presence(1), [(0, true)]);
}

#[test]
fn the_earliest_step_sends_the_first_home_and_a_rise_cancels_the_latest() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.level(&[(0, 3), (500, 2), (550, 1), (580, 2)]);
    for _ in 0..3 {
        desk.chat(400).reply(200);
    }
    let night = desk.run();
    // One leave is owed, that of 500; all end at 600 and the last in the roster goes.
    assert_eq!(night.presence(2), [(0, true), (600, false)]);
    assert_eq!(night.counts.teams[0].overtime, span(100));
}

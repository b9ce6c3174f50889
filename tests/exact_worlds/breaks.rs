//! 3.7: breaks. When each agent is due is the plan's business; here, what it then does.

use crate::support::world::*;
use nightdesk::simulation::plan::Break;
use nightdesk::units::Money;

fn break_at(due: i64, length: i64) -> Break {
    Break { due: at(due), length: span(length), paid: true, hands_over: length >= 900, trains: 1.0 }
}

#[test]
fn an_idle_agent_goes_when_it_is_due_and_comes_back_to_the_queue() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 3000, 1)[0].duties[0].breaks = vec![break_at(100, 300)];
    desk.chat(200);
    let night = desk.run();
    assert_eq!(night.presence(0), [(0, true), (100, false), (400, true), (3000, false)]);
    assert_eq!(night.begun(0), [(400, 0)]);
    let team = night.counts.teams[0];
    assert_eq!((team.on_duty, team.paid, team.wages), (span(2700), span(3000), Money::from_units(30.0)));
}

#[test]
fn a_working_agent_goes_when_the_work_in_hand_ends_and_stays_away_the_full_time() {
    let mut desk = Desk::new();
    desk.goes(TASTE, CHAT).wrap_up = secs(40);
    desk.team("a");
    desk.shift("early", 0, 3000, 1)[0].duties[0].breaks = vec![break_at(100, 300)];
    desk.chat(50); // until 110, its wrap-up until 150
    desk.chat(60);
    let night = desk.run();
    assert_eq!(night.presence(0)[1..3], [(150, false), (450, true)]);
    // The other waits in the inbox meanwhile: the break is shorter than 15 minutes.
    assert_eq!(night.begun(1), [(450, 0)]);
    assert!(night.handed_over(1).is_empty());
}

#[test]
fn during_a_short_break_nothing_is_assigned_and_freed_slots_stay_empty() {
    let mut desk = Desk::new();
    desk.plan.channels[CHAT].idle_close = span(100);
    desk.team("a").slots = vec![1, 0, 0];
    desk.shift("early", 0, 3000, 1)[0].duties[0].breaks = vec![break_at(70, 300)];
    desk.chat(0); // its slot is held until 160
    desk.chat(10);
    let night = desk.run();
    assert_eq!(night.assigned(1), [(370, 0)]);
}

#[test]
fn from_15_minutes_on_conversations_are_handed_over() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 3000, 1)[0].duties[0].breaks = vec![break_at(100, 900)];
    desk.shift("late", 500, 3000, 1);
    desk.chat(50); // until 110
    desk.chat(60);
    let night = desk.run();
    assert_eq!(night.handed_over(1), [110]);
    assert_eq!(night.begun(1), [(500, 1)]);
    assert_eq!(night.counts.teams[0].handed_over, 1);
    assert_eq!(night.presence(0)[1..3], [(110, false), (1010, true)]);
}

#[test]
fn an_unpaid_break_is_neither_present_nor_paid() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 3000, 1)[0].duties[0].breaks = vec![Break { paid: false, ..break_at(100, 300) }];
    let night = desk.run();
    let team = night.counts.teams[0];
    assert_eq!((team.on_duty, team.paid, team.wages), (span(2700), span(2700), Money::from_units(27.0)));
}

#[test]
fn a_break_whose_duty_has_ended_first_is_not_taken() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 1000, 1)[0].duties[0].breaks = vec![break_at(900, 100)];
    desk.chat(800).reply(300); // until 1100
    let night = desk.run();
    assert_eq!(night.presence(0), [(0, true), (1100, false)]);
}

#[test]
fn a_late_break_that_runs_past_the_duty_ends_with_it() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 1000, 1)[0].duties[0].breaks = vec![Break { paid: false, ..break_at(700, 300) }];
    desk.chat(650).reply(150); // until 800: away from 800, off at 1000
    let night = desk.run();
    assert_eq!(night.presence(0), [(0, true), (800, false)]);
    assert_eq!(night.counts.teams[0].paid, span(800));
    assert_eq!(night.counts.teams[0].overtime, span(0));
}

#[test]
fn a_break_that_falls_due_during_another_begins_when_that_ends() {
    let mut desk = Desk::new();
    desk.team("a");
    desk.shift("early", 0, 3000, 1)[0].duties[0].breaks = vec![break_at(100, 300), break_at(250, 100)];
    let night = desk.run();
    assert_eq!(night.presence(0), [(0, true), (100, false), (500, true), (3000, false)]);
    assert_eq!(night.counts.teams[0].on_duty, span(2600));
}

#[test]
fn at_the_end_of_the_duty_during_a_break_the_agent_is_off_and_hands_over_though_it_would_finish() {
    let mut desk = Desk::new();
    desk.team("a");
    let duty = &mut desk.shift("early", 0, 400, 1)[0].duties[0];
    (duty.breaks, duty.finish) = (vec![break_at(100, 300)], true);
    desk.shift("late", 300, 3000, 1);
    desk.chat(50).reply(150); // until 200, then the break that was due at 100
    desk.chat(60); // in the inbox
    let night = desk.run();
    assert_eq!(night.handed_over(1), [400]);
    assert_eq!(night.begun(1), [(400, 1)]);
    assert_eq!(night.presence(0), [(0, true), (200, false)]);
}

#[test]
fn a_long_break_hands_over_though_the_shift_finishes() {
    let mut desk = Desk::new();
    desk.team("a");
    let duty = &mut desk.shift("early", 0, 3000, 1)[0].duties[0];
    (duty.breaks, duty.finish) = (vec![break_at(100, 900)], true);
    desk.chat(50);
    desk.chat(60);
    let night = desk.run();
    assert_eq!(night.handed_over(1), [110]);
    assert_eq!(night.begun(1), [(1010, 0)]);
}

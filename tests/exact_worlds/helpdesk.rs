//! 3.4: what the helpdesk's own slowness adds.

use crate::support::world::*;
use nightdesk::random::CountSampler;
use nightdesk::scenario::Measure;
use nightdesk::simulation::plan::HelpdeskTimes;

/// One agent, replies of 60 s, and a helpdesk that shows a first message after 7 s and a later one after 5 s,
/// keeps the agent for 3 s with every message and for 2 s at the end.
fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    slow(&mut desk, CHAT);
    desk
}

fn slow(desk: &mut Desk, channel: usize) {
    let times = HelpdeskTimes { first: secs(7), later: secs(5), reply: secs(3), resolve: secs(2) };
    desk.plan.channels[channel].helpdesk = Some(Box::new(times));
}

#[test]
fn a_message_is_begun_when_the_helpdesk_shows_it_and_its_clock_runs_from_the_sending() {
    let mut desk = desk();
    for within in [69, 70] {
        desk.target(Measure::FirstReply, within);
        desk.target(Measure::Solution, within);
    }
    desk.chat(100);
    let night = desk.run();
    assert_eq!(night.begun(0), [(107, 0)]);
    assert_eq!(night.replied(0), [170]);
    let met = [0, 1, 2, 3].map(|target| night.met(target));
    assert_eq!(met, [(0, 1), (0, 1), (1, 1), (1, 1)]);
}

#[test]
fn later_messages_and_the_end_take_their_time_too() {
    let mut desk = desk();
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(100);
    desk.target(Measure::EachReply, 67);
    desk.target(Measure::EachReply, 68);
    desk.chat(0);
    desk.message(250);
    let night = desk.run();
    // Written 0, begun 7, replied 70; written 170, begun 175, replied 238; closed 240.
    assert_eq!(night.begun(0), [(7, 0), (175, 0)]);
    assert_eq!(night.replied(0), [70, 238]);
    assert_eq!([night.met(0).0, night.met(1).0], [1, 2]);
    // The chat's two turns of 63 s and 2 s, and a letter of 60 s, which has no helpdesk.
    assert_eq!(night.counts.teams[0].busy, span(63 + 63 + 2 + 60));
}

#[test]
fn closing_keeps_the_agent_from_the_next_message() {
    let mut desk = desk();
    desk.chat(0);
    desk.chat(1);
    let night = desk.run();
    // Replied at 70, closed at 72.
    assert_eq!(night.begun(1), [(72, 0)]);
}

#[test]
fn no_speed_divides_it() {
    let mut desk = desk();
    desk.plan.teams[0].speed.fill(2.0);
    desk.chat(0);
    assert_eq!(desk.run().replied(0), [7 + 30 + 3]);
}

#[test]
fn patience_runs_from_the_sending_and_nobody_gives_up_before_the_message_is_there() {
    let mut desk = desk();
    slow(&mut desk, GROUP);
    desk.call(0).reply(20);
    desk.message(1).patience(15);
    desk.message(15).patience(4);
    let night = desk.run();
    // Sent 1, there 8, given up 16, while the agent is in a call until 20.
    assert_eq!(night.gave_up(1), [16]);
    // Sent 15, there 22: the patience of 4 s is over by then, and it ends there.
    assert_eq!(night.gave_up(2), [22]);
}

#[test]
fn what_waits_at_the_opening_and_calls_have_nothing_to_do_with_it() {
    let mut desk = desk();
    desk.chat(-30);
    desk.call(200);
    let night = desk.run();
    assert_eq!(night.begun(0), [(0, 0)]);
    assert_eq!(night.begun(1), [(200, 0)]);
    assert_eq!(night.replied(1), [260]);
}

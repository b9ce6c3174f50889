//! 3.8: targets.

use crate::support::world::*;
use nightdesk::random::CountSampler;
use nightdesk::scenario::{Abandoned, GivenUp, Measure};
use nightdesk::simulation::plan::Retry;

/// One agent; three chats at 0, each a reply of 60 s: replied to at 60, 120, 180.
fn three_chats() -> Desk {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    for _ in 0..3 {
        desk.chat(0);
    }
    desk
}

#[test]
fn first_reply_is_from_the_first_message_to_its_reply_and_within_includes_its_end() {
    let mut desk = three_chats();
    desk.target(Measure::FirstReply, 120);
    desk.target(Measure::FirstReply, 119);
    let night = desk.run();
    assert_eq!((night.met(0), night.met(1)), ((2, 3), (1, 3)));
}

#[test]
fn each_reply_counts_every_message_of_the_customers() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(3);
    desk.goes(TASTE, CHAT).think = secs(30);
    desk.target(Measure::EachReply, 60);
    desk.target(Measure::FirstReply, 60);
    desk.chat(0); // begun at 0, 90 (and, were 1 not there, 180)
    desk.customer(VERSION, CHAT, 100).reply(100); // begun at 150, until 250
    let night = desk.run();
    // 0's third message of 180 is begun at 250: 130 s. The version takes 150 s.
    assert_eq!(night.replied(0), [60, 150, 310]);
    assert_eq!((night.met(0), night.met(1)), ((2, 4), (1, 2)));
}

#[test]
fn answer_is_for_the_phone_only_and_the_other_two_are_never_of_the_phone() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.target(Measure::Answer, 15);
    desk.target(Measure::FirstReply, 600);
    desk.target(Measure::EachReply, 600);
    desk.call(0);
    desk.call(45); // the talk starts after 15 s
    desk.call(46); // and after 74 s
    desk.chat(1000);
    let night = desk.run();
    assert_eq!((night.met(0), night.met(1), night.met(2)), ((2, 3), (1, 1), (1, 1)));
}

#[test]
fn solution_is_by_default_the_last_reply_or_the_one_of_solution_turn() {
    for (solution_turn, solved_within) in [(None, 240), (Some(2), 150), (Some(9), 240)] {
        let mut desk = Desk::new();
        desk.staffed("night", 1);
        desk.goes(TASTE, CHAT).turns = CountSampler::Constant(3);
        desk.goes(TASTE, CHAT).think = secs(30);
        desk.plan.inquiries[TASTE].solution_turn = solution_turn;
        desk.target(Measure::Solution, solved_within);
        desk.target(Measure::Solution, solved_within - 1);
        desk.target(Measure::Conclusion, 240);
        desk.chat(0); // replies at 60, 150, 240
        let night = desk.run();
        assert_eq!((night.met(0), night.met(1), night.met(2)), ((1, 1), (0, 1), (1, 1)));
    }
}

#[test]
fn a_case_that_nobody_answered_counts_with_the_time_to_its_last_giving_up() {
    let mut desk = Desk::new();
    desk.team("nobody");
    desk.goes(TASTE, PHONE).retry = Some(Retry { share: 1.0, delay: secs(100), channel: Some(CHAT as u8) });
    desk.goes(TASTE, PHONE).patience = secs(50);
    desk.goes(TASTE, CHAT).patience = secs(50);
    for measure in [Measure::Solution, Measure::Conclusion] {
        desk.target(measure, 200).abandoned = Abandoned::MetIfQuick;
        desk.target(measure, 199).abandoned = Abandoned::MetIfQuick;
    }
    desk.call(0); // gives up at 50, writes at 150, gives up at 200
    let night = desk.run();
    assert_eq!([0, 1, 2, 3].map(|target| night.met(target)), [(1, 1), (0, 1), (1, 1), (0, 1)]);
    assert_eq!(night.counts.inquiries[TASTE].unanswered, 1);
}

#[test]
fn who_gave_up_counts_by_abandoned() {
    // Two give up after 50 s and after 100 s, before a target of 60 s.
    let conventions = [
        (Abandoned::LateOnly, (0, 1)),
        (Abandoned::Missed, (0, 2)),
        (Abandoned::Ignored, (0, 0)),
        (Abandoned::MetIfQuick, (1, 2)),
    ];
    for (abandoned, expected) in conventions {
        let mut desk = Desk::new();
        desk.team("nobody");
        desk.chat(0).patience(50);
        desk.chat(0).patience(100);
        desk.call(0).patience(50);
        desk.call(0).patience(100);
        desk.target(Measure::FirstReply, 60).abandoned = abandoned;
        desk.target(Measure::EachReply, 60).abandoned = abandoned;
        desk.target(Measure::Answer, 60).abandoned = abandoned;
        let night = desk.run();
        assert_eq!([0, 1, 2].map(|target| night.met(target)), [expected; 3], "{abandoned:?}");
    }
}

#[test]
fn having_waited_exactly_within_is_not_late() {
    let mut desk = Desk::new();
    desk.team("nobody");
    desk.chat(0).patience(60);
    desk.target(Measure::FirstReply, 60);
    let night = desk.run();
    assert_eq!(night.met(0), (0, 0));
}

#[test]
fn a_reply_without_credit_is_no_answer() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.chat(0).reply(100);
    desk.chat(0).patience(50); // given up at 50, answered at 160 all the same
    desk.target(Measure::FirstReply, 200).abandoned = Abandoned::Missed;
    desk.target(Measure::Solution, 200).abandoned = Abandoned::Missed;
    desk.target(Measure::Conclusion, 200).abandoned = Abandoned::Missed;
    let night = desk.run();
    assert_eq!([0, 1, 2].map(|target| night.met(target)), [(1, 2); 3]);
}

#[test]
fn a_target_may_be_limited_to_channels_inquiries_and_tiers() {
    let mut desk = Desk::new();
    desk.staffed("night", 9);
    desk.target(Measure::FirstReply, 60).channels = vec![true, false, true];
    desk.target(Measure::FirstReply, 60).inquiries = vec![false, true];
    desk.target(Measure::FirstReply, 60).tiers = vec![false, false, true];
    desk.chat(0);
    desk.message(0);
    desk.customer(VERSION, CHAT, 0);
    desk.chat(0).tier(VIP);
    let night = desk.run();
    assert_eq!([0, 1, 2].map(|target| night.met(target)), [(3, 3), (1, 1), (1, 1)]);
}

#[test]
fn for_cases_the_channel_of_the_first_conversation_decides() {
    let mut desk = Desk::new();
    desk.staffed("night", 1).slots = vec![3, 1, 0];
    desk.goes(TASTE, PHONE).retry = Some(Retry { share: 1.0, delay: secs(100), channel: Some(CHAT as u8) });
    desk.target(Measure::Conclusion, 600).channels = vec![true, false, false];
    desk.target(Measure::Conclusion, 600).channels = vec![false, false, true];
    desk.call(0).patience(50);
    let night = desk.run();
    assert_eq!((night.met(0), night.met(1)), ((0, 0), (1, 1)));
}

#[test]
fn only_what_starts_within_the_hours_counts() {
    let mut desk = Desk::new();
    desk.staffed("night", 9);
    desk.target(Measure::FirstReply, 30).hours = windows(&[(100, 200)]);
    for second in [99, 100, 199, 200] {
        desk.chat(second);
    }
    let night = desk.run();
    // All take 60 s; where the clock runs out does not matter.
    assert_eq!(night.met(0), (0, 2));
}

#[test]
fn with_the_clock_hours_everything_counts_and_time_runs_only_inside_them() {
    let mut desk = Desk::new();
    desk.staffed("night", 9);
    for within in [10, 9] {
        let target = desk.target(Measure::FirstReply, within);
        (target.hours, target.clock_in_hours) = (windows(&[(100, 200)]), true);
    }
    desk.chat(50); // until 110: 10 s inside
    desk.chat(300); // none
    desk.chat(120); // 60 s
    let night = desk.run();
    assert_eq!((night.met(0), night.met(1)), ((2, 3), (1, 3)));
}

#[test]
fn giving_up_is_judged_by_the_targets_clock_too() {
    let mut desk = Desk::new();
    desk.team("nobody");
    let target = desk.target(Measure::FirstReply, 20);
    (target.hours, target.clock_in_hours) = (windows(&[(100, 200)]), true);
    desk.chat(50).patience(70); // 20 s inside: not counted
    desk.chat(50).patience(71); // missed
    let night = desk.run();
    assert_eq!(night.met(0), (0, 1));
}

#[test]
fn what_counts_is_booked_in_the_interval_its_clock_starts_in() {
    let mut desk = Desk::new();
    desk.staffed("night", 9);
    desk.target(Measure::FirstReply, 60);
    desk.chat(-100);
    desk.chat(899); // replied to at 959, in the second
    desk.chat(900);
    let night = desk.run();
    let by_interval: Vec<u32> = night.counts.targets.iter().map(|cell| cell.counted).collect();
    assert_eq!(by_interval, [2, 1, 0, 0, 0]);
    // The backlog's clock runs from when it came: 160 s.
    assert_eq!(night.met(0), (2, 3));
}

/// 0's customer writes at 70 and gives up at 90, after its reply at 60, while the agent works for 1.
fn gives_up_after_the_first_reply(solution_turn: Option<u32>, retry: Option<Retry>) -> Desk {
    let mut desk = Desk::new();
    desk.plan.channels[CHAT].given_up = GivenUp::Leaves;
    desk.staffed("night", 1);
    desk.goes(TASTE, CHAT).turns = CountSampler::Constant(2);
    desk.goes(TASTE, CHAT).think = secs(10);
    desk.goes(TASTE, CHAT).patience_later = secs(20);
    desk.goes(TASTE, CHAT).retry = retry;
    desk.plan.inquiries[TASTE].solution_turn = solution_turn;
    for measure in [Measure::Solution, Measure::Conclusion] {
        let target = desk.target(measure, 80);
        target.abandoned = Abandoned::MetIfQuick;
        target.inquiries = vec![true, false];
    }
    desk.chat(0);
    desk.customer(VERSION, CHAT, 5).reply(500);
    desk
}

#[test]
fn a_case_given_up_after_a_reply_is_unsolved_but_concluded_by_that_reply() {
    let night = gives_up_after_the_first_reply(None, None).run();
    // Solution: given up at 90, later than 80. Conclusion: the reply at 60.
    assert_eq!((night.met(0), night.met(1)), ((0, 1), (1, 1)));
    assert_eq!(night.counts.inquiries[TASTE].answered, 1);
}

#[test]
fn unless_the_solving_reply_had_been_sent() {
    let night = gives_up_after_the_first_reply(Some(1), None).run();
    assert_eq!((night.met(0), night.met(1)), ((1, 1), (1, 1)));
}

#[test]
fn and_if_it_retries_the_next_conversation_decides() {
    let retry = Retry { share: 1.0, delay: secs(1000), channel: Some(PHONE as u8) };
    let mut desk = gives_up_after_the_first_reply(None, Some(retry));
    desk.plan.targets[0].within = span(1150); // the talk of 1090 ends at 1150
    let night = desk.run();
    assert_eq!((night.met(0), night.met(1)), ((1, 1), (0, 1)));
}

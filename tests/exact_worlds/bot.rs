//! 3.3: a bot that customers meet first.

use crate::support::world::*;
use nightdesk::random::Sampler;
use nightdesk::scenario::Measure;
use nightdesk::simulation::plan::Bot;
use nightdesk::units::{Money, Span};

/// A bot on chat and in the group that hands over after 45 s what it does not settle.
fn bot(share: f64) -> Option<Bot> {
    let channels = vec![true, true, false];
    Some(Bot { share, hand_over: secs(45), channels, clock_from_message: false, cost: Money::ZERO })
}

#[test]
fn what_the_bot_settles_is_solved_and_concluded_and_no_human_replied() {
    let mut desk = Desk::new();
    desk.team("night");
    desk.plan.inquiries[TASTE].bot = bot(1.0);
    desk.target(Measure::Solution, 0);
    desk.target(Measure::Conclusion, 0);
    desk.target(Measure::FirstReply, 600);
    desk.target(Measure::EachReply, 600);
    desk.chat(0);
    let night = desk.run();
    assert_eq!([night.met(0), night.met(1), night.met(2), night.met(3)], [(1, 1), (1, 1), (0, 0), (0, 0)]);
    let inquiry = &night.counts.inquiries[TASTE];
    assert_eq!((inquiry.cases, inquiry.answered, inquiry.unanswered, inquiry.settled_by_bot), (1, 0, 0, 1));
    let chat = night.counts.channels[CHAT];
    assert_eq!((chat.conversations, chat.settled_by_bot, chat.sent), (0, 1, 1));
    let practices = night.counts.practices;
    assert_eq!((practices.bot_conversations, practices.bot_settled), (1, 1));
    assert_eq!(night.counts.open_at_end, 0);
}

#[test]
fn what_it_hands_over_comes_to_the_desk_then_and_the_clock_of_replies_starts_there() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.plan.inquiries[TASTE].bot = bot(0.0);
    desk.target(Measure::FirstReply, 60);
    desk.target(Measure::Solution, 60);
    desk.target(Measure::Solution, 105);
    desk.chat(0);
    let night = desk.run();
    assert_eq!(night.begun(0), [(45, 0)]);
    // The case began with the message at 0.
    assert_eq!([night.met(0), night.met(1), night.met(2)], [(1, 1), (0, 1), (1, 1)]);
    let practices = night.counts.practices;
    assert_eq!((practices.bot_conversations, practices.bot_settled), (1, 0));
}

#[test]
fn with_its_clock_from_the_message_the_time_with_the_bot_counts() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.plan.inquiries[TASTE].bot = bot(0.0).map(|bot| Bot { clock_from_message: true, ..bot });
    desk.target(Measure::FirstReply, 104);
    desk.target(Measure::FirstReply, 105);
    desk.chat(0);
    let night = desk.run();
    assert_eq!([night.met(0), night.met(1)], [(0, 1), (1, 1)]);
    assert_eq!(night.counts.channels[CHAT].waited, span(105));
}

#[test]
fn patience_for_a_human_begins_with_the_handing_over() {
    let mut desk = Desk::new();
    desk.team("night");
    desk.plan.inquiries[TASTE].bot = bot(0.0);
    desk.chat(0).patience(100);
    assert_eq!(desk.run().gave_up(0), [145]);
}

#[test]
fn calls_do_not_meet_it_nor_who_waits_at_the_opening() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    desk.plan.inquiries[TASTE].bot = bot(1.0);
    desk.call(0);
    desk.chat(-100);
    let night = desk.run();
    assert_eq!(night.counts.practices.bot_conversations, 0);
    assert_eq!(night.counts.inquiries[TASTE].answered, 2);
}

#[test]
fn who_tries_again_meets_it_again() {
    let mut desk = Desk::new();
    desk.team("night");
    desk.plan.inquiries[TASTE].bot = bot(0.0);
    desk.goes(TASTE, CHAT).retry = Some(nightdesk::simulation::plan::Retry {
        share: 1.0,
        delay: Sampler::Constant(Span::from_whole_seconds(1000)),
        channel: None,
    });
    desk.plan.end = at(1500);
    desk.chat(0).patience(100);
    let night = desk.run();
    // Handed over at 45, given up at 145, again at 1145, handed over at 1190, given up at 1290.
    assert_eq!(night.gave_up(0), [145, 1290]);
    assert_eq!(night.counts.practices.bot_conversations, 2);
}

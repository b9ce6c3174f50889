//! 3.4 and 3.6: customers who write again while they wait, or ask how their case stands, and progress notices.

use crate::support::world::*;
use nightdesk::scenario::Measure;
use nightdesk::simulation::plan::{AsksAgain, Meanwhile, Next, Notice, WritesAgain};
use nightdesk::units::Money;

/// Who waits writes again every minute, up to three times, 10 s of reading each.
fn write_again(desk: &mut Desk) {
    let again = WritesAgain { share: 1.0, after: secs(60), most: 3, reading: secs(10) };
    desk.goes(TASTE, CHAT).writes_again = Some(Box::new(again));
}

#[test]
fn one_reply_answers_all_that_was_written_and_the_clock_is_that_of_the_first() {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    write_again(&mut desk);
    desk.target(Measure::EachReply, 150);
    desk.chat(0);
    desk.chat(0);
    desk.chat(0);
    let night = desk.run();
    // The second waits for 60 s, and the message of that very instant comes too late. The third waits for 120 s
    // and has written once more, at 60: 70 s of work.
    assert_eq!(night.replied(0), [60]);
    assert_eq!(night.replied(1), [120]);
    assert_eq!(night.replied(2), [190]);
    assert_eq!(night.counts.practices.written_again, 1);
    // Of three messages in a row the one clock counts: 190 s.
    assert_eq!(night.met(0), (2, 3));
}

#[test]
fn nobody_writes_again_more_often_than_at_most_or_after_giving_up() {
    let impatient = |patience| {
        let mut desk = Desk::new();
        desk.staffed("night", 1);
        write_again(&mut desk);
        desk.goes(TASTE, CHAT).patience = secs(patience);
        desk.chat(0).reply(1000);
        desk.chat(10);
        desk.run()
    };
    let night = impatient(150);
    // At 70 and 130; gone at 160. Somebody reads both all the same.
    assert_eq!(night.gave_up(1), [160]);
    assert_eq!(night.counts.practices.written_again, 2);
    assert_eq!(night.replied(1), [1080]);
    let night = impatient(2000);
    assert_eq!(night.counts.practices.written_again, 3);
    assert_eq!(night.replied(1), [1090]);
}

/// A case waits 1000 s for the lab; its customer asks every 300 s, up to three times, and gets 20 s.
fn asking(notice: Option<Notice>) -> Desk {
    let mut desk = Desk::new();
    desk.staffed("night", 1);
    let lab = desk.party(1000, &[]);
    desk.then(TASTE, 1.0, Next::MessageAfter { party: lab });
    let asks = AsksAgain { share: 1.0, after: secs(300), most: 3, reply: secs(20) };
    desk.plan.inquiries[TASTE].outcomes[0].1.meanwhile =
        Some(Box::new(Meanwhile { asks: Some(asks), notice }));
    desk.chat(0);
    desk
}

#[test]
fn who_waits_for_a_party_asks_again_until_it_answers() {
    let mut desk = asking(None);
    desk.target(Measure::FirstReply, 30);
    desk.target(Measure::Conclusion, 1120);
    let night = desk.run();
    // Answered at 60; asks at 360, 660 and 960; the lab answers at 1060.
    assert_eq!(night.replied(0), [60, 380, 680, 980]);
    assert_eq!(night.counts.practices.asked_again, 3);
    // Each is a conversation that a customer opens, answered in 20 s; the first took 60.
    assert_eq!(night.met(0), (3, 4));
    assert_eq!(night.concluded(0), [1120]);
    // The case is one, by its own clock.
    assert_eq!(night.met(1), (1, 1));
    assert_eq!(night.counts.channels[CHAT].conversations, 4);
}

#[test]
fn a_notice_that_is_seen_ends_the_asking() {
    let notice = Notice { after: secs(400), takes: Some(secs(15)), reach: 1.0, cost: Money::from_units(0.5) };
    let night = asking(Some(notice)).run();
    // Due at 460, sent at 475: after the first question.
    assert_eq!(night.replied(0), [60, 380]);
    let did = night.counts.practices;
    assert_eq!((did.asked_again, did.notices, did.notice_cost), (1, 1, Money::from_units(0.5)));
    assert_eq!(night.counts.teams[0].busy, span(60 + 20 + 15 + 60));
    assert_eq!(night.concluded(0), [1120]);
}

#[test]
fn a_notice_without_agent_goes_out_by_itself_and_one_that_nobody_sees_changes_nothing() {
    let notice = Notice { after: secs(100), takes: None, reach: 1.0, cost: Money::ZERO };
    let night = asking(Some(notice.clone())).run();
    assert_eq!(night.counts.practices.asked_again, 0);
    assert_eq!(night.counts.teams[0].busy, span(120));
    // The two replies and the notice.
    assert_eq!(night.counts.channels[CHAT].sent, 3);
    let night = asking(Some(Notice { reach: 0.0, ..notice })).run();
    assert_eq!((night.counts.practices.asked_again, night.counts.practices.notices), (3, 1));
}

#[test]
fn a_notice_that_would_come_with_the_answer_or_later_is_not_sent() {
    let notice = Notice { after: secs(1000), takes: None, reach: 1.0, cost: Money::ZERO };
    assert_eq!(asking(Some(notice)).run().counts.practices.notices, 0);
}

//! What must not change when a scenario is said otherwise.

use super::desk::{Phone, answer, exponential};
use super::measure::{compliance, plan, run, watched};
use nightdesk::demand::Night;
use nightdesk::random::Key;
use nightdesk::simulation::Engine;
use nightdesk::simulation::tally::{Counts, Tally, Waits};

/// Two kinds of call that are alike instead of one of twice the rate: the share answered in 2 s is the same,
/// as far as 15 days each tell (1 point). False alarm: 0.1 %.
#[test]
fn two_inquiries_that_are_alike_are_as_good_as_one() {
    let (reply, patience) = (exponential(10.0), exponential(5.0));
    let target = answer("quick", "2s", "missed");
    let one = Phone { rate: 7200.0, reply: &reply, patience: &patience, agents: 15 };
    let two = Phone { rate: 3600.0, ..one };
    let twin = format!(
        r#"{target}
        [inquiry.twin]
        baseline = {{ steps = {{ "00:00" = 3600 }} }}
        channels = {{ phone = 1.0 }}
        reply = {reply}
        patience = {patience}"#
    );
    let (one, two) = (plan(&one.text(&target)), plan(&two.text(&twin)));
    let one = compliance(&one, &run(&one, 61, 15), "quick");
    let two = compliance(&two, &run(&two, 62, 15), "quick");
    let both = libm::hypot(one.half_width(), two.half_width());
    println!("{} and {} ± {both}", one.value, two.value);
    assert!(both < 0.01 && (one.value - two.value).abs() <= both, "{one:?} {two:?} ± {both}");
}

/// A night of chats and calls in which every time is `factor` times as long.
fn scaled(factor: f64) -> String {
    let seconds = |seconds: f64| format!("{}s", seconds * factor);
    format!(
        r#"
        time_zone = "UTC"
        opens = 2026-01-05T00:00:00
        closes = 2026-01-05T{:02}:00:00
        interval = "{}"
        run_out = "{}"
        [inquiry.question]
        baseline = {{ steps = {{ "00:00" = {} }} }}
        channels = {{ chat = 0.7, phone = 0.3 }}
        turns = {{ geometric = {{ mean = 3 }} }}
        reply = {{ lognormal = {{ mean = "{}", cv = 0.8 }} }}
        think = {{ exponential = {{ mean = "{}" }} }}
        patience = {{ exponential = {{ mean = "{}" }} }}
        retry = {{ share = 0.4, delay = {{ exponential = {{ mean = "{}" }} }} }}
        [channel.chat]
        kind = "chat"
        given_up = "leaves"
        [channel.phone]
        kind = "phone"
        [team.desk]
        skills = "*"
        slots = {{ chat = 3, phone = 1 }}
        switch = "{}"
        on_duty = {{ steps = {{ "00:00" = 5 }} }}
        [target.first]
        measure = "first_reply"
        within = "{}"
        at_least = 0.8
        [target.answer]
        measure = "answer"
        within = "{}"
        at_least = 0.8"#,
        4.0 * factor,
        seconds(3600.0),
        seconds(36_000.0),
        200.0 / factor,
        seconds(40.0),
        seconds(50.0),
        seconds(180.0),
        seconds(300.0),
        seconds(3.0),
        seconds(60.0),
        seconds(20.0),
    )
}

/// Everything twice as slow, customers half as often: everybody fares the same, only in twice the time. The
/// sums of waits agree to a millionth; rounding to microseconds may not tip a single decision, which it
/// would in fewer than 1 of 100 seeds. No other chance in it.
#[test]
fn a_night_at_half_the_speed_is_the_same_night() {
    let fates = |(): (), counts: &Counts| (counts.channels.clone(), counts.targets.clone());
    let night = watched(&plan(&scaled(1.0)), 63, 30, |_| (), fates);
    let slow = watched(&plan(&scaled(2.0)), 63, 30, |_| (), fates);
    let given_up = |channel: usize| night.iter().map(|night| night.0[channel].abandoned).sum::<u64>();
    assert!(given_up(0) > 100 && given_up(1) > 100, "a night in which nobody gives up shows little");
    for (night, slow) in night.iter().zip(&slow) {
        assert_eq!(night.1, slow.1);
        for (channel, slow) in night.0.iter().zip(&slow.0) {
            assert_eq!((channel.conversations, channel.abandoned), (slow.conversations, slow.abandoned));
            assert_eq!((channel.answered, channel.replies), (slow.answered, slow.replies));
            let (once, twice) = (channel.waited.seconds(), slow.waited.seconds());
            assert!((2.0 * once - twice).abs() < 1e-6 * twice, "{once} s and {twice} s");
        }
    }
}

/// A patience of a century is endless patience, bit for bit (whose waits are Erlang C's: see `erlang`).
/// No chance in it.
#[test]
fn a_patience_of_a_century_is_endless_patience() {
    let reply = exponential(10.0);
    let endless = Phone { rate: 2700.0, reply: &reply, patience: "\"never\"", agents: 10 };
    let century = Phone { patience: "\"876600h\"", ..endless };
    let target = answer("quick", "2s", "missed");
    let counts =
        |desk: &Phone<'_>| watched(&plan(&desk.text(&target)), 64, 5, |_| (), |(), counts| counts.clone());
    assert_eq!(counts(&endless), counts(&century));
}

/// The same nights simulated backwards, each by an engine that did another one before, sum up to the same
/// digits as on two threads. No chance in it.
#[test]
fn the_order_of_replications_does_not_change_a_digit() {
    let plan = plan(&scaled(1.0));
    let forwards = run(&plan, 65, 60).tally;
    let (mut engine, mut customers) = (Engine::new(&plan), Night::default());
    let (mut backwards, mut waits) = (Tally::new(&plan), Waits::new(plan.channels.len()));
    for replication in (0..60).rev() {
        let night = Key::night(65, replication);
        customers.draw(&plan.demand, night);
        waits.next_night();
        let counts = engine.run(night, customers.arrivals(), &mut waits);
        backwards.add(&plan, night, counts, &waits);
    }
    backwards.add_waits(&waits);
    assert_eq!(forwards.targets, backwards.targets);
    assert_eq!(forwards.pooled, backwards.pooled);
    assert_eq!(forwards.channels, backwards.channels);
    assert_eq!(forwards.inquiries, backwards.inquiries);
    assert_eq!(forwards.teams, backwards.teams);
    assert_eq!(forwards.intervals, backwards.intervals);
    assert_eq!(forwards.cost, backwards.cost);
    // A histogram's own notes of its least and greatest value are not exact after merging, and nobody asks.
    for (one, other) in forwards.waits.iter().zip(&backwards.waits) {
        let quantiles =
            |waits: &Waited| (0..=1000).map(|i| waits.value_at_quantile(f64::from(i) / 1e3)).collect();
        let (one, other): (Vec<u64>, Vec<u64>) = (quantiles(one), quantiles(other));
        assert_eq!(one, other);
    }
}

type Waited = hdrhistogram::Histogram<u64>;

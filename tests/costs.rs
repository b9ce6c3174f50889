//! What nights cost, against sums done by hand: a desk on which everything is certain but when it happens.

use nightdesk::scenario::{Request, load_text_with};
use nightdesk::simulation::cost::CostKind;
use nightdesk::simulation::plan::Plan;
use nightdesk::simulation::replications::{Sampling, Simulated, Stop, simulate};
use nightdesk::units::Money;

/// Ten customers wait at the opening. Each writes three messages, a minute of work each, then asks the
/// merchant, who answers at once, and is told. One agent from 18:00 to 21:00 at 30 an hour does all that in
/// forty minutes.
const DESK: &str = r#"
opens  = 2026-11-11T18:00:00
closes = 2026-11-11T23:00:00
run_out = "1h"

[stream.one]
from = "19:00"
to = "20:00"
orders = { fruit = 6000, lamp = 10 }
[stream.two]
from = "20:00"
to = "21:00"
orders = { fruit = 3000 }

[inquiry.taste]
waiting_at_open = { cases = 10, since = "0s" }
channels = { chat = 1.0 }
turns = 3
reply = "1min"
outcome.merchant = { wait_for = "merchant", follow_up = "message", cost = 2.5 }

[channel.chat]
kind = "chat"
[party.merchant]
delay = "0s"
[team.night]
skills = "*"
slots = { chat = 2 }
pay = 30.0
[team.night.shift.evening]
from = "18:00"
to = "21:00"
agents = 1

[target.soon]
measure = "each_reply"
within = "90s"
at_least = 0.9

[store_score.part.reply]
target = "soon"
points = { linear = { "0" = 0, "1" = 100 } }
[store_score.below.warning]
score = 0
cost = 70.0

[lever.day]
cost = { per_night = 100.0 }
set = { "team.night.switch" = "0s" }
[lever.text]
cost = { per_order = 0.08, product = "fruit" }
set = { "team.night.switch" = "0s" }
[lever.refund]
cost = { per_case = 12.0, inquiry = "taste" }
set = { "team.night.switch" = "0s" }
[lever.tool]
cost = { per_hour = 4.0, team = "night" }
set = { "team.night.shift.evening.agents" = "+ 1" }
[lever.free]
set = { "team.night.switch" = "0s" }
"#;

/// Nights of the desk, with levers and other values.
fn nights(with: &[&str], set: &[&str], nights: u64) -> (Plan, Simulated) {
    let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
    let (with, set) = (owned(with), owned(set));
    let request = Request { path: "costs.toml", with: &with, set: &set, data: None };
    let loaded = load_text_with(DESK, &request).unwrap_or_else(|problems| panic!("{problems}"));
    let plan = Plan::compile(&loaded.scenario).unwrap_or_else(|problems| panic!("{problems:?}"));
    let sampling = Sampling { seed: 11, stop: Stop::After(nights), threads: 2 };
    let simulated = simulate(&plan, &sampling, &mut |_| true);
    (plan, simulated)
}

/// What one night costs of a kind.
fn of(kind: CostKind, with: &[&str], set: &[&str]) -> f64 {
    nights(with, set, 1).1.nights[0].costs.kind(kind).units()
}

#[test]
fn wages_and_outcomes_are_those_of_the_night() {
    let (_, simulated) = nights(&[], &[], 1);
    let night = &simulated.nights[0];
    assert_eq!(night.cases, 10);
    assert_eq!(night.costs.kind(CostKind::Wages).units(), 3.0 * 30.0);
    assert_eq!(night.costs.kind(CostKind::Outcomes).units(), 10.0 * 2.5);
    assert_eq!(night.costs.kind(CostKind::Levers), Money::ZERO);
    assert_eq!(night.cost, Money::from_units(115.0));
}

/// Thirty replies and ten messages of the desk; ten conversations.
#[test]
fn messages_are_charged_by_message_and_by_conversation() {
    assert_eq!(of(CostKind::Messages, &[], &["channel.chat.cost.per_message=0.05"]), 40.0 * 0.05);
    assert_eq!(of(CostKind::Messages, &[], &["channel.chat.cost.per_conversation=0.3"]), 10.0 * 0.3);
    let both = ["channel.chat.cost={ per_message = 0.05, per_conversation = 0.3 }"];
    assert_eq!(of(CostKind::Messages, &[], &both), 5.0);
}

/// A reply without credit is a message too: of customers who give up at once each is answered once.
#[test]
fn a_reply_to_who_has_given_up_is_charged() {
    let set = ["channel.chat.cost.per_message=1.0", "inquiry.taste.patience=1s", "team.night.slots.chat=9"];
    // The first customer is served at the opening: three replies, and the merchant's answer. The others
    // have given up when the agent comes to them.
    assert_eq!(of(CostKind::Messages, &[], &set), 4.0 + 9.0);
}

/// One agent, a minute a message, two chats at a time: most replies come later than 90 s.
#[test]
fn penalties_are_of_the_night_and_of_everything_missed() {
    let (plan, simulated) = nights(&[], &[], 1);
    let (met, counted) = simulated.tally.targets.iter().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    assert_eq!(counted, 30);
    assert!((met as f64) < 0.9 * 30.0 && plan.prices.penalties.is_empty());
    let missed = (counted - met) as f64;
    let set = ["target.soon.penalty={ per_night = 500.0 }"];
    assert_eq!(of(CostKind::Penalties, &[], &set), 500.0);
    let set = ["target.soon.penalty={ per_missed = 50.0, per_night = 500.0 }"];
    assert_eq!(of(CostKind::Penalties, &[], &set), 500.0 + 50.0 * missed);
    // Nothing is missed of a promise that leaves two hours.
    let set = ["target.soon.penalty={ per_missed = 50.0, per_night = 500.0 }", "target.soon.within=2h"];
    assert_eq!(of(CostKind::Penalties, &[], &set), 0.0);
    // A night that counts nothing misses nothing.
    let set = ["target.soon.penalty.per_night=500.0", "target.soon.hours=22:00-23:00"];
    assert_eq!(of(CostKind::Penalties, &[], &set), 0.0);
}

#[test]
fn each_lever_costs_by_the_nights_own_orders_cases_and_hours() {
    let levers = |with: &[&str]| -> Vec<f64> {
        nights(with, &[], 1).1.nights[0].costs.levers.iter().map(|cost| cost.units()).collect()
    };
    assert_eq!(levers(&["day"]), [100.0]);
    assert_eq!(levers(&["text"]), [0.08 * 9000.0]);
    assert_eq!(levers(&["refund"]), [12.0 * 10.0]);
    // Two agents of three hours, the one that the lever brings among them.
    assert_eq!(levers(&["tool"]), [4.0 * 6.0]);
    assert_eq!(levers(&["free"]), [0.0]);
    // In the order in which they are pulled; one pulled twice does its work twice and costs twice.
    assert_eq!(levers(&["refund", "day", "free", "refund"]), [240.0, 100.0, 0.0]);
    assert_eq!(levers(&["tool", "tool"]), [2.0 * 4.0 * 9.0]);
    assert_eq!(of(CostKind::Levers, &["refund", "day"], &[]), 220.0);
    // What a lever costs may be changed like anything else.
    assert_eq!(of(CostKind::Levers, &["day"], &["lever.day.cost.per_night=70"]), 70.0);
}

/// A forecast that is off by a coefficient of variation of 0.2 brings orders off by as much: their mean is
/// the forecast's. 4,000 nights of 6,000 orders in one stream and 3,000 in another, each with a factor of its
/// own: the variance is 0.04 · (6000² + 3000²), so the mean is known to 1341.6 / √4000 = 21.2 orders; 4
/// deviations either way (false alarm 6e-5). The seed is fixed. Busyness, which makes more people ask,
/// sells nothing.
#[test]
fn the_nights_orders_swing_as_the_forecast_is_off() {
    let set = ["stream.one.forecast_cv=0.2", "stream.two.forecast_cv=0.2", "busyness_cv=0.5"];
    let (_, simulated) = nights(&["text"], &set, 4000);
    let orders: Vec<f64> =
        simulated.nights.iter().map(|night| night.costs.levers[0].units() / 0.08).collect();
    let n = orders.len() as f64;
    let mean = orders.iter().sum::<f64>() / n;
    assert!((mean - 9000.0).abs() < 4.0 * 21.3, "{mean}");
    let variance = orders.iter().map(|one| (one - mean) * (one - mean)).sum::<f64>() / (n - 1.0);
    // The excess of a gamma of this shape is 0.24: the standard deviation is known to 1.2 %; 4 of them.
    assert!((variance.sqrt() / 1341.6 - 1.0).abs() < 0.05, "{}", variance.sqrt());
}

/// Whatever the share of replies in time is, its points are its own: a threshold just above is missed.
#[test]
fn a_store_score_of_single_nights_costs_those_that_fall_below() {
    let night = nights(&[], &[], 1).1.nights[0].targets[0];
    let share = f64::from(night.met) / f64::from(night.counted);
    assert!(share > 0.0 && share < 0.9);
    let costs = |set: &[&str]| of(CostKind::Penalties, &[], set);
    let above = format!("store_score.below.warning.score={}", 100.0 * share + 0.01);
    assert_eq!(costs(&[&above]), 70.0);
    let below = format!("store_score.below.warning.score={}", (100.0 * share).floor());
    assert_eq!(costs(&[&below]), 0.0);
    // Judged over five nights it is no single night's cost.
    assert_eq!(costs(&[&above, "store_score.over=5 nights"]), 0.0);
}

/// What the bot, proactive messages and progress notices cost is apart from all else.
#[test]
fn bots_and_messages_before_anybody_asks_are_kinds_of_their_own() {
    let (_, simulated) = nights(
        &[],
        &[
            "inquiry.taste.baseline={ steps = { \"18:00\" = 30 } }",
            "inquiry.taste.bot={ share = 0.5, cost = 0.1 }",
        ],
        1,
    );
    let night = &simulated.nights[0];
    assert!(night.practices.bot_conversations > 50);
    let met = 0.1 * night.practices.bot_conversations as f64;
    assert!((night.costs.kind(CostKind::Bot).units() - met).abs() < 1e-9);
    // 9,000 orders of fruit, whenever they are placed.
    let set = [
        "inquiry.taste.share=0.001",
        "inquiry.taste.product=fruit",
        "inquiry.taste.proactive={ at = \"20:30\", reach = 0.5, cost = 0.02 }",
    ];
    assert_eq!(of(CostKind::Proactive, &[], &set), 180.0);
    // Ten cases wait for an hour, and each is told after ten minutes.
    let notice = "inquiry.taste.outcome.merchant.notice={ after = \"10min\", cost = 0.5 }";
    assert_eq!(of(CostKind::Proactive, &[], &["party.merchant.delay=1h", notice]), 5.0);
    assert_eq!(of(CostKind::Proactive, &[], &[notice]), 0.0);
}

/// Whatever is drawn of money is scaled like any other distribution.
#[test]
fn drawn_amounts_take_relative_values() {
    let cost = "inquiry.taste.outcome.merchant.cost={ empirical = { values = [2.0, 2.0] } }";
    assert_eq!(of(CostKind::Outcomes, &[], &[cost]), 20.0);
    assert_eq!(of(CostKind::Outcomes, &[], &[cost, "inquiry.taste.outcome.merchant.cost=* 2"]), 40.0);
    assert_eq!(of(CostKind::Outcomes, &[], &[cost, "inquiry.taste.outcome.merchant.cost=+ 0.5"]), 25.0);
}

/// All are unsatisfied, or nobody is; all of them complain.
#[test]
fn a_store_score_may_be_made_of_opinions() {
    let costs = |measure: &str, at_best: f64| {
        let part = format!("[store_score.part.reply]\nmeasure = \"{measure}\"\n");
        let falls = DESK.replace("[store_score.part.reply]\ntarget = \"soon\"\n", &part);
        let falls = falls.replace("{ \"0\" = 0, \"1\" = 100 }", "{ \"0\" = 100, \"1\" = 0 }");
        let text = format!(
            "{falls}\n[satisfaction]\nshare = 1.0\nscatter = 0.0\nat_best = {at_best}\n\
             first_wait.per_minute = 0.0\nlater_wait.per_minute = 0.0\n\
             complaints = {{ unsatisfied = 1.0, others = 0.0 }}\n"
        );
        let set = ["store_score.below.warning.score=50".to_owned()];
        let request = Request { path: "costs.toml", set: &set, ..Request::default() };
        let loaded = load_text_with(&text, &request).unwrap_or_else(|problems| panic!("{problems}"));
        let plan = Plan::compile(&loaded.scenario).unwrap_or_else(|problems| panic!("{problems:?}"));
        let sampling = Sampling { seed: 11, stop: Stop::After(1), threads: 1 };
        simulate(&plan, &sampling, &mut |_| true).nights[0].costs.kind(CostKind::Penalties).units()
    };
    assert_eq!([costs("unsatisfied", 2.0), costs("unsatisfied", 4.5)], [70.0, 0.0]);
    assert_eq!([costs("complaints", 2.0), costs("complaints", 4.5)], [70.0, 0.0]);
}

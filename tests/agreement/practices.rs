//! What practices move, by amounts that are known without simulating.

use super::desk::{DAY, Phone, exponential};
use super::measure::{CONFIDENCE, Width, agrees, compliance, mean, plan, ratio, run};
use nightdesk::simulation::replications::Simulated;
use nightdesk::statistics::Interval;
use nightdesk::theory::erlang_c;

/// Chats of one minute in the first half of a day, and more agents than will ever be needed.
fn uncongested(more: &str) -> String {
    format!(
        r#"{DAY}
            [inquiry.question]
            baseline = {{ steps = {{ "00:00" = 600, "12:00" = 0 }} }}
            channels = {{ chat = 1.0 }}
            reply = "60s"
            [channel.chat]
            kind = "chat"
            [team.desk]
            skills = "*"
            [team.desk.shift.all]
            from = "00:00"
            to = "24:00"
            agents = 60
            {more}"#
    )
}

const CHATS: f64 = 7200.0;

fn busy_hours(simulated: &Simulated, nights: f64) -> f64 {
    simulated.tally.teams[0].busy as f64 / 3.6e9 / nights
}

/// Of messages answered in a minute 10 % are overlooked until nudged, after 5 min on average: within 3 min
/// are all others, and of those the ones nudged within 2 min: 1 − 0.1 exp(−2/5). False alarm: 0.1 %.
#[test]
fn overlooked_messages_miss_as_their_nudges_say() {
    let text = uncongested("").replace(
        "kind = \"chat\"",
        "kind = \"chat\"\noverlooked = 0.1\nnudge = { exponential = { mean = \"5min\" } }",
    );
    let target = "[target.quick]\nmeasure = \"first_reply\"\nwithin = \"3min\"\nat_least = 0.9";
    let plan = plan(&format!("{text}\n{target}"));
    let seen = compliance(&plan, &run(&plan, 11, 40), "quick");
    agrees("within 3 min", seen, 1.0 - 0.1 * libm::exp(-0.4), Width::Absolute(0.003));
}

/// A call-back of 90 s after 30 % of chats of 60 s: 0.3 call-backs a case, and 60 + 0.3 × 90 s of work. False
/// alarm: 0.2 %.
#[test]
fn after_care_takes_its_share_of_agents_time() {
    let care = r#"[inquiry.question.outcome]
        concluded = { after_care = { share = 0.3, delay = "20min", reply = { exponential = { mean = "90s" } } } }"#;
    let plan = plan(&uncongested(care));
    let simulated = run(&plan, 12, 40);
    let nights = || simulated.nights.iter();
    let call_backs = ratio(nights().map(|it| (it.practices.call_backs as f64, f64::from(it.cases))));
    agrees("call-backs a case", call_backs, 0.3, Width::Absolute(0.004));
    let cases: f64 = nights().map(|it| f64::from(it.cases)).sum();
    let work = busy_hours(&simulated, 40.0) * 40.0 * 3600.0 / cases;
    assert!((work - 87.0).abs() < 0.6, "{work} s of work a case");
}

/// A bot that settles 40 % leaves 60 % of the conversations and of the work, and nothing else. False alarm: 0.1 %.
#[test]
fn a_bot_takes_its_share_of_the_conversations_and_of_the_work() {
    let target = "[target.human]\nmeasure = \"first_reply\"\nwithin = \"60s\"\nat_least = 0.9";
    let bot = "[inquiry.question.bot]\nshare = 0.4\nhand_over = \"30s\"";
    let plan = plan(&format!("{}\n{bot}\n{target}", uncongested("")));
    let simulated = run(&plan, 13, 40);
    let nights = || simulated.nights.iter();
    let counted = ratio(nights().map(|it| (f64::from(it.targets[0].counted), f64::from(it.cases))));
    agrees("conversations with humans", counted, 0.6, Width::Absolute(0.004));
    // From the handing over on each takes its minute.
    assert_eq!(simulated.tally.pooled[0].met, simulated.tally.pooled[0].counted);
    let cases: f64 = nights().map(|it| f64::from(it.cases)).sum();
    let work = busy_hours(&simulated, 40.0) * 40.0 * 3600.0 / cases;
    assert!((work - 36.0).abs() < 0.3, "{work} s of work a case");
}

/// Three points off for each minute of waiting beyond 5 s, before the talk, in M/M/4 at an occupancy of 0.6: with
/// P(W > t) = C exp(−(4μ − λ) t), the mean is C exp(−5 (4μ − λ)) / (4μ − λ) seconds. False alarm: 0.1 %.
#[test]
fn the_mean_score_of_waiting_callers_is_that_of_erlang_cs_waits() {
    let reply = exponential(10.0);
    let desk = Phone { rate: 864.0, reply: &reply, patience: "\"never\"", agents: 4 };
    let survey = r#"[satisfaction]
        share = 1.0
        at_best = 4.6
        first_wait = { free = "5s", per_minute = 3.0 }
        scatter = 0.0"#;
    let plan = plan(&desk.text(survey));
    let simulated = run(&plan, 14, 400);
    let score =
        ratio(simulated.nights.iter().map(|it| (it.opinions.score as f64 / 1e6, it.opinions.surveys as f64)));
    let waits = 1.0 - erlang_c::erlang_c(0.24, 10.0, 4).steady().unwrap().answered_within(0.0);
    let spare = 0.4 - 0.24;
    let beyond = waits * libm::exp(-5.0 * spare) / spare;
    agrees("mean score", score, 4.6 - 3.0 * beyond / 60.0, Width::Absolute(0.001));
}

/// Who is served at once scores the normal of mean 4 and deviation 0.8, of which 2.275 % are below 2.4; a
/// tenth of them complains, and one in a hundred of the others; a quarter answers. False alarm: 0.3 %.
#[test]
fn scores_scatter_and_complaints_follow_as_stated() {
    let survey = r#"[satisfaction]
        share = 0.25
        at_best = 4.0
        scatter = 0.8
        unsatisfied_below = 2.4
        complaints = { unsatisfied = 0.1, others = 0.01 }"#;
    let plan = plan(&uncongested(survey));
    let simulated = run(&plan, 15, 200);
    let of = |part: fn(&nightdesk::simulation::tally::OpinionCounts) -> (u64, u64)| -> Interval {
        ratio(simulated.nights.iter().map(|night| {
            let (part, whole) = part(&night.opinions);
            (part as f64, whole as f64)
        }))
    };
    let below = 0.022_750_132;
    agrees("surveys", of(|it| (it.surveys, it.cases)), 0.25, Width::Absolute(0.002));
    agrees("unsatisfied", of(|it| (it.unsatisfied, it.surveys)), below, Width::Absolute(0.001));
    let complain = 0.1 * below + 0.01 * (1.0 - below);
    agrees("complaints", of(|it| (it.complaints, it.cases)), complain, Width::Absolute(0.0005));
}

/// Every reply of the night is on somebody's card, and quick there if a target of the same time is met.
#[test]
fn score_cards_add_up_to_what_targets_count() {
    let file = std::fs::read_to_string("scenarios/orange-night.toml").unwrap();
    let target = r#"[target.all-written]
        measure = "each_reply"
        within = "2min"
        at_least = 0.5
        abandoned = "ignored""#;
    let plan = plan(&format!("quick_reply = \"2min\"\n{file}\n{target}"));
    let simulated = run(&plan, 16, 20);
    let index = plan.targets.iter().position(|it| it.name == "all-written").unwrap();
    let cards = &simulated.tally.agents;
    let sum = |of: fn(&nightdesk::simulation::tally::AgentTally) -> u64| cards.iter().map(of).sum::<u64>();
    assert_eq!(u128::from(sum(|card| card.quick)), simulated.tally.pooled[index].met);
    // What the target counts and no card has was open at the end: nothing on these nights.
    assert_eq!(u128::from(sum(|card| card.written)), simulated.tally.pooled[index].counted);
    let busy: i128 = cards.iter().map(|card| card.busy).sum();
    assert_eq!(busy, simulated.tally.teams.iter().map(|team| team.busy).sum());
}

/// With and without a bot, with and without after-care, the same customers come.
#[test]
fn switching_a_practice_on_keeps_the_customers() {
    let cases = |text: &str| -> Vec<u32> {
        let plan = plan(text);
        run(&plan, 17, 5).nights.iter().map(|night| night.cases).collect()
    };
    let bot = "[inquiry.question.bot]\nshare = 0.4";
    let without = cases(&uncongested(""));
    assert_eq!(without, cases(&format!("{}\n{bot}", uncongested(""))));
    let seen = mean(without.iter().map(|cases| f64::from(*cases)));
    assert!((seen.value - CHATS).abs() < 4.0 * CHATS.sqrt(), "{CONFIDENCE}: {seen:?}");
}

/// Payouts that are exponential of mean 20, with an authority of 30: a share exp(−1.5) needs approval, and a
/// case costs 20. False alarm: 0.2 %.
#[test]
fn payouts_above_the_authority_are_approved_of() {
    let authority = r#"[inquiry.question.outcome]
        refund = { cost = { exponential = { mean = 20.0 } } }
        [team.desk.authority]
        up_to = 30.0
        then = "desk"
        takes = "40s""#;
    let plan = plan(&uncongested(authority));
    let simulated = run(&plan, 18, 40);
    let nights = || simulated.nights.iter();
    let approvals = ratio(nights().map(|it| (it.practices.approvals as f64, f64::from(it.cases))));
    agrees("approvals a case", approvals, libm::exp(-1.5), Width::Absolute(0.004));
    let outcomes = nightdesk::simulation::cost::CostKind::Outcomes;
    let cost = ratio(nights().map(|it| (it.costs.kind(outcomes).units(), f64::from(it.cases))));
    agrees("payouts a case", cost, 20.0, Width::Absolute(0.2));
}

/// One agent for chats of a minute, which fill two thirds of the first half of a day; the other half is for what
/// is left.
fn one_agent(more: &str) -> String {
    uncongested(more).replace("\"00:00\" = 600", "\"00:00\" = 40").replace("agents = 60", "agents = 1")
}

/// Who waits writes again once a minute on average, so often that the number written in a wait is Poisson of as
/// many minutes: of all waits together the number lies within 3.3 of its standard deviations (false alarm 0.1 %).
/// The mean wait is that of M/D/1, ρ S / 2 (1 − ρ) = 60 s, less what the empty desk of the opening spares, a
/// few percent. Each adds a second to the reply that answers it, to the
/// microsecond.
#[test]
fn customers_write_again_as_often_as_their_waits_say() {
    let again = |reading: &str| {
        let more = format!(
            "[inquiry.question.writes_again]\nshare = 1.0\nmost = 1000\nafter = {}\nreading = \"{reading}\"",
            exponential(60.0)
        );
        run(&plan(&one_agent(&more)), 14, 200)
    };
    let simulated = again("0s");
    let chat = &simulated.tally.channels[0];
    let minutes = (chat.waited.seconds() - 60.0 * chat.answered as f64) / 60.0;
    let written: u64 = simulated.nights.iter().map(|night| night.practices.written_again).sum();
    assert!((written as f64 - minutes).abs() < 3.3 * minutes.sqrt(), "{written} in {minutes} min of waiting");
    let each = written as f64 / chat.answered as f64;
    assert!((0.93..1.0).contains(&each), "{each} a case, where M/D/1 waits for a minute");

    let simulated = again("1s");
    let cases: u64 = simulated.nights.iter().map(|night| u64::from(night.cases)).sum();
    let written: u64 = simulated.nights.iter().map(|night| night.practices.written_again).sum();
    let busy = i128::from(60 * cases + written) * 1_000_000;
    assert_eq!(simulated.tally.teams[0].busy, busy);
}

/// Every case waits three hours; half of the customers ask after an hour, and half of these after another: 0.75
/// times a case. A notice after half an hour that four in five see leaves a fifth of them. A case is two minutes
/// of work, each question half a minute, a notice 6 s. False alarm: 0.3 %.
#[test]
fn a_notice_spares_the_questions_of_those_who_see_it() {
    let waits = |notice: &str| {
        let text = format!(
            r#"[party.lab]
            delay = "3h"
            [inquiry.question.outcome]
            inspection = {{ wait_for = "lab", follow_up = "message", asks_again = {{ share = 0.5, after = "1h", reply = "30s" }}{notice} }}"#
        );
        run(&plan(&uncongested(&text)), 15, 40)
    };
    for (notice, share, notices) in
        [("", 1.0, 0.0), (", notice = { after = \"30min\", takes = \"6s\", reach = 0.8 }", 0.2, 1.0)]
    {
        let simulated = waits(notice);
        let nights = || simulated.nights.iter();
        let asked = ratio(nights().map(|it| (it.practices.asked_again as f64, f64::from(it.cases))));
        agrees("questions a case", asked, 0.75 * share, Width::Absolute(0.006));
        let sent: u64 = nights().map(|it| it.practices.notices).sum();
        let cases: f64 = nights().map(|it| f64::from(it.cases)).sum();
        assert_eq!(sent as f64, cases * notices);
        let work = busy_hours(&simulated, 40.0) * 40.0 * 3600.0 / cases;
        let expected = 120.0 + 30.0 * 0.75 * share + 6.0 * notices;
        assert!((work - expected).abs() < 0.3, "{work} s of work a case, not {expected}");
    }
}

/// An hour of training for all before the first chat, which makes a quarter faster: chats of 60 s take 48.
#[test]
fn training_speeds_up_the_evening_it_is_taken_in() {
    let breaks = "breaks = [{ for = \"1h\", between = \"00:00-01:00\", trains = 1.25 }]";
    let text = uncongested(breaks).replace("\"00:00\" = 600", "\"00:00\" = 0, \"01:00\" = 600");
    let simulated = run(&plan(&text), 16, 5);
    let cases: u64 = simulated.nights.iter().map(|night| u64::from(night.cases)).sum();
    assert!(cases > 30_000);
    assert_eq!(simulated.tally.teams[0].busy, i128::from(48 * cases) * 1_000_000);
}

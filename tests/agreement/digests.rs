//! Same seed, same bytes: on any machine, on any number of threads.

use super::measure::plan;
use nightdesk::report::{Json, Run, Writer};
use nightdesk::scenario::load_text;
use nightdesk::simulation::replications::{Sampling, Stop, simulate};

/// What four small scenarios gave when this was last renewed on purpose.
const DIGESTS: [(&str, u64); 4] = [
    ("chats", 0x8dee_f638_b4b6_d8cc),
    ("calls", 0x8ee1_a0fa_f90d_0216),
    ("orders", 0x3962_be7c_9088_a72c),
    ("letters", 0xff9c_e1a2_8768_49c7),
];

/// FNV-1a of 64 bits (Fowler, Noll & Vo).
fn fnv(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The JSON result of a scenario, without the program's version, which changes for other reasons.
fn result(text: &str, threads: usize) -> String {
    let loaded = load_text(text).unwrap_or_else(|problems| panic!("{problems}"));
    let plan = plan(text);
    let sampling = Sampling { seed: 2026, stop: Stop::After(60), threads };
    let simulated = simulate(&plan, &sampling, &mut |_| true);
    let run =
        Run { scenario: &loaded.scenario, plan: &plan, seed: 2026, simulated: &simulated, warnings: &[] };
    let mut json = Vec::new();
    Json.write(&run.report(), &mut json).expect("writing into memory does not fail");
    let json = String::from_utf8(json).expect("JSON is text");
    let lines = json.lines().filter(|line| !line.contains("\"version\""));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The four together use every distribution, both kinds of staffing, all channels, parties and tiers.
#[test]
fn results_of_one_seed_are_the_committed_bytes_on_one_two_and_three_threads() {
    let texts = [CHATS, CALLS, ORDERS, LETTERS];
    let mut found = Vec::new();
    for ((name, _), text) in DIGESTS.into_iter().zip(texts) {
        let alone = result(text, 1);
        for threads in [2, 3] {
            assert!(alone == result(text, threads), "{name}: {threads} threads give another result than one");
        }
        found.push((name, fnv(alone.as_bytes())));
    }
    assert!(
        found == DIGESTS,
        "results have changed: on another machine that is a fault; after a deliberate change of the model, the \
         draws or the report, say so in the CHANGELOG and renew tests/agreement/digests.rs with\n\
         const DIGESTS: [(&str, u64); 4] = {found:#x?};"
    );
}

const CHATS: &str = r#"
time_zone = "Asia/Shanghai"
opens = 2026-11-11T18:00:00
closes = 2026-11-12T02:00:00
interval = "15min"
busyness_cv = 0.05
[inquiry.taste]
baseline = { linear = { "18:00" = 30, "22:00" = 90, "02:00" = 10 } }
channels = { chat = 1.0 }
tiers = { vip = 0.1 }
patience = { weibull = { mean = "5min", cv = 1.4 } }
patience_later = { exponential = { mean = "9min" } }
turns = { geometric = { mean = 4 } }
reply = { lognormal = { mean = "35s", cv = 0.9, most = "10min" } }
think = { exponential = { mean = "50s" } }
wrap_up = "10s"
retry = { share = 0.3, delay = { exponential = { mean = "10min" } } }
[inquiry.taste.outcome]
concluded = {}
payout = { share = 0.3, cost = 5.0 }
merchant = { share = 0.15, wait_for = "merchant", follow_up = "message" }
seniors = { share = 0.05, escalate_to = "seniors" }
[party.merchant]
delay = { lognormal = { median = "40min", mean = "2h" } }
hours = "09:00-22:00"
[tier.vip]
head_start = "90s"
[channel.chat]
kind = "chat"
idle_close = "30s"
[team.night]
skills = "*"
slots = { chat = 4 }
switch = "3s"
speed_at = { 1 = 1.0, 3 = 0.9 }
pay = 32.0
absence = 0.05
[team.night.shift.evening]
from = "18:00"
to = "02:00"
agents = 5
breaks = [{ for = "20min", between = "20:00-22:00" }]
[team.seniors]
skills = "*"
slots = { chat = 2 }
[team.seniors.shift.whole]
from = "17:00"
to = "03:00"
agents = 1
[target.platform]
measure = "each_reply"
within = "3min"
at_least = 0.9
[target.solution]
measure = "solution"
within = "20min"
at_least = 0.7
"#;

const CALLS: &str = r#"
time_zone = "Europe/Berlin"
opens = 2026-10-24T22:00:00
closes = 2026-10-25T06:00:00
interval = "30min"
[inquiry.parcel]
baseline = { steps = { "22:00" = 90, "23:30" = 150, "02:30" = 60 } }
channels = { phone = 1.0 }
reply = { gamma = { mean = "3min", cv = 0.7 } }
patience = { mixture = [{ share = 0.2, of = "0s" }, { share = 0.8, of = { uniform = { from = "30s", to = "5min" } } }] }
[inquiry.wrong]
baseline = { steps = { "22:00" = 20 } }
channels = { phone = 1.0 }
tiers = { vip = 0.5 }
reply = { triangular = { from = "1min", mode = "2min", to = "6min" } }
patience = { empirical = { values = ["20s", "1min", "4min"] } }
[tier.vip]
first = true
[channel.phone]
kind = "phone"
ring = "5s"
[team.desk]
skills = ["parcel", "wrong"]
speed_by = { wrong = 1.2 }
pay = 20.0
night_pay = { hours = "23:00-05:00", factor = 1.25 }
on_duty = { steps = { "22:00" = 6, "23:30" = 9, "03:00" = 4 } }
[target.rings]
measure = "answer"
within = "3 rings"
at_least = 0.8
abandoned = "met_if_quick"
"#;

const ORDERS: &str = r#"
time_zone = "Asia/Shanghai"
opens = 2026-11-11T19:00:00
closes = 2026-11-12T01:00:00
[stream.fruit]
from = "19:30"
to = "22:00"
orders = { fruit = 3000 }
orders_over = { steps = { "19:30" = 1, "21:00" = 3 } }
forecast_cv = 0.2
[inquiry.order]
product = "fruit"
share = 0.04
after = "order"
delay = { lognormal = { median = "18min", mean = "35min" } }
channels = { chat = 0.6, phone = 0.4 }
reply = { exponential = { mean = "50s" } }
turns = { discrete = { 1 = 0.5, 2 = 0.3, 5 = 0.2 } }
think = { gamma = { mean = "40s", cv = 1.2 } }
patience = { exponential = { mean = "4min" } }
teams = ["first", { team = "second", after = "1min" }]
[inquiry.stream]
product = "fruit"
share = 0.05
after = "stream"
delay = { exponential = { mean = "30min" } }
channels = { chat = 1.0 }
reply = { exponential = { mean = "30s" } }
patience = { exponential = { mean = "4min" } }
[channel.chat]
kind = "chat"
given_up = "leaves"
[channel.phone]
kind = "phone"
[team.first]
skills = "*"
slots = { chat = 3, phone = 1 }
inbox = "new_first"
on_duty = { steps = { "19:00" = 2, "22:00" = 4 } }
[team.second]
skills = ["order"]
slots = { chat = 1, phone = 1 }
pick = "skill_order"
on_duty = { steps = { "19:00" = 2 } }
[target.first]
measure = "first_reply"
within = "2min"
at_least = 0.85
[target.answer]
measure = "answer"
within = "20s"
at_least = 0.8
"#;

const LETTERS: &str = r#"
time_zone = "America/New_York"
opens = 2026-03-07T20:00:00
closes = 2026-03-08T08:00:00
run_out = "12h"
[inquiry.letter]
baseline = { steps = { "20:00" = 12 } }
waiting_at_open = { cases = 25, since = { uniform = { from = "0s", to = "2h" } } }
channels = { letter = 1.0 }
reply = { lognormal = { median = "3min", p90 = "9min" } }
turns = { geometric = { mean = 2 } }
think = { exponential = { mean = "25min" } }
patience = { weibull = { mean = "3h", cv = 0.8 } }
max_rounds = 2
[inquiry.letter.outcome]
concluded = {}
lab = { share = 0.3, wait_for = "lab", follow_up = "conversation", cost = 2.5 }
[party.lab]
delay = { gamma = { mean = "1h", cv = 0.5 } }
[channel.letter]
kind = "message"
[team.desk]
skills = "*"
slots = { letter = "unlimited" }
pay = 18.0
overtime_factor = 1.5
[team.desk.shift.late]
from = "20:00"
to = "02:00"
agents = 2
[team.desk.shift.early]
from = "01:30"
to = "09:00"
agents = 1
at_end = "finish"
last_call = "15min"
[target.hour]
measure = "first_reply"
within = "1h"
at_least = 0.9
[target.day]
measure = "conclusion"
within = "6h"
at_least = 0.9
"#;

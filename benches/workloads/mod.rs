//! The work that speed is measured on: scenarios as their users would write them.
//!
//! (a) to (d) are classic work on which other simulators have been measured;
//! the chat night is that of its section 5 (e2). tests/workloads.rs holds each against its known answers.
#![allow(dead_code)] // each bench uses its part

use nightdesk::scenario::load_text;
use nightdesk::simulation::plan::Plan;
use nightdesk::simulation::replications::Simulated;

/// One kind of night.
#[derive(Clone, Copy, Debug)]
pub struct Workload {
    /// On the command line of the programs that measure.
    pub name: &'static str,
    /// What it is.
    pub title: &'static str,
    /// What its costs are divided by.
    pub unit: Unit,
    /// Instructions a unit at most.
    pub limit: Option<u32>,
    text: fn() -> String,
}

/// What a night's cost is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A customer who calls, served or not.
    Customer,
    /// A customer's message that an agent answered in time; what was answered without credit is not counted.
    Turn,
}

impl Unit {
    /// In a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Customer => "customer",
            Unit::Turn => "turn",
        }
    }
}

/// All of them.
pub const ALL: [Workload; 5] = [
    Workload { name: "a", title: "M/M/1, load 0.9", unit: Unit::Customer, limit: None, text: one_server },
    Workload { name: "b", title: "M/M/50+M", unit: Unit::Customer, limit: Some(600), text: erlang_a },
    Workload { name: "c", title: "surge, 3 groups", unit: Unit::Customer, limit: Some(700), text: surge },
    Workload { name: "d", title: "SSJ CallCenter", unit: Unit::Customer, limit: None, text: call_center },
    Workload { name: "chat", title: "chat, 20,000", unit: Unit::Turn, limit: Some(1000), text: chat },
];

/// The one with this name.
pub fn named(name: &str) -> Option<Workload> {
    ALL.into_iter().find(|workload| workload.name == name)
}

impl Workload {
    /// Its scenario file.
    pub fn scenario(&self) -> String {
        (self.text)()
    }

    /// Its plan.
    pub fn plan(&self) -> Plan {
        let loaded = load_text(&self.scenario()).unwrap_or_else(|problems| panic!("{problems}"));
        Plan::compile(&loaded.scenario).unwrap_or_else(|errors| panic!("{errors:?}"))
    }

    /// Customers or turns of these nights.
    pub fn units(&self, simulated: &Simulated) -> u64 {
        let channels = &simulated.tally.channels;
        match self.unit {
            Unit::Customer => channels.iter().map(|channel| channel.conversations).sum(),
            Unit::Turn => channels.iter().map(|channel| channel.replies).sum(),
        }
    }
}

/// 20,000 customers a night, from empty; the clerk stays till the last is served.
fn one_server() -> String {
    r#"
        title     = "One server, load 0.9"
        time_zone = "UTC"
        opens     = 2026-11-11T00:00:00
        closes    = 2026-11-12T00:00:00
        interval  = "15min"
        [inquiry.question]
        channels  = { phone = 1.0 }
        baseline  = { steps = { "00:00" = 833.3333333333334 } }
        reply     = { exponential = { mean = "3.888s" } }
        [channel.phone]
        kind      = "phone"
        [team.clerk]
        skills    = "*"
        on_duty   = { steps = { "00:00" = 1 } }
        [target.answer]
        measure   = "answer"
        within    = "20s"
        at_least  = 0.8
    "#
    .to_owned()
}

/// 50 a minute, 50 agents, a minute's service and a minute's patience; 400 minutes from empty.
fn erlang_a() -> String {
    r#"
        title     = "Erlang A"
        time_zone = "UTC"
        opens     = 2026-11-11T18:00:00
        closes    = 2026-11-12T00:40:00
        interval  = "15min"
        [inquiry.question]
        channels  = { phone = 1.0 }
        baseline  = { steps = { "00:00" = 3000 } }
        reply     = { exponential = { mean = "60s" } }
        patience  = { exponential = { mean = "60s" } }
        [channel.phone]
        kind      = "phone"
        [team.desk]
        skills    = "*"
        on_duty   = { steps = { "00:00" = 50 } }
        [target.answer]
        measure   = "answer"
        within    = "20s"
        at_least  = 0.8
    "#
    .to_owned()
}

/// 15 a minute, from the third hour on 214 more that fade away within hours.
fn surge() -> String {
    let rate = |minute: u32| {
        let past = f64::from(minute) + 0.5 - 120.0;
        if past < 0.0 { 15.0 } else { 15.0 + 213.87 * libm::exp(-past / 60.0) }
    };
    let inquiry = |name: &str, share: f64, teams: &str, reply: &str, patience: &str| {
        let steps: Vec<String> = (0..480)
            .map(|minute| {
                let clock = (18 * 60 + minute) % (24 * 60);
                let cases = rate(minute) * 60.0 * share;
                format!(r#""{:02}:{:02}" = {cases:.9}"#, clock / 60, clock % 60)
            })
            .collect();
        format!(
            r#"
            [inquiry.{name}]
            channels = {{ phone = 1.0 }}
            baseline = {{ steps = {{ {} }} }}
            reply    = {{ exponential = {{ mean = "{reply}" }} }}
            patience = {{ exponential = {{ mean = "{patience}" }} }}
            teams    = {teams}
            "#,
            steps.join(", ")
        )
    };
    let team = |name: &str, skills: &str| {
        format!(
            r#"
            [team.{name}]
            skills  = {skills}
            pick    = "skill_order"
            on_duty = {{ steps = {{ "00:00" = 100 }} }}
            "#
        )
    };
    [
        r#"
        title     = "Surge"
        time_zone = "UTC"
        opens     = 2026-11-11T18:00:00
        closes    = 2026-11-12T02:00:00
        interval  = "15min"
        [channel.phone]
        kind      = "phone"
        [target.answer]
        measure   = "answer"
        within    = "20s"
        at_least  = 0.8
        "#,
        &inquiry("a", 0.5, r#"["first", "second"]"#, "4min", "8min"),
        &inquiry("b", 0.3, r#"["second", "third"]"#, "6min", "10min"),
        &inquiry("c", 0.2, r#"["third"]"#, "9min", "15min"),
        &team("first", r#"["a"]"#),
        &team("second", r#"["b", "a"]"#),
        &team("third", r#"["c", "b"]"#),
    ]
    .concat()
}

/// The call centre of SSJ's tutorial (CallCenter.java, CallCenter.dat).
fn call_center() -> String {
    r#"
        title       = "CallCenter of SSJ's tutorial"
        time_zone   = "UTC"
        opens       = 2026-11-11T08:00:00
        closes      = 2026-11-11T21:00:00
        interval    = "1h"
        busyness_cv = 0.05
        [inquiry.call]
        channels    = { phone = 1.0 }
        reply       = { exponential = { mean = "100s" } }
        patience    = { mixture = [{ share = 0.1, of = "0s" }, { share = 0.9, of = { exponential = { mean = "1000s" } } }] }
        [inquiry.call.baseline.steps]
        "08:00" = 100
        "09:00" = 150
        "11:00" = 180
        "12:00" = 200
        "13:00" = 150
        "16:00" = 120
        "17:00" = 100
        "18:00" = 80
        "19:00" = 70
        "20:00" = 60
        [channel.phone]
        kind        = "phone"
        [team.desk]
        skills      = "*"
        on_duty     = { steps = { "08:00" = 4, "09:00" = 6, "10:00" = 8, "13:00" = 7, "14:00" = 8, "16:00" = 6, "18:00" = 4 } }
        [target.answer]
        measure     = "answer"
        within      = "20s"
        at_least    = 0.8
        abandoned   = "met_if_quick"
    "#
    .to_owned()
}

/// 20,000 conversations of 4 turns in 8 hours, 150 agents of 5 slots; work for 0.87 of them.
fn chat() -> String {
    r#"
        title     = "Chat night"
        time_zone = "UTC"
        opens     = 2026-11-11T18:00:00
        closes    = 2026-11-12T02:00:00
        interval  = "15min"
        [inquiry.question]
        channels  = { chat = 1.0 }
        baseline  = { steps = { "00:00" = 2500 } }
        turns     = { geometric = { mean = 4 } }
        reply     = { lognormal = { mean = "47s", cv = 0.8 } }
        think     = { exponential = { mean = "60s" } }
        patience  = { exponential = { mean = "5min" } }
        [channel.chat]
        kind      = "chat"
        [team.desk]
        skills    = "*"
        slots     = { chat = 5 }
        on_duty   = { steps = { "00:00" = 150 } }
        [target.platform]
        measure   = "each_reply"
        within    = "3min"
        at_least  = 0.9
    "#
    .to_owned()
}

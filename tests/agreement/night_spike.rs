//! NightSpike-1, scenarios/night-spike.toml: what happens on a night that Erlang C
//! staffed half hour by half hour. The table's figures are those of an independent program, 600 nights each.

use super::measure::{CONFIDENCE, ratio, run, watched};
use nightdesk::scenario::{Request, load};
use nightdesk::simulation::plan::Plan;
use nightdesk::simulation::replications::Simulated;
use nightdesk::statistics::{Interval, wilson};
use nightdesk::theory::erlang_c::erlang_c;

const VOLUMES: [f64; 12] = [60.0, 60.0, 70.0, 80.0, 90.0, 330.0, 210.0, 120.0, 70.0, 45.0, 30.0, 20.0];
const STAFF: [u64; 12] = [14, 14, 16, 18, 21, 69, 45, 27, 16, 11, 8, 6];
/// Half an hour, in minutes.
const INTERVAL: f64 = 30.0;
const HANDLE: f64 = 6.0;
const WITHIN: f64 = 3.0;

/// A variant: its levers, and what the table says.
struct Variant {
    levers: &'static [&'static str],
    /// The day's service level, and its half-width at 95 %.
    day: (f64, f64),
    /// Share of days of 80 % and more.
    chance: f64,
    /// Service levels of 22:30, 23:00, 23:30 and 00:00.
    intervals: [f64; 4],
}

const FRONT: &str = "front-loaded";
const VARIANTS: [Variant; 5] = [
    Variant { levers: &[], day: (0.772, 0.011), chance: 0.48, intervals: [0.99, 0.68, 0.45, 0.36] },
    Variant { levers: &[FRONT], day: (0.726, 0.009), chance: 0.27, intervals: [0.52, 0.96, 0.64, 0.48] },
    Variant {
        levers: &[FRONT, "lognormal"],
        day: (0.726, 0.009),
        chance: 0.30,
        intervals: [0.63, 0.96, 0.55, 0.35],
    },
    Variant {
        levers: &[FRONT, "lognormal", "swinging"],
        day: (0.623, 0.025),
        chance: 0.47,
        intervals: [0.58, 0.70, 0.47, 0.38],
    },
    Variant {
        levers: &[FRONT, "lognormal", "swinging", "impatient"],
        day: (0.826, 0.012),
        chance: 0.73,
        intervals: [0.75, 0.92, 0.72, 0.69],
    },
];

fn simulated(levers: &[&str], seed: u64, nights: u64) -> (Plan, Simulated) {
    let with: Vec<String> = levers.iter().map(|lever| (*lever).to_owned()).collect();
    let request = Request { path: "scenarios/night-spike.toml", with: &with, ..Request::default() };
    let loaded = load(&request).unwrap_or_else(|problems| panic!("{problems}"));
    let plan = Plan::compile(&loaded.scenario).expect("a scenario that loads compiles");
    let simulated = run(&plan, seed, nights);
    (plan, simulated)
}

/// Their difference must not be greater than both spreads together allow, or what rounding hides.
#[track_caller]
fn near(what: &str, seen: Interval, table: f64, half_at_95: f64) {
    let both = libm::hypot(half_at_95 / 1.959_964 * 3.290_527, seen.half_width());
    println!("{what}: {:.4} ± {:.4}, table {table} ± {half_at_95}", seen.value, seen.half_width());
    assert!(
        (seen.value - table).abs() <= both + 0.005,
        "{what}: {} is not {table} within {both}",
        seen.value
    );
}

/// The promise: the least agents by whom Erlang C answers 80 % in 3 minutes are those on duty, and over all
/// callers it promises 85.8 %. No chance in it.
#[test]
fn erlang_c_staffs_the_spike_as_the_scenario_does_and_promises_86_percent() {
    let level = |volume: f64, agents: u64| {
        erlang_c(volume / INTERVAL, HANDLE, agents)
            .steady()
            .map_or(0.0, |queue| queue.answered_within(WITHIN))
    };
    let least =
        |volume: f64| (1..).find(|&agents| level(volume, agents) >= 0.8).expect("some staff is enough");
    assert_eq!(VOLUMES.map(least), STAFF);
    let promised: f64 =
        VOLUMES.iter().zip(STAFF).map(|(&volume, agents)| volume * level(volume, agents)).sum();
    assert!((promised / VOLUMES.iter().sum::<f64>() - 0.858).abs() < 5e-4);
    let (plan, _) = simulated(&[], 1, 1);
    assert_eq!(plan.agents.len(), 69);
}

/// What then happens, in each variant, against the table: the day's service level (E: of all who came,
/// pooled over nights), the chance of a day of 80 % (its half-width at 95 % that of a share of 600), and
/// four half hours (half-widths by our own nights' differences); the last digit printed is allowed for by
/// half a point. False alarm: 3 %.
#[test]
fn what_happens_on_nights_staffed_by_erlang_c_is_what_the_table_says() {
    for (letter, variant) in ["A", "B", "C", "D", "E"].into_iter().zip(VARIANTS) {
        let (plan, simulated) = simulated(variant.levers, 31, 800);
        let tally = &simulated.tally;
        let day = tally.pooled[0].estimate(CONFIDENCE).expect("the target counts");
        near(&format!("{letter}, day"), day, variant.day.0, variant.day.1);
        let chance = wilson(tally.nights_met[0], tally.nights, CONFIDENCE);
        near(&format!("{letter}, chance"), chance, variant.chance, 1.96 * libm::sqrt(0.25 / 600.0));
        let nights = watched(&plan, 31, 800, |_| (), |(), counts| counts.targets[5..9].to_vec());
        for (interval, table) in variant.intervals.into_iter().enumerate() {
            let shares = nights
                .iter()
                .map(|night| (f64::from(night[interval].met), f64::from(night[interval].counted)));
            let seen = ratio(shares);
            near(&format!("{letter}, half hour {interval}"), seen, table, half_of_table(seen));
        }
    }
}

/// The table's nights are as different as ours, only fewer; at 95 %.
fn half_of_table(ours: Interval) -> f64 {
    ours.half_width() * libm::sqrt(800.0 / 600.0) * 1.959_964 / 3.290_527
}

//! How many times faster the engine is than the textbook oracle of tests/oracle, on the same customers in the same
//! run: `cargo bench --bench oracle`. CPU time, the least of several turns each. The customers are drawn beforehand, and
//! both must count the same, digit for digit. The oracle writes its log as it goes, as it always does.

use nightdesk::demand::Night;
use nightdesk::random::Key;
use nightdesk::simulation::Engine;
use nightdesk::simulation::tally::Counts;
use nix::time::{ClockId, clock_gettime};
use std::time::Duration;

#[path = "../tests/oracle/mod.rs"]
mod oracle;
mod workloads;

const TURNS: u64 = 3;
/// As many nights as bring so many customers or turns.
const UNITS: u64 = 40_000;

fn main() {
    println!(
        "{:<24} {:>10} {:>12} {:>12} {:>8}",
        "ns a customer or turn", "a night", "engine", "oracle", "times"
    );
    for workload in workloads::ALL {
        let plan = workload.plan();
        let mut engine = Engine::new(&plan);
        let (mut ours, mut textbook) = (Duration::MAX, Duration::MAX);
        let (mut units, mut nights) = (0, 0);
        for _ in 0..TURNS {
            let (mut ours_now, mut textbook_now) = (Duration::ZERO, Duration::ZERO);
            (units, nights) = (0, 0);
            while units < UNITS {
                let key = Key::night(1, nights);
                let mut night = Night::default();
                night.draw(&plan.demand, key);
                let (by_engine, time) = timed(|| engine.run(key, night.arrivals(), &mut ()).clone());
                ours_now += time;
                let (by_oracle, time) = timed(|| oracle::simulate(&plan, key, night.arrivals()));
                textbook_now += time;
                assert_eq!(by_engine, by_oracle, "{}: they count differently", workload.name);
                units += count(&by_engine, workload.unit);
                nights += 1;
            }
            (ours, textbook) = (ours.min(ours_now), textbook.min(textbook_now));
        }
        let each = |time: Duration| time.as_secs_f64() * 1e9 / units as f64;
        println!(
            "({}) {:<20} {:>10} {:>12.1} {:>12.1} {:>8.1}",
            workload.name,
            workload.title,
            units / nights,
            each(ours),
            each(textbook),
            each(textbook) / each(ours)
        );
    }
}

fn count(counts: &Counts, unit: workloads::Unit) -> u64 {
    match unit {
        workloads::Unit::Customer => counts.channels.iter().map(|channel| channel.conversations).sum(),
        workloads::Unit::Turn => counts.channels.iter().map(|channel| channel.replies).sum(),
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let before = cpu_time();
    let result = work();
    (result, cpu_time() - before)
}

fn cpu_time() -> Duration {
    // A thread always has this clock.
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map(Duration::from).unwrap_or_default()
}

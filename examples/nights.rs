//! Simulates nights of one of the workloads that speed is measured on, and says what that took.
//!
//! `nights WORKLOAD NIGHTS [THREADS]` prints: units (customers or turns), seconds of CPU, seconds.

use nightdesk::simulation::replications::{Sampling, Stop, simulate};
use nix::time::{ClockId, clock_gettime};
use std::process::ExitCode;
use std::time::{Duration, Instant};

#[path = "../benches/workloads/mod.rs"]
mod workloads;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize| arguments.get(place).map_or(Some(1), |text| text.parse::<u32>().ok());
    let workload = arguments.first().and_then(|name| workloads::named(name));
    let (Some(workload), Some(nights), Some(threads)) = (workload, number(1), number(2)) else {
        let names: Vec<&str> = workloads::ALL.iter().map(|workload| workload.name).collect();
        eprintln!("nights {} [NIGHTS] [THREADS]", names.join("|"));
        return ExitCode::from(2);
    };
    let plan = workload.plan();
    let sampling = Sampling { seed: 1, stop: Stop::After(nights.into()), threads: threads as usize };
    let (cpu, wall) = (cpu_time(), Instant::now());
    let simulated = simulate(&plan, &sampling, &mut |_| true);
    let (cpu, wall) = (cpu_time() - cpu, wall.elapsed());
    println!("{} {:.6} {:.6}", workload.units(&simulated), cpu.as_secs_f64(), wall.as_secs_f64());
    ExitCode::SUCCESS
}

/// Of all threads so far.
fn cpu_time() -> Duration {
    // A process always has this clock.
    clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).map(Duration::from).unwrap_or_default()
}

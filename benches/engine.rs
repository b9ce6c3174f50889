//! Customers (turns) a second on whole nights: drawing the customers, the events, and all that the report needs.
//!
//! Measured in CPU time, one thread: `cargo bench --bench engine`.

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use nightdesk::simulation::replications::{Sampling, Stop, simulate};
use nix::time::{ClockId, clock_gettime};
use std::time::Duration;

mod workloads;

fn nights(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("night");
    group.sampling_mode(SamplingMode::Flat).sample_size(20);
    group.measurement_time(Duration::from_secs(4));
    for workload in workloads::ALL {
        let plan = workload.plan();
        let run = |nights| {
            let sampling = Sampling { seed: 1, stop: Stop::After(nights), threads: 1 };
            simulate(&plan, &sampling, &mut |_| true)
        };
        let nights = 20;
        group.throughput(Throughput::Elements(workload.units(&run(nights)) / nights));
        group.bench_function(format!("{} {}", workload.name, workload.unit.name()), |bencher| {
            bencher.iter_custom(|nights| {
                let before = cpu_time();
                std::hint::black_box(run(nights));
                cpu_time() - before
            });
        });
    }
}

fn cpu_time() -> Duration {
    // A thread always has this clock.
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map(Duration::from).unwrap_or_default()
}

criterion_group!(benches, nights);
criterion_main!(benches);

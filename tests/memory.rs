//! Memory does not grow with the number of nights. One test alone in this program, as what is asked is the peak of
//! all children that have ended.

use nix::sys::resource::{UsageWho, getrusage};
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs so many nights of the orange night; the greatest peak of memory of this and all runs before, in MB.
fn peak_after(nights: u64, results: &Path) -> f64 {
    let mut simulate = Command::new(env!("CARGO_BIN_EXE_nightdesk"));
    simulate.args(["simulate", "scenarios/orange-night.toml", "--replications", &nights.to_string()]);
    simulate.args(["--threads", "2", "--quiet", "--out"]).arg(results);
    let status = simulate.stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "{status}");
    // Kilobytes of 1,024 bytes.
    getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss() as f64 * 1024.0 / 1e6
}

#[test]
fn ten_thousand_orange_nights_stay_below_100_mb_and_take_no_more_than_two_thousand() {
    let folder = std::env::temp_dir().join(format!("nightdesk-memory-{}", std::process::id()));
    let few = peak_after(2_000, &folder.join("few"));
    let many = peak_after(10_000, &folder.join("many"));
    std::fs::remove_dir_all(&folder).unwrap();
    println!("peak: {few:.1} MB after 2,000 nights, {many:.1} MB after 10,000");
    assert!(many < 100.0, "{many:.1} MB");
    assert!(many - few < 10.0, "{few:.1} MB, then {many:.1} MB");
}

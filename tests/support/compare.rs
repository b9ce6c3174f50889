//! Where two counts of one night differ.

use nightdesk::simulation::tally::Counts;
use std::fmt::Debug;

/// The first field in which they differ, and both values.
pub fn first_difference(oracle: &Counts, engine: &Counts) -> Option<String> {
    let intervals = oracle.intervals.len().max(1);
    let of_targets = format!("targets (of {intervals} intervals each)");
    in_list("inquiries", &oracle.inquiries, &engine.inquiries)
        .or_else(|| in_list("channels", &oracle.channels, &engine.channels))
        .or_else(|| in_list("intervals", &oracle.intervals, &engine.intervals))
        .or_else(|| in_list("teams", &oracle.teams, &engine.teams))
        .or_else(|| in_list(&of_targets, &oracle.targets, &engine.targets))
        .or_else(|| in_value("open_at_end", &oracle.open_at_end, &engine.open_at_end))
        .or_else(|| in_value("outcome_cost", &oracle.outcome_cost, &engine.outcome_cost))
        .or_else(|| in_value("counts", oracle, engine))
}

fn in_list<T: Debug + PartialEq>(name: &str, oracle: &[T], engine: &[T]) -> Option<String> {
    in_value(&format!("length of {name}"), &oracle.len(), &engine.len()).or_else(|| {
        let both = oracle.iter().zip(engine).enumerate();
        both.into_iter()
            .find_map(|(place, (oracle, engine))| in_value(&format!("{name}[{place}]"), oracle, engine))
    })
}

fn in_value<T: Debug + PartialEq>(name: &str, oracle: &T, engine: &T) -> Option<String> {
    (oracle != engine).then(|| format!("{name}\n  oracle: {oracle:?}\n  engine: {engine:?}"))
}

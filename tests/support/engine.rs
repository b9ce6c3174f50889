//! The product's engine, as the tests call it.

use nightdesk::demand::Arrival;
use nightdesk::random::Key;
use nightdesk::simulation::observer::{Event, Observer, Who};
use nightdesk::simulation::plan::Plan;
use nightdesk::simulation::tally::Counts;
use nightdesk::units::Time;

/// One night of `plan` by the product's engine.
pub fn run_night(plan: &Plan, night: Key, arrivals: &[Arrival]) -> Counts {
    nightdesk::simulation::run_night(plan, night, arrivals)
}

/// Likewise, told line by line.
pub fn run_night_aloud(plan: &Plan, night: Key, arrivals: &[Arrival]) -> Counts {
    let mut lines = Lines::default();
    let counts = nightdesk::simulation::run_night_observed(plan, night, arrivals, &mut lines);
    lines.0.sort_by_key(|line| line.0);
    lines.0.iter().for_each(|(_, line)| println!("{line}"));
    counts
}

#[derive(Default)]
struct Lines(Vec<(Time, String)>);

impl Observer for Lines {
    fn conversation(&mut self, at: Time, event: Event, who: Who, channel: u8, agent: Option<u32>) {
        let Who { source, case, conversation, turn } = who;
        let agent = agent.map_or(String::new(), |agent| format!(" agent {agent}"));
        let line = format!(
            "ENGINE {:>12.6} s {event:?} {source}/{case}/{conversation}/{turn} channel {channel}{agent}",
            at.seconds()
        );
        self.0.push((at, line));
    }
    fn duty(&mut self, at: Time, agent: u32, on: bool) {
        self.0.push((at, format!("ENGINE {:>12.6} s on duty: {on} agent {agent}", at.seconds())));
    }
}

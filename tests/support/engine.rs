//! The product's engine, as the tests call it: the one place to switch it on.

use nightdesk::demand::Arrival;
use nightdesk::random::Key;
use nightdesk::simulation::plan::Plan;
use nightdesk::simulation::tally::Counts;

/// One night of `plan` by the product's engine.
pub fn run_night(plan: &Plan, night: Key, arrivals: &[Arrival]) -> Counts {
    // Until `nightdesk::simulation::run_night(plan, night, arrivals)` is there, the oracle is held
    // against itself.
    crate::oracle::simulate(plan, night, arrivals)
}

//! M/G/1: one agent, any handle time.

use super::desk::{Phone, SETTLED_FROM, SETTLED_HOURS, exponential, gamma};
use super::measure::{OF_ITSELF, agrees, plan, watched};
use super::waits::{FirstWaits, mean_wait};
use nightdesk::theory::mg1::mg1;
use nightdesk::units::Time;

/// Half busy, handle times of 2 s and cv² 0, ¼, 1 and 4: mean waits of ½, ⅝, 1 and 2½ handle times by
/// Pollaczek and Khinchine, each to 0.3 % of itself. False alarm: 0.4 %.
#[test]
fn mean_waits_at_one_agent_are_those_of_pollaczek_and_khinchine() {
    let laws = [
        (0.0, "\"2s\"".to_owned(), 650),
        (0.25, gamma(2.0, 0.5), 720),
        (1.0, exponential(2.0), 900),
        (4.0, gamma(2.0, 2.0), 1350),
    ];
    for (cv_squared, reply, nights) in laws {
        let desk = Phone { rate: 900.0, reply: &reply, patience: "\"never\"", agents: 1 };
        let plan = plan(&desk.text(""));
        let settled = Time::from_seconds(SETTLED_FROM);
        let nights = watched(&plan, 6, nights, |_| FirstWaits::new(&plan, settled), |waits, _| waits.sums[0]);
        let seen = mean_wait(&nights, 900.0 * SETTLED_HOURS, 2.0);
        let exact = mg1(0.25, 2.0, cv_squared).steady().unwrap();
        agrees(&format!("mean wait at cv² {cv_squared}"), seen, exact.mean_wait, OF_ITSELF);
    }
}

//! Tiers that come first.

use super::desk::{DAY, SETTLED_FROM, SETTLED_HOURS, exponential};
use super::measure::{OF_ITSELF, agrees, plan, watched};
use super::waits::{FirstWaits, mean_time_in_system};
use nightdesk::theory::priority::mean_waits;
use nightdesk::units::Time;

/// Ten agents, common exponential handle times, 35 % of their time for the tier that comes first and as
/// much for the others: the waits of both by Cobham's formula, each with its handle time to 0.3 % of itself.
/// False alarm: 0.2 %.
#[test]
fn a_tier_that_comes_first_and_the_others_wait_as_cobham_says() {
    let text = format!(
        r#"{DAY}
        [inquiry.first]
        baseline = {{ steps = {{ "00:00" = 2520 }} }}
        channels = {{ phone = 1.0 }}
        tiers = {{ vip = 1.0 }}
        reply = {reply}
        patience = "never"
        [inquiry.others]
        baseline = {{ steps = {{ "00:00" = 2520 }} }}
        channels = {{ phone = 1.0 }}
        reply = {reply}
        patience = "never"
        [tier.vip]
        first = true
        [channel.phone]
        kind = "phone"
        [team.desk]
        skills = "*"
        on_duty = {{ steps = {{ "00:00" = 10 }} }}"#,
        reply = exponential(5.0)
    );
    let plan = plan(&text);
    let settled = Time::from_seconds(SETTLED_FROM);
    let nights = watched(&plan, 7, 90, |_| FirstWaits::new(&plan, settled), |waits, _| waits.sums);
    let exact = mean_waits(&[0.7, 0.7], 5.0, 10);
    for class in 0..2 {
        let class_nights: Vec<_> = nights.iter().map(|sums| sums[class]).collect();
        let seen = mean_time_in_system(&class_nights, 2520.0 * SETTLED_HOURS, 5.0);
        let expected = exact[class].steady().unwrap() + 5.0;
        agrees(&format!("time in the system of class {class}"), seen, expected, OF_ITSELF);
    }
}

//! M(t)/G/∞: agents enough for everybody.

use super::measure::{OF_ITSELF, Width, agrees, mean, plan, watched};
use nightdesk::simulation::observer::{Event, Observer, Who};
use nightdesk::theory::mtginf::at_work;
use nightdesk::units::Time;

/// A moment of the night, in minutes.
const MOMENTS: [f64; 3] = [25.0, 40.0, 60.0];

/// How many are at work at each moment.
#[derive(Default)]
struct AtWork([f64; MOMENTS.len()]);

impl Observer for AtWork {
    fn conversation(&mut self, at: Time, event: Event, _who: Who, _channel: u8, _agent: Option<u32>) {
        let change = match event {
            Event::Begun => 1.0,
            Event::Replied { .. } => -1.0,
            _ => return,
        };
        let later = MOMENTS.iter().position(|&moment| at.seconds() <= 60.0 * moment);
        if let Some(first) = later {
            self.0[first..].iter_mut().for_each(|at_work| *at_work += change);
        }
    }
}

/// Cases an hour at `minutes` from the opening: straight lines between knots, as in the scenario below.
fn rate(minutes: f64) -> f64 {
    match minutes {
        before if before < 0.0 => 0.0,
        rising if rising < 30.0 => 6000.0 + 3000.0 * rising / 30.0,
        falling => 9000.0 - 6000.0 * (falling - 30.0) / 30.0,
    }
}

/// An hour that rises from 6,000 to 9,000 calls an hour and falls to 3,000, handle times lognormal of mean
/// 12 min and cv 1: the mean number at work at three moments, to 0.3 % of itself, and its variance, which is
/// the mean since the number is Poisson, to 20 %. False alarm: 0.6 %.
#[test]
fn with_agents_enough_the_number_at_work_is_that_of_the_offered_load() {
    let plan = plan(
        r#"
        time_zone = "UTC"
        opens = 2026-01-05T00:00:00
        closes = 2026-01-05T01:00:00
        interval = "15min"
        [inquiry.call]
        baseline = { linear = { "00:00" = 6000, "00:30" = 9000, "01:00" = 3000 } }
        channels = { phone = 1.0 }
        reply = { lognormal = { mean = "12min", cv = 1 } }
        patience = "never"
        [channel.phone]
        kind = "phone"
        [team.desk]
        skills = "*"
        on_duty = { steps = { "00:00" = 1600 } }"#,
    );
    let nights = watched(&plan, 9, 1300, |_| AtWork::default(), |seen, _| seen.0);
    // The law's own parameters: ln(1 + cv²) is the square of sigma.
    let sigma = libm::sqrt(libm::log(2.0));
    let mu = libm::log(12.0) - sigma * sigma / 2.0;
    let longer_than = |u: f64| 0.5 * libm::erfc((libm::log(u) - mu) / (sigma * std::f64::consts::SQRT_2));
    for (i, moment) in MOMENTS.into_iter().enumerate() {
        // Nothing comes before the opening, so longer handle times do not matter.
        let exact =
            at_work(|t| rate(t) / 60.0, |u| if u > 0.0 { longer_than(u) } else { 1.0 }, moment, moment);
        agrees(
            &format!("at work at {moment} min"),
            mean(nights.iter().map(|night| night[i])),
            exact,
            OF_ITSELF,
        );
        let squares = mean(nights.iter().map(|night| (night[i] - exact) * (night[i] - exact)));
        agrees(&format!("its variance at {moment} min"), squares, exact, Width::Relative(0.2));
    }
}

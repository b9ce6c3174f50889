//! Customers who come back within their case.

use super::desk::{DAY, SETTLED_FROM};
use super::measure::{OF_ALL, agrees, plan, ratio, watched};
use nightdesk::simulation::observer::{Event, Observer, Who};
use nightdesk::theory::erlang_r::erlang_r;
use nightdesk::units::Time;

/// Visits, first calls and follow-up calls alike: when each came to the queue, and whether it waited.
#[derive(Default)]
struct Visits {
    /// By case: of the visit in question.
    came: Vec<Time>,
    visits: f64,
    waited: f64,
}

impl Observer for Visits {
    fn conversation(&mut self, at: Time, event: Event, who: Who, _channel: u8, _agent: Option<u32>) {
        let case = who.case as usize;
        match event {
            Event::Arrives | Event::FollowedUp => {
                if self.came.len() <= case {
                    self.came.resize(case + 1, Time::NEVER);
                }
                self.came[case] = at;
            }
            Event::Begun => {
                let came = self.came[case];
                if came >= Time::from_seconds(SETTLED_FROM) && came < Time::from_seconds(86_400.0) {
                    self.visits += 1.0;
                    self.waited += f64::from(u8::from(at > came));
                }
            }
            _ => {}
        }
    }
}

/// New cases that find 25 agents, a fifth less than in the example of Yom-Tov and Mandelbaum, 15 s a visit;
/// two thirds of the visits are followed by another after a content time (exponential of 30 s, a party's
/// delay): of all visits the share that Erlang R says waits, to 0.3 points. False alarm: 0.1 %.
#[test]
fn customers_who_return_wait_as_erlang_r_says() {
    let text = format!(
        r#"{DAY}
        [inquiry.care]
        baseline = {{ steps = {{ "00:00" = 1440 }} }}
        channels = {{ phone = 1.0 }}
        reply = {{ exponential = {{ mean = "15s" }} }}
        patience = "never"
        [inquiry.care.outcome]
        discharged = {{}}
        content = {{ share = 0.6666666666666666, wait_for = "home", follow_up = "conversation" }}
        [party.home]
        delay = {{ exponential = {{ mean = "30s" }} }}
        [channel.phone]
        kind = "phone"
        [team.desk]
        skills = "*"
        on_duty = {{ steps = {{ "00:00" = 25 }} }}"#
    );
    let plan = plan(&text);
    let nights = watched(&plan, 8, 110, |_| Visits::default(), |seen, _| (seen.waited, seen.visits));
    let exact = erlang_r(24.0, 0.25, 2.0 / 3.0, 25).steady().unwrap();
    agrees("visits that wait", ratio(nights), exact.chance_to_wait, OF_ALL);
}

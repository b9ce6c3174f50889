//! The event loop against a recursion that has no events.

use super::desk::{Phone, exponential};
use super::measure::plan;
use nightdesk::demand::Night;
use nightdesk::random::Key;
use nightdesk::simulation::customer::Customer;
use nightdesk::simulation::observer::{Event, Observer, Who};
use nightdesk::simulation::run_night_observed;
use nightdesk::units::{Span, Time};

/// By case: when it came and when work on it began.
#[derive(Default)]
struct Begins(Vec<(u32, Time)>);

impl Observer for Begins {
    fn conversation(&mut self, at: Time, event: Event, who: Who, _channel: u8, _agent: Option<u32>) {
        if event == Event::Begun {
            self.0.push((who.case, at));
        }
    }
}

/// Calls of patient customers begin, to the microsecond, when the recursion of Kiefer and Wolfowitz (Trans.
/// AMS 78, 1955) says, on the same draws: each takes the agent who is free first. A night is a day of 12,000
/// calls before 6 agents; five nights. No chance in it.
#[test]
fn calls_begin_to_the_microsecond_as_the_recursion_of_kiefer_and_wolfowitz_says() {
    let reply = exponential(40.0);
    let desk = Phone { rate: 500.0, reply: &reply, patience: "\"never\"", agents: 6 };
    let plan = plan(&desk.text(""));
    for replication in 0..5 {
        let night = Key::night(41, replication);
        let mut customers = Night::default();
        customers.draw(&plan.demand, night);
        let mut seen = Begins::default();
        run_night_observed(&plan, night, customers.arrivals(), &mut seen);
        let mut free_at = [Time::OPENING; 6];
        let mut waits = Span::ZERO;
        let begins = customers.arrivals().iter().map(|arrival| {
            let customer = Customer::new(&plan, night, arrival.source, arrival.case);
            let handling = customer.inquiry.handling[0].as_ref().expect("calls are handled on the phone");
            free_at.sort_unstable();
            let begun = arrival.at.max(free_at[0]);
            free_at[0] = begun + customer.reply(handling, 0, 0);
            waits += begun - arrival.at;
            (arrival.case, begun)
        });
        let mut begins: Vec<(u32, Time)> = begins.collect();
        begins.sort_by_key(|&(case, begun)| (begun, case));
        seen.0.sort_by_key(|&(case, begun)| (begun, case));
        assert!(begins.len() > 10_000 && waits > Span::ZERO, "a night in which nobody waits shows nothing");
        assert_eq!(seen.0, begins);
    }
}

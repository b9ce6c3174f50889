//! Every night's books balance: nobody is lost, and who waits adds up to how long was waited.

use super::desk::{Phone, exponential};
use super::measure::{plan, watched};
use nightdesk::scenario::{Request, load};
use nightdesk::simulation::observer::{Event, Observer, Who};
use nightdesk::simulation::plan::Plan;
use nightdesk::units::{Span, Time};

/// Who waits and who is at work, as steps up and down.
#[derive(Default)]
struct Steps {
    waiting: Vec<(Time, i64)>,
    at_work: Vec<(Time, i64)>,
    given_up: Vec<(Time, u32)>,
    came: Vec<Time>,
}

impl Observer for Steps {
    fn conversation(&mut self, at: Time, event: Event, who: Who, _channel: u8, _agent: Option<u32>) {
        let case = who.case as usize;
        match event {
            Event::Arrives => {
                if self.came.len() <= case {
                    self.came.resize(case + 1, Time::NEVER);
                }
                self.came[case] = at;
                self.waiting.push((at, 1));
            }
            Event::Begun => {
                self.waiting.push((at, -1));
                self.at_work.push((at, 1));
            }
            Event::Replied { .. } => self.at_work.push((at, -1)),
            Event::GaveUp => {
                self.waiting.push((at, -1));
                self.given_up.push((at, who.case));
            }
            _ => {}
        }
    }
}

/// The integral over time of how many, which must never be fewer than none.
fn area(mut steps: Vec<(Time, i64)>) -> Span {
    steps.sort_by_key(|&(at, step)| (at, -step));
    let (mut level, mut since, mut area) = (0, Time::OPENING, Span::ZERO);
    for (at, step) in steps {
        area += Span((at - since).0 * level);
        (level, since) = (level + step, at);
        assert!(level >= 0, "more have left than came");
    }
    assert_eq!(level, 0, "somebody is still there");
    area
}

/// Little's law, night by night and to the microsecond: the number who wait, summed over time, is what the
/// answered waited by the channel's account and those who gave up by their patience; the number at work,
/// summed over time, is the team's work in hand. No chance in it.
#[test]
fn littles_law_holds_in_every_night_to_the_microsecond() {
    let (reply, patience) = (exponential(60.0), exponential(45.0));
    let desk = Phone { rate: 600.0, reply: &reply, patience: &patience, agents: 9 };
    // Shifts, unlike levels, account for work past the closing.
    let level = r#"on_duty = { steps = { "00:00" = 9 } }"#;
    let shift = "[team.desk.shift.day]\nfrom = \"00:00\"\nto = \"24:00\"\nat_end = \"finish\"\nagents = 9";
    let plan = plan(&desk.text("").replace(level, shift));
    let nights = watched(&plan, 71, 20, |_| Steps::default(), |steps, counts| (steps, counts.clone()));
    for (steps, counts) in nights {
        let lost: Span = steps.given_up.iter().map(|&(at, case)| at - steps.came[case as usize]).sum();
        let channel = counts.channels[0];
        assert!(channel.abandoned > 100 && channel.abandoned as usize == steps.given_up.len());
        assert_eq!(area(steps.waiting), channel.waited + lost);
        // Calls after midnight are those of the next day's shift, the first of the run-out.
        let next_day: Span =
            steps.at_work.iter().map(|&(at, step)| Span(-step * (at.0 - MIDNIGHT).max(0))).sum();
        assert_eq!(area(steps.at_work).0, counts.teams[0].busy.0 + next_day.0);
    }
}

/// In µs.
const MIDNIGHT: i64 = 86_400_000_000;

/// The bundled night, with its retries, parties and escalations: every conversation is that of a case or of
/// a retry, is answered or given up; every case is answered or not; in every report interval as many
/// messages begin to wait as stop, and nobody waits in the end. No chance in it.
#[test]
fn nobody_is_lost_in_any_night_of_the_bundled_scenario() {
    let request = Request { path: "scenarios/orange-night.toml", ..Request::default() };
    let loaded = load(&request).unwrap_or_else(|problems| panic!("{problems}"));
    let plan = Plan::compile(&loaded.scenario).expect("a scenario that loads compiles");
    let nights = watched(&plan, 72, 60, |_| (), |(), counts| counts.clone());
    for counts in nights {
        let sum = |of: fn(&nightdesk::simulation::tally::ChannelCounts) -> u64| -> u64 {
            counts.channels.iter().map(of).sum()
        };
        let cases: u64 = counts.inquiries.iter().map(|inquiry| inquiry.cases).sum();
        let over: u64 = counts.inquiries.iter().map(|inquiry| inquiry.answered + inquiry.unanswered).sum();
        let conversations = sum(|channel| channel.conversations);
        let fates = sum(|channel| channel.answered) + sum(|channel| channel.abandoned);
        assert_eq!(counts.intervals.iter().map(|interval| interval.arrivals).sum::<u64>(), conversations);
        assert!(conversations >= cases && fates <= conversations && over <= cases);
        // What is missing from either sum is still open.
        assert!(
            conversations - fates <= counts.open_at_end,
            "{conversations} {fates} {}",
            counts.open_at_end
        );
        assert!(cases - over <= counts.open_at_end);
        if counts.open_at_end == 0 {
            assert_eq!(counts.intervals.iter().map(|interval| interval.waiting_change).sum::<i64>(), 0);
        }
    }
}

//! M(t)/M/s+M: a surge, followed from minute to minute by its exact chain.

use super::measure::{OF_ALL, OF_ITSELF, Width, agrees, controlled, plan, ratio, watched};
use nightdesk::simulation::observer::{Event, Observer, Who};
use nightdesk::simulation::tally::ChannelCounts;
use nightdesk::theory::transient::Night;
use nightdesk::units::Time;
use std::fmt::Write as _;

/// Moments at which the crowd is counted, in minutes: ends of report intervals.
const MOMENTS: [i64; 5] = [150, 180, 240, 300, 480];
/// What an independent program printed for them: E N and E Q.
const PRINTED: [(f64, f64); 5] =
    [(1357.056, 1127.056), (858.298, 628.298), (267.406, 37.769), (133.0957, 0.0), (77.8924, 0.0)];

/// Calls a minute, at the middle of each minute: the stream ends at minute 120.
fn rate(minute: i64) -> f64 {
    let since = minute as f64 + 0.5 - 120.0;
    if since < 0.0 { 15.0 } else { 15.0 + 213.87 * libm::exp(-since / 60.0) }
}

/// How many are there, waiting or at work, at each moment; and how many were not taken at once.
#[derive(Default)]
struct Crowd {
    came: Vec<Time>,
    present: [f64; MOMENTS.len()],
    arrivals: [f64; MOMENTS.len()],
    delayed: f64,
    begun_at_once: f64,
}

impl Crowd {
    fn changes(&mut self, at: Time, by: f64) {
        // As report intervals do: what happens at the end of one belongs to the next.
        let after = MOMENTS.iter().position(|moment| at.micros() < moment * 60_000_000);
        for i in after.unwrap_or(MOMENTS.len())..MOMENTS.len() {
            self.present[i] += by;
            self.arrivals[i] += by.max(0.0);
        }
    }
}

impl Observer for Crowd {
    fn conversation(&mut self, at: Time, event: Event, who: Who, _channel: u8, _agent: Option<u32>) {
        let case = who.case as usize;
        match event {
            Event::Arrives => {
                if self.came.len() <= case {
                    self.came.resize(case + 1, Time::NEVER);
                }
                self.came[case] = at;
                self.changes(at, 1.0);
            }
            Event::Begun if self.came[case] == at => self.begun_at_once += 1.0,
            Event::Begun => self.delayed += 1.0,
            Event::GaveUp => {
                self.delayed += 1.0;
                self.changes(at, -1.0);
            }
            Event::Replied { .. } => self.changes(at, -1.0),
            _ => {}
        }
    }
}

/// 20,000 calls in 8 hours before 230 agents (handle time 5 min, patience 10 min), the rate that of the
/// middle of each minute: those who give up (exactly 7212.128 a night) and the number present at five
/// moments, and of these who wait by the interval figures of the report, by 0.3 % of the crowd at its
/// greatest; the share delayed (0.65061587) by 0.3 points.
/// False alarm: 1 %.
#[test]
fn a_surge_is_what_its_exact_chain_says() {
    let mut steps = String::new();
    for minute in 0..480 {
        let clock = 18 * 60 + minute;
        let hourly = 60.0 * rate(minute);
        write!(steps, "\"{:02}:{:02}\" = {hourly}, ", clock / 60 % 24, clock % 60).unwrap();
    }
    let text = format!(
        r#"
        time_zone = "UTC"
        opens = 2026-01-05T18:00:00
        closes = 2026-01-06T02:00:00
        interval = "30min"
        [inquiry.call]
        baseline = {{ steps = {{ {steps} }} }}
        channels = {{ phone = 1.0 }}
        reply = {{ exponential = {{ mean = "5min" }} }}
        patience = {{ exponential = {{ mean = "10min" }} }}
        [channel.phone]
        kind = "phone"
        [team.desk]
        skills = "*"
        on_duty = {{ steps = {{ "18:00" = 230 }} }}"#
    );
    let plan = plan(&text);
    let nights = watched(
        &plan,
        10,
        900,
        |_| Crowd::default(),
        |crowd, counts| {
            let mut waiting = 0;
            let at_ends = counts.intervals.iter().map(|interval| {
                waiting += interval.waiting_change;
                waiting as f64
            });
            (crowd, at_ends.collect::<Vec<f64>>(), counts.channels[0])
        },
    );
    let mut exact = Night::new(5.0, 0.1, 230, 2400);
    let mut at_moments = Vec::new();
    for minute in 0..480 {
        exact.pass(rate(minute), 1.0);
        if MOMENTS.contains(&(minute + 1)) {
            at_moments.push((exact.mean_present(), exact.mean_queue()));
        }
    }
    for (moment, printed) in at_moments.iter().zip(PRINTED) {
        assert!((moment.0 - printed.0).abs() < 0.02 && (moment.1 - printed.1).abs() < 0.02, "{moment:?}");
    }
    // Those who are still there give up or are answered after the last arrival.
    exact.pass(0.0, 200.0);
    let totals = exact.totals();
    assert!((totals.abandoned - 7212.128).abs() < 0.01, "{}", totals.abandoned);

    // Busy nights are told by their arrivals, whose mean is known.
    let by_arrivals = |moment: usize, of: &dyn Fn(&Seen) -> f64| {
        let expected: f64 = (0..MOMENTS[moment]).map(rate).sum();
        let night = |night: &Seen| (of(night), 1.0, [night.0.arrivals[moment] - expected]);
        controlled(&nights.iter().map(night).collect::<Vec<_>>())
    };
    let given_up = by_arrivals(MOMENTS.len() - 1, &|night| night.2.abandoned as f64);
    agrees("who give up", given_up, totals.abandoned, OF_ITSELF);
    let delayed = nights.iter().map(|(crowd, _, _)| (crowd.delayed, crowd.delayed + crowd.begun_at_once));
    agrees("share delayed", ratio(delayed), totals.delayed / totals.arrivals, OF_ALL);
    for (i, (present, queue)) in at_moments.into_iter().enumerate() {
        let moment = MOMENTS[i];
        let width = if i < 1 { OF_ITSELF } else { Width::Absolute(4.0) };
        agrees(&format!("present at {moment}"), by_arrivals(i, &|night| night.0.present[i]), present, width);
        if queue > 0.01 {
            let end = moment as usize / 30 - 1;
            let waiting = by_arrivals(i, &|night| night.1[end]);
            agrees(&format!("waiting at {moment}"), waiting, queue, Width::Absolute(4.0));
        }
    }
}

/// A night: the crowd, who waits at the end of each interval, the channel's counts.
type Seen = (Crowd, Vec<f64>, ChannelCounts);

//! The limits of the chat model that are known exactly.

use super::desk::{DAY, SETTLED_FROM, SETTLED_HOURS, exponential, target};
use super::measure::{
    OF_ALL, OF_ITSELF, Width, agrees, compliance, controlled, mean, plan, ratio, run, watched,
};
use nightdesk::random::Key;
use nightdesk::simulation::customer::Customer;
use nightdesk::simulation::observer::{Event, Observer, Who};
use nightdesk::simulation::plan::Plan;
use nightdesk::theory::chat::ChatAgent;
use nightdesk::theory::finite_source::FiniteSource;
use nightdesk::theory::jackson;
use nightdesk::theory::mg1::mg1;
use nightdesk::units::Time;

/// One agent with chat slots.
struct Chat<'a> {
    /// Conversations an hour.
    rate: f64,
    turns: f64,
    reply: f64,
    think: f64,
    slots: u32,
    /// More of the inquiry, then whole tables.
    more: &'a str,
}

impl Chat<'_> {
    fn text(&self) -> String {
        let Chat { rate, turns, slots, more, .. } = self;
        let turns = if *turns > 1.0 {
            format!("turns = {{ geometric = {{ mean = {turns} }} }}")
        } else {
            String::new()
        };
        format!(
            r#"{DAY}
            [team.desk]
            skills = "*"
            slots = {{ chat = {slots} }}
            on_duty = {{ steps = {{ "00:00" = 1 }} }}
            [inquiry.chat]
            baseline = {{ steps = {{ "00:00" = {rate} }} }}
            channels = {{ chat = 1.0 }}
            {turns}
            reply = {reply}
            think = {think}
            {more}"#,
            reply = exponential(self.reply),
            think = exponential(self.think),
        )
    }
}

const PLAIN: &str = "patience = \"never\"\n[channel.chat]\nkind = \"chat\"\n";

/// Whole conversations: when each came, found its agent, and was over.
struct Whole {
    turns: Vec<u32>,
    seen: Vec<(Time, Time)>,
    calls: f64,
    waited: f64,
    lasted: f64,
    waited_lasted: f64,
}

impl Whole {
    fn new(plan: &Plan, night: Key) -> Whole {
        let turns = |case: u32| {
            let customer = Customer::new(plan, night, 0, case);
            customer.inquiry.handling[0].as_ref().map_or(1, |handling| customer.turns(handling, 0))
        };
        let turns = (0..40_000).map(turns).collect();
        Whole { turns, seen: Vec::new(), calls: 0.0, waited: 0.0, lasted: 0.0, waited_lasted: 0.0 }
    }
}

impl Observer for Whole {
    fn conversation(&mut self, at: Time, event: Event, who: Who, _channel: u8, _agent: Option<u32>) {
        let case = who.case as usize;
        match event {
            Event::Arrives => {
                if self.seen.len() <= case {
                    self.seen.resize(case + 1, (Time::NEVER, Time::NEVER));
                }
                self.seen[case].0 = at;
            }
            Event::Assigned => self.seen[case].1 = at,
            Event::Replied { .. }
                if who.turn + 1 == self.turns[case]
                    && self.seen[case].0 >= Time::from_seconds(SETTLED_FROM) =>
            {
                let (came, assigned) = self.seen[case];
                let (waited, lasted) = ((assigned - came).seconds(), (at - assigned).seconds());
                self.calls += 1.0;
                self.waited += waited;
                self.lasted += lasted;
                self.waited_lasted += waited * lasted;
            }
            _ => {}
        }
    }
}

/// One slot: an M/G/1 queue whose handle time is a whole conversation, here of 3 turns on average
/// (geometric), replies of 1 s and think times of 0.5 s: a mean of 4 s. Its mean wait by Pollaczek and
/// Khinchine to 0.3 % of itself. False alarm: 0.1 %.
#[test]
fn an_agent_with_one_slot_makes_customers_wait_for_whole_conversations() {
    let (turns, reply, think) = (3.0, 1.0, 0.5);
    let rate = 450.0;
    let plan = plan(&Chat { rate, turns, reply, think, slots: 1, more: PLAIN }.text());
    let nights = watched(&plan, 11, 1800, |night| Whole::new(&plan, night), |seen, _| seen);
    // A sum of N replies and N - 1 think times.
    let lasts = turns * reply + (turns - 1.0) * think;
    let spread = turns * reply * reply
        + (turns - 1.0) * think * think
        + turns * (turns - 1.0) * (reply + think) * (reply + think);
    let exact = mg1(rate / 3600.0, lasts, spread / (lasts * lasts)).steady().unwrap();
    let controls = |night: &Whole| {
        let surplus = night.waited_lasted - lasts * night.waited;
        [night.calls - rate * SETTLED_HOURS, night.lasted - lasts * night.calls, surplus]
    };
    let nights: Vec<_> = nights.iter().map(|night| (night.waited, night.calls, controls(night))).collect();
    agrees("mean wait for the slot", controlled(&nights), exact.mean_wait, OF_ITSELF);
}

/// Slots without limit: however long customers think, replies come as from M/M/1 at turns × λ (Jackson).
/// Occupancy 0.6, a reply takes 1 s: the share of messages answered in 1, 3 and 8 s, to 0.3 points.
/// False alarm: 0.3 %.
#[test]
fn an_agent_with_slots_without_limit_replies_as_in_a_jackson_network() {
    let times = [1, 3, 8];
    let targets: String =
        times.iter().map(|t| target(&format!("in{t}"), "each_reply", &format!("{t}s"), "missed")).collect();
    let more = format!("{PLAIN}{targets}");
    let chat = Chat { rate: 540.0, turns: 4.0, reply: 1.0, think: 10.0, slots: 400, more: &more };
    let plan = plan(&chat.text());
    let simulated = run(&plan, 12, 130);
    let exact = jackson::replies(540.0 / 3600.0, 4.0, 1.0).steady().unwrap();
    for t in times {
        let seen = compliance(&plan, &simulated, &format!("in{t}"));
        agrees(&format!("replied in {t} s"), seen, exact.within(f64::from(t)), OF_ALL);
    }
}

/// Messages of a saturated agent: when each came into the inbox, and how long until its reply.
struct Inbox<'p> {
    plan: &'p Plan,
    night: Key,
    /// By case: when the message in question came.
    came: Vec<Time>,
    replies: f64,
    responded: f64,
}

impl Observer for Inbox<'_> {
    fn conversation(&mut self, at: Time, event: Event, who: Who, _channel: u8, _agent: Option<u32>) {
        let case = who.case as usize;
        if self.came.len() <= case {
            self.came.resize(case + 1, Time::NEVER);
        }
        match event {
            Event::Assigned => self.came[case] = at,
            Event::Replied { .. } => {
                if at >= Time::from_seconds(SETTLED_FROM) && at < Time::from_seconds(86_400.0) {
                    self.replies += 1.0;
                    self.responded += (at - self.came[case]).seconds();
                }
                let customer = Customer::new(self.plan, self.night, who.source, who.case);
                if let Some(handling) = &customer.inquiry.handling[0] {
                    self.came[case] = at + customer.think(handling, 0, who.turn);
                }
            }
            _ => {}
        }
    }
}

/// More customers than one agent with 4 slots can have: a finite source of 4. Replies of 1 s, think times
/// of 3 s, 5 turns on average: replies in an hour and the mean time from message to reply, to 0.3 % of
/// themselves. False alarm: 0.2 %.
#[test]
fn a_saturated_agent_with_four_slots_is_a_finite_source() {
    let plan = plan(&Chat { rate: 1400.0, turns: 5.0, reply: 1.0, think: 3.0, slots: 4, more: PLAIN }.text());
    let inbox = |night| Inbox { plan: &plan, night, came: Vec::new(), replies: 0.0, responded: 0.0 };
    let nights = watched(&plan, 13, 40, inbox, |seen, _| (seen.responded, seen.replies));
    let exact = FiniteSource::new(4, 1.0, 3.0, 0.8);
    let hourly = mean(nights.iter().map(|night| night.1 / SETTLED_HOURS));
    agrees("replies an hour", hourly, 3600.0 * exact.throughput(), OF_ITSELF);
    agrees("mean time to a reply", ratio(nights), exact.mean_response(), OF_ITSELF);
}

/// How many are present when somebody comes, and who gives up.
#[derive(Default)]
struct Present {
    events: Vec<(Time, i32)>,
}

impl Observer for Present {
    fn conversation(&mut self, at: Time, event: Event, _who: Who, _channel: u8, _agent: Option<u32>) {
        match event {
            Event::Arrives => self.events.push((at, 1)),
            Event::Replied { .. } => self.events.push((at, -1)),
            Event::GaveUp => self.events.push((at, -2)),
            _ => {}
        }
    }
}

impl Present {
    /// Of those who come once the desk has settled: how many find three or more, give up, are there at all.
    fn sum_up(mut self) -> (f64, f64, f64) {
        self.events.sort_by_key(|event| event.0);
        let (mut present, mut sums) = (0, (0.0, 0.0, 0.0));
        for (at, event) in self.events {
            let settled = at >= Time::from_seconds(SETTLED_FROM);
            match event {
                1 if settled => {
                    sums.0 += f64::from(u8::from(present >= 3));
                    sums.2 += 1.0;
                }
                -2 if settled => sums.1 += 1.0,
                _ => {}
            }
            present += event.signum();
        }
        sums
    }
}

/// One agent with three slots, who works at rate 1, 1.5 or 1.8 by the number open when work begins, 1.6
/// conversations in that time, patience of a rate of 0.5, who gives up leaves: three or more are present
/// with a chance of 0.33141, and 0.36917 give up, each to 0.3 points; time in 5 s.
/// False alarm: 0.2 %.
#[test]
fn an_agent_whose_speed_depends_on_the_open_conversations_is_the_designs_chain() {
    let more =
        format!("patience = {}\n[channel.chat]\nkind = \"chat\"\ngiven_up = \"leaves\"\n", exponential(10.0));
    let text = Chat { rate: 1152.0, turns: 1.0, reply: 5.0, think: 0.0, slots: 3, more: &more }.text();
    let text = text
        .replace("think = { exponential = { mean = \"0s\" } }", "")
        .replace("[inquiry.chat]", "speed_at = { 1 = 1.0, 2 = 1.5, 3 = 1.8 }\n[inquiry.chat]");
    let plan = plan(&text);
    let nights = watched(&plan, 14, 60, |_| Present::default(), |seen, _| seen.sum_up());
    let exact = ChatAgent::new(1.6, &[1.0, 1.5, 1.8], 0.5);
    assert!((exact.chance_of_at_least(3) - 0.33141).abs() < 5e-6);
    assert!((exact.abandoned() - 0.36917).abs() < 5e-6);
    let found = ratio(nights.iter().map(|night| (night.0, night.2)));
    agrees("three or more present", found, exact.chance_of_at_least(3), OF_ALL);
    let given_up = ratio(nights.iter().map(|night| (night.1, night.2)));
    agrees("given up", given_up, exact.abandoned(), Width::Absolute(0.003));
}

//! What a replay measured of a helpdesk, as the `helpdesk` of a scenario's channels.
//!
//! Each of the four times is a chain of calls: opening a conversation, finding it in the list and taking it; writing
//! again; reading and replying; closing. A chain takes the sum of its calls' quantiles, as if a slow moment were slow
//! for all of them: its mean is exact, and it spreads at least as far as the calls do.

use super::latency::read_log;
use super::profile::Operation;
use hdrhistogram::Histogram;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Values of each time: its quantiles at (i − ½) of so many.
const VALUES: u32 = 200;

/// What a replay measured.
#[derive(Clone, Debug)]
pub struct Feedback {
    /// The helpdesk, as its profile calls it.
    pub helpdesk: String,
    /// How many times as fast as the night the replay went.
    pub speed: f64,
    /// By key of `helpdesk`: the chain's times in µs, in order.
    times: Vec<(&'static str, Vec<u64>)>,
}

/// The calls that a key is made of.
const CHAINS: [(&str, &[Operation]); 4] = [
    ("first", &[Operation::OpenConversation, Operation::ListQueue, Operation::Take]),
    ("later", &[Operation::PostMessage]),
    ("reply", &[Operation::ReadMessages, Operation::PostReply]),
    ("resolve", &[Operation::Resolve]),
];

impl Feedback {
    /// Of a replay's results folder.
    ///
    /// # Errors
    /// If it is none, or of a replay whose figures are not the helpdesk's.
    pub fn read(folder: &Path) -> Result<Feedback, String> {
        let read = |name: &str| {
            fs::read_to_string(folder.join(name)).map_err(|error| {
                format!("failed to read {name}: {error}; it takes the results folder of `nightdesk replay`")
            })
        };
        let summary: serde_json::Value =
            serde_json::from_str(&read("summary.json")?).map_err(|error| format!("summary.json: {error}"))?;
        let (Some(helpdesk), Some(speed)) = (summary["helpdesk"].as_str(), summary["speed"].as_f64()) else {
            return Err("summary.json is not that of a replay".to_owned());
        };
        if summary["verdict"] == "invalid" {
            return Err(
                "that replay is invalid: its own lag spoils its times; replay again, slower".to_owned()
            );
        }
        let service = read_log(&read("latency.hlog")?).map_err(|error| format!("latency.hlog: {error}"))?;
        let times = CHAINS.map(|(key, calls)| (key, chain(&service, calls)));
        let times: Vec<_> = times.into_iter().filter(|(_, times)| !times.is_empty()).collect();
        if times.is_empty() {
            return Err("latency.hlog has no calls in it".to_owned());
        }
        Ok(Feedback { helpdesk: helpdesk.to_owned(), speed, times })
    }

    /// What gives `channel` these times, as `--set` takes it.
    pub fn set(&self, channel: &str) -> String {
        let mut set = format!("channel.{}.helpdesk={{", serde_json::json!(channel));
        for (place, (key, times)) in self.times.iter().enumerate() {
            let separator = if place > 0 { ", " } else { "" };
            let values: Vec<String> = times.iter().map(|micros| format!("\"{micros}us\"")).collect();
            let _ =
                write!(set, "{separator}{key} = {{ empirical = {{ values = [{}] }} }}", values.join(", "));
        }
        set + "}"
    }
}

/// Quantiles of the calls, one after another; of calls that were never made nothing.
fn chain(service: &BTreeMap<String, Histogram<u64>>, calls: &[Operation]) -> Vec<u64> {
    let made: Vec<&Histogram<u64>> =
        calls.iter().filter_map(|call| service.get(&format!("service.{}", call.name()))).collect();
    if made.is_empty() {
        return Vec::new();
    }
    let at = |share: f64| made.iter().map(|times| times.value_at_quantile(share)).sum();
    (0..VALUES).map(|i| at((f64::from(i) + 0.5) / f64::from(VALUES))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::latency::histogram;

    fn service() -> BTreeMap<String, Histogram<u64>> {
        let of = |from: u64, to: u64| {
            let mut times = histogram();
            (from..=to).for_each(|micros| times.record(micros).unwrap());
            times
        };
        [
            ("service.open_conversation".to_owned(), of(1, 200)),
            ("service.take".to_owned(), of(1001, 1200)),
            ("service.resolve".to_owned(), of(7, 7)),
        ]
        .into()
    }

    /// Of 200 calls that took 1, 2, … µs the quantiles at ½, 1½, … of 200 are 1, 2, … µs; calls that were
    /// not made add nothing.
    #[test]
    fn a_chain_takes_the_sum_of_its_calls() {
        let first = chain(&service(), CHAINS[0].1);
        assert_eq!(first, (1..=200).map(|i| i + 1000 + i).collect::<Vec<u64>>());
        assert!(chain(&service(), CHAINS[1].1).is_empty());
    }

    #[test]
    fn its_set_is_read_by_a_scenario() {
        let times = CHAINS.map(|(key, calls)| (key, chain(&service(), calls)));
        let times: Vec<_> = times.into_iter().filter(|(_, times)| !times.is_empty()).collect();
        let feedback = Feedback { helpdesk: "x".to_owned(), speed: 1.0, times };
        let set = [feedback.set("chat")];
        let request = crate::scenario::Request { path: "orange-night.toml", set: &set, ..Default::default() };
        let text = include_str!("../../scenarios/orange-night.toml");
        let loaded = crate::scenario::load_text_with(text, &request).unwrap();
        let times = loaded.scenario.channels["chat"].helpdesk.clone().unwrap();
        let drawn = crate::random::Sampler::of(&times.resolve);
        assert_eq!(drawn.mean(), Some(7.0));
    }
}

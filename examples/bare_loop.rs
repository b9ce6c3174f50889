//! The least that could send a replay's schedule: reqwest, a timer, and a task a request.
//!
//! `bare_loop LEDGER URL TOKEN` sends what the ledger of a replay says was opened in its window, each at its instant, to a
//! demo helpdesk, and prints: requests, those that were not accepted, median and 99th percentile of the lag in ms (from
//! when a request was due to when it was sent), seconds of CPU of the whole process.

use hdrhistogram::Histogram;
use nix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};
use std::error::Error;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// What stands in for the text of a message: about as long as one.
const TEXT: &str =
    "我昨晚在直播间买的橙子今天到了，打开一看有三个坏的，吃起来也很酸，可以退款吗？谢谢。 [nd:bare:1:c1]";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [ledger, url, token] = &arguments[..] else { return Err("bare_loop LEDGER URL TOKEN".into()) };
    let due = schedule(&std::fs::read_to_string(ledger)?);
    let client = reqwest::Client::builder().no_proxy().build()?;
    let url = format!("{url}/api/conversations");
    let began = Instant::now() + Duration::from_millis(200);
    let mut sent = Vec::with_capacity(due.len());
    for at in due {
        let at = began + Duration::from_micros(at);
        sleep_until(at).await;
        let request = client.post(&url).bearer_auth(token);
        let request = request.json(&json!({ "subject": "bare", "text": TEXT }));
        sent.push(tokio::spawn(async move {
            let late = at.elapsed();
            let accepted = match request.send().await {
                Ok(response) => response.status() == 201 && response.bytes().await.is_ok(),
                Err(_) => false,
            };
            (late, accepted)
        }));
    }
    let mut lag: Histogram<u64> = Histogram::new(3)?;
    let mut refused = 0;
    for request in sent {
        let (late, accepted) = request.await?;
        lag.record((late.as_micros() as u64).max(1))?;
        refused += u64::from(!accepted);
    }
    let cpu = Duration::from(clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)?);
    let millis = |share: f64| lag.value_at_quantile(share) as f64 / 1e3;
    println!("{} {refused} {:.3} {:.3} {:.3}", lag.len(), millis(0.5), millis(0.99), cpu.as_secs_f64());
    Ok(())
}

/// When conversations were due to be opened, in µs from the window's start, in order.
fn schedule(ledger: &str) -> Vec<u64> {
    let opened = ledger.lines().filter(|line| line.contains("\"open_conversation\"")).filter_map(|line| {
        let call: Value = serde_json::from_str(line).ok()?;
        let aside = call["aside"].as_bool().unwrap_or(false);
        call["due"].as_u64().filter(|_| !aside)
    });
    let mut due: Vec<u64> = opened.collect();
    due.sort_unstable();
    due
}

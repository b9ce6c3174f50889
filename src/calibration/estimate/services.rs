//! What agents were seen to do on one day.

use crate::calibration::log::{Case, Civil, Log, LogKind};
use std::collections::BTreeMap;
use std::io;

/// One stretch of an agent's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// From.
    pub begun: Civil,
    /// To.
    pub ended: Civil,
    /// Number of the inquiry.
    pub inquiry: u16,
    /// False: work on a case that is not to be predicted.
    pub counts: bool,
}

/// By agent, in order of their beginning.
pub type Services = BTreeMap<u32, Vec<Service>>;

/// The services of a day: of calls and tickets from their own times; of messages from the replies, whose work
/// began when the customer had written and the agent had sent its last.
///
/// # Errors
/// If the temporary file cannot be read.
pub fn services(log: &Log, day: i32, cases: &[Case]) -> io::Result<Services> {
    let mut by_agent = Services::new();
    if log.kind == LogKind::Messages {
        let replies = log.replies.of(day)?;
        for own in replies.chunk_by(|a, b| a.agent == b.agent) {
            let mut free = Civil::MIN;
            let mut list = Vec::with_capacity(own.len());
            for reply in own {
                let begun = reply.asked.max(free);
                list.push(Service { begun, ended: reply.at, inquiry: reply.inquiry, counts: true });
                free = reply.at;
            }
            by_agent.insert(own[0].agent, list);
        }
        return Ok(by_agent);
    }
    for case in cases.iter().filter(|case| case.agent != 0) {
        if let Some(ended) = case.ended() {
            let service = Service { begun: case.begun, ended, inquiry: case.inquiry, counts: case.counts };
            by_agent.entry(case.agent).or_default().push(service);
        }
    }
    by_agent.values_mut().for_each(|list| list.sort_by_key(|service| (service.begun, service.ended)));
    Ok(by_agent)
}

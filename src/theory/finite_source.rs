//! A saturated chat agent with K slots: as soon as a conversation ends, another fills its slot, so there
//! are always K, each either with a message in the inbox or with a customer who thinks.
//!
//! # The model
//!
//! Machine repair, a closed queue of K (Palm 1947; Gordon & Newell 1967): replies are exponential of mean
//! `reply`; after a reply, a share `thinks` of the slots is empty of work for a mean of `think` (a customer
//! who thinks), the rest has its next message in the inbox at once (a new conversation out of the queue:
//! with geometric turns the share is 1 / turns). The number n in the inbox has the chance
//! ∝ (thinks · think / reply)^(K − n) / (K − n)!, whatever the distribution of think times.
//!
//! Throughput and mean response hold for any order of the inbox that does not look at the work. The
//! distribution of the response is for messages served in the order of coming into the inbox; it
//! rests on the arrival theorem (Sevcik & Mitrani 1981): a message finds the inbox as it is with K − 1.

use super::{assert_positive, assert_share};

/// The saturated agent. Times in one unit of the caller's choice.
#[derive(Clone, Debug, PartialEq)]
pub struct FiniteSource {
    reply: f64,
    /// Chances that 0, 1, … K messages are in the inbox or in hand.
    inbox: Vec<f64>,
    /// The same with one slot less: what a message finds on arrival.
    found: Vec<f64>,
}

impl FiniteSource {
    /// The agent with `slots` conversations; see the module for the rest.
    ///
    /// # Panics
    /// If there is no slot, a time is not positive and finite, or `thinks` is no share.
    pub fn new(slots: u32, reply: f64, think: f64, thinks: f64) -> FiniteSource {
        assert!(slots > 0, "an agent without slots answers nobody");
        assert_positive("the reply time", reply);
        assert_positive("the think time", think);
        assert_share("the share who think", thinks);
        let ratio = thinks * think / reply;
        FiniteSource { reply, inbox: inbox(slots, ratio), found: inbox(slots - 1, ratio) }
    }

    /// The share of its time that the agent writes.
    pub fn occupancy(&self) -> f64 {
        1.0 - self.inbox[0]
    }

    /// Replies in a unit of time.
    pub fn throughput(&self) -> f64 {
        self.occupancy() / self.reply
    }

    /// The mean time from message to the end of its reply.
    pub fn mean_response(&self) -> f64 {
        let present: f64 = self.inbox.iter().enumerate().map(|(n, chance)| n as f64 * chance).sum();
        present / self.throughput()
    }

    /// The share of messages whose reply is there within `time`.
    pub fn within(&self, time: f64) -> f64 {
        // Behind n others the response is a sum of n + 1 replies: later than `time` if at most n of a
        // Poisson number with mean time / reply have come.
        let mean = time / self.reply;
        let (mut term, mut at_most, mut late) = (libm::exp(-mean), 0.0, 0.0);
        for (n, chance) in self.found.iter().enumerate() {
            at_most += term;
            term *= mean / (n as f64 + 1.0);
            late += chance * at_most;
        }
        1.0 - late
    }
}

/// The chances of 0 to `slots` in the inbox: weights ratio^j / j! for j who think, from the greatest
/// downwards so that none overflows.
fn inbox(slots: u32, ratio: f64) -> Vec<f64> {
    let top = (ratio as usize).min(slots as usize);
    let mut weights = vec![1.0; slots as usize + 1];
    for thinking in top + 1..weights.len() {
        weights[thinking] = weights[thinking - 1] * ratio / thinking as f64;
    }
    for thinking in (0..top).rev() {
        weights[thinking] = weights[thinking + 1] * (thinking as f64 + 1.0) / ratio;
    }
    let sum: f64 = weights.iter().sum();
    weights.iter().rev().map(|weight| weight / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::super::close;
    use super::super::quadrature::integral;
    use super::*;

    #[test]
    fn two_slots_are_those_worked_by_hand() {
        // reply 1, think 2, all think: weights of 0, 1, 2 in the inbox are 2^2/2, 2, 1, so chances 2/5, 2/5,
        // 1/5; busy 3/5; 4/5 present; response (4/5) / (3/5) = 4/3.
        let agent = FiniteSource::new(2, 1.0, 2.0, 1.0);
        close(agent.occupancy(), 0.6, 1e-15);
        close(agent.throughput(), 0.6, 1e-15);
        close(agent.mean_response(), 4.0 / 3.0, 1e-14);
    }

    #[test]
    fn throughput_is_that_of_mean_value_analysis() {
        // Reiser & Lavenberg's recursion, an independent computation: R = s (1 + n(K-1)), X = K / (R + Z).
        let (reply, think) = (0.5, 0.4 * 3.0);
        let mut present = 0.0;
        for slots in 1..=40 {
            let response = reply * (1.0 + present);
            let throughput = f64::from(slots) / (response + think);
            present = throughput * response;
            let agent = FiniteSource::new(slots, reply, 3.0, 0.4);
            close(agent.throughput(), throughput, 1e-12);
            close(agent.mean_response(), response, 1e-11);
        }
    }

    #[test]
    fn the_distribution_of_the_response_has_its_mean() {
        // The integral of P(response > t) is the mean that Little's law gives.
        let agent = FiniteSource::new(5, 1.0, 4.0, 0.75);
        close(integral(0.0, 60.0, 60, |t| 1.0 - agent.within(t)), agent.mean_response(), 1e-12);
    }

    #[test]
    fn with_nobody_thinking_every_slot_waits_and_the_agent_never_rests() {
        let agent = FiniteSource::new(3, 2.0, 1.0, 0.0);
        assert_eq!(agent.occupancy(), 1.0);
        close(agent.mean_response(), 6.0, 1e-14);
    }
}

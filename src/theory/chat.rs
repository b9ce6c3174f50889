//! One chat agent whose speed depends on the conversations open when a piece of work begins.
//!
//! # The model
//!
//! Conversations of one turn come at random; with k of them open (at most as many as there are slots; the
//! others wait in the queue) when work on one begins, this work ends at rate `rates[k − 1]`, fixed until
//! its end. Whoever is not being worked on, in a slot or in the queue, gives up at rate `impatience` and
//! is gone (`given_up = "leaves"`). This is docs/model.md, 3.4 and 3.5, with `speed_at` as a Markov chain whose
//! state is the number present and the speed of the work in hand; a chain that changed the speed of
//! running work would be another model, with other answers.

use super::assert_positive;
use super::markov::Chain;

/// Chances below this at the edge of the chain do no harm.
const NEGLIGIBLE: f64 = 1e-15;
const MOST_PRESENT: usize = 512;

/// The agent. Rates in one unit of the caller's choice.
#[derive(Clone, Debug, PartialEq)]
pub struct ChatAgent {
    arrivals: f64,
    impatience: f64,
    slots: usize,
    /// Chances that 0, 1, … conversations are present.
    present: Vec<f64>,
}

impl ChatAgent {
    /// The agent with as many slots as there are `rates`, for `arrivals` conversations in a unit of time.
    ///
    /// # Panics
    /// If a rate is not positive and finite, there is none, or hundreds would be present: then impatience
    /// is too small beside the overload for this exact chain.
    pub fn new(arrivals: f64, rates: &[f64], impatience: f64) -> ChatAgent {
        assert_positive("the arrival rate", arrivals);
        assert_positive("the rate of giving up", impatience);
        assert!(!rates.is_empty(), "an agent without slots answers nobody");
        let mut most = 32;
        loop {
            let present = present(arrivals, rates, impatience, most);
            if present[most] < NEGLIGIBLE {
                return ChatAgent { arrivals, impatience, slots: rates.len(), present };
            }
            most *= 2;
            assert!(most <= MOST_PRESENT, "too many conversations would be present for an exact chain");
        }
    }

    /// The chance that `number` conversations or more are present.
    pub fn chance_of_at_least(&self, number: usize) -> f64 {
        self.present.iter().skip(number).sum()
    }

    /// The share of conversations that find no free slot.
    pub fn chance_to_wait(&self) -> f64 {
        self.chance_of_at_least(self.slots)
    }

    /// The share of conversations that give up.
    pub fn abandoned(&self) -> f64 {
        let waiting = self.present.iter().enumerate().skip(1).map(|(n, chance)| (n - 1) as f64 * chance);
        self.impatience * waiting.sum::<f64>() / self.arrivals
    }
}

/// The chances of 0 to `most` present. State 0 is the idle agent; with n present and work begun at k open
/// the state is 1 + (n − 1) · slots + k − 1.
fn present(arrivals: f64, rates: &[f64], impatience: f64, most: usize) -> Vec<f64> {
    let slots = rates.len();
    let state = |n: usize, level: usize| if n == 0 { 0 } else { 1 + (n - 1) * slots + level };
    let mut chain = Chain::new(1 + most * slots);
    chain.moves(0, state(1, 0), arrivals);
    for n in 1..=most {
        for (level, &rate) in rates.iter().enumerate() {
            let here = state(n, level);
            // The next work begins with those who are left, as far as there are slots.
            chain.moves(here, state(n - 1, (n - 1).clamp(1, slots) - 1), rate);
            if n > 1 {
                chain.moves(here, state(n - 1, level), (n - 1) as f64 * impatience);
            }
            if n < most {
                chain.moves(here, state(n + 1, level), arrivals);
            }
        }
    }
    let chances = chain.stationary();
    let with = |n: usize| chances[state(n, 0)..][..slots].iter().sum();
    std::iter::once(chances[0]).chain((1..=most).map(with)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::close;
    use super::super::erlang_a::ErlangA;
    use super::*;

    #[test]
    fn the_chat_agent_of_the_model_is_met() {
        // 3 slots, 1, 1.5, 1.8, arrivals 1.6, impatience 0.5.
        let agent = ChatAgent::new(1.6, &[1.0, 1.5, 1.8], 0.5);
        close(agent.chance_of_at_least(3), 0.33141, 5e-6);
        close(agent.abandoned(), 0.36917, 5e-6);
    }

    #[test]
    fn it_is_not_the_birth_death_chain_that_speeds_up_running_work() {
        // A birth-death chain has .45929799 and .15685975 for that other model.
        let agent = ChatAgent::new(1.6, &[1.0, 1.5, 1.8], 0.5);
        assert!((agent.chance_to_wait() - 0.459_297_99).abs() > 0.1);
        assert!((agent.abandoned() - 0.156_859_75).abs() > 0.1);
    }

    #[test]
    fn at_one_speed_slots_do_not_matter_and_it_is_erlang_a_with_one_agent() {
        let one = ErlangA::new(1.6, 1.0 / 1.3, 2.0, 1);
        for slots in [1, 4] {
            let agent = ChatAgent::new(1.6, &vec![1.3; slots], 0.5);
            close(agent.abandoned(), one.abandoned, 1e-12);
            close(agent.chance_of_at_least(1), one.chance_to_wait, 1e-12);
        }
    }
}

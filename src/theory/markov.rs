//! The long run of a small Markov chain in continuous time.
//!
//! Solved by the elimination of Grassmann, Taksar & Heyman, "Regenerative analysis and steady state
//! distributions for Markov chains", Operations Research 33 (1985): it only adds, multiplies and divides
//! positive numbers, so every chance is right to almost all its digits, however small. Work is n³ / 3 and
//! memory n²: for chains of up to a few thousand states.

use super::assert_positive;

/// A chain, given by its states (0, 1, …) and the rates between them.
#[derive(Clone, Debug)]
pub struct Chain {
    states: usize,
    /// Row by row, from × to; the diagonal is not used.
    rates: Vec<f64>,
}

impl Chain {
    /// A chain of `states` states without any moves yet.
    ///
    /// # Panics
    /// If there are no states.
    pub fn new(states: usize) -> Chain {
        assert!(states > 0, "a chain needs a state");
        Chain { states, rates: vec![0.0; states * states] }
    }

    /// Adds moves from state `from` to state `to` at `rate` in a unit of time; a move to itself is none.
    ///
    /// # Panics
    /// If a state does not exist or the rate is not positive and finite.
    pub fn moves(&mut self, from: usize, to: usize, rate: f64) {
        assert!(from < self.states && to < self.states, "the chain has only {} states", self.states);
        assert_positive("a rate", rate);
        if from != to {
            self.rates[from * self.states + to] += rate;
        }
    }

    /// The share of time spent in each state in the long run.
    ///
    /// # Panics
    /// If some state cannot be left towards those before it, as in a chain that falls into parts.
    pub fn stationary(&self) -> Vec<f64> {
        let (n, mut rates) = (self.states, self.rates.clone());
        for last in (1..n).rev() {
            let (rows, row) = rates.split_at_mut(last * n);
            let leaves: f64 = row[..last].iter().sum();
            assert!(leaves > 0.0, "state {last} never leads back to an earlier one");
            // The chain watched only in states before `last`: what enters `last` comes out by its row.
            for from in rows.chunks_exact_mut(n) {
                from[last] /= leaves;
                let enters = from[last];
                if enters > 0.0 {
                    from[..last].iter_mut().zip(&row[..last]).for_each(|(rate, out)| *rate += enters * out);
                }
            }
        }
        let mut chances = vec![1.0; n];
        for state in 1..n {
            chances[state] = (0..state).map(|from| chances[from] * rates[from * n + state]).sum();
        }
        let sum: f64 = chances.iter().sum();
        chances.iter().map(|chance| chance / sum).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::close;
    use super::*;

    #[test]
    fn three_states_in_a_ring_are_those_worked_by_hand() {
        // Round a ring at rates 1, 2, 4 the shares are as 1 : 1/2 : 1/4.
        let mut chain = Chain::new(3);
        chain.moves(0, 1, 1.0);
        chain.moves(1, 2, 2.0);
        chain.moves(2, 0, 4.0);
        for (seen, expected) in chain.stationary().into_iter().zip([4.0 / 7.0, 2.0 / 7.0, 1.0 / 7.0]) {
            close(seen, expected, 1e-15);
        }
    }

    #[test]
    fn a_birth_death_chain_keeps_every_digit_of_its_smallest_chance() {
        // M/M/1/60 at a tenth of the load: state k has 0.9 x 10^-k / (1 - 10^-61).
        let mut chain = Chain::new(61);
        for state in 0..60 {
            chain.moves(state, state + 1, 1.0);
            chain.moves(state + 1, state, 10.0);
        }
        close(chain.stationary()[60] / 0.9e-60, 1.0, 1e-12);
    }

    #[test]
    fn the_chat_birth_death_chain_of_the_simulation_anchors_is_met() {
        // Total rates 1, 1.5, 1.8, arrivals 1.6, those beyond three give up at 0.5: computed independently.
        let mut chain = Chain::new(80);
        for present in 1..80_usize {
            chain.moves(present - 1, present, 1.6);
            let working = [1.0, 1.5, 1.8][present.min(3) - 1];
            chain.moves(present, present - 1, working + 0.5 * present.saturating_sub(3) as f64);
        }
        let chances = chain.stationary();
        let mean = |of: fn(usize) -> usize| -> f64 {
            chances.iter().enumerate().map(|(present, chance)| of(present) as f64 * chance).sum()
        };
        close(chances[3..].iter().sum(), 0.459_297_99, 6e-9);
        close(mean(|present| present.saturating_sub(3)), 0.501_951_21, 6e-9);
        close(mean(|present| present.saturating_sub(3)) * 0.5 / 1.6, 0.156_859_75, 6e-9);
        close(mean(|present| present.min(3)), 2.007_317_98, 6e-9);
    }

    #[test]
    #[should_panic(expected = "never leads back")]
    fn a_chain_that_falls_into_parts_is_refused() {
        let mut chain = Chain::new(2);
        chain.moves(0, 1, 1.0);
        chain.stationary();
    }
}

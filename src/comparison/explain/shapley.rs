//! A fair share of what causes do together: L. S. Shapley, "A value for n-person games", Contributions to the
//! Theory of Games II, 1953.
//!
//! A cause's share is what taking it away adds, on average over all orders in which the causes could be taken
//! away one after another. The shares add up to what taking all of them away does.

/// The share of `player`, of `players` in all, where `value` says what a set of them achieves (bit `i` for
/// player `i`).
pub fn value(player: usize, players: usize, value: impl Fn(usize) -> f64) -> f64 {
    let others = (0..1_usize << players).filter(|mask| mask >> player & 1 == 0);
    others
        .map(|mask| {
            let added = value(mask | 1 << player) - value(mask);
            weight(mask.count_ones() as usize, players) * added
        })
        .sum()
}

/// The share of all orders in which just so many players come before a given one and are a given set:
/// s! (n − s − 1)! / n!.
fn weight(before: usize, players: usize) -> f64 {
    // One over n times the number of sets of that size among the n − 1 others.
    let others = players - 1;
    let sets = (0..before).fold(1.0, |sets, i| sets * (others - i) as f64 / (i + 1) as f64);
    1.0 / (players as f64 * sets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_glove_game_is_split_as_in_the_textbooks() {
        // Player 0 has a left glove, 1 and 2 a right one each; a pair is worth 1: 2/3, 1/6, 1/6.
        let pair = |mask: usize| f64::from(u8::from(mask & 1 == 1 && mask & 6 != 0));
        let shares = [0, 1, 2].map(|player| value(player, 3, pair));
        for (share, expected) in shares.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((share - expected).abs() < 1e-12, "{shares:?}");
        }
    }

    #[test]
    fn shares_add_up_and_what_does_nothing_gets_nothing() {
        let worth = |mask: usize| (mask & 7).count_ones() as f64 * f64::from(1 + (mask & 2) as u8);
        let shares: Vec<f64> = (0..4).map(|player| value(player, 4, worth)).collect();
        assert!((shares.iter().sum::<f64>() - worth(15)).abs() < 1e-12);
        assert_eq!(shares[3], 0.0);
    }
}

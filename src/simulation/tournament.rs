//! The least of a fixed number of keys, each replaceable at will.

/// Nothing pending, nobody free: larger than any key.
pub(super) const NONE: u64 = u64::MAX;

/// A tournament. Of equal keys the one with the lowest index wins.
#[derive(Debug)]
pub(super) struct Tournament {
    /// A power of two.
    leaves: usize,
    /// Node `n` is `pairs[n / 2][n % 2]`, beside the one it plays against; node 1 is the least of all, node
    /// `leaves + i` is key `i`, and node `n` is the lesser of nodes `2 n` and `2 n + 1`.
    pairs: Vec<[u64; 2]>,
}

impl Tournament {
    pub fn new(size: usize) -> Self {
        let leaves = size.max(1).next_power_of_two();
        Tournament { leaves, pairs: vec![[NONE; 2]; leaves] }
    }

    pub fn clear(&mut self) {
        self.pairs.fill([NONE; 2]);
    }

    #[inline]
    pub fn least(&self) -> u64 {
        self.node(1)
    }

    #[inline]
    pub fn get(&self, i: usize) -> u64 {
        self.node(self.leaves + i)
    }

    #[inline]
    fn node(&self, node: usize) -> u64 {
        self.pairs[node / 2][node % 2]
    }

    /// Replaces key `i`; stops climbing where nothing changes.
    #[inline]
    pub fn set(&mut self, i: usize, key: u64) {
        self.climb(i, key, |_, _| {});
    }

    /// Likewise, and says the largest key that met, on the way up, one that is the same but for its last
    /// `BITS` (0 if none did): before two such keys can be the least of all, they have met.
    #[inline]
    pub fn set_among_ties<const BITS: u32>(&mut self, i: usize, key: u64) -> u64 {
        let mut met = 0;
        self.climb(i, key, |one, other| {
            if (one ^ other) >> BITS == 0 && other != NONE {
                met = met.max(one);
            }
        });
        met
    }

    #[inline]
    fn climb(&mut self, i: usize, key: u64, mut meet: impl FnMut(u64, u64)) {
        let mut node = self.leaves + i;
        let mut least = key;
        loop {
            let pair = &mut self.pairs[node / 2];
            if pair[node % 2] == least {
                return;
            }
            pair[node % 2] = least;
            if node == 1 {
                return;
            }
            let other = pair[1 - node % 2];
            meet(least, other);
            least = least.min(other);
            node /= 2;
        }
    }

    /// The lowest index with the least key.
    #[inline]
    pub fn winner(&self) -> usize {
        let least = self.least();
        let mut node = 1;
        while node < self.leaves {
            node = 2 * node + usize::from(self.pairs[node][0] != least);
        }
        node - self.leaves
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tournament_knows_the_least_whatever_was_replaced() {
        let mut tournament = Tournament::new(5);
        let mut keys = [NONE; 5];
        for step in 0..2000u64 {
            let (i, key) = ((step * 7 % 5) as usize, step * 7919 % 11);
            tournament.set(i, key);
            keys[i] = key;
            let least = keys.iter().min().copied();
            assert_eq!(Some(tournament.least()), least);
            assert_eq!(Some(tournament.winner()), keys.iter().position(|key| Some(*key) == least));
        }
    }
}

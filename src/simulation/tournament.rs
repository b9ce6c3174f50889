//! The least of a fixed number of keys, each replaceable at will.

/// Nothing pending, nobody free: larger than any key.
pub(super) const NONE: u64 = u64::MAX;

/// A tournament in rounds of four. Of equal keys the one with the lowest index wins.
#[derive(Debug)]
pub(super) struct Tournament {
    least: u64,
    /// The first of the groups that keys stand in.
    first: usize,
    /// Those who play each other. Who wins group `4 g + 1 + n` has place `n` in group `g`, up to the last
    /// round, which is group 0; key `i` has place `i % 4` in group `first + i / 4`.
    groups: Vec<[u64; 4]>,
}

impl Tournament {
    pub fn new(size: usize) -> Self {
        let (mut first, mut last_round) = (0, 1);
        while 4 * last_round < size {
            first += last_round;
            last_round *= 4;
        }
        Tournament { least: NONE, first, groups: vec![[NONE; 4]; first + last_round] }
    }

    pub fn clear(&mut self) {
        self.least = NONE;
        self.groups.fill([NONE; 4]);
    }

    #[inline]
    pub fn least(&self) -> u64 {
        self.least
    }

    #[inline]
    pub fn get(&self, i: usize) -> u64 {
        self.groups[self.first + i / 4][i % 4]
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
        self.climb(i, key, |group, one| {
            // It is the same as itself.
            let same: u32 = group.iter().map(|other| u32::from((one ^ other) >> BITS == 0)).sum();
            if same > 1 && one != NONE {
                met = rarely(met.max(one));
            }
        });
        met
    }

    #[inline]
    fn climb(&mut self, i: usize, key: u64, mut meet: impl FnMut(&[u64; 4], u64)) {
        let (mut group, mut place) = (self.first + i / 4, i % 4);
        let mut least = key;
        loop {
            let keys = &mut self.groups[group];
            if keys[place] == least {
                return;
            }
            keys[place] = least;
            meet(keys, least);
            let [a, b, c, d] = *keys;
            least = a.min(b).min(c.min(d));
            if group == 0 {
                self.least = least;
                return;
            }
            (group, place) = ((group - 1) / 4, (group - 1) % 4);
        }
    }

    /// The lowest index with the least key.
    #[inline]
    pub fn winner(&self) -> usize {
        let mut group = 0;
        loop {
            let place = self.groups[group].iter().position(|key| *key == self.least).unwrap_or(0);
            if group >= self.first {
                return 4 * (group - self.first) + place;
            }
            group = 4 * group + 1 + place;
        }
    }
}

/// Keeps what hardly ever happens out of the way of what always does.
#[cold]
fn rarely(key: u64) -> u64 {
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tournament_knows_the_least_whatever_was_replaced() {
        for size in [1, 4, 5, 17, 64, 65] {
            let mut tournament = Tournament::new(size);
            let mut keys = vec![NONE; size];
            for step in 0..2000u64 {
                let i = (step * 7 % size as u64) as usize;
                let key = if step % 5 == 0 { NONE } else { step * 7919 % 11 };
                tournament.set(i, key);
                keys[i] = key;
                let least = keys.iter().min().copied();
                assert_eq!(Some(tournament.least()), least);
                assert_eq!(tournament.get(i), key);
                assert_eq!(Some(tournament.winner()), keys.iter().position(|key| Some(*key) == least));
            }
        }
    }

    /// Whenever the two least keys are the same but for their last bits, they have met.
    #[test]
    fn who_can_be_the_least_has_met_whoever_is_the_same() {
        let size = 23;
        let mut tournament = Tournament::new(size);
        let mut keys = vec![NONE; size];
        let mut met = 0;
        let mut ties = 0;
        for step in 0..20_000u64 {
            let i = (step * 7919 % size as u64) as usize;
            let time = step / 8 + step * 104_729 % 97;
            keys[i] = if step % 6 == 0 { NONE } else { time << 8 | i as u64 };
            met = met.max(tournament.set_among_ties::<8>(i, keys[i]));
            let mut sorted = keys.clone();
            sorted.sort_unstable();
            if sorted[0] >> 8 == sorted[1] >> 8 && sorted[0] != NONE {
                ties += 1;
                assert!(met >> 8 >= sorted[0] >> 8, "step {step}");
            }
        }
        assert!(ties > 100, "only {ties}");
    }
}

//! The least agents that meet something, where more agents never make it worse.

/// The least number of agents from 0 to `most` for which `meets` holds, by doubling and bisection; `None`
/// if not even `most` do. `meets` must stay true once it is: what lies beyond the first true is not tried.
pub fn least_agents(most: u64, mut meets: impl FnMut(u64) -> bool) -> Option<u64> {
    if meets(0) {
        return Some(0);
    }
    let (mut short, mut enough) = (0, 1.min(most));
    while !meets(enough) {
        if enough == most {
            return None;
        }
        short = enough;
        enough = enough.saturating_mul(2).min(most);
    }
    while enough - short > 1 {
        let middle = short + (enough - short) / 2;
        if meets(middle) { enough = middle } else { short = middle }
    }
    Some(enough)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_threshold_up_to_the_most_is_found() {
        for threshold in 0..=70 {
            assert_eq!(least_agents(70, |agents| agents >= threshold), Some(threshold));
        }
    }

    #[test]
    fn what_the_most_agents_do_not_meet_is_met_by_no_number() {
        assert_eq!(least_agents(70, |_| false), None);
        assert_eq!(least_agents(0, |_| false), None);
        assert_eq!(least_agents(u64::MAX, |agents| agents == u64::MAX), Some(u64::MAX));
    }

    #[test]
    fn a_hundred_thousand_agents_take_fewer_than_forty_tries() {
        let mut tries = 0;
        least_agents(1_000_000, |agents| {
            tries += 1;
            agents >= 100_000
        });
        assert!(tries < 40);
    }
}

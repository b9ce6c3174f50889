//! Levers together.
//!
//! Up to [`FULL`] levers every combination is tried. Of more, those are kept that matter most: each lever is
//! tried alone and taken away from all together, and its effect is the greater of the two. So a lever is kept
//! that helps only where others have helped already, and one that makes another needless.

/// So many levers are tried in every combination: 64 plans.
pub const FULL: usize = 6;

/// All subsets of `levers`, by size, then in the order of the levers; the empty one first.
///
/// # Panics
/// If there are more than [`FULL`].
pub fn subsets(levers: &[String]) -> Vec<Vec<String>> {
    assert!(levers.len() <= FULL, "too many levers for every combination");
    let mut masks: Vec<u32> = (0..1 << levers.len()).collect();
    // Of one size, those with the first lever first.
    masks.sort_by_key(|mask| (mask.count_ones(), std::cmp::Reverse(mask.reverse_bits())));
    let subset = |mask: u32| (0..levers.len()).filter(move |lever| mask >> lever & 1 == 1);
    masks.iter().map(|&mask| subset(mask).map(|lever| levers[lever].clone()).collect()).collect()
}

/// The plans that tell which levers matter: none, each alone, all, all but each.
pub fn screening(levers: &[String]) -> Vec<Vec<String>> {
    let alone = levers.iter().map(|lever| vec![lever.clone()]);
    let without = levers.iter().map(|lever| levers.iter().filter(|other| *other != lever).cloned().collect());
    [Vec::new()].into_iter().chain(alone).chain([levers.to_vec()]).chain(without).collect()
}

/// The [`FULL`] levers that matter most, in their order, from what each plan of [`screening`] achieved.
///
/// # Panics
/// If `achieved` is not as long as the screening.
pub fn most_effective(levers: &[String], achieved: &[f64]) -> Vec<String> {
    let count = levers.len();
    assert_eq!(achieved.len(), 2 * count + 2, "a value for every plan of the screening");
    let (none, all) = (achieved[0], achieved[count + 1]);
    let effect =
        |lever: usize| (achieved[1 + lever] - none).abs().max((all - achieved[count + 2 + lever]).abs());
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| effect(b).total_cmp(&effect(a)).then(a.cmp(&b)));
    order.truncate(FULL);
    order.sort_unstable();
    order.into_iter().map(|lever| levers[lever].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn all_subsets_come_by_size_and_order() {
        let seen: Vec<String> = subsets(&names(&["a", "b", "c"])).iter().map(|it| it.join("")).collect();
        assert_eq!(seen, ["", "a", "b", "c", "ab", "ac", "bc", "abc"]);
        assert_eq!(subsets(&[]), [Vec::<String>::new()]);
        assert_eq!(subsets(&names(&["a", "b", "c", "d", "e", "f"])).len(), 64);
    }

    #[test]
    fn a_lever_is_kept_that_helps_alone_or_on_top_of_all_others() {
        let levers = names(&["a", "b", "c", "d", "e", "f", "g", "h"]);
        assert_eq!(screening(&levers).len(), 18);
        // Alone: only a helps; without: only h is missed; the others make a small difference but e and f.
        let alone = [0.5, 0.11, 0.11, 0.11, 0.1, 0.1, 0.11, 0.1];
        let without = [0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.4];
        let achieved: Vec<f64> = [0.1].into_iter().chain(alone).chain([0.9]).chain(without).collect();
        assert_eq!(most_effective(&levers, &achieved), names(&["a", "b", "c", "d", "g", "h"]));
    }
}

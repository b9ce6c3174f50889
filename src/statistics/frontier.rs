//! Plans that no other plan beats on both cost and what it buys.

/// A plan's place: what it costs, and what it buys (more is better).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Less is better.
    pub cost: f64,
    /// More is better.
    pub buys: f64,
}

/// Indices of the places that no other beats: none costs as little and buys more, or buys as much and costs
/// less; by cost. Of equal places the first stands for all.
pub fn frontier(places: &[Place]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (places[a], places[b]);
        a.cost.total_cmp(&b.cost).then(b.buys.total_cmp(&a.buys))
    });
    let mut best = f64::NEG_INFINITY;
    order.retain(|&place| {
        let better = places[place].buys > best;
        best = best.max(places[place].buys);
        better
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_buys_more_for_more_is_on_the_frontier() {
        let places = [(10.0, 0.5), (8.0, 0.2), (9.0, 0.2), (12.0, 0.5), (11.0, 0.9), (8.0, 0.2)];
        let places = places.map(|(cost, buys)| Place { cost, buys });
        assert_eq!(frontier(&places), [1, 0, 4]);
        assert_eq!(frontier(&[]), [0_usize; 0]);
    }
}

//! Numerical integration: Gauss-Legendre with ten points a panel.

/// Nodes in the upper half of −1 to 1 and their weights (Abramowitz & Stegun, table 25.4, n = 10).
const NODES: [(f64, f64); 5] = [
    (0.148_874_338_981_631_2, 0.295_524_224_714_752_9),
    (0.433_395_394_129_247_2, 0.269_266_719_309_996_3),
    (0.679_409_568_299_024_4, 0.219_086_362_515_982_04),
    (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
    (0.973_906_528_517_171_7, 0.066_671_344_308_688_14),
];

/// The integral of `f` from `low` to `high`, cut into `panels` equal panels: exact for polynomials up to
/// the 19th degree in each.
pub(super) fn integral(low: f64, high: f64, panels: u32, mut f: impl FnMut(f64) -> f64) -> f64 {
    let half = (high - low) / (2.0 * f64::from(panels));
    let mut sum = 0.0;
    for panel in 0..panels {
        let centre = low + half * f64::from(2 * panel + 1);
        for (node, weight) in NODES {
            sum += weight * (f(centre - half * node) + f(centre + half * node));
        }
    }
    sum * half
}

#[cfg(test)]
mod tests {
    use super::super::close;
    use super::*;

    #[test]
    fn a_polynomial_of_the_18th_degree_is_integrated_exactly() {
        // The integral of 19 x^18 from -1 to 1 is 2.
        close(integral(-1.0, 1.0, 1, |x| 19.0 * libm::pow(x, 18.0)), 2.0, 1e-14);
    }

    #[test]
    fn an_exponential_over_many_panels_comes_out_to_the_last_digits() {
        // The integral of e^-x from 0 to 40 is 1 - e^-40.
        close(integral(0.0, 40.0, 40, |x| libm::exp(-x)), 1.0, 1e-14);
    }
}

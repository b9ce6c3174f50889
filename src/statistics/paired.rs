//! Differences between two plans that met the same customers on the same nights.
//!
//! Everything compared is a ratio of sums over nights: a compliance is met over counted, a mean score is
//! points over surveys, and a cost or a chance has one night below the line. With R = Σ aᵣ / Σ bᵣ for each
//! of two plans, the difference R₁ − R₀ varies as the mean over nights of e₁ᵣ − e₀ᵣ, where
//! eᵣ = (aᵣ − R bᵣ) / b̄ is a night's linearised residual (Cochran, "Sampling Techniques", 3rd ed. 1977,
//! sections 2.11 and 6.19 on the difference of two ratios). The nights are independent of each other, the
//! two residuals of a night are not: taking their difference night by night keeps what both plans owe to
//! the night out of it. The interval takes Student's t with n − 1 degrees of freedom. A night that counts
//! nothing has residual 0 and changes neither ratio.

use super::{Interval, ratio, student_t};

/// One night of a ratio.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Term {
    /// Above the line: met, points, cost.
    pub numerator: f64,
    /// Below the line: counted, surveys, or 1 for the night itself.
    pub denominator: f64,
}

impl Term {
    /// A value of the night as a whole.
    pub const fn of_night(value: f64) -> Term {
        Term { numerator: value, denominator: 1.0 }
    }
}

/// Σ numerator / Σ denominator; none if nothing counted.
pub fn pooled(terms: &[Term]) -> Option<f64> {
    let (numerator, denominator) = sums(terms);
    (denominator > 0.0).then(|| numerator / denominator)
}

fn sums(terms: &[Term]) -> (f64, f64) {
    terms.iter().fold((0.0, 0.0), |sum, term| (sum.0 + term.numerator, sum.1 + term.denominator))
}

/// The same with its t interval; none if nothing counted or on fewer than two nights.
pub fn estimate(terms: &[Term], confidence: f64) -> Option<Interval> {
    ratio(terms.iter().map(|term| (term.numerator, term.denominator)), confidence)
}

/// What turns a night's term into its residual.
#[derive(Clone, Copy)]
struct Residuals {
    ratio: f64,
    /// Mean below the line.
    scale: f64,
}

impl Residuals {
    /// None if nothing counted or on fewer than two nights.
    fn of(terms: &[Term]) -> Option<Residuals> {
        let (numerator, denominator) = sums(terms);
        (denominator > 0.0 && terms.len() >= 2)
            .then(|| Residuals { ratio: numerator / denominator, scale: denominator / terms.len() as f64 })
    }

    fn at(self, term: &Term) -> f64 {
        (term.numerator - self.ratio * term.denominator) / self.scale
    }
}

/// A difference of two ratios over the same nights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairedDifference {
    /// First less second.
    pub value: f64,
    /// Nights.
    pub nights: u64,
    /// Variance of one night's difference; that of the mean is so many times smaller as there are nights.
    pub variance: f64,
    /// What it would be if the two plans had met different customers.
    pub independent_variance: f64,
}

impl PairedDifference {
    /// Of two plans, night by night; none if one of them counted nothing or on fewer than two nights.
    ///
    /// # Panics
    /// If they are not of equally many nights.
    pub fn of(first: &[Term], second: &[Term]) -> Option<PairedDifference> {
        assert_eq!(first.len(), second.len(), "a difference is of the same nights");
        let (one, other) = (Residuals::of(first)?, Residuals::of(second)?);
        let (mut paired, mut apart) = (0.0, 0.0);
        for (a, b) in first.iter().zip(second) {
            let (a, b) = (one.at(a), other.at(b));
            paired += (a - b) * (a - b);
            apart += a * a + b * b;
        }
        let degrees = (first.len() - 1) as f64;
        Some(PairedDifference {
            value: one.ratio - other.ratio,
            nights: first.len() as u64,
            variance: paired / degrees,
            independent_variance: apart / degrees,
        })
    }

    /// The difference with its interval.
    pub fn interval(&self, confidence: f64) -> Interval {
        let half = student_t(self.nights - 1, confidence) * (self.variance / self.nights as f64).sqrt();
        Interval::around(self.value, half)
    }

    /// How many times more nights independent customers would have needed for the same interval; none
    /// where the difference is the same every night.
    pub fn variance_ratio(&self) -> Option<f64> {
        (self.variance > 0.0).then(|| self.independent_variance / self.variance)
    }
}

/// The interval of a difference of two chances, of values that are 0 or 1: half a night is added to each of
/// the four ways in which a night may end (Agresti and Min, "Simple improved confidence intervals for
/// comparing matched proportions", Statistics in Medicine 24, 2005). So nights on which the two plans never
/// ended differently do not pass for a proof that they never will.
pub fn paired_chances(first: &[Term], second: &[Term], confidence: f64) -> Option<Interval> {
    let nights = first.len();
    if nights < 2 {
        return None;
    }
    let pairs = first.iter().zip(second);
    let (mut gained, mut lost) = (0.0, 0.0);
    for (a, b) in pairs {
        let change = a.numerator - b.numerator;
        gained += f64::from(u8::from(change > 0.0));
        lost += f64::from(u8::from(change < 0.0));
    }
    let adjusted = nights as f64 + 2.0;
    let centre = (gained - lost) / adjusted;
    let variance = (gained + lost + 1.0) / adjusted - centre * centre;
    let half = student_t(nights as u64 - 1, confidence) * (variance / adjusted).sqrt();
    let value = (gained - lost) / nights as f64;
    Some(Interval { value, low: (centre - half).max(-1.0), high: (centre + half).min(1.0) })
}

/// The confidence of each of `statements` intervals that leaves all of them right together with `together`:
/// the error is shared out evenly (Bonferroni), however the intervals depend on each other.
pub fn shared_confidence(together: f64, statements: usize) -> f64 {
    1.0 - (1.0 - together) / statements.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(of: &[(f64, f64)]) -> Vec<Term> {
        of.iter().map(|&(numerator, denominator)| Term { numerator, denominator }).collect()
    }

    fn close(seen: f64, expected: f64) {
        assert!((seen - expected).abs() < 1e-9, "{seen} is not {expected}");
    }

    #[test]
    fn a_difference_of_three_nights_is_that_worked_by_hand() {
        // First 6/10 (residuals -0.2, 0.6, -0.4 over 10/3: -0.06, 0.18, -0.12), second 4/8 (0.5 - … : nights
        // 1/2, 1/2, 2/4 have residual 0). Variance (0.0036 + 0.0324 + 0.0144) / 2 = 0.0252.
        let first = terms(&[(1.0, 2.0), (3.0, 4.0), (2.0, 4.0)]);
        let second = terms(&[(1.0, 2.0), (1.0, 2.0), (2.0, 4.0)]);
        let difference = PairedDifference::of(&first, &second).unwrap();
        close(difference.value, 0.1);
        close(difference.variance, 0.0252);
        close(difference.variance_ratio().unwrap(), 1.0);
        // t(2) at 0.5 is sqrt(2/3).
        close(difference.interval(0.5).half_width(), (0.0252_f64 / 3.0 * 2.0 / 3.0).sqrt());
    }

    #[test]
    fn plain_values_give_the_usual_paired_t_interval() {
        // Differences 1, 2, 3, 6: mean 3, variance 14/3; t(3) at 0.95 is 3.182446.
        let first: Vec<Term> = [11.0, 22.0, 33.0, 46.0].map(Term::of_night).into();
        let second: Vec<Term> = [10.0, 20.0, 30.0, 40.0].map(Term::of_night).into();
        let difference = PairedDifference::of(&first, &second).unwrap();
        close(difference.value, 3.0);
        close(difference.variance, 14.0 / 3.0);
        let half = difference.interval(0.95).half_width();
        assert!((half - 3.182_446 * (14.0_f64 / 12.0).sqrt()).abs() < 1e-6, "{half}");
        // About their means 28 and 25 the squares add up to 289 + 36 + 25 + 324 and 225 + 25 + 25 + 225.
        close(difference.independent_variance, 674.0 / 3.0 + 500.0 / 3.0);
    }

    #[test]
    fn the_same_nights_differ_by_exactly_nothing() {
        let nights = terms(&[(1.0, 3.0), (0.0, 0.0), (7.0, 11.0)]);
        let difference = PairedDifference::of(&nights, &nights).unwrap();
        let interval = difference.interval(0.999);
        assert_eq!((interval.value, interval.low, interval.high), (0.0, 0.0, 0.0));
        assert_eq!(difference.variance_ratio(), None);
    }

    #[test]
    fn what_counted_nothing_has_no_difference() {
        let nothing = terms(&[(0.0, 0.0), (0.0, 0.0)]);
        let some = terms(&[(1.0, 1.0), (0.0, 1.0)]);
        assert_eq!(PairedDifference::of(&nothing, &some), None);
        assert_eq!(pooled(&nothing), None);
        assert_eq!(estimate(&some[..1], 0.95), None);
        assert_eq!(paired_chances(&some[..1], &some[..1], 0.95), None);
    }

    #[test]
    fn a_ratio_has_the_interval_of_the_exact_sums() {
        let mut sums = crate::statistics::RatioSums::default();
        let nights = [(12_u64, 30_u64), (9, 10), (33, 35), (0, 4)];
        nights.iter().for_each(|&(met, counted)| sums.add(met, counted));
        let floats: Vec<(f64, f64)> = nights.iter().map(|&(a, b)| (a as f64, b as f64)).collect();
        let (seen, exact) = (estimate(&terms(&floats), 0.8).unwrap(), sums.estimate(0.8).unwrap());
        close(seen.value, exact.value);
        close(seen.half_width(), exact.half_width());
    }

    #[test]
    fn chances_follow_agresti_and_min() {
        // Their adjusted interval for 5 and 1 discordant of 50: (5 - 1) / 52 ± z · √(7/52 − (4/52)²) / √52.
        let mut first = vec![Term::of_night(1.0); 50];
        let mut second = first.clone();
        second[..5].fill(Term::of_night(0.0));
        first[49] = Term::of_night(0.0);
        let interval = paired_chances(&first, &second, 0.95).unwrap();
        close(interval.value, 0.08);
        let centre = 4.0 / 52.0;
        let half = student_t(49, 0.95) * ((7.0 / 52.0 - centre * centre) / 52.0_f64).sqrt();
        close(interval.low, centre - half);
        close(interval.high, centre + half);
    }

    #[test]
    fn the_error_is_shared_evenly() {
        close(shared_confidence(0.95, 10), 0.995);
        close(shared_confidence(0.95, 0), 0.95);
    }
}

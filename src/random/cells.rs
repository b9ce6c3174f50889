//! Laws with a density, drawn from a table of cells, exactly.
//!
//! 256 cells of equal probability are laid out by the law's quantiles. The first bits of a draw choose
//! the cell; the next say where in it the time would be if the density were even there. It is not
//! quite: so what is found is accepted with the chance (density there) / (greatest density in the
//! cell), and found anew within the cell if it is not (von Neumann's rejection, cell by cell; the
//! table and the quick acceptance are those of Marsaglia and Tsang 1984, "A fast, easily implemented
//! method for sampling from decreasing or symmetric unimodal density functions"). The least density of
//! a cell is nearly its greatest, so nearly every time is accepted by one comparison of integers, and
//! the law holds to the last bit, whatever the number of cells. Cells without end, or in which the
//! density has no bounds, are drawn by inversion.

use super::Draw;
use super::sampler::normal_quantile;
use std::fmt;
use std::sync::Arc;

/// Number of cells: what the first eight bits of a draw tell apart.
const CELLS: usize = 256;
/// Bits of a draw that say where in the cell, and those below that say whether it is accepted.
const PLACE_BITS: u32 = 44;
const ACCEPT_BITS: u32 = 12;
const PLACES: f64 = (1u64 << PLACE_BITS) as f64;
const ACCEPTS: f64 = (1u64 << ACCEPT_BITS) as f64;

/// A law of scale 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    /// Of mean 1.
    Exponential,
    /// Of median 1; the deviation of the logarithm, above 0.
    Lognormal(f64),
    /// The exponent, above 0.
    Weibull(f64),
}

/// A law of scale 1 with its table.
#[derive(Clone)]
pub struct Cells {
    shape: Shape,
    cells: [Cell; CELLS],
}

#[derive(Clone, Copy)]
struct Cell {
    /// Where it begins, and how far one place is from the next.
    from: f64,
    step: f64,
    /// Of 2^12 acceptances those that need no density; none in a cell that is drawn by inversion.
    sure: u64,
}

impl Shape {
    /// Below which the share `below` lies, and `above` over it: they sum to 1, and the smaller is exact.
    fn quantile(self, below: f64, above: f64) -> f64 {
        let exponential = || -libm::log(above);
        match self {
            Shape::Exponential => exponential(),
            Shape::Lognormal(scale) => {
                let z = if below < above { normal_quantile(below) } else { -normal_quantile(above) };
                libm::exp(scale * z)
            }
            Shape::Weibull(shape) => libm::pow(exponential(), 1.0 / shape),
        }
    }

    /// The logarithm of the density, but for a constant.
    fn log_density(self, x: f64) -> f64 {
        match self {
            Shape::Exponential => -x,
            Shape::Lognormal(scale) => {
                let z = libm::log(x) / scale;
                -libm::log(x) - 0.5 * z * z
            }
            Shape::Weibull(shape) => (shape - 1.0) * libm::log(x) - libm::pow(x, shape),
        }
    }

    fn mean(self) -> f64 {
        match self {
            Shape::Exponential => 1.0,
            Shape::Lognormal(scale) => libm::exp(0.5 * scale * scale),
            Shape::Weibull(shape) => libm::tgamma(1.0 + 1.0 / shape),
        }
    }

    /// Where the density is greatest.
    fn mode(self) -> f64 {
        match self {
            Shape::Exponential => 0.0,
            Shape::Lognormal(scale) => libm::exp(-scale * scale),
            Shape::Weibull(shape) if shape <= 1.0 => 0.0,
            Shape::Weibull(shape) => libm::pow((shape - 1.0) / shape, 1.0 / shape),
        }
    }

    /// The logarithm of the greatest density between two times.
    fn greatest(self, from: f64, to: f64) -> f64 {
        self.log_density(self.mode().clamp(from, to))
    }
}

impl Cells {
    pub(super) fn new(shape: Shape) -> Arc<Cells> {
        let edge = |i: usize| match i {
            0 => 0.0,
            CELLS => f64::INFINITY,
            _ => shape.quantile(i as f64 / CELLS as f64, (CELLS - i) as f64 / CELLS as f64),
        };
        let cell = |i: usize| Cell::new(shape, edge(i), edge(i + 1));
        Arc::new(Cells { shape, cells: std::array::from_fn(cell) })
    }

    /// Of the law of scale 1.
    pub(super) fn mean(&self) -> f64 {
        self.shape.mean()
    }

    /// Draws a time of scale 1; never negative.
    #[inline]
    pub(super) fn sample(&self, mut draw: Draw) -> f64 {
        let bits = draw.bits();
        let cell = &self.cells[(bits >> (PLACE_BITS + ACCEPT_BITS)) as usize];
        if bits & ((1 << ACCEPT_BITS) - 1) < cell.sure {
            return cell.at(bits);
        }
        self.sample_with_care(bits, draw)
    }

    #[cold]
    fn sample_with_care(&self, bits: u64, mut draw: Draw) -> f64 {
        let number = (bits >> (PLACE_BITS + ACCEPT_BITS)) as usize;
        let cell = &self.cells[number];
        if cell.sure == 0 {
            let inside = (place(bits) + 0.5) / PLACES;
            let below = (number as f64 + inside) / CELLS as f64;
            let above = ((CELLS - number) as f64 - inside) / CELLS as f64;
            return self.shape.quantile(below, above);
        }
        let greatest = self.shape.greatest(cell.from, cell.from + cell.step * PLACES);
        let chance = |x: f64| libm::exp(self.shape.log_density(x) - greatest);
        // The first was not among the sure ones: what is left of its chance.
        let sure = cell.sure as f64 / ACCEPTS;
        let mut x = cell.at(bits);
        if sure + (1.0 - sure) * draw.uniform() < chance(x) {
            return x;
        }
        loop {
            x = cell.at(draw.bits());
            if draw.uniform() < chance(x) {
                return x;
            }
        }
    }
}

impl Cell {
    fn new(shape: Shape, from: f64, to: f64) -> Cell {
        let greatest = shape.greatest(from, to);
        let least = shape.log_density(from).min(shape.log_density(to));
        // A hair less than the least density, for what rounding adds to it.
        let sure = (libm::exp(least - greatest) * (1.0 - 1e-12) * ACCEPTS) as u64;
        if to.is_infinite() || !greatest.is_finite() || sure == 0 {
            return Cell { from, step: 0.0, sure: 0 };
        }
        Cell { from, step: (to - from) / PLACES, sure }
    }

    #[inline]
    fn at(&self, bits: u64) -> f64 {
        self.from + self.step * place(bits)
    }
}

/// The middle bits of a draw.
#[inline]
fn place(bits: u64) -> f64 {
    ((bits << (64 - PLACE_BITS - ACCEPT_BITS)) >> (64 - PLACE_BITS)) as i64 as f64
}

impl PartialEq for Cells {
    /// The table follows from the shape.
    fn eq(&self, other: &Cells) -> bool {
        self.shape == other.shape
    }
}

impl fmt::Debug for Cells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shape.fmt(f)
    }
}

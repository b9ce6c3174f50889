//! What a simulation may say about what it has seen: intervals, ratio estimates, quantiles.
//!
//! # Why sums are integers
//!
//! A run's tallies are merged from several threads in whatever order these finish. Integer sums do
//! not depend on that order, so the same seed gives the same bytes on any number of threads; floating
//! point enters only once, when an estimate is made of the finished sums.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`intervals`] | Wilson's interval, Student's t, ratio and mean estimates from exact sums |
//! | [`fitting`] | laws fitted to times, also to times cut short |
//! | [`mod@frontier`] | what nothing else beats on both cost and what it buys |
//! | [`paired`] | differences between plans on the same nights, and how their errors are shared |
//! | [`selection`] | when a difference between two plans is settled |
//! | [`quantiles`] | quantiles of a sorted slice, and how far the nights lie apart |
//! | [`survival`] | Kaplan and Meier's curve |

pub mod fitting;
pub mod frontier;
pub mod intervals;
pub mod paired;
pub mod quantiles;
pub mod selection;
pub mod survival;

pub use frontier::{Place, frontier};
pub use intervals::{Interval, MeanSums, RatioSums, ratio, student_t, wilson};
pub use paired::{PairedDifference, Term};
pub use quantiles::{Spread, quantile, sort, spread};

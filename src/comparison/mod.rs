//! Plans side by side on the same nights: how they differ, and which is best.
//!
//! docs/comparison.md says what is done and what it guarantees. The first plan is the base; every other is an
//! alternative to it.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `criterion` | what plans are compared by, and a night's term of it |
//! | `contest` | which plans can still be the best |
//! | `explain/` | what went wrong, and what would mend it |
//! | `run` | how many nights of which plans |
//! | `conclusion` | what the nights allow to be said |
//! | `combinations` | levers together: all of them, or those that matter |

pub mod combinations;
pub mod conclusion;
pub mod contest;
pub mod criterion;
pub mod explain;
mod run;

pub use conclusion::Conclusion;
pub use contest::{Contest, Rule};
pub use criterion::{Criterion, Nights};
pub use run::{Compared, Question, Stop, compare};

/// Of all statements of a comparison together, and of its choice.
pub const CONFIDENCE: f64 = 0.95;

//! How well days that were not seen are predicted: taught by the days before, held against the days after.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `known` | what the days before teach |
//! | `plan`, `nights`, `days` | a day as a plan, simulated many times |
//! | `erlang` | what formulas say, given the same |
//! | `forecast`, `surges`, `rates`, `volumes` | how many cases will come |
//! | `score` | errors |
//! | `correction`, `bands`, `learnt` | what training days teach: what is taken off, how wide bands must be |
//! | `leaks` | columns that would tell what is to be predicted |
//! | `run`, `table` | all of it, and its table |
//!
//! Of a predicted day a prediction is given its cases (when, and of which inquiry; or their forecast), and who was
//! present with breaks inferred from services; where the table says so, its mean handle times. Its waits and
//! outcomes are read once, to be held against.

pub mod bands;
pub mod correction;
pub mod days;
pub mod erlang;
pub mod forecast;
pub mod known;
pub mod leaks;
pub mod learnt;
pub mod nights;
pub mod plan;
pub mod rates;
pub mod run;
pub mod score;
pub mod surges;
pub mod table;
pub mod volumes;

pub use days::Simulation;
pub use run::run;
pub use table::{BackTest, Row};

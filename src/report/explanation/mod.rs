//! What went wrong, as people and programs read it: part of a simulation's report.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `model` | the fields, as JSON names them |
//! | `build` | the model from what was found |
//! | `text` | the same in words |

mod build;
mod model;
pub mod text;

pub use build::{Change, Explaining};
pub use model::{
    CauseReport, Explanation, HourReport, RemedyReport, TargetExplanation, TargetGain, TeamShare,
};

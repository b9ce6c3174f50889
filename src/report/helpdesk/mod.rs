//! What a helpdesk's slowness costs, as people and programs read it: part of a simulation's report.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `model` | the fields, as JSON names them |
//! | `build` | the model from the same nights with and without the helpdesk's times |
//! | `text` | the same in words |

mod build;
mod model;
pub mod text;

pub use build::{BusyNights, SameNights};
pub use model::{HelpdeskReport, HelpdeskTarget};

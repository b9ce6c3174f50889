//! What a replay says: one model, and its writers.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `model` | what `summary.json` holds |
//! | `build` | from books to the model |
//! | `text`, `markdown`, `junit` | its writers |

mod build;
mod junit;
mod markdown;
mod model;
mod text;

pub use build::{Replayed, verdict};
pub use junit::junit;
pub use markdown::markdown;
pub use model::{
    BaselineReport, CountReport, ErrorReport, Figures, LedgerReport, OperationReport, QueueReport,
    ReplayReport, ReplayTarget, ThresholdReport, Verdict,
};
pub use text::render;

/// The JSON Schema of [`ReplayReport`].
pub const SCHEMA: &str = include_str!("../replay.schema.json");

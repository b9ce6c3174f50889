//! What a replay says: one model, and its writers.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `model` | what `summary.json` holds |
//! | `build`, `stretches` | from books to the model |
//! | `text`, `markdown`, `junit` | its writers |

mod build;
mod junit;
mod markdown;
mod model;
mod stretches;
mod text;

pub use build::{Replayed, verdict};
pub use junit::junit;
pub use markdown::markdown;
pub use model::{
    BaselineReport, CountReport, ErrorReport, Figures, LedgerReport, OperationReport, QueueReport,
    ReplayReport, ReplayTarget, StretchReport, ThresholdReport, TimesReport, Verdict,
};
pub use text::render;
pub use text::{answer_text, clock, describe, facts, measured, subtitle, time};

/// The JSON Schema of [`ReplayReport`].
pub const SCHEMA: &str = include_str!("../replay.schema.json");

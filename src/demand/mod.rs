//! Who comes tonight, and when: sources of cases, and the cases of one night.
//!
//! A *source* is an inquiry's baseline, an inquiry together with a stream and a product, a recording,
//! or the backlog at the opening. Its cases are numbered points that do not depend on anything the
//! desk does, so that every plan meets the same customers (docs/model.md, "Demand").

mod expected;
mod intensity;
mod night;
mod source;

pub use expected::Expected;
pub use intensity::Intensity;
pub use night::{Arrival, Night};
pub use source::{Demand, OrderFlow, Proactive, RecordedCase, Source, SourceKind, Trigger};

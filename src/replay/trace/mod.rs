//! One simulated night, message by message: a header, then one event a line (docs/model.md, "The trace").
//!
//! | file | what it holds |
//! | --- | --- |
//! | `line` | the header and a line, and how they are written |
//! | `recorder` | a watched night, put in order |
//! | `read` | a trace, read back |

mod line;
mod read;
mod recorder;

pub use line::{Draws, Header, Line, write};
pub use read::{ReadHeader, TraceError, is_trace, read};
pub use recorder::{Recorder, agent_name};

//! Logs in: rows of any of three kinds become cases, messages or counts, sorted by time.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `mapping`, `columns` | which column means what |
//! | `rows` | decoding and splitting, one row at a time |
//! | `times` | times, dates and durations as logs write them |
//! | `case`, `message`, `names` | records of fixed size |
//! | `sorter` | more of them than fit into memory |
//! | `intake` | all files read |
//! | `reader`, `fields` | a row becomes a record, or is left out for a reason |
//! | `conversations` | messages become cases with turns |

pub mod case;
pub mod columns;
pub mod conversations;
pub mod counts;
pub mod fields;
pub mod intake;
pub mod left_out;
pub mod mapping;
pub mod message;
pub mod names;
pub mod reader;
pub mod rows;
pub mod sorter;
pub mod times;

pub use case::{Case, Civil, DAY, Fate, SECOND, UNKNOWN};
pub use counts::Counts;
pub use intake::{Intake, Log, LogFile, Progress, read};
pub use left_out::LeftOut;
pub use mapping::{LogKind, Mapping, MappingError};
pub use names::Names;
pub use rows::LogError;

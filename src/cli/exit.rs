//! How a command ends: the exit codes of the contract, and the failures that lead to them.

use crate::report::FolderError;
use crate::scenario::Problems;
use std::io;

/// Shown below `--help`.
pub const EXIT_CODES: &str = "\
Exit codes:
   0  done, and everything asked for is met
   1  done, but a target (--enforce) or a threshold was missed
   2  bad command line or bad scenario
   3  the helpdesk could not be reached or refused us
   4  interrupted, with what was measured until then saved
   5  the measurement is invalid
  70  a fault of ours";

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitCode {
    /// Done, and everything asked for is met.
    Done = 0,
    /// Done, but a target or threshold was missed.
    Missed = 1,
    /// Bad command line, bad scenario, or a file that cannot be read or written.
    BadInput = 2,
    /// The helpdesk could not be reached or refused us.
    Unreachable = 3,
    /// Interrupted, with what was measured until then saved.
    Interrupted = 4,
    /// The measurement is invalid: we were too slow ourselves.
    Invalid = 5,
    /// A fault of ours.
    Fault = 70,
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> std::process::ExitCode {
        std::process::ExitCode::from(code as u8)
    }
}

/// Why a command could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The scenario has problems.
    #[error("the scenario has problems")]
    Scenario(Box<Problems>),
    /// What only a night on the calendar shows: no plan, too much of something.
    #[error("{}", .0.join("\n"))]
    Problems(Vec<String>),
    /// The command line asks for what cannot be done.
    #[error("{0}")]
    Usage(String),
    /// The helpdesk could not be reached, or refused us.
    #[error("{0}")]
    Unreachable(String),
    /// Results cannot be written.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// Standard output cannot be written.
    #[error("failed to write to standard output: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    /// The exit code it leads to. A reader that has seen enough (`| head`) is no failure.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Failure::Unreachable(_) => ExitCode::Unreachable,
            _ if self.is_closed_pipe() => ExitCode::Done,
            _ => ExitCode::BadInput,
        }
    }

    /// True if whoever reads our output has gone.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// As data: `{ severity, message, … }` each.
    pub fn records(&self) -> Vec<serde_json::Value> {
        match self {
            Failure::Scenario(problems) => {
                // A record of plain fields always serialises.
                problems.records().iter().filter_map(|record| serde_json::to_value(record).ok()).collect()
            }
            Failure::Problems(messages) => messages.iter().map(record).collect(),
            other => vec![record(&other.to_string())],
        }
    }
}

/// A problem without a place in the file.
fn record(message: &String) -> serde_json::Value {
    serde_json::json!({ "severity": "error", "message": message })
}

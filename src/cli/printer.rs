//! Where a command's words go: results to standard output, everything else to standard error.

use super::args::{Format, OutputArgs};
use super::exit::Failure;
use crate::language::{Language, sentence, text, within};
use crate::report::text::layout::{BAD, push_styled};
use serde::Serialize;
use std::io::{self, Write};

/// Prints. Colours go to terminals only.
#[derive(Clone, Copy, Debug)]
pub struct Printer {
    format: Format,
    quiet: bool,
    language: Language,
}

impl Printer {
    /// Prints as asked for.
    pub fn new(output: OutputArgs, language: Language) -> Printer {
        Printer { format: output.format, quiet: output.quiet, language }
    }

    /// What people are answered in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// What standard output carries.
    pub fn format(&self) -> Format {
        self.format
    }

    /// True if standard error is to carry problems only.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Text for people, to standard output; `render` writes it in their language.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn text(&mut self, render: impl FnOnce() -> String) -> Result<(), Failure> {
        let text = within(self.language, render);
        let mut out = anstream::stdout().lock();
        out.write_all(text.as_bytes())?;
        Ok(out.flush()?)
    }

    /// One JSON document, to standard output.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        self.raw(|out| {
            serde_json::to_writer_pretty(&mut *out, value)?;
            writeln!(out)
        })
    }

    /// Whatever `write` writes, to standard output as it is.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn raw(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        write(&mut out)?;
        Ok(out.flush()?)
    }

    /// Something to know, a finished English sentence, to standard error.
    pub fn note(&mut self, note: &str) {
        if !self.quiet {
            to_standard_error(&within(self.language, || sentence(note).into_owned()));
        }
    }

    /// Why a command failed: to standard error, or as the one JSON document.
    pub fn failure(&mut self, failure: &Failure) {
        if failure.is_closed_pipe() {
            return;
        }
        match (self.format, failure) {
            // If even this cannot be written there is nobody left to tell.
            (Format::Json, _) => drop(self.json(&serde_json::json!({ "problems": failure.records() }))),
            (Format::Text, Failure::Scenario(problems)) => {
                to_standard_error(&within(self.language, || problems.render(true)));
            }
            (Format::Text, Failure::Problems(messages)) => messages.iter().for_each(|it| self.error_line(it)),
            (Format::Text, other) => self.error_line(&other.to_string()),
        }
    }

    fn error_line(&self, message: &str) {
        let line = within(self.language, || {
            let mut line = String::new();
            push_styled(&text("error:"), BAD.bold(), &mut line);
            format!("{line} {}", sentence(message))
        });
        to_standard_error(&line);
    }
}

fn to_standard_error(text: &str) {
    let mut err = anstream::stderr().lock();
    // Standard error that cannot be written is not worth failing for.
    let _ = writeln!(err, "{}", text.trim_end());
}

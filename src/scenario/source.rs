//! Where a value of the scenario comes from: a stretch of a file, of a `--set` or of a `--with`.
//!
//! Command-line arguments are sources like files, so that a problem with one is shown in the same way:
//! its text, underlined.

use std::path::{Path, PathBuf};

/// A source by its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceId(usize);

/// One text that a scenario was read from.
#[derive(Clone, Debug)]
pub struct Source {
    /// As the user named it, or `command line`.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// The folder that file names in it are relative to; none: of a command line or a bare text.
    pub folder: Option<PathBuf>,
}

/// All texts that a scenario was read from; the first is the scenario file itself.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

/// A stretch of a source, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Which source.
    pub source: SourceId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Sources {
    /// Adds a text.
    pub fn add(&mut self, name: &str, text: String, folder: Option<&Path>) -> SourceId {
        self.list.push(Source { name: name.to_owned(), text, folder: folder.map(Path::to_owned) });
        SourceId(self.list.len() - 1)
    }

    /// Adds a command-line argument, e.g. `--set PATH=VALUE`.
    pub fn add_argument(&mut self, option: &str, value: &str) -> SourceId {
        self.add("command line", format!("{option} {value}"), None)
    }

    /// The source with that number.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.list[id.0]
    }

    /// The scenario file's own folder.
    pub fn main_folder(&self) -> Option<&Path> {
        self.list.first().and_then(|source| source.folder.as_deref())
    }

    /// The text of a stretch.
    pub fn text(&self, origin: Origin) -> &str {
        self.get(origin.source).text.get(origin.start..origin.end).unwrap_or_default()
    }

    /// Line and column (in characters) where a stretch begins, both from 1.
    pub fn line_and_column(&self, origin: Origin) -> (usize, usize) {
        let before = self.get(origin.source).text.get(..origin.start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

impl Origin {
    /// The stretch `span` of a source.
    pub fn new(source: SourceId, span: std::ops::Range<usize>) -> Origin {
        Origin { source, start: span.start, end: span.end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_counts_characters_not_bytes() {
        let mut sources = Sources::default();
        let id = sources.add("x.toml", "a = 1\ntitle = \"直播\" # b\n".to_owned(), None);
        let at = sources.get(id).text.find('#').unwrap_or_default();
        assert_eq!(sources.line_and_column(Origin::new(id, at..at + 1)), (2, 14));
    }
}

//! Problems with a scenario, shown as the Rust compiler shows its own: the place, the line itself
//! underlined, what was expected, and the likely fix.

use super::path::Path;
use super::source::{Origin, Sources};
use super::tree::Node;
use crate::language::{sentence, text};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The scenario cannot be used.
    Error,
    /// Legal, but odd.
    Warning,
}

/// One problem.
#[derive(Clone, Debug)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Which value it is about.
    pub path: Path,
    /// Where to point; none: wherever the path is, see [`Problem::locate`].
    pub origin: Option<Origin>,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// What was expected, written under the line.
    pub expected: Option<String>,
    /// The likely fix.
    pub help: Option<String>,
}

/// All problems of a scenario and the texts they point into.
#[derive(Clone, Debug)]
pub struct Problems {
    /// In the order of files and lines.
    pub list: Vec<Problem>,
    /// The texts.
    pub sources: Sources,
}

/// A problem as data.
#[derive(Debug, Serialize)]
pub struct ProblemRecord {
    /// Error or warning.
    pub severity: Severity,
    /// As the user named it, or `command line`.
    pub file: Option<String>,
    /// From 1.
    pub line: Option<usize>,
    /// In characters, from 1.
    pub column: Option<usize>,
    /// Key path.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What was expected.
    pub expected: Option<String>,
    /// The likely fix.
    pub help: Option<String>,
}

impl Problem {
    /// An error at a known place.
    pub fn error(path: &Path, origin: Origin, message: impl Into<String>) -> Problem {
        Problem { origin: Some(origin), ..Problem::new(Severity::Error, path, message.into()) }
    }

    /// An error at a path; [`Problem::locate`] finds the place.
    pub fn error_at(path: &Path, message: impl Into<String>) -> Problem {
        Problem::new(Severity::Error, path, message.into())
    }

    /// A warning at a path; [`Problem::locate`] finds the place.
    pub fn warning(path: &Path, message: impl Into<String>, help: impl Into<String>) -> Problem {
        Problem { help: Some(help.into()), ..Problem::new(Severity::Warning, path, message.into()) }
    }

    fn new(severity: Severity, path: &Path, message: String) -> Problem {
        Problem { severity, path: path.clone(), origin: None, message, expected: None, help: None }
    }

    /// Adds what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Problem {
        self.expected = Some(expected.into());
        self
    }

    /// Adds the likely fix.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    /// Adds the likely fix, if there is one.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Problem {
        self.help = help.or(self.help);
        self
    }

    /// Points at the place of its path in the tree, unless it points somewhere already.
    #[must_use]
    pub fn locate(mut self, tree: &Node) -> Problem {
        self.origin = self.origin.or_else(|| Some(tree.locate(&self.path)));
        self
    }

    /// As data.
    pub fn record(&self, sources: &Sources) -> ProblemRecord {
        let place = self.origin.map(|origin| sources.line_and_column(origin));
        ProblemRecord {
            severity: self.severity,
            file: self.origin.map(|origin| sources.get(origin.source).name.clone()),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            path: self.path.to_string(),
            message: self.message.clone(),
            expected: self.expected.clone(),
            help: self.help.clone(),
        }
    }

    /// As text of several lines in the language that is being written in, with terminal colours if
    /// `colour`.
    pub fn render(&self, sources: &Sources, colour: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR.with_name(text("error")),
            Severity::Warning => Level::WARNING.with_name(text("warning")),
        };
        let message = sentence(&self.message);
        let expected = self.expected.as_deref().map(sentence);
        let mut group = Group::with_title(level.primary_title(&*message));
        if let Some(origin) = self.origin {
            let source = sources.get(origin.source);
            let shown = first_line_of(origin, &source.text);
            // Only the line itself: a file may be long, and its problems many.
            let (line, _) = sources.line_and_column(origin);
            let start = source.text[..shown.start].rfind('\n').map_or(0, |at| at + 1);
            let end = source.text[shown.end..].find('\n').map_or(source.text.len(), |at| shown.end + at);
            let mark = AnnotationKind::Primary.span(shown.start - start..shown.end - start);
            let mark = mark.label(expected.as_deref());
            let snippet =
                Snippet::source(&source.text[start..end]).line_start(line).path(source.name.as_str());
            group = group.element(snippet.annotation(mark));
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.with_name(text("help")).message(sentence(help)));
        }
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let text = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
        // An empty line of the file leaves blanks behind the rule.
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }
}

/// A value may go over many lines; its first says enough.
fn first_line_of(origin: Origin, text: &str) -> std::ops::Range<usize> {
    let start = origin.start.min(text.len());
    let end = origin.end.clamp(start, text.len());
    let length = text[start..end].find('\n').unwrap_or(end - start);
    start..start + length
}

/// Nobody reads more problems than so many.
const MOST_SHOWN: usize = 500;

impl Problems {
    /// Sorts by severity, file and line, and drops what is said twice.
    pub fn new(mut list: Vec<Problem>, sources: Sources) -> Problems {
        list.sort_by_key(|problem| (problem.severity == Severity::Warning, problem.origin));
        list.dedup_by(|a, b| a.message == b.message && a.origin == b.origin);
        Problems { list, sources }
    }

    /// All of them as text, an empty line between two; of very many the first.
    pub fn render(&self, colour: bool) -> String {
        let texts: Vec<String> = self.shown().map(|problem| problem.render(&self.sources, colour)).collect();
        texts.join("\n\n") + "\n"
    }

    /// All of them as data; of very many the first.
    pub fn records(&self) -> Vec<ProblemRecord> {
        self.shown().map(|problem| problem.record(&self.sources)).collect()
    }

    /// The problems worth reading, and how many more there are.
    fn shown(&self) -> impl Iterator<Item = Cow<'_, Problem>> {
        let more = self.list.len().saturating_sub(MOST_SHOWN);
        let rest = (more > 0).then(|| {
            let message = format!("{more} more problems like these");
            Cow::Owned(Problem::error_at(&Path::default(), message).help("mend these first"))
        });
        self.list.iter().take(MOST_SHOWN).map(Cow::Borrowed).chain(rest)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Problems {}

/// "did you mean `x`?", or the list of what there is.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    if let Some(best) = closest(word, &known) {
        return Some(format!("did you mean `{best}`?"));
    }
    match known.len() {
        0 => None,
        1..=24 => Some(format!("there is {}", listed(&known))),
        _ => None,
    }
}

/// The likeliest of `known` that was meant by `word`.
pub fn closest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let likeness = |name: &str| strsim::damerau_levenshtein(&lower, &name.to_lowercase());
    let begins = |name: &&&str| {
        name.len() >= 3 && (lower.starts_with(**name) || lower.len() >= 3 && name.starts_with(&lower))
    };
    if let [only] = known.iter().filter(begins).collect::<Vec<_>>().as_slice() {
        return Some(only);
    }
    let (distance, best) = known.iter().map(|&name| (likeness(name), name)).min()?;
    // A third of the letters may be wrong; in short words one may.
    let allowed = (word.chars().count().max(best.chars().count()) / 3).max(1);
    (distance <= allowed).then_some(best)
}

/// "`a`, `b` and `c`"
pub fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// The same of owned names.
pub fn quoted_list(names: &[String]) -> String {
    listed(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

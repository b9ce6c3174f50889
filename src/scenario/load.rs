//! The way in: from a file (or a text) to a scenario, or to everything that is wrong with it.

use super::diagnostics::{Problem, Problems, Severity};
use super::read::Reader;
use super::source::Sources;
use super::standards::{self, Standard};
use super::tree::Node;
use super::{Scenario, check, extends, levers, set};

/// What to load.
#[derive(Clone, Debug, Default)]
pub struct Request<'a> {
    /// The scenario file.
    pub path: &'a str,
    /// `--with`: levers, in order.
    pub with: &'a [String],
    /// `--set PATH=VALUE`, after the levers.
    pub set: &'a [String],
    /// `--data`: where recordings are looked for after the scenario's own folder.
    pub data: Option<&'a std::path::Path>,
}

/// A scenario without errors.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The scenario, levers and `--set` applied.
    pub scenario: Scenario,
    /// The whole file after `extends`, levers and `--set`, as plain data.
    pub resolved: serde_json::Value,
    /// The same with the place of every value, for [`Problem::locate`].
    pub tree: Node,
    /// What is legal but odd.
    pub warnings: Vec<Problem>,
    /// The published standards that the scenario takes.
    pub standards: Vec<Standard>,
    /// The texts that problems point into.
    pub sources: Sources,
}

/// Loads a scenario file.
pub fn load(request: &Request<'_>) -> Result<Loaded, Problems> {
    let mut sources = Sources::default();
    let mut problems = Vec::new();
    let path = std::path::Path::new(request.path);
    let root = extends::read_file(path, None, &mut sources, &mut Vec::new(), &mut problems);
    finish(root, sources, problems, request)
}

/// Loads a scenario from a text, e.g. in a test; files that it names are looked for in the current folder.
pub fn load_text(text: &str) -> Result<Loaded, Problems> {
    load_text_with(text, &Request { path: "scenario.toml", ..Request::default() })
}

/// The same with levers, `--set` and data; the path is only its name in messages.
pub fn load_text_with(text: &str, request: &Request<'_>) -> Result<Loaded, Problems> {
    let mut sources = Sources::default();
    let mut problems = Vec::new();
    let chain = &mut Vec::new();
    let here = std::path::Path::new(".");
    let root = extends::read_text(request.path, text.to_owned(), here, &mut sources, chain, &mut problems);
    finish(root, sources, problems, request)
}

impl Loaded {
    /// Warnings (or problems that others found) as text, an empty line between two.
    pub fn render(&self, problems: &[Problem], colour: bool) -> String {
        let located = problems.iter().map(|problem| problem.clone().locate(&self.tree)).collect();
        Problems::new(located, self.sources.clone()).render(colour)
    }
}

fn finish(
    root: Option<Node>,
    mut sources: Sources,
    mut problems: Vec<Problem>,
    request: &Request<'_>,
) -> Result<Loaded, Problems> {
    let Some(root) = root else { return Err(Problems::new(problems, sources)) };
    let (mut root, standards) = standards::lay_under(root, &mut sources);
    let title = title_of(request.path);
    // Levers are tried on the file as written: what `--set` changes cannot make an unused lever wrong.
    problems.extend(check::check_levers(&root, &sources, request.data, &title));
    for lever in request.with {
        problems.extend(levers::apply_named(&mut root, lever, &mut sources).err().unwrap_or_default());
    }
    for argument in request.set {
        let result = set::apply_argument(&mut root, argument, &mut sources);
        problems.extend(result.err().map(|problem| *problem));
    }
    let mut reader = Reader::new(&root, &sources, request.data);
    let scenario = Scenario { pulled: request.with.to_vec(), ..reader.scenario(&title) };
    problems.extend(check::check(&scenario, &root, &reader.problems));
    problems.extend(reader.problems);
    let located: Vec<Problem> = problems.into_iter().map(|problem| problem.locate(&root)).collect();
    // What is odd is only worth saying of what was read whole.
    if located.iter().any(|problem| problem.severity == Severity::Error) {
        let errors = located.into_iter().filter(|problem| problem.severity == Severity::Error).collect();
        return Err(Problems::new(errors, sources));
    }
    let warnings = Problems::new(located, Sources::default()).list;
    Ok(Loaded { scenario, resolved: root.to_json(), tree: root, warnings, standards, sources })
}

/// A scenario without a title is called by its file's name.
fn title_of(path: &str) -> String {
    let stem = std::path::Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    stem.unwrap_or_else(|| "scenario".to_owned())
}

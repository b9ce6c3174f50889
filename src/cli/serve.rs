//! `nightdesk serve`: the same in a browser, on this machine.

use super::args::ServeArgs;
use super::exit::{ExitCode, Failure};
use super::printer::Printer;
use crate::web::{Serving, serve};
use std::path::{Path, PathBuf};

/// Serves until it is interrupted.
pub fn run(args: &ServeArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    if !args.place.exists() {
        let path = args.place.display();
        return Err(Failure::Usage(format!(
            "there is no {path}: name a scenario, or a folder with scenarios"
        )));
    }
    let (folder, scenario) = place(&args.place);
    let serving =
        Serving { folder, scenario, data: args.data.clone(), port: args.port, language: printer.language() };
    let said = serve(&serving, |address| {
        printer.note(&format!("Open http://{address} in a browser; Ctrl-C ends it."));
    });
    said.map_err(|error| {
        Failure::Usage(format!("cannot serve {} on port {}: {error}", args.place.display(), args.port))
    })?;
    Ok(ExitCode::Done)
}

/// The folder, and the scenario in it if one is named.
fn place(path: &Path) -> (PathBuf, Option<String>) {
    if path.is_dir() {
        return (path.to_owned(), None);
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    (folder.to_owned(), path.file_name().map(|name| name.to_string_lossy().into_owned()))
}

//! The results folder of one run.
//!
//! A run never writes into an earlier run's folder, and every file appears whole: it is written under
//! a temporary name and renamed when it is complete, so that an interrupted run leaves no half file.

use super::{SimulationReport, writers};
use crate::language::Language;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Where runs go that name no folder.
const RESULTS: &str = "results";

/// A folder that only this run writes to.
#[derive(Clone, Debug)]
pub struct ResultsFolder {
    path: PathBuf,
    /// This run has made it.
    made: bool,
}

/// Why results cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The folder asked for has something in it.
    #[error("{} is not empty: name a new folder, earlier results are never overwritten", .0.display())]
    NotEmpty(PathBuf),
    /// The folder asked for is a file.
    #[error("{} is a file: name a new folder for the results", .0.display())]
    File(PathBuf),
    /// The file asked for is there already.
    #[error("{} is there already: name a new file, nothing is ever overwritten", .0.display())]
    Exists(PathBuf),
    /// The system refused.
    #[error("failed to write {}: {}", .0.display(), .1)]
    Io(PathBuf, io::Error),
}

impl ResultsFolder {
    /// `path`, created if it is not there; it must be empty.
    ///
    /// # Errors
    /// If it is not empty or cannot be created.
    pub fn at(path: &Path) -> Result<ResultsFolder, FolderError> {
        let refused = |error| FolderError::Io(path.to_owned(), error);
        if path.is_file() {
            return Err(FolderError::File(path.to_owned()));
        }
        let made = !path.exists();
        fs::create_dir_all(path).map_err(refused)?;
        if fs::read_dir(path).map_err(refused)?.next().is_some() {
            return Err(FolderError::NotEmpty(path.to_owned()));
        }
        Ok(ResultsFolder { path: path.to_owned(), made })
    }

    /// The first of `results/STEM-run-1`, `-2`, … under `parent` that is not there yet (`-compare-1` of a
    /// `what` of `compare`). Two runs that start at once get two folders: creating a folder is what claims its
    /// number.
    ///
    /// # Errors
    /// If it cannot be created.
    pub fn next(parent: &Path, stem: &str, what: &str) -> Result<ResultsFolder, FolderError> {
        let results = parent.join(RESULTS);
        fs::create_dir_all(&results).map_err(|error| FolderError::Io(results.clone(), error))?;
        let mut number = 1;
        loop {
            let path = results.join(format!("{stem}-{what}-{number}"));
            match fs::create_dir(&path) {
                Ok(()) => return Ok(ResultsFolder { path, made: true }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(FolderError::Io(path, error)),
            }
        }
    }

    /// Takes back what was written, `files`, if the run came to nothing; and the folder, if the run made it.
    pub fn discard(&self, files: &[&str]) {
        // What cannot be removed stays: there is something worse to say.
        files.iter().for_each(|name| drop(fs::remove_file(self.path.join(name))));
        if self.made {
            let _ = fs::remove_dir(&self.path);
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes one file, whole or not at all.
    ///
    /// # Errors
    /// If it is there already, or the system refuses.
    pub fn write(
        &self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), FolderError> {
        write_whole(&self.path.join(name), write)
    }

    /// Writes the report in every format; what is for people, in `language`, with the
    /// `command` that was typed.
    ///
    /// # Errors
    /// As [`ResultsFolder::write`].
    pub fn write_report(
        &self,
        report: &SimulationReport,
        language: Language,
        command: &str,
    ) -> Result<(), FolderError> {
        writers(language, command)
            .iter()
            .try_for_each(|writer| self.write(writer.file_name(), |out| writer.write(report, out)))
    }
}

/// Writes a new file, whole or not at all.
///
/// # Errors
/// If it is there already, or the system refuses.
pub fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), FolderError> {
    // A link that leads nowhere is there, too.
    if fs::symlink_metadata(path).is_ok() {
        return Err(FolderError::Exists(path.to_owned()));
    }
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(format!(".{}.unfinished", std::process::id()));
    let unfinished = PathBuf::from(unfinished);
    let written = write_and_rename(&unfinished, path, write);
    if written.is_err() {
        // What cannot be removed was perhaps never created; the first error says more.
        let _ = fs::remove_file(&unfinished);
    }
    written.map_err(|error| FolderError::Io(path.to_owned(), error))
}

fn write_and_rename(
    unfinished: &Path,
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(File::create_new(unfinished)?);
    write(&mut out)?;
    out.into_inner()?.sync_all()?;
    fs::rename(unfinished, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An empty folder of this test's own.
    fn scratch(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("nightdesk-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        path
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn each_run_gets_a_folder_of_its_own() {
        let parent = scratch("next");
        let first = ResultsFolder::next(&parent, "orange-night", "run").unwrap();
        let second = ResultsFolder::next(&parent, "orange-night", "run").unwrap();
        assert!(first.path().ends_with("results/orange-night-run-1"));
        assert!(second.path().ends_with("results/orange-night-run-2"));
        fs::remove_dir_all(parent).unwrap();
    }

    #[test]
    fn a_folder_with_something_in_it_is_refused() {
        let folder = scratch("refused");
        ResultsFolder::at(&folder).unwrap();
        fs::write(folder.join("mine.txt"), "mine").unwrap();
        assert!(matches!(ResultsFolder::at(&folder), Err(FolderError::NotEmpty(_))));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_that_fails_halfway_leaves_nothing_behind() {
        let folder = scratch("halfway");
        let results = ResultsFolder::at(&folder).unwrap();
        let failed = results.write("report.txt", |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("the disk is full"))
        });
        assert!(failed.unwrap_err().to_string().ends_with("report.txt: the disk is full"));
        assert_eq!(names(&folder), Vec::<String>::new());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_that_is_there_is_not_overwritten() {
        let folder = scratch("kept");
        let results = ResultsFolder::at(&folder).unwrap();
        results.write("report.txt", |out| out.write_all(b"first")).unwrap();
        assert!(matches!(results.write("report.txt", |_| Ok(())), Err(FolderError::Exists(_))));
        assert_eq!(fs::read_to_string(folder.join("report.txt")).unwrap(), "first");
        fs::remove_dir_all(folder).unwrap();
    }
}

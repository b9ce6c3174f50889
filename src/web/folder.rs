//! Files under the folder that was given, and none outside it.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Files listed at most, and folders below folders.
const MOST_FILES: usize = 500;
const DEEPEST: usize = 3;

/// The folder.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// An existing folder.
    ///
    /// # Errors
    /// If it is none.
    pub fn at(path: &Path) -> io::Result<Folder> {
        let path = path.canonicalize()?;
        if path.is_dir() { Ok(Folder(path)) } else { Err(io::Error::other("not a folder")) }
    }

    /// An existing file by its path within the folder, links followed; none if that leads out.
    pub fn existing(&self, name: &str) -> Option<PathBuf> {
        let path = self.0.join(plain(name)?).canonicalize().ok()?;
        (path.starts_with(&self.0) && path.is_file()).then_some(path)
    }

    /// A scenario file that is there.
    pub fn scenario(&self, name: &str) -> Option<PathBuf> {
        if name.ends_with(".toml") { self.existing(name) } else { None }
    }

    /// Where a new scenario file may be written: in a folder that is there.
    pub fn new_scenario(&self, name: &str) -> Option<PathBuf> {
        let path = self.0.join(plain(name)?);
        let parent = path.parent()?.canonicalize().ok()?;
        (name.ends_with(".toml") && parent.starts_with(&self.0))
            .then(|| parent.join(path.file_name().unwrap_or_default()))
    }

    /// Scenario files, by path.
    pub fn scenarios(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.walk(&self.0, 0, &mut |name| {
            if name.ends_with(".toml") && name != "Cargo.toml" && !name.starts_with("results/") {
                found.push(name);
            }
        });
        found.sort();
        found
    }

    /// Files that runs have written, by path.
    pub fn results(&self) -> Vec<String> {
        let mut found = Vec::new();
        let kinds = [".html", ".json", ".csv", ".txt", ".xlsx", ".md"];
        self.walk(&self.0.join("results"), 0, &mut |name| {
            if kinds.iter().any(|kind| name.ends_with(kind)) {
                found.push(name);
            }
        });
        found.sort();
        found
    }

    fn walk(&self, folder: &Path, depth: usize, found: &mut dyn FnMut(String)) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.flatten().take(MOST_FILES) {
            let (path, Ok(kind)) = (entry.path(), entry.file_type()) else { continue };
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if kind.is_dir() && depth < DEEPEST && !hidden && entry.file_name() != "target" {
                self.walk(&path, depth + 1, found);
            } else if kind.is_file()
                && let Ok(name) = path.strip_prefix(&self.0)
            {
                found(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
}

/// A path of names only: neither absolute nor up.
fn plain(name: &str) -> Option<&Path> {
    let path = Path::new(name);
    let fine = !name.is_empty() && path.components().all(|part| matches!(part, Component::Normal(_)));
    fine.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_reached() {
        let root = std::env::temp_dir().join(format!("nightdesk-folder-{}", std::process::id()));
        let inside = root.join("inside");
        fs::create_dir_all(&inside).unwrap();
        fs::write(root.join("secret.toml"), "").unwrap();
        fs::write(inside.join("night.toml"), "").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(root.join("secret.toml"), inside.join("link.toml")).unwrap();
        let folder = Folder::at(&inside).unwrap();
        assert!(folder.scenario("night.toml").is_some());
        let secret = root.join("secret.toml");
        for name in
            ["../secret.toml", "link.toml", "./../secret.toml", secret.to_str().unwrap(), "", ".", "night"]
        {
            assert_eq!(folder.scenario(name), None, "{name}");
        }
        assert_eq!(folder.new_scenario("../other.toml"), None);
        assert!(folder.new_scenario("other.toml").is_some());
        fs::remove_dir_all(root).unwrap();
    }
}

//! Files of a scenario that is filled in: those it extends, and those it names.

use super::filled::replace;
use std::path::{Path, PathBuf};
use toml_edit::{TableLike, value};

/// The file's text, after those that it extends; it was read without errors before.
pub fn texts(scenario: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    let mut next = Some(scenario.to_owned());
    while let Some(path) = next {
        let Ok(text) = std::fs::read_to_string(&path) else { break };
        let base = text.parse::<toml::Table>().ok().and_then(|table| {
            table.get("extends").and_then(toml::Value::as_str).map(|base| path.with_file_name(base))
        });
        texts.insert(0, text);
        next = base;
    }
    texts
}

/// A file named in a scenario in `from`, as it is reached from the folder `to`; others are found by `--data`.
pub fn reached_from(file: &str, from: Option<&Path>, to: Option<&Path>) -> String {
    let path = from.unwrap_or(Path::new("")).join(file).canonicalize();
    let (Ok(path), Some(Ok(to))) = (path, to.map(Path::canonicalize)) else { return file.to_owned() };
    let common = path.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = to.components().skip(common).map(|_| PathBuf::from(".."));
    let down = path.components().skip(common).map(|part| PathBuf::from(part.as_os_str()));
    up.chain(down).collect::<PathBuf>().to_string_lossy().replace('\\', "/")
}

/// Says of every file where it is now.
pub(super) fn move_files(table: &mut dyn TableLike, moved: &dyn Fn(&str) -> String) {
    for (key, item) in table.iter_mut() {
        let place = (key.get() == "file").then(|| item.as_str().map(moved)).flatten();
        if let Some(place) = place {
            replace(item, value(place));
        } else if let Some(inner) = item.as_table_like_mut() {
            move_files(inner, moved);
        }
    }
}

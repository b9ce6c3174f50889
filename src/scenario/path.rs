//! The path of a value: the TOML path, as in a message, in `--set` and in a lever.

use std::fmt;

/// Keys from the root, outermost first.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(Vec<String>);

/// Why a text is no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoPath(pub &'static str);

impl Path {
    /// The path of these keys.
    pub fn of(keys: &[&str]) -> Path {
        Path(keys.iter().map(|&key| key.to_owned()).collect())
    }

    /// The path of `key` inside this one.
    pub fn child(&self, key: &str) -> Path {
        let mut keys = self.0.clone();
        keys.push(key.to_owned());
        Path(keys)
    }

    /// Keys from the root.
    pub fn keys(&self) -> &[String] {
        &self.0
    }

    /// The last key; empty of the root.
    pub fn last(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }

    /// True of the root.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// True if one of the two contains the other, or they are the same.
    pub fn touches(&self, other: &Path) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a == b)
    }

    /// Reads dotted keys; parts with dots or blanks stand in quotes, of either kind.
    pub fn parse(text: &str) -> Result<Path, NoPath> {
        let mut keys = vec![String::new()];
        let mut quoted = false;
        let mut rest = text.trim().chars().peekable();
        while let Some(c) = rest.next() {
            let key = keys.last_mut().ok_or(NoPath("it is empty"))?;
            match c {
                '"' | '\'' if key.is_empty() && !quoted => {
                    quoted = true;
                    loop {
                        match rest.next() {
                            Some(end) if end == c => break,
                            Some(inside) => key.push(inside),
                            None => return Err(NoPath("a quote is not closed")),
                        }
                    }
                }
                '.' => {
                    if key.is_empty() {
                        return Err(NoPath("a part of it is empty"));
                    }
                    quoted = false;
                    keys.push(String::new());
                }
                _ if quoted => return Err(NoPath("after a quoted part a dot must follow")),
                c => key.push(c),
            }
        }
        match keys.last() {
            Some(last) if !last.is_empty() => Ok(Path(keys)),
            _ => Err(NoPath("a part of it is empty")),
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, key) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(".")?;
            }
            let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            if !key.is_empty() && key.chars().all(bare) {
                f.write_str(key)?;
            } else {
                write!(f, "{key:?}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_with_colons_or_dots_stand_in_quotes() {
        let path = Path::parse(r#"team.x.on_duty.steps."22:30".plan"#);
        assert_eq!(path, Ok(Path::of(&["team", "x", "on_duty", "steps", "22:30", "plan"])));
        assert_eq!(path.map(|p| p.to_string()), Ok(r#"team.x.on_duty.steps."22:30".plan"#.to_owned()));
        assert_eq!(Path::parse("team.'a.b'"), Ok(Path::of(&["team", "a.b"])));
        assert!(Path::parse("team..x").is_err());
        assert!(Path::parse("team.'x").is_err());
        assert!(Path::parse("").is_err());
    }

    #[test]
    fn a_path_touches_what_is_inside_it_and_what_it_is_inside() {
        let table = Path::of(&["team", "night"]);
        assert!(table.touches(&Path::of(&["team", "night", "pay"])));
        assert!(table.touches(&Path::of(&["team"])));
        assert!(!table.touches(&Path::of(&["team", "day"])));
    }
}

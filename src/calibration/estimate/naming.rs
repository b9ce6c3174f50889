//! Names that a scenario can have.

/// A name that a scenario can have: lower case letters, digits and dashes.
pub fn slug(title: &str, otherwise: &str) -> String {
    let mut name = String::new();
    for c in title.trim().chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => name.push(c),
            _ if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    let name = name.trim_end_matches('-').to_owned();
    if name.is_empty() { otherwise.to_owned() } else { name }
}

/// Names that differ.
pub fn distinct(titles: &[String], what: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (place, title) in titles.iter().enumerate() {
        let otherwise = format!("{what}-{}", place + 1);
        let name = slug(title, &otherwise);
        names.push(if names.contains(&name) { format!("{name}-{}", place + 1) } else { name });
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_such_as_a_scenario_can_have() {
        let titles = ["Where is my parcel?", "物流", "where is my parcel", ""].map(str::to_owned);
        assert_eq!(
            distinct(&titles, "inquiry"),
            ["where-is-my-parcel", "inquiry-2", "where-is-my-parcel-3", "inquiry-4"]
        );
    }
}

//! Profiles that come with the program, by name.

/// Name, path, text.
const PROFILES: [(&str, &str, &str); 1] = [(
    "demo",
    "scenarios/helpdesks/demo.toml",
    include_str!("../../../scenarios/helpdesks/demo.toml"),
)];

/// Path and text of a bundled profile.
pub fn bundled(name: &str) -> Option<(&'static str, &'static str)> {
    PROFILES.iter().find(|(known, ..)| *known == name).map(|(_, path, text)| (*path, *text))
}

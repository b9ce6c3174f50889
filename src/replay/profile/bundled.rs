//! Profiles that come with the program, by name.

/// Declares the bundled profiles: name, path, text.
macro_rules! profiles {
    ($($name:literal),* $(,)?) => {
        [$((
            $name,
            concat!("scenarios/helpdesks/", $name, ".toml"),
            include_str!(concat!("../../../scenarios/helpdesks/", $name, ".toml")),
        )),*]
    };
}

/// Name, path, text.
pub const PROFILES: [(&str, &str, &str); 11] = profiles![
    "chatwoot",
    "demo",
    "django-helpdesk",
    "freshdesk",
    "gorgias",
    "intercom",
    "redmine",
    "roundup",
    "rt5",
    "tiktok-shop",
    "zendesk",
];

/// Path and text of a bundled profile.
pub fn bundled(name: &str) -> Option<(&'static str, &'static str)> {
    PROFILES.iter().find(|(known, ..)| *known == name).map(|(_, path, text)| (*path, *text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::profile::parse;

    #[test]
    fn every_bundled_profile_is_read_without_problems() {
        for (_, path, text) in PROFILES {
            let profile = parse(path, text.to_owned()).unwrap_or_else(|problems| panic!("{problems}"));
            assert!(!profile.tried.is_empty(), "{path} says what it was tried against");
        }
    }
}

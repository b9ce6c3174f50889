//! Who signs in: values of accounts, from the environment or from a file of `NAME=VALUE` lines.
//!
//! They may be secret. They appear in no output: not in `Debug`, not in errors, not in results.

use super::Profile;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// Where values come from: the file's come before the environment's.
#[derive(Clone, Default)]
pub struct Secrets {
    file: HashMap<String, String>,
}

/// The accounts of every role, and the plain variables.
#[derive(Clone, Default)]
pub struct Accounts {
    roles: BTreeMap<String, Vec<BTreeMap<String, String>>>,
    /// By name.
    pub variables: BTreeMap<String, String>,
}

/// More accounts than this of one role are not looked for.
const MOST: usize = 100_000;

impl Secrets {
    /// From the environment alone.
    pub fn of_environment() -> Secrets {
        Secrets::default()
    }

    /// From `NAME=VALUE` lines; `#` begins a comment, `export` may stand before.
    ///
    /// # Errors
    /// The number of a line that is none.
    pub fn of_text(text: &str) -> Result<Secrets, usize> {
        let mut file = HashMap::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let pair = line.strip_prefix("export ").unwrap_or(line).split_once('=');
            let Some((name, value)) = pair else { return Err(number + 1) };
            file.insert(name.trim().to_owned(), value.trim().trim_matches(['"', '\'']).to_owned());
        }
        Ok(Secrets { file })
    }

    /// Adds a value.
    pub fn set(&mut self, name: &str, value: &str) {
        self.file.insert(name.to_owned(), value.to_owned());
    }

    fn get(&self, name: &str) -> Option<String> {
        self.file.get(name).cloned().or_else(|| std::env::var(name).ok()).filter(|value| !value.is_empty())
    }
}

impl Accounts {
    /// All accounts that a profile's roles have.
    ///
    /// # Errors
    /// Every role without an account and every variable without a value, by the names of what is missing.
    pub fn find(profile: &Profile, secrets: &Secrets) -> Result<Accounts, Vec<String>> {
        let mut missing = Vec::new();
        let mut accounts = Accounts::default();
        for (name, variable) in &profile.variables {
            match secrets.get(&variable.env).or_else(|| variable.default.clone()) {
                Some(value) => drop(accounts.variables.insert(name.clone(), value)),
                None => {
                    missing.push(format!("`{}` is not set: the profile wants it as `{name}`", variable.env))
                }
            }
        }
        for (name, role) in &profile.roles {
            let found = accounts_of(&role.account, secrets);
            if found.is_empty() {
                let wanted: Vec<String> = role.account.values().map(|env| env.replace("{n}", "1")).collect();
                missing.push(format!(
                    "no account for role `{name}`: set {} (in the environment or with --secrets FILE)",
                    wanted.join(" and ")
                ));
            }
            accounts.roles.insert(name.clone(), found);
        }
        if missing.is_empty() { Ok(accounts) } else { Err(missing) }
    }

    /// Account `number` of a role; there may be fewer accounts than people, who then share them.
    pub fn get(&self, role: &str, number: usize) -> Option<&BTreeMap<String, String>> {
        let accounts = self.roles.get(role)?;
        accounts.get(number % accounts.len().max(1))
    }

    /// How many accounts a role has.
    pub fn count(&self, role: &str) -> usize {
        self.roles.get(role).map_or(0, Vec::len)
    }
}

fn accounts_of(wanted: &BTreeMap<String, String>, secrets: &Secrets) -> Vec<BTreeMap<String, String>> {
    let account = |number: usize| -> Option<BTreeMap<String, String>> {
        let value = |env: &String| secrets.get(&env.replace("{n}", &number.to_string()));
        wanted.iter().map(|(name, env)| Some((name.clone(), value(env)?))).collect()
    };
    if wanted.is_empty() || wanted.values().all(|env| !env.contains("{n}")) {
        return account(1).into_iter().collect();
    }
    (1..=MOST).map_while(account).collect()
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

impl fmt::Debug for Accounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Accounts")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_file_are_read_and_never_shown() {
        let secrets = Secrets::of_text("# tokens\nexport A_1=\"secret\"\n\nA_2 = other\n").unwrap();
        let wanted = BTreeMap::from([("token".to_owned(), "A_{n}".to_owned())]);
        let found = accounts_of(&wanted, &secrets);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0]["token"], "secret");
        assert_eq!(format!("{secrets:?}"), "Secrets");
        assert_eq!(Secrets::of_text("A=1\nnonsense").unwrap_err(), 2);
    }
}

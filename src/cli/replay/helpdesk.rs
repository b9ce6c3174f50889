//! The helpdesk that is asked for, and how it is reached.

use super::args::ReplayArgs;
use crate::cli::exit::Failure;
use crate::language::say;
use crate::replay::demo;
use crate::replay::night::Night;
use crate::replay::profile::accounts::{Accounts, Secrets};
use crate::replay::profile::{self, Profile};
use crate::replay::run;
use crate::replay::target::{Connection, Refusal, Target, permit};
use crate::report::Warning;
use crate::scenario::Scenario;
use crate::simulation::plan::Plan;
use std::path::Path;
use std::time::Duration;

/// The helpdesk as it is reached.
pub struct Desk {
    /// How it does what.
    pub profile: Profile,
    /// Who signs in.
    pub accounts: Accounts,
    /// Where it is.
    pub target: Target,
    /// How it is reached.
    pub connection: Connection,
}

/// The helpdesk that is asked for.
pub fn helpdesk(
    args: &ReplayArgs,
    server: Option<&demo::Server>,
    customers: usize,
    agents: usize,
) -> Result<Desk, Failure> {
    let profile = match &args.helpdesk {
        None => profile::parse(demo::PROFILE_NAME, demo::PROFILE.to_owned()),
        Some(name) => match profile::bundled(name) {
            Some((path, text)) if !Path::new(name).exists() => profile::parse(path, text.to_owned()),
            _ => profile::load(name),
        },
    };
    let profile = profile.map_err(|problems| Failure::Scenario(Box::new(problems)))?;
    let mut secrets = match &args.secrets {
        None => Secrets::of_environment(),
        Some(path) => secrets_of(path)?,
    };
    if args.helpdesk.as_deref().is_none_or(|name| name == "demo") {
        run::demo_secrets(&mut secrets, customers.max(2), agents.max(2));
    }
    let accounts = Accounts::find(&profile, &secrets).map_err(Failure::Problems)?;
    let url = match (server, &args.url, &profile.url) {
        (Some(server), _, _) => server.url(),
        (None, Some(url), _) => url.clone(),
        (None, None, Some(url)) => url.clone(),
        (None, None, None) => {
            return Err(Failure::Usage("say where the helpdesk is, with --url".to_owned()));
        }
    };
    let target = permit(&url, &args.may_load).map_err(|refusal| match refusal {
        Refusal::NoHost(_) => Failure::Unreachable(refusal.to_string()),
        _ => Failure::Usage(refusal.to_string()),
    })?;
    let ca = args.ca_file.as_deref().map(certificates).transpose()?;
    let timeout = Duration::from_micros(args.timeout.micros() as u64);
    let connection = Connection { timeout, ca, keep_alive: profile.keep_alive };
    Ok(Desk { profile, accounts, target, connection })
}

/// The certificates of `--ca-file`.
fn certificates(path: &Path) -> Result<Vec<u8>, Failure> {
    let wrong = |what: String| Failure::Usage(format!("--ca-file {}: {what}", path.display()));
    let pem = std::fs::read(path).map_err(|error| wrong(format!("failed to read it: {error}")))?;
    match reqwest::Certificate::from_pem_bundle(&pem) {
        Ok(found) if !found.is_empty() => Ok(pem),
        _ => Err(wrong("it holds no certificate; expected PEM, -----BEGIN CERTIFICATE-----".to_owned())),
    }
}

fn secrets_of(path: &Path) -> Result<Secrets, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("failed to read {}: {error}", path.display())))?;
    Secrets::of_text(&text)
        .map_err(|line| Failure::Usage(format!("{} line {line}: expected NAME=VALUE", path.display())))
}

/// Fewer accounts than people: some share one.
pub fn account_warnings(desk: &Desk, plan: &Plan, night: &Night) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for (role, people) in [("agent", plan.agents.len()), ("customer", night.conversations.len())] {
        let accounts = desk.accounts.count(role);
        if accounts > 0 && accounts < people && role == "agent" {
            warnings.push(Warning {
                name: "accounts".to_owned(),
                message: format!(
                    "{people} agents share {accounts} accounts: the helpdesk cannot tell them apart"
                ),
            });
        }
    }
    warnings
}

/// The scenario has photos, and the profile sends none.
pub fn photo_warning(profile: &Profile, scenario: &Scenario) -> Option<Warning> {
    let wanted = scenario.replay.photo.is_some_and(|photo| photo.share > 0.0);
    (wanted && !profile.sends_photos()).then(|| Warning {
        name: "photo".to_owned(),
        message: say!("the profile of {} does not say how to send a photo: none is sent", profile.title),
    })
}

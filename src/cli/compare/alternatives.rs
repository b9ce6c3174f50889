//! What is compared: the base, other scenarios, plans, or every combination of levers.

use super::super::args::CompareArgs;
use super::super::exit::Failure;
use super::super::loading::{self, Loaded};
use crate::comparison::combinations::{FULL, most_effective, screening, subsets};
use crate::comparison::{Compared, Criterion, Question, Rule, Stop};
use crate::report::Warning;
use crate::report::comparison::{Alternative, Kind};
use crate::scenario::{Scenario, read_plan};
use crate::simulation::plan::Plan;
use serde_json::json;
use std::path::Path;

/// Nights of every plan that tells which levers matter.
const SCREENING_NIGHTS: u64 = 200;

/// All plans, the base first.
pub struct Alternatives {
    /// The base as read.
    pub base: Scenario,
    /// By plan.
    pub list: Vec<Alternative>,
    /// By plan.
    pub plans: Vec<Plan>,
    /// By plan, `{ name, resolved }`.
    pub resolved: Vec<serde_json::Value>,
    /// Of all readers, each once.
    pub warnings: Vec<Warning>,
    /// Levers that are not combined.
    pub left_out: Vec<String>,
}

impl Alternatives {
    /// Reads all that `args` name; where there are too many levers, `compare` finds those that matter.
    ///
    /// # Errors
    /// If one is no scenario, has no plan of agents, or there is nothing to compare with.
    pub fn of(
        args: &CompareArgs,
        base: Loaded,
        base_plan: Plan,
        question: &Question,
        compare: &mut dyn FnMut(&[Plan], &Question) -> Compared,
    ) -> Result<Alternatives, Failure> {
        let mut all = Alternatives::base(&args.scenario.scenario, base, base_plan);
        for other in &args.others {
            let loaded = loading::load_with(&args.scenario, other, &[])?;
            all.add_scenario(other, loaded)?;
        }
        for text in &args.plans {
            let levers = read_plan(text, &all.base.levers, &args.scenario.with)
                .map_err(|problems| Failure::Scenario(Box::new(problems)))?;
            all.add_plan(args, levers)?;
        }
        if args.all_levers {
            all.add_all_levers(args, question, compare)?;
        }
        if all.list.len() == 1 {
            return Err(all.nothing_to_compare());
        }
        Ok(all)
    }

    fn base(path: &Path, loaded: Loaded, plan: Plan) -> Alternatives {
        let name = stem(path);
        Alternatives {
            list: vec![Alternative {
                name: name.clone(),
                title: loaded.scenario.title.clone(),
                kind: Kind::Base,
                levers: Vec::new(),
            }],
            plans: vec![plan],
            resolved: vec![json!({ "name": name, "resolved": loaded.resolved })],
            base: loaded.scenario,
            warnings: loaded.warnings,
            left_out: Vec::new(),
        }
    }

    fn add_scenario(&mut self, path: &Path, loaded: Loaded) -> Result<(), Failure> {
        if loaded.scenario.currency != self.base.currency {
            return Err(Failure::Usage(format!(
                "{} counts money in {}, the base in {}: they cannot be compared",
                path.display(),
                loaded.scenario.currency,
                self.base.currency
            )));
        }
        let name = self.unlike_others(stem(path), path);
        let title = loaded.scenario.title.clone();
        self.add(Alternative { name, title, kind: Kind::Scenario, levers: Vec::new() }, loaded)
    }

    /// A file's name without its ending; its path, or a number behind it, where there is one like it.
    fn unlike_others(&self, stem: String, path: &Path) -> String {
        let is_new = |name: &String| self.list.iter().all(|other| other.name != *name);
        let path = path.display().to_string();
        let numbered = (2..).map(|number| format!("{path} ({number})"));
        let mut names = [stem, path.clone()].into_iter().chain(numbered);
        names.find(is_new).unwrap_or(path)
    }

    fn add_plan(&mut self, args: &CompareArgs, levers: Vec<String>) -> Result<(), Failure> {
        let name = levers.join(" + ");
        if self.list.iter().any(|other| other.kind == Kind::Plan && other.name == name) {
            return Err(Failure::Usage(format!("--plan '{name}' is there twice")));
        }
        let loaded = loading::load_with(&args.scenario, &args.scenario.scenario, &levers)?;
        let titles: Vec<String> = levers.iter().map(|lever| self.title(lever)).collect();
        self.add(Alternative { name, title: titles.join("; "), kind: Kind::Plan, levers }, loaded)
    }

    fn title(&self, lever: &str) -> String {
        let title = self.base.levers.get(lever).and_then(|lever| lever.title.clone());
        title.unwrap_or_else(|| lever.to_owned())
    }

    fn add(&mut self, alternative: Alternative, loaded: Loaded) -> Result<(), Failure> {
        self.plans.push(loading::plan_of(&loaded)?);
        self.resolved.push(json!({ "name": alternative.name, "resolved": loaded.resolved }));
        self.list.push(alternative);
        for warning in loaded.warnings {
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
        Ok(())
    }

    /// Levers that are on already are part of the base.
    fn add_all_levers(
        &mut self,
        args: &CompareArgs,
        question: &Question,
        compare: &mut dyn FnMut(&[Plan], &Question) -> Compared,
    ) -> Result<(), Failure> {
        let mut levers: Vec<String> =
            self.base.levers.keys().filter(|name| !args.scenario.with.contains(name)).cloned().collect();
        if levers.len() > FULL {
            let kept = self.screen(args, &levers, question, compare)?;
            self.left_out = levers.iter().filter(|lever| !kept.contains(lever)).cloned().collect();
            levers = kept;
        }
        for plan in subsets(&levers).into_iter().skip(1) {
            self.add_combination(args, plan)?;
        }
        Ok(())
    }

    /// A combination that makes no scenario is left out, with a warning.
    fn add_combination(&mut self, args: &CompareArgs, levers: Vec<String>) -> Result<(), Failure> {
        let (name, alone) = (levers.join(" + "), levers.len() == 1);
        match self.add_plan(args, levers) {
            Err(Failure::Scenario(_) | Failure::Problems(_)) if !alone => {
                let message = "these levers together make no scenario: left out".to_owned();
                self.warnings.push(Warning { name: format!("lever.{name}"), message });
                Ok(())
            }
            added => added,
        }
    }

    /// The levers that matter most to what is asked.
    fn screen(
        &self,
        args: &CompareArgs,
        levers: &[String],
        question: &Question,
        compare: &mut dyn FnMut(&[Plan], &Question) -> Compared,
    ) -> Result<Vec<String>, Failure> {
        let tried = screening(levers);
        let alone = levers.len() + 1;
        let mut plans = Vec::new();
        for levers in &tried {
            let loaded = loading::load_with(&args.scenario, &args.scenario.scenario, levers);
            match loaded.and_then(|loaded| loading::plan_of(&loaded)) {
                Ok(plan) => plans.push(plan),
                Err(failure) if plans.len() < alone => return Err(failure),
                // Where levers cannot all go together, what each does alone has to do.
                Err(_) => break,
            }
        }
        let compared = compare(&plans, &Question { stop: Stop::After(SCREENING_NIGHTS), ..*question });
        let criterion = match question.rule {
            Rule::By(criterion) => criterion,
            Rule::LeastCost { .. } => Criterion::AllMet,
        };
        let mut achieved: Vec<f64> =
            compared.nights.iter().map(|nights| nights.value(criterion).unwrap_or(0.0)).collect();
        if achieved.len() < tried.len() {
            achieved.truncate(alone);
            achieved.resize(tried.len(), 0.0);
        }
        Ok(most_effective(levers, &achieved))
    }

    fn nothing_to_compare(&self) -> Failure {
        let levers: Vec<&str> = self.base.levers.keys().map(String::as_str).collect();
        let help = match levers.as_slice() {
            [] => "name another scenario; this one has no levers".to_owned(),
            some => format!(
                "name another scenario, a --plan, or --all-levers; the levers are {}",
                some.join(", ")
            ),
        };
        Failure::Usage(format!("there is nothing to compare with: {help}"))
    }
}

/// A file's name without its ending.
fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

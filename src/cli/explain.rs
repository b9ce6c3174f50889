//! `nightdesk simulate --explain`: what went wrong, and what would mend it.

use super::args::ScenarioArgs;
use super::exit::Failure;
use super::interrupt::Interrupt;
use super::loading::{self, Loaded};
use super::progress::NightsBar;
use crate::comparison::explain::explain;
use crate::comparison::explain::remedies::{Effect, Post, most_helpful};
use crate::comparison::{Compared, Criterion, Question, Rule, Stop, compare};
use crate::report::explanation::{Change, Explaining, Explanation};
use crate::scenario::Scenario;
use crate::simulation::plan::Plan;
use crate::simulation::replications::{Sampling, Simulated};

/// From this chance of meeting all targets on a change mends.
const CERTAINTY: f64 = 0.95;
/// Nights on which changes are tried.
const NIGHTS: u64 = 400;

/// A change that may mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Trial {
    levers: Vec<String>,
    posts: Vec<Post>,
}

/// What is explained.
pub struct Bad<'a> {
    /// How the scenario was asked for.
    pub args: &'a ScenarioArgs,
    /// The scenario.
    pub loaded: &'a Loaded,
    /// The same, compiled.
    pub plan: &'a Plan,
    /// How its nights were sampled.
    pub sampling: &'a Sampling,
    /// What came out.
    pub simulated: &'a Simulated,
    /// Whether somebody asked to stop.
    pub interrupt: &'a Interrupt,
    /// No progress on standard error.
    pub quiet: bool,
}

impl Bad<'_> {
    /// The explanation; none if no night misses a target, or once interrupted.
    ///
    /// # Errors
    /// If a changed scenario cannot be simulated.
    pub fn explanation(&self) -> Result<Option<Explanation>, Failure> {
        if self.simulated.interrupted {
            return Ok(None);
        }
        let problems = |errors: Vec<crate::simulation::plan::CompileError>| {
            Failure::Problems(errors.iter().map(ToString::to_string).collect())
        };
        let Sampling { seed, threads, .. } = *self.sampling;
        let scenario = &self.loaded.scenario;
        let go_on = || !self.interrupt.asked();
        let explained =
            explain(scenario, self.plan, &self.simulated.nights, seed, threads, &go_on).map_err(problems)?;
        let Some(explained) = explained else { return Ok(None) };
        let (trials, compared) = self.remedies()?;
        if self.interrupt.asked() {
            return Ok(None);
        }
        let changes: Vec<Change> = trials.iter().map(|trial| self.change(trial)).collect();
        let explaining = Explaining {
            scenario,
            plan: self.plan,
            explained: &explained,
            compared: &compared,
            changes: &changes,
            certainty: CERTAINTY,
        };
        Ok(Some(explaining.explanation()))
    }

    /// Every change alone; where none mends it, the pairs of those that help most too.
    fn remedies(&self) -> Result<(Vec<Trial>, Compared), Failure> {
        let (singles, compared) = self.compare(self.singles())?;
        let effects = Effect::of(&compared);
        if effects.iter().any(|effect| effect.mends(CERTAINTY)) {
            return Ok((singles, compared));
        }
        let helpful: Vec<usize> = most_helpful(&effects).into_iter().map(|plan| plan - 1).collect();
        let mut trials = singles.clone();
        for (place, &one) in helpful.iter().enumerate() {
            for &other in &helpful[place + 1..] {
                trials.push(singles[one.min(other)].with(&singles[one.max(other)]));
            }
        }
        if trials.len() == singles.len() { Ok((singles, compared)) } else { self.compare(trials) }
    }

    /// Levers that are not on yet, and one agent more on every shift.
    fn singles(&self) -> Vec<Trial> {
        let scenario = &self.loaded.scenario;
        let levers = scenario.levers.keys().filter(|lever| !self.args.with.contains(lever));
        let levers = levers.map(|lever| Trial { levers: vec![lever.clone()], posts: Vec::new() });
        let posts =
            Post::all(scenario).into_iter().map(|post| Trial { levers: Vec::new(), posts: vec![post] });
        levers.chain(posts).collect()
    }

    /// The trials that make a scenario, compared with the scenario as it is.
    fn compare(&self, trials: Vec<Trial>) -> Result<(Vec<Trial>, Compared), Failure> {
        let mut plans = vec![self.plan.clone()];
        let mut possible = Vec::new();
        for trial in trials {
            // Levers need not go together.
            if let Ok(plan) = self.scenario(&trial).and_then(|scenario| loading::plan(&scenario)) {
                plans.push(plan);
                possible.push(trial);
            }
        }
        let Sampling { seed, threads, .. } = *self.sampling;
        let nights = NIGHTS.max(2).min(self.simulated.nights.len() as u64);
        let rule = Rule::By(Criterion::AllMet);
        let question = Question { rule, indifference: 1.0, seed, stop: Stop::After(nights), threads };
        let bar = NightsBar::new(self.quiet);
        let compared = compare(&plans, &question, &mut |progress| {
            bar.show(progress);
            !self.interrupt.asked()
        });
        Ok((possible, compared))
    }

    fn scenario(&self, trial: &Trial) -> Result<Scenario, Failure> {
        let mut scenario = match trial.levers.is_empty() {
            true => self.loaded.scenario.clone(),
            false => loading::load_with(self.args, &self.args.scenario, &trial.levers)?.scenario,
        };
        trial.posts.iter().for_each(|post| post.add_one(&mut scenario));
        Ok(scenario)
    }

    fn change(&self, trial: &Trial) -> Change {
        let title = |lever: &String| {
            let title = self.loaded.scenario.levers.get(lever).and_then(|lever| lever.title.clone());
            title.unwrap_or_else(|| lever.clone())
        };
        let levers = trial.levers.iter().map(|lever| (lever.clone(), title(lever)));
        let posts = trial.posts.iter().map(|post| (format!("{} + 1", post.path()), post.title()));
        let (names, titles): (Vec<String>, Vec<String>) = levers.chain(posts).unzip();
        Change { name: names.join(", "), title: titles.join("; ") }
    }
}

impl Trial {
    /// Both together.
    fn with(&self, other: &Trial) -> Trial {
        Trial {
            levers: [&self.levers[..], &other.levers].concat(),
            posts: [&self.posts[..], &other.posts].concat(),
        }
    }
}

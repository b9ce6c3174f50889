//! The store score, and what is judged over several nights.

use super::Checker;
use crate::scenario::diagnostics::Problem;
use crate::scenario::path::Path;
use crate::scenario::store_score::ScoreOf;
use crate::units::Money;

impl Checker<'_> {
    pub(super) fn store_score(&mut self) {
        let Some(score) = &self.scenario.store_score else { return };
        let path = Path::of(&["store_score", "part"]);
        if score.parts.is_empty() {
            let problem = Problem::error_at(&path, "the store score is made of nothing");
            self.report(problem.help("add [store_score.part.x] with a `target` and `points`"));
        }
        let asked = self.scenario.satisfaction.is_some() || self.is_written(&["satisfaction"]);
        for (name, part) in &score.parts {
            if let (ScoreOf::Opinion(opinion), false) = (&part.of, asked) {
                let message = format!("part `{name}` is made of \"{}\", and nobody is asked", opinion.name());
                let problem = Problem::error_at(&path.child(name).child("measure"), message);
                self.report(
                    problem.help("add [satisfaction] with the `share` of customers who answer the survey"),
                );
            }
        }
    }

    pub(super) fn penalties(&mut self) {
        for (name, target) in &self.scenario.targets {
            let once = target.over.is_none() && target.penalty.per_period != Money::ZERO;
            if once {
                let path = Path::of(&["target", name, "penalty", "per_period"]);
                let message = format!("target `{name}` is judged night by night, so it has no `per_period`");
                let help = "add `over = \"30 nights\"` to the target, or write `per_night`";
                self.report(Problem::error_at(&path, message).help(help));
            }
        }
    }
}

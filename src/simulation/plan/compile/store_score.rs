//! The store score.

use super::{Compiled, Compiler};
use crate::scenario;
use crate::simulation::plan::{CompileError, ScoreOf, ScorePart, StoreScore, Threshold};

impl Compiler<'_> {
    pub(super) fn store_score(&self, score: &scenario::store_score::StoreScore) -> Compiled<StoreScore> {
        let part = |(name, part): (&String, &scenario::store_score::ScorePart)| {
            let of = match &part.of {
                scenario::store_score::ScoreOf::Opinion(opinion) => ScoreOf::Opinion(*opinion),
                scenario::store_score::ScoreOf::Target(wanted) => {
                    let target = self.scenario.targets.keys().position(|target| target == wanted);
                    let place = format!("store_score.part.{name}");
                    let unknown = CompileError::Unknown { place, kind: "target", name: wanted.clone() };
                    ScoreOf::Target(target.ok_or(unknown)?)
                }
            };
            Ok(ScorePart { name: name.clone(), of, weight: part.weight, points: part.points.clone() })
        };
        let threshold = |(name, below): (&String, &scenario::store_score::Below)| Threshold {
            name: name.clone(),
            score: below.score,
            cost: below.cost,
        };
        Ok(StoreScore {
            over: score.over,
            parts: score.parts.iter().map(part).collect::<Compiled<_>>()?,
            thresholds: score.below.iter().map(threshold).collect(),
        })
    }
}

//! The store score.

use super::{Compiled, Compiler};
use crate::scenario;
use crate::simulation::plan::{CompileError, ScorePart, StoreScore, Threshold};

impl Compiler<'_> {
    pub(super) fn store_score(&self, score: &scenario::store_score::StoreScore) -> Compiled<StoreScore> {
        let part = |(name, part): (&String, &scenario::store_score::ScorePart)| {
            let target = self.scenario.targets.keys().position(|target| *target == part.target);
            let place = format!("store_score.part.{name}");
            let unknown = CompileError::Unknown { place, kind: "target", name: part.target.clone() };
            Ok(ScorePart {
                name: name.clone(),
                target: target.ok_or(unknown)?,
                weight: part.weight,
                points: part.points.clone(),
            })
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

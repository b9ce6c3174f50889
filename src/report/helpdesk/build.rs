//! The model from the same nights with and without the helpdesk's times.

use super::model::{HelpdeskReport, HelpdeskTarget};
use crate::comparison::{Criterion, Nights};
use crate::report::build::CONFIDENCE;
use crate::simulation::plan::Plan;
use crate::simulation::replications::Simulated;
use crate::simulation::tally::Counts;
use crate::statistics::paired::{PairedDifference, Term};
use crate::statistics::{Interval, wilson};
use crate::units::Span;

/// Nights of a plan, and how busy its agents were on each.
#[derive(Clone, Copy, Debug)]
pub struct BusyNights<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its nights.
    pub simulated: &'a Simulated,
    /// Work in all agents' hands, by night.
    pub busy: &'a [Span],
}

impl BusyNights<'_> {
    /// Work in all agents' hands on one night.
    pub fn seen(counts: &Counts) -> Span {
        Span(counts.teams.iter().map(|team| team.busy.0).sum())
    }

    fn judged(&self, criteria: &[Criterion], base: &Plan, seed: u64) -> Nights {
        let mut nights = Nights::new(criteria, self.plan, base);
        nights.extend(self.plan, &self.simulated.nights, seed);
        nights
    }

    fn busy_hours(&self) -> Vec<Term> {
        self.busy.iter().map(|busy| Term::of_night(busy.seconds() / 3600.0)).collect()
    }

    /// The share of the time on duty that agents are busy, and how long one is on duty a night, in hours.
    fn occupancy(&self) -> Option<(f64, f64)> {
        let tally = &self.simulated.tally;
        let sum = |of: fn(&crate::simulation::tally::TeamTally) -> i128| {
            tally.teams.iter().map(of).sum::<i128>() as f64
        };
        let (busy, on_duty) = (sum(|team| team.busy), sum(|team| team.on_duty));
        let agents = self.plan.agents.len() as f64 * tally.nights as f64;
        (busy > 0.0 && agents > 0.0).then(|| (busy / on_duty, on_duty / 3.6e9 / agents))
    }
}

/// As many nights, the same ones, with and without the helpdesk's times.
#[derive(Clone, Copy, Debug)]
pub struct SameNights<'a> {
    /// The helpdesk whose times a replay measured.
    pub measured: Option<&'a str>,
    /// What all draws were keyed by.
    pub seed: u64,
    /// With.
    pub with: BusyNights<'a>,
    /// Without.
    pub without: BusyNights<'a>,
}

impl SameNights<'_> {
    /// The report.
    pub fn report(&self) -> HelpdeskReport {
        let base = self.without.plan;
        let criteria = Criterion::of(base);
        let [with, without] =
            [self.with, self.without].map(|nights| nights.judged(&criteria, base, self.seed));
        let work = PairedDifference::of(&self.with.busy_hours(), &self.without.busy_hours())
            .map(|difference| difference.interval(CONFIDENCE));
        let scaled =
            |by: f64| work.map(|it| Interval { value: it.value / by, low: it.low / by, high: it.high / by });
        let occupancy = self.without.occupancy();
        let tally = &self.without.simulated.tally;
        HelpdeskReport {
            measured: self.measured.map(str::to_owned),
            chance_all_met: criteria
                .contains(&Criterion::AllMet)
                .then(|| wilson(tally.nights_all_met, tally.nights, CONFIDENCE)),
            chance_gained: criteria
                .contains(&Criterion::AllMet)
                .then(|| with.interval(&without, Criterion::AllMet, CONFIDENCE))
                .flatten(),
            targets: (base.targets.iter().enumerate())
                .map(|(index, target)| HelpdeskTarget {
                    name: target.name.clone(),
                    without: without.value(Criterion::Compliance(index)),
                    with: with.value(Criterion::Compliance(index)),
                    gained: with.interval(&without, Criterion::Compliance(index), CONFIDENCE),
                })
                .collect(),
            work_h: work,
            agent_h: occupancy.and_then(|(busy, _)| scaled(busy)),
            agents: occupancy.and_then(|(busy, on_duty)| scaled(busy * on_duty)),
        }
    }
}

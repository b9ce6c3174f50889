//! The report of an answer.

use super::model::{
    Agents, FormulaReport, FormulaTarget, FrontierRow, PromiseReport, RosterRow, StaffReport, Stretch,
};
use crate::report::odd::Clock;
use crate::report::{Run, Warning, odd};
use crate::scenario::{ClockTime, Staffing};
use crate::simulation::outlook::Outlook;
use crate::staffing::{Answer, Choice, Compared, Ending, Formula, Hold, Promise, Question, What};
use crate::units::{Span, Time};

/// An answer and what it is to.
#[derive(Clone, Copy, Debug)]
pub struct StaffRun<'a> {
    /// What was asked.
    pub question: &'a Question,
    /// What was found.
    pub answer: &'a Answer,
    /// What the scenario's reader warned of.
    pub warnings: &'a [Warning],
}

impl StaffRun<'_> {
    /// The report.
    pub fn report(&self) -> StaffReport {
        let (question, answer) = (self.question, self.answer);
        let odd = odd(&answer.scenario, &answer.plan, &Outlook::of(&answer.plan), true, self.warnings);
        let fresh = Run {
            scenario: &answer.scenario,
            plan: &answer.plan,
            seed: answer.fresh_seed,
            simulated: &answer.fresh,
            warnings: &[self.warnings, &odd[..]].concat(),
        }
        .report();
        let planned_cost = answer.desk.planned_cost(&answer.roster);
        StaffReport {
            scenario: fresh.scenario.clone(),
            version: fresh.version.clone(),
            seed: question.seed,
            hold: hold_name(question.asked.hold),
            certainty: question.asked.certainty,
            budget: question.means.cost.is_finite().then_some(question.means.cost),
            at_most: question.means.agents,
            ending: match answer.ending {
                Ending::Holds => "holds",
                Ending::Best => "best",
                Ending::Impossible => "impossible",
            },
            complete: !answer.stopped,
            replications: fresh.replications,
            fresh_seed: answer.fresh_seed,
            checks: answer.checks,
            chance_all_met: fresh.chance_all_met,
            targets: fresh.targets.clone(),
            promises: answer.promises.iter().map(|promise| self.promise(promise)).collect(),
            roster: self.roster(),
            agents: answer.desk.agents(&answer.roster),
            paid_h: answer.desk.paid_h(&answer.roster),
            planned_cost,
            bound: answer.bound.map(|bound| bound.min(planned_cost)),
            gap: (answer.bound.filter(|_| planned_cost > 0.0))
                .map(|bound| 1.0 - bound.min(planned_cost) / planned_cost),
            cost: fresh.cost.clone(),
            teams: fresh.teams.clone(),
            intervals: fresh.intervals.clone(),
            binds: self.binds(),
            change_replications: answer.changes_seen.0,
            change_from: self.promise(&answer.changes_seen.1),
            frontier: self.frontier(),
            formulas: answer.formulas.iter().map(|compared| self.formula(compared)).collect(),
            rosters_searched: answer.rosters,
            nights_searched: answer.nights_searched,
            warnings: self.mind(fresh.warnings.clone()),
            fresh,
        }
    }

    /// The warnings of the fresh nights, and of a search that was cut short.
    fn mind(&self, mut warnings: Vec<Warning>) -> Vec<Warning> {
        if self.answer.stopped {
            let message =
                "the search was stopped before it was done: there may be cheaper rosters".to_owned();
            warnings.push(Warning { name: "search".to_owned(), message });
        }
        warnings
    }

    fn clock(&self) -> Clock {
        Clock::of(&self.answer.scenario, &self.answer.plan)
    }

    fn promise(&self, promise: &Promise) -> PromiseReport {
        let target = promise.target.map(|target| self.answer.plan.targets[target].name.clone());
        let start = |interval: usize| Time(self.answer.plan.interval.0 * interval as i64);
        let interval = promise.interval.map(|interval| self.clock().show(start(interval)));
        let name = match (&target, &interval) {
            (None, _) => "all".to_owned(),
            (Some(target), None) => target.clone(),
            (Some(target), Some(interval)) => format!("{target} {interval}"),
        };
        PromiseReport {
            name,
            target,
            interval,
            share: promise.seen.value,
            low: promise.seen.low,
            high: promise.seen.high,
            required: promise.required,
            holds: promise.holds(),
        }
    }

    fn roster(&self) -> Vec<RosterRow> {
        let answer = self.answer;
        let row = |(index, choice): (usize, &Choice)| {
            let agents = answer.roster[index];
            let change = answer.changes.iter().find(|change| change.choice == index);
            let promise = |promise: Option<Promise>| promise.map(|promise| self.promise(&promise));
            let (from, to) = self.hours(choice);
            RosterRow {
                name: name_of(choice),
                team: choice.team.clone(),
                shift: match &choice.what {
                    What::Shift { name, .. } => Some(name.clone()),
                    What::Step { .. } => None,
                },
                family: match &choice.what {
                    What::Shift { family, .. } => family.as_ref().map(|family| family.name.clone()),
                    What::Step { .. } => None,
                },
                from,
                to,
                agents,
                min: choice.least,
                max: choice.most,
                paid_h: choice.paid_h * f64::from(agents),
                wages: choice.wages * f64::from(agents),
                more: promise(change.and_then(|change| change.more)),
                fewer: promise(change.and_then(|change| change.fewer)),
                on_shift: choice.on_shift.iter().map(|shift| self.stretch(*shift)).collect(),
            }
        };
        answer.desk.choices.iter().enumerate().map(row).collect()
    }

    fn stretch(&self, (from, to): (Time, Time)) -> Stretch {
        Stretch { name: self.clock().show(from), start_s: from.seconds(), end_s: to.seconds() }
    }

    /// Start and end of a shift, or of a step, as the file has them.
    fn hours(&self, choice: &Choice) -> (String, String) {
        let staffing = self.answer.scenario.teams.get(&choice.team).map(|team| &team.staffing);
        match (staffing, &choice.what) {
            (Some(Staffing::Shifts(shifts)), What::Shift { name, .. }) => shifts
                .get(name)
                .map_or_else(Default::default, |shift| (clock_text(shift.from), clock_text(shift.to))),
            (Some(Staffing::Level(level)), What::Step { from, place }) => {
                let next = level.steps.get(place + 1).or(level.steps.first());
                (clock_text(*from), next.map_or_else(String::new, |step| clock_text(step.0)))
            }
            _ => Default::default(),
        }
    }

    fn agents(&self, roster: &[u32]) -> Vec<Agents> {
        let on = self.answer.desk.choices.iter().zip(roster).filter(|(_, agents)| **agents > 0);
        on.map(|(choice, &agents)| Agents { name: name_of(choice), agents }).collect()
    }

    fn frontier(&self) -> Vec<FrontierRow> {
        let desk = &self.answer.desk;
        let row = |(place, point): (usize, &crate::staffing::Point)| FrontierRow {
            name: (place + 1).to_string(),
            cost: point.cost,
            agents: desk.agents(&point.roster),
            paid_h: desk.paid_h(&point.roster),
            replications: point.nights,
            worst: self.promise(&point.worst),
            roster: self.agents(&point.roster),
        };
        self.answer.frontier.iter().enumerate().map(row).collect()
    }

    fn formula(&self, compared: &Compared) -> FormulaReport {
        let (answer, desk) = (self.answer, &self.answer.desk);
        let run = Run {
            scenario: &answer.scenario,
            plan: &answer.plan,
            seed: self.question.seed,
            simulated: &compared.simulated,
            warnings: &[],
        };
        let report = run.report();
        let target = |(target, promised): (&crate::report::TargetReport, &Option<f64>)| FormulaTarget {
            name: target.name.clone(),
            promised: *promised,
            compliance: target.compliance.map(|compliance| compliance.mean),
            chance_met: target.chance_met.map(|chance| chance.value),
        };
        FormulaReport {
            name: match compared.formula {
                Formula::ErlangC => "erlang_c",
                Formula::ErlangA => "erlang_a",
            }
            .to_owned(),
            agents: desk.agents(&compared.roster),
            paid_h: desk.paid_h(&compared.roster),
            planned_cost: desk.planned_cost(&compared.roster),
            holds: compared.promises.iter().all(Promise::holds),
            replications: report.replications,
            chance_all_met: report.chance_all_met,
            targets: report.targets.iter().zip(&compared.promised).map(target).collect(),
            roster: self.agents(&compared.roster),
        }
    }

    /// What stands in the way: promises that hold narrowly or not, limits and numbers at their end.
    fn binds(&self) -> Vec<Warning> {
        let answer = self.answer;
        let mut binds = Vec::new();
        let mut promises: Vec<&Promise> = answer.promises.iter().collect();
        promises.sort_by(|a, b| (a.seen.low - a.required).total_cmp(&(b.seen.low - b.required)));
        for promise in promises.into_iter().take(3) {
            let seen = self.promise(promise);
            let message = match promise.holds() {
                true => "holds with the least to spare",
                false => "does not hold",
            };
            binds.push(Warning { name: seen.name, message: message.to_owned() });
        }
        for limit in &answer.desk.limits {
            let there: u32 = limit.choices.iter().map(|&choice| answer.roster[choice]).sum();
            let (from, to) = (self.clock().show(limit.from), self.clock().show(limit.to));
            if there == limit.least && limit.least > 0 {
                let message = format!("only the {} that have to be on duty {from} to {to}", limit.least);
                binds.push(Warning { name: format!("team.{}.at_least_on_duty", limit.team), message });
            }
            if there == limit.most {
                let message = format!("all {} that may be on duty {from} to {to}", limit.most);
                binds.push(Warning { name: format!("team.{}.at_most_on_duty", limit.team), message });
            }
        }
        for (choice, &agents) in answer.desk.choices.iter().zip(&answer.roster) {
            let message = match () {
                () if choice.least == choice.most => continue,
                () if agents == choice.most => format!("as many as there may be: {agents}"),
                () if agents == choice.least && agents > 0 => format!("as few as there may be: {agents}"),
                () => continue,
            };
            binds.push(Warning { name: name_of(choice), message });
        }
        binds
    }
}

/// `night/late`, `hotline/22:30`
pub fn name_of(choice: &Choice) -> String {
    match &choice.what {
        What::Shift { name, .. } => format!("{}/{name}", choice.team),
        What::Step { from, .. } => format!("{}/{}", choice.team, clock_text(*from)),
    }
}

fn clock_text(clock: ClockTime) -> String {
    let minutes = (clock.0.max(Span::ZERO)).micros() / 60_000_000;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

const fn hold_name(hold: Hold) -> &'static str {
    match hold {
        Hold::Night => "night",
        Hold::Each => "each",
        Hold::Average => "average",
        Hold::Interval => "interval",
    }
}

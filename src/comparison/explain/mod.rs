//! What went wrong: to what the misses of bad nights are owed, and what would mend them.
//!
//! The nights that miss a target are simulated again with one cause taken away at a time, and with every set
//! of causes taken away: the customers stay the same, so every miss that goes with a cause is owed to it. Two
//! causes may both be needed for a miss, or each alone be enough; so what each does alone does not add up.
//! The shares do: they are Shapley's (`shapley`).
//!
//! | file | what it holds |
//! | --- | --- |
//! | `causes` | what can be taken away, and how |
//! | `relief` | agents without end in one stretch of time |
//! | `shapley` | a fair share of what causes do together |
//! | `remedies` | changes that would mend it: levers, and one agent more |

mod causes;
pub mod relief;
pub mod remedies;
pub mod shapley;

pub use causes::Cause;

use self::relief::{Stretch, stretches};
use super::CONFIDENCE;
use crate::scenario::Scenario;
use crate::simulation::outlook::Outlook;
use crate::simulation::plan::{CompileError, Plan};
use crate::simulation::side_by_side::SideBySide;
use crate::simulation::tally::{NightRecord, meets};
use crate::statistics::{Interval, ratio};
use crate::units::Time;

/// No more bad nights than so many are looked at.
const MOST_NIGHTS: usize = 50;
/// Stretches that are told apart by team.
const BY_TEAM: usize = 3;

/// What went wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// Nights of the run that miss a target.
    pub bad_nights: u64,
    /// The first of them, which were looked at.
    pub looked_at: u64,
    /// What was taken away.
    pub causes: Vec<Cause>,
    /// Targets that some night looked at misses.
    pub targets: Vec<TargetExplained>,
}

/// Why one target is missed, on the nights looked at that miss it.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetExplained {
    /// Index of the target.
    pub target: usize,
    /// Nights looked at that miss it.
    pub nights: u64,
    /// Misses a night.
    pub misses: f64,
    /// By cause: its Shapley share of the misses, and what goes if it alone is taken away.
    pub causes: Vec<Owed>,
    /// What goes if all causes are taken away; the rest is owed to none of them.
    pub together: Option<Interval>,
    /// What goes if nobody waits for an agent in a stretch of time, the greatest first; they overlap.
    pub hours: Vec<HourExplained>,
}

/// Shares of the misses, with 95 % intervals over nights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Owed {
    /// All of them add up to what all causes do together.
    pub share: Option<Interval>,
    /// These do not.
    pub alone: Option<Interval>,
}

/// A stretch of time with too few agents.
#[derive(Clone, Debug, PartialEq)]
pub struct HourExplained {
    /// From here.
    pub from: Time,
    /// To here.
    pub to: Time,
    /// The share of the misses that goes with enough agents in it.
    pub share: Interval,
    /// The same with enough agents of one team only, by index; of the greatest stretches.
    pub teams: Vec<(usize, Interval)>,
}

/// Explains the nights of `plan` that miss a target, where `nights` are the first of `seed`. None if none does,
/// or as soon as `go_on` says no: it is asked every few nights.
///
/// # Errors
/// If a changed scenario cannot be compiled, for one that has too many agents then.
pub fn explain(
    scenario: &Scenario,
    plan: &Plan,
    nights: &[NightRecord],
    seed: u64,
    threads: usize,
    go_on: &dyn Fn() -> bool,
) -> Result<Option<Explained>, Vec<CompileError>> {
    let bad: Vec<u64> =
        (0..).zip(nights).filter(|(_, night)| misses_any(plan, night)).map(|(number, _)| number).collect();
    if bad.is_empty() {
        return Ok(None);
    }
    let looked_at = &bad[..bad.len().min(MOST_NIGHTS)];
    let base: Vec<&NightRecord> = looked_at.iter().map(|&number| &nights[number as usize]).collect();
    let stretches = stretches(scenario, &Outlook::of(plan));
    let again = Again { seed, threads, nights: looked_at, go_on };
    let causes = Cause::of(scenario, &stretches);
    let Some(coalitions) = again.simulate(&changed_by(scenario, &causes, &stretches)?) else {
        return Ok(None);
    };
    let Some(hours) = again.simulate(&relieved(scenario, &stretches)?) else { return Ok(None) };
    let mut targets: Vec<TargetExplained> = (0..plan.targets.len())
        .filter_map(|target| explained(plan, target, &base, &causes, &coalitions, &hours, &stretches))
        .collect();
    if !add_teams(scenario, plan, &base, &stretches, &again, &mut targets)? {
        return Ok(None);
    }
    let (bad_nights, looked_at) = (bad.len() as u64, looked_at.len() as u64);
    Ok(Some(Explained { bad_nights, looked_at, causes, targets }))
}

fn misses(plan: &Plan, night: &NightRecord, target: usize) -> bool {
    let counts = night.targets[target];
    counts.counted > 0 && !meets(counts, plan.targets[target].at_least)
}

fn misses_any(plan: &Plan, night: &NightRecord) -> bool {
    (0..plan.targets.len()).any(|target| misses(plan, night, target))
}

fn missed(night: &NightRecord, target: usize) -> f64 {
    f64::from(night.targets[target].counted - night.targets[target].met)
}

/// The same nights again.
struct Again<'a> {
    seed: u64,
    threads: usize,
    nights: &'a [u64],
    go_on: &'a dyn Fn() -> bool,
}

impl Again<'_> {
    /// By plan, then night; none if it is not to go on.
    fn simulate(&self, plans: &[Plan]) -> Option<Vec<Vec<NightRecord>>> {
        let mut together = SideBySide::new(plans, self.seed, self.threads);
        let mut done: Vec<Vec<NightRecord>> = vec![Vec::with_capacity(self.nights.len()); plans.len()];
        for nights in self.nights.chunks(NIGHTS_AT_ONCE) {
            if !(self.go_on)() {
                return None;
            }
            let more = together.simulate_only(&vec![true; plans.len()], nights);
            done.iter_mut().zip(more).for_each(|(done, more)| done.extend(more));
        }
        Some(done)
    }
}

/// Between two looks at whether to go on.
const NIGHTS_AT_ONCE: usize = 16;

/// A plan for each set of causes; bit `i` of its index stands for cause `i`.
fn changed_by(
    scenario: &Scenario,
    causes: &[Cause],
    stretches: &[Stretch],
) -> Result<Vec<Plan>, Vec<CompileError>> {
    let plan = |mask: usize| {
        let mut changed = scenario.clone();
        for (index, cause) in causes.iter().enumerate() {
            if mask >> index & 1 == 1 {
                cause.take_away(&mut changed, stretches);
            }
        }
        Plan::compile(&changed)
    };
    (0..1 << causes.len()).map(plan).collect()
}

/// A plan for each stretch, in which nobody waits for an agent.
fn relieved(scenario: &Scenario, stretches: &[Stretch]) -> Result<Vec<Plan>, Vec<CompileError>> {
    let plan = |stretch: &Stretch| {
        let mut changed = scenario.clone();
        scenario.teams.keys().for_each(|team| stretch.relieve(&mut changed, team));
        Plan::compile(&changed)
    };
    stretches.iter().map(plan).collect()
}

/// The share of `base` misses that is gone in `changed`, over the nights in `of`.
fn gone(base: &[&NightRecord], changed: &[NightRecord], target: usize, of: &[usize]) -> Option<Interval> {
    let night = |&night: &usize| {
        let before = missed(base[night], target);
        (before - missed(&changed[night], target), before)
    };
    ratio(of.iter().map(night), CONFIDENCE)
}

/// None if no night looked at misses it.
fn explained(
    plan: &Plan,
    target: usize,
    base: &[&NightRecord],
    causes: &[Cause],
    coalitions: &[Vec<NightRecord>],
    hours: &[Vec<NightRecord>],
    stretches: &[Stretch],
) -> Option<TargetExplained> {
    let of: Vec<usize> = (0..base.len()).filter(|&night| misses(plan, base[night], target)).collect();
    if of.is_empty() {
        return None;
    }
    let shares = |cause: usize| {
        let night = |&night: &usize| {
            let value = |mask: usize| -missed(&coalitions[mask][night], target);
            (shapley::value(cause, causes.len(), value), missed(base[night], target))
        };
        Owed {
            share: ratio(of.iter().map(night), CONFIDENCE),
            alone: gone(base, &coalitions[1 << cause], target, &of),
        }
    };
    let mut by_hour: Vec<HourExplained> = stretches
        .iter()
        .zip(hours)
        .filter_map(|(stretch, changed)| {
            let share = gone(base, changed, target, &of)?;
            Some(HourExplained { from: stretch.from, to: stretch.to, share, teams: Vec::new() })
        })
        .collect();
    by_hour.sort_by(|a, b| b.share.value.total_cmp(&a.share.value).then(a.from.cmp(&b.from)));
    Some(TargetExplained {
        target,
        nights: of.len() as u64,
        misses: of.iter().map(|&night| missed(base[night], target)).sum::<f64>() / of.len() as f64,
        causes: (0..causes.len()).map(shares).collect(),
        together: gone(base, &coalitions[coalitions.len() - 1], target, &of),
        hours: by_hour,
    })
}

/// Which team is too small in the greatest stretches of each target; a single team needs no telling. False if
/// it was not to go on.
fn add_teams(
    scenario: &Scenario,
    plan: &Plan,
    base: &[&NightRecord],
    stretches: &[Stretch],
    again: &Again<'_>,
    targets: &mut [TargetExplained],
) -> Result<bool, Vec<CompileError>> {
    if plan.teams.len() < 2 {
        return Ok(true);
    }
    let greatest = |target: &TargetExplained| -> Vec<Time> {
        target.hours.iter().take(BY_TEAM).map(|hour| hour.from).collect()
    };
    let wanted: Vec<Time> = targets.iter().flat_map(greatest).collect();
    let wanted = stretches.iter().filter(|stretch| wanted.contains(&stretch.from));
    let pairs: Vec<(&Stretch, usize)> =
        wanted.flat_map(|stretch| (0..plan.teams.len()).map(move |team| (stretch, team))).collect();
    let relieved = |(stretch, team): &(&Stretch, usize)| {
        let mut changed = scenario.clone();
        stretch.relieve(&mut changed, &plan.teams[*team].name);
        Plan::compile(&changed)
    };
    let plans: Vec<Plan> = pairs.iter().map(relieved).collect::<Result<_, _>>()?;
    let Some(changed) = again.simulate(&plans) else { return Ok(false) };
    for ((stretch, team), changed) in pairs.iter().zip(changed) {
        for explained in targets.iter_mut() {
            let target = explained.target;
            let of: Vec<usize> = (0..base.len()).filter(|&night| misses(plan, base[night], target)).collect();
            let hour = explained.hours.iter_mut().take(BY_TEAM).find(|hour| hour.from == stretch.from);
            if let (Some(hour), Some(share)) = (hour, gone(base, &changed, target, &of)) {
                hour.teams.push((*team, share));
            }
        }
    }
    Ok(true)
}

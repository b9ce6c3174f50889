//! From the question to the answer: search, check on fresh nights, search on if that fails; then what
//! stands beside it.

use super::choice::{Desk, Roster};
use super::formula::{Formula, promised};
use super::hold::{Asked, Judged, Promise, Seen};
use super::programme::Means;
use super::sample::Sample;
use super::search::{Round, Search};
use super::watch::{Doing, Watch};
use super::{Fault, bound, frontier};
use crate::scenario::Scenario;
use crate::simulation::plan::Plan;
use crate::simulation::replications::{Sampling, Simulated, Stop, simulate_seen};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    /// What has to hold.
    pub asked: Asked,
    /// What may be spent; with a bound the best to be had for it is looked for.
    pub means: Means,
    /// What all draws are keyed by.
    pub seed: u64,
    /// Fresh nights of the check.
    pub check: u64,
    /// Threads; the answer does not depend on it.
    pub threads: usize,
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Everything asked for holds, on fresh nights too.
    Holds,
    /// It does not hold within the means or limits; this is the best that was found.
    Best,
    /// It does not hold even with as many agents as there may be.
    Impossible,
}

/// The answer.
#[derive(Debug)]
pub struct Answer {
    /// What can be chosen.
    pub desk: Desk,
    /// Agents by choice.
    pub roster: Roster,
    /// The scenario with them.
    pub scenario: Scenario,
    /// The same, compiled.
    pub plan: Plan,
    /// How it ended.
    pub ending: Ending,
    /// It was stopped before it was done.
    pub stopped: bool,
    /// The fresh nights of the last check.
    pub fresh: Simulated,
    /// Their seed: `nightdesk simulate` with it meets the same nights.
    pub fresh_seed: u64,
    /// Checks made, each on nights of its own.
    pub checks: u64,
    /// Everything that has to hold, on the fresh nights.
    pub promises: Vec<Promise>,
    /// No roster that holds costs less.
    pub bound: Option<f64>,
    /// By choice: what one agent more, and one fewer, would do.
    pub changes: Vec<Change>,
    /// Nights that the changes were seen on, and the roster itself on the same.
    pub changes_seen: (u64, Promise),
    /// Rosters of which none is both cheaper and better.
    pub frontier: Vec<frontier::Point>,
    /// What the formulas ask for.
    pub formulas: Vec<Compared>,
    /// Nights simulated in the search.
    pub nights_searched: u64,
    /// Rosters measured in the search.
    pub rosters: usize,
}

/// What a change of one agent does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Index of the choice.
    pub choice: usize,
    /// With one more: the promise that is worst then.
    pub more: Option<Promise>,
    /// With one fewer.
    pub fewer: Option<Promise>,
}

/// A formula's roster, and what happens with it.
#[derive(Debug)]
pub struct Compared {
    /// Which.
    pub formula: Formula,
    /// Agents by choice.
    pub roster: Roster,
    /// By target.
    pub promised: Vec<Option<f64>>,
    /// What happens.
    pub simulated: Simulated,
    /// Everything that has to hold.
    pub promises: Vec<Promise>,
}

/// The first round of the search: roughly; and the second, near by.
const FIRST: Round =
    Round { nights: 200, slope_nights: 30, step: 0.05, smallest: 0.005, tries: 3, effort: 3 };
const SECOND: Round =
    Round { nights: 400, slope_nights: 30, step: 0.01, smallest: 0.001, tries: 3, effort: 4 };
/// Where no cost is to be undercut: the best for what may be spent.
const BEST: Round =
    Round { nights: 1_000, slope_nights: 60, step: 0.01, smallest: 0.001, tries: 3, effort: 5 };
/// Nights that a roster has to hold on before it is checked on fresh ones.
const FINAL: u64 = 3_000;
/// Nights of the start, and of the question whether anything can hold at all.
const START: u64 = 200;
/// Nights that one agent more or fewer is seen on.
const CHANGES: u64 = 200;
/// Choices up to which those that nobody is on are varied too.
const FEW: usize = 12;
/// Nights that a formula's roster is simulated for.
const COMPARED: u64 = 1_000;
/// Checks after which the best so far has to do.
const MOST_CHECKS: u64 = 8;
/// The most that a failed check adds to what the search asks for, in log odds: one given up early says little.
const MOST_MARGIN: f64 = 0.15;
/// Nights at which a check that clearly fails is given up.
const GIVEN_UP_AT: [u64; 4] = [400, 1_000, 2_000, 4_000];

/// Looks for the answer.
///
/// # Errors
/// If the scenario cannot be compiled with some roster, or its limits contradict each other.
pub fn staff(scenario: &Scenario, question: &Question, watch: &mut dyn Watch) -> Result<Answer, Fault> {
    let desk = Desk::of(scenario)?;
    if desk.scenario.targets.is_empty() {
        return Err(Fault::NothingPromised("the scenario has no target: nothing has to hold"));
    }
    if !desk.has_choice() {
        return Err(Fault::NothingToChoose);
    }
    let sizes = (question.seed, FINAL, question.check);
    let mut sample = Sample::new(&desk, question.asked, sizes, question.threads, watch)?;
    let found = find(&mut sample, question)?;
    let roster = found.roster;
    let plan = desk.plan(&roster)?;
    let bounded = found.ending == Ending::Holds && question.means == Means::UNBOUNDED;
    sample.watch.doing(Doing::Bounding);
    let bound = if bounded { Some(bound::bound(&mut sample, &roster)?) } else { None };
    sample.watch.doing(Doing::Varying);
    let (changes, changes_seen) = changes(&mut sample, &roster)?;
    sample.watch.doing(Doing::Comparing);
    let formulas = formulas(&desk, &plan, question, sample.watch)?;
    let frontier = frontier::of(&mut sample, &roster, START)?;
    let (nights_searched, rosters) = (sample.simulated, sample.rosters());
    drop(sample);
    Ok(Answer {
        scenario: desk.with(&roster),
        roster,
        plan,
        ending: found.ending,
        stopped: found.cut || watch.stop(),
        fresh: found.check.simulated,
        fresh_seed: found.check.seed,
        checks: found.checks,
        promises: found.check.promises,
        bound,
        changes,
        changes_seen,
        frontier,
        formulas,
        nights_searched,
        rosters,
        desk,
    })
}

/// The roster, how it ended, and the last check.
struct Found {
    roster: Roster,
    ending: Ending,
    check: Check,
    checks: u64,
    /// The search was stopped before it was done.
    cut: bool,
}

/// What fresh nights gave.
struct Check {
    seed: u64,
    simulated: Simulated,
    promises: Vec<Promise>,
    judged: Judged,
}

impl Check {
    fn holds(&self) -> bool {
        self.promises.iter().all(Promise::holds)
    }
}

fn find(sample: &mut Sample<'_>, question: &Question) -> Result<Found, Fault> {
    sample.watch.doing(Doing::Searching);
    let desk = sample.desk;
    let (means, seed) = (question.means, question.seed);
    // More agents are taken never to make it worse: what the most do not hold nobody holds.
    let most = sample.measure(&desk.most(), START)?;
    if most.promises.is_empty() {
        let why = "no target counts enough to be held to: by interval, 10 or more a night are needed";
        return Err(Fault::NothingPromised(why));
    }
    let hopeless = most.promises.iter().any(Promise::fails);
    let mut search = Search::new(sample, means);
    let start = search.start(seed, START)?;
    if means != Means::UNBOUNDED || hopeless {
        let best = search.best(start, BEST)?;
        let cut = search.sample.watch.stop();
        let check = check(desk, &best, question, 0, false, search.sample.watch)?;
        let ending = match (check.holds(), hopeless) {
            (true, _) => Ending::Holds,
            (false, true) => Ending::Impossible,
            (false, false) => Ending::Best,
        };
        return Ok(Found { roster: best, ending, check, checks: 1, cut });
    }
    let mut roster = start;
    if let Some(better) = search.cheapest(roster.clone(), FIRST)? {
        roster = better;
    }
    let mut cut = false;
    for number in 0.. {
        let found = match if cut { None } else { search.settle(roster.clone(), SECOND, FINAL)? } {
            None => search.sample.safest_known(),
            found => found,
        };
        let nothing = found.is_none();
        roster = match found {
            Some(found) => found,
            None => search.best(roster, BEST)?,
        };
        cut |= search.sample.watch.stop();
        let last = nothing || number + 1 == MOST_CHECKS;
        let check = check(desk, &roster, question, number, !last, search.sample.watch)?;
        // Here the whole time limit is asked about, not only what of it is for the search.
        let out_of_time = search.sample.watch.stop();
        if check.holds() || last || out_of_time {
            let ending = if check.holds() { Ending::Holds } else { Ending::Best };
            return Ok(Found { roster, ending, check, checks: number + 1, cut: cut || out_of_time });
        }
        // It looked better on the nights that it was chosen by: ask for so much more of them.
        let fresh = search.sample.worst_of(&check.judged);
        let searched = search.sample.measure(&roster, FINAL)?.worst() + search.sample.margin;
        let margin = search.sample.margin;
        search.sample.margin = (margin.max(searched - fresh) + 0.01).min(margin + MOST_MARGIN);
        search.sample.watch.doing(Doing::Searching);
        cut |= search.sample.watch.stop();
    }
    unreachable!("the last check returns")
}

/// Simulates fresh nights. One that clearly fails is given up early, if it may be.
fn check(
    desk: &Desk,
    roster: &[u32],
    question: &Question,
    number: u64,
    may_give_up: bool,
    watch: &mut dyn Watch,
) -> Result<Check, Fault> {
    let plan = desk.plan(roster)?;
    let seed = question.seed.wrapping_add(number << 40);
    let hold = question.asked.hold;
    let mut judged = Judged::new(&plan, question.asked);
    let sampling = Sampling { seed, stop: Stop::After(question.check), threads: question.threads };
    let (simulated, seen) =
        simulate_seen(&plan, &sampling, &|counts| Seen::of(counts, hold), &mut |now, seen| {
            seen[judged.nights() as usize..].iter().for_each(|night| judged.add(night));
            watch.doing(Doing::Checking(now.nights, question.check));
            let fails =
                GIVEN_UP_AT.contains(&now.nights) && judged.promises().iter().any(Promise::surely_fails);
            !(may_give_up && fails || now.nights >= START && watch.stop())
        });
    seen[judged.nights() as usize..].iter().for_each(|night| judged.add(night));
    Ok(Check { seed, simulated, promises: judged.promises(), judged })
}

/// What one agent more or fewer of each choice does, on the same nights; and the roster itself on them.
fn changes(sample: &mut Sample<'_>, roster: &[u32]) -> Result<(Vec<Change>, (u64, Promise)), Fault> {
    let desk = sample.desk;
    let judged = sample.judge(&desk.plan(roster)?, CHANGES);
    let (nights, here) = (judged.nights(), judged.worst().unwrap_or(Promise::nothing()));
    // None of what was not seen on all these nights.
    let mut worst = |roster: &[u32]| -> Result<Option<Promise>, Fault> {
        if sample.watch.stop() {
            return Ok(None);
        }
        let judged = sample.judge(&desk.plan(roster)?, nights);
        Ok(judged.worst().filter(|_| judged.nights() == nights))
    };
    let mut changes = Vec::new();
    let free = desk.choices.iter().enumerate().filter(|(_, it)| it.least < it.most);
    let few = free.clone().count() <= FEW;
    for (choice, it) in free.filter(|(choice, _)| few || roster[*choice] > 0) {
        let mut change = Change { choice, more: None, fewer: None };
        let mut moved = roster.to_vec();
        if roster[choice] < it.most {
            moved[choice] = roster[choice] + 1;
            change.more = worst(&moved)?;
        }
        if roster[choice] > it.least {
            moved[choice] = roster[choice] - 1;
            change.fewer = worst(&moved)?;
        }
        changes.push(change);
    }
    Ok((changes, (nights, here)))
}

/// What the formulas ask for, and what then happens.
fn formulas(
    desk: &Desk,
    plan: &Plan,
    question: &Question,
    watch: &mut dyn Watch,
) -> Result<Vec<Compared>, Fault> {
    let mut compared = Vec::new();
    for formula in [Formula::ErlangC, Formula::ErlangA] {
        if watch.stop() {
            break;
        }
        let Some(promised) = promised(desk, plan, formula) else { continue };
        let plan = desk.plan(&promised.roster)?;
        let hold = question.asked.hold;
        let stop = Stop::After(COMPARED.min(question.check));
        let sampling = Sampling { seed: question.seed, stop, threads: question.threads };
        let see = |counts: &_| Seen::of(counts, hold);
        let (simulated, seen) = simulate_seen(&plan, &sampling, &see, &mut |_, _| !watch.stop());
        let mut judged = Judged::new(&plan, question.asked);
        seen.iter().for_each(|night| judged.add(night));
        compared.push(Compared {
            formula,
            roster: promised.roster,
            promised: promised.service_level,
            simulated,
            promises: judged.promises(),
        });
    }
    Ok(compared)
}

//! A lower bound on the cost of every roster that holds.
//!
//! It takes that more agents never make anything worse. Then what does not hold with so few agents in one
//! block of time and as many as there may be in all others, does not hold for any roster with as few
//! there: in every block the least that may hold is found by bisection, for each team and for all teams
//! together, and the cheapest shifts that have so many (an integer programme) cost no more than any roster
//! that holds. Teams stand in as levels, without absence and breaks, which is never less. A number counts
//! as too few only where even the upper end of the interval misses what is required.

use super::Fault;
use super::choice::Desk;
use super::programme::{Need, least_cost};
use super::sample::Sample;
use crate::random::NameKey;
use crate::simulation::plan::{Agent, Plan};
use crate::units::Time;

/// Blocks of time that a night is cut into.
const BLOCKS: usize = 12;
/// Nights on which a number of agents is judged.
const NIGHTS: u64 = 200;
/// Nights after which the blocks looked at so far have to do.
const MOST_NIGHTS: u64 = 3_000;
/// Numbers between nobody and the best roster's that are told apart.
const STEPS: u32 = 64;
/// The longest night that levels can stand in for: theirs recur daily.
const LONGEST_H: f64 = 24.0;

/// What any roster that holds costs at least, if nothing is overtime.
///
/// # Errors
/// If the scenario cannot be compiled.
pub fn bound(sample: &mut Sample<'_>, best: &[u32]) -> Result<f64, Fault> {
    let desk = sample.desk;
    let plan = desk.plan(&desk.least())?;
    let mut bound = least_cost(desk, &[]).unwrap_or(0.0);
    if (desk.closes - Time::OPENING).hours() > LONGEST_H {
        return Ok(bound);
    }
    let mut relaxed = Relaxed::of(sample, plan, best);
    let mut needs = Vec::new();
    let enough = relaxed.sample.simulated + MOST_NIGHTS;
    for block in relaxed.blocks_by_weight() {
        if relaxed.sample.watch.stop() || relaxed.sample.simulated > enough {
            break;
        }
        relaxed.needs_of(block, &mut needs);
        if let Some(cost) = least_cost(desk, &needs) {
            bound = bound.max(cost);
            relaxed.sample.watch.bound(bound);
        }
    }
    Ok(bound)
}

/// The night with levels in place of shifts.
struct Relaxed<'s, 'd> {
    sample: &'s mut Sample<'d>,
    plan: Plan,
    edges: Vec<Time>,
    /// By team, then block: the most that can be on shift at once.
    most: Vec<Vec<u32>>,
    /// Likewise, of the best roster so far.
    best: Vec<Vec<u32>>,
}

impl<'s, 'd> Relaxed<'s, 'd> {
    fn of(sample: &'s mut Sample<'d>, plan: Plan, best: &[u32]) -> Relaxed<'s, 'd> {
        let desk = sample.desk;
        // Whole report intervals, so that an interval that is judged lies in one block.
        let blocks = plan.intervals.clamp(1, BLOCKS);
        let edge = |block: usize| Time((block * plan.intervals / blocks) as i64 * plan.interval.0);
        let mut edges: Vec<Time> = (0..blocks).map(edge).collect();
        edges.push(plan.closes);
        let most = peaks(desk, &plan, &edges, &desk.most());
        let best = peaks(desk, &plan, &edges, best);
        Relaxed { sample, plan, edges, most, best }
    }

    /// Blocks in the order of what the best roster has there: the first say most.
    fn blocks_by_weight(&self) -> Vec<usize> {
        let mut blocks: Vec<usize> = (0..self.edges.len() - 1).collect();
        let there = |block: &usize| self.best.iter().map(|team| team[*block]).sum::<u32>();
        blocks.sort_by_key(|block| std::cmp::Reverse(there(block)));
        blocks
    }

    /// What every roster that holds needs in a block, of each team and of all.
    fn needs_of(&mut self, block: usize, needs: &mut Vec<Need>) {
        let teams = self.most.len();
        let each = (0..teams).map(|team| vec![team]);
        let all = (teams > 1).then(|| (0..teams).collect::<Vec<usize>>());
        for set in each.chain(all) {
            let weights: Vec<u32> = set.iter().map(|&team| self.best[team][block].max(1)).collect();
            let most: Vec<u32> = set.iter().map(|&team| self.most[team][block]).collect();
            let steps = weights.iter().copied().max().unwrap_or(1).min(STEPS);
            let scaled = |part: u32| -> Vec<u32> {
                weights.iter().zip(&most).map(|(&weight, &most)| (weight * part / steps).min(most)).collect()
            };
            // Bisection between nobody and what the best roster has.
            let (mut few, mut enough) = (None, steps + 1);
            while enough > few.map_or(0, |few| few + 1) {
                if self.sample.watch.stop() {
                    break;
                }
                let middle = few.map_or(enough / 2, |few| (few + enough) / 2);
                if self.too_few(&set, block, &scaled(middle)) { few = Some(middle) } else { enough = middle }
            }
            if let Some(few) = few {
                needs.push(self.need(&set, block, &scaled(few)));
            }
        }
    }

    /// Whether targets cannot hold with so few of these teams in a block.
    fn too_few(&mut self, set: &[usize], block: usize, few: &[u32]) -> bool {
        for team in 0..self.most.len() {
            let mut level: Vec<(Time, u32)> =
                self.edges.iter().zip(&self.most[team]).map(|(edge, most)| (*edge, *most)).collect();
            // After the close, as before it.
            level.push((self.plan.closes, level.last().map_or(0, |last| last.1)));
            if let Some(place) = set.iter().position(|&it| it == team) {
                level[block].1 = few[place];
            }
            self.plan.teams[team].level = Some(level);
            self.plan.teams[team].absence = 0.0;
        }
        self.plan.agents = (self.plan.teams.iter().enumerate())
            .flat_map(|(index, team)| {
                let key = NameKey::of(&[&team.name, ""]);
                let most = team.level.iter().flatten().map(|step| step.1).max().unwrap_or(0);
                let agent = move |number| Agent {
                    team: index as u16,
                    shift: String::new(),
                    number,
                    key,
                    duties: Vec::new(),
                };
                (0..most).map(agent)
            })
            .collect();
        let mut nights = NIGHTS / 4;
        loop {
            let judged = self.sample.judge(&self.plan, nights);
            let promises = judged.promises();
            if promises.iter().any(super::hold::Promise::fails) {
                return true;
            }
            if nights >= NIGHTS || promises.iter().all(super::hold::Promise::holds) {
                return false;
            }
            nights = NIGHTS;
        }
    }

    /// Some team has more than it has too few of: the shares of what would be enough sum up to 1.
    fn need(&self, set: &[usize], block: usize, few: &[u32]) -> Need {
        let (from, to) = (self.edges[block], self.edges[block + 1]);
        let mut terms = Vec::new();
        for (index, choice) in self.sample.desk.choices.iter().enumerate() {
            let team = set.iter().position(|&team| self.plan.teams[team].name == choice.team);
            let on = choice.on_shift.iter().any(|shift| shift.0 < to && from < shift.1);
            if let (Some(place), true) = (team, on) {
                terms.push((index, 1.0 / (f64::from(few[place]) + 1.0)));
            }
        }
        Need { terms, agents: 1.0 }
    }
}

/// By team, then block: the most agents on shift at once.
fn peaks(desk: &Desk, plan: &Plan, edges: &[Time], roster: &[u32]) -> Vec<Vec<u32>> {
    let of_team = |team: &crate::simulation::plan::Team| {
        let of_block = |block: &[Time]| {
            let shifts = || {
                desk.choices.iter().zip(roster).filter(|(choice, _)| choice.team == team.name).flat_map(
                    |(choice, &agents)| choice.on_shift.iter().map(move |shift| (shift.0, shift.1, agents)),
                )
            };
            let on = |at: Time| shifts().filter(|it| it.0 <= at && at < it.1).map(|it| it.2).sum::<u32>();
            let starts = shifts().map(|it| it.0).filter(|at| block[0] < *at && *at < block[1]);
            std::iter::once(block[0]).chain(starts).map(on).max().unwrap_or(0)
        };
        edges.windows(2).map(of_block).collect()
    };
    plan.teams.iter().map(of_team).collect()
}

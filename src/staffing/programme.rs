//! Shifts by integer programme: the cheapest that cover a requirement, and the best that a budget buys by
//! what is known around a roster.
//!
//! Solved by `microlp`, branch and bound in pure Rust. A limit on its nodes keeps a hard programme from
//! taking long, and the answer the same on every machine; what comes back is checked by its constraints.

use super::choice::{Desk, Roster, What};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};
use std::collections::BTreeMap;

/// Nodes after which the best found so far is taken.
const MOST_NODES: u64 = 400;
/// What a second agent more adds, as a share of what the first did; likewise what one fewer takes off.
const DIMINISHING: f64 = 0.8;

/// What may be spent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Means {
    /// Most that a roster may be planned to cost.
    pub cost: f64,
    /// Most agents.
    pub agents: Option<u32>,
}

impl Means {
    /// No bound on anything.
    pub const UNBOUNDED: Means = Means { cost: f64::INFINITY, agents: None };

    /// The same agents at a lower cost.
    pub fn at_cost(self, cost: f64) -> Means {
        Means { cost: self.cost.min(cost), ..self }
    }

    /// Whether a roster keeps within them.
    pub fn allow(&self, desk: &Desk, roster: &[u32]) -> bool {
        desk.planned_cost(roster) <= self.cost + 1e-6
            && self.agents.is_none_or(|most| desk.agents(roster) <= most)
    }
}

/// Agents needed over some time: the sum of those choices, each times its share, has to reach it.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// Choice and how much of it counts.
    pub terms: Vec<(usize, f64)>,
    /// How much is needed.
    pub agents: f64,
}

/// How slack changes around a roster.
#[derive(Clone, Debug)]
pub struct Slopes {
    /// Around which.
    pub centre: Roster,
    /// By promise, then choice: what one agent more adds, and what one fewer takes off.
    pub by_promise: Vec<Vec<(f64, f64)>>,
}

/// A roster that was measured: how far each promise was from holding.
#[derive(Clone, Debug)]
pub struct Point {
    /// Which.
    pub roster: Roster,
    /// By promise, as in [`Slopes::by_promise`].
    pub slack: Vec<f64>,
}

impl Slopes {
    /// Corrects the slopes so that they say what was measured at `point`, changing them as little as can be
    /// (Broyden, "A class of methods for solving nonlinear simultaneous equations", 1965); `here` is what
    /// was measured at the centre. Slopes never fall below nothing.
    pub fn learn(&mut self, here: &Point, point: &Point) {
        let moved: Vec<f64> = (point.roster.iter().zip(&self.centre))
            .map(|(&there, &centre)| f64::from(there) - f64::from(centre))
            .collect();
        let squares: f64 = moved.iter().map(|by| by * by).sum();
        if squares == 0.0 {
            return;
        }
        for promise in 0..self.by_promise.len() {
            let expected = here.slack[promise] + self.change(promise, &point.roster);
            let error = (point.slack[promise] - expected) / squares;
            for (&by, (up, down)) in moved.iter().zip(&mut self.by_promise[promise]) {
                let slope = if by > 0.0 { &mut *up } else { &mut *down };
                *slope = (*slope + error * by).max(0.0);
                *down = down.max(*up);
            }
        }
    }

    /// What the slopes say of the difference in a promise's slack between `roster` and the centre.
    pub fn change(&self, promise: usize, roster: &[u32]) -> f64 {
        let of_choice = |(choice, &(up, down)): (usize, &(f64, f64))| {
            let (there, centre) = (f64::from(roster[choice]), f64::from(self.centre[choice]));
            let (more, fewer) = ((there - centre).max(0.0), (centre - there).max(0.0));
            up * (more.min(1.0) + DIMINISHING * (more - 1.0).max(0.0))
                - down * (fewer.min(1.0) + (fewer - 1.0).max(0.0) / DIMINISHING)
        };
        self.by_promise[promise].iter().enumerate().map(of_choice).sum()
    }
}

/// The cheapest roster that covers all needs; where that cannot be, as nearly as can be. None if the limits
/// on who is on duty contradict each other or the means.
pub fn cover(desk: &Desk, needs: &[Need], means: Means) -> Option<Roster> {
    let dearest = desk.choices.iter().map(|choice| desk.cost_of_one(choice)).fold(1.0, f64::max);
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let agents: Vec<Variable> = (desk.choices.iter())
        .map(|it| problem.add_integer_var(desk.cost_of_one(it), range(it.least, it.most)))
        .collect();
    let terms: Vec<Vec<(Variable, f64)>> = agents.iter().map(|&it| vec![(it, 1.0)]).collect();
    add_rules(&mut problem, desk, &terms, &vec![0.0; agents.len()], means);
    for need in needs {
        let short = problem.add_var(10.0 * dearest, (0.0, f64::INFINITY));
        let mut row: Vec<(Variable, f64)> =
            need.terms.iter().map(|&(at, share)| (agents[at], share)).collect();
        row.push((short, 1.0));
        problem.add_constraint(row, ComparisonOp::Ge, need.agents);
    }
    let solution = solve(&problem)?;
    let roster: Roster = agents.iter().map(|&it| solution.var_value(it).round().max(0.0) as u32).collect();
    desk.within_limits(&roster).then_some(roster)
}

/// What covering all needs costs at least; none if it cannot be done.
pub fn least_cost(desk: &Desk, needs: &[Need]) -> Option<f64> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let agents: Vec<Variable> = (desk.choices.iter())
        .map(|it| problem.add_integer_var(desk.cost_of_one(it), range(it.least, it.most)))
        .collect();
    let terms: Vec<Vec<(Variable, f64)>> = agents.iter().map(|&it| vec![(it, 1.0)]).collect();
    add_rules(&mut problem, desk, &terms, &vec![0.0; agents.len()], Means::UNBOUNDED);
    for need in needs {
        let row: Vec<(Variable, f64)> = need.terms.iter().map(|&(at, share)| (agents[at], share)).collect();
        problem.add_constraint(row, ComparisonOp::Ge, need.agents);
    }
    let solution = solve(&problem)?;
    // Without a proof only what branch and bound has shown so far is a bound.
    match solution.status() {
        microlp::SolutionStatus::Optimal => Some(solution.objective()),
        _ => solution.stats().best_bound,
    }
}

/// The roster within `means`, at most `reach` changes from the centre, whose worst promise the slopes make
/// best; what was measured at `points` corrects them. With it, the slack it is expected to have.
pub fn best_within(
    desk: &Desk,
    slopes: &Slopes,
    points: &[Point],
    means: Means,
    reach: f64,
) -> Option<(Roster, f64)> {
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    // Among equally good ones the cheaper.
    let scale = desk.planned_cost(&slopes.centre).max(1.0);
    let worst = problem.add_var(1.0, (-1e4, 20.0));
    let mut moves = Vec::new();
    for (choice, &centre) in desk.choices.iter().zip(&slopes.centre) {
        let price = desk.cost_of_one(choice) / scale * 0.02;
        let (more, fewer) = (choice.most - centre, centre - choice.least);
        moves.push([
            problem.add_integer_var(-price, range(0, more.min(1))),
            problem.add_integer_var(-price, range(0, more.saturating_sub(1))),
            problem.add_integer_var(price, range(0, fewer.min(1))),
            problem.add_integer_var(price, range(0, fewer.saturating_sub(1))),
        ]);
    }
    let terms: Vec<Vec<(Variable, f64)>> =
        (moves.iter()).map(|it| vec![(it[0], 1.0), (it[1], 1.0), (it[2], -1.0), (it[3], -1.0)]).collect();
    let centre: Vec<f64> = slopes.centre.iter().map(|&agents| f64::from(agents)).collect();
    add_rules(&mut problem, desk, &terms, &centre, means);
    let all: Vec<(Variable, f64)> = moves.iter().flatten().map(|&it| (it, 1.0)).collect();
    problem.add_constraint(all, ComparisonOp::Le, reach);
    for (promise, of_choice) in slopes.by_promise.iter().enumerate() {
        let mut row: Vec<(Variable, f64)> = vec![(worst, -1.0)];
        for (it, &(up, down)) in moves.iter().zip(of_choice) {
            let coefficients = [up, up * DIMINISHING, -down, -down / DIMINISHING];
            row.extend(it.iter().copied().zip(coefficients).filter(|(_, value)| *value != 0.0));
        }
        // The measured points give parallel rows: only the least of them binds.
        let slack = |point: &Point| point.slack[promise] - slopes.change(promise, &point.roster);
        let base = points.iter().map(slack).fold(f64::INFINITY, f64::min);
        problem.add_constraint(row, ComparisonOp::Ge, -base);
    }
    let solution = solve(&problem)?;
    let moved = |(it, &centre): (&[Variable; 4], &u32)| {
        let value = |at: usize| solution.var_value(it[at]).round() as i64;
        u32::try_from(i64::from(centre) + value(0) + value(1) - value(2) - value(3)).ok()
    };
    let roster: Option<Roster> = moves.iter().zip(&slopes.centre).map(moved).collect();
    let roster = roster.filter(|it| desk.within_limits(it) && means.allow(desk, it))?;
    Some((roster, solution.var_value(worst)))
}

/// The limits on who is on duty, and the means. `terms` of a choice are its agents less `base`.
fn add_rules(problem: &mut Problem, desk: &Desk, terms: &[Vec<(Variable, f64)>], base: &[f64], means: Means) {
    for limit in &desk.limits {
        let row: Vec<(Variable, f64)> = limit.choices.iter().flat_map(|&it| terms[it].clone()).collect();
        let there: f64 = limit.choices.iter().map(|&it| base[it]).sum();
        if limit.least > 0 {
            problem.add_constraint(row.clone(), ComparisonOp::Ge, f64::from(limit.least) - there);
        }
        if limit.most < u32::MAX {
            problem.add_constraint(row, ComparisonOp::Le, f64::from(limit.most) - there);
        }
    }
    if means.cost.is_finite() {
        let price = |(it, terms): (usize, &Vec<(Variable, f64)>)| {
            let price = desk.cost_of_one(&desk.choices[it]);
            terms.iter().map(|&(of, sign)| (of, sign * price)).collect::<Vec<_>>()
        };
        let row: Vec<(Variable, f64)> = terms.iter().enumerate().flat_map(price).collect();
        let spent: f64 =
            desk.choices.iter().zip(base).map(|(choice, base)| desk.cost_of_one(choice) * base).sum();
        problem.add_constraint(row, ComparisonOp::Le, means.cost - spent);
    }
    if let Some(most) = means.agents {
        add_heads(problem, desk, terms, base, most);
    }
}

/// At most so many agents: those of shifts, and of each level its highest step.
fn add_heads(problem: &mut Problem, desk: &Desk, terms: &[Vec<(Variable, f64)>], base: &[f64], most: u32) {
    let mut row = Vec::new();
    let mut there = 0.0;
    let mut highest: BTreeMap<&str, Variable> = BTreeMap::new();
    for (at, choice) in desk.choices.iter().enumerate() {
        match choice.what {
            What::Shift { .. } => {
                row.extend(terms[at].iter().copied());
                there += base[at];
            }
            What::Step { .. } => {
                let top = *highest
                    .entry(&choice.team)
                    .or_insert_with(|| problem.add_var(0.0, (0.0, f64::INFINITY)));
                let mut below: Vec<(Variable, f64)> = terms[at].clone();
                below.push((top, -1.0));
                problem.add_constraint(below, ComparisonOp::Le, -base[at]);
            }
        }
    }
    row.extend(highest.values().map(|&top| (top, 1.0)));
    problem.add_constraint(row, ComparisonOp::Le, f64::from(most) - there);
}

fn range(least: u32, most: u32) -> (i32, i32) {
    let whole = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    (whole(least), whole(most))
}

fn solve(problem: &Problem) -> Option<microlp::Solution> {
    let mut options = SolveOptions::default();
    options.node_limit = Some(MOST_NODES);
    options.mip_gap = 1e-4;
    problem.solve_with(options).ok()?.into_solution().ok()
}

//! What can be chosen: a number of agents for each shift, or for each step of a level.
//!
//! Families of shifts become shifts of their own here. What an agent more costs and when it is there is
//! read off the compiled plan, so that clock changes, days and night pay mean what they mean in a night.

use super::Fault;
use crate::scenario::{
    AtEnd, ClockTime, Days, Headcount, Name, Scenario, Shift, ShiftFamily, Staffing, Steps, format_duration,
};
use crate::simulation::plan::{Duty, Plan, Team};
use crate::units::{Span, Time};
use std::collections::BTreeMap;

/// Most numbers that are searched over.
pub const MOST_CHOICES: usize = 2_000;
const DAY: Span = Span::from_whole_seconds(86_400);

/// Agents by choice, in the order of [`Desk::choices`].
pub type Roster = Vec<u32>;

/// A scenario, and what of its staff is to be chosen.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Families of shifts are shifts in it.
    pub scenario: Scenario,
    /// By team, then start, then name.
    pub choices: Vec<Choice>,
    /// What the numbers of a team must keep to.
    pub limits: Vec<Limit>,
    /// Nobody new arrives at or after it.
    pub closes: Time,
    /// Whether anybody is paid: else hours stand for costs.
    pub paid: bool,
}

/// One number to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Of which team.
    pub team: Name,
    /// A shift, or a step of a level.
    pub what: What,
    /// Fewest agents.
    pub least: u32,
    /// Most agents.
    pub most: u32,
    /// As the file has it.
    pub planned: Option<u32>,
    /// Paid hours of one agent tonight, if there.
    pub paid_h: f64,
    /// Planned pay of one agent tonight, less what is expected to be absent.
    pub wages: f64,
    /// When an agent is on shift between opening and close, breaks included.
    pub on_shift: Vec<(Time, Time)>,
    /// Share of agents that are expected to be there.
    pub there: f64,
}

/// What is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A shift.
    Shift {
        /// As in the file, or made of the family's.
        name: Name,
        /// The family it comes from.
        family: Option<OfFamily>,
    },
    /// A step of a level.
    Step {
        /// From this clock time on.
        from: ClockTime,
        /// Its place among the steps.
        place: usize,
    },
}

/// Where a shift comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfFamily {
    /// The family.
    pub name: Name,
    /// Places of the shift's breaks among the family's: those whose window lies inside it.
    pub breaks: Vec<usize>,
}

/// A least or most number on duty over some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Of which team.
    pub team: Name,
    /// When.
    pub from: Time,
    /// Up to when.
    pub to: Time,
    /// Indices of the choices that are on shift then.
    pub choices: Vec<usize>,
    /// Fewest agents together.
    pub least: u32,
    /// Most agents together.
    pub most: u32,
}

impl Desk {
    /// What of `scenario` is to be chosen.
    ///
    /// # Errors
    /// If the scenario cannot be compiled, or there is too much to choose.
    pub fn of(scenario: &Scenario) -> Result<Desk, Fault> {
        let (scenario, families) = expanded(scenario)?;
        let plan = compile(&probe(&scenario))?;
        let mut choices = Vec::new();
        for (index, (name, team)) in scenario.teams.iter().enumerate() {
            let compiled = &plan.teams[index];
            let mut of_team = match &team.staffing {
                Staffing::Shifts(shifts) => shifts
                    .iter()
                    .map(|(shift, it)| {
                        let family = families.get(&(name.clone(), shift.clone())).cloned();
                        let what = What::Shift { name: shift.clone(), family };
                        let agent =
                            plan.agents.iter().find(|a| usize::from(a.team) == index && a.shift == *shift);
                        let duties = agent.map_or(&[][..], |agent| &agent.duties);
                        choice(name, what, it.agents, of_duties(duties, compiled, &plan))
                    })
                    .collect(),
                Staffing::Level(steps) => of_level(name, &steps.steps, compiled, &plan),
            };
            of_team.sort_by_key(|choice| choice.on_shift.first().map(|first| first.0));
            choices.append(&mut of_team);
        }
        if choices.len() > MOST_CHOICES {
            return Err(Fault::TooManyChoices { count: choices.len(), most: MOST_CHOICES });
        }
        let limits = super::limit::limits(&scenario, &choices, plan.closes)?;
        let paid = choices.iter().any(|choice| choice.wages > 0.0);
        Ok(Desk { scenario, choices, limits, closes: plan.closes, paid })
    }

    /// The scenario with these agents.
    pub fn with(&self, roster: &[u32]) -> Scenario {
        let mut scenario = self.scenario.clone();
        for (choice, &agents) in self.choices.iter().zip(roster) {
            if let Some(headcount) = headcount_mut(&mut scenario, choice) {
                headcount.plan = Some(agents);
            }
        }
        scenario
    }

    /// The plan with these agents.
    ///
    /// # Errors
    /// If it cannot be compiled.
    pub fn plan(&self, roster: &[u32]) -> Result<Plan, Fault> {
        compile(&self.with(roster))
    }

    /// What one agent of a choice costs: its planned pay, or, if nobody is paid, its hours.
    pub fn cost_of_one(&self, choice: &Choice) -> f64 {
        if self.paid { choice.wages } else { choice.paid_h * choice.there }
    }

    /// What a roster is planned to cost, without overtime.
    pub fn planned_cost(&self, roster: &[u32]) -> f64 {
        self.sum(roster, |choice| self.cost_of_one(choice))
    }

    /// Paid hours of a roster if all its agents are there.
    pub fn paid_h(&self, roster: &[u32]) -> f64 {
        self.sum(roster, |choice| choice.paid_h)
    }

    fn sum(&self, roster: &[u32], of_one: impl Fn(&Choice) -> f64) -> f64 {
        self.choices.iter().zip(roster).map(|(choice, &agents)| of_one(choice) * f64::from(agents)).sum()
    }

    /// The agents of a roster: those of its shifts, and of a level its highest step.
    pub fn agents(&self, roster: &[u32]) -> u32 {
        let mut shifts = 0;
        let mut levels: BTreeMap<&str, u32> = BTreeMap::new();
        for (choice, &agents) in self.choices.iter().zip(roster) {
            match choice.what {
                What::Shift { .. } => shifts += agents,
                What::Step { .. } => {
                    let highest = levels.entry(&choice.team).or_default();
                    *highest = agents.max(*highest);
                }
            }
        }
        shifts + levels.values().sum::<u32>()
    }

    /// As many agents everywhere as there may be.
    pub fn most(&self) -> Roster {
        self.choices.iter().map(|choice| choice.most).collect()
    }

    /// As few as there may be.
    pub fn least(&self) -> Roster {
        self.choices.iter().map(|choice| choice.least).collect()
    }

    /// Whether anything can be chosen at all.
    pub fn has_choice(&self) -> bool {
        self.changes() > 0
    }

    /// How many changes by one agent there are: one more and one fewer of everything that can be chosen.
    pub fn changes(&self) -> u64 {
        2 * self.choices.iter().filter(|choice| choice.least < choice.most).count() as u64
    }

    /// Whether a roster keeps to every limit on who is on duty.
    pub fn within_limits(&self, roster: &[u32]) -> bool {
        self.limits.iter().all(|limit| {
            let there: u32 = limit.choices.iter().map(|&choice| roster[choice]).sum();
            (limit.least..=limit.most).contains(&there)
        })
    }
}

/// Compiles, or says all that stands against it.
pub(super) fn compile(scenario: &Scenario) -> Result<Plan, Fault> {
    let refused = |errors: Vec<_>| Fault::Compile(errors.iter().map(ToString::to_string).collect());
    Plan::compile(scenario).map_err(refused)
}

fn headcount_mut<'s>(scenario: &'s mut Scenario, choice: &Choice) -> Option<&'s mut Headcount> {
    match (&mut scenario.teams.get_mut(&choice.team)?.staffing, &choice.what) {
        (Staffing::Shifts(shifts), What::Shift { name, .. }) => {
            shifts.get_mut(name).map(|shift| &mut shift.agents)
        }
        (Staffing::Level(level), What::Step { place, .. }) => {
            level.steps.get_mut(*place).map(|step| &mut step.1)
        }
        _ => None,
    }
}

/// Which shifts of which team come from which family.
type Families = BTreeMap<(Name, Name), OfFamily>;

/// The scenario with its families as shifts, and where those come from.
fn expanded(scenario: &Scenario) -> Result<(Scenario, Families), Fault> {
    let mut expanded = scenario.clone();
    let mut families = Families::new();
    for (team_name, team) in &mut expanded.teams {
        let of_team = std::mem::take(&mut team.families);
        let Staffing::Shifts(shifts) = &mut team.staffing else { continue };
        for (family_name, family) in of_team {
            for (name, shift, breaks) in shifts_of(team_name, &family_name, &family)? {
                let mut free = name.clone();
                while shifts.contains_key(&free) {
                    free.push('-');
                }
                let of = OfFamily { name: family_name.clone(), breaks };
                families.insert((team_name.clone(), free.clone()), of);
                shifts.insert(free, shift);
            }
        }
    }
    Ok((expanded, families))
}

/// The shifts of a family: every start with every length.
fn shifts_of(team: &str, name: &str, family: &ShiftFamily) -> Result<Vec<(Name, Shift, Vec<usize>)>, Fault> {
    let place = || format!("team.{team}.shifts.{name}");
    let reach = (family.last.0 - family.first.0).micros().rem_euclid(DAY.micros());
    let starts = reach / family.every.micros() + 1;
    let count = (starts as usize).saturating_mul(family.lengths.len());
    if count > MOST_CHOICES {
        return Err(Fault::TooManyChoices { count, most: MOST_CHOICES });
    }
    let mut shifts = Vec::new();
    for start in 0..starts {
        let from = Span((family.first.0.micros() + start * family.every.micros()) % DAY.micros());
        for &length in &family.lengths {
            let end = (from + length).micros();
            let to = if end == DAY.micros() { end } else { end % DAY.micros() };
            if to == from.micros() {
                return Err(Fault::WholeDay { place: place() });
            }
            let minutes = from.micros() / 60_000_000;
            let shift_name = format!(
                "{name}-{:02}{:02}-{}",
                minutes / 60,
                minutes % 60,
                format_duration(length).replace(' ', "")
            );
            let (shift, breaks) = shift_of(family, ClockTime(from), ClockTime(Span(to)), length);
            shifts.push((shift_name, shift, breaks));
        }
    }
    Ok(shifts)
}

/// A shift of a family, with those of its breaks whose window lies inside it, and their places.
fn shift_of(family: &ShiftFamily, from: ClockTime, to: ClockTime, length: Span) -> (Shift, Vec<usize>) {
    let since = |clock: ClockTime, start: ClockTime| {
        Span((clock.0.micros() - start.0.micros()).rem_euclid(DAY.micros()))
    };
    let inside = |rest: &crate::scenario::Break| {
        let window = match since(rest.between.1, rest.between.0) {
            Span::ZERO => DAY,
            window => window,
        };
        since(rest.between.0, from) + window <= length
    };
    let kept: Vec<usize> = (0..family.breaks.len()).filter(|&place| inside(&family.breaks[place])).collect();
    let shift = Shift {
        title: None,
        from,
        to,
        days: Days::Every,
        agents: family.agents,
        breaks: kept.iter().map(|&place| family.breaks[place].clone()).collect(),
        last_call: Span::ZERO,
        at_end: AtEnd::HandOver,
    };
    (shift, kept)
}

/// A scenario whose plan shows when each choice is on duty: one agent a shift, and a level whose steps can
/// be told apart.
fn probe(scenario: &Scenario) -> Scenario {
    let mut probe = scenario.clone();
    for team in probe.teams.values_mut() {
        match &mut team.staffing {
            Staffing::Shifts(shifts) => {
                shifts.values_mut().for_each(|shift| shift.agents.plan = Some(1));
            }
            Staffing::Level(level) => mark_steps(level),
        }
    }
    probe
}

/// Step *i* has *i* + 1 agents.
pub(super) fn mark_steps(level: &mut Steps<Headcount>) {
    for (place, step) in level.steps.iter_mut().enumerate() {
        step.1.plan = Some(place as u32 + 1);
    }
}

/// What one agent of a choice is tonight.
struct Agent {
    paid_h: f64,
    wages: f64,
    on_shift: Vec<(Time, Time)>,
    there: f64,
}

fn choice(team: &str, what: What, headcount: Headcount, agent: Agent) -> Choice {
    // Whoever is never on shift tonight is not searched over.
    let never = agent.on_shift.is_empty();
    let plan = headcount.plan.unwrap_or(headcount.min).clamp(headcount.min, headcount.max);
    let (least, most) = if never { (plan, plan) } else { (headcount.min, headcount.max) };
    Choice {
        team: team.to_owned(),
        what,
        least,
        most,
        planned: headcount.plan,
        paid_h: agent.paid_h,
        wages: agent.wages,
        on_shift: agent.on_shift,
        there: agent.there,
    }
}

/// One agent with these duties; paid are those that begin before the close, from the opening on.
fn of_duties(duties: &[Duty], team: &Team, plan: &Plan) -> Agent {
    let there = 1.0 - team.absence;
    let mut agent = Agent { paid_h: 0.0, wages: 0.0, on_shift: Vec::new(), there };
    for duty in duties {
        let (from, to) = (duty.start.max(Time::OPENING), duty.end.min(plan.closes));
        if from < to {
            agent.on_shift.push((from, to));
        }
        if !duty.counted {
            continue;
        }
        agent.pay(team, duty.start, duty.end.min(plan.end), 1.0);
        for rest in duty.breaks.iter().filter(|rest| !rest.paid) {
            agent.pay(team, rest.due, (rest.due + rest.length).min(duty.end), -1.0);
        }
    }
    agent.wages *= there;
    agent
}

impl Agent {
    /// Adds (or takes off) the pay between two instants.
    fn pay(&mut self, team: &Team, from: Time, to: Time, sign: f64) {
        let from = from.max(Time::OPENING);
        for (place, step) in team.pay.iter().enumerate() {
            let end = team.pay.get(place + 1).map_or(to, |next| next.0.min(to));
            let hours = (end - step.0.max(from)).hours().max(0.0);
            self.paid_h += sign * hours;
            self.wages += sign * hours * step.1.units();
        }
    }
}

/// The steps of a level; an agent of one costs what it is paid over that step.
fn of_level(name: &str, steps: &[(ClockTime, Headcount)], team: &Team, plan: &Plan) -> Vec<Choice> {
    let times = team.level.as_deref().unwrap_or_default();
    let of_step = |(place, &(from, headcount)): (usize, &(ClockTime, Headcount))| {
        let mut agent = Agent { paid_h: 0.0, wages: 0.0, on_shift: Vec::new(), there: 1.0 };
        for (at, &(start, marked)) in times.iter().enumerate() {
            let end = times.get(at + 1).map_or(plan.end, |next| next.0).min(plan.closes);
            let start = start.max(Time::OPENING);
            if marked as usize == place + 1 && start < end {
                agent.on_shift.push((start, end));
                agent.pay(team, start, end, 1.0);
            }
        }
        choice(name, What::Step { from, place }, headcount, agent)
    };
    steps.iter().enumerate().map(of_step).collect()
}

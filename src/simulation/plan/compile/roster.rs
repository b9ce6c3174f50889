//! Who is on duty: teams, levels, shifts with their breaks, pay by the hour.

use super::{Compiled, Compiler, found, noted};
use crate::random::{NameKey, Sampler};
use crate::scenario::{self, AtEnd, Headcount, Name, Shift, Slots, Staffing};
use crate::simulation::plan::calendar::{Found, Occurrence, hold_on};
use crate::simulation::plan::{Agent, Authority, Break, CompileError, Duty, Plan, Team};
use crate::units::{Money, Span, Time};

/// From this length on a break hands conversations over.
const HANDS_OVER_FROM: Span = Span::from_whole_seconds(15 * 60);

/// More conversations than anybody holds, for a chat without limit.
const UNLIMITED: u32 = u16::MAX as u32;

/// A duty as all agents of its shift have it, with the windows their breaks fall in.
struct Crew {
    duty: Duty,
    breaks: Vec<BreakWindow>,
}

/// Between when and when the agents of a shift go for a break.
struct BreakWindow {
    from: Time,
    to: Time,
    length: Span,
    paid: bool,
    trains: f64,
}

impl Compiler<'_> {
    /// A team without its agents.
    pub(super) fn team(&self, name: &str, team: &scenario::Team) -> Compiled<Team> {
        let place = || format!("team.{name}");
        let level = match &team.staffing {
            Staffing::Shifts(_) => None,
            Staffing::Level(steps) => Some(self.level(name, &steps.steps)?),
        };
        Ok(Team {
            name: name.to_owned(),
            skills: self.skills(team, place)?,
            slots: self.slots(team, place)?,
            pick: team.pick,
            inbox: team.inbox,
            speed: self.speeds(team, place)?,
            speed_at: by_open_conversations(&team.speed_at),
            switch: team.switch,
            pay: found(self.pay(team), place)?,
            overtime_factor: team.overtime_factor,
            absence: team.absence,
            authority: team.authority.as_ref().map(|it| self.authority(name, it)).transpose()?,
            level,
        })
    }

    fn authority(&self, name: &str, authority: &scenario::Authority) -> Compiled<Authority> {
        let place = || format!("team.{name}.authority.then");
        let then = self.names.teams.index("team", &authority.then, place)?;
        Ok(Authority { up_to: authority.up_to, then, takes: Sampler::of(&authority.takes) })
    }

    /// Inquiry indices in the order written.
    fn skills(&self, team: &scenario::Team, place: impl Fn() -> String) -> Compiled<Vec<u16>> {
        let mut skills = Vec::new();
        for skill in &team.skills {
            if skill == "*" {
                skills.extend(0..self.names.inquiries.len() as u16);
            } else {
                skills.push(self.names.inquiries.index("inquiry", skill, &place)?);
            }
        }
        Ok(skills)
    }

    /// By channel index: 0 where the team does not serve it.
    fn slots(&self, team: &scenario::Team, place: impl Fn() -> String) -> Compiled<Vec<u32>> {
        let mut by_channel = vec![0; self.names.channels.len()];
        for (channel, slots) in &team.slots {
            let index = self.names.channels.index("channel", channel, &place)?;
            by_channel[usize::from(index)] = match (self.scenario.channels[channel].kind, slots) {
                (scenario::ChannelKind::Chat, Slots::Limited(slots)) => *slots,
                (scenario::ChannelKind::Chat, Slots::Unlimited) => UNLIMITED,
                (_, Slots::Limited(0)) => 0,
                _ => 1,
            };
        }
        Ok(by_channel)
    }

    /// By inquiry index.
    fn speeds(&self, team: &scenario::Team, place: impl Fn() -> String) -> Compiled<Vec<f64>> {
        let mut speeds = vec![team.speed; self.names.inquiries.len()];
        for (inquiry, speed) in &team.speed_by {
            speeds[usize::from(self.names.inquiries.index("inquiry", inquiry, &place)?)] = *speed;
        }
        Ok(speeds)
    }

    /// An hour's pay by time; where hours of several factors overlap, all of them multiply.
    fn pay(&self, team: &scenario::Team) -> Found<Vec<(Time, Money)>> {
        let reach = self.calendar.reach();
        let mut factors = Vec::new();
        let mut edges = vec![reach.0];
        for night in &team.night_pay {
            let windows = self.calendar.windows(&night.hours)?;
            edges.extend(windows.edges().filter(|edge| *edge > reach.0 && *edge < reach.1));
            factors.push((windows, night.factor));
        }
        edges.sort_unstable();
        let at = |edge: Time| {
            let holding = factors.iter().filter(|(windows, _)| windows.contain(edge));
            let factor: f64 = holding.map(|(_, factor)| factor).product();
            (edge, Money::from_units(team.pay.units() * factor))
        };
        let mut pay: Vec<(Time, Money)> = edges.into_iter().map(at).collect();
        pay.dedup_by_key(|step| step.1);
        Ok(pay)
    }

    /// Agents on duty by time, the first step at or before the opening.
    fn level(&self, name: &str, steps: &[(scenario::ClockTime, Headcount)]) -> Compiled<Vec<(Time, u32)>> {
        let place = || format!("team.{name}.on_duty");
        let missing = || CompileError::MissingPlan { place: place() };
        let planned = |(clock, count): &(_, Headcount)| count.plan.map(|plan| (*clock, plan));
        let steps: Vec<_> = steps.iter().map(planned).collect::<Option<_>>().ok_or_else(missing)?;
        let highest = steps.iter().map(|step| step.1).max().unwrap_or(0);
        at_most(place, highest as usize, "agents on duty", Plan::MOST_AGENTS)?;
        let horizon = (Time::OPENING, self.calendar.end);
        let mut level = found(self.calendar.recurring(&steps, horizon), place)?;
        let at_opening = level.partition_point(|step| step.0 <= Time::OPENING);
        level.drain(..at_opening.saturating_sub(1));
        level.truncate(level.partition_point(|step| step.0 < self.calendar.end));
        // Of steps that a change of the clocks moved together the last holds; what does not change is no step.
        let mut kept: Vec<(Time, u32)> = Vec::with_capacity(level.len());
        for step in level {
            if kept.last().is_some_and(|last| last.0 == step.0) {
                kept.pop();
            }
            if kept.last().is_none_or(|last| last.1 != step.1) {
                kept.push(step);
            }
        }
        Ok(kept)
    }

    /// Everybody, in roster order.
    pub(super) fn agents(&self, problems: &mut Vec<CompileError>) -> Vec<Agent> {
        let mut agents = Vec::new();
        for (index, (name, team)) in self.scenario.teams.iter().enumerate() {
            match &team.staffing {
                // A level that cannot be compiled is noted with its team.
                Staffing::Level(steps) => {
                    let count =
                        self.level(name, &steps.steps).ok().and_then(|level| level.iter().map(|s| s.1).max());
                    let key = NameKey::of(&[name, ""]);
                    agents.extend((0..count.unwrap_or(0)).map(|number| Agent {
                        team: index as u16,
                        shift: String::new(),
                        number,
                        key,
                        duties: Vec::new(),
                    }));
                }
                // A team of nothing but families has no shifts yet: `staff` is to choose them.
                Staffing::Shifts(shifts) if shifts.is_empty() => {
                    let missing = |family: &Name| CompileError::MissingPlan {
                        place: format!("team.{name}.shifts.{family}"),
                    };
                    problems.extend(team.families.keys().map(missing));
                }
                Staffing::Shifts(shifts) => {
                    let crew =
                        |(shift, it): (&Name, &Shift)| noted(self.crew(index, name, shift, it), problems);
                    let mut crews: Vec<Vec<Agent>> = shifts.iter().filter_map(crew).collect();
                    // By the start of the first duty; the sort is stable, so then by name.
                    crews.sort_by_key(|crew| crew.first().map(|agent| agent.duties[0].start));
                    agents.extend(crews.into_iter().flatten());
                }
            }
        }
        problems.extend(at_most(|| "team".to_owned(), agents.len(), "agents", Plan::MOST_AGENTS).err());
        agents
    }

    /// The agents of a shift; none if it never comes.
    fn crew(&self, team: usize, team_name: &str, name: &str, shift: &Shift) -> Compiled<Vec<Agent>> {
        let place = || format!("team.{team_name}.shift.{name}");
        let count = shift.agents.plan.ok_or_else(|| CompileError::MissingPlan { place: place() })?;
        let duties = found(self.duties(shift), place)?;
        if duties.is_empty() {
            return Ok(Vec::new());
        }
        at_most(place, count as usize, "agents of one shift", Plan::MOST_AGENTS)?;
        at_most(
            place,
            (count as usize).saturating_mul(duties.len()),
            "duties of one shift",
            Plan::MOST_DUTIES,
        )?;
        let agent = |number| Agent {
            team: team as u16,
            shift: name.to_owned(),
            number,
            key: NameKey::of(&[team_name, name]),
            duties: duties.iter().map(|crew| crew.duty_of(number, count)).collect(),
        };
        Ok((0..count).map(agent).collect())
    }

    /// The occurrences of a shift that touch the horizon or the run-out.
    fn duties(&self, shift: &Shift) -> Found<Vec<Crew>> {
        let horizon = (Time::OPENING, self.calendar.end);
        let occurrences = self.calendar.occurrences((shift.from, shift.to), &shift.days, horizon)?;
        occurrences.iter().map(|occurrence| self.duty(shift, occurrence)).collect()
    }

    fn duty(&self, shift: &Shift, &Occurrence { day, start, end }: &Occurrence) -> Found<Crew> {
        let mut breaks = Vec::new();
        for rest in &shift.breaks {
            let (from, to) = rest.between;
            // Inside the occurrence: a clock time before the shift's start is on the day after.
            let first_day = if from >= shift.from { day } else { day.tomorrow()? };
            let last_day = if to > from { first_day } else { first_day.tomorrow()? };
            if !hold_on(&rest.days, first_day) {
                continue;
            }
            let (from, to) = (self.calendar.at(first_day, from)?, self.calendar.at(last_day, to)?);
            // A window that the change of the clocks has swallowed does not come that day.
            if to <= from {
                continue;
            }
            let (from, to) = (from.clamp(start, end), to.clamp(start, end));
            breaks.push(BreakWindow { from, to, length: rest.length, paid: rest.paid, trains: rest.trains });
        }
        let duty = Duty {
            start,
            end,
            last_call: (end - shift.last_call).max(start),
            finish: shift.at_end == AtEnd::Finish,
            breaks: Vec::new(),
            counted: start < self.calendar.closes,
        };
        Ok(Crew { duty, breaks })
    }
}

/// A problem if there are more of something than there may be.
fn at_most(place: impl Fn() -> String, count: usize, kind: &'static str, most: usize) -> Compiled<()> {
    if count > most { Err(CompileError::TooMany { place: place(), kind, count, most }) } else { Ok(()) }
}

impl Crew {
    /// The duty of agent `number` of `count`, with its own breaks.
    fn duty_of(&self, number: u32, count: u32) -> Duty {
        let mut breaks: Vec<Break> = self.breaks.iter().map(|window| window.of(number, count)).collect();
        breaks.sort_by_key(|rest| rest.due);
        Duty { breaks, ..self.duty.clone() }
    }
}

impl BreakWindow {
    /// The break of agent `number` of `count`, due at from + (to - for - from) × number / max(count - 1, 1),
    /// to the nearest microsecond.
    fn of(&self, number: u32, count: u32) -> Break {
        let slack = i128::from((self.to - self.from - self.length).0.max(0));
        let steps = i128::from(count.saturating_sub(1).max(1));
        let later = (2 * slack * i128::from(number) + steps) / (2 * steps);
        Break {
            due: self.from + Span(later as i64),
            length: self.length,
            paid: self.paid,
            hands_over: self.length >= HANDS_OVER_FROM,
            trains: self.trains,
        }
    }
}

/// By number of open conversations less 1: each factor holds up to the next; before the first it is 1.
fn by_open_conversations(steps: &[(u32, f64)]) -> Vec<f64> {
    let most = steps.iter().map(|step| step.0).max().unwrap_or(1).clamp(1, UNLIMITED);
    let holding = |open| steps.iter().rfind(|step| step.0 <= open).map_or(1.0, |step| step.1);
    (1..=most).map(holding).collect()
}

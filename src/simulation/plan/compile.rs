//! A [`Scenario`] into a [`Plan`]: names become indices, clock times microseconds from the opening.
//!
//! One file per part: `roster` (teams, shifts, breaks, pay), `sources` (where cases come from),
//! `conversations` (how inquiries go), `prices` (what things cost), and here the rest. All problems are reported at once.

mod conversations;
mod prices;
mod roster;
mod sources;
mod store_score;
#[cfg(test)]
mod tests;

use super::calendar::{Calendar, Found};
use super::{Channel, CompileError, HelpdeskTimes, Overlooked, Party, Plan, Target, Tier};
use crate::random::Sampler;
use crate::scenario::{self, ChannelKind, Measure, Name, Scenario, TargetClock};
use crate::units::{Span, Time};
use std::collections::BTreeMap;

/// The tier of customers of no other.
const REGULAR: &str = "regular";

/// The result of compiling a part.
type Compiled<T> = Result<T, CompileError>;

impl Plan {
    /// Compiles `scenario`, or says everything that stands against it.
    pub fn compile(scenario: &Scenario) -> Result<Plan, Vec<CompileError>> {
        let calendar = Calendar::new(scenario)
            .map_err(|error| vec![CompileError::Calendar { place: "opens and closes".to_owned(), error }])?;
        fits(scenario, &calendar).map_err(|error| vec![error])?;
        let compiler = Compiler { scenario, calendar: &calendar, names: Names::of(scenario) };
        compiler.plan()
    }
}

/// Whether the night is short enough, and its intervals few enough, to be laid out at all.
fn fits(scenario: &Scenario, calendar: &Calendar) -> Compiled<()> {
    let days = |span: Span| (span.hours() / 24.0).ceil() as i64;
    let length = calendar.end - Time::OPENING;
    if length > Plan::LONGEST {
        return Err(CompileError::TooLong { days: days(length), most: days(Plan::LONGEST) });
    }
    let (count, most) = (intervals(scenario, calendar), Plan::MOST_INTERVALS);
    if count > most {
        return Err(CompileError::TooMany {
            place: "interval".to_owned(),
            kind: "intervals of the report",
            count,
            most,
        });
    }
    Ok(())
}

/// Intervals of the report before the close.
fn intervals(scenario: &Scenario, calendar: &Calendar) -> usize {
    let interval = scenario.interval.0;
    ((calendar.closes.0 + interval - 1) / interval) as usize
}

/// What compiling any part needs.
struct Compiler<'s> {
    scenario: &'s Scenario,
    calendar: &'s Calendar,
    names: Names,
}

impl Compiler<'_> {
    fn plan(&self) -> Result<Plan, Vec<CompileError>> {
        let mut problems = self.names.too_many();
        let s = self.scenario;
        let inquiries = each(&s.inquiries, &mut problems, |name, it| self.inquiry(name, it));
        let parties = each(&s.parties, &mut problems, |name, it| self.party(name, it));
        let teams = each(&s.teams, &mut problems, |name, it| self.team(name, it));
        let targets = each(&s.targets, &mut problems, |name, it| self.target(name, it));
        let agents = self.agents(&mut problems);
        let demand = self.demand(&mut problems);
        let prices = self.prices(&mut problems);
        let store_score = s.store_score.as_ref().and_then(|it| noted(self.store_score(it), &mut problems));
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Plan {
            closes: self.calendar.closes,
            end: self.calendar.end,
            interval: s.interval,
            intervals: intervals(s, self.calendar),
            demand,
            inquiries,
            channels: s.channels.iter().map(|(name, it)| channel(name, it)).collect(),
            tiers: self.names.tiers.iter().map(|name| tier(name, s.tiers.get(name))).collect(),
            parties,
            teams,
            agents,
            targets,
            satisfaction: s.satisfaction.clone(),
            quick_reply: s.quick_reply,
            prices,
            store_score,
        })
    }

    fn party(&self, name: &str, party: &scenario::Party) -> Compiled<Party> {
        let hours = found(self.calendar.windows(&party.hours), || format!("party.{name}.hours"))?;
        Ok(Party { name: name.to_owned(), delay: Sampler::of(&party.delay), hours })
    }

    fn target(&self, name: &str, target: &scenario::Target) -> Compiled<Target> {
        let place = || format!("target.{name}");
        let hours = found(self.calendar.windows(&target.hours), place)?;
        let mut channels = self.names.channels.marked("channel", target.channels.as_deref(), place)?;
        for (counts, channel) in channels.iter_mut().zip(self.scenario.channels.values()) {
            let of_kind = target.kinds.as_ref().is_none_or(|kinds| kinds.contains(&channel.kind));
            *counts &= of_kind && measured(target.measure, channel.kind);
        }
        Ok(Target {
            name: name.to_owned(),
            measure: target.measure,
            within: target.within,
            at_least: target.at_least.value(),
            channels,
            inquiries: self.names.inquiries.marked("inquiry", target.inquiries.as_deref(), place)?,
            tiers: self.names.tiers.marked("tier", target.tiers.as_deref(), place)?,
            clock_in_hours: target.clock == TargetClock::Hours,
            hours,
            abandoned: target.abandoned,
            over: target.over,
        })
    }
}

/// Whether `measure` can be of a channel of that kind.
fn measured(measure: Measure, kind: ChannelKind) -> bool {
    match measure {
        Measure::FirstReply | Measure::EachReply => kind != ChannelKind::Phone,
        Measure::Answer => kind == ChannelKind::Phone,
        Measure::Solution | Measure::Conclusion => true,
    }
}

fn channel(name: &str, channel: &scenario::Channel) -> Channel {
    Channel {
        name: name.to_owned(),
        kind: channel.kind,
        given_up: channel.given_up,
        idle_close: channel.idle_close,
        overlooked: channel.overlooked.as_ref().filter(|it| it.share > 0.0).map(Overlooked::of),
        helpdesk: channel.helpdesk.as_ref().map(|it| Box::new(HelpdeskTimes::of(it))),
    }
}

fn tier(name: &str, tier: Option<&scenario::Tier>) -> Tier {
    let tier = tier.cloned().unwrap_or_default();
    Tier { name: name.to_owned(), first: tier.first, head_start: tier.head_start }
}

/// Compiles every entry of a table, keeping what works and noting what does not.
fn each<T, U>(
    table: &BTreeMap<Name, T>,
    problems: &mut Vec<CompileError>,
    compile: impl Fn(&str, &T) -> Compiled<U>,
) -> Vec<U> {
    table.iter().filter_map(|(name, it)| noted(compile(name, it), problems)).collect()
}

/// What was compiled, if it was; else the problem is noted.
fn noted<T>(result: Compiled<T>, problems: &mut Vec<CompileError>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

/// Says where a look-up in the calendar failed.
fn found<T>(result: Found<T>, place: impl Fn() -> String) -> Compiled<T> {
    result.map_err(|error| CompileError::Calendar { place: place(), error })
}

/// Shares summed up over `parts`; from the last that has any on, the sum is 1 whatever the rounding.
fn cumulate<T>(parts: Vec<(f64, T)>) -> Vec<(f64, T)> {
    let last = parts.iter().rposition(|(share, _)| *share > 0.0).unwrap_or(0);
    let mut sum = 0.0;
    let up_to = |(i, (share, part))| {
        sum += share;
        (if i >= last { 1.0 } else { sum }, part)
    };
    parts.into_iter().enumerate().map(up_to).collect()
}

/// What every index stands for.
struct Names {
    inquiries: List,
    channels: List,
    tiers: List,
    parties: List,
    teams: List,
    streams: List,
}

/// Names, sorted: the place of one is its index.
struct List(Vec<Name>);

impl Names {
    fn of(scenario: &Scenario) -> Names {
        let mut tiers: Vec<Name> = scenario.tiers.keys().cloned().collect();
        if let Err(place) = tiers.binary_search_by(|name| name.as_str().cmp(REGULAR)) {
            tiers.insert(place, REGULAR.to_owned());
        }
        Names {
            inquiries: List(scenario.inquiries.keys().cloned().collect()),
            channels: List(scenario.channels.keys().cloned().collect()),
            tiers: List(tiers),
            parties: List(scenario.parties.keys().cloned().collect()),
            teams: List(scenario.teams.keys().cloned().collect()),
            streams: List(scenario.streams.keys().cloned().collect()),
        }
    }

    /// A problem for every list that its index type cannot count.
    fn too_many(&self) -> Vec<CompileError> {
        let small = usize::from(u8::MAX);
        let large = usize::from(u16::MAX);
        let lists = [
            ("inquiry", "inquiries", &self.inquiries, large),
            ("channel", "channels", &self.channels, small),
            ("tier", "tiers", &self.tiers, small),
            ("party", "parties", &self.parties, large),
            ("team", "teams", &self.teams, large),
            ("stream", "streams", &self.streams, large),
        ];
        let problem = |(place, kind, list, most): (&str, _, &List, _)| {
            let (place, count) = (place.to_owned(), list.0.len());
            (count > most).then_some(CompileError::TooMany { place, kind, count, most })
        };
        lists.into_iter().filter_map(problem).collect()
    }
}

impl List {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn iter(&self) -> impl Iterator<Item = &Name> {
        self.0.iter()
    }

    /// The index of `name`, a `kind`, used at `place`.
    fn index(&self, kind: &'static str, name: &str, place: impl Fn() -> String) -> Compiled<u16> {
        match self.0.binary_search_by(|known| known.as_str().cmp(name)) {
            Ok(index) => Ok(index as u16),
            Err(_) => Err(CompileError::Unknown { place: place(), kind, name: name.to_owned() }),
        }
    }

    /// As [`List::index`], where there are at most 255.
    fn small_index(&self, kind: &'static str, name: &str, place: impl Fn() -> String) -> Compiled<u8> {
        self.index(kind, name, place).map(|index| index as u8)
    }

    /// By index, whether `chosen` has it; none chosen: all.
    fn marked(
        &self,
        kind: &'static str,
        chosen: Option<&[Name]>,
        place: impl Fn() -> String,
    ) -> Compiled<Vec<bool>> {
        let Some(chosen) = chosen else { return Ok(vec![true; self.len()]) };
        let mut marks = vec![false; self.len()];
        for name in chosen {
            marks[usize::from(self.index(kind, name, &place)?)] = true;
        }
        Ok(marks)
    }
}

//! What can be taken away from a night, and how.

use super::relief::Stretch;
use crate::scenario::{AtEnd, ChannelKind, Distribution, Hours, Scenario, Slots, Staffing, Stream, Team};
use crate::units::Span;
use std::collections::BTreeMap;

/// Something that makes nights bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Too few agents: all teams get more than enough, all night.
    Agents,
    /// Wrong skills: every team takes every inquiry on every channel.
    Skills,
    /// Breaks, absence, and shifts that end: nobody has a break or is away, and everybody stays until their
    /// conversations are over.
    Breaks,
    /// Several conversations at once: changing between them takes no time, and nobody works slower for them.
    Concurrency,
    /// Parties: they answer at once.
    Parties,
    /// Nights that are busier than forecast: every night brings what was expected.
    Forecast,
}

impl Cause {
    /// All of them.
    pub const ALL: [Cause; 6] =
        [Cause::Agents, Cause::Skills, Cause::Breaks, Cause::Concurrency, Cause::Parties, Cause::Forecast];

    /// Those that `scenario` has.
    pub fn of(scenario: &Scenario, stretches: &[Stretch]) -> Vec<Cause> {
        Cause::ALL.into_iter().filter(|cause| cause.is_in(scenario, stretches)).collect()
    }

    /// As reports name it.
    pub const fn name(self) -> &'static str {
        match self {
            Cause::Agents => "agents",
            Cause::Skills => "skills",
            Cause::Breaks => "breaks",
            Cause::Concurrency => "concurrency",
            Cause::Parties => "parties",
            Cause::Forecast => "forecast",
        }
    }

    fn is_in(self, scenario: &Scenario, stretches: &[Stretch]) -> bool {
        match self {
            Cause::Agents => !stretches.is_empty() && !scenario.teams.is_empty(),
            Cause::Skills => {
                let routed = scenario.inquiries.values().any(|inquiry| inquiry.teams.is_some());
                let mut all = scenario.clone();
                take_away_skills(&mut all);
                let differs = |name: &String| {
                    let (before, after) = (&scenario.teams[name], &all.teams[name]);
                    before.slots != after.slots || !has_all(before, scenario)
                };
                scenario.teams.len() > 1 && (routed || scenario.teams.keys().any(differs))
            }
            Cause::Breaks => scenario.teams.values().any(|team| {
                let of_shifts = |team: &Team| matches!(&team.staffing, Staffing::Shifts(_));
                team.absence > 0.0 || of_shifts(team)
            }),
            Cause::Concurrency => {
                scenario.teams.values().any(|team| team.switch > Span::ZERO || !team.speed_at.is_empty())
            }
            Cause::Parties => !scenario.parties.is_empty(),
            Cause::Forecast => {
                let swings = |stream: &Stream| stream.forecast_cv > 0.0 || stream.delay_cv > 0.0;
                scenario.busyness_cv > 0.0 || scenario.streams.values().any(swings)
            }
        }
    }

    /// Takes it away from `scenario`.
    pub fn take_away(self, scenario: &mut Scenario, stretches: &[Stretch]) {
        match self {
            Cause::Agents => {
                let teams: Vec<String> = scenario.teams.keys().cloned().collect();
                for (stretch, team) in
                    stretches.iter().flat_map(|it| teams.iter().map(move |team| (it, team)))
                {
                    stretch.relieve(scenario, team);
                }
            }
            Cause::Skills => take_away_skills(scenario),
            Cause::Breaks => scenario.teams.values_mut().for_each(take_away_breaks),
            Cause::Concurrency => {
                for team in scenario.teams.values_mut() {
                    team.switch = Span::ZERO;
                    team.speed_at.clear();
                }
            }
            Cause::Parties => {
                for party in scenario.parties.values_mut() {
                    party.delay = Distribution::constant(Span::ZERO);
                    party.hours = Hours::default();
                }
            }
            Cause::Forecast => {
                scenario.busyness_cv = 0.0;
                for stream in scenario.streams.values_mut() {
                    (stream.forecast_cv, stream.delay_cv) = (0.0, 0.0);
                }
            }
        }
    }
}

fn has_all(team: &Team, scenario: &Scenario) -> bool {
    scenario.inquiries.keys().all(|inquiry| team.skills.iter().any(|skill| skill == inquiry || skill == "*"))
}

/// Chats as many at once as with the team that holds most of them.
fn take_away_skills(scenario: &mut Scenario) {
    let mut most: BTreeMap<String, u32> = BTreeMap::new();
    for (channel, slots) in scenario.teams.values().flat_map(|team| &team.slots) {
        if let Slots::Limited(slots) = slots {
            let widest = most.entry(channel.clone()).or_insert(1);
            *widest = (*widest).max(*slots);
        }
    }
    for team in scenario.teams.values_mut() {
        team.skills = scenario.inquiries.keys().cloned().collect();
        for (channel, of) in &scenario.channels {
            let wide = match of.kind {
                ChannelKind::Chat => Slots::Limited(most.get(channel).copied().unwrap_or(1)),
                ChannelKind::Phone => Slots::Limited(1),
                ChannelKind::Message => Slots::Unlimited,
            };
            team.slots.entry(channel.clone()).or_insert(wide);
        }
    }
    scenario.inquiries.values_mut().for_each(|inquiry| inquiry.teams = None);
}

fn take_away_breaks(team: &mut Team) {
    team.absence = 0.0;
    if let Staffing::Shifts(shifts) = &mut team.staffing {
        for shift in shifts.values_mut() {
            shift.breaks.clear();
            shift.last_call = Span::ZERO;
            shift.at_end = AtEnd::Finish;
        }
    }
}

//! Which agents take what, and how fast they are, from what they took.

use super::clean::Clean;
use std::collections::BTreeMap;
use std::io;

/// An inquiry with less than this share of the work is taken by everybody: too few to tell who does not.
const RARE: f64 = 0.03;
/// Who took less than this share of what somebody who takes all would have taken does not take it.
const HARDLY_ANY: f64 = 0.15;
/// Agents with fewer services than this are not known: they have the skills of most.
const FEW: u64 = 30;
/// A set of skills with less than this share of all services is joined with the nearest larger one.
const SMALL_TEAM: f64 = 0.04;
/// Services of mean length that an agent's speed is held to the mean by.
const PRIOR: f64 = 30.0;

/// Agents with the same skills.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Inquiry numbers, ascending.
    pub skills: Vec<u16>,
    /// Agents seen with them.
    pub agents: Vec<u32>,
    /// Services they were seen to do.
    pub services: u64,
}

/// Who takes what.
#[derive(Clone, Debug, Default)]
pub struct Skills {
    /// Most services first.
    pub groups: Vec<Group>,
    group_of: BTreeMap<u32, usize>,
    /// How fast an agent is beside the mean for the same inquiries.
    speed: BTreeMap<u32, f64>,
}

/// Of one agent by inquiry: services and µs.
type Done = BTreeMap<u16, (u64, i64)>;

impl Skills {
    /// From the days of `clean`. Work that is not to be predicted makes no skill.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    pub fn of(clean: &Clean<'_>) -> io::Result<Skills> {
        let mut done: BTreeMap<u32, Done> = BTreeMap::new();
        for day in clean.each() {
            for (agent, services) in day?.services {
                for service in
                    services.iter().filter(|service| service.counts && service.ended > service.begun)
                {
                    let cell = done.entry(agent).or_default().entry(service.inquiry).or_default();
                    cell.0 += 1;
                    cell.1 += service.ended - service.begun;
                }
            }
        }
        Ok(Skills::from_done(&done))
    }

    fn from_done(done: &BTreeMap<u32, Done>) -> Skills {
        let mut total: Done = Done::new();
        for (inquiry, (services, time)) in done.values().flatten() {
            let cell = total.entry(*inquiry).or_default();
            cell.0 += services;
            cell.1 += time;
        }
        let everything: u64 = total.values().map(|(services, _)| services).sum();
        let is_rare = |inquiry: &u16| (total[inquiry].0 as f64) < RARE * everything as f64;
        let mut sets: BTreeMap<Vec<u16>, (Vec<u32>, u64)> = BTreeMap::new();
        for (agent, own) in done {
            let services: u64 = own.values().map(|(services, _)| services).sum();
            if services < FEW {
                continue;
            }
            let takes = |inquiry: &u16| {
                let all = total[inquiry].0 as f64 * services as f64 / everything as f64;
                let took = own.get(inquiry).map_or(0, |(services, _)| *services) as f64;
                is_rare(inquiry) || took >= (HARDLY_ANY * all).max(2.0)
            };
            let set: Vec<u16> = total.keys().copied().filter(takes).collect();
            let entry = sets.entry(set).or_default();
            entry.0.push(*agent);
            entry.1 += services;
        }
        let mut groups: Vec<Group> =
            sets.into_iter().map(|(skills, (agents, services))| Group { skills, agents, services }).collect();
        groups.sort_by(|a, b| b.services.cmp(&a.services).then_with(|| a.skills.cmp(&b.skills)));
        join_small(&mut groups, everything);
        if groups.is_empty() && !total.is_empty() {
            groups.push(Group { skills: total.keys().copied().collect(), agents: Vec::new(), services: 0 });
        }
        let group_of = groups
            .iter()
            .enumerate()
            .flat_map(|(place, group)| group.agents.iter().map(move |agent| (*agent, place)))
            .collect();
        Skills { groups, group_of, speed: speeds(done, &total) }
    }

    /// The group of an agent; one never seen has the skills of most.
    pub fn group(&self, agent: u32) -> usize {
        self.group_of.get(&agent).copied().unwrap_or(0)
    }

    /// True if the agent takes cases of that inquiry.
    pub fn takes(&self, agent: u32, inquiry: u16) -> bool {
        self.groups.get(self.group(agent)).is_none_or(|group| group.skills.contains(&inquiry))
    }

    /// How fast the agent is; 1 if it was never seen.
    pub fn speed(&self, agent: u32) -> f64 {
        self.speed.get(&agent).copied().unwrap_or(1.0)
    }
}

/// Small groups are joined with the larger one that differs in the fewest skills.
fn join_small(groups: &mut Vec<Group>, everything: u64) {
    while groups.len() > 1 {
        let Some(last) = groups.last().filter(|last| (last.services as f64) < SMALL_TEAM * everything as f64)
        else {
            return;
        };
        let differs = |group: &Group| {
            let in_both = group.skills.iter().filter(|skill| last.skills.contains(skill)).count();
            group.skills.len() + last.skills.len() - 2 * in_both
        };
        let nearest = (0..groups.len() - 1).min_by_key(|place| differs(&groups[*place])).unwrap_or(0);
        if let Some(small) = groups.pop() {
            groups[nearest].agents.extend(small.agents);
            groups[nearest].services += small.services;
        }
    }
}

/// Expected over actual time for the same inquiries, as if so many mean services more.
fn speeds(done: &BTreeMap<u32, Done>, total: &Done) -> BTreeMap<u32, f64> {
    let mean = |(services, time): &(u64, i64)| *time as f64 / (*services).max(1) as f64;
    let all = total.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let prior = PRIOR * mean(&all);
    let speed = |own: &Done| {
        let expected: f64 =
            own.iter().map(|(inquiry, (services, _))| *services as f64 * mean(&total[inquiry])).sum();
        let took: i64 = own.values().map(|(_, time)| time).sum();
        (expected + prior) / (took as f64 + prior).max(1.0)
    };
    done.iter().map(|(agent, own)| (*agent, speed(own))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_took_none_of_a_common_inquiry_does_not_take_it_and_rare_ones_are_everybodys() {
        let own = |a: u64, b: u64, rare: u64| {
            Done::from([(1, (a, a as i64 * 100)), (2, (b, b as i64 * 100)), (3, (rare, rare as i64 * 100))])
        };
        let done = BTreeMap::from([
            (7, own(500, 300, 5)),
            (8, own(500, 0, 0)),
            (9, own(500, 300, 0)),
            (10, own(3, 0, 0)),
        ]);
        let skills = Skills::from_done(&done);
        assert_eq!(skills.groups.len(), 2);
        assert!(skills.takes(7, 2) && !skills.takes(8, 2) && skills.takes(8, 3));
        // Too few to know: the skills of most.
        assert!(skills.takes(10, 2) && skills.takes(999, 2));
    }

    #[test]
    fn an_agent_twice_as_fast_has_nearly_speed_two() {
        let done =
            BTreeMap::from([(1, Done::from([(1, (1000, 50_000))])), (2, Done::from([(1, (1000, 150_000))]))]);
        let skills = Skills::from_done(&done);
        assert!((skills.speed(1) - 2.0).abs() < 0.1, "{}", skills.speed(1));
        assert!(skills.speed(2) < 0.7 && skills.speed(3) == 1.0);
    }
}

//! Several plans on the same nights.
//!
//! Plans that leave the demand alone meet the same cases at the same instants: these are drawn once a night
//! for all of them. What a case draws further is keyed (see [`crate::random`]), so nothing else has to be
//! kept. Which thread simulates which night changes nothing in the result.

use super::Engine;
use super::plan::Plan;
use super::tally::{NightRecord, Tally, Waits};
use super::threads::share_out;
use crate::demand::Night;
use crate::random::Key;
use std::ops::Range;

/// Plans, ready to be simulated night by night.
#[derive(Debug)]
pub struct SideBySide<'p> {
    plans: &'p [Plan],
    seed: u64,
    /// By plan: the first plan with the same demand.
    demand_of: Vec<usize>,
    workers: Vec<Worker<'p>>,
}

impl<'p> SideBySide<'p> {
    /// All draws are keyed by `seed`.
    pub fn new(plans: &'p [Plan], seed: u64, threads: usize) -> SideBySide<'p> {
        let first_like = |plan: &Plan| plans.iter().position(|other| other.demand == plan.demand);
        let demand_of = plans.iter().enumerate().map(|(i, plan)| first_like(plan).unwrap_or(i)).collect();
        let workers = (0..threads.max(1)).map(|_| Worker::new(plans)).collect();
        SideBySide { plans, seed, demand_of, workers }
    }

    /// The records of `nights`, by plan, in replication order; none of plans that are not `wanted`.
    pub fn simulate(&mut self, wanted: &[bool], nights: Range<u64>) -> Vec<Vec<NightRecord>> {
        self.simulate_only(wanted, &nights.collect::<Vec<_>>())
    }

    /// The same of any nights.
    pub fn simulate_only(&mut self, wanted: &[bool], nights: &[u64]) -> Vec<Vec<NightRecord>> {
        let (plans, seed, demand_of) = (self.plans, self.seed, &self.demand_of);
        share_out(&mut self.workers, nights.len() as u64, |worker, place| {
            let night = Key::night(seed, nights[place as usize]);
            worker.simulate(plans, wanted, demand_of, place as usize, night);
        });
        let length = |wanted: &bool| if *wanted { nights.len() } else { 0 };
        let empty = |wanted| vec![NightRecord::default(); length(wanted)];
        let mut records: Vec<Vec<NightRecord>> = wanted.iter().map(empty).collect();
        for (place, plan, record) in self.workers.iter_mut().flat_map(|worker| worker.records.drain(..)) {
            records[plan][place] = record;
        }
        records
    }
}

/// One thread's engines.
#[derive(Debug)]
struct Worker<'p> {
    /// By plan; made when the plan is first wanted.
    engines: Vec<Option<(Engine<'p>, Tally)>>,
    customers: Night,
    waits: Waits,
    /// Place of the night, plan, and what came out.
    records: Vec<(usize, usize, NightRecord)>,
}

impl<'p> Worker<'p> {
    fn new(plans: &'p [Plan]) -> Worker<'p> {
        let channels = plans.iter().map(|plan| plan.channels.len()).max().unwrap_or(0);
        Worker {
            engines: plans.iter().map(|_| None).collect(),
            customers: Night::default(),
            waits: Waits::new(channels),
            records: Vec::new(),
        }
    }

    /// One night of all plans that are wanted, those with the same demand one after another.
    fn simulate(
        &mut self,
        plans: &'p [Plan],
        wanted: &[bool],
        demand_of: &[usize],
        place: usize,
        night: Key,
    ) {
        for (first, plan) in plans.iter().enumerate() {
            let alike = || (first..plans.len()).filter(|&i| wanted[i] && demand_of[i] == first);
            if alike().next().is_none() {
                continue;
            }
            self.customers.draw(&plan.demand, night);
            for i in alike() {
                let (engine, tally) =
                    self.engines[i].get_or_insert_with(|| (Engine::new(&plans[i]), Tally::new(&plans[i])));
                self.waits.next_night();
                let counts = engine.run(night, self.customers.arrivals(), &mut self.waits);
                self.records.push((place, i, tally.add(&plans[i], night, counts, &self.waits)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Request, load_text_with};
    use crate::simulation::replications::{Sampling, Stop, simulate};

    fn plan(set: &[&str]) -> Plan {
        let set: Vec<String> = set.iter().map(|it| (*it).to_owned()).collect();
        let request = Request { path: "orange-night.toml", set: &set, ..Request::default() };
        let loaded = load_text_with(include_str!("../../scenarios/orange-night.toml"), &request);
        Plan::compile(&loaded.unwrap().scenario).unwrap()
    }

    /// Two plans with one demand, one with less.
    fn plans() -> Vec<Plan> {
        let senior = "team.seniors.shift.night.agents=\"+ 1\"";
        vec![plan(&[]), plan(&[senior]), plan(&["inquiry.taste.share=\"* 0.55\""])]
    }

    #[test]
    fn each_plan_has_the_nights_that_it_has_alone() {
        let plans = plans();
        let mut together = SideBySide::new(&plans, 7, 2);
        let seen = together.simulate(&[true; 3], 0..20);
        for (plan, seen) in plans.iter().zip(seen) {
            let alone = Sampling { seed: 7, stop: Stop::After(20), threads: 1 };
            assert_eq!(seen, simulate(plan, &alone, &mut |_| true).nights);
        }
    }

    #[test]
    fn nights_and_plans_may_be_picked_and_threads_change_nothing() {
        let plans = plans();
        let whole = SideBySide::new(&plans, 1, 1).simulate(&[true; 3], 0..12);
        let mut three = SideBySide::new(&plans, 1, 3);
        let later = three.simulate(&[true, false, true], 8..12);
        assert_eq!(later[0], whole[0][8..12]);
        assert!(later[1].is_empty());
        let picked = three.simulate_only(&[false, true, false], &[11, 2]);
        assert_eq!(picked[1], [whole[1][11].clone(), whole[1][2].clone()]);
    }
}

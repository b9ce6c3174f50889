//! A day simulated many times: what became of the cases of each half hour.

use crate::calibration::log::SECOND;
use crate::demand::Night;
use crate::random::Key;
use crate::simulation::Engine;
use crate::simulation::observer::{Event, Observer, Who};
use crate::simulation::plan::Plan;
use crate::units::Time;

/// Half an hour, µs.
const HALF_HOUR: i64 = 1800 * SECOND;

/// Cases of a half hour, of one night or of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// That came.
    pub cases: f64,
    /// Answered in time.
    pub in_time: f64,
    /// Gave up.
    pub gave_up: f64,
    /// Σ wait until answered or given up, s.
    pub waited: f64,
}

impl Cell {
    /// Adds another.
    pub fn add(&mut self, other: &Cell) {
        self.cases += other.cases;
        self.in_time += other.in_time;
        self.gave_up += other.gave_up;
        self.waited += other.waited;
    }

    /// Share answered in time, share given up, mean wait in seconds; none of no cases.
    pub fn figures(&self) -> Option<[f64; 3]> {
        let share = |part: f64| part / self.cases;
        (self.cases > 0.0).then(|| [share(self.in_time), share(self.gave_up), share(self.waited)])
    }
}

/// By night, then half hour of the opening.
pub type Nights = Vec<Vec<Cell>>;

/// Simulates.
pub fn nights(plan: &Plan, half_hours: usize, within: i64, number: u64, seed: u64) -> Nights {
    let mut engine = Engine::new(plan);
    let mut customers = Night::default();
    let mut watch = Watch { came: Vec::new(), cells: Vec::new(), within };
    let one = |night: u64| {
        let key = Key::night(seed, night);
        customers.draw(&plan.demand, key);
        watch.begin(&customers, plan.demand.sources.len(), half_hours);
        engine.run(key, customers.arrivals(), &mut watch);
        std::mem::take(&mut watch.cells)
    };
    (0..number).map(one).collect()
}

/// Sees when cases come and when they are answered.
struct Watch {
    /// By source and case.
    came: Vec<Vec<Time>>,
    cells: Vec<Cell>,
    within: i64,
}

impl Watch {
    fn begin(&mut self, night: &Night, sources: usize, half_hours: usize) {
        self.cells = vec![Cell::default(); half_hours];
        self.came.resize(sources, Vec::new());
        for arrival in night.arrivals() {
            let own = &mut self.came[usize::from(arrival.source)];
            if own.len() <= arrival.case as usize {
                own.resize(arrival.case as usize + 1, Time::NEVER);
            }
            own[arrival.case as usize] = arrival.at;
            if let Some(cell) = cell_of(&mut self.cells, arrival.at) {
                cell.cases += 1.0;
            }
        }
    }
}

fn cell_of(cells: &mut [Cell], at: Time) -> Option<&mut Cell> {
    cells.get_mut(usize::try_from(at.micros().div_euclid(HALF_HOUR)).ok()?)
}

impl Observer for Watch {
    fn conversation(&mut self, at: Time, event: Event, who: Who, _channel: u8, _agent: Option<u32>) {
        let ends = matches!(event, Event::Begun | Event::GaveUp);
        if !ends || who.conversation != 0 || who.turn != 0 {
            return;
        }
        let came = self.came[usize::from(who.source)][who.case as usize];
        let wait = at.micros() - came.micros();
        let within = self.within;
        if let Some(cell) = cell_of(&mut self.cells, came) {
            cell.waited += wait as f64 / SECOND as f64;
            match event {
                Event::GaveUp => cell.gave_up += 1.0,
                _ if wait <= within => cell.in_time += 1.0,
                _ => {}
            }
        }
    }
}

//! Erlang A, M/M/c+M: customers give up after an exponential patience. There is always a steady state.
//!
//! # How it is computed
//!
//! The wait V of a customer of endless patience has the density v(u) ∝ e^{h(u)} for u > 0, where
//! h(u) = λ/θ (1 − e^{−θu}) − cμu (Baccelli & Hébuterne 1981; Zeltyn & Mandelbaum, "Call centers with
//! impatient customers", Queueing Systems 51, 2005). With J the integral of e^h, the chance to wait is
//! cμJ / (cμJ + 1/B − 1), B being Erlang's loss (Palm 1957; Garnett, Mandelbaum & Reiman 2002). All else
//! is an average over v of a customer whose own patience is exponential of rate θ: nothing cancels, no
//! term overflows, and the work is the same for ten agents and for a hundred thousand.

use super::quadrature::integral;
use super::service_level::Fates;
use super::{assert_positive, erlang_b};

/// What of e^h is left out at the ends: e^-60 of its peak.
const NEGLIGIBLE: f64 = 60.0;
const PANELS: u32 = 48;

/// An M/M/c+M queue. Rates and times in one unit of the caller's choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangA {
    /// Customers in a unit of time.
    pub arrivals: f64,
    /// Mean handle time.
    pub handle: f64,
    /// Mean patience.
    pub patience: f64,
    /// Agents on duty.
    pub agents: u64,
    /// The share of customers who find every agent busy.
    pub chance_to_wait: f64,
    /// The share of customers who give up.
    pub abandoned: f64,
    /// The share of customers who are answered: the rest, but right to its digits also where it is tiny.
    pub answered: f64,
    shape: Shape,
}

/// The density of the endlessly patient customer's wait, given that it is not nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shape {
    arrivals: f64,
    /// θ: the rate of giving up of one waiting customer.
    impatience: f64,
    /// cμ: answers in a unit of time when all agents are busy.
    answers: f64,
    /// J over e^{h(peak)}, that is the factor that makes the density integrate to 1.
    mass: f64,
}

impl ErlangA {
    /// The queue of `arrivals` in a unit of time, each a mean of `handle` units of work and waiting for a
    /// mean of `patience`, before `agents`.
    ///
    /// # Panics
    /// If a rate or time is not positive and finite.
    pub fn new(arrivals: f64, handle: f64, patience: f64, agents: u64) -> ErlangA {
        assert_positive("the arrival rate", arrivals);
        assert_positive("the handle time", handle);
        assert_positive("the patience", patience);
        let answers = agents as f64 / handle;
        let mut shape = Shape { arrivals, impatience: 1.0 / patience, answers, mass: 1.0 };
        let (mut chance_to_wait, mut abandoned, mut answered) = (1.0, 1.0, 0.0);
        if agents > 0 {
            shape.mass = shape.integral(0.0, f64::INFINITY, |_| 1.0);
            let (waits, served_at_once) = shape.split(erlang_b::inverse_blocking(arrivals * handle, agents));
            chance_to_wait = waits;
            abandoned = waits * shape.integral(0.0, f64::INFINITY, |u| shape.gives_up_before(u));
            answered =
                served_at_once + waits * shape.integral(0.0, f64::INFINITY, |u| shape.is_patient_at(u));
        }
        ErlangA { arrivals, handle, patience, agents, chance_to_wait, abandoned, answered, shape }
    }

    /// Arrivals × mean handle time, in erlang.
    pub fn load(&self) -> f64 {
        self.arrivals * self.handle
    }

    /// The mean share of their time that agents are busy.
    pub fn occupancy(&self) -> f64 {
        match self.agents {
            0 => 0.0,
            // Rounding may leave a little more than all of it.
            agents => (self.load() * self.answered / agents as f64).min(1.0),
        }
    }

    /// The mean number who wait: each of them gives up at the rate 1 / patience.
    pub fn queue_length(&self) -> f64 {
        self.arrivals * self.mean_wait()
    }

    /// The mean time in the queue of all customers, answered or not.
    pub fn mean_wait(&self) -> f64 {
        self.abandoned * self.patience
    }

    /// The mean wait of those who are answered; `None` without agents.
    pub fn mean_wait_answered(&self) -> Option<f64> {
        if self.agents == 0 {
            return None;
        }
        let waited = self.shape.integral(0.0, f64::INFINITY, |u| u * self.shape.is_patient_at(u));
        Some(self.chance_to_wait * waited / self.answered)
    }

    /// What became of all customers, those answered or giving up within `time` apart from the others.
    pub fn fates(&self, time: f64) -> Fates {
        Fates {
            answered_in_time: self.answered_within(time),
            abandoned_in_time: self.abandoned_within(time),
            abandoned: self.abandoned,
        }
    }

    /// The share of all customers who are answered within `time`.
    pub fn answered_within(&self, time: f64) -> f64 {
        if self.agents == 0 {
            return 0.0;
        }
        let waited = self.shape.integral(0.0, time, |u| self.shape.is_patient_at(u));
        1.0 - self.chance_to_wait + self.chance_to_wait * waited
    }

    /// The share of all customers who give up within `time`.
    pub fn abandoned_within(&self, time: f64) -> f64 {
        let by_then = self.shape.gives_up_before(time);
        if self.agents == 0 {
            return by_then;
        }
        // Whose turn comes first may give up until then; who still waits at `time` may until `time`.
        let before_turn = self.shape.integral(0.0, time, |u| self.shape.gives_up_before(u));
        let still_waiting = self.shape.integral(time, f64::INFINITY, |_| 1.0);
        self.chance_to_wait * (before_turn + still_waiting * by_then)
    }
}

impl Shape {
    /// Where e^h is greatest.
    fn peak(&self) -> f64 {
        if self.arrivals <= self.answers {
            return 0.0;
        }
        libm::log(self.arrivals / self.answers) / self.impatience
    }

    /// h(from + distance) − h(from), in a form whose great parts have cancelled already.
    fn rise(&self, from: f64, distance: f64) -> f64 {
        let rate = self.arrivals * libm::exp(-self.impatience * from);
        let x = self.impatience * distance;
        rate / self.impatience * (-libm::expm1(-x) - x) + (rate - self.answers) * distance
    }

    fn gives_up_before(&self, time: f64) -> f64 {
        -libm::expm1(-self.impatience * time)
    }

    fn is_patient_at(&self, time: f64) -> f64 {
        libm::exp(-self.impatience * time)
    }

    /// The chances to wait, cμJ / (cμJ + 1/B − 1), and not to wait.
    fn split(&self, inverse_blocking: f64) -> (f64, f64) {
        // h(peak) may be thousands where the queue is overloaded: then everybody waits.
        let waiting = self.answers * self.mass * libm::exp(self.rise(0.0, self.peak()));
        let at_once = inverse_blocking - 1.0;
        if waiting.is_infinite() {
            return (1.0, 0.0);
        }
        if at_once.is_infinite() {
            return (0.0, 1.0);
        }
        (waiting / (waiting + at_once), at_once / (waiting + at_once))
    }

    /// The average of `weight` over waits from `low` to `high`.
    fn integral(&self, low: f64, high: f64, weight: impl Fn(f64) -> f64) -> f64 {
        let peak = self.peak();
        let top = peak.clamp(low, high);
        let from = self.negligible(top, low);
        let to = self.negligible(top, high);
        // Where patience is far shorter than a handle time, e^h and the weights change within it and e^h
        // then falls slowly: each stretch gets panels of its own.
        let bend = (NEGLIGIBLE / self.impatience).clamp(from, to);
        let density = |u: f64| libm::exp(self.rise(peak, u - peak)) * weight(u);
        (integral(from, bend, PANELS, density) + integral(bend, to, PANELS, density)) / self.mass
    }

    /// The place between `top`, where e^h is greatest, and `end` beyond which it is negligible.
    fn negligible(&self, top: f64, end: f64) -> f64 {
        let fallen = |distance: f64| self.rise(top, distance) < -NEGLIGIBLE;
        let room = end - top;
        if room == 0.0 || room.is_finite() && !fallen(room) {
            return end;
        }
        let mut far = room.signum() * self.answers.recip().min(room.abs());
        while !fallen(far) {
            far *= 2.0;
        }
        let mut near = 0.0;
        // This only places the panels, so a few halvings are enough.
        for _ in 0..12 {
            let middle = (near + far) / 2.0;
            if fallen(middle) { far = middle } else { near = middle }
        }
        let edge = top + far;
        if room > 0.0 { edge.min(end) } else { edge.max(end) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::close;
    use super::super::service_level::Abandoned;
    use super::*;
    use statrs::function::beta::beta_reg;

    /// The textbook sums over the number waiting, a second and independent computation:
    /// (chance to wait, abandoned, answered within `time`, abandoned within `time`).
    fn by_sums(rates: (f64, f64, f64), agents: u64, time: f64) -> [f64; 4] {
        let (arrivals, service, impatience) = rates;
        let (load, answers) = (arrivals / service, agents as f64 * service);
        let blocking = (1..=agents).fold(1.0, |b, n| load * b / (n as f64 + load * b));
        let mut terms = vec![1.0];
        while *terms.last().unwrap() > 1e-18 * terms.iter().copied().fold(0.0, f64::max) {
            let next = terms.len() as f64;
            terms.push(terms.last().unwrap() * arrivals / (answers + next * impatience));
        }
        let all: f64 = terms.iter().sum::<f64>() + 1.0 / blocking - 1.0;
        let queue: f64 = terms.iter().enumerate().map(|(waiting, term)| waiting as f64 * term / all).sum();
        let chance = terms.iter().sum::<f64>() / all;
        // e^(-impatience V) behind k others follows Beta(answers / impatience, k + 1).
        let (alpha, left) = (answers / impatience, libm::exp(-impatience * time));
        let (mut answered, mut neither) = (1.0 - chance, 0.0);
        for (ahead, term) in terms.iter().enumerate() {
            let after = ahead as f64 + 1.0;
            answered += term / all * alpha / (alpha + after) * (1.0 - beta_reg(alpha + 1.0, after, left));
            neither += term / all * left * beta_reg(alpha, after, left);
        }
        [chance, impatience * queue / arrivals, answered, 1.0 - answered - neither]
    }

    #[test]
    fn the_exact_table_of_the_simulation_anchors_is_met() {
        // (arrivals, service, impatience, agents), P(wait), P(abandon), E[Q], occupancy: computed independently.
        let table = [
            ((50.0, 1.0, 1.0, 50), [0.518_808_32, 0.056_325_01, 2.816_250_32, 0.943_674_99]),
            ((100.0, 1.0, 1.0, 100), [0.513_298_8, 0.039_861, 3.986_099_68, 0.960_139]),
            ((102.0, 1.0, 1.0, 100), [0.591_718_63, 0.049_917_98, 5.091_633_55, 0.969_083_66]),
            ((100.0, 1.0, 0.5, 100), [0.596_703_14, 0.033_030_15, 6.606_030_51, 0.966_969_85]),
            ((48.0, 1.0, 0.5, 50), [0.467_774_07, 0.030_912_25, 2.967_575_92, 0.930_324_24]),
            ((100.0, 1.0, 0.1, 95), [0.969_503_66, 0.052_009_76, 52.009_763_18, 0.997_884_46]),
            ((8.0, 1.0, 0.2, 10), [0.354_919_51, 0.022_959_89, 0.918_395_74, 0.781_632_09]),
            ((20.0, 1.0, 2.0, 15), [0.799_475_47, 0.273_942_2, 2.739_421_98, 0.968_077_07]),
        ];
        for ((arrivals, service, impatience, agents), [wait, abandoned, queue, occupancy]) in table {
            let seen = ErlangA::new(arrivals, 1.0 / service, 1.0 / impatience, agents);
            close(seen.chance_to_wait, wait, 6e-9);
            close(seen.abandoned, abandoned, 6e-9);
            close(seen.queue_length(), queue, 6e-9);
            close(seen.occupancy(), occupancy, 6e-9);
        }
    }

    #[test]
    fn the_stationary_figures_of_contact_centers_mmc_with_abandonment_are_met() {
        // 4.2 a minute, 2 min each, patience 1 min, 12 agents: computed independently.
        let queue = ErlangA::new(4.2, 2.0, 1.0, 12);
        close(queue.abandoned, 0.029_678_9, 5e-8);
        close(queue.occupancy(), 0.6792, 5e-5);
        // Section 6: .975 within 20 s holds with those who gave up ignored (the printed run starts empty).
        close(queue.fates(1.0 / 3.0).service_level(Abandoned::Ignored), 0.975, 2e-3);
    }

    #[test]
    fn waits_and_abandonments_agree_with_the_textbook_sums() {
        let cases = [
            ((50.0, 1.0, 1.0), 50, 0.05),
            ((8.0, 1.0, 0.2), 10, 0.3),
            ((20.0, 1.0, 2.0), 15, 0.1),
            ((100.0, 1.0, 0.1), 95, 1.0),
            ((3.0, 1.0, 1000.0), 2, 0.0004),
            ((300.0, 1.0, 0.01), 290, 3.0),
            ((0.2, 1.0, 0.5), 1, 2.0),
        ];
        for ((arrivals, service, impatience), agents, time) in cases {
            let expected = by_sums((arrivals, service, impatience), agents, time);
            let queue = ErlangA::new(arrivals, 1.0 / service, 1.0 / impatience, agents);
            let fates = queue.fates(time);
            let seen =
                [queue.chance_to_wait, queue.abandoned, fates.answered_in_time, fates.abandoned_in_time];
            for (seen, expected) in seen.into_iter().zip(expected) {
                close(seen, expected, 1e-9);
            }
        }
    }

    #[test]
    fn with_patience_as_long_as_handle_times_the_number_present_is_poisson() {
        // theta = mu makes N Poisson(load): P(N >= 4) for load 3 is 1 - e^-3 (1 + 3 + 4.5 + 4.5).
        let queue = ErlangA::new(3.0, 1.0, 1.0, 4);
        close(queue.chance_to_wait, 1.0 - libm::exp(-3.0) * 13.0, 1e-13);
    }

    #[test]
    fn mean_wait_of_the_answered_and_of_those_who_gave_up_make_up_the_mean_wait() {
        // E[min(V, R)] counted twice: Little's law, and an integral of what is neither yet.
        let queue = ErlangA::new(20.0, 1.0, 0.5, 15);
        let unsettled = |t: f64| {
            let fates = queue.fates(t);
            1.0 - fates.answered_in_time - fates.abandoned_in_time
        };
        close(integral(0.0, 12.0, 60, unsettled), queue.mean_wait(), 1e-11);
        let answered = queue.mean_wait_answered().unwrap() * (1.0 - queue.abandoned);
        let late = |t: f64| 1.0 - queue.abandoned - queue.answered_within(t);
        close(integral(0.0, 12.0, 60, late), answered, 1e-11);
    }

    #[test]
    fn shares_answered_and_given_up_add_to_all_in_the_end() {
        let queue = ErlangA::new(48.0, 1.0, 2.0, 50);
        close(queue.answered_within(1e4) + queue.abandoned, 1.0, 1e-12);
        close(queue.abandoned_within(1e4), queue.abandoned, 1e-14);
    }

    #[test]
    fn endless_patience_tends_to_erlang_c_and_no_patience_to_erlang_b() {
        let c = crate::theory::erlang_c::erlang_c(45.0, 1.0, 50).steady().unwrap();
        close(ErlangA::new(45.0, 1.0, 1e8, 50).chance_to_wait, c.chance_to_wait, 1e-7);
        close(ErlangA::new(45.0, 1.0, 1e8, 50).answered_within(0.2), c.answered_within(0.2), 1e-7);
        close(ErlangA::new(45.0, 1.0, 1e-9, 50).abandoned, erlang_b::blocking(45.0, 50), 1e-6);
    }

    #[test]
    fn a_hundred_thousand_agents_agree_with_the_textbook_sums() {
        let expected = by_sums((100_500.0, 1.0, 0.5), 100_000, 0.01);
        let queue = ErlangA::new(100_500.0, 1.0, 2.0, 100_000);
        close(queue.chance_to_wait, expected[0], 1e-9);
        close(queue.abandoned, expected[1], 1e-11);
    }

    #[test]
    fn hopeless_overload_turns_away_what_the_agents_cannot_do() {
        // Fluid limit: 1,000 come, 10 are answered, 990 give up; nothing overflows.
        let queue = ErlangA::new(1000.0, 1.0, 1e5, 10);
        close(queue.abandoned, 0.99, 1e-9);
        close(queue.chance_to_wait, 1.0, 1e-12);
        close(queue.occupancy(), 1.0, 1e-9);
    }

    #[test]
    fn without_agents_everybody_gives_up() {
        // Half of an exponential patience is over after ln 2 times its mean.
        let queue = ErlangA::new(5.0, 1.0, 2.0, 0);
        assert_eq!((queue.abandoned, queue.occupancy()), (1.0, 0.0));
        close(queue.fates(2.0 * std::f64::consts::LN_2).abandoned_in_time, 0.5, 1e-15);
        assert_eq!(queue.fates(1.0).answered_in_time, 0.0);
    }
}

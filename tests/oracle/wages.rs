//! What the agents' stretches of time add up to, once the night is over.

use super::people::Stint;
use super::world::World;
use nightdesk::units::{Money, Span, Time};

impl World<'_> {
    /// Busy, present, paid, overtime and wages of every team.
    pub fn add_up_the_teams(&mut self) {
        for stint in self.stints.iter().filter(|stint| stint.counted) {
            let by_level = self.plan.teams[stint.team].level.is_some();
            let stretches = Stretches::of(stint, if by_level { self.plan.closes } else { self.plan.end });
            let card = &mut self.counts.agents[stint.agent];
            card.busy += length(&stretches.busy);
            card.on_duty += length(&stretches.whole) - length(&stretches.away);
        }
        for (number, team) in self.plan.teams.iter().enumerate() {
            // Team times are those from the opening on, of levels up to `closes`.
            let limit = if team.level.is_some() { self.plan.closes } else { self.plan.end };
            let counted = self.stints.iter().filter(|stint| stint.team == number && stint.counted);
            let stints: Vec<Stretches> = counted.map(|stint| Stretches::of(stint, limit)).collect();
            let total = |of: fn(&Stretches) -> Span| stints.iter().map(of).sum::<Span>();

            let counts = &mut self.counts.teams[number];
            counts.busy = total(|stint| length(&stint.busy));
            counts.on_duty = total(|stint| length(&stint.whole) - length(&stint.away));
            counts.paid = total(|stint| length(&stint.whole) - length(&stint.unpaid));
            counts.overtime = total(|stint| length(&stint.overtime));

            // Per step of the pay, over all agents; then to money, once.
            for (step, (from, pay)) in team.pay.iter().enumerate() {
                let from = if step == 0 { Time(i64::MIN) } else { *from };
                let to = team.pay.get(step + 1).map_or(Time(i64::MAX), |next| next.0);
                let at_this_pay = |stretches: &[Stretch]| length(&clip(stretches, from, to));
                let overtime: Span = stints.iter().map(|stint| at_this_pay(&stint.overtime)).sum();
                let paid: Span =
                    (stints.iter()).map(|stint| at_this_pay(&stint.whole) - at_this_pay(&stint.unpaid)).sum();
                let overtime_pay = Money::from_units(pay.units() * team.overtime_factor);
                counts.wages += pay.hourly(paid - overtime) + overtime_pay.hourly(overtime);
            }
        }
    }
}

/// From, to.
type Stretch = (Time, Time);

/// A stretch of duty, cut to what counts.
struct Stretches {
    /// From coming to leaving.
    whole: Vec<Stretch>,
    /// Of it, past the end of the shift.
    overtime: Vec<Stretch>,
    /// Of it, on breaks.
    away: Vec<Stretch>,
    /// Of that, unpaid.
    unpaid: Vec<Stretch>,
    /// With work in hand.
    busy: Vec<Stretch>,
}

impl Stretches {
    fn of(stint: &Stint, limit: Time) -> Stretches {
        let cut = |stretches: &[Stretch]| clip(stretches, Time::OPENING, limit);
        let to = stint.to.unwrap_or(limit);
        let breaks = |unpaid_only: bool| -> Vec<Stretch> {
            let those = stint.away.iter().filter(|away| !(unpaid_only && away.paid));
            those.map(|away| (away.from, away.to.unwrap_or(limit))).collect()
        };
        Stretches {
            whole: cut(&[(stint.from, to)]),
            overtime: cut(&[(stint.regular_until, to)]),
            away: cut(&breaks(false)),
            unpaid: cut(&breaks(true)),
            busy: cut(&stint.busy),
        }
    }
}

/// The parts of `stretches` between `from` and `to`.
fn clip(stretches: &[Stretch], from: Time, to: Time) -> Vec<Stretch> {
    let cut = stretches.iter().map(|stretch| (stretch.0.max(from), stretch.1.min(to)));
    cut.filter(|stretch| stretch.0 < stretch.1).collect()
}

fn length(stretches: &[Stretch]) -> Span {
    stretches.iter().map(|stretch| stretch.1 - stretch.0).sum()
}

//! Practices at random. Half of the plans have none, so that what they have is held as before.

use super::random_plan::Dice;
use nightdesk::random::Sampler;
use nightdesk::scenario::ChannelKind;
use nightdesk::simulation::plan::{
    AfterCare, AsksAgain, Authority, Bot, Channel, HelpdeskTimes, Meanwhile, Notice, Overlooked,
    Satisfaction, Team, Tolerance, WritesAgain,
};
use nightdesk::units::Money;

/// Which practices a plan may have.
#[derive(Clone, Copy, Default)]
pub struct Practices {
    overlooked: bool,
    after_care: bool,
    bot: bool,
    satisfaction: bool,
    authority: bool,
    writes_again: bool,
    meanwhile: bool,
    training: bool,
    helpdesk: bool,
}

impl Practices {
    pub fn new(dice: &mut Dice) -> Practices {
        let any = dice.chance(0.5);
        let mut some = || dice.chance(0.5) && any;
        Practices {
            overlooked: some(),
            after_care: some(),
            bot: some(),
            satisfaction: some(),
            authority: some(),
            writes_again: some(),
            meanwhile: some(),
            training: some(),
            helpdesk: some(),
        }
    }

    pub fn overlooked(self, dice: &mut Dice, kind: ChannelKind) -> Option<Overlooked> {
        (self.overlooked && kind != ChannelKind::Phone && dice.chance(0.7))
            .then(|| Overlooked { share: dice.one_of(&[0.2, 0.6]), nudge: dice.law(300.0) })
    }

    pub fn helpdesk(self, dice: &mut Dice, kind: ChannelKind) -> Option<Box<HelpdeskTimes>> {
        (self.helpdesk && kind != ChannelKind::Phone && dice.chance(0.7)).then(|| {
            let (first, later) = (dice.law(20.0), dice.law(20.0));
            Box::new(HelpdeskTimes { first, later, reply: dice.law(10.0), resolve: dice.law(10.0) })
        })
    }

    pub fn writes_again(self, dice: &mut Dice, kind: ChannelKind) -> Option<Box<WritesAgain>> {
        (self.writes_again && kind != ChannelKind::Phone && dice.chance(0.7)).then(|| {
            Box::new(WritesAgain {
                share: dice.one_of(&[0.4, 0.8, 1.0]),
                after: dice.law(90.0),
                most: dice.number(1, 4) as u32,
                reading: dice.law(20.0),
            })
        })
    }

    pub fn meanwhile(self, dice: &mut Dice) -> Option<Box<Meanwhile>> {
        if !self.meanwhile {
            return None;
        }
        let asks = dice.chance(0.8).then(|| AsksAgain {
            share: dice.one_of(&[0.5, 0.9]),
            after: dice.law(400.0),
            most: dice.number(1, 3) as u32,
            reply: dice.law(40.0),
        });
        let notice = dice.chance(0.6).then(|| Notice {
            after: dice.law(300.0),
            takes: dice.chance(0.6).then(|| dice.law(30.0)),
            reach: dice.one_of(&[0.5, 1.0]),
            cost: Money::from_units(0.25),
        });
        Some(Box::new(Meanwhile { asks, notice }))
    }

    /// What a break teaches.
    pub fn trains(self, dice: &mut Dice) -> f64 {
        if self.training && dice.chance(0.6) { dice.one_of(&[0.8, 1.25]) } else { 1.0 }
    }

    pub fn after_care(self, dice: &mut Dice) -> Option<AfterCare> {
        (self.after_care && dice.chance(0.6)).then(|| AfterCare {
            share: dice.one_of(&[0.5, 1.0]),
            delay: dice.law(600.0),
            reply: dice.law(90.0),
        })
    }

    pub fn drawn_cost(self, dice: &mut Dice) -> Option<Sampler> {
        (self.authority && dice.chance(0.5)).then_some(Sampler::Uniform(0.0, 40e6))
    }

    /// What agents may pay out, of some of so many teams.
    pub fn authorities(self, dice: &mut Dice, teams: &mut [Team]) {
        let count = teams.len();
        for team in teams.iter_mut().filter(|_| self.authority) {
            team.authority = dice.chance(0.6).then(|| Authority {
                up_to: Money::from_units(dice.one_of(&[0.0, 1.0, 20.0])),
                then: dice.number(0, count - 1) as u16,
                takes: dice.law(90.0),
            });
        }
    }

    pub fn bot(self, dice: &mut Dice, channels: &[Channel]) -> Option<Bot> {
        (self.bot && dice.chance(0.7)).then(|| Bot {
            share: dice.one_of(&[0.0, 0.3, 0.6]),
            hand_over: dice.law(60.0),
            channels: channels
                .iter()
                .map(|channel| channel.kind != ChannelKind::Phone && dice.chance(0.8))
                .collect(),
            clock_from_message: dice.chance(0.5),
            cost: Money::from_units(0.1),
        })
    }

    pub fn satisfaction(self, dice: &mut Dice) -> Option<Satisfaction> {
        let mut tolerance =
            || Tolerance { free: dice.span(0.0, 120.0), per_minute: dice.one_of(&[0.0, 0.3, 1.0]) };
        let (first_wait, later_wait) = (tolerance(), tolerance());
        self.satisfaction.then(|| Satisfaction {
            share: dice.one_of(&[0.3, 1.0]),
            at_best: 4.6,
            first_wait,
            later_wait,
            free_turns: dice.number(0, 3) as u32,
            each_turn: 0.1,
            transfer: 0.4,
            abandoned: 1.5,
            open: 0.7,
            scatter: dice.one_of(&[0.0, 0.9]),
            unsatisfied_below: 3.5,
            complaints_unsatisfied: 0.5,
            complaints_others: dice.one_of(&[0.0, 0.1]),
        })
    }
}

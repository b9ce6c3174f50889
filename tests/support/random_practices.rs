//! Practices at random. Half of the plans have none, so that what they have is held as before.

use super::random_plan::Dice;
use nightdesk::scenario::ChannelKind;
use nightdesk::simulation::plan::{AfterCare, Bot, Channel, Overlooked, Satisfaction, Tolerance};

/// Which practices a plan may have.
#[derive(Clone, Copy, Default)]
pub struct Practices {
    overlooked: bool,
    after_care: bool,
    bot: bool,
    satisfaction: bool,
}

impl Practices {
    pub fn new(dice: &mut Dice) -> Practices {
        let any = dice.chance(0.5);
        let mut some = || dice.chance(0.5) && any;
        Practices { overlooked: some(), after_care: some(), bot: some(), satisfaction: some() }
    }

    pub fn overlooked(self, dice: &mut Dice, kind: ChannelKind) -> Option<Overlooked> {
        (self.overlooked && kind != ChannelKind::Phone && dice.chance(0.7))
            .then(|| Overlooked { share: dice.one_of(&[0.2, 0.6]), nudge: dice.law(300.0) })
    }

    pub fn after_care(self, dice: &mut Dice) -> Option<AfterCare> {
        (self.after_care && dice.chance(0.6)).then(|| AfterCare {
            share: dice.one_of(&[0.5, 1.0]),
            delay: dice.law(600.0),
            reply: dice.law(90.0),
        })
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

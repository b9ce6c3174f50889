//! What a case draws, whatever happens to it: pure functions of seed, night, source, case,
//! conversation and turn.
//!
//! Conversations and turns count from 0.

use super::plan::{
    AfterCare, AsksAgain, Authority, Bot, Channel, Handling, Inquiry, Meanwhile, Notice, Plan, WritesAgain,
};
use crate::demand::{RecordedCase, SourceKind};
use crate::random::{Key, Purpose};
use crate::units::{Money, Span};

/// A case and its draws.
#[derive(Clone, Copy, Debug)]
pub struct Customer<'p> {
    /// The case's key.
    pub key: Key,
    /// What it asks.
    pub inquiry: &'p Inquiry,
    /// The row it was recorded in.
    row: Option<&'p RecordedCase>,
}

impl<'p> Customer<'p> {
    /// Case `case` of source `source` on the night with key `night`.
    #[inline]
    pub fn new(plan: &'p Plan, night: Key, source: u16, case: u32) -> Customer<'p> {
        let key = night.named(plan.demand.sources[source as usize].key);
        Customer::of_source(plan, source, key, case)
    }

    /// Likewise, knowing tonight's key of the source.
    #[inline]
    pub(super) fn of_source(plan: &'p Plan, source: u16, key: Key, case: u32) -> Customer<'p> {
        Customer::again(plan, source, key.number(u64::from(case)), case)
    }

    /// Likewise, knowing the case's key.
    #[inline]
    pub(super) fn again(plan: &'p Plan, source: u16, key: Key, case: u32) -> Customer<'p> {
        let source = &plan.demand.sources[source as usize];
        let row = match &source.kind {
            // Copies of a row are numbered one after another.
            SourceKind::Recorded { cases, times } => {
                let copies = (times.ceil() as usize).max(1);
                Some(&cases[case as usize / copies])
            }
            _ => None,
        };
        Customer { key, inquiry: &plan.inquiries[source.inquiry as usize], row }
    }

    /// The channel of the first conversation.
    #[inline]
    pub fn channel(&self) -> u8 {
        match self.row.and_then(|row| row.channel) {
            Some(channel) => channel,
            None => choose(&self.inquiry.channels, self.key, Purpose::Channel),
        }
    }

    /// The tier.
    #[inline]
    pub fn tier(&self) -> u8 {
        match self.row.and_then(|row| row.tier) {
            Some(tier) => tier,
            None => choose(&self.inquiry.tiers, self.key, Purpose::Tier),
        }
    }

    /// Patience for the first reply of a conversation.
    #[inline]
    pub fn patience(&self, handling: &Handling, conversation: u32) -> Span {
        match self.row.and_then(|row| row.patience) {
            Some(patience) => patience,
            None => handling.patience.sample(self.key.draw_at(conversation, 0, Purpose::Patience)),
        }
    }

    /// The reply time of a turn, before the agent's speed.
    #[inline]
    pub fn reply(&self, handling: &Handling, conversation: u32, turn: u32) -> Span {
        match self.row.and_then(|row| row.reply) {
            Some(reply) => reply,
            None => handling.reply.sample(self.key.draw_at(conversation, turn, Purpose::Reply)),
        }
    }

    /// How many turns a conversation has; at least 1.
    #[inline]
    pub fn turns(&self, handling: &Handling, conversation: u32) -> u32 {
        handling.turns.sample(self.key.draw_at(conversation, 0, Purpose::Turns)).max(1)
    }

    /// Patience for the reply to the message of a later turn.
    #[inline]
    pub fn patience_later(&self, handling: &Handling, conversation: u32, turn: u32) -> Span {
        handling.patience_later.sample(self.key.draw_at(conversation, turn, Purpose::PatienceLater))
    }

    /// From the reply of `turn` to the message of the next.
    #[inline]
    pub fn think(&self, handling: &Handling, conversation: u32, turn: u32) -> Span {
        handling.think.sample(self.key.draw_at(conversation, turn, Purpose::Think))
    }

    /// The work after the last reply.
    #[inline]
    pub fn wrap_up(&self, handling: &Handling, conversation: u32) -> Span {
        handling.wrap_up.sample(self.key.draw_at(conversation, 0, Purpose::WrapUp))
    }

    /// Which of the inquiry's outcomes an answered conversation has.
    #[inline]
    pub fn outcome(&self, conversation: u32) -> usize {
        let outcomes = &self.inquiry.outcomes;
        if outcomes.len() == 1 {
            return 0;
        }
        let u = self.key.draw_at(conversation, 0, Purpose::Outcome).uniform();
        outcomes.iter().position(|(up_to, _)| u < *up_to).unwrap_or(outcomes.len() - 1)
    }

    /// After giving up on a conversation: when the customer tries again, and on which channel.
    #[inline]
    pub fn retry(&self, handling: &Handling, conversation: u32, channel: u8) -> Option<(Span, u8)> {
        let retry = handling.retry.as_ref()?;
        let u = self.key.draw_at(conversation, 0, Purpose::Retry).uniform();
        (u < retry.share).then(|| {
            let delay = retry.delay.sample(self.key.draw_at(conversation, 0, Purpose::RetryDelay));
            (delay, retry.channel.unwrap_or(channel))
        })
    }

    /// Working time until a party answers about a conversation.
    pub fn party(&self, plan: &Plan, conversation: u32, party: u16) -> Span {
        plan.parties[party as usize].delay.sample(self.key.draw_at(conversation, 0, Purpose::Party))
    }

    /// How long after it is sent the message of a turn is noticed, if it is overlooked until the customer
    /// nudges.
    #[inline]
    pub fn overlooked(&self, channel: &Channel, conversation: u32, turn: u32) -> Option<Span> {
        let overlooked = channel.overlooked.as_ref()?;
        let u = self.key.draw_at(conversation, turn, Purpose::Overlooked).uniform();
        (u < overlooked.share)
            .then(|| overlooked.nudge.sample(self.key.draw_at(conversation, turn, Purpose::Nudge)))
    }

    /// How long the helpdesk keeps the message of a turn from the agents.
    #[inline]
    pub fn way(&self, channel: &Channel, conversation: u32, turn: u32) -> Span {
        let Some(times) = &channel.helpdesk else { return Span::ZERO };
        let law = if turn == 0 { &times.first } else { &times.later };
        law.sample(self.key.draw_at(conversation, turn, Purpose::HelpdeskWay))
    }

    /// How long it keeps the agent who works on the message of a turn.
    #[inline]
    pub fn helpdesk_reply(&self, channel: &Channel, conversation: u32, turn: u32) -> Span {
        let Some(times) = &channel.helpdesk else { return Span::ZERO };
        times.reply.sample(self.key.draw_at(conversation, turn, Purpose::HelpdeskReply))
    }

    /// How long it keeps the agent who closes a conversation.
    #[inline]
    pub fn helpdesk_resolve(&self, channel: &Channel, conversation: u32) -> Span {
        let Some(times) = &channel.helpdesk else { return Span::ZERO };
        times.resolve.sample(self.key.draw_at(conversation, 0, Purpose::HelpdeskResolve))
    }

    /// What becomes of a conversation that the customer opens on a channel where a bot is met first.
    #[inline]
    pub fn bot(&self, conversation: u32, channel: u8) -> Option<BotTurn> {
        let bot: &Bot = self.inquiry.bot.as_ref().filter(|bot| bot.channels[channel as usize])?;
        if self.key.draw_at(conversation, 0, Purpose::Bot).uniform() < bot.share {
            return Some(BotTurn::Settles);
        }
        let after = bot.hand_over.sample(self.key.draw_at(conversation, 0, Purpose::BotHandOver));
        let unseen = if bot.clock_from_message { after } else { Span::ZERO };
        Some(BotTurn::HandsOver { after, unseen })
    }

    /// Whether the case gets after-care if it is concluded by way of `outcome` (an index), drawn for
    /// `conversation`: how long after the conclusion, and what it takes.
    pub fn after_care(&self, outcome: usize, conversation: u32) -> Option<(Span, Span)> {
        let care: &AfterCare = self.inquiry.outcomes[outcome].1.after_care.as_ref()?;
        let draw = |purpose| self.key.draw_at(conversation, 0, purpose);
        (draw(Purpose::AfterCare).uniform() < care.share).then(|| {
            (
                care.delay.sample(draw(Purpose::AfterCareDelay)),
                care.reply.sample(draw(Purpose::AfterCareReply)),
            )
        })
    }

    /// What an outcome (an index) of a conversation costs.
    #[inline]
    pub fn cost(&self, outcome: usize, conversation: u32) -> Money {
        let outcome = &self.inquiry.outcomes[outcome].1;
        match &outcome.drawn_cost {
            None => outcome.cost,
            // Its laws have millionths for microseconds.
            Some(law) => Money(law.sample(self.key.draw_at(conversation, 0, Purpose::Payout)).0),
        }
    }

    /// What it takes to approve of that, where it is above an authority.
    pub fn approval(&self, authority: &Authority, conversation: u32) -> Span {
        authority.takes.sample(self.key.draw_at(conversation, 0, Purpose::Approval))
    }

    /// What the after-care takes that the outcome of a conversation decided on.
    pub fn after_care_reply(&self, conversation: u32) -> Span {
        self.after_care(self.outcome(conversation), conversation).map_or(Span::ZERO, |(_, reply)| reply)
    }

    /// What the follow-up message after a conversation takes, before the agent's speed.
    pub fn follow_up(&self, conversation: u32) -> Span {
        self.inquiry.reply.sample(self.key.draw_at(conversation, 0, Purpose::FollowUp))
    }
}

/// What customers do who wait.
impl<'p> Customer<'p> {
    /// What this customer writes again within `waited` from the message of a turn, each told with the time
    /// since that message; what it adds to the reply.
    pub fn writes_again(
        &self,
        again: &WritesAgain,
        conversation: u32,
        turn: u32,
        waited: Span,
        mut told: impl FnMut(Span),
    ) -> Span {
        let (mut at, mut reading) = (Span::ZERO, Span::ZERO);
        for number in 0..again.most {
            let draw = |purpose| self.key.draw_at(conversation, turn | number << TURN_BITS, purpose);
            if draw(Purpose::WritesAgain).uniform() >= again.share {
                break;
            }
            at += again.after.sample(draw(Purpose::WritesAgainAfter));
            if at >= waited {
                break;
            }
            told(at);
            reading += again.reading.sample(draw(Purpose::Reading));
        }
        reading
    }

    /// What happens while the case waits for a party after `conversation`.
    pub fn meanwhile(&self, conversation: u32) -> Option<&'p Meanwhile> {
        self.inquiry.outcomes[self.outcome(conversation)].1.meanwhile.as_deref()
    }

    /// How long until the customer opens the conversation with number `ask` to ask again, if so.
    pub fn asks_again(&self, asks: &AsksAgain, ask: u32) -> Option<Span> {
        (self.key.draw_at(ask, 0, Purpose::AsksAgain).uniform() < asks.share)
            .then(|| asks.after.sample(self.key.draw_at(ask, 0, Purpose::AsksAgainAfter)))
    }

    /// What it takes to answer that, before the agent's speed.
    pub fn ask_reply(&self, ask: u32) -> Span {
        let asks = self.meanwhile(asked_about(ask)).and_then(|it| it.asks.as_ref());
        asks.map_or(Span::ZERO, |asks| asks.reply.sample(self.key.draw_at(ask, 0, Purpose::Reply)))
    }

    /// How long after the reply a progress notice is due.
    pub fn notice_after(&self, notice: &Notice, conversation: u32) -> Span {
        notice.after.sample(self.key.draw_at(conversation, 0, Purpose::NoticeAfter))
    }

    /// What it takes, before the agent's speed.
    pub fn notice_takes(&self, notice: &Notice, conversation: u32) -> Span {
        let takes = notice.takes.as_ref();
        takes.map_or(Span::ZERO, |it| it.sample(self.key.draw_at(conversation, 0, Purpose::Notice)))
    }

    /// Whether the customer sees it.
    pub fn notice_reaches(&self, notice: &Notice, conversation: u32) -> bool {
        self.key.draw_at(conversation, 0, Purpose::NoticeReach).uniform() < notice.reach
    }
}

/// Turns of a conversation whose further messages have draws of their own.
const TURN_BITS: u32 = 20;
/// Conversations in which customers ask about another one are numbered from here on.
const ASKS: u32 = 1 << 11;
/// So many about each.
const ASKS_EACH: u32 = 16;

/// The number of the conversation in which a customer asks about `conversation`, for the time `time` (from
/// 0); none about later ones than the 126th.
pub fn ask_number(conversation: u32, time: u32) -> Option<u32> {
    (conversation < 126 && time < ASKS_EACH).then_some(ASKS + conversation * ASKS_EACH + time)
}

/// Whether a conversation of this number is one in which a customer asks about another.
pub fn is_ask(conversation: u32) -> bool {
    conversation >= ASKS
}

/// Which conversation one is about.
pub fn asked_about(ask: u32) -> u32 {
    ask.saturating_sub(ASKS) / ASKS_EACH
}

/// For what time, from 0.
pub fn asked_time(ask: u32) -> u32 {
    ask.saturating_sub(ASKS) % ASKS_EACH
}

/// What a bot does with a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BotTurn {
    /// It is settled.
    Settles,
    /// It goes on to an agent.
    HandsOver {
        /// So long after the customer's message.
        after: Span,
        /// How much of that targets on replies count.
        unseen: Span,
    },
}

/// Draws one of `cumulative`.
#[inline]
fn choose(cumulative: &[(f64, u8)], key: Key, purpose: Purpose) -> u8 {
    if let [(_, only)] = cumulative {
        return *only;
    }
    let u = key.draw(purpose).uniform();
    cumulative.iter().find(|(up_to, _)| u < *up_to).or(cumulative.last()).map_or(0, |(_, index)| *index)
}

/// What a reply time becomes at a speed: divided, to the nearest microsecond.
#[inline]
pub fn at_speed(reply: Span, speed: f64) -> Span {
    if speed == 1.0 { reply } else { Span::from_micros(reply.0 as f64 / speed) }
}

//! How inquiries go: channels, tiers, handling, routing, outcomes.

use super::{Compiled, Compiler, List, cumulate};
use crate::random::{CountSampler, Sampler};
use crate::scenario::{self, Amount, BotClock, ChannelKind, FollowUp, Name};
use crate::simulation::plan::{
    AfterCare, Bot, CompileError, Handling, Inquiry, Meanwhile, Next, Outcome, Retry, Routing, WritesAgain,
};
use crate::units::Money;
use std::collections::BTreeMap;

impl Compiler<'_> {
    /// An inquiry, but for where its cases come from.
    pub(super) fn inquiry(&self, name: &str, inquiry: &scenario::Inquiry) -> Compiled<Inquiry> {
        let place = || format!("inquiry.{name}");
        let handling = self.handlings(inquiry, place)?;
        let channels = shares(&self.names.channels, "channel", &inquiry.channels, place)?;
        for (share, channel) in &channels {
            if *share > 0.0 && handling[usize::from(*channel)].is_none() {
                let detail = "nothing says how a conversation goes on one of its channels";
                return Err(CompileError::Missing { place: place(), detail });
            }
        }
        Ok(Inquiry {
            name: name.to_owned(),
            channels,
            tiers: shares(&self.names.tiers, "tier", &inquiry.tiers, place)?,
            handling,
            reply: Sampler::of(&inquiry.reply),
            solution_turn: inquiry.solution_turn,
            max_rounds: inquiry.max_rounds,
            routing: self.routing(name, inquiry)?,
            bot: inquiry.bot.as_ref().map(|bot| self.bot(name, bot)).transpose()?,
            outcomes: self.outcomes(name, inquiry)?,
        })
    }

    fn bot(&self, name: &str, bot: &scenario::Bot) -> Compiled<Bot> {
        let place = || format!("inquiry.{name}.bot.channels");
        let mut channels = self.names.channels.marked("channel", bot.channels.as_deref(), place)?;
        for (met, channel) in channels.iter_mut().zip(self.scenario.channels.values()) {
            *met &= channel.kind != ChannelKind::Phone;
        }
        Ok(Bot {
            share: bot.share,
            hand_over: Sampler::of(&bot.hand_over),
            channels,
            clock_from_message: bot.clock == BotClock::Message,
            cost: bot.cost,
        })
    }

    /// By channel index.
    fn handlings(
        &self,
        inquiry: &scenario::Inquiry,
        place: impl Fn() -> String,
    ) -> Compiled<Vec<Option<Handling>>> {
        let mut handlings: Vec<Option<Handling>> = vec![None; self.names.channels.len()];
        for (channel, handling) in &inquiry.handling {
            let index = self.names.channels.index("channel", channel, &place)?;
            let on_phone = self.scenario.channels[channel].kind == ChannelKind::Phone;
            handlings[usize::from(index)] = Some(self.handling(handling, on_phone, &place)?);
        }
        let again = handlings.iter().flatten().filter_map(|handling| handling.retry.as_ref()?.channel);
        if again.into_iter().any(|channel| handlings[usize::from(channel)].is_none()) {
            let detail = "nothing says how a conversation goes on the channel of a retry";
            return Err(CompileError::Missing { place: place(), detail });
        }
        Ok(handlings)
    }

    fn handling(
        &self,
        handling: &scenario::Handling,
        on_phone: bool,
        place: impl Fn() -> String,
    ) -> Compiled<Handling> {
        let retry = |retry: &scenario::Retry| -> Compiled<Retry> {
            let index = |name: &Name| self.names.channels.small_index("channel", name, &place);
            let channel = retry.channel.as_ref().map(index).transpose()?;
            Ok(Retry { share: retry.share, delay: Sampler::of(&retry.delay), channel })
        };
        Ok(Handling {
            patience: Sampler::of(&handling.patience),
            patience_later: Sampler::of(&handling.patience_later),
            turns: if on_phone { CountSampler::Constant(1) } else { CountSampler::of(&handling.turns) },
            reply: Sampler::of(&handling.reply),
            think: Sampler::of(&handling.think),
            wrap_up: Sampler::of(&handling.wrap_up),
            retry: handling.retry.as_ref().map(retry).transpose()?,
            writes_again: (handling.writes_again.as_ref())
                .filter(|again| !on_phone && again.share > 0.0)
                .map(|again| Box::new(WritesAgain::of(again))),
        })
    }

    fn routing(&self, name: &str, inquiry: &scenario::Inquiry) -> Compiled<Routing> {
        let place = || format!("inquiry.{name}.teams");
        if let Some(choices) = &inquiry.teams {
            let choice = |choice: &scenario::TeamChoice| {
                Ok((self.names.teams.index("team", &choice.team, place)?, choice.after))
            };
            return choices.iter().map(choice).collect::<Compiled<_>>().map(Routing::InOrder);
        }
        let skilled = |team: &scenario::Team| team.skills.iter().any(|skill| skill == name || skill == "*");
        let teams = self.scenario.teams.values().enumerate();
        Ok(Routing::Pool(teams.filter(|(_, team)| skilled(team)).map(|(index, _)| index as u16).collect()))
    }

    fn outcomes(&self, name: &str, inquiry: &scenario::Inquiry) -> Compiled<Vec<(f64, Outcome)>> {
        let outcome = |(key, outcome): (&Name, &scenario::Outcome)| {
            let place = || format!("inquiry.{name}.outcome.{key}");
            let next = self.next(&outcome.next, place)?;
            let after_care = outcome.after_care.as_ref().map(AfterCare::of);
            let meanwhile = match &outcome.next {
                scenario::Next::WaitFor { asks_again, notice, .. } => {
                    Meanwhile::of(asks_again.as_deref(), notice.as_deref())
                }
                _ => None,
            };
            let (cost, drawn_cost) = match &outcome.cost {
                Amount::Fixed(cost) => (*cost, None),
                Amount::Drawn(law) => (Money::ZERO, Some(Sampler::of(law))),
            };
            let name = key.clone();
            Ok((outcome.share, Outcome { name, cost, drawn_cost, next, after_care, meanwhile }))
        };
        let mut outcomes = inquiry.outcomes.iter().map(outcome).collect::<Compiled<Vec<_>>>()?;
        if outcomes.is_empty() {
            let name = "concluded".to_owned();
            outcomes.push((
                1.0,
                Outcome {
                    name,
                    cost: Money::ZERO,
                    drawn_cost: None,
                    next: Next::Concluded,
                    after_care: None,
                    meanwhile: None,
                },
            ));
        }
        Ok(cumulate(outcomes))
    }

    fn next(&self, next: &scenario::Next, place: impl Fn() -> String) -> Compiled<Next> {
        Ok(match next {
            scenario::Next::Concluded => Next::Concluded,
            scenario::Next::WaitFor { party, follow_up, .. } => {
                let party = self.names.parties.index("party", party, place)?;
                match follow_up {
                    FollowUp::Message => Next::MessageAfter { party },
                    FollowUp::Conversation => Next::ConversationAfter { party },
                }
            }
            scenario::Next::EscalateTo { team } => {
                Next::EscalateTo { team: self.names.teams.index("team", team, place)? }
            }
        })
    }
}

/// Cumulative shares by index, without those of nothing.
fn shares(
    list: &List,
    kind: &'static str,
    shares: &BTreeMap<Name, f64>,
    place: impl Fn() -> String,
) -> Compiled<Vec<(f64, u8)>> {
    if shares.is_empty() {
        // Only tiers may be left out: then everybody is regular.
        return Ok(vec![(1.0, list.small_index(kind, super::REGULAR, place)?)]);
    }
    let index = |(name, share): (&Name, &f64)| Ok((*share, list.small_index(kind, name, &place)?));
    let mut parts = shares.iter().map(index).collect::<Compiled<Vec<_>>>()?;
    parts.retain(|(share, _)| *share > 0.0);
    Ok(cumulate(parts))
}

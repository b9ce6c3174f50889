//! Inquiries: cases come from somewhere, and somebody can take them.

use super::Checker;
use crate::scenario::diagnostics::{Problem, listed};
use crate::scenario::path::Path;
use crate::scenario::{After, ChannelKind, Distribution, FollowUp, Inquiry, Name, Next, Team};
use crate::units::{Money, Span};

const AT_ONCE: Distribution = Distribution::constant(Span::ZERO);

impl Checker<'_> {
    pub(super) fn inquiries(&mut self) {
        let scenario = self.scenario;
        for (name, inquiry) in &scenario.inquiries {
            self.has_a_source(name, inquiry);
            self.follows_its_trigger(name, inquiry);
            if !self.service_is_unread() {
                self.has_teams(name, inquiry);
                self.is_served(name, inquiry);
                self.escalates_to_who_serves(name, inquiry);
            }
            self.ends(name, inquiry);
            self.gives_up_for_good(name, inquiry);
            self.says_how_long_calls_are(name, inquiry);
            self.says_nothing_in_vain(name, inquiry);
            self.bot_meets_somebody(name, inquiry);
            self.proactive_reaches_somebody(name, inquiry);
        }
    }

    fn has_a_source(&mut self, name: &str, inquiry: &Inquiry) {
        let path = Path::of(&["inquiry", name]);
        // As written: what could not be read (a recording that is not there) is reported already.
        let others = ["baseline", "arrivals", "waiting_at_open"]
            .iter()
            .any(|key| self.is_written(&["inquiry", name, key]));
        if inquiry.share.is_none() && !others {
            let problem = Problem::error_at(&path, format!("no case of inquiry `{name}` ever comes"));
            let help =
                "add one of `share` (of a stream's orders), `baseline`, `arrivals` and `waiting_at_open`";
            self.report(problem.help(help));
        }
        if inquiry.share.is_some() && self.scenario.streams.is_empty() {
            let problem = Problem::error_at(
                &path.child("share"),
                format!("inquiry `{name}` is a share of orders, and there is no stream"),
            );
            self.report(problem.help("add [stream.x] with its `orders`, or give a `baseline` instead"));
        }
        if inquiry.share.is_none() && inquiry.product.is_some() {
            let message = format!("the product of inquiry `{name}` says nothing without a `share`");
            self.report(Problem::warning(
                &path.child("product"),
                message,
                "add `share = …`, or leave it out",
            ));
        }
    }

    fn proactive_reaches_somebody(&mut self, name: &str, inquiry: &Inquiry) {
        let Some(proactive) = &inquiry.proactive else { return };
        let path = Path::of(&["inquiry", name, "proactive"]);
        if inquiry.share.is_none() && inquiry.baseline.is_none() && inquiry.arrivals.is_none() {
            let message = format!("the proactive message of inquiry `{name}` reaches nobody before they ask");
            let help =
                "cases that wait already come all the same: leave it out, or add a `share` or a `baseline`";
            self.report(Problem::warning(&path, message, help));
        }
        if proactive.cost > Money::ZERO && inquiry.share.is_none() {
            let message =
                format!("the proactive message of inquiry `{name}` costs for every order, and has none");
            let problem = Problem::error_at(&path.child("cost"), message);
            self.report(problem.help("leave `cost` out, and give the lever a `cost = { per_night = … }`"));
        }
    }

    fn follows_its_trigger(&mut self, name: &str, inquiry: &Inquiry) {
        if inquiry.after != After::Delivery || inquiry.share.is_none() {
            return;
        }
        for (stream_name, stream) in &self.scenario.streams {
            let sells = inquiry.product.as_ref().is_none_or(|product| stream.orders.contains_key(product));
            if sells && stream.delivery.is_none() {
                let message =
                    format!("inquiry `{name}` comes after the delivery, and stream `{stream_name}` has none");
                let problem = Problem::error_at(&Path::of(&["inquiry", name, "after"]), message);
                self.report(problem.help(format!(
                    "add `delivery = …` to [stream.{stream_name}]: from the order to the delivery"
                )));
            }
        }
    }

    fn has_teams(&mut self, name: &str, inquiry: &Inquiry) {
        let choices = inquiry.teams.iter().flatten().enumerate();
        let mut seen: Vec<&str> = Vec::new();
        for (i, choice) in choices {
            let path = Path::of(&["inquiry", name, "teams", &i.to_string()]);
            if seen.contains(&choice.team.as_str()) {
                let message = format!("team `{}` is named twice for inquiry `{name}`", choice.team);
                self.report(Problem::error_at(&path, message).help("name it once"));
            }
            seen.push(&choice.team);
            let skilled = self
                .scenario
                .teams
                .get(&choice.team)
                .is_some_and(|team| team.skills.iter().any(|s| s == name));
            if !skilled {
                let message =
                    format!("team `{}` is named for inquiry `{name}` and has not its skill", choice.team);
                let help = format!("add \"{name}\" to `team.{}.skills`", choice.team);
                self.report(Problem::error_at(&path, message).expected("without the skill").help(help));
            }
        }
    }

    /// The teams that may take the inquiry.
    fn teams_of<'s>(&'s self, name: &'s str, inquiry: &'s Inquiry) -> Vec<(&'s Name, &'s Team)> {
        let chosen = |team: &str| match &inquiry.teams {
            Some(choices) => choices.iter().any(|choice| choice.team == team),
            None => true,
        };
        let teams = self.scenario.teams.iter();
        teams.filter(|(team, of)| chosen(team) && of.skills.iter().any(|skill| skill == name)).collect()
    }

    fn is_served(&mut self, name: &str, inquiry: &Inquiry) {
        if self.scenario.teams.is_empty() {
            return;
        }
        let served: Vec<&Name> =
            self.teams_of(name, inquiry).iter().flat_map(|(_, team)| team.slots.keys()).collect();
        let unserved: Vec<&Name> =
            inquiry.handling.keys().filter(|channel| !served.contains(channel)).collect();
        let nobody = self.teams_of(name, inquiry).is_empty();
        if nobody {
            let problem =
                Problem::error_at(&Path::of(&["inquiry", name]), format!("no team has the skill `{name}`"));
            self.report(problem.help(format!("add \"{name}\" to the `skills` of a team")));
            return;
        }
        let unserved: Vec<Name> = unserved.into_iter().cloned().collect();
        for channel in unserved {
            let path = self.where_it_comes_by(name, inquiry, &channel);
            let message = format!("no team that answers `{name}` serves the channel `{channel}`");
            let help = format!("add `{channel}` to the `slots` of a team with the skill `{name}`");
            self.report(Problem::error_at(&path, message).expected("nobody serves it").help(help));
        }
    }

    /// Where the file says that an inquiry comes by a channel.
    fn where_it_comes_by(&self, name: &str, inquiry: &Inquiry, channel: &str) -> Path {
        if inquiry.channels.contains_key(channel) {
            return Path::of(&["inquiry", name, "channels", channel]);
        }
        if self.is_written(&["inquiry", name, "retry", "channel"]) {
            return Path::of(&["inquiry", name, "retry", "channel"]);
        }
        let on = inquiry.handling.iter().find(|(_, handling)| {
            handling.retry.as_ref().is_some_and(|retry| retry.channel.as_deref() == Some(channel))
        });
        match on {
            Some((on, _)) => Path::of(&["inquiry", name, "on", on, "retry", "channel"]),
            None => Path::of(&["inquiry", name, "arrivals", "channel"]),
        }
    }

    fn escalates_to_who_serves(&mut self, name: &str, inquiry: &Inquiry) {
        for (outcome_name, outcome) in &inquiry.outcomes {
            let Next::EscalateTo { team } = &outcome.next else { continue };
            let Some(slots) = self.scenario.teams.get(team).map(|team| &team.slots) else { continue };
            let unserved: Vec<&str> = inquiry
                .handling
                .keys()
                .filter(|channel| !slots.contains_key(*channel))
                .map(String::as_str)
                .collect();
            if !unserved.is_empty() && outcome.share > 0.0 {
                let path = Path::of(&["inquiry", name, "outcome", outcome_name, "escalate_to"]);
                let message = format!(
                    "`{name}` escalates to team `{team}`, which does not serve {}",
                    listed(&unserved)
                );
                let help =
                    format!("add {} to `team.{team}.slots`: a case stays on its channel", listed(&unserved));
                self.report(Problem::error_at(&path, message).expected("does not serve it").help(help));
            }
        }
    }

    fn ends(&mut self, name: &str, inquiry: &Inquiry) {
        let goes_on = |next: &Next| match next {
            Next::WaitFor { follow_up, .. } => {
                *follow_up == FollowUp::Conversation && inquiry.max_rounds.is_none()
            }
            Next::EscalateTo { .. } => true,
            Next::Concluded => false,
        };
        let share: f64 =
            inquiry.outcomes.values().filter(|outcome| goes_on(&outcome.next)).map(|o| o.share).sum();
        if share > 1.0 - 1e-9 {
            let message =
                format!("no case of inquiry `{name}` ever ends: every conversation leads to another");
            let help = "add `concluded = {}` and lower a share, or give `max_rounds`";
            self.report(Problem::warning(&Path::of(&["inquiry", name, "outcome"]), message, help));
        }
    }

    /// Who never waits and always tries again at once would do so for ever, at one instant.
    fn gives_up_for_good(&mut self, name: &str, inquiry: &Inquiry) {
        let next = |channel: &Name| -> Option<Name> {
            let handling = inquiry.handling.get(channel)?;
            let retry = handling.retry.as_ref()?;
            let at_once = handling.patience == AT_ONCE && retry.delay == AT_ONCE && retry.share >= 1.0;
            at_once.then(|| retry.channel.clone().unwrap_or_else(|| channel.clone()))
        };
        let round = |first: &Name| {
            let chain = std::iter::successors(next(first), next).take(inquiry.handling.len());
            chain.into_iter().any(|channel| channel == *first)
        };
        if inquiry.handling.keys().any(round) {
            let message = format!("who asks about `{name}` gives up and tries again at once, for ever");
            let problem = Problem::error_at(&Path::of(&["inquiry", name]), message);
            self.report(
                problem.help("give `patience` or the `delay` of `retry` some time, or a lower `share`"),
            );
        }
    }

    fn says_how_long_calls_are(&mut self, name: &str, inquiry: &Inquiry) {
        let is_phone = |channel: &Name| {
            self.scenario.channels.get(channel).is_some_and(|c| c.kind == ChannelKind::Phone)
        };
        let (phones, others): (Vec<&Name>, Vec<&Name>) =
            inquiry.handling.keys().partition(|channel| is_phone(channel));
        let phones: Vec<Name> = phones.into_iter().cloned().collect();
        let recorded =
            inquiry.arrivals.as_ref().is_some_and(|a| a.rows.iter().all(|row| row.reply.is_some()));
        if others.is_empty() || recorded {
            return;
        }
        for phone in phones {
            if !self.is_written(&["inquiry", name, "on", &phone, "reply"]) {
                let message = format!("a call about `{name}` lasts as long as one chat reply");
                let help =
                    format!("add on.{phone} = {{ reply = … }} to [inquiry.{name}]: how long the talk is");
                let path = Path::of(&["inquiry", name, "reply"]);
                self.report(Problem::warning(&path, message, help));
            }
        }
    }

    fn bot_meets_somebody(&mut self, name: &str, inquiry: &Inquiry) {
        let Some(channels) = inquiry.bot.as_ref().and_then(|bot| bot.channels.as_ref()) else { return };
        for (i, channel) in channels.iter().enumerate() {
            let path = Path::of(&["inquiry", name, "bot", "channels", &i.to_string()]);
            let Some(kind) = self.scenario.channels.get(channel).map(|channel| channel.kind) else {
                continue;
            };
            if kind == ChannelKind::Phone {
                let message = format!("a bot writes, and `{channel}` is a phone");
                let help = format!("leave `{channel}` out: a bot is met on chat and message channels");
                self.report(Problem::error_at(&path, message).expected("a phone").help(help));
            } else if !inquiry.handling.contains_key(channel) {
                let message =
                    format!("nobody asks about `{name}` on `{channel}`, so nobody meets the bot there");
                let help = format!("give `{channel}` a share of `channels`, or leave it out");
                self.report(Problem::warning(&path, message, help));
            }
        }
    }

    fn says_nothing_in_vain(&mut self, name: &str, inquiry: &Inquiry) {
        let on = self.tree.get("inquiry").and_then(|all| all.get(name)).and_then(|inquiry| inquiry.get("on"));
        let channels: Vec<String> =
            on.and_then(|on| on.entries()).into_iter().flatten().map(|(key, _)| key.clone()).collect();
        for channel in channels {
            if !inquiry.handling.contains_key(&channel) && self.scenario.channels.contains_key(&channel) {
                let message = format!("nobody asks about `{name}` on `{channel}`");
                let help = format!("give `{channel}` a share of `channels`, or leave on.{channel} out");
                self.report(Problem::warning(&Path::of(&["inquiry", name, "on", &channel]), message, help));
            }
        }
    }
}

//! Targets: what they count exists and can be measured.

use super::{Checker, meets};
use crate::scenario::diagnostics::{Problem, quoted_list};
use crate::scenario::path::Path;
use crate::scenario::{ChannelKind, Inquiry, Measure, Name, Target, TargetClock};
use crate::units::Span;

impl Checker<'_> {
    pub(super) fn targets(&mut self) {
        let scenario = self.scenario;
        for (name, target) in &scenario.targets {
            let path = Path::of(&["target", name]);
            self.measures_its_channels(&path, name, target);
            if !self.service_is_unread() {
                self.has_somebody_to_meet_it(&path, name, target);
            }
            self.counts_something(&path, name, target);
            self.hours_come(&path, name, target);
        }
    }

    /// True if a measure can be of a channel.
    fn fits(&self, measure: Measure, channel: &str) -> bool {
        let phone =
            self.scenario.channels.get(channel).is_some_and(|channel| channel.kind == ChannelKind::Phone);
        match measure {
            Measure::FirstReply | Measure::EachReply => !phone,
            Measure::Answer => phone,
            Measure::Solution | Measure::Conclusion => true,
        }
    }

    /// True if a channel is of the kinds that a target counts.
    fn is_of_kind(&self, target: &Target, channel: &str) -> bool {
        let kind = self.scenario.channels.get(channel).map(|channel| channel.kind);
        target.kinds.as_ref().is_none_or(|kinds| kind.is_some_and(|kind| kinds.contains(&kind)))
    }

    /// The channels that a target counts.
    fn counted(&self, target: &Target) -> Vec<Name> {
        let all = self.scenario.channels.keys().cloned().collect();
        let named: Vec<Name> = target.channels.clone().unwrap_or(all);
        named
            .into_iter()
            .filter(|channel| self.fits(target.measure, channel) && self.is_of_kind(target, channel))
            .collect()
    }

    fn measures_its_channels(&mut self, path: &Path, name: &str, target: &Target) {
        if target.kinds.is_some() && self.counted(target).is_empty() {
            let message =
                format!("target `{name}` counts no channel: none is of its `kinds` and has its measure");
            let help = "look at its `kinds` and `measure`, or leave `kinds` out";
            self.report(Problem::error_at(&path.child("kinds"), message).help(help));
            return;
        }
        let measure = match target.measure {
            Measure::FirstReply => "first_reply",
            Measure::EachReply => "each_reply",
            Measure::Answer => "answer",
            Measure::Solution | Measure::Conclusion => return,
        };
        let phone_only = target.measure == Measure::Answer;
        for (i, channel) in target.channels.iter().flatten().enumerate() {
            if !self.fits(target.measure, channel) {
                let path = path.child("channels").child(&i.to_string());
                let message = format!(
                    "target `{name}` measures `{measure}` on `{channel}`, which is {}a phone",
                    if phone_only { "not " } else { "" }
                );
                let help = if phone_only {
                    "calls have an `answer`; others a \"first_reply\""
                } else {
                    "calls have an \"answer\""
                };
                self.report(Problem::error_at(&path, message).help(help));
            }
        }
        if target.channels.is_none() && self.counted(target).is_empty() {
            let message = format!(
                "target `{name}` measures `{measure}`, and no channel is {}a phone",
                if phone_only { "" } else { "other than " }
            );
            let help = if phone_only { "others have a \"first_reply\"" } else { "calls have an \"answer\"" };
            self.report(Problem::error_at(&path.child("measure"), message).help(help));
        }
    }

    fn has_somebody_to_meet_it(&mut self, path: &Path, name: &str, target: &Target) {
        for (i, channel) in target.channels.iter().flatten().enumerate() {
            let served = self.scenario.teams.values().any(|team| team.slots.contains_key(channel));
            if !served && self.scenario.channels.contains_key(channel) {
                let path = path.child("channels").child(&i.to_string());
                let message = format!("target `{name}` is on the channel `{channel}`, which nobody serves");
                let help = format!("add `{channel}` to the `slots` of a team");
                self.report(Problem::error_at(&path, message).expected("nobody serves it").help(help));
            }
        }
    }

    fn counts_something(&mut self, path: &Path, name: &str, target: &Target) {
        let channels = self.counted(target);
        if channels.is_empty() {
            return;
        }
        let asked = |inquiry: &str| {
            target.inquiries.as_ref().is_none_or(|names| names.iter().any(|name| name == inquiry))
        };
        let inquiries: Vec<&Inquiry> = self
            .scenario
            .inquiries
            .iter()
            .filter(|(inquiry, _)| asked(inquiry))
            .map(|(_, inquiry)| inquiry)
            .collect();
        let comes = inquiries
            .iter()
            .any(|inquiry| channels.iter().any(|channel| inquiry.handling.contains_key(channel)));
        if !comes && !inquiries.is_empty() {
            let message =
                format!("target `{name}` never counts: no inquiry of it comes by {}", quoted_list(&channels));
            self.report(Problem::warning(path, message, "look at its `channels` and `inquiries`"));
        }
        let tiers = target.tiers.iter().flatten();
        let has_tier = |tier: &Name| {
            inquiries.iter().any(|inquiry| {
                let rows = inquiry.arrivals.iter().flat_map(|arrivals| &arrivals.rows);
                inquiry.tiers.get(tier).is_some_and(|share| *share > 0.0)
                    || rows.into_iter().any(|row| row.tier.as_ref() == Some(tier))
            })
        };
        let without: Vec<Name> = tiers.filter(|tier| !has_tier(tier)).cloned().collect();
        if !without.is_empty() && target.tiers.as_ref().is_some_and(|tiers| tiers.len() == without.len()) {
            let message =
                format!("target `{name}` never counts: no customer is of the tier {}", quoted_list(&without));
            self.report(Problem::warning(
                &path.child("tiers"),
                message,
                "give it a share of an inquiry's `tiers`",
            ));
        }
    }

    fn hours_come(&mut self, path: &Path, name: &str, target: &Target) {
        if target.hours.windows.is_empty() {
            if target.clock == TargetClock::Hours {
                let problem = Problem::error_at(
                    &path.child("clock"),
                    format!("target `{name}` runs its clock inside hours, and has none"),
                );
                self.report(problem.help("add `hours = \"08:00-23:00\"`, or leave `clock` out"));
            }
            return;
        }
        let after = if target.measure == Measure::EachReply { self.scenario.run_out } else { Span::ZERO };
        if !meets(&target.hours, self.scenario.opens, self.until(after)) {
            let message =
                format!("target `{name}` never counts: its hours do not come between opening and closing");
            self.report(Problem::warning(
                &path.child("hours"),
                message,
                "look at `hours`, `opens` and `closes`",
            ));
        }
    }
}

//! Teams: shifts have a length, breaks fit, plans lie inside their range.

use super::{Checker, DAY, length, meets};
use crate::scenario::diagnostics::Problem;
use crate::scenario::path::Path;
use crate::scenario::read::format_duration;
use crate::scenario::{Break, Days, Headcount, Hours, Shift, Staffing, Steps, Team};
use crate::units::Span;

impl Checker<'_> {
    pub(super) fn teams(&mut self) {
        let scenario = self.scenario;
        for (name, team) in &scenario.teams {
            let path = Path::of(&["team", name]);
            match &team.staffing {
                Staffing::Shifts(shifts) => {
                    for (shift_name, shift) in shifts {
                        self.shift(&path.child("shift").child(shift_name), shift_name, shift);
                    }
                    if shifts.is_empty() && team.families.is_empty() {
                        let problem = Problem::error_at(&path, format!("team `{name}` is never on duty"));
                        self.report(
                            problem
                                .help(format!("add [team.{name}.shift.x], or `on_duty = {{ steps = … }}`")),
                        );
                    }
                }
                Staffing::Level(steps) => self.level(&path, name, team, steps),
            }
            for (family, of) in &team.families {
                let path = path.child("shifts").child(family);
                self.headcount(&path.child("agents"), of.agents);
                for (i, rest) in of.breaks.iter().enumerate() {
                    self.break_fits_window(&path.child("breaks").child(&i.to_string()), rest);
                }
            }
            self.limits(&path, team);
            self.speeds(&path, name, team);
        }
    }

    fn level(&mut self, path: &Path, name: &str, team: &Team, steps: &Steps<Headcount>) {
        for (clock, headcount) in &steps.steps {
            let minutes = clock.0.micros() / 60_000_000;
            let key = format!("{:02}:{:02}", minutes / 60, minutes % 60);
            self.headcount(&path.child("on_duty").child("steps").child(&key), *headcount);
        }
        if team.absence > 0.0 {
            let message = format!("absence does not apply to the level of team `{name}`");
            let help = "leave it out, or write shifts instead of `on_duty`";
            self.report(Problem::warning(&path.child("absence"), message, help));
        }
    }

    fn shift(&mut self, path: &Path, name: &str, shift: &Shift) {
        if shift.from.0 == shift.to.0 {
            let problem = Problem::error_at(&path.child("to"), format!("shift `{name}` has no length"));
            let help = "a whole day is from = \"00:00\", to = \"24:00\"";
            self.report(problem.expected("ends when it begins").help(help));
            return;
        }
        let long = length(shift.from, shift.to);
        if shift.last_call > long {
            let problem = Problem::error_at(
                &path.child("last_call"),
                format!("the last call of shift `{name}` is before it begins"),
            );
            self.report(problem.expected(format!("the shift is {} long", format_duration(long))));
        }
        for (i, rest) in shift.breaks.iter().enumerate() {
            let path = path.child("breaks").child(&i.to_string());
            if self.break_fits_window(&path, rest) {
                self.break_fits_shift(&path, name, shift, rest);
            }
        }
        self.headcount(&path.child("agents"), shift.agents);
        self.comes_tonight(path, name, shift);
    }

    fn break_fits_window(&mut self, path: &Path, rest: &Break) -> bool {
        let window = length(rest.between.0, rest.between.1);
        if rest.length <= window {
            return true;
        }
        let message = format!("a break of {} does not fit into its window", format_duration(rest.length));
        let problem = Problem::error_at(&path.child("between"), message);
        self.report(
            problem
                .expected(format!("only {} long", format_duration(window)))
                .help("widen it, or shorten the break"),
        );
        false
    }

    fn break_fits_shift(&mut self, path: &Path, name: &str, shift: &Shift, rest: &Break) {
        // Counted from the start of the shift, round midnight.
        let after = (rest.between.0.0 - shift.from.0).micros().rem_euclid(DAY.micros());
        let window = length(rest.between.0, rest.between.1);
        if Span(after) + window > length(shift.from, shift.to) {
            let problem = Problem::error_at(
                &path.child("between"),
                format!("the window of a break is not inside the shift `{name}`"),
            );
            self.report(
                problem
                    .expected("partly outside")
                    .help("a break is taken between the shift's `from` and `to`"),
            );
        }
    }

    fn headcount(&mut self, path: &Path, headcount: Headcount) {
        let Headcount { plan, min, max } = headcount;
        if let Some(plan) = plan.filter(|plan| !(min..=max).contains(plan)) {
            let message = format!("a plan of {plan} is outside the range of {min} to {max}");
            let help = "`nightdesk staff` searches between min and max only";
            self.report(Problem::warning(path, message, help));
        }
    }

    fn comes_tonight(&mut self, path: &Path, name: &str, shift: &Shift) {
        let hours = Hours { windows: vec![(shift.from, shift.to)], days: shift.days.clone() };
        let ends = self.until(Span::ZERO);
        if shift.days != Days::Every && !meets(&hours, self.scenario.opens, ends) {
            let key = if matches!(shift.days, Days::On(_)) { "date" } else { "days" };
            let message = format!("shift `{name}` does not come between opening and closing");
            self.report(Problem::warning(
                &path.child(key),
                message,
                "look at `days` or `date`, and at `opens`",
            ));
        }
    }

    fn limits(&mut self, path: &Path, team: &Team) {
        let (Some(least), Some(most)) = (&team.at_least_on_duty, &team.at_most_on_duty) else { return };
        let clocks = least.steps.iter().chain(&most.steps).map(|(clock, _)| *clock);
        let at = |steps: &Steps<u32>, clock| {
            let before = steps.steps.iter().rev().find(|(from, _)| *from <= clock);
            before.or(steps.steps.last()).map_or(0, |(_, value)| *value)
        };
        for clock in clocks {
            if at(least, clock) > at(most, clock) {
                let minutes = clock.0.micros() / 60_000_000;
                let message = format!(
                    "at {:02}:{:02} at least {} and at most {} are to be on duty",
                    minutes / 60,
                    minutes % 60,
                    at(least, clock),
                    at(most, clock)
                );
                self.report(
                    Problem::error_at(&path.child("at_least_on_duty"), message)
                        .expected("more than the most"),
                );
                return;
            }
        }
    }

    fn speeds(&mut self, path: &Path, name: &str, team: &Team) {
        for inquiry in team.speed_by.keys().filter(|inquiry| !team.skills.contains(inquiry)) {
            let message = format!("team `{name}` has a speed by `{inquiry}` and not its skill");
            let help = format!("add \"{inquiry}\" to its `skills`, or leave the speed out");
            self.report(Problem::warning(&path.child("speed_by").child(inquiry), message, help));
        }
    }
}

//! Shifts, breaks, levels and pay.

use super::{HOUR, night, plan, table};
use crate::scenario::{AtEnd, Break, Days, NightPay, Scenario, Shift, Slots, Weekday};
use crate::simulation::example::{clock, hours, minutes, scenario, shift, team, team_by_level};
use crate::simulation::plan::{CompileError, Plan};
use crate::units::{Money, Time};

/// The night of `scenario` with one team of these shifts.
fn with_shifts(mut scenario: Scenario, shifts: &[(&str, Shift)]) -> Plan {
    scenario.teams = table([("night", team(shifts))]);
    plan(&scenario)
}

/// Start and end of the first agent's duties, in hours from the opening.
fn hours_on_duty(plan: &Plan) -> Vec<(f64, f64)> {
    let hour = |at: Time| at.0 as f64 / HOUR as f64;
    plan.agents[0].duties.iter().map(|duty| (hour(duty.start), hour(duty.end))).collect()
}

#[test]
fn a_shift_recurs_daily_through_the_run_out_and_only_tonights_counts() {
    let plan = with_shifts(night(), &[("late", shift("22:00", "06:00", 2))]);
    assert_eq!(hours_on_duty(&plan), [(2.0, 10.0), (26.0, 34.0)]);
    assert_eq!(plan.agents[1].duties.iter().map(|duty| duty.counted).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_shift_that_began_before_the_opening_is_on_duty_at_the_opening() {
    let plan = with_shifts(night(), &[("day", shift("14:00", "23:00", 1))]);
    assert_eq!(hours_on_duty(&plan), [(-6.0, 3.0), (18.0, 27.0)]);
    assert!(plan.agents[0].duties[0].counted);
}

#[test]
fn a_shift_that_ends_at_the_opening_is_left_out_until_it_comes_again() {
    let plan = with_shifts(night(), &[("day", shift("12:00", "20:00", 1))]);
    assert_eq!(hours_on_duty(&plan), [(16.0, 24.0)]);
    assert!(!plan.agents[0].duties[0].counted);
}

#[test]
fn days_and_dates_say_on_which_day_a_shift_begins() {
    // The night opens on Wednesday 11 November; its run-out ends on Friday.
    let on = |days| Shift { days, ..shift("22:00", "06:00", 1) };
    let thursday = with_shifts(night(), &[("late", on(Days::Weekdays(vec![Weekday::Thursday])))]);
    assert_eq!(hours_on_duty(&thursday), [(26.0, 34.0)]);
    let date = with_shifts(night(), &[("late", on(Days::On(jiff::civil::date(2026, 11, 11))))]);
    assert_eq!(hours_on_duty(&date), [(2.0, 10.0)]);
    let never = with_shifts(night(), &[("late", on(Days::On(jiff::civil::date(2026, 12, 24))))]);
    assert!(never.agents.is_empty());
}

#[test]
fn twenty_four_is_midnight() {
    let plan = with_shifts(night(), &[("evening", shift("20:00", "24:00", 1))]);
    assert_eq!(hours_on_duty(&plan), [(0.0, 4.0), (24.0, 28.0)]);
}

#[test]
fn a_night_shift_is_nine_hours_when_berlin_sets_its_clocks_back() {
    let autumn = scenario("Europe/Berlin", "2026-10-24T20:00:00", "2026-10-25T06:00:00");
    let plan = with_shifts(autumn, &[("late", shift("22:00", "06:00", 1))]);
    assert_eq!(plan.closes, Time(11 * HOUR));
    assert_eq!(hours_on_duty(&plan), [(2.0, 11.0), (27.0, 35.0)]);
}

#[test]
fn a_night_shift_is_seven_hours_when_new_york_sets_its_clocks_forward() {
    let spring = scenario("America/New_York", "2026-03-07T20:00:00", "2026-03-08T06:00:00");
    let plan = with_shifts(spring, &[("late", shift("22:00", "06:00", 1))]);
    assert_eq!(hours_on_duty(&plan), [(2.0, 9.0), (25.0, 33.0)]);
}

#[test]
fn a_shift_inside_the_hour_that_is_skipped_has_no_length_and_does_not_come() {
    let spring = scenario("America/New_York", "2026-03-07T20:00:00", "2026-03-08T06:00:00");
    let plan = with_shifts(spring, &[("odd", shift("02:30", "03:15", 1))]);
    // 02:30 does not exist and becomes 03:30, after the end; the next day has it, five hours less one later.
    assert_eq!(hours_on_duty(&plan), [(29.5, 30.25)]);
}

#[test]
fn a_break_inside_the_hour_that_is_skipped_does_not_come() {
    let spring = scenario("America/New_York", "2026-03-07T20:00:00", "2026-03-08T06:00:00");
    let breaks = |from, to| {
        let between = (clock(from), clock(to));
        let rest = Break { length: minutes(20), between, days: Days::Every, paid: false, trains: 1.0 };
        let late = Shift { breaks: vec![rest], ..shift("22:00", "06:00", 2) };
        let plan = with_shifts(spring.clone(), &[("late", late)]);
        plan.agents.iter().map(|agent| agent.duties.iter().map(|duty| duty.breaks.len()).collect()).collect()
    };
    // 02:30 becomes 03:30, after the end of its window; the next night has it.
    let counts: Vec<Vec<usize>> = breaks("02:30", "03:10");
    assert_eq!(counts, [[0, 1], [0, 1]]);
    let counts: Vec<Vec<usize>> = breaks("03:30", "04:10");
    assert_eq!(counts, [[1, 1], [1, 1]]);
}

#[test]
fn the_roster_is_by_team_then_start_of_the_first_duty_then_shift_name_then_number() {
    let mut scenario = night();
    let shifts = [
        ("c", shift("14:00", "23:00", 1)),
        ("b", shift("22:00", "06:00", 2)),
        ("a", shift("22:00", "04:00", 1)),
    ];
    scenario.teams =
        table([("seniors", team(&[("z", shift("20:00", "22:00", 1))])), ("night", team(&shifts))]);
    let plan = plan(&scenario);
    let roster: Vec<_> = plan.agents.iter().map(|a| (a.team, a.shift.as_str(), a.number)).collect();
    assert_eq!(roster, [(0, "c", 0), (0, "a", 0), (0, "b", 0), (0, "b", 1), (1, "z", 0)]);
}

#[test]
fn last_call_and_finish_are_carried_over() {
    let mut late = shift("22:00", "06:00", 1);
    late.last_call = minutes(10);
    late.at_end = AtEnd::Finish;
    let duty = with_shifts(night(), &[("late", late)]).agents[0].duties[0].clone();
    assert_eq!(duty.end - duty.last_call, minutes(10));
    assert!(duty.finish);
}

#[test]
fn breaks_are_staggered_from_the_first_agent_at_the_start_to_the_last_at_the_end_of_their_window() {
    let mut evening = shift("20:00", "02:00", 4);
    let rest = |length, from, to, paid| Break {
        length: minutes(length),
        between: (clock(from), clock(to)),
        days: Days::Every,
        paid,
        trains: 1.0,
    };
    evening.breaks = vec![rest(10, "00:30", "01:00", true), rest(30, "21:00", "23:00", false)];
    let plan = with_shifts(night(), &[("evening", evening)]);
    let first = |number: usize, rest: usize| plan.agents[number].duties[0].breaks[rest];
    // Two hours less half an hour, in thirds.
    let due: Vec<_> = (0..4).map(|number| first(number, 0).due - Time(HOUR)).collect();
    assert_eq!(due, [minutes(0), minutes(30), minutes(60), minutes(90)]);
    // Past midnight, in thirds of twenty minutes, to the nearest microsecond.
    let due: Vec<_> = (0..4).map(|number| first(number, 1).due.0 - (4 * HOUR + HOUR / 2)).collect();
    assert_eq!(due, [0, 400_000_000, 800_000_000, 1_200_000_000]);
    assert!(!first(0, 0).paid && first(0, 0).hands_over);
    assert!(first(0, 1).paid && !first(0, 1).hands_over);
}

#[test]
fn the_only_agent_of_a_shift_goes_at_the_start_of_the_window() {
    let mut evening = shift("20:00", "02:00", 1);
    let between = (clock("21:00"), clock("23:00"));
    evening.breaks = vec![Break { length: minutes(30), between, days: Days::Every, paid: true, trains: 1.0 }];
    let plan = with_shifts(night(), &[("evening", evening)]);
    assert_eq!(plan.agents[0].duties[0].breaks[0].due, Time(HOUR));
}

#[test]
fn a_break_of_a_weekday_is_taken_on_the_day_its_window_begins() {
    let mut late = shift("22:00", "06:00", 1);
    let between = (clock("01:00"), clock("03:00"));
    // 01:00 of the shift that begins on Wednesday is on Thursday.
    let days = Days::Weekdays(vec![Weekday::Thursday]);
    late.breaks = vec![Break { length: minutes(30), between, days, paid: true, trains: 1.0 }];
    let plan = with_shifts(night(), &[("late", late)]);
    assert_eq!(plan.agents[0].duties.iter().map(|duty| duty.breaks.len()).collect::<Vec<_>>(), [1, 0]);
}

#[test]
fn a_level_recurs_round_midnight_and_the_last_step_of_the_day_before_holds_at_the_opening() {
    let mut scenario = night();
    scenario.teams = table([("night", team_by_level(&[("06:00", 2), ("18:00", 5), ("22:30", 9)]))]);
    let plan = plan(&scenario);
    let level = plan.teams[0].level.clone().expect("a level");
    let hours: Vec<_> = level.iter().map(|step| (step.0.0 as f64 / HOUR as f64, step.1)).collect();
    assert_eq!(hours, [(-2.0, 5), (2.5, 9), (10.0, 2), (22.0, 5), (26.5, 9)]);
    assert_eq!(plan.agents.len(), 9);
    assert!(plan.agents.iter().all(|agent| agent.duties.is_empty() && agent.shift.is_empty()));
}

#[test]
fn a_level_of_one_step_holds_all_night() {
    let mut scenario = night();
    scenario.teams = table([("night", team_by_level(&[("22:30", 9)]))]);
    let level = plan(&scenario).teams[0].level.clone().expect("a level");
    assert_eq!(level, [(Time(-21 * HOUR - HOUR / 2), 9)]);
}

#[test]
fn a_step_at_a_clock_time_that_is_skipped_does_not_come_after_the_next() {
    let mut spring = scenario("America/New_York", "2026-03-07T20:00:00", "2026-03-08T06:00:00");
    spring.teams = table([("night", team_by_level(&[("01:00", 1), ("02:30", 2), ("03:00", 3)]))]);
    let level = plan(&spring).teams[0].level.clone().expect("a level");
    let hours: Vec<_> = level.iter().map(|step| (step.0.0 as f64 / HOUR as f64, step.1)).collect();
    assert_eq!(hours, [(-17.0, 3), (5.0, 1), (6.0, 3), (28.0, 1), (29.5, 2), (30.0, 3)]);
}

#[test]
fn night_pay_multiplies_the_pay_within_its_hours() {
    let mut scenario = night();
    let mut night_team = team(&[("late", shift("22:00", "06:00", 1))]);
    night_team.night_pay = vec![NightPay { hours: hours("22:00", "06:00"), factor: 1.3 }];
    scenario.teams = table([("night", night_team)]);
    let plan = plan(&scenario);
    let pay = &plan.teams[0].pay;
    let at = |hour: f64| {
        let step = pay.partition_point(|step| step.0.0 as f64 <= hour * HOUR as f64);
        pay[step - 1].1
    };
    assert_eq!(at(1.999), Money::from_units(30.0));
    assert_eq!(at(2.0), Money::from_units(39.0));
    assert_eq!(at(9.999), Money::from_units(39.0));
    assert_eq!(at(10.0), Money::from_units(30.0));
    assert!(pay[0].0 < Time(-24 * HOUR));
}

#[test]
fn speeds_are_by_inquiry_and_by_open_conversations_each_holding_up_to_the_next() {
    let mut scenario = night();
    scenario.inquiries = table([("taste", super::inquiry()), ("version", super::inquiry())]);
    let mut trained = team(&[]);
    trained.speed = 1.1;
    trained.speed_by = table([("version", 1.4)]);
    trained.speed_at = vec![(2, 0.9), (4, 0.7)];
    trained.slots = table([("chat", Slots::Limited(5))]);
    scenario.teams = table([("trained", trained)]);
    let team = plan(&scenario).teams[0].clone();
    assert_eq!(team.speed, [1.1, 1.4]);
    assert_eq!(team.speed_at, [1.0, 0.9, 0.9, 0.7]);
    assert_eq!(team.slots, [5]);
}

#[test]
fn a_level_without_a_plan_is_reported_once() {
    let mut scenario = night();
    let mut level = team_by_level(&[("20:00", 3)]);
    if let crate::scenario::Staffing::Level(steps) = &mut level.staffing {
        steps.steps[0].1.plan = None;
    }
    scenario.teams = table([("night", level)]);
    let problems = Plan::compile(&scenario).expect_err("a problem");
    assert!(matches!(&problems[..], [CompileError::MissingPlan { .. }]));
}

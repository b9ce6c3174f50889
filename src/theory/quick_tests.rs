//! Tests of [`super::quick`]: published figures, and agreement with the models it calls.

use super::close;
use super::erlang_x::Redials;
use super::quick::{Agents, Answer, Fault, MOST_AGENTS, Model, Question};
use super::service_level::Abandoned;

/// pyworkforce's README: 100 calls in 30 min, 3 min each, 20 s.
const README: Question = Question {
    model: Model::C,
    per_hour: 200.0,
    handle_s: 180.0,
    patience_s: None,
    agents: Agents::ForTarget(0.8),
    within_s: 20.0,
    abandoned: Abandoned::LateOnly,
    redials: Redials { abandoned: 0.0, answered: 0.0 },
};

fn answer(question: Question) -> Answer {
    question.answer().expect("the question has a meaning")
}

#[test]
fn the_least_agents_of_pyworkforces_readme_are_fourteen() {
    // Computed independently to all digits.
    let answer = answer(README);
    assert_eq!((answer.agents, answer.target_met), (Some(14), Some(true)));
    close(answer.service_level, 0.888_350_019_179_466_9, 1e-14);
    close(answer.occupancy, 0.714_285_714_285_714_3, 1e-14);
    close(answer.chance_to_wait, 0.174_131_933_595_049_8, 1e-14);
}

#[test]
fn erlang_c_staffs_night_spike_1_as_published_and_promises_85_8_percent() {
    // NightSpike-1: volumes of half hours, 6 min each, 80 % within 3 min.
    let volumes = [60, 60, 70, 80, 90, 330, 210, 120, 70, 45, 30, 20].map(f64::from);
    let answers = volumes
        .map(|calls| answer(Question { per_hour: 2.0 * calls, handle_s: 360.0, within_s: 180.0, ..README }));
    let staff = answers.map(|answer| answer.agents.unwrap());
    assert_eq!(staff, [14, 14, 16, 18, 21, 69, 45, 27, 16, 11, 8, 6]);
    let met: f64 = volumes.iter().zip(&answers).map(|(calls, answer)| calls * answer.service_level).sum();
    close(met / volumes.iter().sum::<f64>(), 0.858, 5e-4);
}

#[test]
fn overload_is_an_answer_with_the_growth_of_the_queue_in_an_hour() {
    // By hand: 200 an hour, 9 agents of 20 an hour each: 20 an hour are left over.
    let answer = answer(Question { agents: Agents::Number(9), ..README });
    close(answer.grows_per_hour.unwrap(), 20.0, 1e-9);
    assert_eq!((answer.service_level, answer.mean_wait_s, answer.queue_length), (0.0, None, None));
    assert_eq!((answer.occupancy, answer.chance_to_wait), (1.0, 1.0));
}

#[test]
fn erlang_b_and_a_answer_with_the_published_shares() {
    // Computed independently: B(10, 20) and Erlang A (48, 1, .5, 50), here in hours and seconds.
    let load = Question { model: Model::B, per_hour: 20.0, handle_s: 3600.0, ..README };
    let blocked = answer(Question { agents: Agents::Number(10), ..load });
    close(blocked.abandoned_share.unwrap(), 0.537_963_168_632_072_9, 1e-14);
    close(blocked.service_level, 1.0 - 0.537_963_168_632_072_9, 1e-14);
    let line = Question { model: Model::A, per_hour: 48.0, patience_s: Some(7200.0), ..load };
    let impatient = answer(Question { agents: Agents::Number(50), ..line });
    close(impatient.abandoned_share.unwrap(), 0.030_912_25, 6e-9);
    close(impatient.queue_length.unwrap(), 2.967_575_92, 6e-9);
    close(impatient.mean_wait_s.unwrap(), 2.967_575_92 / 48.0 * 3600.0, 6e-7);
}

#[test]
fn the_least_agents_meet_the_target_and_one_fewer_does_not() {
    // The definition itself, by asking again; the target of 100 % is out of reach of any staff.
    let base = Question { patience_s: Some(120.0), per_hour: 900.0, ..README };
    let redials = Redials { abandoned: 0.5, answered: 0.05 };
    for model in [Model::B, Model::C, Model::A, Model::X] {
        for abandoned in [Abandoned::LateOnly, Abandoned::Missed, Abandoned::Ignored, Abandoned::MetIfQuick] {
            let question = Question { model, abandoned, redials, ..base };
            let least = answer(question).agents.unwrap();
            let with = |agents| answer(Question { agents: Agents::Number(agents), ..question }).service_level;
            assert!(with(least) >= 0.8 && with(least - 1) < 0.8, "{model:?} {abandoned:?} {least}");
        }
    }
}

#[test]
fn a_target_out_of_reach_is_an_answer() {
    for model in [Model::B, Model::C, Model::A, Model::X] {
        let certain = Question { model, patience_s: Some(60.0), agents: Agents::ForTarget(1.0), ..README };
        assert_eq!((answer(certain).agents, answer(certain).target_met), (None, Some(false)));
    }
    let huge = Question { per_hour: 3.6e8, handle_s: 100.0, ..README };
    let answer = answer(huge);
    assert_eq!((answer.agents, answer.service_level), (None, 0.0));
    // By hand: 360 million an hour against a million agents of 36 an hour.
    close(answer.grows_per_hour.unwrap(), 3.24e8, 1.0);
}

#[test]
fn a_hundred_thousand_agents_are_found_for_every_model() {
    // Fluid limits of 100,000 erlang, by hand; the rest is of the order of its root. C needs the load. In A
    // a wait of 20 s, on the verge of the target, leaves e^(-20/120) of the calls: 84,648. In X half of
    // those who go, 1 - e^(-20/120), call again: 84,648 / (1 - 0.0767591) = 91,686.
    let base = Question { per_hour: 2_000_000.0, patience_s: Some(120.0), ..README };
    let redials = Redials { abandoned: 0.5, answered: 0.0 };
    for (model, fluid) in [(Model::C, 100_000), (Model::A, 84_648), (Model::X, 91_686)] {
        let least = answer(Question { model, redials, ..base }).agents.unwrap();
        assert!((fluid..fluid + 632).contains(&least), "{model:?}: {least}");
    }
}

#[test]
fn no_extreme_of_a_question_leaves_the_bounds_that_every_queue_keeps() {
    // Bounds, not values: shares from 0 to 1, a wait no longer than patience, work no more than came.
    let redials = Redials { abandoned: 0.9, answered: 0.3 };
    for handle_s in [1e-3, 180.0, 1e6] {
        for load in [1e-9, 0.7, 30.0, 1e6] {
            for patience in [1e-6, 0.01, 1.0, 50.0, 1e6] {
                for agents in [0, 1, 2, 29, 31, 900_000, 1_000_000] {
                    let (patience_s, within_s) = (Some(patience * handle_s), 0.1 * handle_s);
                    let per_hour = load * 3600.0 / handle_s;
                    let agents = Agents::Number(agents);
                    let base = Question { per_hour, handle_s, patience_s, within_s, agents, ..README };
                    for model in [Model::B, Model::C, Model::A, Model::X] {
                        keeps_bounds(&answer(Question { model, redials, ..base }), patience * handle_s);
                    }
                }
            }
        }
    }
}

fn keeps_bounds(answer: &Answer, patience_s: f64) {
    let share = |value: f64| (0.0..=1.0 + 1e-12).contains(&value);
    let shares = [answer.occupancy, answer.chance_to_wait, answer.service_level];
    let others = [answer.abandoned_share, answer.lost_for_good_share].into_iter().flatten();
    assert!(shares.into_iter().chain(others).all(share), "{answer:?}");
    let waits = [answer.mean_wait_s, answer.queue_length, answer.mean_wait_answered_s, answer.grows_per_hour];
    assert!(waits.into_iter().flatten().all(|wait| wait >= 0.0 && wait.is_finite()), "{answer:?}");
    if answer.abandoned_share.is_some() {
        assert!(answer.mean_wait_s.unwrap() <= patience_s * (1.0 + 1e-9), "{answer:?}");
    }
    assert!(answer.calls_per_hour >= answer.customers_per_hour * (1.0 - 1e-12), "{answer:?}");
}

#[test]
fn customers_who_redial_need_more_agents_and_call_more_often() {
    let base = Question { patience_s: Some(120.0), agents: Agents::Number(9), ..README };
    let once = answer(Question { model: Model::A, ..base });
    let redials = Redials { abandoned: 0.6, answered: 0.0 };
    let again = answer(Question { model: Model::X, redials, ..base });
    assert!(again.calls_per_hour > once.calls_per_hour && again.service_level < once.service_level);
    assert!(again.lost_for_good_share.unwrap() < once.abandoned_share.unwrap());
}

#[test]
fn every_fault_of_a_question_is_reported_at_once() {
    let question = Question {
        model: Model::X,
        per_hour: -1.0,
        handle_s: f64::NAN,
        agents: Agents::Number(MOST_AGENTS + 1),
        within_s: -20.0,
        redials: Redials { abandoned: 1.2, answered: 1.0 },
        ..README
    };
    let faults = question.answer().unwrap_err();
    let names = faults.iter().map(|fault| match fault {
        Fault::OutOfRange { what, .. } => *what,
        Fault::NoPatience => "no patience",
    });
    let expected = ["per_hour", "handle_s", "agents", "within_s", "redials.abandoned", "redials.answered"];
    assert!(names.eq(expected.into_iter().chain(["no patience"])), "{faults:?}");
    assert_eq!(faults[0].to_string(), "per_hour must be above 0, not -1");
}

#[test]
fn the_json_names_every_unit_and_says_null_of_what_a_model_does_not_know() {
    let json = serde_json::to_value(answer(README)).unwrap();
    assert_eq!(json["model"], "c");
    assert_eq!(json["agents"], 14);
    assert_eq!(json["abandoned_count"], "late_only");
    assert!(json["abandoned_share"].is_null() && json["grows_per_hour"].is_null());
    assert!(json["mean_wait_s"].is_number() && json["calls_per_hour"].is_number());
}

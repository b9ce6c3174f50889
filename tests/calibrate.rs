//! `nightdesk calibrate` from outside: logs of known truth come back, what it writes runs, what is wrong is said.

use nightdesk::report::calibration::CALIBRATE_SCHEMA;
use serde_json::Value;
use snapbox::cmd::cargo_bin;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder with the data sets; none: they are not here, and that is said.
fn data() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var_os("NIGHTDESK_DATA").map_or(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "the data sets are not in {}", folder.display());
    eprintln!("skipped: the data sets are not in {}", folder.display());
    None
}

fn nightdesk(arguments: &[&str]) -> Output {
    Command::new(cargo_bin!("nightdesk")).arg("--lang=en").args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The fit as JSON, held to the schema, and the scenario, which must run without a warning of its own.
fn calibrate(folder: &Path, arguments: &[&str]) -> (Value, String) {
    let out = folder.join("out.toml");
    let mut all = vec!["calibrate", "--format", "json", "--quiet", "-o", out.to_str().unwrap()];
    all.extend(arguments);
    let run = nightdesk(&all);
    assert!(run.status.success(), "{}{}", text(&run.stdout), text(&run.stderr));
    let document: Value = serde_json::from_slice(&run.stdout).unwrap();
    let schema: Value = serde_json::from_str(CALIBRATE_SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&document)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let results = folder.join("results");
    let run = nightdesk(&[
        "simulate",
        out.to_str().unwrap(),
        "--replications",
        "20",
        "--format",
        "json",
        "--quiet",
        "--out",
        results.to_str().unwrap(),
    ]);
    assert!(run.status.success(), "{}{}", text(&run.stdout), text(&run.stderr));
    (document, std::fs::read_to_string(out).unwrap())
}

/// Pseudo-random numbers from 0 to 1: a linear congruential generator of Knuth's.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(self.next())
    }
}

/// Four weeks of a desk of `agents` who answer calls in order: exponential patience of mean 200 s, talks of
/// mean 240 s and cv 1, wrap-up of exactly 20 s, one call each 40 s from 09:00 to 17:00, Monday to Friday.
fn calls(agents: usize, seed: u64) -> String {
    let mut dice = Dice(seed);
    let mut log = String::from("arrived;wait;outcome;begun;handle;agent\n");
    for day in (1..=28).filter(|day| !matches!(day % 7, 0 | 6)) {
        let mut free = vec![9.0_f64 * 3600.0; agents];
        let mut at = 9.0_f64 * 3600.0;
        loop {
            at += dice.exponential(40.0);
            if at >= 17.0 * 3600.0 {
                break;
            }
            let clock = |at: f64| {
                let s = at as u64;
                format!("2026-06-{day:02} {:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
            };
            let (patience, talk) = (dice.exponential(200.0), dice.exponential(240.0));
            let first = (0..agents).min_by(|a, b| free[*a].total_cmp(&free[*b])).unwrap();
            let begin = free[first].max(at);
            if begin - at > patience {
                log += &format!("{};{patience:.0};abandoned;;;\n", clock(at));
            } else {
                free[first] = begin + talk + 20.0;
                let wait = begin - at;
                log += &format!("{};{wait:.0};answered;{};{talk:.0};a{first}\n", clock(at), clock(begin));
            }
        }
    }
    log
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

#[test]
fn a_desk_of_known_truth_comes_back_from_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("calls.csv");
    std::fs::write(&log, calls(6, 5)).unwrap();
    let (fit, scenario) = calibrate(folder.path(), &[log.to_str().unwrap()]);
    let fit = &fit["fit"];
    // 90 calls an hour on 20 days of 8 hours: 14,400 ± 5 standard deviations.
    assert!((number(&fit["cases"]) - 14_400.0).abs() < 600.0, "{}", fit["cases"]);
    assert_eq!(
        (fit["open_hours"].as_str(), fit["opening_inferred"].as_bool()),
        (Some("09:00-17:00"), Some(true))
    );
    let handle = &fit["inquiries"][0]["handle"];
    // 95 % intervals are wrong for one seed in twenty; a band of 4 % is five standard errors.
    assert!((number(&handle["mean_s"]["value"]) / 240.0 - 1.0).abs() < 0.04, "{handle}");
    assert_eq!(handle["chosen"], "exponential", "{handle}");
    let patience = &fit["inquiries"][0]["patience"];
    assert_eq!(patience["chosen"], "exponential", "{patience}");
    assert!((number(&patience["laws"][0]["mean_s"]) / 200.0 - 1.0).abs() < 0.1, "{patience}");
    // ln 2 × 200 = 139 s, inside its own interval.
    let median = &patience["median_s"];
    assert!(number(&median["low"]) < 139.0 && number(&median["high"]) > 139.0, "{median}");
    let wrap_up = &fit["wrap_up"];
    assert!((number(&wrap_up["mean_s"]) - 20.0).abs() < 2.0, "{wrap_up}");
    // Days are alike but for chance.
    assert!(number(&fit["swing"]["day_cv"]["value"]) < 0.04, "{}", fit["swing"]);
    assert!((number(&fit["swing"]["dispersion"]) - 1.0).abs() < 0.15, "{}", fit["swing"]);
    let there: Vec<f64> = fit["teams"][0]["on_duty"][1].as_array().unwrap().iter().map(number).collect();
    assert!(there[2..15].iter().all(|agents| (agents - 6.0).abs() < 0.6), "{there:?}");
    assert!(scenario.contains("Kaplan-Meier") && scenario.contains("# ASSUMPTION"));
}

#[test]
fn a_log_of_messages_gives_turns_replies_and_thinks() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("messages.csv");
    let mut dice = Dice(11);
    let mut rows = String::from("created_at,conversation_id,message_type,sender_id,content\n");
    for day in 1..=14 {
        for conversation in 0..60 {
            // One agent to a conversation and nothing else to do: each reply takes 45 s.
            let mut at = 36_000.0 + f64::from(conversation) * 600.0;
            let row = |at: f64, kind: u8, who: &str| {
                let s = at as u64;
                let clock = format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
                format!("2026-06-{day:02} {clock},{day}-{conversation},{kind},{who},\"two\nlines\"\n")
            };
            loop {
                rows += &row(at, 0, "c");
                at += 45.0;
                rows += &row(at, 1, "ann");
                if dice.next() < 0.4 || at > 36_000.0 + f64::from(conversation) * 600.0 + 450.0 {
                    break;
                }
                at += 10.0 + dice.exponential(20.0);
            }
        }
    }
    std::fs::write(&log, rows).unwrap();
    let (fit, _) = calibrate(folder.path(), &[log.to_str().unwrap(), "--mapping", "chatwoot"]);
    let inquiry = &fit["fit"]["inquiries"][0];
    assert!((number(&inquiry["handle"]["mean_s"]["value"]) - 45.0).abs() < 0.5, "{}", inquiry["handle"]);
    // Geometric with mean 2.5, cut a little short.
    assert!((number(&inquiry["turns"]["mean"]["value"]) - 2.4).abs() < 0.2, "{}", inquiry["turns"]);
    assert!((number(&inquiry["think"]["mean_s"]["value"]) - 30.0).abs() < 2.5, "{}", inquiry["think"]);
    let of = |what: &str| number(&inquiry["think"]["mean_s"][what]);
    assert!(of("low") > 24.0 && of("high") < 36.0, "{}", inquiry["think"]);
    assert_eq!(fit["fit"]["channels"][0]["kind"], "chat");
}

#[test]
fn an_export_of_tickets_gives_a_scenario_that_says_what_it_does_not_know() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("Results.tsv");
    let mut rows =
        String::from("id\tSubject\tStatus\tQueue\tOwner\tPriority\tRequestors\tCreated\tStarted\tResolved\n");
    for day in 2..=20 {
        for hour in 8..18 {
            rows += &format!(
                "{day}{hour}\t物流 {hour}\tresolved\tSupport\tann\t0\tx{hour}@example.org\t2026-11-{day:02} {hour}:10:00\t\
                 2026-11-{day:02} {hour}:30:00\t2026-11-{day:02} {hour}:50:00\n"
            );
        }
    }
    rows += "1\tx\trejected\tSupport\tann\t0\tx\t2026-11-02 10:00:00\t\t\n2\tx\topen\tSupport\tann\t0\tx\tsoon\t\t\n";
    std::fs::write(&log, rows).unwrap();
    let (fit, scenario) = calibrate(folder.path(), &[log.to_str().unwrap(), "--time-zone", "Asia/Shanghai"]);
    let reasons: Vec<&str> = fit["fit"]["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["reason"].as_str().unwrap())
        .collect();
    assert_eq!(reasons, ["a time that cannot be read", "rejected or deleted tickets"]);
    assert!(scenario.contains("# ASSUMPTION: the log does not say how long agents work"));
    // UTC in the log, eight hours later in Shanghai.
    assert!(scenario.contains("T16:00:00"), "{scenario}");
}

#[test]
fn the_fault_of_14_february_is_flagged_and_nothing_else_is_one() {
    let Some(data) = data() else { return };
    let folder = tempfile::tempdir().unwrap();
    let log =
        |month: &str| data.join(format!("anonymous_bank_1999/{month}.txt")).to_string_lossy().into_owned();
    let (fit, _) = calibrate(folder.path(), &[&log("january"), &log("february")]);
    let faults = fit["fit"]["faults"].as_array().unwrap();
    let faults: Vec<_> = faults.iter().filter(|fault| fault["kind"] == "fault").collect();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(
        (&faults[0]["from"], &faults[0]["to"]),
        (&"1999-02-14 21:00".into(), &"1999-02-14 22:30".into())
    );
    // The documentation of the log says 1.5 minutes.
    let tier = fit["fit"]["tiers"].as_array().unwrap().iter().find(|tier| tier["title"] == "2").unwrap();
    assert_eq!(tier["head_start"]["head_start_s"], 90.0);
    // Kaplan-Meier's median, published of three months of this log as 311 s.
    let median = number(&fit["fit"]["patience_of_all"]["median_s"]["value"]);
    assert!((median - 311.0).abs() < 25.0, "{median}");
}

#[test]
fn what_is_wrong_is_said_with_what_was_expected() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("odd.csv");
    std::fs::write(&log, "when,what\n2026-01-01 10:00,x\n").unwrap();
    let log = log.to_str().unwrap();
    for (arguments, expected) in [
        (vec!["calibrate", log], "no shipped mapping fits its columns (when, what)"),
        (vec!["calibrate", log, "--mapping", "nightdesk"], "there is no column `arrived` or `time`"),
        (vec!["calibrate", log, "--map", "tim=when"], "did you mean `time`?"),
        (vec!["calibrate", log, "--map", "time=when", "--days", "monday"], "`monday` is no weekday"),
        (vec!["calibrate", log, "--map", "time=when", "--hours", "9-17"], "expected e.g. 07:00-24:00"),
        (vec!["calibrate", log, "--map", "time=when", "--time-zone", "Mars"], "not known"),
        (vec!["calibrate", "nowhere.csv"], "cannot read `nowhere.csv`"),
        (vec!["calibrate", log, "--map", "time=when", "-o", log], "is there already"),
    ] {
        let run = nightdesk(&arguments);
        assert_eq!(run.status.code(), Some(2), "{arguments:?}");
        let said = text(&run.stderr);
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
}

/// A row of the back-test's table.
fn row<'a>(document: &'a Value, given: &str, method: &str, figure: &str) -> &'a Value {
    let rows = document["back_test"]["rows"].as_array().unwrap();
    let is = |row: &&Value| row["given"] == given && row["method"] == method && row["figure"] == figure;
    rows.iter().find(is).unwrap_or_else(|| panic!("no row {given}, {method}, {figure}"))
}

/// January of the bank's log teaches, February is predicted, calls of the internet desk left aside.
#[test]
fn february_is_predicted_by_january() {
    let Some(data) = data() else { return };
    let folder = tempfile::tempdir().unwrap();
    let log =
        |month: &str| data.join(format!("anonymous_bank_1999/{month}.txt")).to_string_lossy().into_owned();
    let test = ["--map", "busy_only=type=IN", "--test-from", "1999-02-01", "--replications", "80"];
    let (january, february) = (log("january"), log("february"));
    let mut arguments = vec![january.as_str(), february.as_str()];
    arguments.extend(test);
    let (document, scenario) = calibrate(folder.path(), &arguments);
    // The scenario knows nothing of the days that test it.
    assert!(scenario.contains("1999-01-03 to 1999-01-31"), "{scenario}");
    let refused = document["back_test"]["refused"].as_array().unwrap();
    assert_eq!(refused.len(), 2, "tier and customer are logged only of those who wait: {refused:?}");
    let error = |given: &str, method: &str, of: &str| {
        number(&row(&document, given, method, "answered_in_time")[of]["error"])
    };
    // What is asked for, and room for another seed where chance alone leaves none; results/calibration has the figures.
    assert!(error("presence", "corrected", "half_hours") < 0.125);
    assert!(error("presence", "corrected", "days") < 0.05);
    assert!(error("handle times", "corrected", "half_hours") < 0.095);
    assert!(error("handle times", "corrected", "days") < 0.03);
    assert!(error("presence", "Erlang C", "half_hours") > 1.5 * error("presence", "corrected", "half_hours"));
    for given in ["presence", "handle times"] {
        let of = &row(&document, given, "corrected", "answered_in_time")["half_hours"];
        assert!(number(&of["bias"]).abs() < 0.03, "{of}");
        let coverage = number(&of["coverage_80"]);
        assert!((0.73..0.88).contains(&coverage), "{of}");
    }
}

/// Ninety days of counts teach, thirty are forecast.
#[test]
fn the_counts_of_thirty_days_lie_in_their_bands() {
    let Some(data) = data() else { return };
    let folder = tempfile::tempdir().unwrap();
    let log = data.join("bank_calls_5min/bank_calls.csv").to_string_lossy().into_owned();
    let (document, _) = calibrate(folder.path(), &[&log, "--test-from", "2003-07-11"]);
    let test = &document["back_test"];
    assert_eq!((&test["days_taught"], &test["days_tested"]), (&90.into(), &30.into()));
    let of = row(&document, "days before", "forecast", "cases");
    for what in ["days", "half_hours"] {
        let coverage = number(&of[what]["coverage_95"]);
        assert!((0.92..=0.98).contains(&coverage), "{what}: {coverage}");
    }
}

#[test]
fn a_back_test_without_days_to_learn_from_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("calls.csv");
    std::fs::write(&log, calls(3, 9)).unwrap();
    let run = nightdesk(&["calibrate", log.to_str().unwrap(), "--test-from", "2026-06-03"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("a back-test needs at least 6 and 1"), "{}", text(&run.stderr));
}

/// Eight Fridays and Saturdays; on five of the Fridays 200 ask after a stream.
fn evenings(seed: u64) -> String {
    evenings_with(seed, &[200, 200, 200, 200, 200, 0, 0, 0])
}

/// Fridays and Saturdays of a desk open from 18:00 to 02:00: 30 cases an hour; on Fridays a stream ends at 22:00,
/// after which so many ask, on average 30 minutes later (exponential).
fn evenings_with(seed: u64, surges: &[u32]) -> String {
    let mut dice = Dice(seed);
    let mut log = String::from("arrived;inquiry\n");
    for (week, surge) in (0..).zip(surges) {
        for (day, surge) in [(2 + 7 * week, *surge), (3 + 7 * week, 0)] {
            let mut times = Vec::new();
            let mut at = 18.0 * 3600.0;
            loop {
                at += dice.exponential(120.0);
                if at >= 26.0 * 3600.0 {
                    break;
                }
                times.push((at, "parcel"));
            }
            for _ in 0..surge {
                let late = 22.0 * 3600.0 + dice.exponential(1800.0);
                if late < 26.0 * 3600.0 {
                    times.push((late, if dice.next() < 0.75 { "taste" } else { "parcel" }));
                }
            }
            times.sort_by(|a, b| a.0.total_cmp(&b.0));
            // 2026-01-02 is a Friday.
            let first: jiff::civil::Date = "2026-01-01".parse().unwrap();
            let midnight = first.saturating_add(jiff::Span::new().days(day - 1)).at(0, 0, 0, 0);
            for (at, inquiry) in times {
                let at = midnight.saturating_add(jiff::Span::new().seconds(at as i64));
                log += &format!("{};{inquiry}\n", at.strftime("%Y-%m-%d %H:%M:%S"));
            }
        }
    }
    log
}

/// Fridays' and Saturdays' evenings of a log with streams, and a further option.
fn evenings_after<'a>(log: &'a Path, streams: &'a Path, option: &'a str) -> [&'a str; 7] {
    let (log, streams) = (log.to_str().unwrap(), streams.to_str().unwrap());
    [log, "--mapping=nightdesk", "--streams", streams, "--days=fri,sat", "--hours=18:00-02:00", option]
}

#[test]
fn a_surge_comes_back_from_five_streams_and_its_doubt_swings_in_the_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let (log, streams) = (folder.path().join("cases.csv"), folder.path().join("streams.csv"));
    std::fs::write(&log, evenings(3)).unwrap();
    let list: String = ["01-02", "01-09", "01-16", "01-23", "01-30", "02-27"]
        .map(|day| format!("fruit night,2026-{day} 19:30,2026-{day} 22:00,2000\n"))
        .concat();
    std::fs::write(&streams, format!("name,from,to,orders\n{list}")).unwrap();
    let arguments = evenings_after(&log, &streams, "--date=2026-02-27");
    let (document, scenario) = calibrate(folder.path(), &arguments);
    let surge = &document["fit"]["surge"];
    assert_eq!(surge["streams"].as_array().unwrap().len(), 5, "{surge}");
    // 200 of 2,000 orders, five times; Poisson counts of the usual 110 cases and the prior leave 4 × 3 %.
    let known = &surge["known"];
    assert!((number(&known["share"]["value"]) / 0.10 - 1.0).abs() < 0.12, "{known}");
    assert!((number(&known["delay_s"]["value"]) / 1800.0 - 1.0).abs() < 0.2, "{known}");
    // 1 - 1/e have come by the mean.
    assert!((number(&known["come_by"][0]["share"]["value"]) - 0.632).abs() < 0.08, "{known}");
    // Streams that are all alike swing by little, but five of them cannot rule out some.
    assert!((0.02..0.25).contains(&number(&known["forecast_cv"])), "{known}");
    let taste = surge["inquiries"].as_array().unwrap().iter().find(|one| one[0] == "taste").unwrap();
    assert!((number(&taste[1]) - 0.75).abs() < 0.08, "{taste}");
    // Usual cases are 15 a half hour at 22:00 as well, not with a surge in them.
    let row =
        document["fit"]["arrivals"].as_array().unwrap().iter().find(|row| row["from"] == "22:00").unwrap();
    assert!((number(&row["cases"][4]) - 15.0).abs() < 5.0, "{row}");
    for line in
        ["[stream.fruit-night]", "to          = 2026-02-27T22:00:00", "after = \"stream\"", "forecast_cv = "]
    {
        assert!(scenario.contains(line), "{line}: {scenario}");
    }
    assert_eq!(surge["next"]["assumed"], false);
}

#[test]
fn streams_and_priors_that_make_no_sense_are_refused_before_the_log_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("cases.csv");
    std::fs::write(&log, evenings(3)).unwrap();
    let streams = folder.path().join("streams.csv");
    std::fs::write(&streams, "from,to\n2026-01-02 19:30,yesterday\n").unwrap();
    let log = log.to_str().unwrap();
    let streams = streams.to_str().unwrap();
    for (arguments, says) in [
        (
            vec!["calibrate", log, "--mapping=nightdesk", "--streams", streams],
            "line 2: `yesterday` is no date and time",
        ),
        (
            vec!["calibrate", log, "--mapping=nightdesk", "--streams", streams, "--prior", "share=lots"],
            "expected share=0.05*3",
        ),
        (vec!["calibrate", log, "--prior", "share=0.1*2"], "--streams"),
    ] {
        let run = nightdesk(&arguments);
        assert_eq!(run.status.code(), Some(2), "{arguments:?}");
        assert!(text(&run.stderr).contains(says), "{}", text(&run.stderr));
    }
}

/// Twelve Fridays teach, four are predicted: streams of 1,000, 2,000 and 4,000 orders in turn, 10 % of which ask. The
/// mean of Fridays is off by the differences of their surges (233 against 100, 200 and 400 cases), the forecast knows
/// the orders and is off by what it does not know of the share and by Poisson noise of 240 + 233 cases.
#[test]
fn streams_to_come_are_forecast_from_those_before() {
    let folder = tempfile::tempdir().unwrap();
    let (log, streams) = (folder.path().join("cases.csv"), folder.path().join("streams.csv"));
    let surges: Vec<u32> = (0..16).map(|week| [100, 200, 400][week % 3]).collect();
    std::fs::write(&log, evenings_with(8, &surges)).unwrap();
    let first: jiff::civil::Date = "2026-01-02".parse().unwrap();
    let shown = surges.iter().zip(0_i32..).map(|(surge, week)| {
        let day = first.saturating_add(jiff::Span::new().days(7 * week));
        format!("fruit night,{day} 19:30,{day} 22:00,{}\n", surge * 10)
    });
    std::fs::write(&streams, format!("name,from,to,orders\n{}", shown.collect::<String>())).unwrap();
    let arguments = evenings_after(&log, &streams, "--test-from=2026-03-27");
    let (document, _) = calibrate(folder.path(), &arguments);
    // What was learnt from: the twelve streams before that day.
    assert_eq!(document["fit"]["surge"]["streams"].as_array().unwrap().len(), 12);
    let of = |method: &str| row(&document, "days before", method, "cases").clone();
    let (forecast, usual) = (of("forecast"), of("weekday's mean"));
    let error = |row: &Value, what: &str| number(&row[what]["error"]);
    // Poisson noise of days of 240 to 640 cases: 0.8 × 15 to 25; as much again for what is not known.
    assert!(error(&forecast, "days") < 40.0, "{forecast}");
    assert!(error(&usual, "days") > 1.5 * error(&forecast, "days"), "{usual} {forecast}");
    assert!(error(&usual, "half_hours") > 1.2 * error(&forecast, "half_hours"), "{usual} {forecast}");
    // Days' bands are learnt from seven forecasts made before: too few for a promise.
    assert!(number(&forecast["half_hours"]["coverage_95"]) >= 0.88, "{forecast}");
    // Who worked is not in this log: nothing is said of waits.
    let rows = document["back_test"]["rows"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["figure"] == "cases"), "{rows:#?}");
}

/// A console that logs who left: patience of mean 200 s (exponential), replies after 60 s on average (exponential). By
/// Kaplan and Meier half would leave by ln 2 × 200 = 139 s; of those who left, the mean wait is 200 × 60 / 260 = 46 s.
#[test]
fn patience_comes_back_from_messages_where_the_console_says_who_left() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("messages.csv");
    let mut dice = Dice(21);
    let mut rows = String::from("time,conversation,sender,agent\n");
    for day in 1..=20 {
        for conversation in 0..60 {
            let at = 36_000.0 + f64::from(conversation) * 600.0;
            let mut row = |after: f64, who: &str| {
                let s = (at + after) as u64;
                let clock = format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
                let agent = if who == "agent" { "ann" } else { "" };
                rows += &format!("2026-06-{day:02} {clock},{day}-{conversation},{who},{agent}\n");
            };
            let (patience, reply) = (dice.exponential(200.0), dice.exponential(60.0));
            row(0.0, "customer");
            if patience < reply { row(patience, "visitor left") } else { row(reply, "agent") }
        }
    }
    std::fs::write(&log, rows).unwrap();
    let log = log.to_str().unwrap();
    let kinds = ["--map", "log=messages", "--map", "customers=customer", "--map", "agents=agent"];
    let columns = ["--map", "conversation=conversation", "--map", "sender=sender", "--map", "agent=agent"];
    let mut arguments = vec![log, "--mapping=nightdesk", "--map", "time=time"];
    arguments.extend(kinds.iter().chain(&columns));
    let without =
        calibrate(folder.path(), &[&arguments[..], &["--map", "leave_out=sender=visitor left"]].concat());
    assert!(without.1.contains("# ASSUMPTION: the log does not show who gave up"), "{}", without.1);
    let folder = tempfile::tempdir().unwrap();
    arguments.extend(["--map", "left=visitor left"]);
    let (fit, scenario) = calibrate(folder.path(), &arguments);
    let patience = &fit["fit"]["patience_of_all"];
    // 60 / 260 of 1,200 leave: 277 ± 5 deviations of 14.6.
    assert!((number(&patience["gave_up"]) - 277.0).abs() < 73.0, "{patience}");
    // The median's own deviation is about 139 / √277 = 8 s.
    let median = number(&patience["median_s"]["value"]);
    assert!((median - 139.0).abs() < 40.0, "{median}");
    assert!(scenario.contains("patience = {"), "{scenario}");
}

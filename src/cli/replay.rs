//! `nightdesk replay`: the night against a helpdesk.

use super::args::{Format, ScenarioArgs};
use super::command_line;
use super::exit::{ExitCode, Failure};
use super::interrupt::Interrupt;
use super::loading;
use super::printer::Printer;
use super::replay_args::{Agents, ReplayArgs, Take};
use super::replay_dry::dry_run;
use super::replay_view::LiveView;
use super::trace::night as trace_of;
use crate::language::{Language, say};
use crate::random::Key;
use crate::replay::baseline::{Change, compare};
use crate::replay::client::Client;
use crate::replay::desk::Setup;
use crate::replay::ledger::{self, Start};
use crate::replay::measures::Measures;
use crate::replay::night::Night;
use crate::replay::profile::accounts::{Accounts, Secrets};
use crate::replay::profile::{self, Profile};
use crate::replay::run::{self, Options, RunError, View, Wish};
use crate::replay::schedule::Clock;
use crate::replay::target::{Connection, Target, permit};
use crate::replay::text::photo_of;
use crate::replay::trace::{self, TraceError};
use crate::replay::{books::Books, demo, latency, predict, window};
use crate::report::replay::{ReplayReport, Replayed, Verdict, junit, markdown, render};
use crate::report::{ResultsFolder, Warning, replay_page, text, write_page, write_whole};
use crate::scenario::Scenario;
use crate::scenario::threshold::{Measure, Threshold};
use crate::simulation::plan::Plan;
use crate::units::{Span, Time};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

/// What is replayed.
pub struct Tonight {
    /// The scenario.
    pub scenario: Scenario,
    /// The whole file after levers and `--set`.
    pub resolved: serde_json::Value,
    /// The scenario, compiled.
    pub plan: Plan,
    /// The night.
    pub night: Night,
    /// Its key.
    pub seed: u64,
    /// Likewise.
    pub replication: u64,
    /// The part that is measured.
    pub window: Range<Time>,
}

/// Replays, saves and prints.
pub fn run(args: &ReplayArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    if let Some(folder) = &args.resume_report {
        return resume(folder, baseline(args)?.as_ref(), printer);
    }
    let tonight = tonight(args)?;
    let thresholds = thresholds(args, &tonight.scenario)?;
    if args.dry_run {
        return dry_run(args, &tonight, printer);
    }
    // Before anything is created: what cannot work is refused first.
    let server = match args.helpdesk {
        None => Some(demo::serve(0, args.fault.clone()).map_err(|error| Failure::Usage(error.to_string()))?),
        Some(_) => None,
    };
    let agents = tonight.plan.agents.len();
    let desk = helpdesk(args, server.as_ref(), tonight.night.conversations.len(), agents)?;
    if args.check_profile {
        return super::replay_check::check_profile(args, desk, printer);
    }
    if let Some(server) = &server {
        printer.note(&format!("Against a helpdesk of our own, at {}.", server.url()));
    }
    let folder = results_folder(args)?;
    folder.write("scenario.resolved.json", |out| {
        serde_json::to_writer_pretty(&mut *out, &tonight.resolved)?;
        writeln!(out)
    })?;
    play(args, tonight, &thresholds, desk, &folder, printer)
}

/// The helpdesk as it is reached.
pub struct Desk {
    /// How it does what.
    pub profile: Profile,
    /// Who signs in.
    pub accounts: Accounts,
    /// Where it is.
    pub target: Target,
    /// How it is reached.
    pub connection: Connection,
}

fn play(
    args: &ReplayArgs,
    tonight: Tonight,
    thresholds: &[Threshold],
    desk: Desk,
    folder: &ResultsFolder,
    printer: &mut Printer,
) -> Result<ExitCode, Failure> {
    let Tonight { scenario, plan, night, seed, replication, window, .. } = tonight;
    let speed = args.speed;
    let before = baseline(args)?;
    let started = Start {
        nightdesk_ledger: 1,
        run: run_tag(),
        scenario: scenario.title.clone(),
        seed,
        replication,
        helpdesk: desk.profile.title.clone(),
        agents: if args.agents == Agents::Live { "live" } else { "scripted" }.to_owned(),
        speed,
        from_us: window.start.micros(),
        to_us: window.end.micros(),
        max_lag_us: args.max_lag.micros(),
        fail_if: thresholds.iter().map(|threshold| threshold.text.clone()).collect(),
        predicted: predict::predict(&plan, &night, &window, seed, replication, args.nights),
    };
    // Counts from when it is replaced, long before anything falls due.
    let clock = Clock::starting_in(Duration::from_secs(3600));
    let mut warnings = account_warnings(&desk, &plan, &night);
    warnings.extend(photo_warning(&desk.profile, &scenario));
    let client =
        Client::new(desk.profile, desk.accounts, &desk.target, &desk.connection, &started.run, clock)
            .map_err(|error| {
                Failure::Usage(format!("failed to use the certificates: {}", error.without_url()))
            })?;
    let conversations = Setup::select(&night, &window);
    let photo = scenario.replay.photo.filter(|photo| photo.share > 0.0);
    let photo = photo.map(|photo| (photo.share, photo_of(photo.bytes)));
    let drain = args.drain.unwrap_or_else(|| longest_wait(&plan));
    let options = Options {
        users: args.users.map(|users| users as usize),
        max_rate: args.max_rate,
        drain: Duration::from_micros((drain.micros() as f64 / speed) as u64),
        read_back: args.read_back,
        clean_up: args.clean_up,
    };
    let peak = super::replay_dry::peak_calls(&night, &plan, &window, speed, args.poll);
    let setup = Setup {
        plan: plan.clone(),
        night,
        window,
        speed,
        scripted: args.agents == Agents::Scripted,
        poll: args.poll,
        first_takes: args.take == Take::First,
        photo,
        run: started.run.clone(),
        conversations,
    };
    let interrupt = Interrupt::listen();
    let mut live = LiveView::new(printer.is_quiet());
    let mut judge = Abort::new(&args.abort_on, &plan);
    let mut watcher = |view: &View<'_>| {
        live.show(view);
        if interrupt.asked() { Wish::Stop } else { judge.judge(view) }
    };
    let path = folder.path().join(ledger::FILE);
    let ended = run::replay(setup, client, started, &options, &path, peak, &mut watcher).map_err(failure)?;
    drop(live);
    finish(&scenario, &plan, &ended.books, &warnings, before.as_ref(), folder.path(), printer).inspect(|_| {
        if let Some((removed, left)) = ended.cleaned_up {
            printer.note(&format!("{removed} conversations were removed or closed, {left} could not be."));
        }
        printer.note(&format!("Results are in {}.", folder.path().display()));
    })
}

fn failure(error: RunError) -> Failure {
    match error {
        RunError::Unreachable(why) => Failure::Unreachable(why),
        other => Failure::Usage(other.to_string()),
    }
}

/// Makes the report of the books, saves and prints it.
fn finish(
    scenario: &Scenario,
    plan: &Plan,
    books: &Books,
    warnings: &[Warning],
    before: Option<&Before>,
    folder: &Path,
    printer: &mut Printer,
) -> Result<ExitCode, Failure> {
    let start =
        books.start.as_ref().ok_or_else(|| Failure::Usage("the ledger has no first line".to_owned()))?;
    let measures = Measures::of(plan, books);
    let judged: Vec<_> = start
        .fail_if
        .iter()
        .filter_map(|text| Threshold::parse(text).ok())
        .map(|threshold| measures.judge(&threshold))
        .collect();
    let changes = before.map_or_else(|| Ok(Vec::new()), |before| changes(before, books))?;
    let (measures, judged, changes) = (&measures, &judged, &changes);
    let opens = opening(scenario);
    let replayed = Replayed { opens: &opens, plan, start, books, measures, judged, changes, warnings };
    let report = replayed.report();
    save(&report, books, folder, printer.language())?;
    match printer.format() {
        Format::Text => printer.text(|| render(&report, text::WIDTH))?,
        Format::Json => printer.json(&report)?,
    }
    Ok(match report.verdict {
        Verdict::Passed => ExitCode::Done,
        Verdict::Failed => ExitCode::Missed,
        Verdict::Invalid => ExitCode::Invalid,
        Verdict::Interrupted => ExitCode::Interrupted,
    })
}

/// `2026-11-11T18:00:00+08:00`
fn opening(scenario: &Scenario) -> String {
    let opens = scenario.time_zone.to_ambiguous_zoned(scenario.opens).compatible();
    opens.map_or_else(|_| scenario.opens.to_string(), |it| it.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

/// An earlier replay's calls, second by second.
type Before = BTreeMap<String, latency::Seconds>;

/// What `--baseline` names, before anything is sent.
fn baseline(args: &ReplayArgs) -> Result<Option<Before>, Failure> {
    let Some(folder) = &args.baseline else { return Ok(None) };
    let path = folder.join("latency.hlog");
    let text = std::fs::read_to_string(&path).map_err(|error| error.to_string());
    let read = text.and_then(|text| latency::read_seconds(&text));
    let plainly = |error| {
        Failure::Usage(format!("--baseline {}: failed to read latency.hlog: {error}", folder.display()))
    };
    read.map(Some).map_err(plainly)
}

/// This replay beside an earlier one, both by their logs.
fn changes(before: &Before, books: &Books) -> Result<Vec<Change>, Failure> {
    let mut log = Vec::new();
    latency::write_log(&books.calls, &mut log).map_err(|error| Failure::Usage(error.to_string()))?;
    let now = latency::read_seconds(&String::from_utf8_lossy(&log)).map_err(Failure::Usage)?;
    Ok(compare(before, &now))
}

/// Writes what is not there yet.
fn save(report: &ReplayReport, books: &Books, folder: &Path, language: Language) -> Result<(), Failure> {
    let plain = anstream::adapter::strip_str(&render(report, text::WIDTH)).to_string();
    let xml = junit(report).map_err(Failure::Usage)?;
    let page = markdown(report);
    let json = serde_json::to_string_pretty(report).unwrap_or_default() + "\n";
    let texts = [("report.txt", plain), ("junit.xml", xml), ("summary.md", page), ("summary.json", json)];
    for (name, text) in texts {
        if !folder.join(name).exists() {
            write_whole(&folder.join(name), |out| out.write_all(text.as_bytes()))?;
        }
    }
    if !folder.join("report.html").exists() {
        write_whole(&folder.join("report.html"), |out| {
            write_page(language, || replay_page(report, &command_line()), out)
        })?;
    }
    if !folder.join("latency.hlog").exists() {
        write_whole(&folder.join("latency.hlog"), |out| latency::write_log(&books.calls, out))?;
    }
    Ok(())
}

/// `--resume-report`: from the ledger of a replay that did not get to its report.
fn resume(folder: &Path, before: Option<&Before>, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let entries = ledger::read(&folder.join(ledger::FILE)).map_err(|error| {
        Failure::Usage(format!("failed to read the ledger in {}: {error}", folder.display()))
    })?;
    let file = folder.join("scenario.resolved.json");
    let read = std::fs::read_to_string(&file).map_err(|error| error.to_string());
    let text = read.and_then(|text| {
        let resolved: serde_json::Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        toml::to_string(&resolved).map_err(|error| error.to_string())
    });
    let text = text.map_err(|error| Failure::Usage(format!("failed to read {}: {error}", file.display())))?;
    let request = crate::scenario::Request { path: "scenario.resolved.json", ..Default::default() };
    let loaded = crate::scenario::load_text_with(&text, &request)
        .map_err(|problems| Failure::Scenario(Box::new(problems)))?;
    let plan = loading::plan(&loaded.scenario)?;
    finish(&loaded.scenario, &plan, &Books::of(entries), &[], before, folder, printer)
}

/// The night that is asked for, from a scenario or a trace.
fn tonight(args: &ReplayArgs) -> Result<Tonight, Failure> {
    let input = args.input.clone().unwrap_or_default();
    let text = std::fs::read_to_string(&input).unwrap_or_default();
    let (loaded, lines, seed, replication) = if trace::is_trace(&text) {
        if !args.with.is_empty() || !args.set.is_empty() {
            let message = "a trace is one night as it was: --with and --set need its scenario";
            return Err(Failure::Usage(message.to_owned()));
        }
        let name = input.display().to_string();
        let (header, loaded, lines) =
            trace::read(&name, &text, args.data.as_deref()).map_err(|error| match error {
                TraceError::Scenario(problems) => Failure::Scenario(problems),
                error @ TraceError::Line(..) => Failure::Usage(format!("{name}: {error}")),
            })?;
        let loaded = loading::Loaded {
            scenario: loaded.scenario,
            resolved: loaded.resolved,
            tree: loaded.tree,
            standards: loaded.standards,
            warnings: Vec::new(),
        };
        (loaded, Some(lines), header.seed, header.replication)
    } else {
        let scenario = ScenarioArgs {
            scenario: input.clone(),
            with: args.with.clone(),
            set: args.set.clone(),
            data: args.data.clone(),
        };
        (loading::load(&scenario)?, None, args.seed, args.replication)
    };
    let plan = loading::plan(&loaded.scenario)?;
    let lines = lines.unwrap_or_else(|| trace_of(&plan, Key::night(seed, replication)));
    let night = Night::of_lines(&plan, &lines)
        .map_err(|error| Failure::Usage(format!("{}: {error}", input.display())))?;
    let window = window::window(&loaded.scenario, &plan, args.window.as_deref()).map_err(Failure::Usage)?;
    Ok(Tonight {
        scenario: loaded.scenario,
        resolved: loaded.resolved,
        plan,
        night,
        seed,
        replication,
        window,
    })
}

/// All thresholds, of the scenario and of the command line.
fn thresholds(args: &ReplayArgs, scenario: &Scenario) -> Result<Vec<Threshold>, Failure> {
    let all: Vec<Threshold> = scenario.replay.fail_if.iter().chain(&args.fail_if).cloned().collect();
    for threshold in all.iter().chain(&args.abort_on) {
        let Measure::Compliance(name) = &threshold.measure else { continue };
        if !scenario.targets.contains_key(name) {
            let known = scenario.targets.keys().map(String::as_str);
            let help = crate::scenario::did_you_mean(name, known).unwrap_or_default();
            return Err(Failure::Usage(format!("there is no target `{name}`: {help}")));
        }
        if args.speed != 1.0 && !args.accept_speed {
            return Err(Failure::Usage(format!(
                "`{}`: compliance measured at speed {} is approximate; judge it at --speed 1, or say \
                 --accept-speed",
                threshold.text, args.speed
            )));
        }
    }
    Ok(all)
}

/// The helpdesk that is asked for.
fn helpdesk(
    args: &ReplayArgs,
    server: Option<&demo::Server>,
    customers: usize,
    agents: usize,
) -> Result<Desk, Failure> {
    let profile = match &args.helpdesk {
        None => profile::parse(demo::PROFILE_NAME, demo::PROFILE.to_owned()),
        Some(name) => match profile::bundled(name) {
            Some((path, text)) if !Path::new(name).exists() => profile::parse(path, text.to_owned()),
            _ => profile::load(name),
        },
    };
    let profile = profile.map_err(|problems| Failure::Scenario(Box::new(problems)))?;
    let mut secrets = match &args.secrets {
        None => Secrets::of_environment(),
        Some(path) => secrets_of(path)?,
    };
    if args.helpdesk.as_deref().is_none_or(|name| name == "demo") {
        run::demo_secrets(&mut secrets, customers.max(2), agents.max(2));
    }
    let accounts = Accounts::find(&profile, &secrets).map_err(Failure::Problems)?;
    let url = match (server, &args.url, &profile.url) {
        (Some(server), _, _) => server.url(),
        (None, Some(url), _) => url.clone(),
        (None, None, Some(url)) => url.clone(),
        (None, None, None) => {
            return Err(Failure::Usage("say where the helpdesk is, with --url".to_owned()));
        }
    };
    let target = permit(&url, &args.may_load).map_err(|refusal| Failure::Usage(refusal.to_string()))?;
    let ca = args.ca_file.as_deref().map(certificates).transpose()?;
    let timeout = Duration::from_micros(args.timeout.micros() as u64);
    let connection = Connection { timeout, ca, keep_alive: profile.keep_alive };
    Ok(Desk { profile, accounts, target, connection })
}

/// The certificates of `--ca-file`.
fn certificates(path: &Path) -> Result<Vec<u8>, Failure> {
    let wrong = |what: String| Failure::Usage(format!("--ca-file {}: {what}", path.display()));
    let pem = std::fs::read(path).map_err(|error| wrong(format!("failed to read it: {error}")))?;
    match reqwest::Certificate::from_pem_bundle(&pem) {
        Ok(found) if !found.is_empty() => Ok(pem),
        _ => Err(wrong("it holds no certificate; expected PEM, -----BEGIN CERTIFICATE-----".to_owned())),
    }
}

fn secrets_of(path: &Path) -> Result<Secrets, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("failed to read {}: {error}", path.display())))?;
    Secrets::of_text(&text)
        .map_err(|line| Failure::Usage(format!("{} line {line}: expected NAME=VALUE", path.display())))
}

/// Fewer accounts than people: some share one.
fn account_warnings(desk: &Desk, plan: &Plan, night: &Night) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for (role, people) in [("agent", plan.agents.len()), ("customer", night.conversations.len())] {
        let accounts = desk.accounts.count(role);
        if accounts > 0 && accounts < people && role == "agent" {
            warnings.push(Warning {
                name: "accounts".to_owned(),
                message: format!(
                    "{people} agents share {accounts} accounts: the helpdesk cannot tell them apart"
                ),
            });
        }
    }
    warnings
}

/// The scenario has photos, and the profile sends none.
fn photo_warning(profile: &Profile, scenario: &Scenario) -> Option<Warning> {
    let wanted = scenario.replay.photo.is_some_and(|photo| photo.share > 0.0);
    (wanted && !profile.sends_photos()).then(|| Warning {
        name: "photo".to_owned(),
        message: say!("the profile of {} does not say how to send a photo: none is sent", profile.title),
    })
}

fn results_folder(args: &ReplayArgs) -> Result<ResultsFolder, Failure> {
    Ok(match &args.out {
        Some(path) => ResultsFolder::at(path)?,
        None => {
            let input = args.input.clone().unwrap_or_default();
            let stem = input.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            ResultsFolder::next(Path::new(""), &stem, "replay")?
        }
    })
}

/// The longest time that a target allows, and five minutes.
fn longest_wait(plan: &Plan) -> Span {
    let longest = plan.targets.iter().filter(|target| predict::is_measured(plan, target));
    let longest = longest.map(|target| target.within).max().unwrap_or(Span::ZERO);
    longest.min(Span::from_whole_seconds(3600)) + Span::from_whole_seconds(300)
}

/// Short, and different for every run: by it what a run created is known again.
fn run_tag() -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let mut number = since.as_millis() as u64 * 64 + u64::from(std::process::id() % 64);
    let mut tag = Vec::new();
    while number > 0 {
        tag.push(b"0123456789abcdefghijklmnopqrstuvwxyz"[(number % 36) as usize]);
        number /= 36;
    }
    tag.reverse();
    String::from_utf8_lossy(&tag).into_owned()
}

/// Judges `--abort-on` once a second.
struct Abort<'a> {
    thresholds: &'a [Threshold],
    plan: &'a Plan,
    next: Instant,
}

impl<'a> Abort<'a> {
    fn new(thresholds: &'a [Threshold], plan: &'a Plan) -> Abort<'a> {
        Abort { thresholds, plan, next: Instant::now() }
    }

    fn judge(&mut self, view: &View<'_>) -> Wish {
        if self.thresholds.is_empty() || Instant::now() < self.next {
            return Wish::GoOn;
        }
        self.next = Instant::now() + Duration::from_secs(1);
        let books = view.books.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let measures = Measures::of(self.plan, &books);
        let crossed = self.thresholds.iter().find(|threshold| {
            let judged = measures.judge(threshold);
            judged.value.is_some() && judged.crossed
        });
        crossed.map_or(Wish::GoOn, |threshold| Wish::Abort(threshold.text.clone()))
    }
}

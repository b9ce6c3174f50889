//! `nightdesk replay`: the night against a helpdesk.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `args` | the command line as types, with its help |
//! | `tonight` | the night that is asked for, from a scenario or a trace |
//! | `helpdesk` | the helpdesk that is asked for, and how it is reached |
//! | `thresholds` | what it is to be judged by, at the end or at once |
//! | `view` | what is shown while it runs |
//! | `finish` | the report, and that of a replay that was killed |
//! | `dry`, `check` | `--dry-run`; `--check-profile` |

pub mod args;
mod check;
mod dry;
mod finish;
mod helpdesk;
mod thresholds;
mod tonight;
mod view;

use super::exit::{ExitCode, Failure};
use super::interrupt::Interrupt;
use super::printer::Printer;
use super::{command_line, loading};
use crate::replay::client::Client;
use crate::replay::desk::Setup;
use crate::replay::ledger::{self, Start};
use crate::replay::run::{self, Options, RunError, View, Wish};
use crate::replay::schedule::Clock;
use crate::replay::text::photo_of;
use crate::replay::{demo, predict};
use crate::report::ResultsFolder;
use crate::scenario::threshold::Threshold;
use crate::simulation::plan::Plan;
use crate::units::Span;
use args::{Agents, ReplayArgs, Take};
use dry::dry_run;
use finish::{baseline, finish, resume};
use helpdesk::{Desk, account_warnings, helpdesk, photo_warning};
use std::path::Path;
use std::time::{Duration, SystemTime};
use thresholds::{Abort, thresholds};
use tonight::{Tonight, tonight};
use view::LiveView;

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
        return check::check_profile(args, desk, printer);
    }
    if Setup::select(&tonight.night, &tonight.window).is_empty() {
        let message = "no customer writes in the window: name another with --window, or another night";
        return Err(Failure::Usage(message.to_owned()));
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
    let peak = dry::peak_calls(&night, &plan, &window, speed, args.poll);
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
    let ended = run::replay(setup, client, started, &options, &path, peak, &mut watcher);
    let ended = ended.map_err(|error| {
        if matches!(error, RunError::Unreachable(_)) {
            // Nothing was sent: nothing is kept, and the same command can be given again.
            folder.discard(&["scenario.resolved.json", ledger::FILE]);
        }
        failure(error)
    })?;
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

//! `nightdesk calibrate`: a scenario out of logs, and how well its figures are known.

use super::args::{CalibrateArgs, Format};
use super::command_line;
use super::exit::{ExitCode, Failure};
use super::interrupt::Interrupt;
use super::printer::Printer;
use super::progress::BytesBar;
use crate::calibration::backtest::Simulation;
use crate::calibration::estimate::surge::Prior;
use crate::calibration::log::times::day_of;
use crate::calibration::log::{Intake, Log, Mapping};
use crate::calibration::{self, Calibration, CalibrationError, Request};
use crate::language::Language;
use crate::report::calibration::{Document, render, render_back_test};
use crate::report::text::WIDTH;
use crate::report::{calibration_page, write_page, write_whole};
use std::num::NonZeroUsize;
use std::thread::available_parallelism;

/// Reads the logs, estimates, writes and says what came of it.
pub fn run(args: &CalibrateArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let refused = |error: CalibrationError| Failure::Usage(error.to_string());
    // Before an hour of reading, not after it.
    if let Some(taken) = [&args.out, &args.fit, &args.report].into_iter().flatten().find(|path| path.exists())
    {
        return Err(crate::report::FolderError::Exists(taken.clone()).into());
    }
    let mut prior = Prior::default();
    args.prior.iter().try_for_each(|one| prior.set(one)).map_err(Failure::Usage)?;
    let Some(log) = read(args, printer)? else { return Ok(ExitCode::Interrupted) };
    let request = Request {
        days: &args.days,
        hours: args.hours.as_deref(),
        date: args.date,
        streams: args.streams.as_deref(),
        prior,
    };
    let clean = calibration::clean(&log, &request).map_err(refused)?;
    let back_test = match args.test_from {
        Some(from) => {
            let test = calibration::back_test(&clean, from, args.test_to, &simulation(args), &request.prior);
            Some(test.map_err(refused)?)
        }
        None => None,
    };
    // A scenario that is tested knows nothing of the days that test it.
    let taught = match args.test_from {
        Some(from) => clean.between(i32::MIN, day_of(from)),
        None => clean,
    };
    let calibration = calibration::calibrate(&taught, &request).map_err(refused)?;
    let document = Document::new(&calibration.estimates, back_test.as_ref());
    write_files(args, &calibration, &document, printer.language())?;
    match printer.format() {
        Format::Text => printer.text(|| match &back_test {
            Some(test) => render_back_test(test, WIDTH),
            None => render(&calibration.estimates, WIDTH),
        })?,
        Format::Json => printer.json(&document)?,
    }
    match &args.out {
        Some(path) => {
            printer.note(&format!("wrote {}; try: nightdesk simulate {}", path.display(), path.display()))
        }
        None => printer.note("give -o FILE for the scenario"),
    }
    Ok(ExitCode::Done)
}

/// How days of a back-test are simulated.
fn simulation(args: &CalibrateArgs) -> Simulation {
    let threads = args.threads.or_else(|| available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    Simulation { nights: args.replications, seed: args.seed, threads, within: args.within.micros() }
}

/// None: interrupted.
fn read(args: &CalibrateArgs, printer: &Printer) -> Result<Option<Log>, Failure> {
    let mapping = match &args.mapping {
        Some(name) => Some(Mapping::named(name).map_err(|error| Failure::Usage(error.to_string()))?),
        None => None,
    };
    if let Some(zone) = args.time_zone.as_deref().filter(|zone| jiff::tz::TimeZone::get(zone).is_err()) {
        return Err(Failure::Usage(format!(
            "--time-zone `{zone}` is not known; expected e.g. Asia/Shanghai"
        )));
    }
    let intake = Intake {
        logs: &args.logs,
        mapping: mapping.as_ref(),
        overrides: &args.map,
        time_zone: args.time_zone.as_deref(),
    };
    let bar = BytesBar::new(printer.is_quiet());
    let stop = Interrupt::listen();
    let log = calibration::read(&intake, &mut |progress| {
        bar.show(progress.rows, progress.bytes, progress.of);
        !stop.asked()
    });
    let log = log.map_err(|error| Failure::Usage(error.to_string()))?;
    Ok((!stop.asked()).then_some(log))
}

fn write_files(
    args: &CalibrateArgs,
    calibration: &Calibration,
    document: &Document<'_>,
    language: Language,
) -> Result<(), Failure> {
    if let Some(path) = &args.out {
        write_whole(path, |out| out.write_all(calibration.scenario.as_bytes()))?;
    }
    if let Some(path) = &args.fit {
        write_whole(path, |out| {
            serde_json::to_writer_pretty(&mut *out, document)?;
            writeln!(out)
        })?;
    }
    if let Some(path) = &args.report {
        let names: Vec<_> = args.logs.iter().filter_map(|log| log.file_name()).collect();
        let title = names.iter().map(|name| name.to_string_lossy()).collect::<Vec<_>>().join(", ");
        write_whole(path, |out| {
            write_page(language, || calibration_page(document, &title, &command_line()), out)
        })?;
    }
    Ok(())
}

//! `nightdesk calibrate`: a scenario out of logs, and how well its figures are known.

use super::args::{CalibrateArgs, Format};
use super::exit::{ExitCode, Failure};
use super::interrupt::Interrupt;
use super::printer::Printer;
use super::progress::BytesBar;
use crate::calibration::log::{Intake, Log, Mapping};
use crate::calibration::{self, Calibration, CalibrationError, Request};
use crate::report::calibration::{Document, render};
use crate::report::text::WIDTH;
use crate::report::write_whole;

/// Reads the logs, estimates, writes and says what came of it.
pub fn run(args: &CalibrateArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let refused = |error: CalibrationError| Failure::Usage(error.to_string());
    // Before an hour of reading, not after it.
    if let Some(taken) = [&args.out, &args.fit].into_iter().flatten().find(|path| path.exists()) {
        return Err(crate::report::FolderError::Exists(taken.clone()).into());
    }
    let Some(log) = read(args, printer)? else { return Ok(ExitCode::Interrupted) };
    let request = Request { days: &args.days, hours: args.hours.as_deref(), date: args.date };
    let clean = calibration::clean(&log, &request).map_err(refused)?;
    let calibration = calibration::calibrate(&clean, &request).map_err(refused)?;
    let document = Document::new(&calibration.estimates);
    write_files(args, &calibration, &document)?;
    match printer.format() {
        Format::Text => printer.text(|| render(&calibration.estimates, WIDTH))?,
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
    Ok(())
}

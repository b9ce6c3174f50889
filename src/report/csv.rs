//! The intervals as a table, one row each, for spreadsheets and plots.

use super::{IntervalReport, SimulationReport, Writer};
use std::io;

/// Writes `intervals.csv`: the interval's own figures, then for each target how many counted and the
/// compliance (empty where nothing counted).
#[derive(Clone, Copy, Debug)]
pub struct Csv;

impl Writer for Csv {
    fn file_name(&self) -> &'static str {
        "intervals.csv"
    }

    fn write(&self, report: &SimulationReport, out: &mut dyn io::Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(head(report))?;
        for interval in &report.intervals {
            writer.write_record(row(interval))?;
        }
        writer.flush()
    }
}

fn head(report: &SimulationReport) -> Vec<String> {
    let own = ["name", "starts", "start_s", "arrivals", "waiting", "on_duty"].map(str::to_owned);
    let targets = report.targets.iter();
    let targets =
        targets.flat_map(|target| ["counted", "compliance"].map(|field| format!("{}.{field}", target.name)));
    own.into_iter().chain(targets).collect()
}

fn row(interval: &IntervalReport) -> Vec<String> {
    let figures = [interval.start_s, interval.arrivals, interval.waiting, interval.on_duty];
    let own = [interval.name.clone(), interval.starts.clone()].into_iter();
    let targets = interval.targets.iter().flat_map(|target| {
        [target.counted.to_string(), target.compliance.map_or_else(String::new, |share| share.to_string())]
    });
    own.chain(figures.map(|figure| figure.to_string())).chain(targets).collect()
}

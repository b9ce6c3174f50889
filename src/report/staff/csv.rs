//! The roster as a table, a row for each shift, for spreadsheets.

use super::model::StaffReport;
use std::io;

/// Writes `roster.csv`.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &StaffReport, out: &mut dyn io::Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer
        .write_record(["team", "shift", "family", "from", "to", "agents", "min", "max", "paid_h", "wages"])?;
    for row in &report.roster {
        writer.write_record([
            row.team.clone(),
            row.shift.clone().unwrap_or_default(),
            row.family.clone().unwrap_or_default(),
            row.from.clone(),
            row.to.clone(),
            row.agents.to_string(),
            row.min.to_string(),
            row.max.to_string(),
            row.paid_h.to_string(),
            row.wages.to_string(),
        ])?;
    }
    writer.flush()
}

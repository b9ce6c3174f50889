//! `nightdesk replay --check-profile`: one conversation through every operation, with every role.

use super::args::ReplayArgs;
use super::helpdesk::Desk;
use crate::cli::args::Format;
use crate::cli::exit::{ExitCode, Failure};
use crate::cli::printer::Printer;
use crate::language::{say, sentence};
use crate::replay::check::{self, Checked};
use crate::report::text::WIDTH;
use crate::report::text::layout::{BAD, BOLD, DIM, GOOD, Table, cell, push_paragraph, styled};

/// Tries everything once and says what works.
pub fn check_profile(_args: &ReplayArgs, desk: Desk, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let (title, tried) = (desk.profile.title.clone(), desk.profile.tried.clone());
    let checked = check::check(desk.profile, desk.accounts, &desk.target, &desk.connection)
        .map_err(Failure::Unreachable)?;
    let fine = checked.iter().all(|step| step.works);
    if printer.format() == Format::Json {
        let steps: Vec<_> = checked
            .iter()
            .map(|step| serde_json::json!({ "name": step.name, "works": step.works, "detail": step.detail }))
            .collect();
        printer.json(&serde_json::json!({ "helpdesk": title, "works": fine, "steps": steps }))?;
    } else {
        printer.text(|| rendered(&title, &tried, &checked))?;
    }
    Ok(if fine { ExitCode::Done } else { ExitCode::Unreachable })
}

fn rendered(title: &str, tried: &str, checked: &[Checked]) -> String {
    let mut text = String::new();
    push_paragraph(title, BOLD, "", WIDTH, &mut text);
    push_paragraph(&say!("Tried against: {}", tried), DIM, "", WIDTH, &mut text);
    text.push('\n');
    let mut table = Table::new(&["OPERATION", "", "took"]);
    for step in checked {
        let (word, style) = if step.works { (say!("works"), GOOD) } else { (say!("DOES NOT"), BAD) };
        table.row([cell(sentence(&step.name)), styled(word, style), cell(format!("{:.0} ms", step.took_ms))]);
        if !step.detail.is_empty() {
            table.note(sentence(&step.detail));
        }
    }
    table.render(WIDTH, &mut text);
    text
}

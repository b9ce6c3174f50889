//! `[replay]`: checked for form only; what it means is the replay's.

use super::duration::parse_duration;
use super::{At, Fields, Reader, values};
use crate::scenario::diagnostics::Problem;
use crate::scenario::keys;

/// Reports what is wrong with the table.
pub fn replay<'a>(reader: &mut Reader<'a>, at: &At<'a>) {
    let fields = Fields::open(reader, at, &keys::REPLAY);
    if let Some(at) = fields.get("fail_if") {
        values::list(reader, &at, threshold);
    }
    if let Some(at) = fields.get("photo") {
        let fields = Fields::open(reader, &at, &keys::PHOTO);
        fields.read(reader, "share", values::share);
        fields.read(reader, "size", size);
    }
}

/// `"post_message.p99 > 800ms"`: a measure, a comparison and a limit.
fn threshold<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<()> {
    let text = values::text(reader, at)?;
    let words: Vec<&str> = text.split_whitespace().collect();
    let good = match words.as_slice() {
        [_, ">" | ">=" | "<" | "<=", limit] => {
            let number = limit.trim_end_matches('%').parse::<f64>().is_ok();
            number || parse_duration(limit).is_ok()
        }
        _ => false,
    };
    if good {
        return Some(());
    }
    let message = format!("`{}` is no threshold: \"{text}\"", at.path);
    let problem = Problem::error(&at.path, at.shown, message).expected("expected measure, comparison, limit");
    reader.fail(problem.help("e.g. \"post_message.p99 > 800ms\" or \"lost > 0\""))
}

/// `"400kB"`
fn size<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<()> {
    let text = values::text(reader, at)?;
    let unit = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit);
    let good = number.trim().parse::<f64>().is_ok_and(|number| number >= 0.0);
    if good && matches!(unit, "B" | "kB" | "MB") {
        return Some(());
    }
    let message = format!("`{}` is no size: \"{text}\"", at.path);
    reader.fail(Problem::error(&at.path, at.shown, message).expected("expected a size such as \"400kB\""))
}

//! `[replay]`.

use super::{At, Fields, Reader, values};
use crate::scenario::diagnostics::{Problem, did_you_mean};
use crate::scenario::keys;
use crate::scenario::threshold::{Measure, Threshold};
use crate::scenario::{Photo, Replay};

/// The table, or as much of it as could be read.
pub fn replay<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Replay> {
    let fields = Fields::open(reader, at, &keys::REPLAY);
    let fail_if = fields.get("fail_if").and_then(|at| values::list(reader, &at, threshold));
    let photo = fields.get("photo").and_then(|at| {
        let fields = Fields::open(reader, &at, &keys::PHOTO);
        let (share, bytes) = (fields.read(reader, "share", values::share), fields.read(reader, "size", size));
        Some(Photo { share: share?, bytes: bytes? })
    });
    Some(Replay { fail_if: fail_if.unwrap_or_default(), photo })
}

/// `"post_message.p99 > 800ms"`: a measure, a comparison and a limit.
fn threshold<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Threshold> {
    let text = values::text(reader, at)?;
    let problem = match Threshold::parse(&text) {
        Ok(threshold) => match unknown_target(reader, &threshold) {
            None => return Some(threshold),
            Some(problem) => problem,
        },
        Err(problem) => problem,
    };
    let message = format!("`{}` is no threshold: \"{text}\"", at.path);
    let problem = Problem::error(&at.path, at.shown, message).expected(problem);
    reader.fail(problem.help("e.g. \"post_message.p99 > 800ms\" or \"lost > 0\""))
}

/// What is wrong with the target that a threshold names.
fn unknown_target(reader: &Reader<'_>, threshold: &Threshold) -> Option<String> {
    let Measure::Compliance(name) = &threshold.measure else { return None };
    let targets = reader.root.entries()?.get("target").and_then(|entry| entry.node.entries());
    let known: Vec<&str> = targets.map(|it| it.keys().map(String::as_str).collect()).unwrap_or_default();
    if known.contains(&name.as_str()) {
        return None;
    }
    let help = did_you_mean(name, known).map(|help| format!(": {help}")).unwrap_or_default();
    Some(format!("there is no target `{name}`{help}"))
}

/// `"400kB"`, in bytes.
fn size<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<u64> {
    let text = values::text(reader, at)?;
    let unit = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit);
    let scale = match unit {
        "B" => Some(1.0),
        "kB" => Some(1e3),
        "MB" => Some(1e6),
        _ => None,
    };
    let number = number.trim().parse::<f64>().ok().filter(|number| *number >= 0.0);
    let bytes = number.zip(scale).map(|(number, scale)| number * scale);
    if let Some(bytes) = bytes.filter(|bytes| *bytes <= LARGEST) {
        return Some(bytes as u64);
    }
    let message = format!("`{}` is no size: \"{text}\"", at.path);
    let problem = Problem::error(&at.path, at.shown, message).expected("expected a size such as \"400kB\"");
    reader.fail(problem.help("B, kB or MB, up to 50 MB"))
}

/// Of one photo, in bytes.
const LARGEST: f64 = 5e7;

//! Distributions of times and of counts.

use super::parameters::{self, Known};
use super::records::Records;
use super::values::{check_sum, list, share, whole_from_one};
use super::{At, Fields, Reader, records, values};
use crate::scenario::diagnostics::{Problem, listed};
use crate::scenario::keys;
use crate::scenario::{CountDistribution, Distribution, Law};
use crate::units::Span;

/// A duration that ends, or a distribution of them.
pub fn distribution<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Distribution> {
    let read = patience(reader, at)?;
    if !may_be_endless(&read) {
        return Some(read);
    }
    let message = format!("`{}` cannot be \"never\"", at.path);
    let problem = Problem::error(&at.path, at.shown, message).expected("expected a time that ends");
    reader.fail(problem.help("only patience may be \"never\""))
}

fn may_be_endless(distribution: &Distribution) -> bool {
    match &distribution.law {
        Law::Never => true,
        Law::Mixture { parts } => parts.iter().any(|(_, part)| may_be_endless(part)),
        _ => false,
    }
}

/// The same, or `"never"`.
pub fn patience<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Distribution> {
    if at.node.text() == Some("never") {
        return Some(Distribution::NEVER);
    }
    if at.node.entries().is_none() {
        return values::duration(reader, at).map(Distribution::constant);
    }
    let fields = Fields::open(reader, at, &keys::DISTRIBUTION);
    let readings: [Option<Option<Distribution>>; 8] = [
        fields.get("exponential").map(|at| exponential(reader, &at)),
        fields.get("lognormal").map(|at| lognormal(reader, &at)),
        fields.get("gamma").map(|at| gamma(reader, &at)),
        fields.get("weibull").map(|at| weibull(reader, &at)),
        fields.get("uniform").map(|at| uniform(reader, &at)),
        fields.get("triangular").map(|at| triangular(reader, &at)),
        fields.get("empirical").map(|at| empirical(reader, &at)),
        fields.get("mixture").map(|at| mixture(reader, &at)),
    ];
    readings.into_iter().flatten().next().flatten()
}

/// µs of a duration.
fn micros(span: Span) -> f64 {
    span.micros() as f64
}

/// A positive time in µs.
fn time<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>, key: &'static str) -> Option<f64> {
    fields.read(reader, key, values::positive_duration).map(micros)
}

fn most<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>) -> Option<Span> {
    fields.read(reader, "most", values::positive_duration)
}

fn exponential<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Distribution> {
    let fields = Fields::open(reader, at, &keys::EXPONENTIAL);
    let (mean, most) = (time(reader, &fields, "mean"), most(reader, &fields));
    Some(Distribution { law: Law::Exponential { mean: mean? }, most })
}

/// Exactly two of mean, median, cv and p90, and `most`.
fn two_of<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> (Option<Known>, Option<Span>) {
    let fields = Fields::open(reader, at, &keys::TWO_OF);
    let known = Known {
        mean: time(reader, &fields, "mean"),
        median: time(reader, &fields, "median"),
        cv: fields.read(reader, "cv", values::positive),
        p90: time(reader, &fields, "p90"),
    };
    let most = most(reader, &fields);
    if exactly_two(reader, at, "{ mean = \"35s\", cv = 0.9 }").is_none() {
        return (None, most);
    }
    (Some(known), most)
}

/// Whether a table says exactly two of mean, median, cv and p90, and nothing wrong; else that is reported.
pub fn exactly_two(reader: &mut Reader<'_>, at: &At<'_>, example: &str) -> Option<()> {
    const NAMES: [&str; 4] = ["mean", "median", "cv", "p90"];
    let given: Vec<&str> = NAMES.into_iter().filter(|name| at.node.get(name).is_some()).collect();
    if reader.has_failed(&at.path) {
        return None;
    }
    if given.len() == 2 {
        return Some(());
    }
    let message = match given.as_slice() {
        [] => format!("`{}` says none of {}", at.path, listed(&NAMES)),
        given => format!("`{}` says {}, and takes exactly two", at.path, listed(given)),
    };
    let problem =
        Problem::error(&at.path, at.shown, message).expected("expected two of mean, median, cv and p90");
    reader.fail(problem.help(format!("give exactly two, e.g. {example}")))
}

fn cannot_be<T>(reader: &mut Reader<'_>, at: &At<'_>, why: &str, help: &str) -> Option<T> {
    let message = format!("`{}` is no distribution: {why}", at.path);
    reader.fail(Problem::error(&at.path, at.shown, message).expected("these do not go together").help(help))
}

fn lognormal<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Distribution> {
    let (known, most) = two_of(reader, at);
    let law = lognormal_of(reader, at, known?)?;
    Some(Distribution { law, most })
}

fn gamma<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Distribution> {
    let (known, most) = two_of(reader, at);
    let law = gamma_of(reader, at, known?)?;
    Some(Distribution { law, most })
}

/// The lognormal of which two things are known.
pub fn lognormal_of(reader: &mut Reader<'_>, at: &At<'_>, known: Known) -> Option<Law> {
    match parameters::lognormal(known) {
        Ok((location, scale)) => Some(Law::Lognormal { location, scale }),
        Err(why) => cannot_be(reader, at, why, "change one of the two, or take another distribution"),
    }
}

/// The gamma of which two things are known.
pub fn gamma_of(reader: &mut Reader<'_>, at: &At<'_>, known: Known) -> Option<Law> {
    match parameters::gamma(known) {
        Ok((shape, scale)) => Some(Law::Gamma { shape, scale }),
        Err(why) => cannot_be(reader, at, why, "change one of the two, or take another distribution"),
    }
}

fn weibull<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Distribution> {
    let fields = Fields::open(reader, at, &keys::WEIBULL);
    let (mean, cv) = (time(reader, &fields, "mean"), fields.read(reader, "cv", values::positive));
    let most = most(reader, &fields);
    match parameters::weibull(mean?, cv?) {
        Ok((shape, scale)) => Some(Distribution { law: Law::Weibull { shape, scale }, most }),
        Err(why) => cannot_be(reader, at, why, "change one of the two, or take another distribution"),
    }
}

fn uniform<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Distribution> {
    let fields = Fields::open(reader, at, &keys::UNIFORM);
    let (from, to) =
        (fields.read(reader, "from", values::duration), fields.read(reader, "to", values::duration));
    let most = most(reader, &fields);
    let (from, to) = (from?, to?);
    if from > to {
        return cannot_be(reader, at, "`from` is more than `to`", "exchange the two");
    }
    Some(Distribution { law: Law::Uniform { from, to }, most })
}

fn triangular<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Distribution> {
    let fields = Fields::open(reader, at, &keys::TRIANGULAR);
    let [from, mode, to] = ["from", "mode", "to"].map(|key| fields.read(reader, key, values::duration));
    let most = most(reader, &fields);
    let (from, mode, to) = (from?, mode?, to?);
    if from > mode || mode > to {
        return cannot_be(
            reader,
            at,
            "`mode` is not between `from` and `to`",
            "put the likeliest between the least and the most",
        );
    }
    Some(Distribution { law: Law::Triangular { from, mode, to }, most })
}

fn empirical<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Distribution> {
    let fields = Fields::open(reader, at, &keys::EMPIRICAL);
    let (listed, file) = (fields.get("values"), fields.get("file"));
    let column = fields.get("column");
    let times = fields.or(reader, "times", values::positive, 1.0);
    let most = most(reader, &fields);
    let values = match (listed, file) {
        (Some(at), _) => list(reader, &at, values::duration),
        (None, Some(file)) => match column {
            Some(column) => from_file(reader, &file, &column),
            None => {
                let message = format!("`column` is missing in `{}`", at.path);
                let help = "add `column = \"…\"`: the file's column with the times";
                reader.fail(Problem::error(&at.path, at.shown, message).help(help))
            }
        },
        (None, None) => None,
    };
    let mut values: Vec<Span> = values?.iter().map(|span| Span::from_micros(micros(*span) * times)).collect();
    values.sort_unstable();
    (!values.is_empty()).then_some(Distribution { law: Law::Empirical { values }, most })
}

fn from_file<'a>(reader: &mut Reader<'a>, file: &At<'a>, column: &At<'a>) -> Option<Vec<Span>> {
    let records = Records::open(reader, file, None)?;
    let index = records.column(reader, column)?;
    let mut values = Vec::new();
    for (line, row) in records.rows() {
        match records::span(&row[index]) {
            Ok(Some(span)) => values.push(span),
            Ok(None) => {}
            Err(()) => {
                return records.wrong(
                    reader,
                    file,
                    line,
                    index,
                    &row[index],
                    "a duration or a number of seconds",
                );
            }
        }
    }
    if values.is_empty() {
        let message =
            format!("`{}` has no value in its column `{}`", records.name(), column.node.text().unwrap_or(""));
        return reader.fail(Problem::error(&column.path, column.shown, message));
    }
    Some(values)
}

fn mixture<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Distribution> {
    fn part<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<(f64, Distribution)> {
        let fields = Fields::open(reader, at, &keys::MIXTURE_PART);
        let (share, of) = (fields.read(reader, "share", share), fields.read(reader, "of", patience));
        share.zip(of)
    }
    let parts = list(reader, at, part)?;
    check_sum(reader, at, parts.iter().map(|(share, _)| share).sum(), "change one of the shares");
    Some(Distribution { law: Law::Mixture { parts }, most: None })
}

/// A whole number from 1, or a distribution of them.
pub fn count<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<CountDistribution> {
    if at.node.entries().is_none() {
        return whole_from_one(reader, at).map(CountDistribution::Constant);
    }
    let fields = Fields::open(reader, at, &keys::COUNT);
    let geometric = fields.get("geometric").map(|at| {
        let fields = Fields::open(reader, &at, &keys::GEOMETRIC);
        fields.read(reader, "mean", values::from_one).map(|mean| CountDistribution::Geometric { mean })
    });
    let discrete = fields.get("discrete").map(|at| {
        let shares = values::by_number(reader, &at, share)?;
        check_sum(reader, &at, shares.iter().map(|(_, share)| share).sum(), "change one of the shares");
        Some(CountDistribution::Discrete(shares))
    });
    geometric.or(discrete).flatten()
}

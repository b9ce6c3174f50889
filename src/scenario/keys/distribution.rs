//! Distributions of times and of counts.

use super::{key, value};
use crate::scenario::shape::{Key, Kind, MapKey, Need, Range, Table};
use Kind::{Distribution, Duration, File, List, Map, Number, Share, Text, Whole, Word};
use Need::{Default, Optional, Required};
use Range::{FromOne, Positive};

const MOST: Key = key("most", Duration, Optional, "Draws above it become it; mean and cv are those before.");

/// The forms of a distribution of times.
pub static DISTRIBUTION_FORMS: [Kind; 3] = [Duration, Word(&["never"]), Kind::Table(&DISTRIBUTION)];
/// The laws for times.
pub static DISTRIBUTION: Table = Table {
    one_of: &[
        "exponential",
        "lognormal",
        "gamma",
        "weibull",
        "uniform",
        "triangular",
        "empirical",
        "mixture",
    ],
    ..value(
        "distribution",
        "How a time is distributed.",
        &[
            key("exponential", Kind::Table(&EXPONENTIAL), Optional, "By its mean."),
            key("lognormal", Kind::Table(&TWO_OF), Optional, "By two of mean, median, cv and p90."),
            key("gamma", Kind::Table(&TWO_OF), Optional, "By two of mean, median, cv and p90."),
            key("weibull", Kind::Table(&WEIBULL), Optional, "By mean and cv."),
            key("uniform", Kind::Table(&UNIFORM), Optional, "Between two times."),
            key(
                "triangular",
                Kind::Table(&TRIANGULAR),
                Optional,
                "Between two times, one in between the likeliest.",
            ),
            key(
                "empirical",
                Kind::Table(&EMPIRICAL),
                Optional,
                "Each of some values as likely as any other.",
            ),
            key(
                "mixture",
                List(&Kind::Table(&MIXTURE_PART)),
                Optional,
                "One of several; their shares sum to 1.",
            ),
        ],
    )
};
pub static EXPONENTIAL: Table =
    value("exponential", "By its mean.", &[key("mean", Duration, Required, "Mean."), MOST]);
/// `lognormal = { … }`, `gamma = { … }`
pub static TWO_OF: Table = value(
    "lognormal",
    "By two of mean, median, cv and p90.",
    &[
        key("mean", Duration, Optional, "Mean."),
        key("median", Duration, Optional, "Half of the draws are below it."),
        key("cv", Number(Positive), Optional, "Coefficient of variation: standard deviation over mean."),
        key("p90", Duration, Optional, "Nine of ten draws are below it."),
        MOST,
    ],
);
pub static WEIBULL: Table = value(
    "weibull",
    "By mean and cv.",
    &[
        key("mean", Duration, Required, "Mean."),
        key("cv", Number(Positive), Required, "Coefficient of variation."),
        MOST,
    ],
);
pub static UNIFORM: Table = value(
    "uniform",
    "Between two times.",
    &[key("from", Duration, Required, "The least."), key("to", Duration, Required, "The most."), MOST],
);
pub static TRIANGULAR: Table = value(
    "triangular",
    "Between two times.",
    &[
        key("from", Duration, Required, "The least."),
        key("mode", Duration, Required, "The likeliest."),
        key("to", Duration, Required, "The most."),
        MOST,
    ],
);
pub static EMPIRICAL: Table = Table {
    one_of: &["values", "file"],
    ..value(
        "empirical",
        "Each value as likely as any other.",
        &[
            key("values", List(&Duration), Optional, "The values."),
            key("file", File, Optional, "A file with a value in each row; looked for like a recording."),
            key("column", Text, Optional, "The file's column: durations, or numbers of seconds."),
            key("times", Number(Positive), Default("1.0"), "Scale of the values."),
            MOST,
        ],
    )
};
pub static MIXTURE_PART: Table = value(
    "mixture",
    "A part of a mixture.",
    &[key("share", Share, Required, "How often."), key("of", Distribution, Required, "Of what.")],
);
/// The forms of a distribution of counts.
pub static COUNT_FORMS: [Kind; 2] = [Whole(1), Kind::Table(&COUNT)];
pub static COUNT: Table = Table {
    one_of: &["geometric", "discrete"],
    ..value(
        "counts",
        "How a count is distributed; from 1 up.",
        &[
            key("geometric", Kind::Table(&GEOMETRIC), Optional, "From 1, by its mean."),
            key("discrete", Map(MapKey::Whole, &Share), Optional, "Count and share; the shares sum to 1."),
        ],
    )
};
pub static GEOMETRIC: Table =
    value("geometric", "From 1, by its mean.", &[key("mean", Number(FromOne), Required, "Mean.")]);

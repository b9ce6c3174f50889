//! Distributions of amounts of money.

use super::{key, value};
use crate::scenario::shape::{Key, Kind, Need, Range, Table};
use Kind::{List, Number};
use Need::{Optional, Required};
use Range::{NotNegative, Positive};

const MOST: Key =
    key("most", Number(Positive), Optional, "Draws above it become it; mean and cv are those before.");

/// How an amount is distributed.
pub static AMOUNT: Table = Table {
    one_of: &["exponential", "lognormal", "gamma", "uniform", "empirical"],
    ..value(
        "amount",
        "How an amount of money is distributed.",
        &[
            key("exponential", Kind::Table(&AMOUNT_EXPONENTIAL), Optional, "By its mean."),
            key("lognormal", Kind::Table(&AMOUNT_TWO_OF), Optional, "By two of mean, median, cv and p90."),
            key("gamma", Kind::Table(&AMOUNT_TWO_OF), Optional, "By two of mean, median, cv and p90."),
            key("uniform", Kind::Table(&AMOUNT_UNIFORM), Optional, "Between two amounts."),
            key(
                "empirical",
                Kind::Table(&AMOUNT_EMPIRICAL),
                Optional,
                "Each of some amounts as likely as any other.",
            ),
        ],
    )
};
pub static AMOUNT_EXPONENTIAL: Table =
    value("amount.exponential", "By its mean.", &[key("mean", Number(Positive), Required, "Mean."), MOST]);
/// `lognormal = { … }`, `gamma = { … }`
pub static AMOUNT_TWO_OF: Table = value(
    "amount.lognormal",
    "By two of mean, median, cv and p90.",
    &[
        key("mean", Number(Positive), Optional, "Mean."),
        key("median", Number(Positive), Optional, "Half of the draws are below it."),
        key("cv", Number(Positive), Optional, "Coefficient of variation: standard deviation over mean."),
        key("p90", Number(Positive), Optional, "Nine of ten draws are below it."),
        MOST,
    ],
);
pub static AMOUNT_UNIFORM: Table = value(
    "amount.uniform",
    "Between two amounts.",
    &[
        key("from", Number(NotNegative), Required, "The least."),
        key("to", Number(NotNegative), Required, "The most."),
    ],
);
pub static AMOUNT_EMPIRICAL: Table = value(
    "amount.empirical",
    "Each amount as likely as any other.",
    &[key("values", List(&Number(NotNegative)), Required, "The amounts.")],
);

//! `[store_score]`

use super::{TITLE, key, table, value};
use crate::scenario::shape::Kind::{self, Map, Name, Nights, Number, Word};
use crate::scenario::shape::Need::{Default, Optional, Required};
use crate::scenario::shape::Range::{NotNegative, Positive};
use crate::scenario::shape::{MapKey, Section, Table};

pub static STORE_SCORE: Table = table(
    "store_score",
    "How a platform scores the shop.",
    &[
        TITLE,
        key(
            "over",
            Nights,
            Optional,
            "The score is made of so many nights together; left out: of each night.",
        ),
        key("part", Map(MapKey::New, &Kind::Table(&SCORE_PART)), Required, "What the score is made of."),
        key(
            "below",
            Map(MapKey::New, &Kind::Table(&BELOW)),
            Optional,
            "Thresholds, and what falling below them costs.",
        ),
    ],
);
pub static SCORE_PART: Table = Table {
    one_of: &["target", "measure"],
    ..table(
        "store_score.part.x",
        "A part of the store score.",
        &[
            TITLE,
            key(
                "target",
                Name(Section::Target),
                Optional,
                "The target whose compliance it is, assessed in its hours.",
            ),
            key(
                "measure",
                Word(&["unsatisfied", "complaints"]),
                Optional,
                "The share of the surveyed who are unsatisfied, or of all cases whose customers complain.",
            ),
            key("weight", Number(Positive), Default("1.0"), "Its weight among the parts."),
            key("points", Kind::Table(&POINTS), Required, "Points by share."),
        ],
    )
};
pub static POINTS: Table = Table {
    one_of: &["steps", "linear"],
    ..value(
        "points",
        "Points by share.",
        &[
            key(
                "steps",
                Map(MapKey::Share, &Number(NotNegative)),
                Optional,
                "From each share on so many points; below the least none.",
            ),
            key(
                "linear",
                Map(MapKey::Share, &Number(NotNegative)),
                Optional,
                "Straight lines between the shares; outside them the points of the nearest.",
            ),
        ],
    )
};
pub static BELOW: Table = table(
    "store_score.below.x",
    "A threshold of the store score.",
    &[
        TITLE,
        key("score", Number(NotNegative), Required, "The least score that does not fall below it."),
        key(
            "cost",
            Number(NotNegative),
            Default("0.0"),
            "What falling below it costs: for each night, or with `over` for each such stretch of nights.",
        ),
    ],
);

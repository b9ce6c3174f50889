//! After-sales practices: the bot, after-care, the survey.

use super::{key, table, value};
use crate::scenario::shape::{Kind, Need, Range, Section, Table};
use Kind::{Distribution, Duration, List, Name, Number, Share, Word};
use Need::{Default, Optional, Required};
use Range::NotNegative;

/// `[inquiry.x] bot = { … }`
pub static BOT: Table = table(
    "inquiry.x.bot",
    "A bot that customers meet before any agent.",
    &[
        key("share", Share, Required, "Share of conversations that it settles, at once."),
        key("hand_over", Distribution, Default("\"0s\""), "When the others go on to an agent."),
        key(
            "channels",
            List(&Name(Section::Channel)),
            Optional,
            "Where customers meet it; left out: on every chat and message channel.",
        ),
        key(
            "clock",
            Word(&["hand_over", "message"]),
            Default("\"hand_over\""),
            "From when on `first_reply` and `each_reply` count what the bot hands over.",
        ),
    ],
);

/// `[inquiry.x.outcome] y = { after_care = { … } }`
pub static AFTER_CARE: Table = table(
    "after_care",
    "A further message of the desk once the case is concluded, such as a call-back.",
    &[
        key("share", Share, Required, "Of the cases with this outcome."),
        key("delay", Distribution, Default("\"0s\""), "From the conclusion until it falls due."),
        key("reply", Distribution, Required, "What an agent needs for it."),
    ],
);

/// `[satisfaction]`
pub static SATISFACTION: Table = table(
    "satisfaction",
    "What customers think of their case: the survey, and complaints.",
    &[
        key("share", Share, Required, "Share of customers who answer the survey."),
        key(
            "at_best",
            SCORE,
            Default("4.6"),
            "Score, from 1 to 5, of a case that had nothing of what follows.",
        ),
        key("first_wait", Kind::Table(&TOLERANCE), Optional, "Points off for the wait for the first reply."),
        key(
            "later_wait",
            Kind::Table(&TOLERANCE),
            Optional,
            "Points off for the longest wait for a later reply.",
        ),
        key("turns", Kind::Table(&TURNS), Optional, "Points off for many replies."),
        key(
            "transfer",
            Number(NotNegative),
            Default("0.4"),
            "Points off for each handover to another agent and each escalation.",
        ),
        key(
            "abandoned",
            Number(NotNegative),
            Default("1.5"),
            "Points off if the case ended because its customer gave up.",
        ),
        key(
            "open",
            Number(NotNegative),
            Default("1.5"),
            "Points off if the case is not over at the end of the run-out.",
        ),
        key(
            "scatter",
            Number(NotNegative),
            Default("0.9"),
            "How far scores of like cases lie apart (standard deviation).",
        ),
        key("unsatisfied_below", SCORE, Default("2.5"), "Who scores less is unsatisfied: one or two stars."),
        key("complaints", Kind::Table(&COMPLAINTS), Optional, "Share of customers who complain."),
    ],
);
const SCORE: Kind = Number(Range::FromOne);
pub static TOLERANCE: Table = value(
    "satisfaction.wait",
    "Points off for waiting.",
    &[
        key("free", Duration, Default("\"3min\""), "So long nothing is taken off."),
        key("per_minute", Number(NotNegative), Default("0.25"), "Points off for each minute more."),
    ],
);
pub static TURNS: Table = value(
    "satisfaction.turns",
    "Points off for many replies.",
    &[
        key("free", Kind::Whole(0), Default("6"), "Up to so many nothing is taken off."),
        key("each", Number(NotNegative), Default("0.1"), "Points off for each more."),
    ],
);
pub static COMPLAINTS: Table = value(
    "satisfaction.complaints",
    "Share of customers who complain.",
    &[
        key("unsatisfied", Share, Default("0.05"), "Of the unsatisfied."),
        key("others", Share, Default("0.002"), "Of all others."),
    ],
);

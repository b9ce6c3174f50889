//! `[inquiry.x]` and what is inside it.

use super::{DATE, DAYS, MOMENT, TITLE, key, table, value};
use crate::scenario::shape::{Kind, MapKey, Need, Range, Section, Table};
use Kind::{
    Any, Count, Date, Distribution, Duration, Either, File, List, Map, Name, Number, Share, Shares, Text,
    Whole, Word,
};
use Need::{Default, Optional, Required};
use Range::NotNegative;

/// `[inquiry.x]`
pub static INQUIRY: Table = table(
    "inquiry.x",
    "A kind of question: where its cases come from and how they go.",
    &[
        TITLE,
        key(
            "product",
            Name(Section::Product),
            Optional,
            "The product whose orders bring cases; left out: every product.",
        ),
        key(
            "share",
            Share,
            Optional,
            "Share of orders that bring a case; left out: none comes from streams.",
        ),
        key(
            "after",
            Either(&[Word(&["order", "stream", "delivery"]), Kind::Table(&AFTER)]),
            Default("\"order\""),
            "What `delay` is counted from: the order, the end of the stream, the delivery, or a moment.",
        ),
        key("delay", Distribution, Default("\"0s\""), "From there to the first message."),
        key("baseline", Kind::Table(&BASELINE), Optional, "Cases an hour that come whatever is streamed."),
        key("arrivals", Kind::Table(&ARRIVALS), Optional, "Recorded cases."),
        key(
            "waiting_at_open",
            Kind::Table(&BACKLOG),
            Optional,
            "Cases that wait already when the desk opens.",
        ),
        key("channels", Shares(Section::Channel), Required, "Share by channel; they sum to 1."),
        key(
            "tiers",
            Shares(Section::Tier),
            Optional,
            "Share by tier; one may be left out and is the rest, else `regular` is; left out: all are `regular`.",
        ),
        key(
            "patience",
            Distribution,
            Optional,
            "How long a customer waits for the first reply; left out: for ever.",
        ),
        key("patience_later", Distribution, Optional, "How long for a later one; left out: for ever."),
        key("turns", Count, Default("1"), "Customer messages with their replies; a call has one."),
        key(
            "reply",
            Distribution,
            Required,
            "What an agent needs for one reply: reading and writing, or talking.",
        ),
        key("think", Distribution, Default("\"0s\""), "From a reply to the customer's next message."),
        key("wrap_up", Distribution, Default("\"0s\""), "The agent's work after the last reply."),
        key("retry", Kind::Table(&RETRY), Optional, "What those who gave up do; left out: nothing."),
        key(
            "writes_again",
            Kind::Table(&super::WRITES_AGAIN),
            Optional,
            "What those do who wait for a reply; left out: they wait.",
        ),
        key(
            "on",
            Map(MapKey::Of(Section::Channel), &Kind::Table(&ON)),
            Optional,
            "What is otherwise on one channel.",
        ),
        key(
            "solution_turn",
            Whole(1),
            Optional,
            "The number of the reply that solves the case; left out: the last.",
        ),
        key(
            "max_rounds",
            Whole(0),
            Optional,
            "How many follow-up conversations at most; left out: no limit.",
        ),
        key(
            "teams",
            List(&Either(&[Name(Section::Team), Kind::Table(&TEAM_CHOICE)])),
            Optional,
            "Teams in order; left out: all that have the skill, as one pool.",
        ),
        key("bot", Kind::Table(&super::BOT), Optional, "A bot that customers meet first; left out: none."),
        key(
            "proactive",
            Kind::Table(&super::PROACTIVE),
            Optional,
            "A message that reaches customers before they ask; left out: none.",
        ),
        key(
            "outcome",
            Map(MapKey::New, &Kind::Table(&OUTCOME)),
            Optional,
            "How an answered conversation goes on; one share may be left out and is the rest; left out: concluded.",
        ),
    ],
);
pub static AFTER: Table =
    value("after", "A moment; each order placed before it counts.", &[key("at", MOMENT, Required, "When.")]);
pub static BASELINE: Table = Table {
    one_of: &["steps", "linear", "file"],
    ..value(
        "baseline",
        "Cases an hour by clock time.",
        &[
            key(
                "steps",
                Map(MapKey::Clock, &Number(NotNegative)),
                Optional,
                "Each rate holds up to the next clock time.",
            ),
            key(
                "linear",
                Map(MapKey::Clock, &Number(NotNegative)),
                Optional,
                "Straight lines between the clock times, round midnight from the last to the first.",
            ),
            key("file", File, Optional, "A file with a rate in each row; looked for like a recording."),
            key(
                "time",
                Text,
                Optional,
                "The file's column with the time from which a rate holds: clock times recur daily; dated times hold once, up to the next row's, the last as long as the one before it.",
            ),
            key("rate", Text, Optional, "The file's column with the cases an hour."),
            key(
                "separator",
                Text,
                Optional,
                "Between the file's columns, as of a recording; left out: by the file's ending.",
            ),
            key("times", Number(NotNegative), Default("1.0"), "Scale of the rates."),
            DAYS,
            DATE,
        ],
    )
};
/// `arrivals = { … }`
pub static ARRIVALS: Table = value(
    "arrivals",
    "A recording: a file with a row for every case or interval.",
    &[
        key("file", File, Required, "Looked for beside the scenario, then in the folder of `--data`."),
        key(
            "time",
            Text,
            Required,
            "The column with the time, or the start of the interval; an offset or Z behind it is ignored.",
        ),
        key("count", Text, Optional, "The column with the number of cases; left out: each row is one case."),
        key(
            "date",
            Date,
            Optional,
            "Takes this day's rows (and what follows it) for the day of the opening; left out: as dated.",
        ),
        key(
            "as",
            Word(&["recorded", "forecast"]),
            Required,
            "Exactly these cases every night, or an intensity like any other.",
        ),
        key("times", Number(NotNegative), Default("1.0"), "Scale of the counts."),
        key(
            "separator",
            Text,
            Optional,
            "Between columns: \",\", \";\", \"\\t\" or \"whitespace\"; left out: by the file's ending (.csv a comma, .tsv a tab, else white space).",
        ),
        key("date_column", Text, Optional, "The column with the date, when `time` holds clock times only."),
        key(
            "only",
            List(&Map(MapKey::Column, &Any)),
            Optional,
            "Rows are kept that match one of these tables: each column equals its value, or one of a list.",
        ),
        key(
            "leave_out",
            List(&Map(MapKey::Column, &Any)),
            Optional,
            "Rows are dropped that match one of these tables.",
        ),
        key(
            "inquiry",
            Text,
            Optional,
            "The column with the inquiry; only rows with this inquiry's name are taken.",
        ),
        key("channel", Text, Optional, "The column with the channel."),
        key("tier", Text, Optional, "The column with the tier."),
        key("reply", Text, Optional, "The column with the reply time: durations, or numbers of seconds."),
        key("patience", Text, Optional, "The column with the patience: durations, or numbers of seconds."),
    ],
);
pub static BACKLOG: Table = table(
    "waiting_at_open",
    "Cases that wait already when the desk opens.",
    &[
        key("cases", Whole(0), Required, "How many, every night."),
        key(
            "since",
            Distribution,
            Required,
            "For how long each has waited when the desk opens; its patience runs from the opening.",
        ),
    ],
);
pub static RETRY: Table = table(
    "retry",
    "What those who gave up do.",
    &[
        key("share", Share, Required, "Share of them that tries again."),
        key("delay", Distribution, Default("\"0s\""), "From giving up to the new conversation."),
        key("channel", Name(Section::Channel), Optional, "On which channel; left out: the same."),
    ],
);
pub static ON: Table = table(
    "inquiry.x.on.y",
    "What is otherwise on one channel.",
    &[
        key("patience", Distribution, Optional, "As of the inquiry."),
        key("patience_later", Distribution, Optional, "As of the inquiry; not of a call."),
        key("turns", Count, Optional, "As of the inquiry; not of a call."),
        key("reply", Distribution, Optional, "As of the inquiry."),
        key("think", Distribution, Optional, "As of the inquiry; not of a call."),
        key("wrap_up", Distribution, Optional, "As of the inquiry."),
        key("retry", Kind::Table(&RETRY), Optional, "As of the inquiry."),
        key("writes_again", Kind::Table(&super::WRITES_AGAIN), Optional, "As of the inquiry; not of a call."),
    ],
);
pub static TEAM_CHOICE: Table = value(
    "teams",
    "A team that comes in later.",
    &[
        key("team", Name(Section::Team), Required, "Which."),
        key("after", Duration, Default("\"0s\""), "Only when the conversation has waited so long."),
    ],
);
pub static OUTCOME: Table = table(
    "inquiry.x.outcome.y",
    "One way an answered conversation goes on.",
    &[
        key(
            "share",
            Share,
            Optional,
            "Of conversations that were answered and ended; one may be left out and is the rest.",
        ),
        key(
            "cost",
            Either(&[Number(NotNegative), Kind::Table(&super::AMOUNT)]),
            Default("0.0"),
            "What it costs, once: a payout, a gift.",
        ),
        key("wait_for", Name(Section::Party), Optional, "The party whose answer the case waits for."),
        key(
            "follow_up",
            Word(&["message", "conversation"]),
            Optional,
            "How the desk follows up on that answer.",
        ),
        key(
            "asks_again",
            Kind::Table(&super::ASKS_AGAIN),
            Optional,
            "What customers do meanwhile; left out: they wait.",
        ),
        key(
            "notice",
            Kind::Table(&super::NOTICE),
            Optional,
            "What the desk tells them meanwhile; left out: nothing.",
        ),
        key("escalate_to", Name(Section::Team), Optional, "The team that takes over."),
        key(
            "after_care",
            Kind::Table(&super::AFTER_CARE),
            Optional,
            "A further message once the case is concluded; left out: none.",
        ),
    ],
);

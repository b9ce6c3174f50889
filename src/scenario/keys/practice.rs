//! After-sales practices (the bot, after-care, the survey), and the helpdesk's own times.

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
        key(
            "cost",
            Number(NotNegative),
            Default("0.0"),
            "What each conversation costs that begins with it, settled or not.",
        ),
    ],
);

/// `[inquiry.x] writes_again = { … }`
pub static WRITES_AGAIN: Table = table(
    "writes_again",
    "What customers do who wait for a reply; one reply answers all they wrote.",
    &[
        key("share", Share, Required, "Of those who still wait when the time comes."),
        key("after", Distribution, Required, "From a message to the next."),
        key("most", Kind::Whole(1), Default("3"), "Further messages before a reply, at most; up to 1,000."),
        key(
            "reading",
            Distribution,
            Default("\"0s\""),
            "What each adds to the reply time; left out: nothing.",
        ),
    ],
);

/// `[inquiry.x.outcome] y = { asks_again = { … } }`
pub static ASKS_AGAIN: Table = table(
    "asks_again",
    "Customers whose case waits for a party ask where it stands.",
    &[
        key("share", Share, Required, "Of them, each time."),
        key("after", Distribution, Required, "From the desk's reply, or from asking, to asking again."),
        key("most", Kind::Whole(1), Default("3"), "How often at most; up to 15."),
        key("reply", Distribution, Required, "What an agent needs to answer it, on every channel."),
    ],
);

/// `[inquiry.x.outcome] y = { notice = { … } }`
pub static NOTICE: Table = table(
    "notice",
    "A progress notice: the desk says how a case stands that still waits for a party.",
    &[
        key("after", Distribution, Default("\"0s\""), "From the desk's reply until the notice is due."),
        key("takes", Distribution, Optional, "What an agent needs for it; left out: it goes out by itself."),
        key("reach", Share, Default("1.0"), "Share of customers who see it, and ask no more."),
        key("cost", Number(NotNegative), Default("0.0"), "What each costs, besides the channel's own."),
    ],
);

/// `[inquiry.x] proactive = { … }`
pub static PROACTIVE: Table = table(
    "proactive",
    "A message to everybody concerned, before they ask.",
    &[
        key("at", super::MOMENT, Required, "When it goes out; later cases come less."),
        key("reach", Share, Required, "Share of customers whom it reaches."),
        key("still_ask", Share, Default("0.0"), "Of these, who ask all the same."),
        key("cost", Number(NotNegative), Default("0.0"), "What it costs, for every order of the `product`."),
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

/// `[team.x] authority = { … }`
pub static AUTHORITY: Table = table(
    "team.x.authority",
    "What an agent of the team may pay out.",
    &[
        key("up_to", Number(NotNegative), Required, "So much; more has to be approved of."),
        key("then", Name(Section::Team), Required, "The team that approves of more, and tells the customer."),
        key("takes", Distribution, Required, "What that takes an agent of it."),
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

/// `[channel.x] helpdesk = { … }`
pub static HELPDESK: Table = table(
    "channel.x.helpdesk",
    "What the helpdesk's own slowness adds: real time, which no agent's speed divides.",
    &[
        key(
            "first",
            Distribution,
            Default("\"0s\""),
            "From when a customer opens a conversation until an agent can begin on it.",
        ),
        key(
            "later",
            Distribution,
            Default("\"0s\""),
            "From when a customer writes again until an agent can begin on that.",
        ),
        key(
            "reply",
            Distribution,
            Default("\"0s\""),
            "What each message takes its agent besides the reply time: waiting until it is read and sent.",
        ),
        key("resolve", Distribution, Default("\"0s\""), "What closing a conversation takes its agent."),
    ],
);

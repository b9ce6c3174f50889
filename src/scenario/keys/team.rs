//! `[team.x]` and what is inside it.

use super::{DATE, DAYS, HOURS, TITLE, key, table, value};
use crate::scenario::shape::{Kind, MapKey, Need, Range, Section, Table};
use Kind::{Agents, Bool, Clock, Duration, Either, List, Map, Name, Number, Share, Whole, Window, Word};
use Need::{Default, Optional, Required};
use Range::{NotNegative, Positive};

pub static TEAM: Table = table(
    "team.x",
    "Agents with the same skills, channels and pay.",
    &[
        TITLE,
        key(
            "skills",
            Either(&[List(&Name(Section::Inquiry)), Word(&["*"])]),
            Required,
            "The inquiries it answers, or \"*\" for all.",
        ),
        key(
            "slots",
            Map(MapKey::Of(Section::Channel), &Either(&[Whole(1), Word(&["unlimited"])])),
            Optional,
            "The channels it serves and how many conversations of each one agent holds; left out: all, one each.",
        ),
        key(
            "pick",
            Word(&["longest_wait", "skill_order"]),
            Default("\"longest_wait\""),
            "What a free slot takes from the queue.",
        ),
        key(
            "inbox",
            Word(&["oldest_first", "new_first"]),
            Default("\"oldest_first\""),
            "What an agent takes from its inbox.",
        ),
        key("speed", Number(Positive), Default("1.0"), "Reply times are divided by it."),
        key(
            "speed_by",
            Map(MapKey::Of(Section::Inquiry), &Number(Positive)),
            Optional,
            "Replaces `speed` for an inquiry.",
        ),
        key(
            "speed_at",
            Map(MapKey::Whole, &Number(Positive)),
            Optional,
            "Reply times are divided by it, by number of open conversations; each holds up to the next.",
        ),
        key(
            "switch",
            Duration,
            Default("\"0s\""),
            "Added when the last thing worked on was another conversation.",
        ),
        key("pay", Number(NotNegative), Default("0.0"), "An hour."),
        key(
            "night_pay",
            Either(&[Kind::Table(&NIGHT_PAY), List(&Kind::Table(&NIGHT_PAY))]),
            Optional,
            "Factors on pay by hours.",
        ),
        key(
            "overtime_factor",
            Number(NotNegative),
            Default("1.0"),
            "On pay for time worked past the end of a shift.",
        ),
        key("absence", Share, Default("0.0"), "Chance that an agent is not there."),
        key(
            "authority",
            Kind::Table(&super::AUTHORITY),
            Optional,
            "What an agent may pay out; left out: any amount.",
        ),
        key("shift", Map(MapKey::New, &Kind::Table(&SHIFT)), Optional, "When agents are on duty."),
        key("on_duty", Kind::Table(&ON_DUTY), Optional, "A level of staff instead of shifts."),
        key(
            "shifts",
            Map(MapKey::New, &Kind::Table(&FAMILY)),
            Optional,
            "Families of shifts, for `nightdesk staff`.",
        ),
        key("at_least_on_duty", Kind::Table(&LIMIT), Optional, "Least on duty, for `nightdesk staff`."),
        key("at_most_on_duty", Kind::Table(&LIMIT), Optional, "Most on duty, for `nightdesk staff`."),
    ],
);
pub static NIGHT_PAY: Table = value(
    "night_pay",
    "A factor on pay.",
    &[key("hours", HOURS, Required, "When."), key("factor", Number(NotNegative), Required, "Times the pay.")],
);
pub static ON_DUTY: Table = value(
    "on_duty",
    "A level of staff; the same persons carry on over a step.",
    &[key("steps", Map(MapKey::Clock, &Agents), Required, "Agents from each clock time on.")],
);
pub static LIMIT: Table = value(
    "at_least_on_duty",
    "A limit on the number on duty.",
    &[key("steps", Map(MapKey::Clock, &Whole(0)), Required, "Agents from each clock time on.")],
);
pub static SHIFT: Table = table(
    "team.x.shift.y",
    "When some agents of a team are on duty.",
    &[
        TITLE,
        key("from", Clock, Required, "Start."),
        key("to", Clock, Required, "End; before the start: on the next day."),
        DAYS,
        DATE,
        key("agents", Agents, Required, "How many."),
        key("breaks", List(&Kind::Table(&BREAK)), Optional, "Breaks of each agent."),
        key(
            "last_call",
            Duration,
            Default("\"0s\""),
            "So long before the end nothing is taken from the queue.",
        ),
        key(
            "at_end",
            Word(&["hand_over", "finish"]),
            Default("\"hand_over\""),
            "What happens to open conversations at the end.",
        ),
    ],
);
pub static BREAK: Table = value(
    "breaks",
    "A break of each agent, spread over a window.",
    &[
        key("for", Duration, Required, "How long."),
        key("between", Window, Required, "Between when and when."),
        DAYS,
        DATE,
        key("paid", Bool, Default("true"), "Whether it is paid."),
        key(
            "trains",
            Number(Positive),
            Default("1.0"),
            "Training: once the agent is back, reply times are divided by this for the rest of the shift.",
        ),
    ],
);
pub static FAMILY: Table = table(
    "team.x.shifts.y",
    "Shifts that `nightdesk staff` may choose from.",
    &[
        key("first", Clock, Required, "First start."),
        key("last", Clock, Required, "Last start."),
        key("every", Duration, Required, "Between starts."),
        key("lengths", List(&Duration), Required, "Lengths."),
        key("agents", Agents, Required, "Least and most agents of each shift."),
        key("breaks", List(&Kind::Table(&BREAK)), Optional, "Breaks of each agent."),
    ],
);
/// `{ plan, min, max }`
pub static HEADCOUNT: Table = value(
    "agents",
    "How many agents, and between what `nightdesk staff` searches.",
    &[
        key("plan", Whole(0), Optional, "How many; left out: `nightdesk staff` has to say."),
        key("min", Whole(0), Default("0"), "The least."),
        key("max", Whole(0), Optional, "The most; left out: the plan."),
    ],
);
/// The forms of a headcount.
pub static AGENTS_FORMS: [Kind; 2] = [Whole(0), Kind::Table(&HEADCOUNT)];

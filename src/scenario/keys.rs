//! Every table and key of a scenario file, top level first; see [`super::shape`] for what they drive.

use super::shape::{Key, Kind, MapKey, Need, Range, Section, Table};
use Kind::{
    Agents, Any, Bool, Clock, Count, Date, DateTime, Distribution, Duration, Either, File, List, Map, Name,
    Number, Rings, Share, Shares, Text, Whole, Window, Word, Zone,
};
use Need::{Default, Optional, Required};
use Range::{FromOne, NotNegative, Positive};

const fn key(name: &'static str, kind: Kind, need: Need, doc: &'static str) -> Key {
    Key { name, kind, need, doc }
}

/// A table that merges key by key.
const fn table(name: &'static str, doc: &'static str, keys: &'static [Key]) -> Table {
    Table { name, doc, keys, one_of: &[], whole: false, later: &[] }
}

/// A table that is one value: a new one replaces it.
const fn value(name: &'static str, doc: &'static str, keys: &'static [Key]) -> Table {
    Table { name, doc, keys, one_of: &[], whole: true, later: &[] }
}

const TITLE: Key = key("title", Text, Optional, "How it is shown; left out: its name.");
const DAYS: Key =
    key("days", List(&Word(&WEEKDAYS)), Optional, "On which weekdays it begins; left out: every day.");
const DATE: Key = key("date", Date, Optional, "On which date it begins, instead of `days`.");
const MOST: Key = key("most", Duration, Optional, "Draws above it become it; mean and cv are those before.");

/// Weekdays as `days` names them, Monday first.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The whole file.
pub static SCENARIO: Table = table(
    "scenario",
    "A night at a helpdesk.",
    &[
        key("extends", File, Optional, "Takes everything from another file, which this one overrides."),
        key("title", Text, Optional, "How the night is shown; left out: the file's name."),
        key("time_zone", Zone, Default("\"UTC\""), "The zone of all clock times."),
        key("opens", DateTime, Required, "When customers begin to arrive."),
        key("closes", DateTime, Required, "After this nobody new arrives."),
        key("run_out", Duration, Default("\"24h\""), "How long what arrived goes on after `closes`."),
        key("interval", Duration, Default("\"15min\""), "The interval of the report."),
        key("currency", Text, Default("\"CNY\""), "What amounts of money are counted in."),
        key(
            "busyness_cv",
            Number(NotNegative),
            Default("0.0"),
            "How much whole nights swing beyond the streams' own forecasts (coefficient of variation).",
        ),
        key("stream", Map(MapKey::New, &Kind::Table(&STREAM)), Optional, "Broadcasts."),
        key("inquiry", Map(MapKey::New, &Kind::Table(&INQUIRY)), Required, "Kinds of question."),
        key("channel", Map(MapKey::New, &Kind::Table(&CHANNEL)), Required, "Ways to reach the desk."),
        key("tier", Map(MapKey::New, &Kind::Table(&TIER)), Optional, "Customer tiers besides `regular`."),
        key(
            "party",
            Map(MapKey::New, &Kind::Table(&PARTY)),
            Optional,
            "Outsiders whose answers cases wait for.",
        ),
        key("team", Map(MapKey::New, &Kind::Table(&TEAM)), Required, "Groups of agents."),
        key("target", Map(MapKey::New, &Kind::Table(&TARGET)), Optional, "Promises."),
        key("lever", Map(MapKey::New, &Kind::Table(&LEVER)), Optional, "Named changes to the scenario."),
        key("replay", Kind::Table(&REPLAY), Optional, "What only `nightdesk replay` reads."),
    ],
);

pub static STREAM: Table = table(
    "stream.x",
    "One broadcast and its forecast of orders.",
    &[
        TITLE,
        key(
            "from",
            MOMENT,
            Required,
            "When it begins: a clock time (first occurrence from the opening on) or a date and time.",
        ),
        key("to", MOMENT, Required, "When it ends."),
        key("orders", Map(MapKey::New, &Number(NotNegative)), Required, "Orders by product."),
        key(
            "orders_over",
            Kind::Table(&WEIGHTS),
            Optional,
            "Weights of orders over the stream; left out: evenly.",
        ),
        key("delivery", Distribution, Optional, "From the order to the delivery."),
        key(
            "forecast_cv",
            Number(NotNegative),
            Default("0.0"),
            "How far off the order forecast usually is (coefficient of variation).",
        ),
    ],
);
const MOMENT: Kind = Either(&[Clock, DateTime]);
pub static WEIGHTS: Table = value(
    "orders_over",
    "Weights that hold up to the next clock time.",
    &[key("steps", Map(MapKey::Clock, &Number(NotNegative)), Required, "Weight from each clock time on.")],
);

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
    one_of: &["steps", "linear"],
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
pub static OUTCOME: Table = Table {
    later: &["after_care"],
    ..table(
        "inquiry.x.outcome.y",
        "One way an answered conversation goes on.",
        &[
            key(
                "share",
                Share,
                Optional,
                "Of conversations that were answered and ended; one may be left out and is the rest.",
            ),
            key("cost", Number(NotNegative), Default("0.0"), "What it costs, once."),
            key("wait_for", Name(Section::Party), Optional, "The party whose answer the case waits for."),
            key(
                "follow_up",
                Word(&["message", "conversation"]),
                Optional,
                "How the desk follows up on that answer.",
            ),
            key("escalate_to", Name(Section::Team), Optional, "The team that takes over."),
        ],
    )
};

pub static CHANNEL: Table = Table {
    later: &["overlooked", "nudge"],
    ..table(
        "channel.x",
        "A way to reach the desk.",
        &[
            TITLE,
            key(
                "kind",
                Word(&["chat", "phone", "message"]),
                Required,
                "Conversations with slots, calls, or messages that wait in the queue one by one.",
            ),
            key(
                "ring",
                Duration,
                Optional,
                "One ring of a phone; a target may then say `within = \"3 rings\"`.",
            ),
            key(
                "given_up",
                Word(&["leaves", "stays"]),
                Optional,
                "What becomes of a conversation whose customer gave up; left out: a call leaves, others stay and are answered without credit.",
            ),
            key(
                "idle_close",
                Duration,
                Default("\"0s\""),
                "How long a slot stays taken after the last reply.",
            ),
        ],
    )
};
pub static TIER: Table = table(
    "tier.x",
    "How customers of a tier are queued.",
    &[
        TITLE,
        key("first", Bool, Default("false"), "Served before all tiers without it."),
        key("head_start", Duration, Default("\"0s\""), "Counts as having waited so much longer."),
    ],
);
pub static PARTY: Table = table(
    "party.x",
    "Somebody outside the desk whose answer a case waits for.",
    &[
        TITLE,
        key("delay", Distribution, Required, "Working time until it answers."),
        key("hours", HOURS, Optional, "When it works; left out: always."),
    ],
);
const HOURS: Kind = Either(&[Window, List(&Window), Kind::Table(&HOURS_TABLE)]);
pub static HOURS_TABLE: Table = value(
    "hours",
    "Hours on some days only.",
    &[
        key(
            "hours",
            Either(&[Window, List(&Window)]),
            Required,
            "When; a window that does not end after its start ends on the next day.",
        ),
        DAYS,
        DATE,
    ],
);

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
        key("to", Clock, Required, "End; not after the start: on the next day."),
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

pub static TARGET: Table = Table {
    later: &["over"],
    ..table(
        "target.x",
        "A promise.",
        &[
            TITLE,
            key(
                "measure",
                Word(&["first_reply", "each_reply", "answer", "solution", "conclusion"]),
                Required,
                "What is measured.",
            ),
            key("within", Either(&[Duration, Rings]), Required, "Within what time."),
            key("at_least", Share, Required, "For what share."),
            key(
                "channels",
                List(&Name(Section::Channel)),
                Optional,
                "Only these; left out: all that the measure can be of.",
            ),
            key("inquiries", List(&Name(Section::Inquiry)), Optional, "Only these."),
            key("tiers", List(&Name(Section::Tier)), Optional, "Only these."),
            key("hours", HOURS, Optional, "Only what starts within them counts."),
            key(
                "clock",
                Word(&["always", "hours"]),
                Default("\"always\""),
                "With \"hours\" everything counts and time runs only inside `hours`.",
            ),
            key(
                "abandoned",
                Word(&["late_only", "missed", "ignored", "met_if_quick"]),
                Default("\"late_only\""),
                "How those count who gave up.",
            ),
        ],
    )
};
/// `[lever.x]`
pub static LEVER: Table = table(
    "lever.x",
    "A named change to the scenario.",
    &[
        TITLE,
        key("cost", Kind::Table(&COST), Optional, "What it costs."),
        key(
            "set",
            Map(MapKey::Path, &Any),
            Required,
            "New values by path; \"* 0.55\" and \"+ 2\" act on what stands.",
        ),
    ],
);
pub static COST: Table = Table {
    one_of: &["per_night", "per_order", "per_case", "per_hour"],
    ..value(
        "cost",
        "What a lever costs.",
        &[
            key("per_night", Number(NotNegative), Optional, "Once a night."),
            key("per_order", Number(NotNegative), Optional, "For every order of `product`."),
            key("product", Name(Section::Product), Optional, "With `per_order`."),
            key("per_case", Number(NotNegative), Optional, "For every case of `inquiry`."),
            key("inquiry", Name(Section::Inquiry), Optional, "With `per_case`."),
            key("per_hour", Number(NotNegative), Optional, "For every paid hour of `team`."),
            key("team", Name(Section::Team), Optional, "With `per_hour`."),
        ],
    )
};
pub static REPLAY: Table = table(
    "replay",
    "What only `nightdesk replay` reads.",
    &[
        key("fail_if", List(&Text), Optional, "Thresholds, e.g. \"lost > 0\"."),
        key("photo", Kind::Table(&PHOTO), Optional, "Photos that customers send."),
    ],
);
pub static PHOTO: Table = table(
    "replay.photo",
    "Photos that customers send.",
    &[
        key("share", Share, Required, "Share of messages with one."),
        key("size", Text, Required, "How large, e.g. \"400kB\"."),
    ],
);

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

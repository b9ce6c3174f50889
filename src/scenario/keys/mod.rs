//! Every table and key of a scenario file, top level first; see [`super::shape`] for what they drive.

mod amount;
mod distribution;
mod inquiry;
mod practice;
mod store_score;
mod team;

pub use amount::*;
pub use distribution::*;
pub use inquiry::*;
pub use practice::*;
pub use store_score::*;
pub use team::*;

use super::shape::{Key, Kind, MapKey, Need, Range, Section, Table};
use Kind::{
    Any, Bool, Clock, Date, DateTime, Distribution, Duration, Either, File, List, Map, Name, Nights, Number,
    Rings, Share, Text, Window, Word, Zone,
};
use Need::{Default, Optional, Required};
use Range::NotNegative;

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

/// Weekdays as `days` names them, Monday first.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// What `standard` may name, in order.
pub const STANDARDS: [&str; 7] = [
    "2h-24h",
    "3-5-10",
    "5min-3rings",
    "douyin-3min",
    "kuaishou-3min",
    "tiktok-shop-12h",
    "xiaohongshu-3min",
];

/// The whole file.
pub static SCENARIO: Table = table(
    "scenario",
    "A night at a helpdesk.",
    &[
        key("extends", File, Optional, "Takes everything from another file, which this one overrides."),
        key(
            "standard",
            Either(&[Word(&STANDARDS), List(&Word(&STANDARDS))]),
            Optional,
            "Takes targets and thresholds that somebody published, which this file overrides key by key.",
        ),
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
        key(
            "satisfaction",
            Kind::Table(&SATISFACTION),
            Optional,
            "The survey, and complaints; left out: nobody is asked.",
        ),
        key(
            "quick_reply",
            Duration,
            Default("\"3min\""),
            "Within what time a reply counts as quick on the agents' score cards.",
        ),
        key("store_score", Kind::Table(&STORE_SCORE), Optional, "How a platform scores the shop."),
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
        key(
            "delay_cv",
            Number(NotNegative),
            Default("0.0"),
            "How much sooner or later than usual all its customers ask on one night: what every `delay` is multiplied by \
             (coefficient of variation).",
        ),
    ],
);
const MOMENT: Kind = Either(&[Clock, DateTime]);
pub static WEIGHTS: Table = value(
    "orders_over",
    "Weights that hold up to the next clock time.",
    &[key("steps", Map(MapKey::Clock, &Number(NotNegative)), Required, "Weight from each clock time on.")],
);

pub static CHANNEL: Table = table(
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
        key("ring", Duration, Optional, "One ring of a phone; a target may then say `within = \"3 rings\"`."),
        key(
            "given_up",
            Word(&["leaves", "stays"]),
            Optional,
            "What becomes of a conversation whose customer gave up; left out: a call leaves, others stay and are answered without credit.",
        ),
        key("idle_close", Duration, Default("\"0s\""), "How long a slot stays taken after the last reply."),
        key(
            "overlooked",
            Share,
            Default("0.0"),
            "Share of customers' messages that are noticed only when the customer nudges; not of calls.",
        ),
        key("nudge", Distribution, Optional, "From an overlooked message until the customer writes again."),
        key(
            "helpdesk",
            Kind::Table(&HELPDESK),
            Optional,
            "What the helpdesk's own slowness adds; left out: nothing; not of calls.",
        ),
        key("cost", Kind::Table(&CHANNEL_COST), Optional, "What its provider charges; left out: nothing."),
    ],
);
pub static CHANNEL_COST: Table = table(
    "channel.x.cost",
    "What a channel's provider charges.",
    &[
        key(
            "per_message",
            Number(NotNegative),
            Default("0.0"),
            "For every message that the desk sends on it, a bot's and what follows up on a conversation included; on the phone for every talk.",
        ),
        key(
            "per_conversation",
            Number(NotNegative),
            Default("0.0"),
            "For every conversation that a customer opens on it.",
        ),
    ],
);
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
            "When; a window that ends before its start ends on the next day.",
        ),
        DAYS,
        DATE,
    ],
);

pub static TARGET: Table = table(
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
        key(
            "kinds",
            List(&Word(&["chat", "phone", "message"])),
            Optional,
            "Only channels of these kinds; left out: all that the measure can be of.",
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
        key("penalty", Kind::Table(&PENALTY), Optional, "What missing it costs; left out: nothing."),
        key(
            "over",
            Nights,
            Optional,
            "Its compliance is judged over so many nights together; left out: night by night.",
        ),
    ],
);
pub static PENALTY: Table = table(
    "target.x.penalty",
    "What missing a target costs.",
    &[
        key(
            "per_night",
            Number(NotNegative),
            Default("0.0"),
            "For every night whose compliance is below `at_least`.",
        ),
        key(
            "per_missed",
            Number(NotNegative),
            Default("0.0"),
            "For everything that counts and is missed, e.g. every late reply.",
        ),
        key(
            "per_period",
            Number(NotNegative),
            Default("0.0"),
            "With `over`: for every such stretch of nights whose compliance is below `at_least`.",
        ),
    ],
);
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

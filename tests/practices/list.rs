//! The practices in the order of the page: file, levers, the figures that it shows, and what must move.

/// A practice, and what it moves.
pub struct Practice {
    pub theme: &'static str,
    pub title: &'static str,
    /// Under scenarios/.
    pub file: &'static str,
    pub levers: &'static [&'static str],
    pub shows: &'static [Figure],
    pub moves: &'static [Move],
}

/// A figure of the report.
pub struct Figure {
    pub label: &'static str,
    /// Keys with slashes; of a list the entry's name.
    pub path: &'static str,
    pub unit: Unit,
}

#[derive(Clone, Copy)]
pub enum Unit {
    Percent,
    Chance,
    Number,
    Money,
}

/// A figure must move by so much from the file as it stands to the file with a lever.
pub struct Move {
    pub lever: &'static str,
    pub path: &'static str,
    /// Of the quotient; else of the difference.
    pub ratio: bool,
    pub least: f64,
    pub most: f64,
}

const fn show(label: &'static str, path: &'static str, unit: Unit) -> Figure {
    Figure { label, path, unit }
}

/// Up by at least this.
const fn up(lever: &'static str, path: &'static str, least: f64) -> Move {
    Move { lever, path, ratio: false, least, most: f64::INFINITY }
}

/// Down by at least this.
const fn down(lever: &'static str, path: &'static str, least: f64) -> Move {
    Move { lever, path, ratio: false, least: f64::NEG_INFINITY, most: -least }
}

/// By so much, give or take.
const fn by(lever: &'static str, path: &'static str, amount: f64, within: f64) -> Move {
    Move { lever, path, ratio: false, least: amount - within, most: amount + within }
}

/// To so many times, give or take.
const fn times(lever: &'static str, path: &'static str, ratio: f64, within: f64) -> Move {
    Move { lever, path, ratio: true, least: ratio - within, most: ratio + within }
}

const REPLY: &str = "targets/reply/compliance/mean";
const PHONE: &str = "targets/phone/compliance/mean";
const DONE: &str = "targets/done/compliance/mean";
const COST: &str = "cost/mean";
const LEVERS: &str = "cost/kinds/levers/mean";
const WAGES: &str = "cost/wages";
const PAYOUTS: &str = "cost/outcomes";
const TASTE: &str = "inquiries/taste/cases";
const BUSY: &str = "teams/desk/occupancy";

const REPLIES: Figure = show("replies within 3 min", REPLY, Unit::Percent);
const CALLS: Figure = show("calls within 3 rings", PHONE, Unit::Percent);
const NIGHT: Figure = show("a night costs", COST, Unit::Money);

const DEMAND: &str = "Fewer questions";
const STAFF: &str = "Who answers";
const DESK: &str = "How they answer";
const POLICY: &str = "How cases end";
const PROMISE: &str = "What is promised, and what missing it costs";

/// Where a bound has an independent reason, it stands beside it; the others hold the direction.
pub const PRACTICES: &[Practice] = &[
    Practice {
        theme: DEMAND,
        title: "Proactive texts",
        file: "practices/proactive-text.toml",
        levers: &["dispatch-text", "apology-with-coupon", "message-at-half-past-nine", "message-at-ten"],
        shows: &[
            show("cases of taste", TASTE, Unit::Number),
            REPLIES,
            show("the text costs", LEVERS, Unit::Money),
            show("the message costs", "cost/kinds/proactive/mean", Unit::Money),
            NIGHT,
        ],
        // Shares times 0.7 and 0.4; 2,000 orders at 0.05 and 0.20, whose mean 400 nights of ±10 % know to half
        // a percent. A share of 120 cases a night over 400 nights is known to a third of a point. Delays are
        // exponential of 40 min from 21:00 on, up to midnight: of these, a message spares 0.8 × 0.75 of what
        // comes later, 1 − 0.6 × (e^−0.75 − e^−4.5) / (1 − e^−4.5), and with e^−1.5 half an hour later.
        moves: &[
            times("message-at-half-past-nine", TASTE, 0.7201, 0.015),
            times("message-at-ten", TASTE, 0.8714, 0.015),
            by("message-at-ten", "cost/kinds/proactive/mean", 100.0, 2.0),
            times("dispatch-text", TASTE, 0.7, 0.015),
            times("apology-with-coupon", TASTE, 0.4, 0.015),
            by("dispatch-text", LEVERS, 100.0, 2.0),
            by("apology-with-coupon", LEVERS, 400.0, 8.0),
            up("dispatch-text", REPLY, 0.01),
        ],
    },
    Practice {
        theme: DEMAND,
        title: "A clearer product page",
        file: "practices/clear-page.toml",
        levers: &["clear-page"],
        shows: &[
            show("returns", "inquiries/return/cases", Unit::Number),
            REPLIES,
            show("returns cost", PAYOUTS, Unit::Money),
            NIGHT,
        ],
        // 0.12 of 0.30; and so the cost of returns, but that more of those who ask are answered.
        moves: &[
            times("clear-page", "inquiries/return/cases", 0.4, 0.01),
            times("clear-page", PAYOUTS, 0.4, 0.03),
            up("clear-page", REPLY, 0.05),
        ],
    },
    Practice {
        theme: DEMAND,
        title: "The defect share of a batch, and another supplier",
        file: "practices/supplier.toml",
        levers: &["better-supplier"],
        shows: &[
            show("cases of taste", TASTE, Unit::Number),
            show("payouts", PAYOUTS, Unit::Money),
            show("the supplier costs", LEVERS, Unit::Money),
            NIGHT,
        ],
        // 2 % of 6 %; 2,000 orders at 0.10.
        moves: &[
            times("better-supplier", TASTE, 1.0 / 3.0, 0.015),
            by("better-supplier", LEVERS, 200.0, 4.0),
            down("better-supplier", COST, 50.0),
        ],
    },
    Practice {
        theme: STAFF,
        title: "Specialists or one pool",
        file: "practices/specialists.toml",
        levers: &["split", "split-and-faster"],
        shows: &[REPLIES, CALLS, NIGHT],
        moves: &[
            down("split", REPLY, 0.03),
            down("split", PHONE, 0.02),
            down("split-and-faster", REPLY, 0.005),
        ],
    },
    Practice {
        theme: STAFF,
        title: "Separate silos or one panel",
        file: "practices/silos.toml",
        levers: &["one-panel"],
        shows: &[CALLS, NIGHT],
        // tests/practices.rs holds both to Erlang C.
        moves: &[up("one-panel", PHONE, 0.13)],
    },
    Practice {
        theme: STAFF,
        title: "Training",
        file: "practices/training.toml",
        levers: &["train-tonight", "trained"],
        shows: &[REPLIES, CALLS, show("occupancy", BUSY, Unit::Percent), NIGHT],
        // An hour of six is off the floor for the same work: occupancy times 6/5; it is paid. Work at 1.15
        // times the speed takes 1/1.15 of the time, but for the switches and for the few more who are answered.
        moves: &[
            // From 20:30 on, when nearly all of the fruit's questions come, everybody is trained: between 1.2 and
            // 1.2/1.15.
            times("train-tonight", BUSY, 1.09, 0.045),
            down("train-tonight", PHONE, 0.001),
            by("train-tonight", COST, 200.0, 1.0),
            times("trained", BUSY, 1.0 / 1.15, 0.02),
            up("trained", REPLY, 0.01),
        ],
    },
    Practice {
        theme: STAFF,
        title: "A night shift",
        file: "practices/night-shift.toml",
        levers: &["two-at-night"],
        shows: &[REPLIES, CALLS, show("wages", WAGES, Unit::Money)],
        // Two agents, six hours, 30 an hour, times 1.3.
        moves: &[
            by("two-at-night", WAGES, 468.0, 3.0),
            up("two-at-night", PHONE, 0.3),
            up("two-at-night", REPLY, 0.05),
        ],
    },
    Practice {
        theme: STAFF,
        title: "Others come in when it has waited too long",
        file: "practices/overflow.toml",
        levers: &["after-two-minutes"],
        shows: &[REPLIES, show("occupancy of the neighbours", "teams/neighbours/occupancy", Unit::Percent)],
        moves: &[
            up("after-two-minutes", REPLY, 0.02),
            up("after-two-minutes", "teams/neighbours/occupancy", 0.005),
        ],
    },
    Practice {
        theme: DESK,
        title: "How many chats at once",
        file: "practices/concurrency.toml",
        levers: &["four", "twelve"],
        shows: &[REPLIES, CALLS, show("gave up on chat", "channels/chat/abandoned", Unit::Percent)],
        moves: &[
            up("four", REPLY, 0.02),
            down("four", "channels/chat/abandoned", 0.05),
            up("twelve", REPLY, 0.0),
        ],
    },
    Practice {
        theme: DESK,
        title: "The shared login, and messages overlooked",
        file: "single-login.toml",
        levers: &["console"],
        shows: &[
            show("replies within 3 min", "targets/platform/compliance/mean", Unit::Percent),
            show("nights that keep it", "targets/platform/chance_met/value", Unit::Chance),
            NIGHT,
        ],
        moves: &[up("console", "targets/platform/compliance/mean", 0.05)],
    },
    Practice {
        theme: DESK,
        title: "Several messages before an answer",
        file: "practices/writes-again.toml",
        levers: &["write-again"],
        shows: &[
            show("written again", "practices/written_again", Unit::Number),
            show("occupancy", BUSY, Unit::Percent),
            REPLIES,
        ],
        // How many are written is held to Pollaczek and Khinchine in tests/agreement.
        moves: &[
            up("write-again", "practices/written_again", 20.0),
            up("write-again", BUSY, 0.0),
            down("write-again", REPLY, 0.0),
        ],
    },
    Practice {
        theme: DESK,
        title: "Order context in the console",
        file: "practices/order-context.toml",
        levers: &["order-beside-the-chat"],
        shows: &[
            REPLIES,
            show("occupancy", BUSY, Unit::Percent),
            show("the console costs", LEVERS, Unit::Money),
            NIGHT,
        ],
        // Five agents of six hours at 1.50 an hour. Times of 0.8, but for the switches and the few more who are
        // answered.
        moves: &[
            by("order-beside-the-chat", LEVERS, 45.0, 0.1),
            times("order-beside-the-chat", BUSY, 0.8, 0.03),
            up("order-beside-the-chat", REPLY, 0.02),
        ],
    },
    Practice {
        theme: DESK,
        title: "A bot that settles a share, and call-backs",
        file: "after-sales.toml",
        levers: &["bot", "call-back"],
        shows: &[
            show("replies within 3 min", "targets/platform/compliance/mean", Unit::Percent),
            show("occupancy", BUSY, Unit::Percent),
            NIGHT,
        ],
        moves: &[down("bot", BUSY, 0.01), up("call-back", BUSY, 0.001)],
    },
    Practice {
        theme: DESK,
        title: "Limits of what an agent may pay out, and training that takes an hour off the floor",
        file: "after-sales.toml",
        levers: &["authority", "training"],
        shows: &[
            show("replies within 3 min", "targets/platform/compliance/mean", Unit::Percent),
            show("approvals", "practices/approvals", Unit::Number),
            show("the seniors' occupancy", "teams/seniors/occupancy", Unit::Percent),
            NIGHT,
        ],
        moves: &[
            up("authority", "practices/approvals", 10.0),
            up("authority", "teams/seniors/occupancy", 0.0),
        ],
    },
    Practice {
        theme: DESK,
        title: "From the phone to the chat",
        file: "practices/channels.toml",
        levers: &["calls-to-chat"],
        shows: &[
            REPLIES,
            CALLS,
            show("calls", "channels/phone/conversations", Unit::Number),
            show("occupancy", BUSY, Unit::Percent),
        ],
        // 6 % instead of 30 % by phone.
        moves: &[
            times("calls-to-chat", "channels/phone/conversations", 0.2, 0.01),
            up("calls-to-chat", REPLY, 0.005),
            down("calls-to-chat", BUSY, 0.02),
        ],
    },
    Practice {
        theme: DESK,
        title: "Groups, comments, letters and order notes",
        file: "practices/message-channel.toml",
        levers: &["as-chats"],
        shows: &[REPLIES, show("notes within 30 min", "targets/notes/compliance/mean", Unit::Percent)],
        moves: &[down("as-chats", REPLY, 0.002), up("as-chats", "targets/notes/compliance/mean", 0.0)],
    },
    Practice {
        theme: DESK,
        title: "Tiers by what a customer is worth",
        file: "practices/tiers.toml",
        levers: &["vip-first"],
        shows: &[
            show("VIPs within 1 min", "targets/vip/compliance/mean", Unit::Percent),
            show("the others", "targets/regular/compliance/mean", Unit::Percent),
        ],
        moves: &[
            up("vip-first", "targets/vip/compliance/mean", 0.15),
            by("vip-first", "targets/regular/compliance/mean", -0.005, 0.01),
        ],
    },
    Practice {
        theme: POLICY,
        title: "Policies by category",
        file: "practices/category-policies.toml",
        levers: &["pay-lamps"],
        shows: &[
            show("lamps concluded within 2 h", DONE, Unit::Percent),
            show("payouts", PAYOUTS, Unit::Money),
            REPLIES,
        ],
        // 0.6 of 50 lamps at 20 are 600, of those who are answered; and no second rounds.
        moves: &[
            up("pay-lamps", DONE, 0.2),
            by("pay-lamps", PAYOUTS, 600.0, 50.0),
            up("pay-lamps", REPLY, 0.01),
        ],
    },
    Practice {
        theme: POLICY,
        title: "Settle at once, or inspect",
        file: "practices/inspection.toml",
        levers: &["clear-rule"],
        shows: &[show("concluded within 30 min", DONE, Unit::Percent), REPLIES],
        // Inspection never ends within half an hour, as the lab sleeps: of the answered, 0.4 and then 0.1.
        moves: &[by("clear-rule", DONE, 0.3, 0.02)],
    },
    Practice {
        theme: POLICY,
        title: "Round trips to the merchant",
        file: "practices/merchant.toml",
        levers: &["merchant-on-call"],
        shows: &[show("concluded within 4 h", DONE, Unit::Percent), NIGHT],
        moves: &[up("merchant-on-call", DONE, 0.1), by("merchant-on-call", COST, 150.0, 3.0)],
    },
    Practice {
        theme: POLICY,
        title: "Progress notices",
        file: "practices/notices.toml",
        levers: &["notices"],
        shows: &[
            show("asked again", "practices/asked_again", Unit::Number),
            show("notices", "practices/notices", Unit::Number),
            show("notices cost", "cost/kinds/proactive/mean", Unit::Money),
            REPLIES,
            NIGHT,
        ],
        // Sent at half an hour, seldom later than an hour: of ten who would ask, two have not read it.
        moves: &[
            times("notices", "practices/asked_again", 0.2, 0.02),
            up("notices", "practices/notices", 40.0),
            up("notices", "cost/kinds/proactive/mean", 2.0),
        ],
    },
    Practice {
        theme: POLICY,
        title: "Refund without return",
        file: "practices/refund-at-once.toml",
        levers: &["refund"],
        shows: &[
            REPLIES,
            show("refunds", PAYOUTS, Unit::Money),
            show("occupancy", BUSY, Unit::Percent),
            NIGHT,
        ],
        // Half of 119 cases at 12 are 716, less those whom nobody answered.
        moves: &[by("refund", PAYOUTS, 700.0, 20.0), up("refund", REPLY, 0.02), down("refund", BUSY, 0.03)],
    },
    Practice {
        theme: POLICY,
        title: "Small payouts and gifts",
        file: "practices/small-payouts.toml",
        levers: &["offer-at-once"],
        shows: &[REPLIES, show("payouts", PAYOUTS, Unit::Money), show("occupancy", BUSY, Unit::Percent)],
        moves: &[
            up("offer-at-once", PAYOUTS, 150.0),
            down("offer-at-once", BUSY, 0.02),
            up("offer-at-once", REPLY, 0.005),
        ],
    },
    Practice {
        theme: PROMISE,
        title: "Chats in five minutes, calls in three rings",
        file: "practices/three-rings.toml",
        levers: &["one-for-calls"],
        shows: &[
            show("chats within 5 min", "targets/5min-3rings-chat/compliance/mean", Unit::Percent),
            show("calls within 3 rings", "targets/5min-3rings-phone/compliance/mean", Unit::Percent),
        ],
        moves: &[
            up("one-for-calls", "targets/5min-3rings-phone/compliance/mean", 0.0),
            down("one-for-calls", "targets/5min-3rings-chat/compliance/mean", 0.005),
        ],
    },
    Practice {
        theme: PROMISE,
        title: "3-5-10",
        file: "practices/three-five-ten.toml",
        levers: &["order-context"],
        shows: &[
            show("reply within 3 min", "targets/3-5-10-reply/compliance/mean", Unit::Percent),
            show("solution within 5 min", "targets/3-5-10-solution/compliance/mean", Unit::Percent),
            show("conclusion within 10 min", "targets/3-5-10-conclusion/compliance/mean", Unit::Percent),
        ],
        moves: &[
            up("order-context", "targets/3-5-10-solution/compliance/mean", 0.08),
            up("order-context", "targets/3-5-10-conclusion/compliance/mean", 0.04),
        ],
    },
    Practice {
        theme: PROMISE,
        title: "Two hours and twenty-four, in office hours",
        file: "practices/office-hours.toml",
        levers: &["clock-always-runs"],
        shows: &[
            show("first response within 2 h", "targets/2h-24h-first-reply/compliance/mean", Unit::Percent),
            show("solution within 24 h", "targets/2h-24h-solution/compliance/mean", Unit::Percent),
        ],
        // Half of the letters, those from 21:00 on, wait for nine o'clock.
        moves: &[by("clock-always-runs", "targets/2h-24h-first-reply/compliance/mean", -0.48, 0.04)],
    },
    Practice {
        theme: PROMISE,
        title: "The store score, the platform's month, and penalties",
        file: "practices/store-score.toml",
        levers: &["one-more"],
        shows: &[
            REPLIES,
            show("months that keep them", "targets/reply/over/chance_met/value", Unit::Chance),
            show("months below 82", "store_score/below/limited/chance/value", Unit::Chance),
            show("a night costs, penalties included", "cost/mean_with_periods", Unit::Money),
        ],
        moves: &[
            up("one-more", "targets/reply/over/chance_met/value", 0.5),
            down("one-more", "store_score/below/limited/chance/value", 0.2),
            // One agent of six hours at 30.
            by("one-more", WAGES, 180.0, 2.0),
        ],
    },
    Practice {
        theme: PROMISE,
        title: "Satisfaction, complaints, and the score made of them",
        file: "practices/satisfaction.toml",
        levers: &["one-fewer"],
        shows: &[
            show("score of the survey", "satisfaction/score/mean", Unit::Number),
            show("unsatisfied", "satisfaction/unsatisfied/mean", Unit::Percent),
            show("complaints", "satisfaction/complaints/mean", Unit::Percent),
            show("store score", "store_score/score/value", Unit::Number),
            show("months below 60", "store_score/below/warning/chance/value", Unit::Chance),
        ],
        moves: &[
            down("one-fewer", "satisfaction/score/mean", 0.05),
            up("one-fewer", "satisfaction/unsatisfied/mean", 0.01),
            up("one-fewer", "satisfaction/complaints/mean", 0.0005),
            down("one-fewer", "store_score/score/value", 5.0),
        ],
    },
    Practice {
        theme: PROMISE,
        title: "Score cards",
        file: "practices/score-cards.toml",
        levers: &["caught-up"],
        shows: &[
            show("replies of the old hands", "teams/desk/card/replies", Unit::Number),
            show("replies of the new ones", "teams/new/card/replies", Unit::Number),
            show("quick, old hands", "teams/desk/card/quick_replies", Unit::Percent),
            show("quick, new ones", "teams/new/card/quick_replies", Unit::Percent),
            show("occupancy of the new ones", "teams/new/occupancy", Unit::Percent),
        ],
        moves: &[
            up("caught-up", "teams/new/card/quick_replies", 0.01),
            down("caught-up", "teams/new/occupancy", 0.02),
        ],
    },
    Practice {
        theme: PROMISE,
        title: "What went wrong, and what to change first",
        file: "practices/improvement.toml",
        levers: &["order-context", "text-first", "one-more"],
        shows: &[
            REPLIES,
            show("nights that keep them", "targets/reply/chance_met/value", Unit::Chance),
            show("nights that keep all", "chance_all_met/value", Unit::Chance),
            NIGHT,
        ],
        // One agent of six hours at 30.
        moves: &[
            up("one-more", "chance_all_met/value", 0.2),
            by("one-more", WAGES, 180.0, 2.0),
            up("text-first", REPLY, 0.01),
            up("order-context", REPLY, 0.01),
        ],
    },
];

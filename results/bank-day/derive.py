"""Writes scenarios/bank-day.toml: python3 derive.py DATA_DIR > ../../scenarios/bank-day.toml

Every figure of the scenario that is not a plain fact about the bank comes from `desk.py`.
"""

import datetime
import sys

from banklog import is_regular, read_month
from desk import Desk

DAY = datetime.date(1999, 1, 20)
INQUIRIES = {
    "PS": ("banking", "Regular banking"),
    "NW": ("prospects", "People who are not customers yet"),
    "NE": ("stocks", "Stock exchange"),
    "PE": ("english", "Regular banking, in English"),
    "IN": ("internet", "The bank on the internet"),
    "TT": ("call-back", "Call-backs the bank dialled itself, put on hold"),
}
TEAMS = {
    ("PS", "NW", "NE"): ("all-round", "Agents seen to take everything"),
    ("PS", "NW"): ("no-stocks", "Agents who take no stock exchange calls"),
    ("PS", "NE"): ("no-prospects", "Agents who take no prospects' calls"),
}

HEAD = """\
# One recorded weekday of a bank's call centre: Wednesday, 20 January 1999.
#
# The calls are those of the log (data set anonymous_bank_1999: not part of this project, found
# with --data). All that the day itself gives beyond its calls is how many agents were seen at
# work. Handle times, patience, wrap-up, priority, skills and speeds are those of the month:
# its {days} regular weekdays after 12 January. Rows of the log are not in here.
#
# Written by results/bank-day/derive.py; what was predicted and what the day then was stands in
# results/bank-day/README.md, with how each figure was got.

title     = "A day at a bank's call centre, 20 January 1999"
time_zone = "Asia/Jerusalem"
opens     = 1999-01-20T07:00:00
closes    = 1999-01-21T00:00:00      # the desk is open Sunday to Thursday, 07:00 to 24:00
interval  = "30min"
run_out   = "2h"                     # who waits at midnight is still answered

[channel.phone]
kind = "phone"                       # who gives up is gone

# Callers of priority 2 join the queue as if they had come 90 s earlier; since 13 January 1999.
[tier.priority]
title      = "Priority 2"
head_start = "90s"

# The bank's own measure: the share, of all who sought an agent, answered within 20 s. Its goal
# is not known; 0.8 is the usual one.
[target.answer]
title     = "Answered within 20 s"
measure   = "answer"
within    = "20s"
at_least  = 0.8
abandoned = "missed"
"""

ARRIVALS = """\
[inquiry.{name}.arrivals]
file        = "anonymous_bank_1999/january.txt"
separator   = "whitespace"
time        = "vru_exit"             # when the caller reaches the queue
date_column = "date"
date        = 1999-01-20
as          = "recorded"
only        = [{{ type = "{type}" }}]
leave_out   = [{{ outcome = "PHANTOM" }}, {{ outcome = "HANG", q_time = "0" }}]   # never sought an agent
"""


def durations(values):
    """A TOML array of whole seconds, at least one, ten in a line."""
    texts = [f'"{max(1, round(value))}s"' for value in values]
    lines = (", ".join(texts[i : i + 10]) for i in range(0, len(texts), 10))
    return "[\n" + "".join(f"  {line},\n" for line in lines) + "]"


def inquiry(desk, code):
    name, title = INQUIRIES[code]
    calls = [call for day in desk.days.values() for call in day if call.type == code]
    talks = sum(call.talk > 0 for call in calls)
    own = "this type's own" if desk.own_patience[code] else "of all types: this one's calls are too few"
    yield f"[inquiry.{name}]"
    yield f'title    = "{title}"              # type {code}'
    yield "channels = { phone = 1.0 }"
    if desk.priority[code] > 0:
        yield "# Priority 2 among those of this type who had to wait (it is logged of no others)."
        yield f"tiers    = {{ priority = {desk.priority[code]:.3f} }}"
    yield f"# {talks} talks of the month: the means of their 100 slices, shortest to longest."
    yield f"reply.empirical.values = {durations(desk.talk[code])}"
    yield f"# Kaplan-Meier, who was answered censored, {own};"
    yield "# over 240 s at a constant rate."
    yield f"patience.empirical.values = {durations(desk.patience[code])}"
    yield "# Kaplan-Meier on the gaps between an agent's calls while a caller waited, up to 3 min."
    yield f"wrap_up.empirical.values = {durations(desk.wrap_up)}"
    yield ""
    yield ARRIVALS.format(name=name, type=code)


def team(skills, speed, steps):
    name, title = TEAMS[tuple(code for code in skills if code in ("PS", "NW", "NE"))]
    listed = ", ".join(f'"{INQUIRIES[code][0]}"' for code in skills)
    yield f"[team.{name}]"
    yield f'title  = "{title}"'
    yield f"skills = [{listed}]"
    yield "slots  = { phone = 1 }"
    yield f"speed  = {speed}                        # of those at work that day, over the month"
    yield f"[team.{name}.on_duty.steps]"
    for time, agents in steps:
        yield f'"{time // 3600:02}:{time // 60 % 60:02}" = {agents}'
    if steps[-1][1]:
        yield '"00:30" = 0'
    yield ""


def main(data):
    days = {day: calls for day, calls in read_month(data, "january").items() if is_regular(day)}
    desk = Desk(days)
    print(HEAD.format(days=len(days)))
    for code in INQUIRIES:
        print("\n".join(inquiry(desk, code)))
    print("# The level of staff: how many of each kind were seen at work, at each change. An agent is")
    print("# at work until its last call begins; a gap of over 3 minutes in which a caller waited at")
    print("# least 10 s whom it could have taken is a break.")
    for skills, speed, steps in desk.teams(days[DAY]):
        print("\n".join(team(skills, speed, steps)))


main(*sys.argv[1:])

"""The call log of an anonymous bank (1999), read as its documentation says.

One month is one file of 17 columns with white space between. What is kept, everywhere in
this folder: calls of Sunday to Thursday that sought an agent (outcome AGENT, or HANG after a
wait in the queue) and reached the queue while the desk was open. All times are seconds of the day.
"""

import datetime
from collections import namedtuple
from pathlib import Path

OPEN, CLOSE = 7 * 3600, 24 * 3600
TYPES = ("PS", "NW", "NE", "PE", "IN", "TT")
MONTHS = {"january": 1, "february": 2}
# The head start of priority 2 was switched on after 10 January; on 11 and 12 nothing was logged.
FIRST_DAY = datetime.date(1999, 1, 13)
# The log has a hole (9:58 to 11:37, 12:50 to 13:19, 17:13 to 19:10) or, on 14 February, a fault.
NOT_REGULAR = {datetime.date(1999, *day) for day in ((1, 13), (2, 3), (2, 14), (2, 21))}
FRIDAY, SATURDAY = 4, 5

Call = namedtuple("Call", "type at wait answered priority begun talk agent")


def seconds(clock):
    hours, minutes, secs = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(secs)


def date_of(text):
    return datetime.date(1900 + int(text[:2]), int(text[2:4]), int(text[4:]))


def is_regular(day):
    return day >= FIRST_DAY and day.weekday() not in (FRIDAY, SATURDAY) and day not in NOT_REGULAR


def read_month(data, name):
    """The calls of each weekday of the month that sought an agent while it was open."""
    days = {}
    lines = (Path(data) / "anonymous_bank_1999" / f"{name}.txt").read_text().splitlines()
    columns = lines[0].split()
    for line in lines[1:]:
        row = dict(zip(columns, line.split()))
        day, at, wait = date_of(row["date"]), seconds(row["vru_exit"]), int(row["q_time"])
        sought = row["outcome"] == "AGENT" or (row["outcome"] == "HANG" and wait > 0)
        if not sought or row["type"] not in TYPES or not OPEN <= at < CLOSE:
            continue
        if day.weekday() in (FRIDAY, SATURDAY):
            continue
        answered = row["outcome"] == "AGENT"
        talk = int(row["ser_time"]) if answered else 0
        begun, priority = seconds(row["ser_start"]), int(row["priority"])
        call = Call(row["type"], at, wait, answered, priority, begun, talk, row["server"])
        days.setdefault(day, []).append(call)
    for calls in days.values():
        calls.sort(key=lambda call: call.at)
    return days


def figures(outcomes):
    """Of (wait, answered): share answered within 20 s, share given up, mean wait of all who
    sought an agent, mean wait of those who were answered."""
    n = len(outcomes)
    answered = [wait for wait, was_answered in outcomes if was_answered]
    return (
        sum(wait <= 20 for wait in answered) / n,
        1 - len(answered) / n,
        sum(wait for wait, _ in outcomes) / n,
        sum(answered) / max(1, len(answered)),
    )

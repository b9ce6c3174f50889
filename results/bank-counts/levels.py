"""The level of staff of scenarios/bank-counts.toml: python3 levels.py DATA_DIR

For each half hour: the mean calls of the same weekday in the four weeks before, and the fewest
agents for whom Erlang C promises 80 % answered within 20 s at the assumed time a call takes.
"""

import csv
import datetime
import math
import sys
from collections import defaultdict
from pathlib import Path

DAY = datetime.date(2003, 5, 14)
TAKES = 200.0  # s, talk and wrap-up, as the scenario assumes
WITHIN, AT_LEAST = 20.0, 0.8


def promised(load, agents):
    blocked = 1.0
    for k in range(1, agents + 1):
        blocked = load * blocked / (k + load * blocked)
    waits = blocked / (1 - load / agents * (1 - blocked))
    return 1 - waits * math.exp(-(agents - load) * WITHIN / TAKES)


def main(data):
    calls = defaultdict(float)
    weeks = [DAY - datetime.timedelta(weeks=k) for k in (1, 2, 3, 4)]
    with open(Path(data) / "bank_calls_5min" / "bank_calls.csv") as file:
        for row in csv.DictReader(file):
            # Labelled UTC, but local clock time.
            at = datetime.datetime.fromisoformat(row["DateTime"].rstrip("Z"))
            if at.date() in weeks:
                calls[at.hour * 2 + at.minute // 30] += float(row["Calls"]) / len(weeks)
    for half_hour in range(14, 42):
        load = calls[half_hour] * TAKES / 1800
        agents = math.floor(load) + 1
        while promised(load, agents) < AT_LEAST:
            agents += 1
        print(f'"{half_hour // 2:02}:{half_hour % 2 * 30:02}" = {agents}')


main(*sys.argv[1:])

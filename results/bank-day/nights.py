"""A plain simulation of recorded days, to hold the method against every regular day of the log:
python3 nights.py DATA_DIR [NIGHTS]

Prints for each day what was, the mean and the 95 % range of the simulated nights, and which of the
figures the range holds. It knows no code of nightdesk's; it follows the same model: the queue by
time waited with 90 s more for priority, an agent free longest first, wrap-up after each call,
leaving agents finish the call in hand.
"""

import heapq
import random
import sys
from collections import deque

from banklog import CLOSE, MONTHS, TYPES, figures, is_regular, read_month
from desk import Desk

STAFF, FREE, CALL = 0, 1, 2
HEAD_START = 90


def night(calls, teams, desk, rng):
    """(wait, answered) of each call of one night."""
    events = [(time, STAFF, i, level) for i, (_, _, steps) in enumerate(teams) for time, level in steps]
    events += [(call.at, CALL, k, call.type) for k, call in enumerate(calls)]
    events += [(CLOSE + 1800, STAFF, i, 0) for i in range(len(teams))]
    heapq.heapify(events)
    level, present = [0] * len(teams), [0] * len(teams)
    idle = [deque() for _ in teams]
    queue = {t: [] for t in TYPES}
    outcomes = []

    def begin(team, caller, now):
        _, at, t, _ = caller
        outcomes.append((now - at, True))
        talk = rng.choice(desk.talk[t]) / teams[team][1]
        heapq.heappush(events, (now + talk + rng.choice(desk.wrap_up), FREE, team, 0))

    def look(team, now):
        best = None
        for t in teams[team][0]:
            waiting = queue[t]
            while waiting and waiting[0][1] + waiting[0][3] <= now:
                outcomes.append((heapq.heappop(waiting)[3], False))
            if waiting and (best is None or waiting[0] < queue[best][0]):
                best = t
        if best is None:
            idle[team].append(now)
        else:
            begin(team, heapq.heappop(queue[best]), now)

    while events:
        now, kind, team, what = heapq.heappop(events)
        if kind == STAFF:
            level[team] = what
            while present[team] > what and idle[team]:
                idle[team].pop()
                present[team] -= 1
            while present[team] < what:
                present[team] += 1
                look(team, now)
        elif kind == FREE:
            if present[team] > level[team]:
                present[team] -= 1
            else:
                look(team, now)
        else:
            ahead = HEAD_START if rng.random() < desk.priority[what] else 0
            caller = (now - ahead, now, what, rng.choice(desk.patience[what]))
            free = [i for i, (skills, _, _) in enumerate(teams) if what in skills and idle[i]]
            if free:
                longest = min(free, key=lambda i: idle[i][0])
                idle[longest].popleft()
                begin(longest, caller, now)
            else:
                heapq.heappush(queue[what], caller)
    return outcomes + [(caller[3], False) for waiting in queue.values() for caller in waiting]


def main(data, nights="200"):
    nights = int(nights)
    print("| day | calls | answered in 20 s | given up | mean wait, s | of those answered, s | held |")
    print("|---|---|---|---|---|---|---|")
    for month in MONTHS:
        days = {day: calls for day, calls in read_month(data, month).items() if is_regular(day)}
        desk, passed = Desk(days), [0, 0, 0, 0]
        for day, calls in sorted(days.items()):
            teams, rng = desk.teams(calls), random.Random(day.toordinal())
            seen = figures([(call.wait, call.answered) for call in calls])
            found = list(zip(*(figures(night(calls, teams, desk, rng)) for _ in range(nights))))
            cells, held = [], []
            for i, (was, values) in enumerate(zip(seen, found)):
                values = sorted(values)
                low, high = values[int(0.025 * nights)], values[int(0.975 * nights)]
                mean, form = sum(values) / nights, ".3f" if i < 2 else ".1f"
                held.append(low <= was <= high)
                cells.append(f"{was:{form}}: {mean:{form}} ({low:{form}} to {high:{form}})")
            held = held[:3]
            passed = [p + h for p, h in zip(passed, held + [all(held)])]
            marks = ", ".join(name for name, h in zip(("20 s", "given up", "wait"), held) if h)
            marks += " (all)" if all(held) else ""
            print(f"| {day:%a %d %b} | {len(calls)} | {' | '.join(cells)} | {marks} |", flush=True)
        held = " | ".join(str(p) for p in passed[:3])
        print(f"| {month}: held on | {len(days)} days | {held} | | all three: {passed[3]} |")


main(*sys.argv[1:])

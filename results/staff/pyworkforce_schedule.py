"""The same requirement, the same shifts: pyworkforce's CP-SAT schedule, and ours.

The requirement is Erlang C's for NightSpike-1, half hour by half hour; shifts are 4 and 6 hours long and begin
every full hour from 20:00 to 00:00. Ours is the roster that `nightdesk staff` reports for `erlang_c`: the
cheapest shifts that cover what Erlang C asks for.

    pip install pyworkforce        (0.5.1 with Python 3.11)
    python3 results/staff/pyworkforce_schedule.py results/staff/night-spike-average.json
"""

import json
import sys

from pyworkforce.scheduling import MinRequiredResources

REQUIRED = [14, 14, 16, 18, 21, 69, 45, 27, 16, 11, 8, 6]
PERIODS = len(REQUIRED)


def shifts():
    """By name: half hours covered (what goes on after 02:00 is paid, and covers nothing here), and hours."""
    covered, hours = {}, {}
    for start in range(0, 10, 2):
        for length in (4, 6):
            name = f"{20 + start // 2:02}:00 {length}h"
            covered[name] = [int(start <= period < start + 2 * length) for period in range(PERIODS)]
            hours[name] = length
    return covered, hours


def main():
    covered, hours = shifts()
    scheduler = MinRequiredResources(
        num_days=1,
        periods=PERIODS,
        shifts_coverage=covered,
        required_resources=[REQUIRED],
        max_period_concurrency=200,
        max_shift_concurrency=200,
        cost_dict=hours,
    )
    solution = scheduler.solve()
    theirs = {it["shift"]: it["resources"] for it in solution["resources_shifts"] if it["resources"]}
    theirs_hours = sum(hours[shift] * agents for shift, agents in theirs.items())
    ours = next(it for it in json.load(open(sys.argv[1]))["formulas"] if it["name"] == "erlang_c")
    print(f"pyworkforce: {solution['status']}, {sum(theirs.values())} agents, {theirs_hours} paid hours: {theirs}")
    print(f"nightdesk:   {ours['agents']} agents, {ours['paid_h']:g} paid hours: ", end="")
    print({it["name"]: it["agents"] for it in ours["roster"]})


if __name__ == "__main__":
    main()

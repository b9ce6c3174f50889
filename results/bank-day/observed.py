"""What the recorded day was: python3 observed.py DATA_DIR [YYYY-MM-DD]

Prints, for the day and for each hour, the calls that sought an agent, the share answered within
20 s, the share given up, the mean wait of all who sought an agent and of those who were answered.
"""

import datetime
import sys

from banklog import MONTHS, figures, read_month

DAY = "1999-01-20"


def line(label, calls):
    in_20_s, given_up, wait, wait_answered = figures([(call.wait, call.answered) for call in calls])
    return f"| {label} | {len(calls)} | {in_20_s:.3f} | {given_up:.3f} | {wait:.1f} | {wait_answered:.1f} |"


def main(data, day=DAY):
    day = datetime.date.fromisoformat(day)
    month = next(name for name, number in MONTHS.items() if number == day.month)
    calls = read_month(data, month)[day]
    print("| | calls | answered in 20 s | given up | mean wait, s | of those answered, s |")
    print("|---|---|---|---|---|---|")
    print(line("day", calls))
    for hour in range(7, 24):
        print(line(f"{hour:02}:00", [call for call in calls if call.at // 3600 == hour]))


main(*sys.argv[1:])

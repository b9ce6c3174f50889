"""A log of ten million cases, and what `nightdesk calibrate` takes for it.

python3 benches/big_log.py [ROWS]    (from the project's folder, after cargo build --release)

500 days of 400 agents: a case begins every few seconds from 09:00 on; waits, handle times and patience are drawn from
exponential distributions. The log stands under target/ (some 650 MB) and is removed in the end.
"""

import datetime
import os
import pathlib
import random
import resource
import subprocess
import sys

DAYS, AGENTS = 500, 400
ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
LOG = pathlib.Path("target/big.csv")


def write(out):
    dice = random.Random(1)
    out.write("arrived;wait;outcome;begun;handle;agent\n")
    first, a_day = datetime.date(2024, 1, 1), ROWS // DAYS
    clock = [f"{9 + second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}" for second in range(15 * 3600)]
    for number in range(DAYS):
        at = 0.0
        day, rows = first + datetime.timedelta(days=number), []
        for case in range(a_day):
            at += dice.expovariate(a_day / (12 * 3600))
            wait, patience = dice.expovariate(1 / 40), dice.expovariate(1 / 400)
            came = clock[min(int(at), len(clock) - 1)]
            if wait > patience:
                rows.append(f"{day} {came};{patience:.0f};abandoned;;;\n")
            else:
                begun = clock[min(int(at + wait), len(clock) - 1)]
                agent = dice.randrange(AGENTS)
                rows.append(f"{day} {came};{wait:.0f};answered;{day} {begun};{dice.expovariate(1 / 240):.0f};a{agent}\n")
        out.writelines(rows)


LOG.parent.mkdir(exist_ok=True)
try:
    with LOG.open("w", encoding="utf-8") as out:
        write(out)
    command = ["target/release/nightdesk", "calibrate", str(LOG), "--quiet", "-o", "target/big.toml"]
    ended = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    took = resource.getrusage(resource.RUSAGE_CHILDREN)
    size = LOG.stat().st_size / 1e6
    print(f"{' '.join(command)}: exit code {ended.returncode}")
    print(f"{ROWS:,} rows, {size:.0f} MB: {took.ru_utime + took.ru_stime:.0f} s of processor time,", end=" ")
    print(f"at most {took.ru_maxrss / 1024:.0f} MB of memory")
finally:
    for path in (LOG, pathlib.Path("target/big.toml")):
        if path.exists():
            os.remove(path)

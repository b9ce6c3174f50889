#!/usr/bin/env bash
# How much more two threads do than one: wall time of `simulate` on (c) and on the chat night.
#
# One and two threads take turns; the least time of each counts. It says something only on an idle machine, so the load
# average stands beside it. "CPU" is what two threads take of CPU time for the same nights, of what one takes: 1 means
# that they do not disturb each other. The exit code is 1 below 1.8 times, 2 if the machine was too busy to tell.
#
#   benches/threads.sh [TURNS]
set -euo pipefail
cd "$(dirname "$0")/.."
turns=${1:-7}

cargo build --quiet --profile bench --example nights
nights_program="${CARGO_TARGET_DIR:-target}/release/examples/nights"

load=$(cut -d' ' -f1 /proc/loadavg)
echo "load average before: $load, cores: $(nproc)"
failed=0
printf '%-9s %10s %11s %7s %6s\n' workload '1 thread s' '2 threads s' times CPU
for workload in c chat; do
    nights=400
    [[ $workload == chat ]] && nights=100
    for ((turn = 0; turn < turns; turn++)); do
        for threads in 1 2; do
            echo "$threads $("$nights_program" "$workload" "$nights" "$threads")"
        done
    done | awk -v workload="$workload" '
        !($1 in wall) || $4 < wall[$1] { wall[$1] = $4 }
        !($1 in cpu) || $3 < cpu[$1] { cpu[$1] = $3 }
        END {
            times = wall[1] / wall[2]
            printf "%-9s %10.3f %11.3f %7.2f %6.2f\n", workload, wall[1], wall[2], times, cpu[2] / cpu[1]
            exit times < 1.8
        }' || failed=1
done
echo "load average after: $(cut -d' ' -f1 /proc/loadavg)"
if [[ $failed == 1 ]] && awk -v load="$load" 'BEGIN { exit load < 0.5 }'; then
    echo 'The machine was not idle: this says nothing about two threads.'
    exit 2
fi
exit "$failed"

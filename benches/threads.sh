#!/usr/bin/env bash
# How much more two threads do than one: wall time of `simulate` on (c) and on the chat night.
#
# One and two threads take turns; the least time of each counts. It says something only on an idle machine: the load
# average stands beside it. The exit code is 1 below 1.8 times.
#
#   benches/threads.sh [TURNS]
set -euo pipefail
cd "$(dirname "$0")/.."
turns=${1:-7}

cargo build --quiet --profile bench --example nights
nights_program="${CARGO_TARGET_DIR:-target}/release/examples/nights"

# The busiest moment of others shows in the load average before the measurement, ours is in the one after.
echo "load average before: $(cut -d' ' -f1-3 /proc/loadavg), cores: $(nproc)"
failed=0
printf '%-9s %10s %11s %7s\n' workload '1 thread s' '2 threads s' times
for workload in c chat; do
    nights=400
    [[ $workload == chat ]] && nights=100
    for ((turn = 0; turn < turns; turn++)); do
        for threads in 1 2; do
            echo "$threads $("$nights_program" "$workload" "$nights" "$threads" | cut -d' ' -f3)"
        done
    done | awk -v workload="$workload" '
        !($1 in least) || $2 < least[$1] { least[$1] = $2 }
        END {
            times = least[1] / least[2]
            printf "%-9s %10.3f %11.3f %7.2f\n", workload, least[1], least[2], times
            exit times < 1.8
        }' || failed=1
done
echo "load average after: $(cut -d' ' -f1-3 /proc/loadavg)"
exit "$failed"

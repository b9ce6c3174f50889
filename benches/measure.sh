#!/usr/bin/env bash
# Everything that results/speed/README.md tells, measured anew into results/speed/measured.txt; some five minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p results/speed
{
    echo "date: $(date -u +%F), commit: $(git rev-parse --short HEAD)"
    echo "machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) cores, $(rustc --version)"
    echo "load average: $(cut -d' ' -f1-3 /proc/loadavg)"
    for command in 'benches/instructions.sh' 'benches/compare_simpy.sh 5' 'benches/threads.sh 5' \
        'cargo bench --quiet --bench oracle' 'cargo bench --quiet --bench engine -- --noplot --quiet'; do
        echo
        echo "\$ $command"
        status=0
        # Words, not one name.
        # shellcheck disable=SC2086
        $command 2>/dev/null || status=$?
        [[ $status == 0 ]] || echo "(exit code $status)"
    done
    echo
    echo "load average: $(cut -d' ' -f1-3 /proc/loadavg)"
} | sed 's/ *$//' | tee results/speed/measured.txt

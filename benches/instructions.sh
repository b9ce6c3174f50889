#!/usr/bin/env bash
# Instructions a customer (a turn, for the chat night) by callgrind, beside what is aimed at.
#
# What starting up costs cancels: a run of 2 N nights less a run of N nights. The code is the release
# profile's (the bench profile adds names, no other code).
#
#   benches/instructions.sh [--functions] [WORKLOAD...]     a b c d chat
#
# --functions prints the functions that cost most too. The exit code is 1 if a limit is passed.
set -euo pipefail
cd "$(dirname "$0")/.."

functions=no
if [[ "${1-}" == --functions ]]; then
    functions=yes
    shift
fi
workloads=("$@")
[[ $# -gt 0 ]] || workloads=(a b c d chat)
declare -A limits=([b]=600 [c]=700 [chat]=1000)
declare -A units=([a]=customer [b]=customer [c]=customer [d]=customer [chat]=turn)
declare -A nights=([a]=5 [b]=5 [c]=5 [d]=60 [chat]=3)

cargo build --quiet --profile bench --example nights
nights_program="${CARGO_TARGET_DIR:-target}/release/examples/nights"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Prints "units instructions" of so many nights.
count() {
    local out="$work/$1.$2" units
    units=$(valgrind --tool=callgrind --callgrind-out-file="$out" "$nights_program" "$1" "$2" 2>"$work/log" |
        cut -d' ' -f1)
    echo "$units $(sed -n 's/^\(summary\|totals\): \([0-9]*\).*/\2/p' "$out" | head -1)"
}

failed=0
printf '%-9s %-9s %13s %8s\n' workload unit instructions limit
for workload in "${workloads[@]}"; do
    n=${nights[$workload]}
    read -r units_n instructions_n <<<"$(count "$workload" "$n")"
    read -r units_2n instructions_2n <<<"$(count "$workload" $((2 * n)))"
    each=$(((instructions_2n - instructions_n) / (units_2n - units_n)))
    limit=${limits[$workload]-}
    verdict=
    if [[ -n "$limit" ]] && ((each > limit)); then
        verdict='too many'
        failed=1
    fi
    printf '%-9s %-9s %13s %8s %s\n' "$workload" "${units[$workload]}" "$each" "${limit:--}" "$verdict"
    if [[ "$functions" == yes ]]; then
        for table in 'function 1' 'function 0' 'file 0' 'both 0'; do
            read -r by inclusive <<<"$table"
            printf '\n(%s) a %s, with start-up, by %s, inclusive %s\n' "$workload" "${units[$workload]}" "$by" "$inclusive"
            callgrind_annotate --inclusive="$([[ $inclusive == 1 ]] && echo yes || echo no)" --auto=no \
                --threshold=100 "$work/$workload.$((2 * n))" |
                awk -v units="$units_2n" -v by="$by" -v inclusive="$inclusive" -f benches/functions.awk
        done
        echo
    fi
done
exit "$failed"

#!/usr/bin/env bash
# How soon the first answer is there: 200 nights of the bundled night, asked of `nightdesk serve` as the page asks.
#
# The least time of TURNS requests counts, from sending to the last byte, on loopback. The load average stands beside it,
# and the server's own CPU time a request, which others on the machine change little; two cores share it. The exit code
# is 1 above 100 ms, 2 if that was on a machine too busy to tell. Needs curl.
#
#   benches/first_answer.sh [TURNS]
set -euo pipefail
cd "$(dirname "$0")/.."
turns=${1:-40}
nightdesk=${NIGHTDESK:-target/release/nightdesk}
[ -n "${NIGHTDESK:-}" ] || cargo build --quiet --release --locked

said=$(mktemp)
"$nightdesk" serve scenarios --port 0 --lang en 2>"$said" &
server=$!
trap 'kill $server; rm "$said"' EXIT
until address=$(grep -o 'http://[0-9.:]*' "$said"); do sleep 0.1; done

load=$(cut -d' ' -f1 /proc/loadavg)
# User and system time of the server so far, in ticks of the clock.
ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }
body='{"scenario":"orange-night.toml","nights":200,"seed":1,"lang":"en"}'
before=$(ticks)
times=$(for ((turn = 0; turn < turns; turn++)); do
    curl --silent --fail --output /dev/null --write-out '%{time_total}\n' \
        --header 'Content-Type: application/json' --data "$body" "$address/api/simulate"
done | sort -n)
awk -v load="$load" -v cores="$(nproc)" -v ticks="$(($(ticks) - before))" -v hz="$(getconf CLK_TCK)" '
    { times[NR] = 1000 * $1 }
    END {
        printf "first answer, 200 nights: least %.0f ms, median %.0f ms of %d requests; CPU time %.0f ms each; load average %s, %d cores\n",
            times[1], times[int((NR + 1) / 2)], NR, 1000 * ticks / hz / NR, load, cores
        exit times[1] <= 100 ? 0 : load > 0.5 ? 2 : 1
    }' <<<"$times"

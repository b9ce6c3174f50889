#!/usr/bin/env bash
# How well a replay keeps its schedule, beside the least that could send it (examples/bare_loop.rs) and beside oha if
# that is installed (cargo install oha): all against `nightdesk demo-helpdesk`, one after another, on this machine.
#
# Customers open conversations and nobody answers, so a message is a request. CPU is that of the sending process alone:
# what twice the seconds take more, a request, so that starting up cancels. It says something only on an idle machine,
# so the load average stands beside it. The exit code is 1 if an aim is missed.
#
#   benches/replay.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-10}
port=${PORT:-18801}
work=$(mktemp -d)
helpdesk=""
trap '[ -z "$helpdesk" ] || kill "$helpdesk" 2>/dev/null; rm -rf "$work"' EXIT

cargo build --quiet --release
cargo build --quiet --release --example bare_loop
target="${CARGO_TARGET_DIR:-target}/release"

scenario() { # messages a second at speed 60
    cat >"$work/$1.toml" <<TOML
title     = "$1 messages a second"
time_zone = "UTC"
opens     = 2026-01-01T00:00:00
closes    = 2026-01-01T02:00:00
run_out   = "0s"
[inquiry.parcel]
baseline  = { steps = { "00:00" = $(($1 * 60)) } }
channels  = { chat = 1.0 }
reply     = "1min"
[channel.chat]
kind = "chat"
[team.nobody]
skills = ["parcel"]
slots  = { chat = 1 }
[team.nobody.shift.later]
from   = "03:00"
to     = "04:00"
agents = 1
[target.first]
measure  = "first_reply"
within   = "3min"
at_least = 0.9
TOML
}

up() {
    [ -z "$helpdesk" ] || { kill "$helpdesk" && wait "$helpdesk" 2>/dev/null || true; }
    "$target/nightdesk" demo-helpdesk --port "$port" --quiet >"$work/demo.log" 2>&1 &
    helpdesk=$!
    for _ in $(seq 50); do
        curl -s -o /dev/null "http://127.0.0.1:$port/" && return
        sleep 0.1
    done
    cat "$work/demo.log" >&2
    exit 2
}

# Runs a command; its CPU seconds, peak memory in MB and output go to $work/used and $work/out.
used() {
    python3 - "$work/used" "$work/out" "$@" <<'PYTHON'
import resource, subprocess, sys
with open(sys.argv[2], "w") as out:
    code = subprocess.run(sys.argv[3:], stdout=out, stderr=subprocess.STDOUT).returncode
it = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{it.ru_utime + it.ru_stime:.3f} {it.ru_maxrss / 1024:.0f}", file=open(sys.argv[1], "w"))
sys.exit(0 if code in (0, 1, 5) else code)
PYTHON
}

of() { python3 -c "import json,sys; it=json.load(open('$work/out-$1/summary.json')); print($2)"; }

replay() { # messages a second, seconds
    up
    rm -rf "$work/out-$1"
    used "$target/nightdesk" replay "$work/$1.toml" --helpdesk demo --url "http://127.0.0.1:$port" --speed 60 \
        --window "00:00..$(date -u -d "@$(($2 * 60))" +%H:%M)" --nights 1 --drain 1s --read-back 0 --quiet \
        --out "$work/out-$1"
}

bare() { # messages a second
    up
    used "$target/examples/bare_loop" "$work/out-$1/ledger.jsonl" "http://127.0.0.1:$port" customer-1
}

calls() { of "$1" "sum(op['calls'] for op in it['operations'])"; }

each() { python3 -c "print(round(1e6 * ($3 - $1) / ($4 - $2), 1))"; } # CPU, requests, and both of the longer run

echo "load average before: $(cut -d' ' -f1 /proc/loadavg), cores: $(nproc), $((2 * seconds)) s each"
failed=0
aim() { # what, is it reached (python), said
    if python3 -c "import sys; sys.exit(not ($2))"; then echo "reached: $1"; else
        echo "MISSED:  $1"
        failed=1
    fi
}
printf '%-26s %9s %10s %10s %9s %13s %9s\n' '' requests 'lag p50 ms' 'lag p99 ms' unsent 'CPU us a req.' 'peak MB'
for rate in 1000 5000; do
    scenario "$rate"
    replay "$rate" "$seconds"
    read -r half_cpu _ <"$work/used"
    half=$(calls "$rate")
    bare "$rate"
    read -r half_sent _ _ _ half_bare_cpu <"$work/out"
    replay "$rate" $((2 * seconds))
    read -r cpu memory <"$work/used"
    requests=$(calls "$rate")
    unsent=$(of "$rate" "it['ledger']['unsent']")
    bad=$(of "$rate" "sum(it['ledger'][k] for k in ('lost', 'refused', 'failed', 'throttled', 'unsent', 'never_due'))")
    p50=$(of "$rate" "round(1000 * it['lag']['p50_s'], 3)")
    p99=$(of "$rate" "round(1000 * it['lag']['p99_s'], 3)")
    each=$(each "$half_cpu" "$half" "$cpu" "$requests")
    printf '%-26s %9s %10s %10s %9s %13s %9s\n' "nightdesk, $rate a second" "$requests" "$p50" "$p99" "$unsent" "$each" "$memory"
    bare "$rate"
    read -r _ bare_memory <"$work/used"
    read -r sent refused bare_p50 bare_p99 bare_cpu <"$work/out"
    bare_each=$(each "$half_bare_cpu" "$half_sent" "$bare_cpu" "$sent")
    printf '%-26s %9s %10s %10s %9s %13s %9s\n' "bare loop, $rate a second" "$sent" "$bare_p50" "$bare_p99" "$refused" "$bare_each" "$bare_memory"
    if command -v oha >/dev/null; then
        up
        used oha --no-tui --disable-color -q "$rate" -c 64 -z "${seconds}s" --latency-correction -m POST \
            -H 'Authorization: Bearer customer-1' -T application/json -d '{"subject":"bare","text":"我的包裹在哪里？"}' \
            "http://127.0.0.1:$port/api/conversations"
        read -r oha_cpu oha_memory <"$work/used"
        oha_sent=$(grep -oE '\[201\] [0-9]+' "$work/out" | cut -d' ' -f2)
        printf '%-26s %9s %10s %10s %9s %13s %9s\n' "oha, $rate a second" "$oha_sent" - - - \
            "$(python3 -c "print(round(1e6 * $oha_cpu / $oha_sent, 1))")" "$oha_memory"
    fi
    if [ "$rate" = 1000 ]; then
        aim "median lag within 0.5 ms of the bare loop's" "$p50 - $bare_p50 <= 0.5"
        aim "p99 of the lag below 5 ms" "$p99 < 5"
        aim "CPU a request at most 1.25 times the bare loop's" "$each <= 1.25 * $bare_each"
        aim "$requests conversations open in 500 MB" "$memory <= 500"
    else
        aim "none lost or unsent at $rate a second" "$bad == 0"
    fi
done
echo "load average after: $(cut -d' ' -f1 /proc/loadavg)"
exit "$failed"

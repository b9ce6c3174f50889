#!/usr/bin/env bash
# Roundup (PyPI) under gunicorn on loopback, for the tests.
#   roundup.sh up DATA PORT     installs into DATA, starts, writes DATA/secrets.env; again: only starts
#   roundup.sh down DATA
# ROUNDUP_CALLS and ROUNDUP_SECONDS set its own limiter: so many calls in so many seconds.
set -euo pipefail
DO=$1; mkdir -p "$2"; DATA=$(cd "$2" && pwd); PORT=${3:-8088}
AGENTS=${AGENTS:-4}; CUSTOMERS=${CUSTOMERS:-10}
log() { echo "[roundup] $*" >&2; }
alive() { [ -s "$DATA/server.pid" ] && kill -0 "$(cat "$DATA/server.pid")" 2>/dev/null; }

if [ "$DO" = down ]; then
    if alive; then
        kill -TERM "$(cat "$DATA/server.pid")"
        for _ in $(seq 1 40); do alive || break; sleep 0.25; done
    fi
    rm -f "$DATA/server.pid"
    exit 0
fi

if ! [ -e "$DATA/venv/.ok" ]; then
    log "installing"
    python3 -m venv "$DATA/venv"
    "$DATA/venv/bin/pip" install -q --disable-pip-version-check 'roundup==2.6.0' 'gunicorn>=23' \
        >"$DATA/install.log" 2>&1 || { tail -20 "$DATA/install.log" >&2; exit 1; }
    touch "$DATA/venv/.ok"
fi
BIN="$DATA/venv/bin"
if ! [ -e "$DATA/initialised" ]; then
    log "making its tracker"
    rm -rf "$DATA/tracker"
    "$BIN/roundup-admin" -i "$DATA/tracker" install classic sqlite \
        "tracker_web=http://127.0.0.1:$PORT/,mail_domain=example.invalid,mail_host=localhost,admin_email=admin@example.invalid" \
        >"$DATA/setup.log" 2>&1 || { tail -20 "$DATA/setup.log" >&2; exit 1; }
    # Mails are written to a file and never sent: a tracker that cannot send one undoes the change.
    sed -i "s|^debug = *$|debug = $DATA/mail|" "$DATA/tracker/config.ini"
    sed -i "s|^api_calls_per_interval = .*|api_calls_per_interval = ${ROUNDUP_CALLS:-0}|
        s|^api_interval_in_sec = .*|api_interval_in_sec = ${ROUNDUP_SECONDS:-3600}|" "$DATA/tracker/config.ini"
    "$BIN/roundup-admin" -i "$DATA/tracker" initialise "admin-$RANDOM$RANDOM" >>"$DATA/setup.log" 2>&1 ||
        { tail -20 "$DATA/setup.log" >&2; exit 1; }
    AGENTS=$AGENTS CUSTOMERS=$CUSTOMERS DATA=$DATA "$BIN/python" - <<'PYTHON' >&2
import base64, os, secrets
from roundup import instance, password
data = os.environ["DATA"]
database = instance.open(data + "/tracker").open("admin")
lines = []
def make(name, variable, n):
    word = secrets.token_urlsafe(12)
    user = database.user.create(username=f"{name}{n}", address=f"{name}{n}@example.invalid", roles="User",
        password=password.Password(word, config=database.config))
    basic = base64.b64encode(f"{name}{n}:{word}".encode()).decode()
    lines.extend([f"{variable}_BASIC_{n}={basic}", f"{variable}_ID_{n}={user}"])
for n in range(1, int(os.environ["AGENTS"]) + 1):
    make("agent", "ROUNDUP_AGENT", n)
for n in range(1, int(os.environ["CUSTOMERS"]) + 1):
    make("customer", "ROUNDUP_CUSTOMER", n)
database.commit()
open(data + "/secrets.env", "w").write("\n".join(lines) + "\n")
PYTHON
    touch "$DATA/initialised"
fi
cat >"$DATA/app.py" <<PYTHON
from roundup.cgi.wsgi_handler import RequestDispatcher
app = RequestDispatcher("$DATA/tracker")
PYTHON
if ! alive; then
    log "starting on 127.0.0.1:$PORT"
    (cd "$DATA" && exec setsid "$BIN/gunicorn" -b "127.0.0.1:$PORT" -w 2 app:app </dev/null >"$DATA/server.log" 2>&1) &
    echo $! >"$DATA/server.pid"
fi
BASIC=$(sed -n 's/^ROUNDUP_AGENT_BASIC_1=//p' "$DATA/secrets.env")
for _ in $(seq 1 120); do
    code=$(curl -s -o /dev/null -m 5 -w '%{http_code}' -H "Authorization: Basic $BASIC" -H 'X-Requested-With: rest' \
        "http://127.0.0.1:$PORT/rest/data/status" || true)
    case $code in 200 | 429) exit 0 ;; esac
    alive || { tail -20 "$DATA/server.log" >&2; exit 1; }
    sleep 0.5
done
log "not ready: $code"
exit 1

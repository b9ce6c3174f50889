#!/usr/bin/env bash
# Roundup (PyPI) under gunicorn. Used as common.sh says.
# ROUNDUP_CALLS and ROUNDUP_SECONDS set its own limiter: so many calls in so many seconds.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
AGENTS=${AGENTS:-14}; CUSTOMERS=${CUSTOMERS:-20}
if [ "$DO" = down ]; then stop; exit 0; fi
python_packages 'roundup==2.6.0' 'gunicorn>=23,<24'
[ "$DO" = up ] || exit 0

BIN="$VENV/bin"
if ! [ -e "$DATA/initialised" ]; then
    log "making its tracker"
    rm -rf "$DATA/tracker"
    logged "$DATA/setup.log" "$BIN/roundup-admin" -i "$DATA/tracker" install classic sqlite \
        "tracker_web=http://127.0.0.1:$PORT/,mail_domain=example.invalid,mail_host=localhost,admin_email=admin@example.invalid"
    # Mails are written to a file and never sent: a tracker that cannot send one undoes the change.
    sed -i "s|^debug = *$|debug = $DATA/mail|" "$DATA/tracker/config.ini"
    sed -i "s|^api_calls_per_interval = .*|api_calls_per_interval = ${ROUNDUP_CALLS:-0}|
        s|^api_interval_in_sec = .*|api_interval_in_sec = ${ROUNDUP_SECONDS:-3600}|" "$DATA/tracker/config.ini"
    # As it is shipped, every call hashes a password a million times over.
    sed -i "s|^password_pbkdf2_default_rounds = .*|password_pbkdf2_default_rounds = ${ROUNDUP_ROUNDS:-1000}|" \
        "$DATA/tracker/config.ini"
    logged "$DATA/setup.log" "$BIN/roundup-admin" -i "$DATA/tracker" initialise "admin-$RANDOM$RANDOM"
    AGENTS=$AGENTS CUSTOMERS=$CUSTOMERS DATA=$DATA PORT=$PORT "$BIN/python" - <<'PYTHON' >&2
import base64, os, secrets
from roundup import instance, password
data = os.environ["DATA"]
database = instance.open(data + "/tracker").open("admin")
lines = ["ROUNDUP_ORIGIN=http://127.0.0.1:" + os.environ["PORT"]]
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
cd "$DATA"
alive || start "$BIN/gunicorn" -b "127.0.0.1:$PORT" -w 2 app:app
BASIC=$(sed -n 's/^ROUNDUP_AGENT_BASIC_1=//p' "$DATA/secrets.env")
wait_for '200 429' -H "Authorization: Basic $BASIC" -H 'X-Requested-With: rest' "http://127.0.0.1:$PORT/rest/data/status"

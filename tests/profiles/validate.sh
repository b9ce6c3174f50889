#!/usr/bin/env bash
# Holds requests against OpenAPI descriptions with openapi-core (PyPI), which is installed into DATA.
#   validate.sh install DATA
#   validate.sh DATA ASKED.json PREFIX DESCRIPTION...
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ "$1" = install ] && DATA=$2 || DATA=$1
mkdir -p "$DATA"
exec 9>"$DATA/lock"
flock 9
if ! [ -e "$DATA/venv/complete" ]; then
    rm -rf "$DATA/venv"
    python3 -m venv "$DATA/venv" >&2
    "$DATA/venv/bin/pip" install -q --disable-pip-version-check 'openapi-core==0.23.1' PyYAML >&2
    touch "$DATA/venv/complete"
fi
exec 9>&-
[ "$1" = install ] || exec "$DATA/venv/bin/python" "$HERE/validate.py" "${@:2}"

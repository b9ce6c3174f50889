#!/usr/bin/env bash
# Installs what the tests need, and runs all of them: bash test.sh
# With NIGHTDESK_HELPDESKS=yes real helpdesks are installed under target/helpdesks and tried as well; that takes minutes.
# Recorded days are looked for in $NIGHTDESK_DATA, else in shared/data beside this folder; tests of
# recordings that are not there say so and pass.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! command -v cargo >/dev/null; then
    echo "Rust is missing: see https://rustup.rs" >&2
    exit 2
fi

# As root, or with sudo; if neither, whoever runs this installs the package.
install() {
    local sudo=""
    [ "$(id -u)" = 0 ] || sudo="sudo"
    export DEBIAN_FRONTEND=noninteractive
    $sudo apt-get install -y --no-install-recommends "$@" </dev/null ||
        { $sudo apt-get update </dev/null && $sudo apt-get install -y --no-install-recommends "$@" </dev/null; }
}
command -v cc >/dev/null || install gcc libc6-dev
command -v python3 >/dev/null || install python3
command -v curl >/dev/null || install curl
python3 -c 'import venv, ensurepip' 2>/dev/null || install python3-venv
# The page is tried in a real browser.
command -v chromium >/dev/null || install chromium
if [ ! -x target/browser/bin/python ]; then
    python3 -m venv target/browser
    target/browser/bin/pip install --quiet playwright==1.65.2
fi
[ "${1:-}" != --install-only ] || exit 0

if [ -z "${NIGHTDESK_DATA:-}" ] && [ -d ../shared/data ]; then
    NIGHTDESK_DATA=$(cd ../shared/data && pwd)
    export NIGHTDESK_DATA
fi

if [ -z "${NIGHTDESK_HELPDESKS:-}" ]; then unset NIGHTDESK_HELPDESKS; fi
cargo test --locked "$@"

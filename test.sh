#!/usr/bin/env bash
# Installs what the tests need, and runs all of them: bash test.sh
# Real helpdesks are installed for it: Debian's packages (as root or with sudo) and folders under target/helpdesks.
# NIGHTDESK_HELPDESKS="rt5 roundup" tries only these, quick those that need no packages of Debian, none none. What cannot be installed (no network,
# no rights) is left out with a word; a helpdesk that was asked for by name, or anything if NIGHTDESK_STRICT is set,
# fails everything instead.
# Recorded days are looked for in $NIGHTDESK_DATA, else in shared/data beside this folder; tests of
# recordings that are not there say so and pass. Likewise descriptions of helpdesks' interfaces, in $NIGHTDESK_OPENAPI, else
# in shared/openapi beside this folder.
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

# NIGHTDESK_WITHOUT tells the tests what there is not.
NIGHTDESK_WITHOUT=""
without() {
    echo "$1 could not be installed: its tests are left out" >&2
    [ -z "${NIGHTDESK_STRICT:-}" ] || exit 1
    NIGHTDESK_WITHOUT="$NIGHTDESK_WITHOUT $1"
}

# The page is tried in a real browser, and held to the rules of accessibility by axe-core.
browser() {
    command -v chromium >/dev/null || install chromium || return 1
    target/browser/bin/python -c 'import playwright, axe_playwright_python' 2>/dev/null && return
    python3 -m venv target/browser &&
        target/browser/bin/pip install --quiet playwright==1.65.2 axe-playwright-python==0.1.8
}
case "$*" in
    "" | --install-only | *browser*) browser || without browser ;;
esac

# Only what is to be tried is installed.
case "$*" in
    "" | --install-only | *helpdesks*) asked=${NIGHTDESK_HELPDESKS:-all} ;;
    *) asked=none ;;
esac
case "$asked" in all | quick | none) named=no ;; *) named=yes ;; esac
[ "$asked" != all ] || asked="django-helpdesk redmine roundup rt5"
[ "$asked" != quick ] || asked="django-helpdesk roundup"
[ "$asked" != none ] || asked=""
NIGHTDESK_HELPDESKS=""
for name in $asked; do
    if timeout 600 bash "tests/helpdesks/$name.sh" install "target/helpdesks/$name"; then
        NIGHTDESK_HELPDESKS="$NIGHTDESK_HELPDESKS $name"
    elif [ "$named" = yes ]; then
        echo "$name could not be installed" >&2
        exit 1
    else
        without "$name"
    fi
done
export NIGHTDESK_HELPDESKS
case "$*" in
    "" | --install-only | *profiles*) bash tests/profiles/validate.sh install target/profiles || without openapi-core ;;
esac
export NIGHTDESK_WITHOUT
[ "${1:-}" != --install-only ] || exit 0

if [ -z "${NIGHTDESK_DATA:-}" ] && [ -d ../shared/data ]; then
    NIGHTDESK_DATA=$(cd ../shared/data && pwd)
    export NIGHTDESK_DATA
fi

if [ -z "${NIGHTDESK_OPENAPI:-}" ] && [ -d ../shared/openapi ]; then
    NIGHTDESK_OPENAPI=$(cd ../shared/openapi && pwd)
    export NIGHTDESK_OPENAPI
fi

cargo test --locked "$@"

# Sourced by the scripts beside it, each of which installs, starts and stops one helpdesk on loopback:
#   NAME.sh install DATA        what it needs; again: nothing
#   NAME.sh up DATA PORT        the same, then starts it and writes DATA/secrets.env; again: only starts
#   NAME.sh down DATA
# DATA is a folder of its own; what several of them can share is kept beside it. Progress goes to standard error.

DO=$1; mkdir -p "$2"; DATA=$(cd "$2" && pwd); PORT=${3:-}
NAME=$(basename "$0" .sh)
SHARED=$(dirname "$DATA")

log() { echo "[$NAME] $*" >&2; }

# Runs a command whose output goes to a file; shows the end of it and gives up if that fails.
logged() {
    local to=$1; shift
    "$@" </dev/null >>"$to" 2>&1 || { log "failed: $*"; tail -20 "$to" >&2; exit 1; }
}

alive() { [ -s "$DATA/server.pid" ] && kill -0 "$(cat "$DATA/server.pid")" 2>/dev/null; }

# Starts a server in a session of its own; its number is that of the process group as well.
start() {
    log "starting on 127.0.0.1:$PORT"
    setsid "$@" </dev/null >"$DATA/server.log" 2>&1 &
    echo $! >"$DATA/server.pid"
}

stop() {
    if alive; then
        local pid; pid=$(cat "$DATA/server.pid")
        kill -TERM "$pid"
        for _ in $(seq 1 40); do alive || break; sleep 0.25; done
        ! alive || kill -KILL -- "-$pid"
    fi
    rm -f "$DATA/server.pid"
}

# Until a request (curl's arguments) is answered with one of these statuses.
wait_for() {
    local statuses=$1 code=none; shift
    for _ in $(seq 1 240); do
        code=$(curl -s -o "$DATA/ready.txt" -m 5 -w '%{http_code}' "$@" || true)
        case " $statuses " in *" $code "*) return 0 ;; esac
        alive || { tail -20 "$DATA/server.log" >&2; exit 1; }
        sleep 0.5
    done
    log "not ready: $code"
    exit 1
}

# Debian's packages; as root, or with sudo. No daemon is started by installing them.
debian() {
    local sudo="" try
    [ "$(id -u)" = 0 ] || sudo=sudo
    log "installing Debian's packages"
    for try in install update; do
        [ "$try" = install ] || logged "$SHARED/apt-$NAME.log" $sudo apt-get -o DPkg::Lock::Timeout=600 update -qq
        if $sudo env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 \
            install -y -qq --no-install-recommends "$@" </dev/null >>"$SHARED/apt-$NAME.log" 2>&1; then return 0; fi
    done
    tail -20 "$SHARED/apt-$NAME.log" >&2
    exit 1
}

# A Python environment with these packages, shared by all folders beside DATA.
python_packages() {
    VENV="$SHARED/venv-$NAME"
    exec 9>"$VENV.lock"
    flock 9
    if ! [ -e "$VENV/complete" ]; then
        log "installing $*"
        rm -rf "$VENV"
        logged "$SHARED/pip-$NAME.log" python3 -m venv "$VENV"
        logged "$SHARED/pip-$NAME.log" "$VENV/bin/pip" install -q --disable-pip-version-check "$@"
        touch "$VENV/complete"
    fi
    exec 9>&-
}

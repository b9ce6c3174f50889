#!/usr/bin/env bash
# django-helpdesk (PyPI) under gunicorn on loopback, for the tests.
#   django-helpdesk.sh up DATA PORT     installs into DATA, starts, writes DATA/secrets.env; again: only starts
#   django-helpdesk.sh down DATA
# HD_THROTTLE=10/min makes it answer 429 beyond that. Progress goes to standard error.
set -euo pipefail
DO=$1; mkdir -p "$2"; DATA=$(cd "$2" && pwd); PORT=${3:-8086}
AGENTS=${AGENTS:-20}; CUSTOMERS=${CUSTOMERS:-20}
log() { echo "[django-helpdesk] $*" >&2; }
alive() { [ -s "$DATA/server.pid" ] && kill -0 "$(cat "$DATA/server.pid")" 2>/dev/null; }

if [ "$DO" = down ]; then
    if alive; then
        kill -TERM "$(cat "$DATA/server.pid")"
        for _ in $(seq 1 40); do alive || break; sleep 0.25; done
    fi
    rm -f "$DATA/server.pid"
    exit 0
fi

PY="$DATA/venv/bin/python"
if ! [ -e "$DATA/venv/.ok" ]; then
    log "installing"
    python3 -m venv "$DATA/venv"
    "$DATA/venv/bin/pip" install -q --disable-pip-version-check \
        'django-helpdesk==2.6.1' 'Django>=5.2,<5.3' 'gunicorn>=23' >"$DATA/install.log" 2>&1 ||
        { tail -20 "$DATA/install.log" >&2; exit 1; }
    touch "$DATA/venv/.ok"
fi
mkdir -p "$DATA/site/desk"
: >"$DATA/site/desk/__init__.py"
[ -s "$DATA/secret" ] || "$PY" -c 'import secrets; print(secrets.token_urlsafe(40))' >"$DATA/secret"
cat >"$DATA/site/desk/settings.py" <<'PYTHON'
import os, pathlib
DATA = pathlib.Path(os.environ["HD_DATA"])
SECRET_KEY = (DATA / "secret").read_text().strip()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
INSTALLED_APPS = ["django.contrib." + app for app in
    ("admin", "auth", "contenttypes", "sessions", "messages", "sites", "humanize", "staticfiles")]
INSTALLED_APPS += ["rest_framework", "rest_framework.authtoken", "helpdesk"]
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware"]
ROOT_URLCONF = "desk.urls"
WSGI_APPLICATION = "desk.wsgi.application"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS":
    {"context_processors": ["django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth", "django.contrib.messages.context_processors.messages"]}}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "helpdesk.sqlite3", "CONN_MAX_AGE": 60,
    "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"}}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = True
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
SITE_ID = 1
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = "helpdesk@example.invalid"
HELPDESK_TEAMS_MODE_ENABLED = False
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}
if os.environ.get("HD_THROTTLE"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(DATA / "cache")}}
    REST_FRAMEWORK.update({"DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
        "DEFAULT_THROTTLE_RATES": {"user": os.environ["HD_THROTTLE"]}})
PYTHON
cat >"$DATA/site/desk/urls.py" <<'PYTHON'
from django.contrib import admin
from django.urls import include, path
urlpatterns = [path("admin/", admin.site.urls), path("helpdesk/", include("helpdesk.urls"))]
PYTHON
cat >"$DATA/site/desk/wsgi.py" <<'PYTHON'
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desk.settings")
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
PYTHON
export HD_DATA="$DATA" DJANGO_SETTINGS_MODULE=desk.settings PYTHONPATH="$DATA/site"

if ! [ -e "$DATA/initialised" ]; then
    log "making its database"
    rm -f "$DATA"/helpdesk.sqlite3*
    "$PY" -m django migrate --noinput -v0 >"$DATA/migrate.log" 2>&1 || { tail -20 "$DATA/migrate.log" >&2; exit 1; }
    AGENTS=$AGENTS CUSTOMERS=$CUSTOMERS OUT="$DATA/secrets.env" "$PY" - <<'PYTHON' >&2
import os, django
django.setup()
from django.contrib.auth import get_user_model
from rest_framework.authtoken.models import Token
from helpdesk.models import Queue
User = get_user_model()
queue, _ = Queue.objects.get_or_create(slug="support", defaults=dict(
    title="Support", allow_public_submission=True, email_address="support@example.invalid"))
lines = [f"HD_QUEUE_ID={queue.id}"]
def make(name, staff, variable):
    user, _ = User.objects.get_or_create(username=name, defaults=dict(email=f"{name}@example.invalid", is_staff=staff))
    user.set_unusable_password()
    user.save()
    token, _ = Token.objects.get_or_create(user=user)
    lines.append(f"{variable}={token.key}")
    return user
for n in range(1, int(os.environ["AGENTS"]) + 1):
    user = make(f"agent{n}", True, f"HD_AGENT_TOKEN_{n}")
    lines.append(f"HD_AGENT_ID_{n}={user.id}")
make("gateway", True, "HD_GATEWAY_TOKEN")
for n in range(1, int(os.environ["CUSTOMERS"]) + 1):
    make(f"customer{n}", False, f"HD_CUSTOMER_TOKEN_{n}")
    lines.append(f"HD_CUSTOMER_MAIL_{n}=customer{n}@example.invalid")
open(os.environ["OUT"], "w").write("\n".join(lines) + "\n")
PYTHON
    touch "$DATA/initialised"
fi

if ! alive; then
    log "starting on 127.0.0.1:$PORT"
    setsid "$DATA/venv/bin/gunicorn" -b "127.0.0.1:$PORT" -w 2 --threads 4 --keep-alive 30 --backlog 2048 \
        desk.wsgi </dev/null >"$DATA/server.log" 2>&1 &
    echo $! >"$DATA/server.pid"
fi
TOKEN=$(sed -n 's/^HD_AGENT_TOKEN_1=//p' "$DATA/secrets.env")
for _ in $(seq 1 240); do
    code=$(curl -s -o /dev/null -m 5 -w '%{http_code}' -H "Authorization: Token $TOKEN" \
        "http://127.0.0.1:$PORT/helpdesk/api/tickets/?page_size=1" || true)
    case $code in 200 | 429) exit 0 ;; esac
    alive || { tail -20 "$DATA/server.log" >&2; exit 1; }
    sleep 0.25
done
log "not ready: $code"
exit 1

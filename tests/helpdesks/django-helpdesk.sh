#!/usr/bin/env bash
# django-helpdesk (PyPI) under gunicorn. Used as common.sh says.
# HD_THROTTLE=10/min makes it answer 429 beyond that.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
AGENTS=${AGENTS:-20}; CUSTOMERS=${CUSTOMERS:-20}
if [ "$DO" = down ]; then stop; exit 0; fi
python_packages 'django-helpdesk==2.6.1' 'Django>=5.2,<5.3' 'gunicorn>=23,<24'
[ "$DO" = up ] || exit 0

PY="$VENV/bin/python"
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
    logged "$DATA/setup.log" "$PY" -m django migrate --noinput -v0
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

alive || start "$VENV/bin/gunicorn" -b "127.0.0.1:$PORT" -w 2 --threads 4 --keep-alive 30 --backlog 2048 desk.wsgi
TOKEN=$(sed -n 's/^HD_AGENT_TOKEN_1=//p' "$DATA/secrets.env")
wait_for '200 429' -H "Authorization: Token $TOKEN" "http://127.0.0.1:$PORT/helpdesk/api/tickets/?page_size=1"

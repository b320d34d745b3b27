"""Settings: all from the environment, with defaults that run on one machine.

SHUANGBAI_DATABASE_URL / SHUANGBAI_OWNER_DATABASE_URL  the server, see docs/runbooks/database.md
SHUANGBAI_DATA     folder of everything this installation keeps (default: var beside the code)
SHUANGBAI_HOSTS    host names under which it is served, comma separated (default: loopback)
SHUANGBAI_TLS=1    behind one proxy that speaks TLS: secure cookies, HSTS, and visitors are told
                   apart by the address that the proxy adds to X-Forwarded-For
SHUANGBAI_POOL     connections kept by each server process; 0 opens one per request
"""

import os
import secrets
from pathlib import Path
from typing import Any

import django_stubs_ext
from django.utils.csp import CSP
from psycopg.conninfo import conninfo_to_dict

from shuangbai.config import engine

# Lets `models.CharField[str, str]` and the like stand in code that also runs.
django_stubs_ext.monkeypatch()

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "shuangbai"
DATA = Path(os.environ.get("SHUANGBAI_DATA") or ROOT / "var").expanduser().resolve()
TLS = os.environ.get("SHUANGBAI_TLS") == "1"
POOL = int(os.environ.get("SHUANGBAI_POOL", "0"))


def _secret_key() -> str:
    """Signs sessions and forms; made once per installation, shared by its processes."""
    if given := os.environ.get("SHUANGBAI_SECRET_KEY"):
        return given
    file = DATA / "secret_key"
    DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as out:
        made = secrets.token_urlsafe(50)
        out.write(made)
    return made


def _database(conninfo: str, pool: int) -> dict[str, Any]:
    known = conninfo_to_dict(conninfo)
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    found = {django: str(known.pop(own, "") or "") for own, django in names.items()}
    options: dict[str, Any] = {key: value for key, value in known.items() if key != "port"}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "PORT": str(known.get("port") or ""),
        # A connection that died with the database is replaced before it is used.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        **found,
    }


_addresses = engine.addresses()
DATABASES = {"default": _database(_addresses.app, POOL)}
if _addresses.owner_or_none is not None:
    # Owner of the schema: migrations only. Requests never use it.
    DATABASES["owner"] = _database(_addresses.owner, 0)

SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("SHUANGBAI_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

HOUSE = (
    "areas",
    "access",
    "jobs",
    "catalogue",
    "figures",
    "rosters",
    "staff",
    "clients",
    "visits",
    "cover",
    "desk",
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "ninja",
    "procrastinate.contrib.django",
    "shuangbai.config",
    "shuangbai.kernel",
    *(f"shuangbai.{name}" for name in HOUSE),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shuangbai.access.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shuangbai.access.middleware.RequestTransaction",
]

ROOT_URLCONF = "shuangbai.config.urls"
WSGI_APPLICATION = "shuangbai.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shuangbai.config.context.page",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600

# Shared by all processes, so that sign-in limits count for the installation, not for a process.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "shuangbai.access.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
SESSION_COOKIE_AGE = 12 * 3600

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
# Without it all have the proxy's address, and one visitor's wrong passwords lock all out.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
CSRF_FAILURE_VIEW = "shuangbai.access.failures.csrf"
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

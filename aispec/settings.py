"""Settings, all from the environment.

Nothing set means the embedded demonstration: SQLite, a secret key made on this machine, reachable from
this machine only, with one-click sign-in. As soon as SECRET_KEY is set, it is a production: then
ALLOWED_HOSTS and DATABASE_URL are required, cookies are secure and HTTPS is enforced. A variable of a production
without the others is a slip, and nothing starts.
"""

import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from aispec.accounts import *  # noqa: F403
from aispec.production import hosts_of, site_of, strong, verification_of
from aispec.web.account.oidc import oidc_providers, origins
from aispec.web.account.sign_up import sign_up_policy
from aispec.web.logs.lines import logging_of
from aispec.web.operations.metrics import with_metrics

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

DEMO = "SECRET_KEY" not in env
DEBUG = env.bool("DEBUG", default=False)


# What makes sense in a production only.
PRODUCTION = (
    "ALLOWED_HOSTS", "BEHIND_PROXY", "DATABASE_URL", "DEFAULT_FROM_EMAIL", "EMAIL_URL",
    "EMAIL_VERIFICATION", "METRICS_TOKEN", "MFA_REQUIRED_ROLES", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ISSUER",
    "OIDC_NAME", "SECRET_KEY_FALLBACKS", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "SESSION_HOURS", "SIGNUP",
    "SITE_URL",
)  # fmt: skip


def _private(path: Path) -> Path:
    """The path of a file that only its owner may read, made where it is missing."""
    VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
    if path.stat().st_mode & 0o077:  # one that is right already may be on a disk that takes no changes
        path.chmod(0o600)
    return path


def _demo_secret_key() -> str:
    """A key made once on this machine."""
    path = _private(VAR_DIR / "secret-key")
    if not path.stat().st_size:
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY_FALLBACKS: list[str] = []
if DEMO:
    if stray := [name for name in PRODUCTION if name in env]:
        raise ImproperlyConfigured(
            f"{' and '.join(stray)} set without SECRET_KEY: a production sets it too, the demonstration none of them."
        )
    SECRET_KEY = _demo_secret_key()
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
else:
    SECRET_KEY = env.str("SECRET_KEY")
    ALLOWED_HOSTS = hosts_of(env.list("ALLOWED_HOSTS", default=[]))
    missing = [name for name in ("ALLOWED_HOSTS", "DATABASE_URL") if not env.str(name, default="")]
    if missing:
        raise ImproperlyConfigured(f"In production, set {' and '.join(missing)}.")
    if DEBUG:
        raise ImproperlyConfigured("DEBUG shows what is inside to anybody: it is for the demonstration only.")
    SECRET_KEY = strong("SECRET_KEY", SECRET_KEY)
    SECRET_KEY_FALLBACKS = [strong("SECRET_KEY_FALLBACKS", key) for key in env.list("SECRET_KEY_FALLBACKS", default=[])]

INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "template_partials",
    "csp",
    "django_tasks",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "aispec.web",
    "django_tasks_db",  # after ours, whose db_worker adds to its own
    "phases",
    "roles",
]

MIDDLEWARE = [
    "aispec.web.logs.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "aispec.web.operations.this_machine.ThisMachineMiddleware",
    "aispec.web.middleware.SessionCookieMiddleware",
    "aispec.web.middleware.SpareSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "aispec.web.middleware.HtmxResponseMiddleware",
    "aispec.web.middleware.PrivatePagesMiddleware",
    "aispec.web.middleware.WayOnMiddleware",
    "aispec.web.once.OnceMiddleware",
    "aispec.web.account.unsent_mail.UnsentMailMiddleware",
    "aispec.web.account.provider_away.ProviderAwayMiddleware",
    "aispec.web.unreadable.UnreadableMiddleware",
    "aispec.web.account.activity.ActivityMiddleware",
    "roles.people.second_factor.SecondFactorMiddleware",
    "roles.exports.middleware.LargeDocumentMiddleware",
    "roles.security_log.middleware.SecurityLogMiddleware",
]
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
MIDDLEWARE = with_metrics(METRICS_TOKEN, VAR_DIR / "metrics", MIDDLEWARE)

FORM_RENDERER = "aispec.web.fields.renderer.FormRenderer"
ROOT_URLCONF = "aispec.urls"
WSGI_APPLICATION = "aispec.wsgi.application"

LOADERS = ["aispec.web.template_loader.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", LOADERS)])],
            "builtins": ["aispec.web.templatetags.web"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "aispec.web.context.page",
            ],
        },
    }
]


def database_of(url: str) -> dict[str, Any]:
    """SQLite with write-ahead log, immediate transactions and each commit on the disk, or what `url` names.

    Django's SQLite defaults refuse writes under load ("database is locked"). A connection is kept by its thread and
    tried before it is used, so that a restart of the database is not noticed: connecting to PostgreSQL at each request
    costs ten times the request, and SQLite cannot be opened for reading on a full disk. One to a PostgreSQL that has
    vanished is given up within a minute.
    """
    embedded = f"sqlite:///{VAR_DIR / 'db.sqlite3'}"
    database: dict[str, Any] = env.db_url_config(url or embedded)
    database |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    options = database.setdefault("OPTIONS", {})
    if database["ENGINE"].endswith("sqlite3"):
        with suppress(OSError):  # a folder that is not there, and a disk that is read-only, is told by the database
            _private(Path(database["NAME"]))
            for beside in ("-wal", "-shm"):  # of a release that left them to others; new ones are as the file
                with suppress(FileNotFoundError):
                    _private(Path(f"{database['NAME']}{beside}").resolve(strict=True))
        database["ENGINE"] = "aispec.db.sqlite3"
        options |= {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds that a writer waits for another, where nobody waits for a page
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
        }
    else:
        vanished = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
        database["OPTIONS"] = {"connect_timeout": 2, **vanished, **options}
        database["ENGINE"] = "aispec.db.postgresql"
    return database


DATABASES = {"default": database_of(env.str("DATABASE_URL", default=""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def cache_of(url: str) -> dict[str, Any]:
    """The cache of a URL; Valkey is spoken to as Redis is, whose client knows no other scheme."""
    cache: dict[str, Any] = env.cache_url_config(f"redis{url[6:]}" if url.startswith("valkey") else url)
    if "redis" in cache["BACKEND"].lower():  # one that hangs is away
        cache.setdefault("OPTIONS", {}).update(socket_connect_timeout=2, socket_timeout=2)
    if cache["BACKEND"].endswith("DatabaseCache"):  # Django keeps 300, so that whoever fills it takes the counts away
        cache.setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 10_000)
    return cache


# The limits on attempts are counted here, so all processes must see it: in the database, unless CACHE_URL names one.
CACHES = {"default": cache_of(env.str("CACHE_URL", default="dbcache://web_cache"))}
# Sessions are in the database alone: from a cache that was away for a moment, one that was ended could come back.
# A session ends so long after its reader has last done something.
SESSION_COOKIE_AGE = 3600 * (14 * 24 if DEMO else env.int("SESSION_HOURS", default=12))
if SESSION_COOKIE_AGE <= 0:
    raise ImproperlyConfigured("SESSION_HOURS is 1 or more.")

# Work in the background: by a thread of the process itself, which is lost with it, or by any number of
# `manage.py db_worker` that share the work through the database.
_TASKS = {"thread": "aispec.web.background.thread.ThreadBackend", "database": "django_tasks_db.DatabaseBackend"}
TASKS = {"default": {"BACKEND": _TASKS[env.str("TASKS", default="thread" if DEMO else "database")]}}

# Who answers for personal information, in words for the page that tells what is kept of people.
PRIVACY_CONTACT = env.str("PRIVACY_CONTACT", default="")
SECURITY_LOG_DAYS = env.int("SECURITY_LOG_DAYS", default=365)

# Languages: French first; the language is in the URL.
LANGUAGE_CODE = "fr"
FORMAT_MODULE_PATH = "aispec.formats"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("fr", "en")}
TIME_ZONE = env.str("TIME_ZONE", default="America/Toronto")
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "aispec.web.static_files.StaticFilesStorage"},
}

# Accounts: what differs between one installation and another; the rest of it is in aispec/accounts.py.
ACCOUNT_EMAIL_VERIFICATION = "none" if DEMO else verification_of(env.str("EMAIL_VERIFICATION", default="mandatory"))
SIGNUP = sign_up_policy(env.list("SIGNUP", default=["open"]), ACCOUNT_EMAIL_VERIFICATION)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_REQUIRED_ROLES = env.list("MFA_REQUIRED_ROLES", default=[])
if not set(MFA_REQUIRED_ROLES) <= {"administrator", "hr"}:
    raise ImproperlyConfigured("MFA_REQUIRED_ROLES names roles: administrator, hr or both, separated by commas.")
SOCIALACCOUNT_PROVIDERS = oidc_providers(env.ENVIRON)
# Nothing that is meant for one reader is printed to a log: without EMAIL_URL, the demonstration keeps messages on a
# page, and a production refuses them.
EMAIL_BACKEND = "aispec.web.mailbox.backend.EmailBackend" if DEMO else "aispec.web.mail.NoServer"
vars().update(env.email("EMAIL_URL") if "EMAIL_URL" in env else {})
if EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":
    EMAIL_BACKEND = "aispec.web.mail.Server"
EMAIL_TIMEOUT = 10  # seconds; less where somebody waits for the answer
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="webmaster@localhost")

# Where the site is: messages that are written in the background lead there.
HERE = "http://127.0.0.1:8000" if DEMO else f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
SITE_URL = site_of(env.str("SITE_URL", default=HERE))

# For how many years what was published is kept once nobody reads it any more; Ontario wants three.
POSTING_YEARS = env.int("POSTING_YEARS", default=3)
if POSTING_YEARS < 1:
    raise ImproperlyConfigured("POSTING_YEARS is 1 or more.")

# No inline script or style anywhere, and nothing from another host.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # Pico's chevrons are data URIs
        "connect-src": [SELF],
        "form-action": [SELF, *origins(SOCIALACCOUNT_PROVIDERS)],  # Chromium asks it of where a form is led, too
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSRF_COOKIE_HTTPONLY = True  # scripts read the token from the page
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

if not DEMO:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS]
    if env.bool("BEHIND_PROXY", default=False):  # one that sets both headers itself, whatever the reader sent
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        ALLAUTH_TRUSTED_PROXY_COUNT = 1

LOGGING = logging_of(production=not DEMO)
LOGGING_CONFIG = "logging.config.dictConfig" if DEMO else "aispec.web.logs.lines.begin"
SLOW_STATEMENT_MS = env.int("SLOW_STATEMENT_MS", default=500)

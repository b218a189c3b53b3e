"""Settings, all of them, from the environment. See README, "Configuration".

Fails closed: without `DEBUG` a secret and the allowed hosts have to be given.
"""

from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

from config.environment import (
    database,
    is_site_url,
    local_secret,
    read_files,
    remembered_site_url,
)
from config.unfold import IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT, UNFOLD  # noqa: F401

BASE_DIR = Path(__file__).resolve().parent.parent

read_files()
env = Env()

DEBUG = env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()

SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else []
)
# A command given beside the running try-out writes the same links as the site itself.
SITE_URL = env.str(
    "SITE_URL",
    default=(DEBUG and remembered_site_url(DATA_DIR / "site-url")) or "http://127.0.0.1:8000",
).rstrip("/")

if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Give a long random text, or DEBUG=true to try the site out."
        )
    SECRET_KEY = local_secret(DATA_DIR / "secret-key")

if not is_site_url(SITE_URL):
    raise ImproperlyConfigured(f"SITE_URL is not the address of a site: {SITE_URL!r}.")

RELEASE = "0.1.0"
IS_HTTPS = SITE_URL.startswith("https://")

# Applications

INSTALLED_APPS = [
    "modeltranslation",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.import_export",
    "unfold.contrib.simple_history",
    "config.apps.EditorsAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "import_export",
    "simple_history",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "django_htmx",
    "ninja",
    "tracker",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tracker.middleware.AdminContentPolicy",
    "tracker.middleware.OpenData",
    "tracker.middleware.RevisionCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "tracker.middleware.FormerAddresses",
    "tracker.middleware.ErrorPagesInStyle",
    "tracker.middleware.UnknownWordsAreTold",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database, cache, queue

DATABASES = {"default": database(env, default=f"sqlite:///{DATA_DIR / 'tracker.sqlite3'}")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": "tracker",
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}

# Where neither a Redis server nor one to embed is to be had, `up` gives a folder for the queue.
QUEUE_DIR = env.str("QUEUE_DIR", default="")
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://") or (
    "filesystem://" if QUEUE_DIR else "memory://"
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "data_folder_in": f"{QUEUE_DIR}/messages",
        "data_folder_out": f"{QUEUE_DIR}/messages",
        "control_folder": f"{QUEUE_DIR}/control",
    }
    if CELERY_BROKER_URL == "filesystem://"
    else {
        # A bell that cannot be rung must not keep a page waiting: the next tick does the work.
        "socket_connect_timeout": 2,
        "socket_timeout": 10,
    }
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "reminders": {
        "task": "tracker.tasks.send_reminders",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "occurrences": {
        "task": "tracker.tasks.extend_occurrences",
        "schedule": crontab(hour=3, minute=20),
        "options": {"expires": 3600},
    },
}

# Accounts

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "tracker.admin_site.locked_out"
AXES_SENSITIVE_PARAMETERS = ["otp_token"]
AXES_HTTP_RESPONSE_CODE = 403
AXES_VERBOSE = False
REQUIRE_2FA = env.bool("REQUIRE_2FA", default=False)
OTP_TOTP_ISSUER = urlsplit(SITE_URL).hostname

# Languages: `LANGUAGES` are offered to readers, the content is kept in MODELTRANSLATION_LANGUAGES

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("es", _("Spanish")),
    ("ru", _("Russian")),
    ("tr", _("Turkish")),
    ("ar", _("Arabic")),
]
MODELTRANSLATION_LANGUAGES = ("en", "es", "ru", "tr", "ar")
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = MODELTRANSLATION_LANGUAGES
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [BASE_DIR / "tracker" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# Mail

MAIL_DIR = DATA_DIR / "mail"
if DEBUG and not env.str("EMAIL_URL", default=""):
    _email = {"EMAIL_BACKEND": "tracker.services.mail_folder.MailFolder"}
else:
    _email = env.dj_email_url("EMAIL_URL", default="smtp://localhost:25")
if "EMAIL_BACKEND" not in _email:
    raise ImproperlyConfigured(
        "EMAIL_URL is no address of a mail server: write submission://user:password@host"
        " (STARTTLS), smtp://user:password@host:465/?ssl=True or smtp://host."
    )
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = bool(_email.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(_email.get("EMAIL_USE_SSL"))
EMAIL_FILE_PATH = _email.get("EMAIL_FILE_PATH") or None
# How long one step with the mail server may take, how long a worker has a message to itself (longer
# than a whole conversation), and the first pause after a failure, which grows with each.
EMAIL_TIMEOUT = env.float("MAIL_TIMEOUT_SECONDS", default=20)
MAIL_LEASE_SECONDS = env.float("MAIL_LEASE_SECONDS", default=300)
MAIL_CONNECTIONS = env.int("MAIL_CONNECTIONS", default=2)
if MAIL_CONNECTIONS < 1:
    raise ImproperlyConfigured("MAIL_CONNECTIONS is less than one.")
MAIL_RETRY_SECONDS = env.float("MAIL_RETRY_SECONDS", default=60)
if MAIL_LEASE_SECONDS < 2 * EMAIL_TIMEOUT:
    raise ImproperlyConfigured("MAIL_LEASE_SECONDS is less than twice MAIL_TIMEOUT_SECONDS.")
# What was sent is counted here too: a database that knows of less was restored from a backup.
MAIL_SEQUENCE_FILE: Path | None = DATA_DIR / "mail-sequence.json"
# What was sent in the last moments, until PostgreSQL has it on its disk.
MAIL_MARKS_DIR: Path | None = DATA_DIR / "mail-marks"
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default=f"reminders@{urlsplit(SITE_URL).hostname}"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where readers write to, for one when they cannot read a page.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="") or parseaddr(DEFAULT_FROM_EMAIL)[1]
if "@" not in parseaddr(DEFAULT_FROM_EMAIL)[1]:
    raise ImproperlyConfigured(f"DEFAULT_FROM_EMAIL is not an address: {DEFAULT_FROM_EMAIL!r}.")
# The envelope's sender, to which bounces come back: `bounces+{message}@host` says of which mail.
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="") or parseaddr(DEFAULT_FROM_EMAIL)[1]
if "@" not in BOUNCE_ADDRESS or parseaddr(BOUNCE_ADDRESS)[1] != BOUNCE_ADDRESS:
    raise ImproperlyConfigured(f"BOUNCE_ADDRESS is not an address: {BOUNCE_ADDRESS!r}.")
# What a mail server has to know to report bounces; without it there is no /mail/bounces.
BOUNCE_SECRET = env.str("BOUNCE_SECRET", default="")
if BOUNCE_SECRET and len(BOUNCE_SECRET) < 20:
    raise ImproperlyConfigured("BOUNCE_SECRET is shorter than 20 characters.")
# A mail provider's own notices (django-anymail, an extra): its settings as JSON turn them on.
ANYMAIL = env.json("ANYMAIL", default={})
if ANYMAIL:
    if find_spec("anymail") is None:
        raise ImproperlyConfigured("ANYMAIL is set, but django-anymail is not installed.")
    if not isinstance(ANYMAIL, dict) or not ANYMAIL.get("WEBHOOK_SECRET"):
        raise ImproperlyConfigured("ANYMAIL has no WEBHOOK_SECRET: anybody could report bounces.")
    INSTALLED_APPS.append("anymail")

# Security

CSRF_TRUSTED_ORIGINS = [SITE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000 if IS_HTTPS else 0)
# Whether every subdomain is HTTPS too, and stays so, is for the owner of the domain to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

# Logs: one readable line each

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.logs.line_formatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "axes": {"level": "WARNING"},
        "granian": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}

# The tracker's own

TRACKER_HORIZON_MONTHS = 36
TRACKER_GRACE_DAYS = 90
TRACKER_QUIET_AFTER_DAYS = 180
TRACKER_SEEDS_DIR = BASE_DIR / "seeds"
# The licence of the editors' texts in downloads and the API.
TRACKER_DATA_LICENCE = env.str("DATA_LICENCE", default="CC BY 4.0")
TRACKER_DATA_LICENCE_URL = env.str(
    "DATA_LICENCE_URL", default="https://creativecommons.org/licenses/by/4.0/"
)

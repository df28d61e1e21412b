"""Django's settings, from the environment. Nothing here is edited on a machine."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from uptake.platform.environment import DATABASE, read_environment

ENVIRONMENT = read_environment()
ROOT = Path(__file__).resolve().parent.parent
HTTPS = ENVIRONMENT.url.startswith("https://")

SECRET_KEY = ENVIRONMENT.secret
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = [*ENVIRONMENT.hosts, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.url]
BASE_URL = ENVIRONMENT.url

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "uptake.accounts",  # before allauth: our templates for its pages
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
    "rules",
    "simple_history",
    "template_partials",
    "uptake.platform",
    "uptake.ui",
    "uptake.projects",
    "uptake.registers",
    "uptake.schedule",
    "uptake.scope",
    "uptake.assessment",
    "uptake.risk",
    "uptake.monitoring",
    "uptake.changes",
    "uptake.insight",
    "uptake.api",
    "uptake.site",
]

MIDDLEWARE = [
    "uptake.platform.middleware.request_id",
    "uptake.platform.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "uptake.api.middleware.door",  # before who asks is asked for their language
    "uptake.accounts.middleware.preferences",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "uptake.site.middleware.access",
]

ROOT_URLCONF = "uptake.site.urls"
WSGI_APPLICATION = "uptake.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "uptake.site.navigation.shell",
            ],
        },
    }
]

SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
        "PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
    ),
}
DATABASES: dict[str, Any] = {"default": dict(ENVIRONMENT.database)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "uptake.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SIGNUP_FORM_CLASS = "uptake.accounts.sign_up.SignUpForm"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies
"""Attempts to sign in are counted by address: so far from the end of X-Forwarded-For stands the visitor's."""
SIGN_UP = ENVIRONMENT.sign_up
DEMO = ENVIRONMENT.demo
"""Visitors choose whom they are: for one machine, never for a network."""

LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = ENVIRONMENT.time_zone
USE_I18N = True
USE_TZ = True
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
MEDIA_ROOT = ENVIRONMENT.data / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
MAX_UPLOAD = ENVIRONMENT.max_upload
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "uptake.site.errors.stale_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

DATA = ENVIRONMENT.data
QUEUE = ENVIRONMENT.queue
"""Where jobs wait: the database, or the address of a queue for Celery."""
_BACKENDS = {DATABASE: "django_tasks_db.DatabaseBackend"}
TASKS = {
    "default": {
        "BACKEND": _BACKENDS.get(QUEUE, "uptake.platform.backend.CeleryBackend"),
        "QUEUES": ["default"],
    }
}

_mail = urlsplit(ENVIRONMENT.mail)
if _mail.scheme == "log":
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp" and bool(EMAIL_HOST_USER)
    EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
SERVER_EMAIL = ENVIRONMENT.mail_from

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # what stands on other names below ours is not ours to decide
    "security.W008",  # the proxy redirects to TLS; `uptake serve` asks itself for /health without
    "security.W021",  # as W005
]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request": {"()": "uptake.platform.logs.RequestId"},
        "grave": {"()": "uptake.platform.logs.Grave"},
    },
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)-7s %(request)s %(name)s %(message)s"},
        "json": {"()": "uptake.platform.logs.Json"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["request"],
            "formatter": ENVIRONMENT.log,
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Each request has a line of its own; Django's about refusals would only repeat it.
    "loggers": {
        "django": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "uptake": {"level": "INFO"},
        # Who tries the demonstration looks for its address, which a line for each job would push away.
        "django_tasks": {"filters": ["grave"] if DEMO else []},
        "django_tasks_db": {"filters": ["grave"] if DEMO else []},
    },
}

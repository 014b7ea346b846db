"""One settings file, read from top to bottom; values come from the environment, a bad one stops the start in one line.

Business numbers (deadlines, samples, office hours) are rows that officials edit, never settings.
"""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from accounts.rules.sealing import LEAST_KEY

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

VERSION = "0.1.0"

# --- What this server is -----------------------------------------------------------------------------------------
DEBUG = False  # never: the error pages are part of the product
DEMO = env.bool("DEMO", default=False)
SECURE = env.bool("SECURE", default=not DEMO)  # https: cookies, redirect, HSTS
SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 random characters.")
# Newest first: the first key seals numbers, names and addresses, all of them open (docs/operations.md).
IDENTITY_KEYS = env.str("IDENTITY_KEYS").replace(",", " ").split()
if not IDENTITY_KEYS or min(map(len, IDENTITY_KEYS)) < LEAST_KEY:
    raise ImproperlyConfigured(f"Each of the IDENTITY_KEYS must have at least {LEAST_KEY} random characters.")
if SECRET_KEY in IDENTITY_KEYS or len(set(IDENTITY_KEYS)) < len(IDENTITY_KEYS):
    raise ImproperlyConfigured("IDENTITY_KEYS must differ from each other and from SECRET_KEY.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.str("SITE_NAME", default="网络问政")
SITE_OWNER = env.str("SITE_OWNER", default="")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
STATE_DIR = Path(env.str("STATE_DIR", default=str(BASE_DIR / "var")))

# --- Apps: a page finds its templates app by app, admin's own come last --------------------------------------------
INSTALLED_APPS = [
    "accounts",
    "boards",
    "cases",
    "notify",
    "stats",
    "demo",
    "wenzheng.apps.WenzhengConfig",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "wenzheng.apps.WenzhengAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",  # its templates, which FORM_RENDERER below looks for
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "wenzheng.packing.PackingMiddleware",
    "wenzheng.freshness.FreshnessMiddleware",  # outside the policy: a kept page carries it already
    "wenzheng.language.LanguageMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wenzheng.faults.FaultsMiddleware",
]
ROOT_URLCONF = "wenzheng.urls"
WSGI_APPLICATION = "wenzheng.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wenzheng.context.site",
                "notify.context_processors.bell",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database: PostgreSQL only ---------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL")}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured(
        "DATABASE_URL must name a PostgreSQL server: postgres://user:password@host/name"
    )
DATABASES["default"].update(
    CONN_MAX_AGE=60,
    CONN_HEALTH_CHECKS=True,
    DISABLE_SERVER_SIDE_CURSORS=False,
)
DATABASES["default"].setdefault("OPTIONS", {}).update(
    # A stuck lock or query must end as a clear message, not as a pile of waiting requests.
    options="-c statement_timeout=30000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000",
    connect_timeout=5,
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis protocol: broker and cache; both may be away, the rows in PostgreSQL are the truth --------------------------
REDIS_URL = env.str("REDIS_URL")


def on_database(url: str, number: int) -> str:
    """The same Redis server, another logical database."""
    parts = urlsplit(url)
    if parts.scheme in ("unix", "redis+socket"):
        return f"unix://{parts.path}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


CACHE_URL = env.str("CACHE_URL", default=on_database(REDIS_URL, 1))
COUNTER_URL = on_database(
    CACHE_URL, 0
)  # of tries: beside the broker, emptying the cache must not give new ones
CACHES = {
    "default": {
        "BACKEND": "wenzheng.softcache.SoftRedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "wz",
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
}
_broker = urlsplit(REDIS_URL)
CELERY_BROKER_URL = (
    f"redis+socket://{_broker.path}?virtual_host=0"
    if _broker.scheme in ("unix", "redis+socket")
    else REDIS_URL
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A Celery message is a nudge: it may be lost, late, doubled or reordered. See docs/operations.md.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 30,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TIMEZONE = "Asia/Shanghai"

# --- People ------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.CountedPasswordBackend"]
CODE_SENDER = (
    "notify.actions.send_code"  # accounts asks, notify sends, and neither knows the other (docs/adr/0003)
)
PHONE_FOLLOWER = "cases.actions.follow_phone.follow_phone"  # what else knows a number that is changed
CLOSING_DAYS = "cases.actions.close_accounts.closing_days"  # how long a closing can be taken back
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/my/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_ENGINE = "accounts.sessions"  # sealed rows in PostgreSQL: a lost Redis must not sign anybody out
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# --- The browser's rules: nothing is allowed that is not named ----------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if SECURE:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

# --- Words and time --------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# --- Files -------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(STATE_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(
    env.str("MEDIA_ROOT", default=str(STATE_DIR / "attachments"))
)  # private: no address leads here
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024  # all fields of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 12

# --- Telling people ----------------------------------------------------------------------------------------------------
SMTP_URL = env.str("SMTP_URL", default="")
if SMTP_URL:
    vars().update(environ.Env.email_url_config(SMTP_URL))
    EMAIL_TIMEOUT = 10  # below the limits of notify.tasks.deliver
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = STATE_DIR / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default="wenzheng@localhost")
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", default="")

# --- Logs: one JSON object a line on stdout; no request body, no personal data ----------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "wenzheng.logs.JsonLine"}},
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}
    },
    "root": {"handlers": ["stdout"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"propagate": True},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

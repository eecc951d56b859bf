"""Django's settings, read from the environment by `rakiza.web.configuration`."""

from __future__ import annotations

from pathlib import Path

import structlog
from django.utils.translation import gettext_lazy as _

from rakiza.web import configuration as env

PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.data_dir()
SECRET_KEY = env.secret_key(DATA_DIR)
DEBUG = env.flag(env.DEBUG)
ALLOWED_HOSTS = env.words(env.ALLOWED_HOSTS)
RAKIZA_DEMO = env.flag(env.DEMO)
RAKIZA_UPLOAD_MAX_BYTES = env.number(env.UPLOAD_MAX_MB) * 1024 * 1024
RAKIZA_DAYS_TO_ACT = env.days_to_act()
RAKIZA_UPLOADS_PER_HOUR = env.number(env.UPLOADS_PER_HOUR)
RAKIZA_API_PER_MINUTE = env.number(env.API_PER_MINUTE)
RAKIZA_CLAMD = env.scanner()
RAKIZA_PLAN_PROCESSES = env.number(env.PLAN_PROCESSES)
RAKIZA_ANALYSIS_SECONDS = env.number(env.ANALYSIS_SECONDS)
RAKIZA_STALE_JOB_SECONDS = env.number(env.STALE_JOB_SECONDS)
RAKIZA_FILES_DIR = DATA_DIR / "files"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules.apps.AutodiscoverRulesConfig",
    "rakiza.kernel.identity",
    "rakiza.kernel.organisations",
    "rakiza.kernel.access",
    "rakiza.kernel.audit",
    "rakiza.kernel.files",
    "rakiza.kernel.jobs",
    "rakiza.kernel.notifications",
    "rakiza.kernel.presentation",
    "rakiza.pillars.industry",
    "rakiza.pillars.certification",
    "rakiza.pillars.registration",
    "rakiza.pillars.purchasing.needs",
    "rakiza.pillars.purchasing.offers",
    "rakiza.pillars.purchasing.plans",
    "rakiza.pillars.purchasing.plans.scenarios",
    "rakiza.pillars.purchasing.eligibility",
    "rakiza.pillars.purchasing.orders",
    "rakiza.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "rakiza.web.api.middleware.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "rakiza.web.middleware.SoundRequestMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rakiza.web.middleware.ActorMiddleware",
    "rakiza.web.middleware.PersonLanguageMiddleware",
    "rakiza.web.api.middleware.ApiKeyMiddleware",
]

CSRF_FAILURE_VIEW = "rakiza.web.errors.csrf_failure"
ROOT_URLCONF = "rakiza.web.urls"
WSGI_APPLICATION = "rakiza.web.wsgi.application"
ASGI_APPLICATION = "rakiza.web.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rakiza.web.context.shell",
            ],
            "builtins": ["rakiza.kernel.presentation.templatetags.carried"],
        },
    }
]

DATABASES = {"default": env.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counts of attempts, shared by every process of the machine; nothing else is kept in it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

TASKS = {
    "default": {
        "BACKEND": {
            "database": "django_tasks_db.DatabaseBackend",
            "immediate": "django_tasks.backends.immediate.ImmediateBackend",
        }[env.choice(env.JOBS, ("database", "immediate"))],
        "QUEUES": ["default"],
    }
}

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
RAKIZA_OIDC = env.identity_provider()
SOCIALACCOUNT_ADAPTER = "rakiza.kernel.identity.oidc.adapter.ProviderAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
ACCOUNT_ADAPTER = "rakiza.kernel.identity.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
RAKIZA_ADDRESS = env.text(env.ADDRESS).rstrip("/")
RAKIZA_MAILS = bool(env.text(env.MAIL_URL))
# An address is proven by the link that was mailed to it; where nothing is mailed nothing can be proven.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if RAKIZA_MAILS else "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Rakiza · "
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the other sessions end, this one stays
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = None  # as the person ticks at sign-in
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "change_password": "5/m/user",
    "change_email": "5/h/user",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "provider": "30/m/ip",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody takes an address by registering: people are invited
MFA_TOTP_ISSUER = "Rakiza"
MFA_TOTP_TOLERANCE = 1  # a code typed as the half-minute turns is still taken (RFC 6238, 5.2)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.flag(env.HTTPS)  # a browser takes keys on localhost only
MFA_ADAPTER = "rakiza.kernel.identity.adapter.SecondFactorAdapter"
ALLAUTH_TRUSTED_PROXY_COUNT = env.count(env.TRUSTED_PROXIES)
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
vars().update(env.mail())

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("français")), ("ar", _("arabe")), ("en", _("anglais"))]
LOCALE_PATHS = [PACKAGE_DIR / "locale", PACKAGE_DIR / "locale" / "typography"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Casablanca"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# Served straight from the package: an installation needs no collecting step.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
_HTTPS = env.flag(env.HTTPS)
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
LANGUAGE_COOKIE_SECURE = _HTTPS
SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
# Other sites of the same domain aren't ours to bind, nor is a browser's list ours to join for them.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None


_LEVEL = env.choice(env.LOG_LEVEL, ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "logger", "event"]),
            ],
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": _LEVEL},
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        "django.request": {"level": "WARNING"},
    },
}
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=False,
)

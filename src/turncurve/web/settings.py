"""Django's settings, for both ways to run: a laptop with one local user, and a council's server with sign-in.

`starting.start` says in the environment which it is, where the records are and under what address people come.
"""

import os
import secrets
from pathlib import Path
from typing import Any, Final

from csp.constants import NONE, SELF

from turncurve.web.sign_in.sign_on import SignOn
from turncurve.web.starting import ADDRESS, KEY, MODE, RECORDS, SERVER, SIGN_ON, database_at, host_of, most_to_send

_WEB: Final = Path(__file__).resolve().parent
SIGN_IN: Final = os.environ.get(MODE) == SERVER
_ADDRESS: Final = os.environ.get(ADDRESS, "")

# On a laptop nothing is signed that must outlive the server, so each start has a key of its own.
SECRET_KEY: Final = os.environ.get(KEY) or secrets.token_urlsafe(50)
DEBUG: Final = False
# Only this computer's own names, or the council's address: a page elsewhere that points its own name here is refused.
ALLOWED_HOSTS: Final = [host_of(_ADDRESS)] if SIGN_IN else ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF: Final = "turncurve.web.urls"
WSGI_APPLICATION: Final = None

DATABASES: Final[dict[str, Any]] = {"default": database_at(os.environ.get(RECORDS, "sqlite://:memory:"))}
DEFAULT_AUTO_FIELD: Final = "django.db.models.BigAutoField"

INSTALLED_APPS: Final = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "turncurve.records",
    "turncurve.web.sign_in",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
]
# Work for later is queued in the records' own database, in the transaction of whoever asks for it.
TASKS: Final = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# What stands around the pages where people sign in.
WALLS: Final = [
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "turncurve.web.sign_in.walls.EndsInTime",
    "turncurve.web.sign_in.walls.SecondFactor",
]
MIDDLEWARE: Final = [
    "csp.middleware.CSPMiddleware",
    "turncurve.web.headers.KeptToThisComputer",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    *(WALLS if SIGN_IN else []),
    # A form is read from here on, when it is known whose it is, and no earlier.
    "turncurve.web.jobs.receiving.Receives",
    "turncurve.web.headers.NoNul",
]

# Who signs in, and how.
AUTH_USER_MODEL: Final = "records.Account"
AUTHENTICATION_BACKENDS: Final = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS: Final = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: Final = [
    {
        "NAME": f"django.contrib.auth.password_validation.{validator}Validator",
        "OPTIONS": options,
    }
    for validator, options in (
        ("UserAttributeSimilarity", {"user_attributes": ("email", "name")}),
        ("MinimumLength", {"min_length": 12}),
        ("CommonPassword", {}),
    )
]
LOGIN_URL: Final = "account_login"
LOGIN_REDIRECT_URL: Final = "home"
ACCOUNT_ADAPTER: Final = "turncurve.web.sign_in.adapters.NobodySignsUp"
ACCOUNT_USER_MODEL_USERNAME_FIELD: Final = None
ACCOUNT_LOGIN_METHODS: Final = {"email"}
ACCOUNT_SIGNUP_FIELDS: Final = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION: Final = "none"
ACCOUNT_EMAIL_NOTIFICATIONS: Final = False
ACCOUNT_LOGOUT_ON_GET: Final = False
ACCOUNT_SESSION_REMEMBER: Final = False
ACCOUNT_PREVENT_ENUMERATION: Final = "strict"
ACCOUNT_RATE_LIMITS: Final = {"login_failed": "5/5m/key,20/5m/ip", "login": "60/m/ip"}
ACCOUNT_REAUTHENTICATION_REQUIRED: Final = True
ACCOUNT_REAUTHENTICATION_TIMEOUT: Final = 300
MFA_SUPPORTED_TYPES: Final = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER: Final = "Turncurve"
# A clock may be one step of 30 seconds away (RFC 6238, section 5.2).
MFA_TOTP_TOLERANCE: Final = 1
SOCIALACCOUNT_ADAPTER: Final = "turncurve.web.sign_in.adapters.OnlyOpenedAccounts"
SOCIALACCOUNT_ONLY: Final = False
# OnlyOpenedAccounts finds whose account it is: allauth's own way would wipe its password and keep the claims.
SOCIALACCOUNT_EMAIL_AUTHENTICATION: Final = False
SOCIALACCOUNT_STORE_TOKENS: Final = False
COUNCIL_SIGN_ON: Final = SignOn.model_validate_json(os.environ[SIGN_ON]) if os.environ.get(SIGN_ON) else None
SOCIALACCOUNT_PROVIDERS: Final[dict[str, Any]] = COUNCIL_SIGN_ON.providers() if COUNCIL_SIGN_ON else {}

# Sessions end: with the browser, after half an hour without a page, and after a working day whatever happens.
SESSION_ENGINE: Final = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE: Final = 30 * 60
SESSION_SAVE_EVERY_REQUEST: Final = True
SESSION_EXPIRE_AT_BROWSER_CLOSE: Final = True
SESSION_LONGEST: Final = 10 * 3600
# What somebody was told of and has seen is taken away after so many days.
NOTIFICATIONS_KEPT_DAYS: Final = 90
MESSAGE_STORAGE: Final = "django.contrib.messages.storage.session.SessionStorage"
CACHES: Final = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# A council's server stands behind a proxy that speaks TLS to the browsers, on the same machine.
_SECURE: Final = _ADDRESS.startswith("https://")
SESSION_COOKIE_SECURE: Final = _SECURE
CSRF_COOKIE_SECURE: Final = _SECURE
SESSION_COOKIE_NAME: Final = "__Host-session" if _SECURE else "session"
CSRF_COOKIE_NAME: Final = "__Host-csrf" if _SECURE else "csrf"
SESSION_COOKIE_HTTPONLY: Final = True
SESSION_COOKIE_SAMESITE: Final = "Lax"
CSRF_COOKIE_SAMESITE: Final = "Lax"
CSRF_TRUSTED_ORIGINS: Final = [_ADDRESS] if SIGN_IN else []
CSRF_FAILURE_VIEW: Final = "turncurve.web.wrong.views.forged"
SECURE_SSL_REDIRECT: Final = _SECURE
SECURE_HSTS_SECONDS: Final = 31_536_000 if _SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS: Final = _SECURE
SECURE_HSTS_PRELOAD: Final = _SECURE
CONTENT_SECURITY_POLICY: Final = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # A browser holds to this wherever a form's answer sends it on to, and single sign-on sends it to the provider.
        "form-action": [SELF, *(COUNCIL_SIGN_ON.origins if COUNCIL_SIGN_ON else ())],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF: Final = True
SECURE_REFERRER_POLICY: Final = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY: Final = "same-origin"
X_FRAME_OPTIONS: Final = "DENY"
TEMPLATES: Final = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_WEB, _WEB / "sign_in" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "string_if_invalid": "",
            "context_processors": ["django.template.context_processors.request", "turncurve.web.frame.frame"],
        },
    }
]
LANGUAGE_CODE: Final = "en-gb"
USE_I18N: Final = False
USE_TZ: Final = True
TIME_ZONE: Final = "Europe/London"
USE_THOUSAND_SEPARATOR: Final = False
DATA_UPLOAD_MAX_MEMORY_SIZE: Final = 1_000_000
# Returns to be loaded: how many bytes and files may be sent at once. No other form takes a file at all.
UPLOAD_MOST: Final = most_to_send(os.environ)
DATA_UPLOAD_MAX_NUMBER_FILES: Final = 2_000
LOGGING: Final = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"places": {"()": "turncurve.web.headers.PlacesOnly"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "places"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # Anybody may send a wrong host's name, and it is refused.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "waitress": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # Ten small charts are asked for at once; that they wait for each other is no news.
        "waitress.queue": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}

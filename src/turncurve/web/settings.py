"""Django's settings: one computer, one local user, no database, nothing from outside."""

import secrets
from pathlib import Path
from typing import Any, Final

from csp.constants import NONE, SELF

_WEB: Final = Path(__file__).resolve().parent

# Nothing is signed that must outlive the server, so each start has a key of its own.
SECRET_KEY: Final = secrets.token_urlsafe(50)
DEBUG: Final = False
# Only this computer's own names: a page elsewhere that points its own name at 127.0.0.1 is refused.
ALLOWED_HOSTS: Final = ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF: Final = "turncurve.web.urls"
DATABASES: Final[dict[str, Any]] = {}
INSTALLED_APPS: Final[list[str]] = []
MIDDLEWARE: Final = [
    "csp.middleware.CSPMiddleware",
    "turncurve.web.headers.KeptToThisComputer",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.common.CommonMiddleware",
]
CONTENT_SECURITY_POLICY: Final = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
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
        "DIRS": [_WEB],
        "OPTIONS": {"string_if_invalid": ""},
    }
]
LANGUAGE_CODE: Final = "en-gb"
USE_I18N: Final = False
USE_TZ: Final = True
TIME_ZONE: Final = "Europe/London"
USE_THOUSAND_SEPARATOR: Final = False
LOGGING: Final = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"places": {"()": "turncurve.web.headers.PlacesOnly"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "places"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # Ten small charts are asked for at once; that they wait for each other is no news.
        "waitress.queue": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}

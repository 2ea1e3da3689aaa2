"""The portal's settings as in production, but for what the tests need; TEST_DATABASE chooses the engine."""

import os
import tempfile
from pathlib import Path

os.environ["ENV_FILE"] = os.devnull  # a developer's own .env has no say here
os.environ["DEBUG"] = "false"
os.environ["SECRET_KEY"] = "only-the-tests-are-signed-with-this-key-and-nothing-is-secret-in-them"
os.environ["MFA_KEYS"] = "Zm9yLXRlc3RzLWFuZC1ub3RoaW5nLWlzLXNlY3JldCE="
os.environ["SECOND_FACTOR_FROM"] = "2020-01-01"  # for a long time already
os.environ["BASE_URL"] = "http://testserver"
os.environ.pop("DATABASE_URL", None)

from actionplan.settings import *  # noqa: F403
from actionplan.settings import (
    BASE_DIR,
    DATABASES,
    INSTALLED_APPS,
    LOGGING,
    MIDDLEWARE,
    STORAGES,
    TEMPLATES,
    env,
)
from tests import postgresql
from tests.undefined_variables import UNDEFINED

TEST_DATABASE = os.environ.get("TEST_DATABASE", "sqlite")

if TEST_DATABASE == "postgresql":
    DATABASES["default"] |= env.db_url_config(postgresql.start()) | {"CONN_MAX_AGE": 0}
    DATABASES["default"]["OPTIONS"] = {"host": DATABASES["default"]["OPTIONS"]["host"]}
    SERVING_ROLE = "portal_app"  # as which tests run
    DATABASE_OWNER_URL = "postgres://postgres@/postgres"  # only that there is one
else:
    # A file, since the threads of a live server cannot share a database in memory without sharing a connection.
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(tempfile.gettempdir()) / f"portal-tests-{os.getpid()}.sqlite3")
    }
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

INSTALLED_APPS = [*INSTALLED_APPS, "tests", "zeal"]
MIDDLEWARE = [*MIDDLEWARE, "zeal.middleware.zeal_middleware"]
ZEAL_RAISE = True
ZEAL_ALLOWLIST = [
    {"model": "sessions.Session"},  # Django reads a session again when it gives it a new key
    {"model": "accounts.User", "field": "memberships"},  # of the reader, and of who reviewed a report
    {"model": "actions.Action", "field": "get()"},  # each of several acts on reports locks its action
    {"model": "reporting.Question", "field": "get()"},  # each of several that are settled with an acceptance
    {"model": "accounts.User", "field": "get()"},  # each of several who are mailed at once is locked
    {"model": "accounts.Membership", "field": "get()"},  # each role that a table ends is locked
    # a report that is refused among several is compared again for the page that says so
    *(
        {"model": "reporting.ProgressReport", "field": name}
        for name in ["expenditures", "milestones", "measurements"]
    ),
    {"model": "organisations.*", "field": "get()"},  # each row of a table that is imported
]

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UNDEFINED

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * 60  # a walk over all pages takes longer than five minutes

# Tests ask over http, and nothing has been collected or compressed.
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
COOKIE_PREFIX = ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "sessionid", "csrftoken", "django_language"
WORKBOOK_FOLDER = tempfile.TemporaryDirectory(prefix="portal-tests-workbooks-")
WORKBOOK_PLACES = Path(WORKBOOK_FOLDER.name)
EVIDENCE_FOLDER = tempfile.TemporaryDirectory(prefix="portal-tests-evidence-")  # goes with the process
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "evidence": STORAGES["evidence"] | {"OPTIONS": {"location": EVIDENCE_FOLDER.name}},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
STATIC_ROOT = BASE_DIR / "static"

LOGGING = LOGGING | {
    "filters": LOGGING["filters"] | {"undefined_variables": {"()": "tests.undefined_variables.Refused"}},
    "loggers": LOGGING["loggers"]
    | {"django.template": {"level": "DEBUG", "filters": ["undefined_variables"], "propagate": False}},
}

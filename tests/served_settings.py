"""The portal's settings as in production, quiet, and with the database that DATABASE_URL names."""

import os

from tests.served import SECRET_KEY

os.environ["ENV_FILE"] = os.devnull  # a developer's own .env has no say here
os.environ["DEBUG"] = "false"
os.environ["SECRET_KEY"] = SECRET_KEY
os.environ["MFA_KEYS"] = "Zm9yLXRlc3RzLWFuZC1ub3RoaW5nLWlzLXNlY3JldCE="
os.environ["BASE_URL"] = "http://testserver"
os.environ["LOG_LEVEL"] = "WARNING"
os.environ["ACCESS_LOG"] = os.devnull  # a process may answer on its standard output

from actionplan.settings import *  # noqa: F403
from actionplan.settings import BASE_DIR, STORAGES

ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
COOKIE_PREFIX = ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "sessionid", "csrftoken", "django_language"

# Nothing has been collected or compressed.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = BASE_DIR / "static"

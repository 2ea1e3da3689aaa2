"""The portal's settings, for every installation: what differs between them is read from the environment.

`.env` beside manage.py is read first, without overruling what the environment says already; `.env.example` lists every
variable. The file is in order: readers, applications, requests, templates, database, words and days, files, sign-in,
security, money, mail, logs.
"""

import datetime
import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env_file = Path(os.environ.get("ENV_FILE", BASE_DIR / ".env"))
if env_file.is_file():
    env.read_env(env_file)

DEVELOPMENT_KEY = "django-insecure-for-development-only-never-served-to-anybody"

DEVELOPMENT_MFA_KEY = "Zm9yLWRldmVsb3BtZW50LWFuZC1uZXZlci1zZXJ2ZWQ="


def read_secret_key(debug: bool) -> str:
    """The key that signs sessions and links; the one everybody can read here never signs in production."""
    key = env.str("SECRET_KEY", default="") or DEVELOPMENT_KEY
    if key == DEVELOPMENT_KEY and not debug:
        raise ImproperlyConfigured(
            "SECRET_KEY: set a random key of your own, or DEBUG=true on a developer's machine."
        )
    return key


def read_mfa_keys(debug: bool) -> list[str]:
    """The keys that encrypt secrets of second factors: the first encrypts, the others still decrypt."""
    keys = env.list("MFA_KEYS", default=[DEVELOPMENT_MFA_KEY] if debug else [])
    if not keys or (DEVELOPMENT_MFA_KEY in keys and not debug):
        raise ImproperlyConfigured(
            "MFA_KEYS: set a key of your own, or DEBUG=true on a developer's machine. Make one with: python3 -c "
            '"import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())"'
        )
    return keys


def read_second_factor_from() -> datetime.date:
    """The first day on which auditors and ministers' offices need a second factor, as who keeps people does on any."""
    written = env.str("SECOND_FACTOR_FROM", default="2027-03-01")
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        raise ImproperlyConfigured(f"SECOND_FACTOR_FROM: {written} is no day such as 2027-03-01.") from None


def read_breached_passwords() -> str:
    """The file of passwords known from breaches; empty where there is none."""
    path = env.str("BREACHED_PASSWORDS", default="")
    if path and not Path(path).is_file():
        raise ImproperlyConfigured(f"BREACHED_PASSWORDS: there is no file {path}.")
    return path


def serving_database() -> dict[str, Any]:
    return env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")


def read_database() -> dict[str, Any]:
    """DATABASE_URL, or a file beside manage.py; for commands that need it, DATABASE_OWNER_URL where it is given. The settings
    that each engine needs to be dependable are added.
    """
    as_owner = OWNS_DATABASE and DATABASE_OWNER_URL and not SERVES_PAGES
    database = env.db_url("DATABASE_OWNER_URL") if as_owner else serving_database()
    lock_timeout = env.int("DATABASE_LOCK_TIMEOUT", default=10)
    if database["ENGINE"] == "django.db.backends.sqlite3":
        wait = lock_timeout if SERVES_PAGES else 20
        # IMMEDIATE takes the write lock when a transaction begins, so that waiting for another writer is possible at all.
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": wait,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                f"PRAGMA busy_timeout={wait * 1000};"
            ),
        }
    else:
        database |= {"CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=600), "CONN_HEALTH_CHECKS": True}
        if SERVES_PAGES:
            limits = {
                "statement_timeout": env.int("DATABASE_STATEMENT_TIMEOUT", default=20),
                "lock_timeout": lock_timeout,
            }
            database["OPTIONS"] = time_limits(limits) | database.get("OPTIONS", {})
    return database | {"ATOMIC_REQUESTS": False}


def time_limits(limits: dict[str, int]) -> dict[str, Any]:
    """Options of a connection to PostgreSQL. A limit of 0 is left out: PgBouncer refuses connections that say any."""
    said = [f"-c {name}={seconds}s" for name, seconds in limits.items() if seconds]
    options = {"options": " ".join(said)} if said else {}
    return options | {"connect_timeout": env.int("DATABASE_CONNECT_TIMEOUT", default=5)}


def read_proxy_header() -> tuple[str, str] | None:
    """SECURE_PROXY_SSL_HEADER=X-Forwarded-Proto as Django wants it: the WSGI name, and the value that means https."""
    header = env.str("SECURE_PROXY_SSL_HEADER", default="")
    return (f"HTTP_{header.upper().replace('-', '_')}", "https") if header else None


DEBUG = env.bool("DEBUG", default=False)
DEMO_CLOCK = env.bool("DEMO_CLOCK", default=True)  # asked only where DEBUG is on and a demo was told
SERVES_PAGES = env.bool("SERVES_PAGES", default=False)  # said by wsgi.py alone
OWNS_DATABASE = env.bool("OWNS_DATABASE", default=False)  # said by manage.py alone
SECRET_KEY = read_secret_key(DEBUG)
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASE_URL])

# Applications. Ours come first, from the ground up: their templates and commands win over those of the others.

INSTALLED_APPS = [
    "actionplan.base",
    "actionplan.audit",
    "actionplan.organisations",
    "objectives",
    "actionplan.accounts",
    "actions",
    "budgets",
    "actionplan.reporting",
    "actionplan.picture",
    "actionplan.rounds",
    "actionplan.demo",
    "actionplan.amendments",
    "actionplan.plan_document",
    "actionplan.reminders",
    "actionplan.pages",
    "actionplan.accounts.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rules",
    "django_filters",
    "import_export",
    "csp",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "actionplan.urls"
WSGI_APPLICATION = "actionplan.wsgi.application"

# Requests. What adds headers or writes the log stands outside what may answer early, so that no answer escapes it.

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "actionplan.base.middleware.RequestLogMiddleware",
    "actionplan.base.middleware.NoStoreMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "actionplan.base.middleware.UnreadableMiddleware",
    "actionplan.base.middleware.DatabaseMiddleware",
    "actionplan.base.clock.ClockMiddleware",
    "actionplan.base.access_log.AccessLogMiddleware",
    "django.middleware.common.CommonMiddleware",
    "actionplan.base.middleware.NotAllowedMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "actionplan.accounts.session_end.SessionEndMiddleware",
    "actionplan.accounts.typed.SignInMiddleware",
    "actionplan.accounts.second_factor.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "actionplan.pages.context.portal",
            ],
        },
    },
]

# Database. The cache holds the rate limits and the codes that were used, so every process has to see the same one, and
# guesses at many accounts may not push them out.

SERVING_ROLE = serving_database().get("USER", "")  # of PostgreSQL: what it may do follows from the guards
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", default="")  # of the role that owns the tables
DATABASES = {"default": read_database()}
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# Words and days.

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("nl", "Nederlands")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["actionplan.base.formats"]
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

# Files.

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}
EVIDENCE_ROOT = Path(env.str("EVIDENCE_ROOT", default=str(BASE_DIR / "evidence")))  # no server serves it
STORAGES["evidence"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {
        "location": EVIDENCE_ROOT,
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    },
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
REPORT_TEMPLATE = Path(env.str("REPORT_TEMPLATE", default=str(BASE_DIR / "templates" / "report.docx")))

# Sign-in. Accounts are made by coordinators and administrators; nobody signs up.

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["actionplan.accounts.backends.PortalBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
    {"NAME": "actionplan.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "actionplan.accounts.passwords.NotRepeated"},
    {"NAME": "actionplan.accounts.passwords.WithoutUserName"},
    {"NAME": "actionplan.accounts.passwords.NotBreached"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
BREACHED_PASSWORDS = read_breached_passwords()
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "actionplan.accounts.adapter.PortalAdapter"
ACCOUNT_FORMS = {
    "change_password": "actionplan.accounts.forms.ChangePasswordForm",
    "reset_password": "actionplan.accounts.forms.ResetPasswordForm",
}
USERSESSIONS_ADAPTER = "actionplan.accounts.sessions.SessionsAdapter"
SIGN_IN_DAYS = env.int("SIGN_IN_DAYS", default=180)  # for which records of signing in are kept
CONFIRMATION_DAYS = env.int("CONFIRMATION_DAYS", default=365)  # for which a list of people stays confirmed
MAIL_DAYS = env.int("MAIL_DAYS", default=365)  # for addresses of mails, and invitations not taken up
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nothing is sent to an address that nobody here has
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {  # django-allauth adds its own
    "invitation": "30/m/ip",  # the link of an invitation
    "single_sign_on": "30/m/ip",  # beginning to sign in at the provider
    "logout_token": "300/m/ip",  # what the provider itself sends
    "login": "",  # in place of this and the next: the four below, counted by `accounts.guessing`
    "login_failed": "",
    "guess": "5/5m/key",  # at one account, from one place
    "passwords": "100/h/key",  # at one account, from browsers that it does not know
    "codes": "50/h/key",  # the same
    "wrong_anywhere": "30/m/ip",  # at all accounts, from one address
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60  # seconds for which it counts that somebody confirmed it is them
ACCOUNT_SESSION_REMEMBER = False  # ends with the browser, and after SESSION_COOKIE_AGE at the latest
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(BASE_URL).scheme
MFA_ADAPTER = "actionplan.accounts.factor_adapter.FactorAdapter"
MFA_FORMS = {
    "authenticate": "actionplan.accounts.factor_forms.AuthenticateForm",
    "reauthenticate": "actionplan.accounts.factor_forms.ReauthenticateForm",
    "activate_totp": "actionplan.accounts.factor_forms.AddAppForm",
    "add_webauthn": "actionplan.accounts.factor_forms.AddKeyForm",
}
MFA_KEYS = read_mfa_keys(DEBUG)
SECOND_FACTOR_FROM = read_second_factor_from()
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 0  # with 1, a code would sign in again after it was used
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up: an address comes from an invitation or an administrator
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# Single sign-on, by OpenID Connect: off where no issuer is given. `accounts/sso/checks.py` refuses half a configuration.

OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_SCOPES = env.list("OIDC_SCOPES", default=["openid", "vo"])
OIDC_CLIENT_AUTH = env.str("OIDC_CLIENT_AUTH", default="client_secret_basic")
OIDC_SIGNED_WITH = env.str("OIDC_SIGNED_WITH", default="RS256")
OIDC_ACR = env.list("OIDC_ACR", default=[])  # asked of the provider; each counts as a second factor
OIDC_APPLICATION = env.str("OIDC_APPLICATION", default="")  # roles stand in the claim <application>_rol_3d
LOCAL_ACCOUNTS = env.bool("LOCAL_ACCOUNTS", default=True)  # false: passwords of EMERGENCY_ACCOUNT alone
EMERGENCY_ACCOUNT = env.str("EMERGENCY_ACCOUNT", default="")

# Security. Everything that only works over https is off on a developer's machine.

SESSION_COOKIE_AGE = 12 * 60 * 60  # from signing in, whatever is asked meanwhile
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=60)  # without a request
COOKIE_PREFIX = "" if DEBUG else "__Host-"  # of this host alone, by https; no browser takes it otherwise
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}django_language"
MESSAGE_STORAGE = "actionplan.base.messages.PortalMessages"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = read_proxy_header()
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^healthz\Z"]  # whoever asks after the portal's health stands inside the proxy
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0 if DEBUG else 365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}

# Files that are uploaded.

IMPORT_MOST_MEGABYTES = env.int("IMPORT_MOST_MEGABYTES", default=10)  # of any file that is uploaded
WORKBOOK_PLACES = Path(tempfile.gettempdir()) / f"portal-{os.getuid()}"  # locks
EVIDENCE_MOST_MEGABYTES = env.int("EVIDENCE_MOST_MEGABYTES", default=20)  # of a file with evidence
EVIDENCE_MOST_A_REPORT = env.int("EVIDENCE_MOST_A_REPORT", default=10)  # files, links and references
IMPORT_EXPORT_ESCAPE_ILLEGAL_CHARS_ON_EXPORT = True  # a control character keeps no list out of a workbook

# Mail.

vars().update(env.email_url("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default=f"Action plan portal <noreply@{urlsplit(BASE_URL).hostname}>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")  # whom the accessibility statement names
TRAIL_HEAD_EMAIL = env.str("TRAIL_HEAD_EMAIL", default="")  # who keeps the trail's heads, beside auditors
EMAIL_TIMEOUT = 10  # seconds; a mail server that does not answer holds nobody up for long

# Logs: standard output, one line a request, and tracebacks. Neither says what anybody asked for or typed. The log of who
# was shown words about limited actions, or took a file along, goes to a file of its own where ACCESS_LOG names one; every
# server process adds to it, and goes on in a new one after it was moved away.

ACCESS_LOG = env.str("ACCESS_LOG", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"route_not_path": {"()": "actionplan.base.middleware.RouteInsteadOfPath"}},
    "formatters": {
        "line": {
            "()": "logging.Formatter" if DEBUG else "actionplan.base.middleware.RedactingFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "access": {"format": "{asctime} {name} {message}", "style": "{"},
    },
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"},
        "access": {
            "formatter": "access",
            **(
                {"class": "logging.handlers.WatchedFileHandler", "filename": ACCESS_LOG, "delay": True}
                if ACCESS_LOG
                else {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"}
            ),
        },
    },
    "root": {"handlers": ["stdout"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "portal.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"filters": ["route_not_path"]},
        "authlib": {"level": "WARNING"},  # would write down, for debugging, what proves a sign-in to be ours
        "django.security": {
            "level": "CRITICAL"
        },  # names hosts and addresses; the line of the request has its status
        "django.server": {
            "handlers": [],
            "level": "CRITICAL",
            "propagate": False,
        },  # would print every address
    },
}

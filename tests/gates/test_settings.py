"""What the environment makes of the settings."""

import os
import runpy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tests.checks import PRODUCTION

FILE = settings.BASE_DIR / "actionplan" / "settings.py"
OWN_KEY = {name: PRODUCTION[name] for name in ["SECRET_KEY", "MFA_KEYS"]}


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*PRODUCTION, "TEST_DATABASE", "SERVES_PAGES", "OWNS_DATABASE"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ENV_FILE", os.devnull)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch):
    def with_environment(**variables: str) -> dict[str, Any]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(FILE))

    return with_environment


def test_debug_is_off_unless_asked_for(read) -> None:
    assert read(**OWN_KEY)["DEBUG"] is False


@pytest.mark.parametrize("key", [{}, {"SECRET_KEY": ""}])
def test_the_key_that_everybody_can_read_is_refused_in_production(read, key: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        read(**key)


def test_production_has_a_key_of_its_own_for_second_factors(read) -> None:
    for key in ["", read(DEBUG="true")["DEVELOPMENT_MFA_KEY"]]:
        with pytest.raises(ImproperlyConfigured, match="MFA_KEYS"):
            read(**OWN_KEY | {"MFA_KEYS": key, "DEBUG": "false"})


def test_a_list_of_breached_passwords_that_is_not_there_is_refused(read) -> None:
    with pytest.raises(ImproperlyConfigured, match="BREACHED_PASSWORDS"):
        read(**OWN_KEY, BREACHED_PASSWORDS="/nowhere/at/all.txt")


def test_a_developer_needs_no_key(read) -> None:
    assert read(DEBUG="true")["SECRET_KEY"].startswith("django-insecure")


def test_the_environment_wins_over_the_file(read, tmp_path: Path) -> None:
    (tmp_path / "env").write_text("DEBUG=true\nBASE_URL=https://from.the.file\n")
    found = read(ENV_FILE=str(tmp_path / "env"), BASE_URL="https://from.the.environment/")
    assert (found["DEBUG"], found["BASE_URL"]) == (True, "https://from.the.environment")


def test_cookies_go_over_https_alone_in_production(read) -> None:
    found = read(**OWN_KEY)
    for cookie in ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"]:
        assert found[cookie] is True
    assert found["SECURE_SSL_REDIRECT"] is True


def test_cookies_are_of_this_host_alone_in_production(read) -> None:
    """A browser takes `__Host-` over https alone, with the path `/` and without a domain."""
    found = read(**OWN_KEY)
    for cookie in ["SESSION", "CSRF", "LANGUAGE"]:
        assert found[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert getattr(settings, f"{cookie}_COOKIE_PATH") == "/"
        assert getattr(settings, f"{cookie}_COOKIE_DOMAIN") is None
    assert found["COOKIE_PREFIX"] == "__Host-"
    assert read(DEBUG="true")["SESSION_COOKIE_NAME"] == "sessionid"


def test_nothing_needs_https_on_a_developers_machine(read) -> None:
    found = read(DEBUG="true")
    assert not found["SESSION_COOKIE_SECURE"]
    assert not found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] == 0


def test_no_proxy_is_believed_unless_named(read) -> None:
    assert read(**OWN_KEY)["SECURE_PROXY_SSL_HEADER"] is None


def test_a_named_proxy_is_believed(read) -> None:
    found = read(**OWN_KEY, SECURE_PROXY_SSL_HEADER="X-Forwarded-Proto")
    assert found["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_sqlite_is_a_file_beside_the_code_that_waits_for_other_writers(read) -> None:
    database = read(**OWN_KEY)["DATABASES"]["default"]
    assert database["NAME"] == str(settings.BASE_DIR / "db.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "foreign_keys=ON" in database["OPTIONS"]["init_command"]


def test_postgresql_is_one_variable_away(read) -> None:
    database = read(**OWN_KEY, DATABASE_URL="postgres://me:word@db.example.org:5433/portal")["DATABASES"][
        "default"
    ]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.org", 5433, "portal")


def test_the_address_of_postgresql_may_say_how_it_connects(read) -> None:
    address = "postgres://portal@/portal?host=/var/run/postgresql&options=-c%20statement_timeout%3D60000"
    database = read(**OWN_KEY, DATABASE_URL=address)["DATABASES"]["default"]
    assert database["OPTIONS"] == {"host": "/var/run/postgresql", "options": "-c statement_timeout=60000"}


def test_commands_of_the_owner_alone_come_to_the_database_as_its_owner(read) -> None:
    def found(**environment: str) -> tuple[str, str]:
        settings = read(**OWN_KEY, DATABASE_URL="postgres://portal@/portal", **environment)
        return settings["DATABASES"]["default"]["USER"], settings["SERVING_ROLE"]

    assert found(OWNS_DATABASE="true") == ("portal", "portal"), "one address alone"
    assert found(DATABASE_OWNER_URL="postgres://owner@/portal") == ("owner", "portal")
    assert found(OWNS_DATABASE="false") == ("portal", "portal")
    assert found(OWNS_DATABASE="true", SERVES_PAGES="true") == ("portal", "portal"), (
        "whatever the environment says"
    )


@pytest.mark.parametrize(
    ("command", "is_the_owners"), [("migrate", "true"), ("redact_report", "true"), ("send_reminders", None)]
)
def test_manage_says_which_commands_are_the_owners(
    monkeypatch: pytest.MonkeyPatch, command: str, is_the_owners: str | None
) -> None:
    monkeypatch.setattr("django.core.management.execute_from_command_line", lambda arguments: None)
    monkeypatch.setattr("sys.argv", ["manage.py", command])
    monkeypatch.setenv("OWNS_DATABASE", "")
    monkeypatch.delenv("OWNS_DATABASE")
    runpy.run_path(str(settings.BASE_DIR / "manage.py"), run_name="__main__")
    assert os.environ.get("OWNS_DATABASE") == is_the_owners


def test_rate_limits_are_shared_between_processes(read) -> None:
    assert read(**OWN_KEY)["CACHES"]["default"]["BACKEND"].endswith("DatabaseCache")


def test_mail_comes_from_the_host_of_the_portal(read) -> None:
    found = read(**OWN_KEY, BASE_URL="https://plan.example.org")
    assert found["DEFAULT_FROM_EMAIL"] == "Action plan portal <noreply@plan.example.org>"
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"


def test_mail_is_printed_on_a_developers_machine(read) -> None:
    assert read(DEBUG="true")["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"


def test_the_example_names_only_variables_that_are_read() -> None:
    lines = (settings.BASE_DIR / ".env.example").read_text().splitlines()
    names = {
        line.removeprefix("# ").split("=")[0]
        for line in lines
        if "=" in line and " " not in line.split("=")[0][2:]
    }
    source = FILE.read_text()
    assert names
    assert [name for name in sorted(names) if f'"{name}"' not in source] == []

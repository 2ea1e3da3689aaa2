"""A database that is locked, slow or hangs: whoever asks is told so within seconds, and nothing is half-written."""

import datetime
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.base import health
from actionplan.base.row_writes import save_all
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Answer
from actionplan.reports.questions import ask_question
from actionplan.settings import time_limits
from objectives.models import Plan
from tests import postgresql
from tests.checks import PRODUCTION
from tests.database_state import tables
from tests.personas import SmallPlan
from tests.reporting_factories import noon
from tests.sent_forms import send

pytestmark = pytest.mark.django_db(transaction=True)

HEALTH_WITHIN = health.HEALTH_TIMEOUT
SHORT = {
    "postgresql": "SET lock_timeout = '100ms'",
    "sqlite": "PRAGMA busy_timeout = 100",
}


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def in_a_hurry() -> Iterator[None]:
    """The time that a server process waits for a lock, shorter."""
    run(SHORT[connection.vendor])
    yield
    connection.close()


@contextmanager
def locked(table: str, mode: str = "ACCESS EXCLUSIVE") -> Iterator[None]:
    """By somebody else: the table on PostgreSQL, all writing on SQLite, which knows no other lock."""
    with closing(connection.copy()) as other:
        with other.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
            if connection.vendor == "postgresql":
                cursor.execute(f'SET ROLE NONE; LOCK TABLE "{table}" IN {mode} MODE')
        yield


def says_so(answer: HttpResponse) -> bool:
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer["Cache-Control"] == "private, no-store"
    return 'lang="nl"' in page and "De databank antwoordt niet, of niet op tijd." in page


@pytest.fixture
def asked(
    small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User, in_a_hurry: None
) -> list[str]:
    """The page with the questions about an action, and the address that takes the answer to one."""
    question = ask_question(
        action=small_plan.joint,
        of_whom=lead_organisation,
        text="Sample: which schools?",
        by=coordinator,
        at=noon(2022, 3, 1),
        due=datetime.date(2099, 1, 31),
    )
    names = [small_plan.plan.code, small_plan.joint.code]
    return [reverse("questions", args=names), reverse("question-answer", args=[*names, question.pk])]


@pytest.mark.full
def test_a_write_that_a_lock_holds_up_is_told_so_and_nothing_of_it_stays_and_sent_again_it_is_carried_out(
    asked: list[str], author: Client
) -> None:
    page, address = asked
    author.defaults["HTTP_ACCEPT_LANGUAGE"] = "nl"
    shown, before = author.get(page), tables()
    with locked("audit_event"):  # the last table that an answer is written to
        assert says_so(send(author, shown, address, text="Sample: ten."))
    assert tables() == before
    assert not Answer.objects.exists()
    for _again in range(2):
        assert send(author, shown, address, text="Sample: ten.").status_code == 302
    assert Answer.objects.count() == 1


@pytest.mark.postgresql
def test_a_page_that_waits_for_a_lock_or_reads_too_long_is_told_so(
    asked: list[str], viewer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer.defaults["HTTP_ACCEPT_LANGUAGE"] = "nl"
    with locked("actions_action"):
        assert says_so(viewer.get("/2020-2024/actions/"))
        assert viewer.get("/healthz").content == b"database: 1\n"
    assert viewer.get("/2020-2024/actions/").status_code == 200
    run("SET statement_timeout = '3s'")
    monkeypatch.setattr(
        "actionplan.pages.actions.views.choices_of", lambda *args, **kwargs: run("SELECT pg_sleep(60)")
    )
    assert says_so(viewer.get("/2020-2024/actions/"))


@pytest.mark.postgresql
@pytest.mark.parametrize("table", ["django_session", "accounts_user"])
def test_where_it_is_not_a_view_that_waits_it_is_told_too(
    table: str, viewer: Client, in_a_hurry: None
) -> None:
    viewer.raise_request_exception = False
    viewer.defaults["HTTP_ACCEPT_LANGUAGE"] = "nl"
    with locked(table):
        assert says_so(viewer.get("/plans/"))
    assert Session.objects.exists()
    assert viewer.get("/accounts/login/").status_code != 503


@pytest.mark.postgresql
def test_a_lock_is_no_fault_of_a_file(in_a_hurry: None) -> None:
    """It is neither refused as if the row were wrong, nor said in the database's words."""
    with locked("objectives_plan"), pytest.raises(OperationalError):
        save_all(Plan, [Plan(code="2030", title="Plan", start=noon(2030, 1, 1), end=noon(2030, 12, 31))])


def test_a_table_whose_rows_wait_for_a_lock_is_told_so(keeper: Client, in_a_hurry: None) -> None:
    """The package that reads it would say it beside each row, as if the file were wrong."""
    keeper.defaults["HTTP_ACCEPT_LANGUAGE"] = "nl"
    with locked("organisations_policyarea", "EXCLUSIVE"):  # which may still be read
        file = SimpleUploadedFile("a table", b"code,name\r\ncare,Care\r\n")
        sent = {"import_file": file, "format": "0", "resource": ""}
        assert says_so(keeper.post(reverse("admin:organisations_policyarea_import"), sent))


def test_health_is_told_within_two_seconds_while_the_database_hangs(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs = threading.Event()

    class Hanging:
        def cursor(self) -> Any:
            hangs.wait(60)
            raise OperationalError

        def close(self) -> None: ...

    with monkeypatch.context() as patched:
        patched.setattr(health, "connection", Hanging())
        patched.setattr(health, "HEALTH_TIMEOUT", 0.2)
        for _again in range(2):
            assert client.get("/healthz").status_code == 503
        assert not hangs.is_set()
        hangs.set()
        with health._one_at_a_time:
            pass
    assert client.get("/healthz").status_code == 200


@pytest.mark.postgresql
def test_health_is_told_while_the_server_of_the_database_stands_still(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert HEALTH_WITHIN < 2
    with postgresql.stopped(), monkeypatch.context() as patched:
        patched.setattr(health, "HEALTH_TIMEOUT", HEALTH_WITHIN)
        assert client.get("/healthz").status_code == 503
    with health._one_at_a_time:
        pass
    assert client.get("/healthz").status_code == 200


# What the server process asks for, and commands do not

OPTIONS = "import json; from django.conf import settings; print(json.dumps(settings.DATABASES['default'].get('OPTIONS', {})))"


def options(code: str, **environment: str) -> dict[str, Any]:
    known = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull}
    known |= {name: PRODUCTION[name] for name in ["SECRET_KEY", "MFA_KEYS"]}
    known |= {
        "DATABASE_URL": "postgres://portal@db.example.org/portal",
        "DJANGO_SETTINGS_MODULE": "actionplan.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=known | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.full
def test_the_server_process_waits_for_as_long_as_is_set_and_commands_as_long_as_it_takes() -> None:
    assert options(OPTIONS) == {}
    server = f"import actionplan.wsgi; {OPTIONS}"
    assert options(server) == {
        "options": "-c statement_timeout=20s -c lock_timeout=10s",
        "connect_timeout": 5,
    }
    set_otherwise = {
        "DATABASE_STATEMENT_TIMEOUT": "7",
        "DATABASE_LOCK_TIMEOUT": "3",
        "DATABASE_CONNECT_TIMEOUT": "2",
    }
    assert options(server, **set_otherwise) == {
        "options": "-c statement_timeout=7s -c lock_timeout=3s",
        "connect_timeout": 2,
    }
    # behind PgBouncer
    assert options(server, DATABASE_STATEMENT_TIMEOUT="0", DATABASE_LOCK_TIMEOUT="0") == {
        "connect_timeout": 5
    }
    sqlite = {"DATABASE_URL": "sqlite:////tmp/portal.sqlite3"}
    assert options(server, **sqlite)["timeout"] == 10
    assert options(OPTIONS, **sqlite)["timeout"] == 20


@pytest.mark.postgresql
def test_postgresql_takes_these_limits() -> None:
    other = connection.copy()
    other.settings_dict = connection.settings_dict | {
        "OPTIONS": connection.settings_dict["OPTIONS"]
        | time_limits({"statement_timeout": 20, "lock_timeout": 10})
    }
    with other.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
        assert cursor.fetchone() == ("20s", "10s")
    other.close()

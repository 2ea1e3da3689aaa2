"""The plan of fixtures/ for tests: in the database, or as a document. It is read once a session."""

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction

from actionplan.audit.models import Event
from actionplan.plan_document.importing import Decisions, import_plan_document
from actionplan.plan_document.parsing import read_plan_document
from objectives.models import Plan
from tests.plan_document.documents import document_of
from tests.roles import as_owner

FIXTURES = ["01_organisations", "02_objectives", "03_actions", "04_budgets"]
WARNINGS = frozenset(
    ["outside:4.1:phases:1:2025-01-14", "outside:4.7:phases:1:2019-01-01", "outside:5.3:phases:1:2019-01-01"]
)
"""What an import of it asks to accept: days outside the plan, as printed."""
PLAN_APPS = ["organisations", "objectives", "actions", "budgets"]


def import_fixtures() -> Plan:
    """The rows that `loaddata` makes of the fixtures, in a tenth of its time; a document lacks some words about the plan."""
    document = read_plan_document(json.dumps(fixture_rows()))
    at = datetime.datetime(2020, 1, 1, 12, tzinfo=datetime.UTC)
    import_plan_document(document=document, by=None, at=at, decisions=Decisions(accepted=WARNINGS))
    [values] = [row["fields"] for row in fixture_rows() if row["model"] == "objectives.plan"]
    Plan.objects.update(**values)
    return Plan.objects.get()


@cache
def fixture_rows() -> list[dict[str, Any]]:
    """The rows of fixtures/, in one list. They are shared: copy them before changing them."""
    files = [path for folder in settings.FIXTURE_DIRS for path in sorted(Path(folder).glob("*.json"))]
    return [row for path in files for row in json.loads(path.read_text(encoding="utf-8"))]


def plan_models() -> list[type[models.Model]]:
    """The models of the plan, app by app."""
    in_plan_apps = [model for label in PLAN_APPS for model in apps.get_app_config(label).get_models()]
    last = {"Phase": 1, "Milestone": 1, "MilestoneTerms": 2}
    return sorted(
        in_plan_apps, key=lambda model: (PLAN_APPS.index(model._meta.app_label), last.get(model.__name__, 0))
    )


def rows_of_the_plan() -> list[Any]:
    """All of them, and how many events there are: to prove that nothing was written."""
    return [*(list(model._default_manager.values_list()) for model in plan_models()), Event.objects.count()]


@pytest.fixture(scope="session")
def _read_once(
    django_db_setup: None, django_db_blocker: Any
) -> tuple[dict[str, Any], list[list[models.Model]]]:
    """The plan's document and its rows; the database is left empty."""
    with django_db_blocker.unblock(), transaction.atomic():
        plan = import_fixtures()
        document = document_of(plan, plan.end)
        tables = [list(model._default_manager.order_by("pk")) for model in plan_models()]
        rows = [table for table in tables if table]
        transaction.set_rollback(True)
    return document, rows


@pytest.fixture(scope="session")
def printed_document(_read_once: Any) -> dict[str, Any]:
    """The document of the plan as printed. It is shared: copy it before changing it."""
    return _read_once[0]


@pytest.fixture
def printed_plan(_read_once: Any, db: None) -> Plan:
    """The plan as printed, in the database."""
    with transaction.atomic():  # some rows refer to others that come after them
        for rows in _read_once[1]:
            type(rows[0])._default_manager.bulk_create(rows)
    with as_owner(), connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), plan_models()):
            cursor.execute(statement)
    return Plan.objects.get(code="2020-2024")

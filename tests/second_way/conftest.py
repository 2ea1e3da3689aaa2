"""The demo story, and a plan that was amended: each is told once for all tests of this folder, and then rolled back."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from actionplan.accounts.roles import Role
from tests.personas import person, signed_in
from tests.plan_document.printed_plan import import_fixtures
from tests.reading import read

from .amended_plan import tell_amended_plan
from .exported import exported
from .plain import Plain
from .two_ways import PLAN, TELLINGS, Show, Told


def tell_demo_story() -> None:
    import_fixtures()
    with override_settings(DEBUG=True):
        call_command("seed_demo", stdout=io.StringIO())


TELLS = {"story": tell_demo_story, "amended": tell_amended_plan}


@pytest.fixture(scope="package", params=TELLINGS.values())
def told_plan(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Told]:
    with django_db_blocker.unblock(), transaction.atomic():
        with translation.override(settings.LANGUAGE_CODE):
            TELLS[request.param]()
        yield Told(request.param, Plain(exported(), PLAN))
        transaction.set_rollback(True)


@pytest.fixture
def show(told_plan: Told, db: None) -> Show:
    """A page of the plan, as a coordinator sees it."""
    client = signed_in(person("reviewer", Role.COORDINATOR))
    return lambda address: read(client.get(f"/{PLAN}/{address}"))

"""What the tests of imports stand on."""

import copy
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from tests.factories import PlanFactory
from tests.personas import ClientOf


@pytest.fixture
def whole(printed_document: dict[str, Any]) -> dict[str, Any]:
    """The plan as printed, as the document of another plan, in preparation."""
    document = copy.deepcopy(printed_document)
    document["plan"] |= {"code": "next", "title": "Next plan", "state": "in_preparation"}
    return document


@pytest.fixture
def admin(client_of: ClientOf, administrator: User) -> Client:
    PlanFactory()
    return client_of(administrator)

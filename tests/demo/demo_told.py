"""The demo story, told once for all tests of it."""

import io

import pytest
from django.core.management import call_command
from django.test import override_settings

from tests.plan_document.printed_plan import load_plan


def seed() -> str:
    """What the command said."""
    said = io.StringIO()
    with override_settings(DEBUG=True):
        call_command("seed_demo", stdout=said)
    return said.getvalue()


@pytest.fixture
def demo_story(db: None) -> str:
    """The plan as printed with its story; what the command said."""
    load_plan()
    return seed()

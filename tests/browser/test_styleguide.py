"""The page of the parts: each in every state, without a fault, where DEBUG is on and nowhere else."""

import re

import pytest
from django.conf import LazySettings, settings

from actionplan.accounts.models import User
from actionplan.pages.styleguide.views import SIGNS
from tests.browser.faults import faults_by_light, faults_in_the_dark
from tests.browser.showing import Screen
from tests.personas import SmallPlan, signed_in

pytestmark = pytest.mark.django_db


MARKS = ["status", "confidence", "swatch", "share-bar"]
"""Of tags that write them without a template."""
PARTS = {f"ui/{file.name}" for file in (settings.BASE_DIR / "templates" / "ui").iterdir()}


def test_every_part_is_shown_without_a_fault(
    settings: LazySettings, small_plan: SmallPlan, reader: User, screen: Screen
) -> None:
    """Parts are all of `templates/ui`, and the marks: who adds one shows it, with a sample."""
    settings.DEBUG = True
    client = signed_in(reader)
    answer, asking = client.get("/styleguide/"), client.get("/styleguide/asks-first/")
    assert PARTS - {template.name for template in [*answer.templates, *asking.templates]} == set()
    drawn = re.findall(r'<symbol id="(\w+)"', SIGNS.read_text())
    shown_there = answer.content.decode()
    assert all(f'signs.svg#{name}"' in shown_there for name in drawn)
    assert all(f'class="{mark}"' in shown_there for mark in MARKS)
    for shown in [answer, asking]:
        page = screen.show(shown)
        assert [*faults_by_light(page), *faults_in_the_dark(page)] == []


def test_it_is_not_there_in_production(reader: User) -> None:
    client = signed_in(reader)
    assert client.get("/styleguide/").status_code == 404
    assert client.get("/styleguide/asks-first/").status_code == 404

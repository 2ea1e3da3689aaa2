"""The page of the parts: each in every state, without a fault, where DEBUG is on and nowhere else."""

import re

import pytest
from django.conf import LazySettings

from actionplan.accounts.models import User
from actionplan.pages.styleguide.views import SIGNS
from tests.browser.faults import faults_by_light, faults_in_the_dark
from tests.browser.showing import Screen
from tests.personas import signed_in

pytestmark = pytest.mark.django_db


def test_every_part_is_shown_without_a_fault(settings: LazySettings, reader: User, screen: Screen) -> None:
    settings.DEBUG = True
    answer = signed_in(reader).get("/styleguide/")
    drawn = re.findall(r'<symbol id="(\w+)"', SIGNS.read_text())
    assert all(f'signs.svg#{name}"' in answer.content.decode() for name in drawn)
    page = screen.show(answer)
    assert [*faults_by_light(page), *faults_in_the_dark(page)] == []


def test_it_is_not_there_in_production(reader: User) -> None:
    assert signed_in(reader).get("/styleguide/").status_code == 404

"""What is open now is what holds at this instant."""

from dataclasses import replace

import pytest
from django.utils import timezone

from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.reporting.states import Basis
from actions.models import Action
from objectives.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.mark.parametrize("basis", [Basis.ACCEPTED, Basis.REPORTED])
def test_now_is_what_is_open(demo_story: str, basis: str) -> None:
    plan = Plan.objects.get(code="2020-2024")
    Action.objects.filter(plan=plan, code="4.5").update(in_force_until=timezone.localdate())
    now = Moment.now(timezone.now(), plan, basis)
    instant = live.read(plan, replace(now, is_now=False))
    assert live.read(plan, now).actions == instant.actions
    assert len(instant.actions) == 49

"""Where the demo story may not be told."""

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from actionplan.accounts.models import User
from objectives.models import Plan
from tests.factories import PlanFactory, UserFactory
from tests.plan_document.test_loading_fixtures import report_on


def test_it_is_refused_where_debug_is_off(db: None) -> None:
    with pytest.raises(CommandError, match="DEBUG is off"):
        call_command("seed_demo")
    assert not User.objects.exists()


@override_settings(DEBUG=True)
def test_it_is_refused_without_the_plan(db: None) -> None:
    with pytest.raises(CommandError, match="Load the plan"):
        call_command("seed_demo")


@override_settings(DEBUG=True)
def test_it_is_refused_where_somebody_has_one_of_the_names(db: None) -> None:
    PlanFactory(code="2020-2024")
    UserFactory(username="admin")
    with pytest.raises(CommandError, match="admin"):
        call_command("seed_demo")
    assert User.objects.count() == 1


@override_settings(DEBUG=True)
def test_it_is_refused_where_people_have_reported(printed_plan: Plan) -> None:
    report_on(printed_plan.actions.get(code="3.3"))
    with pytest.raises(CommandError, match="People have reported"):
        call_command("seed_demo")

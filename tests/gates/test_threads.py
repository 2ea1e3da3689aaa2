"""The races of the tests would notice two acts that never meet, and an act that breaks."""

import pytest
from django.db import transaction

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Standing
from actionplan.reports.workflow import submit
from actions.models import Action
from tests.personas import SmallPlan
from tests.reporting_factories import drafted, noon
from tests.threads import NoOverlap, race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

MARCH = noon(2022, 3, 1)
APRIL = noon(2022, 4, 1)


def test_acts_on_two_actions_do_not_wait_for_each_other(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    """And the race says so: it would not pass for two acts that never meet."""
    draft = drafted(small_plan.joint, lead_organisation, contributor, MARCH)
    elsewhere = drafted(small_plan.with_money, lead_organisation, contributor, MARCH)
    with pytest.raises(NoOverlap):
        race(
            lambda: submit(report=draft, opened_on=1, by=contributor, at=APRIL),
            lambda: submit(report=elsewhere, opened_on=1, by=contributor, at=APRIL),
        )
    assert Standing.objects.count() == 2


def test_a_race_shows_an_error_that_is_no_refusal(small_plan: SmallPlan) -> None:
    def lock() -> None:
        with transaction.atomic():
            Action.objects.select_for_update().get(pk=small_plan.joint.pk)

    def fail() -> None:
        lock()
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        race(lock, fail)

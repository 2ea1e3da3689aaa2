"""Actions that hang on a body that ended are named on the page of the plans and, for coordinators, on the overview."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.base.days import day_of
from actionplan.organisations.models import Organisation
from tests.personas import SmallPlan, signed_in
from tests.reading import read

pytestmark = pytest.mark.full

SENTENCE = "a minister or an organisation has a part that ended:"


def test_they_are_named_until_somebody_takes_over(
    small_plan: SmallPlan, administrator: User, coordinator: User, reader: User
) -> None:
    partner = Organisation.objects.get(key="kbbj_abb")
    overview = reverse("overview", args=[small_plan.plan.code]) + f"?on={day_of(timezone.now())}"
    pages = [(administrator, reverse("plan-list")), (coordinator, overview)]
    for person, url in pages:
        assert SENTENCE not in read(signed_in(person).get(url)).text
    partner.in_force_until = datetime.date(2022, 1, 1)
    partner.save()
    for person, url in pages:
        page = read(signed_in(person).get(url))
        assert f"In 1 action {SENTENCE} 1.2" in page.text
        assert reverse("action", args=[small_plan.plan.code, "1.2"]) in page.links
    assert SENTENCE not in read(signed_in(reader).get(overview)).text

"""Every count of the overview leads to a list with as many rows, also within the wider scope.

Of the demo story `tests/second_way/test_links.py` says so, at days, rounds and parts.
"""

from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import PolicyArea
from actions.states import PromotionRole
from tests.actions.lists_of_counts import counts_of, listed
from tests.factories import AffiliationFactory, OrganisationFactory, PromotionFactory
from tests.personas import SmallPlan
from tests.reading import read

pytestmark = pytest.mark.django_db
PLAN = "/2020-2024/"


def test_a_count_within_the_wider_scope_is_of_what_counts_once(
    small_plan: SmallPlan, client_of: Callable[[User], Client], reader: User, policy_area: PolicyArea
) -> None:
    """Also where no part is chosen: each action has a partner in a policy area that another leads."""
    partner = OrganisationFactory()
    AffiliationFactory(organisation=partner, policy_area=policy_area)
    for action in small_plan.actions:
        PromotionFactory(action=action, organisation=partner, role=PromotionRole.PARTNER)
    found = counts_of(read(client_of(reader).get(f"{PLAN}?also=on")))
    assert any("policy_area" in url for url in found)
    assert {url: listed(url, reader) for url in found} == found

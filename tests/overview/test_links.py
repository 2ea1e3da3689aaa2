"""Every count of the overview and of a closed round leads to a list with as many rows: any day, any round, any part."""

from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import PolicyArea
from actions.states import PromotionRole
from tests.actions.lists_of_counts import counts_of, listed
from tests.factories import AffiliationFactory, OrganisationFactory, PromotionFactory
from tests.personas import SmallPlan, person
from tests.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
PLAN = "/2020-2024/"
ADDRESSES = [
    "?organisation=kbbj_abb&also=on&on=2022-12-31&basis=reported&show=schedule",
    "?round=2021-12&basis=reported&show=verdict",
    "rounds/2022-12/",
    "?basis=reported",
    "?basis=accepted&show=verdict",
    "?on=2022-06-30&basis=reported",
    "?objective=3&basis=reported&show=confidence",
    "?minister=justice&also=on&basis=accepted",
    "?also=on&basis=accepted",
    "?round=2022-12",
    "?round=2022-06&policy_area=KBBJ&also=on",
    "?round=2022-12&minister=home_affairs&objective=3&show=confidence",
    "rounds/2021-06/?basis=reported&show=schedule",
]
IN_EVERY_RUN = 2
"""So many of them; the others wait for --full."""


@pytest.mark.parametrize(
    "address",
    [
        *ADDRESSES[:IN_EVERY_RUN],
        *(pytest.param(one, marks=pytest.mark.again) for one in ADDRESSES[IN_EVERY_RUN:]),
    ],
)
def test_every_count_leads_to_as_many_rows(
    demo_story: str, client_of: Callable[[User], Client], address: str
) -> None:
    reviewer = person("reviewer", Role.COORDINATOR)
    found = counts_of(read(client_of(reviewer).get(PLAN + address)))
    assert len(found) > 20
    assert {url: listed(url, reviewer) for url in found} == found


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


def test_a_reader_counts_what_the_list_shows_to_a_reader(
    demo_story: str, client_of: Callable[[User], Client]
) -> None:
    reader = person("other_reader", Role.READER)
    found = counts_of(read(client_of(reader).get(f"{PLAN}?show=verdict")))
    assert {url: listed(url, reader) for url in found} == found

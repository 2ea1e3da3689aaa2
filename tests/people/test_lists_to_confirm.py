"""*My work* and *Plans* count the lists that *People* asks to confirm."""

import pytest

from actionplan.accounts.bodies import Body
from actionplan.accounts.confirmations import confirm_list, version_of
from actionplan.accounts.models import Membership
from actionplan.base.days import day_of
from actionplan.pages.people.read import bodies as bodies_with_lists
from actionplan.pages.people.read import lists_to_confirm, people_of
from tests.personas import Bodies, everybody
from tests.reporting_factories import noon

pytestmark = pytest.mark.django_db
AT = noon(2026, 11, 2)


def test_the_count_is_that_of_the_lists(bodies: Bodies) -> None:
    people = everybody(bodies)

    def counted(name: str) -> int:
        found = lists_to_confirm(people[name], AT)
        shown = people_of(bodies_with_lists(people[name], day_of(AT)), people[name], AT)
        assert found == sum(one.asks_confirmation for one in shown)
        return found

    assert counted("coordinator") == 5, "three organisations, a policy area and a minister"
    assert counted("administrator") == 6, "and the whole portal"
    assert counted("auditor") == 0
    now = Membership.objects.filter(organisation=bodies.lead)
    confirm_list(
        body=Body(organisation=bodies.lead), opened_on=version_of(now), by=people["coordinator"], at=AT
    )
    assert (counted("coordinator"), counted("administrator")) == (4, 5)

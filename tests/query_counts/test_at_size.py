"""A round eight times as large costs as many queries."""

import pytest

from actionplan.accounts.roles import Role
from tests.database_state import undone
from tests.factories import PlanFactory
from tests.page_list.entries import address
from tests.personas import person, signed_in
from tests.query_counts import queries_of
from tests.reporting.grown_round import asked_in_bulk

pytestmark = pytest.mark.django_db


def counted_of_requests(size: int) -> dict[str, int]:
    with undone():
        round = asked_in_bulk(PlanFactory(code="2020-2024-bulk"), size)
        client = signed_in(person("follows", Role.COORDINATOR))
        names = [round.plan.code, round.code]
        urls = {
            "round": address("round", *names),
            "requests": address("request-list", *names),
            "requests, last page": address("request-list", *names, page=size // 50, sort="-late"),
            "close": address("round-close", *names),
        }
        return {name: queries_of(client, url) for name, url in urls.items()}


@pytest.mark.full
def test_400_requests_cost_as_many_queries_as_50() -> None:
    assert counted_of_requests(400) == counted_of_requests(50)

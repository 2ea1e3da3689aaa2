"""Every count of a dashboard leads to a list with as many rows: of a day, of a round, of a part, for whoever looks."""

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.pages.milestones.read import STATE_LABELS
from tests.actions.lists_of_counts import counts_of, found_at, listed
from tests.personas import person, signed_in
from tests.reading import Element, read
from tests.second_way.two_ways import Show, Told, of_the_story

pytestmark = [pytest.mark.django_db, of_the_story]


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.COORDINATOR, "?organisation=wvg_growing_up&also=on&on=2022-12-31&basis=reported&show=schedule"),
        (Role.COORDINATOR, "rounds/2021-12/?basis=reported&show=confidence"),
        (Role.READER, "?objective=3&show=verdict"),
        (Role.COORDINATOR, "trend/?round=2021-12&minister=education&basis=reported&show=verdict"),
    ],
)
def test_every_count_leads_to_a_list_of_as_many_actions(told_plan: Told, role: Role, address: str) -> None:
    somebody = person("somebody", role)
    found = counts_of(read(signed_in(somebody).get(f"/2020-2024/{address}")))
    assert len(found) > 20
    assert listed(found, somebody) == found


def rows_in(page: Element, class_: str) -> int:
    return sum(len(table.rows) for table in page.all("table", class_=class_))


@pytest.mark.parametrize(
    ("address", "class_", "least"),
    [
        ("milestones/?round=2022-06&minister=justice", "milestones", len(STATE_LABELS)),
        pytest.param("quality/?round=2022-06&policy_area=OV", "gaps", 20, marks=pytest.mark.again),
    ],
)
def test_every_count_leads_to_as_many_rows_of_the_page(
    reading: Client, address: str, class_: str, least: int
) -> None:
    found = {}
    for link in read(reading.get(f"/2020-2024/{address}")).all("a"):
        url = link.attributes.get("href", "")
        if url.endswith("#rows") and (number := link.text.split()[0]).isdecimal():
            found[url] = (int(number), rows_in(read(reading.get(url)), class_))
    assert len(found) > least
    assert {url: count for url, count in found.items() if count[0] != count[1]} == {}


def test_the_receipt_of_statuses_has_as_many_rows_as_the_list(show: Show) -> None:
    reviewer = User.objects.get(username="reviewer")
    for query in ["minister=justice&also=on&on=2022-12-31", "round=2022-12&attention=any"]:
        page = show(f"receipts/status/?{query}")
        assert len(page.rows) == len(found_at(f"/2020-2024/actions/?{query}", reviewer)) > 3


def test_in_a_later_round_the_receipt_of_statuses_says_what_was_in_the_round_before(show: Show) -> None:
    now, then = (show(f"receipts/status/?round={code}") for code in ["2022-12", "2022-06"])
    was = {cells[0].split()[0]: cells[1] for cells in then.rows}
    for cells in now.rows:
        assert was[cells[0].split()[0]].split()[0] == cells[-1].split()[0], cells
        assert "in the round" in cells[-1]

"""Every page asks the database as often with one row of everything as with two, and never oftener than its row says."""

from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from actionplan.audit.revisions import renew_without_event
from actionplan.picture.cache import PICTURE_CACHE
from tests.addresses import dashboards
from tests.permissions.table import names
from tests.personas import signed_in
from tests.query_counts import queries_of
from tests.query_counts.grown import grown
from tests.query_counts.table import CountedPage, counted_pages, uncounted
from tests.systems.systems_world import system_with

MOST_OF_TAKING = 52

pytestmark = pytest.mark.full


class Count(NamedTuple):
    cold: int
    """After a write, in a process that has read no closing either."""
    warm: int
    """Once more, when all of it is kept; with two rows alone, since what is asked each time is asked the first time too."""


class Counts(NamedTuple):
    by_page: dict[CountedPage, Count]
    of_taking: int


@pytest.fixture(scope="module")
def counts(django_db_setup: None, django_db_blocker: Any) -> dict[int, Counts]:
    """By size. What is grown is committed, since inside a transaction no picture is kept, and removed behind."""
    pages = list(counted_pages())
    found = {}
    with django_db_blocker.unblock():
        for size in [1, 2]:
            try:
                found[size] = _counted(pages, size)
            finally:
                call_command("flush", interactive=False, verbosity=0)
    return found


def _counted(pages: list[CountedPage], size: int) -> Counts:
    with transaction.atomic():
        built = grown(size)
    clients = {name: signed_in(user) for name, user in built.people.items()}
    clients["system"] = system_with(built.system_key)
    by_page = {
        page: _count(
            clients[page.person],
            page.address.format(**built.names),
            once=size == 1 or not page.reads_picture,
        )
        for page in pages
    }
    return Counts(by_page, built.reads_of_taking)


def _count(client: Client, url: str, once: bool) -> Count:
    status = 302 if url == "/" else 200
    renew_without_event()
    PICTURE_CACHE.clear()
    cold = queries_of(client, url, status)
    return Count(cold, cold if once else queries_of(client, url, status))


def test_no_page_asks_oftener_than_its_row_says(counts: dict[int, Counts]) -> None:
    found = counts[2].by_page.items()
    assert {page: count for page, count in found if count.warm > page.warm or count.cold > page.cold} == {}


def test_every_page_asks_as_often_with_one_row_as_with_two(counts: dict[int, Counts]) -> None:
    found = {page: (count.cold, counts[2].by_page[page].cold) for page, count in counts[1].by_page.items()}
    assert {page: (one, two) for page, (one, two) in found.items() if one != two} == {}


def test_every_address_that_answers_get_has_a_row() -> None:
    """Those of the permission table, in which every address has a line; Django admin's are beside it."""
    rows = {page.name for page in counted_pages()}
    without = {name for name in names("GET") - rows if not name.startswith(("account_", "mfa_"))}
    assert without == uncounted()


MOST_FOR_AN_OFFICE = {"overview": 6, "minister": 6, "action": 3}


def test_what_an_office_is_asked_costs_one_query_and_on_a_dashboard_its_count_alone(
    counts: dict[int, Counts],
) -> None:
    """And the count of what waits one more. But the overview and the minister's page, which name obstacles, of limited
    actions those that are the office's to read, and what is coming, first what the office itself must do: six; and the action, whose thread the office answers: three.
    """
    found = counts[2].by_page
    offices = {page: count for page, count in found.items() if page.person == "office"}
    readers = {page.address: count.warm for page, count in found.items() if page.person == "reader"}
    assert offices
    for page, count in offices.items():
        most = MOST_FOR_AN_OFFICE.get(page.name, 1 + (page.name not in dashboards()))
        assert count.warm - readers[page.address] <= most, page


def test_a_closing_is_taken_with_as_many_queries(counts: dict[int, Counts]) -> None:
    assert counts[1].of_taking == counts[2].of_taking <= MOST_OF_TAKING

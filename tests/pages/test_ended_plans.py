"""A plan that has ended opens on its last closed round, its final state, and says so."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from objectives.models import Plan
from tests.page_list.every_page import address
from tests.reading import Element, read
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.django_db
Show = Callable[..., Element]
FINAL = "Ended on 31 December 2024. Final state, as of"
PAGES = ["overview", "action-list", "milestones", "budget", "timeline", "quality"]


@pytest.fixture
def show(frozen: FrozenRound, client_of: Callable[[User], Client], reader: User) -> Show:
    client = client_of(reader)
    return lambda page, **query: read(client.get(address(page, "2020-2024", **query), follow=True))


def moment(page: Element) -> str:
    [shown] = page.all("p", **{"class": "moment"})
    return shown.text


@pytest.mark.parametrize("name", PAGES)
def test_its_pages_open_on_the_final_state(show: Show, name: str) -> None:
    assert moment(show(name)).startswith(FINAL)


def test_links_name_the_round_so_that_they_stay_what_they_are(show: Show) -> None:
    links = [link for link in show("overview").links if "/actions/?" in link]
    assert links
    assert all("round=2022-06" in link for link in links)


def test_today_is_asked_for_as_a_day_and_stays_so(show: Show) -> None:
    final = show("overview")
    [today] = [link for link in final.all("a") if link.text == "show today"]
    day = f"{datetime.date.today():%Y-%m-%d}"
    assert f"on={day}" in today.attributes["href"]
    shown = show("overview", on=day)
    assert moment(shown).startswith("As known today")
    assert [link.text for link in shown.all("a") if link.text == "back to the final state"]
    links = [link for link in shown.links if "/actions/?" in link]
    assert links
    assert all(f"on={day}" in link for link in links)


def test_a_plan_that_runs_opens_on_today(show: Show) -> None:
    Plan.objects.update(end="2999-12-31")
    assert moment(show("overview")).startswith("As known today")


def test_while_a_round_is_under_way_again_today_is_shown(show: Show, frozen: FrozenRound) -> None:
    round = frozen.closing.round
    type(round).objects.filter(pk=round.pk).update(state="review")
    assert moment(show("overview")).startswith("As known today")

"""A plan that has ended opens on its last closed round, its final state, and says so."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.reporting.models import Round
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


def test_its_pages_open_on_the_final_state_and_their_links_name_the_round(
    show: Show, frozen: FrozenRound
) -> None:
    for name in PAGES:
        assert moment(show(name)).startswith(FINAL), name
    final = show("overview")
    links = [link for link in final.links if "/actions/?" in link]
    assert links
    assert all("round=2022-06" in link for link in links)
    # today is asked for as a day, and stays so
    [today] = [link for link in final.all("a") if link.text == "show today"]
    day = f"{datetime.date.today():%Y-%m-%d}"
    assert f"on={day}" in today.attributes["href"]
    shown = show("overview", on=day)
    assert moment(shown).startswith("As known today")
    assert [link.text for link in shown.all("a") if link.text == "back to the final state"]
    links = [link for link in shown.links if "/actions/?" in link]
    assert links
    assert all(f"on={day}" in link for link in links)
    # while a round is under way again, and of a plan that runs, today is shown
    rounds = Round.objects.filter(pk=frozen.round.pk)
    rounds.update(state="review")
    assert moment(show("overview")).startswith("As known today")
    rounds.update(state="closed")
    assert moment(show("overview")).startswith(FINAL)
    Plan.objects.update(end="2999-12-31")
    assert moment(show("overview")).startswith("As known today")

"""A plan that has ended opens on its last closed round and says so: its final state where that is about its last day."""

import datetime
import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from actionplan.accounts.models import User
from actionplan.documents.evaluation import evaluation
from actionplan.documents.report import government_report
from actionplan.documents.source import source_of_closing
from actionplan.reporting.models import Round
from objectives.models import Plan
from tests.page_list.every_page import address
from tests.personas import ClientOf
from tests.reading import Element, read
from tests.rounds.frozen_round import FrozenRound, close_the_next_round

pytestmark = [pytest.mark.django_db, pytest.mark.full]
Show = Callable[..., Element]
LAST = "Last closed state: 30 June 2022 · 2 of 4 requested reports are accepted"
PAGES = ["overview", "action-list", "milestones", "budget", "timeline", "quality"]


@pytest.fixture
def show(frozen: FrozenRound, client_of: ClientOf, reader: User) -> Show:
    client = client_of(reader)
    return lambda page, **query: read(client.get(address(page, "2020-2024", **query), follow=True))


def moment(page: Element) -> str:
    [shown] = page.all("div", class_="moment")
    return shown.text


def test_its_pages_open_on_the_last_closed_state_and_their_links_name_the_round(
    show: Show, frozen: FrozenRound
) -> None:
    for name in PAGES:
        assert moment(show(name)).startswith(LAST), name
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
    assert [link.text for link in shown.all("a") if link.text == "show the last closed state"]
    links = [link for link in shown.links if "/actions/?" in link]
    assert links
    assert all(f"on={day}" in link for link in links)
    # while a round is under way again, and of a plan that runs, today is shown
    rounds = Round.objects.filter(pk=frozen.round.pk)
    rounds.update(state="review")
    assert moment(show("overview")).startswith("As known today")
    rounds.update(state="closed")
    assert moment(show("overview")).startswith(LAST)
    Plan.objects.update(end="2999-12-31")
    assert moment(show("overview")).startswith("As known today")


def test_the_state_is_final_where_the_round_is_about_the_plan_s_last_day(
    show: Show, frozen: FrozenRound, coordinator: User
) -> None:
    Plan.objects.update(end="2022-06-30")
    state = "Final state, round of Mid-2022 · 2 of 4 requested reports are accepted"
    assert moment(show("overview")).startswith(state)
    links = [link.text for link in show("overview", on="2022-08-01").all("a")]
    assert "show the final state" in links
    # of a round that asked for nothing, all was accepted
    close_the_next_round(frozen, coordinator)
    said = "Final state, round of Round 2022-12 ·"
    assert moment(show("overview")).startswith(said)


def test_how_many_of_how_many_stands_wherever_the_state_is_named(
    frozen: FrozenRound, client_of: ClientOf, administrator: User, reader: User
) -> None:
    accepted = "2 of 4 requested reports are accepted"
    plans = read(client_of(administrator).get("/plans/")).text
    assert f"Last closed state: 30 June 2022 · {accepted}" in plans
    content = client_of(reader).get("/2020-2024/actions.xlsx").getvalue()
    about = load_workbook(io.BytesIO(content)).worksheets[-1]
    assert any(accepted in str(cell.value) for row in about.rows for cell in row)
    document = government_report(source_of_closing(frozen.snapshot), None)
    assert (accepted, "Accepted") in [(fact.text, fact.label) for fact in document.facts]
    [_sentence, rounds, *_others] = evaluation([frozen.snapshot]).sections[0].blocks
    assert rounds.items[0].endswith(f"({accepted})")

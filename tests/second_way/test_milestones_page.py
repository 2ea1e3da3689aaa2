"""What the page of the milestones shows of the story: its message, its rows, its groups, its chart and its file."""

import pytest
from django.test import Client

from actionplan.pages.milestones import views as module
from tests.milestones.test_page import file_of, listed
from tests.reading import Element
from tests.second_way.two_ways import Show, of_the_story

pytestmark = [pytest.mark.django_db, of_the_story]


@pytest.fixture
def opened(show: Show) -> Show:
    return lambda query="": show(f"milestones/?on=2023-01-20&basis=accepted{query}")


def the_row_of(page: Element, words: str) -> list[str]:
    (row,) = [row for row in listed(page) if words in row[0]]
    return row


def test_the_whole_page(opened: Show) -> None:
    page = opened("&by=year")
    sentence = (
        "11 milestones with a date are due. Of all milestones, also those achieved early: "
        "8 achieved on time, 3 achieved late, 3 missed."
    )
    assert sentence in page.text
    # the years are drawn and stand in a table
    (section,) = page.all("section", **{"aria-labelledby": "years"})
    assert section.rows[1] == ["2021", "7", "7", "3", "2", "2", "0", "0"]
    (drawn,) = section.all("svg", role="img")
    (message,) = section.all("p", id=drawn.attributes["aria-describedby"])
    assert message.text == (
        "Of 11 milestones with a date, 5 are achieved on time, 3 achieved late, 3 missed. Most fall due in 2021: 7."
    )
    # rows are grouped by the year in which they are due
    heads = [head.text for head in page.all("section", **{"aria-labelledby": "rows"})[0].all("h3")]
    assert heads == ["2020", "2021", "2022", "Without a date", "Recurring"]
    assert len(listed(page)) == 17
    # what it does not know is a sentence
    page = opened("&by=year&state=lost&year=soon")
    assert "Not known here: “lost”, “soon”. That is why nothing is shown." in page.text
    assert listed(page) == []


def test_a_row_says_what_was_promised_and_what_became_of_it(opened: Show) -> None:
    late = the_row_of(opened("&state=late"), "2.2")
    assert late[1:4] == ["autumn 2021", "–", "achieved late 87 days late"]
    assert late[4].startswith("18 Mar 2022")
    counted = the_row_of(opened("&state=on_time"), "CUTA")
    assert counted[2] == "target 2 training courses achieved 2 training courses"
    (periods,) = opened("&state=recurring").all("section", **{"aria-labelledby": "periods"})
    (row,) = [row for row in periods.rows if row[0].startswith("3.3")]
    assert row[2:5] == ["3", "2", "2"]
    assert row[6] == "2021: 3 peer reviews 2022: 4 peer reviews target 3–4 peer reviews"


def test_a_plan_without_milestones_says_so(opened: Show) -> None:
    assert "Nothing here was promised" in opened("&objective=8").text


def test_the_page_is_paged_and_the_file_has_every_row_that_is_asked_for(
    opened: Show, reviewing: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MILESTONES_PER_PAGE", 10)
    assert len(listed(opened("&page=2"))) == 7
    monkeypatch.setattr(module, "MILESTONES_PER_PAGE", 2)
    rows = file_of(reviewing, round="2022-12", state="missed")
    assert [(row["Code"], row["Due"], row["Days late"]) for row in rows] == [
        ("3.9", "2021", "365"),
        ("6.2", "autumn 2021", "375"),
    ]

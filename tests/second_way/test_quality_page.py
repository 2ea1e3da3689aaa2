"""What the page of the quality of reporting shows of the story: totals, an organisation's list, and no league table."""

import re

import pytest
from django.test import Client

from actionplan.organisations.models import Organisation
from tests.quality.test_page import codes, listed, opened, totals
from tests.second_way.two_ways import of_the_story

pytestmark = [pytest.mark.django_db, of_the_story]
STORY = {"on": "2023-01-20"}


def test_who_reports_for_nobody_sees_totals_and_no_list(reading: Client) -> None:
    page = opened(reading, **STORY)
    assert listed(page) == []
    # the objectives add up to the whole
    (section,) = page.all("section", **{"aria-labelledby": "objectives"})
    for place, (asked, _met, unmet) in enumerate(totals(page).values(), start=1):
        cells = [re.findall(r"\d+", row[place]) for row in section.rows]
        counted = [tuple(map(int, cell)) for cell in cells if cell]
        assert [sum(column) for column in zip(*counted, strict=True)] == [int(unmet), int(asked)]
    # organisations never stand beside one another
    names = {row.name for row in Organisation.objects.all()}
    in_tables = " ".join(cell for table in page.all("table") for row in table.rows for cell in row)
    assert not {name for name in names if name in in_tables}
    # a count of zero leads to a list that says so
    met = next(point for point, row in totals(page).items() if row[2] == "0")
    assert page.all("section", **{"aria-labelledby": "rows"}) == []
    (section,) = opened(reading, **STORY, point=met).all("section", **{"aria-labelledby": "rows"})
    assert "There are none of these." in section.text


def test_an_organisation_s_list_is_that_of_the_actions_it_leads(reading: Client) -> None:
    page = opened(reading, **STORY, organisation="wvg_growing_up", also="on")
    assert "What is left to do for Growing Up Agency?" in page.text
    assert codes(page) == ["3.3", "3.11"]


def test_an_organisation_that_has_nothing_left_to_do_is_told_so(reading: Client) -> None:
    said = (
        section.text
        for key in Organisation.objects.values_list("key", flat=True)
        for section in opened(reading, **STORY, organisation=key).all(
            "section", **{"aria-labelledby": "rows"}
        )
    )
    assert any("Nothing is left to do here." in text for text in said)

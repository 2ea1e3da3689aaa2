"""Every page that offers CSV offers the same rows as a workbook first, and says which is for whom; workbooks fit on landscape pages."""

import datetime
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from actionplan.accounts.models import User
from actionplan.plan_document.workbook.writing import plan_workbook
from tests.amendments.amending import prepared
from tests.personas import ClientOf
from tests.reading import read, read_csv
from tests.rounds.frozen_round import FrozenRound

pytestmark = [pytest.mark.django_db, pytest.mark.full]
PLAN = "/2020-2024/"
OFFERED = {
    "actions/?on=2022-10-01": "actions",
    "budget/": "budget",
    "timeline/?sort=end": "timeline",
    "milestones/?by=year": "milestones",
    "changes/?from=2022-02-01&to=2022-06": "changes",
    "amendments/": "amendments",
    "rounds/2022-06/requests/?sort=-due": "rounds/2022-06/requests",
}
"""Pages with the addresses of their files, without an ending."""


def cells(content: bytes) -> list[list[str]]:
    """Of the first sheet, as CSV writes them in English."""
    rows = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    return [["" if value is None else str(value).removesuffix(" 00:00:00") for value in row] for row in rows]


def is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdigit()


def alike(text: str, cell: str) -> bool:
    return text == cell or (is_number(text) and is_number(cell) and float(text) == float(cell))


@pytest.mark.parametrize("query", OFFERED)
def test_a_page_offers_a_workbook_for_people_before_csv_for_programs_with_the_same_rows(
    query: str, client_of: ClientOf, coordinator: User, frozen: FrozenRound
) -> None:
    prepared(frozen.plan, coordinator, datetime.date(2022, 9, 1))
    client, path = client_of(coordinator), PLAN + OFFERED[query]
    shown = read(client.get(PLAN + query))
    urls = [link.attributes["href"] for link in shown.all("a")]
    files = [url for url in urls if url.startswith((f"{path}.xlsx", f"{path}.csv"))]
    assert [url.partition("?")[0] for url in files] == [f"{path}.xlsx", f"{path}.csv"]
    assert "Download as a workbook (XLSX) · CSV for programs: codes, days and words plain" in shown.text
    book, text = cells(client.get(files[0]).content), read_csv(client.get(files[1]))
    assert len(book) == len(text) > 1
    assert all(alike(*pair) for rows in zip(text, book, strict=True) for pair in zip(*rows, strict=True))


def sheets_of(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).worksheets


@pytest.mark.parametrize("name", ["actions", "budget", "plan"])
def test_a_workbook_prints_on_landscape_pages_as_wide_as_the_sheet_under_its_heads(
    name: str, platform: Client, frozen: FrozenRound
) -> None:
    page = f"{PLAN}{name}.xlsx"
    content = plan_workbook() if name == "plan" else platform.get(page).content
    sheet, *_others = sheets_of(content)
    paper = sheet.page_setup
    assert (paper.orientation, paper.fitToWidth or 1, paper.fitToHeight) == ("landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"

"""The list as a file: the rows and columns of the screen, in its order and language, and never a formula."""

import csv
import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from actionplan.accounts.models import User
from actionplan.base.sheets import csv_file, harmless, workbook
from actionplan.pages.actions import views as actions
from actions.models import Action
from tests.actions.action_factories import reword
from tests.actions.action_pages import LeadSays
from tests.factories import ActionFactory
from tests.personas import SmallPlan
from tests.reading import read
from tests.reporting_factories import noon

LIST = "/2020-2024/actions/"


def csv_of(client: Client, query: str = "", language: str = "en") -> list[list[str]]:
    response = client.get(f"/2020-2024/actions.csv{query}", headers={"accept-language": language})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def workbook_of(client: Client, query: str = "", language: str = "en") -> list[list[Any]]:
    response = client.get(f"/2020-2024/actions.xlsx{query}", headers={"accept-language": language})
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


@pytest.fixture
def reported(small_plan: SmallPlan, lead_says: LeadSays) -> None:
    lead_says.accepted(
        small_plan.joint, noon(2022, 4, 1), confidence="off_track", on_hold_since=datetime.date(2022, 3, 3)
    )


QUERIES = {"?on=2022-06-01": "en", "?on=2022-06-01&sort=-title&objective=1": "nl", "?q=none": "en"}


@pytest.mark.usefixtures("reported")
def test_files_have_the_rows_and_columns_of_the_screen_in_its_order(
    client_of: Callable[[User], Client], reader: User
) -> None:
    for query, language in QUERIES.items():
        as_on_the_screen(client_of(reader), query, language)


def as_on_the_screen(client: Client, query: str, language: str) -> None:
    page = read(client.get(LIST + query, headers={"accept-language": language}))
    heads = [head.text.rstrip(" ↑↓") for head in page.all("th", scope="col")]
    text, cells = csv_of(client, query, language), workbook_of(client, query, language)
    assert [row[0] for row in text[1:]] == [row[0] for row in page.rows] == [str(row[0]) for row in cells[1:]]
    if page.rows:
        assert text[0] == heads == cells[0]
    for shown, row in zip(page.rows, text[1:], strict=True):
        assert [cell or "–" for cell in row[5:8]] == shown[5:8]
        assert [cell or "–" for cell in row[2:4]] == shown[2:4]


@pytest.mark.usefixtures("reported")
def test_a_row_of_the_csv_in_full_and_in_dutch(client_of: Callable[[User], Client], reader: User) -> None:
    client = client_of(reader)
    assert csv_of(client, "?on=2022-06-01&q=joint")[1] == [
        "1.2",
        "Joint prevention network",
        "Education and Training",
        "Minister for Education",
        "ongoing, on hold since 3 March 2022",
        "off track",
        "on track",
        "running",
        "2022-12-31",
        "2022-04-01",
    ]
    reword(Action.objects.get(code="1.2"), title_nl="Netwerk voor preventie")
    head, row = csv_of(client, "?on=2022-06-01&q=joint", "nl")
    assert head[:2] == ["Code", "Actie"]
    assert row[1] == "Netwerk voor preventie"
    assert "3 maart 2022" in row[4]


def test_in_a_workbook_days_are_days_written_as_the_language_does_and_codes_stay_texts(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan
) -> None:
    ActionFactory(code="1.10", plan=small_plan.plan)
    client = client_of(reader)
    for language, written in [("en", "[$-809]d mmm yyyy"), ("nl", "[$-813]d mmm yyyy")]:
        response = client.get("/2020-2024/actions.xlsx", headers={"accept-language": language})
        sheet = load_workbook(io.BytesIO(response.content)).active
        assert sheet["I2"].value == datetime.datetime(2022, 12, 31)
        assert sheet["I2"].number_format == written
        assert sheet.freeze_panes == "A2"
        assert [sheet[f"A{row}"].value for row in (2, 3, 4)] == ["1.1", "1.2", "1.10"]


def test_files_hold_every_page_of_the_list(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "PAGE_SIZE", 2)
    client = client_of(reader)
    assert len(csv_of(client, "?page=2")) == len(workbook_of(client, "?page=2")) == 5
    for name in ["actions/", "actions.csv", "actions.xlsx"]:
        assert client.get(f"/2025-2029/{name}").status_code == 404, "there is no such plan"


FORMULAS = [f"{start}HYPERLINK(1)" for start in ["=", "+", "-", "@", "\t=", "\r", "\n", " =", " @"]]


def test_a_text_is_never_a_formula_in_a_file() -> None:
    assert all(line.startswith(("'", "\"'")) for line in csv_lines(FORMULAS))
    sheet = load_workbook(io.BytesIO(workbook([["Head"], *([one] for one in FORMULAS)], title="x"))).active
    for row in range(2, len(FORMULAS) + 2):
        assert sheet[f"A{row}"].data_type == "s"
        assert sheet[f"A{row}"].hyperlink is None


def csv_lines(texts: list[str]) -> list[str]:
    return [csv_file([[text]]).decode("utf-8-sig") for text in texts]


def test_the_title_of_an_action_is_never_a_formula(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan
) -> None:
    reword(small_plan.joint, title="=HYPERLINK(1)")
    client = client_of(reader)
    assert csv_of(client)[2][1].startswith("'")
    cell = load_workbook(io.BytesIO(client.get("/2020-2024/actions.xlsx").content)).active["B3"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)


def test_harmless_texts_stay_as_they_are() -> None:
    texts = ["3.12", "a=b", "", "van 1 - 2"]
    assert [harmless(text) for text in texts] == texts


def test_other_letters_than_those_of_ascii_survive() -> None:
    assert csv_file([["Coördinatie – één"]]).decode("utf-8-sig") == "Coördinatie – één\r\n"
    content = workbook([["Kop"], ["Coördinatie – één"]], title="x")
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python() == [
        ["Kop"],
        ["Coördinatie – één"],
    ]


def test_a_file_is_named_after_its_moment_and_linked_from_the_list_with_the_same_filters(
    client_of: Callable[[User], Client], auditor: User, small_plan: SmallPlan
) -> None:
    client, asked = client_of(auditor), "?objective=1&on=2022-06-01&basis=reported&sort=-end"
    links = read(client.get(f"{LIST}{asked}&page=1")).links
    assert f"/2020-2024/actions.csv{asked}" in links
    assert f"/2020-2024/actions.xlsx{asked}" in links
    response = client.get("/2020-2024/actions.csv?on=2022-06-01&basis=reported")
    assert 'filename="actions-2020-2024-known-2022-06-01-reported.csv"' in response["Content-Disposition"]


def test_no_file_tells_a_reader_what_was_reported(
    client_of: Callable[[User], Client],
    small_plan: SmallPlan,
    lead_says: LeadSays,
    reader: User,
    contributor: User,
    coordinator: User,
) -> None:
    lead_says.submitted(small_plan.joint, noon(2022, 6, 1))
    assert csv_of(client_of(coordinator))[2][4] == "ongoing, not yet reviewed"
    for person in [reader, contributor]:
        for query in ["", "?basis=reported"]:
            assert csv_of(client_of(person), query)[2][4] == "never reported"
            assert workbook_of(client_of(person), query)[2][4] == "never reported"

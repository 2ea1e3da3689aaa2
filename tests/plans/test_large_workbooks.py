"""A small file that holds millions of cells is refused before one of them is read, wherever a workbook can be sent."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from actionplan.accounts.models import User
from actionplan.base.workbook_reader import (
    MAX_CELLS,
    MAX_FORMAT_CODE,
    MAX_OTHER_ELEMENTS,
    MAX_SHEET_ROWS,
    MEGABYTE,
    Unfit,
    refuse_harmful,
)
from actionplan.base.workbooks import AT_ONCE
from actionplan.plan_document.models import PlanFile
from actionplan.plan_document.parsing import PlanRead
from actionplan.plan_document.plan_files import keep_file
from actionplan.planned.json_form import read_document
from tests.factories import PlanFactory
from tests.personas import ClientOf
from tests.plan_document.workbooks import repacked, saved
from tests.plans.plans_world import DOCUMENT
from tests.reporting_factories import noon
from tests.sent_forms import new_token

DOORS = [
    ("plan-upload", "file"),
    ("admin:organisations_organisation_import", "import_file"),
    ("admin:accounts_invitation_import", "import_file"),
]
OTHERS = "Other workbooks are being read. Send this one again in half a minute."
SHEET = "xl/worksheets/sheet1.xml"
ROWS = f"The sheet has more than {MAX_SHEET_ROWS} rows."


def book() -> Workbook:
    """Of two sheets, each with a row of headings."""
    made = Workbook()
    for sheet in [made.active, made.create_sheet()]:
        sheet.append(["key", "name"])
    return made


def below(rows: str) -> Callable[[str], str]:
    """A sheet with these rows below its own, as XML."""
    return lambda text: text.replace("</sheetData>", f"{rows}</sheetData>")


def workbook(rows: str) -> bytes:
    return repacked(saved(book()), {SHEET: below(rows)})


def long_workbook() -> bytes:
    """Of 40,000 rows with 50 cells each, in less than half a megabyte."""
    content = workbook(f"<row>{'<c><v>1</v></c>' * 50}</row>" * 40_000)
    assert len(content) < 500_000
    return content


@pytest.mark.full
@pytest.mark.parametrize(("name", "field"), DOORS)
def test_forty_thousand_rows_are_refused_wherever_they_are_sent(
    client_of: ClientOf, administrator: User, name: str, field: str
) -> None:
    PlanFactory()
    client, file = client_of(administrator), SimpleUploadedFile("long.xlsx", long_workbook())
    answer = client.post(reverse(name), {"token": new_token(), field: file, "format": "0", "resource": ""})
    assert ROWS in answer.content.decode()
    assert not PlanFile.objects.exists()


@pytest.fixture
def both_places() -> Iterator[None]:
    """Taken, as by two other processes."""
    with ExitStack() as taken:
        for number in range(AT_ONCE):
            place = taken.enter_context((settings.WORKBOOK_PLACES / f"workbook-{number}").open("a"))
            fcntl.flock(place, fcntl.LOCK_EX)
        yield


@pytest.mark.parametrize(("name", "field"), DOORS)
def test_who_sends_one_more_is_asked_to_wait_and_nothing_is_said_of_the_file(
    client_of: ClientOf, administrator: User, both_places: None, name: str, field: str
) -> None:
    PlanFactory()
    file = SimpleUploadedFile("plan.xlsx", saved(book()))
    answer = client_of(administrator).post(
        reverse(name), {"token": new_token(), field: file, "format": "0", "resource": ""}
    )
    assert OTHERS in answer.content.decode()
    assert "This file cannot become a plan" not in answer.content.decode()
    assert not PlanFile.objects.exists()


def test_a_preview_that_cannot_be_made_now_leads_back_to_the_files(
    client_of: ClientOf, administrator: User, both_places: None
) -> None:
    read = PlanRead(saved(book()), read_document(DOCUMENT), str, [])
    file = keep_file(name="plan.xlsx", read=read, by=administrator, at=noon(2022, 1, 1))
    answer = client_of(administrator).get(reverse("plan-file", args=[file.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("plan-import"), 302)]
    assert OTHERS in answer.content.decode()


def row(cells: str, count: int = 1) -> str:
    return f"<row>{cells}</row>" * count


FILLED, EMPTY = "<c><v>1</v></c>", '<c s="1"/>'


@pytest.mark.full
@pytest.mark.parametrize(
    ("rows", "matter"),
    [
        (row(FILLED, MAX_SHEET_ROWS), ""),
        (row(FILLED, MAX_SHEET_ROWS + 1), "rows"),
        (row(EMPTY, MAX_SHEET_ROWS * 2), ""),  # that are formatted far below the last one
        (row(EMPTY * 1000, 300), "cells"),
        (row(FILLED * 1000, 300), "cells"),
        (row('<c t="inlineStr"><is><t>a</t></is></c>' * 1000, 300), "cells"),
    ],
)
def test_what_is_counted_of_a_sheet(rows: str, matter: str) -> None:
    assert refusal(workbook(rows)) == matter


@pytest.mark.full
def test_the_cells_of_all_sheets_count_together_and_so_do_the_texts_they_share() -> None:
    half = below(row(EMPTY * 1000, MAX_CELLS // 1999))
    assert refusal(repacked(saved(book()), {SHEET: half})) == ""
    assert refusal(repacked(saved(book()), {SHEET: half, SHEET.replace("1.", "2."): half})) == "cells"
    texts = f"<sst>{'<si><t>a</t></si>' * MAX_CELLS}</sst>".encode()
    assert refusal(repacked(saved(book()), {"xl/sharedStrings.xml": texts})) == "cells"


def test_formats_without_end_are_refused_too() -> None:
    formats = '<xf numFmtId="0"/>' * MAX_OTHER_ELEMENTS
    many = {"xl/styles.xml": lambda text: text.replace("</cellXfs>", f"{formats}</cellXfs>")}
    assert refusal(repacked(saved(book()), many)) == "too_large"


def test_a_number_format_without_end_is_refused() -> None:
    for length, matter in [(MAX_FORMAT_CODE, ""), (MAX_FORMAT_CODE + 1, "format")]:
        code = f'<numFmts><numFmt numFmtId="164" formatCode="{"[" * length}"/></numFmts>'
        formats = {"xl/styles.xml": lambda text, code=code: text.replace("<fonts", f"{code}<fonts", 1)}
        assert refusal(repacked(saved(book()), formats)) == matter


def test_a_document_type_is_found_in_any_encoding() -> None:
    declared = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    content = repacked(saved(book()), {"xl/other.xml": declared.encode("utf-16")})
    assert refusal(content) == "entities"


def refusal(content: bytes) -> str:
    try:
        refuse_harmful(content, most_unpacked=100 * MEGABYTE)
    except Unfit as unfit:
        return str(unfit)
    return ""

"""Workbooks that are none, clumsy or hostile: each is read, or refused with a sentence; none harms, and none takes long."""

import datetime
import io
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from actionplan.plan_document.parsing import Faulty, read_plan_file
from actionplan.plan_document.workbook.writing import plan_workbook
from actionplan.planned.json_form import as_json, read_document
from tests.plan_document.workbooks import add, cell_of, changed, put, repacked, saved, small

Document = dict[str, Any]
Change = Callable[[Workbook], Any]
SECONDS = 60
"""Of a processor: far more than it takes on a busy machine, far less than where something is read again and again."""
DECEMBER = datetime.datetime(2026, 12, 3)
SHEET = "xl/worksheets/sheet2.xml"  # the plan's own, behind the explanation
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10)).replace("&lol0;", "&lol;")
    + "]><sst>&lol9;</sst>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'


@pytest.fixture(scope="module")
def document(printed_document: Document) -> Document:
    return small(printed_document)


@pytest.fixture(scope="module")
def plan(document: Document) -> bytes:
    """The same as a workbook, in English."""
    with override("en"):
        return plan_workbook(read_document(document))


def refusal(content: bytes) -> list[str]:
    began = time.process_time()
    with pytest.raises(Faulty) as raised:
        read_plan_file(content)
    assert time.process_time() - began < SECONDS
    return [str(fault) for fault in raised.value.faults]


def packed(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def bomb(plan: bytes) -> bytes:
    """A small file that is 201 MB when it is unpacked."""
    return repacked(plan, {"xl/media/image1.png": bytes(201 * 1024 * 1024)})


def with_entities(part: str) -> Callable[[bytes], bytes]:
    def change(plan: bytes) -> bytes:
        return repacked(plan, {part: lambda text: OUTSIDE + text[text.index("?>") + 2 :]})

    return change


FILES: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("ZIP bomb", bomb, "The workbook is too large once it is unpacked."),
    (
        "as many parts as grains of sand",
        lambda plan: repacked(plan, {f"x/{n}": b"" for n in range(1001)}),
        "The workbook is too large once it is unpacked.",
    ),
    ("a file of the server, by a sheet", with_entities(SHEET), "The workbook defines entities"),
    (
        "a file of the server, by the workbook",
        with_entities("xl/workbook.xml"),
        "The workbook defines entities",
    ),
    (
        "a file of the server, by the texts",
        with_entities("xl/sharedStrings.xml"),
        "The workbook defines entities",
    ),
    (
        "billion laughs",
        lambda plan: repacked(plan, {"xl/sharedStrings.xml": LAUGHS.encode()}),
        "The workbook defines entities",
    ),
    (
        "under a password",
        lambda plan: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "The workbook is protected by a password. Save it without one.",
    ),
    (
        "an old workbook",
        lambda plan: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "This is a file of an old office program.",
    ),
    (
        "with macros",
        lambda plan: repacked(plan, {"xl/vbaProject.bin": b"Sub Auto_Open()"}),
        "The workbook holds macros.",
    ),
    (
        "a ZIP of junk",
        lambda plan: packed({"junk.bin": b"\x00\xff" * 50}),
        "This ZIP file is no Excel workbook.",
    ),
    (
        "a Word document under the name of a workbook",
        lambda plan: packed({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<Types/>"}),
        "This ZIP file is no Excel workbook.",
    ),
    (
        "an OpenDocument workbook",
        lambda plan: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "This is an OpenDocument file.",
    ),
    (
        "CSV under the name of a workbook",
        lambda plan: b"Code;Title\r\n1.1;Trees\r\n",
        "A table that was saved as CSV",
    ),
    ("cut off half-way", lambda plan: plan[: len(plan) // 2], "The file cannot be read as a workbook."),
    (
        "with a hole",
        lambda plan: plan[:9000] + bytes(4000) + plan[13000:],
        "The file cannot be read as a workbook.",
    ),
    (
        "a sheet that ends half-way",
        lambda plan: repacked(plan, {SHEET: lambda text: text[: len(text) // 2]}),
        "The file cannot be read as a workbook.",
    ),
    (
        "a workbook without sheets",
        lambda plan: repacked(plan, {"xl/workbook.xml": b"<workbook/>"}),
        "sheet Plan: the sheet is missing",
    ),
    ("a workbook of something else", lambda plan: saved(Workbook()), "sheet Plan: the sheet is missing"),
    ("larger than may be", lambda plan: b"PK" + bytes(10 * 1024 * 1024), "The file is larger than 10 MB."),
]


@pytest.mark.parametrize(("make", "sentence"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_a_file_that_is_no_plan_workbook_is_refused_with_a_sentence(
    plan: bytes, make: Callable[[bytes], bytes], sentence: str
) -> None:
    refusals = refusal(make(plan))
    assert any(sentence in text for text in refusals), refusals


def formula(book: Workbook) -> None:
    cell_of(book, "Budget", 2, "Amount").value = "=1000+1"


def merged(book: Workbook) -> None:
    book["Promoters"].merge_cells("A2:A3")


def twice(book: Workbook) -> None:
    book["Actions"].append([cell.value for cell in book["Actions"][2]])


def extra_column(book: Workbook) -> None:
    sheet = book["Actions"]
    column = sheet.max_column + 1
    sheet.cell(1, column, "Colour")
    sheet.cell(3, column, "red")


def without_heading(book: Workbook) -> None:
    book["Actions"].cell(5, 40, "a note")


def heading_twice(book: Workbook) -> None:
    cell_of(book, "Actions", 1, "Summary").value = "Titel"


def finer_than_its_precision(book: Workbook) -> None:
    put("Timing", 2, "End", "30/06/2022")(book)
    put("Timing", 2, "Precision of the end", "year")(book)


STRUCTURE: list[tuple[str, Change, str]] = [
    (
        "a formula",
        formula,
        "sheet Budget, row 2, column Amount: a formula stands here: copy it and paste its value in its place.",
    ),
    ("merged cells", merged, "sheet Promoters: the cells A2:A3 are merged: undo that"),
    (
        "an error",
        put("Budget", 2, "Amount", "#REF!", data_type="e"),
        "sheet Budget, row 2, column Amount: “#REF!” is an error of the spreadsheet",
    ),
    ("a missing sheet", lambda book: book.remove(book["Timing"]), "sheet Timing: the sheet is missing"),
    (
        "no sheet but the explanation",
        lambda book: [book.remove(worksheet) for worksheet in book.worksheets[1:]],
        "sheet Cross-references: the sheet is missing",
    ),
    ("a missing column", put("Actions", 1, "Title", None), "sheet Actions: the column “Title” is missing."),
    (
        "an extra column",
        extra_column,
        "sheet Actions, row 3: what stands in column M has no heading that is known.",
    ),
    (
        "a note beside the table",
        without_heading,
        "sheet Actions, row 5: what stands in column AN has no heading",
    ),
    ("a heading twice", heading_twice, "sheet Actions, row 1: the column “Titel” stands here twice."),
    ("duplicate codes", twice, "sheet Actions, row 4: this stands here twice."),
    (
        "an action that is not there",
        put("Timing", 2, "Action", "9.9"),
        "sheet Timing, action 1.1: at least one is needed.",
    ),
    (
        "another objective than the code's",
        put("Actions", 2, "Objective", 2),
        "sheet Actions, row 2: it stands under objective 2",
    ),
    (
        "an end before the beginning",
        put("Timing", 2, "End", "2020"),
        "sheet Timing, row 2: the end must not come before",
    ),
    (
        "a day finer than its precision",
        finer_than_its_precision,
        "sheet Timing, row 2, column End: 30 June 2022 is finer than the precision “year”: write 31 December 2022",
    ),
    (
        "a share of no line",
        put("Funding", 2, "Budget line", 7),
        "column Budget line: the action has no budget line 7.",
    ),
    (
        "a book in a cell",
        put("Actions", 2, "Summary", "a" * 20_001),
        "column Summary: this is longer than 20000 characters.",
    ),
    (
        "half a character",
        put("Actions", 2, "Summary", "_xD800_"),
        "column Summary: this holds a character that cannot be kept.",
    ),
    ("two plans", lambda book: add(book, "Plan", Code="two"), "sheet Plan: the plan stands in one row"),
    ("no plan", lambda book: book["Plan"].delete_rows(2), "sheet Plan: the plan stands in one row"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sentence"), [case[1:] for case in STRUCTURE], ids=[case[0] for case in STRUCTURE]
)
def test_what_is_not_built_as_the_workbook_is_refused_with_its_sheet_row_and_column(
    plan: bytes, change: Change, sentence: str
) -> None:
    refusals = refusal(changed(plan, change))
    assert any(sentence in text for text in refusals), refusals


CODE = "sheet Actions, row 2, column Code: "
MISTYPED: list[list[tuple[str, str, Any, str]]] = [
    [
        ("Actions", "Code", 3.1, f"{CODE}3.1 is a number here, and could be 3.10 too"),
        ("Timing", "Beginning", "31/12/1889", "outside the years 1990 to 2100"),
        ("Timing", "End", "31/02/2021", "“31/02/2021” is not a day"),
        ("Budget", "Kind", "gift", "“gift” is none of amount, within the regular resources"),
        ("Budget", "Amount", "a lot", "“a lot” is no number such as 1234.56 or 1.234,56."),
        ("Budget", "Per year", "perhaps", "“perhaps” is neither yes nor no."),
        ("Funding", "Per cent", "120 %", "a percentage lies above 0, and is 100 at most."),
        ("Organisations", "Key", "ABB", "“ABB” is no key: write small letters"),
    ],
    [
        ("Actions", "Code", DECEMBER, f"{CODE}the spreadsheet made a day of the code"),
        ("Actions", "Objective", 88, "column Objective: “88” does not stand in the sheet Objectives"),
        ("Timing", "End", "12/31/2021", "“12/31/2021” is not a day"),
        ("Budget", "Amount", -5, "a number below zero cannot stand here."),
        (
            "Promoters",
            "Organisation",
            "Agency for Home Affair",
            "sheet Promoters, row 2, column Organisation: “Agency for Home Affair” does not stand in the sheet "
            "Organisations. Nearest: “Agency for Home Affairs”",
        ),
    ],
    [
        ("Actions", "Code", "one", f"{CODE}“one” is no code such as 3.12."),
        ("Timing", "End", "2021 et seq.", "has no end: write it as the beginning"),
        ("Budget", "Amount", 0.12345, "0.12345 has more than two decimals."),
    ],
    [
        ("Actions", "Code", None, f"{CODE}this is empty."),
        ("Budget", "Amount", 1e300, "This number is too large."),
    ],
]
"""In each workbook several cells of the second row of their sheets."""


@pytest.mark.django_db
@pytest.mark.parametrize("cells", MISTYPED)
def test_all_that_a_hand_mistypes_is_refused_at_once_with_its_sheet_row_and_column(
    plan: bytes, cells: list[tuple[str, str, Any, str]]
) -> None:
    def mistype(book: Workbook) -> None:
        for sheet, heading, value, _sentence in cells:
            cell_of(book, sheet, 2, heading).value = value

    refusals = refusal(changed(plan, mistype))
    for sheet, _heading, _value, sentence in cells:
        assert any(sentence in text and f"sheet {sheet}, row 2" in text for text in refusals), refusals


def test_what_is_hidden_or_unknown_is_said(plan: bytes, document: Document) -> None:
    def hide(book: Workbook) -> None:
        book["Actions"].row_dimensions[3].hidden = True
        book["Funding"].sheet_state = "hidden"
        for title in ["Progress of actions", "Notes", "Blad1"]:
            book.create_sheet(title)
        book["Notes"]["A1"] = "something"
        sheet = book["Budget"]
        sheet.delete_cols([cell.value for cell in sheet[1]].index("Budget article") + 1)

    read = read_plan_file(changed(plan, hide))
    assert as_json(read.document) == document
    assert read.notes == [
        "sheet Actions, row 3 is hidden; it was read.",
        "The sheet “Budget” has no column “Budget article”: it is read as empty.",
        "The sheet “Funding” is hidden; it was read.",
        "The sheet “Progress of actions” says what was reported, which no import changes: it was not read.",
        "The sheet “Notes” is none of a plan workbook: it was not read.",
    ]


@pytest.mark.parametrize("count", [10_000, pytest.param(40_000, marks=pytest.mark.again)])
def test_empty_rows_that_are_formatted_take_seconds(plan: bytes, count: int) -> None:
    rows = "".join(
        f'<row r="{n}">{"".join(f"""<c r="{c}{n}" s="1"/>""" for c in "ABCDEF")}</row>'
        for n in range(1000, 1000 + count)
    )
    last = '<row r="1048576" s="1"><c r="A1048576" s="1"/></row>'
    content = repacked(plan, {SHEET: lambda text: text.replace("</sheetData>", f"{rows}{last}</sheetData>")})
    began = time.process_time()
    assert read_plan_file(content).document.plan.code == "2020-2024"
    assert time.process_time() - began < SECONDS


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(datetime.datetime(1900, 3, 1), datetime.datetime(9999, 1, 1)),
    st.dates(datetime.date(1900, 3, 1)),
    st.times(),
    st.timedeltas(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30),
    st.sampled_from(
        ["=1+1", "1.1", "Agency for Home Affairs", "2021 et seq.", "0/0", "31/12/2021", "€", "%", "#N/A"]
    ),
)


def with_anything_in_cells(plan: bytes, data: st.DataObject) -> bytes:
    book = load_workbook(io.BytesIO(plan))
    for _time in range(data.draw(st.integers(1, 5))):
        sheet = book.worksheets[data.draw(st.integers(1, len(book.worksheets) - 1))]
        row = data.draw(st.integers(1, min(sheet.max_row + 1, 60)))
        cell = sheet.cell(row, data.draw(st.integers(1, sheet.max_column + 1)))
        cell.value, cell.font = data.draw(ANYTHING), Font(bold=True)
    return saved(book)


def with_anything_in_a_part(plan: bytes, data: st.DataObject) -> bytes:
    with zipfile.ZipFile(io.BytesIO(plan)) as archive:
        part = data.draw(st.sampled_from(archive.namelist()))
        text = bytearray(archive.read(part))
    place = data.draw(st.integers(0, len(text) - 1))
    length = data.draw(st.integers(0, 40))
    text[place : place + length] = data.draw(
        st.one_of(st.binary(max_size=20), st.sampled_from([b"999999999999", b'"', b""]))
    )
    return repacked(plan, {part: bytes(text)})


@pytest.mark.django_db
@pytest.mark.parametrize("times", [10, pytest.param(30, marks=pytest.mark.again)])
@pytest.mark.parametrize("changed", [with_anything_in_cells, with_anything_in_a_part])
def test_a_workbook_with_anything_in_any_place_is_read_or_refused(
    plan: bytes, changed: Callable[[bytes, st.DataObject], bytes], times: int
) -> None:
    @settings(max_examples=times, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def is_read_or_refused(data: st.DataObject) -> None:
        assert read_or_refused(changed(plan, data))

    is_read_or_refused()


def read_or_refused(content: bytes) -> Document | str:
    try:
        return read_plan_file(content).document
    except Faulty as refused:
        return str(refused)

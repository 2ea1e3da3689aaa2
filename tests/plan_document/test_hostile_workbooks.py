"""Workbooks that are none, clumsy or hostile: each is read, or refused with a sentence; none harms, and none takes long."""

import datetime
import io
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from actionplan.plan_document.parsing import Faulty, read_plan_file
from actionplan.planned.json_form import as_json
from tests.plan_document import documents
from tests.plan_document.workbooks import add, cell_of, changed, put, repacked, saved

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


def refusal(content: bytes) -> list[str]:
    began = time.process_time()
    refusals = documents.refusal(content)
    assert time.process_time() - began < SECONDS
    return refusals


def packed(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def bomb(plan: bytes) -> bytes:
    """A small file that is 201 MB when it is unpacked."""
    return repacked(plan, {"xl/media/image1.png": bytes(201 * 1024 * 1024)})


def with_parts(parts: dict[str, Any]) -> Callable[[bytes], bytes]:
    return lambda plan: repacked(plan, parts)


def with_entities(part: str) -> Callable[[bytes], bytes]:
    return with_parts({part: lambda text: OUTSIDE + text[text.index("?>") + 2 :]})


def half(text: str) -> str:
    return text[: len(text) // 2]


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = {"word/document.xml": b"<w/>", "[Content_Types].xml": b"<Types/>"}
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
FILES: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("ZIP bomb", bomb, "too large once it is unpacked."),
    ("as many parts as grains of sand", with_parts({f"x/{n}": b"" for n in range(1001)}), "too large once"),
    ("a file of the server, by a sheet", with_entities(SHEET), "defines entities"),
    ("a file of the server, by the workbook", with_entities("xl/workbook.xml"), "defines entities"),
    ("a file of the server, by the texts", with_entities("xl/sharedStrings.xml"), "defines entities"),
    ("billion laughs", with_parts({"xl/sharedStrings.xml": LAUGHS.encode()}), "defines entities"),
    ("under a password", lambda _: OLD + "EncryptedPackage".encode("utf-16-le"), "protected by a password."),
    ("an old workbook", lambda _: OLD + bytes(512), "a file of an old office program."),
    ("with macros", with_parts({"xl/vbaProject.bin": b"Sub Auto_Open()"}), "holds macros."),
    ("a ZIP of junk", lambda _: packed({"junk.bin": b"\x00\xff" * 50}), "no Excel workbook."),
    ("a Word document", lambda _: packed(WORD), "no Excel workbook."),
    ("an OpenDocument workbook", lambda _: packed({"mimetype": OPEN_DOCUMENT}), "an OpenDocument file."),
    ("cut off half-way", lambda plan: plan[: len(plan) // 2], "cannot be read as a workbook."),
    ("with a hole", lambda plan: plan[:9000] + bytes(4000) + plan[13000:], "cannot be read as a workbook."),
    ("a sheet that ends half-way", with_parts({SHEET: half}), "cannot be read as a workbook."),
    ("without sheets", with_parts({"xl/workbook.xml": b"<workbook/>"}), "sheet Plan: the sheet is missing"),
    ("a workbook of something else", lambda _: saved(Workbook()), "sheet Plan: the sheet is missing"),
    ("larger than may be", lambda _: b"PK" + bytes(10 * 1024 * 1024), "larger than 10 MB."),
]


@pytest.mark.full
@pytest.mark.parametrize(("make", "sentence"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_a_file_that_is_no_plan_workbook_is_refused_with_a_sentence(
    small_workbook: bytes, make: Callable[[bytes], bytes], sentence: str
) -> None:
    refusals = refusal(make(small_workbook))
    assert any(sentence in text for text in refusals), refusals


def twice(book: Workbook) -> None:
    book["Actions"].append([cell.value for cell in book["Actions"][2]])


def extra_column(book: Workbook) -> None:
    sheet = book["Actions"]
    column = sheet.max_column + 1
    sheet.cell(1, column, "Colour")
    sheet.cell(3, column, "red")


def finer_than_its_precision(book: Workbook) -> None:
    put("Timing", 2, "End", "30/06/2022")(book)
    put("Timing", 2, "Precision of the end", "year")(book)


def without_sheets(book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        book.remove(sheet)


STRUCTURE: list[tuple[str, Change, str]] = [
    ("a formula", put("Budget", 2, "Amount", "=1000+1"), "row 2, column Amount: a formula stands here"),
    ("merged cells", lambda book: book["Promoters"].merge_cells("A2:A3"), "the cells A2:A3 are merged"),
    (
        "an error",
        put("Budget", 2, "Amount", "#REF!", data_type="e"),
        "row 2, column Amount: “#REF!” is an error",
    ),
    ("a missing sheet", lambda book: book.remove(book["Timing"]), "Timing: the sheet is missing"),
    ("no sheet but the explanation", without_sheets, "Cross-references: the sheet is missing"),
    ("a missing column", put("Actions", 1, "Title", None), "Actions: the column “Title” is missing."),
    (
        "an extra column",
        extra_column,
        "Actions, row 3: what stands in column M has no heading that is known.",
    ),
    ("a note", lambda book: book["Actions"].cell(5, 40, "a note"), "row 5: what stands in column AN has no"),
    ("a heading twice", put("Actions", 1, "Summary", "Titel"), "row 1: the column “Titel” stands here twice"),
    ("duplicate codes", twice, "Actions, row 4: this stands here twice."),
    (
        "an action that is not there",
        put("Timing", 2, "Action", "9.9"),
        "row 2, column Action: “9.9” does not",
    ),
    ("an action without a phase", lambda book: book["Timing"].delete_rows(2), "action 1.1: at least one is"),
    (
        "another objective",
        put("Actions", 2, "Objective", 2),
        "row 2, column Objective: it stands under objective 2",
    ),
    (
        "ends before it begins",
        put("Timing", 2, "End", "2020"),
        "row 2, column End: the end must not come before",
    ),
    ("a finer day", finer_than_its_precision, "row 2, column End: 30 June 2022 is finer than"),
    ("a share of no line", put("Funding", 2, "Budget line", 7), "the action has no budget line 7."),
    ("a book in a cell", put("Actions", 2, "Summary", "a" * 20_001), "Summary: this is longer than 20000"),
    ("half a character", put("Actions", 2, "Summary", "_xD800_"), "column Summary: this holds a character"),
    ("two plans", lambda book: add(book, "Plan", Code="two"), "Plan: the plan stands in one row"),
    ("no plan", lambda book: book["Plan"].delete_rows(2), "Plan: the plan stands in one row"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sentence"), [case[1:] for case in STRUCTURE], ids=[case[0] for case in STRUCTURE]
)
def test_what_is_not_built_as_the_workbook_is_refused_with_its_sheet_row_and_column(
    small_workbook: bytes, change: Change, sentence: str
) -> None:
    refusals = refusal(changed(small_workbook, change))
    assert any(sentence in text for text in refusals), refusals


CODE = "sheet Actions, row 2, column Code: "
MISTYPED: list[list[tuple[str, str, Any, str]]] = [
    [
        ("Actions", "Code", 3.1, f"{CODE}3.1 is a number here, and could be 3.10 too"),
        ("Timing", "Beginning", "31/12/1889", "outside the years 1990 to 2100"),
        ("Timing", "End", "31/02/2021", "“31/02/2021” is not a day: write it as 31/12/2021, 12/2021"),
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
    small_workbook: bytes, cells: list[tuple[str, str, Any, str]]
) -> None:
    def mistype(book: Workbook) -> None:
        for sheet, heading, value, _sentence in cells:
            cell_of(book, sheet, 2, heading).value = value

    refusals = refusal(changed(small_workbook, mistype))
    for sheet, _heading, _value, sentence in cells:
        assert any(sentence in text and f"sheet {sheet}, row 2" in text for text in refusals), refusals


@pytest.mark.full
@pytest.mark.django_db
def test_one_cause_is_one_fault_and_all_are_said_at_once_each_with_its_column(small_workbook: bytes) -> None:
    """An action whose code cannot be read, a body that is nowhere, an end before its beginning beside a wrong word."""

    def mistype(book: Workbook) -> None:
        put("Actions", 2, "Code", "one")(book)
        for row in (2, 3):
            put("Promoters", row, "Organisation", "Nobody at all")(book)
        add(book, "Timing", Action="1.3", Beginning="2022", End="2021", Continuous="perhaps")
        add(book, "Budget", Action="1.3", Kind="amount", Planned_per_year="2021: 5")
        add(book, "Milestones", Action="1.3", Title="Sample", Due="someday", Recurrence="yearly")

    last = {
        sheet: load_workbook(io.BytesIO(small_workbook))[sheet].max_row + 1
        for sheet in ("Timing", "Budget", "Milestones")
    }
    nobody = "“Nobody at all” does not stand in the sheet Organisations: add it there, or fix it here."
    expected = {
        "sheet Actions, row 2, column Code": "“one” is no code such as 3.12.",
        "sheet Promoters, rows 2 and 3, column Organisation": nobody,
        f"sheet Timing, row {last['Timing']}, column Continuous": "“perhaps” is neither yes nor no.",
        f"sheet Timing, row {last['Timing']}, column End": "the end must not come before the start.",
        f"sheet Budget, row {last['Budget']}, column Amount": (
            "a line of the kind “amount” has an amount, and no other has."
        ),
        f"sheet Milestones, row {last['Milestones']}, column Due": (
            "“someday” is not a day: write it as 31/12/2021, 12/2021, Q4 2021, spring 2021 or 2021."
        ),
    }
    told = [text.partition(": ") for text in refusal(changed(small_workbook, mistype))]
    assert {place: words for place, _colon, words in told} == expected
    assert len(told) == len(expected)


def test_what_is_hidden_or_unknown_is_said(small_workbook: bytes, small_document: Document) -> None:
    def hide(book: Workbook) -> None:
        book["Actions"].row_dimensions[3].hidden = True
        book["Funding"].sheet_state = "hidden"
        for title in ["Progress of actions", "Notes", "Blad1"]:
            book.create_sheet(title)
        book["Notes"]["A1"] = "something"
        sheet = book["Budget"]
        sheet.delete_cols([cell.value for cell in sheet[1]].index("Budget article") + 1)

    read = read_plan_file(changed(small_workbook, hide))
    assert as_json(read.document) == small_document
    assert read.notes == [
        "sheet Actions, row 3 is hidden; it was read.",
        "The sheet “Budget” has no column “Budget article”: it is read as empty.",
        "The sheet “Funding” is hidden; it was read.",
        "The sheet “Progress of actions” says what was reported, which no import changes: it was not read.",
        "The sheet “Notes” is none of a plan workbook: it was not read.",
    ]


@pytest.mark.full
def test_empty_rows_that_are_formatted_take_seconds(small_workbook: bytes) -> None:
    rows = "".join(
        f'<row r="{n}">{"".join(f"""<c r="{c}{n}" s="1"/>""" for c in "ABCDEF")}</row>'
        for n in range(1000, 11_000)
    )
    last = '<row r="1048576" s="1"><c r="A1048576" s="1"/></row>'
    content = repacked(
        small_workbook, {SHEET: lambda text: text.replace("</sheetData>", f"{rows}{last}</sheetData>")}
    )
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


@pytest.mark.full
@pytest.mark.django_db
@pytest.mark.parametrize("changed", [with_anything_in_cells, with_anything_in_a_part])
def test_a_workbook_with_anything_in_any_place_is_read_or_refused(
    small_workbook: bytes, changed: Callable[[bytes, st.DataObject], bytes]
) -> None:
    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def is_read_or_refused(data: st.DataObject) -> None:
        assert read_or_refused(changed(small_workbook, data))

    is_read_or_refused()


def read_or_refused(content: bytes) -> Document | str:
    try:
        return read_plan_file(content).document
    except Faulty as refused:
        return str(refused)

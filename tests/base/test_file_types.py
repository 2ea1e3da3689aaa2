"""What a file is, told by its contents, and the name that it is given."""

import pytest

from actionplan.base.file_types import MAX_NAME, TEXT, clean_name, served_name, type_of
from tests.evidence import evidence_files as sample

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
JPEG, WEBP = b"\xff\xd8\xff\xe0\x00\x10JFIF", b"RIFF\x24\x00\x00\x00WEBPVP8 "
SHEETS, DOCUMENT = sample.SHEETS, sample.DOCUMENT
ODT = "application/vnd.oasis.opendocument.text"
EXCEL, WORD = "application/vnd.ms-excel", "application/vnd.ms-word"
ENABLED = {
    "word/document.xml": f"{WORD}.document.macroEnabled.main+xml",
    "word/x.bin": "application/vnd.ms-office.vbaProject",
}
WITH_MACROS = [
    sample.archive("xl/macrosheets/sheet1.xml", types=SHEETS),  # of Excel 4
    sample.archive("XL/MacroSheets/sheet1.xml", types=SHEETS),
    sample.archive("xl\\macrosheets\\sheet1.xml", types=SHEETS),
    sample.archive(types=SHEETS | {"xl/worksheets/sheet9.xml": f"{EXCEL}.macrosheet+xml"}),
    sample.archive(types=SHEETS | {"xl/media/image1.bin": "application/vnd.ms-office.vbaProject"}),
    sample.archive(types={"xl/workbook.xml": f"{EXCEL}.sheet.macroEnabled.main+xml"}),
    sample.archive(types={"word/document.xml": f"{WORD}.document.macroEnabled.main+xml"}),
    sample.archive(types=DOCUMENT | {"word/activeX/activeX1.xml": "application/xml"}),
    sample.archive("Scripts/python/evil.py", mimetype=ODT),
    sample.archive("Basic/Standard/Module1.xml", mimetype=ODT),
    sample.archive(mimetype=ODT, types=ENABLED),  # of which each program reads its own list
    sample.archive(mimetype=ODT, types=ENABLED, listed_in="[content_types].XML"),
    sample.archive("META-INF/manifest.xml", mimetype=ODT, types=ENABLED),
    sample.archive(types={"word/document.xml": ENABLED["word/document.xml"]}, endings=DOCUMENT),
]
NOT_AS_THEY_SAY = [
    sample.archive("[Content_Types].xml", "word/document.xml"),  # which lists nothing
    sample.archive(types={"word/document.xml": "application/xml"}),
    sample.archive("word/document.xml", types={"word/other.xml": DOCUMENT["word/document.xml"]}),
]
DUTCH = "Overleg: één punt.\r\nGetal < 5; <jan+1@mail.example>\n".encode()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        *[
            (sample.PDF, "pdf"),
            (sample.PNG, "png"),
            (JPEG, "jpg"),
            (b"GIF89a\x01\x00", "gif"),
            (WEBP, "webp"),
        ],
        *[(sample.DOCX, "docx"), (sample.ODT, "odt"), (sample.TEXT, "txt"), (DUTCH, "txt")],
        (sample.XLSX, "xlsx"),
        *[
            (b"", None),
            (b"  \n", None),
            (b"\x00\x01", None),
            (OLD_OFFICE, None),
            ("één".encode("cp1252"), "txt"),
            ("één".encode("utf-16"), "txt"),
            ("één".encode("utf-16-le"), None),
        ],
        *[
            (sample.SVG, None),
            (sample.HTML, None),
            (b"\xef\xbb\xbf  <svg>", None),
            (b"#!/bin/sh\nls\n", None),
        ],
        *[
            (b"<img src=x onerror=alert(1)>", None),
            (b"<p>A part of a page", None),
            (b"text\n<DIV onclick=alert(1)>", None),
            (b"<form action=//x>", None),
            (b"<a@b onclick=alert(1)>", None),
            ("<p>".encode("utf-16"), None),
        ],
        *[(b"text, then <ScRipt >alert(1)", None), (b"<a/><?php x", None), (b"\x1b[31m", None)],
        *[(file, None) for file in [*WITH_MACROS, *NOT_AS_THEY_SAY]],
        *[(sample.MACROS, None), (sample.archive("index.html"), None), (sample.DOCX[:40], None)],
        (sample.archive("Basic/Standard.xml", mimetype="application/vnd.oasis.opendocument.text"), None),
        (sample.archive(mimetype="text/html"), None),
    ],
)
def test_the_contents_say_what_a_file_is_and_what_could_run_is_nothing(
    content: bytes, ending: str | None
) -> None:
    kind = type_of(content)
    assert (kind.endings[0] if kind else None) == ending


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        *[
            ("minutes.txt", "minutes.txt"),
            ("Lijst één.CSV", "Lijst één.CSV.txt"),
            ("report.html", "report.html.txt"),
        ],
        *[
            ("../../etc/passwd", "passwd.txt"),
            ("C:\\temp\\a b.txt", "a b.txt"),
            ("", "file.txt"),
            (".txt", "txt.txt"),
        ],
        *[
            ("evil\u202etxt.exe", "eviltxt.exe.txt"),
            ("a\u200b\x00\nb.txt", "ab.txt"),
            ('x<>:"|?*.txt', "x.txt"),
        ],
        *[(f"{'x' * 300}.txt", f"{'x' * (MAX_NAME - 4)}.txt"), ("e\u0301.txt", "é.txt"), ("..", "file.txt")],
    ],
)
def test_a_name_loses_its_folders_and_what_is_not_seen_and_ends_as_its_contents_say(
    name: str, kept: str
) -> None:
    assert clean_name(name, TEXT) == kept


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\temp\\re\u202eport.odd", "report.odd"),
        ("", ""),
        (f"{'x' * 300}.docx", f"{'x' * (MAX_NAME - 5)}.docx"),
    ],
)
def test_without_a_type_a_name_keeps_its_own_ending(name: str, kept: str) -> None:
    assert clean_name(name) == kept


def test_what_was_kept_as_a_table_before_is_served_as_a_text() -> None:
    assert served_name("list.csv", "text/plain") == "list.csv.txt"
    assert served_name("minutes.docx", "application/octet-stream") == "minutes.docx"

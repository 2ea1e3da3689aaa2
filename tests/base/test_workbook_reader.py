"""Workbooks are read in an interpreter of its own: without the portal's secrets, for so long, so large, two at a time."""

import fcntl
import io
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings

from actionplan.base import workbook_reader, workbooks
from actionplan.base.folding import fold
from actionplan.base.refusals import Refused
from actionplan.base.sheets import add_table, new_book
from actionplan.base.workbooks import AT_ONCE, NotReadNow, read_workbook
from tests.plan_document.workbooks import repacked

TOO_LONG = "The workbook takes too long to read: it was not read to its end."
TOO_LARGE = "The workbook is too large once it is unpacked."


def table(*texts: str) -> bytes:
    content = io.BytesIO()
    with new_book(content) as book:
        add_table(book, "Bodies", [["key", "name"], list(texts)])
    return content.getvalue()


def reads_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str) -> None:
    """The reader is this program, with the functions of the real one."""
    reader = tmp_path / "reader.py"
    begin = f"import json, sys; sys.path.append({str(workbooks.READER.parent)!r})\nfrom workbook_reader import *\n"
    reader.write_text(begin + program)
    monkeypatch.setattr(workbooks, "READER", reader)


def test_the_reader_knows_no_environment_no_file_and_no_folder_of_the_portal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = os.open(tmp_path, os.O_RDONLY)
    os.set_inheritable(kept, True)  # as a connection might be
    program = "import os\nprint(json.dumps({'unfit': f'{dict(os.environ)} {os.getcwd()} {sys.flags.isolated}"
    reads_with(monkeypatch, tmp_path, program + ' {len(os.listdir("/proc/self/fd"))}\'}))')
    monkeypatch.setattr(workbooks, "_sentences", Said)
    with pytest.raises(Refused) as refused:
        read_workbook(table("ov", "Education"))
    os.close(kept)
    said = str(refused.value)
    assert "SECRET_KEY" not in said
    assert "DATABASE_URL" not in said
    assert said.endswith("} / 1 4")  # three pipes, and the folder that is listed


class Said(dict):
    """Each sentence is what the reader said."""

    def __missing__(self, name: str) -> str:
        return name


def test_what_reads_imports_nothing_of_the_portal() -> None:
    read = "import runpy, sys; runpy.run_path(sys.argv[1]); print(*sorted({n.split('.')[0] for n in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-I", "-c", read, workbooks.READER], capture_output=True, text=True, check=True
    )
    assert not {"django", "actionplan", "environ", "psycopg2"} & set(done.stdout.split())


@pytest.mark.full
@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass", TOO_LONG),
        ("import time\ntime.sleep(60)", TOO_LONG),
        ("sys.exit('broken')", "The file cannot be read as a workbook."),
    ],
)
def test_a_reader_that_does_not_end_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, sentence: str
) -> None:
    reads_with(monkeypatch, tmp_path, program)
    monkeypatch.setattr(workbooks, "SECONDS", 5)
    with pytest.raises(Refused, match=sentence):
        read_workbook(table("ov", "Education"))


def test_the_limits_are_those_of_the_process_that_reads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = "limit()\nimport resource\nkinds = [resource.RLIMIT_CPU, resource.RLIMIT_AS]\n"
    reads_with(
        monkeypatch,
        tmp_path,
        program + "print(json.dumps({'unfit': str([resource.getrlimit(kind) for kind in kinds])}))",
    )
    monkeypatch.setattr(workbooks, "_sentences", Said)
    memory = 512 * 1024 * 1024
    with pytest.raises(Refused) as refused:
        read_workbook(table("ov", "Education"))
    assert str(refused.value) == f"[(10, 10), ({memory}, {memory})]"
    assert workbooks.SECONDS == 20


def texts(length: int) -> bytes:
    """What the cells of a table share: so long, each of them."""
    text = f"<si><t>{'a' * length}</t></si>" * 4
    return f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{text}</sst>'.encode()


@pytest.mark.full
def test_a_text_that_unpacks_without_end_is_refused() -> None:
    for length in [workbook_reader.MAX_TEXT, workbook_reader.MAX_TEXT + 1]:
        content = repacked(table("ov", "Education"), {"xl/sharedStrings.xml": texts(length)})
        if length == workbook_reader.MAX_TEXT:
            assert read_workbook(content).sheets[0].rows[0][1][0].value == "a" * length
    with pytest.raises(Refused, match=TOO_LARGE):
        read_workbook(content)


@pytest.mark.full
def test_one_text_that_stands_in_every_cell_is_refused_before_it_fills_the_memory() -> None:
    cells = '<c t="s"><v>0</v></c>' * 99
    rows = "".join(f'<row r="{number}">{cells}</row>' for number in range(10, 210))
    parts: dict[str, Any] = {
        "xl/sharedStrings.xml": texts(workbook_reader.MAX_TEXT),
        "xl/worksheets/sheet1.xml": lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"),
    }
    with pytest.raises(Refused, match=TOO_LARGE):
        read_workbook(repacked(table("ov", "Education"), parts))


def test_two_are_read_at_a_time_and_the_next_gets_a_sentence() -> None:
    settings.WORKBOOK_PLACES.mkdir(exist_ok=True)
    places = [(settings.WORKBOOK_PLACES / f"workbook-{number}").open("a") for number in range(AT_ONCE)]
    for place in places:  # as another process does
        fcntl.flock(place, fcntl.LOCK_EX)
    with pytest.raises(NotReadNow, match="Other workbooks are being read"):
        read_workbook(table("ov", "Education"))
    places[1].close()
    assert read_workbook(table("ov", "Education")).sheets[0].rows[1][1][1].value == "Education"
    places[0].close()


@pytest.mark.parametrize("of", ["another user", "everybody", "a link"])
def test_in_a_folder_that_is_not_the_portals_own_no_workbook_is_read(
    of: str, tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    """In the shared temporary folder, whose names anybody on the server may take first."""
    folder, elsewhere = tmp_path / "portal-1", tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    if of == "a link":
        folder.symlink_to(elsewhere)
    else:
        folder.mkdir(mode=0o700)
    if of == "everybody":
        folder.chmod(0o777)
    if of == "another user":
        monkeypatch.setattr(workbooks.os, "getuid", lambda: folder.stat().st_uid + 1)
    settings.WORKBOOK_PLACES = folder
    with pytest.raises(NotReadNow, match="Tell whoever runs the portal"):
        read_workbook(table("ov", "Education"))
    assert "is not a folder of the portal's own" in caplog.text
    assert [*folder.iterdir(), *elsewhere.iterdir()] == []


def test_the_folder_is_made_where_there_is_none(tmp_path: Path, settings: LazySettings) -> None:
    settings.WORKBOOK_PLACES = tmp_path / "portal-1"
    for _again in range(2):
        assert read_workbook(table("ov", "Education")).sheets
    assert stat.S_IMODE(settings.WORKBOOK_PLACES.stat().st_mode) == 0o700


@pytest.mark.full
def test_folding_accents_without_end_takes_no_time() -> None:
    """Sorting them all would take minutes, in which nobody else is served."""
    assert fold("é" + "\u0301\u0323" * 1_000_000 + "É") == "ee"
    assert fold("Cafe\u0301 " * 500) == ("cafe " * 500).strip()

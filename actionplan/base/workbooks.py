"""The one door for workbooks that are sent: each is read in an interpreter of its own, or refused with a sentence.

A small file may keep openpyxl busy for minutes, with the interpreter's lock held, so that nobody else is served. What reads
it is therefore another process (`workbook_reader.py`), without the environment, the files and the connections of this one,
with little time and memory: a thread that waits for it lets the others go on.
"""

from __future__ import annotations

import datetime
import fcntl
import json
import logging
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from .file_types import holds_macros
from .refusals import Refused
from .workbook_reader import MAX_CELLS, MAX_FORMAT_CODE, MAX_SHEET_ROWS, MEGABYTE

READER = Path(__file__).with_name("workbook_reader.py")
SECONDS = 20
"""How long a workbook may take, by the clock."""
AT_ONCE = 2
"""How many are read at a time, by all processes of a server together."""
MAX_UNPACKED_RATIO = 10
"""How many times the maximum file size a workbook may be, unpacked."""
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""The first bytes of a workbook; of old ones, and those with a password, the second."""
log = logging.getLogger("portal.request")


class NotReadNow(Refused):
    """Nothing is said of the workbook: as many others are being read as may be, or no place for reading can be trusted."""


@dataclass(frozen=True, slots=True)
class Cell:
    value: Any = None
    """Text, a number, a truth value, a day or time, an error by its name, a formula as written; None where it is empty."""
    kind: str = ""
    """`formula`, `error` or `percentage` where it is one."""


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    is_hidden: bool
    hidden_rows: set[int]
    merged: list[str]
    """Ranges such as A2:A4."""
    rows: list[tuple[int, list[Cell]]]
    """The rows with contents: the number of the row, and its cells from the first column to the last filled one."""


@dataclass(frozen=True, slots=True)
class Workbook:
    sheets: list[Sheet]
    epoch: datetime.datetime
    """The day that its serial dates count from."""


def is_workbook(content: bytes) -> bool:
    """Whether the first bytes are those of a workbook."""
    return content.startswith((ZIP, OLE))


def read_workbook(content: bytes) -> Workbook:
    """Raises Refused, and NotReadNow. Call it outside of a transaction: it may take as long as `SECONDS`."""
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refused(_("The workbook is protected by a password. Save it without one."))
        raise Refused(_("This is a file of an old office program. Save it as an Excel workbook (.xlsx)."))
    if holds_macros(content):
        raise Refused(_("The workbook holds macros. Save it as an Excel workbook without macros (.xlsx)."))
    with _place():
        answer = _answer(content)
    if "unfit" in answer:
        raise Refused(_sentences()[answer["unfit"]])
    sheets = [_sheet(**facts) for facts in answer["sheets"]]
    return Workbook(sheets, datetime.datetime.fromisoformat(answer["epoch"]))


@contextmanager
def _place() -> Iterator[None]:
    """One of the places for reading. Each is a locked file: a lock is seen by all processes, and goes with who has it."""
    if not _is_own(settings.WORKBOOK_PLACES):
        log.error("WORKBOOK_PLACES: %s is not a folder of the portal's own.", settings.WORKBOOK_PLACES)
        raise NotReadNow(_("Workbooks cannot be read now. Tell whoever runs the portal."))
    for number in range(AT_ONCE):
        with (settings.WORKBOOK_PLACES / f"workbook-{number}").open("a") as place:
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield
            return
    raise NotReadNow(_("Other workbooks are being read. Send this one again in half a minute."))


def _is_own(folder: Path) -> bool:
    """Make the folder if there is none. Whoever else made it could take all places, or lead what is written elsewhere."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700, parents=True)
    facts = folder.lstat()
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.getuid() and not facts.st_mode & 0o077


def _answer(content: bytes) -> dict[str, Any]:
    """What the reader says. Its environment is empty, and of this process it has the three pipes alone."""
    most_unpacked = MAX_UNPACKED_RATIO * settings.IMPORT_MOST_MEGABYTES * MEGABYTE
    try:
        done = subprocess.run(  # noqa: S603 (our own program; the file is its standard input)
            [sys.executable, "-I", str(READER), str(most_unpacked)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            env={},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"unfit": "too_long"}
    if done.returncode < 0:  # ended by the system: the seconds of a processor are over
        return {"unfit": "too_long"}
    if done.returncode > 0:
        log.error("The program that reads workbooks failed: %s", done.stderr.decode(errors="replace")[-500:])
        return {"unfit": "unreadable"}
    return json.loads(done.stdout)


def _sheet(rows: list[Any], hidden_rows: list[int], **facts: Any) -> Sheet:
    read = [(number, [_cell(cell) for cell in cells]) for number, cells in rows]
    return Sheet(rows=read, hidden_rows=set(hidden_rows), **facts)


def _cell(cell: Any) -> Cell:
    if not isinstance(cell, list):
        return Cell(cell)
    kind, value = cell
    read = _TIMES.get(kind)
    return Cell(value, kind) if read is None else Cell(read(value))


_TIMES: dict[str, Any] = {
    "datetime": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
    "timedelta": lambda seconds: datetime.timedelta(seconds=seconds),
}


def _sentences() -> dict[str, str]:
    """By what the reader says is the matter."""
    return {
        "unreadable": _(
            "The file cannot be read as a workbook. Open it, save it as an Excel workbook (.xlsx), and send that."
        ),
        "too_long": _("The workbook takes too long to read: it was not read to its end."),
        "too_large": _("The workbook is too large once it is unpacked."),
        "open_document": _("This is an OpenDocument file. Save it as an Excel workbook (.xlsx)."),
        "other_archive": _("This ZIP file is no Excel workbook."),
        "entities": _("The workbook defines entities, which no office program writes. It was not read."),
        "format": _(
            "A number format of the workbook has more than %(most)s characters, which no office program writes. It was not read."
        )
        % {"most": MAX_FORMAT_CODE},
        "rows": _("The sheet has more than %(most)s rows.") % {"most": MAX_SHEET_ROWS},
        "cells": _(
            "The workbook has more than %(most)s cells, empty ones that have a format included. Delete the rows and "
            "columns that are not used."
        )
        % {"most": MAX_CELLS},
    }

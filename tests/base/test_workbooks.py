"""One opener of workbooks that are sent, and one guard against formulas in those that are written."""

import re

from tests.gates.test_forbidden import ROOT, SOURCES


def naming(words: str) -> list[str]:
    pattern = re.compile(words)
    return [path.relative_to(ROOT).as_posix() for path in SOURCES if pattern.search(path.read_text())]


def test_workbooks_are_opened_and_begun_in_one_place_each() -> None:
    assert naming(r"load_workbook\(|CalamineWorkbook") == ["actionplan/base/workbook_reader.py"]
    assert naming(r"xlsxwriter\.Workbook\(|openpyxl\.Workbook\(") == ["actionplan/base/sheets.py"]

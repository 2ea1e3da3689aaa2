"""Printed plans in the world of `tests.world`: one of which nothing is confirmed, and one of which everything is."""

from __future__ import annotations

import io
from typing import Any

from django.utils import timezone
from openpyxl import Workbook

from actionplan.accounts.models import User
from actionplan.plan_document.models import PrintedPlan
from actionplan.plan_document.printed.reading import CELLS
from actionplan.plan_document.printed.workflow import (
    keep_printed_plan,
    mark_of_action,
    row_of,
    save_bodies,
    save_cells,
    save_facts,
    to_do,
)
from actionplan.plan_document.printed.workflow import mark_of_answer as mark_of

CODE = "1.1"
TABLE: list[list[Any]] = [
    ["Code", "Title", "Ministers", "Promoters", "Timing", "Budget", "Sample column"],
    ["1. Sample objective"],
    [CODE, "Sample action", "Minister for Samples", "Sample agency", "Sample", "Sample"],
    ["1.2", "Sample action", "", "", "2021 - 2022", "€ 5"],
]
FACTS = {
    "code": "printed",
    "title": "Sample printed",
    "start": "2020-01-01",
    "end": "2024-12-31",
    "language": "en",
    "objectives": {"1": "Sample objective"},
}
BEGUN, CONFIRMED = "begun.xlsx", "confirmed.xlsx"


def workbook_of(*rows: list[Any]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def printed_plan(by: User, name: str, rows: list[list[Any]] = TABLE) -> PrintedPlan:
    return keep_printed_plan(name=name, content=workbook_of(*rows), by=by, at=timezone.now())


def confirm(printed: PrintedPlan, by: User) -> None:
    """All of it: what was not read as a year and within the regular resources."""
    who: dict[str, Any] = {"by": by, "at": timezone.now()}
    save_facts(printed=printed, facts=FACTS, mark=mark_of({}), **who)
    instead = {"timing": phase("2021"), "budget": line()}
    for code, cells in printed.readings.items():
        items = {
            cell: cells[cell]["items"] or [instead[cell]] if cell in instead else cells[cell]["items"]
            for cell in CELLS
        }
        row, mark = row_of(printed, code), mark_of_action(printed, code)
        save_cells(printed=printed, code=code, title=row["title"], cells=items, mark=mark, **who)
    printed.refresh_from_db()
    bodies = {
        f"{member}:{item['key']}": {
            "same_as": "",
            "name": item["name"],
            "abbreviation": "",
            "policy_area": "",
        }
        for member, items in printed.new_bodies.items()
        for item in items
    }
    save_bodies(printed=printed, bodies=bodies, mark=mark_of({}), **who)
    printed.refresh_from_db()
    assert not to_do(printed)


def phase(year: str) -> dict[str, Any]:
    days = {
        "start": f"{year}-01-01",
        "start_precision": "year",
        "end": f"{year}-12-31",
        "end_precision": "year",
    }
    return {"label": "", "continuous": False, "printed_as": "", **days}


def line() -> dict[str, Any]:
    facts = {"label": "", "kind": "regular_resources", "amount": None, "per_year": False, "printed_as": ""}
    return {**facts, "start": None, "end": None, "phase": None, "funding": []}


def add_printed_plans(by: User) -> None:
    printed_plan(by, BEGUN)
    confirm(printed_plan(by, CONFIRMED), by)

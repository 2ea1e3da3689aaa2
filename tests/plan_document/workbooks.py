"""Workbooks for tests: the plan's own with something changed in it, and what only hand-made files hold."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook, load_workbook

from actionplan.plan_document.workbook.writing import plan_workbook

Document = dict[str, Any]


def small(document: Document) -> Document:
    """The plan with two of its actions, of which one has funding and a milestone, and the bodies that they name."""
    actions = [action for action in document["actions"] if action["code"] in ("1.1", "1.3")]
    ministers = {minister["minister"] for action in actions for minister in action["ministers"]}
    promoters = {promoter["organisation"] for action in actions for promoter in action["promoters"]}
    organisations = [
        organisation for organisation in document["organisations"] if organisation["key"] in promoters
    ]
    areas = {organisation["policy_area"] for organisation in organisations}
    return document | {
        "actions": actions,
        "ministers": [minister for minister in document["ministers"] if minister["key"] in ministers],
        "organisations": organisations,
        "policy_areas": [area for area in document["policy_areas"] if area["code"] in areas],
    }


def changed(content: bytes, change: Callable[[Workbook], Any]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    change(book)
    return saved(book)


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(content: bytes, parts: dict[str, Callable[[str], str] | bytes | None]) -> bytes:
    """With these parts rewritten, added, or taken away (None)."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in [*old.namelist(), *(each for each in parts if each not in old.namelist())]:
            part = parts.get(name, lambda text: text)
            if callable(part):
                new.writestr(name, part(old.read(name).decode()))
            elif part is not None:
                new.writestr(name, part)
    return buffer.getvalue()


def cell_of(book: Workbook, sheet: str, row: int, heading: str) -> Any:
    head = [cell.value for cell in book[sheet][1]]
    return book[sheet].cell(row, head.index(heading) + 1)


def put(sheet: str, row: int, heading: str, value: Any, **more: Any) -> Callable[[Workbook], None]:
    """A change: this value in that cell."""

    def change(book: Workbook) -> None:
        cell = cell_of(book, sheet, row, heading)
        cell.value = value
        for name, each in more.items():
            setattr(cell, name, each)

    return change


def add(book: Workbook, sheet: str, **values: Any) -> None:
    """One more row, by heading; a heading's spaces are underscores."""
    head = [cell.value for cell in book[sheet][1]]
    named = {name.replace("_", " "): value for name, value in values.items()}
    assert set(named) <= set(head), set(named) - set(head)
    book[sheet].append([named.get(heading) for heading in head])


def empty() -> bytes:
    return plan_workbook()


def climate(book: Workbook) -> None:
    """A plan as somebody types it, with words in both languages and days as they come to mind."""
    add(book, "Plan", Code="climate", Title="Climate plan", First_day="1 januari 2025", Last_day=2030)
    add(book, "Objectives", Number_of_the_objective=1, Title="Cool streets")
    add(book, "Themes", Objective=1, Theme="Trees")
    add(book, "Ministers", Portfolio="Alderman for Climate")
    add(book, "Policy areas", Code="ENV", Name="Environment")
    add(book, "Organisations", Name="Parks Service", Abbreviation="PS", Policy_area="Environment")
    add(book, "Organisations", Name="Agency for Home Affairs")
    add(book, "Actions", Code="1.1", Theme="trees", Title="Plant trees")
    add(book, "Actions", Code=1.12, Title="Water the trees", Kind="nieuw", Limited="ja")
    for code in ["1.1", "1.12"]:
        add(
            book,
            "Ministers of actions",
            Action=code,
            Minister="alderman for climate",
            Role="coordinating minister",
        )
        add(book, "Promoters", Action=code, Organisation="PS", Role="trekker")
    add(book, "Promoters", Action="1.1", Organisation="Agency for Home Affairs", Role="partner")
    add(book, "Timing", Action="1.1", Beginning="2025 e.v.")
    add(book, "Timing", Action="1.12", Beginning=datetime.datetime(2026, 3, 1), End="2027")
    add(book, "Budget", Action="1.1", Kind="bedrag", Amount="€ 1.500.000,00", Per_year="yes")
    add(book, "Budget", Action="1.12", Kind="within the regular resources")
    add(book, "Funding", Action="1.1", Source="Parks Service", Per_cent="60 %")
    add(book, "Milestones", Action="1.1", Title="1,000 trees!", Due="december 2026", Target_from="1.000")
    add(book, "Cross-references", Action="1.1", Refers_to="1.12")

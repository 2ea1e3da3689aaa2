"""A printed plan on its way to a plan document: uploaded, confirmed cell by cell, and kept as a file with a plan.

What people confirm is saved at once, and leaves no event: it is a draft until the file is imported.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from actionplan.audit.revisions import operation
from actionplan.base.days import day_of
from actionplan.base.names import KnownName, KnownNames, one_line
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Minister, Organisation
from actionplan.plan_document.files import (
    LONGEST_NAME,
    file_discarded,
    keep_file,
    refuse_unless_may_import,
)
from actionplan.plan_document.models import PlanFile, PrintedPlan
from actionplan.plan_document.writing import as_text

from .document import document_of
from .proposals import Item, Sureness
from .reading import CELLS, BodiesOfPrintedPlan, read_action
from .short_workbook import table_of


def known_bodies(on: datetime.date, new: dict[str, list[Item]] | None = None) -> BodiesOfPrintedPlan:
    """Those in force on the day, by their names in the language of the page, and new ones that a printed plan names. Two queries."""
    ministers = [
        KnownName(row.key, row.local_title, row.names)
        for row in Minister.objects.in_force(on).order_by("order", "key")
    ]
    organisations = [
        KnownName(row.key, row.local_name, row.names)
        for row in Organisation.objects.in_force(on).order_by("order", "key")
    ]
    new = new or {"ministers": [], "organisations": []}
    return BodiesOfPrintedPlan(
        KnownNames([*ministers, *_new_names(ministers, new["ministers"])]),
        KnownNames([*organisations, *_new_names(organisations, new["organisations"])]),
    )


def _new_names(known: list[KnownName], new: list[Item]) -> list[KnownName]:
    """Without those that somebody has added to the portal since."""
    keys = {row.key for row in known}
    return [KnownName(item["key"], item["name"], is_new=True) for item in new if item["key"] not in keys]


def _new_bodies(bodies: BodiesOfPrintedPlan) -> dict[str, list[Item]]:
    return {
        member: [{"key": row.key, "name": row.name} for row in names.rows if row.is_new]
        for member, names in [("ministers", bodies.ministers), ("organisations", bodies.organisations)]
    }


@operation()
def keep_printed_plan(*, name: str, content: bytes, by: Any, at: datetime.datetime) -> PrintedPlan:
    """Keep a short workbook with the portal's reading of every cell. Raises Faulty where no action is found in it."""
    refuse_unless_may_import(by)
    table = table_of(content).as_json()
    bodies = known_bodies(day_of(at))
    readings = {
        action["code"]: {
            cell: {"items": list(read.items), "sureness": read.sureness, "remark": read.remark}
            for cell, read in read_action(action["cells"], bodies).items()
        }
        for action in table["actions"]
    }
    return PrintedPlan.objects.create(
        name=name[-LONGEST_NAME:],
        content=content,
        table=table,
        readings=readings,
        new_bodies=_new_bodies(bodies),
        answers={"facts": {}, "cells": {}, "bodies": {}},
        uploaded_by=by,
        uploaded_at=at,
    )


def mark_of_answer(answer: Any) -> str:
    """Of a part of the answers: another mark says that somebody saved another answer since."""
    return hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()[:16]


def _locked(printed: PrintedPlan, by: Any) -> PrintedPlan:
    refuse_unless_may_import(by)
    row = PrintedPlan.objects.select_for_update().filter(pk=printed.pk).first()
    if row is None:
        raise file_discarded()
    return row


def _refuse_other_mark(now: str, mark: str) -> None:
    if now != mark:
        raise ChangedMeanwhile(_("Somebody else saved an answer here since you opened this page."))


@operation()
def save_facts(*, printed: PrintedPlan, facts: Item, mark: str, by: Any, at: datetime.datetime) -> None:
    """What no cell says: code, title, first and last day, language, and the titles of the objectives by their number."""
    row = _locked(printed, by)
    _refuse_other_mark(mark_of_answer(row.answers["facts"]), mark)
    row.answers["facts"] = facts
    row.save(update_fields=["answers"])


def row_of(printed: PrintedPlan, code: str) -> Item:
    """The action of the table with this code. Raises KeyError."""
    return {action["code"]: action for action in printed.table["actions"]}[code]


def mark_of_action(printed: PrintedPlan, code: str) -> str:
    return mark_of_answer([row_of(printed, code)["title"], printed.answers["cells"].get(code)])


@operation()
def save_cells(
    *,
    printed: PrintedPlan,
    code: str,
    title: str,
    cells: dict[str, list[Item]],
    mark: str,
    by: Any,
    at: datetime.datetime,
) -> None:
    """The title and all cells of an action, as they are confirmed. A body without a key becomes a new one of the plan."""
    row = _locked(printed, by)
    _refuse_other_mark(mark_of_action(row, code), mark)
    action = row_of(row, code)
    bodies = known_bodies(day_of(at), row.new_bodies)
    for cell in ("ministers", "promoters"):
        bodies.with_keys(cell, cells[cell])
    for cell in ("timing", "budget"):
        _keep_printed(cells[cell], row.readings[code][cell]["items"], action["cells"][cell])
    action["title"] = title
    row.answers["cells"][code] = cells
    row.new_bodies = _new_bodies(bodies)
    row.save(update_fields=["table", "answers", "new_bodies"])


def _keep_printed(items: list[Item], read: list[Item], printed: str) -> None:
    """What is printed stays, whatever somebody wrote in its place: part by part where there are as many, else as a whole."""
    for place, item in enumerate(items):
        item["printed_as"] = read[place]["printed_as"] if len(read) == len(items) else one_line(printed)


@operation()
def confirm_surely_read(*, printed: PrintedPlan, by: Any, at: datetime.datetime) -> int:
    """Confirm the actions of which every cell was read as printed, and say how many they were."""
    row = _locked(printed, by)
    count = 0
    for code, cells in row.readings.items():
        if code in row.answers["cells"] or any(cells[cell]["sureness"] != Sureness.EXACT for cell in CELLS):
            continue
        row.answers["cells"][code] = {cell: cells[cell]["items"] for cell in CELLS}
        count += 1
    row.save(update_fields=["answers"])
    return count


@operation()
def save_bodies(
    *, printed: PrintedPlan, bodies: dict[str, Item], mark: str, by: Any, at: datetime.datetime
) -> None:
    """Of each new body, by `ministers:key`: `same_as` a known one, or its name, abbreviation and policy area."""
    row = _locked(printed, by)
    _refuse_other_mark(mark_of_answer(row.answers["bodies"]), mark)
    row.answers["bodies"] = bodies
    row.save(update_fields=["answers"])


def named_new_bodies(printed: PrintedPlan) -> dict[str, list[Item]]:
    """New bodies that what is confirmed, or not yet, still names: those that a correction took away are no question any more."""
    named: dict[str, set[str]] = {"ministers": set(), "organisations": set()}
    for code, read in printed.readings.items():
        confirmed = printed.answers["cells"].get(code)
        cells = confirmed or {cell: read[cell]["items"] for cell in CELLS}
        named["ministers"] |= {item["key"] for item in cells["ministers"]}
        named["organisations"] |= {item["key"] for item in cells["promoters"]}
        named["organisations"] |= {share["source"] for line in cells["budget"] for share in line["funding"]}
    return {
        member: [item for item in printed.new_bodies[member] if item["key"] in named[member]]
        for member in named
    }


@dataclass(frozen=True)
class ToDo:
    """What keeps a printed plan from becoming a document."""

    facts: bool
    actions: list[str]
    """Codes of those with a cell that nobody confirmed."""
    bodies: list[str]
    """Names of new ones about which nobody said whether they are known."""

    def __bool__(self) -> bool:
        return bool(self.facts or self.actions or self.bodies)


def to_do(printed: PrintedPlan) -> ToDo:
    return ToDo(
        facts=not printed.answers["facts"],
        actions=[code for code in printed.readings if code not in printed.answers["cells"]],
        bodies=[
            item["name"]
            for member, items in named_new_bodies(printed).items()
            for item in items
            if f"{member}:{item['key']}" not in printed.answers["bodies"]
        ],
    )


@operation()
def keep_as_file(*, printed: PrintedPlan, by: Any, at: datetime.datetime) -> PlanFile:
    """Make a plan document of what is confirmed, and keep it as a file, to be looked at and imported like any other.

    Raises Refused while something is not confirmed, and Faulty, with all that is wrong, where it cannot be a plan.
    """
    row = _locked(printed, by)
    if to_do(row):
        raise Refused(_("Not all of it is confirmed yet."))
    answers = row.answers
    document = document_of(
        table=row.table,
        cells=answers["cells"],
        facts=answers["facts"],
        new_bodies={
            member: [{"key": item["key"], **answers["bodies"][f"{member}:{item['key']}"]} for item in items]
            for member, items in named_new_bodies(row).items()
        },
        on=day_of(at),
    )
    name = f"{PurePath(row.name).stem}.json"
    row.file = keep_file(name=name, content=as_text(document).encode(), by=by, at=at)
    row.save(update_fields=["file"])
    return row.file

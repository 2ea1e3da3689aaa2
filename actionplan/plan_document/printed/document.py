"""A printed plan, once all of it is confirmed, as a plan document."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_noop, override

from actionplan.base.names import one_line
from actionplan.plan_document.writing import bodies_named, described_bodies
from budgets.states import BudgetKind

from .proposals import LONGEST_PRINTED, Item

IMPLEMENTATION = gettext_noop("Implementation")
GENERAL_LABELS = {
    BudgetKind.AMOUNT: gettext_noop("Budget"),
    BudgetKind.REGULAR_RESOURCES: gettext_noop("Regular resources"),
    BudgetKind.EXISTING_SUBSIDY: gettext_noop("Existing subsidy"),
    BudgetKind.EXTERNAL_FUND: gettext_noop("External fund"),
}
"""What phases and lines are called where no label is printed."""
BODIES = {
    "ministers": ("ministers", "minister", "title"),
    "promoters": ("organisations", "organisation", "name"),
}
"""By cell: the member of a document that describes its bodies, by what an action refers to one, and what it is called."""


def document_of(
    *, table: Item, cells: dict[str, Any], facts: Item, new_bodies: dict[str, list[Item]], on: datetime.date
) -> Item:
    """`cells` are the confirmed items by code of the action and name of the cell; `new_bodies`, by member, are items of a document,
    or have `same_as`, the key of the known one that is meant. `facts` are those of the plan itself; its `language` says in which its texts are.
    """
    same = {
        (member, item["key"]): item["same_as"]
        for member, items in new_bodies.items()
        for item in items
        if item.get("same_as")
    }
    language = facts["language"]
    actions = [_action(row, cells[row["code"]], same, language) for row in table["actions"]]
    described = _bodies(actions, new_bodies, language, on)
    titles = facts["objectives"]
    return {
        "format": 1,
        "plan": _told("title", facts["title"], language)
        | {name: facts[name] for name in ("code", "start", "end")},
        **described,
        "objectives": [
            {"number": item["number"], "themes": item["themes"]}
            | _told("title", titles[str(item["number"])], language)
            | ({"themes_nl": item["themes"]} if language == "nl" else {})
            for item in table["objectives"]
        ],
        "actions": actions,
    }


def _told(name: str, text: str, language: str) -> Item:
    """A text that the plan prints in one language; the English one, which no plan is without, is then the Dutch one too."""
    return {name: text, f"{name}_nl": text} if language == "nl" else {name: text}


def _action(row: Item, cells: dict[str, list[Item]], same: dict[tuple[str, str], str], language: str) -> Item:
    printed = row["cells"]
    return {
        "code": row["code"],
        "objective": row["objective"],
        "theme": row["theme"],
        **_told("title", row["title"], language),
        **_told("summary", row["summary"], language),
        "kind": "unknown",
        "ministers": _named("ministers", cells["ministers"], same),
        "promoters": _named("promoters", cells["promoters"], same),
        "timing": {
            "printed_as": one_line(printed["timing"]),
            "phases": [_labelled(phase, IMPLEMENTATION, language) for phase in cells["timing"]],
        },
        "budget": {
            "printed_as": one_line(printed["budget"]),
            "lines": [_line(line, same, language) for line in cells["budget"]],
        },
        "milestones": [item | _told("title", item["title"], language) for item in cells["milestones"]],
        "cross_references": [],
    }


def _printed(item: Item) -> Item:
    """What is printed of a part, shortened where it is long: the cell as a whole is kept with the action."""
    return {"printed_as": Truncator(item["printed_as"]).chars(LONGEST_PRINTED)}


def _named(cell: str, items: Iterable[Item], same: dict[tuple[str, str], str]) -> list[Item]:
    member, name, _title = BODIES[cell]
    found: dict[str, Item] = {}
    for item in items:
        key: str = same.get((member, item["key"])) or item["key"]
        rest = {each: item[each] for each in ("role", "inferred")} | _printed(item)
        found.setdefault(key, {name: key, **rest})
    return list(found.values())


def _labelled(item: Item, otherwise: str, language: str) -> Item:
    """With its label in the language of the plan; where none is printed, a general one in both."""
    item = item | _printed(item)
    if item["label"]:
        return item | _told("label", item["label"], language)
    with override("nl"):
        return item | {"label": otherwise, "label_nl": gettext(otherwise)}


def _line(line: Item, same: dict[tuple[str, str], str], language: str) -> Item:
    funding = [
        share | {"source": same.get(("organisations", share["source"]), share["source"])}
        for share in line["funding"]
    ]
    return _labelled(line | {"funding": funding}, GENERAL_LABELS[BudgetKind(line["kind"])], language)


def _bodies(
    actions: list[Item], new_bodies: dict[str, list[Item]], language: str, on: datetime.date
) -> dict[str, list[Item]]:
    """Those that the actions name: as the portal knows them on the day, and the new ones."""
    ministers, organisations = bodies_named(actions)
    new = {
        member: [item for item in items if item["key"] in (ministers | organisations)]
        for member, items in new_bodies.items()
    }
    areas = {item["policy_area"] for item in new["organisations"]} - {None, ""}
    found = described_bodies(ministers, organisations, on, areas)
    found["ministers"] += [
        {"key": item["key"], **_told("title", item["name"], language)} for item in new["ministers"]
    ]
    found["organisations"] += [
        {
            "key": item["key"],
            "abbreviation": item["abbreviation"],
            "policy_area": item["policy_area"] or None,
            **_told("name", item["name"], language),
        }
        for item in new["organisations"]
    ]
    return found

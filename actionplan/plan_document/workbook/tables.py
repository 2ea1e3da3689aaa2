"""A plan document as the rows of its sheets, and rows as a document again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from actionplan.planned.from_rows import without_empty
from actionplan.planned.json_form import SCHEMA, Item
from actionplan.planned.places import inside, item_place

Tables = Mapping[str, list[Item]]
"""Rows by the name of their sheet, each a value by member."""


def tables_of(document: Item) -> dict[str, list[Item]]:
    actions = document["actions"]
    return {
        "plan": [document["plan"]],
        "objectives": document["objectives"],
        "themes": [
            {"objective": objective["number"], "title": title, "title_nl": dutch}
            for objective in document["objectives"]
            for title, dutch in zip_longest(objective["themes"], objective.get("themes_nl", []))
        ],
        "ministers": document["ministers"],
        "policy_areas": document["policy_areas"],
        "organisations": document["organisations"],
        "actions": [
            action
            | {
                "timing_printed": action["timing"]["printed_as"],
                "budget_printed": action["budget"]["printed_as"],
            }
            for action in actions
        ],
        "action_ministers": [_of(action, each) for action in actions for each in action["ministers"]],
        "promoters": [_of(action, each) for action in actions for each in action["promoters"]],
        "timing": [_of(action, each) for action in actions for each in action["timing"]["phases"]],
        "budget": [_of(action, each) for action in actions for each in action["budget"]["lines"]],
        "funding": [
            _of(action, {"line": place, **share})
            for action in actions
            for place, line in enumerate(action["budget"]["lines"], 1)
            for share in line["funding"]
        ],
        "milestones": [_of(action, each) for action in actions for each in action["milestones"]],
        "cross_references": [
            _of(action, {"to": code}) for action in actions for code in action["cross_references"]
        ],
    }


def _of(action: Item, row: Item) -> Item:
    return {"action": action["code"], **row}


@dataclass
class Assembled:
    """A document that was put together from rows, and from which row each of its items came."""

    document: Item = field(default_factory=dict)
    rows: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    """By the place of the item: its sheet, and which row of it, as the row itself says under `row`."""

    def add(self, sheet: str, row: Item, items: list[Any], item: Any, member: str, above: str = "") -> str:
        """Put an item behind those of a list, and answer with its place."""
        items.append(item)
        place = item_place(above, member, item, len(items))
        self.rows[place] = (sheet, row.get("row"))
        return place


def assembled_from(tables: Tables) -> Assembled:
    """A row that belongs to an action, an objective or a line which is not there is left out."""
    made = Assembled()
    plan = tables["plan"][0]
    document: Item = {"format": 1, "plan": plan}
    made.rows["plan"] = ("plan", plan.get("row"))
    for sheet in ["ministers", "policy_areas", "organisations"]:
        document[sheet] = []
        for row in tables[sheet]:
            made.add(sheet, row, document[sheet], dict(row), sheet)
    document["objectives"] = _objectives(tables, made)
    document["actions"] = _actions(tables, made)
    made.document = without_empty(document, SCHEMA)
    return made


def _objectives(tables: Tables, made: Assembled) -> list[Item]:
    themes = _by(tables["themes"], "objective")
    items: list[Item] = []
    for row in tables["objectives"]:
        item = row | {"themes": [], "themes_nl": []}
        place = made.add("objectives", row, items, item, "objectives")
        for theme in themes.get(row["number"], []):
            item["themes_nl"].append(theme["title_nl"])
            made.add("themes", theme, item["themes"], theme["title"], "themes", place)
    return items


def _actions(tables: Tables, made: Assembled) -> list[Item]:
    parts = {
        name: _by(tables[name], "action")
        for name in ["action_ministers", "promoters", "timing", "budget", "milestones", "cross_references"]
    }
    shares = _by(tables["funding"], "action")
    items: list[Item] = []
    for row in tables["actions"]:
        code = row["code"]
        item = row | {
            "timing": {"printed_as": row["timing_printed"], "phases": []},
            "budget": {"printed_as": row["budget_printed"], "lines": []},
            "ministers": [],
            "promoters": [],
            "milestones": [],
            "cross_references": [],
        }
        place = made.add("actions", row, items, item, "actions")
        for sheet, inner, member in [
            ("action_ministers", item["ministers"], "ministers"),
            ("promoters", item["promoters"], "promoters"),
            ("timing", item["timing"]["phases"], "phases"),
            ("milestones", item["milestones"], "milestones"),
        ]:
            for each in parts[sheet].get(code, []):
                made.add(sheet, each, inner, dict(each), member, place)
        for each in parts["cross_references"].get(code, []):
            made.add(
                "cross_references", each, item["cross_references"], each["to"], "cross_references", place
            )
        _budget(item["budget"]["lines"], parts["budget"].get(code, []), shares.get(code, []), place, made)
        for sheet, member in [("timing", "timing, phases"), ("budget", "budget, lines")]:
            made.rows[inside(place, member)] = (sheet, None)
    return items


def _budget(lines: list[Item], rows: list[Item], shares: list[Item], place: str, made: Assembled) -> None:
    by_line = _by(shares, "line")
    for position, row in enumerate(rows, 1):
        line = row | {"funding": []}
        above = made.add("budget", row, lines, line, "lines", place)
        for share in by_line.get(position, []):
            made.add("funding", share, line["funding"], dict(share), "funding", above)


def _by(rows: list[Item], member: str) -> dict[Any, list[Item]]:
    found = defaultdict(list)
    for row in rows:
        found[row[member]].append(row)
    return found

"""Identities of rows in a workbook: keys made from names, and references to other sheets resolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base.folding import fold, key_from
from actionplan.organisations.models import Minister, Organisation, PolicyArea

from .columns import Cells, PlanSheet
from .sheets import BY_NAME

IDENTIFIED_BY: dict[str, tuple[str, list[str]]] = {
    "objectives": ("number", ["title", "title_nl"]),
    "themes": ("title", ["title_nl"]),
    "ministers": ("key", ["title", "title_nl"]),
    "policy_areas": ("code", ["name", "name_nl"]),
    "organisations": ("key", ["name", "name_nl", "abbreviation"]),
    "actions": ("code", []),
}
"""For sheets that others refer to: the member that identifies a row, and the members with other names for it."""
MODELS: dict[str, Any] = {"ministers": Minister, "organisations": Organisation, "policy_areas": PolicyArea}
"""Bodies of the portal, which a workbook may refer to without describing them."""


class NamesInWorkbook:
    """The names by which rows of the workbook can be referred to."""

    def __init__(self, rows: Mapping[str, list[Cells]]) -> None:
        self.identities: dict[str, dict[str, Any]] = {}
        self.names: dict[str, dict[str, set[Any]]] = {}
        """The identities by folded name."""
        self.written: dict[str, set[str]] = defaultdict(set)
        for sheet, (identity, members) in IDENTIFIED_BY.items():
            identities, names = {}, defaultdict(set)
            for row in rows.get(sheet, []):
                if row[identity] in (None, ""):
                    continue
                identities[str(row[identity])] = row[identity]
                for member in [identity, *members]:
                    if row[member]:
                        names[fold(str(row[member]))].add(row[identity])
                        self.written[sheet].add(str(row[member]))
            self.identities[sheet], self.names[sheet] = identities, names

    def find(self, to: str, typed: str, *, by_name_alone: bool = False) -> Any:
        """The identity of the row referred to; None if there is none, or more than one."""
        for sheet in to.split(" or "):
            if typed in self.identities[sheet] and not by_name_alone:
                return str(typed) if " or " in to else self.identities[sheet][typed]
            identities = self.names[sheet].get(fold(typed), set())
            if len(identities) == 1:
                return str(*identities) if " or " in to else next(iter(identities))
        return None

    def sentence(self, to: str, typed: str) -> str:
        """A sentence that nothing has this name, with the nearest names, also of the portal's bodies."""
        sheets = to.split(" or ")
        names = {"value": typed, "sheet": _(" or ").join(str(BY_NAME[sheet].title) for sheet in sheets)}
        called = {fold(name): name for sheet in sheets for name in self.written[sheet]}
        if to in MODELS:
            known = MODELS[to].objects.values_list(*IDENTIFIED_BY[to][1])
            called |= {fold(name): name for each in known for name in each if name}
        nearest = [called[name] for name in get_close_matches(fold(typed), called)]
        if nearest:
            names["nearest"] = ", ".join(f"“{name}”" for name in nearest)
            return _("“%(value)s” does not stand in the sheet %(sheet)s. Nearest: %(nearest)s.") % names
        return _("“%(value)s” does not stand in the sheet %(sheet)s: add it there, or fix it here.") % names


def fill_keys(sheet: PlanSheet, rows: list[Cells]) -> None:
    """Give each row without a key the key of the known body with exactly that name, or one made from its name."""
    if sheet.column("key") is None or all(row["key"] for row in rows):
        return
    name = IDENTIFIED_BY.get(sheet.name, ("key", ["title" if sheet.column("title") else "name"]))[1][0]
    known: dict[str, str] = {}
    if sheet.name in MODELS:
        for key, *names in MODELS[sheet.name].objects.values_list("key", name, f"{name}_nl"):
            known |= {fold(taken_name): key for taken_name in names if taken_name}
    taken: dict[Any, set[str]] = defaultdict(set, {None: set(known.values())})
    for row in rows:
        taken[row.get("action")].add(row["key"])
    for row in rows:
        if row["key"] or not row[name]:
            continue
        alike = [known[fold(row[member])] for member in (name, f"{name}_nl") if fold(row[member]) in known]
        row["key"] = alike[0] if alike else key_from(row[name], taken[row.get("action")], "key")
        taken[row.get("action")].add(row["key"])

"""The names of then: what the documents of a snapshot call its objectives, bodies and ministers, as columns of rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .tables import WHOLE_TABLES


class Names:
    def __init__(self, read: Mapping[tuple[str, str], Any]) -> None:
        whole = {table: content for (table, _key), content in read.items() if table in WHOLE_TABLES}
        self.objectives = {row["number"]: row for row in whole.get("objectives", [])}
        self.themes = {(row["number"], row["order"]): row for row in whole.get("themes", [])}
        self.organisations = {row["key"]: row for row in whole.get("organisations", [])}
        self.ministers = {row["key"]: row for row in whole.get("ministers", [])}
        self.areas = {row["code"]: row for row in whole.get("policy_areas", [])}
        self.affiliations = {row["key"]: row["area"] for row in whole.get("affiliations", [])}

    def organisation(self, key: str | None, before: str = "") -> dict[str, Any]:
        """`key`, `name` and `name_nl`, with a word before each; nothing where there is no organisation."""
        if key is None:
            return {}
        row = self.organisations[key]
        return {f"{before}{name}": row[name] for name in ["key", "name", "name_nl"]}

    def minister(self, key: str) -> dict[str, Any]:
        row = self.ministers[key]
        return {"key": key, "name": row["title"], "name_nl": row["title_nl"]}

    def area(self, code: str | None) -> dict[str, Any]:
        if code is None:
            return {}
        row = self.areas[code]
        return {"area_code": code, "area_name": row["name"], "area_name_nl": row["name_nl"]}

    def area_of(self, organisation: str | None) -> dict[str, Any]:
        return self.area(self.affiliations.get(organisation) if organisation else None)

    def place(self, action: Any) -> dict[str, Any]:
        """Under which objective and theme the action is printed."""
        objective = self.objectives[action["objective"]]
        found = {
            "objective_number": objective["number"],
            "objective_title": objective["title"],
            "objective_title_nl": objective["title_nl"],
        }
        theme = self.themes.get((action["objective"], action["theme"]))
        if theme is not None:
            found |= {
                "theme_order": theme["order"],
                "theme_title": theme["title"],
                "theme_title_nl": theme["title_nl"],
            }
        return found

    def counting(self, computed: Any) -> dict[str, Any]:
        """Under whom the action counts once: its lead, policy area and first coordinating minister, with their order."""
        found = self.organisation(computed["lead"], "lead_") | self.area(computed["area"])
        if computed["area"] is not None:
            found["area_order"] = self.areas[computed["area"]]["order"]
        if computed["minister"] is not None:
            row = self.ministers[computed["minister"]]
            found |= {
                "minister_key": row["key"],
                "minister_title": row["title"],
                "minister_title_nl": row["title_nl"],
                "minister_order": row["order"],
            }
        return found

"""The figures of a closed round: counted from the rows that were frozen, as the overview counts what is known today."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from actionplan.organisations.models import Minister, PolicyArea
from objectives.models import Objective

from .filters import WAITING
from .frozen import Frozen
from .overview_figures import UNDER_NONE, Group, Grouping, Part
from .tallies import Measure, Tally, list_address, measures, segments

COUNTED = [
    "objective_number",
    "objective_title",
    "objective_title_nl",
    "area_code",
    "area_name",
    "area_name_nl",
    "area_order",
    "minister_key",
    "minister_title",
    "minister_title_nl",
    "minister_order",
    "status",
    "confidence",
    "verdict",
    "schedule",
    "awaits_review",
    "reviewed_within",
]
Rows = list[dict[str, Any]]


class FrozenFigures:
    """The actions in the plan at the closing as plain values, counted in as many ways as a page needs: one query."""

    def __init__(self, frozen: Frozen) -> None:
        self.frozen = frozen
        self.rows: Rows = list(frozen.rows.counted().values(*COUNTED))

    @property
    def total(self) -> int:
        return len(self.rows)

    def distributions(self) -> list[tuple[Measure, list[dict[str, Any]]]]:
        """Each measure with its parts for the whole plan."""
        return [(measure, self._segments(measure, self.rows, {})) for measure in measures()]

    def not_yet_reviewed(self) -> dict[str, Any]:
        return self._link("awaits_review", {"review": WAITING})

    def reviewed_within(self) -> dict[str, Any]:
        """How many actions stand on a report that was reviewed inside the agency that submitted it."""
        return self._link("reviewed_within", {"review": WITHIN})

    def groupings(self, measure: Measure) -> list[Grouping]:
        """By objective, policy area and minister, as they were called then; "none" is a row where it counts."""
        return [
            self._table("objective", "objective_number", measure, _objective),
            self._table("policy_area", "area_code", measure, _policy_area),
            self._table("minister", "minister_key", measure, _minister),
        ]

    def _link(self, column: str, filters: dict[str, Any]) -> dict[str, Any]:
        return {"count": sum(row[column] for row in self.rows), "url": self._address(filters)}

    def _address(self, filters: dict[str, Any]) -> str:
        return list_address(self.frozen.list_url, {**filters, **self.frozen.query})

    def _segments(self, measure: Measure, rows: Rows, filters: dict[str, Any]) -> list[dict[str, Any]]:
        tally = Tally.of(row[measure.name] for row in rows)
        return segments(measure, tally, self.frozen.list_url, {**filters, **self.frozen.query})

    def _table(self, name: str, column: str, measure: Measure, part_of: Any) -> Grouping:
        under: dict[Any, Rows] = defaultdict(list)
        for row in self.rows:
            under[row[column]].append(row)
        found = [(part_of(rows[0]) if key else (UNDER_NONE, LAST), rows) for key, rows in under.items()]
        found.sort(key=lambda one: one[0][1])
        return Grouping(name, [self._group(name, part, rows, measure) for (part, _order), rows in found])

    def _group(self, name: str, part: Part, rows: Rows, measure: Measure) -> Group:
        filters = {name: part.value}
        return Group(part, len(rows), self._address(filters), self._segments(measure, rows, filters))


WITHIN = "within"
"""In an address: reviewed inside the agency that submitted."""
LAST = (1, 0, "")


def _objective(row: dict[str, Any]) -> tuple[Part, tuple]:
    number = row["objective_number"]
    subject = Objective(number=number, title=row["objective_title"], title_nl=row["objective_title_nl"])
    return Part(None, number, subject, f"{number}. "), (0, number, "")


def _policy_area(row: dict[str, Any]) -> tuple[Part, tuple]:
    code = row["area_code"]
    subject = PolicyArea(code=code, name=row["area_name"], name_nl=row["area_name_nl"])
    return Part(None, code, subject, f"{code} – "), (0, row["area_order"], code)


def _minister(row: dict[str, Any]) -> tuple[Part, tuple]:
    key = row["minister_key"]
    subject = Minister(key=key, title=row["minister_title"], title_nl=row["minister_title_nl"])
    return Part(None, key, subject), (0, row["minister_order"], key)

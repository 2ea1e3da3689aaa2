"""A plan document as rows of its sheets, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from itertools import zip_longest
from typing import Any

from actionplan.planned.document import (
    DescribedMinister,
    DescribedObjective,
    DescribedOrganisation,
    DescribedPlan,
    DescribedPolicyArea,
    FundingShare,
    MinisterPart,
    OrganisationPart,
    PlanDocument,
    PlannedAction,
    PlannedBudget,
    PlannedBudgetLine,
    PlannedIndicator,
    PlannedMilestone,
    PlannedPhase,
    PlannedTiming,
)
from actionplan.planned.faults import ItemOf, Path, step_to

from .columns import Cells

Tables = Mapping[str, list[Cells]]
"""Rows by the name of their sheet."""


def tables_of(document: PlanDocument) -> Tables:
    actions = document.actions
    return {
        "plan": [_cells(document.plan)],
        "objectives": [_cells(objective) for objective in document.objectives],
        "themes": [
            {"objective": objective.number, "title": title, "title_nl": dutch}
            for objective in document.objectives
            for title, dutch in zip_longest(objective.themes, objective.themes_nl)
        ],
        "ministers": [_cells(minister) for minister in document.ministers],
        "policy_areas": [_cells(policy_area) for policy_area in document.policy_areas],
        "organisations": [_cells(organisation) for organisation in document.organisations],
        "actions": [
            _cells(action, timing_printed=action.timing.printed_as, budget_printed=action.budget.printed_as)
            for action in actions
        ],
        "action_ministers": [
            _cells(part, action=action.code) for action in actions for part in action.ministers
        ],
        "promoters": [_cells(part, action=action.code) for action in actions for part in action.promoters],
        "timing": [_cells(phase, action=action.code) for action in actions for phase in action.phases],
        "budget": [_cells(line, action=action.code) for action in actions for line in action.lines],
        "funding": [
            _cells(share, action=action.code, line=place)
            for action in actions
            for place, line in enumerate(action.lines, 1)
            for share in line.funding
        ],
        "milestones": [_cells(row, action=action.code) for action in actions for row in action.milestones],
        "cross_references": [
            {"action": action.code, "to": code} for action in actions for code in action.cross_references
        ],
        "indicators": [_cells(row, action=action.code) for action in actions for row in action.indicators],
    }


def _cells(part: Any, **others: Any) -> Cells:
    return {member.name: getattr(part, member.name) for member in fields(part)} | others


class DocumentAssembler:
    """Assembles a document from rows, and remembers the row that each part came from.

    A row of an action, an objective or a line that does not exist is left out.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.rows: dict[Path, tuple[str, int | None]] = {}
        """By path: the sheet and the number of the row, which the row has under `row`."""

    def document(self) -> PlanDocument:
        tables = self.tables
        plan = tables["plan"][0]
        self.rows["plan",] = ("plan", plan.get("row"))
        return PlanDocument(
            format=1,
            plan=_part(DescribedPlan, plan),
            ministers=self._parts("ministers", tables["ministers"], DescribedMinister),
            policy_areas=self._parts("policy_areas", tables["policy_areas"], DescribedPolicyArea),
            organisations=self._parts("organisations", tables["organisations"], DescribedOrganisation),
            objectives=self._objectives(),
            actions=self._actions(),
        )

    def _parts(
        self, sheet: str, rows: list[Cells], cls: Any, member: str = "", above: Path = ()
    ) -> tuple[Any, ...]:
        """The parts in these rows, as the list of this member."""
        parts = []
        for position, cells in enumerate(rows, 1):
            parts.append(_part(cls, cells))
            self._keep(sheet, cells, (*above, step_to(member or sheet, parts[-1], position)))
        return tuple(parts)

    def _keep(self, sheet: str, cells: Cells, path: Path) -> None:
        self.rows[path] = (sheet, cells.get("row"))

    def _objectives(self) -> tuple[DescribedObjective, ...]:
        themes = _grouped(self.tables["themes"], "objective")
        objectives = []
        for cells in self.tables["objectives"]:
            own = themes.get(cells["number"], [])
            titles, dutch = (tuple(theme[name] for theme in own) for name in ("title", "title_nl"))
            objective = _part(DescribedObjective, cells, themes=titles, themes_nl=dutch)
            objectives.append(objective)
            path = (ItemOf("objectives", objective.number),)
            self._keep("objectives", cells, path)
            for position, theme in enumerate(own, 1):
                self._keep("themes", theme, (*path, ItemOf("themes", position)))
        return tuple(objectives)

    def _actions(self) -> tuple[PlannedAction, ...]:
        sheets = ["action_ministers", "promoters", "timing", "budget", "milestones", "cross_references"]
        sheets += ["indicators"]
        of_action = {sheet: _grouped(self.tables[sheet], "action") for sheet in sheets}
        shares = _grouped(self.tables["funding"], "action")
        actions = []
        for cells in self.tables["actions"]:
            own = {sheet: rows.get(cells["code"], []) for sheet, rows in of_action.items()}
            path = (ItemOf("actions", cells["code"]),)
            self._keep("actions", cells, path)
            self.rows[*path, "phases"], self.rows[*path, "lines"] = ("timing", None), ("budget", None)
            for position, reference in enumerate(own["cross_references"], 1):
                step = ItemOf("cross_references", position)
                self._keep("cross_references", reference, (*path, step))
            phases = self._parts("timing", own["timing"], PlannedPhase, "phases", path)
            lines = self._lines(own["budget"], shares.get(cells["code"], []), path)
            action = _part(
                PlannedAction,
                cells,
                ministers=self._parts(
                    "action_ministers", own["action_ministers"], MinisterPart, "ministers", path
                ),
                promoters=self._parts("promoters", own["promoters"], OrganisationPart, above=path),
                timing=PlannedTiming(printed_as=cells["timing_printed"], phases=phases),
                budget=PlannedBudget(printed_as=cells["budget_printed"], lines=lines),
                milestones=self._parts("milestones", own["milestones"], PlannedMilestone, above=path),
                cross_references=tuple(reference["to"] for reference in own["cross_references"]),
                indicators=self._parts("indicators", own["indicators"], PlannedIndicator, above=path),
            )
            actions.append(action)
        return tuple(actions)

    def _lines(self, rows: list[Cells], shares: list[Cells], above: Path) -> tuple[PlannedBudgetLine, ...]:
        by_line = _grouped(shares, "line")
        lines = []
        for position, cells in enumerate(rows, 1):
            path = (*above, ItemOf("lines", position))
            self._keep("budget", cells, path)
            funding = self._parts("funding", by_line.get(position, []), FundingShare, above=path)
            lines.append(_part(PlannedBudgetLine, cells, funding=funding))
        return tuple(lines)


def _part(cls: Any, cells: Cells, **others: Any) -> Any:
    names = {member.name for member in fields(cls)} & cells.keys() - others.keys()
    return cls(**{name: cells[name] for name in names}, **others)


def _grouped(rows: list[Cells], member: str) -> dict[Any, list[Cells]]:
    by_code = defaultdict(list)
    for row in rows:
        by_code[row[member]].append(row)
    return by_code

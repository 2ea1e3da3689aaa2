"""What the plan said of an action when a round closed: rows made from the frozen documents, of no table."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from actionplan.base import formatting
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.slips import Slip
from actionplan.reporting.states import Basis
from actionplan.rounds.reading import Documents
from actionplan.rounds.rows import day, number
from actionplan.rounds.timelines import slip_from
from actions.models import Action, ActionTerms, Milestone, MilestoneTerms, Phase
from actions.states import MinisterRole, PromotionRole
from budgets.models import BudgetLine, BudgetTerms
from objectives.models import Objective, Plan, Theme

from .action_facts import LineOfBudget, Party, Phases, Share

DAYS = {"start", "end", "due", "in_force_from", "in_force_until"}
NUMBERS = {"amount", "target_from", "target_to"}


class FrozenFacts:
    """The documents of one action, and of the plan as a whole, as the rows that pages are made of."""

    def __init__(self, documents: Documents, code: str) -> None:
        self.of_action = {table: content for (table, key), content in documents.items() if key == code}
        self.whole = {table: content for (table, key), content in documents.items() if key != code}

    def __getitem__(self, table: str) -> Any:
        return self.of_action.get(table, [])

    def computed(self, basis: str) -> Any:
        return self["computed" if basis == Basis.ACCEPTED else "computed_reported"]

    def slip(self, basis: str) -> Slip | None:
        return slip_from(self.computed(basis)["slip"])

    def lines_spread(self) -> set[int]:
        """Places of the lines that their lead spread over the years; a snapshot of format 1 does not say: none were."""
        return {line["place"] for line in self["budget_lines"] if not line.get("is_derived", True)}

    def plan(self) -> Plan:
        return Plan(**_columns(self.whole["plan"], "code", "title", "title_nl", "start", "end"))

    def action(self) -> Action:
        facts = self["action"]
        row = Action(**_columns(facts, "code", "order", "timing_printed", "budget_printed", "limited"))
        said = _columns(facts, "title", "title_nl", "summary", "summary_nl", "kind")
        row.wording = ActionTerms(action=row, **said)
        row.plan = self.plan()
        row.objective = self.objective(facts["objective"])
        row.theme = self._theme(facts["objective"], facts["theme"])
        return row

    def objective(self, number: int) -> Objective:
        found = next(row for row in self.whole["objectives"] if row["number"] == number)
        return Objective(**_columns(found, "number", "title", "title_nl"))

    def _theme(self, number: int, order: int | None) -> Theme | None:
        for row in self.whole["themes"]:
            if (row["number"], row["order"]) == (number, order):
                return Theme(**_columns(row, "order", "title", "title_nl"))
        return None

    def phases(self, on: datetime.date) -> Phases:
        """Those in force on the day of the closing, and those as adopted."""
        rows = [Phase(**_columns(row, *row)) for row in self["phases"]]
        return Phases(
            in_force=[row for row in rows if row.is_in_force(on)],
            adopted=[row for row in rows if row.in_force_from is None],
        )

    def milestone_terms(self) -> list[MilestoneTerms]:
        found = []
        for row in self["milestones"]:
            names = set(row) - {"key", "place", "origin"}
            milestone = Milestone(pk=row["place"], key=row["key"], order=row["place"], origin=row["origin"])
            found.append(MilestoneTerms(milestone=milestone, **_columns(row, *names)))
        return found

    def budget(self) -> list[LineOfBudget]:
        """The lines, known by their place in the action."""
        found = []
        for row in self["budget_lines"]:
            names = set(row) - {"place", "planned", "is_derived", "funding"}
            line = BudgetLine(pk=row["place"], place=row["place"])
            planned = {int(year): Decimal(amount) for year, amount in row["planned"].items()}
            shares = [self._share(share) for share in row["funding"]]
            terms = BudgetTerms(line=line, **_columns(row, *names))
            derived = row.get("is_derived", True)  # of a snapshot of format 1, where every year was derived
            found.append(LineOfBudget(terms, shares, planned, derived))
        return found

    def _share(self, share: Any) -> Share:
        payer = self.organisation(share["key"])
        percent = Decimal(share["percent"])
        places = 0 if percent == percent.to_integral_value() else 2
        name, dutch = (payer.name, payer.name_nl) if payer else (share["source"], "")
        return Share(formatting.percent(percent, places), name, dutch)

    def organisation(self, key: str | None) -> Organisation | None:
        for row in self.whole["organisations"]:
            if row["key"] == key:
                return Organisation(**_columns(row, "key", "name", "name_nl"))
        return None

    def minister(self, key: str) -> Minister:
        found = next(row for row in self.whole["ministers"] if row["key"] == key)
        return Minister(**_columns(found, "key", "title", "title_nl"))

    def ministers(self) -> list[Party]:
        return [
            Party(self.minister(row["key"]), str(MinisterRole(row["role"]).label), row["inferred"])
            for row in self["involvements"]
        ]

    def organisations(self) -> list[Party]:
        return [
            Party(self.organisation(row["key"]), str(PromotionRole(row["role"]).label), row["inferred"])
            for row in self["promotions"]
        ]

    def person(self, key: int | None) -> Any:
        """The name of somebody who acted; a text that may have been removed by law."""
        return next((row["name"] for row in self.whole["people"] if row["person"] == key), "")


def _columns(facts: Any, *names: str) -> dict[str, Any]:
    return {name: _value(name, facts[name]) for name in names}


def _value(name: str, value: Any) -> Any:
    if name in DAYS:
        return day(value)
    return number(value) if name in NUMBERS else value

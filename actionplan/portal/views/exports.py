"""The filtered list of actions as CSV and as a workbook: the same rows and columns as the screen.

Of a closed round, whose list leaves the minister to each action's page, the file has the same columns as of a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from actionplan.portal.action_rows import COLUMNS, ActionRow, action_rows
from actionplan.portal.action_sorts import sorted_by
from actionplan.portal.files import as_csv, file_name, frozen_in, handed_over, known_on
from actionplan.portal.frozen import frozen_round_or_404
from actionplan.portal.frozen_list import FrozenFilter, frozen_rows
from actionplan.portal.getters import plan_or_404
from actionplan.portal.moments import asked_of
from actionplan.portal.places import places_of
from actionplan.portal.round_getters import round_or_404
from actionplan.portal.sheets import workbook
from objectives.models import Plan

from .actions import filtered_actions, frozen_address, sort_of

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Table:
    """Rows with their heads; `of` says what they are of in the file's name: the day as known at, or the round.

    `asked` is the filters, as the address sets them.
    """

    rows: Iterable[ActionRow]
    plan: Plan
    of: str
    basis: str
    asked: Mapping[str, str]

    def __iter__(self) -> Iterator[list[Any]]:
        yield [str(column.label) for column in COLUMNS]
        for row in self.rows:
            yield [column.value(row) for column in COLUMNS]

    def as_csv(self) -> HttpResponse:
        return as_csv(self, self._name("csv"))

    def as_workbook(self) -> HttpResponse:
        return handed_over(workbook(self, title=self.plan.code), self._name("xlsx"), WORKBOOK)

    def _name(self, ending: str) -> str:
        """Of the words that were looked for it says only that there were some."""
        asked = {"words" if name == "q" else name: value for name, value in self.asked.items()}
        if "words" in asked:
            asked["words"] = "on"
        return file_name("actions", self.plan.code, self.of, self.basis, narrowed=asked, ending=ending)


def _live(request: HttpRequest, plan: Plan) -> Table:
    asked, places = asked_of(request, plan), places_of(plan)
    actions = filtered_actions(request, plan, asked, places)
    rows = action_rows(sorted_by(actions.qs, sort_of(request)), places)
    return Table(rows, plan, known_on(asked.moment.plan_day), asked.basis, actions.in_force)


def _frozen(request: HttpRequest, plan_code: str, round_code: str) -> Table:
    round = round_or_404(request, plan_code, round_code)
    frozen = frozen_round_or_404(request, round)
    filters = FrozenFilter(request.GET, frozen)
    rows = filters.of(frozen.rows).order_by("order")
    return Table(frozen_rows(rows), round.plan, frozen_in(frozen), frozen.basis, filters.asked)


@require_safe
def action_list_csv(request: HttpRequest, plan_code: str) -> HttpResponse:
    """With `?round=` that of a closed round."""
    plan = plan_or_404(request, plan_code)
    frozen = frozen_address(request, plan, "frozen-actions-csv")
    return redirect(frozen) if frozen else _live(request, plan).as_csv()


@require_safe
def action_list_xlsx(request: HttpRequest, plan_code: str) -> HttpResponse:
    """With `?round=` that of a closed round."""
    plan = plan_or_404(request, plan_code)
    frozen = frozen_address(request, plan, "frozen-actions-xlsx")
    return redirect(frozen) if frozen else _live(request, plan).as_workbook()


@require_safe
def frozen_actions_csv(request: HttpRequest, plan_code: str, round_code: str) -> HttpResponse:
    return _frozen(request, plan_code, round_code).as_csv()


@require_safe
def frozen_actions_xlsx(request: HttpRequest, plan_code: str, round_code: str) -> HttpResponse:
    return _frozen(request, plan_code, round_code).as_workbook()

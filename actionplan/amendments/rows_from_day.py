"""Writes an amendment: the rows of the plan that end on its day, and those that begin."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.days import InForce
from actionplan.base.refusals import Refused
from actionplan.base.replacing import replace
from actionplan.base.row_writes import Values, changed_columns
from actionplan.planned.document import PlannedAction
from actionplan.planned.json_form import read_kept
from actionplan.planned.to_rows import OF_ACTION, ROW_KINDS, ActionRows, action_values
from actions.models import Action, AmendedAction, Amendment, Lead
from budgets.models import BudgetTerms, Funding


class RowsFromDay(ActionRows):
    """Rows with the same values stay. For other values, the row in force on the day is replaced from the day on.

    Raises Refused if it was amended from a later day on already.
    """

    def __init__(self, amendment: Amendment, codes: Collection[str]) -> None:
        """`codes` are those of the actions added and amended."""
        super().__init__(amendment.plan, codes)  # those of all days: what begins later is refused
        self.amendment, self.day = amendment, amendment.effective_from

    def add(self, actions: Collection[PlannedAction]) -> None:
        """Add new actions, led by their first promoters if no lead is named. Write their parts and cross-references once
        all exist."""
        new = []
        for action in actions:
            values = action_values(action, self.objectives[action.objective], self.themes)
            new.append({"plan": self.plan, "code": action.code, **values})
        rows = self._replace(Action, [(None, values) for values in new])
        self.actions.update({row.code: row for row in rows})
        leads = [
            {"action": self.actions[action.code], "organisation": self.organisations[action.led_by]}
            for action in actions
            if action.led_by
        ]
        self._replace(Lead, [(None, values) for values in leads])

    def hand_over(self, leads: Mapping[str, str]) -> None:
        """Give actions another lead, by the key of the organisation; whoever led them keeps its reports and money."""
        rows = {
            (self.actions[code].pk,): {"organisation": self.organisations[key]} for code, key in leads.items()
        }
        known = {key: self.rows[Lead].get(key, []) for key in rows}
        for of_action in known.values():
            self._refuse_before_a_later_day(of_action)
        now = {
            key: next((row for row in of_action if row.is_in_force(self.day)), None)
            for key, of_action in known.items()
        }
        self._replace(Lead, [(now[key], {"action_id": key[0], **values}) for key, values in rows.items()])

    def end(self, into: Mapping[str, str]) -> None:
        """Let actions leave the plan, each merged into the one with the code given, if any; their parts stay as they are."""
        for code in into:
            begun = self.actions[code].in_force_from
            if begun is not None and begun >= self.day:
                words = {"code": code, "day": formatting.day(begun)}
                raise Refused(
                    _("Action %(code)s comes into the plan on %(day)s: it leaves on a later day.") % words
                )
            self._refuse_before_a_later_day([self.actions[code]])
        for model in OF_ACTION:
            if issubclass(model, InForce):
                for rows in self.read(model, into).values():
                    self._refuse_before_a_later_day(rows)
        for code, other in into.items():
            merged = {"merged_into": self.actions[other] if other else None}
            replace(
                Action, [(self.actions[code], None)], self.day, ends={"ended_by": self.amendment, **merged}
            )

    def put(
        self, model: Any, wanted: Mapping[tuple, Values], stays: Callable[[Any], bool] = lambda row: True
    ) -> dict[tuple, Any]:
        known = self.rows[model]
        in_force = {key: row for key, rows in known.items() for row in rows if row.is_in_force(self.day)}
        changes, keys = [], []
        for key in dict.fromkeys([*in_force, *wanted]):
            row, values = in_force.get(key), wanted.get(key)
            if row is not None and values is not None and not changed_columns(row, values) and stays(row):
                continue
            self._refuse_before_a_later_day(known.get(key, []))
            if values is not None:
                keys.append(key)
                values = dict(zip(ROW_KINDS[model][1], key, strict=True)) | values
            changes.append((row, values))
        if model is BudgetTerms:
            gone = [row for row, values in changes if row and values is None and row.is_edited_from(self.day)]
            Funding.objects.filter(terms__in=gone).delete()
        in_force |= dict(zip(keys, self._replace(model, changes), strict=True))
        return {key: in_force[key] for key in wanted}

    def _replace(self, model: Any, changes: list[tuple[Any, Values | None]]) -> list[Any]:
        begins, ends = {"begun_by": self.amendment}, {"ended_by": self.amendment}
        return replace(model, changes, self.day, begins=begins, ends=ends)

    def _refuse_before_a_later_day(self, rows: Iterable[Any]) -> None:
        days = [day for row in rows for day in (row.in_force_from, row.in_force_until) if day is not None]
        if later := [day for day in days if day > self.day]:
            row = next(iter(rows))
            words = {"what": f"{row._meta.verbose_name} {row}", "day": formatting.day(min(later))}
            raise Refused(
                _("%(what)s: amended from %(day)s on already. Choose that day or a later one.") % words
            )


def write_amendment(amendment: Amendment, changes: Iterable[AmendedAction]) -> None:
    """Write what the amendment makes of the actions from its day on: those that it adds, amends and ends."""
    actions = [(change, action) for change in changes if (action := read_kept(change.after))]
    rows = RowsFromDay(amendment, [change.code for change, _action in actions])
    new = [action for change, action in actions if change.is_new]
    rows.add(new)
    rows.write([rows.placed(action, change.line_places) for change, action in actions])
    rows.write_cross_references(new)
    rows.hand_over(
        {
            action.code: action.led_by
            for change, action in actions
            if (before := read_kept(change.before)) and action.led_by and action.led_by != before.led_by
        }
    )
    rows.end({change.code: change.merged_into for change in changes if change.is_withdrawn})

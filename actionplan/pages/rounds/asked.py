"""Which actions a round asks about: every action in force as a row, with what is ticked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField

from actionplan.accounts.requests import PortalRequest
from actionplan.base.tokens import new_token
from actionplan.pages.action_rows import ActionRow, action_rows, tracked_actions
from actionplan.pages.places import OrganisationNamed, Places, places_of
from actionplan.reporting.models import Round
from actionplan.reporting.moments import Moment
from actionplan.reporting.requests import Asked, asked_of
from actionplan.reporting.states import Basis
from actionplan.rounds.asking import mark_of, not_to_leave_out
from actions.models import Promotion
from objectives.models import Objective, Plan

from .forms.asked import AskedForm, whole
from .trail import trail_of_round


@dataclass(frozen=True)
class AskedRow:
    row: ActionRow
    partners: list[OrganisationNamed]
    is_asked: bool
    for_money_only: bool
    stays: bool
    """It was answered, or has a draft or an extension: it cannot be left out any more."""


@dataclass
class AskedObjective:
    objective: Objective
    whole: BoundField
    rows: list[AskedRow] = field(default_factory=list)


class AskedScene:
    """The plan's actions of today with who leads and takes part in them, and what the round asks now."""

    def __init__(self, request: PortalRequest, round: Round) -> None:
        plan, moment = round.plan, Moment.now(request.now, round.plan, Basis.REPORTED)
        self.round, self.places = round, places_of(plan)
        self.rows = action_rows(tracked_actions(plan, moment), self.places)
        self.partners = _partners(plan, moment, self.places)
        self.asked = asked_of(round)
        self.stays = not_to_leave_out(round)

    def form(self, data: Any = None) -> AskedForm:
        objectives: dict[int, list[int]] = defaultdict(list)
        for row in self.rows:
            number = self.places.objectives[row.action.objective_id].number
            objectives[number].append(row.action.pk)
        initial = {"token": new_token(), "opened_on": mark_of(self.asked)}
        return AskedForm(data, objectives=objectives, stays=self.stays, initial=initial)

    def context(self, form: AskedForm, asked: Asked | None = None) -> dict[str, Any]:
        """With what is ticked: `asked`, or what the round asks now."""
        ticked = self.asked if asked is None else asked
        return {
            "plan": self.round.plan,
            "round": self.round,
            "form": form,
            "objectives": self._objectives(form, ticked),
            "trail": trail_of_round(self.round),
        }

    def _objectives(self, form: AskedForm, ticked: Mapping[int, bool]) -> list[AskedObjective]:
        found: dict[int, AskedObjective] = {}
        for row in self.rows:
            objective = self.places.objectives[row.action.objective_id]
            group = found.setdefault(objective.pk, AskedObjective(objective, form[whole(objective.number)]))
            group.rows.append(self._row(row, ticked))
        return list(found.values())

    def _row(self, row: ActionRow, ticked: Mapping[int, bool]) -> AskedRow:
        key = row.action.pk
        partners = [one for one in self.partners[key] if row.lead is None or one.pk != row.lead.pk]
        return AskedRow(row, partners, key in ticked, ticked.get(key, False), key in self.stays)

    def changes_of_others(self, mine: Asked) -> list[dict[str, Any]]:
        """Where what the round asks now differs from what was ticked, action by action."""
        return [
            {
                "action": row.action,
                "mine": _choice(mine, row.action.pk),
                "now": _choice(self.asked, row.action.pk),
            }
            for row in self.rows
            if mine.get(row.action.pk) != self.asked.get(row.action.pk)
        ]


def _choice(asked: Asked, action: int) -> str:
    """`no`, `money` or `yes`."""
    if action not in asked:
        return "no"
    return "money" if asked[action] else "yes"


def _partners(plan: Plan, moment: Moment, places: Places) -> dict[int, list[OrganisationNamed]]:
    """By action: the organisations that promote it or partner in it."""
    found = defaultdict(list)
    rows = Promotion.objects.in_force(moment.plan_day).filter(action__plan=plan).order_by("action", "order")
    for action, organisation in rows.values_list("action", "organisation"):
        found[action].append(places.organisations[organisation])
    return found

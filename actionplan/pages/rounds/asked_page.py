"""Which actions a round asks about: every action in force as a row, with what is ticked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField

from actionplan.accounts.requests import PortalRequest
from actionplan.pages.getters import about_round
from actionplan.picture.bodies import ObjectivePicture, OrganisationPicture
from actionplan.picture.cache import picture_at
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture
from actionplan.reporting.models import Round
from actionplan.reporting.states import Basis
from actionplan.reporting.who_is_asked import AskedActions, asked_actions
from actionplan.rounds.asking import actions_to_keep, version_of_choice

from .forms import AskedForm, field_of_objective


@dataclass(frozen=True)
class AskedRow:
    action: ActionPicture
    lead: OrganisationPicture | None
    partners: list[OrganisationPicture]
    """Those that promote it or partner in it, but the lead."""
    is_asked: bool
    for_money_only: bool
    stays: bool
    """It was answered, or has a draft or an extension: it cannot be left out any more."""


@dataclass
class AskedObjective:
    objective: ObjectivePicture
    choice: BoundField
    """For all of its actions."""
    rows: list[AskedRow] = field(default_factory=list)


class AskedPage:
    """The plan's actions of today with who leads and takes part in them, and what the round asks now."""

    def __init__(self, request: PortalRequest, round: Round) -> None:
        self.round = round
        self.picture = picture_at(round.plan, Moment.now(request.now, Basis.REPORTED))
        self.asked = asked_actions(round)
        self.stays = actions_to_keep(round)

    def form(self, data: Any = None) -> AskedForm:
        objectives: dict[int, list[int]] = defaultdict(list)
        for action in self.picture.actions:
            objectives[action.objective].append(action.pk)
        initial = {"opened_on": version_of_choice(self.asked)}
        return AskedForm(data, objectives=objectives, stays=self.stays, initial=initial)

    def context(self, form: AskedForm, asked: AskedActions | None = None) -> dict[str, Any]:
        """With what is ticked: `asked`, or what the round asks now."""
        return {
            **about_round(self.round),
            "form": form,
            "objectives": self._objectives(form, self.asked if asked is None else asked),
        }

    def _objectives(self, form: AskedForm, ticked: AskedActions) -> list[AskedObjective]:
        found: dict[int, AskedObjective] = {}
        for action in self.picture.actions:
            number = action.objective
            if number not in found:
                found[number] = AskedObjective(
                    self.picture.objectives[number], form[field_of_objective(number)]
                )
            found[number].rows.append(self._row(action, ticked))
        return list(found.values())

    def _row(self, action: ActionPicture, ticked: AskedActions) -> AskedRow:
        organisations = self.picture.organisations
        partners = (one.organisation for one in action.promotions if one.organisation != action.lead)
        return AskedRow(
            action,
            organisations.get(action.lead or ""),
            [organisations[key] for key in partners],
            is_asked=action.pk in ticked,
            for_money_only=ticked.get(action.pk, False),
            stays=action.pk in self.stays,
        )

    def changes_of_others(self, mine: AskedActions) -> list[dict[str, Any]]:
        """Where what the round asks now differs from what was ticked, action by action."""
        return [
            {"action": action, "mine": _choice_of(mine, action.pk), "now": _choice_of(self.asked, action.pk)}
            for action in self.picture.actions
            if mine.get(action.pk) != self.asked.get(action.pk)
        ]


def _choice_of(asked: AskedActions, action: int) -> str:
    """`no`, `money` or `yes`."""
    if action not in asked:
        return "no"
    return "money" if asked[action] else "yes"

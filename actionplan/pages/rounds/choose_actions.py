"""Choosing the actions of a round: every action in force as a row, with what is ticked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.getters import about_round
from actionplan.picture.bodies import ObjectivePicture, OrganisationPicture
from actionplan.picture.cache import picture_at
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture
from actionplan.reporting.models import Round
from actionplan.reporting.states import Basis
from actionplan.reporting.who_is_asked import AskedActions, asked_actions
from actionplan.rounds.asking import actions_to_keep, version_of_choice

from .forms import ChooseActionsForm, field_of_objective


@dataclass(frozen=True)
class ActionToAsk:
    action: ActionPicture
    lead: OrganisationPicture | None
    partners: list[OrganisationPicture]
    """Those that promote it or partner in it, except the lead."""
    is_asked: bool
    for_money_only: bool
    stays: bool
    """It was answered, or has a draft or an extension: it can no longer be left out."""


@dataclass
class ObjectiveToAsk:
    objective: ObjectivePicture
    choice: BoundField
    """For all of its actions."""
    rows: list[ActionToAsk] = field(default_factory=list)


class ChooseActionsPage:
    """The plan's actions today with their leads and partners, and what the round asks now."""

    def __init__(self, request: PortalRequest, round: Round) -> None:
        self.round = round
        self.picture = picture_at(round.plan, Moment.now(request.now, Basis.REPORTED))
        self.asked = asked_actions(round)
        self.stays = actions_to_keep(round)

    def form(self, data: Any = None) -> ChooseActionsForm:
        objectives: dict[int, list[int]] = defaultdict(list)
        for action in self.picture.actions:
            objectives[action.objective].append(action.pk)
        initial = {"opened_on": version_of_choice(self.asked)}
        return ChooseActionsForm(data, objectives=objectives, stays=self.stays, initial=initial)

    def context(self, form: ChooseActionsForm, asked: AskedActions | None = None) -> dict[str, Any]:
        """`asked` is what is ticked; by default what the round asks now."""
        return {
            **about_round(self.round),
            "form": form,
            "objectives": self._objectives(form, self.asked if asked is None else asked),
            "actions": len(self.picture.actions),
            "asked_count": len(self.asked),
            "for_money_only": sum(self.asked.values()),
        }

    def _objectives(self, form: ChooseActionsForm, ticked: AskedActions) -> list[ObjectiveToAsk]:
        by_number: dict[int, ObjectiveToAsk] = {}
        for action in self.picture.actions:
            number = action.objective
            if number not in by_number:
                by_number[number] = ObjectiveToAsk(
                    self.picture.objectives[number], form[field_of_objective(number)]
                )
            by_number[number].rows.append(self._row(action, ticked))
        return list(by_number.values())

    def _row(self, action: ActionPicture, ticked: AskedActions) -> ActionToAsk:
        organisations = self.picture.organisations
        partners = (row.organisation for row in action.promotions if row.organisation != action.lead)
        return ActionToAsk(
            action,
            organisations.get(action.lead or ""),
            [organisations[key] for key in partners],
            is_asked=action.pk in ticked,
            for_money_only=ticked.get(action.pk, False),
            stays=action.pk in self.stays,
        )

    def changes_of_others(self, mine: AskedActions) -> list[dict[str, Any]]:
        """Action by action, where what the round asks now differs from what was ticked."""
        return [
            {"action": action, "mine": _in_words(mine, action.pk), "now": _in_words(self.asked, action.pk)}
            for action in self.picture.actions
            if mine.get(action.pk) != self.asked.get(action.pk)
        ]


def _in_words(asked: AskedActions, action: int) -> str:
    if action not in asked:
        return _("not asked")
    return _("asked for money only") if asked[action] else pgettext("action", "asked")

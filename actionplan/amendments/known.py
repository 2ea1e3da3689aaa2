"""What an action of a plan may refer to on a day."""

from __future__ import annotations

import datetime

from actionplan.organisations.models import Minister, Organisation
from actions.models import Action
from objectives.models import Objective, Plan

from .faults import Known
from .items import Item, lead_of


def known_in(plan: Plan, on: datetime.date, item: Item | None = None) -> Known:
    """Its objectives and themes, the actions that it has or ever had, and the bodies of the portal that are there on the day.

    With them those that the action has already, as this item says.
    """
    objectives = Objective.objects.of_plan(plan).prefetch_related("themes")
    themes = {row.number: [theme.title for theme in row.themes.all()] for row in objectives}
    actions = Action.objects.filter(plan=plan).values_list("code", flat=True)
    ministers = [each["minister"] for each in item["ministers"]] if item else []
    organisations = [each["organisation"] for each in item["promoters"]] + [lead_of(item)] if item else []
    return Known(
        themes=themes,
        ministers={*Minister.objects.in_force(on).values_list("key", flat=True), *ministers},
        organisations={*Organisation.objects.in_force(on).values_list("key", flat=True), *organisations},
        codes={*actions, *(str(number) for number in themes)},
    )

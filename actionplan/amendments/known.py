"""What an action of a plan may refer to on a day."""

from __future__ import annotations

import datetime

from actionplan.organisations.models import Minister, Organisation
from actions.models import Action
from objectives.models import Objective, Plan

from .faults import Known
from .items import lead_of
from .shape import Item


def known_in(plan: Plan, on: datetime.date, *items: Item | None) -> Known:
    """Its objectives and themes, the actions that it has or ever had, and the bodies of the portal that are there on the day.

    With them those that these actions have already.
    """
    objectives = Objective.objects.of_plan(plan).prefetch_related("themes")
    themes = {row.number: [theme.title for theme in row.themes.all()] for row in objectives}
    known = Known(
        themes=themes,
        ministers=set(Minister.objects.in_force(on).values_list("key", flat=True)),
        organisations=set(Organisation.objects.in_force(on).values_list("key", flat=True)),
        codes={str(number) for number in themes},
    )
    known.codes.update(Action.objects.filter(plan=plan).values_list("code", flat=True))
    for item in filter(None, items):
        known.ministers.update(each["minister"] for each in item["ministers"])
        known.organisations.update(each["organisation"] for each in item["promoters"])
        if lead := lead_of(item):
            known.organisations.add(lead)
    return known

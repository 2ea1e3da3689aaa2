"""The parts of a picture about the plan as a whole, read from the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from actionplan.organisations.models import Minister, Organisation, PolicyArea
from actionplan.reporting.models import Round
from actions.models import Action
from objectives.models import Objective, Plan, Theme

from .bodies import (
    GoneAction,
    MinisterPicture,
    ObjectivePicture,
    OrganisationPicture,
    PlanPicture,
    PolicyAreaPicture,
    RoundPicture,
    ThemePicture,
)
from .by_name import columns, read_as
from .moment import Moment


def plan_picture(plan: Plan) -> PlanPicture:
    return PlanPicture(**{field.name: getattr(plan, field.name) for field in fields(PlanPicture)})


def objectives(plan: Plan) -> dict[int, ObjectivePicture]:
    themes: dict[int, dict[int, ThemePicture]] = defaultdict(dict)
    rows = Theme.objects.filter(objective__plan=plan).order_by("objective__number", "order")
    of_theme = columns("order", "title", "title_nl")
    for number, theme in read_as(ThemePicture, rows, of_theme, "objective__number"):
        themes[number][theme.order] = theme
    facts = columns("number", "title", "title_nl", "summary", "summary_nl")
    rows_read = read_as(ObjectivePicture, Objective.objects.of_plan(plan), facts)
    return {
        objective.number: replace(objective, themes=themes[objective.number]) for (objective,) in rows_read
    }


def ministers() -> dict[str, MinisterPicture]:
    names = ["pk", "key", "title", "title_nl", "holder", "order", "in_force_from", "in_force_until"]
    facts = columns(*names, succeeded_by="succeeded_by__key")
    rows = Minister.objects.order_by("order", "key")
    return {minister.key: minister for (minister,) in read_as(MinisterPicture, rows, facts)}


def policy_areas() -> dict[str, PolicyAreaPicture]:
    names = ["pk", "code", "name", "name_nl", "order", "in_force_from", "in_force_until"]
    rows = PolicyArea.objects.order_by("order", "code")
    return {area.code: area for (area,) in read_as(PolicyAreaPicture, rows, columns(*names))}


def organisations() -> dict[str, OrganisationPicture]:
    names = ["pk", "key", "name", "name_nl", "abbreviation", "order", "in_force_from", "in_force_until"]
    facts = columns(*names, succeeded_by="succeeded_by__key")
    rows = Organisation.objects.order_by("order", "key")
    return {organisation.key: organisation for (organisation,) in read_as(OrganisationPicture, rows, facts)}


def rounds(plan: Plan) -> list[RoundPicture]:
    rows = Round.objects.of_plan(plan).filter(opened_at__isnull=False)
    names = ["code", "name", "name_nl", "about", "due", "opened_at", "closed_at"]
    return [round for (round,) in read_as(RoundPicture, rows, columns(*names))]


def rounds_at(rounds: Iterable[RoundPicture], moment: Moment) -> tuple[RoundPicture, ...]:
    """The rounds that had been opened by the moment; a later closing is left out."""
    if moment.is_now:
        return tuple(rounds)
    at = moment.known_at
    return tuple(
        round if (round.closed_at or at) <= at else replace(round, closed_at=None)
        for round in rounds
        if round.opened_at <= at
    )


def gone(plan: Plan) -> dict[str, GoneAction]:
    rows = Action.objects.filter(plan=plan, in_force_until__isnull=False).in_plan_order()
    names = ["code", "in_force_until", "merged_into__code"]
    return {code: GoneAction(since, into) for code, since, into in rows.values_list(*names)}


def areas_of(
    lead: str | None, bodies: Collection[str], organisations: Mapping[str, OrganisationPicture]
) -> dict[str, Any]:
    """The one policy area that an action counts under, and those of all its bodies."""
    areas = {key: organisations[key].policy_area for key in bodies}
    return {
        "policy_area": areas.get(lead or ""),
        "areas": tuple(sorted({area for area in areas.values() if area})),
    }

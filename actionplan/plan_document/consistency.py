"""Checks of a well-formed document: references exist, days are in order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actionplan.planned.action_faults import (
    KnownReferences,
    duplicates,
    faults_of_action,
    out_of_order,
    unknown,
    within,
    without_words,
)
from actionplan.planned.document import (
    DescribedMinister,
    DescribedObjective,
    DescribedOrganisation,
    DescribedPlan,
    PlanDocument,
    PlannedAction,
)
from actionplan.planned.faults import Fault, step_to
from actions.codes import order_of
from objectives.models import Plan

BODY_LISTS = ["ministers", "policy_areas", "organisations"]
MOST_BODIES = 500
"""Of each kind, since the name of each new body is compared with those of all known ones."""


def faults_of_consistency(document: PlanDocument) -> Iterator[Fault]:
    """What is wrong with a well-formed document; if it has too many bodies, only that."""
    if too_many := [member for member in BODY_LISTS if len(getattr(document, member)) > MOST_BODIES]:
        words = _("this list is longer than %(most)s.") % {"most": MOST_BODIES}
        yield from (Fault((member,), words) for member in too_many)
        return
    yield from _faults_of_plan(document.plan)
    yield from _without_words(document)
    for member in [*BODY_LISTS, "objectives", "actions"]:
        yield from duplicates(member, getattr(document, member))
    yield from _faults_of_order(document.actions)
    yield from _faults_of_bodies(document)
    for objective in document.objectives:
        yield from within(_faults_of_objective(objective), "objectives", objective, 1)
    known = _known(document)
    for action in document.actions:
        yield from faults_of_action(action, known)


def _known(document: PlanDocument) -> KnownReferences:
    themes = {objective.number: list(objective.themes) for objective in document.objectives}
    return KnownReferences(
        themes=themes,
        ministers={minister.key for minister in document.ministers},
        organisations={organisation.key for organisation in document.organisations},
        codes={action.code for action in document.actions} | {str(number) for number in themes},
    )


def _faults_of_plan(plan: DescribedPlan) -> Iterator[Fault]:
    try:
        Plan._meta.get_field("code").clean(plan.code, None)
    except ValidationError as error:
        yield Fault(("plan", "code"), *error.messages)
    if not plan.start or not plan.end:
        yield Fault(("plan",), _("a plan has a first and a last day."))
    yield from (fault.within("plan") for fault in out_of_order(plan.start, plan.end))


def _faults_of_order(actions: Collection[PlannedAction]) -> Iterator[Fault]:
    """Codes that would get the same order, such as 1.100001 and 2.1; duplicates are reported elsewhere."""
    seen: dict[int, str] = {}
    for action in actions:
        other = seen.setdefault(order_of(action.code), action.code)
        if other != action.code:
            words = _("it would stand where action %(code)s stands: one of the numbers is too high.")
            yield Fault((step_to("actions", action, 1),), words % {"code": other})


def _faults_of_bodies(document: PlanDocument) -> Iterator[Fault]:
    areas = {area.code for area in document.policy_areas}
    for organisation in document.organisations:
        faults = unknown(organisation.policy_area, areas, "policy_area")
        yield from within(faults, "organisations", organisation, 1)
    yield from _faults_of_kind("ministers", document.ministers)
    yield from _faults_of_kind("organisations", document.organisations)


def _faults_of_kind(
    member: str, bodies: Collection[DescribedMinister | DescribedOrganisation]
) -> Iterator[Fault]:
    successors = {body.key: body.succeeded_by for body in bodies}
    for body in bodies:
        for faults in [
            out_of_order(body.in_force_from, body.in_force_until, same_day=False, name="in_force_until"),
            unknown(body.succeeded_by, successors.keys(), "succeeded_by"),
        ]:
            yield from within(faults, member, body, 1)
        seen: set[str] = set()
        key: str | None = body.key
        while key and key not in seen:
            seen.add(key)
            key = successors.get(key)
        if key == body.key:
            yield Fault((step_to(member, body, 1),), _("in the end it would succeed itself."))


def _without_words(document: PlanDocument) -> Iterator[Fault]:
    yield from (fault.within("plan") for fault in without_words(document.plan, "title"))
    named: list[tuple[str, Collection[Any], str]] = [
        ("ministers", document.ministers, "title"),
        ("policy_areas", document.policy_areas, "name"),
        ("organisations", document.organisations, "name"),
        ("objectives", document.objectives, "title"),
    ]
    for member, items, name in named:
        for item in items:
            yield from within(without_words(item, name), member, item, 1)


def _faults_of_objective(objective: DescribedObjective) -> Iterator[Fault]:
    themes = objective.themes
    if len(set(themes)) < len(themes):
        yield Fault((), _("a theme stands here twice."))
    if objective.themes_nl and len(objective.themes_nl) != len(themes):
        yield Fault((), _("each theme needs its Dutch twin, in the same order."))

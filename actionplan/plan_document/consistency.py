"""Whether a document of the right shape says what can be true: references that lead somewhere, days in order."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actionplan.planned.action_faults import (
    Known,
    at_item,
    disordered_days,
    faults_of_action,
    nameless,
    twice,
    unknown,
)
from actionplan.planned.json_form import Fault, Item
from actionplan.planned.places import item_place
from actions.codes import order_of
from objectives.models import Plan

BODIES = ["ministers", "policy_areas", "organisations"]
MOST_BODIES = 500
"""Of each kind: the name of each new one is compared with all that are known."""


def faults_of_consistency(document: Item) -> Iterator[Fault]:
    """What cannot be true in a document whose shape is right; of one with too many bodies only that."""
    if too_many := [member for member in BODIES if len(document[member]) > MOST_BODIES]:
        words = _("this list is longer than %(most)s.") % {"most": MOST_BODIES}
        yield from (Fault(member, words) for member in too_many)
        return
    yield from _faults_of_plan(document["plan"])
    yield from _nameless(document)
    for member in [*BODIES, "objectives", "actions"]:
        yield from twice(member, document[member])
    yield from _faults_of_order(document["actions"])
    yield from _faults_of_bodies(document)
    for item in document["objectives"]:
        yield from at_item(_faults_of_objective(item), "objectives", item, 1)
    known = _known(document)
    for item in document["actions"]:
        yield from faults_of_action(item, known)


def _known(document: Item) -> Known:
    themes = {item["number"]: item["themes"] for item in document["objectives"]}
    return Known(
        themes=themes,
        ministers={item["key"] for item in document["ministers"]},
        organisations={item["key"] for item in document["organisations"]},
        codes={item["code"] for item in document["actions"]} | {str(number) for number in themes},
    )


def _faults_of_plan(plan: Item) -> Iterator[Fault]:
    try:
        Plan._meta.get_field("code").clean(plan["code"], None)
    except ValidationError as error:
        yield Fault("plan, code", *error.messages)
    if not plan["start"] or not plan["end"]:
        yield Fault("plan", _("a plan has a first and a last day."))
    yield from (fault.within("plan") for fault in disordered_days(plan, "start", "end"))


def _faults_of_order(actions: list[Item]) -> Iterator[Fault]:
    """Codes that would stand in one place, such as 1.100001 and 2.1; of a code that stands here twice all is said."""
    seen: dict[int, str] = {}
    for item in actions:
        other = seen.setdefault(order_of(item["code"]), item["code"])
        if other != item["code"]:
            yield Fault(
                item_place("", "actions", item, 1),
                _("it would stand where action %(code)s stands: one of the numbers is too high.")
                % {"code": other},
            )


def _faults_of_bodies(document: Item) -> Iterator[Fault]:
    areas = {item["code"] for item in document["policy_areas"]}
    for member in ["ministers", "organisations"]:
        known = {item["key"] for item in document[member]}
        for item in document[member]:
            for faults in [
                disordered_days(item, "from", "until", same_day=False),
                unknown(item.get("succeeded_by"), known, "succeeded_by"),
                unknown(item.get("policy_area"), areas, "policy_area"),
            ]:
                yield from at_item(faults, member, item, 1)
        yield from _faults_of_successors(member, document[member])


def _faults_of_successors(member: str, items: list[Item]) -> Iterator[Fault]:
    """Who is succeeded, at the end of a row of successors, by itself."""
    successors = {item["key"]: item.get("succeeded_by") for item in items}
    for item in items:
        seen, key = set(), item["key"]
        while key and key not in seen:
            seen.add(key)
            key = successors.get(key)
        if key == item["key"]:
            yield Fault(item_place("", member, item, 1), _("in the end it would succeed itself."))


def _nameless(document: Item) -> Iterator[Fault]:
    yield from (fault.within("plan") for fault in nameless(document["plan"], "title"))
    named = {"ministers": "title", "policy_areas": "name", "organisations": "name", "objectives": "title"}
    for member, name in named.items():
        for item in document[member]:
            yield from at_item(nameless(item, name), member, item, 1)


def _faults_of_objective(item: Item) -> Iterator[Fault]:
    themes = item["themes"]
    if len(set(themes)) < len(themes):
        yield Fault("", _("a theme stands here twice."))
    if item.get("themes_nl") and len(item["themes_nl"]) != len(themes):
        yield Fault("", _("each theme needs its Dutch twin, in the same order."))

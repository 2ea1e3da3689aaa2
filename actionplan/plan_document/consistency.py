"""Whether a document of the right shape says what can be true: references that lead somewhere, days in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actions.codes import order_of
from objectives.models import Plan

from .places import identity_of, inside, item_place, noun_of
from .shape import Fault

Item = dict[str, Any]


def faults_of_consistency(document: Item) -> Iterator[Fault]:
    """What cannot be true in a document whose shape is right."""
    yield from _faults_of_plan(document["plan"])
    yield from _nameless(document)
    for member in ["ministers", "policy_areas", "organisations", "objectives", "actions"]:
        yield from _twice("", member, document[member])
    yield from _faults_of_order(document["actions"])
    yield from _faults_of_bodies(document)
    for item in document["objectives"]:
        yield from _faults_of_objective(item)
    for item in document["actions"]:
        place = item_place("", "actions", item, 1)
        yield from _faults_of_action(item, document, place)
        yield from _faults_of_timing(item["timing"]["phases"], place)
        yield from _faults_of_budget(item, place)
        yield from _faults_of_milestones(item["milestones"], place)


def _faults_of_plan(plan: Item) -> Iterator[Fault]:
    try:
        Plan._meta.get_field("code").clean(plan["code"], None)
    except ValidationError as error:
        yield Fault("plan, code", *error.messages)
    if not plan["start"] or not plan["end"]:
        yield Fault("plan", _("a plan has a first and a last day."))
    yield from _days(plan, "plan", "start", "end")


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
            place = item_place("", member, item, 1)
            yield from _days(item, place, "from", "until", same_day=False)
            yield from _unknown(item.get("succeeded_by"), known, inside(place, "succeeded_by"))
            yield from _unknown(item.get("policy_area"), areas, inside(place, "policy_area"))
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
    named = {"ministers": "title", "policy_areas": "name", "organisations": "name", "objectives": "title"}
    rows = [("plan", document["plan"], "title")]
    for member, name in {**named, "actions": "title"}.items():
        rows += [(item_place("", member, item, 1), item, name) for item in document[member]]
    for action in document["actions"]:
        inner = item_place("", "actions", action, 1)
        rows += [(item_place(inner, "milestones", one, 1), one, "title") for one in action["milestones"]]
    for place, item, name in rows:
        if not item[name].strip():
            yield Fault(inside(place, name), _("this is empty."))


def _faults_of_objective(item: Item) -> Iterator[Fault]:
    place = item_place("", "objectives", item, 1)
    themes = item["themes"]
    if len(set(themes)) < len(themes):
        yield Fault(place, _("a theme stands here twice."))
    if item.get("themes_nl") and len(item["themes_nl"]) != len(themes):
        yield Fault(place, _("each theme needs its Dutch twin, in the same order."))


def _faults_of_action(item: Item, document: Item, place: str) -> Iterator[Fault]:
    themes = {objective["number"]: objective["themes"] for objective in document["objectives"]}
    ministers = {each["key"] for each in document["ministers"]}
    organisations = {each["key"] for each in document["organisations"]}
    yield from _unknown(item["objective"], themes, inside(place, "objective"))
    if item["code"].split(".")[0] != str(item["objective"]):
        yield Fault(
            place,
            _("it stands under objective %(number)s, and its code says another.")
            % {"number": item["objective"]},
        )
    yield from _unknown(item["theme"], themes.get(item["objective"], []), inside(place, "theme"))
    yield from _unknown(item.get("lead"), organisations, inside(place, "lead"))
    for member, name, known in [
        ("ministers", "minister", ministers),
        ("promoters", "organisation", organisations),
    ]:
        yield from _twice(place, member, item[member])
        for each in item[member]:
            yield from _unknown(each[name], known, item_place(place, member, each, 1))
    codes = {each["code"] for each in document["actions"]} | {str(number) for number in themes}
    for position, code in enumerate(item["cross_references"], 1):
        yield from _unknown(code, codes, item_place(place, "cross_references", code, position))


def _faults_of_timing(phases: list[Item], place: str) -> Iterator[Fault]:
    for position, phase in enumerate(phases, 1):
        where = item_place(place, "phases", phase, position)
        yield from _days(phase, where, "start", "end")
        yield from _precise(phase, where, "start")
        yield from _precise(phase, where, "end")
        if phase["continuous"] and phase["end"]:
            yield Fault(where, _("a continuous phase has no end."))
        elif phase["continuous"] and phase["start"]:
            yield Fault(where, _("a continuous phase has no start."))


def _faults_of_budget(item: Item, place: str) -> Iterator[Fault]:
    for position, line in enumerate(item["budget"]["lines"], 1):
        where = item_place(place, "lines", line, position)
        yield from _days(line, where, "start", "end")
        if (line["kind"] == "amount") != bool(line["amount"]):
            yield Fault(where, _("a line of the kind “amount” has an amount, and no other has."))
        if line["per_year"] and not line["amount"]:
            yield Fault(where, _("only an amount can be per year."))
        if (line.get("phase") or 1) > len(item["timing"]["phases"]):
            yield Fault(where, _("the action has no phase %(place)s.") % {"place": line["phase"]})
        if not all(share["source"] for share in line["funding"]):
            yield Fault(where, _("each share of the funding names its source."))
        shares = [Decimal(share["percent"]) for share in line["funding"]]
        if any(share == 0 for share in shares) or sum(shares) > 100:
            yield Fault(
                where, _("each share of the funding is above 0 per cent, and together they are 100 at most.")
            )


def _faults_of_milestones(milestones: list[Item], place: str) -> Iterator[Fault]:
    yield from _twice(place, "milestones", milestones)
    for position, item in enumerate(milestones, 1):
        where = item_place(place, "milestones", item, position)
        yield from _precise(item, where, "due")
        if item["due"] and item.get("recurrence"):
            yield Fault(where, _("a milestone is due on a day, or comes again, not both."))
        low, high = item.get("target_from"), item.get("target_to")
        if low and high and Decimal(high) < Decimal(low):
            yield Fault(where, _("the target ends below its beginning."))


def _twice(place: str, member: str, items: list[Item]) -> Iterator[Fault]:
    seen = set()
    for position, item in enumerate(items, 1):
        identity = identity_of(item, position)
        if identity in seen:
            yield Fault(
                inside(place, f"{noun_of(member)} {identity}"), _("this stands in the document twice.")
            )
        seen.add(identity)


def _unknown(value: Any, known: Iterable[Any], place: str) -> Iterator[Fault]:
    if value is not None and value not in known:
        yield Fault(place, _("the document does not describe “%(value)s”.") % {"value": value})


def _days(item: Item, place: str, first: str, last: str, *, same_day: bool = True) -> Iterator[Fault]:
    start, end = item.get(first), item.get(last)
    if start and end and (end < start or (end == start and not same_day)):
        yield Fault(place, _("the end must not come before the start."))


def _precise(item: Item, place: str, date: str) -> Iterator[Fault]:
    if bool(item[date]) != bool(item[f"{date}_precision"]):
        yield Fault(inside(place, date), _("a date has a precision, and an absent date has none."))

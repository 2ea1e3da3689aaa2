"""Whether an action's item of the right shape says what can be true: references that lead somewhere, days in order; and
what an action of a plan may refer to on a day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.organisations.models import Minister, Organisation
from actions.models import Action
from objectives.models import Objective, Plan

from .items import lead_of
from .places import identity_of, inside, item_place, noun_of
from .shape import ACTION, Fault, Faulty, Item, faults_of_shape

NOT_DESCRIBED = gettext_lazy("the document does not describe “%(value)s”.")


@dataclass(frozen=True)
class Known:
    themes: dict[int, list[str]]
    """Titles by the number of the objective."""
    ministers: set[str]
    organisations: set[str]
    codes: set[str]
    """Of actions and, as text, the numbers of objectives."""
    says: Any = NOT_DESCRIBED
    """Of anything else."""


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
        says=gettext_lazy("“%(value)s” is not known on that day."),
    )
    known.codes.update(Action.objects.filter(plan=plan).values_list("code", flat=True))
    for item in filter(None, items):
        known.ministers.update(each["minister"] for each in item["ministers"])
        known.organisations.update(each["organisation"] for each in item["promoters"])
        if lead := lead_of(item):
            known.organisations.add(lead)
    return known


def refuse_faulty(item: Item, known: Known) -> None:
    """Raises Faulty with all that is wrong with the item."""
    place = item_place("", "actions", item, 1)
    faults = list(faults_of_shape(item, ACTION, place))
    faults = faults or list(faults_of_action(item, known))
    if faults:
        raise Faulty(faults)


def faults_of_action(item: Item, known: Known) -> Iterator[Fault]:
    """What cannot be true in an action whose shape is right."""
    place = item_place("", "actions", item, 1)
    yield from nameless(item, inside(place, "title"), "title")
    for milestone in item["milestones"]:
        where = item_place(place, "milestones", milestone, 1)
        yield from nameless(milestone, inside(where, "title"), "title")
    yield from _faults_of_place_in_plan(item, known, place)
    for member, name, keys in [
        ("ministers", "minister", known.ministers),
        ("promoters", "organisation", known.organisations),
    ]:
        yield from twice(place, member, item[member])
        for each in item[member]:
            yield from unknown(each[name], keys, item_place(place, member, each, 1), known.says)
    for position, code in enumerate(item["cross_references"], 1):
        yield from unknown(
            code, known.codes, item_place(place, "cross_references", code, position), known.says
        )
    yield from _faults_of_timing(item["timing"]["phases"], place)
    yield from _faults_of_budget(item, place)
    yield from _faults_of_milestones(item["milestones"], place)


def _faults_of_place_in_plan(item: Item, known: Known, place: str) -> Iterator[Fault]:
    yield from unknown(item["objective"], known.themes, inside(place, "objective"), known.says)
    if item["code"].split(".")[0] != str(item["objective"]):
        yield Fault(
            place,
            _("it stands under objective %(number)s, and its code says another.")
            % {"number": item["objective"]},
        )
    yield from unknown(
        item["theme"], known.themes.get(item["objective"], []), inside(place, "theme"), known.says
    )
    yield from unknown(item.get("lead"), known.organisations, inside(place, "lead"), known.says)


def _faults_of_timing(phases: list[Item], place: str) -> Iterator[Fault]:
    for position, phase in enumerate(phases, 1):
        where = item_place(place, "phases", phase, position)
        yield from disordered_days(phase, where, "start", "end")
        yield from _precise(phase, where, "start")
        yield from _precise(phase, where, "end")
        if phase["continuous"] and phase["end"]:
            yield Fault(where, _("a continuous phase has no end."))
        elif phase["continuous"] and phase["start"]:
            yield Fault(where, _("a continuous phase has no start."))


def _faults_of_budget(item: Item, place: str) -> Iterator[Fault]:
    for position, line in enumerate(item["budget"]["lines"], 1):
        where = item_place(place, "lines", line, position)
        yield from disordered_days(line, where, "start", "end")
        if (line["kind"] == "amount") != bool(line["amount"]):
            yield Fault(where, _("a line of the kind “amount” has an amount, and no other has."))
        if line["per_year"] and not line["amount"]:
            yield Fault(where, _("only an amount can be per year."))
        if (line.get("phase") or 0) > len(item["timing"]["phases"]):
            yield Fault(where, _("the action has no phase %(place)s.") % {"place": line["phase"]})
        if not all(share["source"] for share in line["funding"]):
            yield Fault(where, _("each share of the funding names its source."))
        shares = [Decimal(share["percent"]) for share in line["funding"]]
        if any(share == 0 for share in shares) or sum(shares) > 100:
            yield Fault(
                where, _("each share of the funding is above 0 per cent, and together they are 100 at most.")
            )


def _faults_of_milestones(milestones: list[Item], place: str) -> Iterator[Fault]:
    yield from twice(place, "milestones", milestones)
    for position, item in enumerate(milestones, 1):
        where = item_place(place, "milestones", item, position)
        yield from _precise(item, where, "due")
        if item["due"] and item.get("recurrence"):
            yield Fault(where, _("a milestone is due on a day, or comes again, not both."))
        low, high = item.get("target_from"), item.get("target_to")
        if low and high and Decimal(high) < Decimal(low):
            yield Fault(where, _("the target ends below its beginning."))


def nameless(item: Item, place: str, name: str) -> Iterator[Fault]:
    if not item[name].strip():
        yield Fault(place, _("this is empty."))


def twice(place: str, member: str, items: list[Item]) -> Iterator[Fault]:
    seen = set()
    for position, item in enumerate(items, 1):
        identity = identity_of(item, position)
        if identity in seen:
            yield Fault(inside(place, f"{noun_of(member)} {identity}"), _("this stands here twice."))
        seen.add(identity)


def unknown(value: Any, known: Iterable[Any], place: str, says: Any = NOT_DESCRIBED) -> Iterator[Fault]:
    if value is not None and value not in known:
        yield Fault(place, says % {"value": value})


def disordered_days(
    item: Item, place: str, first: str, last: str, *, same_day: bool = True
) -> Iterator[Fault]:
    start, end = item.get(first), item.get(last)
    if start and end and (end < start or (end == start and not same_day)):
        yield Fault(place, _("the end must not come before the start."))


def _precise(item: Item, place: str, date: str) -> Iterator[Fault]:
    if bool(item[date]) != bool(item[f"{date}_precision"]):
        yield Fault(inside(place, date), _("a date has a precision, and an absent date has none."))

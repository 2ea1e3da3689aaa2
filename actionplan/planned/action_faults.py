"""Whether an action's item of the right shape says what can be true: references that lead somewhere, days in order; and
what an action of a plan may refer to on a day.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.vague import why_not_precise
from actionplan.organisations.models import Minister, Organisation
from actions.models import Action
from objectives.models import Objective, Plan

from .from_rows import lead_of
from .json_form import ACTION, Fault, Faulty, Item, faults_of_shape
from .places import identity_of, item_place, noun_of

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
    faults = list(at_item(faults_of_shape(item, ACTION), "actions", item, 1))
    faults = faults or list(faults_of_action(item, known))
    if faults:
        raise Faulty(faults)


def faults_of_action(item: Item, known: Known) -> Iterator[Fault]:
    """What cannot be true in an action whose shape is right."""
    yield from at_item(_faults_of_action(item, known), "actions", item, 1)


def _faults_of_action(item: Item, known: Known) -> Iterator[Fault]:
    yield from nameless(item, "title")
    for milestone in item["milestones"]:
        yield from at_item(nameless(milestone, "title"), "milestones", milestone, 1)
    yield from _faults_of_place_in_plan(item, known)
    for member, name, keys in [
        ("ministers", "minister", known.ministers),
        ("promoters", "organisation", known.organisations),
    ]:
        yield from twice(member, item[member])
        for each in item[member]:
            yield from at_item(unknown(each[name], keys, says=known.says), member, each, 1)
    for position, code in enumerate(item["cross_references"], 1):
        faults = unknown(code, known.codes, says=known.says)
        yield from at_item(faults, "cross_references", code, position)
    phases = item["timing"]["phases"]
    for position, phase in enumerate(phases, 1):
        yield from at_item(_faults_of_phase(phase), "phases", phase, position)
    for position, line in enumerate(item["budget"]["lines"], 1):
        yield from at_item(_faults_of_line(line, len(phases)), "lines", line, position)
    yield from twice("milestones", item["milestones"])
    for position, milestone in enumerate(item["milestones"], 1):
        yield from at_item(_faults_of_milestone(milestone), "milestones", milestone, position)


def _faults_of_place_in_plan(item: Item, known: Known) -> Iterator[Fault]:
    yield from unknown(item["objective"], known.themes, "objective", known.says)
    if item["code"].split(".")[0] != str(item["objective"]):
        yield Fault(
            "",
            _("it stands under objective %(number)s, and its code says another.")
            % {"number": item["objective"]},
        )
    yield from unknown(item["theme"], known.themes.get(item["objective"], []), "theme", known.says)
    yield from unknown(item.get("lead"), known.organisations, "lead", known.says)


def _faults_of_phase(phase: Item) -> Iterator[Fault]:
    yield from disordered_days(phase, "start", "end")
    yield from _precise(phase, "start")
    yield from _precise(phase, "end")
    if phase["continuous"] and phase["end"]:
        yield Fault("", _("a continuous phase has no end."))
    elif phase["continuous"] and phase["start"]:
        yield Fault("", _("a continuous phase has no start."))


def _faults_of_line(line: Item, phases: int) -> Iterator[Fault]:
    """Of an action with so many phases."""
    yield from disordered_days(line, "start", "end")
    if (line["kind"] == "amount") != bool(line["amount"]):
        yield Fault("", _("a line of the kind “amount” has an amount, and no other has."))
    if line["per_year"] and not line["amount"]:
        yield Fault("", _("only an amount can be per year."))
    if (line.get("phase") or 0) > phases:
        yield Fault("", _("the action has no phase %(place)s.") % {"place": line["phase"]})
    if not all(share["source"] for share in line["funding"]):
        yield Fault("", _("each share of the funding names its source."))
    shares = [Decimal(share["percent"]) for share in line["funding"]]
    if any(share == 0 for share in shares) or sum(shares) > 100:
        yield Fault(
            "", _("each share of the funding is above 0 per cent, and together they are 100 at most.")
        )


def _faults_of_milestone(item: Item) -> Iterator[Fault]:
    yield from _precise(item, "due")
    if item["due"] and item.get("recurrence"):
        yield Fault("", _("a milestone is due on a day, or comes again, not both."))
    low, high = item.get("target_from"), item.get("target_to")
    if low and high and Decimal(high) < Decimal(low):
        yield Fault("", _("the target ends below its beginning."))


def at_item(faults: Iterable[Fault], member: str, item: Any, position: int) -> Iterator[Fault]:
    """These faults of an item of the list, at its place."""
    for fault in faults:
        yield fault.within(item_place("", member, item, position))


def nameless(item: Item, name: str) -> Iterator[Fault]:
    if not item[name].strip():
        yield Fault(name, _("this is empty."))


def twice(member: str, items: list[Item]) -> Iterator[Fault]:
    seen = set()
    for position, item in enumerate(items, 1):
        identity = identity_of(item, position)
        if identity in seen:
            yield Fault(f"{noun_of(member)} {identity}", _("this stands here twice."))
        seen.add(identity)


def unknown(
    value: Any, known: Collection[Any], place: str = "", says: Any = NOT_DESCRIBED
) -> Iterator[Fault]:
    if value is not None and value not in known:
        yield Fault(place, says % {"value": value})


def disordered_days(item: Item, first: str, last: str, *, same_day: bool = True) -> Iterator[Fault]:
    start, end = item.get(first), item.get(last)
    if start and end and (end < start or (end == start and not same_day)):
        yield Fault("", _("the end must not come before the start."))


def _precise(item: Item, date: str) -> Iterator[Fault]:
    if bool(item[date]) != bool(item[f"{date}_precision"]):
        yield Fault(date, _("a date has a precision, and an absent date has none."))
    elif item[date]:
        day = datetime.date.fromisoformat(item[date])
        if words := why_not_precise(day, item[f"{date}_precision"], starts=date == "start"):
            yield Fault(date, words)

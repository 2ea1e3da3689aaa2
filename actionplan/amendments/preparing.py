"""What an amendment can make of an action: from an item as somebody gives it to one as it will stand, or to what is wrong with it."""

from __future__ import annotations

import datetime
import itertools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.refusals import Refused
from actionplan.planned.action_faults import Known, known_in, refuse_faulty
from actionplan.planned.from_rows import items_in_force, lead_of, plainest_action
from actionplan.planned.json_form import Item
from actions.codes import order_of
from actions.models import AmendedAction, Amendment, Milestone
from budgets.models import BudgetLine

from .rows_from_day import places_in_force

STAYS = ["objective", "theme", "limited", "cross_references"]
"""Members of an action that no amendment changes."""


@dataclass(frozen=True)
class PlanThen:
    """The plan on the day of an amendment, as far as it is read for the actions at hand; each by the action's code."""

    on: datetime.date
    items: Mapping[str, Item]
    line_places: Mapping[str, Sequence[int]]
    last_places: Mapping[str, int]
    """Of any budget line that the action ever had."""
    milestones: Mapping[str, Mapping[str, int]]
    """The orders of those that it ever had, by their keys."""
    ever: Collection[str]
    """The codes of all actions that the plan has or had."""
    known: Known


def plan_then(row: Amendment, codes: Collection[str]) -> PlanThen:
    """Some twenty queries, for any number of actions."""
    plan, on = row.plan, row.effective_from
    items = items_in_force(plan, on, codes)
    known = known_in(plan, on, *items.values())
    ever = frozenset(known.codes)
    known.codes.update(row.actions.values_list("code", flat=True), codes)
    lines = BudgetLine.objects.filter(action__plan=plan, action__code__in=codes).order_by()
    last_places = lines.values_list("action__code").annotate(last=Max("place"))
    milestones: dict[str, dict[str, int]] = defaultdict(dict)
    rows = Milestone.objects.filter(action__plan=plan, action__code__in=codes)
    for code, key, order in rows.values_list("action__code", "key", "order"):
        milestones[code][key] = order
    return PlanThen(on, items, places_in_force(plan, codes, on), dict(last_places), milestones, ever, known)


def amended_to(
    after: Item,
    then: PlanThen,
    row: Amendment,
    shown: AmendedAction | None,
    lines_from: Sequence[int | None] | None = None,
) -> AmendedAction:
    """What the amendment keeps, not saved yet. `shown` is what it said of the action so far, if anything.

    `lines_from` is that of `workflow.amend_action`. Raises Refused with a sentence for each fault, and where an amendment
    cannot make this of the action.
    """
    refuse_faulty(after, then.known)
    code = after["code"]
    before = then.items.get(code)
    if before is None and code in then.ever:
        raise Refused(in_or_out(code, then.on, is_in=False))
    after = plainest_action(after)
    if before is not None:
        after = _with_lead(after, before)
        _refuse_what_stays(after, before)
        _refuse_lines_of_two(shown, before)
    shown_places = shown.line_places if shown and shown.after else then.line_places.get(code, [])
    after, places = _with_places(after, shown_places, then, lines_from)
    return AmendedAction(
        amendment=row, code=code, order=order_of(code), before=before, after=after, line_places=places
    )


def amended_anew(one: AmendedAction, then: PlanThen, row: Amendment) -> AmendedAction:
    """The same of what is in force by now: what it leaves as it was before is as it is now. Not saved; raises as `amended_to`.

    Raises Refused where an action that it amends or ends is not in the plan on the day, or one that it adds is.
    """
    now = then.items.get(one.code)
    if one.is_new != (now is None):
        raise Refused(in_or_out(one.code, then.on, is_in=one.is_new))
    if one.after is not None:
        after, own_lines = one.after, True
        if one.before is not None and now is not None:
            after = plainest_action({**_taken_over(one.after, one.before, now), "lead": lead_of(now)})
            own_lines = one.after["budget"]["lines"] != one.before["budget"]["lines"]
        new = amended_to(after, then, row, one if own_lines else None)
        one.after, one.line_places = new.after, new.line_places
    one.before = now
    return one


def _taken_over(after: Item, before: Item, now: Item) -> Item:
    """`after`, with each member that is as `before` as it is `now`."""
    found: Item = {}
    for name in {**after, **now}:
        own, was, current = (item.get(name) for item in (after, before, now))
        if isinstance(own, dict) and isinstance(was, dict) and isinstance(current, dict):
            found[name] = _taken_over(own, was, current)
        else:
            found[name] = current if own == was else own
    return found


def in_or_out(code: str, on: datetime.date, *, is_in: bool) -> str:
    words = {"code": code, "day": formatting.day(on)}
    if is_in:
        return _("Action %(code)s is in the plan on %(day)s already.") % words
    return _("Action %(code)s is not in the plan on %(day)s, and its code is not given again.") % words


def _with_lead(after: Item, before: Item) -> Item:
    """Raises Refused where another lead is named, and where the lead would take part no more."""
    lead = lead_of(before)
    if after.get("lead", lead) != lead:
        raise Refused(_("An amendment does not change the lead of an action: the lead is handed over."))
    takes_part = [each["organisation"] for each in after["promoters"]]
    if lead in [each["organisation"] for each in before["promoters"]] and lead not in takes_part:
        raise Refused(_("The lead of the action keeps a part in it. Hand over the lead first."))
    return plainest_action({**after, "lead": lead})


def _refuse_what_stays(after: Item, before: Item) -> None:
    printed = [(item["timing"]["printed_as"], item["budget"]["printed_as"]) for item in (before, after)]
    if printed[0] != printed[1] or any(before.get(name) != after.get(name) for name in STAYS):
        raise Refused(
            _(
                "An amendment leaves the objective, the theme, the cross-references, the printed cells and what is limited as they are."
            )
        )


def _refuse_lines_of_two(shown: AmendedAction | None, now: Item) -> None:
    """Where this amendment and another both gave the action other budget lines, a place would mean two lines."""
    if shown is None or not shown.before or not shown.after:
        return
    before, own, others = (item["budget"]["lines"] for item in (shown.before, shown.after, now))
    if others != before and own != before:
        raise Refused(
            _(
                "The budget lines of action %(code)s were amended in the meantime too. Leave the action as it is in this amendment, then amend it again."
            )
            % {"code": now["code"]}
        )


def _with_places(
    after: Item,
    shown_places: Sequence[int],
    then: PlanThen,
    lines_from: Sequence[int | None] | None,
) -> tuple[Item, list[int]]:
    """The item in the order in which it will stand, and the places of its lines: what people reported stays at its line."""
    code, lines = after["code"], after["budget"]["lines"]
    if lines_from is None:
        lines_from = [place if place <= len(shown_places) else None for place in range(1, len(lines) + 1)]
    new_places = itertools.count(max([then.last_places.get(code, 0), *shown_places]) + 1)
    places = [shown_places[position - 1] if position else next(new_places) for position in lines_from]
    if len(set(places)) < len(places):
        raise ValueError("two budget lines go on from one")
    in_order = sorted(zip(places, lines, strict=True), key=lambda pair: pair[0])
    orders = then.milestones.get(code, {})
    last = max(orders.values(), default=0) + 1
    milestones = sorted(after["milestones"], key=lambda one: orders.get(one["key"], last))
    budget = {**after["budget"], "lines": [line for _place, line in in_order]}
    return {**after, "budget": budget, "milestones": milestones}, sorted(places)

"""What an amendment can make of an action: checks what somebody entered, and works out what will be in force."""

from __future__ import annotations

import datetime
import itertools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.refusals import Refused
from actionplan.planned.action_faults import KnownReferences, known_references, refuse_faulty
from actionplan.planned.comparing import members_of
from actionplan.planned.document import (
    PlannedAction,
    PlannedBudget,
    PlannedBudgetLine,
    PlannedTiming,
)
from actionplan.planned.faults import Fault, Faulty
from actionplan.planned.from_rows import actions_in_force, places_in_force
from actionplan.planned.json_form import as_json, read_kept
from actions.codes import order_of
from actions.models import AmendedAction, Amendment, Indicator, Milestone
from budgets.models import BudgetLine
from budgets.planned import Period
from objectives.models import Plan

from .planned_years import (
    LineBefore,
    as_somebody_stated,
    carried_before,
    lines_before,
    removed_with_money,
    spreads_in_force,
    what_stays,
    with_planned_years,
)

NEVER_AMENDED = ["objective", "theme", "limited", "cross_references", "timing_printed", "budget_printed"]
"""Members of an action that no amendment changes."""


@dataclass(frozen=True)
class PlanOnDay:
    """The plan on the day of an amendment, as far as these actions need it; mappings are by code of the action."""

    on: datetime.date
    period: Period
    """That of the plan."""
    actions: Mapping[str, PlannedAction]
    line_places: Mapping[str, Sequence[int]]
    last_places: Mapping[str, int]
    """The last place of any budget line that the action ever had."""
    milestones: Mapping[str, Mapping[str, int]]
    """The orders of all milestones that the action ever had, by key."""
    indicators: Mapping[str, Mapping[str, int]]
    """The same of its indicators."""
    ever: Collection[str]
    """The codes of all actions that the plan has or ever had."""
    known: KnownReferences
    before: Mapping[str, Mapping[int, LineBefore]]
    """The budget lines by place, with what is planned for their years."""


def plan_on_day(row: Amendment, codes: Collection[str]) -> PlanOnDay:
    """Some twenty-five queries, for any number of actions."""
    plan, on = row.plan, row.effective_from
    actions = actions_in_force(plan, on, codes)
    known = known_references(plan, on, *actions.values())
    ever = frozenset(known.codes)
    known.codes.update(row.actions.values_list("code", flat=True), codes)
    lines = BudgetLine.objects.filter(action__plan=plan, action__code__in=codes).order_by()
    last_places = lines.values_list("action__code").annotate(last=Max("place"))
    milestones, indicators = (_orders_of(model, plan, codes) for model in (Milestone, Indicator))
    places, spreads = places_in_force(plan, codes, on), spreads_in_force(plan, codes, on)
    whole = Period(plan.start, plan.end)
    before = {
        code: lines_before(action, places.get(code, []), whole, spreads.get(code, {}))
        for code, action in actions.items()
    }
    return PlanOnDay(
        on, whole, actions, places, dict(last_places), milestones, indicators, ever, known, before
    )


def _orders_of(model: Any, plan: Plan, codes: Collection[str]) -> dict[str, dict[str, int]]:
    orders: dict[str, dict[str, int]] = defaultdict(dict)
    rows = model.objects.filter(action__plan=plan, action__code__in=codes)
    for code, key, order in rows.values_list("action__code", "key", "order"):
        orders[code][key] = order
    return orders


def amended_to(
    after: PlannedAction,
    state: PlanOnDay,
    row: Amendment,
    shown: AmendedAction | None,
    lines_from: Sequence[int | None] | None = None,
    *,
    first_year: int | None = None,
    carried_over: Sequence[LineBefore] = (),
) -> AmendedAction:
    """The amended action, not saved. `shown` is what the amendment made of the action so far, if anything.

    `lines_from` and `first_year` are those of `preparing.amend_action`; `carried_over` are its last lines in the action that
    they come from. Lines of `after` state the amounts per year that a person stated; the others get theirs. Raises Refused
    with a sentence for each fault, and if an amendment cannot make this of the action.
    """
    _refuse_faulty_but_years(after, state)
    code, first = after.code, max(first_year or state.on.year, state.on.year)
    before = state.actions.get(code)
    if before is None and code in state.ever:
        raise Refused(in_or_out(code, state.on, is_in=False))
    if before is not None:
        after = _with_lead(after, before)
        _refuse_other_members(after, before)
        _refuse_conflicting_lines(shown, before)
    shown_places = shown.line_places if shown and shown.after else state.line_places.get(code, [])
    after, places = _with_places(after, shown_places, state, lines_from)
    lines = {
        **state.before.get(code, {}),
        **carried_before(shown, state.line_places.get(code, []), state.period),
    }
    lines |= dict(zip(places[len(places) - len(carried_over) :], carried_over, strict=True))
    _refuse_removed_money(state.before.get(code, {}), places, first)
    stated = [
        place for place, line in zip(places, after.lines, strict=True) if _states(line, lines.get(place))
    ]
    after = with_planned_years(after, [lines.get(place) for place in places], state.period, first)
    refuse_faulty(after, state.known)
    return AmendedAction(
        amendment=row,
        code=code,
        order=order_of(code),
        before=as_json(before),
        after=as_json(after),
        line_places=places,
        first_year=first if first > state.on.year else None,
        stated_places=stated,
    )


def _states(line: PlannedBudgetLine, was: LineBefore | None) -> bool:
    """Whether the amounts per year are those that somebody stated, or go along with the line from a merged action."""
    if was is None:
        return bool(line.years)
    return was.line is None or (bool(line.years) and line.years != was.line.years)


def _refuse_faulty_but_years(after: PlannedAction, state: PlanOnDay) -> None:
    """What somebody states of the years is whole only with the years before, so it is looked at with them."""
    refuse_faulty(after.with_lines(tuple(_without_years(after))), state.known)


def _refuse_removed_money(before: Mapping[int, LineBefore], places: Sequence[int], first: int) -> None:
    positions = {place: position for position, place in enumerate(before, 1)}
    words = [
        f"{_('Budget line %(place)s') % {'place': positions[place]}}: {what_stays(kept, first)}"
        for place, kept in removed_with_money(before, places, first)
    ]
    if words:
        raise Refused("\n".join(words))


def faults_of_amending(
    row: Amendment, after: PlannedAction, lines_from: Sequence[int | None], first_year: int | None
) -> list[Fault]:
    """What is wrong with what somebody makes of an action, each fault with its path."""
    so_far, state = row.actions.filter(code=after.code).first(), plan_on_day(row, [after.code])
    try:
        amended_to(after, state, row, so_far, lines_from, first_year=first_year)
    except Faulty as error:
        return error.faults
    except Refused:
        return []  # about the action as a whole: the operation says it
    return []


def rebased(amended: AmendedAction, state: PlanOnDay, row: Amendment) -> AmendedAction:
    """The same changes applied to what is in force by now. Not saved; raises what `amended_to` raises.

    Raises Refused if an action that it amends or ends is not in the plan on the day, or one that it adds is.
    """
    now = state.actions.get(amended.code)
    if amended.is_new != (now is None):
        raise Refused(in_or_out(amended.code, state.on, is_in=amended.is_new))
    before, after = read_kept(amended.before), read_kept(amended.after)
    if after is not None:
        own_lines, after = (
            before is None or _has_own_lines(amended, after, before),
            as_somebody_stated(amended, after, state.on.year),
        )
        if before is not None and now is not None:
            after = after if own_lines else after.with_lines(before.lines)
            lead = now.led_by if after.led_by == before.led_by else after.led_by
            after = replace(_on_what_is_in_force(after, before, now), lead=lead)
        first_year = amended.first_year
        new = amended_to(after, state, row, amended if own_lines else None, first_year=first_year)
        amended.after, amended.line_places = new.after, new.line_places
        amended.first_year, amended.stated_places = new.first_year, new.stated_places
    amended.before = as_json(now)
    return amended


def _on_what_is_in_force(after: Any, before: Any, now: Any) -> Any:
    """`after`, with the members that it did not change from `before` as they are `now`."""
    taken = {}
    for member in fields(after):
        own, was, current = (getattr(says, member.name) for says in (after, before, now))
        if isinstance(own, PlannedTiming | PlannedBudget):
            taken[member.name] = _on_what_is_in_force(own, was, current)
        else:
            taken[member.name] = current if own == was else own
    return replace(after, **taken)


def _has_own_lines(amended: AmendedAction, after: PlannedAction, before: PlannedAction) -> bool:
    """Whether the amendment says something else of the budget lines than what follows for their years."""
    return bool(amended.stated_places) or _without_years(after) != _without_years(before)


def _without_years(action: PlannedAction) -> list[PlannedBudgetLine]:
    return [replace(line, years=()) for line in action.lines]


def in_or_out(code: str, on: datetime.date, *, is_in: bool) -> str:
    words = {"code": code, "day": formatting.day(on)}
    if is_in:
        return _("Action %(code)s is in the plan on %(day)s already.") % words
    return _("Action %(code)s is not in the plan on %(day)s, and its code is not given again.") % words


def _with_lead(after: PlannedAction, before: PlannedAction) -> PlannedAction:
    """The action with the lead that it names, else with its own. Raises Refused if that one would no longer take part."""
    lead = after.lead or before.led_by
    parts_before, parts_after = ([part.organisation for part in says.promoters] for says in (before, after))
    if lead in parts_before and lead not in parts_after:
        raise Refused(
            _("The lead of the action keeps a part in it: choose another lead, or leave it its part.")
        )
    return after.with_lead(lead)


def _refuse_other_members(after: PlannedAction, before: PlannedAction) -> None:
    said_after, said_before = dict(members_of(after)), dict(members_of(before))
    if any(said_after[name] != said_before[name] for name in NEVER_AMENDED):
        raise Refused(
            _(
                "An amendment leaves the objective, the theme, the cross-references, the printed cells and what is limited as they are."
            )
        )


def _refuse_conflicting_lines(shown: AmendedAction | None, now: PlannedAction) -> None:
    """Refuse if this amendment and another both changed the budget lines of the action: a place would mean two lines."""
    before, own = (read_kept(shown.before), read_kept(shown.after)) if shown else (None, None)
    if before and own and now.lines != before.lines and own.lines != before.lines:
        raise Refused(
            _(
                "The budget lines of action %(code)s were amended in the meantime too. Leave the action as it is in this amendment, then amend it again."
            )
            % {"code": now.code}
        )


def _in_order(parts: Sequence[Any], orders: Mapping[str, int]) -> tuple[Any, ...]:
    """Milestones or indicators by their orders, the new ones last."""
    last = max(orders.values(), default=0) + 1
    return tuple(sorted(parts, key=lambda part: orders.get(part.key, last)))


def _with_places(
    after: PlannedAction,
    shown_places: Sequence[int],
    state: PlanOnDay,
    lines_from: Sequence[int | None] | None,
) -> tuple[PlannedAction, list[int]]:
    """The action in its final order, and the places of its lines, so that reports stay with their lines."""
    code, lines = after.code, after.lines
    if lines_from is None:
        lines_from = [place if place <= len(shown_places) else None for place in range(1, len(lines) + 1)]
    new_places = itertools.count(max([state.last_places.get(code, 0), *shown_places]) + 1)
    places = [shown_places[position - 1] if position else next(new_places) for position in lines_from]
    if len(set(places)) < len(places):
        raise ValueError("two budget lines go on from one")
    in_order = sorted(zip(places, lines, strict=True), key=lambda pair: pair[0])
    after = replace(
        after,
        milestones=_in_order(after.milestones, state.milestones.get(code, {})),
        indicators=_in_order(after.indicators, state.indicators.get(code, {})),
    )
    return after.with_lines(tuple(line for _place, line in in_order)), sorted(places)

"""The money of a dashboard of today or of a day, as it is read: each line with its action and what is planned, then what was spent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from django.db.models import F, Q, QuerySet

from actionplan.base.money import cents_of
from actionplan.base.prepared import prepared_plain
from actionplan.reporting.models import Expenditure, TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.spreads import any_in_force
from budgets.planned_rows import terms_in_force, with_days
from objectives.models import Plan

from .budget_actions import BudgetAction
from .budget_frozen import frozen_money
from .budget_lines import Line, LineKey, ended_line, with_shares
from .budget_money import BudgetMoney
from .budget_read import ACTION, COLUMNS, COUNTING, ReadLines
from .budget_sums import SPENT
from .scope import LivePart
from .shown import Shown


def budget_money(shown: Shown, year: int | None = None) -> BudgetMoney:
    """Of today, of a day or of a closed round."""
    if shown.frozen is not None:
        return frozen_money(shown, shown.frozen, year)
    return live_money(shown, year)


def live_money(shown: Shown, year: int | None) -> BudgetMoney:
    """Two queries, one more where a lead spread any line, and one where anything was spent on a line that is no longer in force, whatever the size."""
    plan, moment, part = shown.plan, shown.moment, shown.scope.live_part(shown.places)
    read = ReadLines(_live_rows(plan, moment, *part.keys, shape=part.shape), shown)
    actions: Mapping[int, BudgetAction] = read.actions
    ended: dict[int, Line] = {}
    spent = live_spent(plan, moment)
    if outside := {row[0] for row in spent} - read.keys():
        others = _ended_rows(plan, moment, *part.keys, shape=part.shape)
        found = sorted((row for row in others if row[-1] in outside), key=itemgetter(0, -2))
        ended = {line: ended_line(LineKey(key, place)) for _order, key, *_action, place, line in found}
        actions = read.actions_with(row[:-2] for row in found) if found else actions
        spent = [row for row in spent if row[0] in read or row[0] in ended]
    return BudgetMoney(actions, read.counted(), ended, spent, year)


@prepared_plain
def _live_rows(plan: Plan, moment: Moment, *keys: int, shape: tuple[Any, ...]) -> QuerySet:
    """`COLUMNS`: a row for each line in force and each who pays a share of it, in no order."""
    rows = with_days(terms_in_force(plan, moment.plan_day, None), moment.plan_day)
    if not LivePart.is_whole(shape):
        rows = rows.filter(line__action__in=_in_scope(plan, moment, keys, shape).values("pk"))
    counting = {name: F(f"on_day__{name}") for name in COUNTING}
    payer = F("funding__organisation")
    rows = with_shares(rows).annotate(payer=payer, cents=cents_of(F("amount")), **counting)
    rows = rows.annotate(are_spread=any_in_force(moment.plan_day))
    return rows.order_by().values_list(*COLUMNS)


def _in_scope(plan: Plan, moment: Moment, keys: Iterable[Any], shape: tuple[Any, ...]) -> QuerySet:
    actions = TrackedAction.objects.filter(plan=plan).in_force(moment.plan_day).counting_once(moment)
    return LivePart.narrowed(shape, actions, keys, moment).order_by()


@prepared_plain
def _ended_rows(plan: Plan, moment: Moment, *keys: int, shape: tuple[Any, ...]) -> QuerySet:
    """Every line of the actions in the scope: the action as above, the place of the line, its key."""
    actions = _in_scope(plan, moment, keys, shape)
    return actions.filter(budget_lines__isnull=False).values_list(
        "order", *ACTION, *COUNTING, "budget_lines__place", "budget_lines"
    )


@prepared_plain
def live_spent(plan: Plan, moment: Moment) -> QuerySet:
    """One query for `SpentRow`s, each of one organisation, of other plans too: adding them up here is faster than in the database."""
    is_known = Q(committed__isnull=False) | Q(paid__isnull=False) | Q(forecast__isnull=False)
    rows = Expenditure.objects.standing_at_least_in(plan, moment).filter(is_known).order_by()
    amounts = {f"{name}_cents": cents_of(F(name)) for name in SPENT}
    return rows.annotate(**amounts).values_list("line", "year", *amounts)

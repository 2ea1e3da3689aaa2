"""The money of a dashboard of today or of a day, as it is read: each line with its action and what is planned, then what was spent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from django.db.models import F, Q, QuerySet

from actionplan.base.money import cents_of
from actionplan.base.prepared import prepared_plain
from actionplan.reporting.models import Expenditure, TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.spreads import with_spreads
from budgets.planned import Period, PlannedLine, cents_by_year
from budgets.planned_rows import DAYS, period_among, terms_in_force, with_days
from budgets.states import BudgetKind
from objectives.models import Plan

from .budget_actions import actions_of
from .budget_frozen import frozen_money
from .budget_lines import NOT_PLANNED, PAID_BY, UNREAD, Line, LineKey, ended_line, shares_of, with_payers
from .budget_money import BudgetMoney
from .budget_sums import SPENT
from .scope import LivePart
from .shown import Shown


def budget_money(shown: Shown, year: int | None = None) -> BudgetMoney:
    """Of today, of a day or of a closed round."""
    if shown.frozen is not None:
        return frozen_money(shown, shown.frozen, year)
    return live_money(shown, year)


def live_money(shown: Shown, year: int | None) -> BudgetMoney:
    """Three queries, one more where anything was spent on a line that is no longer in force, whatever the size."""
    plan, moment, part = shown.plan, shown.moment, shown.scope.live_part(shown.places)
    rows = sorted(_live_rows(plan, moment, *part.keys, shape=part.shape), key=itemgetter(*PLACES))
    of_actions = {row[1]: row[:ACTION_ENDS] for row in rows}
    lines = _lines(rows, plan, moment)
    spent = live_spent(plan, moment)
    ended: dict[int, Line] = {}
    if any(row[0] not in lines for row in spent):
        others = _ended_rows(plan, moment, *part.keys, shape=part.shape)
        spent_on = {row[0] for row in spent} - lines.keys()
        found = sorted((row for row in others if row[-1] in spent_on), key=itemgetter(0, -2))
        ended = {line: ended_line(LineKey(key, place)) for _order, key, *_action, place, line in found}
        of_actions |= {row[1]: row[:ACTION_ENDS] for row in found}
    actions = {one.key: one for one in actions_of(shown, sorted(of_actions.values()))}
    spent = [row for row in spent if row[0] in lines or row[0] in ended]
    return BudgetMoney(actions, lines, ended, spent, year)


AMOUNT = str(BudgetKind.AMOUNT)
ACTION = ["order", "pk", "code", "objective"]
COUNTING = ["counting_area", "counting_minister", "lead_organisation"]
ACTION_ENDS = len(ACTION) + len(COUNTING)
COLUMNS = [
    *(f"line__action__{name}" for name in ACTION),
    *COUNTING,
    "line__place",
    "nth",
    "line",
    "kind",
    "cents",
    "per_year",
    *DAYS,
    *PAID_BY,
]
PLACES = [COLUMNS.index(name) for name in ["line__action__order", "line__place", "nth"]]
"""What puts rows in the plan's order, which is faster here than in the database."""
LINE, KIND, CENTS, SHARE = (COLUMNS.index(name) for name in ["line", "kind", "cents", "hundredths"])


def _lines(rows: Sequence[tuple[Any, ...]], plan: Plan, moment: Moment) -> dict[int, Line]:
    """Of a line that several pay, each row says the same but who pays."""
    of_plan, printed = Period(plan.start, plan.end), []
    for row in rows:
        if row[KIND] == AMOUNT:
            cents, per_year, *days = row[CENTS:SHARE]
            printed.append(PlannedLine(row[LINE], row[1], cents, per_year, period_among(days, of_plan)))
    planned = {
        line.line: (cents_by_year(line), line.is_derived)
        for line in with_spreads({line.line: line for line in printed}.values(), moment.plan_day)
    }
    shares = shares_of((row[LINE], row[PLACES[2]], row[SHARE:]) for row in rows if row[SHARE] is not None)
    found: dict[int, Line] = {}
    for row in rows:
        line = row[LINE]
        key, paid_by = LineKey(row[1], row[PLACES[1]]), shares.get(line, ())
        found[line] = Line(key, row[KIND], *UNREAD, *planned.get(line, NOT_PLANNED), paid_by, line)
    return found


@prepared_plain
def _live_rows(plan: Plan, moment: Moment, *keys: int, shape: tuple[Any, ...]) -> QuerySet:
    """A row for each line in force and each who pays a share of it; amounts in whole cents, shares in hundredths of a per cent."""
    rows = with_days(terms_in_force(plan, moment.plan_day, None), moment.plan_day)
    if not LivePart.is_whole(shape):
        rows = rows.filter(line__action__in=_in_scope(plan, moment, keys, shape).values("pk"))
    counting = {name: F(f"on_day__{name}") for name in COUNTING}
    rows = with_payers(rows).annotate(cents=cents_of(F("amount")), **counting)
    return rows.order_by().values_list(*COLUMNS)


def _in_scope(plan: Plan, moment: Moment, keys: Iterable[Any], shape: tuple[Any, ...]) -> QuerySet:
    actions = TrackedAction.objects.filter(plan=plan).in_force(moment.plan_day).counting_once(moment)
    return LivePart.narrowed(shape, actions, keys, moment).order_by()


@prepared_plain
def _ended_rows(plan: Plan, moment: Moment, *keys: int, shape: tuple[Any, ...]) -> QuerySet:
    """Every line of the actions in the scope: the action as above, the place of the line, its key."""
    actions = _in_scope(plan, moment, keys, shape)
    return actions.filter(budget_lines__isnull=False).values_list(
        *ACTION, *COUNTING, "budget_lines__place", "budget_lines"
    )


@prepared_plain
def live_spent(plan: Plan, moment: Moment) -> QuerySet:
    """One query for `SpentRow`s, each of one organisation, of other plans too: adding them up here is faster than in the database."""
    is_known = Q(committed__isnull=False) | Q(paid__isnull=False) | Q(forecast__isnull=False)
    rows = Expenditure.objects.standing_at_least_in(plan, moment).filter(is_known).order_by()
    amounts = {f"{name}_cents": cents_of(F(name)) for name in SPENT}
    return rows.annotate(**amounts).values_list("line", "year", *amounts)

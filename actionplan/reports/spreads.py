"""The lead's own spread of a budget line over the calendar years, in place of what is derived or the plan states.

It is given and given up as a whole: rows in force from that day on. Of several on one day only the last
counts, since no earlier one was in force for a whole day; the trail keeps them all.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.money import ZERO, cents
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.base.replacing import replace
from actionplan.picture import live, money
from actionplan.picture.moment import Moment
from actionplan.reporting.locking import lock, refuse_unless_in_force
from actionplan.reporting.models import Spread
from actionplan.reporting.states import SpreadBy
from actions.models import Action
from budgets.models import BudgetLine
from budgets.planned import Period, PlannedLine, days_by_year, planned_by_year, planned_total

YEARS_AROUND_PERIOD = 1
"""A bill may come a year early or late."""


def spread_shown(line: BudgetLine) -> int:
    """The version of the spread that a form was opened on: the key of the newest row in force, 0 for none."""
    rows = Spread.objects.open().filter(line=line).order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


def planned_line(line: BudgetLine, action: Action, on: datetime.date) -> PlannedLine | None:
    """The line as planned on the day, with its spread; None without an amount or outside the plan."""
    plan = action.plan
    [now] = live.read(plan, Moment.end_of_day(on), [action.pk]).actions
    line_picture = now.line(line.place)
    if line_picture is None or not action.is_in_force(on):
        return None
    runs, whole = Period(now.runs_from, now.runs_until), Period(plan.start, plan.end)
    return money.planned_line(line_picture, now.phases, runs, whole)


def years_to_spread_over(line: PlannedLine) -> list[int]:
    """The calendar years of the line's period and of what the plan states, and one more on either side."""
    years = sorted({*days_by_year(line.period), *(line.stated or {})})
    if not years:
        return []
    return list(range(years[0] - YEARS_AROUND_PERIOD, years[-1] + YEARS_AROUND_PERIOD + 1))


def wrong_sum_words(line: PlannedLine, amounts: Mapping[int, Decimal]) -> str:
    """How far the amounts are off the line's total; empty if they add up."""
    given, total = sum(amounts.values(), ZERO), planned_total(line)
    if given == total:
        return ""
    words = {
        "given": formatting.euro(given),
        "total": formatting.euro(total),
        "difference": formatting.euro(abs(total - given)),
    }
    if given < total:
        return (
            _(
                "The years add up to %(given)s, and the planned total of this line is %(total)s: %(difference)s is missing."
            )
            % words
        )
    return (
        _(
            "The years add up to %(given)s, and the planned total of this line is %(total)s: %(difference)s too much."
        )
        % words
    )


@operation()
def replace_spread(
    *,
    line: BudgetLine,
    amounts: Mapping[int, Decimal],
    opened_on: int | None,
    by: User,
    at: datetime.datetime,
) -> None:
    """Spread the line over these calendar years, in euro, from the day of `at` on.

    Only for a contact point of today's lead. `opened_on` is the form's `spread_shown`, None if there was no
    form. Raises ChangedMeanwhile if the spread was replaced since; Refused if the years do not add up to the
    line's planned total, lie far outside its period, or change nothing.
    """
    action, planned = _locked(line, opened_on, by, at)
    if planned is None:
        raise Refused(_("The plan gives this line no amount, so there is nothing to spread."))
    given = {year: cents(amounts[year]) for year in sorted(amounts)}
    _refuse(planned, given)
    before = _amounts_for_trail(planned)
    _replace(line, given, day_of(at))
    _record(
        Verb.SPREAD_REPLACED, line, action, before, _amounts_for_trail(planned._replace(spread=given)), by, at
    )


@operation()
def derive_spread_again(*, line: BudgetLine, opened_on: int | None, by: User, at: datetime.datetime) -> None:
    """Give up the lead's spread: the amounts of the plan, stated or derived, count from `at` on. Rights and errors as above."""
    action, planned = _locked(line, opened_on, by, at)
    if not Spread.objects.open().filter(line=line).exists():
        raise Refused(_("The amounts of this line are those of the plan already."))
    before = _amounts_for_trail(planned) if planned else {}
    _replace(line, {}, day_of(at))
    after = _amounts_for_trail(planned._replace(spread=None)) if planned else {}
    _record(Verb.SPREAD_DERIVED, line, action, before, after, by, at)


def _locked(
    line: BudgetLine, opened_on: int | None, by: User, at: datetime.datetime
) -> tuple[Action, PlannedLine | None]:
    """The line's action, locked, and the line as planned now."""
    action = lock(line.action_id)
    if not by.has_perm("reporting.spread_line", action):
        raise PermissionDenied
    refuse_unless_in_force(action, day_of(at))
    if opened_on is not None and spread_shown(line) != opened_on:
        raise ChangedMeanwhile(_spread_by(line))
    if Spread.objects.filter(line=line, in_force_from__gt=day_of(at)).exists():
        raise Refused(_("This line was spread over the years on a later day already."))
    return action, planned_line(line, action, day_of(at))


def _refuse(planned: PlannedLine, given: Mapping[int, Decimal]) -> None:
    known = years_to_spread_over(planned)
    if not known:
        raise Refused(_("This line has no day, so there is nothing to spread."))
    if set(given) - set(known):
        words = {"first": known[0], "last": known[-1]}
        raise Refused(_("This line may be spread over the years %(first)s to %(last)s.") % words)
    if any(amount < ZERO for amount in given.values()):
        raise Refused(_("An amount cannot be negative."))
    if sentence := wrong_sum_words(planned, given):
        raise Refused(sentence)
    if planned.is_spread and given == planned_by_year(planned):
        raise Refused(_("This is what stands there already: nothing would change."))


def _replace(line: BudgetLine, amounts: Mapping[int, Decimal], day: datetime.date) -> None:
    """Replaces all rows, so that each spread has new keys, by which a form recognises it."""
    ended = [(row, None) for row in Spread.objects.open().filter(line=line)]
    begun = [(None, {"line": line, "year": year, "amount": amount}) for year, amount in amounts.items()]
    replace(Spread, [*ended, *begun], day)


def _spread_by(line: BudgetLine) -> str:
    """Who changed the spread first, according to the trail."""
    about = Event.objects.about_action(line.action_id).filter(
        verb__in=[Verb.SPREAD_REPLACED, Verb.SPREAD_DERIVED]
    )
    event = next((event for event in about.newest_first() if event.names.get("place") == line.place), None)
    person = event.actor if event and event.actor else _("Somebody")
    return _("%(person)s changed the spread of this line in the meantime.") % {"person": person}


def _amounts_for_trail(line: PlannedLine) -> dict[str, Any]:
    """The amounts of the years for the trail, and who gave them."""
    years = {str(year): f"{amount:.2f}" for year, amount in planned_by_year(line).items()}
    return {"spread": str(_spread_by_whom(line)), **years}


def _spread_by_whom(line: PlannedLine) -> SpreadBy:
    if line.is_derived:
        return SpreadBy.DERIVED
    return SpreadBy.LEAD if line.is_spread else SpreadBy.PLAN


def _record(
    verb: Verb,
    line: BudgetLine,
    action: Action,
    before: dict[str, Any],
    after: dict[str, Any],
    by: User,
    at: datetime.datetime,
) -> None:
    lead = action.leads.in_force(day_of(at)).values_list("organisation", flat=True).first()
    record(
        verb,
        by=by,
        at=at,
        subject=action,
        plan=action.plan_id,
        action=action.pk,
        organisation=lead,
        before=before,
        after=after,
        place=line.place,
    )

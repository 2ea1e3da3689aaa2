"""Counts the amendments in force anew: calendar years before the year of effect keep what was planned for them.

What was left of an amount is spread by day over the rest of the period. Where less than nothing was left, or something and no
day, nobody was asked for the years: it counts in the year of effect. Lines of a merger keep their years, as they were carried
over with them.
"""

import calendar
import datetime
import uuid
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db import migrations

ZERO = Decimal("0.00")
COMMON_DENOMINATOR = 365 * 366


def count_anew(apps, schema_editor):
    action, terms = apps.get_model("actions", "Action"), apps.get_model("budgets", "BudgetTerms")
    amended = action.objects.filter(budget_lines__terms__in_force_from__isnull=False)
    amended |= action.objects.filter(phases__in_force_from__isnull=False)
    for row in amended.select_related("plan").distinct().order_by("pk"):
        for line in row.budget_lines.order_by("pk"):
            _Line(apps, row, line, list(terms.objects.filter(line=line).order_by("pk"))).count_anew()
    for revision in apps.get_model("audit", "Revision").objects.all():
        revision.value = uuid.uuid4()
        revision.save()


class _Line:
    def __init__(self, apps, action, line, terms):
        self.terms, self.phases = terms, list(action.phases.order_by("place"))
        self.plan = Period(action.plan.start, action.plan.end)
        self.spreads = list(line.spreads.all())
        self.funding = apps.get_model("budgets", "Funding")
        merged = apps.get_model("actions", "AmendedAction").objects
        self.mergers = set(merged.filter(merged_into=action.code).values_list("amendment", flat=True))

    def count_anew(self):
        days = {row.in_force_from for row in [*self.terms, *self.phases]} - {None}
        before = None
        for day in [None, *sorted(days)]:
            terms = next((row for row in self.terms if _in_force(row, day)), None)
            if terms is None or terms.amount is None:
                before = None
                continue
            planned = self._planned(terms, day)
            if day is not None and not (before is None and terms.begun_by_id in self.mergers):
                years = self._years(planned, before, day)
                if years is not None and years != planned.stated:
                    self._state(terms, day, years)
                planned = planned._replace(stated=years)
            before = planned

    def _planned(self, terms, day):
        periods = {
            row.place: Period(row.start, row.end) for row in self.phases if _in_force(row, day)
        }
        own, of_phase = Period(terms.start, terms.end), periods.get(terms.phase_place)
        period = period_of_line(own, of_phase, period_of_action(periods.values()), self.plan)
        stated = {each["year"]: Decimal(each["amount"]) for each in terms.years}
        return PlannedLine(in_cents(terms.amount), terms.per_year, period, None, stated or None)

    def _years(self, planned, before, day):
        """The amounts per year to be stated; None where they are as derived."""
        if before is not None and planned[:3] == before[:3]:
            return before.stated
        spread = {row.year: row.amount for row in self.spreads if _in_force(row, day)}
        were = planned_by_year(before._replace(spread=spread or None)) if before else {}
        kept = {year: amount for year, amount in were.items() if year < day.year}
        plain = planned._replace(stated=None)
        if {year: amount for year, amount in derived_by_year(plain).items() if year < day.year} == kept:
            return None
        years = planned_from_year_on(plain, kept, day.year)
        return years or kept | {day.year: planned_total(plain) - sum(kept.values())}

    def _state(self, terms, day, years):
        """State them in the terms from the day on, which begin anew where the amendment changed phases alone."""
        if terms.in_force_from != day:
            terms = self._begun_anew(terms, day)
        terms.years = [{"year": year, "amount": f"{amount:.2f}"} for year, amount in sorted(years.items())]
        terms.save()

    def _begun_anew(self, terms, day):
        phase = next(row for row in self.phases if row.in_force_from == day)
        values = {field.attname: getattr(terms, field.attname) for field in terms._meta.concrete_fields}
        begun = type(terms)(**values | {"id": None, "in_force_from": day, "begun_by_id": phase.begun_by_id})
        shares = list(self.funding.objects.filter(terms=terms).order_by("order"))
        terms.in_force_until, terms.ended_by_id = day, phase.begun_by_id
        terms.save()
        begun.save()
        for share in shares:
            share.pk, share.terms = None, begun
        self.funding.objects.bulk_create(shares)
        self.terms.append(begun)
        return begun


def _in_force(row, day):
    """On the day; None is as adopted."""
    since, until = row.in_force_from, row.in_force_until
    return since is None if day is None else (since is None or since <= day) and (until is None or until > day)


# How amounts per year are derived, as the portal did when this was written


class Period(NamedTuple):
    start: datetime.date | None
    end: datetime.date | None

    def within(self, plan):
        return Period(self.start or plan.start, self.end or plan.end)


class PlannedLine(NamedTuple):
    cents: int
    per_year: bool
    period: Period
    spread: Mapping[int, Decimal] | None = None
    stated: Mapping[int, Decimal] | None = None

    @property
    def is_spread(self):
        return self.spread is not None and sum(self.spread.values(), ZERO) == planned_total(self)


def cents(value):
    return Decimal(value).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def in_euro(hundredths):
    return Decimal(hundredths).scaleb(-2)


def in_cents(euro):
    return int(euro.scaleb(2))


def period_of_action(phases):
    rows = list(phases)
    starts = [phase.start for phase in rows if phase.start is not None]
    ends = [phase.end for phase in rows if phase.end is not None]
    closed = bool(rows) and len(ends) == len(rows)
    return Period(min(starts, default=None), max(ends) if closed else None)


def period_of_line(own, phase, action, plan):
    if own.start is not None or own.end is not None:
        return own.within(plan)
    return (phase or action).within(plan)


def days_by_year(period):
    start, end = period.start, period.end
    if start is None or end is None:
        raise ValueError("a closed period is needed")
    days = {}
    for year in range(start.year, end.year + 1):
        first = start if year == start.year else datetime.date(year, 1, 1)
        last = end if year == end.year else datetime.date(year, 12, 31)
        if last >= first:
            days[year] = (last - first).days + 1
    return days


def planned_by_year(line):
    years = line.spread if line.is_spread else line.stated
    if not years:
        return derived_by_year(line)
    return {year: cents(amount) for year, amount in sorted(years.items())}


def planned_from_year_on(line, before, first):
    kept = {year: cents(amount) for year, amount in sorted(before.items()) if year < first}
    new_year = datetime.date(first, 1, 1)
    period = line.period._replace(start=max(line.period.start or new_year, new_year))
    rest = line._replace(period=period, spread=None, stated=None)
    if not line.per_year:
        rest = rest._replace(cents=line.cents - in_cents(sum(kept.values(), ZERO)))
    asks_for_days = rest.cents and not (line.per_year and kept)
    if rest.cents < 0 or (asks_for_days and not days_by_year(period)):
        return None
    return kept | derived_by_year(rest)


def derived_by_year(line):
    days = days_by_year(line.period)
    all_days, left, years = sum(days.values()), _total_in_cents(line), {}
    for year, count in days.items():
        whole = _days_of(year) if line.per_year else all_days
        years[year] = left if year == max(days) else _half_up(line.cents * count, whole)
        left -= years[year]
    return {year: in_euro(hundredths) for year, hundredths in years.items()}


def planned_total(line):
    if line.stated:
        return cents(sum(line.stated.values(), ZERO))
    return in_euro(_total_in_cents(line))


def _total_in_cents(line):
    days = days_by_year(line.period)
    if not line.per_year:
        return line.cents if days else 0
    weight = sum(count * COMMON_DENOMINATOR // _days_of(year) for year, count in days.items())
    return _half_up(line.cents * weight, COMMON_DENOMINATOR)


def _half_up(part, whole):
    return (2 * part + whole) // (2 * whole)


def _days_of(year):
    return 366 if calendar.isleap(year) else 365


class Migration(migrations.Migration):
    dependencies = [
        ("amendments", "0001_version_1"),
        ("budgets", "0002_planned_years"),
        ("actions", "0004_first_budget_year"),
        ("reporting", "0004_salts_of_what_is_asked"),
        ("audit", "0003_seal_what_is_there"),
    ]

    operations = [migrations.RunPython(count_anew, migrations.RunPython.noop)]

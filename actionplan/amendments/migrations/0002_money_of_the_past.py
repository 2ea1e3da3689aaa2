"""Counts the amendments in force anew: calendar years before the year of effect keep what was planned for them.

What was left of an amount is spread by day over the rest of the period. Where less than nothing was left, or something and no
day, nobody was asked for the years: it counts in the year of effect. Lines of a merger keep their years, as they were carried
over with them.
"""

import uuid
from decimal import Decimal

from django.db import migrations

from actionplan.base.money import in_cents
from budgets.planned import (
    Period,
    PlannedLine,
    derived_by_year,
    period_of_action,
    period_of_line,
    planned_by_year,
    planned_from_year_on,
    planned_total,
)


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


class Migration(migrations.Migration):
    dependencies = [
        ("amendments", "0001_version_1"),
        ("budgets", "0002_planned_years"),
        ("actions", "0004_first_budget_year"),
        ("reporting", "0004_salts_of_what_is_asked"),
        ("audit", "0003_seal_what_is_there"),
    ]

    operations = [migrations.RunPython(count_anew, migrations.RunPython.noop)]

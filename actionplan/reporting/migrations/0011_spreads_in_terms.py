"""Keeps the open spreads of leads in the terms of their lines, from the same day; leads can no longer spread a line.

What the plan says of the line is not touched, so the hashes of its action stay; the trail keeps every spread there was.
"""

import itertools

from django.db import migrations


def keep_in_terms(apps, schema_editor):
    rows = apps.get_model("reporting", "Spread").objects.filter(in_force_until=None).order_by("line", "year")
    terms = apps.get_model("budgets", "BudgetTerms").objects
    for line, years in itertools.groupby(rows, key=lambda row: row.line_id):
        years = list(years)
        since = max(row.in_force_from for row in years)
        amounts = [{"year": row.year, "amount": f"{row.amount:.2f}"} for row in years]
        for of_line in terms.filter(line=line):
            if of_line.in_force_until is None or of_line.in_force_until > since:
                of_line.spread = {"from": since.isoformat(), "years": amounts}
                of_line.save(update_fields=["spread"])


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0010_one_question"),
        ("budgets", "0003_as_the_lead_spread_it"),
        ("amendments", "0002_money_of_the_past"),
    ]

    operations = [
        migrations.RunPython(keep_in_terms, migrations.RunPython.noop),
        migrations.DeleteModel(name="Spread"),
    ]

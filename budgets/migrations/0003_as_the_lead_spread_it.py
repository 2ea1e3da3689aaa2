from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("budgets", "0002_planned_years")]

    operations = [
        migrations.AddField(
            model_name="budgetterms",
            name="spread",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="From which day, and the amounts by calendar year, of before leads could no longer spread a line.",
                verbose_name="as the lead spread it",
            ),
        ),
    ]

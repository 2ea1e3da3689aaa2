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
                help_text="The lead’s own amounts by calendar year, and from which day, from when leads could still set them.",
                verbose_name="as the lead spread it",
            ),
        ),
    ]

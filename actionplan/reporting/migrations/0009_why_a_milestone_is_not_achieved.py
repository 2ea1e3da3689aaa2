"""A milestone that was not achieved by its date is not late: reports and answers are. Only the words change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0008_remark_with_a_return")]

    operations = [
        migrations.AlterField(
            model_name="reportedmilestone",
            name="expected_why",
            field=models.CharField(blank=True, max_length=300, verbose_name="why it is not achieved"),
        ),
    ]

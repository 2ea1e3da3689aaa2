"""Seals the events that were recorded before there were seals, in the order of their keys."""

from django.db import migrations

from actionplan.audit.sealing import seal_events


def seal_what_is_there(apps, schema_editor):
    event, seal = apps.get_model("audit", "Event"), apps.get_model("audit", "Seal")
    seal_events(event.objects.values_list("pk", flat=True), event, seal)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_trusted")]

    operations = [migrations.RunPython(seal_what_is_there, migrations.RunPython.noop)]

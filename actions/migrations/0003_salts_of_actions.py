from django.db import migrations, models

from actionplan.base.canonical import new_salt


def give_each_a_salt(apps, schema_editor):
    action = apps.get_model('actions', 'Action')
    rows = list(action.objects.only('pk'))
    for row in rows:
        row.salt = new_salt()
    action.objects.bulk_update(rows, ['salt'], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('actions', '0002_what_a_report_carries'),
    ]

    operations = [
        migrations.AddField(
            model_name='action',
            name='salt',
            field=models.CharField(blank=True, default='', editable=False, help_text='Goes into the hash of what the action says in the trail.', max_length=64, verbose_name='salt'),
        ),
        migrations.RunPython(give_each_a_salt, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='action',
            name='salt',
            field=models.CharField(blank=True, default=new_salt, editable=False, help_text='Goes into the hash of what the action says in the trail.', max_length=64, verbose_name='salt'),
        ),
    ]

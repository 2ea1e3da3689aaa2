from django.db import migrations, models

from actionplan.base.canonical import new_salt

SALT = {
    'blank': True,
    'editable': False,
    'help_text': 'Goes into the hash of its texts in the trail.',
    'max_length': 64,
    'verbose_name': 'salt',
}


class Migration(migrations.Migration):
    """Rows that are there stay without a salt: their texts are in no hash."""

    dependencies = [
        ('reporting', '0003_report_hashes'),
    ]

    operations = [
        operation
        for model in ['request', 'extension', 'ministeranswer']
        for operation in [
            migrations.AddField(model, 'salt', models.CharField(default='', **SALT)),
            migrations.AlterField(model, 'salt', models.CharField(default=new_salt, **SALT)),
        ]
    ]

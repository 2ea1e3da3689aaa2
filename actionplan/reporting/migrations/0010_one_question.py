"""Questions, and what was asked with verdicts, become one: the Platform's question.

What was asked keeps its readers, everybody, and the key by which closings know its text; a question keeps its readers, its
key and, where it has none, no day. Every row and answer gets a salt, so that the next act on it says what it says.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from actionplan.base.canonical import new_salt

SALT = {
    "blank": True,
    "editable": False,
    "help_text": "Goes into the hash of its texts in the trail.",
    "max_length": 64,
    "verbose_name": "salt",
}
SAME = ["action_id", "organisation_id", "minister_id", "text", "due", "asked_by_id", "asked_at", "redacted_at"]
OWNERS = [
    ("report", "report"),
    ("remark", "remark with a return"),
    ("note", "note to the Platform"),
    ("asked", "what is asked"),
    ("question", "question"),
    ("answer", "answer"),
    ("open_question", "question that everybody reads"),
    ("open_answer", "answer that everybody reads"),
    ("minister_answer", "minister’s answer"),
    ("evidence", "evidence"),
    ("open_evidence", "evidence opened to all"),
    ("request", "request"),
    ("extension", "extension"),
    ("platform_text", "text of the Platform"),
    ("recommendation", "recommendation"),
    ("person", "person’s name"),
]


def bring_both_over(apps, schema_editor):
    question, answer, asked = (
        apps.get_model("reporting", name) for name in ["Question", "Answer", "Asked"]
    )
    for model in (question, answer):
        for row in model.objects.iterator():
            row.salt = new_salt()
            row.save(update_fields=["salt"])
    for row in asked.objects.select_related("report").order_by("asked_at", "pk").iterator():
        question.objects.create(
            **{name: getattr(row, name) for name in SAME},
            round_id=row.report.round_id,
            report_id=row.report_id,
            for_everybody=True,
            settled_by_id=row.ended_by_id,
            settled_at=row.ended_at,
            settled_how=row.ended_how,
            former_key=row.pk,
            salt=new_salt(),
        )
    schema_editor.connection.check_constraints()  # PostgreSQL alters no table while a check of it waits


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_trusted"),
        ("reporting", "0009_why_a_milestone_is_not_achieved"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex("question", "question_of_organisation"),
        migrations.RemoveConstraint("question", "question_closed_by_and_at"),
        migrations.RenameField("question", "answer_by", "due"),
        migrations.RenameField("question", "closed_by", "settled_by"),
        migrations.RenameField("question", "closed_at", "settled_at"),
        migrations.AlterField(
            "question",
            "settled_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions_settled",
                to=settings.AUTH_USER_MODEL,
                verbose_name="settled by",
            ),
        ),
        migrations.AlterField(
            "question", "settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")
        ),
        migrations.AlterField(
            "question",
            "organisation",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="organisations.organisation",
                verbose_name="asked of the organisation",
            ),
        ),
        migrations.AlterField(
            "question",
            "report",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="reporting.progressreport",
                verbose_name="report that was accepted with it",
            ),
        ),
        migrations.AddField(
            "question",
            "minister",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="organisations.minister",
                verbose_name="asked of the minister",
            ),
        ),
        migrations.AddField(
            "question",
            "for_everybody",
            models.BooleanField(default=False, verbose_name="read by everybody"),
        ),
        migrations.AddField(
            "question",
            "settled_how",
            models.CharField(
                blank=True,
                choices=[
                    ("done", "done"),
                    ("no_longer_asked", "no longer asked"),
                    ("better_verdict", "with a better verdict"),
                ],
                max_length=15,
                verbose_name="how it was settled",
            ),
        ),
        migrations.AddField(
            "question",
            "former_key",
            models.BigIntegerField(
                blank=True,
                editable=False,
                help_text="Older closings and links know the question by it.",
                null=True,
                verbose_name="key from before questions were one",
            ),
        ),
        migrations.AddField("question", "salt", models.CharField(default="", **SALT)),
        migrations.AlterField("question", "salt", models.CharField(default=new_salt, **SALT)),
        migrations.AlterField(
            "answer",
            "organisation",
            models.ForeignKey(
                blank=True,
                help_text="Without an organisation or a minister: the Platform.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="organisations.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddField(
            "answer",
            "minister",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers_given",
                to="organisations.minister",
                verbose_name="minister",
            ),
        ),
        migrations.AddField("answer", "salt", models.CharField(default="", **SALT)),
        migrations.AlterField("answer", "salt", models.CharField(default=new_salt, **SALT)),
        migrations.RunPython(bring_both_over),
        migrations.DeleteModel("Asked"),
        migrations.AddIndex(
            "question",
            models.Index(fields=["organisation", "settled_at"], name="question_of_organisation"),
        ),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(
                name="question_settled_by_and_at",
                condition=Q(settled_by=None, settled_at=None)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(
                name="question_settled_how",
                condition=Q(settled_how="")
                | Q(
                    settled_at__isnull=False,
                    settled_how__in=["done", "no_longer_asked", "better_verdict"],
                    settled_at__gte=F("asked_at"),
                ),
            ),
        ),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(
                name="question_of_an_organisation_or_a_minister",
                condition=Q(organisation=None, minister__isnull=False)
                | Q(organisation__isnull=False, minister=None),
            ),
        ),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(
                name="question_for_everybody_has_a_day",
                condition=Q(for_everybody=False) | Q(due__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "question",
            models.UniqueConstraint(fields=["former_key"], name="question_former_key_once"),
        ),
        migrations.AddConstraint(
            "answer",
            models.CheckConstraint(
                name="answer_of_one_body", condition=Q(organisation=None) | Q(minister=None)
            ),
        ),
        migrations.RemoveConstraint("snapshottext", "snapshot_text_of_known"),
        migrations.AlterField(
            "snapshottext",
            "of",
            models.CharField(choices=OWNERS, max_length=15, verbose_name="text of"),
        ),
        migrations.AddConstraint(
            "snapshottext",
            models.CheckConstraint(name="snapshot_text_of_known", condition=Q(of__in=[owner for owner, _label in OWNERS])),
        ),
    ]

"""What must never be false stands in the database under a name: one walk over all our models."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.test.utils import isolate_apps

from actionplan.base.vague import precision_field

OURS = [
    "base",
    "audit",
    "organisations",
    "objectives",
    "accounts",
    "actions",
    "budgets",
    "reporting",
    "portal",
]
MODELS = [
    model for label in OURS for model in apps.get_app_config(label).get_models() if not model._meta.proxy
]
MADE_UP_BY_DJANGO = re.compile(r"_[0-9a-f]{6,8}(_idx|_uniq)?$")

# Pairs of columns that look like one of the kinds below and whose members may stand alone, with the reason.
FREE_PAIRS = {
    "actions.Amendment.prepared_by": "one prepared by a command has no person, and always a moment",
    "reporting.ProgressReport.saved_by": "a draft saved by a command has no person, and always a moment",
}

# Foreign keys that do not protect what they point at, with the reason.
UNPROTECTED = {
    "reporting.CorrectedFact.report": "part of a report's draft; once submitted, triggers guard both",
    "reporting.Evidence.report": "part of a report's draft; once submitted, triggers guard both",
    "reporting.Expenditure.report": "part of a report's draft; once submitted, triggers guard both",
    "reporting.ReportedMilestone.report": "part of a report's draft; once submitted, triggers guard both",
    "reporting.Measurement.report": "part of a report's draft; once submitted, triggers guard both",
}


def pairs(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """Columns that say something together: who and when, a date and its precision, a first and a last.

    Who and when that are never empty cannot be parted.
    """
    names = {field.name: field for field in model._meta.concrete_fields}
    partners = [
        (r"(.+)_by$", [r"\1_at"]),
        (r"(.+)_precision$", [r"\1"]),
        (r"(.*)from$", [r"\1until", r"\1to"]),
        (r"(.*)since$", [r"\1until"]),
        (r"(.*)start$", [r"\1end"]),
    ]
    for name in names:
        for pattern, forms in partners:
            if match := re.match(pattern, name):
                for form in forms:
                    partner = match.expand(form)
                    never_empty = partner in names and not names[name].null and not names[partner].null
                    if partner in names and not (never_empty and name.endswith("_by")):
                        yield name, partner


def columns_of(condition: Any) -> set[str]:
    """The columns that a condition speaks of."""
    if isinstance(condition, Q):
        return set().union(*(columns_of(child) for child in condition.children))
    if isinstance(condition, F):
        return {condition.name}
    if isinstance(condition, tuple):
        return {condition[0].split("__")[0]} | columns_of(condition[1])
    if hasattr(condition, "get_source_expressions"):
        return set().union(*(columns_of(part) for part in condition.get_source_expressions() if part))
    return set()


def faults(model: type[models.Model]) -> list[str]:
    """What is wrong with a model's constraints, in words; nothing when all is well."""
    meta = model._meta
    checks = [
        columns_of(constraint.condition)
        for constraint in meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    ]
    return [
        *[
            f"{meta.label}: {one} and {other} have no constraint"
            for one, other in pairs(model)
            if f"{meta.label}.{one}" not in FREE_PAIRS and not any({one, other} <= check for check in checks)
        ],
        *[
            f"{meta.label}: {part.name} is not a name"
            for part in [*meta.constraints, *meta.indexes]
            if MADE_UP_BY_DJANGO.search(part.name)
        ],
        *[
            f"{meta.label}: {constraint.name} works on one engine only"
            for constraint in meta.constraints
            if getattr(constraint, "deferrable", None) is not None
            or getattr(constraint, "nulls_distinct", None) is not None
        ],
        *[f"{meta.label}: unique_together has no name" for _unnamed in meta.unique_together],
        *[
            f"{meta.label}.{field.name} does not protect what it points at"
            for field in meta.concrete_fields
            if isinstance(field, models.ForeignKey)
            and field.remote_field.on_delete is not models.PROTECT
            and f"{meta.label}.{field.name}" not in UNPROTECTED
        ],
        *[f"{meta.label}.{field.name} hides a table" for field in meta.many_to_many],
    ]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_model_keeps_its_word_in_the_database(model: type[models.Model]) -> None:
    assert faults(model) == []


def test_the_walk_meets_every_kind_of_pair() -> None:
    found = {f"{model._meta.label}.{one}" for model in MODELS for one, _other in pairs(model)}
    assert {"organisations.Minister.in_force_from", "actions.Phase.end_precision"} <= found
    assert {"objectives.Plan.start", "actions.MilestoneTerms.target_from"} <= found


def test_names_of_constraints_and_indexes_are_used_once() -> None:
    names = [part.name for model in MODELS for part in [*model._meta.constraints, *model._meta.indexes]]
    assert len(names) == len(set(names))


def test_what_is_explained_is_still_there() -> None:
    columns = {
        f"{model._meta.label}.{field.name}" for model in MODELS for field in model._meta.concrete_fields
    }
    assert set(FREE_PAIRS) | set(UNPROTECTED) <= columns


@isolate_apps("tests")
def test_planted_faults_are_found() -> None:
    class Wrong(models.Model):  # noqa: DJ008
        approved_by = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
        approved_at = models.DateTimeField(null=True)
        due = models.DateField(null=True)
        due_precision = precision_field("precision")
        start = models.DateField()
        end = models.DateField()
        friends = models.ManyToManyField("accounts.User", related_name="+")

        class Meta:
            app_label = "tests"
            unique_together = [("due", "approved_at")]
            indexes = [models.Index(fields=["due"])]
            constraints = [
                models.CheckConstraint(name="half", condition=Q(start__isnull=False)),
                models.UniqueConstraint(name="odd", fields=["due"], nulls_distinct=False),
            ]

    found = " | ".join(faults(Wrong))
    for words in [
        "approved_by and approved_at have no constraint",
        "due_precision and due have no constraint",
        "start and end have no constraint",
        "is not a name",
        "odd works on one engine only",
        "unique_together has no name",
        "approved_by does not protect",
        "friends hides a table",
    ]:
        assert words in found, words


@isolate_apps("tests")
def test_a_pair_with_its_constraint_is_no_fault() -> None:
    class Right(models.Model):  # noqa: DJ008
        start = models.DateField()
        end = models.DateField()

        class Meta:
            app_label = "tests"
            constraints = [models.CheckConstraint(name="right_order", condition=Q(end__gte=F("start")))]

    assert faults(Right) == []

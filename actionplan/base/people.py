"""Who did something and when: the columns, and the constraint that both are filled or neither."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise


def person(
    label: str | Promise, related_name: str, *, required: bool = False, **options: Any
) -> models.ForeignKey:
    """A foreign key to a user. Users are deactivated, never deleted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=not required,
        blank=not required,
        related_name=related_name,
        verbose_name=label,  # type: ignore[arg-type]
        **options,
    )


def by_and_at(model: str, act: str) -> models.CheckConstraint:
    """That `<act>_by` and `<act>_at` are filled together or not at all; `model` is as constraints name it."""
    by, at = f"{act}_by", f"{act}_at"
    return models.CheckConstraint(
        name=f"{model}_{act}_by_and_at",
        condition=Q(**{by: None, at: None}) | Q(**{f"{by}__isnull": False, f"{at}__isnull": False}),
    )

"""Foreign keys to the people who acted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.functional import Promise


def person(label: str | Promise, related_name: str, *, required: bool = False) -> models.ForeignKey:
    """Who did something. Users are deactivated, never deleted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=not required,
        blank=not required,
        related_name=related_name,
        verbose_name=label,  # type: ignore[arg-type]
    )

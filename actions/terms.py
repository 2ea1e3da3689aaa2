"""The terms of an action: its title, summary and kind, which can be amended."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.days import days_in_order, one_open
from actionplan.base.folding import fold
from actionplan.base.formatting import Twin

from .amending import Amendable
from .querysets import ActionTermsQuerySet
from .states import Kind


class ActionTerms(Amendable):
    """The contents of an action. The summary is in our own words, one to three sentences."""

    action = models.ForeignKey(
        "actions.Action", models.PROTECT, related_name="terms", verbose_name=_("action")
    )
    title = models.CharField(_("title"), max_length=500)
    title_nl = models.CharField(_("title in Dutch"), max_length=500, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    summary_nl = models.TextField(_("summary in Dutch"), blank=True)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices, default=Kind.UNKNOWN)
    folded = models.TextField(_("folded words for search"), blank=True, editable=False)

    objects = ActionTermsQuerySet.as_manager()
    local_title = Twin("title")
    local_summary = Twin("summary")

    class Meta:
        verbose_name = _("terms of an action")
        verbose_name_plural = _("terms of actions")
        ordering = ["action", "pk"]
        constraints = [
            days_in_order("action_terms"),
            one_open("action_terms", "action"),
            models.UniqueConstraint(fields=["action", "in_force_from"], name="action_terms_once_from_a_day"),
            models.CheckConstraint(name="action_terms_kind_known", condition=Q(kind__in=Kind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.action.code} {self.local_title}"

    def natural_key(self) -> tuple[str, str, object]:
        return (*self.action.natural_key(), self.in_force_from)

    natural_key.dependencies = ["actions.action"]  # type: ignore[attr-defined]

    def folded_words(self) -> str:
        """The value for the search column."""
        return fold(self.action.code, self.title, self.title_nl, self.summary, self.summary_nl)

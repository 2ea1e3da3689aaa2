"""The Platform's texts in the report to the Government: introduction, conclusion, objectives."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.formatting import Twin
from actionplan.base.people import person
from actionplan.reporting.querysets import PlatformTextQuerySet
from actionplan.reporting.states import PlatformPart
from objectives.models import Objective

from .rounds import Round


def text_name_of(objective: Objective) -> str:
    """The name of the paragraph on an objective, unique in its round."""
    return f"objective_{objective.number}"


class PlatformText(models.Model):
    """A version of a text of a round. A new version is a new row; old ones are kept, unless removed by law.

    An empty version means that the text was taken out.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="platform_texts", verbose_name=_("round"))
    part = models.CharField(_("part of the report"), max_length=12, choices=PlatformPart.choices)
    objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="platform_texts",
        verbose_name=_("objective"),
    )
    version = models.PositiveSmallIntegerField(_("version"), help_text=_("Counted from 1."))
    text = models.TextField(_("text"), blank=True)
    text_nl = models.TextField(_("text in Dutch"), blank=True)
    written_by = person(_("written by"), "platform_texts", required=True)
    written_at = models.DateTimeField(_("written at"))
    redacted_at = models.DateTimeField(_("redacted at"), null=True, blank=True)

    objects = PlatformTextQuerySet.as_manager()
    local_text = Twin("text")

    class Meta:
        verbose_name = _("text of the Platform")
        verbose_name_plural = _("texts of the Platform")
        ordering = ["round", "part", "objective", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "part", "version"],
                condition=Q(objective__isnull=True),
                name="platform_text_version_once",
            ),
            models.UniqueConstraint(
                fields=["round", "objective", "version"],
                condition=Q(objective__isnull=False),
                name="platform_text_version_of_objective_once",
            ),
            models.CheckConstraint(
                name="platform_text_part_known", condition=Q(part__in=PlatformPart.values)
            ),
            models.CheckConstraint(
                name="platform_text_of_an_objective_or_of_none",
                condition=Q(part=PlatformPart.OBJECTIVE, objective__isnull=False)
                | (~Q(part=PlatformPart.OBJECTIVE) & Q(objective__isnull=True)),
            ),
            models.CheckConstraint(name="platform_text_version_from_one", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="platform_text_redacted_is_empty",
                condition=Q(redacted_at__isnull=True) | Q(text="", text_nl=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.objective) if self.objective_id else self.get_part_display()

    @property
    def name(self) -> str:
        """The name of the text in its round, the same for all versions: `introduction`, `objective_3`."""
        return text_name_of(self.objective) if self.objective else self.part

    @property
    def has_words(self) -> bool:
        return bool(self.text or self.text_nl)

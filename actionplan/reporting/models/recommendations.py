"""Recommendations of the Court of Audit, the Flemish Parliament or an evaluation, and what becomes of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.formatting import Twin
from actionplan.base.people import person
from actionplan.organisations.models import Organisation
from actionplan.reporting.querysets import RecommendationQuerySet
from actionplan.reporting.states import RecommendationSource, RecommendationState
from actions.models import Action
from objectives.models import Objective, Plan

RECOMMENDATION_TEXTS = ["text", "text_nl", "answer", "answer_nl", "why", "why_nl"]


class Recommendation(models.Model):
    """A version of a recommendation. Every change is a new row with who and when; old ones are kept, unless
    removed by law.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="recommendations", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Counted from 1 in its plan."))
    version = models.PositiveSmallIntegerField(_("version"), help_text=_("Counted from 1."))
    source = models.CharField(_("made by"), max_length=14, choices=RecommendationSource.choices)
    document = models.CharField(_("document"), max_length=200, help_text=_("Its title or number."))
    published_on = models.DateField(_("published on"))
    text = models.TextField(_("what is recommended"), blank=True)
    text_nl = models.TextField(_("what is recommended, in Dutch"), blank=True)
    answer = models.TextField(_("answer of the Government"), blank=True)
    answer_nl = models.TextField(_("answer of the Government, in Dutch"), blank=True)
    followed_up_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("followed up by"),
    )
    due = models.DateField(_("to be carried out by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=RecommendationState.choices)
    why = models.TextField(_("why"), blank=True)
    why_nl = models.TextField(_("why, in Dutch"), blank=True)
    written_by = person(_("written by"), "recommendations", required=True)
    written_at = models.DateTimeField(_("written at"))
    redacted_at = models.DateTimeField(_("redacted at"), null=True, blank=True)

    objects = RecommendationQuerySet.as_manager()
    local_text = Twin("text")

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["plan", "number", "version"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number", "version"], name="recommendation_version_once"),
            models.CheckConstraint(
                name="recommendation_counted_from_one", condition=Q(number__gte=1, version__gte=1)
            ),
            models.CheckConstraint(
                name="recommendation_source_known", condition=Q(source__in=RecommendationSource.values)
            ),
            models.CheckConstraint(
                name="recommendation_state_known", condition=Q(state__in=RecommendationState.values)
            ),
            models.CheckConstraint(
                name="recommendation_has_a_text",
                condition=Q(redacted_at__isnull=False) | ~Q(text="", text_nl=""),
            ),
            models.CheckConstraint(
                name="recommendation_not_followed_with_why",
                condition=Q(redacted_at__isnull=False)
                | ~Q(state=RecommendationState.NOT_FOLLOWED, why="", why_nl=""),
            ),
            models.CheckConstraint(
                name="recommendation_redacted_is_empty",
                condition=Q(redacted_at__isnull=True) | Q(**dict.fromkeys(RECOMMENDATION_TEXTS, "")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.get_source_display()}, {self.document})"

    @property
    def is_removed(self) -> bool:
        """Whether its texts were removed by law."""
        return self.redacted_at is not None

    @property
    def objectives(self) -> list[Objective]:
        return [subject.objective for subject in self.subjects.all() if subject.objective]

    @property
    def actions(self) -> list[Action]:
        return [subject.action for subject in self.subjects.all() if subject.action]


class RecommendationSubject(models.Model):
    """An objective or action that a version of a recommendation is about; without any it is about the plan as
    a whole. Objectives come first, each in the plan's order.
    """

    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="subjects", verbose_name=_("recommendation")
    )
    objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("objective"),
    )
    action = models.ForeignKey(
        Action,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("action"),
    )

    class Meta:
        verbose_name = _("subject of a recommendation")
        verbose_name_plural = _("subjects of recommendations")
        ordering = ["recommendation", "pk"]
        constraints = [
            models.CheckConstraint(
                name="recommendation_subject_objective_or_action",
                condition=Q(objective__isnull=False, action__isnull=True)
                | Q(objective__isnull=True, action__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["recommendation", "objective"],
                condition=Q(objective__isnull=False),
                name="recommendation_objective_once",
            ),
            models.UniqueConstraint(
                fields=["recommendation", "action"],
                condition=Q(action__isnull=False),
                name="recommendation_action_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.objective or self.action)

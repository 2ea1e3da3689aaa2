"""The actions of the plan: who carries them out, under which minister, when, and with which milestones."""

from __future__ import annotations

import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from actionplan.base.canonical import new_salt
from actionplan.base.days import days_in_order, one_open
from actionplan.base.formatting import Twin
from actionplan.organisations.models import Minister, Organisation
from objectives.models import Objective, Plan, Theme

from .amending import Amendable, AmendedAction, Amendment
from .indicators import Indicator, IndicatorTerms
from .querysets import (
    ActionQuerySet,
    CrossReferenceQuerySet,
    LeadQuerySet,
    MinisterInvolvementQuerySet,
    PromotionQuerySet,
)
from .schedule import Milestone, MilestoneTerms, Phase
from .states import MinisterRole, PromotionRole
from .terms import ActionTerms

__all__ = [
    "Action",
    "ActionTerms",
    "AmendedAction",
    "Amendment",
    "CrossReference",
    "Indicator",
    "IndicatorTerms",
    "Lead",
    "Milestone",
    "MilestoneTerms",
    "MinisterInvolvement",
    "Phase",
    "Promotion",
]

valid_code = RegexValidator(
    r"^[1-9][0-9]*\.[1-9][0-9]*\Z", _("Write the code as the plan does, such as 3.12.")
)


class Action(Amendable):
    """An action. It may be withdrawn (its days end) or merged into another, never deleted.

    The identity that reports refer to, with the printed cells. Its title, summary and kind are in its terms,
    which can be amended: those of a given day if read with `with_terms`, else the current ones.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="actions", verbose_name=_("plan"))
    objective = models.ForeignKey(
        Objective, models.PROTECT, related_name="actions", verbose_name=_("objective")
    )
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("theme")
    )
    code = models.CharField(_("code"), max_length=12, validators=[valid_code])
    order = models.PositiveIntegerField(_("order"), help_text=_("Follows from the code."))
    timing_printed = models.TextField(_("timing as printed"), blank=True)
    budget_printed = models.TextField(_("budget as printed"), blank=True)
    limited = models.BooleanField(
        _("limited"),
        default=False,
        help_text=_(
            "What is said about the action is read by its organisations, its ministers' offices, coordinators and auditors only."
        ),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("continues"),
        help_text=_("An action of a plan that began earlier."),
    )

    salt = models.CharField(
        _("salt"),
        max_length=64,
        blank=True,
        default=new_salt,
        editable=False,
        help_text=_("Goes into the hash of what the action says in the trail."),
    )

    objects = ActionQuerySet.as_manager()
    local_title = Twin("title")
    local_summary = Twin("summary")

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["plan", "order"]
        constraints = [
            days_in_order("action"),
            models.UniqueConstraint(fields=["plan", "code"], name="action_code_once"),
            models.UniqueConstraint(fields=["plan", "order"], name="action_order_once"),
            models.CheckConstraint(
                name="action_merged_is_ended",
                condition=Q(merged_into__isnull=True) | Q(in_force_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.local_title}"

    def natural_key(self) -> tuple[str, str]:
        return (self.plan.code, self.code)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "objectives.plan",
        "objectives.objective",
        "objectives.theme",
    ]

    @property
    def full_code(self) -> str:
        """With the code of its plan, such as `2020-2024 3.12`, as in the trail of a change of government."""
        return f"{self.plan.code} {self.code}"

    @cached_property
    def wording(self) -> ActionTerms:
        """The terms not ended, or else the latest; use `prefetch_related("terms")` for many actions."""
        rows = self.terms.all() if self.pk else []
        return max(rows, key=_latest_first_key, default=ActionTerms(action=self))

    @cached_property
    def title(self) -> str:
        return self.wording.title

    @cached_property
    def title_nl(self) -> str:
        return self.wording.title_nl

    @cached_property
    def summary(self) -> str:
        return self.wording.summary

    @cached_property
    def summary_nl(self) -> str:
        return self.wording.summary_nl

    @cached_property
    def kind(self) -> str:
        return self.wording.kind


def _latest_first_key(terms: ActionTerms) -> tuple[bool, datetime.date]:
    return terms.in_force_until is None, terms.in_force_from or datetime.date.min


class MinisterInvolvement(Amendable):
    action = models.ForeignKey(
        Action, models.PROTECT, related_name="minister_involvements", verbose_name=_("action")
    )
    minister = models.ForeignKey(
        Minister, models.PROTECT, related_name="involvements", verbose_name=_("minister")
    )
    role = models.CharField(_("role"), max_length=12, choices=MinisterRole.choices)
    inferred = models.BooleanField(_("inferred from the printed order"), default=False)
    order = models.PositiveSmallIntegerField(_("order"))
    printed_as = models.CharField(_("printed as"), max_length=300, blank=True)

    objects = MinisterInvolvementQuerySet.as_manager()

    class Meta:
        verbose_name = _("minister’s involvement")
        verbose_name_plural = _("ministers’ involvements")
        ordering = ["action", "order", "pk"]
        constraints = [
            days_in_order("minister_involvement"),
            one_open("minister_involvement", "action", "minister"),
            models.CheckConstraint(
                name="minister_involvement_role_known", condition=Q(role__in=MinisterRole.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.code}: {self.minister}"

    def natural_key(self) -> tuple[str, str, str, object]:
        return (*self.action.natural_key(), self.minister.key, self.in_force_from)

    natural_key.dependencies = ["actions.action", "organisations.minister"]  # type: ignore[attr-defined]


class Promotion(Amendable):
    action = models.ForeignKey(Action, models.PROTECT, related_name="promotions", verbose_name=_("action"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="promotions", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=8, choices=PromotionRole.choices)
    inferred = models.BooleanField(_("inferred from the printed order"), default=False)
    order = models.PositiveSmallIntegerField(_("order"))
    printed_as = models.CharField(_("printed as"), max_length=300, blank=True)

    objects = PromotionQuerySet.as_manager()

    class Meta:
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        ordering = ["action", "order", "pk"]
        constraints = [
            days_in_order("promotion"),
            one_open("promotion", "action", "organisation"),
            models.CheckConstraint(name="promotion_role_known", condition=Q(role__in=PromotionRole.values)),
        ]

    def __str__(self) -> str:
        return f"{self.action.code}: {self.organisation}"

    def natural_key(self) -> tuple[str, str, str, object]:
        return (*self.action.natural_key(), self.organisation.key, self.in_force_from)

    natural_key.dependencies = ["actions.action", "organisations.organisation"]  # type: ignore[attr-defined]


class Lead(Amendable):
    """The single organisation that reports on the action; initially the first promoter."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="leads", verbose_name=_("action"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="leads", verbose_name=_("organisation")
    )

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering = ["action", "pk"]
        constraints = [
            days_in_order("lead"),
            one_open("lead", "action"),
            models.UniqueConstraint(fields=["action", "in_force_from"], name="lead_once_from_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.action.code}: {self.organisation}"

    def natural_key(self) -> tuple[str, str, object]:
        return (*self.action.natural_key(), self.in_force_from)

    natural_key.dependencies = ["actions.action", "organisations.organisation"]  # type: ignore[attr-defined]


class CrossReference(models.Model):
    """A reference in an action's text to another action or to an objective."""

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="cross_references", verbose_name=_("action")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    to_action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="referred_by", verbose_name=_("to action")
    )
    to_objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="referred_by",
        verbose_name=_("to objective"),
    )

    objects = CrossReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("cross-reference")
        verbose_name_plural = _("cross-references")
        ordering = ["action", "order"]
        constraints = [
            models.UniqueConstraint(fields=["action", "order"], name="cross_reference_order_once"),
            models.CheckConstraint(
                name="cross_reference_to_one_thing",
                condition=Q(to_action__isnull=True, to_objective__isnull=False)
                | Q(to_action__isnull=False, to_objective__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.code} → {self.code}"

    @property
    def code(self) -> str:
        """The code of the action, or the number of the objective, that it refers to."""
        return self.to_action.code if self.to_action else str(self.to_objective.number)  # type: ignore[union-attr]

    def natural_key(self) -> tuple[str, str, int]:
        return (*self.action.natural_key(), self.order)

    natural_key.dependencies = ["actions.action", "objectives.objective"]  # type: ignore[attr-defined]

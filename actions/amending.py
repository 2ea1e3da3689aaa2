"""Amendments of a plan in force: what they change, why, by whose decision, and which rows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.audit.contents import hashes_of_rows
from actionplan.base.days import InForce
from actionplan.base.people import person
from objectives.models import Plan

from .querysets import AmendedActionQuerySet, AmendmentQuerySet
from .states import AmendmentState


class Amendment(models.Model):
    """One or more changes of a plan from a day on. It is prepared, and then put in force or dropped by a
    person.

    Names of people are text copies, as in the trail: the plan may come from another portal, where they have
    accounts.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="amendments", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Counted from 1 within the plan."))
    effective_from = models.DateField(_("in force from"), help_text=_("The first day in force."))
    reason = models.TextField(_("reason"))
    decision_body = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision_reference = models.CharField(_("reference of the decision"), max_length=200, blank=True)
    prepared_by = person(
        _("prepared by"),
        "amendments_prepared",
        help_text=_("Nobody: a command, or somebody of another portal."),
    )
    prepared_by_name = models.CharField(_("prepared by: name"), max_length=200, blank=True)
    prepared_at = models.DateTimeField(_("prepared at"))
    put_in_force_by = person(_("put in force by"), "amendments_put_in_force")
    put_in_force_by_name = models.CharField(_("put in force by: name"), max_length=200, blank=True)
    put_in_force_at = models.DateTimeField(_("put in force at"), null=True, blank=True)
    effects = models.JSONField(
        _("what followed"),
        null=True,
        blank=True,
        help_text=_("Codes and amounts. Empty: not in force, or none were kept."),
    )
    dropped_by = person(_("dropped by"), "amendments_dropped")
    dropped_by_name = models.CharField(_("dropped by: name"), max_length=200, blank=True)
    dropped_at = models.DateTimeField(_("dropped at"), null=True, blank=True)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment of the plan")
        verbose_name_plural = _("amendments of the plan")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="amendment_number_once"),
            models.CheckConstraint(
                name="amendment_put_in_force_by_and_at",
                condition=Q(put_in_force_by=None, put_in_force_by_name="", put_in_force_at=None)
                | (~Q(put_in_force_by_name="") & Q(put_in_force_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="amendment_dropped_by_and_at",
                condition=Q(dropped_by=None, dropped_by_name="", dropped_at=None)
                | (~Q(dropped_by_name="") & Q(dropped_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="amendment_effects_once_in_force",
                condition=Q(effects__isnull=True) | Q(put_in_force_at__isnull=False),
            ),
            models.CheckConstraint(
                name="amendment_in_force_or_dropped",
                condition=Q(put_in_force_at=None) | Q(dropped_at=None),
            ),
            models.CheckConstraint(
                name="amendment_decision_is_whole",
                condition=Q(decision_body="", decided_on=None, decision_reference="")
                | (~Q(decision_body="") & Q(decided_on__isnull=False) & ~Q(decision_reference="")),
            ),
            models.CheckConstraint(
                name="amendment_confirmed_by_another",
                condition=~Q(decision_body="") | ~Q(put_in_force_by=F("prepared_by")),
            ),
        ]

    def __str__(self) -> str:
        return str(_("amendment %(number)s") % {"number": self.number})

    def natural_key(self) -> tuple[str, int]:
        return (self.plan.code, self.number)

    natural_key.dependencies = ["objectives.plan", settings.AUTH_USER_MODEL]  # type: ignore[attr-defined]

    @property
    def state(self) -> AmendmentState:
        if self.dropped_at is not None:
            return AmendmentState.DROPPED
        return AmendmentState.PREPARED if self.put_in_force_at is None else AmendmentState.IN_FORCE

    @property
    def is_prepared(self) -> bool:
        return self.state == AmendmentState.PREPARED

    @property
    def is_put_in_force(self) -> bool:
        return self.state == AmendmentState.IN_FORCE

    @property
    def is_dropped(self) -> bool:
        return self.state == AmendmentState.DROPPED

    @property
    def is_without_decision(self) -> bool:
        """In force, and confirmed by another coordinator instead of by a decision."""
        return self.is_put_in_force and not self.decision_body


class AmendedAction(models.Model):
    """An action before and after an amendment, as items of the plan document in force on its day."""

    amendment = models.ForeignKey(
        Amendment, models.PROTECT, related_name="actions", verbose_name=_("amendment of the plan")
    )
    code = models.CharField(_("code"), max_length=12)
    order = models.PositiveIntegerField(_("order"), help_text=_("Follows from the code."))
    before = models.JSONField(_("before"), null=True, blank=True, help_text=_("Empty: a new action."))
    after = models.JSONField(_("after"), null=True, blank=True, help_text=_("Empty: withdrawn or merged."))
    line_places = models.JSONField(
        _("places of its budget lines"),
        default=list,
        blank=True,
        help_text=_("Of each line of the action after the amendment, in order."),
    )
    merged_into = models.CharField(_("merged into"), max_length=12, blank=True)
    first_year = models.PositiveSmallIntegerField(
        _("first budget year that changes"),
        null=True,
        blank=True,
        help_text=_("Earlier years keep what was planned for them. Empty: the year of effect."),
    )
    stated_places = models.JSONField(
        _("lines with stated amounts per year"),
        default=list,
        blank=True,
        help_text=_("Places of the budget lines for whose years somebody stated amounts."),
    )

    objects = AmendedActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("amended action")
        verbose_name_plural = _("amended actions")
        ordering = ["amendment", "order"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "code"], name="amended_action_once"),
            models.CheckConstraint(
                name="amended_action_says_something",
                condition=Q(before__isnull=False) | Q(after__isnull=False),
            ),
            models.CheckConstraint(
                name="amended_action_merged_has_gone", condition=Q(merged_into="") | Q(after__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amendment}: {self.code}"

    def natural_key(self) -> tuple[str, int, str]:
        return (*self.amendment.natural_key(), self.code)

    natural_key.dependencies = ["actions.amendment"]  # type: ignore[attr-defined]

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is withdrawn or merged into another."""
        return self.after is None


class Amendable(InForce):
    """Rows in force for a period, with the amendments that began and ended them."""

    begun_by = models.ForeignKey(
        "actions.Amendment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("begun by"),
        help_text=_("The amendment. Empty: as adopted, or by another act."),
    )
    ended_by = models.ForeignKey(
        "actions.Amendment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
        help_text=_("The amendment. Empty: not ended, or by another act."),
    )

    class Meta:
        abstract = True


def hashes_of_amendments(amendments: models.QuerySet[Amendment]) -> dict[int, str]:
    """By the key of the amendment, of it and its actions as they are stored: for the event that ends its preparing."""
    actions = AmendedAction.objects.filter(amendment__in=amendments)
    return hashes_of_rows((amendments, "id"), (actions, "amendment_id"))

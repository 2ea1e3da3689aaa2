"""Closings of a round, extensions of a request, and answers of ministers' offices."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.canonical import new_salt
from actionplan.base.people import person
from actionplan.organisations.models import Minister
from actionplan.reporting.querysets import MinisterAnswerQuerySet
from actionplan.reporting.states import ExtensionState
from actions.models import Action

from .rounds import Request, Round


class Closing(models.Model):
    """A closing of a round, with its snapshot; kept when the round is reopened and closed again."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="closings", verbose_name=_("round"))
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Counted from 1."))
    closed_by = person(_("closed by"), "closings", required=True)
    closed_at = models.DateTimeField(_("closed at"))
    reopened_by = person(_("reopened by"), "reopenings")
    reopened_at = models.DateTimeField(_("reopened at"), null=True, blank=True)
    reopen_reason = models.TextField(_("why it was reopened"), blank=True)

    class Meta:
        verbose_name = _("closing")
        verbose_name_plural = _("closings")
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="closing_number_once"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(reopened_at__isnull=True), name="closing_one_in_force"
            ),
            models.CheckConstraint(
                name="closing_reopened_by_at_and_why",
                condition=Q(reopened_by=None, reopened_at=None, reopen_reason="")
                | (Q(reopened_by__isnull=False, reopened_at__isnull=False) & ~Q(reopen_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} ({self.number})"


class Extension(models.Model):
    """More time for a request: asked by a contributor with a reason, granted or declined."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="extensions", verbose_name=_("request"))
    state = models.CharField(
        _("state"), max_length=8, choices=ExtensionState.choices, default=ExtensionState.ASKED
    )
    asked_until = models.DateField(_("asked until"))
    reason = models.TextField(_("reason"))
    asked_by = person(_("asked by"), "extensions_asked", required=True)
    asked_at = models.DateTimeField(_("asked at"))
    until = models.DateField(_("granted until"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = person(_("answered by"), "extensions_answered")
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    salt = models.CharField(
        _("salt"),
        max_length=64,
        blank=True,
        default=new_salt,
        editable=False,
        help_text=_("Goes into the hash of its texts in the trail."),
    )

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["request", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(state=ExtensionState.ASKED), name="extension_asked_once"
            ),
            models.CheckConstraint(
                name="extension_state_known", condition=Q(state__in=ExtensionState.values)
            ),
            models.CheckConstraint(
                name="extension_answered_by_and_at",
                condition=Q(state=ExtensionState.ASKED, answered_by=None, answered_at=None)
                | (~Q(state=ExtensionState.ASKED) & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="extension_granted_until",
                condition=Q(state=ExtensionState.GRANTED, until__isnull=False)
                | (~Q(state=ExtensionState.GRANTED) & Q(until=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}, {self.asked_until}"


class Said(NamedTuple):
    """What an answer of a minister's office says; an empty remark means "no objection"."""

    remark: str
    may_stand_in_report: bool


class MinisterAnswer(models.Model):
    """The answer of a minister's office about an action, in the validation of a round. It never changes a
    report.

    It may be changed until the round leaves validation, unless a request was reopened because of it. The
    remark is addressed to the Platform. Once another report on the action is accepted in the round and counts,
    it stays as the answer on the version before.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="minister_answers", verbose_name=_("round"))
    action = models.ForeignKey(
        Action, models.PROTECT, related_name="minister_answers", verbose_name=_("action")
    )
    minister = models.ForeignKey(Minister, models.PROTECT, related_name="answers", verbose_name=_("minister"))
    objects_to_it = models.BooleanField(_("remark to the Platform"), default=False)
    remark = models.TextField(_("remark"), blank=True)
    may_stand_in_report = models.BooleanField(_("may stand in the report to the Government"), default=False)
    by = person(_("answered by"), "minister_answers", required=True)
    at = models.DateTimeField(_("answered at"))
    superseded_at = models.DateTimeField(
        _("on the version before since"),
        null=True,
        blank=True,
        help_text=_("When another report on the action was accepted, on which the office is asked anew."),
    )
    redacted_at = models.DateTimeField(_("redacted at"), null=True, blank=True)
    salt = models.CharField(
        _("salt"),
        max_length=64,
        blank=True,
        default=new_salt,
        editable=False,
        help_text=_("Goes into the hash of its texts in the trail."),
    )

    objects = MinisterAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("minister’s answer")
        verbose_name_plural = _("ministers’ answers")
        ordering = ["round", "action__order", "minister"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "action", "minister"],
                condition=Q(superseded_at__isnull=True),
                name="minister_answer_once",
            ),
            models.CheckConstraint(
                name="minister_answer_remark_or_none",
                condition=Q(objects_to_it=False, remark="")
                | (Q(objects_to_it=True) & (~Q(remark="") | Q(redacted_at__isnull=False))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.action.code}, {self.minister}"

    @property
    def said(self) -> Said:
        return Said(self.remark, self.may_stand_in_report)

    @property
    def led_to_reopening(self) -> bool:
        return hasattr(self, "reopening")

    @property
    def is_treated(self) -> bool:
        """Whether the Platform said what it did with the remark."""
        return hasattr(self, "treatment") and self.treatment.by_id is not None

    @property
    def waits(self) -> bool:
        """Whether the Platform still has to say so, as `to_treat` has it."""
        return self.objects_to_it and not self.led_to_reopening and not hasattr(self, "treatment")


class RemarkTreatment(models.Model):
    """What the Platform did with the remark of a minister's office, which the office sees. Without a person: a remark of a
    round that was closed before this was asked; the row goes if the round is reopened and the office changes its answer.
    """

    remark = models.OneToOneField(
        MinisterAnswer,
        models.PROTECT,
        primary_key=True,
        related_name="treatment",
        verbose_name=_("remark"),
    )
    words = models.TextField(_("what was done with it"), blank=True)
    by = person(_("treated by"), "remarks_treated")
    at = models.DateTimeField(_("treated at"), null=True, blank=True)
    redacted_at = models.DateTimeField(_("redacted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("treatment of a remark")
        verbose_name_plural = _("treatments of remarks")
        ordering = ["remark"]
        constraints = [
            models.CheckConstraint(
                name="remark_treatment_by_at_and_words",
                condition=Q(by=None, at=None, words="")
                | (Q(by__isnull=False, at__isnull=False) & (~Q(words="") | Q(redacted_at__isnull=False))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.remark}"


class Reopening(models.Model):
    """An accepted request that a coordinator reopened in validation, because of an office's remark.

    The version accepted before stands until the organisation's new one is accepted.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="reopenings", verbose_name=_("request"))
    remark = models.OneToOneField(
        MinisterAnswer, models.PROTECT, related_name="reopening", verbose_name=_("because of the remark")
    )
    by = person(_("reopened by"), "requests_reopened", required=True)
    at = models.DateTimeField(_("reopened at"))

    class Meta:
        verbose_name = _("reopened request")
        verbose_name_plural = _("reopened requests")
        ordering = ["request", "at"]

    def __str__(self) -> str:
        return f"{self.request}, {self.remark.minister}"

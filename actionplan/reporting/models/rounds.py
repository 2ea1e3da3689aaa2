"""Reporting rounds, and the requests that each round makes to organisations."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.canonical import new_salt
from actionplan.base.formatting import Twin
from actionplan.base.people import person
from actionplan.organisations.models import Organisation
from actionplan.reporting.querysets import RoundQuerySet
from actionplan.reporting.request_querysets import RequestQuerySet
from actionplan.reporting.states import UNDER_WAY, RequestRole, RoundState
from actions.models import Action
from objectives.models import Plan

valid_round_code = RegexValidator(r"^[0-9]{4}-[0-9]{2}\Z", _("Write year and month, such as 2022-12."))


class Round(models.Model):
    """A call to report about a day. Its state is changed by a coordinator, never by the clock."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="rounds", verbose_name=_("plan"))
    code = models.CharField(_("code"), max_length=7, validators=[valid_round_code])
    name = models.CharField(_("name"), max_length=120)
    name_nl = models.CharField(_("name in Dutch"), max_length=120, blank=True)
    about = models.DateField(_("day reported about"))
    opens = models.DateField(_("opens"))
    due = models.DateField(_("due"))
    closes = models.DateField(_("closes"))
    instruction = models.TextField(_("instruction"), blank=True)
    instruction_nl = models.TextField(_("instruction in Dutch"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RoundState.choices, default=RoundState.DRAFT)
    revision = models.PositiveIntegerField(_("revision"), default=1, help_text=_("Counts changes."))
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    closed_at = models.DateTimeField(
        _("first closed at"), null=True, blank=True, help_text=_("Stays when the round is reopened.")
    )

    objects = RoundQuerySet.as_manager()
    local_name = Twin("name")
    local_instruction = Twin("instruction")

    class Meta:
        verbose_name = _("reporting round")
        verbose_name_plural = _("reporting rounds")
        ordering = ["plan", "about", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="round_code_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state__in=UNDER_WAY), name="round_one_under_way"
            ),
            models.CheckConstraint(name="round_state_known", condition=Q(state__in=RoundState.values)),
            models.CheckConstraint(
                name="round_days_in_order",
                condition=Q(opens__lte=F("due"), due__lte=F("closes")),
                violation_error_message=_("A round opens before it is due, and is due before it closes."),
            ),
            models.CheckConstraint(
                name="round_opened_once_not_draft",
                condition=Q(state=RoundState.DRAFT, opened_at=None)
                | (~Q(state=RoundState.DRAFT) & Q(opened_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="round_closed_has_closed_at",
                condition=~Q(state=RoundState.CLOSED) | Q(closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.local_name

    def natural_key(self) -> tuple[str, str]:
        return (self.plan.code, self.code)

    natural_key.dependencies = ["objectives.plan"]  # type: ignore[attr-defined]

    @property
    def is_draft(self) -> bool:
        return self.state == RoundState.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == RoundState.OPEN

    @property
    def is_in_review(self) -> bool:
        return self.state == RoundState.REVIEW

    @property
    def is_in_validation(self) -> bool:
        return self.state == RoundState.VALIDATION

    @property
    def is_closed(self) -> bool:
        return self.state == RoundState.CLOSED

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


class Request(models.Model):
    """A round's request to an organisation to report on an action. Partners are invited and are never late.

    For an action without a lead, the one request has no organisation until a lead is appointed.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="requests", verbose_name=_("round"))
    action = models.ForeignKey(Action, models.PROTECT, related_name="requests", verbose_name=_("action"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=7, choices=RequestRole.choices)
    money_only = models.BooleanField(
        _("for money only"), default=False, help_text=_("A completed action with open commitments.")
    )
    extended_to = models.DateField(_("extended to"), null=True, blank=True)
    extension_reason = models.TextField(_("reason for the extension"), blank=True)
    excuse = models.TextField(
        _("why the round may close without it"), blank=True, help_text=_("Said by a coordinator.")
    )
    excused_by = person(_("excused by"), "excused_requests")
    excused_at = models.DateTimeField(_("excused at"), null=True, blank=True)
    salt = models.CharField(
        _("salt"),
        max_length=64,
        blank=True,
        default=new_salt,
        editable=False,
        help_text=_("Goes into the hash of its texts in the trail."),
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["round", "action__order", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["round", "action", "organisation"], name="request_once"),
            models.UniqueConstraint(
                fields=["round", "action"], condition=Q(role=RequestRole.LEAD), name="request_one_lead"
            ),
            models.CheckConstraint(name="request_role_known", condition=Q(role__in=RequestRole.values)),
            models.CheckConstraint(
                name="request_of_nobody_is_a_leads",
                condition=Q(organisation__isnull=False) | Q(role=RequestRole.LEAD),
            ),
            models.CheckConstraint(
                name="request_extension_has_a_reason",
                condition=Q(extended_to__isnull=True, extension_reason="")
                | (Q(extended_to__isnull=False) & ~Q(extension_reason="")),
            ),
            models.CheckConstraint(
                name="request_excused_by_and_at",
                condition=Q(excuse="", excused_by=None, excused_at=None)
                | (~Q(excuse="") & Q(excused_by__isnull=False, excused_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "round"], name="request_of_organisation")]

    def __str__(self) -> str:
        return f"{self.round}: {self.action.code}, {self.organisation or ''}"

    @property
    def is_lead(self) -> bool:
        return self.role == RequestRole.LEAD

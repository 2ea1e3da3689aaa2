"""The rows that pages read of a closed round, derived from the snapshot's items and from nothing else.

Actions, money and milestones have a row for each basis, so that one filter on the basis gives everything. Names and keys are
copies: what they name may be renamed, amended or withdrawn since. Texts that people wrote are not here, but in SnapshotText.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.money import money_field
from actionplan.base.twins import Twin
from actionplan.base.vague import dated_as_precise, precision_field
from actionplan.reporting.snapshot_states import Measure, PartyKind
from actionplan.reporting.states import Basis, MilestoneState, RequestRole, RequestState
from actions.states import MilestoneOrigin, Recurrence
from budgets.states import BudgetKind

from .of_snapshot import OfSnapshot, a_day, choice, known, words


class SnapshotRequest(OfSnapshot):
    """A request of the round as it stood at the closing: answered or not, late or not, excused or not."""

    organisation_key = words(_("organisation’s key"), 60)
    organisation_name = words(_("organisation"), 200)
    organisation_name_nl = words(_("organisation in Dutch"), 200)
    area_code = words(_("policy area’s code"), 20)
    area_name = words(_("policy area"), 200)
    area_name_nl = words(_("policy area in Dutch"), 200)
    role = models.CharField(_("role"), max_length=7, choices=RequestRole.choices)
    money_only = models.BooleanField(_("for money only"))
    state = models.CharField(_("state"), max_length=11, choices=RequestState.choices)
    due = models.DateField(_("due"), help_text=_("With its extension."))
    extended = models.BooleanField(_("extended"))
    handed_in_at = models.DateTimeField(_("first handed in at"), null=True, blank=True)
    days_late = models.PositiveIntegerField(_("days late"), help_text=_("Partners are never late."))
    excused = models.BooleanField(_("excused"))

    class Meta:
        verbose_name = _("request in a snapshot")
        verbose_name_plural = _("requests in snapshots")
        ordering = ["snapshot", "order", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "action", "organisation_key"], name="snapshot_request_once"
            ),
            known("request", "role", RequestRole.values),
            known("request", "state", RequestState.values),
        ]


class SnapshotLine(OfSnapshot):
    """A budget line as in force; `planned` is its total in euro, and unknown where the plan prints no amount."""

    place = models.PositiveSmallIntegerField(_("place"))
    label = words(_("label"), 200)
    label_nl = words(_("label in Dutch"), 200)
    kind = models.CharField(_("kind"), max_length=17, choices=BudgetKind.choices)
    planned = money_field(_("planned"), null=True, blank=True)

    local_label = Twin("label")

    class Meta:
        verbose_name = _("budget line in a snapshot")
        verbose_name_plural = _("budget lines in snapshots")
        ordering = ["snapshot", "order", "place"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "action", "place"], name="snapshot_line_once"),
            known("line", "kind", BudgetKind.values),
            models.CheckConstraint(
                name="snapshot_line_planned_when_it_has_an_amount",
                condition=Q(kind=BudgetKind.AMOUNT, planned__isnull=False)
                | (~Q(kind=BudgetKind.AMOUNT) & Q(planned=None)),
            ),
        ]


class SnapshotMoney(OfSnapshot):
    """One amount: of a line, in a calendar year, by whom, planned or reported. Planned is nobody's."""

    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices)
    place = models.PositiveSmallIntegerField(_("place of the line"))
    year = models.PositiveSmallIntegerField(_("year"))
    measure = models.CharField(_("measure"), max_length=21, choices=Measure.choices)
    organisation_key = words(_("organisation’s key"), 60)
    organisation_name = words(_("organisation"), 200)
    organisation_name_nl = words(_("organisation in Dutch"), 200)
    amount = money_field(_("amount"))
    report = models.BigIntegerField(_("report"), null=True, blank=True)

    class Meta:
        verbose_name = _("amount in a snapshot")
        verbose_name_plural = _("amounts in snapshots")
        ordering = ["snapshot", "basis", "order", "place", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "basis", "action", "place", "year", "measure", "organisation_key"],
                name="snapshot_money_once",
            ),
            known("money", "basis", Basis.values),
            known("money", "measure", Measure.values),
            models.CheckConstraint(
                name="snapshot_money_reported_by_somebody",
                condition=Q(measure=Measure.PLANNED, organisation_key="", report=None)
                | (~Q(measure=Measure.PLANNED) & ~Q(organisation_key="") & Q(report__isnull=False)),
            ),
        ]


class SnapshotMilestone(OfSnapshot):
    """A milestone as promised and as reported; a recurring one has a row for each period that was reported."""

    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices)
    key = models.CharField(_("key"), max_length=60)
    place = models.PositiveSmallIntegerField(_("place in the action"))
    origin = models.CharField(_("origin"), max_length=8, choices=MilestoneOrigin.choices)
    title = models.CharField(_("title"), max_length=300)
    title_nl = words(_("title in Dutch"))
    due = a_day(_("due"))
    due_precision = precision_field(_("precision of the due date"))
    recurrence = choice(_("recurrence"), Recurrence.choices, 15)
    target_from = models.DecimalField(
        _("target from"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    target_to = models.DecimalField(_("target to"), max_digits=12, decimal_places=2, null=True, blank=True)
    unit = words(_("unit"), 60)
    period_start = a_day(_("first day of the period"))
    state = models.CharField(_("state"), max_length=8, choices=MilestoneState.choices)
    achieved_on = a_day(_("achieved on"))
    number = models.DecimalField(_("number"), max_digits=12, decimal_places=2, null=True, blank=True)
    late_by = models.PositiveIntegerField(_("days late"), default=0)

    local_title = Twin("title")

    class Meta:
        verbose_name = _("milestone in a snapshot")
        verbose_name_plural = _("milestones in snapshots")
        ordering = ["snapshot", "basis", "order", "place", F("period_start").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "basis", "action", "key"],
                condition=Q(period_start__isnull=True),
                name="snapshot_milestone_once",
            ),
            models.UniqueConstraint(
                fields=["snapshot", "basis", "action", "key", "period_start"],
                condition=Q(period_start__isnull=False),
                name="snapshot_milestone_once_a_period",
            ),
            dated_as_precise("snapshot_milestone", "due", "due_precision"),
            known("milestone", "basis", Basis.values),
            known("milestone", "origin", MilestoneOrigin.values),
            known("milestone", "recurrence", ["", *Recurrence.values]),
            known("milestone", "state", MilestoneState.values),
            models.CheckConstraint(
                name="snapshot_milestone_target_in_order",
                condition=Q(target_from=None) | Q(target_to=None) | Q(target_to__gte=F("target_from")),
            ),
        ]


class SnapshotParty(OfSnapshot):
    """A minister or an organisation with a part in an action, as the plan stood: for the wider view of lists."""

    subject = models.CharField(_("minister or organisation"), max_length=12, choices=PartyKind.choices)
    key = models.CharField(_("key"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    name_nl = words(_("name in Dutch"), 200)
    area_code = words(_("policy area’s code"), 20)
    area_name = words(_("policy area"), 200)
    area_name_nl = words(_("policy area in Dutch"), 200)
    role = models.CharField(_("role"), max_length=12)
    inferred = models.BooleanField(_("inferred from the printed order"))
    place = models.PositiveSmallIntegerField(_("place"))

    local_name = Twin("name")

    class Meta:
        verbose_name = _("party in a snapshot")
        verbose_name_plural = _("parties in snapshots")
        ordering = ["snapshot", "order", "subject", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "action", "subject", "key"], name="snapshot_party_once"
            ),
            known("party", "subject", PartyKind.values),
        ]

"""How an action stands in the plan from one day until another: when it runs, and under whom it counts."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.derived import Derived
from actionplan.base.triggers import Keeper
from actionplan.organisations.models import Minister, Organisation, PolicyArea


class ActionInPlan(models.Model):
    """Follows from phases, leads, ministers and affiliations, and is kept by the database (`base.derived`): never written.

    `since` is inclusive and `until` exclusive. An action has one row for every day: the first of them begins, and the last
    ends, with the calendar, so that the row of a day is found in an index.
    """

    action = models.ForeignKey(
        "actions.Action", models.DO_NOTHING, related_name="in_plan_by_day", verbose_name=_("action")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    runs_from = models.DateField(_("runs from"), null=True, help_text=_("The earliest start of its phases."))
    runs_until = models.DateField(
        _("runs until"),
        null=True,
        help_text=_("The latest end of its phases. Empty when one of them has no end."),
    )
    is_continuous = models.BooleanField(_("continuous"))
    lead_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("lead")
    )
    counting_area = models.ForeignKey(
        PolicyArea, models.PROTECT, null=True, related_name="+", verbose_name=_("policy area")
    )
    counting_minister = models.ForeignKey(
        Minister, models.PROTECT, null=True, related_name="+", verbose_name=_("first coordinating minister")
    )

    class Meta:
        verbose_name = _("action in the plan")
        verbose_name_plural = _("actions in the plan")
        ordering = ["action", "since"]
        constraints = [
            models.UniqueConstraint(fields=["action", "since"], name="action_in_plan_once_from_a_day"),
            models.CheckConstraint(name="action_in_plan_days_in_order", condition=Q(until__gt=F("since"))),
            models.CheckConstraint(
                name="action_in_plan_runs_in_order",
                condition=Q(runs_from__isnull=True)
                | Q(runs_until__isnull=True)
                | Q(runs_until__gte=F("runs_from")),
            ),
        ]
        indexes = [
            # Holds all that is asked, so that a large plan's rows are read from it alone.
            models.Index(
                fields=[
                    "action",
                    "until",
                    "since",
                    "runs_from",
                    "runs_until",
                    "is_continuous",
                    "lead_organisation",
                    "counting_area",
                    "counting_minister",
                ],
                name="action_in_plan_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action.code}: {self.runs_from} – {self.runs_until}"


FIRST_DAY, LAST_DAY = datetime.date.min, datetime.date.max
"""Stand for "as adopted" and "still"; what begins or ends on the last day there is makes no difference."""


def _in_force(row: str) -> str:
    """The condition of `in_force_q` on the first day of an interval."""
    return (
        f"({row}.in_force_from IS NULL OR {row}.in_force_from <= begun.day) AND "
        f"({row}.in_force_until IS NULL OR {row}.in_force_until > begun.day)"
    )


def _days(rows: str) -> str:
    """Of rows with an `action_id`: the days on which one begins or ends."""
    return " UNION ".join(
        f"SELECT action_id, {day} AS day FROM {rows} WHERE {day} < '{LAST_DAY}' AND ({{of}})"  # noqa: S608 (of our own names)
        for day in ["in_force_from", "in_force_until"]
    )


_LED_BY = (
    "(SELECT l.action_id, a.in_force_from, a.in_force_until FROM actions_lead l "
    "JOIN organisations_affiliation a ON a.organisation_id = l.organisation_id) AS affiliations"
)
_PHASES = f"FROM actions_phase p WHERE p.action_id = begun.action_id AND {_in_force('p')}"
_LEADS = f"l.action_id = begun.action_id AND {_in_force('l')}"

IN_PLAN = Derived(
    "actions_actioninplan",
    (
        "action_id",
        "since",
        "until",
        "runs_from",
        "runs_until",
        "is_continuous",
        "lead_organisation_id",
        "counting_area_id",
        "counting_minister_id",
    ),
    f"""
SELECT begun.action_id, begun.day, begun.until,
  (SELECT MIN(p.start) {_PHASES}),
  (SELECT CASE WHEN COUNT(*) = COUNT(p."end") THEN MAX(p."end") END {_PHASES}),
  EXISTS (SELECT 1 {_PHASES} AND p.continuous),
  (SELECT l.organisation_id FROM actions_lead l WHERE {_LEADS} ORDER BY l.id LIMIT 1),
  (SELECT a.policy_area_id FROM actions_lead l
   JOIN organisations_affiliation a ON a.organisation_id = l.organisation_id
   WHERE {_LEADS} AND {_in_force("a")} ORDER BY l.id, a.id LIMIT 1),
  (SELECT m.minister_id FROM actions_ministerinvolvement m WHERE m.action_id = begun.action_id
   AND m.role = 'coordinating' AND {_in_force("m")} ORDER BY m."order", m.id LIMIT 1)
FROM (
  SELECT action_id, day,
    COALESCE(LEAD(day) OVER (PARTITION BY action_id ORDER BY day), '{LAST_DAY}') AS until
  FROM (
    SELECT action_id, '{FIRST_DAY}' AS day FROM (SELECT id AS action_id FROM actions_action) AS actions WHERE {{of}}
    UNION {_days("actions_phase")} UNION {_days("actions_lead")} UNION {_days("actions_ministerinvolvement")}
    UNION {_days(_LED_BY)}
  ) AS days
) AS begun""",  # noqa: S608 (as above)
)

_CHANGES = ["INSERT", "UPDATE", "DELETE"]
_OF_ROW = "action_id = {row}.action_id"
_OF_BODY = "action_id IN (SELECT action_id FROM actions_lead WHERE organisation_id = {row}.organisation_id)"

KEEPERS: list[Keeper] = [
    *IN_PLAN.kept_with("actions_action", ["INSERT", "DELETE"], "action_id = {row}.id"),
    *IN_PLAN.kept_with("actions_phase", _CHANGES, _OF_ROW),
    *IN_PLAN.kept_with("actions_lead", _CHANGES, _OF_ROW),
    *IN_PLAN.kept_with("actions_ministerinvolvement", _CHANGES, _OF_ROW),
    *IN_PLAN.kept_with("organisations_affiliation", _CHANGES, _OF_BODY, through="actions_lead"),
]

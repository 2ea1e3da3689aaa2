"""The keys with which other systems read facts of the plans."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplan.accounts.querysets import SystemKeyQuerySet
from actionplan.base.people import by_and_at, person
from objectives.models import Plan
from objectives.querysets import PlanQuerySet


class SystemKey(models.Model):
    """The key of one system, for named plans. It was shown once: only its hash is stored."""

    name = models.CharField(_("name of the system"), max_length=120)
    key_hash = models.CharField(_("hash of the key"), max_length=64)
    made_by = person(_("made by"), "system_keys_made", required=True)
    made_at = models.DateTimeField(_("made at"))
    ended_by = person(_("ended by"), "system_keys_ended")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = SystemKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key of a system")
        verbose_name_plural = _("keys of systems")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key_hash"], name="system_key_hash_once"),
            by_and_at("system_key", "ended"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def plan_codes(self) -> str:
        """Of a key that was read `with_plans`."""
        return ", ".join(row.plan.code for row in self.plans.all())

    @property
    def plans_served(self) -> PlanQuerySet:
        """Those that it is for, but one in preparation."""
        return Plan.objects.begun().filter(system_keys__system_key=self)


class PlanOfSystemKey(models.Model):
    """A plan that a key is for."""

    system_key = models.ForeignKey(
        SystemKey, models.PROTECT, related_name="plans", verbose_name=_("key of a system")
    )
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="system_keys", verbose_name=_("plan"))

    class Meta:
        verbose_name = _("plan of a key")
        verbose_name_plural = _("plans of keys")
        ordering = ["system_key", "plan"]
        constraints = [
            models.UniqueConstraint(fields=["system_key", "plan"], name="system_key_plan_once"),
        ]

    def __str__(self) -> str:
        return f"{self.system_key}: {self.plan.code}"

"""Changes of government: prepared, edited any number of times, and carried out once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.people import by_and_at, person

from .government_acts import GovernmentAct


class GovernmentChange(models.Model):
    """What happens to ministers and organisations on a day, for all plans at once.

    `stored_acts` are acts as plain values, in the order they were added. `portfolios` has the minister who gets an action
    of a divided portfolio (`"<key of the action>:<key of the minister>"` to a minister's key; the first successor by
    default). `offices` has the minister for whom a membership of an office is renewed (the membership's key to a minister's
    key; by default it ends).
    """

    title = models.CharField(_("title"), max_length=200)
    effective_from = models.DateField(
        _("date of effect"), help_text=_("The first day on which it is as the change says.")
    )
    stored_acts = models.JSONField(_("acts"), default=list, blank=True)
    portfolios = models.JSONField(_("actions of divided portfolios"), default=dict, blank=True)
    offices = models.JSONField(_("renewed memberships of offices"), default=dict, blank=True)
    effects = models.JSONField(
        _("what followed"),
        null=True,
        blank=True,
        help_text=_("Codes, keys and amounts. Empty: not carried out, or none were kept."),
    )
    revision = models.PositiveIntegerField(_("revision"), default=1, help_text=_("Counts changes."))
    prepared_by = person(_("prepared by"), "government_changes_prepared", required=True)
    prepared_at = models.DateTimeField(_("prepared at"))
    carried_out_by = person(_("carried out by"), "government_changes_carried_out")
    carried_out_at = models.DateTimeField(_("carried out at"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of government")
        verbose_name_plural = _("changes of government")
        ordering = ["-effective_from", "-pk"]
        constraints = [
            by_and_at("government_change", "carried_out"),
            models.CheckConstraint(
                name="government_change_effects_once_carried_out",
                condition=Q(effects__isnull=True) | Q(carried_out_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def acts(self) -> list[GovernmentAct]:
        return [GovernmentAct.from_plain(act) for act in self.stored_acts]

    @property
    def is_carried_out(self) -> bool:
        return self.carried_out_at is not None

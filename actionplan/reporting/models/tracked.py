"""An action as it is followed up: the plan's row with what is reported, computed and assessed beside it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from actionplan.reporting.states import Schedule
from actionplan.reporting.tracked_querysets import TrackedActionQuerySet
from actions.models import Action


class TrackedAction(Action):
    """The same row as the action. `TrackedAction.objects.at(moment)` adds where it stands."""

    objects = TrackedActionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        proxy = True
        verbose_name = _("tracked action")
        verbose_name_plural = _("tracked actions")
        ordering = ["plan", "order"]

    @property
    def is_overdue(self) -> bool:
        return getattr(self, "schedule", "") == Schedule.OVERDUE

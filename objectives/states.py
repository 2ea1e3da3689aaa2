"""The states of a plan."""

from django.db import models
from django.utils.translation import pgettext_lazy


class PlanState(models.TextChoices):
    IN_PREPARATION = "in_preparation", pgettext_lazy("plan", "in preparation")
    IN_FORCE = "in_force", pgettext_lazy("plan", "in force")
    ENDED = "ended", pgettext_lazy("plan", "ended")

    @property
    def may_be_edited_in_place(self) -> bool:
        """Only a plan in preparation may be; one in force or ended is amended, never edited."""
        return self == PlanState.IN_PREPARATION

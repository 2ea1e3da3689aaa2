"""The choices of actions, ministers' and organisations' roles, milestones, indicators and amendments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """Whether the action continues something; the printed plan said so by typography, which is lost."""

    NEW = "new", pgettext_lazy("kind of action", "new")
    EXTENDED = "extended", pgettext_lazy("kind of action", "extended or adapted")
    CONTINUED = "continued", pgettext_lazy("kind of action", "continued")
    UNKNOWN = "unknown", pgettext_lazy("kind of action", "unknown")


class MinisterRole(models.TextChoices):
    COORDINATING = "coordinating", _("coordinating minister")
    INVOLVED = "involved", _("minister involved")


class PromotionRole(models.TextChoices):
    PROMOTER = "promoter", _("promoter")
    PARTNER = "partner", _("partner")


class MilestoneOrigin(models.TextChoices):
    PLAN = "plan", _("printed in the plan")
    PROPOSED = "proposed", _("proposed by the lead, agreed by the Platform")


class Recurrence(models.TextChoices):
    MONTHLY = "monthly", _("every month")
    SEVERAL_A_YEAR = "several_a_year", _("several times a year")
    YEARLY = "yearly", _("every year")
    EVERY_TWO_YEARS = "every_two_years", _("every two years")


class IndicatorScope(models.TextChoices):
    """What an indicator says something about; whichever it is, one action reports on it."""

    ACTION = "action", pgettext_lazy("indicator", "of the action")
    OBJECTIVE = "objective", pgettext_lazy("indicator", "of the objective")
    PLAN = "plan", pgettext_lazy("indicator", "of the plan")


class Direction(models.TextChoices):
    UP = "up", pgettext_lazy("indicator", "higher is better")
    DOWN = "down", pgettext_lazy("indicator", "lower is better")


class AmendmentState(models.TextChoices):
    PREPARED = "prepared", pgettext_lazy("amendment", "prepared")
    IN_FORCE = "in_force", pgettext_lazy("amendment", "in force")
    DROPPED = "dropped", pgettext_lazy("amendment", "dropped")

"""What a check says, and what the checks compare a report with."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .position import Position


class Level(models.TextChoices):
    BLOCKING = "blocking", gettext_lazy("must be mended first")
    WARNING = "warning", gettext_lazy("worth a look")
    INFORMATION = "information", gettext_lazy("good to know")


@dataclass(frozen=True)
class Finding:
    level: Level
    code: str
    sentence: str
    field: str = ""
    """The name of the form's field, or `expenditure` or `milestone` for its rows."""

    @property
    def is_blocking(self) -> bool:
        return self.level == Level.BLOCKING


@dataclass(frozen=True)
class DueMilestone:
    """What the checks need to know of a milestone: its title and its due day (inclusive), None when it has none."""

    title: str
    due: datetime.date | None


@dataclass(frozen=True)
class Surroundings:
    """Everything that the checks compare a position with. Amounts in euro, days inclusive."""

    today: datetime.date
    is_lead: bool
    end: datetime.date | None = None
    """The last day of the action as in force; None when it has no end."""
    last: Position | None = None
    """Where the organisation stands; None when it never reported."""
    unchanged_for: int = 0
    """How many of the last reports in a row said the same."""
    unchanged_rounds: int = 0
    """In how many rounds in a row nothing changed, this report's included; 0 where no round is involved."""
    milestones: dict[int, DueMilestone] = field(default_factory=dict)
    line_labels: dict[int, str] = field(default_factory=dict)
    planned_totals: dict[int, Decimal] = field(default_factory=dict)
    """Per budget line with an amount."""
    paid_by_others: dict[int, Decimal] = field(default_factory=dict)
    """Per budget line: paid by the other organisations, over all years."""

    def line(self, line: int) -> str:
        return self.line_labels.get(line) or _("the budget line")

    def title(self, milestone: int) -> str:
        known = self.milestones.get(milestone)
        return known.title if known else _("a milestone")


def blocking(code: str, sentence: str, about: str) -> Finding:
    return Finding(Level.BLOCKING, code, sentence, about)


def warning(code: str, sentence: str, about: str) -> Finding:
    return Finding(Level.WARNING, code, sentence, about)

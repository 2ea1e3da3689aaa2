"""What a check before submitting finds, and what it looks at."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .contents import Contents, MilestoneKey


class Level(models.TextChoices):
    """Worst first."""

    BLOCKING = "blocking", gettext_lazy("must be fixed first")
    WARNING = "warning", gettext_lazy("worth a look")
    INFORMATION = "information", gettext_lazy("good to know")


@dataclass(frozen=True)
class Finding:
    level: Level
    code: str
    sentence: str
    field: str = ""
    """The form field's name, such as `done` or `money-12-2022-paid`; `expenditure`, `milestone` or `measurement` if
    a row is missing; empty if it is about the report as a whole.
    """

    @property
    def is_blocking(self) -> bool:
        return self.level == Level.BLOCKING


def blocking(code: str, sentence: str, about: str) -> Finding:
    return Finding(Level.BLOCKING, code, sentence, about)


def warning(code: str, sentence: str, about: str) -> Finding:
    return Finding(Level.WARNING, code, sentence, about)


def worth_a_look(findings: Iterable[Finding]) -> list[Finding]:
    """Without what is only good to know."""
    return [finding for finding in findings if finding.level != Level.INFORMATION]


EvidenceKey = MilestoneKey | None
"""A milestone, or a period of one; None for the report as a whole or a row of expenditure."""


@dataclass(frozen=True)
class DueMilestone:
    """What the checks need to know of a milestone: its title, its due day (inclusive), if any, and how it is
    to be proved.
    """

    title: str
    due: datetime.date | None
    proof: str = ""


@dataclass(frozen=True)
class AskedIndicator:
    """What the checks need to know of an indicator asked in the report: its name and the days of its targets."""

    name: str
    target_days: tuple[datetime.date, ...]


@dataclass(frozen=True)
class CheckContext:
    """Everything that a report's contents are checked against. Amounts in euro, days inclusive."""

    today: datetime.date
    is_lead: bool
    end: datetime.date | None = None
    """The last day of the action as in force; None if it has no end."""
    last: Contents | None = None
    """The contents of the organisation's last report that counts; None if it never reported."""
    money_only: bool = False
    """Whether the round asks only for money."""
    unchanged_for: int = 0
    """How many reports in a row, up to the last one, had the same contents."""
    unchanged_rounds: int = 0
    """For how many rounds in a row nothing changed, including this report's; 0 if no round is involved."""
    milestones: dict[int, DueMilestone] = field(default_factory=dict)
    indicators: dict[int, AskedIndicator] = field(default_factory=dict)
    evidence: frozenset[EvidenceKey] = frozenset()
    """What the report has evidence about."""
    unanswered: tuple[str, ...] = ()
    """Questions that the organisation has to answer by the closing of the round, in a few words. Only of a draft."""
    line_labels: dict[int, str] = field(default_factory=dict)
    planned_totals: dict[int, Decimal] = field(default_factory=dict)
    """Per budget line with an amount."""
    paid_by_others: dict[int, dict[str, Decimal]] = field(default_factory=dict)
    """Per budget line and name of another organisation: what it paid in all years together."""

    def line(self, line: int) -> str:
        return self.line_labels.get(line) or _("the budget line")

    def title(self, milestone: int) -> str:
        known = self.milestones.get(milestone)
        return known.title if known else _("a milestone")

    def indicator(self, indicator: int) -> str:
        known = self.indicators.get(indicator)
        return known.name if known else _("an indicator")

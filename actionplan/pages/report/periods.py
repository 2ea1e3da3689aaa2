"""The milestones of a report's form: those that recur as one row a period, the answered ones folded away."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from actionplan.reporting.states import MilestoneState
from actionplan.reports.position import MilestoneRow, Position
from actions.models import MilestoneTerms
from actions.periods import last_day_of_period
from actions.states import MilestoneOrigin

from .forms.rows import MilestoneForm, NewPeriodForm
from .forms.whole import MilestoneRows
from .milestone_periods import period_words, periods_achieved

SHOWN_UNANSWERED = 5
"""Past periods without an answer that stand open, besides the one that runs; older ones are folded away."""


@dataclass(frozen=True)
class PeriodRow:
    """A period of a recurring milestone with its form, and what the report before or the draft says of it."""

    words: str
    last: datetime.date
    form: MilestoneForm
    said: MilestoneRow | None

    def runs_on(self, day: datetime.date) -> bool:
        return self.form.period <= day <= self.last

    @property
    def is_achieved(self) -> bool:
        return self.said is not None and self.said.state == MilestoneState.ACHIEVED

    @property
    def is_answered(self) -> bool:
        """Achieved or dropped, or open with a number or a word."""
        said = self.said
        return said is not None and (
            said.state != MilestoneState.OPEN or said.number is not None or bool(said.source)
        )


@dataclass(frozen=True)
class MilestonePart:
    """A milestone's terms with its rows; those of a recurring one in `open`, `earlier` and `answered`.

    Open are the period that runs and the newest ones without an answer; the others are folded away.
    """

    terms: MilestoneTerms
    whole: list[MilestoneForm]
    new: NewPeriodForm | None = None
    open: list[PeriodRow] = field(default_factory=list)
    earlier: list[PeriodRow] = field(default_factory=list)
    answered: list[PeriodRow] = field(default_factory=list)

    @property
    def is_proposed(self) -> bool:
        return self.terms.milestone.origin == MilestoneOrigin.PROPOSED

    @property
    def count(self) -> str:
        """Achieved of all periods that the form shows, as said before."""
        rows = [*self.open, *self.earlier, *self.answered]
        return periods_achieved(sum(row.is_achieved for row in rows), len(rows))

    @property
    def has_errors(self) -> dict[str, bool]:
        """Which folded rows must be seen, because something in them is wrong."""
        folded = {"earlier": self.earlier, "answered": self.answered}
        found = {name: any(row.form.errors for row in rows) for name, rows in folded.items()}
        return found | {"new": bool(self.new and self.new.errors)}


def milestone_part(
    terms: MilestoneTerms, rows: MilestoneRows, base: Position, on: datetime.date
) -> MilestonePart:
    """The milestone's rows of the form, laid out for the day; `base` is what the form was opened with."""
    known = {row.period_start: row for row in base.milestones if row.milestone == terms.milestone_id}
    periods = [
        PeriodRow(
            period_words(terms.recurrence, form.period),
            last_day_of_period(terms.recurrence, form.period),
            form,
            known.get(form.period),
        )
        for form in rows.rows
        if form.period
    ]
    over = [row for row in periods if not row.runs_on(on)]
    unanswered = [row for row in over if not row.is_answered]
    folded = unanswered[:-SHOWN_UNANSWERED]
    return MilestonePart(
        terms,
        whole=[form for form in rows.rows if not form.period],
        new=rows.new,
        open=[row for row in periods if row.runs_on(on) or not (row.is_answered or row in folded)],
        earlier=folded,
        answered=[row for row in over if row.is_answered],
    )

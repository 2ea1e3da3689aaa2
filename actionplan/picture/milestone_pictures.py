"""A milestone in a picture: what the plan promises, and what the lead report says of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from actionplan.planned.document import PlannedMilestone
from actionplan.reporting.states import NOT_ACHIEVED, MilestoneState
from actions.states import MilestoneOrigin

Day = datetime.date


@dataclass(frozen=True, slots=True)
class ReportedMilestonePicture:
    """A report about a milestone or, if it recurs, about the period that begins on `period_start`."""

    key: str
    period_start: Day | None
    state: str
    achieved_on: Day | None
    number: Decimal | None
    names_source: bool
    expected_on: Day | None = None
    """The new date given by the lead for one that is not achieved."""
    achieved_since: Day | None = None
    """Of one that is told as open since it was achieved after the day of the picture: when."""
    passed_expectation: Day | None = None
    """The new date, if that has passed too on the day of the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestonePicture(PlannedMilestone):
    order: int
    origin: str
    in_force_from: Day | None
    told: tuple[ReportedMilestonePicture, ...] = ()
    """The rows about it in the lead report."""

    # computed
    outcome: str = ""
    is_due: bool = False
    """Whether it counts as due by the day."""
    is_soon: bool = False
    days_late: int = 0
    """If achieved later than planned, the days after its due day; if missed, the days since."""
    due_periods: tuple[Day, ...] = ()
    """For a recurring milestone, the first days of the periods that are due."""
    passed_expectation: Day | None = None
    """The new date that the lead gave, if that has passed too: none is expected now."""

    @property
    def once(self) -> ReportedMilestonePicture | None:
        """The reported row of a milestone that does not recur."""
        return self.told[0] if self.told and not self.recurrence else None

    @property
    def state(self) -> str:
        """The reported state; a recurring milestone is always open."""
        return self.once.state if self.once else MilestoneState.OPEN

    @property
    def achieved_on(self) -> Day | None:
        return self.once.achieved_on if self.once else None

    @property
    def achieved_since(self) -> Day | None:
        """The day on which it was achieved, if that is after the day of the picture: it is not achieved then."""
        return self.once.achieved_since if self.once else None

    @property
    def expected_on(self) -> Day | None:
        """The new date given by the lead; None if that has passed too."""
        return self.once.expected_on if self.once and not self.passed_expectation else None

    @property
    def is_achieved(self) -> bool:
        return self.state == MilestoneState.ACHIEVED

    @property
    def is_dropped(self) -> bool:
        return self.state == MilestoneState.DROPPED

    @property
    def is_undone(self) -> bool:
        """Whether it was reported as achieved, and then no longer."""
        return self.state == MilestoneState.UNDONE

    @property
    def is_still_open(self) -> bool:
        """Whether it is still to be achieved, for the first time or again."""
        return self.state in NOT_ACHIEVED

    @property
    def states(self) -> list[str]:
        """Its outcome; with `due` and `soon` if it is."""
        return [self.outcome, *(["due"] if self.is_due else []), *(["soon"] if self.is_soon else [])]

    @property
    def shape(self) -> str:
        """How it is drawn: as missed, or else by its state."""
        if self.outcome == "missed":
            return "missed"
        return MilestoneState.OPEN if self.is_undone else self.state

    @property
    def is_proposed(self) -> bool:
        return self.origin == MilestoneOrigin.PROPOSED

    @property
    def recurrence_words(self) -> str:
        """How often it recurs; empty if it does not."""
        return str(self.recurrence.label) if self.recurrence else ""

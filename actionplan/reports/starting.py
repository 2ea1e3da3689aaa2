"""What an organisation's next report on an action starts from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from actionplan.reporting.models import ProgressReport

from .position import FIELDS, MilestoneRow, Position, position_of


@dataclass(frozen=True)
class Start:
    """An organisation's reports on one action, as far as its next one starts from them."""

    draft: ProgressReport | None = None
    answering: ProgressReport | None = None
    """The returned report that the draft, or the draft to be, answers."""
    last: ProgressReport | None = None
    """The report that holds, on the reported basis."""

    @property
    def report(self) -> ProgressReport | None:
        """The draft, else the report to answer, else where the organisation stands, else nothing."""
        return self.draft or self.answering or self.last

    def fields(self) -> Position:
        """What a form shows, without rows of money and milestones: no query."""
        report = self.report
        if report is None:
            return Position()
        position = Position({name: getattr(report, name) for name in FIELDS})
        return position.without_what_is_said_once() if report == self.last else position

    def position(self, once: Iterable[int] | None) -> Position:
        """What a form shows. `once` are the milestones that do not recur, all of which a lead speaks of; None: a partner.

        Queries for the rows of the report unless they were prefetched.
        """
        stored = position_of(self.report) if self.report else Position()
        position = replace(stored, fields=self.fields().fields)
        if once is None:
            return replace(position, milestones=())
        known = {row.milestone for row in position.milestones}
        new = [MilestoneRow(milestone) for milestone in once if milestone not in known]
        return replace(position, milestones=(*position.milestones, *new))

"""What the points of quality find on every action of a dashboard; what is left to do is told of those that a page shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from actionplan.reporting.quality import PLACE, Gap, Gaps, Judged, Point, Results

from .milestone_promises import Brief


class Examined(NamedTuple):
    """An action in the counts: under what it counts, as an address says it, and which points it meets."""

    key: int
    lead: str
    """The organisation that leads; `none` where nobody does."""
    objective: str
    results: Results

    def on(self, point: Point) -> bool | None:
        return self.results[PLACE[point]]

    @property
    def has_gaps(self) -> bool:
        return False in self.results


class ToDo(NamedTuple):
    """The same action with what is left to do on each point; None where a point does not apply."""

    action: Brief
    lead: str
    points: Judged

    def on(self, point: Point) -> Gaps:
        return self.points[PLACE[point]]

    @property
    def gaps(self) -> list[Gap]:
        return [gap for gaps in self.points for gap in gaps or []]


@dataclass(frozen=True)
class Examination:
    """In the plan's order."""

    each: Sequence[Examined]
    _in_full: Callable[[Collection[int]], Mapping[int, ToDo]]

    def __iter__(self) -> Iterator[Examined]:
        return iter(self.each)

    def __len__(self) -> int:
        return len(self.each)

    def in_full(self, some: Iterable[Examined]) -> list[ToDo]:
        """What is left to do on these, in their order."""
        keys = [one.key for one in some]
        found = self._in_full(keys)
        return [found[key] for key in keys]

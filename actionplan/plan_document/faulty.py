"""How a file is refused that cannot become a plan: with everything that is wrong with it."""

from __future__ import annotations

from actionplan.amendments.shape import Fault
from actionplan.base.refusals import Refused


class Faulty(Refused):
    """The file cannot be a plan; `faults` says each reason and its place."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults

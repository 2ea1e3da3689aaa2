"""What is said of a file that cannot become a plan."""

from __future__ import annotations

from actionplan.amendments.shape import Fault
from actionplan.base.refusals import Refused


class Faulty(Refused):
    """The document cannot be a plan; `faults` says each reason and its place."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def faulty(words: str) -> Faulty:
    """The file as a whole."""
    return Faulty([Fault("", words)])

"""The models of reporting. What people report never shares a row with what is printed."""

from .reports import Expenditure, ProgressReport, ReportedMilestone
from .rounds import Request, Round
from .standings import Standing
from .tracked import TrackedAction

__all__ = [
    "Expenditure",
    "ProgressReport",
    "ReportedMilestone",
    "Request",
    "Round",
    "Standing",
    "TrackedAction",
]

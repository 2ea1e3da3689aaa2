"""The models of reporting. What people report never shares a row with what is printed."""

from .closings import Closing, Extension, MinisterAnswer
from .exchanges import Answer, FileHolder, MilestoneProposal, Question
from .reports import Expenditure, ProgressReport, ReportedMilestone
from .rounds import Request, Round
from .standings import Standing
from .tracked import TrackedAction

__all__ = [
    "Answer",
    "Closing",
    "Expenditure",
    "Extension",
    "FileHolder",
    "MilestoneProposal",
    "MinisterAnswer",
    "ProgressReport",
    "Question",
    "ReportedMilestone",
    "Request",
    "Round",
    "Standing",
    "TrackedAction",
]
